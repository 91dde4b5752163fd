/*
 * A source becomes a unit: it is looked at first, so that the parser is not
 * given binaries, devices and directories.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"
#include "base/utf16.h"
#include "project/collector.h"
#include "project/defaults.h"

enum { MEGABYTE = 1024 * 1024, LARGEST_SOURCE = 32 * MEGABYTE, PROBE = 1024 };

/* Why an open file cannot be a source, or NULL; *size is its size. */
static const char *content_problem(FILE *file, int64_t *size)
{
	struct utf16 reader;
	char bytes[PROBE];
	size_t count = fread(bytes, 1, sizeof(bytes), file);

	if (ferror(file))
		return strerror(errno);
	if (!utf16_open(&reader, bytes, count) && memchr(bytes, 0, count))
		return "it is binary: there are NUL bytes at its start";
	if (fseek(file, 0, SEEK_END) != 0)
		return strerror(errno);
	*size = ftell(file);
	if (*size > LARGEST_SOURCE)
		return "it is larger than 32 MB, which no source file is";
	return NULL;
}

const char *collect_source_problem(
	struct arena *arena, const char *path, int64_t *size)
{
	enum path_kind kind = platform_path_kind(path);
	const char *problem;
	FILE *file;

	*size = 0;
	if (kind == PATH_MISSING)
		return "there is no such file";
	if (kind != PATH_FILE)
		return "it is not a regular file";
	file = fopen(path, "rb");
	if (!file)
		return arena_strdup(arena, strerror(errno));
	problem = content_problem(file, size);
	problem = problem ? arena_strdup(arena, problem) : NULL;
	fclose(file);
	return problem;
}

const char *collect_identity(struct collector *collector, const char *path)
{
	const char *real = platform_real_path(collector->arena, path);

	return intern(&collector->real_paths, real ? real : path);
}

bool collect_first_time(
	struct collector *collector, struct map *seen, const char *path)
{
	const char *key = collect_identity(collector, path);

	if (map_get(seen, key) != MAP_NONE)
		return false;
	map_set(collector->arena, seen, key, 1);
	return true;
}

void collect_unit(struct collector *collector, struct unit_set *set,
	const struct unit *found, const char *problem)
{
	struct project *project = collector->project;
	struct unit unit = *found;
	int64_t size = 1;

	collector->found += platform_path_kind(unit.path) != PATH_MISSING;
	if (!collect_first_time(collector, &set->seen, unit.path))
		return;
	if (!problem)
		problem = collect_source_problem(
			collector->arena, unit.path, &size);
	if (problem) {
		*vec_add(collector->arena, &project->unread) =
			(struct unread){ unit.path, problem };
		return;
	}
	if (size == 0)
		collect_remark(collector, "%s: the file is empty; there is "
			"nothing in it to audit", unit.path);
	defaults_add(collector->arena, collector->options, &unit);
	includes_resolve(&collector->includes, collector->options->headers,
		collector->root, &unit);
	*vec_add(collector->arena, &set->units) = project->units.list.count;
	*vec_add(collector->arena, &project->units.list) = unit;
}
