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

/* The element of the same row with another field, or NULL. */
static const struct fill *in_row(const struct handover *handover,
	const char *field)
{
	const struct facts *facts = handover->unit->facts;
	const struct fill *self = &facts->fills.items[handover->fill];
	size_t row = strcspn(self->steps, "]");

	for (uint32_t i = 0; i < facts->fills.count; i++) {
		const struct fill *other = &facts->fills.items[i];

		if (other->variable == self->variable && other->field &&
			!strcmp(other->field, field) &&
			!strncmp(other->steps, self->steps, row + 1))
			return other;
	}
	return NULL;
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
	const struct fill *pre = in_row(handover, "PreOperation");
	const struct routine *routine;
	struct returned returned;

	if (!pre || pre->function == NONE)
		return false;
	routine = program_routine(
		program, handover->unit->routines[pre->function]);
	if (!routine->definition)
		return false;
	returned = read_returns(routine->definition->body);
	return returned.synchronize && !returned.callback;
}

bool flt_completes_safely(const struct program *program,
	const struct handover *handover, const char *condition)
{
	const struct fill *major;

	if (!handover || !handover->unit)
		return false;
	if (!strcmp(condition, "preop-status"))
		return always_synchronizes(program, handover);
	major = in_row(handover, "MajorFunction");
	return major && major->function == NONE &&
		major->constant == MAJOR_CREATE;
}
