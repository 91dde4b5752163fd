/*
 * What a call may lead to: looked up once slots are filled.
 */
#include <string.h>

#include "program/slots.h"

bool runs_where_handed(const struct routine *routine)
{
	return routine->definition && routine->definition->is_lambda &&
		!routine->called_through && !routine->caller_count &&
		!routine->roles.count;
}

static struct targets slot_targets(struct program *program,
	const struct routine *routine, uint32_t path_index)
{
	uint32_t slot = slot_of_path(program, routine, path_index);
	const struct slot *found;

	if (slot == NONE)
		return (struct targets){ NULL, 0 };
	found = &program->slots.items[slot];
	return (struct targets){ found->targets.items, found->targets.count };
}

struct targets stored_targets(struct program *program,
	const struct routine *routine, struct operand operand)
{
	if (!may_hold_function(routine, operand, NONE) &&
		!operand_is_table(routine->body, operand))
		return (struct targets){ NULL, 0 };
	return slot_targets(program, routine, operand.index);
}

const struct slot *field_slot(struct program *program,
	const struct routine *routine, uint32_t path_index)
{
	const struct path *path =
		&routine->body->paths.items[path_index];

	return path->record && path->field ?
		&program->slots.items[slot_of_field(
			program, path->record, path->field)] :
		NULL;
}

/* The length of ".Field" at the end of an entry's steps; 0 if it is no entry of
 * that field. */
static size_t entry_tail(const struct table_entry *entry, const char *field)
{
	size_t length = strlen(entry->steps), end = strlen(field) + 1;

	return length >= end && entry->steps[length - end] == '.' &&
			!strcmp(entry->steps + length - end + 1, field) ?
		end :
		0;
}

bool entry_is_of(const struct table_entry *entry, uint32_t variable,
	const char *steps, const char *field)
{
	size_t end = entry_tail(entry, field);

	return entry->variable == variable && end &&
		strlen(steps) + end == strlen(entry->steps) &&
		!strncmp(entry->steps, steps, strlen(steps));
}

const char *table_of_entry(struct program *program,
	const struct table_entry *entry, const char *field)
{
	size_t end = entry_tail(entry, field);

	if (entry->variable == NONE || !end)
		return NULL;
	return intern_printf(&program->names, "g%u%.*s",
		(unsigned)entry->variable, (int)(strlen(entry->steps) - end),
		entry->steps);
}

struct targets call_targets(struct program *program,
	const struct routine *routine, const struct event *event,
	uint32_t *direct)
{
	const struct routine *callee;

	*direct = operand_routine(program, routine, event->callee);
	if (event->callee.kind == OPERAND_PATH) {
		uint32_t slot = slot_of_path(
			program, routine, event->callee.index);

		if (slot != NONE)
			*direct = program->slots.items[slot].kernel;
		return narrowed_targets(program, routine, event->callee.index,
			slot_targets(program, routine, event->callee.index));
	}
	if (*direct == NONE)
		return (struct targets){ NULL, 0 };
	callee = &program->routines.items[*direct];
	if (event->is_virtual && callee->overriders.count) {
		if (!callee->definition)
			*direct = NONE;
		return (struct targets){ callee->overriders.items,
			callee->overriders.count };
	}
	return (struct targets){ NULL, 0 };
}

const char *callee_name(struct program *program, const struct routine *in,
	const struct event *event)
{
	struct intern *names = &program->names;
	uint32_t direct = operand_routine(program, in, event->callee);

	if (event->macro && book_find(&program->book, event->macro))
		return intern_printf(names, "'%s'", event->macro);
	if (direct != NONE)
		return intern_printf(names, "'%s'",
			program->routines.items[direct].name);
	if (event->callee.kind == OPERAND_PATH)
		return intern_printf(names, "'%s'",
			in->body->paths
				.items[event->callee.index]
				.text);
	return "an unknown routine";
}
