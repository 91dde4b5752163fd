/*
 * What a call hands to parameters that decide something, as far as only the state
 * that makes it knows: `mode = spins ? SPIN : MUTEX; Lock(mode); …; Unlock(mode);`
 * hands over SPIN where IRQL is raised. What is a constant for whoever reads the
 * call, or a parameter of the caller, is found without: see contexts.c.
 */
#include "irql/engine.h"

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

void told_read(struct simulation *simulation, const struct state *state,
	uint32_t index, struct told_list *told)
{
	const struct body *body = simulation->body;
	const struct event *event = &body->events.items[index];
	uint32_t asked;

	if (event->kind != EVENT_CALL || !event->arguments.count)
		return;
	asked = asked_by(simulation->engine, simulation->routine_index, index);
	for (uint32_t i = 0; i < event->arguments.count && asked >> i; i++) {
		struct operand argument = event->arguments.items[i];
		struct value value;

		if (!(asked >> i & 1) || argument.kind != OPERAND_PATH ||
			operand_is_plain_parameter(body, argument))
			continue;
		value = value_of(simulation, state, argument);
		if (value.kind == VALUE_RANGE && !value_is_any(&value))
			*vec_add(simulation->scratch, &told->list) =
				(struct told){ i, value };
	}
}

const struct value *told_of(const struct told_list *told, uint32_t parameter)
{
	for (uint32_t i = 0; i < told->list.count; i++)
		if (told->list.items[i].parameter == parameter)
			return &told->list.items[i].value;
	return NULL;
}

void told_join(struct told_list *into, const struct told_list *from)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < into->list.count; i++) {
		struct told told = into->list.items[i];
		const struct value *other = told_of(from, told.parameter);

		if (!other)
			continue;
		told.value = join_values(told.value, *other);
		if (told.value.kind == VALUE_RANGE &&
			!value_is_any(&told.value))
			into->list.items[kept++] = told;
	}
	into->list.count = kept;
}
