/*
 * Whether a routine runs only while its section is locked. Its calls are looked
 * up, and in each caller the section has to be locked on every way to the call:
 * by a locking routine, or by a routine of the driver that comes back with the
 * section locked. A caller that itself runs only so will do, and a role whose
 * levels start at DISPATCH_LEVEL.
 *
 * Policy where knowledge runs out: not locked. A call by handle counts for the
 * section when the driver locks no other.
 */
#include "rules/check.h"

#include <string.h>

enum { DEPTH = 8 };

struct inquiry {
	struct check *check;
	const char *image;
	struct map seen; /* routines that are being looked at */
};

/* ---- one body ------------------------------------------------------------ */

enum effect { EFFECT_NONE, EFFECT_LOCKS, EFFECT_UNLOCKS };

static bool comes_back_locked(
	struct inquiry *inquiry, const struct routine *routine, int depth);

static enum effect effect_of(struct inquiry *inquiry,
	const struct routine *routine, const struct event *event, int depth)
{
	struct program *program = inquiry->check->program;
	uint32_t target = event->kind == EVENT_CALL ?
		operand_routine(program, routine, event->callee) : NONE;
	const struct routine *callee;
	struct aims aims;

	if (target == NONE)
		return EFFECT_NONE;
	callee = program_routine(program, target);
	if (!strncmp(callee->name, "MmUnlockPagable", 15))
		return EFFECT_UNLOCKS;
	if (!strncmp(callee->name, "MmLockPagableSectionByHandle", 28))
		return program->locked_sections.count == 1 ? EFFECT_LOCKS :
							     EFFECT_NONE;
	if (locks_a_section(callee->name)) {
		aims = locked_by_call(program, routine, event);
		return aims.list.count == 1 &&
				aim_placement(program, aims.list.items[0])
						->image == inquiry->image ?
			EFFECT_LOCKS : EFFECT_NONE;
	}
	return callee->definition &&
			comes_back_locked(inquiry, callee, depth + 1) ?
		EFFECT_LOCKS : EFFECT_NONE;
}

/* Follows a block; stops before `until`, an event of it, and says so. */
static bool follow(struct inquiry *inquiry, const struct routine *routine,
	const struct block *block, uint32_t until, int depth, bool *locked)
{
	const struct body *body = routine->definition->body;

	for (uint32_t i = 0; i < block->count; i++) {
		uint32_t index = body->order.items[block->first + i];
		enum effect effect;

		if (index == until)
			return true;
		effect = effect_of(inquiry, routine,
			&body->events.items[index], depth);
		if (effect != EFFECT_NONE)
			*locked = effect == EFFECT_LOCKS;
	}
	return false;
}

/* Of each block whether the section is locked on every way to its start. Blocks
 * start as locked and lose it until nothing changes. */
static bool *locked_at_starts(
	struct inquiry *inquiry, const struct routine *routine, int depth)
{
	const struct body *body = routine->definition->body;
	bool *locked = arena_alloc(inquiry->check->findings->arena,
		(body->blocks.count + 1) * sizeof(*locked));
	bool changed = true;

	for (uint32_t b = 1; b < body->blocks.count; b++)
		locked[b] = true;
	locked[0] = false;
	while (changed) {
		changed = false;
		for (uint32_t b = 0; b < body->blocks.count; b++) {
			const struct block *block = &body->blocks.items[b];
			bool out = locked[b];

			follow(inquiry, routine, block, NONE, depth, &out);
			for (uint32_t i = 0; i < block->successors.count &&
				!out; i++) {
				uint32_t to = block->successors.items[i];

				changed = changed || locked[to];
				locked[to] = false;
			}
		}
	}
	return locked;
}

static bool comes_back_locked(
	struct inquiry *inquiry, const struct routine *routine, int depth)
{
	const struct body *body = routine->definition->body;
	bool *locked, any = false;

	if (depth > DEPTH)
		return false;
	locked = locked_at_starts(inquiry, routine, depth);
	for (uint32_t b = 0; b < body->blocks.count; b++) {
		bool out = locked[b];

		if (body->blocks.items[b].exit != EXIT_RETURN)
			continue;
		follow(inquiry, routine, &body->blocks.items[b], NONE, depth,
			&out);
		if (!out)
			return false;
		any = true;
	}
	return any;
}

static bool locked_at_call(struct inquiry *inquiry,
	const struct routine *routine, uint32_t event)
{
	const struct body *body = routine->definition->body;
	bool *locked = locked_at_starts(inquiry, routine, 0);

	for (uint32_t b = 0; b < body->blocks.count; b++) {
		bool at = locked[b];

		if (follow(inquiry, routine, &body->blocks.items[b], event, 0,
			    &at))
			return at;
	}
	return false;
}

/* ---- all callers --------------------------------------------------------- */

static bool only_locked(struct inquiry *inquiry, uint32_t index);

/* Whether the calls of `callee` in this routine are all right; counts them. */
static bool calls_are_locked(struct inquiry *inquiry, uint32_t caller,
	uint32_t callee, uint32_t *count)
{
	const struct program *program = inquiry->check->program;
	const struct routine *routine = program_routine(program, caller);
	const struct body *body = routine->definition->body;

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event->kind != EVENT_CALL ||
			operand_routine(program, routine, event->callee) !=
				callee)
			continue;
		++*count;
		if (!locked_at_call(inquiry, routine, i) &&
			!only_locked(inquiry, caller))
			return false;
	}
	return true;
}

static bool only_locked(struct inquiry *inquiry, uint32_t index)
{
	const struct program *program = inquiry->check->program;
	const struct routine *routine = program_routine(program, index);
	uint32_t entries = routine->roles.count;

	if (map_get(&inquiry->seen, routine) != MAP_NONE)
		return true; /* recursion: the other ways in decide */
	map_set(inquiry->check->findings->arena, &inquiry->seen, routine, 0);
	if (routine->address_taken && !entries)
		return false;
	for (uint32_t i = 0; i < routine->roles.count; i++)
		if (routine->placement.image != inquiry->image ||
			routine->roles.items[i].lowest < IRQL_DISPATCH)
			return false;
	for (uint32_t i = 0; i < program->routines.count; i++)
		if (program_routine(program, i)->definition &&
			!calls_are_locked(inquiry, i, index, &entries))
			return false;
	return entries != 0;
}

bool runs_only_locked(struct check *check, uint32_t routine)
{
	const struct placement *placement =
		&program_routine(check->program, routine)->placement;
	struct inquiry inquiry = { .check = check, .image = placement->image };

	return placement->pageable &&
		section_is_locked(check->program, placement->image) &&
		only_locked(&inquiry, routine);
}
