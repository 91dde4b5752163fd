/*
 * "if (saved < DISPATCH_LEVEL) KeLowerIrql(saved);" restores what was saved on
 * either way: where it was DISPATCH_LEVEL, there is nothing to lower. So the way
 * on which it was cannot be taken by a routine that is called lower, wherever
 * the caller has saved it. What is asked has to be a KIRQL in a field.
 */
#include <string.h>

#include "irql/engine.h"

static bool ends_in(const char *key, const char *field)
{
	size_t length = strlen(key), end = strlen(field);

	return length > end && !strcmp(key + length - end, field) &&
		strchr(">.", key[length - end - 1]);
}

static bool holds_irql(const struct body *body, const char *key)
{
	for (uint32_t i = 0; i < body->paths.count; i++) {
		const struct path *path = &body->paths.items[i];

		if (path->field && path->type &&
			!strcmp(path->type, "unsigned char") &&
			ends_in(key, path->field))
			return true;
	}
	return false;
}

static bool is_high(const struct value *value)
{
	return value->kind == VALUE_RANGE &&
		as_range(value).low == IRQL_DISPATCH;
}

static bool returns_low(const struct summary *result)
{
	for (uint32_t i = 0; i < result->departures.count; i++)
		if (!level_is_raised(result->departures.items[i].level))
			return true;
	return false;
}

static bool is_saved_high(
	const struct body *body, const struct departure *departure)
{
	if (departure->level.kind != LEVEL_KNOWN ||
		!level_is_raised(departure->level))
		return false;
	for (uint32_t i = 0; i < departure->conditions.count; i++)
		if (is_high(&departure->conditions.items[i].value) &&
			holds_irql(body, departure->conditions.items[i].key))
			return true;
	return false;
}

static bool exit_is_saved_high(
	const struct body *body, const struct exit *exit)
{
	if (exit->level.kind != LEVEL_KNOWN || !level_is_raised(exit->level))
		return false;
	for (uint32_t i = 0; i < exit->bindings.count; i++)
		if (is_high(&exit->bindings.items[i].value) &&
			holds_irql(body, exit->bindings.items[i].key))
			return true;
	return false;
}

void drop_saved_high(struct simulation *simulation)
{
	struct summary *result = &simulation->result;
	const struct body *body = simulation->body;
	int entry = simulation->engine->analyses.items[simulation->analysis].level;
	uint32_t kept = 0;

	if (entry == ENTRY_UNKNOWN || entry >= IRQL_DISPATCH ||
		!returns_low(result))
		return;
	for (uint32_t i = 0; i < result->exits.count; i++)
		if (!exit_is_saved_high(body, &result->exits.items[i]))
			result->exits.items[kept++] = result->exits.items[i];
	result->exits.count = kept;
	kept = 0;
	for (uint32_t i = 0; i < result->departures.count; i++)
		if (!is_saved_high(body, &result->departures.items[i]))
			result->departures.items[kept++] =
				result->departures.items[i];
	result->departures.count = kept;
}
