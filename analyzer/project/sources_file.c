/*
 * From the macros of a SOURCES file to units. A source is looked for where the
 * utility does: in the directory of the file, in the architecture's directory
 * below it, in the directory above.
 */
#include "project/sources_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"
#include "base/text_file.h"
#include "project/command_line.h"
#include "project/sources_parts.h"
#include "project/sources_words.h"

struct builder {
	struct nmake *nmake;
	struct arena *arena;
	struct product *product;
	struct sources_words words;
	struct unit common; /* what all units share */
};

/* ---- names -------------------------------------------------------------------- */

static bool is_name(const char *path, const char *name)
{
	const char *base = path_base(path);

	return nocase_starts(base, name) &&
		(!base[strlen(name)] || base[strlen(name)] == '.');
}

bool sources_is_name(const char *path)
{
	return is_name(path, "sources") && !nocase_ends(path, ".vcxproj");
}

bool sources_is_dirs_name(const char *path)
{
	return is_name(path, "dirs");
}

static bool starts_a_line(const char *text, const char *start)
{
	while (start > text && (start[-1] == ' ' || start[-1] == '\t' ||
				       start[-1] == '!'))
		start--;
	return start == text || start[-1] == '\n';
}

bool sources_is_one(struct arena *arena, const char *path)
{
	static const char *const words[] = { "TARGETTYPE", "TARGETNAME",
		"SOURCES", "include" };
	const char *error, *at;
	char *text;
	size_t size;

	if (!text_read_file(arena, path, &text, &size, &error))
		return true; /* to be told why */
	for (int i = 0; i < 4; i++)
		for (at = text; (at = nocase_find(at, words[i])); at++)
			if (starts_a_line(text, at))
				return true;
	return false;
}

/* ---- values -------------------------------------------------------------------- */

static const char *value_of(struct builder *builder, const char *name)
{
	return nmake_value(builder->nmake, name);
}

static const char *absolute(struct builder *builder, const char *path)
{
	return path_join(builder->arena, builder->nmake->directory,
		path_normalise(builder->arena, path));
}

/* As the user would name it. */
static const char *from_here(struct builder *builder, const char *path)
{
	return path_relative(builder->nmake->here,
		lookup_path(builder->nmake->lookup, absolute(builder, path)));
}

static struct words words_of(struct builder *builder, const char *name)
{
	struct words words = { 0 };

	command_split(builder->arena, nmake_list(builder->nmake, name),
		QUOTING_WINDOWS, &words);
	return words;
}

static void add(struct builder *builder, const char *argument)
{
	*vec_add(builder->arena, &builder->common.arguments) = argument;
}

/* ---- what all units share ------------------------------------------------------- */

/* The kit's makefiles define these for any driver. */
static void add_standard_definitions(struct builder *builder)
{
	static const char *const definitions[] = { "-DWIN32=100",
		"-D_NT1X_=100", "-DCONDITION_HANDLING=1", "-DNT_INST=0",
		"-DWIN32_LEAN_AND_MEAN=1", "-DDEVL=1", "-DFPO=0", "-DNDEBUG",
		"-D_DLL=1" };

	for (size_t i = 0; i < sizeof(definitions) / sizeof(*definitions); i++)
		add(builder, definitions[i]);
}

static uint32_t number_of(struct builder *builder, const char *name)
{
	return (uint32_t)strtoul(value_of(builder, name), NULL, 0);
}

/* NTDDI_VERSION, or what follows from the system's own. */
static uint32_t target_os(struct builder *builder)
{
	uint32_t version = number_of(builder, "NTDDI_VERSION");
	uint32_t system = number_of(builder, "_NT_TARGET_VERSION");
	uint32_t least = number_of(builder, "MINIMUM_NT_TARGET_VERSION");

	return version ? version : (system < least ? least : system) << 16;
}

static void set_versions(struct builder *builder)
{
	enum { LAST_KMDF_MINOR = 9 };
	struct build_settings *build = &builder->common.build;
	const char *major = nmake_is_set(builder->nmake, "KMDF_VERSION_MAJOR")
		? "KMDF_VERSION_MAJOR"
		: "KMDF_VERSION";

	build->os = target_os(builder);
	build->kmdf_major = number_of(builder, major);
	build->kmdf_minor = nmake_is_set(builder->nmake, "KMDF_VERSION_MINOR")
		? number_of(builder, "KMDF_VERSION_MINOR")
		: LAST_KMDF_MINOR;
}

static void set_common(struct builder *builder)
{
	set_versions(builder);
	add_standard_definitions(builder);
	sources_add_flags(&builder->words, &builder->common);
}

/* ---- sources --------------------------------------------------------------------- */

static const char *find_source(struct builder *builder, const char *name)
{
	const char *const folders[] = { ".",
		value_of(builder, "TARGET_DIRECTORY"), ".." };

	for (int i = 0; i < 3; i++) {
		const char *path = absolute(builder,
			arena_printf(builder->arena, "%s/%s", folders[i],
				name));

		if (lookup_kind(builder->nmake->lookup, &path) == PATH_FILE)
			return path_relative(builder->nmake->here, path);
	}
	return from_here(builder, name);
}

static void add_sources(struct builder *builder, const char *name)
{
	struct words words = words_of(builder, name);

	for (uint32_t i = 0; i < words.list.count; i++) {
		struct unit unit = builder->common;

		if (!unit_is_source(words.list.items[i]))
			continue;
		unit.path = find_source(builder, words.list.items[i]);
		*vec_add(builder->arena, &builder->product->units) = unit;
	}
}

/* Those of other architectures are this product's, too. */
static void exclude_sources(struct builder *builder, const char *name)
{
	struct words words = words_of(builder, name);

	for (uint32_t i = 0; i < words.list.count; i++)
		if (unit_is_source(words.list.items[i]))
			*vec_add(builder->arena, &builder->product->excluded) =
				find_source(builder, words.list.items[i]);
}

static void read_sources(struct builder *builder)
{
	const char *name;
	bool counts;

	for (uint32_t i = 0; (name = sources_word(i,
		    builder->common.build.architecture, &counts)); i++)
		if (counts)
			add_sources(builder, name);
		else
			exclude_sources(builder, name);
}

/* ---- the linker -------------------------------------------------------------------- */

static void read_link(struct builder *builder)
{
	/* What the kit's makefiles tell it of any driver. */
	builder->product->link_options = "/MERGE:_TEXT=.text "
		"/MERGE:_PAGE=PAGE /SECTION:INIT,d";
	sources_add_link(&builder->words, builder->product);
}

/* ---- reading ------------------------------------------------------------------------ */

static struct build_settings settings_of(const struct product_options *options)
{
	const char *platform = options->platform ? options->platform : "";
	const char *name = options->configuration ? options->configuration
						  : "";
	struct build_settings build = { .from_project = true };

	if (architecture_of(platform) == ARCHITECTURE_X86)
		build.architecture = ARCHITECTURE_X86;
	build.debug = nocase_find(name, "debug") || nocase_find(name, "chk") ||
		nocase_find(name, "checked");
	return build;
}

static bool read_if_there(
	struct nmake *nmake, const char *path, const char **error)
{
	return lookup_kind(nmake->lookup, &path) != PATH_FILE ||
		nmake_read(nmake, path, error);
}

/* A tree may set macros for all that is below: the nearest project.mk counts.
 * It is looked for no further than the repository goes. */
static bool read_project_mk(struct nmake *nmake, const char **error)
{
	struct arena *arena = nmake->arena;
	const char *directory = nmake->directory, *above, *path;

	for (;; directory = above) {
		path = path_join(arena, directory, "project.mk");
		if (lookup_kind(nmake->lookup, &path) == PATH_FILE)
			break;
		above = path_directory(arena, directory);
		if (strlen(above) >= strlen(directory) ||
			platform_path_kind(path_join(arena, directory,
				".git")) != PATH_MISSING)
			return true;
	}
	return nmake_read(nmake, path, error) &&
		read_if_there(nmake, path_join(arena, directory,
			"myproject.mk"), error);
}

/* As the kit's makefiles do: what is in the architecture's directory beside a
 * SOURCES file, or beside its directory, is added to it. */
static bool read_files(
	struct nmake *nmake, const char *path, const char **error)
{
	const char *folder, *beside, *above;

	if (!read_project_mk(nmake, error) || !nmake_read(nmake, path, error))
		return false;
	folder = nmake_value(nmake, "TARGET_DIRECTORY");
	beside = arena_printf(nmake->arena, "%s/%s/sources", nmake->directory,
		folder);
	above = arena_printf(nmake->arena, "%s/../%s/sources",
		nmake->directory, folder);
	return read_if_there(nmake, beside, error) &&
		(!strcmp(path_normalise(nmake->arena, above), path) ||
			read_if_there(nmake, above, error));
}

static bool says_anything(struct nmake *nmake)
{
	return nmake_is_set(nmake, "TARGETTYPE") ||
		nmake_is_set(nmake, "TARGETNAME") ||
		nmake_is_set(nmake, "SOURCES");
}

/* What is wrong in a user-mode program's file costs nothing. */
static void take_messages(
	struct nmake *nmake, struct product *product, bool is_ours)
{
	for (uint32_t i = 0; i < nmake->notes.count; i++)
		*vec_add(nmake->arena, &product->notes) =
			nmake->notes.items[i];
	for (uint32_t i = 0; is_ours && i < nmake->problems.count; i++)
		*vec_add(nmake->arena, &product->problems) =
			nmake->problems.items[i];
}

static const char *list_of(void *nmake, const char *name)
{
	return nmake_list(nmake, name);
}

static struct product *product_of(
	struct nmake *nmake, const char *path, struct build_settings build)
{
	struct product *product =
		arena_alloc(nmake->arena, sizeof(*product));
	struct builder builder = { .nmake = nmake, .arena = nmake->arena,
		.product = product,
		.words = { nmake->arena, nmake->lookup, nmake->here,
			nmake->directory, list_of, nmake },
		.common = { .directory = nmake->directory, .build = build } };

	product->path = path;
	product->name = nmake_value(nmake, "TARGETNAME");
	if (!*product->name)
		product->name = path_base(nmake->directory);
	product->configuration = arena_printf(nmake->arena, "%s-%s",
		build.architecture == ARCHITECTURE_X86 ? "x86" : "x64",
		build.debug ? "Debug" : "Release");
	set_common(&builder);
	read_sources(&builder);
	read_link(&builder);
	take_messages(nmake, product, sources_set_kind(nmake, product));
	return product;
}

struct product *sources_read(struct arena *arena, struct lookup *lookup,
	const char *path, const struct product_options *options,
	const char **error)
{
	struct build_settings build = settings_of(options);
	struct nmake *nmake = arena_alloc(arena, sizeof(*nmake));

	nmake_init(nmake, arena, lookup, options->here,
		path_directory(arena, path));
	sources_set_environment(nmake, &build);
	if (!read_files(nmake, path, error))
		return NULL;
	if (says_anything(nmake))
		return product_of(nmake, path, build);
	*error = nmake->problems.count
		? nmake->problems.items[0]
		: arena_printf(arena, "%s: expected a SOURCES file of the "
			"build utility, which sets TARGETNAME, TARGETTYPE and "
			"SOURCES", path_relative(options->here, path));
	return NULL;
}

/* ---- DIRS files ------------------------------------------------------------------------ */

static void add_dirs(struct builder *builder, const char *name,
	struct path_list *found)
{
	struct words words = words_of(builder, name);

	for (uint32_t i = 0; i < words.list.count; i++)
		*vec_add(builder->arena, &found->paths) =
			lookup_path(builder->nmake->lookup,
				absolute(builder, words.list.items[i]));
}

bool sources_read_dirs(struct arena *arena, struct lookup *lookup,
	const char *path, const struct product_options *options,
	struct path_list *found, const char **error)
{
	struct build_settings build = settings_of(options);
	struct nmake nmake;
	struct builder builder = { .nmake = &nmake, .arena = arena };

	nmake_init(&nmake, arena, lookup, options->here,
		path_directory(arena, path));
	sources_set_environment(&nmake, &build);
	if (!nmake_read(&nmake, path, error))
		return false;
	add_dirs(&builder, "DIRS", found);
	add_dirs(&builder, "OPTIONAL_DIRS", found);
	if (!nmake.problems.count && found->paths.count)
		return true;
	*error = nmake.problems.count ? nmake.problems.items[0]
		: arena_printf(arena, "%s: expected a DIRS file of the build "
			"utility, which lists directories in DIRS",
			path_relative(options->here, path));
	return false;
}
