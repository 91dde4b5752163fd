/*
 * PA5001. The lock routines look up the section that holds the address they
 * are given. If that section is resident there is nothing to lock, and what the
 * driver meant to lock is still paged; INIT is not even there any more.
 */
#include "rules/locking.h"

static void report(struct locking *locking, const struct lock_call *call)
{
	const struct program *program = locking->check->program;
	const char *name = call->target != NONE ?
		program_routine(program, call->target)->name :
		program->variables.items[call->variable].name;

	lock_report(locking, call, true,
		"'%s' is in %s section '%s', which cannot be locked", name,
		section_is_discardable(call->section) ? "discardable" :
							"resident",
		call->section	     ? call->section :
		call->target != NONE ? ".text" :
				       ".data");
}

static void check(struct check *check)
{
	struct locking *locking = locking_read(check);

	for (uint32_t i = 0; i < locking->calls.count; i++) {
		const struct lock_call *call = &locking->calls.items[i];

		if (!lock_address_is_wrong(locking, call))
			continue;
		if (lock_is_of_literal(locking, call))
			lock_report(locking, call, true,
				"a string literal is in resident section "
				"'.rdata', which cannot be locked");
		else if (lock_is_of_stack(locking, call))
			lock_report(locking, call, true,
				"the address of a local is in no section of the "
				"driver, so there is nothing to lock");
		else
			report(locking, call);
	}
}

const struct rule lock_address_not_pageable = {
	.code = "PA5001",
	.name = "lock-address-not-pageable",
	.summary = "the address given to a section lock is not in a pageable section",
	.why =
		"The routine locks the section that the address is in. A "
		"resident section needs no lock, and the pageable one that "
		"was meant stays pageable; INIT is gone by then.",
	.reported =
		"The call, when the routine, variable or string literal whose "
		"address it is given is in a resident or a discardable "
		"section.",
	.not_reported =
		"Addresses in a section whose name starts with PAGE; those "
		"whose section is not known.",
	.limits =
		"Addresses that are computed, or come from a caller.",
	.no_fix =
		"which routine or variable was meant, the source does not "
		"say.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.bad =
		"#include <ntddk.h>\n"
		"VOID Work(VOID);\n"
		"#pragma alloc_text(PAGE, Work)\n"
		"VOID Work(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n"
		"PVOID Handle;\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)DriverEntry);\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n"
		EXAMPLE_UNLOCKS_AT_UNLOAD,
	.good =
		EXAMPLE_LOCKED_ROUTINE
		EXAMPLE_LOCKS_AT_LOAD
		EXAMPLE_UNLOCKS_AT_UNLOAD,
	.level = LEVEL_WARNING,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "locking",
	.check = check,
};
