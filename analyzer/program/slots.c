/*
 * Slots: the places that hold function pointers. A slot is a field of a record
 * type (all objects of the type are one), a variable, a local, or a parameter;
 * of tables that are never changed each element is one of its own. Here is
 * which slot something is; slot_filling.c fills them, targets.c looks them up.
 */
#include "program/slots.h"

#include <string.h>

uint32_t slot_of_key(struct program *program, const char *key,
	const char *record, const char *field)
{
	uint32_t index = map_get(&program->slot_by_key, key);
	struct slot *slot;

	if (index != MAP_NONE)
		return index;
	index = program->slots.count;
	slot = vec_add(program->arena, &program->slots);
	slot->record = record;
	slot->field = field;
	slot->kernel = NONE;
	map_set(program->arena, &program->slot_by_key, key, index);
	return index;
}

uint32_t slot_of_field(
	struct program *program, const char *record, const char *field)
{
	const char *name = intern(&program->names, record_without_tag(record));
	const char *member = intern(&program->names, field);

	return slot_of_key(program,
		intern_printf(&program->names, "F %s.%s", name, member), name,
		member);
}

const char *key_of_variable(struct program *program, uint32_t variable)
{
	return intern_printf(&program->names, "G %u", (unsigned)variable);
}

const char *key_of_parameter(struct program *program,
	const struct routine *routine, uint32_t parameter)
{
	return intern_printf(&program->names, "P %u %u",
		(unsigned)routine->first,
		(unsigned)parameter);
}

static const char *key_of_root(struct program *program,
	const struct routine *routine, const struct path *path)
{
	const struct linked_unit *unit = &program->units.items[routine->unit];
	struct intern *names = &program->names;
	uint32_t variable;

	switch (path->root) {
	case ROOT_GLOBAL:
		variable = unit->variables[path->index];
		return variable == NONE ?
			NULL :
			key_of_variable(program, variable);
	case ROOT_LOCAL:
		return intern_printf(names, "L %u %u",
			(unsigned)routine->first,
			(unsigned)path->index);
	case ROOT_PARAMETER:
		return key_of_parameter(program, routine, path->index);
	default:
		return NULL;
	}
}

bool is_picked(const char *steps)
{
	return steps[0] == '[' && steps[1] != ']' &&
		!strchr(steps, '.') && !strchr(steps, '*');
}

const char *without_picks(struct program *program, const char *steps)
{
	char *plain = arena_strdup(program->arena, steps), *to = plain;

	for (const char *from = plain; *from;) {
		*to++ = *from;
		from += *from == '[' ? strcspn(from, "]") : 1;
	}
	*to = '\0';
	return plain;
}

const char *key_of_constant_field(struct program *program, uint32_t variable,
	const char *steps)
{
	const struct variable *definition = variable != NONE ?
		program->variables.items[variable].definition :
		NULL;

	if (!definition || *steps == '-' || !definition->is_const)
		return NULL;
	return intern_printf(&program->names, "C %u%s", (unsigned)variable,
		steps);
}

uint32_t slot_of_element(
	struct program *program, const char *key, const char *steps)
{
	return slot_of_key(program,
		intern_printf(&program->names, "%s%s", key, steps), NULL, key);
}

const char *storage_key(
	struct program *program, const struct routine *routine, uint32_t index)
{
	const struct path *path =
		&routine->body->paths.items[index];

	return path->record && path->field ?
		intern_printf(&program->names, "F %s.%s",
			record_without_tag(path->record), path->field) :
		key_of_root(program, routine, path);
}

/* The slot of a field of a constant table, or NONE. */
static uint32_t slot_of_constant(struct program *program,
	const struct routine *routine, const struct path *path)
{
	const struct linked_unit *unit = &program->units.items[routine->unit];
	const char *key = path->root == ROOT_GLOBAL ?
		key_of_constant_field(program, unit->variables[path->index],
			path->steps) :
		NULL;

	return key ? map_get(&program->slot_by_key, key) : MAP_NONE;
}

uint32_t slot_of_path(struct program *program,
	const struct routine *routine, uint32_t path_index)
{
	const struct path *path =
		&routine->body->paths.items[path_index];
	const char *key;

	if (path->record && path->field) {
		uint32_t slot = slot_of_constant(program, routine, path);

		return slot != MAP_NONE ? slot :
			slot_of_field(program, path->record, path->field);
	}
	key = key_of_root(program, routine, path);
	if (key && is_picked(path->steps))
		return slot_of_element(program, key, path->steps);
	return key ? slot_of_key(program, key, NULL, path->text) : NONE;
}

uint32_t slot_of_table(struct program *program,
	const struct routine *routine, uint32_t path_index)
{
	const struct path *path =
		&routine->body->paths.items[path_index];
	const char *key = is_picked(path->steps) && !path->record ?
		key_of_root(program, routine, path) :
		NULL;

	return key ? slot_of_key(program, key, NULL, path->text) : NONE;
}

uint32_t slot_of_parameter(
	struct program *program, const struct routine *callee, uint32_t index)
{
	const struct function *function = callee->definition;

	if (!function || index >= function->parameters.count)
		return NONE;
	return slot_of_key(program, key_of_parameter(program, callee, index),
		NULL, function->parameters.items[index].name);
}

bool record_is_made_up(const char *record)
{
	return !strncmp(record, "pageaudit_t", strlen("pageaudit_t")) ||
		!strncmp(record, "pageaudit_of_", strlen("pageaudit_of_"));
}

const char *record_without_tag(const char *record)
{
	if (!strncmp(record, "pageaudit_of_", strlen("pageaudit_of_")))
		record += strlen("pageaudit_of_");
	while (*record == '_')
		record++;
	return record;
}

bool may_hold_function(
	const struct routine *routine, struct operand argument, uint32_t target)
{
	return target != NONE ||
		(routine->is_handed &&
			operand_is_untyped(routine->body, argument)) ||
		(argument.kind == OPERAND_PATH &&
			type_holds_function(routine->body->paths
					       .items[argument.index]
					       .type));
}
