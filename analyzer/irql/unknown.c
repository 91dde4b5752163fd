/*
 * Where the entry IRQL is not known and somebody might want to know. A routine
 * matters if IRQL can be wrong in it: it is pageable, or it calls, by itself,
 * a routine that is pageable or whose contract names or changes IRQL. Its entry
 * is unknown if no way into it starts at a role. Then only what holds at every
 * IRQL can be said of it, so each such routine is a hole in the audit, and is
 * listed with what would close it.
 *
 * A plain function that nothing in the driver calls or hands over, and what
 * only such functions call, is no hole: it never runs. How many there are is
 * told, for in a library they are what it is for. A virtual function of the
 * driver's own is like that too: calls through its base are seen. Of other C++
 * it cannot be said: constructors, destructors, operator delete and lambdas are
 * also called where the source does not say so, and what overrides a kit's
 * method is called by the kit.
 */
#include <string.h>

#include "irql/engine.h"

enum { MAX_BASES = 32 };

struct survey {
	const struct engine *engine;
	struct flow *flow;
	bool *reached; /* by routine: from another one */
};

/* ---- what matters ------------------------------------------------------- */

static bool limits_irql(const struct contract *contract)
{
	for (uint32_t i = 0; contract && i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];

		if (clause->subject.kind != SUBJECT_NONE)
			continue;
		if ((clause->kind == CLAUSE_REQUIRES_MAX &&
			    clause->level < IRQL_HIGH) ||
			(clause->kind == CLAUSE_REQUIRES_MIN &&
				clause->level > IRQL_PASSIVE))
			return true;
	}
	return contract_matters(contract);
}

static bool target_matters(const struct engine *engine, uint32_t target)
{
	const struct routine *routine =
		program_routine(engine->program, target);

	return routine->definition ? (engine->marks[target] & MARK_PAGED) :
				     limits_irql(routine->contract);
}

static bool routine_matters(const struct engine *engine, uint32_t index)
{
	if (engine->marks[index] & MARK_PAGED)
		return true;
	for (uint32_t i = engine->first_site[index];
		i < engine->first_site[index + 1]; i++)
		if (target_matters(engine, engine->sites.items[i].target))
			return true;
	return false;
}

/* ---- what is unknown ---------------------------------------------------- */

static bool entry_is_known(const struct flow *flow, uint32_t routine)
{
	for (uint32_t i = flow->first_context[routine]; i != NONE;
		i = flow->contexts.items[i].next)
		if (flow->contexts.items[i].level != ENTRY_UNKNOWN)
			return true;
	return false;
}

/* Whether a method overrides, perhaps by way of others, one that the driver
 * does not declare. */
static bool overrides_outside(
	const struct survey *survey, const struct function *function, int depth)
{
	struct program *program = survey->engine->program;

	for (uint32_t i = 0; i < function->overrides.count; i++) {
		uint32_t base = program_find(
			program, function->overrides.items[i]);
		const struct routine *routine;

		if (base == MAP_NONE)
			return true;
		routine = program_routine(program, base);
		if (!routine->declarations.count || depth > MAX_BASES ||
			overrides_outside(survey,
				routine->declarations.items[0], depth + 1))
			return true;
	}
	return false;
}

static bool is_called_unseen(
	const struct survey *survey, const struct function *function)
{
	return function->is_special || function->is_lambda ||
		function->is_template ||
		strstr(function->name, "operator delete") ||
		overrides_outside(survey, function, 0);
}

/* Why the path to a context starts where it does. */
static enum unknown_reason reason_of_root(
	const struct survey *survey, uint32_t context)
{
	const struct context *contexts = survey->flow->contexts.items;
	const struct routine *routine;

	context = context_root(survey->flow, context);
	routine = program_routine(
		survey->engine->program, contexts[context].routine);
	if (routine->address_taken)
		return UNKNOWN_HANDED_OVER;
	return is_called_unseen(survey, routine->definition) ?
		UNKNOWN_IMPLICIT :
		UNKNOWN_UNREFERENCED;
}

static enum unknown_reason reason_of(
	const struct survey *survey, uint32_t index)
{
	const struct flow *flow = survey->flow;

	for (uint32_t i = flow->first_context[index]; i != NONE;
		i = flow->contexts.items[i].next) {
		enum unknown_reason reason = reason_of_root(survey, i);

		if (reason != UNKNOWN_UNREFERENCED)
			return survey->reached[index] ? UNKNOWN_CALLERS :
							reason;
	}
	return UNKNOWN_UNREFERENCED;
}

static void find_reached(struct survey *survey)
{
	const struct flow *flow = survey->flow;

	for (uint32_t i = 0; i < flow->contexts.count; i++)
		if (flow->contexts.items[i].parent != NONE)
			survey->reached[flow->contexts.items[i].routine] =
				true;
}

static void look_at(struct survey *survey, uint32_t index)
{
	struct flow *flow = survey->flow;
	enum unknown_reason reason = entry_is_known(flow, index) ?
		UNKNOWN_NOT :
		reason_of(survey, index);

	if (reason == UNKNOWN_UNREFERENCED) {
		flow->unreferenced++;
		return;
	}
	flow->mattering++;
	if (reason != UNKNOWN_NOT)
		*vec_add(flow->program->arena, &flow->unknown_entries) =
			(struct unknown_entry){ index, reason };
}

void find_unknown_entries(const struct engine *engine)
{
	struct program *program = engine->program;
	struct survey survey = { .engine = engine, .flow = engine->flow };

	survey.reached =
		arena_alloc(program->arena, program->routines.count + 1);
	find_reached(&survey);
	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);

		if (routine->definition &&
			(!routine->is_inline || survey.reached[i]) &&
			routine_matters(engine, i))
			look_at(&survey, i);
	}
}

const char *unknown_reason_text(enum unknown_reason reason)
{
	switch (reason) {
	case UNKNOWN_HANDED_OVER:
		return "its address is taken, and what calls it is not known";
	case UNKNOWN_IMPLICIT:
		return "it is called where the source does not say so";
	case UNKNOWN_CALLERS:
		return "what calls it is itself entered at an unknown IRQL";
	case UNKNOWN_UNREFERENCED:
		return "nothing in the driver calls it or hands it over";
	case UNKNOWN_NOT:
		break;
	}
	return "it is known";
}
