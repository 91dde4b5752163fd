/*
 * PA1008. The documentation of a kernel routine states the highest IRQL at
 * which it may be called. Above it the routine may page, wait, or take a lock
 * that is only good below.
 *
 * The flow knows at which IRQL each call is made. What is left to other rules:
 * pageable routines (PA1001 to PA1005 name the cause), a signal with Wait = TRUE
 * that no wait follows and what runs before its wait (PA1007), routines that lock
 * sections (PA5007), and whatever runs raised only because something called before it
 * did not restore IRQL (PA1010). Of an acquire and its release that are both too
 * high, the acquire is the defect.
 *
 * APC_LEVEL is a matter of its own. Dispatch routines and worker threads may be
 * anywhere below DISPATCH_LEVEL, so only a routine that is there for certain
 * counts; and as pages and headers disagree about PASSIVE_LEVEL and APC_LEVEL,
 * the finding says may. So it does of the string routines of ntstrsafe.h, whose
 * pages name PASSIVE_LEVEL and whose header names nothing.
 */
#include "program/called_back.h"
#include "rules/check.h"

#include <string.h>

/* MmLockPagableCodeSection and its kin. */
static bool locks_sections(const char *name)
{
	static const char *const starts[] = { "MmLockPagable",
		"MmUnlockPagable", "MmPageEntireDriver", "MmResetDriverPaging" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (!strncmp(name, starts[i], strlen(starts[i])))
			return true;
	return false;
}

static bool acquires_too_high(
	struct check *check, const struct reach *reach, const char *lock)
{
	const struct routine *routine = program_routine(check->program,
		check->flow->contexts.items[reach->context].routine);
	const struct contract *contract = called_contract(check, routine,
		&routine->body->events.items[reach->event]);
	const struct clause *acquires =
		contract_clause(contract, CLAUSE_ACQUIRES);

	return acquires && acquires->text && !strcmp(acquires->text, lock);
}

/* Whether a call is the end of what went too high: KeLowerIrql, the release of a
 * spin lock, or that of another lock whose acquire, from the same entry point,
 * is at fault already. */
static bool ends_a_defect(struct check *check, const struct reach *end,
	const struct contract *contract)
{
	const struct clause *releases =
		contract_clause(contract, CLAUSE_RELEASES);

	if (!releases || !releases->text) /* of no kind */
		return contract_clause(contract, CLAUSE_RESTORES) != NULL;
	if (lock_spins(releases->text))
		return true;
	for (uint32_t i = 0; i < check->flow->reaches.count; i++) {
		const struct reach *reach = &check->flow->reaches.items[i];

		if (acquires_too_high(check, reach, releases->text) &&
			context_root(check->flow, reach->context) ==
				context_root(check->flow, end->context))
			return true;
	}
	return false;
}

/* Whether a context is of a routine that what its caller calls calls back. */
static bool is_called_back(
	const struct check *check, const struct context *context)
{
	const struct program *program = check->program;
	const struct routine *caller = program_routine(program,
		check->flow->contexts.items[context->parent].routine);

	return event_calls_back(program, caller,
		&caller->body->events.items[context->call],
		program_routine(program, context->routine));
}

/* Whether what calls back a routine on the path is itself called too high. */
static bool follows_from_call(struct check *check, const struct reach *reach)
{
	const struct context *contexts = check->flow->contexts.items;

	for (uint32_t at = reach->context; contexts[at].parent != NONE;
		at = contexts[at].parent) {
		uint32_t parent = contexts[at].parent;
		const struct routine *caller = program_routine(
			check->program, contexts[parent].routine);
		const struct event *call = &caller->body->events
						    .items[contexts[at].call];
		struct limit limit;

		if (!is_called_back(check, &contexts[at]))
			continue;
		limit = call_limit(check, caller, call,
			called_contract(check, caller, call),
			CLAUSE_REQUIRES_MAX, parent);
		if (limit.known && contexts[at].level > (int)limit.strict)
			return true;
	}
	return false;
}

/* Whether the driver itself calls a routine on the path above the levels that
 * its role runs at, such as its DPC routine from its ISR. Whether that is right,
 * in a crash dump for instance, only that call knows. */
static bool is_called_above_role(
	const struct check *check, const struct reach *reach)
{
	const struct context *contexts = check->flow->contexts.items;

	for (uint32_t at = reach->context; contexts[at].parent != NONE;
		at = contexts[at].parent) {
		const struct routine *routine = program_routine(
			check->program, contexts[at].routine);

		for (uint32_t i = 0; !is_called_back(check, &contexts[at]) &&
			i < routine->roles.count; i++)
			if (contexts[at].level != ENTRY_UNKNOWN &&
				(int)routine->roles.items[i].highest <
					contexts[at].level)
				return true;
	}
	return false;
}

/* The parameter that alone decides in this block whether an event comes, such
 * as `AtDpc`; NONE if the block decides nothing, or by something else. */
static uint32_t deciding_parameter(struct check *check,
	const struct body *body, uint32_t index, uint32_t event)
{
	const struct block *block = &body->blocks.items[index];
	uint32_t parameter = block->exit == EXIT_BRANCH ?
		operand_parameter(body, block->test.left) :
		NONE;

	return parameter != NONE &&
			branch_decides(check, body, index, event) ?
		parameter :
		NONE;
}

static bool is_flag(const char *type)
{
	static const char *const types[] = { "BOOLEAN", "BOOL", "bool", "_Bool",
		"unsigned char", "UCHAR" };

	for (size_t i = 0; type && i < sizeof(types) / sizeof(*types); i++)
		if (!strcmp(type, types[i]))
			return true;
	return false;
}

/* Whether a flag that the caller passes on, so that its value is not known here,
 * decides whether a routine comes to an event. The flag may well say at which
 * IRQL the caller is. */
static bool is_decided_by_flag(struct check *check,
	const struct context *context, uint32_t event)
{
	const struct flow *flow = check->flow;
	const struct function *function = program_routine(
		check->program, context->routine)->definition;
	const struct body *body = function->body;
	const struct event *call =
		&program_routine(check->program,
			flow->contexts.items[context->parent].routine)
			 ->body->events.items[context->call];

	for (uint32_t b = 0; b < body->blocks.count; b++) {
		uint32_t flag = deciding_parameter(check, body, b, event);

		if (flag < function->parameters.count &&
			is_flag(function->parameters.items[flag].type) &&
			flag < call->arguments.count &&
			call->arguments.items[flag].kind != OPERAND_CONSTANT)
			return true;
	}
	return false;
}

/* Whether that is so in any routine on the path that inherits its IRQL. */
static bool is_a_matter_of_flags(
	struct check *check, const struct reach *reach)
{
	const struct context *contexts = check->flow->contexts.items;
	uint32_t event = reach->event;

	if (reach->raised_by != NONE)
		return false;
	for (uint32_t at = reach->context;
		contexts[at].parent != NONE &&
		contexts[at].level == reach->level;
		at = contexts[at].parent) {
		if (is_decided_by_flag(check, &contexts[at], event))
			return true;
		event = contexts[at].call;
	}
	return false;
}

/* What raised IRQL, here or on the way here; or NONE. */
static uint32_t raise_of(const struct check *check, const struct reach *reach)
{
	return reach->raised_by != NONE ?
		reach->raised_by :
		check->flow->contexts.items[reach->context].raise;
}

static bool is_left_to_others(struct check *check, const struct reach *reach,
	const struct routine *routine)
{
	uint32_t raise = raise_of(check, reach);

	if (reach->level >= IRQL_DISPATCH &&
		(routine_is_paged(check->program, routine) ||
			is_called_above_role(check, reach) ||
			follows_from_call(check, reach)))
		return true;
	if (raise == NONE)
		return false;
	return check->flow->raises.items[raise].cause == CAUSE_WAIT ||
		raise_has_no_partner(check, raise) ||
		raise_is_in_doubt(check, raise, routine,
			&routine->body->events.items[reach->event]) ||
		raise_is_leak(check, raise);
}

static bool may_raise_to_apc(const struct contract *contract)
{
	for (uint32_t i = 0; contract && i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];

		if (clause->kind == CLAUSE_RAISES &&
			(clause->level == IRQL_APC ||
				clause->level_argument != NONE))
			return true;
	}
	return false;
}

/* Whether a routine itself brings IRQL to APC_LEVEL, with nothing left open. */
static bool raises_to_apc(struct check *check, const struct routine *routine)
{
	const struct body *body = routine->body;

	for (uint32_t e = 0; e < body->events.count; e++)
		if (body->events.items[e].kind == EVENT_CALL &&
			may_raise_to_apc(called_contract(check, routine,
				&body->events.items[e])))
			return !gives_back_by_counter(check, routine);
	return false;
}

enum { MAX_WRAPPERS = 3 }; /* one in another */

/* Whether that is what a call does by a wrapper, or by wrappers of one. */
static bool wraps_apc(struct check *check, const struct routine *routine,
	uint32_t event, int depth)
{
	uint32_t callee = event == NONE ?
		NONE :
		called_routine(check->program, routine,
			&routine->body->events.items[event]);
	const struct routine *wrapper =
		callee == NONE ? NULL : program_routine(check->program, callee);

	if (!wrapper || !wrapper->definition || depth == MAX_WRAPPERS)
		return false;
	if (raises_to_apc(check, wrapper))
		return true;
	for (uint32_t e = 0; e < wrapper->body->events.count; e++)
		if (wraps_apc(check, wrapper, e, depth + 1))
			return true;
	return false;
}

/* Whether IRQL is known at all. At what level the system enters may be left to
 * how the driver configures itself; and only a routine on the path that itself
 * raises to APC_LEVEL, or by a wrapper, is at APC_LEVEL for certain. */
static bool is_certain(struct check *check, const struct reach *reach)
{
	const struct context *contexts = check->flow->contexts.items;
	const struct role *role = entry_role(check, reach->context);
	uint32_t at = reach->context, lifted = reach->lifted;
	const struct routine *routine;

	if (reach->level >= IRQL_DISPATCH)
		return reach->raised_by != NONE ||
			contexts[at].raise != NONE || !role ||
			!role->uncertain;
	while (contexts[at].level == IRQL_APC && contexts[at].parent != NONE) {
		lifted = contexts[at].lift;
		at = contexts[at].parent;
	}
	if (contexts[at].level == IRQL_APC)
		return role && !role->uncertain && role->lowest == IRQL_APC;
	routine = program_routine(check->program, contexts[at].routine);
	return raises_to_apc(check, routine) ||
		wraps_apc(check, routine, lifted, 0);
}

/* A routine of ntstrsafe.h is compiled into the driver, and its header names no
 * limit: what matters is that its strings are resident. */
static bool is_inline_library(const struct contract *contract)
{
	static const char header[] = "nf-ntstrsafe-";

	for (uint32_t i = 0; i < contract->clauses.count; i++)
		if (contract->clauses.items[i].kind == CLAUSE_SOURCE &&
			!strncmp(contract->clauses.items[i].text, header,
				sizeof(header) - 1))
			return true;
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
	struct wrong_call call = { index, in, reach->event, !reach->may,
		IRQL_PASSIVE };
	struct limit limit;

	if (!contract || locks_sections(contract->name) ||
		is_left_to_others(check, reach, routine))
		return;
	limit = call_limit(
		check, routine, event, contract, CLAUSE_REQUIRES_MAX,
		reach->context);
	if (!limit.known || reach->level <= (int)limit.strict ||
		!is_certain(check, reach) ||
		is_a_matter_of_flags(check, reach) ||
		ends_a_defect(check, reach, contract) ||
		signal_lacks_wait(check, in, reach->event))
		return;
	if (reach->level <= (int)limit.level || reach->level == IRQL_APC ||
		is_inline_library(contract) ||
		takes_last_reference(check, reach->context, reach->event,
			raise_of(check, reach)) ||
		object_chooses_lock(check, routine, reach->event))
		call.must = false;
	call.limit = limit.strict;
	wrong_call_add(check, calls, call);
}

static void check(struct check *check)
{
	struct wrong_calls calls = { 0 };

	for (uint32_t i = 0; i < check->flow->reaches.count; i++)
		judge(check, i, &calls);
	for (uint32_t i = 0; i < calls.list.count; i++)
		wrong_call_report(
			check, &calls.list.items[i], "the highest");
}

const struct rule ddi_above_max_irql = {
	.code = "PA1008",
	.name = "ddi-above-max-irql",
	.summary = "a kernel routine is called above its maximum IRQL",
	.why =
		"A routine that is documented for a low IRQL may touch pageable "
		"code and data, wait, or take a mutex. At a higher IRQL that "
		"deadlocks or crashes the system, often only under load.",
	.reported =
		"The call, with the path that raises IRQL: of a kernel routine, or "
		"of a resident routine of the driver against its own annotation "
		"(unless what that does is reported). A wait is reported "
		"at DISPATCH_LEVEL unless its timeout is zero; where the "
		"timeout is not known, as possible. So is a call at APC_LEVEL "
		"of a routine that is documented for PASSIVE_LEVEL; what comes "
		"with the last reference to an object, which whoever raised IRQL "
		"may hold; and what a field of the object chooses in place of a "
		"spin lock.",
	.not_reported =
		"Calls whose limit depends on what cannot be decided here, as "
		"long as one possible limit allows them: memory that may be "
		"paged or not as far as its allocations tell, a pool type that is a variable, a flag that the "
		"caller passes on. Calls in pageable "
		"code that raised IRQL itself, between a signal with Wait = TRUE "
		"and its wait, and after a routine that forgot to restore IRQL: "
		"these have rules of their own. Calls behind a raise of a body "
		"that lost statements, which may have restored IRQL.",
	.limits =
		"A routine without a contract is never reported; a contract "
		"file adds those of your own.",
	.no_fix =
		"the call has to go elsewhere, or be another.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/managing-hardware-priorities",
	.peer = "C28121",
	.bad =
		"#include <ntddk.h>\n"
		"KSPIN_LOCK Lock;\n"
		"HANDLE Key;\n"
		"VOID Close(VOID)\n"
		"{\n"
		"\tKIRQL irql;\n"
		"\tKeAcquireSpinLock(&Lock, &irql);\n"
		"\tZwClose(Key);\n"
		"\tKey = NULL;\n"
		"\tKeReleaseSpinLock(&Lock, irql);\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"KSPIN_LOCK Lock;\n"
		"HANDLE Key;\n"
		"VOID Close(VOID)\n"
		"{\n"
		"\tHANDLE key;\n"
		"\tKIRQL irql;\n"
		"\tKeAcquireSpinLock(&Lock, &irql);\n"
		"\tkey = Key;\n"
		"\tKey = NULL;\n"
		"\tKeReleaseSpinLock(&Lock, irql);\n"
		"\tZwClose(key);\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "CWE-667 irql",
	.check = check,
};
