/*
 * What a routine says of itself in SAL's words. Its callers rely on that: where
 * it says that it raises IRQL or restores it, and does so on one way and not on
 * another, the other is a failure that its callers are not meant to see (the
 * verifier's lock that this thread does not own). Where no way is as it says,
 * the body is right. A way that gives a lock back and leaves IRQL, because its
 * caller asks for that, is none that fails.
 */
#include "irql/engine.h"

static const struct clause *promise(
	const struct contract *contract, enum clause_kind kind)
{
	const struct clause *clause = contract_clause(contract, kind);

	return clause && clause->when.kind == WHEN_ALWAYS ? clause : NULL;
}

/* Whether a routine of this contract says at which side of DISPATCH_LEVEL it
 * comes back, whatever the way. One that does both says nothing. */
static bool promises(const struct contract *contract, bool *raised)
{
	const struct clause *raises = promise(contract, CLAUSE_RAISES);
	const struct clause *sets = promise(contract, CLAUSE_SETS);
	bool restores = promise(contract, CLAUSE_RESTORES) ||
		promise(contract, CLAUSE_RESTORES_GLOBAL);

	if (!raises)
		raises = sets;
	*raised = raises && raises->level_argument == NONE &&
		raises->level >= IRQL_DISPATCH;
	return *raised != restores;
}

static bool is_as_promised(const struct exit *exit, bool raised)
{
	return level_is_raised(exit->level) == raised ||
		(!raised && exit->released.count);
}

void keep_promised_exits(struct simulation *simulation)
{
	struct summary *result = &simulation->result;
	uint32_t kept = 0;
	bool raised;

	if (simulation->routine->contract == NULL ||
		!promises(simulation->routine->contract, &raised))
		return;
	for (uint32_t i = 0; i < result->exits.count; i++)
		kept += is_as_promised(&result->exits.items[i], raised);
	if (!kept)
		return;
	kept = 0;
	for (uint32_t i = 0; i < result->exits.count; i++)
		if (is_as_promised(&result->exits.items[i], raised))
			result->exits.items[kept++] = result->exits.items[i];
	result->exits.count = kept;
}
