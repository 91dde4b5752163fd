#include "project/kit.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"
#include "base/platform/platform.h"

enum { DEEPEST = 6, NEWEST_KMDF = 33 };

static bool is_directory(const char *path)
{
	return platform_path_kind(path) == PATH_DIRECTORY;
}

static bool is_file_in(
	struct arena *arena, const char *directory, const char *name)
{
	return platform_path_kind(path_join(arena, directory, name)) ==
		PATH_FILE;
}

/* ---- versions ----------------------------------------------------------- */

/* "1.9" is before "1.33", "10.0.19041.0" before "10.0.22621.0". */
static int compare_versions(const char *a, const char *b)
{
	while (*a && *b) {
		char *end_a, *end_b;
		int64_t left = strtoll(a, &end_a, 10);
		int64_t right = strtoll(b, &end_b, 10);

		if (end_a == a || end_b == b)
			return strcmp(a, b);
		if (left != right)
			return left < right ? -1 : 1;
		a = end_a + (*end_a == '.');
		b = end_b + (*end_b == '.');
	}
	return *a ? 1 : *b ? -1 : 0;
}

static bool is_version(const char *name)
{
	return name[0] >= '0' && name[0] <= '9' && strchr(name, '.');
}

/* The newest version below a directory, but none after `most` ("" for any);
 * NULL if there is none. */
static const char *newest_below(
	struct arena *arena, const char *directory, const char *most)
{
	struct name_list names = { 0 };
	const char *best = NULL, *error;

	if (!is_directory(directory) ||
		!platform_list_directory(arena, directory, &names, &error))
		return NULL;
	for (uint32_t i = 0; i < names.items.count; i++) {
		const char *name = names.items.items[i];

		if (is_version(name) &&
			(!*most || compare_versions(name, most) <= 0) &&
			(!best || compare_versions(name, best) > 0))
			best = name;
	}
	return best ? path_join(arena, directory, best) : NULL;
}

/* ---- the parts of a kit ------------------------------------------------- */

static void add(struct arena *arena, struct kit_directories *found,
	const char *path)
{
	if (path && is_directory(path))
		*vec_add(arena, &found->items) = path;
}

static void add_below(struct arena *arena, struct kit_directories *found,
	const char *directory, const char *name)
{
	add(arena, found, path_join(arena, directory, name));
}

/* Class extensions have a directory for each version, at most so deep below
 * km: km/ude/1.1, km/netcx/kmdf/adapter/2.2; and some have one below shared for
 * what both modes see: shared/netcx/shared/1.0. Names of headers have a dot, and
 * are not looked at. */
enum { EXTENSION_DEPTH = 3 };

static void add_extensions(struct arena *arena, struct kit_directories *found,
	const char *directory, int depth)
{
	struct name_list names = { 0 };
	const char *error;

	if (depth > EXTENSION_DEPTH ||
		!platform_list_directory(arena, directory, &names, &error))
		return;
	for (uint32_t i = 0; i < names.items.count; i++) {
		const char *path =
			path_join(arena, directory, names.items.items[i]);

		if (strchr(names.items.items[i], '.') || !is_directory(path))
			continue;
		add(arena, found, newest_below(arena, path, ""));
		add_extensions(arena, found, path, depth + 1);
	}
}

/* What the project names below the kit's headers, such as the version of a
 * class extension that it was written for, is searched before the newest. */
static void add_named(struct arena *arena, struct kit_directories *found,
	const char *directory, const struct build_settings *build)
{
	for (uint32_t i = 0; i < build->kit_directories.count; i++)
		if (strchr(build->kit_directories.items[i], '/'))
			add_below(arena, found, directory,
				build->kit_directories.items[i]);
}

static void add_framework(struct arena *arena, struct kit_directories *found,
	const char *wdf, const struct build_settings *build)
{
	const char *most = arena_printf(arena, "1.%u",
		build->kmdf_major ? build->kmdf_minor : NEWEST_KMDF);
	const char *kmdf = path_join(arena, wdf, "kmdf");
	const char *best = newest_below(arena, kmdf, most);

	add(arena, found, best ? best : newest_below(arena, kmdf, ""));
}

/* A directory with km below it, as an Include directory of one version. */
static void add_version(struct arena *arena, const char *directory,
	const struct build_settings *build, struct kit_directories *found)
{
	const char *km = path_join(arena, directory, "km");
	const char *shared = path_join(arena, directory, "shared");
	bool driver = is_file_in(arena, km, "wdm.h");

	if (driver) {
		add_named(arena, found, directory, build);
		add_below(arena, found, km, "crt");
		add(arena, found, km);
		add_extensions(arena, found, km, 1);
	}
	if (driver || is_file_in(arena, shared, "ntdef.h")) {
		add(arena, found, shared);
		add_below(arena, found, directory, "um");
		add_below(arena, found, directory, "ucrt");
		add_extensions(arena, found, shared, 1);
	}
}

static bool look_in(struct arena *arena, const char *directory,
	const struct build_settings *build, struct kit_directories *found,
	int depth)
{
	static const char *const below[] = { "Include", "include", "inc", "c",
		"src", "publicinc", "Program Files/Windows Kits/10",
		"Windows Kits/10", NULL };
	uint32_t before = found->items.count;
	const char *newest = newest_below(arena, directory, "");

	if (depth > DEEPEST)
		return false;
	if (is_file_in(arena, directory, "wdm.h"))
		add(arena, found, directory);
	add_version(arena, directory, build, found);
	add_framework(arena, found, directory, build);
	add_framework(arena, found, path_join(arena, directory, "wdf"), build);
	if (newest && !is_file_in(arena, newest, "wdf.h"))
		look_in(arena, newest, build, found, depth + 1);
	for (int i = 0; below[i] && found->items.count == before; i++) {
		const char *path = path_join(arena, directory, below[i]);

		if (is_directory(path))
			look_in(arena, path, build, found, depth + 1);
	}
	return found->items.count > before;
}

bool kit_directories(struct arena *arena, const char *root,
	const struct build_settings *build, struct kit_directories *found)
{
	return look_in(arena, root, build, found, 0);
}

/* ---- what projects name --------------------------------------------------- */

const char *kit_below(struct arena *arena, const char *path)
{
	const char *below = path_normalise(arena, path);

	below += *below == '/';
	if (nocase_starts(below, "include/"))
		below += strlen("include/");
	if (isdigit((unsigned char)*below))
		below += strcspn(below, "/");
	below += *below == '/';
	return below;
}
