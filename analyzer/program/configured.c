#include "program/configured.h"

#include <string.h>

static bool stores(
	const struct body *body, const struct event *event, const char *field)
{
	const struct path *path;

	if (event->kind != EVENT_ASSIGN)
		return false;
	path = &body->paths.items[event->path];
	return path->field && !strcmp(path->field, field);
}

/* What a place stores, joined with what those before it do. */
static enum configured join(
	enum configured so_far, struct operand operand, int64_t *value)
{
	if (operand.kind != OPERAND_CONSTANT ||
		(so_far == CONFIGURED_ALIKE && operand.constant != *value))
		return CONFIGURED_SOMEHOW;
	*value = operand.constant;
	return so_far == CONFIGURED_NOWHERE ? CONFIGURED_ALIKE : so_far;
}

enum configured configured_value(
	const struct program *program, const char *field, int64_t *value)
{
	enum configured found = CONFIGURED_NOWHERE;

	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct function *function =
			program->routines.items[i].definition;
		const struct body *body = function ? function->body : NULL;

		for (uint32_t e = 0; body && e < body->events.count; e++)
			if (stores(body, &body->events.items[e], field))
				found = join(found,
					body->events.items[e].value, value);
	}
	return found;
}
