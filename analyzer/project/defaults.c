/*
 * Sections, calls and markers come out the same with either target, so without
 * a kit the mingw-w64 headers are read the way they were written for: GNU
 * target, GNU dialect, Microsoft extensions. Drivers are written for
 * Microsoft's preprocessor and name lookup, hence the compatibility, which
 * would hide __GNUC__ from the headers if it were not said. A real kit is recognised by its
 * wdm.h and wants Microsoft's target.
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

/* What the kernel's build environment defines, whoever's headers. */
static const char *const kernel_macros[] = {
	"-D_AMD64_", "-DAMD64", "-D_WIN64", "-D_KERNEL_MODE=1", "-DWINNT=1",
	"-D_WIN32_WINNT=0x0A00", "-DWINVER=0x0A00",
	"-DNTDDI_VERSION=0x0A000010", "-DDBG=0", "-DKMDF_VERSION_MAJOR=1",
	"-DKMDF_VERSION_MINOR=33", NULL,
};

static const char *const for_kit[] = {
	"--target=x86_64-pc-windows-msvc", "-fms-compatibility",
	"-fms-extensions", "-fms-compatibility-version=19.30", NULL,
};

static const char *const for_mingw[] = {
	"--target=x86_64-w64-windows-gnu", "-fms-extensions", "-fdeclspec",
	"-fms-compatibility", "-fms-compatibility-version=19.30",
	"-fgnuc-version=4.2.1",
	NULL,
};

static void add_all(
	struct arena *arena, struct words *words, const char *const *more)
{
	for (; *more; more++)
		*vec_add(arena, &words->list) = *more;
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
	const struct words *own, const char *path)
{
	bool cxx = is_cxx(own, path);

	*vec_add(arena, &all->list) = "-x";
	*vec_add(arena, &all->list) = cxx ? "c++" : "c";
	if (!has_standard(own))
		*vec_add(arena, &all->list) =
			cxx ? "-std=c++17" : "-std=gnu11";
	if (cxx)
		*vec_add(arena, &all->list) = "-fno-exceptions";
}

/* Headers come last: directories that the project names are searched first.
 * Our own add to a kit what it lacks, and stand before the mingw-w64 ones. */
static void add_headers(struct arena *arena, struct words *all,
	const struct project_options *options, bool kit)
{
	add_system(arena, all, path_join(arena, options->headers, "simd"));
	add_system(arena, all, options->headers);
	if (!kit) {
		add_system(arena, all, path_join(arena, options->kit, "ddk"));
		add_system(arena, all, options->kit);
	}
	*vec_add(arena, &all->list) = "-include";
	*vec_add(arena, &all->list) = "pageaudit_prologue.h";
}

void defaults_add(struct arena *arena, const struct project_options *options,
	struct unit *unit)
{
	struct words own = { 0 }, all = { 0 };
	bool target, kit;

	for (uint32_t i = 0; i < unit->arguments.count; i++)
		*vec_add(arena, &own.list) = unit->arguments.items[i];
	for (uint32_t i = 0; i < options->flag_count; i++)
		*vec_add(arena, &own.list) = options->flags[i];
	target = has_target(&own);
	kit = !target && has_kit(arena, &own);
	add_language(arena, &all, &own, unit->path);
	if (!target) {
		add_all(arena, &all, kit ? for_kit : for_mingw);
		add_all(arena, &all, kernel_macros);
	}
	for (uint32_t i = 0; i < own.list.count; i++)
		*vec_add(arena, &all.list) = own.list.items[i];
	if (!target)
		add_headers(arena, &all, options, kit);
	unit->arguments.items = all.list.items;
	unit->arguments.count = all.list.count;
	unit->arguments.capacity = all.list.capacity;
}
