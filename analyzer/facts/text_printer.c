/*
 * The printer knows nothing of functions and bodies; it spells what they are
 * made of, by the tables of text_form.c.
 */
#include "facts/text_printer.h"

#include <inttypes.h>
#include <string.h>

#include "base/bug.h"
#include "base/utf8.h"

void printer_init(
	struct printer *printer, const struct facts *facts, FILE *out)
{
	memset(printer, 0, sizeof(*printer));
	printer->out = out;
	printer->facts = facts;
	arena_init(&printer->scratch);
	intern_init(&printer->tokens, &printer->scratch);
	for (uint32_t i = 0; i < facts->files.count; i++)
		map_set(&printer->scratch, &printer->files,
			facts->files.items[i].path, i);
}

void printer_release(struct printer *printer)
{
	arena_release(&printer->scratch);
}

void printer_flush(struct printer *printer)
{
	if (printer->text.count)
		fwrite(printer->text.items, 1, printer->text.count,
			printer->out);
	printer->text.count = 0;
}

void printer_char(struct printer *printer, char c)
{
	*vec_add(&printer->scratch, &printer->text) = c;
}

void printer_text(struct printer *printer, const char *text)
{
	while (*text)
		printer_char(printer, *text++);
}

void printer_number(struct printer *printer, int64_t number)
{
	char digits[24];

	snprintf(digits, sizeof(digits), "%" PRId64, number);
	printer_text(printer, digits);
}

void printer_word(
	struct printer *printer, const char *const *words, uint32_t value)
{
	for (uint32_t i = 0; i <= value; i++)
		if (!words[i])
			BUG("enumerator %" PRIu32 " has no word", value);
	printer_text(printer, words[value]);
}

/* ---- strings ------------------------------------------------------------ */

static void print_escape(struct printer *printer, char c)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char byte = (unsigned char)c;

	printer_char(printer, '\\');
	if (c == '"' || c == '\\') {
		printer_char(printer, c);
	} else if (c == '\n' || c == '\r' || c == '\t') {
		printer_char(printer, c == '\n' ? 'n' : c == '\r' ? 'r' : 't');
	} else {
		printer_char(printer, 'x');
		printer_char(printer, digits[byte >> 4]);
		printer_char(printer, digits[byte & 15]);
	}
}

void printer_quoted(struct printer *printer, const char *string)
{
	const char *end = string + strlen(string);

	printer_char(printer, '"');
	while (string < end) {
		size_t length = form_is_plain(*string)
			? 1
			: utf8_length(string, (size_t)(end - string));

		if (!length)
			print_escape(printer, *string++);
		while (length--)
			printer_char(printer, *string++);
	}
	printer_char(printer, '"');
}

static bool is_name(const char *string)
{
	if (!form_is_name_start(*string))
		return false;
	while (form_is_name_rest(*string))
		string++;
	return !*string;
}

void printer_value(struct printer *printer, const char *string)
{
	if (!string)
		printer_char(printer, '-');
	else if (is_name(string))
		printer_text(printer, string);
	else
		printer_quoted(printer, string);
}

/* ---- fields ------------------------------------------------------------- */

static void print_place(struct printer *printer, const struct place *place)
{
	uint32_t file = map_get(&printer->files, place->file);

	if (file == MAP_NONE)
		printer_quoted(printer, place->file);
	else
		printer_number(printer, file);
	printer_char(printer, ':');
	printer_number(printer, place->line);
	printer_char(printer, ':');
	printer_number(printer, place->column);
	printer_char(printer, '-');
	printer_number(printer, place->end_line);
	printer_char(printer, ':');
	printer_number(printer, place->end_column);
}

static void print_key(struct printer *printer, const struct field *field)
{
	printer_char(printer, ' ');
	printer_text(printer, field->word);
	if (field->kind != FIELD_FLAG && strcmp(field->word, "@"))
		printer_char(printer, ' ');
}

/* An enumerator, whatever its enum; all enums are of the size of unsigned. */
static uint32_t enumerator(const void *at)
{
	unsigned value;

	memcpy(&value, at, sizeof(value));
	return value;
}

static bool is_no_name(const char *name)
{
	return !name || !*name;
}

static bool is_absent(const struct field *field, const void *at)
{
	switch (field->kind) {
	case FIELD_FLAG:
		return !*(const bool *)at;
	case FIELD_STRING:
		return !*(const char *const *)at;
	case FIELD_NAME:
		return is_no_name(*(const char *const *)at);
	case FIELD_PLACE:
		return !((const struct place *)at)->file;
	case FIELD_INDEX:
		return *(const uint32_t *)at == NONE;
	case FIELD_COUNT:
		return *(const uint32_t *)at == 0;
	case FIELD_SIZE:
		return *(const int64_t *)at == -1;
	case FIELD_WORD:
		return enumerator(at) == 0;
	}
	BUG("field kind %d", (int)field->kind);
}

static void print_field(
	struct printer *printer, const struct field *field, const void *at)
{
	switch (field->kind) {
	case FIELD_FLAG:
		break;
	case FIELD_STRING:
	case FIELD_NAME:
		printer_value(printer, *(const char *const *)at);
		break;
	case FIELD_PLACE:
		print_place(printer, at);
		break;
	case FIELD_INDEX:
	case FIELD_COUNT:
		printer_number(printer, *(const uint32_t *)at);
		break;
	case FIELD_SIZE:
		printer_number(printer, *(const int64_t *)at);
		break;
	case FIELD_WORD:
		printer_word(printer, field->words, enumerator(at));
		break;
	}
}

void printer_fields(struct printer *printer, const struct field *fields,
	const void *record)
{
	for (; fields->word; fields++) {
		const void *at = (const char *)record + fields->offset;

		if (is_absent(fields, at))
			continue;
		print_key(printer, fields);
		print_field(printer, fields, at);
	}
	printer_char(printer, '\n');
}

/* ---- tokens ------------------------------------------------------------- */

const char *printer_token(struct printer *printer, uint32_t start,
	struct map *taken, char mark, uint32_t index)
{
	const char *token = intern_n(&printer->tokens,
		printer->text.items + start, printer->text.count - start);

	printer->text.count = start;
	if (map_get(taken, token) != MAP_NONE)
		token = intern_printf(
			&printer->tokens, "%s%c%" PRIu32, token, mark, index);
	map_set(&printer->scratch, taken, token, index);
	return token;
}

void printer_symbol(struct printer *printer, uint32_t symbol)
{
	if (symbol >= printer->facts->symbols.count)
		BUG("symbol %" PRIu32 " of %" PRIu32, symbol,
			printer->facts->symbols.count);
	printer_text(printer, printer->symbols[symbol]);
}
