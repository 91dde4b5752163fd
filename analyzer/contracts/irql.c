/*
 * The levels by their names. Device levels differ from processor to processor,
 * and for paging all that matters of them is that they are above DISPATCH, so
 * every number between is DIRQL. HIGH is 15 on 64-bit processors, 31 on x86.
 */
#include "contracts/contract.h"

#include <string.h>

#include "contracts/sal.h"

static const struct {
	const char *name;
	enum irql level;
} level_names[] = {
	{ "PASSIVE_LEVEL", IRQL_PASSIVE },
	{ "LOW_LEVEL", IRQL_PASSIVE },
	{ "APC_LEVEL", IRQL_APC },
	{ "DISPATCH_LEVEL", IRQL_DISPATCH },
	{ "DPC_LEVEL", IRQL_DISPATCH },
	{ "DIRQL", IRQL_DIRQL },
	{ "DEVICE_LEVEL", IRQL_DIRQL },
	{ "CMCI_LEVEL", IRQL_DIRQL },
	{ "CLOCK_LEVEL", IRQL_DIRQL },
	{ "PROFILE_LEVEL", IRQL_DIRQL },
	{ "SYNCH_LEVEL", IRQL_DIRQL },
	{ "IPI_LEVEL", IRQL_HIGH },
	{ "DRS_LEVEL", IRQL_HIGH },
	{ "POWER_LEVEL", IRQL_HIGH },
	{ "HIGH_LEVEL", IRQL_HIGH },
};

const char *irql_name(enum irql level)
{
	static const char *const names[IRQL_COUNT] = { "PASSIVE_LEVEL",
		"APC_LEVEL", "DISPATCH_LEVEL", "DIRQL", "HIGH_LEVEL" };

	return names[level];
}

bool lock_spins(const char *kind)
{
	static const char tail[] = "spin-lock";
	size_t length = kind ? strlen(kind) : 0, end = sizeof(tail) - 1;

	return length >= end && !strcmp(kind + length - end, tail);
}

bool lock_excludes(const char *kind)
{
	static const char *const others[] = { "rundown", "remove-lock",
		"critical-region", "guarded-region" };

	for (size_t i = 0; kind && i < sizeof(others) / sizeof(*others); i++)
		if (!strcmp(kind, others[i]))
			return false;
	return true;
}

static enum irql level_of_number(int64_t number)
{
	if (number <= IRQL_DISPATCH)
		return (enum irql)number;
	return number == 15 || number == 31 ? IRQL_HIGH : IRQL_DIRQL;
}

bool slice_level(struct slice text, enum irql *level)
{
	size_t count = sizeof(level_names) / sizeof(level_names[0]);
	int64_t number;

	text = slice_bare(text);
	for (size_t i = 0; i < count; i++) {
		if (slice_is(text, level_names[i].name)) {
			*level = level_names[i].level;
			return true;
		}
	}
	if (!slice_number(text, &number) || number < 0 || number > 31)
		return false;
	*level = level_of_number(number);
	return true;
}
