/*
 * The scanner knows nothing of functions and bodies; it reads what they are
 * made of, by the tables of text_form.c. It is strict: one blank between two
 * words, LF behind every line, well-formed UTF-8 in quotes. A text that was
 * edited by hand is read, but need not be spelled as the writer would.
 */
#include "facts/text_scanner.h"

#include <inttypes.h>
#include <string.h>

#include "base/bug.h"
#include "base/utf8.h"

void scanner_init(struct scanner *scanner, struct facts *facts,
	const char *path, const char *bytes, size_t size)
{
	memset(scanner, 0, sizeof(*scanner));
	scanner->facts = facts;
	scanner->path = path;
	scanner->at = scanner->stop = scanner->next = bytes;
	scanner->end = bytes + size;
	arena_init(&scanner->scratch);
	intern_init(&scanner->tokens, &scanner->scratch);
}

void scanner_release(struct scanner *scanner)
{
	arena_release(&scanner->scratch);
}

void scanner_fail_at(
	struct scanner *scanner, uint32_t line, const char *message)
{
	if (!scanner->error)
		scanner->error = arena_printf(&scanner->facts->arena,
			"%s:%" PRIu32 ": %s", scanner->path, line, message);
	scanner->at = scanner->stop;
}

void scanner_fail(struct scanner *scanner, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	scanner_fail_at(scanner, scanner->line,
		arena_vprintf(&scanner->scratch, format, args));
	va_end(args);
}

/* ---- lines -------------------------------------------------------------- */

static bool has_line(const struct scanner *scanner, uint32_t depth)
{
	const char *at = scanner->next;

	if (scanner->error || at == scanner->end)
		return false;
	for (uint32_t i = 0; i < 2 * depth; i++, at++)
		if (at == scanner->end || *at != ' ')
			return false;
	return true;
}

bool scanner_line(struct scanner *scanner, uint32_t depth)
{
	size_t left = (size_t)(scanner->end - scanner->next);
	const char *line = scanner->next, *feed;

	if (!has_line(scanner, depth))
		return false;
	feed = memchr(line, '\n', left);
	scanner->line++;
	if (!feed) {
		scanner_fail(scanner, "the file breaks off in this line: "
				      "run pageaudit facts again");
		return false;
	}
	scanner->at = line + 2 * (size_t)depth;
	scanner->stop = feed;
	scanner->next = feed + 1;
	return true;
}

void scanner_line_end(struct scanner *scanner)
{
	if (scanner->at < scanner->stop)
		scanner_fail(scanner, "expected the end of the line");
}

/* ---- words and numbers -------------------------------------------------- */

bool scanner_sees(const struct scanner *scanner, const char *text)
{
	size_t length = strlen(text);

	return (size_t)(scanner->stop - scanner->at) >= length &&
		!memcmp(scanner->at, text, length);
}

bool scanner_take(struct scanner *scanner, const char *text)
{
	if (!scanner_sees(scanner, text))
		return false;
	scanner->at += strlen(text);
	return true;
}

void scanner_expect(struct scanner *scanner, const char *text)
{
	if (!scanner_take(scanner, text))
		scanner_fail(scanner, "expected '%s'", text);
}

static const char *word_at(const void *table, size_t stride, uint32_t index)
{
	return *(const char *const *)((const char *)table + index * stride);
}

static void fail_choice(
	struct scanner *scanner, const void *table, size_t stride)
{
	const char *list = "", *word;

	for (uint32_t i = 0; (word = word_at(table, stride, i)); i++)
		list = arena_printf(&scanner->scratch, "%s%s %s", list,
			i ? "," : "", word);
	scanner_fail(scanner, "expected one of:%s", list);
}

uint32_t scanner_choose(
	struct scanner *scanner, const void *table, size_t stride)
{
	const char *start = scanner->at, *word;
	size_t length;

	while (scanner->at < scanner->stop && *scanner->at != ' ')
		scanner->at++;
	length = (size_t)(scanner->at - start);
	for (uint32_t i = 0; (word = word_at(table, stride, i)); i++)
		if (strlen(word) == length && !memcmp(word, start, length))
			return i;
	fail_choice(scanner, table, stride);
	return 0;
}

uint32_t scanner_word(struct scanner *scanner, const char *const *words)
{
	return scanner_choose(scanner, words, sizeof(*words));
}

static uint64_t digits(struct scanner *scanner, uint64_t limit)
{
	const char *start = scanner->at;
	uint64_t number = 0;

	while (scanner->at < scanner->stop && *scanner->at >= '0' &&
		*scanner->at <= '9') {
		uint64_t digit = (uint64_t)(*scanner->at++ - '0');

		if (number > (limit - digit) / 10) {
			scanner_fail(scanner,
				"expected a number up to %" PRIu64, limit);
			return 0;
		}
		number = number * 10 + digit;
	}
	if (scanner->at == start)
		scanner_fail(scanner, "expected a number");
	return number;
}

uint32_t scanner_number(struct scanner *scanner)
{
	return (uint32_t)digits(scanner, UINT32_MAX);
}

int64_t scanner_integer(struct scanner *scanner)
{
	uint64_t number;

	if (!scanner_take(scanner, "-"))
		return (int64_t)digits(scanner, INT64_MAX);
	number = digits(scanner, (uint64_t)INT64_MAX + 1);
	return number ? -(int64_t)(number - 1) - 1 : 0;
}

/* ---- strings ------------------------------------------------------------ */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* The character that the escape behind a backslash stands for; 0 if none. */
static char escape(struct scanner *scanner)
{
	static const char letters[] = "\"\\nrt", meanings[] = "\"\\\n\r\t";
	const char *letter;
	int high, low;

	if (scanner->at == scanner->stop)
		return 0;
	letter = memchr(letters, *scanner->at, sizeof(letters) - 1);
	if (letter) {
		scanner->at++;
		return meanings[letter - letters];
	}
	if (!scanner_take(scanner, "x") || scanner->stop - scanner->at < 2)
		return 0;
	high = hex_digit(*scanner->at++);
	low = hex_digit(*scanner->at++);
	return high < 0 || low < 0 ? 0 : (char)(high << 4 | low);
}

/* Copies what is in quotes to `to`, up to the closing quote, which it passes;
 * returns the end of the copy, or NULL on a mistake. */
static char *unquote(struct scanner *scanner, char *to)
{
	while (scanner->at < scanner->stop) {
		size_t length = utf8_length(scanner->at,
			(size_t)(scanner->stop - scanner->at));

		if (scanner_take(scanner, "\"")) {
			return to;
		} else if (scanner_take(scanner, "\\")) {
			*to = escape(scanner);
			if (!*to++)
				return NULL;
		} else if (length || form_is_plain(*scanner->at)) {
			length = length ? length : 1;
			memcpy(to, scanner->at, length);
			to += length;
			scanner->at += length;
		} else {
			return NULL;
		}
	}
	return NULL;
}

const char *scanner_quoted(struct scanner *scanner)
{
	size_t room = (size_t)(scanner->stop - scanner->at);
	const char *start, *stop;
	char *copy, *copy_end;

	if (!scanner_take(scanner, "\"")) {
		scanner_fail(scanner, "expected a name or a string in quotes");
		return NULL;
	}
	/* Most strings have no escapes and are interned where they stand. */
	start = stop = scanner->at;
	while (stop < scanner->stop && form_is_plain(*stop))
		stop++;
	if (stop < scanner->stop && *stop == '"') {
		scanner->at = stop + 1;
		return intern_n(&scanner->facts->names, start,
			(size_t)(stop - start));
	}
	copy = arena_alloc(&scanner->scratch, room);
	copy_end = unquote(scanner, copy);
	if (!copy_end) {
		scanner_fail(scanner, "expected UTF-8 without control "
				      "characters, an escape (\\\" \\\\ \\n "
				      "\\r \\t \\xHH) or the closing quote");
		return NULL;
	}
	return intern_n(
		&scanner->facts->names, copy, (size_t)(copy_end - copy));
}

const char *scanner_value(struct scanner *scanner)
{
	const char *start = scanner->at;

	if (scanner_take(scanner, "-"))
		return NULL;
	if (start == scanner->stop || !form_is_name_start(*start))
		return scanner_quoted(scanner);
	while (scanner->at < scanner->stop && form_is_name_rest(*scanner->at))
		scanner->at++;
	return intern_n(&scanner->facts->names, start,
		(size_t)(scanner->at - start));
}

/* ---- fields ------------------------------------------------------------- */

static const char *scan_file(struct scanner *scanner)
{
	uint32_t file;

	if (scanner_sees(scanner, "\""))
		return scanner_quoted(scanner);
	file = scanner_number(scanner);
	if (scanner->error)
		return NULL;
	if (file >= scanner->facts->files.count) {
		scanner_fail(scanner, "expected the number of a file above");
		return NULL;
	}
	return scanner->facts->files.items[file].path;
}

static struct place scan_place(struct scanner *scanner)
{
	struct place place;

	place.file = scan_file(scanner);
	scanner_expect(scanner, ":");
	place.line = scanner_number(scanner);
	scanner_expect(scanner, ":");
	place.column = scanner_number(scanner);
	scanner_expect(scanner, "-");
	place.end_line = scanner_number(scanner);
	scanner_expect(scanner, ":");
	place.end_column = scanner_number(scanner);
	return place;
}

const char *scanner_name(struct scanner *scanner)
{
	const char *name = scanner_value(scanner);

	return name ? name : "";
}

/* Enumerators are stored as the unsigned that each enum is. */
static void set_enumerator(void *at, uint32_t value)
{
	unsigned enumerator = value;

	memcpy(at, &enumerator, sizeof(enumerator));
}

static void set_default(const struct field *field, void *at)
{
	switch (field->kind) {
	case FIELD_FLAG:
		*(bool *)at = false;
		break;
	case FIELD_STRING:
		*(const char **)at = NULL;
		break;
	case FIELD_NAME:
		*(const char **)at = "";
		break;
	case FIELD_PLACE:
		*(struct place *)at = (struct place){0};
		break;
	case FIELD_INDEX:
		*(uint32_t *)at = NONE;
		break;
	case FIELD_COUNT:
		*(uint32_t *)at = 0;
		break;
	case FIELD_SIZE:
		*(int64_t *)at = -1;
		break;
	case FIELD_WORD:
		set_enumerator(at, 0);
		break;
	}
}

static void scan_field(
	struct scanner *scanner, const struct field *field, void *at)
{
	if (field->kind != FIELD_FLAG && strcmp(field->word, "@"))
		scanner_expect(scanner, " ");
	switch (field->kind) {
	case FIELD_FLAG:
		*(bool *)at = true;
		break;
	case FIELD_STRING:
		*(const char **)at = scanner_value(scanner);
		break;
	case FIELD_NAME:
		*(const char **)at = scanner_name(scanner);
		break;
	case FIELD_PLACE:
		*(struct place *)at = scan_place(scanner);
		break;
	case FIELD_INDEX:
	case FIELD_COUNT:
		*(uint32_t *)at = scanner_number(scanner);
		break;
	case FIELD_SIZE:
		*(int64_t *)at = scanner_integer(scanner);
		break;
	case FIELD_WORD:
		set_enumerator(at, scanner_word(scanner, field->words));
		break;
	}
}

/* The field whose word comes next. `@` alone needs no blank behind it. */
static uint32_t choose_field(
	struct scanner *scanner, const struct field *fields)
{
	if (scanner_take(scanner, "@"))
		for (uint32_t i = 0; fields[i].word; i++)
			if (!strcmp(fields[i].word, "@"))
				return i;
	return scanner_choose(scanner, fields, sizeof(*fields));
}

void scanner_fields(struct scanner *scanner, const struct field *fields,
	void *record)
{
	uint32_t seen = 0; /* a bit for each field */

	for (uint32_t i = 0; fields[i].word; i++)
		set_default(&fields[i], (char *)record + fields[i].offset);
	while (scanner->at < scanner->stop) {
		uint32_t i;

		scanner_expect(scanner, " ");
		i = choose_field(scanner, fields);
		if (scanner->error)
			return;
		if (seen & 1u << i)
			scanner_fail(scanner, "expected '%s' only once",
				fields[i].word);
		seen |= 1u << i;
		scan_field(scanner, &fields[i],
			(char *)record + fields[i].offset);
	}
}

/* ---- tokens ------------------------------------------------------------- */

const char *scanner_token_from(struct scanner *scanner, const char *from)
{
	if (scanner->error)
		return NULL;
	return intern_n(&scanner->tokens, from, (size_t)(scanner->at - from));
}

/* Passes a string in quotes without looking at what it says. */
static void pass_quoted(struct scanner *scanner)
{
	for (scanner->at++; scanner->at < scanner->stop; scanner->at++) {
		if (*scanner->at == '"') {
			scanner->at++;
			return;
		}
		if (*scanner->at == '\\' && scanner->at + 1 < scanner->stop)
			scanner->at++;
	}
}

uint32_t scanner_find(
	struct scanner *scanner, const struct map *map, const char *what)
{
	const char *start = scanner->at;
	uint32_t index;

	while (scanner->at < scanner->stop &&
		!memchr(" ,()", *scanner->at, 4)) {
		if (*scanner->at == '"')
			pass_quoted(scanner);
		else
			scanner->at++;
	}
	index = map_get(map, scanner_token_from(scanner, start));
	if (index != MAP_NONE)
		return index;
	scanner_fail(scanner, "expected a %s that stands above", what);
	return 0;
}

uint32_t scanner_symbol(struct scanner *scanner)
{
	return scanner_find(scanner, &scanner->symbols, "symbol");
}

const char *scanner_symbol_name(struct scanner *scanner)
{
	const char *name = scanner_name(scanner);

	if (scanner_take(scanner, "#"))
		scanner_number(scanner);
	return name;
}
