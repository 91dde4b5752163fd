/*
 * Where the entry IRQL is not known and somebody might want to know. A routine
 * matters if IRQL can be wrong in it: it is pageable, or it calls, by itself,
 * a routine that is pageable or whose contract names or changes IRQL. Its entry
 * is unknown if no way into it starts at a role. Then only what holds at every
 * IRQL can be said of it, so each such routine is a hole in the audit, and is
 * listed with what would close it.
 *
 * Left out are inline routines that nothing expands.
 */
#include "irql/engine.h"

struct survey {
	const struct engine *engine;
	struct program *program;
	struct flow *flow;
	bool *called; /* by routine: from a context */
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

static bool target_matters(const struct program *program, uint32_t target)
{
	const struct routine *routine = program_routine(program, target);

	return routine->definition ? routine_is_paged(program, routine) :
				     limits_irql(routine->contract);
}

static bool routine_matters(const struct survey *survey, uint32_t index)
{
	const struct engine *engine = survey->engine;

	if (engine->paged[index])
		return true;
	for (uint32_t i = engine->first_site[index];
		i < engine->first_site[index + 1]; i++)
		if (target_matters(
			    survey->program, engine->sites.items[i].target))
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

static enum unknown_reason reason_of(
	const struct survey *survey, uint32_t index)
{
	const struct routine *routine =
		program_routine(survey->program, index);

	if (survey->called[index])
		return UNKNOWN_CALLERS;
	return routine->address_taken ? UNKNOWN_HANDED_OVER : UNKNOWN_UNCALLED;
}

static void find_called(struct survey *survey)
{
	const struct flow *flow = survey->flow;

	for (uint32_t i = 0; i < flow->contexts.count; i++)
		if (flow->contexts.items[i].parent != NONE)
			survey->called[flow->contexts.items[i].routine] = true;
}

void find_unknown_entries(const struct engine *engine)
{
	struct flow *flow = engine->flow;
	struct program *program = engine->program;
	struct survey survey = { .engine = engine, .program = program,
		.flow = flow };

	survey.called =
		arena_alloc(program->arena, program->routines.count + 1);
	find_called(&survey);
	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);

		if (!routine->definition ||
			(routine->is_inline && !survey.called[i]) ||
			!routine_matters(&survey, i))
			continue;
		flow->mattering++;
		if (!entry_is_known(flow, i))
			*vec_add(program->arena, &flow->unknown_entries) =
				(struct unknown_entry){ i,
					reason_of(&survey, i) };
	}
}

const char *unknown_reason_text(enum unknown_reason reason)
{
	switch (reason) {
	case UNKNOWN_UNCALLED:
		return "nothing in the driver calls it or hands it over";
	case UNKNOWN_HANDED_OVER:
		return "its address is taken, but by what it is called is not "
		       "known";
	case UNKNOWN_CALLERS:
		return "what calls it is itself entered at an unknown IRQL";
	}
	return "";
}
