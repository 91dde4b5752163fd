/*
 * Inside this folder: the reader of SAL text that book.c and sal_parse share.
 *
 *	slice.c      pieces of text
 *	irql.c       level names
 *	words.c      the words of the language
 *	condition.c  what stands in _When_
 *	subject.c    what stands in _At_
 *	sal.c        words and their arguments to clauses
 */
#ifndef CONTRACTS_SAL_H
#define CONTRACTS_SAL_H

#include "contracts/contract.h"

/* ---- pieces of text ---------------------------------------------------- */

struct slice {
	const char *at, *end;
};

struct slice slice_trim(struct slice text);

/* Trimmed, without the parentheses round the whole. */
struct slice slice_bare(struct slice text);
bool slice_is(struct slice text, const char *word);
bool slice_is_identifier(struct slice text);

/* A number as C writes it, and nothing else. */
bool slice_number(struct slice text, int64_t *number);

/* Up to the next `separator` outside parentheses and strings; `text` goes on
 * after it. Returns false when nothing is left. */
bool slice_split(struct slice *text, const char *separator,
	struct slice *part);

/* Where the parenthesis that opens at text.at closes, or NULL. */
const char *slice_closing(struct slice text);

bool is_name_start(char c);
bool is_name(char c);

/* ---- words ------------------------------------------------------------- */

/* How the arguments of a word are read. */
enum form {
	FORM_PASS,   /* not at all */
	FORM_FLAG,   /* none: the clause says it */
	FORM_LEVEL,  /* (level) */
	FORM_EXACT,  /* (level): both a minimum and a maximum */
	FORM_RAISES, /* (level) or (argument) */
	FORM_SAVED,  /* none: the subject keeps the IRQL */
	FORM_LOCK,   /* (subject [, kind]) or (kind-with-hyphen) */
	FORM_KIND,   /* (kind [, subject]) */
	FORM_NAME,   /* (a name) */
	FORM_TEXT,   /* (anything) */
	FORM_WHEN,   /* (condition, text) */
	FORM_AT,     /* (subject, text) */
	FORM_GROUP,  /* (text) */
	FORM_DEREF,  /* (text) about what the subject points to */
	FORM_RETURN, /* (text) about the returned value */
};

struct word {
	const char *name;
	enum form form;
	enum clause_kind clause;
	const char *text; /* of the clause, when the word itself gives it */
};

/* NULL if there is no such word. */
const struct word *word_find(struct slice name);

/* ---- reading ----------------------------------------------------------- */

struct sal {
	struct arena *arena;  /* of the clauses */
	struct intern *names; /* of every text in them */
	const struct parameter *parameters;
	uint32_t count;
	uint32_t parameter; /* what the text stands on, or NONE */
	bool strict; /* a contract file: unknown words are mistakes */
	const char *error;  /* what was expected, in the arena */
	const char *where;  /* in the text */
};

/* Adds the clauses of a text to the contract. On a mistake adds none, sets
 * error and where, and returns false. */
bool sal_read(struct sal *sal, struct slice text, struct contract *contract);

/* Sets error and where; returns false. */
bool sal_mistake(struct sal *sal, const char *where, const char *message);

/* A piece of text, trimmed, as an interned name. */
const char *sal_name(struct sal *sal, struct slice text);

/* What an expression is about; false, with the mistake, if nothing. */
bool sal_subject(
	struct sal *sal, struct slice text, struct subject *subject);

/* The argument that an expression names: a parameter's name, argN, or _Curr_
 * for what the text stands on; else NONE. */
uint32_t sal_argument(const struct sal *sal, struct slice text);

bool slice_level(struct slice text, enum irql *level);

/* The alternatives of a condition. Too many of them, and what is not
 * understood, become one that has only a name. Returns how many, 0 for an
 * empty text. */
enum { ALTERNATIVES = 8 };
uint32_t condition_read(const struct sal *sal, struct slice text,
	struct when whens[ALTERNATIVES]);

/* A condition in the language, in the arena; "" for none. */
const char *condition_text(struct arena *arena, const struct when *when);

#endif
