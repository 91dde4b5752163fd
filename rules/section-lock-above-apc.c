/*
 * PA5007. Locking a section may have to read it from the disk, and every one of
 * these routines takes locks that are held at APC_LEVEL. At DISPATCH_LEVEL or above
 * none of them may be called. PA1008, which is about kernel routines in general,
 * leaves these to this rule.
 */
#include "rules/locking.h"

#include <string.h>

static bool is_ours(const struct contract *contract)
{
	static const char *const starts[] = { "MmLockPagable", "MmLockPageable",
		"MmUnlockPagable", "MmUnlockPageable", "MmPageEntireDriver",
		"MmResetDriverPaging" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (!strncmp(contract->name, starts[i], strlen(starts[i])))
			return true;
	return false;
}

static void judge(
	struct check *check, uint32_t index, struct wrong_calls *calls)
{
	const struct reach *reach = &check->flow->reaches.items[index];
	uint32_t in = check->flow->contexts.items[reach->context].routine;
	const struct routine *routine = program_routine(check->program, in);
	const struct contract *contract = called_contract(check, routine,
		&routine->body->events.items[reach->event]);

	if (contract && is_ours(contract) && reach->level >= IRQL_DISPATCH &&
		!routine_is_paged(check->program, routine))
		wrong_call_add(check, calls,
			(struct wrong_call){ index, in, reach->event,
				!reach->may, IRQL_APC });
}

static void check(struct check *check)
{
	struct wrong_calls calls = { 0 };

	for (uint32_t i = 0; i < check->flow->reaches.count; i++)
		judge(check, i, &calls);
	for (uint32_t i = 0; i < calls.list.count; i++)
		wrong_call_report(
			check, &calls.list.items[i], "the highest");
}

const struct rule section_lock_above_apc = {
	.code = "PA5007",
	.name = "section-lock-above-apc",
	.summary = "a section is locked or unlocked at DISPATCH_LEVEL or above",
	.why =
		"These routines may wait for the disk and take locks that "
		"are held at APC_LEVEL. Called above that, they stop the "
		"system or hang it.",
	.reported =
		"The call of a routine that locks or unlocks a section, or "
		"pages the driver or undoes that, at DISPATCH_LEVEL or "
		"above.",
	.not_reported =
		"Calls at APC_LEVEL; calls in a pageable routine that "
		"raised IRQL itself, since the raise is reported.",
	.no_fix =
		"the call has to go elsewhere.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.peer = "SDV IrqlMmApcLte",
	.bad =
		EXAMPLE_LOCKED_ROUTINE
		"PVOID Handle;\n"
		"KSPIN_LOCK Lock;\n"
		"DRIVER_UNLOAD Unload;\n"
		"VOID Unload(PDRIVER_OBJECT Driver)\n"
		"{\n"
		"\tKIRQL irql;\n"
		"\tKeAcquireSpinLock(&Lock, &irql);\n"
		"\tMmUnlockPagableImageSection(Handle);\n"
		"\tKeReleaseSpinLock(&Lock, irql);\n"
		"}\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Work);\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.good =
		EXAMPLE_LOCKED_ROUTINE
		"PVOID Handle;\n"
		EXAMPLE_UNLOCKS_AT_UNLOAD
		"DRIVER_INITIALIZE DriverEntry;\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Work);\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tags = "locking",
	.check = check,
};
