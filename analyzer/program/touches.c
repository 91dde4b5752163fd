/*
 * Which events touch a variable that is not always there: one in a pageable or
 * a discardable section. Direct uses are plain to see. A use through a pointer
 * is found by following the variable's address: into locals, parameters, fields
 * and pointer variables, whatever the order of statements, until nothing
 * changes. Fields of globals and locals are told apart by object, fields that
 * pointers lead to by record and name only.
 *
 * A driver without such variables costs one look at its placements.
 */
#include <stdlib.h>
#include <string.h>

#include "program/program.h"

/* What may hold the address of which variable. */
struct carrier {
	uint32_t variable;
	uint32_t next; /* carriers of the same key, or NONE */
};

struct search {
	struct program *program;
	struct touches *touches;
	VEC(struct carrier) carriers;
	struct map first; /* key -> carriers */
	bool changed;
	bool record; /* the last round: touches are taken down */
	const struct routine *routine;
	uint32_t routine_index, event;
};

bool variable_is_fleeting(const struct program_variable *variable)
{
	return variable->placement.pageable || variable->placement.discardable;
}

static uint32_t variable_of(
	const struct search *search, const struct path *path)
{
	uint32_t variable;

	if (path->root != ROOT_GLOBAL)
		return NONE;
	variable = search->program->units.items[search->routine->unit]
			   .variables[path->index];
	return variable != NONE &&
			variable_is_fleeting(&search->program->variables
						      .items[variable]) ?
		variable :
		NONE;
}

/* Whether steps stay inside the variable. */
static bool is_inside(const char *steps)
{
	return !strchr(steps, '*') && !strstr(steps, "->");
}

/* ---- carriers ---------------------------------------------------------- */

static const char *key_of(struct search *search, const struct path *path,
	const char *steps)
{
	struct intern *names = &search->program->names;
	unsigned self = search->routine->first;

	switch (path->root) {
	case ROOT_LOCAL:
		return intern_printf(names, "L %u %u %s", self,
			(unsigned)path->index, steps);
	case ROOT_PARAMETER:
		return intern_printf(names, "P %u %u %s", self,
			(unsigned)path->index, steps);
	case ROOT_THIS:
		return intern_printf(names, "T %u %s", self, steps);
	case ROOT_RESULT:
		return intern_printf(names, "C %u %u %s", self,
			(unsigned)path->index, steps);
	case ROOT_GLOBAL:
		return intern_printf(names, "G %u %s",
			(unsigned)search->program->units
				.items[search->routine->unit]
				.variables[path->index],
			steps);
	default:
		return NULL;
	}
}

/* One or two keys; a missing one is NULL. */
struct keys {
	const char *items[2];
};

enum { KEYS = 2 };

static const char *key_of_field(
	struct search *search, char kind, const struct path *path)
{
	return intern_printf(&search->program->names, "%c %s.%s", kind,
		record_without_tag(path->record), path->field);
}

/* Whether a path names a field of an object that is known. */
static bool is_of_known_object(const struct path *path)
{
	return (path->root == ROOT_GLOBAL || path->root == ROOT_LOCAL) &&
		is_inside(path->steps) && !strchr(path->steps, '[');
}

/* What a path may hold. A field is known by its record and its name, F, and if
 * its object is known as well, by that; then it may hold what was stored there
 * and what was stored through pointers, X. */
static struct keys keys_of_path(struct search *search, const struct path *path)
{
	if (!path->record || !path->field)
		return (struct keys){ { key_of(search, path, path->steps),
			NULL } };
	if (is_of_known_object(path))
		return (struct keys){ { key_of(search, path, path->steps),
			key_of_field(search, 'X', path) } };
	return (struct keys){ { key_of_field(search, 'F', path), NULL } };
}

/* Where that is to be found which is stored in a path. */
static struct keys keys_of_store(struct search *search, const struct path *path)
{
	struct keys keys = { { key_of(search, path, path->steps), NULL } };

	if (!path->record || !path->field)
		return keys;
	keys.items[1] = key_of_field(search, 'F', path);
	if (!is_of_known_object(path))
		keys.items[0] = key_of_field(search, 'X', path);
	return keys;
}

static uint32_t carriers_of(const struct search *search, const char *key)
{
	return key ? map_get(&search->first, key) : MAP_NONE;
}

static void carry(struct search *search, const char *key, uint32_t variable)
{
	uint32_t first = carriers_of(search, key);

	if (!key || search->record)
		return;
	for (uint32_t i = first; i != NONE;
		i = search->carriers.items[i].next)
		if (search->carriers.items[i].variable == variable)
			return;
	map_set(search->program->arena, &search->first, key,
		search->carriers.count);
	*vec_add(search->program->arena, &search->carriers) =
		(struct carrier){ variable, first };
	search->changed = true;
}

/* key := what another key may hold */
static void carry_key(struct search *search, const char *key, const char *from)
{
	for (uint32_t i = carriers_of(search, from); i != NONE;
		i = search->carriers.items[i].next)
		carry(search, key, search->carriers.items[i].variable);
}

static void carry_keys(struct search *search, const char *key, struct keys from)
{
	for (int i = 0; i < KEYS; i++)
		carry_key(search, key, from.items[i]);
}

/* A step through a pointer, or through a reference, which is written like what it
 * stands for. */
static bool steps_through(const char *steps)
{
	return steps[0] == '*' || steps[0] == '[' || steps[0] == '.' ||
		!strncmp(steps, "->", 2);
}

/* The keys of a path's beginning: of a field, if it is known to end in one. */
static struct keys keys_of_beginning(
	struct search *search, const struct path *path, size_t length)
{
	const struct body *body = search->routine->definition->body;
	const char *steps =
		intern_n(&search->program->names, path->steps, length);

	for (uint32_t i = 0; i < body->paths.count; i++) {
		const struct path *base = &body->paths.items[i];

		if (base->root == path->root && base->index == path->index &&
			base->field && !strcmp(base->steps, steps))
			return keys_of_path(search, base);
	}
	return (struct keys){ { key_of(search, path, steps), NULL } };
}

/* key := the address of a part of what a pointer points to: `&p->Rows[3]` */
static void carry_part(
	struct search *search, const char *key, const struct path *path)
{
	size_t at = strlen(path->steps);

	while (at--) {
		const char *step = path->steps + at;

		if (*step == '.' || !steps_through(step))
			continue;
		carry_keys(search, key, keys_of_beginning(search, path, at));
		if (*step != '[')
			break;
	}
}

static const char *key_of_result(struct search *search, uint32_t event)
{
	return intern_printf(&search->program->names, "C %u %u ",
		(unsigned)search->routine->first, (unsigned)event);
}

/* key := operand */
static void carry_operand(
	struct search *search, const char *key, struct operand value)
{
	const struct path *path;
	uint32_t variable;

	if (value.kind == OPERAND_RESULT)
		carry_key(search, key, key_of_result(search, value.index));
	if (value.kind != OPERAND_ADDRESS && value.kind != OPERAND_PATH)
		return;
	path = &search->routine->definition->body->paths.items[value.index];
	variable = variable_of(search, path);
	if (value.kind == OPERAND_PATH)
		carry_keys(search, key, keys_of_path(search, path));
	else if (variable != NONE && is_inside(path->steps))
		carry(search, key, variable);
	else
		carry_part(search, key, path);
}

/* What the initialiser of a variable holds. */
static void carry_fill(struct search *search, const struct linked_unit *unit,
	const struct fill *fill)
{
	struct intern *names = &search->program->names;
	uint32_t variable = fill->table == NONE ?
		NONE :
		unit->variables[fill->table];
	struct path path = { .root = ROOT_GLOBAL, .steps = fill->steps,
		.record = fill->record, .field = fill->field };

	if (variable == NONE || !variable_is_fleeting(
			&search->program->variables.items[variable]))
		return;
	carry(search,
		intern_printf(names, "G %u %s",
			(unsigned)unit->variables[fill->variable], fill->steps),
		variable);
	if (!path.record || !path.field)
		return;
	carry(search, key_of_field(search, 'F', &path), variable);
	if (!is_of_known_object(&path))
		carry(search, key_of_field(search, 'X', &path), variable);
}

static void carry_fills(struct search *search)
{
	const struct program *program = search->program;

	for (uint32_t u = 0; u < program->units.count; u++) {
		const struct linked_unit *unit = &program->units.items[u];

		for (uint32_t i = 0; i < unit->facts->fills.count; i++)
			carry_fill(search, unit, &unit->facts->fills.items[i]);
	}
}

/* key := the address of what a path names */
static void carry_storage(
	struct search *search, const char *key, uint32_t index)
{
	const struct path *path =
		&search->routine->definition->body->paths.items[index];
	uint32_t variable = variable_of(search, path);
	size_t length = strlen(path->steps);

	if (variable != NONE && is_inside(path->steps))
		carry(search, key, variable);
	if (!length || path->steps[length - 1] != '*')
		return;
	carry_key(search, key, key_of(search, path,
		intern_n(&search->program->names, path->steps, length - 1)));
}

static bool is_reference(const struct routine *callee, uint32_t parameter)
{
	const struct function *function = callee->definition;

	return parameter < function->parameters.count &&
		strchr(function->parameters.items[parameter].type, '&');
}

/* What a callee stores where an argument points to: `*Out = Table` */
static void carry_output(
	struct search *search, uint32_t index, const char *from)
{
	struct keys to = keys_of_store(search,
		&search->routine->definition->body->paths.items[index]);

	for (int i = 0; i < KEYS; i++)
		carry_key(search, to.items[i], from);
}

static void carry_argument(struct search *search, const struct routine *callee,
	uint32_t index, struct operand argument)
{
	const char *key = intern_printf(&search->program->names, "P %u %u ",
		(unsigned)callee->first,
		(unsigned)index);

	if (argument.kind == OPERAND_PATH && is_reference(callee, index))
		carry_storage(search, key, argument.index);
	else
		carry_operand(search, key, argument);
	if (argument.kind == OPERAND_ADDRESS)
		carry_output(search, argument.index,
			intern_printf(&search->program->names, "%s*", key));
}

static const char *key_of_returned(
	struct search *search, const struct routine *routine)
{
	return intern_printf(&search->program->names, "R %u",
		(unsigned)routine->first);
}

/* The parameter that a routine returns as it is, or NONE: then what it returns
 * depends on the call. */
static uint32_t returned_parameter(const struct routine *routine,
	const struct block *block)
{
	const struct operand *value = &block->test.left;
	const struct path *path;

	if (block->exit != EXIT_RETURN || value->kind != OPERAND_PATH)
		return NONE;
	path = &routine->definition->body->paths.items[value->index];
	return path->root == ROOT_PARAMETER && !*path->steps ? path->index :
							       NONE;
}

/* What this routine returns to whoever calls it. */
static void carry_returned(struct search *search)
{
	const struct body *body = search->routine->definition->body;

	for (uint32_t i = 0; i < body->blocks.count; i++) {
		const struct block *block = &body->blocks.items[i];

		if (block->exit == EXIT_RETURN &&
			returned_parameter(search->routine, block) == NONE)
			carry_operand(search,
				key_of_returned(search, search->routine),
				block->test.left);
	}
}

/* The result of a call := what the callee returns. */
static void carry_result(struct search *search, const struct routine *callee,
	const struct event *event)
{
	const struct body *body = callee->definition->body;
	const char *key = key_of_result(search, search->event);

	carry_key(search, key, key_of_returned(search, callee));
	for (uint32_t i = 0; body && i < body->blocks.count; i++) {
		uint32_t index =
			returned_parameter(callee, &body->blocks.items[i]);

		if (index < event->arguments.count)
			carry_operand(
				search, key, event->arguments.items[index]);
	}
}

static void carry_arguments(struct search *search, const struct event *event)
{
	struct program *program = search->program;
	uint32_t direct;
	struct targets targets =
		call_targets(program, search->routine, event, &direct);

	for (uint32_t t = 0; t <= targets.count; t++) {
		uint32_t target = t ? targets.items[t - 1] : direct;
		const struct routine *callee;

		if (target == NONE)
			continue;
		callee = program_routine(program, target);
		for (uint32_t i = 0; callee->definition &&
			i < event->arguments.count;
			i++)
			carry_argument(search, callee, i,
				event->arguments.items[i]);
		if (event->object != NONE)
			carry_storage(search,
				intern_printf(&program->names, "T %u ",
					(unsigned)callee->first),
				event->object);
		if (callee->definition)
			carry_result(search, callee, event);
	}
}

static bool is_untyped(const char *type)
{
	return !strcmp(type, "void *") || !strcmp(type, "PVOID") ||
		!strcmp(type, "LPVOID");
}

/* A registration hands a context to the routine that it registers, where it
 * arrives as some untyped parameter. */
static void carry_context(struct search *search, const struct event *event)
{
	struct program *program = search->program;

	for (uint32_t f = 0; f < event->arguments.count; f++) {
		uint32_t target = operand_routine(program, search->routine,
			event->arguments.items[f]);
		const struct function *function = target == NONE ?
			NULL :
			program_routine(program, target)->definition;

		for (uint32_t p = 0; function && p < function->parameters.count;
			p++) {
			if (!is_untyped(function->parameters.items[p].type))
				continue;
			for (uint32_t i = f; i < event->arguments.count; i++)
				carry_operand(search,
					intern_printf(&program->names,
						"P %u %u ",
						(unsigned)program_routine(
							program, target)
							->first,
						(unsigned)p),
					event->arguments.items[i]);
		}
	}
}

/* ---- touches ----------------------------------------------------------- */

static void touch(
	struct search *search, uint32_t variable, enum touch_kind kind)
{
	if (search->record)
		*vec_add(search->program->arena, &search->touches->list) =
			(struct touch_site){ .event = search->event,
				.variable = variable, .kind = kind,
				.parameter = NONE };
}

/* What a pointer may hold: the storage of a path, from which the event steps
 * on, or which it hands over. */
static void touch_carried(struct search *search, const char *key,
	enum touch_kind kind, const struct path *path, bool is_root)
{
	if (!search->record)
		return;
	for (uint32_t c = carriers_of(search, key); c != NONE;
		c = search->carriers.items[c].next)
		*vec_add(search->program->arena, &search->touches->list) =
			(struct touch_site){ .event = search->event,
				.variable = search->carriers.items[c].variable,
				.kind = kind, .through = path->text,
				.parameter = is_root &&
						path->root == ROOT_PARAMETER &&
						!is_reference(search->routine,
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
		is_reference(search->routine, path->index);
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
		before = intern_n(&search->program->names, path->steps, i);
		touch_carried(search, key_of(search, path, before),
			TOUCH_POINTER, path, !i);
	}
}

/* "F EXT.Table" -> any path that steps through that field; the last field of a
 * path is known by name, those before it are not. */
static void touch_field(struct search *search, const struct path *path)
{
	const struct body *body = search->routine->definition->body;
	size_t length = strlen(path->steps);

	for (uint32_t i = 0; i < body->paths.count; i++) {
		const struct path *base = &body->paths.items[i];
		size_t shorter = strlen(base->steps);

		if (base->root != path->root || base->index != path->index ||
			!base->field || shorter >= length ||
			strncmp(base->steps, path->steps, shorter) != 0 ||
			path->steps[shorter] == '.' ||
			!steps_through(path->steps + shorter))
			continue;
		touch_keys(search, keys_of_path(search, base), TOUCH_POINTER,
			path, false);
	}
}

static void touch_operand(struct search *search, struct operand operand)
{
	const struct path *path;

	if (operand.kind != OPERAND_PATH)
		return;
	path = &search->routine->definition->body->paths.items[operand.index];
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
	path = &search->routine->definition->body->paths.items[operand.index];
	variable = variable_of(search, path);
	if (operand.kind == OPERAND_PATH)
		touch_keys(search, keys_of_path(search, path),
			outside ? TOUCH_CALL : TOUCH_HANDED, path,
			!*path->steps);
	else if (variable != NONE && is_inside(path->steps))
		touch(search, variable,
			outside ? TOUCH_CALL : TOUCH_ADDRESS);
}

static void read_call(struct search *search, const struct event *event)
{
	uint32_t callee = operand_routine(
		search->program, search->routine, event->callee);
	bool outside = callee != NONE &&
		!program_routine(search->program, callee)->definition;

	carry_arguments(search, event);
	carry_context(search, event);
	for (uint32_t i = 0; i < event->arguments.count; i++) {
		touch_operand(search, event->arguments.items[i]);
		touch_address(search, event->arguments.items[i], outside);
	}
}

static void read_event(struct search *search, const struct event *event)
{
	const struct path *paths =
		search->routine->definition->body->paths.items;
	struct keys keys;
	uint32_t variable;

	switch (event->kind) {
	case EVENT_CALL:
		read_call(search, event);
		break;
	case EVENT_ASSIGN:
		variable = variable_of(search, &paths[event->path]);
		if (variable != NONE && is_inside(paths[event->path].steps))
			touch(search, variable, TOUCH_DIRECT);
		touch_through(search, &paths[event->path]);
		touch_field(search, &paths[event->path]);
		touch_operand(search, event->value);
		touch_address(search, event->value, false);
		keys = keys_of_store(search, &paths[event->path]);
		for (int i = 0; i < KEYS; i++)
			carry_operand(search, keys.items[i], event->value);
		break;
	case EVENT_READ:
		variable = variable_of(search, &paths[event->path]);
		if (variable != NONE && is_inside(paths[event->path].steps))
			touch(search, variable, TOUCH_DIRECT);
		touch_through(search, &paths[event->path]);
		touch_field(search, &paths[event->path]);
		break;
	default:
		break;
	}
}

static void read_bodies(struct search *search)
{
	struct program *program = search->program;

	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);
		const struct body *body = routine->definition ?
			routine->definition->body :
			NULL;

		if (search->record)
			search->touches->first[i] =
				search->touches->list.count;
		search->routine = routine;
		search->routine_index = i;
		for (uint32_t e = 0; body && e < body->events.count; e++) {
			search->event = e;
			read_event(search, &body->events.items[e]);
		}
		if (body)
			carry_returned(search);
	}
}

void find_touches(struct program *program, struct touches *touches)
{
	struct search search = { .program = program, .touches = touches };
	uint32_t count = program->routines.count;

	touches->first = arena_alloc(
		program->arena, (count + 1) * sizeof(*touches->first));
	for (uint32_t i = 0; i < program->variables.count; i++)
		search.changed |= variable_is_fleeting(
			&program->variables.items[i]);
	if (!search.changed)
		return;
	carry_fills(&search);
	while (search.changed) {
		search.changed = false;
		read_bodies(&search);
	}
	search.record = true;
	read_bodies(&search);
	touches->first[count] = touches->list.count;
}
