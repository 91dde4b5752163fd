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
 * not fail.
 *
 * A handle in a parameter is what the call at hand brings. Each routine is counted
 * once for a section and what its parameters bring.
 */
#include "rules/ways.h"

#include <string.h>

enum {
	MAX_DEPTH = 256,
	HANDLE_PARAMETERS = 16, /* what further ones bring is not looked at */
};

struct counter {
	struct locking *locking;
	const char *section;
	const struct routine *routine;
	uint32_t index;
	const struct body *body;
	/* What each parameter, and what it points to, has to do with the
	 * section: an enum answer in two bits each. */
	uint64_t brought;
	int depth;
	uint32_t status; /* paths: what is returned, or NONE */
	bool zero_fails; /* it is no NTSTATUS: zero is the failure */
	bool locks_here; /* some lock of the section is in this routine */
	ways *effects;	 /* by event: from count 0; 0 where it does nothing */
};

/* ---- what an event does -------------------------------------------------- */

const struct lock_call *lock_call_at(
	const struct locking *locking, uint32_t routine, uint32_t event)
{
	for (uint32_t i = 0; i < locking->calls.count; i++)
		if (locking->calls.items[i].routine == routine &&
			locking->calls.items[i].event == event)
			return &locking->calls.items[i];
	return NULL;
}

static unsigned brought_shift(uint32_t parameter, bool pointee)
{
	return parameter * 4 + (pointee ? 2 : 0);
}

static enum answer brought(
	const struct counter *counter, uint32_t parameter, bool pointee)
{
	if (parameter >= HANDLE_PARAMETERS)
		return ANSWER_NO;
	return (enum answer)(counter->brought >>
			brought_shift(parameter, pointee) & 3);
}

/* Whether a handle is of the section. */
static enum answer is_of_section(
	const struct counter *counter, struct operand handle)
{
	const struct path *path;

	if (handle.kind != OPERAND_PATH)
		return ANSWER_NO;
	path = &counter->body->paths.items[handle.index];
	if (path->root == ROOT_PARAMETER &&
		(!path->steps[0] || !strcmp(path->steps, "*")))
		return brought(counter, path->index, path->steps[0] != '\0');
	return lock_handle_is_of(
		counter->locking, counter->index, handle, counter->section);
}

/* Likewise, of one that an argument points to. */
static enum answer points_to_section(
	const struct counter *counter, struct operand argument)
{
	if (argument.kind == OPERAND_ADDRESS) {
		argument.kind = OPERAND_PATH;
		return is_of_section(counter, argument);
	}
	return brought(counter, operand_parameter(counter->body, argument),
		true);
}

static uint64_t brought_by(
	const struct counter *counter, const struct event *call)
{
	uint64_t bits = 0;

	for (uint32_t i = 0;
		i < call->arguments.count && i < HANDLE_PARAMETERS; i++) {
		struct operand argument = call->arguments.items[i];

		bits |= (uint64_t)is_of_section(counter, argument)
			<< brought_shift(i, false);
		bits |= (uint64_t)points_to_section(counter, argument)
			<< brought_shift(i, true);
	}
	return bits;
}

/* An unlock by storage that no lock fills was meant for a section that nothing
 * else unlocks, if there is one; else nobody knows for which. */
static enum answer is_meant_for(const struct counter *counter)
{
	const struct locking *locking = counter->locking;
	enum answer answer = ANSWER_MAYBE;

	for (uint32_t i = 0; i < locking->calls.count; i++) {
		const struct lock_call *lock = &locking->calls.items[i];

		if (!locks_by_address(lock->kind) || lock->dropped ||
			!lock->section || lock_is_undone(locking, lock))
			continue;
		if (lock->section == counter->section)
			return ANSWER_MAYBE;
		answer = ANSWER_NO;
	}
	return answer;
}

static enum answer is_about(
	const struct counter *counter, const struct lock_call *call)
{
	const struct event *event = lock_event(counter->locking, call);

	if (locks_by_address(call->kind))
		return !call->section ? ANSWER_MAYBE :
			call->section == counter->section ? ANSWER_YES :
							    ANSWER_NO;
	if (has_no_origin(call))
		return call->kind == LOCK_UNDO ? is_meant_for(counter) :
						 ANSWER_MAYBE;
	return event->arguments.count ?
		is_of_section(counter, event->arguments.items[0]) :
		ANSWER_NO;
}

static struct counter enter(const struct counter *from, uint32_t routine,
	const struct event *call);
static ways count_ways(struct counter *counter);

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

static ways effect_of(const struct counter *counter, uint32_t index)
{
	const struct program *program = counter->locking->check->program;
	const struct event *event = &counter->body->events.items[index];
	const struct lock_call *call;
	uint32_t callee;
	struct counter inner;

	if (event->kind != EVENT_CALL)
		return 0;
	call = lock_call_at(counter->locking, counter->index, index);
	if (call)
		return effect_of_lock(counter, call);
	callee = operand_routine(program, counter->routine, event->callee);
	if (callee == NONE || counter->depth >= MAX_DEPTH ||
		!program_routine(program, callee)->definition ||
		!counter->locking->concerned[callee])
		return 0;
	inner = enter(counter, callee, event);
	return count_ways(&inner);
}

static void read_effects(struct counter *counter)
{
	uint32_t count = counter->body->events.count;

	counter->effects = arena_alloc(counter->locking->check->findings->arena,
		(count + 1) * sizeof(*counter->effects));
	for (uint32_t i = 0; i < count; i++)
		counter->effects[i] = effect_of(counter, i);
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
		program_routine(program, callee)->body);
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

/* Whether what a call returns is stored in the status. */
static bool sets_status(const struct counter *counter, uint32_t call)
{
	for (uint32_t i = call; i < counter->body->events.count; i++) {
		const struct event *event = &counter->body->events.items[i];

		if (event_stores(event, counter->status) &&
			event_stores_result(event, call))
			return true;
	}
	return false;
}

static ways after_event(
	const struct counter *counter, uint32_t index, ways from)
{
	const struct event *event = &counter->body->events.items[index];
	ways effect = counter->effects[index];

	if (effect)
		return ways_then(from, effect, sets_status(counter, index));
	if (!event_stores(event, counter->status))
		return from;
	if (event->value.kind == OPERAND_CONSTANT)
		return ways_become(
			from, outcome_of(counter, event->value.constant));
	if (event->value.kind == OPERAND_RESULT &&
		counter->effects[event->value.index])
		return from; /* the call has said it */
	return ways_become(from, UNTOLD);
}

/* Whether a test that is not understood decides whether an event runs: it needs
 * this edge. */
static bool needs(const struct counter *counter, uint32_t event,
	uint32_t block, uint32_t edge)
{
	return needs_edge(counter->locking->check->findings->arena,
		counter->body, event, block, edge);
}

/* Whether the edge that leads to an unlock leads to a failure. */
static bool is_on_failing_edge(const struct counter *counter, uint32_t unlock,
	uint32_t block, uint32_t edge)
{
	const struct body *body = counter->body;
	const struct block *end;
	uint32_t at, found;

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event_stores(event, counter->status) &&
			event->value.kind == OPERAND_CONSTANT &&
			outcome_of(counter, event->value.constant) == FAILS &&
			needs(counter, i, block, edge))
			return true;
	}
	found = block_of(body, unlock, &at);
	if (found == NONE)
		return false;
	end = &body->blocks.items[found];
	return end->exit == EXIT_RETURN &&
		end->test.left.kind == OPERAND_CONSTANT &&
		outcome_of(counter, end->test.left.constant) == FAILS;
}

/* A routine that locks nothing itself unlocks what its callers have locked: its
 * count is theirs, which is not known here. */
static bool undoes_for_callers(const struct counter *counter)
{
	return !counter->locks_here && counter->routine->caller_count;
}

/* Hears of the constants that a block stores in the status. */
static enum outcome heard_in(const struct counter *counter,
	const struct block *block, enum outcome outcome)
{
	for (uint32_t i = 0; i < block->count; i++) {
		const struct event *event = &counter->body->events.items
			[counter->body->order.items[block->first + i]];

		if (!event_stores(event, counter->status))
			continue;
		outcome = event->value.kind == OPERAND_CONSTANT ?
			outcome_of(counter, event->value.constant) :
			UNTOLD;
	}
	return outcome;
}

/* Whether an edge leads straight to the return of a failure. */
static bool leads_to_failure(
	const struct counter *counter, uint32_t block, uint32_t edge)
{
	const struct body *body = counter->body;
	const struct block *end = &body->blocks.items[block];
	uint32_t next = end->successors.items[edge];
	enum outcome outcome = UNTOLD;
	struct operand value;

	for (uint32_t i = 0; i < body->blocks.count; i++) {
		end = &body->blocks.items[next];
		outcome = heard_in(counter, end, outcome);
		if (end->exit != EXIT_JUMP)
			break;
		next = end->successors.items[0];
	}
	if (end->exit != EXIT_RETURN)
		return false;
	value = through_call(counter, end->test.left);
	if (value.kind == OPERAND_CONSTANT)
		return outcome_of(counter, value.constant) == FAILS;
	return value.kind == OPERAND_PATH && value.index == counter->status &&
		outcome == FAILS;
}

/* Whether every way holds a lock that this routine has made, whatever the tests
 * before said: what is asked then is something else. */
static bool holds_lock(ways from)
{
	ways counts = 0;

	for (int i = 0; i < OUTCOMES; i++)
		counts |= ways_of(from, (enum outcome)i);
	return ways_range(counts).low > 0 && !ways_range(counts).wild;
}

/* The ways along an edge of a test that is not understood. */
static ways doubted_by_unlocks(const struct counter *counter, uint32_t block,
	uint32_t edge, ways from)
{
	bool leaks = holds_lock(from) && leads_to_failure(counter, block, edge);

	for (uint32_t e = 0; e < counter->body->events.count; e++) {
		if (counter->body->events.items[e].kind != EVENT_CALL ||
			!ways_unlock(counter->effects[e]))
			continue;
		if (!leaks && needs(counter, e, block, 1 - edge) &&
			!is_on_failing_edge(counter, e, block, 1 - edge))
			from = ways_doubt(
				from, undoes_for_callers(counter) ? 0 : 1, LIMIT);
		else if (counter->locks_here && needs(counter, e, block, edge))
			from = ways_doubt(from, -LIMIT, 0);
	}
	return from;
}

/* Whether an edge is that of a handle which is NULL. */
static bool says_no_handle(const struct counter *counter,
	const struct test *test, uint32_t edge)
{
	return test->right.kind == OPERAND_CONSTANT &&
		test->right.constant == 0 &&
		((test->kind == TEST_EQUAL && edge == 0) ||
			(test->kind == TEST_NOT_EQUAL && edge == 1)) &&
		is_of_section(counter, test->left) == ANSWER_YES;
}

static ways along_edge(const struct counter *counter, uint32_t block,
	uint32_t edge, ways from)
{
	const struct block *branch = &counter->body->blocks.items[block];
	enum outcome outcome;

	if (branch->exit != EXIT_BRANCH)
		return from;
	if (says_no_handle(counter, &branch->test, edge))
		from = ways_drop(from, 1, LIMIT);
	if (!tests_status(counter, branch))
		return doubted_by_unlocks(counter, block, edge, from);
	outcome = edge == 0 ? when_true(counter, &branch->test) :
			      when_false(counter, &branch->test);
	return outcome == UNTOLD ? from : ways_narrow(from, outcome);
}

static ways at_return(
	const struct counter *counter, const struct block *block, ways from)
{
	struct operand value = through_call(counter, block->test.left);

	if (value.kind == OPERAND_CONSTANT)
		return ways_become(from, outcome_of(counter, value.constant));
	if (value.kind == OPERAND_PATH && value.index == counter->status)
		return from;
	return ways_become(from, UNTOLD);
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
	counter.body = counter.routine->body;
	counter.brought = call ? brought_by(from, call) : 0;
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

static ways count_anew(struct counter *counter)
{
	const struct body *body = counter->body;
	ways *starts;
	ways result = 0;

	read_effects(counter);
	starts = find_starts(counter);
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

/* What a routine is counted for, as a name. */
static const char *question_of(const struct counter *counter)
{
	return intern_printf(&counter->locking->check->program->names,
		"count %u %llx %s", (unsigned)counter->index,
		(unsigned long long)counter->brought, counter->section);
}

/* Recursion does nothing, while it is being counted. */
static ways count_ways(struct counter *counter)
{
	struct arena *arena = counter->locking->check->findings->arena;
	struct map *counts = &counter->locking->counts;
	const char *question = question_of(counter);
	uint32_t known = map_get(counts, question);
	ways result;

	if (known != MAP_NONE)
		return known;
	map_set(arena, counts, question, 0);
	result = count_anew(counter);
	map_set(arena, counts, question, result);
	return result;
}

struct lock_count lock_count(
	struct locking *locking, uint32_t routine, const char *section)
{
	struct counter nobody = { .locking = locking, .section = section };
	struct counter counter;
	struct lock_count count = { 0 };
	ways found;

	if (!locking->concerned[routine])
		return count;
	counter = enter(&nobody, routine, NULL);
	found = count_ways(&counter);
	count.success = ways_range(
		ways_of(found, SUCCEEDS) | ways_of(found, UNTOLD));
	count.failure = ways_range(ways_of(found, FAILS));
	return count;
}

/* The calls that change the count in a routine and below, in source order, each
 * routine once. */
static void add_changes(
	struct counter *counter, struct lock_calls *list, struct map *seen)
{
	const struct program *program = counter->locking->check->program;
	struct arena *arena = counter->locking->check->findings->arena;
	const char *question = question_of(counter);

	if (map_get(seen, question) != MAP_NONE)
		return;
	map_set(arena, seen, question, 0);
	read_effects(counter);
	for (uint32_t e = 0; e < counter->body->events.count; e++) {
		const struct event *event = &counter->body->events.items[e];
		const struct lock_call *call;
		struct counter inner;

		if (!counter->effects[e])
			continue;
		call = lock_call_at(counter->locking, counter->index, e);
		if (call) {
			if (is_about(counter, call) == ANSWER_YES)
				*vec_add(arena, &list->list) = call;
			continue;
		}
		inner = enter(counter,
			operand_routine(
				program, counter->routine, event->callee),
			event);
		add_changes(&inner, list, seen);
	}
}

void find_count_changes(struct locking *locking, uint32_t routine,
	const char *section, struct lock_calls *list)
{
	struct counter nobody = { .locking = locking, .section = section };
	struct map seen = { 0 };
	struct counter counter;

	if (!locking->concerned[routine])
		return;
	counter = enter(&nobody, routine, NULL);
	add_changes(&counter, list, &seen);
}
