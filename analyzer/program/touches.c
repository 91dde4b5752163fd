/*
 * Which events touch a variable that is not always there: one in a pageable or
 * a discardable section. Direct uses are plain to see. A use through a pointer
 * is found by what may hold the variable's address: see carriers.h.
 *
 * A driver without such variables costs one look at its placements.
 */
#include <string.h>

#include "program/carriers.h"

struct search {
	struct carriers carriers;
	struct touches *touches;
	uint32_t event;
};

bool variable_is_fleeting(const struct program_variable *variable)
{
	return variable->placement.pageable || variable->placement.discardable;
}

static const struct path *path_at(const struct search *search, uint32_t index)
{
	return &search->carriers.routine->body->paths.items[index];
}

static void touch(
	struct search *search, uint32_t variable, enum touch_kind kind)
{
	*vec_add(search->carriers.program->arena, &search->touches->list) =
		(struct touch_site){ .event = search->event,
			.variable = variable, .kind = kind,
			.parameter = NONE };
}

/* What a pointer may hold: the storage of a path, from which the event steps
 * on, or which it hands over. */
static void touch_carried(struct search *search, const char *key,
	enum touch_kind kind, const struct path *path, bool is_root)
{
	for (uint32_t c = first_carrier(&search->carriers, key); c != NONE;
		c = search->carriers.list.items[c].next)
		*vec_add(search->carriers.program->arena, &search->touches->list) =
			(struct touch_site){ .event = search->event,
				.variable = search->carriers.list.items[c].variable,
				.kind = kind, .through = path->text,
				.parameter = is_root &&
						path->root == ROOT_PARAMETER &&
						!takes_reference(search->carriers.routine,
							path->index) ?
					path->index : NONE };
}

static void touch_keys(struct search *search, struct keys keys,
	enum touch_kind kind, const struct path *path, bool is_root)
{
	for (int i = 0; i < KEYS; i++)
		touch_carried(search, keys.items[i], kind, path, is_root);
}

static bool is_reference_parameter(
	const struct search *search, const struct path *path)
{
	return path->root == ROOT_PARAMETER &&
		takes_reference(search->carriers.routine, path->index);
}

/* Every step through a pointer that may hold the address of a variable. */
static void touch_through(struct search *search, const struct path *path)
{
	size_t length = strlen(path->steps);

	for (size_t i = 0; i < length ||
		(!length && !i && is_reference_parameter(search, path));
		i++) {
		const char *before;

		if (length && (!steps_through(path->steps + i) ||
				      (path->steps[i] == '.' &&
					      !is_reference_parameter(
						      search, path))))
			continue;
		before = intern_n(&search->carriers.program->names, path->steps, i);
		touch_carried(search, key_of(&search->carriers, path, before),
			TOUCH_POINTER, path, !i);
	}
}

/* "F EXT.Table" -> any path that steps through that field, or into what it refers
 * to; the last field of a path is known by name, those before it are not. */
static void touch_field(struct search *search, const struct path *path)
{
	const struct body *body = search->carriers.routine->body;
	size_t length = strlen(path->steps);

	for (uint32_t i = 0; i < body->paths.count; i++) {
		const struct path *base = &body->paths.items[i];
		size_t shorter = strlen(base->steps);

		if (!paths_share_root(base, path) || !base->field || shorter >= length ||
			strncmp(base->steps, path->steps, shorter) != 0 ||
			(path->steps[shorter] == '.' &&
				!type_is_reference(base->type)) ||
			!steps_through(path->steps + shorter))
			continue;
		touch_keys(search, keys_of_path(&search->carriers, base),
			TOUCH_POINTER, path, false);
	}
}

static void touch_operand(struct search *search, struct operand operand)
{
	const struct path *path;

	if (operand.kind != OPERAND_PATH)
		return;
	path = path_at(search, operand.index);
	touch_through(search, path);
	touch_field(search, path);
}

/* What a call is given the address of. */
static void touch_address(struct search *search, struct operand operand,
	bool outside)
{
	const struct path *path;
	uint32_t variable;

	if (operand.kind != OPERAND_ADDRESS && operand.kind != OPERAND_PATH)
		return;
	path = path_at(search, operand.index);
	variable = variable_of(&search->carriers, path);
	if (operand.kind == OPERAND_PATH)
		touch_keys(search, keys_of_path(&search->carriers, path),
			outside ? TOUCH_CALL : TOUCH_HANDED, path,
			!*path->steps);
	else if (variable != NONE && is_inside(path->steps))
		touch(search, variable,
			outside ? TOUCH_CALL : TOUCH_ADDRESS);
}

static void read_call(struct search *search, const struct event *event)
{
	uint32_t callee = operand_routine(
		search->carriers.program, search->carriers.routine, event->callee);
	bool outside = callee != NONE &&
		!program_routine(search->carriers.program, callee)->definition;

	for (uint32_t i = 0; i < event->arguments.count; i++) {
		touch_operand(search, event->arguments.items[i]);
		touch_address(search, event->arguments.items[i], outside);
	}
}

/* The variable itself, and what the path steps through. */
static void touch_path(struct search *search, const struct path *path)
{
	uint32_t variable = variable_of(&search->carriers, path);

	if (variable != NONE && is_inside(path->steps))
		touch(search, variable, TOUCH_DIRECT);
	touch_through(search, path);
	touch_field(search, path);
}

static void read_event(struct search *search, const struct event *event)
{
	switch (event->kind) {
	case EVENT_CALL:
		read_call(search, event);
		break;
	case EVENT_ASSIGN:
		touch_path(search, path_at(search, event->path));
		touch_operand(search, event->value);
		touch_address(search, event->value, false);
		break;
	case EVENT_READ:
		touch_path(search, path_at(search, event->path));
		break;
	default:
		break;
	}
}

static void read_bodies(struct search *search)
{
	struct program *program = search->carriers.program;

	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);
		const struct body *body = routine->body;

		search->touches->first[i] = search->touches->list.count;
		search->carriers.routine = routine;
		for (uint32_t e = 0; body && e < body->events.count; e++) {
			search->event = e;
			read_event(search, &body->events.items[e]);
		}
	}
}

static bool has_fleeting_variable(const struct program *program)
{
	for (uint32_t i = 0; i < program->variables.count; i++)
		if (variable_is_fleeting(&program->variables.items[i]))
			return true;
	return false;
}

void find_touches(struct program *program, struct touches *touches)
{
	struct search search = { .touches = touches };
	uint32_t count = program->routines.count;

	touches->first = arena_alloc(
		program->arena, (count + 1) * sizeof(*touches->first));
	if (!has_fleeting_variable(program))
		return;
	find_carriers(&search.carriers, program);
	read_bodies(&search);
	touches->first[count] = touches->list.count;
}
