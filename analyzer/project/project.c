/*
 * Inputs are taken in the order they are named; what each is follows from the
 * file system first and from its name second. Everything that is not as it
 * should be is collected, so that the user sees all mistakes at once.
 *
 * A file that was named on the command line and is no source is a mistake; one
 * that turned up below a directory or in a compilation database is left out as
 * unread, so that the rest of the driver is audited and the report says that
 * it is not complete.
 */
#include "project/project.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "base/map.h"
#include "base/path.h"
#include "base/platform/platform.h"
#include "project/compile_commands.h"
#include "project/defaults.h"
#include "project/includes.h"

enum { MEGABYTE = 1024 * 1024, LARGEST_SOURCE = 32 * MEGABYTE, PROBE = 1024 };

struct collector {
	struct arena *arena;
	const struct project_options *options;
	struct project *project;
	struct intern real_paths;
	struct map sources, directories; /* by real path: seen */
	const char *here;	/* the current directory */
	const char *root; /* of the input: where its headers may be */
	struct includes includes;
	uint32_t found; /* files that an input led to, new or seen before */
};

static void mistake(struct collector *collector, const char *format, ...)
	PRINTF_LIKE(2, 3);

static void mistake(struct collector *collector, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	*vec_add(collector->arena, &collector->project->mistakes) =
		arena_vprintf(collector->arena, format, args);
	va_end(args);
}

/* ---- one file ----------------------------------------------------------- */

static bool has_extension(const char *path, const char *const *extensions)
{
	const char *found = path_extension(path);

	for (; *extensions; extensions++) {
		size_t i = 0;

		while (found[i] &&
			tolower((unsigned char)found[i]) == (*extensions)[i])
			i++;
		if (!found[i] && !(*extensions)[i])
			return true;
	}
	return false;
}

static bool is_source_name(const char *path)
{
	static const char *const extensions[] = { "c", "cc", "cpp", "cxx",
		NULL };

	return has_extension(path, extensions);
}

static bool is_utf16(const unsigned char *bytes, size_t size)
{
	return size >= 2 && ((bytes[0] == 0xFF && bytes[1] == 0xFE) ||
				    (bytes[0] == 0xFE && bytes[1] == 0xFF));
}

/* Why an open file cannot be a source, or NULL; *size is its size. */
static const char *content_problem(FILE *file, int64_t *size)
{
	unsigned char bytes[PROBE];
	size_t count = fread(bytes, 1, sizeof(bytes), file);

	if (ferror(file))
		return strerror(errno);
	if (!is_utf16(bytes, count) && memchr(bytes, 0, count))
		return "it is binary: there are NUL bytes at its start";
	if (fseek(file, 0, SEEK_END) != 0)
		return strerror(errno);
	*size = ftell(file);
	if (*size > LARGEST_SOURCE)
		return "it is larger than 32 MB, which no source file is";
	return NULL;
}

static const char *source_problem(
	struct arena *arena, const char *path, int64_t *size)
{
	enum path_kind kind = platform_path_kind(path);
	const char *problem;
	FILE *file;

	*size = 0;
	if (kind == PATH_MISSING)
		return "there is no such file";
	if (kind != PATH_FILE)
		return "it is not a regular file";
	file = fopen(path, "rb");
	if (!file)
		return arena_strdup(arena, strerror(errno));
	problem = content_problem(file, size);
	problem = problem ? arena_strdup(arena, problem) : NULL;
	fclose(file);
	return problem;
}

/* Whether a path is seen for the first time, whatever its spelling. */
static bool first_time(
	struct collector *collector, struct map *seen, const char *path)
{
	const char *real = platform_real_path(collector->arena, path);
	const char *key = intern(&collector->real_paths, real ? real : path);

	if (map_get(seen, key) != MAP_NONE)
		return false;
	map_set(collector->arena, seen, key, 1);
	return true;
}

static void remark_if_empty(
	struct collector *collector, const char *path, int64_t size)
{
	if (size == 0)
		*vec_add(collector->arena, &collector->project->remarks) =
			arena_printf(collector->arena,
				"%s: the file is empty; there is nothing in "
				"it to audit", path);
}

static void add_unread(
	struct collector *collector, const char *path, const char *reason)
{
	*vec_add(collector->arena, &collector->project->unread) =
		(struct unread){ path, reason };
}

/* Adds a unit unless its file is one already. `problem` is what is known to be
 * wrong with it, or NULL. */
static void add_unit(struct collector *collector, const struct unit *found,
	const char *problem)
{
	struct unit unit = *found;
	int64_t size = 0;

	collector->found += platform_path_kind(unit.path) != PATH_MISSING;
	if (!first_time(collector, &collector->sources, unit.path))
		return;
	if (!problem)
		problem = source_problem(collector->arena, unit.path, &size);
	if (problem) {
		add_unread(collector, unit.path, problem);
		return;
	}
	remark_if_empty(collector, unit.path, size);
	defaults_add(collector->arena, collector->options, &unit);
	includes_resolve(&collector->includes, collector->options->headers,
		collector->root, &unit);
	*vec_add(collector->arena, &collector->project->units.list) = unit;
}

static void add_source(struct collector *collector, const char *path)
{
	struct unit unit = { .path = path, .directory = collector->here };

	add_unit(collector, &unit, NULL);
}

/* ---- a source, named ---------------------------------------------------- */

static void read_source(struct collector *collector, const char *path)
{
	int64_t size;
	const char *problem = source_problem(collector->arena, path, &size);

	if (problem)
		mistake(collector, "%s: cannot be audited: %s", path, problem);
	else
		add_source(collector, path);
}

/* ---- a directory -------------------------------------------------------- */

static bool is_skipped(
	struct arena *arena, const char *directory, const char *name)
{
	const char *path = path_join(arena, directory, name);

	return name[0] == '.' || !strcmp(name, "node_modules") ||
		platform_path_kind(path_join(arena, path, "CMakeCache.txt")) !=
		PATH_MISSING;
}

static void walk(struct collector *collector, const char *path)
{
	struct name_list names = { 0 };
	const char *error;

	if (!first_time(collector, &collector->directories, path))
		return;
	if (!platform_list_directory(collector->arena, path, &names, &error)) {
		mistake(collector, "%s: cannot list the directory: %s", path,
			error);
		return;
	}
	for (uint32_t i = 0; i < names.items.count; i++) {
		const char *name = names.items.items[i];
		const char *below = path_join(collector->arena, path, name);

		if (platform_path_kind(below) == PATH_DIRECTORY) {
			if (!is_skipped(collector->arena, path, name))
				walk(collector, below);
		} else if (is_source_name(name) && name[0] != '.') {
			add_source(collector, below);
		}
	}
}

static void read_directory(struct collector *collector, const char *path)
{
	uint32_t walked = collector->directories.count;

	collector->found = 0;
	walk(collector, path);
	if (!collector->found && collector->directories.count > walked)
		mistake(collector,
			"%s: there is no source file in this directory or "
			"below it; expected *.c, *.cc, *.cpp or *.cxx", path);
}

/* ---- a compilation database --------------------------------------------- */

static void add_entry(void *context, const struct database_entry *entry)
{
	struct collector *collector = context;
	struct unit unit = entry->unit;

	if (!is_source_name(unit.path))
		return; /* resources, assembler */
	unit.path = path_relative(collector->here, unit.path);
	add_unit(collector, &unit, entry->problem);
}

static void read_database(struct collector *collector, const char *path)
{
	const char *error;

	collector->found = 0;
	error = compile_commands_read(
		collector->arena, path, add_entry, collector);
	if (error)
		mistake(collector, "%s", error);
	else if (!collector->found)
		mistake(collector,
			"%s: none of the source files it names exists; make "
			"it again on this machine", path);
}

/* ---- any input ---------------------------------------------------------- */

/* What to say about a file that is none of the inputs we know. */
static const char *expected_instead(const char *path)
{
	static const char *const projects[] = { "vcxproj", "sln", "slnx",
		NULL };
	static const char *const facts[] = { "paf", NULL };
	static const char *const headers[] = { "h", "hpp", "hxx", NULL };

	if (has_extension(path, projects))
		return "project files are not read; name the directory of the "
		       "sources, or a compile_commands.json";
	if (has_extension(path, facts))
		return "this is a file of facts; use pageaudit check";
	if (has_extension(path, headers))
		return "headers are audited with the sources that include "
		       "them; name those";
	return "expected a source file (.c .cc .cpp .cxx), a directory or a "
	       "compile_commands.json";
}

static void read_input(struct collector *collector, const char *named)
{
	static const char *const json[] = { "json", NULL };
	const char *path = path_normalise(collector->arena, named);

	collector->root = path_directory(collector->arena, path);
	switch (platform_path_kind(path)) {
	case PATH_MISSING:
		mistake(collector, "%s: there is no such file or directory",
			path);
		break;
	case PATH_DIRECTORY:
		collector->root = path;
		read_directory(collector, path);
		break;
	case PATH_FILE:
	case PATH_OTHER:
		if (has_extension(path, json))
			read_database(collector, path);
		else if (is_source_name(path))
			read_source(collector, path);
		else
			mistake(collector, "%s: %s", path,
				expected_instead(path));
		break;
	}
}

static int by_path(const void *left, const void *right)
{
	return strcmp(((const struct unit *)left)->path,
		((const struct unit *)right)->path);
}

void project_read(struct arena *arena, const char *const *inputs,
	uint32_t count, const struct project_options *options,
	struct project *project)
{
	struct collector collector = { .arena = arena, .options = options,
		.project = project };
	struct units *units = &project->units;

	intern_init(&collector.real_paths, arena);
	includes_init(&collector.includes, arena);
	collector.here = platform_current_directory(arena);
	if (!collector.here)
		collector.here = ".";
	for (uint32_t i = 0; i < count; i++)
		if (*inputs[i])
			read_input(&collector, inputs[i]);
		else
			mistake(&collector, "an input is empty: '' names no "
				"file or directory");
	if (units->list.count)
		qsort(units->list.items, units->list.count,
			sizeof(*units->list.items), by_path);
}
