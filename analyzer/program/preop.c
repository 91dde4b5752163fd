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

/* A callback, or a routine that returns a status for it. */
struct reader {
	struct program *program;
	const struct routine *routine;
	const struct body *body;
	const char **tested; /* by block: what it tests of a request, or NULL;
				of a callback only */
	uint32_t returned; /* body.paths: the local that is returned, or NONE */
	int helpers;	   /* so many routines deep */
};

struct walk {
	const struct reader *reader;
	const struct request *request; /* or NULL: any */
	uint8_t *seen; /* by block: 1 with the local unsafe, 2 safe */
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

static void find_tested(struct reader *reader)
{
	const struct body *body = reader->body;

	reader->tested = arena_alloc(reader->program->arena,
		(body->blocks.count + 1) * sizeof(*reader->tested));
	for (uint32_t b = 0; b < body->blocks.count; b++)
		reader->tested[b] = tested(
			reader->program, body, &body->blocks.items[b]);
}

static void add_request(struct program *program, struct requests *requests,
	struct request request)
{
	if (requests->list.count < MAX_REQUESTS)
		*vec_add(program->arena, &requests->list) = request;
}

/* All that the callback tells apart. */
static void find_requests(const struct reader *reader, struct requests *requests)
{
	struct program *program = reader->program;

	for (uint32_t b = 0; b < reader->body->blocks.count; b++) {
		const struct block *block = &reader->body->blocks.items[b];
		const char *steps = reader->tested[b];

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

static struct reader reader_of(
	struct program *program, const struct routine *routine, int helpers)
{
	return (struct reader){ .program = program, .routine = routine,
		.body = routine->body,
		.returned = returned_local(routine->body),
		.helpers = helpers };
}

static bool returns_safely(
	const struct reader *reader, const struct request *request);

static bool is_safe(const struct reader *reader, struct operand value)
{
	const struct routine *callee;
	struct reader inner;
	uint32_t index;

	if (value.kind == OPERAND_CONSTANT)
		return value.constant != WITH_CALLBACK &&
			value.constant != PENDING;
	if (value.kind != OPERAND_RESULT || reader->helpers == MAX_HELPERS)
		return false;
	index = called_routine(reader->program, reader->routine,
		&reader->body->events.items[value.index]);
	if (index == NONE)
		return false;
	callee = program_routine(reader->program, index);
	if (!callee->definition)
		return false;
	inner = reader_of(reader->program, callee, reader->helpers + 1);
	return returns_safely(&inner, NULL);
}

/* ---- the walk ------------------------------------------------------------ */

static void open(struct walk *walk, uint32_t block, bool safe)
{
	uint8_t mark = safe ? 2 : 1;

	if (walk->seen[block] & mark)
		return;
	walk->seen[block] |= mark;
	*vec_add(walk->reader->program->arena, &walk->open) = block * 2 + safe;
}

/* The successor that the request takes, or NONE: any. */
static uint32_t decided(const struct walk *walk, uint32_t index)
{
	const struct block *block = &walk->reader->body->blocks.items[index];
	const char *steps =
		walk->request ? walk->reader->tested[index] : NULL;
	int64_t value;

	if (!steps || strcmp(steps, walk->request->steps) != 0)
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
static bool pass(struct walk *walk, uint32_t index, bool safe)
{
	const struct reader *reader = walk->reader;
	const struct body *body = reader->body;
	const struct block *block = &body->blocks.items[index];
	uint32_t only;

	for (uint32_t i = 0; i < block->count; i++) {
		const struct event *event =
			&body->events.items[body->order.items[block->first + i]];

		if (event_stores(event, reader->returned))
			safe = is_safe(reader, event->value);
	}
	if (block->exit == EXIT_RETURN)
		return block->test.left.kind == OPERAND_PATH ?
			reader->returned != NONE && safe :
			is_safe(reader, block->test.left);
	only = decided(walk, index);
	for (uint32_t i = 0; i < block->successors.count; i++)
		if (only == NONE || only == i)
			open(walk, block->successors.items[i], safe);
	return true;
}

static bool returns_safely(
	const struct reader *reader, const struct request *request)
{
	struct walk walk = { .reader = reader, .request = request };

	walk.seen = arena_alloc(
		reader->program->arena, reader->body->blocks.count + 1);
	open(&walk, 0, false);
	while (walk.open.count) {
		uint32_t at = walk.open.items[--walk.open.count];

		if (!pass(&walk, at / 2, at % 2))
			return false;
	}
	return true;
}

/* ---- asked ---------------------------------------------------------------- */

static struct preop *read_preop(
	struct program *program, const struct routine *routine)
{
	struct preop *preop = arena_alloc(program->arena, sizeof(*preop));
	struct requests told = { .list = { NULL, 0, 0 } };
	struct reader reader;

	if (!routine->definition)
		return preop;
	reader = reader_of(program, routine, 0);
	find_tested(&reader);
	find_requests(&reader, &told);
	preop->is_safe = returns_safely(&reader, NULL);
	for (uint32_t i = 0; i < told.list.count; i++)
		if (returns_safely(&reader, &told.list.items[i]))
			add_request(program, &preop->safe, told.list.items[i]);
	return preop;
}

const struct preop *preop_read(struct program *program, uint32_t routine)
{
	if (!program->preops)
		program->preops = arena_alloc(program->arena,
			program->routines.count * sizeof(*program->preops));
	if (!program->preops[routine])
		program->preops[routine] = read_preop(
			program, program_routine(program, routine));
	return program->preops[routine];
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

const struct requests *requests_in_both(struct program *program,
	const struct requests *one, const struct requests *other)
{
	struct requests *both = arena_alloc(program->arena, sizeof(*both));

	for (uint32_t i = 0; i < one->list.count; i++)
		if (has_request(other, &one->list.items[i]))
			add_request(program, both, one->list.items[i]);
	return both;
}
