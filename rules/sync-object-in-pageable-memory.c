/*
 * PA4002. The system touches some objects at raised IRQL whatever IRQL the
 * driver is at: a waiter's event is signalled from a DPC, a spin lock is spun on
 * at DISPATCH_LEVEL, a resource is walked by other threads' code. Such an object
 * must be resident, alone or inside a structure, in a section or in pool. Which
 * types these are is in contracts/objects.sal.
 *
 * Pool memory has no type of its own. What counts is the type that the pointer
 * is converted to, in the routine that allocates or, of a wrapper, in its
 * caller; the pool is the constant that reaches the allocating routine.
 */
#include "rules/check.h"

#include <string.h>

/* ---- data sections ----------------------------------------------------- */

static const char *what_holds(struct check *check, const char *name,
	const struct resident_part *part)
{
	return *part->path ? arena_printf(check->findings->arena,
				     "'%s' holds '%s', a %s,", name, part->path,
				     part->type) :
			     arena_printf(check->findings->arena,
				     "'%s', a %s,", name, part->type);
}

static void check_variable(
	struct check *check, const struct program_variable *variable)
{
	const struct placement *placement = &variable->placement;
	struct resident_part part;
	struct finding *finding;

	if (!variable->definition || !variable->definition->defined ||
		!placement->pageable ||
		section_is_locked(check->program, placement->image) ||
		!find_resident_part(check, variable->facts,
			variable->definition->object, &part))
		return;
	finding = check_report_variable(check, variable->definition,
		"%s in pageable section '%s'; it must be resident",
		what_holds(check, variable->name, &part), placement->section);
	finding->function = variable->definition->function;
	finding->section = placement->section;
	finding_relate(check->findings, finding, placement->place,
		"'%s' is placed in section '%s'", variable->name,
		placement->section);
}

/* ---- what allocates ---------------------------------------------------- */

enum pool_kind {
	POOL_TYPE_ARGUMENT, /* a POOL_TYPE: the odd ones are paged */
	POOL_FLAGS_ARGUMENT, /* POOL_FLAG_PAGED is 0x100 */
	POOL_PAGED,
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
	{ "ExAllocateFromPagedLookasideList", POOL_PAGED, 0, NONE },
	{ "ExAllocateFromLookasideListEx", POOL_OF_LIST, 0, NONE },
};

enum verdict { NOT_PAGED, PAGED, BY_PARAMETER };

/* What is known of a call: paged, or as a parameter of the caller says. */
struct allocation {
	enum verdict verdict;
	enum pool_kind kind;
	uint32_t parameter;
	uint32_t out;
};

struct pools {
	struct check *check;
	const struct allocator **allocators; /* by routine, or NULL */
	struct allocation *wrappers;	     /* by routine */
};

static bool is_paged_pool(enum pool_kind kind, int64_t value)
{
	return kind == POOL_FLAGS_ARGUMENT ? (value & 0x100) != 0 :
					     (value & 1) != 0;
}

/* The one constant that is ever stored in a local. */
static bool constant_of_local(
	const struct body *body, uint32_t path, int64_t *constant)
{
	bool found = false;

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event->kind != EVENT_ASSIGN || event->path != path)
			continue;
		if (event->value.kind != OPERAND_CONSTANT ||
			(found && *constant != event->value.constant))
			return false;
		*constant = event->value.constant;
		found = true;
	}
	return found;
}

static void judge_pool(const struct body *body, struct operand pool,
	struct allocation *allocation)
{
	const struct path *path;
	int64_t constant = pool.constant;

	allocation->verdict = NOT_PAGED;
	if (pool.kind == OPERAND_PATH) {
		path = &body->paths.items[pool.index];
		if (path->root == ROOT_PARAMETER && !path->steps[0]) {
			allocation->verdict = BY_PARAMETER;
			allocation->parameter = path->index;
			return;
		}
		if (path->root != ROOT_LOCAL || path->steps[0] ||
			!constant_of_local(body, pool.index, &constant))
			return;
	} else if (pool.kind != OPERAND_CONSTANT) {
		return;
	}
	if (is_paged_pool(allocation->kind, constant))
		allocation->verdict = PAGED;
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

static const struct allocator *find_allocator(const char *name)
{
	for (size_t i = 0; name && i < sizeof(allocators) / sizeof(*allocators);
		i++)
		if (!strcmp(allocators[i].name, name))
			return &allocators[i];
	return NULL;
}

/* What a call allocates; NOT_PAGED if it is none or unknown. */
static struct allocation allocation_of(const struct pools *pools,
	const struct routine *routine, const struct event *event)
{
	struct program *program = pools->check->program;
	uint32_t callee = event->kind == EVENT_CALL ?
		operand_routine(program, routine, event->callee) :
		NONE;
	struct allocation allocation = { .verdict = NOT_PAGED };
	const struct allocator *known;
	uint32_t pool;

	if (callee == NONE)
		return allocation;
	known = pools->allocators[callee];
	if (known) {
		allocation.kind = known->kind;
		allocation.out = known->out;
		allocation.verdict = PAGED;
		pool = known->pool;
		if (known->kind == POOL_OF_LIST &&
			!is_paged_list(program, routine, event))
			allocation.verdict = NOT_PAGED;
		if (known->kind >= POOL_PAGED)
			return allocation;
	} else {
		allocation = pools->wrappers[callee];
		if (allocation.verdict != BY_PARAMETER)
			return allocation;
		pool = allocation.parameter;
	}
	if (pool < event->arguments.count)
		judge_pool(routine->definition->body,
			event->arguments.items[pool], &allocation);
	else
		allocation.verdict = NOT_PAGED;
	return allocation;
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

/* Whether what one call allocates leaves a routine in which another call does
 * so, too, of pool that is not paged: a flag decides, and only callers know. */
static bool is_one_of_two(
	const struct pools *pools, const struct routine *routine, uint32_t call)
{
	const struct body *body = routine->definition->body;

	for (uint32_t e = 0; e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];
		uint32_t callee = event->kind == EVENT_CALL ?
			operand_routine(pools->check->program, routine,
				event->callee) :
			NONE;
		uint32_t out;

		if (e != call && callee != NONE && pools->allocators[callee] &&
			allocation_of(pools, routine, event).verdict ==
				NOT_PAGED &&
			leaves(body, e, &out))
			return true;
	}
	return false;
}

static bool find_wrapper(struct pools *pools, uint32_t index)
{
	const struct routine *routine =
		program_routine(pools->check->program, index);
	const struct body *body =
		routine->definition ? routine->definition->body : NULL;
	struct allocation *wrapper = &pools->wrappers[index];

	for (uint32_t e = 0; body && e < body->events.count; e++) {
		struct allocation allocation = allocation_of(
			pools, routine, &body->events.items[e]);
		uint32_t out;

		if (allocation.verdict == NOT_PAGED || allocation.out != NONE ||
			wrapper->verdict != NOT_PAGED ||
			!leaves(body, e, &out) ||
			(allocation.verdict == PAGED &&
				is_one_of_two(pools, routine, e)))
			continue;
		*wrapper = allocation;
		wrapper->out = out;
		return true;
	}
	return false;
}

/* ---- what it is taken for ---------------------------------------------- */

/* Whether nothing else than the one value, and NULL, is stored there. */
static bool is_stored_once(const struct body *body, uint32_t path)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		count += event->kind == EVENT_ASSIGN && event->path == path &&
			event->value.kind != OPERAND_CONSTANT;
	}
	return count == 1;
}

/* What a routine takes the pointer in a parameter for. */
static const char *parameter_taken_for(
	const struct routine *callee, uint32_t parameter)
{
	const struct body *body =
		callee->definition ? callee->definition->body : NULL;

	for (uint32_t i = 0; body && i < body->paths.count; i++) {
		const struct path *path = &body->paths.items[i];

		if (path->root == ROOT_PARAMETER && path->index == parameter &&
			!path->steps[0])
			return path->taken_for;
	}
	return NULL;
}

/* What the routines that are handed a local take it for. */
static const char *local_taken_for(const struct program *program,
	const struct routine *routine, uint32_t local)
{
	const struct body *body = routine->definition->body;

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];
		uint32_t callee = event->kind == EVENT_CALL ?
			operand_routine(program, routine, event->callee) :
			NONE;

		for (uint32_t a = 0;
			callee != NONE && a < event->arguments.count; a++) {
			struct operand argument = event->arguments.items[a];
			const char *object = NULL;

			if (argument.kind == OPERAND_PATH &&
				argument.index == local)
				object = parameter_taken_for(
					program_routine(program, callee), a);
			if (object)
				return object;
		}
	}
	return NULL;
}

/* What an untyped field is taken for, wherever that is; NULL if for several. */
static const char *field_taken_for(
	const struct program *program, const struct path *field)
{
	const char *found = NULL;

	for (uint32_t r = 0; r < program->routines.count; r++) {
		const struct routine *routine = program_routine(program, r);
		const struct body *body = routine->definition ?
			routine->definition->body :
			NULL;

		for (uint32_t i = 0; body && i < body->paths.count; i++) {
			const struct path *path = &body->paths.items[i];

			if (!path->taken_for || !path->field ||
				strcmp(path->field, field->field) != 0 ||
				strcmp(path->record, field->record) != 0)
				continue;
			if (found && strcmp(found, path->taken_for) != 0)
				return NULL;
			found = path->taken_for;
		}
	}
	return found;
}

static const char *storage_taken_for(const struct program *program,
	const struct routine *routine, uint32_t index)
{
	const struct path *path = &routine->definition->body->paths.items[index];

	if (path->taken_for)
		return path->taken_for;
	if (path->root == ROOT_LOCAL && !path->steps[0])
		return local_taken_for(program, routine, index);
	return path->record && path->field ? field_taken_for(program, path) :
					     NULL;
}

static const char *taken_for(const struct program *program,
	const struct routine *routine, uint32_t index, uint32_t out)
{
	const struct body *body = routine->definition->body;
	const struct event *event = &body->events.items[index];
	const struct event *store;

	if (out != NONE) {
		if (out >= event->arguments.count ||
			event->arguments.items[out].kind != OPERAND_ADDRESS)
			return NULL;
		return body->paths.items[event->arguments.items[out].index]
			.taken_for;
	}
	if (event->taken_for)
		return event->taken_for;
	for (uint32_t i = 0; i < body->events.count; i++) {
		store = &body->events.items[i];
		if (store->kind == EVENT_ASSIGN &&
			store->value.kind == OPERAND_RESULT &&
			store->value.index == index &&
			is_stored_once(body, store->path))
			return storage_taken_for(program, routine, store->path);
	}
	return NULL;
}

static void check_call(
	struct pools *pools, const struct routine *routine, uint32_t index)
{
	struct check *check = pools->check;
	const struct body *body = routine->definition->body;
	const struct event *event = &body->events.items[index];
	struct allocation allocation = allocation_of(pools, routine, event);
	struct resident_part part;
	struct finding *finding;
	const char *object;

	if (allocation.verdict != PAGED)
		return;
	object = taken_for(check->program, routine, index, allocation.out);
	if (!find_resident_part(check, routine->facts, object, &part))
		return;
	finding = findings_add(check->findings, check->rule, event->place, true,
		"'%s' allocates %s from paged pool; it must be resident",
		routine->name,
		*part.path ? arena_printf(check->findings->arena,
				     "'%s', which holds '%s', a %s,", object,
				     part.path, part.type) :
			     arena_printf(check->findings->arena, "a %s",
				     part.type));
	finding->function = routine->name;
	finding->callee = callee_name(check->program, routine, event);
}

static void find_allocators(struct pools *pools)
{
	const struct program *program = pools->check->program;
	struct arena *arena = pools->check->findings->arena;
	uint32_t count = program->routines.count;

	pools->wrappers = arena_alloc(
		arena, (count + 1) * sizeof(*pools->wrappers));
	pools->allocators = arena_alloc(
		arena, (count + 1) * sizeof(*pools->allocators));
	for (uint32_t i = 0; i < count; i++)
		pools->allocators[i] =
			find_allocator(program_routine(program, i)->name);
}

static void check_pools(struct check *check)
{
	const struct program *program = check->program;
	struct pools pools = { .check = check };
	bool changed = true;

	find_allocators(&pools);
	while (changed) {
		changed = false;
		for (uint32_t i = 0; i < program->routines.count; i++)
			changed |= find_wrapper(&pools, i);
	}
	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);
		const struct body *body = routine->definition ?
			routine->definition->body :
			NULL;

		for (uint32_t e = 0; body && e < body->events.count; e++)
			check_call(&pools, routine, e);
	}
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->program->variables.count; i++)
		check_variable(check, &check->program->variables.items[i]);
	check_pools(check);
}

const struct rule sync_object_in_pageable_memory = {
	.code = "PA4002",
	.name = "sync-object-in-pageable-memory",
	.summary = "an object that must be resident is in pageable memory",
	.why =
		"The system touches spin locks, events, mutexes, timers, DPCs, "
		"resources and their kin at DISPATCH_LEVEL, from any thread and "
		"processor. If the page that holds one is out, the system "
		"stops.",
	.reported =
		"The declaration of a variable, static locals too, in a "
		"pageable data section, that is such an object or holds one, "
		"however deep; and the allocation from paged pool of memory "
		"that is converted to a pointer to one.",
	.not_reported =
		"Push locks and whatever else may be paged; pointers to such "
		"objects; sections that the driver locks.",
	.limits =
		"A pool that is chosen at run time counts as nonpaged. Of memory "
		"whose type only another routine knows, wrappers round an "
		"allocation, a routine that is handed the pointer, and untyped "
		"fields are followed.",
	.no_fix =
		"whether the whole structure or only the object moves to "
		"resident memory is a choice.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.peer = "Driver Verifier 0xC4",
	.bad =
		"#include <ntddk.h>\n"
		"#pragma data_seg(\"PAGEDATA\")\n"
		"KSPIN_LOCK Lock = 0;\n"
		"#pragma data_seg()\n",
	.good =
		"#include <ntddk.h>\n"
		"KSPIN_LOCK Lock = 0;\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tags = "data",
	.check = check,
};
