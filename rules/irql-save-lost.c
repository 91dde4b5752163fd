/*
 * PA1012. Each raise saves the IRQL before it, and each restore needs that very
 * value. Two nested raises that save into one variable lose the outer IRQL; a
 * lock that is released with the IRQL of another lowers it while one is held,
 * or leaves it up when none is.
 *
 * Locks that are released in the order they were taken, each with the other's
 * IRQL, so that it comes down with the last one, are right.
 */
#include "rules/check.h"

/* Whether the same defect is reported at another mishap: one at the same call,
 * or the save that was lost, of which a wrong restore is the consequence. */
static bool is_reported_elsewhere(const struct check *check, uint32_t index)
{
	const struct mishap *mishap = &check->flow->mishaps.items[index];

	for (uint32_t i = 0; i < check->flow->mishaps.count; i++) {
		const struct mishap *other = &check->flow->mishaps.items[i];

		if (other->routine != mishap->routine)
			continue;
		if (i < index && other->kind == mishap->kind &&
			other->event == mishap->event)
			return true;
		if (mishap->kind == MISHAP_WRONG_SAVE &&
			other->kind == MISHAP_SAVE_LOST)
			return true;
	}
	return false;
}

static void report(struct check *check, const struct mishap *mishap)
{
	const struct routine *routine =
		program_routine(check->program, mishap->routine);
	const struct event *event =
		&routine->body->events.items[mishap->event];
	const char *callee = callee_name(check->program, routine, event);
	uint32_t context =
		context_at(check->flow, mishap->routine, mishap->entry);
	struct finding *finding = check_report(check, routine, event->place,
		!mishap->may,
		mishap->kind == MISHAP_SAVE_LOST ?
			"'%s' overwrites a saved IRQL with %s before it is "
			"restored" :
			"'%s' restores with %s an IRQL that another lock or "
			"raise saved",
		routine->name, callee);
	int depth = 0;

	finding->callee = callee;
	if (context != NONE) {
		witness_context(check, finding, context);
		depth = context_depth(check->flow, context);
	}
	finding_step(check->findings, finding, event->place, NULL, depth, true,
		mishap->kind == MISHAP_SAVE_LOST ?
			"%s saves over the IRQL from before the outer raise" :
			"%s restores the wrong IRQL",
		callee);
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->flow->mishaps.count; i++) {
		const struct mishap *mishap = &check->flow->mishaps.items[i];

		if ((mishap->kind == MISHAP_SAVE_LOST ||
			    mishap->kind == MISHAP_WRONG_SAVE) &&
			!is_reported_elsewhere(check, i))
			report(check, mishap);
	}
}

const struct rule irql_save_lost = {
	.code = "PA1012",
	.name = "irql-save-lost",
	.summary = "a saved IRQL is overwritten or mixed up with another lock's",
	.why =
		"The IRQL from before the first lock or raise is gone, so the last "
		"release leaves the thread at DISPATCH_LEVEL; or the first "
		"release lowers IRQL while the other lock is still held.",
	.reported =
		"The call that saves into a variable whose IRQL is still "
		"needed, and the release that restores another lock's IRQL.",
	.not_reported =
		"Nested locks at an entry IRQL of DISPATCH_LEVEL, where both "
		"save the same. A save that was copied elsewhere before. "
		"Locks released in the order they were taken, "
		"each with the other's IRQL.",
	.limits =
		"IRQLs that are saved in elements of an array are not told "
		"apart.",
	.no_fix =
		"which variable was meant, the source does not say.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/introduction-to-spin-locks",
	.peer = "C28157, C28158",
	.bad =
		"#include <ntddk.h>\n"
		"KSPIN_LOCK First, Second;\n"
		"ULONG Moved;\n"
		"VOID Move(VOID)\n"
		"{\n"
		"\tKIRQL irql;\n"
		"\tKeAcquireSpinLock(&First, &irql);\n"
		"\tKeAcquireSpinLock(&Second, &irql);\n"
		"\t++Moved;\n"
		"\tKeReleaseSpinLock(&Second, irql);\n"
		"\tKeReleaseSpinLock(&First, irql);\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"KSPIN_LOCK First, Second;\n"
		"ULONG Moved;\n"
		"VOID Move(VOID)\n"
		"{\n"
		"\tKIRQL irql;\n"
		"\tKeAcquireSpinLock(&First, &irql);\n"
		"\tKeAcquireSpinLockAtDpcLevel(&Second);\n"
		"\t++Moved;\n"
		"\tKeReleaseSpinLockFromDpcLevel(&Second);\n"
		"\tKeReleaseSpinLock(&First, irql);\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tags = "CWE-667 irql",
	.check = check,
};
