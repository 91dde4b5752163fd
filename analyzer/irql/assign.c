/*
 * What an assignment does to a state: what is known of the storage that it
 * changes, of its value, and of what was there before.
 */
#include <string.h>

#include "irql/engine.h"

/* What a test has shown of the caller's storage is still true of the entry when
 * that is overwritten: `if (p) release; p = NULL;`. */
static void keep_of_entry(struct simulation *simulation, struct state *state,
	const char *key, uint32_t path)
{
	const struct binding *known = state_find(state, key);
	const char *entry;

	if (!known || !known->initial || !is_callers(known) ||
		!only_store(simulation->body, path))
		return;
	entry = key_at_entry(simulation, key);
	if (!state_find(state, entry))
		state_bind(simulation->scratch, state, entry, known->value,
			true);
}

/* A copy of the caller's storage still tells what that held at entry when it is
 * overwritten: `held = p; p = NULL; if (held) release;`. */
static void keep_copies_of_entry(struct simulation *simulation,
	struct state *state, const char *key, uint32_t path)
{
	if (!key_is_callers(key) || !state_tells_entry(state, key) ||
		!only_store(simulation->body, path))
		return;
	for (uint32_t i = 0; i < state->bindings.count; i++) {
		struct value *value = &state->bindings.items[i].value;

		if (value->kind == VALUE_SAME && value->key == key)
			value->key = key_at_entry(simulation, key);
	}
}

/* Whether a path is storage of the caller's, which may look there. */
static bool is_of_caller(const struct path *path)
{
	return path->root == ROOT_GLOBAL || path->root == ROOT_THIS ||
		(path->root == ROOT_PARAMETER && path->steps[0]);
}

/* Whether a value is set there that a test may ask for; a pointer is not, but for
 * NULL, nor is what nothing is known of: a bit that is set in a word says nothing
 * of the others. A parameter holds no longer what the caller gave, whatever it is. */
static bool sets_flag(const struct simulation *simulation, uint32_t path,
	const char *key, const struct value *value)
{
	const char *type = simulation->body->paths.items[path].type;

	if (names_parameter(key))
		return true;
	if (!key_is_callers(key))
		return false;
	if (value->kind == VALUE_RANGE && !value_is_any(value))
		return true;
	return (value->kind == VALUE_RANGE || value_is_of_key(value)) &&
		!(type && strchr(type, '*'));
}

static void assign_function(struct simulation *simulation,
	struct state *state, const char *key, struct operand value)
{
	uint32_t routine = operand_routine(
		simulation->program, simulation->routine, value);

	if (routine != NONE)
		learn_choice(simulation, state, key,
			key_set_with(&simulation->engine->key_sets, NULL,
				key_of_routine(simulation->program, routine)));
}

/* An IRQL that is saved in an element: those in the other ones are still there. */
static struct value element_value(
	const struct state *state, const char *key, struct value value)
{
	const struct binding *known = state_find(state, key);

	return known && value_is_saved(&known->value) &&
			value_is_saved(&value) && strstr(key, "[]") ?
		join_values(known->value, value) :
		value;
}

/* What the keys of a structure's parts start with: "l3." or "p0->". */
static const char *before_parts(struct simulation *simulation, const char *key)
{
	struct intern *names = &simulation->program->names;
	size_t length = strlen(key);

	return key[length - 1] == '*' ?
		intern_join(names, intern_n(names, key, length - 1), "->",
			NULL) :
		intern_join(names, key, ".", NULL);
}

/* Of a structure that is copied as a whole, what is known of its parts is so of
 * those of the copy. */
static void copy_parts(struct simulation *simulation, struct state *state,
	const char *key, const char *from)
{
	const char *parts = before_parts(simulation, from);
	const char *copies = before_parts(simulation, key);
	size_t length = strlen(parts);
	uint32_t count = state->bindings.count;

	for (uint32_t i = 0; i < count; i++) {
		struct binding part = state->bindings.items[i];

		if (!strncmp(part.key, parts, length))
			state_bind(simulation->scratch, state,
				intern_join(&simulation->program->names, copies,
					part.key + length, NULL),
				part.value, false);
	}
}

/* Whether a lock is held that is reached through a pointer which goes elsewhere now:
 * what is tested through it next tells nothing of that lock's object. */
static bool leaves_lock(const struct state *state, const char *key,
	const struct value *previous)
{
	return state_holds_through(state, key) ||
		(previous->kind == VALUE_SAME &&
			state_holds_through(state, previous->key));
}

void assign(
	struct simulation *simulation, struct state *state, uint32_t index)
{
	const struct event *event = &simulation->body->events.items[index];
	const char *key = key_of_path(simulation, state, event->path);
	const char *field = key_of_field(simulation, event->path);
	const struct binding *known = key ? state_find(state, key) : NULL;
	struct value previous = known ? known->value : any_value();
	const char *bound;
	struct value value;

	if (!key)
		return;
	state->may |= leaves_lock(state, key, &previous);
	keep_of_entry(simulation, state, key, event->path);
	value = stored_value(simulation, state, key, event->value);
	value = element_value(state, key, value);
	bound = bound_after_step(simulation, state, key, event->value);
	keep_copies_of_entry(simulation, state, key, event->path);
	state_forget(state, key);
	if (event->value.kind == OPERAND_FUNCTION)
		assign_function(simulation, state, key, event->value);
	if (bound)
		state_bind(simulation->scratch, state, bound, constant_value(1),
			false);
	if (sets_flag(simulation, event->path, key, &value))
		state->written = key_set_with(
			&simulation->engine->key_sets, state->written, key);
	if (!value_is_any(&value) &&
		!(value.kind == VALUE_SAME && value.key == key))
		state_bind(simulation->scratch, state, key, value, false)
			->shared = others_write(
			simulation, key, event->path, &value);
	if (value.kind == VALUE_SAME && event->value.kind == OPERAND_PATH)
		copy_parts(simulation, state, key, value.key);
	take_back(simulation, state, key);
	if (field && value.kind == VALUE_LEVEL)
		state_bind(simulation->scratch, state, field, value, false);
	if (value.kind == VALUE_LEVEL && event->value.kind == OPERAND_PATH &&
		!same_abstract_irql(value.level, state->level) &&
		is_of_caller(&simulation->body->paths.items[event->path]))
		state->handed = index;
	if (event->value.kind == OPERAND_RESULT)
		keep_saved_irql(simulation, state, event->value.index, key,
			&previous);
}
