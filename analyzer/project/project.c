/*
 * Inputs are taken in the order they are named; what each is follows from the
 * file system first and from its name second. Everything that is not as it
 * should be is collected, so that the user sees all mistakes at once.
 *
 * A file that was named on the command line and is no source is a mistake; one
 * that turned up below a directory, in a project or in a compilation database
 * is left out as unread, so that the rest of the driver is audited and the
 * report says that it is not complete.
 */
#include "project/project.h"

#include <stdlib.h>
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"
#include "project/collector.h"
#include "project/sources_file.h"

void collect_mistake(struct collector *collector, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	*vec_add(collector->arena, &collector->project->mistakes) =
		arena_vprintf(collector->arena, format, args);
	va_end(args);
}

void collect_remark(struct collector *collector, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	*vec_add(collector->arena, &collector->project->remarks) =
		arena_vprintf(collector->arena, format, args);
	va_end(args);
}

/* ---- a source, named ---------------------------------------------------- */

static void read_source(struct collector *collector, const char *path)
{
	struct unit unit = { .path = path, .directory = collector->here };
	int64_t size;
	const char *problem =
		collect_source_problem(collector->arena, path, &size);

	if (problem)
		collect_mistake(collector, "%s: cannot be audited: %s", path,
			problem);
	else
		collect_unit(collector, &collector->rest, &unit, NULL);
}

/* ---- a directory -------------------------------------------------------- */

struct walk {
	struct collector *collector;
	struct below below;
	uint32_t entered;
};

static bool is_skipped(
	struct arena *arena, const char *directory, const char *name)
{
	const char *path = path_join(arena, directory, name);

	return name[0] == '.' || !strcmp(name, "node_modules") ||
		platform_path_kind(path_join(arena, path, "CMakeCache.txt")) !=
		PATH_MISSING;
}

static void walk(struct walk *found, const char *path);

static void walk_name(struct walk *found, const char *path, const char *name)
{
	struct arena *arena = found->collector->arena;
	const char *below = path_join(arena, path, name);

	if (platform_path_kind(below) == PATH_DIRECTORY) {
		if (!is_skipped(arena, path, name))
			walk(found, below);
	} else if (name[0] == '.') {
		return;
	} else if (unit_is_source(name)) {
		*vec_add(arena, &found->below.sources.paths) = below;
	} else if (!strcmp(name, "compile_commands.json")) {
		*vec_add(arena, &found->below.databases.paths) = below;
	} else if (nocase_ends(name, ".vcxproj") ||
		(nocase_same(name, "sources") &&
			sources_is_one(arena, below))) {
		*vec_add(arena, &found->below.projects.paths) = below;
	}
}

static void walk(struct walk *found, const char *path)
{
	struct collector *collector = found->collector;
	struct name_list names = { 0 };
	const char *error;

	if (!collect_first_time(collector, &collector->directories, path))
		return;
	found->entered++;
	if (!platform_list_directory(collector->arena, path, &names, &error)) {
		collect_mistake(collector, "%s: cannot list the directory: %s",
			path, error);
		return;
	}
	for (uint32_t i = 0; i < names.items.count; i++)
		walk_name(found, path, names.items.items[i]);
}

static void read_directory(struct collector *collector, const char *path)
{
	struct walk found = { .collector = collector };

	collector->found = 0;
	walk(&found, path);
	collect_directory(collector, path, &found.below);
	if (!collector->found && found.entered &&
		!found.below.projects.paths.count)
		collect_mistake(collector,
			"%s: there is no source file in this directory or "
			"below it; expected *.c, *.cc, *.cpp or *.cxx", path);
}

/* ---- a list of directories ----------------------------------------------- */

static void read_dirs(struct collector *collector, const char *path)
{
	struct path_list found = { 0 };

	collect_dirs(collector, path, &found);
	for (uint32_t i = 0; i < found.paths.count; i++) {
		const char *directory =
			path_relative(collector->here, found.paths.items[i]);

		if (platform_path_kind(directory) == PATH_DIRECTORY)
			read_directory(collector, directory);
		else
			collect_remark(collector, "%s: the directory %s that "
				"it names is not there", path, directory);
	}
}

/* ---- any input ---------------------------------------------------------- */

static bool has_extension(const char *path, const char *const *extensions)
{
	for (; *extensions; extensions++)
		if (nocase_same(path_extension(path), *extensions))
			return true;
	return false;
}

/* What to say about a file that is none of the inputs we know. */
static const char *expected_instead(const char *path)
{
	static const char *const facts[] = { "paf", NULL };
	static const char *const headers[] = { "h", "hpp", "hxx", NULL };

	if (has_extension(path, facts))
		return "this is a file of facts; use pageaudit check";
	if (has_extension(path, headers))
		return "headers are audited with the sources that include "
		       "them; name those";
	return "expected a source file (.c .cc .cpp .cxx), a directory, a "
	       "project (.vcxproj .sln .slnx SOURCES DIRS), a log of a build "
	       "(.tlog) or a compile_commands.json";
}

static void read_file(struct collector *collector, const char *path)
{
	static const char *const json[] = { "json", NULL };
	static const char *const projects[] = { "vcxproj", NULL };
	static const char *const solutions[] = { "sln", "slnx", NULL };
	static const char *const logs[] = { "tlog", NULL };

	if (has_extension(path, json))
		collect_database(collector, path);
	else if (has_extension(path, projects))
		collect_project(collector, path);
	else if (has_extension(path, solutions))
		collect_solution(collector, path);
	else if (has_extension(path, logs))
		collect_log(collector, path);
	else if (unit_is_source(path))
		read_source(collector, path);
	else if (sources_is_name(path))
		collect_project(collector, path);
	else if (sources_is_dirs_name(path))
		read_dirs(collector, path);
	else
		collect_mistake(collector, "%s: %s", path,
			expected_instead(path));
}

static void read_input(struct collector *collector, const char *named)
{
	const char *path = path_normalise(collector->arena, named);

	collector->root = path_directory(collector->arena, path);
	switch (platform_path_kind(path)) {
	case PATH_MISSING:
		collect_mistake(collector,
			"%s: there is no such file or directory", path);
		break;
	case PATH_DIRECTORY:
		collector->root = path;
		read_directory(collector, path);
		break;
	case PATH_FILE:
	case PATH_OTHER:
		read_file(collector, path);
		break;
	}
}

/* ---- order ---------------------------------------------------------------- */

struct numbered {
	struct unit unit;
	uint32_t index; /* before sorting */
};

static int by_path(const void *left, const void *right)
{
	const struct numbered *a = left, *b = right;
	int order = strcmp(a->unit.path, b->unit.path);

	return order ? order : (a->index > b->index) - (a->index < b->index);
}

static int by_number(const void *left, const void *right)
{
	uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;

	return (a > b) - (a < b);
}

static void renumber(struct driver *driver, const uint32_t *places)
{
	for (uint32_t i = 0; i < driver->units.count; i++)
		driver->units.items[i] = places[driver->units.items[i]];
	if (driver->units.count)
		qsort(driver->units.items, driver->units.count,
			sizeof(uint32_t), by_number);
}

static void sort(struct arena *arena, struct project *project)
{
	uint32_t count = project->units.list.count;
	struct unit *units = project->units.list.items;
	struct numbered *order =
		arena_alloc(arena, (count + 1) * sizeof(*order));
	uint32_t *places = arena_alloc(arena, (count + 1) * sizeof(*places));

	for (uint32_t i = 0; i < count; i++)
		order[i] = (struct numbered){ units[i], i };
	if (count)
		qsort(order, count, sizeof(*order), by_path);
	for (uint32_t i = 0; i < count; i++) {
		units[i] = order[i].unit;
		places[order[i].index] = i;
	}
	for (uint32_t i = 0; i < project->drivers.count; i++)
		renumber(&project->drivers.items[i], places);
}

void project_read(struct arena *arena, const char *const *inputs,
	uint32_t count, const struct project_options *options,
	struct project *project)
{
	struct collector collector = { .arena = arena, .options = options,
		.project = project };

	intern_init(&collector.real_paths, arena);
	includes_init(&collector.includes, arena);
	lookup_init(&collector.lookup, arena);
	collector.here = platform_current_directory(arena);
	if (!collector.here)
		collector.here = ".";
	for (uint32_t i = 0; i < count; i++)
		if (*inputs[i])
			read_input(&collector, inputs[i]);
		else
			collect_mistake(&collector, "an input is empty: '' "
				"names no file or directory");
	collect_drivers(&collector);
	sort(arena, project);
}
