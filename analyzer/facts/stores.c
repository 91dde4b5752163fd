/*
 * What a body stores where, wherever that is in it: no order is looked at.
 */
#include "facts/facts.h"

bool event_stores(const struct event *event, uint32_t path)
{
	return event->kind == EVENT_ASSIGN && event->path == path;
}

bool event_stores_result(const struct event *event, uint32_t call)
{
	return event->kind == EVENT_ASSIGN &&
		event->value.kind == OPERAND_RESULT &&
		event->value.index == call;
}

static bool is_address_of(struct operand operand, uint32_t path)
{
	return operand.kind == OPERAND_ADDRESS && operand.index == path;
}

bool event_may_change(const struct event *event, uint32_t path)
{
	if (event_stores(event, path) || is_address_of(event->value, path))
		return true;
	for (uint32_t i = 0; i < event->arguments.count; i++)
		if (is_address_of(event->arguments.items[i], path))
			return true;
	return false;
}

bool body_may_change(const struct body *body, uint32_t path)
{
	for (uint32_t i = 0; i < body->events.count; i++)
		if (event_may_change(&body->events.items[i], path))
			return true;
	return false;
}

const struct event *only_store(const struct body *body, uint32_t path)
{
	const struct event *only = NULL;

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (!event_stores(event, path))
			continue;
		if (only)
			return NULL;
		only = event;
	}
	return only;
}

bool holds_one_constant(
	const struct body *body, uint32_t path, int64_t *constant)
{
	bool found = false;

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (!event_may_change(event, path))
			continue;
		if (event->kind != EVENT_ASSIGN ||
			event->value.kind != OPERAND_CONSTANT ||
			(found && event->value.constant != *constant))
			return false;
		*constant = event->value.constant;
		found = true;
	}
	return found;
}
