/*
 * Between which levels a routine runs in a role.
 *
 * What is policy here: a dispatch routine is taken to run below DISPATCH_LEVEL.
 * The documentation allows a driver above to forward some requests at
 * DISPATCH_LEVEL, but nearly every driver that pages its dispatch routines sits
 * in a stack where that does not happen.
 */
#include <string.h>

#include "program/roles.h"

/* What a routine is for says at which level it runs, where nothing else does. */
static bool is_inferred(const struct when *when)
{
	return when->kind == WHEN_NAMED && !strcmp(when->name, "inferred");
}

struct levels contract_levels(struct program *program,
	const struct contract *contract, const struct subject *subject,
	const struct handover *handover)
{
	struct levels levels = { .known = false };
	bool bounded = false; /* from above */

	for (int conditional = 0; conditional < 2; conditional++) {
		for (uint32_t i = 0; i < contract->clauses.count; i++) {
			const struct clause *clause =
				&contract->clauses.items[i];

			if ((clause->when.kind != WHEN_ALWAYS) != conditional ||
				!same_subject(&clause->subject, subject))
				continue;
			if (condition_is_open(program, &clause->when, handover)) {
				levels.uncertain = true;
				levels.floats |= clause->kind ==
					CLAUSE_REQUIRES_MIN;
			}
			if (is_inferred(&clause->when))
				levels.inferred = true;
			else if (condition_holds(program, &clause->when, handover))
				levels.decided |= conditional;
			else
				continue;
			if (clause->kind == CLAUSE_REQUIRES_MAX) {
				levels.highest = clause->level;
				levels.known = bounded = true;
			} else if (clause->kind == CLAUSE_REQUIRES_MIN) {
				levels.lowest = clause->level;
				levels.known = true;
			}
		}
	}
	if (!bounded)
		levels.highest = levels.lowest;
	if (levels.highest < levels.lowest)
		levels.lowest = levels.highest;
	return levels;
}

bool annotated_levels(struct program *program, const struct routine *routine,
	enum irql *lowest, enum irql *highest)
{
	const struct subject itself = { .kind = SUBJECT_NONE };
	struct levels levels;

	if (!routine->definition || !routine->contract)
		return false;
	levels = contract_levels(program, routine->contract, &itself, NULL);
	*lowest = levels.lowest;
	*highest = levels.highest;
	return levels.known;
}

static bool is_dispatch(const char *type)
{
	return !strcmp(type, "DRIVER_DISPATCH") ||
		!strcmp(type, "DRIVER_DISPATCH_PAGED") ||
		!strcmp(type, "DRIVER_DISPATCH_RAISED") ||
		!strcmp(type, "EVT_WDFDEVICE_WDM_IRP_PREPROCESS") ||
		!strcmp(type, "PCLASS_DEVICE_CONTROL");
}

static struct levels intersection(struct levels levels, struct levels with)
{
	if (with.highest < levels.highest)
		levels.highest = with.highest;
	if (with.lowest > levels.lowest)
		levels.lowest = with.lowest;
	if (levels.lowest > levels.highest)
		levels.lowest = levels.highest;
	return levels;
}

struct levels role_levels(struct program *program,
	const struct routine *routine, const struct role *role,
	struct levels narrower, const struct handover *handover)
{
	const struct subject routine_itself = { .kind = SUBJECT_NONE };
	struct levels levels = contract_levels(
		program, role->contract, &routine_itself, handover);
	struct levels own;

	if (narrower.known && levels.decided)
		levels = intersection(levels, narrower);
	else if (narrower.known)
		levels = narrower;
	if (is_dispatch(role->type) && levels.highest > IRQL_APC)
		levels.highest = IRQL_APC;
	/* "at any IRQL" of a method means that it is called from DPCs too */
	if (role->reason == ROLE_OVERRIDES && levels.highest > IRQL_DISPATCH)
		levels.highest = IRQL_DISPATCH;
	if (!routine->contract || !routine->definition)
		return levels;
	own = contract_levels(program, routine->contract, &routine_itself, NULL);
	return own.known ? intersection(levels, own) : levels;
}
