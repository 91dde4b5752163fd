/*
 * The database is an array of objects, each with "directory", "file", and one
 * of "arguments" (words) and "command" (text as a shell would read it), of
 * which the first is preferred. A broken entry makes the whole file wrong: who
 * writes such files is a program, and half a driver is no driver.
 */
#include "project/compile_commands.h"

#include <string.h>

#include <jansson.h>

#include "base/path.h"
#include "base/platform/platform.h"
#include "project/command_line.h"

struct reader {
	struct arena *arena;
	const char *path;
	const char *here; /* the current directory, or NULL */
	void (*found)(void *context, const struct database_entry *entry);
	void *context;
};

/* The words of an entry; false if it has none. */
static bool read_words(
	struct reader *reader, const json_t *entry, struct words *words)
{
	const json_t *arguments = json_object_get(entry, "arguments");
	const char *command =
		json_string_value(json_object_get(entry, "command"));

	for (size_t i = 0; i < json_array_size(arguments); i++) {
		const char *word =
			json_string_value(json_array_get(arguments, i));

		if (!word)
			return false;
		*vec_add(reader->arena, &words->list) =
			arena_strdup(reader->arena, word);
	}
	if (!arguments && command)
		command_split(reader->arena, command,
			command_quoting(reader->arena, command), words);
	return words->list.count > 0;
}

/* What is wrong with an entry, or NULL. */
static const char *read_entry(struct reader *reader, const json_t *entry)
{
	const char *file = json_string_value(json_object_get(entry, "file"));
	const char *directory =
		json_string_value(json_object_get(entry, "directory"));
	struct arena *arena = reader->arena;
	struct database_entry found = { 0 };
	struct unit *unit = &found.unit;
	struct words words = { 0 };

	if (!json_is_object(entry))
		return "expected an object with \"directory\", \"file\" and "
		       "\"arguments\" or \"command\"";
	if (!file)
		return "\"file\" is missing or no string";
	if (!read_words(reader, entry, &words))
		return "expected words in \"arguments\" or a \"command\"";
	directory = path_join(arena, path_directory(arena, reader->path),
		path_normalise(arena, directory ? directory : "."));
	if (reader->here)
		directory = path_join(arena, reader->here, directory);
	unit->directory = path_normalise(arena, directory);
	unit->path = path_normalise(arena,
		path_join(arena, unit->directory, path_normalise(arena, file)));
	found.problem = command_to_clang(arena, &words, unit);
	reader->found(reader->context, &found);
	return NULL;
}

static const char *read_entries(struct reader *reader, const json_t *root)
{
	if (!json_is_array(root))
		return arena_printf(reader->arena,
			"%s: expected an array of commands; this is no "
			"compilation database",
			reader->path);
	for (size_t i = 0; i < json_array_size(root); i++) {
		const char *error = read_entry(reader, json_array_get(root, i));

		if (error)
			return arena_printf(reader->arena, "%s: entry %zu: %s",
				reader->path, i + 1, error);
	}
	return NULL;
}

const char *compile_commands_read(struct arena *arena, const char *path,
	void (*found)(void *context, const struct database_entry *entry),
	void *context)
{
	struct reader reader = { arena, path,
		platform_current_directory(arena), found, context };
	const char *error;
	json_error_t where;
	json_t *root;
	char *bytes;
	size_t size;

	if (!platform_read_file(arena, path, &bytes, &size, &error))
		return arena_printf(arena, "%s: %s", path, error);
	if (size >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) {
		bytes += 3; /* a byte order mark, from Windows tools */
		size -= 3;
	}
	root = json_loadb(bytes, size, 0, &where);
	if (!root)
		return arena_printf(arena, "%s:%d:%d: expected JSON: %s", path,
			where.line, where.column, where.text);
	error = read_entries(&reader, root);
	json_decref(root);
	return error;
}
