/*
 * A callback is walked through once for each request that it tells from others,
 * by a switch or a comparison with a constant; such tests lead one way then, all
 * others both. On the way the local that is returned is safe or not: what it is
 * given last counts.
 *
 * Page: writing pre-operation callback routines.
 */
#include "program/preop.h"

#include <string.h>

/* FLT_PREOP_SUCCESS_WITH_CALLBACK; and FLT_PREOP_PENDING, after which another
 * status is told later. */
enum { WITH_CALLBACK = 0, PENDING = 2 };

enum { MAX_REQUESTS = 64, MAX_HELPERS = 3, MAX_ALIASES = 3 };

struct walk {
	struct program *program;
	const struct routine *routine;
	const struct body *body;
	const struct request *request; /* or NULL: any */
	uint32_t returned; /* body.paths: the local that is returned, or NONE */
	uint8_t *seen;	   /* by block: 1 with the local unsafe, 2 safe */
	int helpers;	   /* so many routines deep */
	VEC(uint32_t) open; /* blocks, twice, and one more if the local is safe */
};

/* ---- what a request is told by ------------------------------------------ */

/* "->Iopb->MajorFunction" of what the first parameter leads to; NULL for
 * anything else. */
static const char *steps_of(struct program *program, const struct body *body,
	struct operand operand, int aliases)
{
	const struct event *store;
	const struct path *path;
	const char *base;

	if (operand.kind != OPERAND_PATH)
		return NULL;
	path = &body->paths.items[operand.index];
	if (path->root == ROOT_PARAMETER)
		return path->index ? NULL : path->steps;
	if (path->root != ROOT_LOCAL || aliases == MAX_ALIASES)
		return NULL;
	store = only_store(body, whole_path(body, ROOT_LOCAL, path->index));
	base = store ? steps_of(program, body, store->value, aliases + 1) :
		       NULL;
	return base ? arena_printf(program->arena, "%s%s", base, path->steps) :
		      NULL;
}

/* What a block tests of a request, or NULL. */
static const char *tested(struct program *program, const struct body *body,
	const struct block *block)
{
	const struct test *test = &block->test;

	if (block->exit != EXIT_SWITCH &&
		(block->exit != EXIT_BRANCH ||
			(test->kind != TEST_EQUAL &&
				test->kind != TEST_NOT_EQUAL) ||
			test->right.kind != OPERAND_CONSTANT))
		return NULL;
	return steps_of(program, body, test->left, 0);
}

static void add_request(struct program *program, struct requests *requests,
	struct request request)
{
	if (requests->list.count < MAX_REQUESTS)
		*vec_add(program->arena, &requests->list) = request;
}

/* All that the callback tells apart. */
static void find_requests(struct program *program, const struct body *body,
	struct requests *requests)
{
	for (uint32_t b = 0; b < body->blocks.count; b++) {
		const struct block *block = &body->blocks.items[b];
		const char *steps = tested(program, body, block);

		if (!steps || !steps[0])
			continue;
		if (block->exit == EXIT_BRANCH)
			add_request(program, requests,
				(struct request){ steps,
					block->test.right.constant });
		for (uint32_t i = 0; i < block->cases.count; i++)
			add_request(program, requests,
				(struct request){
					steps, block->cases.items[i] });
	}
}

/* ---- what is returned -------------------------------------------------- */

static bool returns_safely(struct program *program,
	const struct routine *routine, const struct request *request,
	int helpers);

static bool is_safe(const struct walk *walk, struct operand value)
{
	const struct routine *callee;
	uint32_t index;

	if (value.kind == OPERAND_CONSTANT)
		return value.constant != WITH_CALLBACK &&
			value.constant != PENDING;
	if (value.kind != OPERAND_RESULT || walk->helpers == MAX_HELPERS)
		return false;
	index = operand_routine(walk->program, walk->routine,
		walk->body->events.items[value.index].callee);
	if (index == NONE)
		return false;
	callee = program_routine(walk->program, index);
	return callee->definition &&
		returns_safely(
			walk->program, callee, NULL, walk->helpers + 1);
}

/* The local that is returned; NONE if none is, or several are. */
static uint32_t returned_local(const struct body *body)
{
	uint32_t found = NONE;

	for (uint32_t b = 0; b < body->blocks.count; b++) {
		const struct block *block = &body->blocks.items[b];
		struct operand value = block->test.left;

		if (block->exit != EXIT_RETURN || value.kind != OPERAND_PATH)
			continue;
		if (found != NONE && found != value.index)
			return NONE;
		found = value.index;
	}
	return found != NONE && body->paths.items[found].root == ROOT_LOCAL &&
			!body->paths.items[found].steps[0] ?
		found :
		NONE;
}

/* ---- the walk ------------------------------------------------------------ */

static void open(struct walk *walk, uint32_t block, bool safe)
{
	uint8_t mark = safe ? 2 : 1;

	if (walk->seen[block] & mark)
		return;
	walk->seen[block] |= mark;
	*vec_add(walk->program->arena, &walk->open) = block * 2 + safe;
}

/* The successor that the request takes, or NONE: any. */
static uint32_t decided(const struct walk *walk, const struct block *block)
{
	const char *steps = walk->request ?
		tested(walk->program, walk->body, block) :
		NULL;
	int64_t value;

	if (!steps || strcmp(steps, walk->request->steps))
		return NONE;
	value = walk->request->value;
	if (block->exit == EXIT_BRANCH)
		return (block->test.right.constant == value) ==
				(block->test.kind == TEST_EQUAL) ?
			0 :
			1;
	for (uint32_t i = 0; i < block->cases.count; i++)
		if (block->cases.items[i] == value)
			return i;
	return block->cases.count;
}

/* False if the block returns a status that is not safe. */
static bool pass(struct walk *walk, const struct block *block, bool safe)
{
	const struct body *body = walk->body;
	uint32_t only;

	for (uint32_t i = 0; i < block->count; i++) {
		const struct event *event =
			&body->events.items[body->order.items[block->first + i]];

		if (event->kind == EVENT_ASSIGN &&
			event->path == walk->returned)
			safe = is_safe(walk, event->value);
	}
	if (block->exit == EXIT_RETURN)
		return block->test.left.kind == OPERAND_PATH ?
			walk->returned != NONE && safe :
			is_safe(walk, block->test.left);
	only = decided(walk, block);
	for (uint32_t i = 0; i < block->successors.count; i++)
		if (only == NONE || only == i)
			open(walk, block->successors.items[i], safe);
	return true;
}

static bool returns_safely(struct program *program,
	const struct routine *routine, const struct request *request,
	int helpers)
{
	struct walk walk = { .program = program, .routine = routine,
		.body = routine->body, .request = request,
		.returned = returned_local(routine->body), .helpers = helpers };

	walk.seen = arena_alloc(
		program->arena, routine->body->blocks.count + 1);
	open(&walk, 0, false);
	while (walk.open.count) {
		uint32_t at = walk.open.items[--walk.open.count];

		if (!pass(&walk, &walk.body->blocks.items[at / 2], at % 2))
			return false;
	}
	return true;
}

/* ---- asked ---------------------------------------------------------------- */

bool preop_is_safe(struct program *program, const struct routine *preop)
{
	return preop->definition && returns_safely(program, preop, NULL, 0);
}

struct requests *preop_safe_requests(
	struct program *program, const struct routine *preop)
{
	struct requests *safe = arena_alloc(program->arena, sizeof(*safe));
	struct requests told = { .list = { NULL, 0, 0 } };

	if (!preop->definition)
		return safe;
	find_requests(program, preop->body, &told);
	for (uint32_t i = 0; i < told.list.count; i++)
		if (returns_safely(program, preop, &told.list.items[i], 0))
			*vec_add(program->arena, &safe->list) =
				told.list.items[i];
	return safe;
}

static bool has_request(
	const struct requests *requests, const struct request *request)
{
	for (uint32_t i = 0; i < requests->list.count; i++)
		if (requests->list.items[i].value == request->value &&
			!strcmp(requests->list.items[i].steps, request->steps))
			return true;
	return false;
}

void requests_meet(struct requests *into, const struct requests *from)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < into->list.count; i++)
		if (has_request(from, &into->list.items[i]))
			into->list.items[kept++] = into->list.items[i];
	into->list.count = kept;
}
