/*
 * A log that is damaged is of no use: half of the flags of a source are worse
 * than those that the project gives it.
 */
#include "project/build_log.h"

#include <stdbool.h>
#include <string.h>

#include "base/path.h"

struct reader {
	struct arena *arena;
	const char *path;
	const unsigned char *at, *end;
	uint32_t line;
	const char *error;
};

static void fail(struct reader *reader, const char *problem)
{
	if (!reader->error)
		reader->error = arena_printf(reader->arena, "%s:%u: %s",
			reader->path, (unsigned)reader->line, problem);
}

/* ---- UTF-16 ---------------------------------------------------------------- */

static uint32_t take_half(struct reader *reader)
{
	uint32_t half;

	if (reader->end - reader->at < 2) {
		reader->at = reader->end;
		fail(reader, "the file ends within a character");
		return ' ';
	}
	half = reader->at[0] | (uint32_t)reader->at[1] << 8;
	reader->at += 2;
	return half;
}

static uint32_t take_character(struct reader *reader)
{
	uint32_t high = take_half(reader), low;

	if (!high)
		fail(reader, "expected text, but there is a NUL character");
	if (high < 0xD800 || high > 0xDFFF)
		return high;
	low = high < 0xDC00 ? take_half(reader) : 0;
	if (low < 0xDC00 || low > 0xDFFF) {
		fail(reader, "this is no UTF-16: half of a character");
		return ' ';
	}
	return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}

/* Writes a character as UTF-8; returns where the next one goes. */
static char *put(char *to, uint32_t character)
{
	if (character < 0x80) {
		*to++ = (char)character;
	} else if (character < 0x800) {
		*to++ = (char)(0xC0 | character >> 6);
		*to++ = (char)(0x80 | (character & 0x3F));
	} else if (character < 0x10000) {
		*to++ = (char)(0xE0 | character >> 12);
		*to++ = (char)(0x80 | (character >> 6 & 0x3F));
		*to++ = (char)(0x80 | (character & 0x3F));
	} else {
		*to++ = (char)(0xF0 | character >> 18);
		*to++ = (char)(0x80 | (character >> 12 & 0x3F));
		*to++ = (char)(0x80 | (character >> 6 & 0x3F));
		*to++ = (char)(0x80 | (character & 0x3F));
	}
	return to;
}

/* The next line in UTF-8, without its end. Two bytes become three at most. */
static const char *take_line(struct reader *reader)
{
	const unsigned char *end = reader->at;
	char *line, *to;

	while (reader->end - end >= 2 && (end[0] != '\n' || end[1]))
		end += 2;
	line = arena_alloc(reader->arena,
		(size_t)(end - reader->at) / 2 * 3 + 8);
	to = line;
	reader->line++;
	while (reader->at < reader->end && !reader->error) {
		uint32_t character = take_character(reader);

		if (character == '\n')
			break;
		to = put(to, character);
	}
	if (to > line && to[-1] == '\r')
		to--;
	*to = '\0';
	return line;
}

/* ---- entries ----------------------------------------------------------------- */

/* "A|B", all with one command. */
static void add_files(struct reader *reader, struct build_log *log,
	const char *names, const char *command)
{
	for (;;) {
		size_t length = strcspn(names, "|");

		if (length)
			*vec_add(reader->arena, &log->files) =
				(struct logged_file){
					path_normalise(reader->arena,
						arena_strndup(reader->arena,
							names, length)),
					command };
		if (!names[length])
			return;
		names += length + 1;
	}
}

static bool has_mark(const char *bytes, size_t size)
{
	return size >= 2 && !memcmp(bytes, "\xFF\xFE", 2);
}

const char *build_log_read(struct arena *arena, const char *path,
	const char *bytes, size_t size, struct build_log *log)
{
	struct reader reader = { .arena = arena, .path = path,
		.at = (const unsigned char *)bytes + 2,
		.end = (const unsigned char *)bytes + size };

	if (!has_mark(bytes, size))
		return arena_printf(arena, "%s:1: expected UTF-16 with a byte "
			"order mark, as MSBuild writes its logs", path);
	while (reader.at < reader.end && !reader.error) {
		const char *names = take_line(&reader), *command;

		if (!*names || reader.error)
			continue;
		if (*names != '^')
			fail(&reader, "expected '^' and the names of sources");
		else if (reader.at == reader.end)
			fail(&reader, "the log ends here: expected the "
				"command for these sources in the next line");
		else {
			command = take_line(&reader);
			add_files(&reader, log, names + 1, command);
		}
	}
	return reader.error;
}
