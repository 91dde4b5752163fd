/*
 * Which tables a pointer may lead to, whatever the order of statements. A field
 * that initialisers alone fill holds what the tables at hand hold, not what all
 * tables of the record do: where everything that a pointer is given is the address
 * of a table, only those count. A pointer that comes from elsewhere may lead to any.
 */
#include <string.h>

#include "program/slots.h"

struct finding_tables {
	struct program *program;
	bool any;		/* it may come from elsewhere */
	VEC(uint32_t) variables; /* the tables */
	VEC(const char *) seen; /* the pointers that were looked at */
};

static void find_in_value(struct finding_tables *tables,
	const struct routine *routine, struct operand value);

static void add_variable(struct finding_tables *tables, uint32_t variable)
{
	if (variable == NONE) {
		tables->any = true;
		return;
	}
	for (uint32_t i = 0; i < tables->variables.count; i++)
		if (tables->variables.items[i] == variable)
			return;
	*vec_add(tables->program->arena, &tables->variables) = variable;
}

/* Whether a pointer is looked at for the first time. */
static bool is_new(struct finding_tables *tables, const char *key)
{
	for (uint32_t i = 0; i < tables->seen.count; i++)
		if (tables->seen.items[i] == key)
			return false;
	*vec_add(tables->program->arena, &tables->seen) = key;
	return true;
}

static bool ends_in(const char *steps, const char *field)
{
	size_t length = strlen(steps), end = strlen(field);

	return length > end && !strcmp(steps + length - end, field);
}

/* The field of a record, and not what it points to. */
static bool is_field(
	const struct path *path, const char *record, const char *field)
{
	return path->record && path->field && !strcmp(path->field, field) &&
		!strcmp(record_without_tag(path->record), record) &&
		ends_in(path->steps, field);
}

/* What an event stores in the pointers that `is_it` knows, or who else may: one that
 * is given the address of such a pointer. */
static void find_in_event(struct finding_tables *tables,
	const struct routine *routine, const struct event *event,
	bool (*is_it)(const struct path *path, const void *which),
	const void *which)
{
	const struct path *paths = routine->body->paths.items;

	if (event->kind == EVENT_ASSIGN && is_it(&paths[event->path], which))
		find_in_value(tables, routine, event->value);
	if (event->kind == EVENT_ADDRESS &&
		event->value.kind == OPERAND_ADDRESS &&
		is_it(&paths[event->value.index], which))
		tables->any = true;
	for (uint32_t i = 0; i < event->arguments.count; i++)
		if (event->arguments.items[i].kind == OPERAND_ADDRESS &&
			is_it(&paths[event->arguments.items[i].index], which))
			tables->any = true;
}

static bool is_that_local(const struct path *path, const void *which)
{
	return path->root == ROOT_LOCAL && !path->steps[0] &&
		path->index == *(const uint32_t *)which;
}

static void find_in_local(struct finding_tables *tables,
	const struct routine *routine, uint32_t local)
{
	const struct body *body = routine->body;

	if (!is_new(tables, intern_printf(&tables->program->names, "L %u %u",
				    (unsigned)(routine -
					    tables->program->routines.items),
				    (unsigned)local)))
		return;
	tables->any |= body->locals.items[local].is_static;
	for (uint32_t e = 0; e < body->events.count && !tables->any; e++)
		find_in_event(tables, routine, &body->events.items[e],
			is_that_local, &local);
}

struct which_field {
	const char *record, *field;
};

static bool is_that_field(const struct path *path, const void *which)
{
	const struct which_field *wanted = which;

	return is_field(path, wanted->record, wanted->field);
}

static void find_in_initialisers(
	struct finding_tables *tables, const struct which_field *wanted)
{
	for (uint32_t u = 0; u < tables->program->units.count; u++) {
		const struct linked_unit *unit =
			&tables->program->units.items[u];

		for (uint32_t i = 0; i < unit->facts->fills.count; i++) {
			const struct fill *fill = &unit->facts->fills.items[i];

			if (fill->table != NONE && fill->record &&
				fill->field &&
				!strcmp(fill->field, wanted->field) &&
				!strcmp(record_without_tag(fill->record),
					wanted->record))
				add_variable(tables,
					unit->variables[fill->table]);
		}
	}
}

static void find_in_field(
	struct finding_tables *tables, const char *record, const char *field)
{
	const struct which_field wanted = { record_without_tag(record), field };
	struct program *program = tables->program;

	if (!is_new(tables, intern_printf(&program->names, "F %s.%s",
				    wanted.record, field)))
		return;
	find_in_initialisers(tables, &wanted);
	for (uint32_t r = 0; r < program->routines.count; r++) {
		const struct routine *routine = &program->routines.items[r];

		if (!routine->definition || !routine->body)
			continue;
		tables->any |= routine->body->lost_statements > 0;
		for (uint32_t e = 0; e < routine->body->events.count &&
			!tables->any; e++)
			find_in_event(tables, routine,
				&routine->body->events.items[e],
				is_that_field, &wanted);
	}
}

/* What a pointer holds that is read or copied. */
static void find_in_pointer(struct finding_tables *tables,
	const struct routine *routine, const struct path *path)
{
	if (path->root == ROOT_LOCAL && !path->steps[0])
		find_in_local(tables, routine, path->index);
	else if (path->record && path->field &&
		ends_in(path->steps, path->field))
		find_in_field(tables, path->record, path->field);
	else
		tables->any = true;
}

/* NULL leads nowhere, and to count a pointer on leaves it in its table. */
static void find_in_value(struct finding_tables *tables,
	const struct routine *routine, struct operand value)
{
	const struct path *path;

	if (value.kind == OPERAND_CONSTANT || value.kind == OPERAND_UNKNOWN)
		return;
	if (value.kind != OPERAND_PATH && value.kind != OPERAND_ADDRESS) {
		tables->any = true;
		return;
	}
	path = &routine->body->paths.items[value.index];
	if (value.kind == OPERAND_PATH) {
		find_in_pointer(tables, routine, path);
	} else if (path->root == ROOT_GLOBAL && !strchr(path->steps, '*') &&
		!strstr(path->steps, "->")) {
		add_variable(tables, tables->program->units
					     .items[routine->unit]
					     .variables[path->index]);
	} else if (path->root == ROOT_LOCAL && !strcmp(path->steps, "[]")) {
		find_in_local(tables, routine, path->index);
	} else {
		tables->any = true;
	}
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

static void add_targets_of(struct finding_tables *tables,
	const struct slot *slot, struct target_list *list)
{
	for (uint32_t i = 0; i < slot->entries.count; i++) {
		const struct table_entry *entry = &slot->entries.items[i];
		bool known = false;

		for (uint32_t t = 0; t < list->list.count; t++)
			known |= list->list.items[t] == entry->target;
		for (uint32_t v = 0; !known && v < tables->variables.count; v++)
			if (tables->variables.items[v] == entry->variable) {
				*vec_add(tables->program->arena, &list->list) =
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
	struct finding_tables tables = { .program = program };
	const struct path *pointer = pointer_of(program, routine->body, path);
	struct target_list list = { 0 };

	if (pointer)
		find_in_pointer(&tables, routine, pointer);
	if (!tables.any)
		add_targets_of(&tables, slot, &list);
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
