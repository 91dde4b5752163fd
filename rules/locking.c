#include "rules/locking.h"

#include <string.h>

/* ---- the calls --------------------------------------------------------- */

/* Of all calls in a driver, few need a closer look. */
static bool is_of_memory_manager(const char *name)
{
	return name && name[0] == 'M' && name[1] == 'm';
}

static bool is_called(const char *name, const char *macro, const char *wanted)
{
	return !strcmp(name, wanted) || (macro && !strcmp(macro, wanted));
}

/* mingw and the kit both make the Code routine a macro for the Data routine:
 * the name that the user wrote counts. */
static bool kind_of(
	const char *name, const struct event *event, enum lock_kind *kind)
{
	const char *macro = event->macro;

	if (!is_of_memory_manager(name) && !is_of_memory_manager(macro))
		return false;
	if (is_called(name, macro, "MmLockPagableCodeSection") ||
		is_called(name, macro, "MmLockPageableCodeSection"))
		*kind = LOCK_CODE;
	else if (is_called(name, macro, "MmLockPagableDataSection") ||
		is_called(name, macro, "MmLockPageableDataSection"))
		*kind = macro && !strstr(macro, "DataSection") ? LOCK_EITHER :
								 LOCK_DATA;
	else if (!strcmp(name, "MmLockPagableSectionByHandle") ||
		!strcmp(name, "MmLockPageableSectionByHandle"))
		*kind = LOCK_BY_HANDLE;
	else if (!strcmp(name, "MmUnlockPagableImageSection") ||
		!strcmp(name, "MmUnlockPageableImageSection"))
		*kind = LOCK_UNDO;
	else if (!strcmp(name, "MmPageEntireDriver"))
		*kind = LOCK_PAGE_ALL;
	else if (!strcmp(name, "MmResetDriverPaging"))
		*kind = LOCK_RESET;
	else
		return false;
	return true;
}

const struct event *lock_event(
	const struct locking *locking, const struct lock_call *call)
{
	return &program_routine(locking->check->program, call->routine)
			->body->events.items[call->event];
}

/* Of several sections none, unless one cannot be locked: PA5001 is about that. */
static void find_address(struct locking *locking, struct lock_call *call)
{
	struct program *program = locking->check->program;
	struct aims aims;

	call->target = call->variable = NONE;
	if (!locks_by_address(call->kind))
		return;
	aims = locked_by_call(program, program_routine(program, call->routine),
		lock_event(locking, call));
	for (uint32_t i = 0; i < aims.list.count; i++) {
		struct aim aim = aims.list.items[i];
		const char *section = aim_placement(program, aim)->image;

		if (i == 0 || !section_is_pageable(section)) {
			call->target = aim.routine;
			call->variable = aim.variable;
			call->section = section;
		} else if (section != call->section &&
			section_is_pageable(call->section)) {
			call->section = NULL;
		}
	}
}

static void read_call(struct locking *locking, uint32_t routine, uint32_t index,
	const struct event *event)
{
	struct program *program = locking->check->program;
	struct lock_call call = { .routine = routine, .event = index };
	uint32_t callee = operand_routine(
		program, program_routine(program, routine), event->callee);

	if (callee == NONE ||
		!kind_of(program_routine(program, callee)->name, event,
			&call.kind))
		return;
	*vec_add(locking->check->findings->arena, &locking->calls) = call;
	find_address(locking,
		&locking->calls.items[locking->calls.count - 1]);
}

/* ---- handles ----------------------------------------------------------- */

struct handles {
	struct locking *locking;
	const struct routine *routine;
	uint32_t routine_index;
};

static const char *without_indices(struct intern *names, const char *steps)
{
	const char *text = "";

	for (size_t length; *steps; steps += length) {
		length = strcspn(steps, "[");
		text = intern_printf(names, "%s%.*s", text, (int)length, steps);
		if (steps[length] == '[')
			length += strcspn(steps + length, "]") + 1;
	}
	return text;
}

/* All elements of an array are one here. */
static const char *key_of_storage(
	struct handles *handles, const struct path *path)
{
	struct program *program = handles->locking->check->program;
	struct intern *names = &program->names;
	uint32_t variable;

	if (path->record && path->field)
		return intern_printf(names, "F %s.%s",
			record_without_tag(path->record), path->field);
	switch (path->root) {
	case ROOT_GLOBAL:
		variable = program->units.items[handles->routine->unit]
				   .variables[path->index];
		return intern_printf(
			names, "G %u%s", (unsigned)variable,
			without_indices(names, path->steps));
	case ROOT_LOCAL:
		return intern_printf(names, "L %u %u%s",
			(unsigned)handles->routine_index,
			(unsigned)path->index,
			without_indices(names, path->steps));
	case ROOT_PARAMETER: /* "p[i]" is "*p" */
		return intern_printf(names, "P %u %u%s%s",
			(unsigned)handles->routine_index,
			(unsigned)path->index,
			path->steps[0] == '[' ? "*" : "",
			without_indices(names, path->steps));
	default:
		return NULL;
	}
}

static bool is_array(const struct path *path)
{
	return path->type && strchr(path->type, '[');
}

/* The index at the end: "[1]", "[]" for one that is not constant, or "". */
static const char *last_index(const struct path *path)
{
	const char *index = strrchr(path->steps, '[');

	return index && index[strcspn(index, "]") + 1] == '\0' ? index : "";
}

/* Elements are told apart where the whole driver names each by a constant. */
static const char *key_of_path(struct handles *handles, const struct path *path)
{
	struct locking *locking = handles->locking;
	const char *key = key_of_storage(handles, path);

	if (!key || !is_array(path) ||
		map_get(&locking->indexed, key) != MAP_NONE)
		return key;
	return intern_join(&locking->check->program->names, key,
		last_index(path), NULL);
}

static void mark_indexed(struct handles *handles, const struct path *path)
{
	const char *key = is_array(path) ? key_of_storage(handles, path) : NULL;

	if (key)
		map_set(handles->locking->check->findings->arena,
			&handles->locking->indexed, key, 0);
}

/* Where an address goes, any element may be meant. */
static void mark_address(struct handles *handles, struct operand operand)
{
	if (operand.kind == OPERAND_ADDRESS)
		mark_indexed(handles,
			&handles->routine->body->paths
				 .items[operand.index]);
}

static void find_indexed(struct handles *handles)
{
	struct program *program = handles->locking->check->program;
	const struct body *body = handles->routine->body;

	for (uint32_t i = 0; i < body->paths.count; i++)
		if (!strcmp(last_index(&body->paths.items[i]), "[]"))
			mark_indexed(handles, &body->paths.items[i]);
	for (uint32_t e = 0; e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];
		uint32_t callee =
			called_routine(program, handles->routine, event);

		if (event->kind == EVENT_ASSIGN)
			mark_address(handles, event->value);
		for (uint32_t i = 0; callee != NONE &&
			program_routine(program, callee)->definition &&
			i < event->arguments.count; i++)
			mark_address(handles, event->arguments.items[i]);
	}
}

static const char *key_of(struct handles *handles, struct operand operand)
{
	const struct body *body = handles->routine->body;
	struct intern *names = &handles->locking->check->program->names;

	switch (operand.kind) {
	case OPERAND_PATH:
		return key_of_path(handles, &body->paths.items[operand.index]);
	case OPERAND_RESULT:
		return intern_printf(names, "E %u %u",
			(unsigned)handles->routine_index,
			(unsigned)operand.index);
	default:
		return NULL;
	}
}

static bool holds(
	const struct handles *handles, const char *key, uint32_t origin)
{
	for (uint32_t i = 0; i < handles->locking->handles.count; i++)
		if (handles->locking->handles.items[i].key == key &&
			handles->locking->handles.items[i].origin == origin)
			return true;
	return false;
}

static bool flow(struct handles *handles, const char *from, const char *to)
{
	struct arena *arena = handles->locking->check->findings->arena;
	bool changed = false;

	for (uint32_t i = 0; from && to && i < handles->locking->handles.count; i++) {
		struct handle handle = handles->locking->handles.items[i];

		if (handle.key != from || holds(handles, to, handle.origin))
			continue;
		*vec_add(arena, &handles->locking->handles) =
			(struct handle){ to, handle.origin };
		changed = true;
	}
	return changed;
}

/* What callers have in the storage whose address they hand over; apart from what
 * the callee stores there, which flows out again. */
static const char *brought(struct handles *handles, const char *key)
{
	return intern_join(&handles->locking->check->program->names, "I ", key,
		NULL);
}

static bool flow_pointee(
	struct handles *handles, const char *inside, const char *outside)
{
	const char *pointee = intern_join(
		&handles->locking->check->program->names, inside, "*", NULL);
	bool out = flow(handles, pointee, outside);

	return flow(handles, outside, brought(handles, pointee)) || out;
}

/* Into a callee's parameters, and out of what it stores through them. */
static bool flow_call(struct handles *handles, uint32_t index)
{
	struct program *program = handles->locking->check->program;
	const struct body *body = handles->routine->body;
	const struct event *event = &body->events.items[index];
	uint32_t callee =
		operand_routine(program, handles->routine, event->callee);
	bool changed = false;

	if (callee == NONE || !program_routine(program, callee)->definition)
		return false;
	for (uint32_t i = 0; i < event->arguments.count; i++) {
		struct operand argument = event->arguments.items[i];
		const char *inside = intern_printf(&program->names, "P %u %u",
			(unsigned)callee, (unsigned)i);

		if (argument.kind == OPERAND_ADDRESS)
			changed |= flow_pointee(handles, inside,
				key_of_path(handles,
					&body->paths.items[argument.index]));
		else
			changed |= flow(
				handles, key_of(handles, argument), inside);
	}
	return changed |
		flow(handles,
			intern_printf(&program->names, "R %u",
				(unsigned)callee),
			intern_printf(&program->names, "E %u %u",
				(unsigned)handles->routine_index,
				(unsigned)index));
}

static bool flow_body(struct handles *handles)
{
	const struct body *body = handles->routine->body;
	struct intern *names = &handles->locking->check->program->names;
	bool changed = false;

	for (uint32_t e = 0; e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];

		if (event->kind == EVENT_ASSIGN)
			changed |= flow(handles, key_of(handles, event->value),
				key_of_path(handles,
					&body->paths.items[event->path]));
		else if (event->kind == EVENT_CALL)
			changed |= flow_call(handles, e);
	}
	for (uint32_t b = 0; b < body->blocks.count; b++)
		if (body->blocks.items[b].exit == EXIT_RETURN)
			changed |= flow(handles,
				key_of(handles, body->blocks.items[b].test.left),
				intern_printf(names, "R %u",
					(unsigned)handles->routine_index));
	return changed;
}

static void select_routine(struct handles *handles, uint32_t routine)
{
	handles->routine =
		program_routine(handles->locking->check->program, routine);
	handles->routine_index = routine;
}

static void follow(struct handles *handles)
{
	struct locking *locking = handles->locking;
	struct program *program = locking->check->program;
	bool changed = true;

	for (uint32_t i = 0; i < program->routines.count; i++) {
		select_routine(handles, i);
		if (handles->routine->definition)
			find_indexed(handles);
	}
	for (uint32_t i = 0; i < locking->calls.count; i++) {
		const struct lock_call *call = &locking->calls.items[i];

		if (locks_by_address(call->kind))
			*vec_add(locking->check->findings->arena,
				&handles->locking->handles) = (struct handle){
				intern_printf(&program->names, "E %u %u",
					(unsigned)call->routine,
					(unsigned)call->event),
				i };
	}
	while (changed) {
		changed = false;
		for (uint32_t i = 0; i < program->routines.count; i++) {
			select_routine(handles, i);
			if (handles->routine->definition)
				changed |= flow_body(handles);
		}
	}
}

/* Where the handle of a call by address goes beyond the call itself. */
static const char *kept_in(const struct handles *handles, uint32_t origin)
{
	const char *found = NULL;

	for (uint32_t i = 0; i < handles->locking->handles.count; i++) {
		const struct handle *handle = &handles->locking->handles.items[i];

		if (handle->origin != origin || handle->key[0] == 'E')
			continue;
		if (!found || strchr("FG", handle->key[0]))
			found = handle->key;
	}
	return found;
}

static void take_handles(struct handles *handles)
{
	struct locking *locking = handles->locking;
	struct arena *arena = locking->check->findings->arena;

	for (uint32_t i = 0; i < locking->calls.count; i++) {
		struct lock_call *call = &locking->calls.items[i];
		const struct event *event = lock_event(locking, call);

		select_routine(handles, call->routine);
		if (locks_by_address(call->kind)) {
			call->handle = kept_in(handles, i);
			call->dropped = !call->handle;
			continue;
		}
		if (!event->arguments.count)
			continue;
		call->handle = key_of(handles, event->arguments.items[0]);
		for (uint32_t h = 0;
			call->handle && h < locking->handles.count; h++) {
			const char *key = locking->handles.items[h].key;

			if (key != call->handle &&
				key != brought(handles, call->handle))
				continue;
			*vec_add(arena, &call->origins) =
				locking->handles.items[h].origin;
			if (!call->section)
				call->section = locking->calls.items
					[locking->handles.items[h].origin]
						.section;
		}
	}
	/* a handle that is given to a call at once is not dropped */
	for (uint32_t i = 0; i < locking->calls.count; i++)
		for (uint32_t o = 0; o < locking->calls.items[i].origins.count;
			o++)
			locking->calls
				.items[locking->calls.items[i].origins.items[o]]
				.dropped = false;
}

static void find_concerned(struct locking *locking)
{
	struct arena *arena = locking->check->findings->arena;
	bool *callers = arena_alloc(arena, locking->graph->routines + 1);

	for (uint32_t i = 0; i < locking->calls.count; i++)
		callers[locking->calls.items[i].routine] = true;
	locking->concerned =
		graph_with_callers(locking->graph, arena, callers);
}

static void read_driver(struct locking *locking)
{
	struct program *program = locking->check->program;
	struct handles handles = { .locking = locking };

	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);
		const struct body *body = routine->body;

		for (uint32_t e = 0; body && e < body->events.count; e++)
			if (body->events.items[e].kind == EVENT_CALL)
				read_call(locking, i, e,
					&body->events.items[e]);
	}
	if (locking->calls.count) {
		locking->graph = graph_of(locking->check);
		find_concerned(locking);
		follow(&handles);
		take_handles(&handles);
	}
}

struct locking *locking_read(struct check *check)
{
	struct locking *locking = check->shared->locking;

	if (locking) {
		locking->check = check;
		return locking;
	}
	locking = arena_alloc(check->findings->arena, sizeof(*locking));
	locking->check = check;
	check->shared->locking = locking;
	read_driver(locking);
	return locking;
}

enum answer lock_handle_is_of(struct locking *locking, uint32_t routine,
	struct operand handle, const char *section)
{
	struct handles handles = { .locking = locking };
	bool is_other = false, is_ours = false;
	const char *key;

	select_routine(&handles, routine);
	key = key_of(&handles, handle);
	for (uint32_t i = 0; key && i < locking->handles.count; i++) {
		const struct handle *known = &locking->handles.items[i];
		const char *of = locking->calls.items[known->origin].section;

		is_ours |= known->key == key && (!of || of == section);
		is_other |= known->key == key && (!of || of != section);
	}
	if (!is_ours)
		return ANSWER_NO;
	return is_other ? ANSWER_MAYBE : ANSWER_YES;
}

/* Whether a handle that an unlock may be given is of a call's section. */
static bool may_undo(const struct locking *locking,
	const struct lock_call *undo, const struct lock_call *call)
{
	for (uint32_t i = 0; i < undo->origins.count; i++)
		if (locking->calls.items[undo->origins.items[i]].section ==
			call->section)
			return true;
	return false;
}

bool is_made_up_for(const struct locking *locking, const struct lock_call *call)
{
	for (uint32_t i = 0; call->section && i < locking->calls.count; i++) {
		const struct lock_call *one = &locking->calls.items[i];

		for (uint32_t k = 0; k < i; k++) {
			const struct lock_call *two = &locking->calls.items[k];

			if (one->kind == LOCK_UNDO && two->kind == LOCK_UNDO &&
				one->routine == two->routine && one->handle &&
				one->handle == two->handle &&
				one->origins.count &&
				may_undo(locking, one, call))
				return true;
		}
	}
	return false;
}

struct finding *lock_report(struct locking *locking,
	const struct lock_call *call, bool must, const char *format, ...)
{
	struct check *check = locking->check;
	const struct routine *routine =
		program_routine(check->program, call->routine);
	const struct event *event = lock_event(locking, call);
	struct finding *finding;
	const char *message;
	va_list args;

	va_start(args, format);
	message = arena_vprintf(check->findings->arena, format, args);
	va_end(args);
	finding = findings_add(check->findings, check->rule, event->place, must,
		"%s", message);
	finding->function = routine->name;
	finding->section = call->section;
	finding->callee = callee_name(check->program, routine, event);
	finding_step(check->findings, finding, event->place, NULL, 0, true,
		"'%s' calls %s", routine->name, finding->callee);
	return finding;
}

/* ---- the address --------------------------------------------------------- */

static bool is_pageable(const struct program *program,
	const struct lock_call *call)
{
	const struct placement *placement = call->target != NONE ?
		&program_routine(program, call->target)->placement :
		&program->variables.items[call->variable].placement;

	return placement->pageable && !placement->discardable;
}

/* What is not defined here, or is expanded in its callers, is in a section that
 * nobody here knows. */
static bool is_known(
	const struct program *program, const struct lock_call *call)
{
	const struct routine *routine;

	if (call->target == NONE)
		return call->variable != NONE &&
			program->variables.items[call->variable].definition &&
			program->variables.items[call->variable]
				.definition->defined;
	routine = program_routine(program, call->target);
	return routine->definition && !routine->is_inline &&
		!routine->placement.unknown_word;
}

bool lock_is_of_literal(
	const struct locking *locking, const struct lock_call *call)
{
	const struct event *event = lock_event(locking, call);

	return locks_by_address(call->kind) && event->arguments.count &&
		event->arguments.items[0].kind == OPERAND_STRING;
}

bool lock_is_of_stack(
	const struct locking *locking, const struct lock_call *call)
{
	const struct event *event = lock_event(locking, call);
	const struct body *body =
		program_routine(locking->check->program, call->routine)
			->body;
	const struct path *path;

	if (!locks_by_address(call->kind) || !event->arguments.count ||
		event->arguments.items[0].kind != OPERAND_ADDRESS)
		return false;
	path = &body->paths.items[event->arguments.items[0].index];
	return (path->root == ROOT_PARAMETER && !path->steps[0]) ||
		(path->root == ROOT_LOCAL &&
			!body->locals.items[path->index].is_static &&
			(!path->steps[0] || path->steps[0] == '.'));
}

bool lock_address_is_wrong(
	const struct locking *locking, const struct lock_call *call)
{
	const struct program *program = locking->check->program;

	return locks_by_address(call->kind) &&
		(lock_is_of_literal(locking, call) ||
			lock_is_of_stack(locking, call) ||
			(is_known(program, call) &&
				!is_pageable(program, call)));
}
