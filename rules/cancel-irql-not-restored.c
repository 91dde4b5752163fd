/*
 * PA1015. A cancel routine is called at DISPATCH_LEVEL with the cancel spin lock
 * held, and the IRQL to go back to is in Irp->CancelIrql. On every path it must
 * come back at that IRQL, whichever lock it gives it to in the end.
 *
 * Where it does not, the finding points at the IoReleaseCancelSpinLock that is
 * given another IRQL, else at the return. A return at an IRQL whose origin is
 * not known is left alone.
 */
#include "rules/check.h"

#include <string.h>

static const char releases[] = "IoReleaseCancelSpinLock";
static const char saved_in[] = "CancelIrql";

static bool ends_in_cancel_irql(const char *text)
{
	size_t length = text ? strlen(text) : 0, end = sizeof(saved_in) - 1;

	return length >= end && !strcmp(text + length - end, saved_in);
}

static const struct event *event_of(
	const struct routine *routine, uint32_t event)
{
	return &routine->body->events.items[event];
}

static bool is_release(const struct check *check,
	const struct routine *routine, const struct event *event)
{
	uint32_t callee = called_routine(check->program, routine, event);

	return callee != NONE && event->arguments.count == 1 &&
		!strcmp(program_routine(check->program, callee)->name,
			releases);
}

/* Whether what is given to the release comes from Irp->CancelIrql. */
static bool gives_cancel_irql(
	const struct routine *routine, struct operand operand)
{
	const struct body *body = routine->body;
	const struct path *path;

	if (operand.kind != OPERAND_PATH)
		return false;
	path = &body->paths.items[operand.index];
	if (path->field && !strcmp(path->field, saved_in))
		return true;
	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event_stores(event, operand.index) &&
			event->value.kind == OPERAND_PATH &&
			body->paths.items[event->value.index].field &&
			!strcmp(body->paths.items[event->value.index].field,
				saved_in))
			return true;
	}
	return false;
}

/* The release that is given something else, or NONE. */
static uint32_t wrong_release(
	const struct check *check, const struct routine *routine)
{
	const struct body *body = routine->body;

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (is_release(check, routine, event) &&
			!gives_cancel_irql(
				routine, event->arguments.items[0]))
			return i;
	}
	return NONE;
}

/* Whether IRQL is lowered to a known value that is too low. */
static bool is_lowered(const struct check *check, uint32_t routine)
{
	for (uint32_t i = 0; i < check->flow->mishaps.count; i++) {
		const struct mishap *mishap = &check->flow->mishaps.items[i];
		const struct routine *in =
			program_routine(check->program, mishap->routine);

		if (mishap->kind == MISHAP_LOWERED &&
			mishap->routine == routine && mishap->below_entry &&
			is_release(check, in, event_of(in, mishap->event)))
			return true;
	}
	return false;
}

/* A way that is only taken without a device or a request: there are both when
 * the system calls. The driver itself calls so, without the lock. */
static bool is_drivers_own(const struct departure *departure)
{
	for (uint32_t i = 0; i < departure->conditions.count; i++) {
		const struct condition *condition =
			&departure->conditions.items[i];

		if ((!strcmp(condition->key, "p0") ||
			    !strcmp(condition->key, "p1")) &&
			test_value(&condition->value, TEST_EQUAL, 0) ==
				TRUTH_YES)
			return true;
	}
	return false;
}

/* Whether a cancel routine that was entered at DISPATCH_LEVEL leaves at what is
 * certainly another IRQL than it should. */
static bool is_wrong(
	const struct check *check, const struct departure *departure)
{
	if (departure->entry != IRQL_DISPATCH || is_drivers_own(departure))
		return false;
	switch (departure->level.kind) {
	case LEVEL_SAVED:
		return !ends_in_cancel_irql(departure->level.key) &&
			!ends_in_cancel_irql(departure->level.field);
	case LEVEL_KNOWN:
		return departure->level.irql >= IRQL_DISPATCH ||
			is_lowered(check, departure->routine);
	case LEVEL_ENTRY:
		break;
	}
	return false;
}

/* Whether something that is called may release the lock without our seeing
 * how: a routine of another module that is given the request. */
static bool is_left_open(const struct check *check,
	const struct routine *routine, const struct departure *departure)
{
	const struct body *body = routine->body;

	if (body->lost_statements)
		return true;
	if (departure->level.kind != LEVEL_KNOWN ||
		departure->level.irql != IRQL_DISPATCH ||
		wrong_release(check, routine) != NONE)
		return false;
	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];
		uint32_t direct;
		struct targets targets;

		if (event->kind != EVENT_CALL)
			continue;
		targets = call_targets(
			check->program, routine, event, &direct);
		if (direct == NONE && !targets.count)
			return true;
		if (direct != NONE &&
			!program_routine(check->program, direct)->definition &&
			!program_routine(check->program, direct)->contract)
			return true;
	}
	return false;
}

/* The departure of a cancel routine in which IRQL never changes at all; the
 * flow has none for such a routine. */
static struct departure unchanged(const struct check *check, uint32_t routine)
{
	return (struct departure){ .routine = routine,
		.entry = IRQL_DISPATCH,
		.level = known_level(IRQL_DISPATCH),
		.raised_by = NONE,
		.place = program_routine(check->program, routine)
				 ->body->end };
}

/* Whether one can come back from it as far as its own body shows. */
static bool returns(const struct check *check, const struct routine *routine)
{
	return can_return_without(check->findings->arena,
		routine->body, NULL, NONE);
}

static bool has_departure(const struct check *check, uint32_t routine)
{
	for (uint32_t i = 0; i < check->flow->departures.count; i++)
		if (check->flow->departures.items[i]->routine == routine)
			return true;
	return false;
}

static void report(struct check *check, const struct departure *departure)
{
	const struct routine *routine =
		program_routine(check->program, departure->routine);
	uint32_t release = wrong_release(check, routine);
	uint32_t context = context_at(
		check->flow, departure->routine, departure->entry);
	struct finding *finding;

	if (release != NONE)
		finding = check_report(check, routine,
			event_of(routine, release)->place, !departure->may,
			"'%s' gives '%s' another IRQL than Irp->CancelIrql",
			routine->name, releases);
	else
		finding = check_report(check, routine, departure->place,
			!departure->may,
			"'%s' returns at another IRQL than Irp->CancelIrql",
			routine->name);
	finding->callee = release == NONE ? NULL : releases;
	if (context != NONE)
		witness_context(check, finding, context);
	if (release != NONE)
		finding_step(check->findings, finding,
			event_of(routine, release)->place, NULL, 0, true,
			"the IRQL from before the cancel spin lock is in "
			"Irp->CancelIrql");
	else
		finding_step(check->findings, finding, departure->place, NULL,
			0, true, "'%s' returns here", routine->name);
}

static bool is_reported_before(const struct check *check, uint32_t index)
{
	const struct departure *const *departures =
		check->flow->departures.items;

	for (uint32_t i = 0; i < index; i++)
		if (departures[i]->routine == departures[index]->routine &&
			is_wrong(check, departures[i]))
			return true;
	return false;
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->flow->departures.count; i++) {
		const struct departure *departure =
			check->flow->departures.items[i];
		const struct routine *routine =
			program_routine(check->program, departure->routine);

		if (has_role(routine, "DRIVER_CANCEL") &&
			is_wrong(check, departure) &&
			!is_left_open(check, routine, departure) &&
			!is_reported_before(check, i))
			report(check, departure);
	}
	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct routine *routine =
			program_routine(check->program, i);
		struct departure departure;

		if (!routine->definition ||
			!has_role(routine, "DRIVER_CANCEL") ||
			has_departure(check, i) || !returns(check, routine))
			continue;
		departure = unchanged(check, i);
		if (!is_left_open(check, routine, &departure))
			report(check, &departure);
	}
}

const struct rule cancel_irql_not_restored = {
	.code = "PA1015",
	.name = "cancel-irql-not-restored",
	.summary = "a cancel routine leaves at another IRQL than Irp->CancelIrql",
	.why =
		"IoCancelIrp acquired the cancel spin lock and left the IRQL "
		"from before in Irp->CancelIrql. With another value the thread "
		"that cancelled goes on at the wrong IRQL, at DISPATCH_LEVEL or "
		"below that of a lock it still holds; without a release the "
		"whole system soon waits for the cancel spin lock.",
	.reported =
		"The IoReleaseCancelSpinLock that is given another IRQL; "
		"without one, the return.",
	.not_reported =
		"Cancel routines that hand Irp->CancelIrql to another lock which "
		"they give back last, or to a helper.",
	.limits =
		"A routine of another module that releases the lock is not "
		"seen; where one without a contract is called, nothing is said.",
	.no_fix =
		"the call that should restore IRQL is missing, or gets a "
		"value from elsewhere.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nc-wdm-driver_cancel",
	.peer = "C28144",
	.bad =
		"#include <ntddk.h>\n"
		"DRIVER_CANCEL Cancel;\n"
		"VOID Cancel(PDEVICE_OBJECT Device, PIRP Irp)\n"
		"{\n"
		"\tIoReleaseCancelSpinLock(PASSIVE_LEVEL);\n"
		"\tIrp->IoStatus.Status = STATUS_CANCELLED;\n"
		"\tIoCompleteRequest(Irp, IO_NO_INCREMENT);\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"DRIVER_CANCEL Cancel;\n"
		"VOID Cancel(PDEVICE_OBJECT Device, PIRP Irp)\n"
		"{\n"
		"\tIoReleaseCancelSpinLock(Irp->CancelIrql);\n"
		"\tIrp->IoStatus.Status = STATUS_CANCELLED;\n"
		"\tIoCompleteRequest(Irp, IO_NO_INCREMENT);\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tags = "CWE-667 irql",
	.check = check,
};
