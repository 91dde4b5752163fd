#include "project/tree.h"

#include <ctype.h>
#include <string.h>

#include "base/path.h"
#include "base/platform/platform.h"

enum { DEEPEST = 12, MOST_FILES = 20000, FOLDERS_ABOVE = 2 };

struct header {
	const char *path;
	bool among_sources; /* there are sources in its folder */
};

struct tree_folder {
	const char *path;
	VEC(struct header) headers;
	uint32_t seen; /* files, of any kind */
};

/* ---- walking ------------------------------------------------------------ */

static bool has_extension_of(const char *name, const char *const *extensions)
{
	const char *extension = path_extension(name);

	for (; *extensions; extensions++) {
		const char *a = extension, *b = *extensions;

		while (*a && tolower((unsigned char)*a) == *b)
			a++, b++;
		if (!*a && !*b)
			return true;
	}
	return false;
}

static bool is_header(const char *name)
{
	static const char *const extensions[] = { "h", "hpp", "hxx", "hh",
		"inl", "inc", "c", "cpp", "tmh", NULL };

	return has_extension_of(name, extensions);
}

static bool is_source(const char *name)
{
	static const char *const extensions[] = { "c", "cc", "cpp", "cxx",
		NULL };

	return has_extension_of(name, extensions);
}

static bool is_skipped(
	struct arena *arena, const char *directory, const char *name)
{
	return name[0] == '.' || !strcmp(name, "node_modules") ||
		platform_path_kind(path_join(arena,
			path_join(arena, directory, name),
			"CMakeCache.txt")) != PATH_MISSING;
}

/* Extensions tell files from folders: asking the system about each would cost
 * more than all the rest. */
static void walk(struct arena *arena, struct tree_folder *folder,
	const char *path, int depth)
{
	struct name_list names = { 0 };
	bool sources = false;
	const char *error;

	if (depth > DEEPEST || folder->seen > MOST_FILES ||
		!platform_list_directory(arena, path, &names, &error))
		return;
	for (uint32_t i = 0; i < names.items.count; i++)
		sources = sources || is_source(names.items.items[i]);
	for (uint32_t i = 0; i < names.items.count; i++) {
		const char *name = names.items.items[i];
		const char *below = path_join(arena, path, name);

		folder->seen++;
		if (is_header(name))
			*vec_add(arena, &folder->headers) =
				(struct header){ below, sources };
		else if (platform_path_kind(below) == PATH_DIRECTORY &&
			!is_skipped(arena, path, name))
			walk(arena, folder, below, depth + 1);
	}
}

static const struct tree_folder *folder_of(
	struct tree *tree, const char *path)
{
	struct tree_folder *folder;

	for (uint32_t i = 0; i < tree->folders.count; i++)
		if (!strcmp(tree->folders.items[i]->path, path))
			return tree->folders.items[i];
	folder = arena_alloc(tree->arena, sizeof(*folder));
	folder->path = path;
	walk(tree->arena, folder, path, 0);
	*vec_add(tree->arena, &tree->folders) = folder;
	return folder;
}

/* ---- choosing ----------------------------------------------------------- */

static bool same_letter(char a, char b)
{
	if (a == '\\')
		a = '/';
	if (b == '\\')
		b = '/';
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* How many components at the end of two paths are the same: 0 for another
 * name. */
static int common_tail(const char *path, const char *name)
{
	size_t a = strlen(path), b = strlen(name);
	int components = 0;

	while (a && b && same_letter(path[a - 1], name[b - 1])) {
		a--, b--;
		if (path[a] == '/')
			components++;
	}
	if (!b && (!a || path[a - 1] == '/'))
		components++;
	return components;
}

static int components(const char *path)
{
	int count = 0;

	for (; *path; path++)
		count += *path != '/' && (!path[1] || path[1] == '/');
	return count;
}

/* Steps from a folder to a file: up, then down. */
static int distance(const char *from, const char *to)
{
	size_t same = 0;

	for (size_t i = 0; from[i] == to[i] && from[i]; i++)
		if (from[i] == '/')
			same = i + 1;
	if (!strncmp(from, to, strlen(from)) && to[strlen(from)] == '/')
		same = strlen(from);
	return components(from + same) + components(to + same);
}

static const char *without_ascent(const char *name)
{
	while (name[0] == '.' || name[0] == '/' || name[0] == '\\')
		name++;
	return name;
}

/* Where the include names a folder, and no folder has that name, several headers
 * of the name are no guess. */
static const char *find_below(const struct tree_folder *folder,
	const char *from, const char *name)
{
	const char *best = NULL;
	int best_tail = 0, best_distance = 0, named = 0;

	for (uint32_t i = 0; i < folder->headers.count; i++) {
		const char *path = folder->headers.items[i].path;
		int tail = common_tail(path, name), steps;

		named += tail > 0;
		if (!tail || tail < best_tail)
			continue;
		steps = distance(from, path);
		if (tail == best_tail && steps >= best_distance)
			continue;
		best = path;
		best_tail = tail;
		best_distance = steps;
	}
	return best_tail == 1 && named > 1 && strpbrk(name, "/\\") ? NULL :
								     best;
}

static const char *find_beside(
	const struct tree_folder *folder, const char *name)
{
	const char *found = NULL;

	for (uint32_t i = 0; i < folder->headers.count; i++) {
		const struct header *header = &folder->headers.items[i];

		if (header->among_sources ||
			!common_tail(header->path, name))
			continue;
		if (found)
			return NULL;
		found = header->path;
	}
	return found;
}

const char *tree_find(struct tree *tree, const char *root, const char *from,
	const char *name)
{
	const char *found;

	name = without_ascent(name);
	found = find_below(folder_of(tree, root), from, name);
	for (int i = 0; !found && i < FOLDERS_ABOVE; i++) {
		if (platform_path_kind(path_join(tree->arena, root, ".git")) !=
			PATH_MISSING)
			break;
		root = path_normalise(
			tree->arena, path_join(tree->arena, root, ".."));
		found = find_beside(folder_of(tree, root), name);
	}
	return found;
}
