/*
 * PA7001. Code that only ever runs where a page fault can be served takes memory
 * that nobody can use for anything else, for as long as the driver is loaded. The
 * rule names the resident routines of which that is certain (advice.h), with the
 * bytes that they are. What DriverEntry alone leads to need not even come back
 * from the disk: it is better off in INIT.
 *
 * Silent where the author has placed the routine, or written PAGED_CODE into it
 * (PA2003).
 */
#include "rules/advice.h"
#include "rules/fixes.h"

#include <inttypes.h>

#include "program/size.h"

/* Code in INIT may raise IRQL: it is there as a whole until it goes. */
static bool could_move(const struct advice *advice, uint32_t index)
{
	struct check *check = advice->check;
	const struct routine *routine = program_routine(check->program, index);

	if (!routine->definition || advice->exposed[index] ||
		!is_resident_by_default(check, routine))
		return false;
	return advice->raises[index] ? !advice->late[index] :
				       body_is_known(advice, routine);
}

static const char *where_it_could_be(const struct advice *advice, uint32_t index)
{
	if (advice->late[index])
		return "pageable";
	return advice->raises[index] ?
		"in INIT as nothing needs it after DriverEntry" :
		"pageable, or in INIT as nothing needs it after DriverEntry";
}

/* Both edits, or none: a pageable routine without its marker is PA2001. */
static void suggest(struct check *check, struct finding *finding,
	const struct routine *routine, bool late)
{
	const char *section = late ? "PAGE" : "INIT";
	const char *what = late ? "Put the routine into section PAGE" :
				  "Put the routine into section INIT";

	if (late && !could_be_in(check, routine, section))
		return;
	if (fix_insert_alloc_text(check, finding, routine, section, what) &&
		late)
		fix_insert_marker(check, finding, routine, "PAGED_CODE", what);
}

/* Who else calls it: what the path does not show. */
static void relate_callers(const struct advice *advice,
	struct finding *finding, uint32_t index)
{
	enum { MOST = 4 };
	const struct call_graph *graph = advice->graph;
	struct program *program = advice->check->program;

	for (uint32_t i = graph->first_of[index];
		i < graph->first_of[index + 1] && finding->related.count < MOST;
		i++) {
		const struct call_site_of *site =
			&graph->sites.items[graph->by_callee[i]];
		const struct routine *caller =
			program_routine(program, site->caller);

		finding_relate(advice->check->findings, finding,
			caller->body->events.items[site->event].place,
			"'%s' calls it%s", caller->name,
			routine_is_paged(program, caller) ?
				" and is pageable" : "");
	}
}

static void report(const struct advice *advice, uint32_t index)
{
	struct check *check = advice->check;
	const struct routine *routine = program_routine(check->program, index);
	bool measured, late = advice->late[index];
	int64_t bytes = routine_bytes(check->program, routine, &measured);
	struct finding *finding = check_report(check, routine,
		routine->definition->place, true,
		"'%s' could be %s, saving %s%" PRId64 " bytes", routine->name,
		where_it_could_be(advice, index), measured ? "" : "about ", bytes);

	finding->saves = bytes;
	witness_context(
		check, finding, context_of_routine(check->flow, index));
	relate_callers(advice, finding, index);
	suggest(check, finding, routine, late);
}

static void check(struct check *check)
{
	const struct advice *advice = advice_of(check);

	for (uint32_t i = 0; i < check->program->routines.count; i++)
		if (could_move(advice, i))
			report(advice, i);
}

const struct rule could_be_pageable = {
	.code = "PA7001",
	.name = "could-be-pageable",
	.summary = "a resident routine could be pageable",
	.why =
		"Resident code holds memory as long as the driver is loaded. "
		"What only ever runs where a page fault can be served need "
		"not; and what runs only before DriverEntry returns is not "
		"needed any more after that.",
	.reported =
		"With --advice, the definition of a routine in the default "
		"section of which it is certain that it never runs at "
		"DISPATCH_LEVEL or above, nor on the way of a page, of power "
		"or of a crash dump, with the bytes of its code. Certain is "
		"that of what pageable code calls, and of what is only "
		"reached from entry points that may always be paged: "
		"DriverEntry, AddDevice, PnP requests, creating and closing "
		"files, notifications and the like.",
	.not_reported =
		"Routines that the source places, those with PAGED_CODE "
		"(PA2003), C++ members that are virtual or special, lambdas, "
		"templates. Routines that "
		"read, write and control requests reach, or power, work items "
		"and threads, unless the one that calls them is pageable: that "
		"they may wait for a page, only the author knows. A driver "
		"whose sources are not all there: only static routines.",
	.limits =
		"A section takes whole pages: what is saved shows when it adds "
		"up. Bytes are estimated unless an image is given. Calls in the "
		"arguments of WPP's traces are not seen, so routines that "
		"return a text are left alone.",
	.fix =
		"Puts an alloc_text line above the definition of a C function "
		"that is declared before, and PAGED_CODE into it; or the line "
		"for INIT.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/when-should-code-and-data-be-pageable-",
	.bad =
		"// audit --advice\n"
		"#include <ntddk.h>\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"DRIVER_UNLOAD Unload;\n"
		"#pragma alloc_text(INIT, DriverEntry)\n"
		"UNICODE_STRING Link = RTL_CONSTANT_STRING(L\"\\\\??\\\\Sample\");\n"
		"VOID Unload(PDRIVER_OBJECT Driver)\n"
		"{\n"
		"\tIoDeleteSymbolicLink(&Link);\n"
		"\tIoDeleteDevice(Driver->DeviceObject);\n"
		"}\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tDriver->DriverUnload = Unload;\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.good =
		"// audit --advice\n"
		"#include <ntddk.h>\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"DRIVER_UNLOAD Unload;\n"
		"#pragma alloc_text(INIT, DriverEntry)\n"
		"#pragma alloc_text(PAGE, Unload)\n"
		"UNICODE_STRING Link = RTL_CONSTANT_STRING(L\"\\\\??\\\\Sample\");\n"
		"VOID Unload(PDRIVER_OBJECT Driver)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"\tIoDeleteSymbolicLink(&Link);\n"
		"\tIoDeleteDevice(Driver->DeviceObject);\n"
		"}\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tDriver->DriverUnload = Unload;\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.level = LEVEL_NOTE,
	.status = STATUS_ADVICE,
	.tolerates_lost_statements = false,
	.tags = "section advice",
	.check = check,
};
