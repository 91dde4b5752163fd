/*
 * PA5008. MmPageEntireDriver makes all of a driver pageable, whatever its
 * sections are called, its interrupt and DPC routines too. It is for a driver that
 * is not used: with an interrupt connected, the next one hits a page that is gone.
 * MmResetDriverPaging takes that back, and means nothing where it was never
 * done.
 */
#include "rules/locking.h"

#include <string.h>

static bool is_named(const struct program *program,
	const struct routine *routine, const struct event *event,
	const char *const *names)
{
	uint32_t callee = event->kind == EVENT_CALL ?
		operand_routine(program, routine, event->callee) :
		NONE;

	for (; callee != NONE && *names; names++)
		if (!strcmp(program_routine(program, callee)->name, *names))
			return true;
	return false;
}

static const char *const connects[] = { "IoConnectInterrupt",
	"IoConnectInterruptEx", "KeSetTimer", "KeSetTimerEx", "IoStartTimer",
	"WdfInterruptCreate", NULL };
static const char *const disconnects[] = { "IoDisconnectInterrupt",
	"IoDisconnectInterruptEx", "KeCancelTimer", "IoStopTimer",
	"MmResetDriverPaging", NULL };

struct scope {
	const struct program *program;
	const struct routine *routine;
};

static bool is_disconnect(void *context, uint32_t event)
{
	const struct scope *scope = context;

	return is_named(scope->program, scope->routine,
		&scope->routine->definition->body->events.items[event],
		disconnects);
}

/* A connection in the same routine that is in force at the call. */
static const struct event *connected_before(
	struct locking *locking, const struct lock_call *call)
{
	const struct program *program = locking->check->program;
	const struct routine *routine =
		program_routine(program, call->routine);
	const struct body *body = routine->definition->body;
	struct scope scope = { program, routine };

	for (uint32_t e = 0; e < body->events.count; e++)
		if (is_named(program, routine, &body->events.items[e],
			    connects) &&
			can_follow(locking->check->findings->arena, body, e,
				call->event, is_disconnect, &scope))
			return &body->events.items[e];
	return NULL;
}

/* A connection anywhere else, while nothing disconnects before the call. */
static const struct event *connected_elsewhere(
	struct locking *locking, const struct lock_call *call)
{
	const struct check *check = locking->check;
	const struct program *program = check->program;
	const struct routine *own = program_routine(program, call->routine);
	struct scope scope = { program, own };

	if (has_role(own, "DRIVER_INITIALIZE") ||
		has_role(own, "DRIVER_ADD_DEVICE") ||
		is_preceded(check->findings->arena, own->definition->body,
			call->event, is_disconnect, &scope))
		return NULL;
	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);
		const struct body *body = routine->definition ?
			routine->definition->body :
			NULL;

		for (uint32_t e = 0; body && e < body->events.count; e++)
			if (own->roles.count && i != call->routine &&
				is_named(program, routine,
					&body->events.items[e], connects))
				return &body->events.items[e];
	}
	return NULL;
}

static bool is_ever(const struct locking *locking, enum lock_kind kind)
{
	for (uint32_t i = 0; i < locking->calls.count; i++)
		if (locking->calls.items[i].kind == kind)
			return true;
	return false;
}

static void judge_paging(struct locking *locking, const struct lock_call *call)
{
	const struct event *connection = connected_before(locking, call);
	bool must = connection != NULL;
	struct finding *finding;

	if (!connection)
		connection = connected_elsewhere(locking, call);
	if (!connection)
		return;
	finding = lock_report(locking, call, must,
		"all of the driver becomes pageable while an interrupt is "
		"connected or a timer runs");
	finding_relate(locking->check->findings, finding, connection->place,
		"it is connected or set here");
}

static void check(struct check *check)
{
	struct locking *locking = locking_read(check);

	for (uint32_t i = 0; i < locking->calls.count; i++) {
		const struct lock_call *call = &locking->calls.items[i];

		if (call->kind == LOCK_PAGE_ALL)
			judge_paging(locking, call);
		else if (call->kind == LOCK_RESET &&
			!is_ever(locking, LOCK_PAGE_ALL))
			lock_report(locking, call, true,
				"MmPageEntireDriver is never called, so there "
				"is nothing to take back");
	}
}

const struct rule page_entire_driver_misuse = {
	.code = "PA5008",
	.name = "page-entire-driver-misuse",
	.summary = "the whole driver is made pageable while interrupts can still come",
	.why =
		"MmPageEntireDriver makes interrupt, DPC and timer routines "
		"pageable too. If one of them runs then, its page may be "
		"gone, and the system stops.",
	.reported =
		"MmPageEntireDriver after an interrupt was connected or a "
		"timer set in the same routine, or, in a routine that the "
		"system calls, without a disconnect before it while another "
		"routine connects; MmResetDriverPaging in a driver that "
		"never calls the former.",
	.not_reported =
		"MmPageEntireDriver in DriverEntry, in AddDevice, and "
		"behind a disconnect.",
	.limits =
		"A disconnect in another routine that is always called "
		"first is not seen.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/paging-an-entire-driver",
	.bad =
		"#include <ntddk.h>\n"
		"KSERVICE_ROUTINE Isr;\n"
		"BOOLEAN Isr(PKINTERRUPT Interrupt, PVOID Context)\n"
		"{\n"
		"\treturn FALSE;\n"
		"}\n"
		"PKINTERRUPT Interrupt;\n"
		"VOID Start(ULONG Vector)\n"
		"{\n"
		"\tIoConnectInterrupt(&Interrupt, Isr, NULL, NULL, Vector, 5, 5, Latched, FALSE, 1, FALSE);\n"
		"\tMmPageEntireDriver((PVOID)(ULONG_PTR)Start);\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"KSERVICE_ROUTINE Isr;\n"
		"BOOLEAN Isr(PKINTERRUPT Interrupt, PVOID Context)\n"
		"{\n"
		"\treturn FALSE;\n"
		"}\n"
		"PKINTERRUPT Interrupt;\n"
		"VOID Start(ULONG Vector)\n"
		"{\n"
		"\tMmPageEntireDriver((PVOID)(ULONG_PTR)Start);\n"
		"\tMmResetDriverPaging((PVOID)(ULONG_PTR)Start);\n"
		"\tIoConnectInterrupt(&Interrupt, Isr, NULL, NULL, Vector, 5, 5, Latched, FALSE, 1, FALSE);\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tags = "locking",
	.check = check,
};
