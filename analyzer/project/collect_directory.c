/*
 * What was found below a directory: projects first, those of Visual Studio
 * before SOURCES files, which give way to them; then compilation databases; then
 * the sources for which neither speaks.
 */
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"
#include "project/collector.h"
#include "project/sources_file.h"

/* The first of a list as seen from a directory. */
static const char *some_of(struct collector *collector, const char *directory,
	const struct path_list *list)
{
	enum { SHOWN = 5 };
	const char *names = "";

	for (uint32_t i = 0; i < list->paths.count && i < SHOWN; i++)
		names = arena_printf(collector->arena, "%s%s%s", names,
			i ? ", " : "",
			path_relative(directory, list->paths.items[i]));
	return list->paths.count > SHOWN
		? arena_printf(collector->arena, "%s, …", names)
		: names;
}

/* ---- SOURCES files that projects replaced -------------------------------------- */

/* The project that builds a source; NULL if none does, or a SOURCES file. */
static const struct product *builder_of(
	struct collector *collector, const char *path)
{
	uint32_t owner = map_get(
		&collector->owned, collect_identity(collector, path));
	const struct product *product = owner == MAP_NONE
		? NULL
		: collector->projects.items[owner].product;

	if (!product || product->skipped || sources_is_name(product->path))
		return NULL;
	return product;
}

/*
 * Drivers that were moved to Visual Studio often kept their SOURCES files. Such
 * a file does not count if a project in its directory builds most of what it
 * names, or projects anywhere build all of it.
 */
static const struct product *built_instead(
	struct collector *collector, const struct product *sources)
{
	const char *directory =
		path_directory(collector->arena, sources->path);
	const struct product *instead = NULL;
	uint32_t there = 0, built = 0, beside = 0;

	for (uint32_t i = 0; i < sources->units.count; i++) {
		const char *path = sources->units.items[i].path;
		const struct product *builder = builder_of(collector, path);

		there += platform_path_kind(path) == PATH_FILE;
		if (!builder)
			continue;
		built++;
		beside += !strcmp(directory, path_directory(collector->arena,
						     builder->path));
		instead = builder;
	}
	return built && (built == there || 2 * beside >= there) ? instead
								: NULL;
}

/* ---- sources that are elsewhere ------------------------------------------------- */

#define SEVERAL (MAP_NONE - 1)

static const char *name_key(struct collector *collector, const char *path)
{
	return intern(&collector->real_paths,
		nocase_lower(collector->arena, path_base(path)));
}

/* Names of sources -> which one has it, or SEVERAL. */
static struct map map_names(
	struct collector *collector, const struct path_list *sources)
{
	struct map names = { 0 };

	for (uint32_t i = 0; i < sources->paths.count; i++) {
		const char *key =
			name_key(collector, sources->paths.items[i]);

		map_set(collector->arena, &names, key,
			map_get(&names, key) == MAP_NONE ? i : SEVERAL);
	}
	return names;
}

static void say_moved(struct collector *collector, uint32_t index,
	const struct path_list *moved)
{
	struct product *product = collector->projects.items[index].product;
	uint32_t count = moved->paths.count;

	if (count)
		*vec_add(collector->arena, &product->notes) = arena_printf(
			collector->arena, "%s: %u %s not there, and the only "
			"%s of %s read in %s place: %s",
			collect_shown(collector, index), (unsigned)count,
			count == 1 ? "source is" : "sources are",
			count == 1 ? "file" : "files",
			count == 1 ? "its name is" : "their names are",
			count == 1 ? "its" : "their",
			some_of(collector, collector->here, moved));
}

/* Some builds copy or link sources into place before they start: if a SOURCES
 * file names one that is not there, the only one of that name is meant. */
static void find_moved(struct collector *collector, uint32_t index,
	const struct path_list *sources, const struct map *names)
{
	struct product *product = collector->projects.items[index].product;
	struct path_list moved = { 0 };

	for (uint32_t i = 0; i < product->units.count; i++) {
		struct unit *unit = &product->units.items[i];
		uint32_t found =
			map_get(names, name_key(collector, unit->path));

		if (found >= SEVERAL ||
			platform_path_kind(unit->path) != PATH_MISSING)
			continue;
		unit->path = sources->paths.items[found];
		*vec_add(collector->arena, &moved.paths) = unit->path;
		collect_own(collector, unit->path, index);
	}
	say_moved(collector, index, &moved);
}

/* ---- projects --------------------------------------------------------------- */

static bool has_source(const struct product *product)
{
	for (uint32_t i = 0; i < product->units.count; i++)
		if (platform_path_kind(product->units.items[i].path) ==
			PATH_FILE)
			return true;
	return false;
}

void collect_govern(struct collector *collector, const char *path)
{
	map_set(collector->arena, &collector->governed,
		collect_identity(collector,
			path_directory(collector->arena, path)), 1);
}

static void find_project(struct collector *collector, const char *path,
	const struct path_list *sources, const struct map *names)
{
	struct product_options options = collect_options(collector, NULL);
	const struct product *instead;
	struct product *product;
	const char *error;
	uint32_t index = collect_wanted(collector, path, &options, &error);

	if (index == MAP_NONE) {
		*vec_add(collector->arena, &collector->project->unread) =
			(struct unread){ path, error };
		return;
	}
	product = collector->projects.items[index].product;
	instead = sources_is_name(path) && !product->skipped
		? built_instead(collector, product)
		: NULL;
	if (sources_is_name(path) && !instead)
		find_moved(collector, index, sources, names);
	if (instead)
		product->skipped = arena_printf(collector->arena,
			"%s builds the same sources",
			path_relative(collector->here, instead->path));
	if (!product->skipped && has_source(product))
		collect_govern(collector, path);
}

/* Projects of Visual Studio first: SOURCES files give way to them. */
static void find_projects(struct collector *collector,
	const struct path_list *projects, const struct path_list *sources)
{
	struct map names = map_names(collector, sources);

	for (int pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < projects->paths.count; i++) {
			const char *path = projects->paths.items[i];

			if (sources_is_name(path) == (pass == 1))
				find_project(collector, path, sources, &names);
		}
}

/* ---- other sources ------------------------------------------------------------- */

/* Whether a kernel-mode project is in a file's directory or above it. */
static bool is_governed(struct collector *collector, const char *path)
{
	const char *directory = collect_identity(
		collector, path_directory(collector->arena, path));

	for (;;) {
		const char *above;

		if (map_get(&collector->governed, directory) != MAP_NONE)
			return true;
		above = path_directory(collector->arena, directory);
		if (strlen(above) >= strlen(directory))
			return false;
		directory = intern(&collector->real_paths, above);
	}
}

static void say_left_out(struct collector *collector, const char *directory,
	const struct path_list *left)
{
	if (left->paths.count)
		collect_remark(collector, "%s: %u %s to no project and %s "
			"left out: %s", directory,
			(unsigned)left->paths.count,
			left->paths.count == 1 ? "source belongs"
					       : "sources belong",
			left->paths.count == 1 ? "is" : "are",
			some_of(collector, directory, left));
}

/* Databases for which no project speaks. */
static void find_databases(
	struct collector *collector, const struct path_list *databases)
{
	for (uint32_t i = 0; i < databases->paths.count; i++)
		if (!is_governed(collector, databases->paths.items[i]))
			collect_found_database(
				collector, databases->paths.items[i]);
}

void collect_directory(struct collector *collector, const char *directory,
	const struct below *below)
{
	const struct path_list *sources = &below->sources;
	struct path_list left = { 0 };

	find_projects(collector, &below->projects, sources);
	find_databases(collector, &below->databases);
	for (uint32_t i = 0; i < sources->paths.count; i++) {
		const char *path = sources->paths.items[i];
		struct unit unit = { .path = path,
			.directory = collector->here };

		if (map_get(&collector->owned,
			    collect_identity(collector, path)) != MAP_NONE)
			continue;
		if (is_governed(collector, path))
			*vec_add(collector->arena, &left.paths) = path;
		else
			collect_unit(collector, &collector->rest, &unit, NULL);
	}
	say_left_out(collector, directory, &left);
}
