#include "rules/pools.h"

#include <string.h>

#include "rules/locking.h"
#include "rules/values.h"

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

/* Of calls within calls that are looked at for one verdict, and of all of them. */
enum { MAX_DEPTH = 6, MAX_CALLS = 2000 };

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
	uint32_t calls; /* that were looked at for this verdict */
};

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
	uint32_t callee = called_routine(program, routine, event);

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

/* `new (PagedPool, 'gaT') T`, where the operator is the kit's. */
static const struct allocator kits_new = { "operator new", POOL_TYPE_ARGUMENT,
	1, NONE };

static const struct allocator *allocator_of(const struct routine *routine)
{
	if (!routine->definition &&
		!strncmp(routine->name, kits_new.name, strlen(kits_new.name)) &&
		strstr(routine->usr, "@E@_POOL_TYPE#"))
		return &kits_new;
	return find_allocator(routine->name);
}

static uint32_t callee_of(const struct pools *pools,
	const struct routine *routine, const struct event *event)
{
	return called_routine(pools->check->program, routine, event);
}

static struct frame frame_in(const struct pools *pools, uint32_t routine)
{
	return frame_of(pools->arena, pools->check->program, routine);
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
	frame_values(pools->arena, frame,
		event->arguments.items[known->pool], index, &values);
	return pools_of_values(known->kind, &values);
}

/* The same of all that leaves a routine; unknown if more than one pool may. */
static unsigned taken_inside(
	struct pools *pools, struct frame *frame, int depth)
{
	const struct wrapper *wrapper = &pools->wrappers[frame->index];
	unsigned from = 0;

	for (uint32_t i = 0; i < wrapper->events.count; i++) {
		uint32_t event = wrapper->events.items[i];

		if (frame_reaches(frame, event))
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
		frame_values(pools->arena, frame,
			event->arguments.items[path->index], index, &values);
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
	struct frame inner;
	uint32_t chosen;
	unsigned from = 0;

	if (pools->calls++ >= MAX_CALLS)
		return FROM_UNKNOWN;
	inner = frame_in(pools, callee);
	chosen = enter(pools, caller, call, &inner, &choice);
	for (unsigned i = 0; i < choice.count; i++) {
		struct frame one = frame_in(pools, callee);

		memcpy(one.parameters, inner.parameters,
			inner.parameter_count * sizeof(*one.parameters));
		if (chosen != NONE)
			one.parameters[chosen] = (struct values){
				{ choice.items[i] }, 1, false
			};
		frame_walk(pools->arena, &one);
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

		if (event_stores(event, operand.index) &&
			event_stores_result(event, call))
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
	const struct body *body = routine->body;
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

struct pools *pools_of(struct check *check)
{
	struct arena *arena = check->findings->arena;
	struct pools *pools = check->shared->pools;
	uint32_t count = check->program->routines.count;
	bool changed = true;

	if (pools)
		return pools;
	pools = check->shared->pools = arena_alloc(arena, sizeof(*pools));
	pools->check = check;
	pools->arena = arena;
	pools->wrappers =
		arena_alloc(arena, (count + 1) * sizeof(*pools->wrappers));
	pools->allocators =
		arena_alloc(arena, (count + 1) * sizeof(*pools->allocators));
	for (uint32_t i = 0; i < count; i++)
		pools->allocators[i] =
			allocator_of(program_routine(check->program, i));
	while (changed) {
		changed = false;
		for (uint32_t i = 0; i < count; i++)
			changed |= find_wrapper(pools, i);
	}
	return pools;
}

/* ---- whoever calls ----------------------------------------------------- */

static const struct event *event_of_site(
	const struct pools *pools, struct call_site_of site)
{
	return &program_routine(pools->check->program, site.caller)
			->body->events.items[site.event];
}

static bool is_by_name(const struct pools *pools, struct call_site_of site)
{
	return callee_of(pools,
		       program_routine(pools->check->program, site.caller),
		       event_of_site(pools, site)) == site.callee;
}

/* The same for all that call a routine by its name; 0 if nobody does. */
static unsigned taken_for_callers(
	struct pools *pools, uint32_t routine, uint32_t event)
{
	const struct call_graph *graph = graph_of(pools->check);
	unsigned from = 0;

	for (uint32_t i = graph->first_of[routine];
		i < graph->first_of[routine + 1]; i++) {
		struct call_site_of site =
			graph->sites.items[graph->by_callee[i]];
		struct frame frame;

		if (!is_by_name(pools, site))
			continue;
		frame = frame_in(pools, site.caller);
		frame_walk(pools->arena, &frame);
		from |= taken_by_call(
			pools, &frame, site.event, routine, event, 0);
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
			is_whole(frame->body,
				frame->body->blocks.items[b].test.left,
				ROOT_PARAMETER))
			return true;
	return frame->by_parameter;
}

/* Whether callers are asked already what they take the memory for. */
static bool is_for_callers(
	const struct pools *pools, uint32_t routine, uint32_t event)
{
	const struct call_graph *graph = graph_of(pools->check);
	const char *signature = program_routine(pools->check->program, routine)
					->definition->signature;

	if (!has_event(&pools->wrappers[routine], event))
		return false;
	if (!signature || !strncmp(signature, "void *", 6))
		return true;
	for (uint32_t i = graph->first_of[routine];
		i < graph->first_of[routine + 1]; i++) {
		struct call_site_of site =
			graph->sites.items[graph->by_callee[i]];

		if (is_by_name(pools, site) &&
			event_of_site(pools, site)->taken_for)
			return true;
	}
	return false;
}

enum pool_verdict pools_verdict(
	struct pools *pools, uint32_t routine, uint32_t event)
{
	struct frame frame = frame_in(pools, routine);
	unsigned from;

	pools->calls = 0;
	frame_walk(pools->arena, &frame);
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
		&caller->body->events.items[event]);

	if (callee == NONE || (!pools->allocators[callee] &&
				      !pools->wrappers[callee].events.count))
		return false;
	*out = pools->allocators[callee] ? pools->allocators[callee]->out :
					   pools->wrappers[callee].out;
	return true;
}
