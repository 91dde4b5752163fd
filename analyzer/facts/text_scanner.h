/*
 * Taking the text form apart: lines, words, strings, numbers, places, fields.
 *
 * The first mistake is kept with its line, and from then on nothing is left to
 * read: every function gives 0, NULL or false. So a reader need not ask after
 * each step, only before it uses an index; every loop ends, because it either
 * moves on or fails.
 *
 * Strings go to the facts' names. Tokens, the spellings of symbols and paths,
 * are interned in `tokens`; what else is needed meanwhile is in `scratch`.
 */
#ifndef FACTS_TEXT_SCANNER_H
#define FACTS_TEXT_SCANNER_H

#include "base/map.h"
#include "facts/facts.h"
#include "facts/text_form.h"

struct scanner {
	struct facts *facts;
	const char *path;	/* of the text, for messages */
	const char *at, *stop;	/* what is left of the line */
	const char *next, *end; /* the lines after it */
	uint32_t line;
	const char *error; /* in the facts' arena; NULL: none so far */
	struct arena scratch;
	struct intern tokens;
	struct map symbols; /* token -> index into facts.symbols */
};

void scanner_init(struct scanner *scanner, struct facts *facts,
	const char *path, const char *bytes, size_t size);
void scanner_release(struct scanner *scanner);

/* Keeps the message, if it is the first, with path and line. */
void scanner_fail(struct scanner *scanner, const char *format, ...)
	PRINTF_LIKE(2, 3);

/* The same about a line that was read before. */
void scanner_fail_at(
	struct scanner *scanner, uint32_t line, const char *message);

/* ---- lines -------------------------------------------------------------- */

/* Moves to the next line, behind `depth` steps of indentation, if there is one
 * that is indented so far or farther; else stays where it is. */
bool scanner_line(struct scanner *scanner, uint32_t depth);

/* Fails unless the line ends here. */
void scanner_line_end(struct scanner *scanner);

/* ---- parts of a line ---------------------------------------------------- */

/* Whether the rest of the line starts with this text. */
bool scanner_sees(const struct scanner *scanner, const char *text);

/* Passes the text if the rest starts with it. */
bool scanner_take(struct scanner *scanner, const char *text);

/* Passes the text, or fails. */
void scanner_expect(struct scanner *scanner, const char *text);

/*
 * Reads a word and returns its index in a table whose items, `stride` bytes
 * apart, start with a word each, NULL behind the last. Fails with the list of
 * words, and returns 0.
 */
uint32_t scanner_choose(
	struct scanner *scanner, const void *table, size_t stride);

/* Reads the word of an enumerator. */
uint32_t scanner_word(struct scanner *scanner, const char *const *words);

uint32_t scanner_number(struct scanner *scanner);
int64_t scanner_integer(struct scanner *scanner);

/* A string as a plain name, in quotes, or `-` for NULL. */
const char *scanner_value(struct scanner *scanner);
/* The same where there always is one: "" for NULL. */
const char *scanner_name(struct scanner *scanner);
const char *scanner_quoted(struct scanner *scanner);

/* Sets every field to its default, then reads fields up to the line's end. */
void scanner_fields(struct scanner *scanner, const struct field *fields,
	void *record);

/* ---- tokens ------------------------------------------------------------- */

/* The token from `from` to here. */
const char *scanner_token_from(struct scanner *scanner, const char *from);

/* Reads a token and looks it up; fails and returns 0 if it is not in `map`. */
uint32_t scanner_find(
	struct scanner *scanner, const struct map *map, const char *what);

/* A symbol by its token, as an index into facts.symbols. */
uint32_t scanner_symbol(struct scanner *scanner);

/* Reads a name and, if two have it, `#` and a number: passes a token. */
const char *scanner_symbol_name(struct scanner *scanner);

/* ---- text_read_body.c --------------------------------------------------- */

/* Reads the body whose first line this is, behind its word `body`, up to the
 * end of the function. */
struct body *scanner_body(
	struct scanner *scanner, const struct function *function);

#endif
