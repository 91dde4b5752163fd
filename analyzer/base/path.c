#include "base/path.h"

#include <ctype.h>
#include <string.h>

bool path_is_absolute(const char *path)
{
	return path[0] == '/' || path[0] == '\\' ||
		(isalpha((unsigned char)path[0]) && path[1] == ':');
}

const char *path_base(const char *path)
{
	const char *base = path;

	for (; *path; path++)
		if (*path == '/' || *path == '\\')
			base = path + 1;
	return base;
}

const char *path_extension(const char *path)
{
	const char *dot = strrchr(path_base(path), '.');

	return dot ? dot + 1 : "";
}

char *path_directory(struct arena *arena, const char *path)
{
	const char *base = path_base(path);

	if (base == path)
		return arena_strdup(arena, ".");
	if (base == path + 1)
		return arena_strdup(arena, "/");
	return arena_strndup(arena, path, (size_t)(base - path - 1));
}

char *path_join(struct arena *arena, const char *directory, const char *name)
{
	if (path_is_absolute(name) || !strcmp(directory, "."))
		return arena_strdup(arena, name);
	return arena_printf(arena, "%s%s%s", directory,
		directory[strlen(directory) - 1] == '/' ? "" : "/", name);
}

/* Drops the last component of what is written so far; false if there is none
 * that may be dropped. */
static bool drop_last(char *start, char **end)
{
	char *last = *end;

	if (last == start)
		return false;
	while (last > start && last[-1] != '/')
		last--;
	if (*end - last == 2 && !strncmp(last, "..", 2))
		return false;
	*end = last > start ? last - 1 : last;
	return true;
}

char *path_normalise(struct arena *arena, const char *path)
{
	char *result = arena_alloc(arena, strlen(path) + 2);
	char *start = result, *end;

	if (path[0] == '/' || path[0] == '\\')
		*start++ = '/';
	end = start;
	while (*path) {
		size_t length = strcspn(path, "/\\");
		bool up = length == 2 && !strncmp(path, "..", 2);

		if (up && (drop_last(start, &end) || start != result))
			; /* "a/.." is nothing, and neither is "/.." */
		else if (length && !(length == 1 && *path == '.')) {
			if (end > start)
				*end++ = '/';
			memcpy(end, path, length);
			end += length;
		}
		path += length;
		path += strspn(path, "/\\");
	}
	*end = '\0';
	return *result ? result : arena_strdup(arena, ".");
}

const char *path_relative(const char *root, const char *path)
{
	size_t length = strlen(root);

	if (!strncmp(root, path, length)) {
		if (length && root[length - 1] == '/')
			return path + length;
		if (path[length] == '/')
			return path + length + 1;
		if (!path[length])
			return ".";
	}
	return path;
}
