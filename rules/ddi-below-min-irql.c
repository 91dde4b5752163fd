/*
 * PA1009. Some kernel routines count on being at DISPATCH_LEVEL or above: the
 * spin lock routines that end in AtDpcLevel save the time to raise IRQL because
 * their caller already has, IoStartNextPacket calls StartIo.
 *
 * What is left alone: a release, unless IRQL was lowered while the lock was held
 * or nobody holds it, since otherwise what is wrong is how the lock was acquired;
 * what restores IRQL, and what comes after that was lowered too far, which PA1011
 * reports; an acquire in a pageable routine, which PA1001 reports.
 */
#include "rules/locking.h"

/* Whether the call releases a lock that was held while IRQL was lowered, or one
 * that nobody holds. */
static bool is_at_fault(struct check *check, uint32_t routine, uint32_t event)
{
	for (uint32_t i = 0; i < check->flow->mishaps.count; i++) {
		const struct mishap *mishap = &check->flow->mishaps.items[i];

		if (mishap->routine == routine && mishap->event == event &&
			(mishap->kind == MISHAP_KEPT_LOCK ||
				(is_unheld(mishap) &&
					unheld_context(check, mishap) != NONE)))
			return true;
	}
	return false;
}

/* Whether IRQL is low because a call in the routine lowered it below the entry's. */
static bool was_lowered(struct check *check, const struct reach *reach)
{
	const struct context *context =
		&check->flow->contexts.items[reach->context];
	const struct body *body =
		program_routine(check->program, context->routine)
			->body;

	for (uint32_t i = 0; i < check->flow->mishaps.count; i++) {
		const struct mishap *mishap = &check->flow->mishaps.items[i];

		if (mishap->kind == MISHAP_LOWERED && mishap->below_entry &&
			mishap->routine == context->routine &&
			mishap->entry == context->level &&
			reach->level < context->level &&
			can_follow(check->findings->arena, body, mishap->event,
				reach->event, NULL, NULL))
			return true;
	}
	return false;
}

static bool is_left_to_others(struct check *check, const struct reach *reach,
	uint32_t routine, const struct contract *contract)
{
	if (contract_clause(contract, CLAUSE_RESTORES))
		return true;
	if (contract_clause(contract, CLAUSE_RELEASES))
		return !is_at_fault(check, routine, reach->event);
	return was_lowered(check, reach) ||
		(contract_clause(contract, CLAUSE_ACQUIRES) &&
			routine_is_paged(check->program,
				program_routine(check->program, routine)));
}

/* Whether the entry point of the path runs at the limit on other occasions. */
enum entry {
	ENTRY_LOW,
	ENTRY_SELDOM_HIGH, /* a dispatch routine: a driver above may call it so */
	ENTRY_HIGH,	   /* by its role */
};

static enum entry path_entry(
	const struct check *check, const struct reach *reach, enum irql limit)
{
	const struct context *contexts = check->flow->contexts.items;
	const struct routine *routine;

	if (!entry_role(check, reach->context))
		return ENTRY_LOW;
	routine = program_routine(check->program,
		contexts[context_root(check->flow, reach->context)].routine);
	for (uint32_t i = 0; i < routine->roles.count; i++)
		if (routine->roles.items[i].highest >= limit)
			return ENTRY_HIGH;
	return has_role(routine, "DRIVER_DISPATCH") ? ENTRY_SELDOM_HIGH :
						      ENTRY_LOW;
}

/* A routine that is looked through. */
struct looked_through {
	struct check *check;
	const struct routine *routine;
};

static bool has_clause(const struct looked_through *in, uint32_t index,
	enum clause_kind kind)
{
	const struct event *event =
		&in->routine->body->events.items[index];

	return event->kind == EVENT_CALL &&
		contract_clause(
			called_contract(in->check, in->routine, event), kind);
}

static bool restores(void *context, uint32_t index)
{
	return has_clause(context, index, CLAUSE_RESTORES);
}

/* Whether a raise has to do with a call: it is in force there, or made on another
 * way instead of the call. */
static bool concerns(struct looked_through *in, uint32_t raise, uint32_t call)
{
	const struct body *body = in->routine->body;
	struct arena *arena = in->check->findings->arena;

	return can_follow(arena, body, raise, call, restores, in) ||
		(!can_follow(arena, body, raise, call, NULL, NULL) &&
			!can_follow(arena, body, call, raise, NULL, NULL));
}

/* Whether a routine raises IRQL itself for a call on some path, and on another does
 * not. */
static bool may_raise(
	struct check *check, const struct routine *routine, uint32_t call)
{
	const struct body *body = routine->body;
	struct looked_through in = { check, routine };

	for (uint32_t e = 0; e < body->events.count; e++)
		if (has_clause(&in, e, CLAUSE_RAISES) &&
			can_be_avoided(check, routine, e) &&
			concerns(&in, e, call))
			return true;
	return false;
}

/* Whether the routines of a path may well have asked at which IRQL they are: one
 * raises it under a condition, or, where `branches` say so, the call is not made
 * whenever the entry point runs. */
static bool may_have_asked(
	struct check *check, const struct reach *reach, bool branches)
{
	const struct context *contexts = check->flow->contexts.items;
	uint32_t event = reach->event;

	for (uint32_t at = reach->context; at != NONE;
		at = contexts[at].parent) {
		const struct routine *routine = program_routine(
			check->program, contexts[at].routine);

		if ((branches && can_be_avoided(check, routine, event)) ||
			may_raise(check, routine, event))
			return true;
		event = contexts[at].call;
	}
	return false;
}

static void judge(
	struct check *check, uint32_t index, struct wrong_calls *calls)
{
	const struct reach *reach = &check->flow->reaches.items[index];
	uint32_t in = check->flow->contexts.items[reach->context].routine;
	const struct routine *routine = program_routine(check->program, in);
	const struct event *event =
		&routine->body->events.items[reach->event];
	const struct contract *contract =
		limiting_contract(check, routine, reach);
	const struct role *role;
	struct limit limit;
	enum entry entry;

	if (!contract || is_left_to_others(check, reach, in, contract))
		return;
	limit = call_limit(
		check, routine, event, contract, CLAUSE_REQUIRES_MIN,
		reach->context);
	if (!limit.known || reach->level >= (int)limit.level)
		return;
	role = entry_role(check, reach->context);
	if (role && role->uncertain)
		return;
	entry = reach->canceled ? ENTRY_LOW :
				  path_entry(check, reach, limit.level);
	if (entry == ENTRY_LOW ||
		!may_have_asked(check, reach, entry == ENTRY_HIGH))
		wrong_call_add(check, calls,
			(struct wrong_call){ index, in, reach->event,
				!reach->may && entry == ENTRY_LOW,
				limit.level });
}

static void check(struct check *check)
{
	struct wrong_calls calls = { 0 };

	for (uint32_t i = 0; i < check->flow->reaches.count; i++)
		judge(check, i, &calls);
	for (uint32_t i = 0; i < calls.list.count; i++)
		wrong_call_report(check, &calls.list.items[i], "the lowest");
}

const struct rule ddi_below_min_irql = {
	.code = "PA1009",
	.name = "ddi-below-min-irql",
	.summary = "a kernel routine is called below its minimum IRQL",
	.why =
		"The routine counts on its caller being at DISPATCH_LEVEL and "
		"does not raise IRQL itself. Below, a thread that holds such a "
		"spin lock can be preempted, and whoever spins for it on the same "
		"processor spins for ever.",
	.reported =
		"The call, with the path to it: of a kernel routine, or of one of "
		"the driver's against its own annotation. As possible where the entry "
		"point also runs at DISPATCH_LEVEL, such as a completion routine, "
		"and in a cancel routine that has given back the cancel lock.",
	.not_reported =
		"Calls in routines whose callers are not known and which are not "
		"annotated, unless pageable code calls them. Calls under a "
		"condition where the entry point also runs high: the routine may "
		"ask for its IRQL, or be told. Releases, unless IRQL was "
		"lowered while the lock was held, or nobody holds it: else what "
		"is wrong is the acquire. Releases that restore IRQL (PA1011). "
		"Acquires in pageable code, which are wrong at any IRQL.",
	.limits =
		"A documented level is taken for a minimum only where the "
		"documentation says so; a bare level is a maximum.",
	.no_fix =
		"the call has to go elsewhere, or be another.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-keacquirespinlockatdpclevel",
	.peer = "C28120",
	.bad =
		"#include <ntddk.h>\n"
		"KSPIN_LOCK Lock;\n"
		"ULONG Count;\n"
		"DRIVER_UNLOAD Unload;\n"
		"VOID Unload(PDRIVER_OBJECT Driver)\n"
		"{\n"
		"\tKeAcquireSpinLockAtDpcLevel(&Lock);\n"
		"\tCount = 0;\n"
		"\tKeReleaseSpinLockFromDpcLevel(&Lock);\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"KSPIN_LOCK Lock;\n"
		"ULONG Count;\n"
		"DRIVER_UNLOAD Unload;\n"
		"VOID Unload(PDRIVER_OBJECT Driver)\n"
		"{\n"
		"\tKIRQL irql;\n"
		"\tKeAcquireSpinLock(&Lock, &irql);\n"
		"\tCount = 0;\n"
		"\tKeReleaseSpinLock(&Lock, irql);\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tags = "CWE-667 irql",
	.check = check,
};
