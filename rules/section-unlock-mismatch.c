/*
 * PA5005. An unlock takes back one lock. One that no lock stands behind makes
 * the memory manager stop the system, and so does a handle that is none: the
 * address that was locked, or storage that no lock has filled.
 */
#include "rules/locking.h"

static void judge(struct locking *locking, const struct lock_faults *faults,
	const struct lock_call *call)
{
	const struct lock_fault *fault = lock_fault_at(faults, call, false);
	const char *what =
		call->kind == LOCK_UNDO ? "unlocks" : "locks by handle";

	switch (handle_fault(locking, faults, call)) {
	case HANDLE_ADDRESS:
		lock_report(locking, call, true,
			"this %s with an address: the handle is what the lock "
			"returned",
			what);
		break;
	case HANDLE_OF_NOTHING:
		lock_report(locking, call, true,
			"this %s what no lock has returned a handle for", what);
		break;
	case HANDLE_EARLY:
		lock_report(locking, call, true,
			"this %s before there is a handle", what);
		break;
	case HANDLE_NULL:
		lock_report(locking, call, false,
			"this %s without a handle where nothing was locked",
			what);
		break;
	case HANDLE_AGAIN:
		lock_report(locking, call, false,
			"'%s' can be unlocked already when this unlocks it",
			call->section ? call->section : "the section");
		break;
	case HANDLE_LOST:
		break; /* PA5004 */
	case HANDLE_RIGHT:
		if (fault)
			lock_report(locking, call, fault->pair == PAIR_LOAD,
				"'%s' %s", fault->section, fault->message);
		break;
	}
}

static void check(struct check *check)
{
	struct locking *locking = locking_read(check);
	const struct lock_faults *faults = find_lock_faults(locking);

	for (uint32_t i = 0; i < locking->calls.count; i++)
		if (locking->calls.items[i].kind == LOCK_UNDO ||
			locking->calls.items[i].kind == LOCK_BY_HANDLE)
			judge(locking, faults, &locking->calls.items[i]);
}

const struct rule section_unlock_mismatch = {
	.code = "PA5005",
	.name = "section-unlock-mismatch",
	.summary = "a section is unlocked, or locked by handle, without a lock behind it",
	.why =
		"The memory manager keeps a count for each section. To go "
		"below zero, or to hand over what is no handle, stops the "
		"system.",
	.reported =
		"The unlock or the lock by handle whose handle no lock by "
		"address fills, which is given an address, which runs "
		"before the first lock, which can be reached with a local handle "
		"that is still NULL, or which unlocks once more what "
		"this routine has unlocked, or, all routines counted, what "
		"no lock is left for.",
	.not_reported =
		"Handles from a lock anywhere in the driver, also through a "
		"wrapper.",
	.limits =
		"A lock or an unlock behind a test of the driver's own is taken "
		"to be right; so is a loop.",
	.no_fix =
		"whether a lock is missing or an unlock too much, the "
		"source does not say.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.peer = "bug check 0x1A/0x1010",
	.bad =
		EXAMPLE_LOCKED_ROUTINE
		"PVOID Handle, Other;\n"
		"DRIVER_UNLOAD Unload;\n"
		"VOID Unload(PDRIVER_OBJECT Driver)\n"
		"{\n"
		"\tMmUnlockPagableImageSection(Handle);\n"
		"\tMmUnlockPagableImageSection(Other);\n"
		"}\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Work);\n"
		"\tDriver->DriverUnload = Unload;\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.good =
		EXAMPLE_LOCKED_ROUTINE
		EXAMPLE_LOCKS_AT_LOAD
		EXAMPLE_UNLOCKS_AT_UNLOAD,
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tags = "locking",
	.check = check,
};
