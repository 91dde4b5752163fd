/*
 * Backwards from a place through the blocks that lead there, to the assignments
 * that were last on each way; and from those to what they copied.
 */
#include "rules/values.h"

#include "irql/value.h"

bool is_whole(const struct body *body, struct operand operand,
	enum path_root root)
{
	const struct path *path = operand_whole_path(body, operand);

	return path && path->root == root;
}

/* ---- the ways through a routine ---------------------------------------- */

/* What a parameter holds all the time, or NULL. */
static const int64_t *parameter_value(
	const struct frame *frame, struct operand operand)
{
	const struct values *known;

	if (!is_whole(frame->body, operand, ROOT_PARAMETER))
		return NULL;
	known = &frame->parameters
			 [frame->body->paths.items[operand.index].index];
	return known->count == 1 && !known->other &&
			!body_may_change(frame->body, operand.index) ?
		&known->items[0] :
		NULL;
}

/* The successor that a block must lead to, or NONE. */
static uint32_t decided_way(
	const struct frame *frame, const struct block *block)
{
	const int64_t *known = parameter_value(frame, block->test.left);
	struct value value;
	enum truth truth;

	if (!known)
		return NONE;
	if (block->exit == EXIT_SWITCH) {
		for (uint32_t i = 0; i < block->cases.count; i++)
			if (block->cases.items[i] == *known)
				return i;
		return block->cases.count;
	}
	if (block->exit != EXIT_BRANCH ||
		block->test.right.kind != OPERAND_CONSTANT)
		return NONE;
	value = constant_value(*known);
	truth = test_value(
		&value, block->test.kind, block->test.right.constant);
	return truth == TRUTH_MAYBE ? NONE : truth == TRUTH_YES ? 0 : 1;
}

static bool is_taken(const struct frame *frame, uint32_t block, uint32_t way)
{
	return frame->reached[block] &&
		(frame->only[block] == NONE || frame->only[block] == way);
}

/* Turns the ways that are taken round. */
static void find_sources(struct arena *arena, struct frame *frame)
{
	const struct body *body = frame->body;
	uint32_t count = body->blocks.count, ways = 0;
	uint32_t *first =
		arena_alloc(arena, (count + 2) * sizeof(*first));

	for (uint32_t b = 0; b < count; b++)
		for (uint32_t i = 0; i < body->blocks.items[b].successors.count;
			i++)
			if (is_taken(frame, b, i)) {
				first[body->blocks.items[b].successors.items[i] +
					2]++;
				ways++;
			}
	for (uint32_t b = 2; b < count + 2; b++)
		first[b] += first[b - 1];
	frame->from =
		arena_take(arena, (ways + 1) * sizeof(*frame->from));
	for (uint32_t b = 0; b < count; b++)
		for (uint32_t i = 0; i < body->blocks.items[b].successors.count;
			i++)
			if (is_taken(frame, b, i))
				frame->from[first[body->blocks.items[b].successors
							    .items[i] +
					1]++] = b;
	frame->first_from = first;
}

void frame_walk(struct arena *arena, struct frame *frame)
{
	VEC(uint32_t) queue = { 0 };

	if (frame->reached[0] || !frame->body->blocks.count)
		return;
	*vec_add(arena, &queue) = 0;
	frame->reached[0] = true;
	while (queue.count) {
		uint32_t at = queue.items[--queue.count];
		const struct block *block = &frame->body->blocks.items[at];

		frame->only[at] = decided_way(frame, block);
		for (uint32_t i = 0; i < block->successors.count; i++) {
			uint32_t to = block->successors.items[i];

			if (frame->reached[to] || !is_taken(frame, at, i))
				continue;
			frame->reached[to] = true;
			*vec_add(arena, &queue) = to;
		}
	}
	find_sources(arena, frame);
}

struct frame frame_of(
	struct arena *arena, const struct program *program, uint32_t routine)
{
	struct frame frame = { .index = routine,
		.routine = program_routine(program, routine) };
	uint32_t blocks;

	frame.body = frame.routine->body;
	blocks = frame.body->blocks.count;
	for (uint32_t i = 0; i < frame.body->paths.count; i++) {
		const struct path *path = &frame.body->paths.items[i];

		if (path->root == ROOT_PARAMETER &&
			path->index >= frame.parameter_count)
			frame.parameter_count = path->index + 1;
	}
	frame.parameters = arena_alloc(arena,
		(frame.parameter_count + 1) * sizeof(*frame.parameters));
	frame.reached = arena_alloc(arena, blocks + 1);
	frame.deciders = arena_alloc(arena, blocks + 1);
	frame.only = arena_alloc(
		arena, (blocks + 1) * sizeof(*frame.only));
	return frame;
}

bool frame_reaches(const struct frame *frame, uint32_t event)
{
	uint32_t at, block = block_of(frame->body, event, &at);

	return block != NONE && frame->reached[block];
}

/* ---- what reaches a place ----------------------------------------------- */

static void values_add(struct values *values, int64_t value)
{
	for (unsigned i = 0; i < values->count; i++)
		if (values->items[i] == value)
			return;
	if (values->count == MAX_VALUES)
		values->other = true;
	else
		values->items[values->count++] = value;
}

/* The blocks that choose whether a block is run. */
static void mark_deciders(struct frame *frame, uint32_t block)
{
	for (uint32_t i = frame->first_from[block];
		i < frame->first_from[block + 1]; i++) {
		uint32_t b = frame->from[i];

		frame->deciders[b] |= frame->only[b] == NONE &&
			frame->body->blocks.items[b].successors.count > 1;
	}
}

/* What is set and cleared of a value: `flags |= POOL_FLAG_PAGED`. */
struct bits {
	int64_t kept, set;
};

static const struct bits all_bits = { -1, 0 };

/* The bits of what a formula is computed of, which goes to *of; false if it sets
 * and clears none. */
static bool read_bits(const struct body *body, struct operand value,
	struct operand *of, struct bits *bits)
{
	const struct formula *formula = value.kind == OPERAND_FORMULA ?
		&body->formulas.items[value.index] :
		NULL;
	bool turned = formula && formula->left.kind == OPERAND_CONSTANT;
	struct operand mask;

	if (!formula || (formula->operation != OPERATION_OR &&
				formula->operation != OPERATION_AND))
		return false;
	mask = turned ? formula->left : formula->right;
	*of = turned ? formula->right : formula->left;
	if (mask.kind != OPERAND_CONSTANT)
		return false;
	*bits = all_bits;
	if (formula->operation == OPERATION_OR)
		bits->set = mask.constant;
	else
		bits->kept = mask.constant;
	return true;
}

/* First one, then the other. */
static struct bits both_bits(struct bits first, struct bits then)
{
	return (struct bits){ first.kept & then.kept,
		(first.set & then.kept) | then.set };
}

static bool is_computed(const struct body *body, struct operand value)
{
	struct bits bits;

	return value.kind == OPERAND_CONSTANT || value.kind == OPERAND_PATH ||
		(read_bits(body, value, &value, &bits) &&
			is_computed(body, value));
}

/* Whether a local only ever holds constants, copies, and such with some bits set
 * or cleared, as far as is seen. */
static bool is_followed(const struct body *body, uint32_t path)
{
	if (body->locals.items[body->paths.items[path].index].is_static)
		return false;
	for (uint32_t e = 0; e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];

		if (event_may_change(event, path) &&
			!(event_stores(event, path) &&
				is_computed(body, event->value)))
			return false;
	}
	return true;
}

/* A local whose value is looked for before a place of a block, and what is done
 * to its bits after that. */
struct source {
	uint32_t path, block, before; /* body.order */
	struct bits bits;
};

/* The ends of blocks that were looked at for such a local already. */
struct seen {
	uint32_t path;
	struct bits bits;
	bool *blocks;
};

struct search {
	struct arena *arena;
	struct frame *frame;
	struct values *values;
	VEC(struct source) sources; /* still to be looked for */
	VEC(struct seen) seen;
};

enum { MAX_SEEN = 64 };

static bool *seen_of(
	struct search *search, uint32_t path, struct bits bits)
{
	struct seen *seen;

	for (uint32_t i = 0; i < search->seen.count; i++) {
		seen = &search->seen.items[i];
		if (seen->path == path && seen->bits.kept == bits.kept &&
			seen->bits.set == bits.set)
			return seen->blocks;
	}
	if (search->seen.count == MAX_SEEN)
		return NULL;
	seen = vec_add(search->arena, &search->seen);
	*seen = (struct seen){ path, bits,
		arena_alloc(search->arena,
			search->frame->body->blocks.count + 1) };
	return seen->blocks;
}

/* Adds what an operand of an event may hold, or where to look for it. */
static void look_at(struct search *search, struct operand operand,
	uint32_t event, struct bits bits)
{
	struct frame *frame = search->frame;
	const int64_t *known;
	struct source source = { .bits = bits };
	struct bits own;

	while (read_bits(frame->body, operand, &operand, &own))
		source.bits = bits = both_bits(own, bits);
	source.path = operand.index;
	known = parameter_value(frame, operand);
	if (operand.kind == OPERAND_CONSTANT) {
		values_add(search->values,
			(operand.constant & bits.kept) | bits.set);
	} else if (known) {
		values_add(search->values, (*known & bits.kept) | bits.set);
	} else if (is_whole(frame->body, operand, ROOT_LOCAL) &&
		is_followed(frame->body, operand.index)) {
		source.block = block_of(frame->body, event, &source.before);
		if (source.block != NONE)
			*vec_add(search->arena, &search->sources) = source;
	} else {
		search->values->other = true;
		frame->by_parameter |=
			is_whole(frame->body, operand, ROOT_PARAMETER);
	}
}

/* From the ends of the blocks that lead to one. */
static void look_before(struct search *search, struct source source)
{
	const struct frame *frame = search->frame;
	uint32_t block = source.block;
	bool *seen = seen_of(search, source.path, source.bits);

	if (!block || !seen)
		search->values->other = true; /* never set on this way */
	for (uint32_t i = frame->first_from[block];
		seen && i < frame->first_from[block + 1]; i++) {
		uint32_t b = frame->from[i];
		const struct block *from = &frame->body->blocks.items[b];

		if (!seen[b])
			*vec_add(search->arena, &search->sources) =
				(struct source){ source.path, b,
					from->first + from->count,
					source.bits };
		seen[b] = true;
	}
}

/* To the last assignment before a place in a block, or out of the block. */
static void look_back(struct search *search, struct source source)
{
	const struct body *body = search->frame->body;
	const struct block *block = &body->blocks.items[source.block];

	for (uint32_t i = source.before; i-- > block->first;) {
		uint32_t index = body->order.items[i];
		const struct event *event = &body->events.items[index];

		if (event_stores(event, source.path)) {
			mark_deciders(search->frame, source.block);
			look_at(search, event->value, index, source.bits);
			return;
		}
	}
	look_before(search, source);
}

void frame_values(struct arena *arena, struct frame *frame,
	struct operand operand, uint32_t event, struct values *values)
{
	struct search search = { .arena = arena, .frame = frame,
		.values = values };

	look_at(&search, operand, event, all_bits);
	while (search.sources.count)
		look_back(&search,
			search.sources.items[--search.sources.count]);
}
