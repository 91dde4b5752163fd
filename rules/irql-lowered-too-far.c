/*
 * PA1011. IRQL may be lowered to what it was before the raise, and no further:
 * whoever called counts on it. A constant is right at best by luck, because the
 * caller decides at which IRQL the routine runs.
 *
 * Below an IRQL at entry that is known the finding must happen; a constant that
 * is not below it, or whose entry is not known, is a finding that may. KeRaiseIrql
 * to a level below the current one is no way to lower it, and the system stops.
 * What a cancel routine gives to IoReleaseCancelSpinLock is left to PA1015.
 *
 * The IRQL that is restored with a lock that nobody holds was saved by nobody, or
 * has been restored before. That is reported where it is so whenever the routine
 * runs, or by what the routine itself has done: see unheld.c.
 */
#include "rules/check.h"

#include <string.h>

static bool is_cancel_release(
	const struct check *check, const struct mishap *mishap)
{
	const struct routine *routine =
		program_routine(check->program, mishap->routine);
	uint32_t callee = operand_routine(
		check->program, routine, mishap_event(check, mishap)->callee);

	return callee != NONE && has_role(routine, "DRIVER_CANCEL") &&
		!strcmp(program_routine(check->program, callee)->name,
			"IoReleaseCancelSpinLock");
}

/* A routine whose annotation says what IRQL becomes: its callers know. */
static bool is_announced(
	const struct check *check, const struct mishap *mishap)
{
	return contract_clause(
		program_routine(check->program, mishap->routine)->contract,
		CLAUSE_SETS) != NULL;
}

/* Below the entry on every run: the role never starts lower than that. */
static bool must_happen(const struct check *check,
	const struct mishap *mishap, uint32_t context)
{
	return mishap->below_entry && !mishap->may && context != NONE &&
		!check->flow->contexts.items[context].may &&
		(mishap->entry >= IRQL_DISPATCH ||
			lowest_entry(check, context) >= IRQL_APC);
}

static void report(struct check *check, const struct mishap *mishap)
{
	const struct routine *routine =
		program_routine(check->program, mishap->routine);
	const struct event *event = mishap_event(check, mishap);
	const char *callee = callee_name(check->program, routine, event);
	uint32_t context =
		context_at(check->flow, mishap->routine, mishap->entry);
	bool must = must_happen(check, mishap, context);
	struct finding *finding = check_report(check, routine, event->place,
		must, "'%s' lowers IRQL with %s %s", routine->name, callee,
		must ? "below what it was at entry" :
		       "to a value that was not saved before");
	int depth = 0;

	finding->callee = callee;
	if (context != NONE) {
		witness_context(check, finding, context);
		depth = context_depth(check->flow, context);
	}
	finding_step(check->findings, finding, event->place, NULL, depth, true,
		"%s lowers IRQL here", callee);
}

/* The mishap that says most about its call: one that must happen, else the
 * first. */
static bool is_best(const struct check *check, uint32_t index)
{
	const struct mishap *mishap = &check->flow->mishaps.items[index];
	bool must = must_happen(check, mishap,
		context_at(check->flow, mishap->routine, mishap->entry));

	for (uint32_t i = 0; i < check->flow->mishaps.count; i++) {
		const struct mishap *other = &check->flow->mishaps.items[i];
		bool other_must;

		if (i == index || other->kind != MISHAP_LOWERED ||
			other->routine != mishap->routine ||
			other->event != mishap->event)
			continue;
		other_must = must_happen(check, other,
			context_at(check->flow, other->routine, other->entry));
		if (other_must > must || (other_must == must && i < index))
			return false;
	}
	return true;
}

/* ---- a lock that nobody holds -------------------------------------------- */

static void report_unheld(struct check *check, const struct mishap *mishap)
{
	const struct routine *routine =
		program_routine(check->program, mishap->routine);
	const struct event *event = mishap_event(check, mishap);
	const char *callee = callee_name(check->program, routine, event);
	uint32_t context = unheld_context(check, mishap);
	struct finding *finding;

	if (context == NONE)
		return;
	finding = check_report(check, routine, event->place, !mishap->mixed,
		"'%s' gives back with %s a lock that is not held, and "
		"restores an IRQL that was not saved before",
		routine->name, callee);
	finding->callee = callee;
	witness_context(check, finding, context);
	finding_step(check->findings, finding, event->place, NULL,
		context_depth(check->flow, context), true,
		"%s restores IRQL here", callee);
}

/* Whether the call is of a routine of the driver: such a one is only there because
 * it restores IRQL. */
static bool calls_helper(const struct check *check, const struct mishap *mishap)
{
	uint32_t callee = called_routine(check->program,
		program_routine(check->program, mishap->routine),
		mishap_event(check, mishap));

	return callee != NONE &&
		program_routine(check->program, callee)->definition;
}

/* What leaves IRQL alone is for PA1009 to look at. */
static bool restores(struct check *check, const struct mishap *mishap)
{
	return calls_helper(check, mishap) ||
		contract_clause(
			called_contract(check,
				program_routine(check->program,
					mishap->routine),
				mishap_event(check, mishap)),
			CLAUSE_RESTORES) != NULL;
}

/* What was lost may have taken the lock. */
static bool is_whole(const struct check *check, const struct mishap *mishap)
{
	const struct routine *routine =
		program_routine(check->program, mishap->routine);

	return !routine->body->lost_statements;
}

/* One of several entry levels will do. */
static bool is_first_unheld(struct check *check, uint32_t index)
{
	const struct mishap *mishap = &check->flow->mishaps.items[index];

	for (uint32_t i = 0; i < index; i++) {
		const struct mishap *other = &check->flow->mishaps.items[i];

		if (is_unheld(other) && other->routine == mishap->routine &&
			other->event == mishap->event &&
			unheld_context(check, other) != NONE)
			return false;
	}
	return true;
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->flow->mishaps.count; i++) {
		const struct mishap *mishap = &check->flow->mishaps.items[i];

		if (mishap->kind == MISHAP_LOWERED &&
			!is_cancel_release(check, mishap) &&
			!is_announced(check, mishap) && is_best(check, i))
			report(check, mishap);
		if (is_unheld(mishap) && is_whole(check, mishap) &&
			restores(check, mishap) && is_first_unheld(check, i))
			report_unheld(check, mishap);
	}
}

const struct rule irql_lowered_too_far = {
	.code = "PA1011",
	.name = "irql-lowered-too-far",
	.summary = "IRQL is lowered below that at entry, or to an unsaved value",
	.why =
		"Whoever called at DISPATCH_LEVEL holds a spin lock or touches "
		"what only runs there may. With IRQL lowered the thread can be "
		"preempted while it holds the lock, and the data behind it is no "
		"longer protected.",
	.reported =
		"The call that lowers IRQL below what is known of the entry; "
		"as possible, one that lowers it to a constant below "
		"DISPATCH_LEVEL. The release of a lock that nobody holds, with an "
		"IRQL that nobody saved: of a spin lock where IRQL is always "
		"below DISPATCH_LEVEL, or as at the entry point, of a fast mutex "
		"below APC_LEVEL; at any IRQL, of a spin lock that the routine "
		"has taken and given back before, itself or by a helper that does "
		"nothing else to locks, as possible where it is also reached with "
		"the lock held.",
	.not_reported =
		"A value that was saved when IRQL was raised, wherever it was "
		"kept; one whose origin is not known. A routine that is "
		"annotated __drv_setsIRQL. Any other release that is also reached "
		"with a lock held, or in a body of which statements were lost, or "
		"behind a call of what is not known, or of another "
		"routine that acquires a lock like it: "
		"those may have acquired this one.",
	.no_fix =
		"which saved IRQL was meant, the source does not say.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kelowerirql",
	.peer = "C28124, C28141",
	.bad =
		"#include <ntddk.h>\n"
		"KSPIN_LOCK Lock;\n"
		"ULONG Ticks;\n"
		"KDEFERRED_ROUTINE Tick;\n"
		"VOID Tick(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)\n"
		"{\n"
		"\tKeAcquireSpinLockAtDpcLevel(&Lock);\n"
		"\t++Ticks;\n"
		"\tKeReleaseSpinLock(&Lock, PASSIVE_LEVEL);\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"KSPIN_LOCK Lock;\n"
		"ULONG Ticks;\n"
		"KDEFERRED_ROUTINE Tick;\n"
		"VOID Tick(PKDPC Dpc, PVOID Context, PVOID First, PVOID Second)\n"
		"{\n"
		"\tKeAcquireSpinLockAtDpcLevel(&Lock);\n"
		"\t++Ticks;\n"
		"\tKeReleaseSpinLockFromDpcLevel(&Lock);\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "CWE-667 irql",
	.check = check,
};
