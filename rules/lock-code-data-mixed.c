/*
 * PA5002. There is one routine to lock a section by a routine in it and one to
 * lock it by a datum in it. They are the same code in many systems, which hides
 * the mistake; a driver that mixes them mostly names the wrong thing.
 */
#include "rules/locking.h"

#include <string.h>

/* The other routine's name in place of this one's, in the user's spelling:
 * Pagable or Pageable. */
static void suggest_other(const struct locking *locking,
	const struct lock_call *call, struct finding *finding)
{
	const struct event *event = lock_event(locking, call);
	const struct routine *routine =
		program_routine(locking->check->program, call->routine);
	const char *name = event->macro ? event->macro :
		routine->facts->symbols.items[event->callee.index].name;
	const char *kind = strstr(name,
		call->kind == LOCK_CODE ? "CodeSection" : "DataSection");
	struct place place = event->place;

	if (strncmp(name, "MmLockPag", 9) != 0 || !kind)
		return;
	place.end_line = place.line;
	place.column += (uint32_t)(kind - name);
	place.end_column = place.column + 4;
	finding_fix(locking->check->findings, finding, place,
		call->kind == LOCK_CODE ? "Data" : "Code",
		"Call the routine for the other kind");
}

static void check(struct check *check)
{
	struct locking *locking = locking_read(check);

	for (uint32_t i = 0; i < locking->calls.count; i++) {
		const struct lock_call *call = &locking->calls.items[i];

		if (call->kind == LOCK_CODE && call->variable != NONE)
			suggest_other(locking, call, lock_report(locking, call,
				true, "'%s' is data: MmLockPagableDataSection "
				"locks its section",
				check->program->variables.items[call->variable]
					.name));
		else if (call->kind == LOCK_DATA && call->target != NONE)
			suggest_other(locking, call, lock_report(locking, call,
				true, "'%s' is code: MmLockPagableCodeSection "
				"locks its section",
				program_routine(check->program, call->target)
					->name));
	}
}

const struct rule lock_code_data_mixed = {
	.code = "PA5002",
	.name = "lock-code-data-mixed",
	.summary = "a code section is locked as data or a data section as code",
	.why =
		"Each routine is documented for its own kind of section. "
		"Mixing them works by accident at best, and often shows "
		"that the address is not the one that was meant.",
	.reported =
		"The call of the Code routine with the address of a "
		"variable, or of the Data routine with that of a function, "
		"by the name that the source uses.",
	.not_reported =
		"The Code routine, although headers make it a macro for the "
		"Data routine.",
	.limits =
		"A macro of the driver round both cannot be told apart.",
	.fix =
		"Calls the routine for the other kind.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/locking-pageable-code-or-data",
	.bad =
		EXAMPLE_LOCKED_ROUTINE
		"PVOID Handle;\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tHandle = MmLockPagableDataSection((PVOID)(ULONG_PTR)Work);\n"
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
