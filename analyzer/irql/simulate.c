/*
 * One routine from one entry IRQL, by property simulation: states that agree in
 * IRQL, locks and saved IRQLs are merged where paths meet; others stay apart,
 * so that `if (held) release` is exact and paths do not explode.
 *
 * Where there is a loop, its states are first followed until they change no
 * more. Only then all is run once again, and what it comes to is noted: a state
 * that is still to be merged with another knows too much.
 */
#include <string.h>

#include "irql/engine.h"

enum {
	MAX_STATES = 64,   /* then locks no longer keep states apart, */
	MOST_STATES = 128, /* nor do saved IRQLs */
	MAX_FORKS = 64,
	MAX_STEPS = 50000
};

struct arrivals {
	VEC(struct state *) states;
};

/* The states after an event. */
struct outcomes {
	struct arrivals kept;
	bool crowded;
};

struct walk {
	struct simulation *simulation;
	struct arrivals *blocks; /* by block */
	struct arrivals current, spare; /* room for the states of a block */
	struct order order;
	uint32_t next; /* the lowest rank at which a state may be pending */
	uint32_t from; /* the block that is run */
};

/* ---- arriving at a block ----------------------------------------------- */

static void enqueue(struct walk *walk, uint32_t block, struct state *state)
{
	state->pending = true;
	if (walk->order.ranks[block] < walk->next)
		walk->next = walk->order.ranks[block];
}

/* Whether a block goes nowhere but to a return. */
static bool only_returns(const struct body *body, const struct block *block)
{
	for (int hops = 0; block->exit == EXIT_JUMP && hops < 4; hops++)
		block = &body->blocks.items[block->successors.items[0]];
	return block->exit == EXIT_RETURN;
}

/* Whether two states are one but for what decides. Where a routine returns, those
 * between which its caller can tell stay apart, as its exits do: "there was
 * nothing", "it had no lock". */
static bool agree(const struct state *known, const struct state *state,
	bool apart)
{
	return state_same_property(known, state) &&
		!(apart && states_exclude(known, state));
}

/* The first state that agrees with another; those that do not tell what decides. */
static struct state *agreeing(struct simulation *simulation,
	const struct arrivals *arrivals, const struct state *state, bool apart)
{
	bool few = arrivals->states.count < MOST_DECIDED;
	struct state *first = NULL;

	for (uint32_t i = 0; i < arrivals->states.count && (few || !first); i++) {
		struct state *known = arrivals->states.items[i];

		if (state_same_property(known, state))
			first = !first && agree(known, state, apart) ? known :
								       first;
		else if (few)
			note_decisions(simulation, known, state, false);
	}
	return first;
}

/* The first of those that knows the same of what decides. */
static struct state *agreeing_in_all(struct simulation *simulation,
	const struct arrivals *arrivals, const struct state *state, bool apart)
{
	for (uint32_t i = 0; i < arrivals->states.count; i++) {
		struct state *known = arrivals->states.items[i];

		if (same_decisions(simulation, known, state) &&
			agree(known, state, apart))
			return known;
	}
	return NULL;
}

static struct state *mergeable(struct walk *walk, struct arrivals *arrivals,
	const struct state *state, bool returns)
{
	struct simulation *simulation = walk->simulation;
	bool apart = returns && arrivals->states.count < MAX_APART;
	struct state *known = agreeing(simulation, arrivals, state, apart);

	if (known && simulation->decisions.count &&
		arrivals->states.count < MOST_DECIDED)
		return agreeing_in_all(simulation, arrivals, state, apart);
	if (known)
		return known;
	if (arrivals->states.count < MAX_STATES)
		return NULL;
	walk->simulation->engine->flow->widened++;
	for (uint32_t i = 0; i < arrivals->states.count; i++)
		if (state_same_saves(arrivals->states.items[i], state))
			return arrivals->states.items[i];
	if (arrivals->states.count < MOST_STATES)
		return NULL;
	for (uint32_t i = 0; i < arrivals->states.count; i++)
		if (same_abstract_irql(arrivals->states.items[i]->level,
			    state->level))
			return arrivals->states.items[i];
	return NULL;
}

/* A lock that was taken in a turn of a loop, through what each turn sets anew, and
 * is held when the next one begins: there may be more of its name by then. */
static void count_locks(const struct arrivals *arrivals, struct state *state)
{
	for (uint32_t i = 0; i < state->locks.count; i++) {
		struct held_lock *lock = &state->locks.items[i];

		if (names_one_lock(lock->key) && !strchr("lr", lock->key[0]))
			continue;
		for (uint32_t k = 0; k < arrivals->states.count; k++)
			if (!held_lock_of(arrivals->states.items[k], lock->key))
				lock->again = true;
	}
}

/* The state goes to the block, or ends here. */
static void arrive(struct walk *walk, uint32_t block, struct state *state)
{
	struct simulation *simulation = walk->simulation;
	struct arrivals *arrivals = &walk->blocks[block];
	bool turns = walk->order.ranks[block] <= walk->order.ranks[walk->from];
	struct state *known;

	if (simulation->settled && walk->order.loops) {
		state_drop(&simulation->states, state);
		return;
	}
	if (turns)
		count_locks(arrivals, state);
	known = mergeable(walk, arrivals, state,
		only_returns(simulation->body,
			&simulation->body->blocks.items[block]));
	if (!known) {
		*vec_add(simulation->scratch, &arrivals->states) = state;
		enqueue(walk, block, state);
		return;
	}
	if (state_merge(simulation->scratch, known, state, turns))
		enqueue(walk, block, known);
	state_drop(&simulation->states, state);
}

/* ---- branches ---------------------------------------------------------- */

static void take_branch(
	struct walk *walk, const struct block *block, struct state *state)
{
	struct simulation *simulation = walk->simulation;
	struct question question = { .test = &block->test };
	enum truth truth = truth_of(simulation, state, &question);
	struct state *other;

	if (truth != TRUTH_MAYBE) {
		arrive(walk,
			block->successors.items[truth == TRUTH_YES ? 0 : 1],
			state);
		return;
	}
	other = state_copy(&simulation->states, state);
	learn_outcome(simulation, state, &question, true);
	learn_outcome(simulation, other, &question, false);
	arrive(walk, block->successors.items[0], state);
	arrive(walk, block->successors.items[1], other);
}

/* Of a long switch the default learns no more than so many cases. */
enum { MAX_SWITCH_RANGE = 64, MAX_LEARNT = 64 };

static bool has_case(const struct block *block, int64_t value)
{
	for (uint32_t i = 0; i < block->cases.count; i++)
		if (block->cases.items[i] == value)
			return true;
	return false;
}

/* Whether every value that the tested one can have is a case: then the default
 * is not taken. */
static bool all_have_cases(struct simulation *simulation,
	const struct state *state, const struct block *block)
{
	struct value value = value_of(simulation, state, block->test.left);

	if (value.kind != VALUE_RANGE || value.low == INT64_MIN ||
		value.high == INT64_MAX ||
		(uint64_t)value.high - (uint64_t)value.low > MAX_SWITCH_RANGE)
		return false;
	for (int64_t at = value.low; at <= value.high; at++)
		if (!has_case(block, at))
			return false;
	return true;
}

/* The states that go to the cases; false when none is left for the default. */
static bool take_cases(
	struct walk *walk, const struct block *block, struct state *state)
{
	struct simulation *simulation = walk->simulation;
	struct test test = { TEST_EQUAL, block->test.left,
		{ OPERAND_CONSTANT, NONE, 0 } };
	struct question question = { .test = &test };

	for (uint32_t i = 0; i < block->cases.count; i++) {
		struct state *taken;
		enum truth truth;

		test.right.constant = block->cases.items[i];
		truth = truth_of(simulation, state, &question);
		if (truth == TRUTH_NO)
			continue;
		taken = state_copy(&simulation->states, state);
		if (truth == TRUTH_MAYBE)
			learn_outcome(simulation, taken, &question, true);
		arrive(walk, block->successors.items[i], taken);
		if (truth == TRUTH_YES)
			return false;
	}
	return !all_have_cases(simulation, state, block);
}

static void take_switch(
	struct walk *walk, const struct block *block, struct state *state)
{
	struct simulation *simulation = walk->simulation;
	struct test test = { TEST_EQUAL, block->test.left,
		{ OPERAND_CONSTANT, NONE, 0 } };
	struct question question = { .test = &test };

	if (!take_cases(walk, block, state)) {
		state_drop(&simulation->states, state);
		return;
	}
	for (uint32_t i = 0; i < block->cases.count && i < MAX_LEARNT; i++) {
		test.right.constant = block->cases.items[i];
		if (truth_of(simulation, state, &question) == TRUTH_MAYBE)
			learn_outcome(simulation, state, &question, false);
	}
	arrive(walk, block->successors.items[block->cases.count], state);
}

/* ---- events ------------------------------------------------------------ */

/* An assertion about the current IRQL is believed: false when this state
 * contradicts it. */
static bool believes(struct state *state, const struct event *event)
{
	struct value level = range_of_level(state->level);

	if (event->marker != MARKER_ASSUME)
		return true;
	if (test_value(&level, event->claim->kind, event->claim->right.constant) ==
		TRUTH_NO)
		return false;
	level = refine_value(
		level, event->claim->kind, event->claim->right.constant, true);
	if (state->level.kind == LEVEL_ENTRY && level.low >= 2)
		state->level.irql = IRQL_DISPATCH;
	return true;
}

/* Where nobody tells the IRQL at entry, one that a callee has found to be up there
 * since then is that of the entry, whatever it is. */
static void level_as_entered(
	const struct simulation *simulation, struct state *state)
{
	const struct engine *engine = simulation->engine;
	const struct binding *entry;

	if (state->raised_by != NONE ||
		!same_abstract_irql(
			state->level, known_level(IRQL_DISPATCH)) ||
		engine->analyses.items[simulation->analysis].level !=
			ENTRY_UNKNOWN)
		return;
	entry = state_find(state, engine->entry_key);
	if (entry && entry->value.low == 2 && entry->value.high == 2)
		state->level = (struct abstract_irql){ LEVEL_ENTRY,
			IRQL_DISPATCH, NULL, NULL };
}

/* False when the state goes no further; other ways back are forks. */
static bool run_call(
	struct simulation *simulation, struct state *state, uint32_t event)
{
	bool returns;

	give_up_wait(simulation, state, event);
	note_call(simulation, state, event);
	returns = apply_call(simulation, state, event);
	level_as_entered(simulation, state);
	for (uint32_t i = 0; i < simulation->forks.count; i++)
		level_as_entered(simulation, simulation->forks.items[i]);
	return returns;
}

/* Runs one event; false when this state goes no further. */
static bool run_event(
	struct simulation *simulation, struct state *state, uint32_t index)
{
	const struct event *event = &simulation->body->events.items[index];

	switch (event->kind) {
	case EVENT_CALL:
		return run_call(simulation, state, index);
	case EVENT_ASSIGN:
		note_touch(simulation, state, index);
		assign(simulation, state, index);
		return true;
	case EVENT_READ:
		note_touch(simulation, state, index);
		return true;
	case EVENT_MARKER:
		return believes(state, event);
	default:
		return true;
	}
}

static void end_of_block(
	struct walk *walk, const struct block *block, struct state *state)
{
	switch (block->exit) {
	case EXIT_JUMP:
		arrive(walk, block->successors.items[0], state);
		break;
	case EXIT_BRANCH:
		take_branch(walk, block, state);
		break;
	case EXIT_SWITCH:
		take_switch(walk, block, state);
		break;
	case EXIT_RETURN:
		if (walk->simulation->settled)
			leave(walk->simulation, block, state);
		state_drop(&walk->simulation->states, state);
		break;
	case EXIT_NORETURN:
		state_drop(&walk->simulation->states, state);
		break;
	}
}

static void add_outcome(
	struct walk *walk, struct outcomes *outcomes, struct state *state);

/* Merges those that agree. */
static void thin_out(struct walk *walk, struct outcomes *outcomes)
{
	uint32_t count = outcomes->kept.states.count;

	outcomes->crowded = true;
	outcomes->kept.states.count = 0;
	for (uint32_t i = 0; i < count; i++)
		add_outcome(walk, outcomes, outcomes->kept.states.items[i]);
}

/* Once there are more than any test at the end of the block could need apart,
 * one that agrees with another is merged with it. */
static void add_outcome(
	struct walk *walk, struct outcomes *outcomes, struct state *state)
{
	struct simulation *simulation = walk->simulation;
	struct arrivals *kept = &outcomes->kept;
	struct state *known =
		outcomes->crowded ? mergeable(walk, kept, state, false) : NULL;

	if (known) {
		state_merge(simulation->scratch, known, state, false);
		state_drop(&simulation->states, state);
		return;
	}
	*vec_add(simulation->scratch, &kept->states) = state;
	if (!outcomes->crowded && kept->states.count > MAX_FORKS)
		thin_out(walk, outcomes);
}

static void note_forks(
	struct simulation *simulation, uint32_t event, bool raised)
{
	for (uint32_t i = 0; i < simulation->forks.count; i++)
		note_passage(simulation, event, raised,
			simulation->forks.items[i]);
}

/* As run_event, with what comes of it taken down. */
static bool run_noted(
	struct simulation *simulation, struct state *state, uint32_t event)
{
	bool raised = state->raised_by != NONE;
	bool goes_on;

	simulation->forks.count = 0;
	goes_on = run_event(simulation, state, event);
	note_passage(simulation, event, raised, goes_on ? state : NULL);
	note_forks(simulation, event, raised);
	return goes_on;
}

/* Runs one event from every state; a call with several outcomes forks it. */
static void run_event_for_all(
	struct walk *walk, struct arrivals *states, uint32_t event)
{
	struct simulation *simulation = walk->simulation;
	struct outcomes outcomes = { .kept = walk->spare };

	outcomes.kept.states.count = 0;
	for (uint32_t i = 0; i < states->states.count; i++) {
		struct state *state = states->states.items[i];

		if (!run_noted(simulation, state, event))
			state_drop(&simulation->states, state);
		else if (states->states.count == 1 && !simulation->forks.count)
			return; /* as it mostly is */
		else
			add_outcome(walk, &outcomes, state);
		for (uint32_t k = 0; k < simulation->forks.count; k++)
			add_outcome(walk, &outcomes,
				simulation->forks.items[k]);
	}
	walk->spare = *states;
	*states = outcomes.kept;
}

/* Whether one of several routines is called: each has ways back of its own, between
 * which nothing that we know decides. */
static bool calls_one_of_several(
	const struct simulation *simulation, const struct block *block)
{
	const struct engine *engine = simulation->engine;
	uint32_t end = engine->first_site[simulation->routine_index + 1];

	for (uint32_t i = 0; i < block->count; i++) {
		uint32_t event =
			simulation->body->order.items[block->first + i];
		uint32_t at = site_of(engine, simulation->routine_index, event);

		if (at + 1 < end && engine->sites.items[at + 1].event == event)
			return true;
	}
	return false;
}

/* What decides between the ways back of a call is noted before any of them is merged
 * with a state that did not come by it. */
static void note_decisions_between(struct simulation *simulation,
	const struct block *block, const struct arrivals *states)
{
	if (states->states.count < 2 ||
		calls_one_of_several(simulation, block))
		return;
	for (uint32_t i = 1; i < states->states.count; i++)
		if (!state_same_property(states->states.items[0],
			    states->states.items[i]))
			note_decisions(simulation, states->states.items[0],
				states->states.items[i], true);
}

/* The state that a block starts from stays as it is only if others may still be
 * merged with it. */
static void run_block(struct walk *walk, uint32_t index, struct state *start)
{
	struct simulation *simulation = walk->simulation;
	const struct block *block = &simulation->body->blocks.items[index];
	struct arrivals states = walk->current;

	walk->from = index;
	states.states.count = 0;
	*vec_add(simulation->scratch, &states.states) =
		simulation->settled ? start :
				      state_copy(&simulation->states, start);
	for (uint32_t i = 0; i < block->count && states.states.count; i++)
		run_event_for_all(walk, &states,
			simulation->body->order.items[block->first + i]);
	note_decisions_between(simulation, block, &states);
	for (uint32_t i = 0; i < states.states.count; i++)
		end_of_block(walk, block, states.states.items[i]);
	walk->current = states;
}

/* Runs what is pending, lowest rank first, until nothing is. */
static void run_pending(struct walk *walk)
{
	int steps = 0;

	while (walk->next < walk->order.end) {
		uint32_t block = walk->order.blocks[walk->next];
		const struct arrivals *arrivals = &walk->blocks[block];
		uint32_t i = 0;

		while (i < arrivals->states.count &&
			!arrivals->states.items[i]->pending)
			i++;
		if (i == arrivals->states.count) {
			walk->next++;
		} else if (steps++ < MAX_STEPS) {
			arrivals->states.items[i]->pending = false;
			run_block(walk, block, arrivals->states.items[i]);
		} else {
			walk->simulation->engine->flow->widened++;
			return;
		}
	}
}

/* Runs every state once: those that loops have come to, or, without a loop, each
 * when all that can be merged with it has been. */
static void run_settled(struct walk *walk)
{
	walk->simulation->settled = true;
	for (uint32_t rank = walk->order.first; rank < walk->order.end;
		rank++) {
		uint32_t block = walk->order.blocks[rank];
		const struct arrivals *arrivals = &walk->blocks[block];

		for (uint32_t i = 0; i < arrivals->states.count; i++)
			run_block(walk, block, arrivals->states.items[i]);
	}
}

/* Out of the scratch memory. */
static void keep_result(struct arena *arena, struct summary *result)
{
	vec_detach(arena, &result->exits);
	vec_detach(arena, &result->arrivals);
	vec_detach(arena, &result->raises);
	vec_detach(arena, &result->departures);
	vec_detach(arena, &result->mishaps);
	vec_detach(arena, &result->awaited);
	for (uint32_t i = 0; i < result->exits.count; i++) {
		vec_detach(arena, &result->exits.items[i].bindings);
		vec_detach(arena, &result->exits.items[i].locks);
		vec_detach(arena, &result->exits.items[i].released);
	}
	for (uint32_t i = 0; i < result->arrivals.count; i++) {
		vec_detach(arena, &result->arrivals.items[i].conditions.list);
		vec_detach(arena, &result->arrivals.items[i].told.list);
	}
	for (uint32_t i = 0; i < result->raises.count; i++) {
		vec_detach(arena, &result->raises.items[i].conditions.list);
		vec_detach(arena, &result->raises.items[i].tests.list);
	}
	for (uint32_t i = 0; i < result->departures.count; i++)
		vec_detach(arena, &result->departures.items[i].conditions);
}

static const struct groundwork *groundwork_of(
	struct engine *engine, uint32_t routine, const struct body *body)
{
	struct arena *arena = engine->program->arena;
	struct groundwork *work = engine->groundwork[routine];

	if (work)
		return work;
	engine->groundwork[routine] = work =
		arena_take(arena, sizeof(*work));
	work->order = order_blocks(arena, &engine->scratch, body);
	work->keys = arena_alloc(
		arena, (body->paths.count + 1) * sizeof(*work->keys));
	return work;
}

/* An unknown value of which so much is known. */
static void learn_premise(struct simulation *simulation, struct state *start,
	const struct premise *premise)
{
	struct value value = any_value();

	if (premise->kind == PREMISE_LACKS)
		value.zeros = (uint32_t)premise->value;
	else
		value.nonzero = !premise->value;
	if (value_is_any(&value))
		learn_other(simulation, start, premise->key, &value,
			premise->value);
	else
		state_bind(simulation->scratch, start, premise->key, value,
			true);
}

/* What the roles of a routine tell of what it is handed at raised IRQL. */
static void learn_premises(struct simulation *simulation, struct state *start)
{
	const struct premises *premises = simulation->routine->premises;

	if (!premises || !level_is_raised(start->level))
		return;
	for (uint32_t i = 0; i < premises->list.count; i++)
		learn_premise(simulation, start, &premises->list.items[i]);
}

void simulate(struct engine *engine, uint32_t analysis,
	const struct summary *earlier, struct summary *result)
{
	const struct analysis *wanted = &engine->analyses.items[analysis];
	struct simulation simulation = { .engine = engine,
		.program = engine->program, .analysis = analysis,
		.routine = program_routine(engine->program, wanted->routine),
		.routine_index = wanted->routine, .earlier = earlier };
	struct arena *scratch = &engine->scratch;
	struct walk walk = { .simulation = &simulation };
	const struct body *body = simulation.routine->body;
	struct state *start;

	arena_clear(scratch);
	simulation.scratch = simulation.states.arena = scratch;
	simulation.body = body;
	simulation.result.inlined_raise = NONE;
	simulation.groundwork = groundwork_of(engine, wanted->routine, body);
	simulation.passages = arena_alloc(scratch, body->events.count + 1);
	simulation.first_arrival = arena_alloc(scratch,
		(body->events.count + 1) * sizeof(*simulation.first_arrival));
	memset(simulation.first_arrival, 0xff,
		body->events.count * sizeof(*simulation.first_arrival));
	walk.blocks = arena_alloc(
		scratch, (body->blocks.count + 1) * sizeof(*walk.blocks));
	walk.order = simulation.groundwork->order;
	walk.next = walk.order.first;
	start = arena_alloc(scratch, sizeof(*start));
	start->raised_by = start->lifted = start->handed = NONE;
	start->level = entry_level(wanted->level);
	learn_premises(&simulation, start);
	add_earlier_exits(&simulation);
	arrive(&walk, 0, start);
	if (walk.order.loops)
		run_pending(&walk);
	run_settled(&walk);
	join_exits_alike(&simulation);
	tell_found_exits(&simulation);
	drop_saved_high(&simulation);
	keep_passages(&simulation);
	doubt_mixed_arrivals(&simulation.result);
	doubt_mixed_mishaps(&simulation);
	judge_departures(&simulation);
	keep_promised_exits(&simulation);
	keep_result(engine->program->arena, &simulation.result);
	*result = simulation.result;
}
