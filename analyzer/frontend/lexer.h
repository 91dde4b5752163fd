/*
 * Preprocessing tokens of C and C++ over the bytes of one file. It takes what
 * clang takes: spliced lines (LF, CRLF, and with blanks behind the backslash),
 * comments, raw strings in C++, bytes above 127 in any encoding. It never
 * fails; what fits nowhere is a TOKEN_OTHER of one byte.
 */
#ifndef FRONTEND_LEXER_H
#define FRONTEND_LEXER_H

#include <stdbool.h>

#include "base/intern.h"
#include "base/vec.h"

enum token_kind {
	TOKEN_WORD,
	TOKEN_NUMBER,
	TOKEN_STRING, /* "…", of plain characters; C++: R"(…)" too */
	TOKEN_OTHER,  /* punctuation, characters, wide strings */
	TOKEN_EMPTY,  /* expand.c: an argument that is not there */
};

struct token {
	enum token_kind kind;
	bool first;	      /* the first one on its line */
	bool spaced;	      /* blanks or a comment before it */
	bool spliced;	      /* a line ends inside it */
	unsigned offset, end; /* expand.c: those of the outermost use */
	const char *text;     /* interned, splices removed; token_read only */
	const char *macro;    /* expand.c: outermost macro it comes from */
	const struct hidden *hidden; /* expand.c: what it may not expand to */
};

struct tokens {
	struct token *items;
	uint32_t count, capacity;
};

struct lexer {
	const char *bytes;
	unsigned at, end;
	bool cxx;
	bool one_line;	 /* stop in front of the next line */
	bool line_start; /* nothing but blanks on this line so far */
};

/* Reads bytes[from..to). `from` starts a token; a line, if it is 0. */
void lexer_init(struct lexer *lexer, const char *bytes, unsigned from,
	unsigned to, bool cxx);

/* The next token, without its text. False at the end. */
bool lexer_next(struct lexer *lexer, struct token *token);

/* The same with its text, interned in `words`. */
bool lexer_read(
	struct lexer *lexer, struct intern *words, struct token *token);

/* Whether a token without text is this word. */
bool lexer_is(const struct lexer *lexer, const struct token *token,
	const char *word);

/* Sets kind of a token from its text: for what `##` and -D make. */
void token_classify(struct token *token);

/* All tokens of a text up to its end or that of its line. */
void lexer_read_all(struct lexer *lexer, struct arena *arena,
	struct intern *words, struct tokens *tokens);

#endif
