/*
 * The order of events in one routine, asked of its blocks. Nothing is known of
 * values here: a way that two tests exclude counts as a way.
 */
#include "rules/locking.h"

#include <string.h>

struct walk {
	struct arena *arena;
	const struct body *body;
	stops_fn *stops;
	void *context;
	uint32_t target;
	bool *seen; /* by block: entered at its start */
	VEC(uint32_t) todo;
	uint32_t without_block, without_edge; /* an edge that is not taken */
	bool to_return;	     /* a return is the target as well */
	const bool *decided; /* by block, or NULL: it tests whether the first
				event failed, and that has not */
};

/* The edge of a test against zero on which a status is a failure, or NONE. */
static uint32_t failing_edge(const struct test *test)
{
	switch (test->kind) {
	case TEST_LESS:
	case TEST_NOT_EQUAL:
		return 0;
	case TEST_GREATER_EQUAL:
	case TEST_EQUAL:
		return 1;
	default:
		return NONE;
	}
}

static bool is_taken(const struct walk *walk, uint32_t index, uint32_t edge)
{
	const struct block *block = &walk->body->blocks.items[index];

	if (walk->decided && walk->decided[index] &&
		edge == failing_edge(&block->test))
		return false;
	return index != walk->without_block || edge != walk->without_edge;
}

static void enter(struct walk *walk, uint32_t block)
{
	if (walk->seen[block])
		return;
	walk->seen[block] = true;
	*vec_add(walk->arena, &walk->todo) = block;
}

/* Runs a block from a position: true when the target is met. */
static bool run(struct walk *walk, uint32_t index, uint32_t from)
{
	const struct block *block = &walk->body->blocks.items[index];

	for (uint32_t i = from; i < block->count; i++) {
		uint32_t event = walk->body->order.items[block->first + i];

		if (event == walk->target)
			return true;
		if (walk->stops && walk->stops(walk->context, event))
			return false;
	}
	if (walk->to_return && block->exit == EXIT_RETURN)
		return true;
	for (uint32_t i = 0; i < block->successors.count; i++)
		if (is_taken(walk, index, i))
			enter(walk, block->successors.items[i]);
	return false;
}

static bool run_all(struct walk *walk)
{
	while (walk->todo.count)
		if (run(walk, walk->todo.items[--walk->todo.count], 0))
			return true;
	return false;
}

static struct walk new_walk(struct arena *arena, const struct body *body,
	uint32_t target, stops_fn *stops, void *context)
{
	struct walk walk = { .arena = arena, .body = body, .stops = stops,
		.context = context, .target = target, .without_block = NONE,
		.without_edge = NONE };

	walk.seen = arena_alloc(arena, body->blocks.count + 1);
	return walk;
}

/* From behind an event on, until the target is met. */
static bool run_from(struct walk *walk, uint32_t first)
{
	uint32_t at, block = block_of(walk->body, first, &at);

	return block != NONE &&
		(run(walk, block,
			 at + 1 - walk->body->blocks.items[block].first) ||
			run_all(walk));
}

bool can_follow(struct arena *arena, const struct body *body, uint32_t first,
	uint32_t second, stops_fn *stops, void *context)
{
	struct walk walk = new_walk(arena, body, second, stops, context);

	return run_from(&walk, first);
}

struct storage {
	const struct body *body;
	uint32_t path;
};

static bool is_stored_anew(void *context, uint32_t index)
{
	const struct storage *storage = context;

	return event_stores(&storage->body->events.items[index], storage->path);
}

bool store_lasts(struct arena *arena, const struct body *body, uint32_t store,
	uint32_t event)
{
	struct storage storage = { body, body->events.items[store].path };

	return can_follow(arena, body, store, event, is_stored_anew, &storage);
}

/* ---- after a success ------------------------------------------------------ */

/* Where the status of a call is, and who else stores there. */
struct outcome_of_call {
	const struct body *body;
	uint32_t call, path; /* NONE: it is stored nowhere */
};

static bool is_overwritten(void *context, uint32_t index)
{
	const struct outcome_of_call *outcome = context;
	const struct event *event = &outcome->body->events.items[index];

	return event_stores(event, outcome->path) &&
		!event_stores_result(event, outcome->call);
}

static struct outcome_of_call outcome_of_call(
	const struct body *body, uint32_t call)
{
	struct outcome_of_call outcome = { body, call, NONE };

	for (uint32_t i = call; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event_stores_result(event, call))
			outcome.path = event->path;
	}
	return outcome;
}

static bool tests_outcome(
	const struct outcome_of_call *outcome, const struct block *block)
{
	struct operand left = block->test.left, right = block->test.right;

	return block->exit == EXIT_BRANCH && right.kind == OPERAND_CONSTANT &&
		right.constant == 0 &&
		((left.kind == OPERAND_RESULT &&
			 left.index == outcome->call) ||
			(left.kind == OPERAND_PATH &&
				left.index == outcome->path));
}

/* Whether the end of a block is met without another status in between. */
static bool *find_decided(struct arena *arena, struct outcome_of_call *outcome)
{
	const struct body *body = outcome->body;
	bool *decided = arena_alloc(arena, body->blocks.count + 1);
	struct walk walk =
		new_walk(arena, body, NONE, is_overwritten, outcome);

	for (uint32_t b = 0; b < body->blocks.count; b++)
		decided[b] = tests_outcome(outcome, &body->blocks.items[b]);
	walk.decided = decided;
	run_from(&walk, outcome->call);
	for (uint32_t b = 0; b < body->blocks.count; b++) {
		const struct block *block = &body->blocks.items[b];
		bool fresh = walk.seen[b];

		for (uint32_t i = 0; i < block->count; i++) {
			uint32_t event = body->order.items[block->first + i];

			fresh = event == outcome->call ||
				(fresh && !is_overwritten(outcome, event));
		}
		decided[b] = decided[b] && fresh;
	}
	return decided;
}

bool can_follow_success(struct arena *arena, const struct body *body,
	uint32_t first, uint32_t second, stops_fn *stops, void *context)
{
	struct outcome_of_call outcome = outcome_of_call(body, first);
	struct walk walk = new_walk(arena, body, second, stops, context);

	walk.decided = find_decided(arena, &outcome);
	return run_from(&walk, first);
}

bool can_return_after_success(struct arena *arena, const struct body *body,
	uint32_t first, stops_fn *stops, void *context)
{
	struct outcome_of_call outcome = outcome_of_call(body, first);
	struct walk walk = new_walk(arena, body, NONE, stops, context);

	walk.to_return = true;
	walk.decided = find_decided(arena, &outcome);
	return run_from(&walk, first);
}

bool is_preceded(struct arena *arena, const struct body *body, uint32_t event,
	stops_fn *stops, void *context)
{
	struct walk walk = new_walk(arena, body, event, stops, context);

	enter(&walk, 0);
	return !run_all(&walk);
}

/* ---- tests -------------------------------------------------------------- */

bool needs_edge(struct arena *arena, const struct body *body, uint32_t event,
	uint32_t block, uint32_t edge)
{
	struct walk walk = new_walk(arena, body, event, NULL, NULL);

	walk.without_block = block;
	walk.without_edge = edge;
	enter(&walk, 0);
	return !run_all(&walk);
}

bool is_null_at(struct arena *arena, const struct body *body, uint32_t event,
	uint32_t path)
{
	for (uint32_t b = 0; b < body->blocks.count; b++) {
		const struct block *block = &body->blocks.items[b];
		const struct test *test = &block->test;

		if (block->exit == EXIT_BRANCH &&
			test->left.kind == OPERAND_PATH &&
			test->left.index == path &&
			test->right.kind == OPERAND_CONSTANT &&
			test->right.constant == 0 &&
			(test->kind == TEST_EQUAL ||
				test->kind == TEST_NOT_EQUAL) &&
			needs_edge(arena, body, event, b,
				test->kind == TEST_NOT_EQUAL))
			return true;
	}
	return false;
}

static bool is_kept(const struct body *body, struct operand operand)
{
	const struct path *path;

	if (operand.kind != OPERAND_PATH)
		return false;
	path = &body->paths.items[operand.index];
	return path->root == ROOT_GLOBAL || path->steps[0];
}

bool is_behind_state(
	struct arena *arena, const struct body *body, uint32_t event)
{
	for (uint32_t b = 0; b < body->blocks.count; b++) {
		const struct block *block = &body->blocks.items[b];

		if (block->exit == EXIT_BRANCH &&
			(is_kept(body, block->test.left) ||
				is_kept(body, block->test.right)) &&
			(needs_edge(arena, body, event, b, 0) ||
				needs_edge(arena, body, event, b, 1)))
			return true;
	}
	return false;
}
