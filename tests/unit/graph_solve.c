/*
 * The oracle. A state is everything that a driver of this kind can know, in one
 * number; a deed turns a set of states into another. Calls are looked up by
 * what they depend on, in a table that is filled again and again until nothing
 * is added: that is all paths, however long, loops and recursion included.
 */
#include "graph.h"

#include <string.h>

#include "base/arena.h"

enum { LEVEL_NONE = 5, MAX_STATES = 400, MAX_CALLS = 300, MOST_FLAGS = 3 };

/* What an object has that is not at hand. */
struct object {
	uint8_t fields[2], kept;
};

/* `level` and what can be saved are 0 … 4; what holds nothing is LEVEL_NONE. The
 * object at hand is number `at`; its own is in the places and in kept[0]. */
struct full_state {
	uint8_t level, places[PLACE_COUNT], flag, parameter, result, kept[2];
	uint8_t handed; /* the lock that the parameter names */
	uint8_t held;	/* a bit for each lock */
	uint8_t at;
	struct object objects[OBJECTS]; /* that at hand is as it was before */
	uint8_t target; /* what the pointer leads to, and 1 more; 0: any */
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
	struct set cleaned;  /* what goes to its end */
	struct set *broken, *continued; /* of the loop at hand */
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
	case FROM_IRQL:
		return state->level;
	default:
		return source == FROM_TWO ? 2 : source == FROM_ONE;
	}
}

/* Of what a deed has as its source; above MOST_FLAGS if no flag can be that. */
static uint8_t value_in(const struct full_state *state, const struct deed *deed)
{
	uint8_t value = value_of(state, deed->source);
	int64_t result;

	if (!deed_computes(deed))
		return value;
	operation_apply(deed->operation, value, (uint64_t)deed->amount, &result);
	return result < 0 || result > MOST_FLAGS ? MOST_FLAGS + 1 :
						   (uint8_t)result;
}

/* Another object is at hand. */
static void go_to(struct full_state *state, uint8_t at)
{
	struct object *left = &state->objects[state->at];
	struct object *object = &state->objects[at];

	if (at == state->at)
		return;
	left->fields[0] = state->places[IN_FIELD_0];
	left->fields[1] = state->places[IN_FIELD_1];
	left->kept = state->kept[0];
	state->places[IN_FIELD_0] = object->fields[0];
	state->places[IN_FIELD_1] = object->fields[1];
	state->kept[0] = object->kept;
	*object = (struct object){ { 0, 0 }, 0 };
	state->at = at;
}

/* Whether the object that a deed is about is there. */
static bool has_base(struct solver *solver, const struct full_state *state,
	const struct deed *deed)
{
	bool has = deed->base == ON_OWN || state->at + 1 < OBJECTS;

	solver->graph->undefined |= !has;
	return has;
}

static struct full_state at_base(
	const struct full_state *state, const struct deed *deed)
{
	struct full_state there = *state;

	if (deed->base != ON_OWN)
		go_to(&there, (uint8_t)(state->at + 1));
	return there;
}

static uint8_t value_at_base(
	const struct full_state *state, const struct deed *deed)
{
	struct full_state there = at_base(state, deed);

	return value_in(&there, deed);
}

/* Whether a path ends where a deed would be done. */
static bool is_beyond(struct solver *solver, const struct full_state *state,
	const struct deed *deed)
{
	bool beyond = deed_computes(deed) &&
		value_at_base(state, deed) > MOST_FLAGS;

	solver->graph->undefined |= beyond;
	return beyond;
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
	uint32_t function, const struct full_state *state, struct set *out)
{
	struct full_state from = forget_own(at_base(state, deed));
	uint8_t value = value_at_base(state, deed);
	const struct set *exits;
	uint32_t entry;

	from.places[IN_POINTEE] = state->places[deed->hands];
	if (solver->graph->kind.hands && deed->lock != LOCK_HANDED)
		from.handed = (uint8_t)deed->lock;

	from.parameter = value;
	from.result = 0;
	entry = entry_of(solver, function, from);
	exits = &solver->entries.items[entry].exits;
	for (uint32_t i = 0; i < exits->items.count; i++) {
		struct full_state after = exits->items.items[i];

		go_to(&after, state->at);
		after.places[IN_LOCAL_0] = state->places[IN_LOCAL_0];
		after.places[IN_LOCAL_1] = state->places[IN_LOCAL_1];
		if (deed->hands != IN_POINTEE) {
			after.places[deed->hands] = after.places[IN_POINTEE];
			after.places[IN_POINTEE] = state->places[IN_POINTEE];
		}
		after.handed = state->handed;
		after.parameter = state->parameter;
		after.flag = deed->stores ? after.result : state->flag;
		after.result = 0;
		add(solver, out, after);
	}
}

/* ---- deeds ------------------------------------------------------------- */

static void follow_list(
	struct solver *solver, uint32_t at, struct set in, struct set *out);

/* False where a path ends: a spin lock is taken once. */
static bool take(struct full_state *state, uint32_t lock, bool takes)
{
	uint32_t bit = 1u << (lock == LOCK_HANDED ? state->handed :
			lock == LOCK_OWN	  ? lock + state->at :
						    lock);

	if (takes == ((state->held & bit) != 0))
		return false;
	state->held ^= bit;
	return true;
}

static void raise(struct full_state *state, enum place_kind place, int level)
{
	state->places[place] = state->level;
	if (level > state->level)
		state->level = (uint8_t)level;
}

/* Whether an IRQL is restored. */
static bool restore(struct full_state *state, enum place_kind place)
{
	if (state->places[place] == LEVEL_NONE)
		return false;
	state->level = state->places[place];
	if (place >= IN_FIELD_0)
		state->places[place] = LEVEL_NONE;
	return true;
}

/* Whether a path goes on. */
static bool change(const struct graph *graph, const struct deed *deed,
	struct full_state *state)
{
	bool locks = graph->kind.hands;

	switch (deed->verb) {
	case DO_RAISE:
		if (graph->kind.outlives && deed->level < state->level)
			return false;
		raise(state, deed->place, deed->level);
		return true;
	case DO_ACQUIRE:
		if (locks && (state->level > 2 || !take(state, deed->lock, true)))
			return false;
		raise(state, deed->place, 2);
		return true;
	case DO_RELEASE:
		return (!locks || take(state, deed->lock, false)) &&
			restore(state, deed->place);
	default:
		return restore(state, deed->place);
	}
}

static void follow_change(struct solver *solver, const struct deed *deed,
	struct full_state state, struct set *out)
{
	if (change(solver->graph, deed, &state))
		add(solver, out, state);
	else
		solver->graph->undefined = true;
}

static void follow_try(struct solver *solver, const struct deed *deed,
	struct full_state state, struct set *out)
{
	struct full_state fails = state;

	fails.flag = 0;
	fails.places[deed->place] = LEVEL_NONE; /* not to be relied on */
	add(solver, out, fails);
	state.flag = 1;
	raise(&state, deed->place, 2);
	add(solver, out, state);
}

static bool is_met(const struct full_state *state, const struct deed *deed)
{
	uint8_t left = deed->source == FROM_PLACE ?
		state->places[deed->place] :
		value_in(state, deed);
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
		struct full_state state = in->items.items[i], there;
		bool unknown = deed->source == FROM_UNKNOWN;

		if (!has_base(solver, &state, deed) ||
			is_beyond(solver, &state, deed))
			continue;
		there = at_base(&state, deed);
		if (deed->source == FROM_PLACE &&
			there.places[deed->place] == LEVEL_NONE) {
			solver->graph->undefined = true;
			continue;
		}
		if (unknown || is_met(&there, deed))
			add(solver, &yes, state);
		if (unknown || !is_met(&there, deed))
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
		uint8_t value;

		if (!has_base(solver, &state, deed) ||
			is_beyond(solver, &state, deed))
			continue;
		value = value_at_base(&state, deed);
		for (uint8_t k = 0; k < 3; k++)
			if (deed->source == FROM_UNKNOWN ||
				k == (value == 1 ? 0 : value == 2 ? 1 : 2))
				add(solver, &cases[k], state);
	}
	for (uint32_t k = 0; k < 3; k++)
		follow_list(solver, lists[k], cases[k],
			k < 2 && deed->falls[k] ? &cases[k + 1] : out);
}

static void follow_loop(struct solver *solver, const struct deed *deed,
	const struct set *in, struct set *out)
{
	struct set heads = *in, broken = empty_set(solver), after;
	struct set *outer_broken = solver->broken;
	struct set *outer_continued = solver->continued;

	do {
		after = empty_set(solver);
		solver->broken = &broken;
		solver->continued = &after;
		follow_list(solver, deed->yes, heads, &after);
	} while (add_all(solver, &heads, &after));
	solver->broken = outer_broken;
	solver->continued = outer_continued;
	add_all(solver, out, &heads);
	add_all(solver, out, &broken);
}

/* Nobody changes the pointer once it has been called through. */
static void choose(struct solver *solver, const struct deed *deed,
	struct full_state state, struct set *out)
{
	for (uint8_t i = 0; i < solver->graph->function_count; i++) {
		struct full_state chosen = state;

		if (!(solver->graph->targets >> i & 1) ||
			(state.target && state.target != i + 1))
			continue;
		chosen.target = i + 1;
		call_function(solver, deed, i, &chosen, out);
	}
}

static void follow_here(struct solver *solver, struct deed *deed,
	struct full_state state, struct set *out)
{
	switch (deed->verb) {
	case DO_CALL:
		call_function(solver, deed, deed->callee, &state, out);
		break;
	case DO_CHOOSE:
		choose(solver, deed, state, out);
		break;
	case DO_QUEUE: /* see add_queued */
		add(solver, out, state);
		break;
	case DO_TRY:
		follow_try(solver, deed, state, out);
		break;
	case DO_ASK:
		state.places[deed->place] = state.level;
		add(solver, out, state);
		break;
	case DO_ASSERT:
		if (is_met(&state, deed))
			add(solver, out, state);
		break;
	case DO_ASSIGN:
		*target_of(&state, deed->target) = value_in(&state, deed);
		add(solver, out, state);
		break;
	case DO_RETURN:
		state.result = value_in(&state, deed);
		if (deed->base != ON_OWN)
			go_to(&state, (uint8_t)(state.at - 1));
		solver->changed |= add(
			solver, solver->returns, forget_own(state));
		break;
	case DO_BREAK:
		add(solver, solver->broken, state);
		break;
	case DO_CONTINUE:
		add(solver, solver->continued, state);
		break;
	case DO_CLEAN_UP:
		add(solver, &solver->cleaned, state);
		break;
	case DO_REVEAL:
		deed->seen |= 1u << state.level;
		add(solver, out, state);
		break;
	default:
		follow_change(solver, deed, state, out);
	}
}

/* A deed about the next object is done there. */
static void follow_state(struct solver *solver, struct deed *deed,
	struct full_state state, struct set *out)
{
	bool calls = deed->verb == DO_CALL || deed->verb == DO_CHOOSE;
	struct set there = empty_set(solver);
	uint8_t at = state.at;

	if (!has_base(solver, &state, deed) || is_beyond(solver, &state, deed))
		return;
	if (calls || deed->base == ON_OWN) {
		follow_here(solver, deed, state, out);
		return;
	}
	follow_here(solver, deed, at_base(&state, deed), &there);
	for (uint32_t i = 0; i < there.items.count; i++) {
		state = there.items.items[i];
		go_to(&state, at);
		add(solver, out, state);
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
	solver->cleaned = empty_set(solver);
	add(solver, &in, entry.from);
	solver->returns = &entry.exits;
	follow_list(solver, solver->graph->functions[entry.function].first, in,
		&solver->cleaned);
	follow_list(solver, solver->graph->functions[entry.function].end,
		solver->cleaned, &out);
	for (uint32_t i = 0; i < out.items.count; i++) {
		struct full_state state = out.items.items[i];

		if (solver->graph->kind.jumps)
			state.result = state.flag;
		solver->changed |= add(
			solver, &entry.exits, forget_own(state));
	}
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
	for (int i = 1; i < OBJECTS; i++) {
		flags /= values;
		state.objects[i] = (struct object){ { LEVEL_NONE, LEVEL_NONE },
			(uint8_t)(flags / values / values % values) };
	}
	state.places[IN_FIELD_0] = LEVEL_NONE;
	state.places[IN_FIELD_1] = LEVEL_NONE;
	state.places[IN_GLOBAL] = LEVEL_NONE;
	state.places[IN_POINTEE] = LEVEL_NONE;
	state.handed = 2;
	entry_of(solver, function, state);
}

static int flag_choices(const struct graph *graph)
{
	int values = graph->kind.compares ? 3 : 2;

	int choices = graph->kind.keeps ? values * values * values : values;

	return graph->kind.keeps && graph->kind.objects ?
		choices * values * values :
		choices;
}

/* A function that is queued may run, wherever that stands. */
static void add_queued(struct solver *solver)
{
	const struct graph *graph = solver->graph;

	for (uint32_t i = 0; i < graph->deed_count; i++) {
		const struct deed *deed = &graph->deeds[i];

		for (int flags = 0; deed->verb == DO_QUEUE &&
			flags < flag_choices(graph); flags++)
			add_role(solver, deed->callee, deed->as_dpc ? 2 : 0,
				flags);
	}
}

static void add_roles(struct solver *solver)
{
	static const uint8_t levels[][2] = { { 0, 0 }, { 0, 0 }, { 2, 2 },
		{ 3, 3 }, { 0, 2 } };
	int choices = flag_choices(solver->graph);

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
	add_queued(&solver);
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
