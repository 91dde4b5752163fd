/*
 * The words of the text form, which its writer and its reader share so that
 * they cannot drift apart: a word per enumerator, and a table per struct that
 * says which of its fields stand in a line as `key value` or as a flag. A new
 * field of a struct is one line in text_form.c.
 *
 * Only facts/text_*.c and their tests include this.
 */
#ifndef FACTS_TEXT_FORM_H
#define FACTS_TEXT_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FACTS_TEXT_NAME "pageaudit-facts"

/* ---- words of enumerators, by value, NULL behind the last --------------- */

extern const char *const segment_words[];
extern const char *const action_words[];
extern const char *const directive_words[];
extern const char *const placed_words[];
extern const char *const root_words[];	  /* what its index or name follows */
extern const char *const operand_words[]; /* likewise; "" needs no word */
extern const char *const operation_words[];
extern const char *const event_words[];
extern const char *const marker_words[];
extern const char *const test_words[];
extern const char *const exit_words[];
extern const char *const inline_words[];
extern const char *const notice_words[];

/* ---- fields of structs, a NULL word behind the last --------------------- */

enum field_kind {
	FIELD_FLAG,   /* bool: the word alone, or nothing */
	FIELD_STRING, /* const char *; absent: NULL */
	FIELD_NAME,   /* const char *; absent: "" */
	FIELD_PLACE,  /* struct place; absent: nowhere */
	FIELD_INDEX,  /* uint32_t; absent: NONE */
	FIELD_COUNT,  /* uint32_t; absent: 0 */
	FIELD_SIZE,   /* int64_t; absent: -1 */
	FIELD_WORD,   /* an enumerator from `words`; absent: 0 */
};

struct field {
	const char *word; /* first, see scanner_choose */
	enum field_kind kind;
	size_t offset;
	const char *const *words; /* FIELD_WORD */
};

extern const struct field unit_fields[]; /* of struct facts */
extern const struct field file_fields[];
extern const struct field symbol_fields[];
extern const struct field directive_fields[];
extern const struct field alloc_name_fields[];
extern const struct field claim_fields[];
extern const struct field parameter_fields[];
extern const struct field annotation_fields[];
extern const struct field function_fields[];
extern const struct field variable_fields[];
extern const struct field member_fields[];
extern const struct field fill_fields[];
extern const struct field notice_fields[];
extern const struct field body_fields[];
extern const struct field local_fields[];
extern const struct field path_fields[];
extern const struct field event_fields[];
extern const struct field block_fields[];

/* ---- what facts.h says of blocks ---------------------------------------- */

struct block;

/* How many successors a block has, by the way it ends. */
uint32_t form_successors(const struct block *block);

/* ---- characters --------------------------------------------------------- */

/* Of a name that stands without quotes. */
bool form_is_name_start(char c);
bool form_is_name_rest(char c);

/* Of steps that stand without quotes. */
bool form_is_step_start(char c);
bool form_is_step_rest(char c);

/* Whether a byte stands in quotes as it is, being ASCII: no control, no quote,
 * no backslash. */
bool form_is_plain(char c);

#endif
