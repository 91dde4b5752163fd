/*
 * A row of FLT_OPERATION_REGISTRATION is recognised by its steps: the elements
 * of `Table[2]` all start with "[2]". What the pre-operation callback returns
 * is read from its return statements: constants, and constants that a returned
 * local is given. Anything else leaves the row as it is, at <= DISPATCH_LEVEL.
 *
 * Page: writing post-operation callback routines.
 */
#include "program/flt.h"

#include <string.h>

enum { MAJOR_CREATE = 0, PREOP_WITH_CALLBACK = 0, PREOP_SYNCHRONIZE = 5 };

/* What a row says in a field: a routine, or a constant. */
struct cell {
	uint32_t routine; /* or NONE */
	int64_t constant;
};

static bool is_same_row(const char *self, const char *other)
{
	size_t row = strcspn(self, "]");

	return self[row] && !strncmp(self, other, row + 1);
}

/* In a table of the unit. */
static bool in_filled_row(const struct handover *handover, const char *field,
	struct cell *cell)
{
	const struct facts *facts = handover->unit->facts;
	const struct fill *self = &facts->fills.items[handover->fill];

	for (uint32_t i = 0; i < facts->fills.count; i++) {
		const struct fill *other = &facts->fills.items[i];

		if (other->variable != self->variable || !other->field ||
			strcmp(other->field, field) ||
			!is_same_row(self->steps, other->steps))
			continue;
		cell->routine = other->function == NONE ?
			NONE :
			handover->unit->routines[other->function];
		cell->constant = other->constant;
		return true;
	}
	return false;
}

/* In a table that a routine fills, before what is handed over or after it. */
static bool in_assigned_row(const struct program *program,
	const struct handover *handover, const char *field, struct cell *cell)
{
	const struct body *body = handover->routine->body;
	const struct path *self =
		&body->paths.items[body->events.items[handover->event].path];

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];
		const struct path *path;

		if (event->kind != EVENT_ASSIGN)
			continue;
		path = &body->paths.items[event->path];
		if (path->root != self->root || path->index != self->index ||
			!path->field || strcmp(path->field, field) ||
			!is_same_row(self->steps, path->steps))
			continue;
		cell->routine = operand_routine(
			program, handover->routine, event->value);
		cell->constant = event->value.constant;
		return cell->routine != NONE ||
			event->value.kind == OPERAND_CONSTANT;
	}
	return false;
}

/* The element of the same row with another field. */
static bool in_row(const struct program *program,
	const struct handover *handover, const char *field, struct cell *cell)
{
	if (handover->unit)
		return in_filled_row(handover, field, cell);
	return handover->routine->body->events.items[handover->event].kind ==
		EVENT_ASSIGN &&
		in_assigned_row(program, handover, field, cell);
}

struct returned {
	bool callback, synchronize;
};

static void add_constant(struct returned *returned, struct operand value)
{
	if (value.kind != OPERAND_CONSTANT)
		return;
	returned->callback |= value.constant == PREOP_WITH_CALLBACK;
	returned->synchronize |= value.constant == PREOP_SYNCHRONIZE;
}

static struct returned read_returns(const struct body *body)
{
	struct returned returned = { false, false };

	for (uint32_t b = 0; b < body->blocks.count; b++) {
		const struct block *block = &body->blocks.items[b];
		struct operand value = block->test.left;

		if (block->exit != EXIT_RETURN)
			continue;
		add_constant(&returned, value);
		for (uint32_t e = 0; value.kind == OPERAND_PATH &&
			e < body->events.count; e++)
			if (body->events.items[e].kind == EVENT_ASSIGN &&
				body->events.items[e].path == value.index)
				add_constant(&returned,
					body->events.items[e].value);
	}
	return returned;
}

static bool always_synchronizes(
	const struct program *program, const struct handover *handover)
{
	const struct routine *routine;
	struct returned returned;
	struct cell pre;

	if (!in_row(program, handover, "PreOperation", &pre) ||
		pre.routine == NONE)
		return false;
	routine = program_routine(program, pre.routine);
	if (!routine->definition)
		return false;
	returned = read_returns(routine->definition->body);
	return returned.synchronize && !returned.callback;
}

bool flt_completes_safely(const struct program *program,
	const struct handover *handover, const char *condition)
{
	struct cell major;

	if (!handover)
		return false;
	if (!strcmp(condition, "preop-status"))
		return always_synchronizes(program, handover);
	return in_row(program, handover, "MajorFunction", &major) &&
		major.routine == NONE && major.constant == MAJOR_CREATE;
}
