/*
 * Putting the text form together: characters, strings, places, fields. Text is
 * gathered in memory and goes to the stream when it is flushed.
 *
 * A token is the unique spelling of a symbol or a path; lines refer to things
 * by their tokens. All memory is in `scratch`, until printer_release.
 */
#ifndef FACTS_TEXT_PRINTER_H
#define FACTS_TEXT_PRINTER_H

#include <stdio.h>

#include "base/map.h"
#include "facts/facts.h"
#include "facts/text_form.h"

struct printer {
	FILE *out;
	const struct facts *facts;
	struct arena scratch;
	struct intern tokens;
	struct map files;	/* path -> index into facts.files */
	const char **symbols;	/* the token of each symbol */
	VEC(char) text;		/* not flushed yet */
};

void printer_init(
	struct printer *printer, const struct facts *facts, FILE *out);
void printer_release(struct printer *printer);
void printer_flush(struct printer *printer);

void printer_char(struct printer *printer, char c);
void printer_text(struct printer *printer, const char *text); /* as it is */
void printer_number(struct printer *printer, int64_t number);

/* The word of an enumerator. */
void printer_word(
	struct printer *printer, const char *const *words, uint32_t value);

/* A string as a plain name, in quotes, or `-` for NULL. */
void printer_value(struct printer *printer, const char *string);
void printer_quoted(struct printer *printer, const char *string);

/* The fields of a record that are not at their defaults, and the line's end. */
void printer_fields(struct printer *printer, const struct field *fields,
	const void *record);

/*
 * Takes back what was printed since the text was `start` long and makes a
 * token of it: if `taken` has it already, `mark` and `index` are appended.
 */
const char *printer_token(struct printer *printer, uint32_t start,
	struct map *taken, char mark, uint32_t index);

/* The token of a symbol. */
void printer_symbol(struct printer *printer, uint32_t symbol);

/* The lines of a function's body. */
void printer_body(struct printer *printer, const struct function *function);

#endif
