#include "cli/count.h"

#include "base/map.h"
#include "irql/irql.h"
#include "program/program.h"

/* Files by name: units share headers, but not the texts of their names. */
static uint32_t count_files(const struct session *session)
{
	const struct audit *audit = &session->audit;
	struct intern names;
	struct map seen = { 0 };

	intern_init(&names, session->arena);
	for (uint32_t i = 0; i < audit->fact_count; i++) {
		const struct facts *facts = &audit->facts[i];

		for (uint32_t j = 0; facts->parsed && j < facts->files.count;
			j++)
			if (!facts->files.items[j].system)
				map_set(session->arena, &seen,
					intern(&names,
						facts->files.items[j].path),
					1);
	}
	return seen.count;
}

void add_unknown_functions(const struct session *session,
	struct report *report)
{
	const struct flow *flow = session->audit.flow;

	report->summary.mattering = flow->mattering;
	report->summary.unreferenced = flow->unreferenced;
	for (uint32_t i = 0; i < flow->unknown_entries.count; i++) {
		const struct unknown_entry *entry =
			&flow->unknown_entries.items[i];
		const struct routine *routine = program_routine(
			session->audit.program, entry->routine);

		*vec_add(session->arena, &report->unknown) =
			(struct unknown_function){ routine->name,
				unknown_reason_text(entry->reason),
				routine->definition->place };
	}
}

void count_audited(const struct session *session, struct summary *summary)
{
	const struct program *program = session->audit.program;

	summary->files = count_files(session);
	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = &program->routines.items[i];

		if (!routine->definition)
			continue;
		summary->functions++;
		summary->pageable += routine->placement.pageable;
	}
}
