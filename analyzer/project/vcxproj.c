/*
 * The configuration that was asked for may not exist: then the one most like
 * it is taken, and a note says so. Most drivers have Release|x64; some have
 * one Release for each version of Windows; some have one that compiles, beside
 * those in which a makefile does.
 */
#include "project/vcxproj.h"

#include <string.h>

#include "base/nocase.h"
#include "base/path.h"
#include "project/vcxproj_parts.h"

/* ---- which configuration -------------------------------------------------- */

enum { MAX_CHOICES = 64 };

struct choice {
	const char *configuration, *platform; /* wanted */
	uint64_t passed_over;		      /* bits: by their order */
	const char *best;		      /* "Release|x64" */
	uint32_t count, best_index;
	int score;
	bool exact;
};

/* How much like what is wanted a configuration is: the platform counts most,
 * then the name, then that it is optimised. */
static int likeness(const struct choice *choice, const char *name)
{
	const char *bar = strchr(name, '|');
	size_t length = bar ? (size_t)(bar - name) : strlen(name);
	bool same_name = strlen(choice->configuration) == length &&
		nocase_starts(name, choice->configuration);
	bool near_name = nocase_find(name, choice->configuration) != NULL;
	bool same_platform = bar && nocase_same(bar + 1, choice->platform);

	return 8 * same_platform + 4 * same_name + 2 * near_name + 1;
}

static void consider(void *context, struct msbuild_item *item)
{
	struct choice *choice = context;
	int score = likeness(choice, item->include);
	uint32_t index = choice->count++;

	choice->exact |= score == 15;
	if (score <= choice->score || index >= MAX_CHOICES ||
		(choice->passed_over >> index & 1))
		return;
	choice->score = score;
	choice->best = item->include;
	choice->best_index = index;
}

/* ---- the solution ---------------------------------------------------------- */

static bool is_solution(const char *name)
{
	return nocase_ends(name, ".sln") || nocase_ends(name, ".slnx");
}

/* The first solution in the nearest directory that has one, from the project's
 * own upwards, or NULL. */
static const char *nearest_solution(struct arena *arena, const char *project)
{
	const char *directory = path_directory(arena, project), *above;

	for (;; directory = above) {
		struct name_list names = { 0 };
		const char *error;

		platform_list_directory(arena, directory, &names, &error);
		for (uint32_t i = 0; i < names.items.count; i++)
			if (is_solution(names.items.items[i]))
				return path_join(arena, directory,
					names.items.items[i]);
		above = path_directory(arena, directory);
		if (strlen(above) >= strlen(directory) ||
			platform_path_kind(path_join(arena, directory,
				".git")) != PATH_MISSING)
			return NULL;
	}
}

static void set_globals(struct msbuild *msbuild, const char *solution,
	const char *configuration, const char *platform)
{
	struct arena *arena = msbuild->arena;
	const char *directory =
		solution ? path_directory(arena, solution) : msbuild->directory;
	char *text = arena_printf(arena, "%s/", directory);

	for (char *c = text; *c; c++)
		if (*c == '/')
			*c = '\\';
	msbuild_global(msbuild, "Configuration", configuration);
	msbuild_global(msbuild, "Platform", platform);
	msbuild_global(msbuild, "SolutionDir", text);
	if (solution) {
		const char *base = path_base(solution);
		size_t stem = (size_t)(path_extension(base) - base) - 1;

		msbuild_global(msbuild, "SolutionFileName", base);
		msbuild_global(msbuild, "SolutionName",
			arena_strndup(arena, base, stem));
	}
}

/* ---- reading ---------------------------------------------------------------- */

struct reading {
	struct arena *arena;
	struct lookup *lookup;
	struct xml_files *files;
	const char *path, *solution, *here, *objects;
	const char *configuration, *platform;
};

static bool evaluate(struct reading *reading, struct msbuild *msbuild)
{
	msbuild_init(msbuild, reading->arena, reading->lookup, reading->files,
		reading->here, reading->path);
	set_globals(msbuild, reading->solution, reading->configuration,
		reading->platform);
	if (reading->objects)
		msbuild_global(msbuild, "IntDir", reading->objects);
	return msbuild_evaluate(msbuild);
}

/* Takes the configuration most like the wanted one of those that are not passed
 * over, and reads it. False if there is none, or the wanted one exists. */
static bool take_most_like(struct reading *reading, struct msbuild *msbuild,
	struct choice *choice)
{
	const char *bar;

	choice->best = NULL;
	choice->score = 0;
	choice->count = 0;
	msbuild_items(msbuild, "ProjectConfiguration", consider, choice);
	bar = choice->best ? strchr(choice->best, '|') : NULL;
	if (choice->exact || !bar)
		return false;
	choice->passed_over |= (uint64_t)1 << choice->best_index;
	reading->configuration = arena_strndup(
		reading->arena, choice->best, (size_t)(bar - choice->best));
	reading->platform = bar + 1;
	evaluate(reading, msbuild);
	return true;
}

/* Takes another configuration if the wanted one does not exist: one that
 * compiles anything, if there is any. */
static bool choose(struct reading *reading, struct msbuild *msbuild)
{
	struct choice choice = { .configuration = reading->configuration,
		.platform = reading->platform };
	bool other = take_most_like(reading, msbuild, &choice);
	const char *configuration = reading->configuration;
	const char *platform = reading->platform;

	if (!other)
		return false;
	while (vcxproj_is_made_elsewhere(msbuild))
		if (!take_most_like(reading, msbuild, &choice)) {
			reading->configuration = configuration;
			reading->platform = platform;
			evaluate(reading, msbuild);
			break;
		}
	return true;
}

struct product *vcxproj_read(struct arena *arena, struct lookup *lookup,
	struct xml_files *files, const char *path,
	const struct product_options *options, const char **error)
{
	struct reading reading = { arena, lookup, files, path,
		options->solution, options->here, options->objects,
		options->configuration ? options->configuration : "Release",
		options->platform ? options->platform : "x64" };
	const char *wanted = arena_printf(arena, "%s|%s",
		reading.configuration, reading.platform);
	struct msbuild *msbuild = arena_alloc(arena, sizeof(*msbuild));
	bool other;

	if (!reading.solution)
		reading.solution = nearest_solution(arena, path);
	if (!evaluate(&reading, msbuild)) {
		*error = msbuild->error;
		return NULL;
	}
	other = choose(&reading, msbuild);
	if (other) {
		msbuild->file = path;
		msbuild->element = NULL;
		msbuild_note(msbuild, "there is no configuration %s; %s|%s is "
			"taken", wanted, reading.configuration,
			reading.platform);
	}
	return vcxproj_of(msbuild, reading.configuration, reading.platform);
}
