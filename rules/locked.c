/*
 * Whether a routine runs only while its section is locked. Its calls are looked
 * up, and in each caller the section has to be locked on every way to the call:
 * by a locking routine, or by a routine of the driver that comes back with the
 * section locked. An unlock on every way from the call, and no lock before it, says
 * the same: it gives back what was locked before. A caller that itself runs only
 * so will do, or that is in the section and says PAGED_CODE_LOCKED, and a role whose
 * levels start at DISPATCH_LEVEL.
 *
 * Policy where knowledge runs out: not locked. A call by handle counts for the
 * section when the driver locks no other.
 */
#include "rules/locking.h"
#include "rules/values.h"

#include <string.h>

enum { MAX_DEPTH = 256 };

struct inquiry {
	struct check *check;
	const struct locking *locking;
	const char *image;
	struct map back; /* a routine -> whether it comes back with a lock */
	struct map undone; /* a routine -> whether each run of it unlocks first */
	int depth;
};

/* ---- one body ------------------------------------------------------------ */

enum effect { EFFECT_NONE, EFFECT_LOCKS, EFFECT_UNLOCKS };

static bool comes_back_locked(struct inquiry *inquiry, uint32_t index);

static enum effect effect_of(struct inquiry *inquiry,
	const struct routine *routine, const struct event *event)
{
	struct program *program = inquiry->check->program;
	uint32_t target = called_routine(program, routine, event);
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
			comes_back_locked(inquiry, target) ?
		EFFECT_LOCKS : EFFECT_NONE;
}

/* Follows a block; stops before `until`, an event of it, and says so. */
static bool follow(struct inquiry *inquiry, const struct routine *routine,
	const struct block *block, uint32_t until, bool *locked)
{
	const struct body *body = routine->body;

	for (uint32_t i = 0; i < block->count; i++) {
		uint32_t index = body->order.items[block->first + i];
		enum effect effect;

		if (index == until)
			return true;
		effect = effect_of(
			inquiry, routine, &body->events.items[index]);
		if (effect != EFFECT_NONE)
			*locked = effect == EFFECT_LOCKS;
	}
	return false;
}

/* Of each block whether the section is locked on every way to its start. Blocks
 * start as locked and lose it until nothing changes. */
static bool *locked_at_starts(
	struct inquiry *inquiry, const struct routine *routine)
{
	const struct body *body = routine->body;
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

			follow(inquiry, routine, block, NONE, &out);
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

static bool returns_locked(struct inquiry *inquiry, uint32_t index)
{
	const struct routine *routine =
		program_routine(inquiry->check->program, index);
	const struct body *body = routine->body;
	bool *locked = locked_at_starts(inquiry, routine);
	bool any = false;

	for (uint32_t b = 0; b < body->blocks.count; b++) {
		bool out = locked[b];

		if (body->blocks.items[b].exit != EXIT_RETURN)
			continue;
		follow(inquiry, routine, &body->blocks.items[b], NONE, &out);
		if (!out)
			return false;
		any = true;
	}
	return any;
}

/* What is asked of a routine that is concerned is looked up once, and so deep; in
 * a recursion the answer is no, while it is being looked at. */
static bool answer_once(struct inquiry *inquiry, struct map *answers,
	uint32_t index, bool (*look)(struct inquiry *inquiry, uint32_t index))
{
	struct arena *arena = inquiry->check->findings->arena;
	const struct routine *routine =
		program_routine(inquiry->check->program, index);
	uint32_t known = map_get(answers, routine);
	bool answer;

	if (!inquiry->locking->concerned[index] || inquiry->depth >= MAX_DEPTH)
		return false;
	if (known != MAP_NONE)
		return known;
	map_set(arena, answers, routine, false);
	inquiry->depth++;
	answer = look(inquiry, index);
	inquiry->depth--;
	map_set(arena, answers, routine, answer);
	return answer;
}

static bool comes_back_locked(struct inquiry *inquiry, uint32_t index)
{
	return answer_once(inquiry, &inquiry->back, index, returns_locked);
}

/* ---- what comes after ------------------------------------------------------ */

static bool unlocks_first(struct inquiry *inquiry, uint32_t index);

/* Whether an unlock is of the section and of no other. */
static bool is_ours(
	const struct inquiry *inquiry, const struct lock_call *unlock)
{
	const struct lock_call *calls = inquiry->locking->calls.items;

	for (uint32_t i = 0; i < unlock->origins.count; i++)
		if (calls[unlock->origins.items[i]].section != inquiry->image)
			return false;
	return unlock->origins.count > 0;
}

/* Unlocks are those of the section here, and locks those that may be. */
static enum effect effect_on_section(
	struct inquiry *inquiry, uint32_t index, uint32_t event)
{
	const struct routine *routine =
		program_routine(inquiry->check->program, index);
	const struct event *at = &routine->body->events.items[event];
	const struct lock_call *call =
		lock_call_at(inquiry->locking, index, event);
	uint32_t callee;

	if (call && call->kind == LOCK_UNDO)
		return is_ours(inquiry, call) ? EFFECT_UNLOCKS : EFFECT_NONE;
	if (call && locks(call->kind))
		return !call->section || call->section == inquiry->image ?
			EFFECT_LOCKS : EFFECT_NONE;
	callee = called_routine(inquiry->check->program, routine, at);
	if (callee == NONE || !inquiry->locking->concerned[callee])
		return EFFECT_NONE;
	return unlocks_first(inquiry, callee) ? EFFECT_UNLOCKS : EFFECT_LOCKS;
}

/* The first effect in a block, from a place in the order of events. */
static enum effect first_effect(struct inquiry *inquiry, uint32_t index,
	const struct block *block, uint32_t from)
{
	const struct body *body = program_routine(inquiry->check->program,
		index)->body;
	enum effect effect = EFFECT_NONE;

	for (uint32_t i = from; i < block->first + block->count &&
		effect == EFFECT_NONE; i++)
		effect = effect_on_section(
			inquiry, index, body->order.items[i]);
	return effect;
}

static bool all_successors(const struct block *block, const bool *hold)
{
	for (uint32_t i = 0; i < block->successors.count; i++)
		if (!hold[block->successors.items[i]])
			return false;
	return block->successors.count > 0;
}

/* Of each block whether every way from its start unlocks, and locks not before.
 * Blocks start as unlocking and lose it until nothing changes. */
static bool *unlocks_from_starts(struct inquiry *inquiry, uint32_t index)
{
	const struct body *body = program_routine(inquiry->check->program,
		index)->body;
	bool *unlocks = arena_alloc(inquiry->check->findings->arena,
		(body->blocks.count + 1) * sizeof(*unlocks));
	bool changed = true;

	for (uint32_t b = 0; b < body->blocks.count; b++)
		unlocks[b] = true;
	while (changed) {
		changed = false;
		for (uint32_t b = 0; b < body->blocks.count; b++) {
			const struct block *block = &body->blocks.items[b];
			enum effect effect;

			if (!unlocks[b])
				continue;
			effect = first_effect(
				inquiry, index, block, block->first);
			if (effect == EFFECT_UNLOCKS ||
				(effect == EFFECT_NONE &&
					all_successors(block, unlocks)))
				continue;
			unlocks[b] = false;
			changed = true;
		}
	}
	return unlocks;
}

static bool starts_with_unlock(struct inquiry *inquiry, uint32_t index)
{
	return program_routine(inquiry->check->program, index)
			->body->blocks.count &&
		unlocks_from_starts(inquiry, index)[0];
}

static bool unlocks_first(struct inquiry *inquiry, uint32_t index)
{
	return answer_once(
		inquiry, &inquiry->undone, index, starts_with_unlock);
}

static bool unlocked_after(
	struct inquiry *inquiry, uint32_t index, uint32_t event)
{
	const struct body *body = program_routine(inquiry->check->program,
		index)->body;
	const struct block *block;
	enum effect effect;
	uint32_t found, at;

	if (!inquiry->locking->concerned[index])
		return false;
	found = block_of(body, event, &at);
	if (found == NONE)
		return false;
	block = &body->blocks.items[found];
	effect = first_effect(inquiry, index, block, at + 1);
	return effect == EFFECT_UNLOCKS ||
		(effect == EFFECT_NONE &&
			all_successors(block,
				unlocks_from_starts(inquiry, index)));
}

/* ---- one call -------------------------------------------------------------- */

static bool locked_before_call(struct inquiry *inquiry,
	const struct routine *routine, uint32_t event)
{
	const struct body *body = routine->body;
	bool *locked = locked_at_starts(inquiry, routine);

	for (uint32_t b = 0; b < body->blocks.count; b++) {
		bool at = locked[b];

		if (follow(inquiry, routine, &body->blocks.items[b], event,
			    &at))
			return at;
	}
	return false;
}

/* ---- all callers --------------------------------------------------------- */

/* Whether the system only enters a routine where its own section is locked. */
static bool is_entered_locked(
	const struct inquiry *inquiry, const struct routine *routine)
{
	if (routine->address_taken && !routine->roles.count)
		return false;
	for (uint32_t i = 0; i < routine->roles.count; i++)
		if (routine->placement.image != inquiry->image ||
			routine->roles.items[i].lowest < IRQL_DISPATCH)
			return false;
	return true;
}

/* Whether a routine of the section says that it is locked while this runs. */
static bool says_locked(
	const struct inquiry *inquiry, const struct routine *routine)
{
	const struct body *body = routine->body;

	for (uint32_t i = 0; i < body->events.count; i++)
		if (body->events.items[i].kind == EVENT_MARKER &&
			body->events.items[i].marker ==
				MARKER_PAGED_CODE_LOCKED)
			return routine->placement.image == inquiry->image;
	return false;
}

/* Enough is a way in without the lock: an entry, or a call that no lock is in
 * front of, on the way up. */
static enum climb ask_for_lock(void *context, uint32_t index, uint32_t event)
{
	struct inquiry *inquiry = context;
	const struct routine *routine =
		program_routine(inquiry->check->program, index);

	if (event != NONE && (says_locked(inquiry, routine) ||
				     locked_before_call(
					     inquiry, routine, event) ||
				     unlocked_after(inquiry, index, event)))
		return CLIMB_SETTLED;
	return is_entered_locked(inquiry, routine) &&
			(routine->roles.count ||
				graph_has_callers(
					inquiry->locking->graph, index)) ?
		CLIMB_ON :
		CLIMB_ENOUGH;
}

bool runs_only_locked(struct check *check, uint32_t routine)
{
	const struct placement *placement =
		&program_routine(check->program, routine)->placement;
	struct inquiry inquiry = { .check = check,
		.locking = locking_read(check), .image = placement->image };

	return placement->pageable && inquiry.locking->calls.count &&
		section_is_locked(check->program, placement->image) &&
		!graph_climb(inquiry.locking->graph, check->findings->arena,
			routine, NONE, ask_for_lock, &inquiry);
}
