/*
 * PA1006. Resident code may raise IRQL or hold a spin lock as it likes, but
 * what it calls meanwhile must be resident too. The flow knows, for each
 * call, the IRQL at which it happens and what raised it, in this routine or
 * in one further up. The finding points at the call of the pageable routine;
 * the raise is a step of its path. Inline code is its caller's: where that is
 * pageable, the raise is what is wrong (PA1001, PA1002).
 */
#include "rules/check.h"

static void report(struct check *check, const struct paged_entry *entry)
{
	const struct context *context =
		&check->flow->contexts.items[entry->context];
	const struct routine *callee =
		program_routine(check->program, entry->routine);
	const struct routine *caller =
		program_routine(check->program, context->routine);
	const struct event *event =
		&caller->body->events.items[entry->call];
	int depth = context_depth(check->flow, entry->context);
	struct finding *finding = check_report(check, callee, event->place,
		!entry->may &&
			!takes_last_reference(check, entry->context,
				entry->call, entry->raise),
		"'%s' calls %s, which is in pageable section '%s', at %s",
		caller->name,
		called_how(check, caller, entry->call, callee->name),
		callee->placement.section,
		entry_level_name(entry->level));

	finding->function = caller->name;
	finding->callee = callee->name;
	witness_context(check, finding, entry->context);
	if (context->raise != entry->raise)
		witness_raise(check, finding, entry->raise, depth);
	witness_call(check, finding, caller, entry->call, entry->level, depth,
		callee->name);
	finding_step(check->findings, finding, callee->definition->place,
		entry_level_name(entry->level), depth + 1, true,
		"the code of '%s' may be paged out here", callee->name);
}

/* Whether the call stands in inline code that a pageable routine expands. */
static bool is_expanded_in_paged(
	const struct check *check, const struct paged_entry *entry)
{
	const struct context *contexts = check->flow->contexts.items;
	uint32_t at = entry->context;

	while (contexts[at].parent != NONE &&
		program_routine(check->program, contexts[at].routine)
			->is_inline)
		at = contexts[at].parent;
	return at != entry->context &&
		routine_is_paged(check->program,
			program_routine(check->program, contexts[at].routine));
}

static bool is_in_doubt(
	const struct check *check, const struct paged_entry *entry)
{
	const struct routine *caller = program_routine(check->program,
		check->flow->contexts.items[entry->context].routine);

	return raise_is_in_doubt(check, entry->raise, caller,
		&caller->body->events.items[entry->call]);
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->flow->paged_entries.count; i++) {
		const struct paged_entry *entry =
			&check->flow->paged_entries.items[i];

		if (entry->origin == ORIGIN_RAISE &&
			!is_expanded_in_paged(check, entry) &&
			!is_in_doubt(check, entry))
			report(check, entry);
	}
}

const struct rule paged_call_at_raised_irql = {
	.code = "PA1006",
	.name = "paged-call-at-raised-irql",
	.summary =
		"a pageable routine is called while IRQL is raised or a "
		"spin lock is held",
	.why =
		"The caller has raised IRQL to DISPATCH_LEVEL or above. If "
		"the pageable routine that it calls is paged out, the page "
		"fault cannot be served.",
	.reported =
		"The call of the pageable routine, direct or through a "
		"pointer, in the resident code; or of a kernel routine that calls "
		"it back meanwhile. As possible, where it comes with the last "
		"reference to an object only.",
	.not_reported =
		"Calls before the raise or after the restore, on paths "
		"where the lock is not held, and of routines in a section "
		"that the driver locks in memory. Calls behind a raise of a body "
		"that lost statements.",
	.limits =
		"Calls through pointers that the driver does not fill "
		"itself are not followed.",
	.no_fix =
		"whether the call moves out of the region or the routine "
		"out of its section is a choice.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/when-should-code-and-data-be-pageable-",
	.peer = "C28121",
	.bad =
		"#include <ntddk.h>\n"
		"KSPIN_LOCK Lock;\n"
		"VOID Trim(VOID);\n"
		"#pragma alloc_text(PAGE, Trim)\n"
		"VOID Trim(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n"
		"VOID Flush(VOID)\n"
		"{\n"
		"\tKIRQL irql;\n"
		"\tKeAcquireSpinLock(&Lock, &irql);\n"
		"\tTrim();\n"
		"\tKeReleaseSpinLock(&Lock, irql);\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"KSPIN_LOCK Lock;\n"
		"VOID Trim(VOID);\n"
		"#pragma alloc_text(PAGE, Trim)\n"
		"VOID Trim(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n"
		"VOID Flush(VOID)\n"
		"{\n"
		"\tKIRQL irql;\n"
		"\tKeAcquireSpinLock(&Lock, &irql);\n"
		"\tKeReleaseSpinLock(&Lock, irql);\n"
		"\tTrim();\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "CWE-667 irql",
	.check = check,
};
