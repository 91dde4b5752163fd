/*
 * Where routines and variables go. All claims of all units are weighed: an
 * attribute of its own wins over its class's, that over alloc_text, that over
 * the code_seg that was in force at the definition. What MSVC documents counts,
 * not what clang does: no pragma places a template's instantiations, and an
 * inline function is where it is expanded unless an attribute says otherwise.
 */
#include <string.h>

#include "program/program.h"
#include "program/slots.h"

/* The default section by another name is no placement. */
static bool is_default(const char *section)
{
	return !section || !strncmp(section, ".text", 5);
}

static void settle(struct program *program, struct placement *placement)
{
	if (!placement->section)
		return;
	placement->image = section_in_image(program, placement->section);
	placement->pageable =
		links_as_pageable(program, placement->section);
	placement->discardable =
		links_as_discardable(program, placement->section);
}

static void take(struct program *program, struct placement *placement,
	const struct claim *claim)
{
	if (claim->by < placement->by)
		return;
	placement->section = intern(&program->names, claim->section);
	placement->by = claim->by;
	placement->place = claim->place;
}

/* Inline code, and a member that is defined in its class, is expanded in its
 * caller. */
static bool is_expanded(const struct function *function)
{
	if (function->inlining == INLINE_NEVER || function->is_virtual ||
		function->is_lambda)
		return false;
	return function->inlining != INLINE_NO || function->in_class;
}

static void place_routine(struct program *program, struct routine *routine)
{
	struct placement placement = { 0 };

	for (uint32_t d = 0; d < routine->declarations.count; d++) {
		const struct function *function =
			routine->declarations.items[d];

		for (uint32_t i = 0; i < function->claims.count; i++) {
			const struct claim *claim = &function->claims.items[i];

			if (function->is_template &&
				claim->by == PLACED_BY_SEGMENT)
				continue;
			take(program, &placement, claim);
		}
		if (function->unknown_word)
			placement.unknown_word = function->unknown_word;
	}
	if (is_expanded(routine->definition) &&
		placement.by < PLACED_BY_ALLOC_TEXT) {
		routine->is_inline = true;
		placement.by = PLACED_BY_CALLER;
		placement.section = NULL;
		placement.place = routine->definition->place;
	}
	if (is_default(placement.section))
		placement.section = NULL;
	else
		placement.unknown_word = NULL;
	settle(program, &placement);
	routine->placement = placement;
}

static void place_variable(
	struct program *program, struct program_variable *variable)
{
	const struct variable *definition = variable->definition;

	for (uint32_t i = 0; definition && i < definition->claims.count; i++)
		take(program, &variable->placement,
			&definition->claims.items[i]);
	settle(program, &variable->placement);
}

/* ---- sections that are locked on demand -------------------------------- */

bool locks_a_section(const char *name)
{
	return !strncmp(name, "MmLockPagableDataSection", 24) ||
		!strncmp(name, "MmLockPagableCodeSection", 24) ||
		!strncmp(name, "MmLockPagableImageSection", 25);
}

bool section_is_locked(const struct program *program, const char *image)
{
	for (uint32_t i = 0; i < program->locked_sections.count; i++)
		if (program->locked_sections.items[i] == image)
			return true;
	return false;
}

static void add_locked(
	struct program *program, const struct placement *placement)
{
	if (placement->pageable &&
		!section_is_locked(program, placement->image))
		*vec_add(program->arena, &program->locked_sections) =
			placement->image;
}

enum { MAX_DEPTH = 4 };

static void find_aims(struct program *program, const struct routine *routine,
	struct operand address, int depth, struct aims *aims);

static void add_aim(
	struct program *program, struct aims *aims, struct aim aim)
{
	for (uint32_t i = 0; i < aims->list.count; i++)
		if (aims->list.items[i].routine == aim.routine &&
			aims->list.items[i].variable == aim.variable)
			return;
	*vec_add(program->arena, &aims->list) = aim;
}

/* All that is ever stored in a local. */
static void find_in_local(struct program *program,
	const struct routine *routine, uint32_t path, int depth,
	struct aims *aims)
{
	const struct body *body = routine->body;

	for (uint32_t i = 0; i < body->events.count; i++)
		if (event_stores(&body->events.items[i], path))
			find_aims(program, routine,
				body->events.items[i].value, depth + 1, aims);
}

/* All that callers hand to a parameter. */
static void find_in_callers(struct program *program,
	const struct routine *routine, uint32_t parameter, int depth,
	struct aims *aims)
{
	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *caller = program_routine(program, i);
		const struct body *body =
			caller->definition ? caller->body : NULL;

		for (uint32_t e = 0; body && e < body->events.count; e++) {
			const struct event *event = &body->events.items[e];
			uint32_t callee =
				called_routine(program, caller, event);

			if (callee != NONE &&
				program_routine(program, callee) == routine &&
				parameter < event->arguments.count)
				find_aims(program, caller,
					event->arguments.items[parameter],
					depth + 1, aims);
		}
	}
}

/* Whether the first characters of a type end with a star, as it may be written:
 * "void (*const" */
static bool ends_with_star(const char *type, size_t length)
{
	while (length && (type[length - 1] == ' ' ||
				 (length > 5 && !strncmp(type + length - 5,
							"const", 5))))
		length -= type[length - 1] == ' ' ? 1 : 5;
	return length && type[length - 1] == '*';
}

/* Whether a pointer is stored in a path. The type of an element is its array's. */
static bool is_pointer(const struct path *path)
{
	const char *type = path->type, *routine = strstr(type, "(*");
	size_t steps = strlen(path->steps), length = strcspn(type, "[");

	if (steps && path->steps[steps - 1] == ']')
		return ends_with_star(type, length);
	if (routine && strcspn(routine, ")") < strcspn(routine, "["))
		return true;
	return !type[length] && ends_with_star(type, length);
}

/* Whether an operand is the address of storage, and not what is stored there: an
 * array is its own address. */
static bool is_address_of(
	const struct path *path, enum operand_kind kind)
{
	return kind == OPERAND_ADDRESS || !path->type || !is_pointer(path);
}

/* The routines that a pointer of the driver's leads to. */
static void find_in_slot(struct program *program,
	const struct routine *routine, uint32_t path, struct aims *aims)
{
	uint32_t index = slot_of_path(program, routine, path);

	if (index == NONE)
		return;
	for (uint32_t i = 0;
		i < program->slots.items[index].targets.count; i++)
		add_aim(program, aims,
			(struct aim){ program->slots.items[index]
						.targets.items[i],
				NONE });
}

static void find_aims(struct program *program, const struct routine *routine,
	struct operand address, int depth, struct aims *aims)
{
	struct aim aim = { operand_routine(program, routine, address), NONE };
	const struct path *path;

	if (aim.routine != NONE) {
		add_aim(program, aims, aim);
		return;
	}
	if (depth > MAX_DEPTH ||
		(address.kind != OPERAND_ADDRESS &&
			address.kind != OPERAND_PATH))
		return;
	path = &routine->body->paths.items[address.index];
	if (path->root == ROOT_GLOBAL && is_address_of(path, address.kind))
		aim.variable = program->units.items[routine->unit]
				       .variables[path->index];
	if (aim.variable != NONE)
		add_aim(program, aims, aim);
	else if (address.kind == OPERAND_PATH && !path->steps[0] &&
		path->root == ROOT_LOCAL)
		find_in_local(program, routine, address.index, depth, aims);
	else if (address.kind == OPERAND_PATH && !path->steps[0] &&
		path->root == ROOT_PARAMETER)
		find_in_callers(program, routine, path->index, depth, aims);
	else if (address.kind == OPERAND_PATH)
		find_in_slot(program, routine, address.index, aims);
}

struct aims locked_by_call(struct program *program,
	const struct routine *routine, const struct event *event)
{
	struct aims aims = { 0 };

	if (event->arguments.count)
		find_aims(program, routine, event->arguments.items[0], 0,
			&aims);
	return aims;
}

const struct placement *aim_placement(
	const struct program *program, struct aim aim)
{
	return aim.routine != NONE ?
		&program->routines.items[aim.routine].placement :
		&program->variables.items[aim.variable].placement;
}

static void find_locked(struct program *program, const struct routine *routine,
	const struct event *event)
{
	uint32_t callee = operand_routine(program, routine, event->callee);
	struct aims aims;

	if (callee == NONE ||
		!locks_a_section(program->routines.items[callee].name))
		return;
	aims = locked_by_call(program, routine, event);
	program->locks_unknown |= !aims.list.count;
	for (uint32_t i = 0; i < aims.list.count; i++) {
		struct aim aim = aims.list.items[i];
		const struct placement *placement = aim_placement(program, aim);

		if (placement->pageable)
			add_locked(program, placement);
		else if (aim.routine != NONE)
			program->mistaken_locks++;
	}
}

void place_routines(struct program *program)
{
	linker_read_pragmas(program);
	for (uint32_t i = 0; i < program->routines.count; i++)
		if (program->routines.items[i].definition)
			place_routine(program, &program->routines.items[i]);
	for (uint32_t i = 0; i < program->variables.count; i++)
		place_variable(program, &program->variables.items[i]);
	for (uint32_t i = 0; i < program->notables.count; i++) {
		const struct notable *notable = &program->notables.items[i];

		if (notable->flags & NOTABLE_LOCKS)
			find_locked(program,
				program_routine(program, notable->routine),
				notable_event(program, notable));
	}
}

bool routine_is_paged(
	const struct program *program, const struct routine *routine)
{
	return routine->placement.pageable &&
		!section_is_locked(program, routine->placement.image) &&
		!(routine->outline && routine->outline->locked);
}

bool routine_says_paged_code(const struct routine *routine)
{
	const struct body *body = routine->body;

	for (uint32_t e = 0; body && e < body->events.count; e++)
		if (body->events.items[e].kind == EVENT_MARKER &&
			body->events.items[e].marker == MARKER_PAGED_CODE)
			return true;
	return false;
}
