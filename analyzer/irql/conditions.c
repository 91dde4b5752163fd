/*
 * What has to hold of a routine's plain parameters, and of what they point to, to
 * get to a point of it, so that what a call hands over counts there.
 */
#include <string.h>

#include "irql/engine.h"

/* Whether it is of a field that decides a branch: what a call may tell. */
static bool is_deciding_field(
	const struct deciding_fields *fields, const char *key)
{
	for (uint32_t i = 0; i < fields->list.count; i++)
		if (!strcmp(fields->list.items[i].key, key))
			return true;
	return false;
}

/* "p0", not any "p0->Flag": what a call site may give as a constant; or "^p0", a
 * table or a function that it may hand over. */
static bool is_handed(
	const struct deciding_fields *fields, const struct binding *binding)
{
	if (binding->value.kind == VALUE_AMONG)
		return choice_is_callers(binding) &&
			names_parameter(binding->key + 1);
	return binding->initial && binding->value.kind == VALUE_RANGE &&
		(names_parameter(binding->key) ||
			is_deciding_field(fields, binding->key));
}

void conditions_read(const struct simulation *simulation,
	const struct state *state, struct conditions *conditions)
{
	const struct deciding_fields *fields =
		&simulation->engine->deciding[simulation->routine_index];

	for (uint32_t i = 0; i < state->bindings.count; i++)
		if (is_handed(fields, &state->bindings.items[i]))
			*vec_add(simulation->scratch, &conditions->list) =
				state->bindings.items[i];
}

bool is_callers(const struct binding *binding)
{
	const char *key = binding->key;

	if (choice_is_callers(binding))
		return true;
	if (binding->value.kind != VALUE_RANGE ||
		(!binding->initial && key[0] != '?' && key[0] != '('))
		return false;
	while (*key == '?' || *key == '(' || *key == '=')
		key++;
	return *key == 'p' || *key == 't' || *key == 'g';
}

void tests_read(struct arena *arena, const struct state *state,
	struct conditions *tests)
{
	for (uint32_t i = 0; i < state->bindings.count; i++)
		if (is_callers(&state->bindings.items[i]))
			*vec_add(arena, &tests->list) =
				state->bindings.items[i];
}

void conditions_join(
	struct conditions *into, const struct conditions *from)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < into->list.count; i++) {
		struct binding binding = into->list.items[i];

		for (uint32_t k = 0; k < from->list.count; k++) {
			if (from->list.items[k].key != binding.key)
				continue;
			binding.value = join_values(
				binding.value, from->list.items[k].value);
			into->list.items[kept++] = binding;
		}
	}
	into->list.count = kept;
}
