#include "project/lookup.h"

#include <string.h>

#include "base/nocase.h"
#include "base/path.h"

void lookup_init(struct lookup *lookup, struct arena *arena)
{
	*lookup = (struct lookup){ .arena = arena };
	intern_init(&lookup->names, arena);
}

static const char *key_of(struct lookup *lookup, const char *name)
{
	return intern(&lookup->names, nocase_lower(lookup->arena, name));
}

static void list(struct lookup *lookup, const char *directory)
{
	struct map *names = vec_add(lookup->arena, &lookup->listed);
	struct name_list found = { 0 };
	const char *error;

	if (!platform_list_directory(
		    lookup->arena, directory, &found, &error))
		return;
	for (uint32_t i = 0; i < found.items.count; i++) {
		map_set(lookup->arena, names,
			key_of(lookup, found.items.items[i]),
			lookup->real.count);
		*vec_add(lookup->arena, &lookup->real) = found.items.items[i];
	}
}

/* How a directory spells a name, or NULL. */
static const char *real_name(
	struct lookup *lookup, const char *directory, const char *name)
{
	const char *key = intern(&lookup->names, directory);
	uint32_t index = map_get(&lookup->by_directory, key);

	if (index == MAP_NONE) {
		index = lookup->listed.count;
		list(lookup, directory);
		map_set(lookup->arena, &lookup->by_directory, key, index);
	}
	index = map_get(&lookup->listed.items[index], key_of(lookup, name));
	return index == MAP_NONE ? NULL : lookup->real.items[index];
}

static const char *find(struct lookup *lookup, const char *path)
{
	const char *directory, *name = path_base(path), *real;

	if (platform_path_kind(path) != PATH_MISSING)
		return path;
	if (!*name || !strcmp(name, path) || !strcmp(name, ".."))
		directory = ".";
	else
		directory = path_directory(lookup->arena, path);
	if (!strcmp(directory, path))
		return NULL;
	if (strcmp(directory, "."))
		directory = find(lookup, directory);
	real = directory ? real_name(lookup, directory, name) : NULL;
	return real ? path_join(lookup->arena, directory, real) : NULL;
}

const char *lookup_path(struct lookup *lookup, const char *path)
{
	const char *normal = path_normalise(lookup->arena, path);
	const char *found = find(lookup, normal);

	return found ? found : normal;
}

enum path_kind lookup_kind(struct lookup *lookup, const char **path)
{
	*path = lookup_path(lookup, *path);
	return platform_path_kind(*path);
}
