/*
 * The named conditions of contracts: "execution-level", "IRP_MJ_CREATE". Each is
 * a question about how the driver is set up; whoever knows the framework in
 * question answers it.
 */
#include <string.h>

#include "program/csq.h"
#include "program/flt.h"
#include "program/gpio.h"
#include "program/isr.h"
#include "program/ks.h"
#include "program/roles.h"
#include "program/stor.h"
#include "program/wdf.h"

/* Whether a named condition of the contracts goes the gentler way. Which IRQL
 * a request arrives at is taken to be the caller's usual one. */
static bool gentle(struct program *program, const char *name,
	const struct handover *handover)
{
	if (!strcmp(name, "execution-level"))
		return wdf_is_passive(program, handover);
	if (!strcmp(name, "passive-handling"))
		return wdf_handles_passively(program, handover);
	if (!strcmp(name, "handle-type"))
		return wdf_cleans_up_passively(program, handover);
	if (!strcmp(name, "IRP_MJ_CREATE") || !strcmp(name, "preop-status"))
		return flt_completes_safely(program, handover, name);
	if (!strcmp(name, "lock-kind"))
		return csq_lock(program, handover) == CSQ_LOCK_WAITS;
	if (!strcmp(name, "processing-flags"))
		return ks_processes_passively(program, handover);
	if (!strcmp(name, "isr-level"))
		return isr_is_passive(program, handover);
	if (!strcmp(name, "controller-flags"))
		return gpio_is_serial(program);
	if (!strcmp(name, "synchronization-model"))
		return stor_is_full_duplex(program) &&
			!stor_is_virtual(program);
	if (!strcmp(name, "virtual-miniport") || !strcmp(name, "control-type"))
		return stor_is_virtual(program);
	return !strcmp(name, "major-code") || !strcmp(name, "dump-mode") || !strcmp(name, "paging-path") ||
		!strcmp(name, "caller-irql");
}

/* Conditions that only the device's configuration decides at run time. */
static bool is_undecidable(struct program *program, const char *name)
{
	static const char *const names[] = { "driver-option", "os-version",
		"synchronization-model", "control-type", "timer-type",
		"device-flags" };

	if (!strcmp(name, "controller-flags"))
		return !gpio_is_known(program);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(name, names[i]))
			return (strcmp(name, "synchronization-model") != 0 ||
				       !stor_is_full_duplex(program)) &&
				!((!strcmp(name, "synchronization-model") ||
					  !strcmp(name, "control-type")) &&
					stor_is_virtual(program));
	return false;
}

/* What the driver stores there is no constant, or what its lock is is not seen. */
static bool is_chosen_at_run_time(struct program *program,
	const char *name, const struct handover *handover)
{
	if (!strcmp(name, "lock-kind"))
		return csq_lock(program, handover) == CSQ_LOCK_UNKNOWN;
	if (!strcmp(name, "execution-level"))
		return wdf_level_is_chosen(program, handover);
	return !strcmp(name, "passive-handling") &&
		!wdf_handling_is_known(program, handover);
}

bool named_condition_holds(struct program *program, const struct when *when,
	const struct routine *routine, const struct event *call, bool unknown)
{
	bool holds = !strcmp(when->name, "execution-level") ||
			!strcmp(when->name, "passive-handling") ?
		wdf_lock_is_passive(program, routine, call, unknown) :
		!strcmp(when->name, "send-options") ?
		wdf_sends_synchronously(program, routine, call) :
		gentle(program, when->name, NULL);

	return holds == (when->test == TEST_EQUAL);
}

bool named_condition_is_chosen(struct program *program,
	const struct when *when, const struct routine *routine,
	const struct event *call)
{
	return when->kind == WHEN_NAMED &&
		(!strcmp(when->name, "passive-handling") ||
			!strcmp(when->name, "execution-level")) &&
		wdf_lock_is_chosen(program, routine, call);
}

/* Whether what is handed over with a callback, a constant, says so. */
static bool argument_says(
	const struct when *when, const struct handover *handover)
{
	const struct event *event;
	struct operand argument;

	if (!handover || !handover->routine)
		return false;
	event = &handover->routine->body->events.items[handover->event];
	if (event->kind != EVENT_CALL ||
		when->argument >= event->arguments.count)
		return false;
	argument = event->arguments.items[when->argument];
	return argument.kind == OPERAND_CONSTANT &&
		(argument.constant == when->constant) ==
			(when->test == TEST_EQUAL);
}

bool condition_holds(struct program *program, const struct when *when,
	const struct handover *handover)
{
	if (when->kind == WHEN_ARGUMENT &&
		(when->test == TEST_EQUAL || when->test == TEST_NOT_EQUAL))
		return argument_says(when, handover);
	return when->kind == WHEN_ALWAYS ||
		(when->kind == WHEN_NAMED &&
			gentle(program, when->name, handover) ==
				(when->test == TEST_EQUAL));
}

bool condition_is_open(struct program *program, const struct when *when,
	const struct handover *handover)
{
	return when->kind == WHEN_NAMED &&
		(is_undecidable(program, when->name) ||
			is_chosen_at_run_time(program, when->name, handover));
}
