/*
 * The scanner is a switch on the first byte of each token. Whether a line is
 * spliced is looked at only where a backslash stands, so that plain text costs
 * one comparison a byte.
 *
 * Limits: no trigraphs, no digraphs, no `<file>` tokens; neither can spell a
 * section.
 */
#include "frontend/lexer.h"

#include <string.h>

void lexer_init(struct lexer *lexer, const char *bytes, unsigned from,
	unsigned to, bool cxx)
{
	memset(lexer, 0, sizeof(*lexer));
	lexer->bytes = bytes;
	lexer->at = from;
	lexer->end = to;
	lexer->cxx = cxx;
	lexer->line_start = from == 0;
	if (from == 0 && to >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3))
		lexer->at = 3;
}

/* Length of the line end at an offset, 0 if there is none. */
static unsigned newline(const struct lexer *lexer, unsigned at)
{
	if (at >= lexer->end)
		return 0;
	if (lexer->bytes[at] == '\n')
		return 1;
	if (lexer->bytes[at] != '\r')
		return 0;
	return at + 1 < lexer->end && lexer->bytes[at + 1] == '\n' ? 2 : 1;
}

/* Length of the splice at an offset: backslash, blanks, line end. */
static unsigned splice(const struct lexer *lexer, unsigned at)
{
	unsigned past = at + 1, length;

	if (at >= lexer->end || lexer->bytes[at] != '\\')
		return 0;
	while (past < lexer->end &&
		(lexer->bytes[past] == ' ' || lexer->bytes[past] == '\t'))
		past++;
	length = newline(lexer, past);
	return length ? past + length - at : 0;
}

/* Where the next byte that counts is. */
static unsigned settle(const struct lexer *lexer, unsigned at)
{
	unsigned length;

	while ((length = splice(lexer, at)) != 0)
		at += length;
	return at;
}

/* That byte, or 0 at the end. */
static unsigned char peek(const struct lexer *lexer, unsigned at)
{
	at = settle(lexer, at);
	return at < lexer->end ? (unsigned char)lexer->bytes[at] : 0;
}

static bool is_word_start(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
		c == '$' || c >= 0x80;
}

static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static void skip_line_comment(struct lexer *lexer)
{
	while (lexer->at < lexer->end && !newline(lexer, lexer->at)) {
		unsigned length = splice(lexer, lexer->at);
		lexer->at += length ? length : 1;
	}
}

/* The end of the comment may be spliced too: `*`, backslash, line end, `/`. */
static void skip_block_comment(struct lexer *lexer)
{
	while (lexer->at < lexer->end) {
		if (lexer->bytes[lexer->at++] != '*' ||
			peek(lexer, lexer->at) != '/')
			continue;
		lexer->at = settle(lexer, lexer->at) + 1;
		return;
	}
}

/* Skips what separates tokens; false where the text or the line ends. */
static bool skip_blanks(struct lexer *lexer, struct token *token)
{
	while (lexer->at < lexer->end) {
		unsigned char c = (unsigned char)lexer->bytes[lexer->at];
		unsigned length;

		if ((length = newline(lexer, lexer->at)) != 0) {
			if (lexer->one_line)
				return false;
			lexer->line_start = true;
			lexer->at += length;
		} else if (c == ' ' || c == '\t' || c == '\f' || c == '\v' ||
			c == 0) {
			lexer->at++;
		} else if ((length = splice(lexer, lexer->at)) != 0) {
			lexer->at += length;
			continue;
		} else if (c == '/' && peek(lexer, lexer->at + 1) == '/') {
			skip_line_comment(lexer);
		} else if (c == '/' && peek(lexer, lexer->at + 1) == '*') {
			lexer->at = settle(lexer, lexer->at + 1) + 1;
			skip_block_comment(lexer);
		} else {
			return true;
		}
		token->spaced = true;
	}
	return false;
}

/* To behind the closing quote, or to the end of the line. */
static void skip_quoted(struct lexer *lexer, char quote)
{
	lexer->at++;
	while (lexer->at < lexer->end && !newline(lexer, lexer->at)) {
		unsigned length = splice(lexer, lexer->at);
		char c = lexer->bytes[lexer->at];

		lexer->at += length ? length : 1;
		if (length)
			continue;
		if (c == quote)
			return;
		if (c == '\\') {
			lexer->at = settle(lexer, lexer->at);
			if (!newline(lexer, lexer->at))
				lexer->at++;
		}
	}
	if (lexer->at > lexer->end)
		lexer->at = lexer->end;
}

/* at: the quote of R"delimiter( … )delimiter". False if it is not one. */
static bool skip_raw(struct lexer *lexer)
{
	const char *bytes = lexer->bytes;
	unsigned open = lexer->at + 1, length = 0, at;

	while (open + length < lexer->end && length <= 16 &&
		bytes[open + length] != '(')
		length++;
	if (open + length >= lexer->end || length > 16)
		return false;
	for (at = open + length + 1; at + length + 1 < lexer->end; at++)
		if (bytes[at] == ')' && bytes[at + 1 + length] == '"' &&
			!memcmp(bytes + at + 1, bytes + open, length)) {
			lexer->at = at + length + 2;
			return true;
		}
	lexer->at = lexer->end;
	return true;
}

static void skip_word(struct lexer *lexer)
{
	for (;;) {
		unsigned char c;

		while (lexer->at < lexer->end &&
			(c = (unsigned char)lexer->bytes[lexer->at],
				is_word_start(c) || is_digit(c)))
			lexer->at++;
		c = peek(lexer, lexer->at);
		if (!is_word_start(c) && !is_digit(c))
			return;
		lexer->at = settle(lexer, lexer->at);
	}
}

static void skip_number(struct lexer *lexer)
{
	unsigned char last = 0;

	for (;;) {
		unsigned char c = peek(lexer, lexer->at);
		bool sign = (c == '+' || c == '-') &&
			(last == 'e' || last == 'E' || last == 'p' ||
				last == 'P');
		bool separator = c == '\'' && lexer->cxx;

		if (!is_digit(c) && !is_word_start(c) && c != '.' && !sign &&
			!separator)
			return;
		lexer->at = settle(lexer, lexer->at) + 1;
		last = c;
	}
}

/* What a word right in front of a quote makes of the string. */
static bool read_prefixed(struct lexer *lexer, struct token *token)
{
	static const char *const prefixes[] = {
		"R", "L", "u", "U", "u8", "LR", "uR", "UR", "u8R"};
	char quote = (char)peek(lexer, lexer->at);
	bool raw;

	if (quote != '"' && quote != '\'')
		return false;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
		if (!lexer_is(lexer, token, prefixes[i]))
			continue;
		raw = strchr(prefixes[i], 'R') != NULL;
		if (raw && (!lexer->cxx || quote != '"'))
			return false;
		lexer->at = settle(lexer, lexer->at);
		if (!raw || !skip_raw(lexer))
			skip_quoted(lexer, quote);
		token->kind = i == 0 ? TOKEN_STRING : TOKEN_OTHER;
		return true;
	}
	return false;
}

/* `##`, `::` and `...` are one token, all else is one byte. */
static void skip_mark(struct lexer *lexer, unsigned char c)
{
	lexer->at++;
	if ((c == '#' || c == ':') && peek(lexer, lexer->at) == c) {
		lexer->at = settle(lexer, lexer->at) + 1;
	} else if (c == '.' && lexer->at + 1 < lexer->end &&
		!memcmp(lexer->bytes + lexer->at, "..", 2)) {
		lexer->at += 2;
	}
}

bool lexer_next(struct lexer *lexer, struct token *token)
{
	unsigned char c;

	memset(token, 0, sizeof(*token));
	if (!skip_blanks(lexer, token))
		return false;
	token->first = lexer->line_start;
	lexer->line_start = false;
	token->offset = lexer->at;
	c = (unsigned char)lexer->bytes[lexer->at];
	if (is_word_start(c)) {
		token->kind = TOKEN_WORD;
		skip_word(lexer);
		token->end = lexer->at;
		read_prefixed(lexer, token);
	} else if (is_digit(c) ||
		(c == '.' && is_digit(peek(lexer, lexer->at + 1)))) {
		token->kind = TOKEN_NUMBER;
		skip_number(lexer);
	} else if (c == '"' || c == '\'') {
		token->kind = c == '"' ? TOKEN_STRING : TOKEN_OTHER;
		skip_quoted(lexer, (char)c);
	} else {
		token->kind = TOKEN_OTHER;
		skip_mark(lexer, c);
	}
	token->end = lexer->at;
	token->spliced = memchr(lexer->bytes + token->offset, '\\',
				 token->end - token->offset) != NULL;
	return true;
}

/* The bytes of a token without its splices, in room for all of them. */
static size_t unspliced(
	const struct lexer *lexer, const struct token *token, char *room)
{
	size_t length = 0;

	for (unsigned at = token->offset; at < token->end;) {
		unsigned skipped = splice(lexer, at);
		if (!skipped)
			room[length++] = lexer->bytes[at];
		at += skipped ? skipped : 1;
	}
	return length;
}

bool lexer_is(const struct lexer *lexer, const struct token *token,
	const char *word)
{
	char room[64];
	size_t length = token->end - token->offset;

	if (token->kind != TOKEN_WORD)
		return false;
	if (!memchr(lexer->bytes + token->offset, '\\', length))
		return length == strlen(word) &&
			!memcmp(lexer->bytes + token->offset, word, length);
	if (length > sizeof(room))
		return false;
	length = unspliced(lexer, token, room);
	return length == strlen(word) && !memcmp(room, word, length);
}

bool lexer_read(struct lexer *lexer, struct intern *words, struct token *token)
{
	size_t length;

	if (!lexer_next(lexer, token))
		return false;
	length = token->end - token->offset;
	if (!token->spliced) {
		token->text = intern_n(
			words, lexer->bytes + token->offset, length);
	} else {
		char *room = arena_alloc(words->arena, length);

		length = unspliced(lexer, token, room);
		token->text = intern_n(words, room, length);
	}
	return true;
}

void token_classify(struct token *token)
{
	const char *text = token->text;
	struct lexer lexer;
	struct token read;

	token->kind = TOKEN_OTHER;
	if (!*text) {
		token->kind = TOKEN_EMPTY;
		return;
	}
	lexer_init(&lexer, text, 0, (unsigned)strlen(text), true);
	if (lexer_next(&lexer, &read) && read.end == lexer.end)
		token->kind = read.kind;
}

void lexer_read_all(struct lexer *lexer, struct arena *arena,
	struct intern *words, struct tokens *tokens)
{
	struct token token;

	while (lexer_read(lexer, words, &token))
		*vec_add(arena, tokens) = token;
}
