/*
 * PA1013. While a device comes back to D0 the disk that holds the paging file
 * may not be up yet, so code on that way should be resident although it runs at
 * PASSIVE_LEVEL, at any execution level. The documentation advises it for some
 * KMDF callbacks, so the finding says may.
 *
 * A WDM driver says with DO_POWER_PAGABLE that its device does not take part in
 * that. Without the flag its power dispatch routine can also be called at
 * DISPATCH_LEVEL. It counts as said when the driver stores the flag anywhere, or
 * copies the flags of another device as they are.
 */
#include "rules/check.h"

#include <string.h>

enum { POWER = 22 };

static bool is_power_up(const char *type)
{
	static const char *const types[] = { "EVT_WDF_DEVICE_D0_ENTRY",
		"EVT_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED",
		"EVT_WDF_INTERRUPT_ENABLE", "EVT_WDF_DMA_ENABLER_FILL",
		"EVT_WDF_DMA_ENABLER_ENABLE",
		"EVT_WDF_DMA_ENABLER_SELFMANAGED_IO_START",
		"EVT_WDF_DEVICE_DISARM_WAKE_FROM_S0",
		"EVT_WDF_DEVICE_DISARM_WAKE_FROM_SX",
		"EVT_WDF_DEVICE_DISABLE_WAKE_AT_BUS",
		"EVT_WDF_CHILD_LIST_SCAN_FOR_CHILDREN",
		"EVT_WDF_IO_QUEUE_IO_RESUME",
		"EVT_WDF_DEVICE_SELF_MANAGED_IO_RESTART" };

	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (!strcmp(type, types[i]))
			return true;
	return false;
}

static bool is_silent(const struct check *check, uint32_t index)
{
	return !routine_is_paged(
		       check->program, program_routine(check->program, index)) ||
		is_paged_entry(check, index);
}

/* ---- KMDF -------------------------------------------------------------- */

static void check_callbacks(struct check *check, uint32_t index)
{
	const struct routine *routine = program_routine(check->program, index);

	for (uint32_t r = 0; r < routine->roles.count; r++) {
		const struct role *role = &routine->roles.items[r];
		struct finding *finding;

		if (!is_power_up(role->type))
			continue;
		finding = check_report(check, routine,
			routine->definition->place, false,
			"'%s' in pageable section '%s' is an %s, which runs "
			"while its device comes back to D0",
			routine->name, routine->placement.section, role->type);
		finding_step(check->findings, finding, role->place,
			irql_name(role->highest), 0, true,
			"'%s' gets its role here", routine->name);
		return;
	}
}

/* ---- WDM --------------------------------------------------------------- */

static bool has_word(const char *words, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = words; at && (at = strstr(at, word)) != NULL;
		at += length)
		if ((at == words || at[-1] == ' ') &&
			(!at[length] || at[length] == ' '))
			return true;
	return false;
}

static bool is_flags(const struct path *path)
{
	return path->record && path->field &&
		!strcmp(path->record, "_DEVICE_OBJECT") &&
		!strcmp(path->field, "Flags");
}

/* Whether a routine stores DO_POWER_PAGABLE, or another device's flags. */
static bool sets_flag(const struct body *body)
{
	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event->kind != EVENT_ASSIGN)
			continue;
		if (has_word(event->text, "DO_POWER_PAGABLE"))
			return true;
		if (is_flags(&body->paths.items[event->path]) &&
			event->value.kind == OPERAND_PATH &&
			is_flags(&body->paths.items[event->value.index]))
			return true;
	}
	return false;
}

static bool is_power_pagable(const struct check *check)
{
	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct routine *routine =
			program_routine(check->program, i);

		if (routine->definition && sets_flag(routine->body))
			return true;
	}
	return false;
}

static void note_power(struct check *check, void *context, uint32_t index,
	int major, struct place place)
{
	struct map *found = context;

	(void)place;
	if (major == POWER)
		map_set(check->findings->arena, found,
			program_routine(check->program, index), 0);
}

bool runs_on_power_up(struct check *check, const struct routine *routine)
{
	struct map found = { 0 };

	for (uint32_t r = 0; r < routine->roles.count; r++)
		if (is_power_up(routine->roles.items[r].type))
			return true;
	if (is_power_pagable(check))
		return false;
	for_each_dispatch(check, note_power, &found);
	return map_get(&found, routine) != MAP_NONE;
}

static void check_dispatch(struct check *check, void *context,
	uint32_t index, int major, struct place place)
{
	const struct routine *routine = program_routine(check->program, index);
	struct finding *finding;

	(void)context;
	if (major != POWER || is_silent(check, index) ||
		is_power_pagable(check))
		return;
	finding = check_report(check, routine, routine->definition->place,
		false,
		"'%s' in pageable section '%s' dispatches power requests of a "
		"device without DO_POWER_PAGABLE",
		routine->name, routine->placement.section);
	finding_step(check->findings, finding, place, "<= DISPATCH_LEVEL", 0,
		true, "'%s' becomes the routine for IRP_MJ_POWER here",
		routine->name);
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->program->routines.count; i++)
		if (!is_silent(check, i))
			check_callbacks(check, i);
	for_each_dispatch(check, check_dispatch, NULL);
}

const struct rule paged_code_on_power_up_path = {
	.code = "PA1013",
	.name = "paged-code-on-power-up-path",
	.summary = "a pageable routine is on its device's way back to D0",
	.why =
		"When the system wakes up, devices come back in an order in "
		"which the disk with the paging file may be a late one. A page "
		"that is needed before has to wait for that disk, and the disk "
		"may have to wait for this device.",
	.reported =
		"The definition of a pageable KMDF callback for the way to D0, "
		"and of a pageable power dispatch routine in a driver that never "
		"sets DO_POWER_PAGABLE.",
	.not_reported =
		"Callbacks for the way down, hardware preparation, and a power "
		"dispatch routine where the driver sets DO_POWER_PAGABLE or "
		"copies the flags of the device below.",
	.limits =
		"What such a callback calls is not looked at. Which device gets "
		"the flag is not either.",
	.no_fix =
		"what the callback calls has to become resident with it.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/ddi/wdfdevice/nc-wdfdevice-evt_wdf_device_d0_entry",
	.peer = "SDV PagedCodeAtD0",
	.bad =
		"#include <ntddk.h>\n"
		"DRIVER_DISPATCH Power;\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"#pragma alloc_text(PAGE, Power)\n"
		"NTSTATUS Power(PDEVICE_OBJECT Device, PIRP Irp)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"\treturn PoCallDriver(Device, Irp);\n"
		"}\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tDriver->MajorFunction[IRP_MJ_POWER] = Power;\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"DRIVER_DISPATCH Power;\n"
		"DRIVER_INITIALIZE DriverEntry;\n"
		"NTSTATUS Power(PDEVICE_OBJECT Device, PIRP Irp)\n"
		"{\n"
		"\treturn PoCallDriver(Device, Irp);\n"
		"}\n"
		"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"
		"{\n"
		"\tDriver->MajorFunction[IRP_MJ_POWER] = Power;\n"
		"\treturn STATUS_SUCCESS;\n"
		"}\n",
	.level = LEVEL_WARNING,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "CWE-667 power",
	.check = check,
};
