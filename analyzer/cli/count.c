#include "cli/count.h"

#include "irql/irql.h"
#include "program/program.h"

static bool is_user_mode(const struct facts *facts)
{
	return facts->notices.count &&
		facts->notices.items[0].kind == NOTICE_USER_MODE;
}

/* By name: units share headers, but not the texts of their names. */
void count_files(struct file_count *count, const struct audit *audit)
{
	for (uint32_t i = 0; i < audit->fact_count; i++) {
		const struct facts *facts = &audit->facts[i];

		if (!facts->parsed || is_user_mode(facts))
			continue;
		for (uint32_t j = 0; j < facts->files.count; j++)
			if (!facts->files.items[j].system)
				map_set(count->arena, &count->seen,
					intern(&count->names,
						facts->files.items[j].path),
					1);
	}
}

/* What no header declares may be known by its name all the same: from a
 * contract, or because another unit of the driver defines it. */
static bool is_known(
	const struct program *program, uint32_t unit, uint32_t symbol)
{
	const struct linked_unit *linked = &program->units.items[unit];
	uint32_t index = linked->routines[symbol];
	const struct routine *routine;

	if (!linked->facts->symbols.items[symbol].made_up || index == NONE)
		return false;
	routine = &program->routines.items[index];
	return routine->contract || routine->definition;
}

void count_known_calls(
	const struct audit *audit, uint32_t unit, struct coverage *coverage)
{
	const struct facts *facts = &audit->facts[unit];

	for (uint32_t i = 0; facts->parsed && i < facts->functions.count; i++) {
		const struct body *body = facts->functions.items[i].body;

		for (uint32_t k = 0; body && k < body->events.count; k++) {
			const struct event *event = &body->events.items[k];

			if (event->kind == EVENT_CALL && !event->is_implicit &&
				event->callee.kind == OPERAND_FUNCTION)
				coverage->resolved += is_known(audit->program,
					unit, event->callee.index);
		}
	}
}

void add_unknown_functions(const struct audit *audit, struct report *report)
{
	const struct flow *flow = audit->flow;

	report->summary.mattering += flow->mattering;
	report->summary.unreferenced += flow->unreferenced;
	for (uint32_t i = 0; i < flow->unknown_entries.count; i++) {
		const struct unknown_entry *entry =
			&flow->unknown_entries.items[i];
		const struct routine *routine =
			program_routine(audit->program, entry->routine);

		*vec_add(report->arena, &report->unknown) =
			(struct unknown_function){ routine->name,
				unknown_reason_text(entry->reason),
				routine->definition->place };
	}
}

void add_unknown_callees(const struct audit *audit, struct report *report)
{
	struct program *program = audit->program;

	for (uint32_t i = 0; i < audit->flow->unknown_calls.count; i++) {
		const struct unknown_call *call =
			&audit->flow->unknown_calls.items[i];
		const struct routine *routine =
			program_routine(program, call->routine);
		const struct event *event =
			&routine->body->events.items[call->event];

		report_add_notice(report, NOTICE_UNKNOWN_CALLEE, event->place,
			"'%s' calls through %s, and what is stored there is "
			"not known",
			routine->name, callee_name(program, routine, event));
	}
}

void count_functions(const struct audit *audit, struct summary *summary)
{
	const struct program *program = audit->program;

	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = &program->routines.items[i];

		if (!routine->definition)
			continue;
		summary->functions++;
		summary->pageable += routine->placement.pageable;
	}
}
