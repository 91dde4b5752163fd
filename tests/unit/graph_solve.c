/*
 * The oracle. A state is everything that a driver of this kind can know, in one
 * number; a deed turns a set of states into another. Calls are looked up by
 * what they depend on, in a table that is filled again and again until nothing
 * is added: that is all paths, however long, loops and recursion included.
 */
#include "graph.h"

#include <string.h>

#include "base/arena.h"

enum { LEVEL_NONE = 5, MAX_STATES = 400, MAX_CALLS = 300 };

/* `level` and what can be saved are 0 … 4; what holds nothing is LEVEL_NONE. */
struct full_state {
	uint8_t level, places[PLACE_COUNT], flag, parameter, result, kept[2];
};

struct set {
	struct arena *arena;
	VEC(struct full_state) items;
};

/* A function from one state of what it shares with its caller. */
struct entry {
	uint32_t function;
	struct full_state from;
	struct set exits;
};

struct solver {
	struct graph *graph;
	struct arena arena, scratch; /* scratch: while one entry is followed */
	VEC(struct entry) entries;
	bool changed, overflow;
	struct set *returns; /* of the function at hand */
};

static struct set empty_set(struct solver *solver)
{
	return (struct set){ .arena = &solver->scratch };
}

static bool same_state(
	const struct full_state *left, const struct full_state *right)
{
	return !memcmp(left, right, sizeof(*left));
}

static bool add(struct solver *solver, struct set *set, struct full_state state)
{
	for (uint32_t i = 0; i < set->items.count; i++)
		if (same_state(&set->items.items[i], &state))
			return false;
	if (set->items.count == MAX_STATES) {
		solver->overflow = true;
		return false;
	}
	*vec_add(set->arena, &set->items) = state;
	return true;
}

static bool add_all(
	struct solver *solver, struct set *into, const struct set *from)
{
	bool grown = false;

	for (uint32_t i = 0; i < from->items.count; i++)
		grown |= add(solver, into, from->items.items[i]);
	return grown;
}

static uint8_t value_of(const struct full_state *state, enum source source)
{
	switch (source) {
	case FROM_FLAG:
		return state->flag;
	case FROM_PARAMETER:
		return state->parameter;
	case FROM_KEPT_0:
	case FROM_KEPT_1:
		return state->kept[source - FROM_KEPT_0];
	default:
		return source == FROM_TWO ? 2 : source == FROM_ONE;
	}
}

static uint8_t *target_of(struct full_state *state, enum source target)
{
	return target == FROM_FLAG ? &state->flag :
				     &state->kept[target - FROM_KEPT_0];
}

/* ---- calls ------------------------------------------------------------- */

static struct full_state forget_own(struct full_state state)
{
	state.places[IN_LOCAL_0] = state.places[IN_LOCAL_1] = 0;
	state.flag = 0;
	return state;
}

static uint32_t entry_of(
	struct solver *solver, uint32_t function, struct full_state from)
{
	struct entry entry = { .function = function, .from = from,
		.exits.arena = &solver->arena };

	for (uint32_t i = 0; i < solver->entries.count; i++)
		if (solver->entries.items[i].function == function &&
			same_state(&solver->entries.items[i].from, &from))
			return i;
	if (solver->entries.count == MAX_CALLS) {
		solver->overflow = true;
		return 0;
	}
	*vec_add(&solver->arena, &solver->entries) = entry;
	solver->changed = true;
	return solver->entries.count - 1;
}

static void call_function(struct solver *solver, const struct deed *deed,
	const struct full_state *state, struct set *out)
{
	struct full_state from = forget_own(*state);
	const struct set *exits;
	uint32_t entry;

	from.parameter = value_of(state, deed->source);
	from.result = 0;
	entry = entry_of(solver, deed->callee, from);
	exits = &solver->entries.items[entry].exits;
	for (uint32_t i = 0; i < exits->items.count; i++) {
		struct full_state after = exits->items.items[i];

		after.places[IN_LOCAL_0] = state->places[IN_LOCAL_0];
		after.places[IN_LOCAL_1] = state->places[IN_LOCAL_1];
		after.parameter = state->parameter;
		after.flag = deed->stores ? after.result : state->flag;
		after.result = 0;
		add(solver, out, after);
	}
}

/* ---- deeds ------------------------------------------------------------- */

static void follow_list(
	struct solver *solver, uint32_t at, struct set in, struct set *out);

static void raise(struct full_state *state, enum place_kind place, int level)
{
	state->places[place] = state->level;
	if (level > state->level)
		state->level = (uint8_t)level;
}

static void follow_change(struct solver *solver, const struct deed *deed,
	struct full_state state, struct set *out)
{
	if (deed->verb == DO_RAISE) {
		if (solver->graph->kind.outlives && deed->level < state.level) {
			solver->graph->undefined = true;
			return;
		}
		raise(&state, deed->place, deed->level);
	} else if (deed->verb == DO_ACQUIRE) {
		raise(&state, deed->place, 2);
	} else {
		if (state.places[deed->place] == LEVEL_NONE) {
			solver->graph->undefined = true;
			return;
		}
		state.level = state.places[deed->place];
		if (deed->place >= IN_FIELD_0)
			state.places[deed->place] = LEVEL_NONE;
	}
	add(solver, out, state);
}

static bool is_met(const struct full_state *state, const struct deed *deed)
{
	uint8_t left = value_of(state, deed->source);
	uint8_t right = value_of(state, deed->against);

	switch (deed->test) {
	case TEST_EQUAL:
		return left == right;
	case TEST_LESS:
		return left < right;
	case TEST_LESS_EQUAL:
		return left <= right;
	case TEST_GREATER:
		return left > right;
	case TEST_GREATER_EQUAL:
		return left >= right;
	case TEST_BITS:
		return left & right;
	default:
		return left != right;
	}
}

static void follow_if(struct solver *solver, const struct deed *deed,
	const struct set *in, struct set *out)
{
	struct set yes = empty_set(solver), no = empty_set(solver);

	for (uint32_t i = 0; i < in->items.count; i++) {
		struct full_state state = in->items.items[i];
		bool unknown = deed->source == FROM_UNKNOWN;

		if (unknown || is_met(&state, deed))
			add(solver, &yes, state);
		if (unknown || !is_met(&state, deed))
			add(solver, &no, state);
	}
	follow_list(solver, deed->yes, yes, out);
	follow_list(solver, deed->no, no, out);
}

static void follow_switch(struct solver *solver, const struct deed *deed,
	const struct set *in, struct set *out)
{
	struct set cases[3] = { empty_set(solver), empty_set(solver),
		empty_set(solver) };
	const uint32_t lists[3] = { deed->yes, deed->no, deed->other };

	for (uint32_t i = 0; i < in->items.count; i++) {
		struct full_state state = in->items.items[i];
		uint8_t value = value_of(&state, deed->source);

		for (uint8_t k = 0; k < 3; k++)
			if (deed->source == FROM_UNKNOWN ||
				(value + 2) % 3 == k)
				add(solver, &cases[k], state);
	}
	for (uint32_t k = 0; k < 3; k++)
		follow_list(solver, lists[k], cases[k],
			k < 2 && deed->falls[k] ? &cases[k + 1] : out);
}

static void follow_loop(struct solver *solver, const struct deed *deed,
	const struct set *in, struct set *out)
{
	struct set after;

	add_all(solver, out, in);
	do {
		after = empty_set(solver);
		follow_list(solver, deed->yes, *out, &after);
	} while (add_all(solver, out, &after));
}

static void follow_state(struct solver *solver, struct deed *deed,
	struct full_state state, struct set *out)
{
	switch (deed->verb) {
	case DO_CALL:
		call_function(solver, deed, &state, out);
		break;
	case DO_ASSIGN:
		*target_of(&state, deed->target) =
			value_of(&state, deed->source);
		add(solver, out, state);
		break;
	case DO_RETURN:
		state.result = value_of(&state, deed->source);
		solver->changed |= add(
			solver, solver->returns, forget_own(state));
		break;
	case DO_REVEAL:
		deed->seen |= 1u << state.level;
		add(solver, out, state);
		break;
	default:
		follow_change(solver, deed, state, out);
	}
}

static void follow_list(
	struct solver *solver, uint32_t at, struct set in, struct set *out)
{
	for (; at != NONE && !solver->overflow;
		at = solver->graph->deeds[at].next) {
		struct deed *deed = &solver->graph->deeds[at];
		struct set after = empty_set(solver);

		if (deed->verb == DO_IF)
			follow_if(solver, deed, &in, &after);
		else if (deed->verb == DO_SWITCH)
			follow_switch(solver, deed, &in, &after);
		else if (deed->verb == DO_LOOP)
			follow_loop(solver, deed, &in, &after);
		else
			for (uint32_t i = 0; i < in.items.count; i++)
				follow_state(solver, deed, in.items.items[i],
					&after);
		in = after;
	}
	add_all(solver, out, &in);
}

/* ---- all of it --------------------------------------------------------- */

static void follow_entry(struct solver *solver, uint32_t index)
{
	struct entry entry = solver->entries.items[index];
	struct set in, out;

	arena_clear(&solver->scratch);
	in = out = empty_set(solver);
	add(solver, &in, entry.from);
	solver->returns = &entry.exits;
	follow_list(solver, solver->graph->functions[entry.function].first, in,
		&out);
	for (uint32_t i = 0; i < out.items.count; i++)
		solver->changed |= add(solver, &entry.exits,
			forget_own(out.items.items[i]));
	solver->entries.items[index].exits = entry.exits;
}

static void add_role(
	struct solver *solver, uint32_t function, uint8_t level, int flags)
{
	struct full_state state = { .level = level };
	int values = solver->graph->kind.compares ? 3 : 2;

	state.parameter = (uint8_t)(flags % values);
	state.kept[0] = (uint8_t)(flags / values % values);
	state.kept[1] = (uint8_t)(flags / values / values % values);
	state.places[IN_FIELD_0] = LEVEL_NONE;
	state.places[IN_FIELD_1] = LEVEL_NONE;
	state.places[IN_GLOBAL] = LEVEL_NONE;
	entry_of(solver, function, state);
}

static void add_roles(struct solver *solver)
{
	static const uint8_t levels[][2] = { { 0, 0 }, { 0, 0 }, { 2, 2 },
		{ 3, 3 }, { 0, 2 } };
	const struct graph_kind *kind = &solver->graph->kind;
	int values = kind->compares ? 3 : 2;
	int choices = kind->keeps ? values * values * values : values;

	for (uint32_t i = 0; i < solver->graph->function_count; i++) {
		int role = solver->graph->functions[i].role;

		for (int k = 0; role && k < 2; k++)
			for (int flags = 0; flags < choices; flags++)
				add_role(solver, i, levels[role][k], flags);
	}
}

bool graph_solve(struct graph *graph)
{
	struct solver solver = { .graph = graph, .changed = true };

	arena_init(&solver.arena);
	arena_init(&solver.scratch);
	add_roles(&solver);
	while (solver.changed && !solver.overflow) {
		solver.changed = false;
		for (uint32_t i = 0; i < solver.entries.count; i++)
			follow_entry(&solver, i);
	}
	for (uint32_t i = 0; i < solver.entries.count; i++)
		graph->functions[solver.entries.items[i].function].reached =
			true;
	arena_release(&solver.scratch);
	arena_release(&solver.arena);
	return !solver.overflow;
}
