/*
 * What may hold the address of a variable that is not always there. The address
 * is followed into locals, parameters, fields and pointer variables, whatever the
 * order of statements. Fields of globals and locals are told apart by object,
 * fields that pointers lead to by record and name only.
 *
 * Each body is read once: that one key may hold what another one holds is an edge.
 * Addresses flow along the edges when all are known.
 */
#include "program/carriers.h"

#include <string.h>

/* What is known of a key. */
struct holder {
	uint32_t carrier; /* its first one, or NONE */
	uint32_t edge;	  /* the first one to who may hold the same, or NONE */
};

struct carry_edge {
	uint32_t to;   /* holders */
	uint32_t next; /* edge out of the same holder, or NONE */
};

uint32_t variable_of(
	const struct carriers *carriers, const struct path *path)
{
	uint32_t variable;

	if (path->root != ROOT_GLOBAL)
		return NONE;
	variable = carriers->program->units.items[carriers->routine->unit]
			   .variables[path->index];
	return variable != NONE &&
			variable_is_fleeting(&carriers->program->variables
						      .items[variable]) ?
		variable :
		NONE;
}

bool is_inside(const char *steps)
{
	return !strchr(steps, '*') && !strstr(steps, "->");
}

/* ---- keys -------------------------------------------------------------- */

const char *key_of(struct carriers *carriers, const struct path *path,
	const char *steps)
{
	struct intern *names = &carriers->program->names;
	unsigned self = carriers->routine->first;

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
			(unsigned)carriers->program->units
				.items[carriers->routine->unit]
				.variables[path->index],
			steps);
	default:
		return NULL;
	}
}

static const char *key_of_field(
	struct carriers *carriers, char kind, const struct path *path)
{
	return intern_printf(&carriers->program->names, "%c %s.%s", kind,
		record_without_tag(path->record), path->field);
}

/* Whether a path names a field of an object that is known. */
static bool is_of_known_object(const struct path *path)
{
	return (path->root == ROOT_GLOBAL || path->root == ROOT_LOCAL) &&
		is_inside(path->steps) && !strchr(path->steps, '[');
}

struct keys keys_of_path(struct carriers *carriers, const struct path *path)
{
	if (!path->record || !path->field)
		return (struct keys){ { key_of(carriers, path, path->steps),
			NULL } };
	if (is_of_known_object(path))
		return (struct keys){ { key_of(carriers, path, path->steps),
			key_of_field(carriers, 'X', path) } };
	return (struct keys){ { key_of_field(carriers, 'F', path), NULL } };
}

/* Where that is to be found which is stored in a path. */
static struct keys keys_of_store(struct carriers *carriers, const struct path *path)
{
	struct keys keys = { { key_of(carriers, path, path->steps), NULL } };

	if (!path->record || !path->field)
		return keys;
	keys.items[1] = key_of_field(carriers, 'F', path);
	if (!is_of_known_object(path))
		keys.items[0] = key_of_field(carriers, 'X', path);
	return keys;
}

/* ---- edges ------------------------------------------------------------- */

static uint32_t holder_of(struct carriers *carriers, const char *key)
{
	uint32_t index = map_get(&carriers->by_key, key);

	if (index != MAP_NONE)
		return index;
	index = carriers->holders.count;
	map_set(carriers->program->arena, &carriers->by_key, key, index);
	*vec_add(carriers->program->arena, &carriers->holders) =
		(struct holder){ NONE, NONE };
	return index;
}

uint32_t first_carrier(const struct carriers *carriers, const char *key)
{
	uint32_t holder = key ? map_get(&carriers->by_key, key) : MAP_NONE;

	return holder == MAP_NONE ? NONE :
				    carriers->holders.items[holder].carrier;
}

static void hold(struct carriers *carriers, uint32_t index, uint32_t variable)
{
	struct holder *holder = &carriers->holders.items[index];

	for (uint32_t i = holder->carrier; i != NONE;
		i = carriers->list.items[i].next)
		if (carriers->list.items[i].variable == variable)
			return;
	*vec_add(carriers->program->arena, &carriers->list) =
		(struct carrier){ variable, index, holder->carrier };
	holder->carrier = carriers->list.count - 1;
}

static void carry(struct carriers *carriers, const char *key, uint32_t variable)
{
	if (key)
		hold(carriers, holder_of(carriers, key), variable);
}

/* key := what another key may hold */
static void carry_key(
	struct carriers *carriers, const char *key, const char *from)
{
	uint32_t to, holder;

	if (!key || !from || key == from)
		return;
	to = holder_of(carriers, key);
	holder = holder_of(carriers, from);
	*vec_add(carriers->program->arena, &carriers->edges) =
		(struct carry_edge){ to, carriers->holders.items[holder].edge };
	carriers->holders.items[holder].edge = carriers->edges.count - 1;
}

static void carry_keys(
	struct carriers *carriers, const char *key, struct keys from)
{
	for (int i = 0; i < KEYS; i++)
		carry_key(carriers, key, from.items[i]);
}

/* Lets each carrier flow on; those that come of it are behind it. */
static void flow_on(struct carriers *carriers)
{
	for (uint32_t i = 0; i < carriers->list.count; i++) {
		struct carrier carrier = carriers->list.items[i];

		for (uint32_t e = carriers->holders.items[carrier.holder].edge;
			e != NONE; e = carriers->edges.items[e].next)
			hold(carriers, carriers->edges.items[e].to,
				carrier.variable);
	}
}

/* ---- what holds what --------------------------------------------------- */

bool steps_through(const char *steps)
{
	return steps[0] == '*' || steps[0] == '[' || steps[0] == '.' ||
		!strncmp(steps, "->", 2);
}

/* The keys of a path's beginning: of a field, if it is known to end in one. */
static struct keys keys_of_beginning(
	struct carriers *carriers, const struct path *path, size_t length)
{
	const struct body *body = carriers->routine->body;
	const char *steps =
		intern_n(&carriers->program->names, path->steps, length);

	for (uint32_t i = 0; i < body->paths.count; i++) {
		const struct path *base = &body->paths.items[i];

		if (paths_share_root(base, path) && base->field &&
			!strcmp(base->steps, steps))
			return keys_of_path(carriers, base);
	}
	return (struct keys){ { key_of(carriers, path, steps), NULL } };
}

/* key := the address of a part of what a pointer points to: `&p->Rows[3]` */
static void carry_part(
	struct carriers *carriers, const char *key, const struct path *path)
{
	size_t at = strlen(path->steps);

	while (at--) {
		const char *step = path->steps + at;

		if (*step == '.' || !steps_through(step))
			continue;
		carry_keys(carriers, key, keys_of_beginning(carriers, path, at));
		if (*step != '[')
			break;
	}
}

static const char *key_of_result(struct carriers *carriers, uint32_t event)
{
	return intern_printf(&carriers->program->names, "C %u %u ",
		(unsigned)carriers->routine->first, (unsigned)event);
}

/* key := operand */
static void carry_operand(
	struct carriers *carriers, const char *key, struct operand value)
{
	const struct path *path;
	uint32_t variable;

	if (value.kind == OPERAND_RESULT)
		carry_key(carriers, key, key_of_result(carriers, value.index));
	if (value.kind != OPERAND_ADDRESS && value.kind != OPERAND_PATH)
		return;
	path = &carriers->routine->body->paths.items[value.index];
	variable = variable_of(carriers, path);
	if (value.kind == OPERAND_PATH)
		carry_keys(carriers, key, keys_of_path(carriers, path));
	else if (variable != NONE && is_inside(path->steps))
		carry(carriers, key, variable);
	else
		carry_part(carriers, key, path);
}

/* What the initialiser of a variable holds. */
static void carry_fill(struct carriers *carriers, const struct linked_unit *unit,
	const struct fill *fill)
{
	struct intern *names = &carriers->program->names;
	uint32_t variable = fill->table == NONE ?
		NONE :
		unit->variables[fill->table];
	struct path path = { .root = ROOT_GLOBAL, .steps = fill->steps,
		.record = fill->record, .field = fill->field };

	if (variable == NONE || !variable_is_fleeting(
			&carriers->program->variables.items[variable]))
		return;
	carry(carriers,
		intern_printf(names, "G %u %s",
			(unsigned)unit->variables[fill->variable], fill->steps),
		variable);
	if (!path.record || !path.field)
		return;
	carry(carriers, key_of_field(carriers, 'F', &path), variable);
	if (!is_of_known_object(&path))
		carry(carriers, key_of_field(carriers, 'X', &path), variable);
}

static void carry_fills(struct carriers *carriers)
{
	const struct program *program = carriers->program;

	for (uint32_t u = 0; u < program->units.count; u++) {
		const struct linked_unit *unit = &program->units.items[u];

		for (uint32_t i = 0; i < unit->facts->fills.count; i++)
			carry_fill(carriers, unit, &unit->facts->fills.items[i]);
	}
}

/* key := the address of what a path names */
static void carry_storage(
	struct carriers *carriers, const char *key, uint32_t index)
{
	const struct path *path =
		&carriers->routine->body->paths.items[index];
	uint32_t variable = variable_of(carriers, path);
	size_t length = strlen(path->steps);

	if (variable != NONE && is_inside(path->steps))
		carry(carriers, key, variable);
	if (type_is_reference(path->type))
		carry_keys(carriers, key, keys_of_path(carriers, path));
	if (!length || path->steps[length - 1] != '*')
		return;
	carry_key(carriers, key, key_of(carriers, path,
		intern_n(&carriers->program->names, path->steps, length - 1)));
}

bool takes_reference(const struct routine *callee, uint32_t parameter)
{
	const struct function *function = callee->definition;

	return parameter < function->parameters.count &&
		type_is_reference(
			function->parameters.items[parameter].type);
}

/* What a callee stores where an argument points to: `*Out = Table` */
static void carry_output(
	struct carriers *carriers, uint32_t index, const char *from)
{
	struct keys to = keys_of_store(carriers,
		&carriers->routine->body->paths.items[index]);

	for (int i = 0; i < KEYS; i++)
		carry_key(carriers, to.items[i], from);
}

static void carry_argument(struct carriers *carriers, const struct routine *callee,
	uint32_t index, struct operand argument)
{
	const char *key = intern_printf(&carriers->program->names, "P %u %u ",
		(unsigned)callee->first,
		(unsigned)index);

	if (argument.kind == OPERAND_PATH && takes_reference(callee, index))
		carry_storage(carriers, key, argument.index);
	else
		carry_operand(carriers, key, argument);
	if (argument.kind == OPERAND_ADDRESS)
		carry_output(carriers, argument.index,
			intern_printf(&carriers->program->names, "%s*", key));
}

static const char *key_of_returned(
	struct carriers *carriers, const struct routine *routine)
{
	return intern_printf(&carriers->program->names, "R %u",
		(unsigned)routine->first);
}

/* The parameter that a routine returns as it is, or NONE: then what it returns
 * depends on the call. */
static uint32_t returned_parameter(const struct routine *routine,
	const struct block *block)
{
	return block->exit == EXIT_RETURN ?
		operand_parameter(
			routine->body, block->test.left) :
		NONE;
}

/* What this routine returns to whoever calls it. */
static void carry_returned(struct carriers *carriers)
{
	const struct body *body = carriers->routine->body;

	for (uint32_t i = 0; i < body->blocks.count; i++) {
		const struct block *block = &body->blocks.items[i];

		if (block->exit == EXIT_RETURN &&
			returned_parameter(carriers->routine, block) == NONE)
			carry_operand(carriers,
				key_of_returned(carriers, carriers->routine),
				block->test.left);
	}
}

/* The result of a call := what the callee returns. */
static void carry_result(struct carriers *carriers, const struct routine *callee,
	uint32_t call, const struct event *event)
{
	const struct body *body = callee->body;
	const char *key = key_of_result(carriers, call);

	carry_key(carriers, key, key_of_returned(carriers, callee));
	for (uint32_t i = 0; body && i < body->blocks.count; i++) {
		uint32_t index =
			returned_parameter(callee, &body->blocks.items[i]);

		if (index < event->arguments.count)
			carry_operand(
				carriers, key, event->arguments.items[index]);
	}
}

static void carry_arguments(
	struct carriers *carriers, uint32_t index, const struct event *event)
{
	struct program *program = carriers->program;
	uint32_t direct;
	struct targets targets =
		call_targets(program, carriers->routine, event, &direct);

	for (uint32_t t = 0; t <= targets.count; t++) {
		uint32_t target = t ? targets.items[t - 1] : direct;
		const struct routine *callee;

		if (target == NONE)
			continue;
		callee = program_routine(program, target);
		for (uint32_t i = 0; callee->definition &&
			i < event->arguments.count;
			i++)
			carry_argument(carriers, callee, i,
				event->arguments.items[i]);
		if (event->object != NONE)
			carry_storage(carriers,
				intern_printf(&program->names, "T %u ",
					(unsigned)callee->first),
				event->object);
		if (callee->definition)
			carry_result(carriers, callee, index, event);
	}
}

static bool is_untyped(const char *type)
{
	return !strcmp(type, "void *") || !strcmp(type, "PVOID") ||
		!strcmp(type, "LPVOID");
}

/* A registration hands a context to the routine that it registers, where it
 * arrives as some untyped parameter. */
static void carry_context(struct carriers *carriers, const struct event *event)
{
	struct program *program = carriers->program;

	for (uint32_t f = 0; f < event->arguments.count; f++) {
		uint32_t target = operand_routine(program, carriers->routine,
			event->arguments.items[f]);
		const struct function *function = target == NONE ?
			NULL :
			program_routine(program, target)->definition;

		for (uint32_t p = 0; function && p < function->parameters.count;
			p++) {
			if (!is_untyped(function->parameters.items[p].type))
				continue;
			for (uint32_t i = f; i < event->arguments.count; i++)
				carry_operand(carriers,
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

/* Whether a constructor binds a member that is a reference. */
static bool binds_member(
	const struct carriers *carriers, const struct event *event)
{
	const struct function *function = carriers->routine->definition;
	const struct path *path = &function->body->paths.items[event->path];

	return function->is_special && path->field && type_is_reference(path->type) &&
		event->value.kind == OPERAND_PATH;
}

static void carry_value(
	struct carriers *carriers, const char *key, const struct event *store)
{
	if (binds_member(carriers, store))
		carry_storage(carriers, key, store->value.index);
	else
		carry_operand(carriers, key, store->value);
}

static void read_event(
	struct carriers *carriers, uint32_t index, const struct event *event)
{
	const struct path *paths =
		carriers->routine->body->paths.items;
	struct keys keys;

	if (event->kind == EVENT_CALL) {
		carry_arguments(carriers, index, event);
		carry_context(carriers, event);
	} else if (event->kind == EVENT_ASSIGN) {
		keys = keys_of_store(carriers, &paths[event->path]);
		for (int i = 0; i < KEYS; i++)
			carry_value(carriers, keys.items[i], event);
	}
}

static void read_body(struct carriers *carriers, const struct body *body)
{
	for (uint32_t e = 0; e < body->events.count; e++)
		read_event(carriers, e, &body->events.items[e]);
	carry_returned(carriers);
}

void find_carriers(struct carriers *carriers, struct program *program)
{
	*carriers = (struct carriers){ .program = program };
	carry_fills(carriers);
	for (uint32_t i = 0; i < program->routines.count; i++) {
		carriers->routine = program_routine(program, i);
		if (carriers->routine->definition &&
			carriers->routine->body)
			read_body(carriers,
				carriers->routine->body);
	}
	flow_on(carriers);
}
