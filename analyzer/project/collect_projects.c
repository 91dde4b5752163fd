/*
 * Projects are read once, however they were come by; those that a project
 * refers to are read as well, because a driver is linked from libraries. What
 * becomes a driver is decided at the end, when all are known.
 */
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"
#include "project/collector.h"
#include "project/solution.h"
#include "project/sources_file.h"

/* ---- reading ---------------------------------------------------------------- */

static const char *absolute(struct collector *collector, const char *path)
{
	return path_normalise(collector->arena,
		path_join(collector->arena, collector->here, path));
}

const char *collect_shown(struct collector *collector, uint32_t index)
{
	return path_relative(collector->here,
		collector->projects.items[index].product->path);
}

static bool is_skipped(const struct collector *collector, uint32_t index)
{
	return collector->projects.items[index].product->skipped != NULL;
}

void collect_own(struct collector *collector, const char *path, uint32_t index)
{
	const char *key = collect_identity(collector, path);
	uint32_t owner = map_get(&collector->owned, key);

	if (owner == MAP_NONE || (is_skipped(collector, owner) &&
				       !is_skipped(collector, index)))
		map_set(collector->arena, &collector->owned, key, index);
}

/* What the project names is its own, audited or not. */
static void own_sources(struct collector *collector, uint32_t index)
{
	const struct product *product =
		collector->projects.items[index].product;

	for (uint32_t i = 0; i < product->units.count; i++)
		collect_own(collector, product->units.items[i].path, index);
	for (uint32_t i = 0; i < product->excluded.count; i++)
		collect_own(collector, product->excluded.items[i], index);
}

static struct product *read_product(struct collector *collector,
	const char *path, const struct product_options *options,
	const char **error)
{
	path = absolute(collector, path);
	if (sources_is_name(path))
		return sources_read(collector->arena, &collector->lookup, path,
			options, error);
	return vcxproj_read(collector->arena, &collector->lookup,
		&collector->xml, path, options, error);
}

/* Reads one project, unless it was; its index, or MAP_NONE and *error. */
static uint32_t read_one(struct collector *collector, const char *path,
	const struct product_options *options, const char **error)
{
	const char *key = collect_identity(collector, path);
	uint32_t index = map_get(&collector->project_by_path, key);
	struct read_project read = { .root = collector->root };

	if (index != MAP_NONE)
		return index;
	read.product = read_product(collector, path, options, error);
	if (!read.product)
		return MAP_NONE;
	index = collector->projects.count;
	map_set(collector->arena, &collector->project_by_path, key, index);
	*vec_add(collector->arena, &collector->projects) = read;
	own_sources(collector, index);
	return index;
}

/* Reads what the projects from `first` on refer to, and so on. */
static void read_references(struct collector *collector, uint32_t first,
	const struct product_options *options)
{
	struct product_options theirs = *options;
	const char *error;

	theirs.objects = NULL;
	for (uint32_t i = first; i < collector->projects.count; i++) {
		const struct product *product =
			collector->projects.items[i].product;

		for (uint32_t j = 0; j < product->references.count; j++) {
			const char *path = product->references.items[j];

			if (nocase_ends(path, ".vcxproj") &&
				read_one(collector, path, &theirs, &error) ==
					MAP_NONE)
				collect_remark(collector, "%s: the reference "
					"to a project is left out: %s",
					collect_shown(collector, i), error);
		}
	}
}

uint32_t collect_wanted(struct collector *collector, const char *path,
	const struct product_options *options, const char **error)
{
	uint32_t first = collector->projects.count;
	uint32_t index = read_one(collector, path, options, error);

	if (index == MAP_NONE)
		return index;
	collector->projects.items[index].wanted = true;
	read_references(collector, first, options);
	return index;
}

struct product_options collect_options(
	const struct collector *collector, const char *solution)
{
	return (struct product_options){
		.configuration = collector->options->configuration,
		.platform = collector->options->platform,
		.solution = solution,
		.here = collector->here,
	};
}

void collect_project(struct collector *collector, const char *path)
{
	struct product_options options = collect_options(collector, NULL);
	const char *error;

	if (collect_wanted(collector, path, &options, &error) == MAP_NONE)
		collect_mistake(collector, "%s", error);
}

void collect_dirs(struct collector *collector, const char *path,
	struct path_list *found)
{
	struct product_options options = collect_options(collector, NULL);
	const char *error;

	if (!sources_read_dirs(collector->arena, &collector->lookup,
		    absolute(collector, path), &options, found, &error))
		collect_mistake(collector, "%s", error);
}

/* ---- a log of a build ------------------------------------------------------- */

enum { LEVELS_UP = 6 };

/* PROJECT/x64/Debug/NAME.tlog/CL.command.1.tlog belongs to PROJECT/NAME.vcxproj;
 * NULL if that is in no directory above. */
static const char *project_of_log(
	struct collector *collector, const char *directory)
{
	struct arena *arena = collector->arena;
	const char *name = path_base(directory);
	const char *file = arena_printf(arena, "%.*s.vcxproj",
		(int)(strlen(name) - strlen(".tlog")), name);

	for (int i = 0; i < LEVELS_UP; i++) {
		const char *path;

		directory = path_directory(arena, directory);
		path = path_join(arena, directory, file);
		if (lookup_kind(&collector->lookup, &path) == PATH_FILE)
			return path;
	}
	return NULL;
}

void collect_log(struct collector *collector, const char *path)
{
	struct product_options options = collect_options(collector, NULL);
	struct arena *arena = collector->arena;
	const char *log = absolute(collector, path), *error, *project = NULL;
	const char *directory = path_directory(arena, log);

	options.objects = path_directory(arena, directory);
	if (nocase_ends(directory, ".tlog"))
		project = project_of_log(collector, directory);
	if (!project) {
		collect_mistake(collector, "%s: expected the log of a build, "
			"NAME.tlog/CL.command.1.tlog, below the directory of "
			"NAME.vcxproj; name the project, whose logs are found",
			path);
		return;
	}
	if (!options.configuration)
		options.configuration = path_base(options.objects);
	if (!options.platform)
		options.platform =
			path_base(path_directory(arena, options.objects));
	project = path_relative(collector->here, project);
	collector->root = path_directory(arena, project);
	if (collect_wanted(collector, project, &options, &error) == MAP_NONE)
		collect_mistake(collector, "%s", error);
}

/* ---- a solution --------------------------------------------------------------- */

void collect_solution(struct collector *collector, const char *path)
{
	struct product_options options =
		collect_options(collector, absolute(collector, path));
	struct solution solution = { 0 };
	const char *error = solution_read(collector->arena, path,
		options.configuration ? options.configuration : "Release",
		options.platform ? options.platform : "x64", &solution);

	if (!error && !solution.projects.count)
		error = arena_printf(collector->arena,
			"%s: there is no C++ project (*.vcxproj) in it", path);
	if (error) {
		collect_mistake(collector, "%s", error);
		return;
	}
	for (uint32_t i = 0; i < solution.projects.count; i++) {
		const struct solution_project *project =
			&solution.projects.items[i];
		struct product_options own = options;
		const char *file =
			lookup_path(&collector->lookup, project->path);

		if (project->configuration) {
			own.configuration = project->configuration;
			own.platform = project->platform;
		}
		if (collect_wanted(collector, file, &own, &error) == MAP_NONE)
			collect_mistake(collector, "%s:%u: %s", path,
				(unsigned)project->line, error);
	}
}

/* ---- which libraries a project links ----------------------------------------------- */

static size_t common_length(const char *left, const char *right)
{
	size_t length = 0;

	while (left[length] && left[length] == right[length])
		length++;
	return length;
}

static bool may_be_linked(const struct product *product)
{
	return (product->is_library || product->may_be_library) &&
		(!product->skipped || product->undecided);
}

/* The library of this name that is nearest to a project, of those that are
 * known to be kernel code or of the others; MAP_NONE if none. */
static uint32_t nearest_library(const struct collector *collector,
	uint32_t user, const char *name, bool undecided)
{
	const char *path = collector->projects.items[user].product->path;
	uint32_t best = MAP_NONE;
	size_t nearest = 0;

	for (uint32_t i = 0; i < collector->projects.count; i++) {
		const struct product *product =
			collector->projects.items[i].product;
		size_t common = common_length(path, product->path);

		if (i == user || !may_be_linked(product) ||
			product->undecided != undecided ||
			common <= nearest ||
			!nocase_same(product->name, name))
			continue;
		nearest = common;
		best = i;
	}
	return best;
}

static uint32_t library_named(
	const struct collector *collector, uint32_t user, const char *name)
{
	uint32_t known = nearest_library(collector, user, name, false);

	return known != MAP_NONE
		? known
		: nearest_library(collector, user, name, true);
}

static void use(struct collector *collector, uint32_t user, uint32_t library)
{
	struct read_project *project = &collector->projects.items[user];

	if (library == MAP_NONE || library == user ||
		!may_be_linked(collector->projects.items[library].product))
		return;
	for (uint32_t i = 0; i < project->uses.count; i++)
		if (project->uses.items[i] == library)
			return;
	*vec_add(collector->arena, &project->uses) = library;
}

static void find_uses(struct collector *collector, uint32_t index)
{
	const struct product *product =
		collector->projects.items[index].product;

	for (uint32_t i = 0; i < product->references.count; i++)
		use(collector, index,
			map_get(&collector->project_by_path,
				collect_identity(collector,
					product->references.items[i])));
	for (uint32_t i = 0; i < product->libraries.count; i++)
		use(collector, index,
			library_named(collector, index,
				product->libraries.items[i]));
}

/* Marks what a project links; true if that decides about a library. */
static bool mark_linked(
	struct collector *collector, const struct read_project *project)
{
	bool decided = false;

	for (uint32_t i = 0; i < project->uses.count; i++) {
		struct read_project *library =
			&collector->projects.items[project->uses.items[i]];

		library->linked = true;
		library->product->is_library = true;
		decided |= library->product->skipped != NULL;
		library->product->skipped = NULL;
	}
	return decided;
}

/* What kernel code links is kernel code, and so is what that links. */
static void find_linked(struct collector *collector)
{
	bool more = true;

	for (uint32_t i = 0; i < collector->projects.count; i++)
		find_uses(collector, i);
	while (more) {
		more = false;
		for (uint32_t i = 0; i < collector->projects.count; i++) {
			const struct read_project *project =
				&collector->projects.items[i];

			if (!project->product->skipped)
				more |= mark_linked(collector, project);
		}
	}
}

/* ---- drivers ------------------------------------------------------------------------ */

static void collect_units(struct collector *collector, uint32_t index)
{
	struct read_project *project = &collector->projects.items[index];
	const struct product *product = project->product;

	if (project->set.seen.count)
		return; /* done for another driver */
	collector->root = project->root;
	for (uint32_t i = 0; i < product->units.count; i++)
		collect_unit(collector, &project->set, &product->units.items[i],
			NULL);
}

/* What is wrong in a project may have cost any of it. */
static void say_problems(
	struct collector *collector, const struct product *product)
{
	for (uint32_t i = 0; i < product->problems.count; i++)
		*vec_add(collector->arena, &collector->project->unread) =
			(struct unread){ path_relative(collector->here,
						 product->path),
				product->problems.items[i] };
}

struct linking {
	struct collector *collector;
	struct driver *driver;
	struct map sources; /* of the driver: a file counts once */
	struct map projects;
};

/* Adds what a project brings along; a library may use others in circles. */
static void link_project(struct linking *linking, uint32_t index)
{
	struct collector *collector = linking->collector;
	struct read_project *project = &collector->projects.items[index];

	if (!collect_first_time(collector, &linking->projects,
		    project->product->path))
		return;
	if (!project->covered)
		say_problems(collector, project->product);
	project->covered = true;
	collect_units(collector, index);
	for (uint32_t i = 0; i < project->set.units.count; i++) {
		uint32_t unit = project->set.units.items[i];

		if (collect_first_time(collector, &linking->sources,
			    collector->project->units.list.items[unit].path))
			*vec_add(collector->arena, &linking->driver->units) =
				unit;
	}
	for (uint32_t i = 0; i < project->uses.count; i++)
		link_project(linking, project->uses.items[i]);
}

static void add_driver(struct collector *collector, uint32_t index)
{
	const struct product *product =
		collector->projects.items[index].product;
	struct driver driver = { .name = product->name,
		.file = collect_shown(collector, index),
		.configuration = product->configuration,
		.link_options = product->link_options };
	struct linking linking = { .collector = collector,
		.driver = &driver };

	link_project(&linking, index);
	*vec_add(collector->arena, &collector->project->drivers) = driver;
	for (uint32_t i = 0; i < product->notes.count; i++)
		collect_remark(collector, "%s", product->notes.items[i]);
}

static void add_rest(struct collector *collector)
{
	struct driver *driver;

	if (!collector->rest.units.count)
		return;
	driver = vec_add(collector->arena, &collector->project->drivers);
	for (uint32_t i = 0; i < collector->rest.units.count; i++)
		*vec_add(collector->arena, &driver->units) =
			collector->rest.units.items[i];
}

/* First the drivers, then the libraries that are in none of them. */
static void add_drivers(struct collector *collector, bool in_drivers)
{
	for (uint32_t i = 0; i < collector->projects.count; i++) {
		const struct read_project *read = &collector->projects.items[i];

		if (read->wanted && !read->covered &&
			!read->product->skipped &&
			(!in_drivers || !read->product->is_library ||
				!read->linked))
			add_driver(collector, i);
	}
}

void collect_drivers(struct collector *collector)
{
	struct project *project = collector->project;

	find_linked(collector);
	for (uint32_t i = 0; i < collector->projects.count; i++) {
		const struct read_project *read = &collector->projects.items[i];

		if (!read->wanted || !read->product->skipped)
			continue;
		collect_remark(collector, "%s: skipped: %s",
			collect_shown(collector, i), read->product->skipped);
		say_problems(collector, read->product);
	}
	add_drivers(collector, true);
	add_drivers(collector, false);
	add_rest(collector);
	if (collector->projects.count && !project->drivers.count)
		collect_mistake(collector, "there is nothing to audit: none "
			"of the projects (%u) is a kernel-mode one",
			(unsigned)collector->projects.count);
}
