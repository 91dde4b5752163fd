/*
 * How a routine changes the memory manager's count of locks of one section: the
 * ways from its entry to its returns, with every lock and unlock on them, its
 * own and those of the routines that it calls, told apart by whether it returns
 * a success or a failure. The variable that holds the status is followed: a test
 * of it decides which ways go together, and so does the outcome of a call that
 * is stored in it.
 *
 * Other tests are not understood, and what they decide is taken to be right. A
 * way that skips an unlock behind such a test, with the section locked, may not
 * be one, nor may one that unlocks there what this routine has not locked: their
 * count is UNSURE. An unlock on the way to a failure only says that the rest does
 * not fail. Counts are kept between -LIMIT and LIMIT; what comes to the end of
 * that is unknown.
 *
 * A handle in a parameter is that of the call at hand.
 */
#include "rules/locking.h"

#include <string.h>

enum { LIMIT = 4, UNSURE = LIMIT + 1, COUNTS = 2 * LIMIT + 2, MAX_DEPTH = 6 };
enum outcome { UNTOLD, SUCCEEDS, FAILS, OUTCOMES };

/* All (outcome, count) that are possible somewhere, a bit each. */
typedef uint32_t ways;

static ways way(enum outcome outcome, int count)
{
	return (ways)1 << ((int)outcome * COUNTS + count + LIMIT);
}

static const ways every_count = ((ways)1 << COUNTS) - 1;

struct counter {
	struct locking *locking;
	const char *section;
	const struct routine *routine;
	uint32_t index;
	const struct body *body;
	/* The call that led here, for handles in parameters, or NULL. */
	const struct counter *caller;
	const struct event *call;
	int depth;
	uint32_t status; /* paths: what is returned, or NONE */
	bool zero_fails; /* it is no NTSTATUS: zero is the failure */
	bool locks_here; /* some lock of the section is in this routine */
};

/* ---- what an event does -------------------------------------------------- */

static const struct lock_call *call_at(
	const struct locking *locking, uint32_t routine, uint32_t event)
{
	for (uint32_t i = 0; i < locking->calls.count; i++)
		if (locking->calls.items[i].routine == routine &&
			locking->calls.items[i].event == event)
			return &locking->calls.items[i];
	return NULL;
}

/* Of a handle that a parameter brings, or points to: the argument of the call at
 * hand. */
static enum answer brings_section(
	const struct counter *counter, struct operand handle)
{
	const struct path *path;
	struct operand argument;

	if (handle.kind != OPERAND_PATH)
		return ANSWER_NO;
	path = &counter->body->paths.items[handle.index];
	if (path->root != ROOT_PARAMETER ||
		(path->steps[0] && strcmp(path->steps, "*") != 0))
		return lock_handle_is_of(counter->locking, counter->index,
			handle, counter->section);
	if (!counter->caller || path->index >= counter->call->arguments.count)
		return ANSWER_NO;
	argument = counter->call->arguments.items[path->index];
	if (path->steps[0]) {
		if (argument.kind != OPERAND_ADDRESS)
			return ANSWER_NO;
		argument.kind = OPERAND_PATH;
	}
	return brings_section(counter->caller, argument);
}

static enum answer is_about(
	const struct counter *counter, const struct lock_call *call)
{
	const struct event *event = lock_event(counter->locking, call);

	if (locks_by_address(call->kind))
		return !call->section ? ANSWER_MAYBE :
			call->section == counter->section ? ANSWER_YES :
							    ANSWER_NO;
	return event->arguments.count ?
		brings_section(counter, event->arguments.items[0]) :
		ANSWER_NO;
}

static struct counter enter(const struct counter *from, uint32_t routine,
	const struct event *call);
static ways count_ways(const struct counter *counter);

static bool is_concerned(
	const struct locking *locking, uint32_t routine, int depth)
{
	for (uint32_t i = 0; i < locking->calls.count; i++)
		if (locking->calls.items[i].routine == routine)
			return true;
	for (uint32_t i = 0; depth < MAX_DEPTH && i < locking->callers.count;
		i++)
		if (locking->callers.items[i].caller == routine &&
			is_concerned(locking, locking->callers.items[i].callee,
				depth + 1))
			return true;
	return false;
}

static ways effect_of_lock(
	const struct counter *counter, const struct lock_call *call)
{
	enum answer about =
		call->kind <= LOCK_UNDO ? is_about(counter, call) : ANSWER_NO;

	if (about == ANSWER_NO)
		return 0;
	return way(UNTOLD, about == ANSWER_MAYBE ? UNSURE :
			locks(call->kind) ? 1 : -1);
}

/* The ways through an event, from count 0; 0 when it does nothing here. */
static ways effect_of(const struct counter *counter, uint32_t index)
{
	const struct program *program = counter->locking->check->program;
	const struct event *event = &counter->body->events.items[index];
	const struct lock_call *call;
	uint32_t callee;
	struct counter inner;

	if (event->kind != EVENT_CALL)
		return 0;
	call = call_at(counter->locking, counter->index, index);
	if (call)
		return effect_of_lock(counter, call);
	callee = operand_routine(program, counter->routine, event->callee);
	if (callee == NONE || counter->depth >= MAX_DEPTH ||
		!program_routine(program, callee)->definition ||
		!is_concerned(counter->locking, callee, 0))
		return 0;
	inner = enter(counter, callee, event);
	return count_ways(&inner);
}

/* ---- the status ---------------------------------------------------------- */

static enum outcome outcome_of(const struct counter *counter, int64_t value)
{
	if (counter->zero_fails)
		return value ? SUCCEEDS : FAILS;
	return (int32_t)value < 0 ? FAILS : SUCCEEDS;
}

/* The argument that a routine returns as it came, or NONE. */
static uint32_t returned_parameter(const struct body *body)
{
	uint32_t found = NONE;

	for (uint32_t b = 0; b < body->blocks.count; b++) {
		const struct block *block = &body->blocks.items[b];
		const struct path *path;

		if (block->exit != EXIT_RETURN)
			continue;
		if (block->test.left.kind != OPERAND_PATH)
			return NONE;
		path = &body->paths.items[block->test.left.index];
		if (path->root != ROOT_PARAMETER || path->steps[0] ||
			(found != NONE && found != path->index))
			return NONE;
		found = path->index;
	}
	return found;
}

/* `return Complete(Irp, status)` returns status. */
static struct operand through_call(
	const struct counter *counter, struct operand operand)
{
	const struct program *program = counter->locking->check->program;
	const struct event *event;
	uint32_t callee, parameter;

	if (operand.kind != OPERAND_RESULT)
		return operand;
	event = &counter->body->events.items[operand.index];
	callee = operand_routine(program, counter->routine, event->callee);
	if (callee == NONE || !program_routine(program, callee)->definition)
		return operand;
	parameter = returned_parameter(
		program_routine(program, callee)->definition->body);
	return parameter < event->arguments.count ?
		event->arguments.items[parameter] :
		operand;
}

/* The storage that most returns return. */
static uint32_t status_path(const struct counter *counter)
{
	const struct body *body = counter->body;
	uint32_t best = NONE, best_count = 0;

	for (uint32_t p = 0; p < body->paths.count; p++) {
		uint32_t count = 0;

		for (uint32_t b = 0; b < body->blocks.count; b++) {
			const struct block *block = &body->blocks.items[b];
			struct operand value =
				through_call(counter, block->test.left);

			count += block->exit == EXIT_RETURN &&
				value.kind == OPERAND_PATH && value.index == p;
		}
		if (count > best_count) {
			best = p;
			best_count = count;
		}
	}
	return best;
}

static ways of_outcome(ways from, enum outcome outcome)
{
	return from >> ((int)outcome * COUNTS) & every_count;
}

static ways with_outcome(ways from, enum outcome outcome)
{
	ways counts = 0;

	for (int i = 0; i < OUTCOMES; i++)
		counts |= of_outcome(from, (enum outcome)i);
	return counts << ((int)outcome * COUNTS);
}

/* What is left of the ways when the status turns out to be so. */
static ways narrowed(ways from, enum outcome outcome)
{
	ways untold = of_outcome(from, UNTOLD) | of_outcome(from, outcome);

	return untold << ((int)outcome * COUNTS);
}

static bool tests_status(
	const struct counter *counter, const struct block *block)
{
	return block->exit == EXIT_BRANCH &&
		block->test.left.kind == OPERAND_PATH &&
		block->test.left.index == counter->status &&
		block->test.right.kind == OPERAND_CONSTANT;
}

/* The status on the true edge of a test of it; UNTOLD if that says nothing. */
static enum outcome when_true(
	const struct counter *counter, const struct test *test)
{
	switch (test->kind) {
	case TEST_EQUAL:
		return outcome_of(counter, test->right.constant);
	case TEST_NOT_EQUAL:
		if (test->right.constant != 0)
			return UNTOLD;
		return counter->zero_fails ? SUCCEEDS : FAILS;
	case TEST_LESS:
		return test->right.constant == 0 ? FAILS : UNTOLD;
	case TEST_GREATER_EQUAL:
		return test->right.constant == 0 ? SUCCEEDS : UNTOLD;
	default:
		return UNTOLD;
	}
}

static enum outcome when_false(
	const struct counter *counter, const struct test *test)
{
	enum outcome outcome = when_true(counter, test);

	if (test->right.constant != 0 || outcome == UNTOLD)
		return UNTOLD;
	return outcome == FAILS ? SUCCEEDS : FAILS;
}

/* ---- one block ----------------------------------------------------------- */

static int sum_of(int left, int right)
{
	int sum = left + right;

	if (left == UNSURE || right == UNSURE)
		return UNSURE;
	return sum > LIMIT ? LIMIT : sum < -LIMIT ? -LIMIT : sum;
}

/* All ways of an effect behind all ways so far. */
static ways combined(ways from, ways effect, bool sets_status)
{
	ways result = 0;

	for (int f = 0; f < OUTCOMES * COUNTS; f++)
		for (int e = 0; e < OUTCOMES * COUNTS; e++)
			if ((from >> f & 1) && (effect >> e & 1))
				result |= way((enum outcome)(
						(sets_status ? e : f) / COUNTS),
					sum_of(f % COUNTS - LIMIT,
						e % COUNTS - LIMIT));
	return result;
}

/* Whether what a call returns is stored in the status. */
static bool sets_status(const struct counter *counter, uint32_t call)
{
	for (uint32_t i = call; i < counter->body->events.count; i++) {
		const struct event *event = &counter->body->events.items[i];

		if (event->kind == EVENT_ASSIGN &&
			event->path == counter->status &&
			event->value.kind == OPERAND_RESULT &&
			event->value.index == call)
			return true;
	}
	return false;
}

static ways after_event(
	const struct counter *counter, uint32_t index, ways from)
{
	const struct event *event = &counter->body->events.items[index];
	ways effect = effect_of(counter, index);

	if (effect)
		return combined(from, effect, sets_status(counter, index));
	if (event->kind != EVENT_ASSIGN || event->path != counter->status)
		return from;
	if (event->value.kind == OPERAND_CONSTANT)
		return with_outcome(
			from, outcome_of(counter, event->value.constant));
	if (event->value.kind == OPERAND_RESULT &&
		effect_of(counter, event->value.index))
		return from; /* the call has said it */
	return with_outcome(from, UNTOLD);
}

/* Whether a test that is not understood decides whether an event runs: it needs
 * this edge. */
static bool needs(const struct counter *counter, uint32_t event,
	uint32_t block, uint32_t edge)
{
	return needs_edge(counter->locking->check->findings->arena,
		counter->body, event, block, edge);
}

static bool unlocks(ways effect)
{
	for (int c = 0; c <= UNSURE; c++)
		for (int o = 0; o < OUTCOMES; o++)
			if (effect & way((enum outcome)o, c))
				return false;
	return effect != 0;
}

/* Whether the edge that leads to an unlock leads to a failure. */
static bool is_on_failing_edge(const struct counter *counter, uint32_t unlock,
	uint32_t block, uint32_t edge)
{
	const struct body *body = counter->body;

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event->kind == EVENT_ASSIGN &&
			event->path == counter->status &&
			event->value.kind == OPERAND_CONSTANT &&
			outcome_of(counter, event->value.constant) == FAILS &&
			needs(counter, i, block, edge))
			return true;
	}
	for (uint32_t b = 0; b < body->blocks.count; b++) {
		const struct block *end = &body->blocks.items[b];

		for (uint32_t i = 0; i < end->count; i++)
			if (body->order.items[end->first + i] == unlock)
				return end->exit == EXIT_RETURN &&
					end->test.left.kind ==
						OPERAND_CONSTANT &&
					outcome_of(counter,
						end->test.left.constant) ==
						FAILS;
	}
	return false;
}

/* The ways with counts between two, now unsure. */
static ways doubted(ways from, int low, int high)
{
	for (int o = 0; o < OUTCOMES; o++)
		for (int c = low; c <= high; c++) {
			ways one = way((enum outcome)o, c);

			if (from & one)
				from = (from & ~one) |
					way((enum outcome)o, UNSURE);
		}
	return from;
}

/* The ways along an edge of a test that is not understood. */
static ways doubted_by_unlocks(const struct counter *counter, uint32_t block,
	uint32_t edge, ways from)
{
	for (uint32_t e = 0; e < counter->body->events.count; e++) {
		if (counter->body->events.items[e].kind != EVENT_CALL ||
			!unlocks(effect_of(counter, e)))
			continue;
		if (needs(counter, e, block, 1 - edge) &&
			!is_on_failing_edge(counter, e, block, 1 - edge))
			from = doubted(from, 1, LIMIT);
		else if (counter->locks_here && needs(counter, e, block, edge))
			from = doubted(from, -LIMIT, 0);
	}
	return from;
}

static ways along_edge(const struct counter *counter, uint32_t block,
	uint32_t edge, ways from)
{
	const struct block *branch = &counter->body->blocks.items[block];
	enum outcome outcome;

	if (branch->exit != EXIT_BRANCH)
		return from;
	if (!tests_status(counter, branch))
		return doubted_by_unlocks(counter, block, edge, from);
	outcome = edge == 0 ? when_true(counter, &branch->test) :
			      when_false(counter, &branch->test);
	return outcome == UNTOLD ? from : narrowed(from, outcome);
}

static ways at_return(
	const struct counter *counter, const struct block *block, ways from)
{
	struct operand value = through_call(counter, block->test.left);

	if (value.kind == OPERAND_CONSTANT)
		return with_outcome(from, outcome_of(counter, value.constant));
	if (value.kind == OPERAND_PATH && value.index == counter->status)
		return from;
	return with_outcome(from, UNTOLD);
}

/* ---- one routine --------------------------------------------------------- */

static struct counter enter(const struct counter *from, uint32_t routine,
	const struct event *call)
{
	struct program *program = from->locking->check->program;
	struct counter counter = *from;
	const char *type =
		result_type(program, program_routine(program, routine));

	counter.index = routine;
	counter.routine = program_routine(program, routine);
	counter.body = counter.routine->definition->body;
	counter.caller = call ? from : NULL;
	counter.call = call;
	counter.depth = from->depth + 1;
	counter.status = status_path(&counter);
	counter.zero_fails =
		strcmp(type, "int") != 0 && strcmp(type, "long") != 0;
	counter.locks_here = false;
	for (uint32_t i = 0; i < from->locking->calls.count; i++) {
		const struct lock_call *lock = &from->locking->calls.items[i];

		counter.locks_here |= lock->routine == routine &&
			locks(lock->kind) &&
			is_about(&counter, lock) == ANSWER_YES;
	}
	return counter;
}

/* The ways at the start of each block. */
static ways *find_starts(const struct counter *counter)
{
	const struct body *body = counter->body;
	ways *starts = arena_alloc(counter->locking->check->findings->arena,
		(body->blocks.count + 1) * sizeof(*starts));
	bool changed = true;

	starts[0] = way(UNTOLD, 0);
	while (changed) {
		changed = false;
		for (uint32_t b = 0; b < body->blocks.count; b++) {
			const struct block *block = &body->blocks.items[b];
			ways out = starts[b];

			for (uint32_t i = 0; out && i < block->count; i++)
				out = after_event(counter,
					body->order.items[block->first + i],
					out);
			for (uint32_t i = 0; i < block->successors.count;
				i++) {
				ways *to = &starts[block->successors.items[i]];
				ways in = along_edge(counter, b, i, out);

				changed |= (in & ~*to) != 0;
				*to |= in;
			}
		}
	}
	return starts;
}

static ways count_ways(const struct counter *counter)
{
	const struct body *body = counter->body;
	ways *starts = find_starts(counter);
	ways result = 0;

	for (uint32_t b = 0; b < body->blocks.count; b++) {
		const struct block *block = &body->blocks.items[b];
		ways out = starts[b];

		if (block->exit != EXIT_RETURN)
			continue;
		for (uint32_t i = 0; out && i < block->count; i++)
			out = after_event(counter,
				body->order.items[block->first + i], out);
		result |= at_return(counter, block, out);
	}
	return result;
}

static struct lock_range range_of(ways counts)
{
	struct lock_range range = { .low = 0, .high = 0 };
	bool any = false;

	for (int c = -LIMIT; c <= LIMIT; c++) {
		if (!(counts & way(UNTOLD, c)))
			continue;
		range.low = any ? range.low : c;
		range.high = c;
		any = true;
	}
	range.wild = (counts & way(UNTOLD, UNSURE)) ||
		range.low == -LIMIT || range.high == LIMIT;
	return range;
}

struct lock_count lock_count(
	struct locking *locking, uint32_t routine, const char *section)
{
	struct counter nobody = { .locking = locking, .section = section };
	struct counter counter;
	struct lock_count count = { 0 };
	ways found;

	if (!is_concerned(locking, routine, 0))
		return count;
	counter = enter(&nobody, routine, NULL);
	found = count_ways(&counter);
	count.success = range_of(
		of_outcome(found, SUCCEEDS) | of_outcome(found, UNTOLD));
	count.failure = range_of(of_outcome(found, FAILS));
	return count;
}

/* The calls that change the count in a routine and below, in source order. */
static void add_changes(const struct counter *counter, struct lock_calls *list)
{
	const struct program *program = counter->locking->check->program;
	struct arena *arena = counter->locking->check->findings->arena;

	for (uint32_t e = 0; e < counter->body->events.count; e++) {
		const struct event *event = &counter->body->events.items[e];
		const struct lock_call *call = event->kind == EVENT_CALL ?
			call_at(counter->locking, counter->index, e) : NULL;
		uint32_t callee = event->kind == EVENT_CALL && !call ?
			operand_routine(
				program, counter->routine, event->callee) :
			NONE;
		struct counter inner;

		if (call && call->kind <= LOCK_UNDO &&
			is_about(counter, call) == ANSWER_YES)
			*vec_add(arena, &list->list) = call;
		if (callee == NONE || !effect_of(counter, e))
			continue;
		inner = enter(counter, callee, event);
		add_changes(&inner, list);
	}
}

void find_count_changes(struct locking *locking, uint32_t routine,
	const char *section, struct lock_calls *list)
{
	struct counter nobody = { .locking = locking, .section = section };
	struct counter counter;

	if (!is_concerned(locking, routine, 0))
		return;
	counter = enter(&nobody, routine, NULL);
	add_changes(&counter, list);
}
