/*
 * PA4002. The system touches some objects at raised IRQL whatever IRQL the
 * driver is at: a waiter's event is signalled from a DPC, a spin lock is spun on
 * at DISPATCH_LEVEL, a resource is walked by other threads' code. Such an object
 * must be resident, alone or inside a structure, in a section or in pool. Which
 * types these are is in contracts/objects.sal.
 *
 * Pool memory has no type of its own. What counts is the type that the pointer
 * is converted to, in the routine that allocates or, of a wrapper, in its
 * caller. Which pool it is from is in pools.c.
 */
#include "rules/locking.h"
#include "rules/pools.h"

#include <string.h>

/* ---- data sections ----------------------------------------------------- */

/* "a KEVENT", "an ERESOURCE" */
static const char *with_article(struct check *check, const char *type)
{
	return arena_printf(check->findings->arena, "%s %s",
		strchr("AEIO", *type) ? "an" : "a", type);
}

static const char *what_holds(struct check *check, const char *name,
	const struct resident_part *part)
{
	return *part->path ? arena_printf(check->findings->arena,
				     "'%s' holds '%s', %s,", name, part->path,
				     with_article(check, part->type)) :
			     arena_printf(check->findings->arena, "'%s', %s,",
				     name, with_article(check, part->type));
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
			variable->definition->object, &part) ||
		part.behind)
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

/* ---- what it is taken for ---------------------------------------------- */

/* Whether nothing else than the one value, and NULL, is stored there. */
static bool is_stored_once(const struct body *body, uint32_t path)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		count += event_stores(event, path) &&
			event->value.kind != OPERAND_CONSTANT;
	}
	return count == 1;
}

/* What a routine takes the pointer in a parameter for. */
static const char *parameter_taken_for(
	const struct routine *callee, uint32_t parameter)
{
	uint32_t path = callee->body ?
		whole_path(callee->body, ROOT_PARAMETER, parameter) :
		NONE;

	return path == NONE ? NULL : callee->body->paths.items[path].taken_for;
}

/* What the routine that is handed a local takes it for. */
static const char *handed_for(const struct program *program,
	const struct routine *routine, const struct event *event,
	uint32_t local)
{
	uint32_t callee = called_routine(program, routine, event);

	for (uint32_t a = 0; callee != NONE && a < event->arguments.count;
		a++) {
		struct operand argument = event->arguments.items[a];
		const char *object = NULL;

		if (argument.kind == OPERAND_PATH && argument.index == local)
			object = parameter_taken_for(
				program_routine(program, callee), a);
		if (object)
			return object;
	}
	return NULL;
}

/* What a local is taken for that holds what was stored there at an event: where
 * it is converted, or handed over, before something else is stored. */
static const char *local_taken_for(struct check *check,
	const struct routine *routine, uint32_t store)
{
	const struct body *body = routine->body;
	uint32_t local = body->events.items[store].path;

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];
		const char *object =
			event->kind == EVENT_READ && event->path == local ?
			event->taken_for :
			handed_for(check->program, routine, event, local);
		struct resident_part part;

		if (find_resident_part(check, routine->facts, object, &part) &&
			store_lasts(check->findings->arena, body, store, i))
			return object;
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
		const struct body *body = routine->body;

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

static const char *storage_taken_for(struct check *check,
	const struct routine *routine, uint32_t store)
{
	const struct body *body = routine->body;
	uint32_t index = body->events.items[store].path;
	const struct path *path = &body->paths.items[index];

	if (path->root == ROOT_LOCAL && !path->steps[0])
		return local_taken_for(check, routine, store);
	if (!is_stored_once(body, index))
		return NULL;
	if (path->taken_for)
		return path->taken_for;
	return path->record && path->field ?
		field_taken_for(check->program, path) :
		NULL;
}

/* Of memory that comes out of an argument. */
static const char *out_taken_for(
	const struct body *body, const struct event *event, uint32_t out)
{
	const char *object = NULL;

	if (out < event->arguments.count &&
		event->arguments.items[out].kind == OPERAND_ADDRESS)
		object = body->paths.items[event->arguments.items[out].index]
				 .taken_for;
	return object ? object : event->taken_for;
}

static const char *taken_for(struct check *check,
	const struct routine *routine, uint32_t index, uint32_t out)
{
	const struct body *body = routine->body;
	const struct event *event = &body->events.items[index];
	const char *object = NULL;

	if (out != NONE)
		return out_taken_for(body, event, out);
	for (uint32_t i = 0; !object && i < body->events.count; i++) {
		const struct event *store = &body->events.items[i];

		if (event_stores_result(store, index))
			object = storage_taken_for(check, routine, i);
	}
	return object ? object : event->taken_for;
}

/* Whether a call's memory may be more than one object, of a size that is known
 * while it is compiled: what would be behind the object is not there then. */
static bool takes_room_behind(const struct event *event)
{
	for (uint32_t a = 0; a < event->arguments.count; a++) {
		enum operand_kind kind = event->arguments.items[a].kind;

		if (kind == OPERAND_FORMULA || kind == OPERAND_PATH ||
			kind == OPERAND_RESULT)
			return true;
	}
	return false;
}

static void check_call(struct check *check, struct pools *pools,
	uint32_t in, uint32_t index)
{
	const struct routine *routine = program_routine(check->program, in);
	const struct event *event =
		&routine->body->events.items[index];
	enum pool_verdict verdict;
	struct resident_part part;
	struct finding *finding;
	const char *object;
	uint32_t out;

	if (!pools_allocates(pools, in, index, &out))
		return;
	object = taken_for(check, routine, index, out);
	if (!find_resident_part(check, routine->facts, object, &part) ||
		(part.behind && !takes_room_behind(event)))
		return;
	verdict = pools_verdict(pools, in, index);
	if (verdict == POOL_OTHER)
		return;
	finding = findings_add(check->findings, check->rule, event->place,
		verdict == POOL_PAGED,
		"'%s' allocates %s from %s; it must be resident", routine->name,
		*part.path ? arena_printf(check->findings->arena,
				     "'%s', which holds '%s', %s,", object,
				     part.path,
				     with_article(check, part.type)) :
			     with_article(check, part.type),
		verdict == POOL_PAGED ? "paged pool" :
					"what may be paged pool");
	finding->function = routine->name;
	finding->callee = callee_name(check->program, routine, event);
}

static void check_pools(struct check *check)
{
	const struct program *program = check->program;
	struct pools *pools = pools_of(check);

	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);
		const struct body *body = routine->body;

		for (uint32_t e = 0; body && e < body->events.count; e++)
			check_call(check, pools, i, e);
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
		"that is converted to a pointer to one. As possible where the "
		"routine chooses the pool, or its callers name several.",
	.not_reported =
		"Push locks and whatever else may be paged; pointers to such "
		"objects; sections that the driver locks.",
	.limits =
		"A pool that is chosen at run time by what is not seen counts as "
		"nonpaged, and so does one whose choice the routine comes back to, "
		"since what it allocates may be used in two ways. Of memory "
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
	.tolerates_lost_statements = true,
	.tags = "data",
	.check = check,
};
