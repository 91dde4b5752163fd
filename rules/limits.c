/*
 * What a contract says of the IRQL at which one call may be made. Conditions on
 * arguments are decided by constants, those that only have a name by what is
 * known of the driver. What stays open counts for the caller: better miss a
 * call than accuse a right one. The one exception is the timeout of a wait,
 * where the common case is to wait: there the stricter limit is kept as well.
 */
#include "rules/locking.h"

#include <string.h>

#include "rules/pools.h"

struct question {
	struct check *check;
	const struct routine *routine;
	const struct event *event;
	const struct contract *contract;
	uint32_t context; /* where the call is made, or NONE: in any */
	uint32_t pointer; /* path of the pointer that is followed, or NONE */
};

static const struct body *body_of(const struct question *question)
{
	return question->routine->body;
}

/* ---- values ------------------------------------------------------------ */

/* Whether an event hands out the address of a local other than to a wait, which
 * only reads it. */
static bool hands_out(const struct question *question,
	const struct event *event, const struct path *local)
{
	const struct body *body = body_of(question);
	uint32_t callee = operand_routine(
		question->check->program, question->routine, event->callee);

	if (event->kind == EVENT_CALL && callee != NONE &&
		program_routine(question->check->program, callee)->contract ==
			question->contract)
		return false;
	for (uint32_t i = 0; i < event->arguments.count; i++) {
		struct operand argument = event->arguments.items[i];

		if (argument.kind == OPERAND_ADDRESS &&
			paths_share_root(
				&body->paths.items[argument.index], local))
			return true;
	}
	return event->kind != EVENT_CALL &&
		event->value.kind == OPERAND_ADDRESS &&
		event->path != question->pointer &&
		paths_share_root(
			&body->paths.items[event->value.index], local);
}

/* memset(&local, 0, …) */
static bool zeroes(const struct question *question, const struct event *event)
{
	uint32_t callee = operand_routine(
		question->check->program, question->routine, event->callee);

	return event->kind == EVENT_CALL && callee != NONE &&
		event->arguments.count == 3 &&
		!strcmp(program_routine(question->check->program, callee)->name,
			"memset") &&
		event->arguments.items[1].kind == OPERAND_CONSTANT &&
		event->arguments.items[1].constant == 0;
}

/* Whether a local or any part of it only ever has constants that are zero when the
 * call is made, or only such that are not. */
static enum truth local_is_zero(
	const struct question *question, const struct path *local)
{
	const struct body *body = body_of(question);
	bool zero = false, other = false;

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (hands_out(question, event, local)) {
			if (!zeroes(question, event))
				return TRUTH_MAYBE;
			zero = true;
		}
		if (event->kind != EVENT_ASSIGN ||
			body->paths.items[event->path].root != local->root ||
			body->paths.items[event->path].index != local->index ||
			!store_lasts(question->check->findings->arena, body, i,
				(uint32_t)(question->event -
					body->events.items)))
			continue;
		if (event->value.kind != OPERAND_CONSTANT)
			return TRUTH_MAYBE;
		*(event->value.constant ? &other : &zero) = true;
	}
	return zero == other ? TRUTH_MAYBE : zero ? TRUTH_YES : TRUTH_NO;
}

static enum truth global_is_zero(
	const struct question *question, const struct path *path)
{
	const struct program *program = question->check->program;
	uint32_t index = program->units.items[question->routine->unit]
				 .variables[path->index];
	const struct variable *variable = index == NONE ?
		NULL :
		program->variables.items[index].definition;

	if (!variable || !variable->defined || !variable->is_const)
		return TRUTH_MAYBE;
	return variable->zero || !variable->initialised ? TRUTH_YES : TRUTH_NO;
}

/* Whether what stands at an address is zero. */
static enum truth object_is_zero(
	const struct question *question, struct operand operand)
{
	const struct path *path;

	if (operand.kind != OPERAND_ADDRESS)
		return TRUTH_MAYBE;
	path = &body_of(question)->paths.items[operand.index];
	if (strstr(path->steps, "->") || strchr(path->steps, '*'))
		return TRUTH_MAYBE;
	if (path->root == ROOT_LOCAL)
		return local_is_zero(question, path);
	return path->root == ROOT_GLOBAL ? global_is_zero(question, path) :
					   TRUTH_MAYBE;
}

/* A pointer that is now NULL and now something zero was made for both: where it
 * must poll, it does. */
static bool is_made_to_poll(
	const struct question *question, struct operand pointer)
{
	const struct body *body = body_of(question);
	struct question through = *question;

	through.pointer = pointer.index;
	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (pointer.kind == OPERAND_PATH &&
			event_stores(event, pointer.index) &&
			object_is_zero(&through, event->value) == TRUTH_YES)
			return true;
	}
	return false;
}

/* An argument as a value: a constant, an address, or anything. */
static struct value argument_value(struct operand operand)
{
	struct value value = any_value();

	if (operand.kind == OPERAND_CONSTANT)
		return constant_value(operand.constant);
	value.nonzero = operand.kind == OPERAND_ADDRESS ||
		operand.kind == OPERAND_FUNCTION ||
		operand.kind == OPERAND_STRING;
	return value;
}

/* What the calls that lead to a context hand to a parameter, for one that is handed
 * on; NULL if that is not known. */
static const struct operand *handed_in(
	const struct question *question, uint32_t context, uint32_t parameter)
{
	const struct program *program = question->check->program;
	const struct context *contexts = question->check->flow->contexts.items;

	while (context != NONE && contexts[context].parent != NONE) {
		uint32_t target = contexts[context].routine, in;
		const struct routine *caller;
		const struct event *call;
		const struct operand *handed;

		in = contexts[context].parent;
		caller = program_routine(program, contexts[in].routine);
		call = &caller->body->events
				.items[contexts[context].call];
		if (parameter >= call->arguments.count ||
			event_hands_over(program, caller, call, target))
			return NULL;
		handed = &call->arguments.items[parameter];
		if (!operand_is_plain_parameter(
			    caller->body, *handed))
			return handed;
		parameter = operand_parameter(
			caller->body, *handed);
		context = in;
	}
	return NULL;
}

/* Likewise, where the argument is a parameter of the routine that calls. */
static struct value value_here(
	const struct question *question, struct operand argument)
{
	const struct body *body = body_of(question);
	const struct operand *handed;

	if (!operand_is_plain_parameter(body, argument))
		return argument_value(argument);
	handed = handed_in(question, question->context,
		operand_parameter(body, argument));
	return handed ? argument_value(*handed) : any_value();
}

/* ---- conditions -------------------------------------------------------- */

static bool is_timeout(const struct when *when)
{
	return when->kind == WHEN_NAMED && !strcmp(when->name, "timeout");
}

/* Whether the call waits: it has no timeout, or one that is not zero. Which
 * argument that is says the clause for NULL. */
static enum truth waits(const struct question *question)
{
	const struct contract *contract = question->contract;

	for (uint32_t i = 0; i < contract->clauses.count; i++) {
		const struct when *when = &contract->clauses.items[i].when;
		struct operand timeout;
		struct value value;
		enum truth zero;

		if (when->kind != WHEN_ARGUMENT ||
			when->test != TEST_EQUAL || when->constant != 0 ||
			when->argument >= question->event->arguments.count)
			continue;
		timeout = question->event->arguments.items[when->argument];
		value = argument_value(timeout);
		if (test_value(&value, TEST_EQUAL, 0) == TRUTH_YES)
			return TRUTH_YES;
		if (is_made_to_poll(question, timeout))
			return TRUTH_NO;
		zero = object_is_zero(question, timeout);
		return zero == TRUTH_YES ? TRUTH_NO :
			zero == TRUTH_NO ? TRUTH_YES :
					   TRUTH_MAYBE;
	}
	return TRUTH_MAYBE;
}

static bool is_pool(const struct when *when)
{
	return when->kind == WHEN_NAMED && !strcmp(when->name, "pool-type");
}

/* Whether the memory that the call frees may be paged out. */
static enum truth frees_pageable(const struct question *question)
{
	const struct flow *flow = question->check->flow;

	return question->context != NONE &&
			frees_paged(question->check,
				flow->contexts.items[question->context].routine,
				(uint32_t)(question->event -
					body_of(question)->events.items)) ?
		TRUTH_YES :
		TRUTH_NO;
}

static enum truth condition(
	const struct question *question, const struct when *when)
{
	struct value value;

	if (is_timeout(when))
		return waits(question);
	if (is_pool(when))
		return frees_pageable(question);
	switch (when->kind) {
	case WHEN_ALWAYS:
		return TRUTH_YES;
	case WHEN_ARGUMENT:
		if (when->argument >= question->event->arguments.count)
			return TRUTH_MAYBE;
		value = value_here(question,
			question->event->arguments.items[when->argument]);
		return test_value(&value, when->test, when->constant);
	case WHEN_NAMED:
		if (question->contract->authority != AUTHORITY_BUILTIN)
			return TRUTH_MAYBE;
		return named_condition_holds(question->check->program, when,
			       question->routine, question->event, false) ?
			TRUTH_YES :
			TRUTH_NO;
	case WHEN_RETURN:
		break;
	}
	return TRUTH_MAYBE;
}

/* ---- limits ------------------------------------------------------------ */

static bool is_stricter(
	enum clause_kind kind, enum irql level, enum irql than)
{
	return kind == CLAUSE_REQUIRES_MAX ? level < than : level > than;
}

/* Limits under conditions that hold: the strictest. */
static void narrow(struct limit *limit, enum clause_kind kind, enum irql level)
{
	if (!limit->known || is_stricter(kind, level, limit->level))
		limit->level = level;
	limit->known = true;
}

/* The limits whose condition has this truth. */
static struct limit limits_that(const struct question *question,
	enum clause_kind kind, enum truth wanted, bool conditional)
{
	const struct contract *contract = question->contract;
	struct limit limit = { .known = false };

	for (uint32_t i = 0; i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];

		if (clause->kind == kind &&
			clause->subject.kind == SUBJECT_NONE &&
			(clause->when.kind != WHEN_ALWAYS) == conditional &&
			condition(question, &clause->when) == wanted)
			narrow(&limit, kind, clause->level);
	}
	return limit;
}

/* How many open conditions carry a limit, and the widest of these. */
static int open_limits(const struct question *question, enum clause_kind kind,
	enum irql *widest)
{
	const struct contract *contract = question->contract;
	int count = 0;

	for (uint32_t i = 0; i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];

		if (clause->kind != kind ||
			clause->subject.kind != SUBJECT_NONE ||
			condition(question, &clause->when) != TRUTH_MAYBE)
			continue;
		if (!count++ || is_stricter(kind, *widest, clause->level))
			*widest = clause->level;
	}
	return count;
}

/* The limit that holds if the call does not poll. */
static enum irql strict_limit(const struct question *question,
	enum clause_kind kind, enum irql level)
{
	const struct contract *contract = question->contract;

	for (uint32_t i = 0; i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];

		if (clause->kind == kind && is_timeout(&clause->when) &&
			condition(question, &clause->when) == TRUTH_MAYBE &&
			is_stricter(kind, clause->level, level))
			level = clause->level;
	}
	return level;
}

struct limit call_limit(struct check *check, const struct routine *routine,
	const struct event *event, const struct contract *contract,
	enum clause_kind kind, uint32_t context)
{
	const struct question question = { check, routine, event, contract,
		context, NONE };
	struct limit limit =
		limits_that(&question, kind, TRUTH_YES, true);
	enum irql widest = IRQL_PASSIVE;
	int open;

	if (!limit.known)
		limit = limits_that(&question, kind, TRUTH_YES, false);
	open = open_limits(&question, kind, &widest);
	if (limit.known && open && is_stricter(kind, limit.level, widest))
		limit.level = widest;
	if (!limit.known && open > 1) { /* one of them holds */
		limit.known = true;
		limit.level = widest;
	}
	limit.strict = strict_limit(&question, kind, limit.level);
	return limit;
}

/* ---- calls ------------------------------------------------------------- */

const struct contract *called_contract(struct check *check,
	const struct routine *routine, const struct event *event)
{
	uint32_t direct;

	call_targets(check->program, routine, event, &direct);
	if (direct == NONE ||
		program_routine(check->program, direct)->definition)
		return NULL;
	return program_routine(check->program, direct)->contract;
}

static bool passes(const struct flow *flow, uint32_t context, uint32_t routine)
{
	while (context != NONE &&
		flow->contexts.items[context].routine != routine)
		context = flow->contexts.items[context].parent;
	return context != NONE;
}

/* Whether a kernel routine is called there at another level than it may be. */
static bool misuses_kernel(struct check *check, const struct reach *reach)
{
	const struct routine *routine = program_routine(check->program,
		check->flow->contexts.items[reach->context].routine);
	const struct event *event =
		&routine->body->events.items[reach->event];
	const struct contract *contract =
		called_contract(check, routine, event);
	struct limit highest, lowest;

	if (!contract)
		return false;
	highest = call_limit(check, routine, event, contract,
		CLAUSE_REQUIRES_MAX, reach->context);
	lowest = call_limit(check, routine, event, contract,
		CLAUSE_REQUIRES_MIN, reach->context);
	return (highest.known && reach->level > (int)highest.strict) ||
		(lowest.known && reach->level < (int)lowest.level);
}

/* Whether a kernel routine or a pageable one that is called in a routine of the
 * driver, or below it, is at fault at this level: that says more. */
static bool has_fault_below(
	struct check *check, uint32_t routine, int level)
{
	const struct flow *flow = check->flow;

	for (uint32_t i = 0; i < flow->reaches.count; i++) {
		const struct reach *reach = &flow->reaches.items[i];

		if (reach->level == level &&
			passes(flow, reach->context, routine) &&
			misuses_kernel(check, reach))
			return true;
	}
	for (uint32_t i = 0; i < flow->paged_entries.count; i++)
		if (flow->paged_entries.items[i].level == level &&
			passes(flow, flow->paged_entries.items[i].context,
				routine))
			return true;
	return false;
}

/* Whether a routine on the path is itself called at another level than its
 * annotation names: what it goes on to call follows from that. */
static bool follows_from_caller(
	const struct check *check, const struct reach *reach)
{
	const struct context *contexts = check->flow->contexts.items;
	enum irql lowest, highest;

	for (uint32_t at = reach->context; contexts[at].parent != NONE;
		at = contexts[at].parent)
		if (contexts[at].level != ENTRY_UNKNOWN &&
			annotated_levels(check->program,
				program_routine(check->program,
					contexts[at].routine),
				&lowest, &highest) &&
			(contexts[at].level > (int)highest ||
				contexts[at].level < (int)lowest))
			return true;
	return false;
}

const struct contract *limiting_contract(struct check *check,
	const struct routine *routine, const struct reach *reach)
{
	const struct routine *callee;
	uint32_t direct;

	call_targets(check->program, routine,
		&routine->body->events.items[reach->event],
		&direct);
	if (direct == NONE)
		return NULL;
	callee = program_routine(check->program, direct);
	if (callee->definition &&
		(routine_is_paged(check->program, callee) ||
			has_fault_below(check, direct, reach->level) ||
			follows_from_caller(check, reach)))
		return NULL;
	return callee->contract;
}

const struct role *entry_role(const struct check *check, uint32_t context)
{
	const struct context *contexts = check->flow->contexts.items;

	context = context_root(check->flow, context);
	if (contexts[context].role == NONE)
		return NULL;
	return &program_routine(check->program, contexts[context].routine)
			->roles.items[contexts[context].role];
}

enum irql lowest_entry(const struct check *check, uint32_t context)
{
	const struct role *role = entry_role(check, context);

	return role ? role->lowest : IRQL_PASSIVE;
}

void wrong_call_add(struct check *check, struct wrong_calls *calls,
	struct wrong_call call)
{
	struct arena *arena = check->findings->arena;
	const struct event *event =
		&program_routine(check->program, call.routine)
			 ->body->events.items[call.event];
	uint32_t index = map_get(&calls->by_event, event);

	if (index == MAP_NONE) {
		map_set(arena, &calls->by_event, event, calls->list.count);
		*vec_add(arena, &calls->list) = call;
	} else if (call.must && !calls->list.items[index].must) {
		calls->list.items[index] = call;
	}
}

static const char *reached_level(const struct reach *reach)
{
	return reach->pageable ? "APC_LEVEL or below" :
				 entry_level_name(reach->level);
}

void wrong_call_report(struct check *check, const struct wrong_call *call,
	const char *which)
{
	const struct reach *reach = &check->flow->reaches.items[call->reach];
	const struct context *context =
		&check->flow->contexts.items[reach->context];
	const struct routine *routine =
		program_routine(check->program, call->routine);
	const struct event *event =
		&routine->body->events.items[call->event];
	const char *callee = callee_name(check->program, routine, event);
	int depth = context_depth(check->flow, reach->context);
	struct finding *finding = check_report(check, routine, event->place,
		call->must, "'%s' calls %s at %s; %s IRQL for it is %s",
		routine->name, callee, reached_level(reach), which,
		irql_name(call->limit));

	finding->callee = callee;
	witness_context(check, finding, reach->context);
	if (reach->raised_by != NONE && reach->raised_by != context->raise)
		witness_raise(check, finding, reach->raised_by, depth);
	else if (reach->raised_by == NONE && reach->lifted != NONE)
		witness_lift(check, finding,
			program_routine(check->program, context->routine),
			reach->lifted, reached_level(reach), depth);
	finding_step(check->findings, finding, event->place,
		reached_level(reach), depth, true,
		"'%s' calls %s here", routine->name, callee);
}
