/*
 * From the items of a project to units. A path in a project starts in the
 * project's directory, whatever file it stands in; directories of the kit are
 * left to those who know where the kit is.
 */
#include <stdlib.h>
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"
#include "project/command_line.h"
#include "project/kit.h"
#include "project/sources_words.h"
#include "project/vcxproj_parts.h"
#include "project/wpp_options.h"

struct builder {
	struct msbuild *msbuild;
	struct arena *arena;
	struct product *project;
	struct build_settings build; /* what all units share */
	struct sources_words words;
};

/* ---- values --------------------------------------------------------------- */

static const char *value_of(struct builder *builder,
	const struct msbuild_item *item, const char *name)
{
	return msbuild_plain(builder->arena,
		msbuild_metadata(builder->msbuild, "ClCompile", item, name));
}

static struct msbuild_list list_of(struct builder *builder,
	const struct msbuild_item *item, const char *name)
{
	struct msbuild_list list = { 0 };

	msbuild_split(builder->arena,
		msbuild_metadata(builder->msbuild, "ClCompile", item, name),
		&list);
	return list;
}

static const char *absolute(struct builder *builder, const char *path)
{
	return path_join(builder->arena, builder->msbuild->directory,
		path_normalise(builder->arena, path));
}

/* As the user would name it. */
static const char *from_here(struct builder *builder, const char *path)
{
	return path_relative(builder->msbuild->here,
		lookup_path(builder->msbuild->lookup, absolute(builder, path)));
}

static void add(struct builder *builder, struct unit *unit, const char *word)
{
	*vec_add(builder->arena, &unit->arguments) = word;
}

static void add_joined(struct builder *builder, struct unit *unit,
	const char *option, const char *value)
{
	add(builder, unit, arena_printf(builder->arena, "%s%s", option, value));
}

/* ---- arguments ------------------------------------------------------------- */

/* The character set of the project says which routines TCHAR's are. */
static void add_character_set(struct builder *builder, struct unit *unit)
{
	const char *set = msbuild_property(builder->msbuild, "CharacterSet");

	if (nocase_same(set, "Unicode")) {
		add(builder, unit, "-D_UNICODE");
		add(builder, unit, "-DUNICODE");
	} else if (nocase_same(set, "MultiByte")) {
		add(builder, unit, "-D_MBCS");
	}
}

/* The compiler takes \" for a quote in the value of a macro. */
static const char *definition(struct arena *arena, const char *text)
{
	char *result = arena_strdup(arena, text), *to = result;

	for (; *text; text++)
		if (text[0] != '\\' || text[1] != '"')
			*to++ = *text;
	*to = '\0';
	return result;
}

static void add_definitions(struct builder *builder,
	const struct msbuild_item *item, struct unit *unit)
{
	struct msbuild_list defined =
		list_of(builder, item, "PreprocessorDefinitions");
	struct msbuild_list undefined =
		list_of(builder, item, "UndefinePreprocessorDefinitions");

	for (uint32_t i = 0; i < defined.parts.count; i++)
		add_joined(builder, unit, "-D",
			definition(builder->arena, defined.parts.items[i]));
	for (uint32_t i = 0; i < undefined.parts.count; i++)
		add_joined(builder, unit, "-U", undefined.parts.items[i]);
}

static void add_directory(
	struct builder *builder, struct unit *unit, const char *path)
{
	if (strstr(path, "<kit>"))
		*vec_add(builder->arena, &unit->build.kit_directories) =
			kit_below(builder->arena,
				strstr(path, "<kit>") + strlen("<kit>"));
	else if (!strstr(path, "<tools>"))
		add_joined(builder, unit, "-I", from_here(builder, path));
}

static void add_directories(struct builder *builder,
	const struct msbuild_item *item, struct unit *unit)
{
	struct msbuild_list list =
		list_of(builder, item, "AdditionalIncludeDirectories");
	struct msbuild *msbuild = builder->msbuild;

	msbuild_split(builder->arena, msbuild_value(msbuild, "IncludePath"),
		&list);
	for (uint32_t i = 0; i < list.parts.count; i++)
		add_directory(builder, unit, list.parts.items[i]);
}

/* A forced include is looked for like any other, from the project on. */
static void add_forced(struct builder *builder,
	const struct msbuild_item *item, struct unit *unit)
{
	struct msbuild_list list =
		list_of(builder, item, "ForcedIncludeFiles");

	for (uint32_t i = 0; i < list.parts.count; i++) {
		const char *name = list.parts.items[i];
		const char *path = absolute(builder, name);

		if (strstr(name, "<kit>") || strstr(name, "<tools>"))
			continue;
		add(builder, unit, "-include");
		add(builder, unit,
			lookup_kind(builder->msbuild->lookup, &path) ==
					PATH_FILE
				? from_here(builder, name)
				: path_normalise(builder->arena, name));
	}
}

static void add_options(struct builder *builder,
	const struct msbuild_item *item, struct unit *unit)
{
	struct words words = { 0 };

	*vec_add(builder->arena, &words.list) = "cl";
	command_split(builder->arena,
		value_of(builder, item, "AdditionalOptions"), QUOTING_WINDOWS,
		&words);
	command_to_clang(builder->arena, &words, unit);
}

static bool is_cxx(const struct unit *unit)
{
	return unit->build.language == LANGUAGE_CXX ||
		(unit->build.language == LANGUAGE_BY_NAME &&
			!nocase_same(path_extension(unit->path), "c"));
}

/* "stdcpp20" and "stdc17"; each is for the sources of its language. */
static void add_language(struct builder *builder,
	const struct msbuild_item *item, struct unit *unit)
{
	const char *as = value_of(builder, item, "CompileAs");
	const char *standard;

	if (nocase_same(as, "CompileAsC"))
		unit->build.language = LANGUAGE_C;
	else if (nocase_same(as, "CompileAsCpp"))
		unit->build.language = LANGUAGE_CXX;
	if (unit->build.language)
		add(builder, unit, is_cxx(unit) ? "-xc++" : "-xc");
	standard = value_of(builder, item,
		is_cxx(unit) ? "LanguageStandard" : "LanguageStandard_C");
	if (nocase_same(standard, "stdcpplatest"))
		add(builder, unit, "-std=c++23");
	else if (nocase_starts(standard, "stdcpp"))
		add_joined(builder, unit, "-std=c++",
			standard + strlen("stdcpp"));
	else if (nocase_same(standard, "stdclatest"))
		add(builder, unit, "-std=gnu23");
	else if (nocase_starts(standard, "stdc"))
		add_joined(builder, unit, "-std=gnu", standard + strlen("stdc"));
}

/* ---- WPP -------------------------------------------------------------------- */

/* "TraceEvents(LEVEL,FLAGS,MSG,...)" in a list, and the options of WPP. */
static void add_wpp(struct builder *builder, const struct msbuild_item *item,
	struct unit *unit)
{
	struct msbuild_list list = list_of(builder, item, "WppTraceFunction");

	for (uint32_t i = 0; i < list.parts.count; i++)
		wpp_add_function(builder->arena, list.parts.items[i], unit);
	wpp_add_options(builder->arena,
		value_of(builder, item, "WppAdditionalOptions"), unit);
}

/* ---- sources ----------------------------------------------------------------- */

static void add_source(void *context, struct msbuild_item *item)
{
	struct builder *builder = context;
	struct unit unit = { .path = from_here(builder, item->include),
		.directory = builder->msbuild->directory,
		.build = builder->build };

	if (!unit_is_source(unit.path))
		return;
	if (nocase_same(value_of(builder, item, "ExcludedFromBuild"), "true")) {
		*vec_add(builder->arena, &builder->project->excluded) =
			unit.path;
		return;
	}
	add_language(builder, item, &unit);
	add_character_set(builder, &unit);
	add_definitions(builder, item, &unit);
	add_directories(builder, item, &unit);
	add_forced(builder, item, &unit);
	add_options(builder, item, &unit);
	add_wpp(builder, item, &unit);
	if (builder->msbuild->is_converted)
		sources_add_flags(&builder->words, &unit);
	*vec_add(builder->arena, &builder->project->units) = unit;
}

/* ---- the project --------------------------------------------------------------- */

static uint32_t number_of(struct builder *builder, const char *property)
{
	return (uint32_t)strtoul(
		msbuild_property(builder->msbuild, property), NULL, 0);
}

/* NTDDI_VERSION of the oldest Windows that the driver is for; 0: the newest. */
static uint32_t target_os(struct builder *builder)
{
	uint32_t number = number_of(builder, "_NT_TARGET_VERSION");

	return number < 0x0A00 ? number << 16 : 0;
}

static struct build_settings settings(
	struct builder *builder, const char *configuration, const char *platform)
{
	struct msbuild *msbuild = builder->msbuild;
	const char *debug = msbuild_property(msbuild, "UseDebugLibraries");
	struct build_settings build = { .from_project = true };

	build.architecture = architecture_of(platform);
	build.debug = *debug ? nocase_same(debug, "true")
			     : nocase_find(configuration, "debug") != NULL;
	build.os = target_os(builder);
	if (nocase_same(msbuild_property(msbuild, "DriverType"), "KMDF")) {
		build.kmdf_major = number_of(builder, "KMDF_VERSION_MAJOR");
		build.kmdf_minor = number_of(builder, "KMDF_VERSION_MINOR");
	}
	return build;
}

static void add_reference(void *context, struct msbuild_item *item)
{
	struct builder *builder = context;

	*vec_add(builder->arena, &builder->project->references) =
		lookup_path(builder->msbuild->lookup,
			absolute(builder, item->include));
}

/* What is linked into the product; `tool` does it: Link, or Lib for what is put
 * into a library. */
static void read_libraries(struct builder *builder, const char *tool)
{
	struct msbuild_list list = { 0 };

	msbuild_split(builder->arena,
		msbuild_metadata(builder->msbuild, tool, NULL,
			"AdditionalDependencies"),
		&list);
	for (uint32_t i = 0; i < list.parts.count; i++) {
		const char *base = path_base(list.parts.items[i]);

		if (nocase_ends(base, ".lib"))
			*vec_add(builder->arena, &builder->project->libraries) =
				arena_strndup(builder->arena, base,
					strlen(base) - 4);
	}
}

static const char *word_of(void *msbuild, const char *name)
{
	return msbuild_property(msbuild, name);
}

struct product *vcxproj_of(struct msbuild *msbuild, const char *configuration,
	const char *platform)
{
	struct arena *arena = msbuild->arena;
	struct product *project = arena_alloc(arena, sizeof(*project));
	struct builder builder = { .msbuild = msbuild, .arena = arena,
		.project = project,
		.words = { arena, msbuild->lookup, msbuild->here,
			msbuild->directory, word_of, msbuild } };

	builder.build = settings(&builder, configuration, platform);
	project->path = msbuild->path;
	project->name = msbuild_property(msbuild, "TargetName");
	project->configuration =
		arena_printf(arena, "%s-%s", platform, configuration);
	project->is_library = nocase_same(
		msbuild_property(msbuild, "ConfigurationType"),
		"StaticLibrary");
	msbuild_items(msbuild, "ClCompile", add_source, &builder);
	msbuild_items(msbuild, "ProjectReference", add_reference, &builder);
	read_libraries(&builder, "Link");
	if (project->is_library)
		read_libraries(&builder, "Lib");
	project->link_options = vcxproj_link_options(msbuild);
	if (msbuild->is_converted)
		sources_add_link(&builder.words, project);
	vcxproj_apply_logs(msbuild, project,
		absolute(&builder, msbuild_property(msbuild, "IntDir")));
	vcxproj_set_kind(msbuild, project);
	for (uint32_t i = 0; i < msbuild->notes.count; i++)
		*vec_add(arena, &project->notes) = msbuild->notes.items[i];
	return project;
}
