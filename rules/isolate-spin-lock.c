/*
 * PA7002. A routine that holds a spin lock for a few lines is resident because of
 * these lines alone. They can move into a resident helper, and the rest be pageable:
 * what the documentation calls isolating. Everything else in the routine has to
 * permit that as PA7001 asks (advice.h), and the lines have to be one stretch
 * (region.h).
 *
 * The helper is a routine more, which costs its frame, so a stretch that is more
 * than half of the routine is left alone, and so is one of which less than a cache
 * line or two of resident code would be saved.
 */
#include "rules/advice.h"
#include "rules/region.h"

#include <inttypes.h>

#include "program/size.h"

enum {
	HELPER_BYTES = 24, /* of the helper's own: its frame and return */
	WORTH_BYTES = 64,
};

/* A signal with Wait = TRUE raises IRQL for the wait behind it, and there is nothing
 * to isolate; nor where it is not known whether anything raises. */
static bool raises_plainly(const struct flow *flow, uint32_t index)
{
	for (uint32_t i = 0; i < flow->raises.count; i++) {
		const struct raise *raise = &flow->raises.items[i];

		if (raise->routine == index &&
			(raise->cause == CAUSE_WAIT || raise->may))
			return false;
	}
	return true;
}

/* Whether what stays behind is known, and nothing in it counts on a raised IRQL. */
static bool rest_is_known(
	const struct advice *advice, const struct region *region)
{
	const struct body *body = region->routine->body;

	if (body->lost_statements)
		return false;
	for (uint32_t i = 0; i < body->events.count; i++)
		if (!region->inside[i] &&
			body->events.items[i].kind == EVENT_CALL &&
			!call_is_known(advice, region->routine, i))
			return false;
	return true;
}

static bool could_be_isolated(
	const struct advice *advice, uint32_t index, struct region *region)
{
	struct check *check = advice->check;
	const struct routine *routine = program_routine(check->program, index);

	return routine->definition && advice->raises[index] &&
		advice->late[index] && !advice->exposed[index] &&
		is_resident_by_default(check, routine) &&
		raises_plainly(check->flow, index) &&
		find_region(check, routine, region) &&
		rest_is_known(advice, region);
}

/* "(Device, &Count)", and whether its result decides what comes next. */
static const char *helper_text(
	struct check *check, const struct region *region)
{
	struct arena *arena = check->findings->arena;
	const char *arguments = !region->arguments ? "" :
		*region->arguments ?
		arena_printf(arena, " (%s)", region->arguments) :
		" without parameters";

	return arena_printf(arena, "%s%s", arguments,
		region->ways_on > 1 ? " that tells which way to go on" : "");
}

static void relate_lines(
	struct check *check, struct finding *finding, const struct region *region)
{
	for (int i = 0; i < region->range_count; i++) {
		struct place place = { region->routine->definition->place.file,
			region->ranges[i].first, 1, region->ranges[i].last, 1 };

		place.end_line++;
		finding_relate(check->findings, finding, place,
			"these lines run at raised IRQL and have to stay "
			"resident");
	}
}

static void report(
	const struct advice *advice, uint32_t index, const struct region *region)
{
	struct check *check = advice->check;
	bool measured;
	int64_t bytes = routine_bytes(
		check->program, region->routine, &measured);
	int64_t isolated = region_size(check, region);
	int64_t saved = bytes - isolated - HELPER_BYTES;
	struct finding *finding;

	if (isolated * 2 > bytes || saved < WORTH_BYTES)
		return;
	finding = check_report(check, region->routine,
		region->routine->definition->place, true,
		"'%s' could be pageable, saving about %" PRId64
		" bytes, if %s moved into a resident helper%s",
		region->routine->name, saved, region_lines(check, region),
		helper_text(check, region));
	finding->saves = saved;
	witness_context(
		check, finding, context_of_routine(check->flow, index));
	relate_lines(check, finding, region);
}

static void check(struct check *check)
{
	const struct advice *advice = advice_of(check);
	struct region region;

	for (uint32_t i = 0; i < check->program->routines.count; i++)
		if (could_be_isolated(advice, i, &region))
			report(advice, i, &region);
}

const struct rule isolate_spin_lock = {
	.code = "PA7002",
	.name = "isolate-spin-lock",
	.summary =
		"a routine could be pageable but for a few lines with a spin lock",
	.why =
		"A routine that uses a spin lock cannot be paged. Where it does so "
		"in a few lines only, all the rest of it stays in memory because "
		"of them.",
	.reported =
		"With --advice, the definition of a routine that could be "
		"pageable (PA7001) but for one stretch at raised IRQL, with the "
		"lines to move into a resident helper, the variables that the "
		"helper needs, with an & those that it changes and that are used "
		"later, and the bytes that need not be resident any more. A "
		"helper that leads on to two places has to tell to which.",
	.not_reported =
		"A routine with several such stretches, or with one that is "
		"entered or left in several ways, or is more than half of it; "
		"one with which less than 64 bytes would be saved; one that "
		"only DriverEntry leads to, which is better off in INIT "
		"(PA7001).",
	.limits =
		"The variables are left out where the source computes something "
		"of them that is not followed.",
	.no_fix = "the helper needs a name.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/isolating-pageable-code",
	.bad =
		"// audit --advice\n"
		"#include <ntddk.h>\n"
		"KSPIN_LOCK Lock;\n"
		"ULONG Users;\n"
		"VOID Open(PUNICODE_STRING Name, PULONG Count);\n"
		"DRIVER_UNLOAD Unload;\n"
		"#pragma alloc_text(PAGE, Unload)\n"
		"VOID Open(PUNICODE_STRING Name, PULONG Count)\n"
		"{\n"
		"\tKIRQL irql;\n"
		"\tOBJECT_ATTRIBUTES attributes;\n"
		"\tIO_STATUS_BLOCK status;\n"
		"\tHANDLE file;\n"
		"\tInitializeObjectAttributes(&attributes, Name, OBJ_KERNEL_HANDLE, NULL, NULL);\n"
		"\tZwOpenFile(&file, GENERIC_READ, &attributes, &status, 0, FILE_SYNCHRONOUS_IO_NONALERT);\n"
		"\tKeAcquireSpinLock(&Lock, &irql);\n"
		"\t*Count = ++Users;\n"
		"\tKeReleaseSpinLock(&Lock, irql);\n"
		"\tZwReadFile(file, NULL, NULL, NULL, &status, Count, sizeof(*Count), NULL, NULL);\n"
		"\tZwClose(file);\n"
		"}\n"
		"VOID Unload(PDRIVER_OBJECT Driver)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"\tOpen(NULL, &Users);\n"
		"}\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"#pragma alloc_text(INIT, DriverEntry)\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tDriver->DriverUnload = Unload;\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.good =
		"// audit --advice\n"
		"#include <ntddk.h>\n"
		"KSPIN_LOCK Lock;\n"
		"ULONG Users;\n"
		"VOID Open(PUNICODE_STRING Name, PULONG Count);\n"
		"DRIVER_UNLOAD Unload;\n"
		"#pragma alloc_text(PAGE, Unload)\n"
		"#pragma alloc_text(PAGE, Open)\n"
		"VOID AddUser(PULONG Count)\n"
		"{\n"
		"\tKIRQL irql;\n"
		"\tKeAcquireSpinLock(&Lock, &irql);\n"
		"\t*Count = ++Users;\n"
		"\tKeReleaseSpinLock(&Lock, irql);\n"
		"}\n"
		"VOID Open(PUNICODE_STRING Name, PULONG Count)\n"
		"{\n"
		"\tOBJECT_ATTRIBUTES attributes;\n"
		"\tIO_STATUS_BLOCK status;\n"
		"\tHANDLE file;\n"
		"\tPAGED_CODE();\n"
		"\tInitializeObjectAttributes(&attributes, Name, OBJ_KERNEL_HANDLE, NULL, NULL);\n"
		"\tZwOpenFile(&file, GENERIC_READ, &attributes, &status, 0, FILE_SYNCHRONOUS_IO_NONALERT);\n"
		"\tAddUser(Count);\n"
		"\tZwReadFile(file, NULL, NULL, NULL, &status, Count, sizeof(*Count), NULL, NULL);\n"
		"\tZwClose(file);\n"
		"}\n"
		"VOID Unload(PDRIVER_OBJECT Driver)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"\tOpen(NULL, &Users);\n"
		"}\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"#pragma alloc_text(INIT, DriverEntry)\n"
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
