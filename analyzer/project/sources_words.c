#include "project/sources_words.h"

#include <ctype.h>
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"
#include "project/command_line.h"
#include "project/kit.h"
#include "project/link_options.h"
#include "project/wpp_options.h"

const char *sources_word(
	uint32_t index, enum architecture architecture, bool *counts)
{
	static const struct {
		const char *name;
		uint32_t architectures; /* bits */
	} words[] = {
		{ "SOURCES", ~(uint32_t)0 },
		{ "AMD64_SOURCES", 1 << ARCHITECTURE_X64 },
		{ "I386_SOURCES", 1 << ARCHITECTURE_X86 },
		{ "386_SOURCES", 1 << ARCHITECTURE_X86 },
		{ "ARM64_SOURCES", 1 << ARCHITECTURE_ARM64 },
		{ "ARM_SOURCES", 0 },
		{ "IA64_SOURCES", 0 },
	};

	if (index >= sizeof(words) / sizeof(*words))
		return NULL;
	*counts = words[index].architectures >> architecture & 1;
	return words[index].name;
}

/* ---- the window of a build ------------------------------------------------ */

struct setting {
	const char *name, *value;
};

static const struct setting for_amd64[] = {
	{ "_BUILDARCH", "AMD64" },
	{ "TARGET_DIRECTORY", "amd64" },
	{ "AMD64", "1" },
	{ "386", "0" },
	{ 0 },
};

static const struct setting for_arm64[] = {
	{ "_BUILDARCH", "ARM64" },
	{ "TARGET_DIRECTORY", "arm64" },
	{ "AMD64", "0" },
	{ "386", "0" },
	{ 0 },
};

static const struct setting for_x86[] = {
	{ "_BUILDARCH", "x86" },
	{ "TARGET_DIRECTORY", "i386" },
	{ "AMD64", "0" },
	{ "386", "1" },
	{ 0 },
};

static const struct setting *const architectures[] = {
	[ARCHITECTURE_X64] = for_amd64,
	[ARCHITECTURE_ARM64] = for_arm64,
	[ARCHITECTURE_X86] = for_x86,
};

static const struct setting free_build[] = {
	{ "DDKBUILDENV", "fre" },
	{ "BUILD_TYPE", "fre" },
	{ "FREEBUILD", "1" },
	{ "NTDEBUG", "ntsdnodbg" },
	{ 0 },
};

static const struct setting checked_build[] = {
	{ "DDKBUILDENV", "chk" },
	{ "BUILD_TYPE", "chk" },
	{ "FREEBUILD", "0" },
	{ "NTDEBUG", "ntsd" },
	{ 0 },
};

void sources_window(const struct build_settings *build,
	void (*set)(void *holder, const char *name, const char *value),
	void *holder)
{
	const struct setting *const lists[] = {
		architectures[build->architecture],
		build->debug ? checked_build : free_build };

	for (int i = 0; i < 2; i++)
		for (const struct setting *at = lists[i]; at->name; at++)
			set(holder, at->name, at->value);
}

/* ---- values --------------------------------------------------------------- */

static const char *value_of(
	const struct sources_words *words, const char *name)
{
	return words->value(words->holder, name);
}

static struct words split(
	const struct sources_words *words, const char *name)
{
	struct words parts = { 0 };

	command_split(words->arena, value_of(words, name), QUOTING_WINDOWS,
		&parts);
	return parts;
}

static const char *absolute(
	const struct sources_words *words, const char *path)
{
	return path_join(words->arena, words->directory,
		path_normalise(words->arena, path));
}

/* ---- the compiler --------------------------------------------------------- */

static void add_options(const struct sources_words *words, const char *name,
	struct unit *unit)
{
	struct words command = { 0 }, more = split(words, name);

	*vec_add(words->arena, &command.list) = "cl";
	for (uint32_t i = 0; i < more.list.count; i++)
		*vec_add(words->arena, &command.list) = more.list.items[i];
	command_to_clang(words->arena, &command, unit);
}

static void add_directory(const struct sources_words *words, const char *path,
	struct unit *unit)
{
	const char *kit = strstr(path, "<kit>");

	if (kit)
		*vec_add(words->arena, &unit->build.kit_directories) =
			kit_below(words->arena, kit + strlen("<kit>"));
	else
		*vec_add(words->arena, &unit->arguments) = arena_printf(
			words->arena, "-I%s",
			path_relative(words->here, lookup_path(words->lookup,
				absolute(words, path))));
}

/* Directories with semicolons between; blanks in them do not count. */
static void add_directories(const struct sources_words *words,
	const char *name, struct unit *unit)
{
	char *text = arena_strdup(words->arena, value_of(words, name));
	char *to = text;

	for (const char *from = text; *from; from++)
		if (!isspace((unsigned char)*from) && *from != '"')
			*to++ = *from;
	*to = '\0';
	while (*text) {
		size_t length = strcspn(text, ";");

		if (length)
			add_directory(words, arena_strndup(
				words->arena, text, length), unit);
		text += length + (text[length] == ';');
	}
}

static void add_architecture_directory(
	const struct sources_words *words, struct unit *unit)
{
	const char *path =
		absolute(words, value_of(words, "TARGET_DIRECTORY"));

	if (lookup_kind(words->lookup, &path) == PATH_DIRECTORY)
		add_directory(words, path, unit);
}

void sources_add_flags(const struct sources_words *words, struct unit *unit)
{
	static const char *const options[] = { "C_DEFINES", "USER_C_FLAGS",
		"MSC_OPTIMIZATION", "MSC_WARNING_LEVEL", "COMPILER_WARNINGS" };

	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++)
		add_options(words, options[i], unit);
	add_architecture_directory(words, unit);
	add_directory(words, ".", unit);
	add_directories(words, "USER_INCLUDES", unit);
	add_directories(words, "INCLUDES", unit);
	wpp_add_options(words->arena, value_of(words, "RUN_WPP"), unit);
}

/* ---- the linker ----------------------------------------------------------- */

/* Libraries have blanks between them, or semicolons where MSBuild reads. */
static struct words libraries_of(const struct sources_words *words)
{
	char *text = arena_strdup(words->arena, value_of(words, "TARGETLIBS"));
	struct words libraries = { 0 };

	for (char *c = text; *c; c++)
		if (*c == ';')
			*c = ' ';
	command_split(words->arena, text, QUOTING_WINDOWS, &libraries);
	return libraries;
}

void sources_add_link(
	const struct sources_words *words, struct product *product)
{
	struct words flags = split(words, "LINKER_FLAGS");
	struct words libraries = libraries_of(words);

	link_options_add(words->arena, &flags, &product->link_options);
	for (uint32_t i = 0; i < libraries.list.count; i++) {
		const char *base = path_base(path_normalise(
			words->arena, libraries.list.items[i]));

		if (nocase_ends(base, ".lib"))
			*vec_add(words->arena, &product->libraries) =
				arena_strndup(words->arena, base,
					strlen(base) - 4);
	}
}
