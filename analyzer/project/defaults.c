/*
 * Sections, calls and markers come out the same with either target, so without
 * a kit the mingw-w64 headers are read the way they were written for: GNU
 * target, GNU dialect, Microsoft extensions. Drivers are written for
 * Microsoft's preprocessor and name lookup, hence the compatibility, which
 * would hide __GNUC__ from the headers if it were not said. A real kit is recognised by its
 * wdm.h and wants Microsoft's target.
 * Kits that the user names (project/kit.h) stand behind what the project names.
 *
 * clang's own arguments (resource directory, silenced warnings) come from the
 * front end, for every unit alike.
 */
#include "project/defaults.h"

#include <ctype.h>
#include <string.h>

#include "base/path.h"
#include "base/platform/platform.h"
#include "project/command_line.h"
#include "project/kit.h"

/* What the kernel's build environment defines, whoever's headers. */
static const char *const kernel_macros[] = {
	"-D_KERNEL_MODE=1", "-DWINNT=1", NULL,
};

static const struct {
	const char *triple; /* up to the environment */
	const char *macros[6];
} architectures[] = {
	[ARCHITECTURE_X64] = { "x86_64", { "-D_AMD64_", "-DAMD64", "-D_WIN64" } },
	[ARCHITECTURE_ARM64] = { "aarch64", { "-D_ARM64_", "-DARM64", "-D_WIN64",
		"-D_USE_DECLSPECS_FOR_SAL=1", "-DSTD_CALL" } },
	[ARCHITECTURE_X86] = { "i686", { "-D_X86_=1", "-Di386=1", "-DSTD_CALL" } },
};

static const char *const for_kit[] = {
	"-fms-compatibility", "-fms-extensions",
	"-fms-compatibility-version=19.30", NULL,
};

static const char *const for_mingw[] = {
	"-fms-extensions", "-fdeclspec", "-fms-compatibility",
	"-fms-compatibility-version=19.30", "-fgnuc-version=4.2.1", NULL,
};

enum { NEWEST_SYSTEM = 0x0A000010, NEWEST_KMDF_MINOR = 33 };

static void add_all(
	struct arena *arena, struct words *words, const char *const *more)
{
	for (; *more; more++)
		*vec_add(arena, &words->list) = *more;
}

static void add_build(struct arena *arena, struct words *words,
	const struct build_settings *build, bool kit)
{
	/* The mingw-w64 driver headers are for x64 alone. */
	enum architecture architecture =
		kit ? build->architecture : ARCHITECTURE_X64;
	uint32_t os = build->os ? build->os : NEWEST_SYSTEM;
	bool says_kmdf = build->kmdf_major != 0;

	*vec_add(arena, &words->list) = arena_printf(arena,
		"--target=%s-%s", architectures[architecture].triple,
		kit ? "pc-windows-msvc" : "w64-windows-gnu");
	add_all(arena, words, kit ? for_kit : for_mingw);
	add_all(arena, words, architectures[architecture].macros);
	add_all(arena, words, kernel_macros);
	*vec_add(arena, &words->list) = arena_printf(
		arena, "-D_WIN32_WINNT=0x%04X", os >> 16);
	*vec_add(arena, &words->list) =
		arena_printf(arena, "-DWINVER=0x%04X", os >> 16);
	*vec_add(arena, &words->list) =
		arena_printf(arena, "-DNTDDI_VERSION=0x%08X", os);
	*vec_add(arena, &words->list) =
		build->debug ? "-DDBG=1" : "-DDBG=0";
	if (build->from_project && !says_kmdf)
		return;
	*vec_add(arena, &words->list) = arena_printf(arena,
		"-DKMDF_VERSION_MAJOR=%u", says_kmdf ? build->kmdf_major : 1);
	*vec_add(arena, &words->list) = arena_printf(arena,
		"-DKMDF_VERSION_MINOR=%u",
		says_kmdf ? build->kmdf_minor : NEWEST_KMDF_MINOR);
}

static void add_system(
	struct arena *arena, struct words *words, const char *directory)
{
	*vec_add(arena, &words->list) = "-isystem";
	*vec_add(arena, &words->list) = directory;
}

static bool starts_with(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

static bool has_target(const struct words *words)
{
	for (uint32_t i = 0; i < words->list.count; i++)
		if (starts_with(words->list.items[i], "--target=") ||
			!strcmp(words->list.items[i], "-target"))
			return true;
	return false;
}

static bool has_standard(const struct words *words)
{
	for (uint32_t i = 0; i < words->list.count; i++)
		if (starts_with(words->list.items[i], "-std=") ||
			!strcmp(words->list.items[i], "-ansi"))
			return true;
	return false;
}

/* The value of an option that stands in one word or in two; NULL for another
 * option. Moves *i to the word that holds the value. */
static const char *value_of(
	const struct words *words, const char *option, uint32_t *i)
{
	const char *word = words->list.items[*i];

	if (!starts_with(word, option))
		return NULL;
	word += strlen(option);
	if (*word || *i + 1 >= words->list.count)
		return word;
	return words->list.items[++*i];
}

static bool has_kit(struct arena *arena, const struct words *words)
{
	for (uint32_t i = 0; i < words->list.count; i++) {
		const char *directory = value_of(words, "-isystem", &i);

		if (!directory)
			directory = value_of(words, "-I", &i);
		if (directory && *directory &&
			platform_path_kind(path_join(arena, directory,
				"wdm.h")) == PATH_FILE)
			return true;
	}
	return false;
}

/* By the last -x, else by the file's name: *.c is C, whatever its case. */
static bool is_cxx(const struct words *words, const char *path)
{
	const char *extension = path_extension(path), *language = NULL;

	for (uint32_t i = 0; i < words->list.count; i++) {
		const char *value = value_of(words, "-x", &i);

		if (value)
			language = value;
	}
	if (language)
		return starts_with(language, "c++");
	return tolower((unsigned char)extension[0]) != 'c' || extension[1];
}

static void add_language(struct arena *arena, struct words *all,
	const struct words *own, const struct unit *unit)
{
	bool cxx = unit->build.language == LANGUAGE_BY_NAME
		? is_cxx(own, unit->path)
		: unit->build.language == LANGUAGE_CXX;

	*vec_add(arena, &all->list) = "-x";
	*vec_add(arena, &all->list) = cxx ? "c++" : "c";
	if (!has_standard(own))
		*vec_add(arena, &all->list) =
			cxx ? "-std=c++17" : "-std=gnu11";
	if (cxx)
		*vec_add(arena, &all->list) = "-fno-exceptions";
}

/* The directories of all kits that the user names. */
static struct kit_directories kits_for(struct arena *arena,
	const struct project_options *options, const struct unit *unit)
{
	struct kit_directories found = { 0 };

	for (uint32_t i = 0; i < options->wdk_count; i++)
		kit_directories(arena, options->wdk[i], &unit->build, &found);
	return found;
}

static bool is_in(struct arena *arena, const struct kit_directories *kits,
	const char *header)
{
	for (uint32_t i = 0; i < kits->items.count; i++)
		if (platform_path_kind(path_join(arena, kits->items.items[i],
			header)) == PATH_FILE)
			return true;
	return false;
}

/* Headers come last: directories that the project names are searched first.
 * Our own add to a kit what it lacks, and stand before the mingw-w64 ones. */
static void add_headers(struct arena *arena, struct words *all,
	const struct project_options *options,
	const struct kit_directories *kits, bool kit)
{
	add_system(arena, all, path_join(arena, options->headers, "simd"));
	for (uint32_t i = 0; i < kits->items.count; i++)
		add_system(arena, all, kits->items.items[i]);
	add_system(arena, all, options->headers);
	if (!kit) {
		add_system(arena, all, path_join(arena, options->kit, "ddk"));
		add_system(arena, all, options->kit);
	}
	add_system(arena, all, path_join(arena, options->headers, "standard"));
	*vec_add(arena, &all->list) = "-include";
	*vec_add(arena, &all->list) = "pageaudit_prologue.h";
	if (is_in(arena, kits, "warning.h")) {
		*vec_add(arena, &all->list) = "-include";
		*vec_add(arena, &all->list) = "warning.h";
	}
}

void defaults_add(struct arena *arena, const struct project_options *options,
	struct unit *unit)
{
	struct words own = { 0 }, all = { 0 };
	struct kit_directories kits = kits_for(arena, options, unit);
	bool target, kit;

	for (uint32_t i = 0; i < unit->arguments.count; i++)
		*vec_add(arena, &own.list) = unit->arguments.items[i];
	for (uint32_t i = 0; i < options->flag_count; i++)
		*vec_add(arena, &own.list) = options->flags[i];
	target = has_target(&own);
	kit = !target && (is_in(arena, &kits, "wdm.h") || has_kit(arena, &own));
	unit->has_kit = kit;
	add_language(arena, &all, &own, unit);
	if (!target)
		add_build(arena, &all, &unit->build, kit);
	for (uint32_t i = 0; i < own.list.count; i++)
		*vec_add(arena, &all.list) = own.list.items[i];
	if (!target)
		add_headers(arena, &all, options, &kits, kit);
	unit->arguments.items = all.list.items;
	unit->arguments.count = all.list.count;
	unit->arguments.capacity = all.list.capacity;
}
