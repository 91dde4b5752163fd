/*
 * What a build of the project left behind says more exactly what the compiler
 * and the linker were told than the project does, and wins over it. The log
 * names files as the machine that built the driver did, in capitals at times:
 * where the project was there is found by the source whose path agrees with a
 * logged one for longest. Directories of the kit are left to those who know
 * where the kit is here.
 */
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"
#include "project/build_log.h"
#include "project/command_line.h"
#include "project/kit.h"
#include "project/link_options.h"
#include "project/vcxproj_parts.h"

/* The project's tree there and here. */
struct move {
	const char *from, *to;
	size_t common; /* how much of the paths agrees */
};

struct applying {
	struct msbuild *msbuild;
	struct arena *arena;
	struct product *project;
	struct build_log log;
	struct move move;
	struct map units; /* their indices, by path without case */
};

/* ---- which log ------------------------------------------------------------ */

/* The log of this name in the object directory, or NULL. */
static const char *find_log(struct msbuild *msbuild, const char *directory,
	const char *name)
{
	struct name_list names = { 0 };
	const char *error;

	if (lookup_kind(msbuild->lookup, &directory) != PATH_DIRECTORY ||
		!platform_list_directory(
			msbuild->arena, directory, &names, &error))
		return NULL;
	for (uint32_t i = 0; i < names.items.count; i++) {
		const char *path = path_join(msbuild->arena,
			path_join(msbuild->arena, directory,
				names.items.items[i]), name);

		if (nocase_ends(names.items.items[i], ".tlog") &&
			lookup_kind(msbuild->lookup, &path) == PATH_FILE)
			return path;
	}
	return NULL;
}

/* False, with a note, if the log is damaged. */
static bool read_log(
	struct msbuild *msbuild, const char *path, struct build_log *log)
{
	const char *shown = path_relative(msbuild->here, path), *error;
	char *bytes;
	size_t size;

	if (!platform_read_file(msbuild->arena, path, &bytes, &size, &error))
		error = arena_printf(msbuild->arena, "%s: %s", shown, error);
	else
		error = build_log_read(msbuild->arena, shown, bytes, size, log);
	if (error)
		*vec_add(msbuild->arena, &msbuild->notes) = arena_printf(
			msbuild->arena, "%s; this log of a build is left out, "
			"and the project itself counts", error);
	return !error;
}

/* ---- from there to here ----------------------------------------------------- */

static const char *absolute(const struct applying *applying, const char *path)
{
	return path_normalise(applying->arena,
		path_join(applying->arena, applying->msbuild->here, path));
}

/* How long the common end of two paths is, in whole names. */
static size_t common_end(const char *left, const char *right)
{
	size_t i = strlen(left), j = strlen(right), count = 0, whole = 0;

	while (i && j && nocase_starts((char[]){ left[i - 1], 0 },
			(char[]){ right[j - 1], 0 })) {
		i--;
		j--;
		count++;
		if (left[i] == '/')
			whole = count;
	}
	return i || j ? whole : count;
}

/* The first sources are enough to know. */
static void learn_move(struct applying *applying)
{
	enum { SAMPLE = 32 };
	struct move *move = &applying->move;
	uint32_t count = applying->project->units.count;

	for (uint32_t i = 0; i < count && i < SAMPLE; i++) {
		const char *here = absolute(
			applying, applying->project->units.items[i].path);

		for (uint32_t j = 0; j < applying->log.files.count; j++) {
			const char *there = applying->log.files.items[j].path;
			size_t common = common_end(here, there);

			if (common <= move->common)
				continue;
			move->common = common;
			move->from = arena_strndup(applying->arena, there,
				strlen(there) - common);
			move->to = arena_strndup(applying->arena, here,
				strlen(here) - common);
		}
	}
}

/* A path of the builder's machine as the user here would name it. */
static const char *moved(const struct applying *applying, const char *path)
{
	size_t length = strlen(applying->move.from);

	if (path_is_absolute(path) && nocase_starts(path, applying->move.from))
		path = arena_printf(applying->arena, "%s%s", applying->move.to,
			path + length);
	return path_relative(applying->msbuild->here,
		lookup_path(applying->msbuild->lookup,
			absolute(applying, path)));
}

/* ---- flags ------------------------------------------------------------------ */

static const char *in_kit(const char *path)
{
	const char *kit = nocase_find(path, "/Windows Kits/10/");

	return kit ? kit + strlen("/Windows Kits/10/") : NULL;
}

static void add_directory(struct applying *applying, struct unit *unit,
	const char *option, const char *directory)
{
	const char *path = moved(applying, directory);
	bool here = platform_path_kind(path) == PATH_DIRECTORY;
	const char *below = here ? NULL : in_kit(directory);

	if (below)
		*vec_add(applying->arena, &unit->build.kit_directories) =
			kit_below(applying->arena, below);
	else
		*vec_add(applying->arena, &unit->arguments) = arena_printf(
			applying->arena, "%s%s", option, path);
}

/* A forced include that is nowhere here is looked for by its name. */
static void add_forced(
	struct applying *applying, struct unit *unit, const char *name)
{
	const char *path = moved(applying, name);

	if (platform_path_kind(path) != PATH_FILE && in_kit(name))
		return; /* warning.h: see project/defaults.h */
	*vec_add(applying->arena, &unit->arguments) = "-include";
	*vec_add(applying->arena, &unit->arguments) =
		platform_path_kind(path) == PATH_FILE ? path : path_base(name);
}

static void add_arguments(struct applying *applying, struct unit *unit,
	const struct unit *logged)
{
	for (uint32_t i = 0; i < logged->arguments.count; i++) {
		const char *word = logged->arguments.items[i];
		bool more = i + 1 < logged->arguments.count;

		if (!strncmp(word, "-I", 2))
			add_directory(applying, unit, "-I", word + 2);
		else if (more && !strcmp(word, "-isystem"))
			add_directory(applying, unit, "-isystem",
				logged->arguments.items[++i]);
		else if (more && !strcmp(word, "-include"))
			add_forced(applying, unit,
				logged->arguments.items[++i]);
		else
			*vec_add(applying->arena, &unit->arguments) = word;
		if (!strncmp(word, "-xc", 3))
			unit->build.language = word[3] ? LANGUAGE_CXX
						       : LANGUAGE_C;
	}
}

/* False if the command cannot be read. */
static bool take_command(
	struct applying *applying, struct unit *unit, const char *command)
{
	struct unit logged = { .directory = unit->directory };
	struct unit bare = *unit;
	struct words words = { 0 };

	*vec_add(applying->arena, &words.list) = "cl";
	command_split(applying->arena, command, QUOTING_WINDOWS, &words);
	if (command_to_clang(applying->arena, &words, &logged))
		return false;
	memset(&bare.arguments, 0, sizeof(bare.arguments));
	memset(&bare.build.kit_directories, 0,
		sizeof(bare.build.kit_directories));
	bare.build.language = LANGUAGE_BY_NAME;
	bare.dropped.items = logged.dropped.items;
	bare.dropped.count = logged.dropped.count;
	bare.dropped.capacity = logged.dropped.capacity;
	add_arguments(applying, &bare, &logged);
	*unit = bare;
	return true;
}

/* ---- applying ------------------------------------------------------------- */

static void note_unit(struct applying *applying, uint32_t index)
{
	map_set(applying->arena, &applying->units,
		msbuild_name(applying->msbuild,
			applying->project->units.items[index].path), index);
}

/* The unit of a logged source; one more if the project does not name it.
 * MAP_NONE if there is no such file. */
static uint32_t unit_of(struct applying *applying, const char *path)
{
	struct product *project = applying->project;
	uint32_t index = map_get(
		&applying->units, msbuild_name(applying->msbuild, path));

	if (index != MAP_NONE || platform_path_kind(path) != PATH_FILE)
		return index;
	index = project->units.count;
	*vec_add(applying->arena, &project->units) = (struct unit){
		.path = path,
		.directory = applying->msbuild->directory,
		.build = project->units.items[0].build };
	note_unit(applying, index);
	return index;
}

static void apply_compiler_log(struct applying *applying, const char *path)
{
	struct product *project = applying->project;
	uint32_t count = 0;

	if (!read_log(applying->msbuild, path, &applying->log))
		return;
	learn_move(applying);
	for (uint32_t i = 0; i < project->units.count; i++)
		note_unit(applying, i);
	for (uint32_t i = 0; applying->move.common &&
		i < applying->log.files.count; i++) {
		const struct logged_file *file = &applying->log.files.items[i];
		uint32_t unit = unit_of(applying, moved(applying, file->path));

		if (unit != MAP_NONE)
			count += take_command(applying,
				&project->units.items[unit], file->command);
	}
	*vec_add(applying->arena, &applying->msbuild->notes) = arena_printf(
		applying->arena, "%s: the flags of %u of the %u sources are "
		"from this log of a build",
		path_relative(applying->msbuild->here, path), (unsigned)count,
		(unsigned)project->units.count);
}

static void apply_linker_log(struct applying *applying, const char *path)
{
	struct build_log log = { 0 };
	const char *options = NULL;

	if (!read_log(applying->msbuild, path, &log))
		return;
	for (uint32_t i = 0; i < log.files.count; i++) {
		const char *command = log.files.items[i].command;
		struct words words = { 0 };

		if (i && command == log.files.items[i - 1].command)
			continue;
		command_split(
			applying->arena, command, QUOTING_WINDOWS, &words);
		link_options_add(applying->arena, &words, &options);
	}
	applying->project->link_options = options;
}

void vcxproj_apply_logs(struct msbuild *msbuild, struct product *project,
	const char *directory)
{
	struct applying applying = { .msbuild = msbuild,
		.arena = msbuild->arena, .project = project };
	const char *compiler =
		find_log(msbuild, directory, "CL.command.1.tlog");
	const char *linker =
		find_log(msbuild, directory, "link.command.1.tlog");

	if (compiler)
		apply_compiler_log(&applying, compiler);
	if (linker)
		apply_linker_log(&applying, linker);
}
