/*
 * A row of FLT_OPERATION_REGISTRATION is recognised by its steps: the elements
 * of `Table[2]` all start with "[2]".
 *
 * Pages: writing post-operation callback routines; PFLT_POST_OPERATION_CALLBACK.
 */
#include "program/flt.h"

#include <string.h>

/* IRP_MJ_CREATE, and FLTFL_POST_OPERATION_DRAINING. */
enum { MAJOR_CREATE = 0, DRAINING = 1 };

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

static const struct preop *preop_of(
	struct program *program, const struct handover *handover)
{
	struct cell pre;

	return handover && in_row(program, handover, "PreOperation", &pre) &&
			pre.routine != NONE ?
		preop_read(program, pre.routine) :
		NULL;
}

const struct requests *flt_safe_requests(
	struct program *program, const struct handover *handover)
{
	const struct preop *preop = preop_of(program, handover);

	return preop ? &preop->safe : NULL;
}

bool flt_completes_safely(struct program *program,
	const struct handover *handover, const char *condition)
{
	const struct preop *preop = preop_of(program, handover);
	struct cell major;

	if (!strcmp(condition, "preop-status"))
		return preop && preop->is_safe;
	return handover && in_row(program, handover, "MajorFunction", &major) &&
		major.routine == NONE && major.constant == MAJOR_CREATE;
}

bool flt_is_post_operation(const struct role *role)
{
	return !strcmp(role->type, "PFLT_POST_OPERATION_CALLBACK");
}

static bool completes(const struct routine *routine)
{
	for (uint32_t i = 0; i < routine->roles.count; i++)
		if (flt_is_post_operation(&routine->roles.items[i]))
			return true;
	return false;
}

/* The requests that a post-operation callback does not get at DISPATCH_LEVEL;
 * NULL if there are none, or it is something else besides. */
static const struct requests *spared_requests(const struct routine *routine)
{
	const struct role *found = NULL;

	for (uint32_t i = 0; i < routine->roles.count; i++) {
		const struct role *role = &routine->roles.items[i];

		if (role->highest < IRQL_DISPATCH)
			continue;
		if (found || !flt_is_post_operation(role))
			return NULL;
		found = role;
	}
	return found ? found->spared : NULL;
}

static void add_premise(struct program *program, struct routine *routine,
	const char *steps, enum premise_kind kind, int64_t value)
{
	if (!routine->premises)
		routine->premises = arena_alloc(
			program->arena, sizeof(*routine->premises));
	*vec_add(program->arena, &routine->premises->list) = (struct premise){
		intern(&program->names, steps), kind, value };
}

void flt_give_premises(struct program *program, struct routine *routine)
{
	const struct requests *spared;

	if (!completes(routine))
		return;
	add_premise(program, routine, "p0->Iopb->MajorFunction", PREMISE_IS_NOT,
		MAJOR_CREATE);
	if (routine->caller_count) /* which may ask for it at any IRQL */
		return;
	add_premise(program, routine, "p3", PREMISE_LACKS, DRAINING);
	spared = spared_requests(routine);
	for (uint32_t i = 0; spared && i < spared->list.count; i++) {
		const struct request *request = &spared->list.items[i];

		add_premise(program, routine,
			arena_printf(program->arena, "p0%s", request->steps),
			PREMISE_IS_NOT, request->value);
	}
}
