#include "audit.h"

#include <string.h>

#include "base/platform/platform.h"
#include "frontend/frontend.h"
#include "irql/irql.h"
#include "program/program.h"
#include "rules/check.h"

void audit_init(struct audit *audit)
{
	memset(audit, 0, sizeof(*audit));
	arena_init(&audit->arena);
	findings_init(&audit->findings, &audit->arena);
}

void audit_release(struct audit *audit)
{
	for (uint32_t i = 0; !audit->borrowed && i < audit->fact_count; i++)
		facts_release(&audit->facts[i]);
	arena_release(&audit->arena);
}

struct reading_units {
	const struct units *units;
	struct facts *facts;
};

static void read_unit(void *context, uint32_t index)
{
	struct reading_units *reading = context;
	const struct unit *unit = &reading->units->list.items[index];

	facts_init(&reading->facts[index], unit->path);
	frontend_read(unit, &reading->facts[index]);
}

void audit_read_units(struct audit *audit, const struct units *units,
	const struct audit_options *options)
{
	struct reading_units reading = { units, NULL };

	audit->fact_count = units->list.count;
	audit->facts = arena_alloc(&audit->arena,
		(audit->fact_count + 1) * sizeof(*audit->facts));
	reading.facts = audit->facts;
	platform_parallel(
		audit->fact_count, options->threads, read_unit, &reading);
}

void audit_borrow(struct audit *audit, const struct audit *from,
	const uint32_t *units, uint32_t count)
{
	audit->borrowed = true;
	audit->fact_count = count;
	audit->facts = arena_alloc(
		&audit->arena, (count + 1) * sizeof(*audit->facts));
	for (uint32_t i = 0; i < count; i++)
		audit->facts[i] = from->facts[units[i]];
}

static void run_rules(struct audit *audit, const struct audit_options *options)
{
	struct shared shared = { .locking = NULL };

	for (const struct rule *const *rule = all_rules; *rule; rule++) {
		struct check check = { *rule, audit->program, audit->flow,
			&audit->findings, &shared, options->paging_path };

		uint32_t from = audit->findings.list.count;

		if (rule_is_chosen(*rule, &options->rules))
			(*rule)->check(&check);
		if (!(*rule)->tolerates_lost_statements)
			findings_drop_lost(&audit->findings, from);
	}
}

bool audit_run(struct audit *audit, const struct audit_options *options)
{
	audit->program = program_link(&audit->arena, audit->facts,
		audit->fact_count, audit->link_options, options->contract_file,
		&audit->error);
	if (!audit->program)
		return false;
	if (options->image)
		audit->measured = measure(audit->program, options->image);
	audit->flow = irql_follow(audit->program, false);
	run_rules(audit, options);
	findings_sort(&audit->findings);
	return true;
}
