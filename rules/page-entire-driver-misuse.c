/*
 * PA5008. MmPageEntireDriver makes all of a driver pageable, whatever its
 * sections are called, its interrupt and DPC routines too. It is for a driver that
 * is not used: with an interrupt connected, the next one hits a page that is gone.
 * MmResetDriverPaging takes that back, and means nothing where it was never
 * done.
 */
#include "rules/locking.h"

struct scope {
	struct locking *locking;
	const struct running *running;
	uint32_t routine;
};

/* Something that ends what runs, or takes the paging back. */
static bool is_end(void *context, uint32_t event)
{
	const struct scope *scope = context;
	const struct locking *locking = scope->locking;

	for (uint32_t i = 0; i < locking->calls.count; i++)
		if (locking->calls.items[i].kind == LOCK_RESET &&
			locking->calls.items[i].routine == scope->routine &&
			locking->calls.items[i].event == event)
			return true;
	return event_stops(
		locking, scope->running, NULL, scope->routine, event);
}

/* A connection in the same routine that is in force at the call. */
static const struct event *connected_before(
	struct scope *scope, const struct lock_call *call)
{
	const struct check *check = scope->locking->check;
	const struct body *body = program_routine(check->program, call->routine)
					  ->body;

	scope->routine = call->routine;
	for (uint32_t e = 0; e < body->events.count; e++)
		if (event_starts(scope->locking, scope->running, call->routine,
			    e) &&
			can_follow(check->findings->arena, body, e, call->event,
				is_end, scope))
			return &body->events.items[e];
	return NULL;
}

/* A connection anywhere else, while nothing disconnects before the call. */
static const struct event *connected_elsewhere(
	struct scope *scope, const struct lock_call *call)
{
	const struct check *check = scope->locking->check;
	const struct program *program = check->program;
	const struct routine *own = program_routine(program, call->routine);

	scope->routine = call->routine;
	if (!own->roles.count || has_role(own, "DRIVER_INITIALIZE") ||
		has_role(own, "DRIVER_ADD_DEVICE") ||
		is_preceded(check->findings->arena, own->body,
			call->event, is_end, scope))
		return NULL;
	for (uint32_t i = 0; i < scope->running->starts.count; i++) {
		const struct running_start *start =
			&scope->running->starts.items[i];

		if (start->routine != call->routine)
			return &program_routine(program, start->routine)
					->body->events
					.items[start->event];
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
	struct scope scope = { locking, running_read(locking), NONE };
	const struct event *connection = connected_before(&scope, call);
	bool must = connection != NULL;
	struct finding *finding;

	if (!connection)
		connection = connected_elsewhere(&scope, call);
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
		"timer set in the same routine or what it calls, or, in a routine that the "
		"system calls, without a disconnect before it while another "
		"routine connects; MmResetDriverPaging in a driver that "
		"never calls the former.",
	.not_reported =
		"MmPageEntireDriver in DriverEntry, in AddDevice, and "
		"behind a disconnect.",
	.limits =
		"A disconnect in another routine that is always called "
		"first is not seen.",
	.no_fix =
		"the call has to go elsewhere, or away.",
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
