/*
 * What a call hands to parameters that decide something, as far as only the state
 * that makes it knows: `mode = spins ? SPIN : MUTEX; Lock(mode); …; Unlock(mode);`
 * hands over SPIN where IRQL is raised; of a parameter of the caller, what a test or
 * its role has shown. What is a constant for whoever reads the call, or what the
 * caller was given, is found without: see contexts.c.
 *
 * So it is with a structure that says how it was locked, which the same routine
 * hands to what locks and to what gives back: `Begin(&scope, FALSE); …; End(&scope);`.
 */
#include <string.h>

#include "irql/engine.h"

/* ---- fields that decide something ---------------------------------------- */

/* "p1->Kind": one step from a parameter. */
static bool is_field_of_parameter(const struct path *path)
{
	return path->root == ROOT_PARAMETER && path->record &&
		!strncmp(path->steps, "->", 2) && !strpbrk(path->steps + 2, "->[.");
}

bool field_decides(const struct deciding_fields *fields, uint32_t parameter,
	const char *steps)
{
	for (uint32_t i = 0; i < fields->list.count; i++)
		if (fields->list.items[i].parameter == parameter &&
			!strcmp(fields->list.items[i].steps, steps))
			return true;
	return false;
}

/* What a block asks a constant of, in an if or in a switch; NULL if that is no
 * storage. */
static const struct path *asked_path(
	const struct body *body, const struct block *block)
{
	bool constant = block->exit == EXIT_SWITCH ||
		(block->exit == EXIT_BRANCH &&
			block->test.right.kind == OPERAND_CONSTANT);

	return constant && block->test.left.kind == OPERAND_PATH ?
		&body->paths.items[block->test.left.index] :
		NULL;
}

static void find_in_body(struct program *program, const struct body *body,
	struct deciding_fields *fields)
{
	for (uint32_t b = 0; b < body->blocks.count; b++) {
		const struct path *path =
			asked_path(body, &body->blocks.items[b]);

		if (path && is_field_of_parameter(path) &&
			!field_decides(fields, path->index, path->steps))
			*vec_add(program->arena, &fields->list) =
				(struct deciding_field){ path->index,
					path->steps,
					intern_printf(&program->names, "p%u%s",
						(unsigned)path->index,
						path->steps) };
	}
}

void find_deciding_fields(struct engine *engine)
{
	struct program *program = engine->program;
	uint32_t count = program->routines.count;

	engine->deciding = arena_alloc(
		program->arena, (count + 1) * sizeof(*engine->deciding));
	for (uint32_t i = 0; i < count; i++)
		if ((engine->marks[i] & MARK_DEFINED) &&
			engine->kinds[i] == BODY_FULL)
			find_in_body(program, program_routine(program, i)->body,
				&engine->deciding[i]);
}

/* ---- what is handed over ------------------------------------------------- */

/* The parameters that decide something in any routine that an event may call. */
static uint32_t asked_by(
	const struct engine *engine, uint32_t routine, uint32_t event)
{
	uint32_t end = engine->first_site[routine + 1], parameters = 0;

	for (uint32_t at = site_of(engine, routine, event);
		at < end && engine->sites.items[at].event == event; at++)
		parameters |= decisive_parameters(
			engine, engine->sites.items[at].target);
	return parameters;
}

/* What the state knows of the fields that decide something in a routine. */
static void tell_fields(struct simulation *simulation,
	const struct state *state, const struct event *event, uint32_t target,
	struct told_list *told)
{
	const struct deciding_fields *fields =
		&simulation->engine->deciding[target];

	for (uint32_t i = 0; i < fields->list.count; i++) {
		const struct deciding_field *field = &fields->list.items[i];
		const char *key = key_in_caller(
			simulation, state, event, field->key);
		struct value value =
			key ? value_of_key(state, key) : any_value();

		if (value.kind == VALUE_RANGE && !value_is_any(&value) &&
			!told_of(told, field->parameter, field->steps))
			*vec_add(simulation->scratch, &told->list) =
				(struct told){ field->parameter, field->steps,
					value };
	}
}

static void tell_all_fields(struct simulation *simulation,
	const struct state *state, uint32_t index, struct told_list *told)
{
	const struct engine *engine = simulation->engine;
	uint32_t routine = simulation->routine_index;
	uint32_t end = engine->first_site[routine + 1];

	for (uint32_t at = site_of(engine, routine, index);
		at < end && engine->sites.items[at].event == index; at++)
		tell_fields(simulation, state,
			&simulation->body->events.items[index],
			engine->sites.items[at].target, told);
}

void told_read(struct simulation *simulation, const struct state *state,
	uint32_t index, struct told_list *told)
{
	const struct event *event = &simulation->body->events.items[index];
	uint32_t asked;

	if (event->kind != EVENT_CALL || !event->arguments.count)
		return;
	asked = asked_by(simulation->engine, simulation->routine_index, index);
	for (uint32_t i = 0; i < event->arguments.count && asked >> i; i++) {
		struct operand argument = event->arguments.items[i];
		struct value value;

		if (!(asked >> i & 1) || argument.kind != OPERAND_PATH)
			continue;
		value = value_of(simulation, state, argument);
		if (value.kind == VALUE_RANGE && !value_is_any(&value))
			*vec_add(simulation->scratch, &told->list) =
				(struct told){ i, "", value };
	}
	tell_all_fields(simulation, state, index, told);
}

const struct value *told_of(const struct told_list *told, uint32_t parameter,
	const char *steps)
{
	for (uint32_t i = 0; i < told->list.count; i++)
		if (told->list.items[i].parameter == parameter &&
			!strcmp(told->list.items[i].steps, steps))
			return &told->list.items[i].value;
	return NULL;
}

void told_join(struct told_list *into, const struct told_list *from)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < into->list.count; i++) {
		struct told told = into->list.items[i];
		const struct value *other = told_of(from, told.parameter, told.steps);

		if (!other)
			continue;
		told.value = join_values(told.value, *other);
		if (told.value.kind == VALUE_RANGE &&
			!value_is_any(&told.value))
			into->list.items[kept++] = told;
	}
	into->list.count = kept;
}
