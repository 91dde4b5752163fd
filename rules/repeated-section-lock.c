/*
 * PA5003. Locking by address makes the memory manager search its list of
 * modules, and asks for the same handle again. The handle is good until the driver
 * is unloaded, so one call by address is enough; whatever else wants the section
 * uses the handle. The idiom that keeps both apart is right: no handle yet, by
 * address, else by handle.
 */
#include "rules/locking.h"

/* Requests come in any number, and so do devices to add; a device is started, and
 * the driver loaded and unloaded, once. */
static bool is_repeated_major(int major)
{
	return major != 22 && major != 23 && major != 27;
}

struct dispatch {
	uint32_t routine;
	bool found;
};

static void see_dispatch(struct check *check, void *context, uint32_t routine,
	int major, struct place place)
{
	struct dispatch *dispatch = context;

	(void)check;
	(void)place;
	if (routine == dispatch->routine && is_repeated_major(major))
		dispatch->found = true;
}

static const char *const repeated[] = {
	"DRIVER_ADD_DEVICE",
	"EVT_WDF_DEVICE_FILE_CREATE",
	"EVT_WDF_DRIVER_DEVICE_ADD",
};

static bool comes_again(struct check *check, uint32_t routine)
{
	struct dispatch dispatch = { routine, false };

	for_each_dispatch(check, see_dispatch, &dispatch);
	if (dispatch.found)
		return true;
	for (size_t i = 0; i < sizeof(repeated) / sizeof(*repeated); i++)
		if (has_role(program_routine(check->program, routine),
			    repeated[i]))
			return true;
	return false;
}

struct question {
	struct locking *locking;
	const struct lock_call *call;
};

/* An unlock of this lock, in the same routine. */
static bool is_its_unlock(void *context, uint32_t event)
{
	const struct question *question = context;
	const struct lock_call *undo = lock_call_at(
		question->locking, question->call->routine, event);

	return undo && lock_undoes(question->locking, undo, question->call);
}

/* Whether the handle is given back behind the lock before the routine ends, so that
 * it is not held when it comes again; be it by the address, which is PA5005's. */
static bool is_undone(struct locking *locking, const struct lock_call *call)
{
	struct question question = { locking, call };
	struct lock_range left =
		lock_count(locking, call->routine, call->section).success;
	const struct body *body =
		program_routine(locking->check->program, call->routine)
			->body;

	for (uint32_t i = 0;
		(left.wild || left.low <= 0) && i < body->events.count; i++)
		if (is_its_unlock(&question, i) &&
			can_follow(locking->check->findings->arena, body,
				call->event, i, NULL, NULL))
			return true;
	return is_given_its_address(locking, call);
}

/* Whether a loop locks again before that. */
static bool repeats_before_undone(
	struct locking *locking, const struct lock_call *call)
{
	struct question question = { locking, call };

	return can_follow(locking->check->findings->arena,
		program_routine(locking->check->program, call->routine)
			->body,
		call->event, call->event, is_its_unlock, &question);
}

/* Whether a routine that locks has unlocked when it comes again. */
static enum answer comes_out_even(struct locking *locking, uint32_t routine,
	const struct lock_call *call)
{
	struct lock_count count =
		lock_count(locking, routine, call->section);

	if (count.success.wild || count.failure.wild)
		return ANSWER_MAYBE;
	return count.success.high <= 0 && count.failure.high <= 0 ?
		ANSWER_YES :
		ANSWER_NO;
}

/* Enough is an event that can come more than once while the section is locked. */
static enum climb ask_for_repetition(
	void *context, uint32_t routine, uint32_t event)
{
	const struct question *question = context;
	struct check *check = question->locking->check;
	struct arena *arena = check->findings->arena;
	const struct body *body =
		program_routine(check->program, routine)->body;
	enum answer even =
		comes_out_even(question->locking, routine, question->call);

	if (is_guarded(question->locking, question->call, routine, event) ||
		even == ANSWER_YES)
		return CLIMB_SETTLED;
	if (can_follow(arena, body, event, event, NULL, NULL))
		return CLIMB_ENOUGH;
	if (even == ANSWER_MAYBE)
		return CLIMB_SETTLED;
	return comes_again(check, routine) ? CLIMB_ENOUGH : CLIMB_ON;
}

static bool runs_again(struct locking *locking, const struct lock_call *call)
{
	struct question question = { locking, call };

	return graph_climb(locking->graph, locking->check->findings->arena,
		call->routine, call->event, ask_for_repetition, &question);
}

/* A handle that is thrown away cannot be used again, and one that nothing ever gives
 * back is no better: PA5004 says so. */
static bool is_lost(
	const struct locking *locking, const struct lock_call *call)
{
	return call->dropped ? !is_made_up_for(locking, call) :
			       lock_is_never_undone(locking, call);
}

static void judge(struct locking *locking, const struct lock_call *call)
{
	const struct lock_call *other = locked_before(locking, call);
	struct finding *finding;

	if (other) {
		finding = lock_report(locking, call, true,
			"section '%s' is locked by address in another place "
			"too: MmLockPagableSectionByHandle is for this",
			call->section);
		finding_relate(locking->check->findings, finding,
			lock_event(locking, other)->place,
			"section '%s' is locked here", call->section);
	} else if (!is_lost(locking, call) && !lock_is_guarded(locking, call) &&
		(is_undone(locking, call) ?
				repeats_before_undone(locking, call) :
				runs_again(locking, call))) {
		lock_report(locking, call, false,
			"section '%s' is locked by address each time this "
			"runs: MmLockPagableSectionByHandle is for all but the "
			"first",
			call->section);
	}
}

static void check(struct check *check)
{
	struct locking *locking = locking_read(check);

	for (uint32_t i = 0; i < locking->calls.count; i++)
		if (locks_by_address(locking->calls.items[i].kind) &&
			section_is_pageable(locking->calls.items[i].section))
			judge(locking, &locking->calls.items[i]);
}

const struct rule repeated_section_lock = {
	.code = "PA5003",
	.name = "repeated-section-lock",
	.summary = "a section is locked by address although its handle is known",
	.why =
		"Locking by address searches the list of loaded modules "
		"before it locks anything, and that is slow. The handle "
		"stays valid as long as the driver is loaded, so the "
		"section is looked up once and locked by handle from then "
		"on.",
	.reported =
		"The second and each further call by address for one "
		"section, and a call by address that can run again: in a "
		"dispatch routine, in one that adds a device, or in a loop.",
	.not_reported =
		"Calls behind a test that there is no handle yet, or that a "
		"count or a flag says so; the only lock of a section, which "
		"the same routine undoes, or whose handle nobody keeps.",
	.limits =
		"A test of a local counts as such a test. Whether a device "
		"is started twice is not asked.",
	.no_fix =
		"where the handle is to be kept is a matter of the driver's "
		"design.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.bad =
		EXAMPLE_LOCKED_ROUTINE
		"PVOID Handle;\n"
		"DRIVER_DISPATCH Create;\n"
		"NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)\n"
		"{\n"
		"\tHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Work);\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n"
		"DRIVER_DISPATCH Close;\n"
		"NTSTATUS Close(PDEVICE_OBJECT Device, PIRP Irp)\n"
		"{\n"
		"\tMmUnlockPagableImageSection(Handle);\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tDriver->MajorFunction[IRP_MJ_CREATE] = Create;\n"
		"\tDriver->MajorFunction[IRP_MJ_CLOSE] = Close;\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.good =
		EXAMPLE_LOCKED_ROUTINE
		"PVOID Handle;\n"
		"DRIVER_DISPATCH Create;\n"
		"NTSTATUS Create(PDEVICE_OBJECT Device, PIRP Irp)\n"
		"{\n"
		"\tif (!Handle)\n"
		"\t\tHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Work);\n"
		"\telse\n"
		"\t\tMmLockPagableSectionByHandle(Handle);\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n"
		"DRIVER_DISPATCH Close;\n"
		"NTSTATUS Close(PDEVICE_OBJECT Device, PIRP Irp)\n"
		"{\n"
		"\tMmUnlockPagableImageSection(Handle);\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tDriver->MajorFunction[IRP_MJ_CREATE] = Create;\n"
		"\tDriver->MajorFunction[IRP_MJ_CLOSE] = Close;\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.level = LEVEL_WARNING,
	.status = STATUS_STABLE,
	.tags = "locking",
	.check = check,
};
