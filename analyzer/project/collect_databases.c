/*
 * Compilation databases: named by the user, or found below a directory, where
 * they say, as projects do, what is built there. Projects know more, such as
 * what the linker is told, and go before them.
 */
#include "base/path.h"
#include "project/collector.h"
#include "project/compile_commands.h"

struct entries {
	struct arena *arena;
	const char *here;
	VEC(struct database_entry) list;
};

static void add_entry(void *context, const struct database_entry *found)
{
	struct entries *entries = context;
	struct database_entry entry = *found;

	if (!unit_is_source(entry.unit.path))
		return; /* resources, assembler */
	entry.unit.path = path_relative(entries->here, entry.unit.path);
	*vec_add(entries->arena, &entries->list) = entry;
}

static const char *read_entries(struct collector *collector, const char *path,
	struct entries *entries)
{
	*entries = (struct entries){ .arena = collector->arena,
		.here = collector->here };
	return compile_commands_read(
		collector->arena, path, add_entry, entries);
}

static bool names_a_source(const struct entries *entries)
{
	for (uint32_t i = 0; i < entries->list.count; i++)
		if (platform_path_kind(entries->list.items[i].unit.path) !=
			PATH_MISSING)
			return true;
	return false;
}

static bool is_built_by_project(
	struct collector *collector, const struct database_entry *entry)
{
	return map_get(&collector->owned,
		       collect_identity(collector, entry->unit.path)) !=
		MAP_NONE;
}

static void add_units(
	struct collector *collector, const struct entries *entries)
{
	for (uint32_t i = 0; i < entries->list.count; i++) {
		const struct database_entry *entry = &entries->list.items[i];

		if (!is_built_by_project(collector, entry))
			collect_unit(collector, &collector->rest, &entry->unit,
				entry->problem);
	}
}

void collect_database(struct collector *collector, const char *path)
{
	struct entries entries;
	const char *error = read_entries(collector, path, &entries);

	if (error)
		collect_mistake(collector, "%s", error);
	else if (!names_a_source(&entries))
		collect_mistake(collector,
			"%s: none of the source files it names exists; make "
			"it again on this machine", path);
	else
		add_units(collector, &entries);
}

void collect_found_database(struct collector *collector, const char *path)
{
	struct entries entries;
	const char *error = read_entries(collector, path, &entries);

	if (error) {
		*vec_add(collector->arena, &collector->project->unread) =
			(struct unread){ path, error };
	} else if (!names_a_source(&entries)) {
		collect_remark(collector, "%s: none of the source files it "
			"names exists, so it does not count", path);
	} else {
		add_units(collector, &entries);
		collect_govern(collector, path);
	}
}
