/*
 * PA1007. KeSetEvent and its kin with Wait = TRUE return at DISPATCH_LEVEL and
 * count on the very next call being a wait, which brings IRQL back down. Here
 * every path from such a call is followed to the next call. The driver's own
 * routines are entered, and where a routine returns first, its callers are gone
 * on in: a wrapper may signal for the wait that follows it. A call of which
 * nothing is known, such as one that only computes the timeout, is passed over.
 *
 * Only a Wait that is a constant counts, and not in pageable code, where the
 * call is wrong whatever follows (PA1003).
 */
#include "rules/check.h"
#include "rules/values.h"

#include <string.h>

enum { MAX_STATIONS = 2000 };

/* A block of a routine that was gone into from its start. */
struct station {
	uint32_t routine, block;
	bool inside; /* a call of the path: it returns to there, not anywhere */
};

struct search {
	struct check *check;
	uint32_t signals; /* the routine that the paths start in */
	bool waits, ends; /* on some path it waits itself; or returns, to nobody
			     that is known */
	VEC(struct station) seen;
	const struct routine *in; /* what comes instead of a wait */
	struct place place;
	const char *what;
};

/* Whether a call signals with Wait = TRUE: its contract saves for a wait. */
static bool signals_and_waits(
	const struct contract *contract, const struct event *event)
{
	for (uint32_t i = 0; contract && i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];
		const struct when *when = &clause->when;
		struct operand wait;

		if (clause->kind != CLAUSE_SAVES_GLOBAL ||
			strcmp(clause->text, "wait") ||
			when->kind != WHEN_ARGUMENT ||
			when->argument >= event->arguments.count)
			continue;
		wait = event->arguments.items[when->argument];
		return wait.kind == OPERAND_CONSTANT && wait.constant != 0;
	}
	return false;
}

static bool enter(struct search *search, struct station station)
{
	for (uint32_t i = 0; i < search->seen.count; i++) {
		const struct station *seen = &search->seen.items[i];

		if (seen->routine == station.routine &&
			seen->block == station.block &&
			seen->inside == station.inside)
			return false;
	}
	if (search->seen.count == MAX_STATIONS)
		return false;
	*vec_add(search->check->findings->arena, &search->seen) = station;
	return true;
}

static void stops_at(struct search *search, const struct routine *in,
	struct place place, const char *what)
{
	search->in = in;
	search->place = place;
	search->what = what;
}

/* What a path comes to. */
enum next {
	NEXT_WAIT,    /* on this path all is well */
	NEXT_OTHER,   /* another call, or the end: search says which */
	NEXT_RETURNS, /* the routine returns, and no call was made */
};

static enum next next_in_block(struct search *search, uint32_t routine,
	uint32_t block, uint32_t from, bool inside);

static enum next enter_routine(struct search *search, uint32_t routine)
{
	if (!enter(search, (struct station){ routine, 0, true }))
		return NEXT_WAIT;
	return next_in_block(search, routine, 0, 0, true);
}

/* What a call event is: the wait, another call, or one to pass over. */
static enum next next_at_call(
	struct search *search, uint32_t in, uint32_t index)
{
	struct program *program = search->check->program;
	const struct routine *routine = program_routine(program, in);
	const struct event *event =
		&routine->body->events.items[index];
	const struct routine *callee;
	struct targets targets;
	uint32_t direct;

	targets = call_targets(program, routine, event, &direct);
	if (direct == NONE || targets.count)
		return NEXT_RETURNS;
	callee = program_routine(program, direct);
	if (callee->definition)
		return enter_routine(search, direct);
	if (is_wait(callee->name)) {
		search->waits |= in == search->signals;
		return NEXT_WAIT;
	}
	if (!callee->contract)
		return NEXT_RETURNS;
	stops_at(search, routine, event->place, callee->name);
	return NEXT_OTHER;
}

/* Goes on behind each call of a routine that returned without one. */
static enum next next_in_callers(struct search *search, uint32_t callee)
{
	struct program *program = search->check->program;
	const struct routine *routine = program_routine(program, callee);
	bool called = false;

	if (routine->roles.count) {
		stops_at(search, routine, routine->body->end,
			"return");
		return NEXT_OTHER;
	}
	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *caller = program_routine(program, i);
		const struct body *body = caller->body;

		for (uint32_t b = 0; body && b < body->blocks.count; b++) {
			const struct block *block = &body->blocks.items[b];

			for (uint32_t k = 0; k < block->count; k++) {
				const struct event *event =
					&body->events.items
						 [body->order.items
							  [block->first + k]];

				if (event->kind != EVENT_CALL ||
					operand_routine(program, caller,
						event->callee) != callee)
					continue;
				called = true;
				if (next_in_block(search, i, b, k + 1, false) ==
					NEXT_OTHER)
					return NEXT_OTHER;
			}
		}
	}
	search->ends |= !called && callee == search->signals;
	return NEXT_WAIT;
}

static enum next next_behind_block(struct search *search, uint32_t routine,
	const struct block *block, bool inside)
{
	enum next found = NEXT_WAIT;

	if (block->exit == EXIT_RETURN)
		return inside ? NEXT_RETURNS :
				next_in_callers(search, routine);
	for (uint32_t i = 0; i < block->successors.count; i++) {
		uint32_t to = block->successors.items[i];
		enum next next;

		if (!enter(search, (struct station){ routine, to, inside }))
			continue;
		next = next_in_block(search, routine, to, 0, inside);
		if (next == NEXT_OTHER)
			return next;
		if (next == NEXT_RETURNS)
			found = next;
	}
	return found;
}

static enum next next_in_block(struct search *search, uint32_t index,
	uint32_t block_index, uint32_t from, bool inside)
{
	const struct routine *routine =
		program_routine(search->check->program, index);
	const struct body *body = routine->body;
	const struct block *block = &body->blocks.items[block_index];

	for (uint32_t k = from; k < block->count; k++) {
		uint32_t event = body->order.items[block->first + k];
		enum next next;

		if (body->events.items[event].kind != EVENT_CALL)
			continue;
		next = next_at_call(search, index, event);
		if (next != NEXT_RETURNS)
			return next;
	}
	return next_behind_block(search, index, block, inside);
}

static void report(struct search *search, const struct routine *routine,
	const struct event *event)
{
	struct check *check = search->check;
	const char *callee = callee_name(check->program, routine, event);
	bool returns = !strcmp(search->what, "return");
	struct finding *finding = check_report(check, routine, event->place,
		true, "'%s' calls %s with Wait = TRUE, and what comes next is "
		"%s%s%s, not a wait",
		routine->name, callee, returns ? "the " : "'", search->what,
		returns ? "" : "'");

	finding->callee = callee;
	finding_step(check->findings, finding, event->place, "DISPATCH_LEVEL",
		0, true, "%s returns at DISPATCH_LEVEL because Wait is TRUE",
		callee);
	finding_step(check->findings, finding, search->place, "DISPATCH_LEVEL",
		0, true, returns ? "'%s' returns here, still at DISPATCH_LEVEL" :
				   "'%s' makes its next call here",
		search->in->name);
}

/* The search from a call; whether it signals with Wait = TRUE and no wait comes
 * next. Of a routine that nobody is known to call the wait may be its caller's, but
 * not where it waits itself on another path. */
static bool lacks_wait(struct search *search, uint32_t index, uint32_t at)
{
	struct check *check = search->check;
	const struct routine *routine = program_routine(check->program, index);
	const struct body *body = routine->body;
	const struct event *event = &body->events.items[at];
	uint32_t block, position;

	if (event->kind != EVENT_CALL ||
		!signals_and_waits(
			called_contract(check, routine, event), event))
		return false;
	block = block_of(body, at, &position);
	if (block == NONE)
		return false;
	search->signals = index;
	if (next_in_block(search, index, block,
		    position - body->blocks.items[block].first + 1, false) ==
		NEXT_OTHER)
		return true;
	if (!search->waits || !search->ends)
		return false;
	stops_at(search, routine, body->end, "return");
	return true;
}

bool signal_lacks_wait(struct check *check, uint32_t routine, uint32_t event)
{
	struct search search = { .check = check };

	return lacks_wait(&search, routine, event);
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct routine *routine =
			program_routine(check->program, i);
		const struct body *body = routine->body;

		if (!body || routine_is_paged(check->program, routine))
			continue;
		for (uint32_t e = 0; e < body->events.count; e++) {
			struct search search = { .check = check };

			if (lacks_wait(&search, i, e))
				report(&search, routine,
					&body->events.items[e]);
		}
	}
}

const struct rule wait_true_without_wait = {
	.code = "PA1007",
	.name = "wait-true-without-wait",
	.summary = "a signal with Wait = TRUE is not followed by a wait at once",
	.why =
		"The routine returns at DISPATCH_LEVEL and leaves IRQL to the "
		"wait that is to follow. Whatever else is called meanwhile runs "
		"raised, and without a wait IRQL never comes down.",
	.reported =
		"The call with Wait = TRUE from which some path comes to "
		"another call, or to the end of a routine that the system calls, "
		"before it comes to a KeWaitForXxx.",
	.not_reported =
		"A wait in a routine that is called next, or behind the call of "
		"the wrapper that signals. Pageable code, where Wait = TRUE is "
		"wrong whatever follows.",
	.limits =
		"A Wait that is not a constant is not judged, and the end of a "
		"routine that nobody is known to call is reported only if it "
		"waits itself on another path.",
	.no_fix =
		"whether a wait is missing or TRUE is wrong, the source "
		"does not say.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/nf-wdm-kesetevent",
	.bad =
		"#include <ntddk.h>\n"
		"KEVENT Ready, Done;\n"
		"VOID HandOver(PLONG Count)\n"
		"{\n"
		"\tKeSetEvent(&Ready, IO_NO_INCREMENT, TRUE);\n"
		"\tif (KeReadStateEvent(&Done))\n"
		"\t\t++*Count;\n"
		"\tKeWaitForSingleObject(&Done, Executive, KernelMode, FALSE, NULL);\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"KEVENT Ready, Done;\n"
		"VOID HandOver(PLONG Count)\n"
		"{\n"
		"\tif (KeReadStateEvent(&Done))\n"
		"\t\t++*Count;\n"
		"\tKeSetEvent(&Ready, IO_NO_INCREMENT, TRUE);\n"
		"\tKeWaitForSingleObject(&Done, Executive, KernelMode, FALSE, NULL);\n"
		"}\n",
	.level = LEVEL_ERROR,
	.status = STATUS_STABLE,
	.tags = "CWE-667 irql",
	.check = check,
};
