/*
 * PA1010. A routine comes back at another IRQL than it was called at, and its
 * caller does not know: on one path and not on another, or, if the system calls
 * it, on any. What makes a wrapper out of a leak is in returns.c.
 *
 * The finding points at the return, where the release is missing; the raise is
 * a step. A routine that calls a leaking one is not reported again.
 */
#include "rules/check.h"

static const struct event *lifting_event(
	const struct routine *routine, const struct departure *departure)
{
	return &routine->body->events.items[departure->lifted];
}

static struct finding *report_forsaken(struct check *check,
	const struct routine *routine, const struct departure *departure)
{
	return check_report(check, routine, departure->place,
		!departure->may,
		"'%s' returns without the lock that it was called with and "
		"takes again on its other paths", routine->name);
}

static struct finding *report_kept(struct check *check,
	const struct routine *routine, const struct departure *departure)
{
	return check_report(check, routine, departure->place,
		!departure->may,
		"'%s' returns with a spin lock held that it gives back on its "
		"other paths", routine->name);
}

static struct finding *report_raised(struct check *check,
	const struct routine *routine, const struct departure *departure)
{
	const char *by = departure->raised_by == NONE ?
		callee_name(check->program, routine,
			lifting_event(routine, departure)) :
		intern_printf(&check->program->names, "'%s'",
			check->flow->raises.items[departure->raised_by].by);

	return check_report(check, routine, departure->place,
		!departure->may,
		"'%s' returns at %s and was called at %s: %s is not undone",
		routine->name, irql_name(departure->level.irql),
		departure->entry == ENTRY_UNKNOWN ?
			"a lower IRQL on its other paths" :
			entry_level_name(departure->entry),
		by);
}

static void report(struct check *check, const struct departure *departure)
{
	const struct routine *routine =
		program_routine(check->program, departure->routine);
	uint32_t context = context_at(
		check->flow, departure->routine, departure->entry);
	struct finding *finding = departure->forsakes ?
		report_forsaken(check, routine, departure) :
		departure->leaks ? report_raised(check, routine, departure) :
				   report_kept(check, routine, departure);
	const char *level = departure->level.kind == LEVEL_KNOWN ?
		irql_name(departure->level.irql) :
		NULL;
	int depth = 0;

	if (context != NONE) {
		witness_context(check, finding, context);
		depth = context_depth(check->flow, context);
		finding->must &= !check->flow->contexts.items[context].may;
	}
	if (departure->raised_by != NONE)
		witness_raise(check, finding, departure->raised_by, depth);
	else if (departure->lifted != NONE && !departure->forsakes)
		witness_lift(check, finding, routine, departure->lifted, level,
			depth);
	finding_step(check->findings, finding, departure->place, level, depth,
		true, "'%s' returns here", routine->name);
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->flow->departures.count; i++)
		if (departure_leaks(
			    check, check->flow->departures.items[i]))
			report(check, check->flow->departures.items[i]);
}

const struct rule irql_not_restored = {
	.code = "PA1010",
	.name = "irql-not-restored",
	.summary = "a routine returns at another IRQL than it was called at",
	.why =
		"The caller goes on at DISPATCH_LEVEL without knowing: its "
		"next page fault or wait crashes the system, far from the "
		"release that is missing. If a spin lock is still held, the next "
		"one to want it spins for ever.",
	.reported =
		"The return, or the closing brace, at which IRQL is still "
		"raised while it is not at another; of a routine that the system "
		"calls, or that is annotated _IRQL_requires_same_, every return "
		"at raised IRQL. A return without a spin lock that the callers "
		"hold and that is given back and taken again on other paths. "
		"The return of a routine that the system calls at DISPATCH_LEVEL "
		"with a spin lock that other paths give back. As possible "
		"where several locks go by one name: those of an array, or "
		"those that a loop takes.",
	.not_reported =
		"Wrappers that raise IRQL for their callers: on all paths, with "
		"a result that says success while the other paths fail, or as an "
		"argument tells them. Constructors and destructors of guard "
		"objects, routines whose annotations say that they change IRQL. "
		"The callers of such a wrapper are followed.",
	.limits =
		"A path on which more is restored than was raised is not told "
		"from one where the restored IRQL is not known.",
	.no_fix =
		"where IRQL is to be restored is a matter of the routine's "
		"design.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/managing-hardware-priorities",
	.peer = "C28166, C28167, C28156",
	.bad =
		"#include <ntddk.h>\n"
		"KSPIN_LOCK Lock;\n"
		"ULONG Count;\n"
		"NTSTATUS Take(VOID)\n"
		"{\n"
		"\tKIRQL irql;\n"
		"\tKeAcquireSpinLock(&Lock, &irql);\n"
		"\tif (Count == 0)\n"
		"\t\treturn STATUS_NO_MORE_ENTRIES;\n"
		"\t--Count;\n"
		"\tKeReleaseSpinLock(&Lock, irql);\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"KSPIN_LOCK Lock;\n"
		"ULONG Count;\n"
		"NTSTATUS Take(VOID)\n"
		"{\n"
		"\tNTSTATUS status = STATUS_NO_MORE_ENTRIES;\n"
		"\tKIRQL irql;\n"
		"\tKeAcquireSpinLock(&Lock, &irql);\n"
		"\tif (Count) {\n"
		"\t\t--Count;\n"
		"\t\tstatus = STATUS_SUCCESS;\n"
		"\t}\n"
		"\tKeReleaseSpinLock(&Lock, irql);\n"
		"\treturn status;\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tags = "CWE-667 irql",
	.check = check,
};
