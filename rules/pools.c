#include "rules/pools.h"

#include <string.h>

/* ---- what allocates ---------------------------------------------------- */

enum pool_kind {
	POOL_TYPE_ARGUMENT, /* a POOL_TYPE: the odd ones are paged */
	POOL_FLAGS_ARGUMENT, /* POOL_FLAG_PAGED is 0x100 */
	POOL_ALWAYS_PAGED,
	POOL_NEVER_PAGED,
	POOL_OF_LIST, /* the pool that the list in this argument was made with */
};

/* How one routine allocates: which argument says the pool, and where the memory
 * comes out. */
struct allocator {
	const char *name;
	enum pool_kind kind;
	uint32_t pool;
	uint32_t out; /* argument, or NONE: it is returned */
};

static const struct allocator allocators[] = {
	{ "ExAllocatePool", POOL_TYPE_ARGUMENT, 0, NONE },
	{ "ExAllocatePoolWithTag", POOL_TYPE_ARGUMENT, 0, NONE },
	{ "ExAllocatePoolWithQuota", POOL_TYPE_ARGUMENT, 0, NONE },
	{ "ExAllocatePoolWithQuotaTag", POOL_TYPE_ARGUMENT, 0, NONE },
	{ "ExAllocatePoolWithTagPriority", POOL_TYPE_ARGUMENT, 0, NONE },
	{ "ExAllocatePoolZero", POOL_TYPE_ARGUMENT, 0, NONE },
	{ "ExAllocatePoolUninitialized", POOL_TYPE_ARGUMENT, 0, NONE },
	{ "ExAllocatePoolQuotaZero", POOL_TYPE_ARGUMENT, 0, NONE },
	{ "ExAllocatePoolQuotaUninitialized", POOL_TYPE_ARGUMENT, 0, NONE },
	{ "ExAllocatePoolPriorityZero", POOL_TYPE_ARGUMENT, 0, NONE },
	{ "ExAllocatePoolPriorityUninitialized", POOL_TYPE_ARGUMENT, 0, NONE },
	{ "ExAllocatePool2", POOL_FLAGS_ARGUMENT, 0, NONE },
	{ "ExAllocatePool3", POOL_FLAGS_ARGUMENT, 0, NONE },
	{ "FsRtlAllocatePool", POOL_TYPE_ARGUMENT, 0, NONE },
	{ "FsRtlAllocatePoolWithTag", POOL_TYPE_ARGUMENT, 0, NONE },
	{ "FsRtlAllocatePoolWithQuota", POOL_TYPE_ARGUMENT, 0, NONE },
	{ "FsRtlAllocatePoolWithQuotaTag", POOL_TYPE_ARGUMENT, 0, NONE },
	{ "FltAllocatePoolAlignedWithTag", POOL_TYPE_ARGUMENT, 1, NONE },
	{ "FltAllocateContext", POOL_TYPE_ARGUMENT, 3, 4 },
	{ "WdfMemoryCreate", POOL_TYPE_ARGUMENT, 1, 5 },
	{ "ExAllocateFromPagedLookasideList", POOL_ALWAYS_PAGED, 0, NONE },
	{ "ExAllocateFromNPagedLookasideList", POOL_NEVER_PAGED, 0, NONE },
	{ "ExAllocateFromLookasideListEx", POOL_OF_LIST, 0, NONE },
};

/* Of the pools that a call may take. */
enum { FROM_PAGED = 1, FROM_RESIDENT = 2, FROM_UNKNOWN = 4 };

enum { MAX_DEPTH = 6, MAX_VALUES = 4 };

/* The calls of a routine whose memory leaves it. */
struct wrapper {
	uint32_t out; /* as in an allocator */
	VEC(uint32_t) events;
};

struct pools {
	struct check *check;
	struct arena *arena;
	const struct allocator **allocators; /* by routine, or NULL */
	struct wrapper *wrappers;	     /* by routine */
};

/* What some storage may hold. */
struct values {
	int64_t items[MAX_VALUES];
	unsigned count;
	bool other;
};

/* A routine with what is known of its parameters. */
struct frame {
	uint32_t index;
	const struct routine *routine;
	const struct body *body;
	uint32_t parameter_count;
	struct values *parameters; /* one value, or nothing is known */
	bool *reached;		   /* by block */
	uint32_t *only;	 /* by block: the successor that is taken, or NONE */
	uint32_t *first_from; /* by block, and one more: from */
	uint32_t *from;	      /* the blocks that lead to it */
	bool *deciders;	 /* by block: leads to one value and not to another */
	bool by_parameter; /* a parameter that is not known decides */
};

static bool is_plain(const struct body *body, struct operand operand,
	enum path_root root)
{
	return operand.kind == OPERAND_PATH &&
		body->paths.items[operand.index].root == root &&
		!body->paths.items[operand.index].steps[0];
}

/* ---- the ways through a routine ---------------------------------------- */

static bool is_assigned(const struct body *body, uint32_t path)
{
	for (uint32_t e = 0; e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];

		if (event->kind == EVENT_ASSIGN && event->path == path)
			return true;
		for (uint32_t a = 0; a < event->arguments.count; a++)
			if (event->arguments.items[a].kind == OPERAND_ADDRESS &&
				event->arguments.items[a].index == path)
				return true;
	}
	return false;
}

/* What a parameter holds all the time, or NULL. */
static const int64_t *parameter_value(
	const struct frame *frame, struct operand operand)
{
	const struct values *known;

	if (!is_plain(frame->body, operand, ROOT_PARAMETER))
		return NULL;
	known = &frame->parameters
			 [frame->body->paths.items[operand.index].index];
	return known->count == 1 && !known->other &&
			!is_assigned(frame->body, operand.index) ?
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
static void find_sources(struct pools *pools, struct frame *frame)
{
	const struct body *body = frame->body;
	uint32_t count = body->blocks.count, ways = 0;
	uint32_t *first =
		arena_alloc(pools->arena, (count + 2) * sizeof(*first));

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
		arena_take(pools->arena, (ways + 1) * sizeof(*frame->from));
	for (uint32_t b = 0; b < count; b++)
		for (uint32_t i = 0; i < body->blocks.items[b].successors.count;
			i++)
			if (is_taken(frame, b, i))
				frame->from[first[body->blocks.items[b].successors
							    .items[i] +
					1]++] = b;
	frame->first_from = first;
}

static void walk(struct pools *pools, struct frame *frame)
{
	VEC(uint32_t) queue = { 0 };

	if (frame->reached[0] || !frame->body->blocks.count)
		return;
	*vec_add(pools->arena, &queue) = 0;
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
			*vec_add(pools->arena, &queue) = to;
		}
	}
	find_sources(pools, frame);
}

/* Nothing is known of the parameters; see enter(). */
static struct frame frame_of(struct pools *pools, uint32_t routine)
{
	struct frame frame = { .index = routine,
		.routine = program_routine(pools->check->program, routine) };
	uint32_t blocks;

	frame.body = frame.routine->definition->body;
	blocks = frame.body->blocks.count;
	for (uint32_t i = 0; i < frame.body->paths.count; i++) {
		const struct path *path = &frame.body->paths.items[i];

		if (path->root == ROOT_PARAMETER &&
			path->index >= frame.parameter_count)
			frame.parameter_count = path->index + 1;
	}
	frame.parameters = arena_alloc(pools->arena,
		(frame.parameter_count + 1) * sizeof(*frame.parameters));
	frame.reached = arena_alloc(pools->arena, blocks + 1);
	frame.deciders = arena_alloc(pools->arena, blocks + 1);
	frame.only = arena_alloc(
		pools->arena, (blocks + 1) * sizeof(*frame.only));
	return frame;
}

static uint32_t block_of(const struct body *body, uint32_t event, uint32_t *at)
{
	for (uint32_t b = 0; b < body->blocks.count; b++) {
		const struct block *block = &body->blocks.items[b];

		for (uint32_t i = block->first; i < block->first + block->count;
			i++)
			if (body->order.items[i] == event) {
				*at = i;
				return b;
			}
	}
	return NONE;
}

/* ---- what reaches a call ----------------------------------------------- */

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

static void add_operand(struct pools *pools, struct frame *frame,
	struct operand operand, uint32_t event, struct values *values,
	int depth);

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

/* What the last assignments before a place in a block put there. */
static void add_assigned(struct pools *pools, struct frame *frame,
	uint32_t path, uint32_t start, uint32_t before, bool *seen,
	struct values *values, int depth)
{
	const struct block *block = &frame->body->blocks.items[start];

	for (uint32_t i = before; i-- > block->first;) {
		uint32_t index = frame->body->order.items[i];
		const struct event *event = &frame->body->events.items[index];

		if (event->kind != EVENT_ASSIGN || event->path != path)
			continue;
		mark_deciders(frame, start);
		add_operand(pools, frame, event->value, index, values,
			depth + 1);
		return;
	}
	if (!start)
		values->other = true; /* never set on this way */
	for (uint32_t i = frame->first_from[start];
		i < frame->first_from[start + 1]; i++) {
		uint32_t b = frame->from[i];
		const struct block *from = &frame->body->blocks.items[b];

		if (seen[b])
			continue;
		seen[b] = true;
		add_assigned(pools, frame, path, b, from->first + from->count,
			seen, values, depth);
	}
}

/* Whether a local only ever holds constants and copies, as far as is seen. */
static bool is_followed(const struct body *body, uint32_t path)
{
	if (body->locals.items[body->paths.items[path].index].is_static)
		return false;
	for (uint32_t e = 0; e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];

		if (event->kind == EVENT_ASSIGN && event->path == path &&
			event->value.kind != OPERAND_CONSTANT &&
			event->value.kind != OPERAND_PATH)
			return false;
		if (event->value.kind == OPERAND_ADDRESS &&
			event->value.index == path)
			return false;
		for (uint32_t a = 0; a < event->arguments.count; a++)
			if (event->arguments.items[a].kind == OPERAND_ADDRESS &&
				event->arguments.items[a].index == path)
				return false;
	}
	return true;
}

static void add_local(struct pools *pools, struct frame *frame, uint32_t path,
	uint32_t event, struct values *values, int depth)
{
	const struct body *body = frame->body;
	uint32_t at = 0, block;

	if (depth > MAX_DEPTH || !is_followed(body, path)) {
		values->other = true;
		return;
	}
	block = block_of(body, event, &at);
	add_assigned(pools, frame, path, block, at,
		arena_alloc(pools->arena, body->blocks.count + 1), values,
		depth);
}

/* What an operand of an event may hold. */
static void add_operand(struct pools *pools, struct frame *frame,
	struct operand operand, uint32_t event, struct values *values, int depth)
{
	const int64_t *known = parameter_value(frame, operand);

	if (operand.kind == OPERAND_CONSTANT) {
		values_add(values, operand.constant);
	} else if (known) {
		values_add(values, *known);
	} else if (is_plain(frame->body, operand, ROOT_LOCAL)) {
		add_local(pools, frame, operand.index, event, values, depth);
	} else {
		values->other = true;
		frame->by_parameter |=
			is_plain(frame->body, operand, ROOT_PARAMETER);
	}
}

/* ---- lookaside lists --------------------------------------------------- */

static bool is_paged_pool(enum pool_kind kind, int64_t value)
{
	return kind == POOL_FLAGS_ARGUMENT ? (value & 0x100) != 0 :
					     (value & 1) != 0;
}

/* The lookaside list that a call is given first, told apart by storage. */
static const char *list_of(struct program *program,
	const struct routine *routine, const struct event *event)
{
	struct operand list;

	if (!event->arguments.count)
		return NULL;
	list = event->arguments.items[0];
	return list.kind == OPERAND_ADDRESS || list.kind == OPERAND_PATH ?
		storage_key(program, routine, list.index) :
		NULL;
}

enum { LIST_POOL = 3 }; /* argument of ExInitializeLookasideListEx */

/* Whether one call makes the list that another one takes from, of paged pool. */
static bool makes_paged_list(struct program *program,
	const struct routine *routine, const struct event *event,
	const char *list)
{
	uint32_t callee = event->kind == EVENT_CALL ?
		operand_routine(program, routine, event->callee) :
		NONE;

	return callee != NONE && event->arguments.count > LIST_POOL &&
		!strcmp(program_routine(program, callee)->name,
			"ExInitializeLookasideListEx") &&
		event->arguments.items[LIST_POOL].kind == OPERAND_CONSTANT &&
		is_paged_pool(POOL_TYPE_ARGUMENT,
			event->arguments.items[LIST_POOL].constant) &&
		list_of(program, routine, event) == list;
}

static bool is_paged_list(struct program *program,
	const struct routine *routine, const struct event *event)
{
	const char *list = list_of(program, routine, event);

	for (uint32_t i = 0; list && i < program->notables.count; i++) {
		const struct notable *notable = &program->notables.items[i];

		if (makes_paged_list(program,
			    program_routine(program, notable->routine),
			    notable_event(program, notable), list))
			return true;
	}
	return false;
}

/* ---- one call ---------------------------------------------------------- */

static const struct allocator *find_allocator(const char *name)
{
	for (size_t i = 0; name && i < sizeof(allocators) / sizeof(*allocators);
		i++)
		if (!strcmp(allocators[i].name, name))
			return &allocators[i];
	return NULL;
}

static uint32_t callee_of(const struct pools *pools,
	const struct routine *routine, const struct event *event)
{
	return event->kind == EVENT_CALL ?
		operand_routine(
			pools->check->program, routine, event->callee) :
		NONE;
}

static unsigned pools_of_values(
	enum pool_kind kind, const struct values *values)
{
	unsigned from = values->other ? FROM_UNKNOWN : 0;

	for (unsigned i = 0; i < values->count; i++)
		from |= is_paged_pool(kind, values->items[i]) ? FROM_PAGED :
								 FROM_RESIDENT;
	return from;
}

static unsigned taken_by_wrapper(struct pools *pools, struct frame *frame,
	uint32_t event, uint32_t callee, int depth);

/* The pools that a call may take from. */
static unsigned taken_from(
	struct pools *pools, struct frame *frame, uint32_t index, int depth)
{
	const struct event *event = &frame->body->events.items[index];
	uint32_t callee = callee_of(pools, frame->routine, event);
	const struct allocator *known =
		callee == NONE ? NULL : pools->allocators[callee];
	struct values values = { .count = 0 };

	if (callee == NONE || depth > MAX_DEPTH)
		return FROM_UNKNOWN;
	if (!known)
		return taken_by_wrapper(pools, frame, index, callee, depth);
	switch (known->kind) {
	case POOL_ALWAYS_PAGED:
		return FROM_PAGED;
	case POOL_NEVER_PAGED:
		return FROM_RESIDENT;
	case POOL_OF_LIST:
		return is_paged_list(pools->check->program, frame->routine,
			       event) ?
			FROM_PAGED :
			FROM_UNKNOWN;
	default:
		break;
	}
	if (known->pool >= event->arguments.count)
		return FROM_UNKNOWN;
	add_operand(pools, frame, event->arguments.items[known->pool], index,
		&values, 0);
	return pools_of_values(known->kind, &values);
}

/* The same of all that leaves a routine; unknown if more than one pool may. */
static unsigned taken_inside(
	struct pools *pools, struct frame *frame, int depth)
{
	const struct wrapper *wrapper = &pools->wrappers[frame->index];
	unsigned from = 0;

	for (uint32_t i = 0; i < wrapper->events.count; i++) {
		uint32_t at = 0, event = wrapper->events.items[i];
		uint32_t block = block_of(frame->body, event, &at);

		if (block != NONE && frame->reached[block])
			from |= taken_from(pools, frame, event, depth + 1);
	}
	return from & (from - 1) ? FROM_UNKNOWN : from;
}

/* Puts what a call hands over into the callee's frame; returns the parameter of
 * which there are several values, or NONE. */
static uint32_t enter(struct pools *pools, struct frame *frame,
	uint32_t index, struct frame *callee, struct values *choice)
{
	const struct event *event = &frame->body->events.items[index];
	uint32_t chosen = NONE;

	for (uint32_t i = 0; i < callee->body->paths.count; i++) {
		const struct path *path = &callee->body->paths.items[i];
		struct values values = { .count = 0 };

		if (path->root != ROOT_PARAMETER || path->steps[0] ||
			path->index >= event->arguments.count)
			continue;
		add_operand(pools, frame, event->arguments.items[path->index],
			index, &values, 0);
		if (values.count == 1 && !values.other) {
			callee->parameters[path->index] = values;
		} else if (values.count > 1 && !values.other &&
			chosen == NONE) {
			chosen = path->index;
			*choice = values;
		}
	}
	return chosen;
}

/* Of a routine that a call enters: of one event, or, NONE, of all that leaves it.
 * What the call chooses between is looked at one by one. */
static unsigned taken_by_call(struct pools *pools, struct frame *caller,
	uint32_t call, uint32_t callee, uint32_t event, int depth)
{
	struct values choice = { .count = 1 };
	struct frame inner = frame_of(pools, callee);
	uint32_t chosen = enter(pools, caller, call, &inner, &choice);
	unsigned from = 0;

	for (unsigned i = 0; i < choice.count; i++) {
		struct frame one = frame_of(pools, callee);

		memcpy(one.parameters, inner.parameters,
			inner.parameter_count * sizeof(*one.parameters));
		if (chosen != NONE)
			one.parameters[chosen] = (struct values){
				{ choice.items[i] }, 1, false
			};
		walk(pools, &one);
		from |= event == NONE ? taken_inside(pools, &one, depth) :
					taken_from(pools, &one, event, depth);
	}
	return from;
}

static unsigned taken_by_wrapper(struct pools *pools, struct frame *frame,
	uint32_t event, uint32_t callee, int depth)
{
	return pools->wrappers[callee].events.count ?
		taken_by_call(pools, frame, event, callee, NONE, depth) :
		FROM_UNKNOWN;
}

/* ---- wrappers ---------------------------------------------------------- */

/* Whether an operand is what a call returned, at once or through a local. */
static bool is_result(
	const struct body *body, struct operand operand, uint32_t call)
{
	if (operand.kind == OPERAND_RESULT)
		return operand.index == call;
	if (operand.kind != OPERAND_PATH ||
		body->paths.items[operand.index].root != ROOT_LOCAL)
		return false;
	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event->kind == EVENT_ASSIGN &&
			event->path == operand.index &&
			event->value.kind == OPERAND_RESULT &&
			event->value.index == call)
			return true;
	}
	return false;
}

/* Where the memory of a call leaves its routine: returned, or through a
 * parameter. */
static bool leaves(const struct body *body, uint32_t call, uint32_t *out)
{
	for (uint32_t i = 0; i < body->blocks.count; i++)
		if (body->blocks.items[i].exit == EXIT_RETURN &&
			is_result(body, body->blocks.items[i].test.left,
				call)) {
			*out = NONE;
			return true;
		}
	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];
		const struct path *path;

		if (event->kind != EVENT_ASSIGN ||
			!is_result(body, event->value, call))
			continue;
		path = &body->paths.items[event->path];
		if (path->root == ROOT_PARAMETER && !strcmp(path->steps, "*")) {
			*out = path->index;
			return true;
		}
	}
	return false;
}

/* Whether a call gives its caller memory, as what it returns. */
static bool returns_memory(const struct pools *pools, uint32_t callee)
{
	if (callee == NONE)
		return false;
	if (pools->allocators[callee])
		return pools->allocators[callee]->out == NONE;
	return pools->wrappers[callee].events.count &&
		pools->wrappers[callee].out == NONE;
}

static bool has_event(const struct wrapper *wrapper, uint32_t event)
{
	for (uint32_t i = 0; i < wrapper->events.count; i++)
		if (wrapper->events.items[i] == event)
			return true;
	return false;
}

static bool find_wrapper(struct pools *pools, uint32_t index)
{
	const struct routine *routine =
		program_routine(pools->check->program, index);
	const struct body *body =
		routine->definition ? routine->definition->body : NULL;
	struct wrapper *wrapper = &pools->wrappers[index];
	bool found = false;

	for (uint32_t e = 0; body && e < body->events.count; e++) {
		uint32_t out;

		if (!returns_memory(pools,
			    callee_of(pools, routine, &body->events.items[e])) ||
			has_event(wrapper, e) || !leaves(body, e, &out) ||
			(wrapper->events.count && wrapper->out != out))
			continue;
		wrapper->out = out;
		*vec_add(pools->arena, &wrapper->events) = e;
		found = true;
	}
	return found;
}

struct pools *pools_read(struct check *check)
{
	struct arena *arena = check->findings->arena;
	struct pools *pools = arena_alloc(arena, sizeof(*pools));
	uint32_t count = check->program->routines.count;
	bool changed = true;

	pools->check = check;
	pools->arena = arena;
	pools->wrappers =
		arena_alloc(arena, (count + 1) * sizeof(*pools->wrappers));
	pools->allocators =
		arena_alloc(arena, (count + 1) * sizeof(*pools->allocators));
	for (uint32_t i = 0; i < count; i++)
		pools->allocators[i] = find_allocator(
			program_routine(check->program, i)->name);
	while (changed) {
		changed = false;
		for (uint32_t i = 0; i < count; i++)
			changed |= find_wrapper(pools, i);
	}
	return pools;
}

/* ---- whoever calls ----------------------------------------------------- */

/* The same for all that call a routine by its name; 0 if nobody does. */
static unsigned taken_for_callers(
	struct pools *pools, uint32_t routine, uint32_t event)
{
	struct program *program = pools->check->program;
	unsigned from = 0;

	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *caller = program_routine(program, i);
		const struct body *body = caller->definition ?
			caller->definition->body :
			NULL;

		for (uint32_t e = 0; body && e < body->events.count; e++) {
			struct frame frame;

			if (callee_of(pools, caller, &body->events.items[e]) !=
				routine)
				continue;
			frame = frame_of(pools, i);
			walk(pools, &frame);
			from |= taken_by_call(
				pools, &frame, e, routine, event, 0);
		}
	}
	return from;
}

/* Whether a choice is asked for once only: asked again, the rest of the routine
 * may well use what it allocates in two ways. */
static bool is_asked_once(const struct frame *frame)
{
	bool any = frame->by_parameter;

	for (uint32_t b = 0; b < frame->body->blocks.count; b++) {
		const struct operand left =
			frame->body->blocks.items[b].test.left;

		if (!frame->deciders[b])
			continue;
		any = true;
		if (left.kind != OPERAND_PATH)
			return false;
		for (uint32_t o = 0; o < frame->body->blocks.count; o++) {
			const struct block *other =
				&frame->body->blocks.items[o];

			if (o != b && other->successors.count > 1 &&
				other->test.left.kind == OPERAND_PATH &&
				other->test.left.index == left.index)
				return false;
		}
	}
	return any;
}

static bool parameter_decides(const struct frame *frame)
{
	for (uint32_t b = 0; b < frame->body->blocks.count; b++)
		if (frame->deciders[b] &&
			is_plain(frame->body,
				frame->body->blocks.items[b].test.left,
				ROOT_PARAMETER))
			return true;
	return frame->by_parameter;
}

/* Whether callers are asked already what they take the memory for. */
static bool is_for_callers(
	const struct pools *pools, uint32_t routine, uint32_t event)
{
	const struct program *program = pools->check->program;
	const char *signature =
		program_routine(program, routine)->definition->signature;

	if (!has_event(&pools->wrappers[routine], event))
		return false;
	if (!signature || !strncmp(signature, "void *", 6))
		return true;
	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *caller = program_routine(program, i);
		const struct body *body = caller->definition ?
			caller->definition->body :
			NULL;

		for (uint32_t e = 0; body && e < body->events.count; e++)
			if (body->events.items[e].taken_for &&
				callee_of(pools, caller,
					&body->events.items[e]) == routine)
				return true;
	}
	return false;
}

enum pool_verdict pools_verdict(
	struct pools *pools, uint32_t routine, uint32_t event)
{
	struct frame frame = frame_of(pools, routine);
	unsigned from;

	walk(pools, &frame);
	from = taken_from(pools, &frame, event, 0);
	if (from == FROM_PAGED)
		return POOL_PAGED;
	if (parameter_decides(&frame)) {
		unsigned for_callers;

		if (is_for_callers(pools, routine, event))
			return POOL_OTHER;
		for_callers = taken_for_callers(pools, routine, event);
		from = for_callers ? for_callers : from;
		if (from == FROM_PAGED)
			return POOL_PAGED;
	}
	return from & FROM_PAGED && is_asked_once(&frame) ? POOL_MAY_PAGE :
							    POOL_OTHER;
}

bool pools_allocates(const struct pools *pools, uint32_t routine,
	uint32_t event, uint32_t *out)
{
	const struct routine *caller =
		program_routine(pools->check->program, routine);
	uint32_t callee = callee_of(pools, caller,
		&caller->definition->body->events.items[event]);

	if (callee == NONE || (!pools->allocators[callee] &&
				      !pools->wrappers[callee].events.count))
		return false;
	*out = pools->allocators[callee] ? pools->allocators[callee]->out :
					   pools->wrappers[callee].out;
	return true;
}
