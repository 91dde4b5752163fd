#include "program/configured.h"

#include <string.h>

static const char *const fields[] = {
	[CONFIGURES_MAPPING] = "MemoryMappedController",
	[CONFIGURES_SYNCHRONIZATION] = "SynchronizationModel",
};

/* What a place stores, joined with what those before it do. */
static void join(struct configured_field *field, struct operand operand)
{
	if (operand.kind != OPERAND_CONSTANT ||
		(field->found == CONFIGURED_ALIKE &&
			operand.constant != field->value))
		field->found = CONFIGURED_SOMEHOW;
	else if (field->found == CONFIGURED_NOWHERE)
		field->found = CONFIGURED_ALIKE;
	field->value = operand.constant;
}

static void read_body(const struct body *body, struct configured_field *known)
{
	for (uint32_t e = 0; e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];
		const char *field = event->kind == EVENT_ASSIGN ?
			body->paths.items[event->path].field :
			NULL;

		for (int f = 0; field && f < CONFIGURES_COUNT; f++)
			if (!strcmp(field, fields[f]))
				join(&known[f], event->value);
	}
}

struct configured_field configured_value(
	struct program *program, enum configures field)
{
	if (!program->configured) {
		program->configured = arena_alloc(program->arena,
			CONFIGURES_COUNT * sizeof(*program->configured));
		for (uint32_t i = 0; i < program->routines.count; i++)
			if (program->routines.items[i].body)
				read_body(program->routines.items[i].body,
					program->configured);
	}
	return program->configured[field];
}
