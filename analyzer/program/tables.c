/*
 * Which tables a pointer may lead to, whatever the order of statements. A field
 * that initialisers alone fill holds what the tables at hand hold, not what all
 * tables of the record do: where everything that a pointer is given is the address
 * of a table, only those count. A pointer that comes from elsewhere may lead to any.
 */
#include <string.h>

#include "program/slots.h"

/* ---- what a pointer is given ---------------------------------------------- */

static bool ends_in(const char *steps, const char *field)
{
	size_t length = strlen(steps), end = strlen(field);

	return length > end && !strcmp(steps + length - end, field);
}

static bool is_local(const struct path *path)
{
	return path->root == ROOT_LOCAL && !path->steps[0];
}

/* The field of a record, and not what it points to. */
static bool is_field(const struct path *path)
{
	return path->record && path->field && ends_in(path->steps, path->field);
}

static void add_table(struct program *program, struct pointer_sources *sources,
	uint32_t variable)
{
	sources->any |= variable == NONE;
	for (uint32_t i = 0; i < sources->tables.count; i++)
		if (sources->tables.items[i] == variable)
			return;
	*vec_add(program->arena, &sources->tables) = variable;
}

/* NULL leads nowhere, and to count a pointer on leaves it in its table. */
static void add_source(struct program *program, struct pointer_sources *sources,
	const struct routine *routine, struct operand value)
{
	const struct path *path;

	if (value.kind == OPERAND_CONSTANT || value.kind == OPERAND_UNKNOWN)
		return;
	if (value.kind != OPERAND_PATH && value.kind != OPERAND_ADDRESS) {
		sources->any = true;
		return;
	}
	path = &routine->body->paths.items[value.index];
	if (value.kind == OPERAND_PATH ?
			is_local(path) || is_field(path) :
			path->root == ROOT_LOCAL && !strcmp(path->steps, "[]"))
		*vec_add(program->arena, &sources->pointers) =
			(struct pointer_at){ routine, path };
	else if (value.kind == OPERAND_ADDRESS && path->root == ROOT_GLOBAL &&
		!strchr(path->steps, '*') && !strstr(path->steps, "->"))
		add_table(program, sources,
			program->units.items[routine->unit]
				.variables[path->index]);
	else
		sources->any = true;
}

/* What an event stores in the pointers that `is_it` knows, or who else may: one that
 * is given the address of such a pointer. */
static void add_sources_of_event(struct program *program,
	struct pointer_sources *sources, const struct routine *routine,
	const struct event *event,
	bool (*is_it)(const struct path *path, const struct path *pointer),
	const struct path *pointer)
{
	const struct path *paths = routine->body->paths.items;

	if (event->kind == EVENT_ASSIGN && is_it(&paths[event->path], pointer))
		add_source(program, sources, routine, event->value);
	if (event->kind == EVENT_ADDRESS &&
		event->value.kind == OPERAND_ADDRESS &&
		is_it(&paths[event->value.index], pointer))
		sources->any = true;
	for (uint32_t i = 0; i < event->arguments.count; i++)
		if (event->arguments.items[i].kind == OPERAND_ADDRESS &&
			is_it(&paths[event->arguments.items[i].index], pointer))
			sources->any = true;
}

static bool is_that_local(const struct path *path, const struct path *pointer)
{
	return is_local(path) && path->index == pointer->index;
}

static bool is_that_field(const struct path *path, const struct path *pointer)
{
	return is_field(path) && !strcmp(path->field, pointer->field) &&
		!strcmp(record_without_tag(path->record),
			record_without_tag(pointer->record));
}

static struct pointer_sources sources_of_local(
	struct program *program, const struct pointer_at *at)
{
	const struct body *body = at->routine->body;
	struct pointer_sources sources = {
		.any = body->locals.items[at->path->index].is_static,
	};

	for (uint32_t e = 0; e < body->events.count && !sources.any; e++)
		add_sources_of_event(program, &sources, at->routine,
			&body->events.items[e], is_that_local, at->path);
	return sources;
}

static void add_initialisers(struct program *program,
	struct pointer_sources *sources, const struct path *pointer)
{
	for (uint32_t u = 0; u < program->units.count; u++) {
		const struct linked_unit *unit = &program->units.items[u];

		for (uint32_t i = 0; i < unit->facts->fills.count; i++) {
			const struct fill *fill = &unit->facts->fills.items[i];

			if (fill->table != NONE && fill->record &&
				fill->field &&
				!strcmp(fill->field, pointer->field) &&
				!strcmp(record_without_tag(fill->record),
					record_without_tag(pointer->record)))
				add_table(program, sources,
					unit->variables[fill->table]);
		}
	}
}

static struct pointer_sources find_sources_of_field(
	struct program *program, const struct path *pointer)
{
	struct pointer_sources sources = { 0 };

	add_initialisers(program, &sources, pointer);
	for (uint32_t r = 0; r < program->routines.count && !sources.any; r++) {
		const struct routine *routine = &program->routines.items[r];

		if (!routine->definition || !routine->body)
			continue;
		sources.any |= routine->body->lost_statements > 0;
		for (uint32_t e = 0;
			e < routine->body->events.count && !sources.any; e++)
			add_sources_of_event(program, &sources, routine,
				&routine->body->events.items[e], is_that_field,
				pointer);
	}
	return sources;
}

/* All bodies are searched once for each field, not for each call through it. */
static const struct pointer_sources *sources_of_field(
	struct program *program, const struct path *pointer)
{
	const char *key = intern_printf(&program->names, "%s.%s",
		record_without_tag(pointer->record), pointer->field);
	uint32_t known = map_get(&program->sources_by_field, key);

	if (known == MAP_NONE) {
		struct pointer_sources sources =
			find_sources_of_field(program, pointer);

		known = program->sources.count;
		*vec_add(program->arena, &program->sources) = sources;
		map_set(program->arena, &program->sources_by_field, key, known);
	}
	return &program->sources.items[known];
}

/* ---- where it may lead ---------------------------------------------------- */

/* Whether two pointers are one here: a local of a routine, a field of a record. */
static bool is_same(const struct pointer_at *a, const struct pointer_at *b)
{
	if (is_field(a->path))
		return is_field(b->path) && is_that_field(a->path, b->path);
	return !is_field(b->path) && a->routine == b->routine &&
		a->path->index == b->path->index;
}

static void add_pointer(struct program *program, struct pointer_sources *found,
	struct pointer_at at)
{
	for (uint32_t i = 0; i < found->pointers.count; i++)
		if (is_same(&found->pointers.items[i], &at))
			return;
	*vec_add(program->arena, &found->pointers) = at;
}

/* All that a pointer is given, itself or by way of other pointers: those of `found`
 * are looked at one after the other. */
static struct pointer_sources find_tables(
	struct program *program, struct pointer_at from)
{
	struct pointer_sources found = { .any = !is_local(from.path) &&
			!is_field(from.path) };

	add_pointer(program, &found, from);
	for (uint32_t i = 0; i < found.pointers.count && !found.any; i++) {
		const struct pointer_at at = found.pointers.items[i];
		struct pointer_sources sources = is_field(at.path) ?
			*sources_of_field(program, at.path) :
			sources_of_local(program, &at);

		found.any |= sources.any;
		for (uint32_t t = 0; t < sources.tables.count; t++)
			add_table(program, &found, sources.tables.items[t]);
		for (uint32_t p = 0; p < sources.pointers.count; p++)
			add_pointer(program, &found, sources.pointers.items[p]);
	}
	return found;
}

/* "->Ops" of "->Ops->Enter" and of "->Ops[2].Enter"; NULL if no pointer leads to
 * the field. */
static const char *steps_of_pointer(
	struct program *program, const struct path *path)
{
	const char *steps = path->steps;
	size_t length = strlen(steps), end = strlen(path->field);
	const char *bracket;

	if (!ends_in(steps, path->field))
		return NULL;
	length -= end;
	if (length >= 2 && !strncmp(steps + length - 2, "->", 2))
		return intern_n(&program->names, steps, length - 2);
	if (length < 2 || strncmp(steps + length - 2, "].", 2) != 0)
		return NULL;
	for (bracket = steps + length; *bracket != '[';)
		if (bracket-- == steps)
			return NULL;
	return intern_n(&program->names, steps, (size_t)(bracket - steps));
}

static const struct path *pointer_of(struct program *program,
	const struct body *body, const struct path *path)
{
	const char *steps = path->root == ROOT_GLOBAL ?
		NULL :
		steps_of_pointer(program, path);

	for (uint32_t i = 0; steps && i < body->paths.count; i++)
		if (paths_share_root(&body->paths.items[i], path) &&
			!strcmp(body->paths.items[i].steps, steps))
			return &body->paths.items[i];
	return NULL;
}

static void add_targets_of(struct program *program,
	const struct pointer_sources *found, const struct slot *slot,
	struct target_list *list)
{
	for (uint32_t i = 0; i < slot->entries.count; i++) {
		const struct table_entry *entry = &slot->entries.items[i];
		bool known = false;

		for (uint32_t t = 0; t < list->list.count; t++)
			known |= list->list.items[t] == entry->target;
		for (uint32_t v = 0; !known && v < found->tables.count; v++)
			if (found->tables.items[v] == entry->variable) {
				*vec_add(program->arena, &list->list) =
					entry->target;
				known = true;
			}
	}
}

/* The targets of a call through a path, by the tables that it may lead to; none if
 * these are not known. */
static struct target_list find_targets(struct program *program,
	const struct routine *routine, const struct path *path,
	const struct slot *slot)
{
	const struct path *pointer = pointer_of(program, routine->body, path);
	struct target_list list = { 0 };
	struct pointer_sources found;

	if (!pointer)
		return list;
	found = find_tables(program, (struct pointer_at){ routine, pointer });
	if (!found.any)
		add_targets_of(program, &found, slot, &list);
	return list;
}

struct targets narrowed_targets(struct program *program,
	const struct routine *routine, uint32_t path_index,
	struct targets targets)
{
	uint64_t key = (uint64_t)(routine - program->routines.items) << 32 |
		path_index;
	const struct slot *slot = field_slot(program, routine, path_index);
	const struct target_list *list;
	uint32_t known;

	if (!slot || slot->assigned || targets.count < 2)
		return targets;
	known = map_get_number(&program->narrowed_by_path, key);
	if (known == MAP_NONE) {
		known = program->narrowed.count;
		*vec_add(program->arena, &program->narrowed) = find_targets(
			program, routine, &routine->body->paths.items[path_index],
			slot);
		map_set_number(program->arena, &program->narrowed_by_path, key,
			known);
	}
	list = &program->narrowed.items[known];
	return list->list.count ? (struct targets){ list->list.items,
					  list->list.count } :
				  targets;
}
