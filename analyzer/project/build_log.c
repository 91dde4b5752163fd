/*
 * A log that is damaged is of no use: half of the flags of a source are worse
 * than those that the project gives it.
 */
#include "project/build_log.h"

#include <stdbool.h>
#include <string.h>

#include "base/path.h"
#include "base/utf16.h"
#include "base/utf8.h"

struct reader {
	struct arena *arena;
	const char *path;
	struct utf16 text;
	uint32_t line;
	const char *error;
};

static void fail(struct reader *reader, const char *problem)
{
	if (!reader->error)
		reader->error = arena_printf(reader->arena, "%s:%u: %s",
			reader->path, (unsigned)reader->line, problem);
}

/* ---- lines ----------------------------------------------------------------- */

/* The next line in UTF-8, without its end. Two bytes become three at most. */
static const char *take_line(struct reader *reader)
{
	const unsigned char *end = reader->text.at;
	const char *problem = NULL;
	char *line, *to;

	while (reader->text.end - end >= 2 && (end[0] != '\n' || end[1]))
		end += 2;
	line = arena_alloc(reader->arena,
		(size_t)(end - reader->text.at) / 2 * 3 + 8);
	to = line;
	reader->line++;
	while (reader->text.at < reader->text.end && !problem) {
		uint32_t character;

		problem = utf16_next(&reader->text, &character);
		if (character == '\n')
			break;
		to = utf8_put(to, character);
	}
	if (problem)
		fail(reader, problem);
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

/* A linker that kept its intermediate code names what it made of it behind the
 * command. */
static bool is_product(const struct build_log *log, const char *line)
{
	return log->files.count && !strchr("^/-", *line);
}

const char *build_log_read(struct arena *arena, const char *path,
	const char *bytes, size_t size, struct build_log *log)
{
	struct reader reader = { .arena = arena, .path = path };

	if (!utf16_open(&reader.text, bytes, size) ||
		reader.text.big_endian)
		return arena_printf(arena, "%s:1: expected UTF-16 with a byte "
			"order mark, as MSBuild writes its logs", path);
	while (reader.text.at < reader.text.end && !reader.error) {
		const char *names = take_line(&reader), *command;

		if (!*names || reader.error || is_product(log, names))
			continue;
		if (*names != '^')
			fail(&reader, "expected '^' and the names of sources");
		else if (reader.text.at == reader.text.end)
			fail(&reader, "the log ends here: expected the "
				"command for these sources in the next line");
		else {
			command = take_line(&reader);
			add_files(&reader, log, names + 1, command);
		}
	}
	return reader.error;
}
