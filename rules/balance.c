/*
 * Whether a driver's locks of a section come out even. What the routines do to
 * its count (counts.c) is summed up by when they run: loading and unloading the
 * driver, opening and closing a device, all else. What opening adds, closing takes
 * away; what is left over from loading, unloading takes away; a routine that
 * fails leaves the count as it was.
 *
 * Policy where knowledge runs out: even. A lock or an unlock behind a test that
 * is not understood makes a range of counts, and only what lies outside of the
 * range is a fault.
 */
#include "rules/courses.h"
#include "rules/locking.h"

#include <string.h>

enum phase {
	PHASE_LOAD,
	PHASE_START, /* a device */
	PHASE_OPEN,
	PHASE_RUN,
	PHASE_CLOSE, /* cleanup too */
	PHASE_STOP,
	PHASE_UNLOAD,
	PHASE_COUNT,
};

struct balance {
	struct locking *locking;
	struct lock_faults *faults;
	const char *section;
	VEC(uint32_t) entries[PHASE_COUNT]; /* routines */
	struct lock_range sums[PHASE_COUNT];
};

/* ---- when routines run --------------------------------------------------- */

static const struct {
	const char *role;
	enum phase phase;
} role_phases[] = {
	{ "DRIVER_INITIALIZE", PHASE_LOAD },
	{ "DRIVER_ADD_DEVICE", PHASE_START },
	{ "EVT_WDF_DRIVER_DEVICE_ADD", PHASE_START },
	{ "EVT_WDF_DEVICE_PREPARE_HARDWARE", PHASE_START },
	{ "EVT_WDF_DEVICE_D0_ENTRY", PHASE_START },
	{ "EVT_WDF_DEVICE_SELF_MANAGED_IO_INIT", PHASE_START },
	{ "MINIPORT_INITIALIZE", PHASE_START },
	{ "FILTER_ATTACH", PHASE_START },
	{ "EVT_WDF_DEVICE_FILE_CREATE", PHASE_OPEN },
	{ "EVT_WDF_FILE_CLEANUP", PHASE_CLOSE },
	{ "EVT_WDF_FILE_CLOSE", PHASE_CLOSE },
	{ "EVT_WDF_DEVICE_RELEASE_HARDWARE", PHASE_STOP },
	{ "EVT_WDF_DEVICE_D0_EXIT", PHASE_STOP },
	{ "EVT_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP", PHASE_STOP },
	{ "EVT_WDF_OBJECT_CONTEXT_CLEANUP", PHASE_STOP },
	{ "EVT_WDF_OBJECT_CONTEXT_DESTROY", PHASE_STOP },
	{ "MINIPORT_HALT", PHASE_STOP },
	{ "FILTER_DETACH", PHASE_STOP },
	{ "DRIVER_UNLOAD", PHASE_UNLOAD },
	{ "EVT_WDF_DRIVER_UNLOAD", PHASE_UNLOAD },
};

static enum phase phase_of_major(int major)
{
	switch (major) {
	case 0: /* IRP_MJ_CREATE */
		return PHASE_OPEN;
	case 2:  /* IRP_MJ_CLOSE */
	case 18: /* IRP_MJ_CLEANUP */
		return PHASE_CLOSE;
	case 27: /* IRP_MJ_PNP: starts and stops */
		return PHASE_STOP;
	default:
		return PHASE_RUN;
	}
}

static void add_entry(
	struct balance *balance, enum phase phase, uint32_t routine)
{
	for (uint32_t i = 0; i < balance->entries[phase].count; i++)
		if (balance->entries[phase].items[i] == routine)
			return;
	*vec_add(balance->locking->check->findings->arena,
		&balance->entries[phase]) = routine;
}

static void see_dispatch(struct check *check, void *context, uint32_t routine,
	int major, struct place place)
{
	(void)check;
	(void)place;
	add_entry(context, phase_of_major(major), routine);
}

static bool is_dispatch(const struct balance *balance, uint32_t routine)
{
	for (int phase = 0; phase < PHASE_COUNT; phase++)
		for (uint32_t i = 0; i < balance->entries[phase].count; i++)
			if (balance->entries[phase].items[i] == routine)
				return true;
	return false;
}

static enum phase phase_of_roles(const struct routine *routine)
{
	for (size_t i = 0; i < sizeof(role_phases) / sizeof(*role_phases); i++)
		if (has_role(routine, role_phases[i].role))
			return role_phases[i].phase;
	return PHASE_RUN;
}

static void find_entries(struct balance *balance)
{
	struct check *check = balance->locking->check;

	for_each_dispatch(check, see_dispatch, balance);
	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct routine *routine =
			program_routine(check->program, i);

		if (routine->definition && routine->roles.count &&
			!is_dispatch(balance, i))
			add_entry(balance, phase_of_roles(routine), i);
	}
}

/* ---- sums ---------------------------------------------------------------- */

static void add_range(struct lock_range *sum, struct lock_range range)
{
	sum->low += range.low;
	sum->high += range.high;
	sum->wild |= range.wild;
}

static void sum_up(struct balance *balance)
{
	memset(balance->sums, 0, sizeof(balance->sums));
	for (int phase = 0; phase < PHASE_COUNT; phase++)
		for (uint32_t i = 0; i < balance->entries[phase].count; i++)
			add_range(&balance->sums[phase],
				lock_count(balance->locking,
					balance->entries[phase].items[i],
					balance->section)
					.success);
}

static bool is_even(struct lock_range range)
{
	return range.low == 0 && range.high == 0;
}

/* ---- faults -------------------------------------------------------------- */

/* The last call in these routines that locks, or unlocks, the section. */
static const struct lock_call *last_change(
	struct balance *balance, enum phase phase, bool locked)
{
	const struct lock_call *found = NULL;

	for (uint32_t i = 0; i < balance->entries[phase].count; i++) {
		struct lock_calls list = { 0 };

		find_count_changes(balance->locking,
			balance->entries[phase].items[i], balance->section,
			&list);
		for (uint32_t c = 0; c < list.list.count; c++)
			if (locks(list.list.items[c]->kind) == locked)
				found = list.list.items[c];
	}
	return found;
}

static void add_fault(struct balance *balance, const struct lock_call *call,
	enum lock_pair pair, const char *message)
{
	if (call)
		*vec_add(balance->locking->check->findings->arena,
			&balance->faults->list) =
			(struct lock_fault){ call, locks(call->kind), pair,
				message, balance->section };
}

/* Whether the framework's callback for hardware that is no longer a device's
 * unlocks the section, be it under a test. */
static bool release_unlocks(struct locking *locking, const char *section)
{
	const struct program *program = locking->check->program;

	for (uint32_t i = 0; i < program->routines.count; i++)
		if (program_routine(program, i)->definition &&
			has_role(program_routine(program, i),
				"EVT_WDF_DEVICE_RELEASE_HARDWARE") &&
			lock_count(locking, i, section).success.low < 0)
			return true;
	return false;
}

enum { MAX_START_DEPTH = 3 };

/* Whether a routine is run only where the framework starts a device. */
static bool only_starts(
	const struct locking *locking, uint32_t index, int depth)
{
	static const char *const starts[] = { "EVT_WDF_DEVICE_PREPARE_HARDWARE",
		"EVT_WDF_DEVICE_D0_ENTRY",
		"EVT_WDF_DEVICE_SELF_MANAGED_IO_INIT" };
	const struct routine *routine =
		program_routine(locking->check->program, index);
	const struct call_graph *graph = locking->graph;

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (has_role(routine, starts[i]))
			return true;
	if (routine->roles.count || depth == MAX_START_DEPTH ||
		!graph_has_callers(graph, index))
		return false;
	for (uint32_t i = graph->first_of[index]; i < graph->first_of[index + 1];
		i++)
		if (!only_starts(locking,
			    graph->sites.items[graph->by_callee[i]].caller,
			    depth + 1))
			return false;
	return true;
}

bool failure_is_undone(
	struct locking *locking, uint32_t routine, const char *section)
{
	return section && only_starts(locking, routine, 0) &&
		release_unlocks(locking, section);
}

/* A routine that fails with the section locked, which nobody undoes for it. */
static void judge_failures(struct balance *balance)
{
	static const enum phase phases[] = { PHASE_LOAD, PHASE_START,
		PHASE_OPEN, PHASE_RUN };

	for (size_t p = 0; p < sizeof(phases) / sizeof(*phases); p++)
		for (uint32_t i = 0; i < balance->entries[phases[p]].count;
			i++) {
			uint32_t routine = balance->entries[phases[p]].items[i];
			struct lock_range failure = lock_count(balance->locking,
				routine, balance->section).failure;
			struct balance one = *balance;

			if (failure.high <= 0 ||
				failure_is_undone(balance->locking, routine,
					balance->section))
				continue;
			memset(&one.entries[PHASE_RUN], 0,
				sizeof(one.entries[PHASE_RUN]));
			add_entry(&one, PHASE_RUN, routine);
			add_fault(&one, last_change(&one, PHASE_RUN, true),
				PAIR_NONE,
				"stays locked when this fails");
		}
}

/* ---- a device that does not start ---------------------------------------- */

static bool is_field(const struct path *path, const struct path *field)
{
	return path->record && path->field &&
		!strcmp(path->record, field->record) &&
		!strcmp(path->field, field->field);
}

/* The field that has to be other than zero for an unlock to be done, and is not
 * the handle itself; NULL if there is none. */
static const struct path *guard_of(
	const struct locking *locking, const struct lock_call *unlock)
{
	const struct body *body = program_routine(
		locking->check->program, unlock->routine)->body;
	struct operand handle = lock_event(locking, unlock)->arguments.items[0];

	for (uint32_t b = 0; b < body->blocks.count; b++) {
		const struct block *block = &body->blocks.items[b];
		const struct test *test = &block->test;
		const struct path *path;

		if (block->exit != EXIT_BRANCH ||
			test->left.kind != OPERAND_PATH ||
			test->right.kind != OPERAND_CONSTANT ||
			test->right.constant != 0 ||
			(test->kind != TEST_EQUAL &&
				test->kind != TEST_NOT_EQUAL))
			continue;
		path = &body->paths.items[test->left.index];
		if (path->record && path->field &&
			!(handle.kind == OPERAND_PATH &&
				is_field(&body->paths.items[handle.index],
					path)) &&
			needs_edge(locking->check->findings->arena, body,
				unlock->event, b, test->kind == TEST_EQUAL))
			return path;
	}
	return NULL;
}

static bool sets_field(const struct body *body, const struct event *event,
	const struct path *field)
{
	return event->kind == EVENT_ASSIGN &&
		is_field(&body->paths.items[event->path], field) &&
		(event->value.kind != OPERAND_CONSTANT ||
			event->value.constant);
}

/* Whether a routine of the driver, other than one, sets a field itself. */
static bool is_set_elsewhere(const struct program *program,
	const struct path *field, uint32_t except)
{
	for (uint32_t r = 0; r < program->routines.count; r++) {
		const struct body *body = program_routine(program, r)->body;

		for (uint32_t e = 0; body && r != except &&
			e < body->events.count; e++)
			if (sets_field(body, &body->events.items[e], field))
				return true;
	}
	return false;
}

/* A routine that sets a field. */
struct setter {
	const struct body *body;
	const struct path *field;
};

static enum course_step see_set(
	void *context, struct course *course, uint32_t event)
{
	const struct setter *setter = context;

	if (sets_field(setter->body, &setter->body->events.items[event],
		    setter->field))
		course_set_mark(course, 1);
	return COURSE_ON;
}

static enum course_step leave_set(
	void *context, const struct course *course, uint32_t index)
{
	const struct setter *setter = context;
	struct operand value =
		setter->body->blocks.items[index].test.left;
	bool succeeds = value.kind == OPERAND_CONSTANT ?
		(int32_t)value.constant >= 0 :
		value.kind == OPERAND_PATH &&
			course_is_zero(course, value.index);

	return course_mark(course) && !succeeds ? COURSE_FOUND : COURSE_ENDED;
}

/* Whether a routine never fails once it has set a field. */
static bool is_set_on_success(
	const struct balance *balance, uint32_t index, const struct path *field)
{
	const struct program *program = balance->locking->check->program;
	struct setter setter = {
		program_routine(program, index)->body, field };
	struct courses courses = {
		.arena = balance->locking->check->findings->arena,
		.body = setter.body, .nonzero = NONE, .see = see_set,
		.leave = leave_set, .context = &setter };

	return !courses_find(&courses);
}

/* Whether a kernel routine that a routine calls sets a field, if it succeeds. */
static bool is_filled_in(const struct program *program, uint32_t index,
	const struct path *field)
{
	const struct routine *routine = program_routine(program, index);
	const struct body *body = routine->body;

	for (uint32_t e = 0; e < body->events.count; e++) {
		const struct event *event = &body->events.items[e];
		uint32_t callee = called_routine(program, routine, event);

		for (uint32_t a = 0; callee != NONE &&
			!program_routine(program, callee)->definition &&
			a < event->arguments.count; a++)
			if (event->arguments.items[a].kind == OPERAND_ADDRESS &&
				is_field(&body->paths.items[event->arguments
						.items[a].index],
					field))
				return true;
	}
	return false;
}

/* Whether a field is set only if a routine does not fail: by itself, or by the
 * kernel. */
static bool tells_success(
	const struct balance *balance, uint32_t index, const struct path *field)
{
	const struct program *program = balance->locking->check->program;
	const struct body *body =
		program_routine(program, index)->body;
	bool sets = false;

	for (uint32_t e = 0; e < body->events.count; e++)
		sets |= sets_field(body, &body->events.items[e], field);
	return !is_set_elsewhere(program, field, index) &&
		(sets ? is_set_on_success(balance, index, field) :
			is_filled_in(program, index, field));
}

/* Whether every unlock of a section asks for what is only set if the routine that
 * locks does not fail. */
static bool unlocks_ask_for_success(
	const struct balance *balance, const struct lock_call *lock)
{
	const struct locking *locking = balance->locking;
	bool any = false;

	for (uint32_t i = 0; i < locking->calls.count; i++) {
		const struct lock_call *unlock = &locking->calls.items[i];
		const struct path *guard;

		if (unlock->kind != LOCK_UNDO ||
			!lock_undoes(locking, unlock, lock))
			continue;
		guard = guard_of(locking, unlock);
		if (!guard || unlock->routine == lock->routine ||
			!tells_success(balance, lock->routine, guard))
			return false;
		any = true;
	}
	return any;
}

/* A device whose start fails with the section locked is removed; what unlocks
 * then has to know. */
static void judge_device_starts(struct balance *balance)
{
	for (uint32_t i = 0; i < balance->entries[PHASE_STOP].count; i++) {
		struct lock_calls list = { 0 };

		find_count_changes(balance->locking,
			balance->entries[PHASE_STOP].items[i],
			balance->section, &list);
		for (uint32_t c = 0; c < list.list.count; c++) {
			const struct lock_call *lock = list.list.items[c];

			if (locks(lock->kind) &&
				lock->routine !=
					balance->entries[PHASE_STOP].items[i] &&
				lock_count(balance->locking, lock->routine,
					balance->section)
						.failure.high > 0 &&
				unlocks_ask_for_success(balance, lock))
				add_fault(balance, lock, PAIR_NONE,
					"stays locked when this fails: no unlock "
					"is for that");
		}
	}
}

/* ---- pairs --------------------------------------------------------------- */

static void judge_opens(struct balance *balance)
{
	struct lock_range open = balance->sums[PHASE_OPEN];
	struct lock_range close = balance->sums[PHASE_CLOSE];
	bool exact = open.low == open.high && close.low == close.high;

	if (open.wild || close.wild || balance->sums[PHASE_UNLOAD].wild ||
		!is_even(balance->sums[PHASE_RUN]) ||
		!is_even(balance->sums[PHASE_STOP]))
		return;
	if (open.low > 0 && (is_even(close) ||
				    (exact && open.low > -close.low)))
		add_fault(balance, last_change(balance, PHASE_OPEN, true),
			PAIR_OPEN,
			"is locked by each open and not unlocked as often by "
			"the close");
	else if (close.high < 0 &&
		(is_even(open) || (exact && -close.low > open.low)))
		add_fault(balance, last_change(balance, PHASE_CLOSE, false),
			PAIR_OPEN,
			"is unlocked by each close and not locked as often by "
			"the open");
}

/* A request that locks, where no other routine but Unload ever unlocks. */
static void judge_requests(struct balance *balance)
{
	struct lock_range run = balance->sums[PHASE_RUN];

	if (run.wild || balance->sums[PHASE_UNLOAD].wild ||
		!is_even(balance->sums[PHASE_OPEN]) ||
		!is_even(balance->sums[PHASE_CLOSE]) ||
		!is_even(balance->sums[PHASE_STOP]))
		return;
	if (run.low > 0)
		add_fault(balance, last_change(balance, PHASE_RUN, true),
			PAIR_NONE,
			"is locked each time and never unlocked");
	else if (run.high < 0)
		add_fault(balance, last_change(balance, PHASE_RUN, false),
			PAIR_NONE,
			"is unlocked each time and never locked again");
}

/* Whether opening and closing undo each other, perhaps both behind a test that
 * counts. */
static bool others_are_even(const struct balance *balance)
{
	struct lock_range open = balance->sums[PHASE_OPEN];
	struct lock_range close = balance->sums[PHASE_CLOSE];
	bool counted = open.low == 0 && close.high == 0;

	return !open.wild && !close.wild && open.high == -close.low &&
		(counted || open.low == -close.high) &&
		is_even(balance->sums[PHASE_RUN]);
}

/* What loading and starting add, stopping and unloading take away. */
static void judge_life(struct balance *balance)
{
	struct lock_range total = balance->sums[PHASE_LOAD];
	enum phase last = balance->sums[PHASE_UNLOAD].low < 0 ? PHASE_UNLOAD :
								PHASE_STOP;
	enum phase first = balance->sums[PHASE_START].high > 0 ? PHASE_START :
								 PHASE_LOAD;

	add_range(&total, balance->sums[PHASE_START]);
	add_range(&total, balance->sums[PHASE_STOP]);
	add_range(&total, balance->sums[PHASE_UNLOAD]);
	if (total.wild || !others_are_even(balance) ||
		!balance->entries[PHASE_UNLOAD].count)
		return;
	if (total.low > 0)
		add_fault(balance, last_change(balance, first, true),
			PAIR_LOAD,
			"is still locked when the driver is unloaded");
	else if (total.low == 0 && total.high == 0)
		*vec_add(balance->locking->check->findings->arena,
			&balance->faults->even) = balance->section;
	else if (total.high < 0 && last == PHASE_UNLOAD)
		add_fault(balance, last_change(balance, last, false),
			PAIR_LOAD,
			"is unlocked more often than it was locked");
}

/* Where the wrong handle is unlocked, the section that stays locked for it is no
 * second defect: each such unlock takes one lock with it. */
static void drop_consequences(struct lock_faults *faults)
{
	for (uint32_t i = 0; i < faults->list.count; i++) {
		struct lock_fault *unlock = &faults->list.items[i];

		for (uint32_t k = 0; !unlock->leaks && k < faults->list.count;
			k++) {
			struct lock_fault *lock = &faults->list.items[k];

			if (!lock->leaks || lock->pair != unlock->pair ||
				lock->pair == PAIR_NONE || !lock->call)
				continue;
			lock->call = NULL;
			break;
		}
	}
}

bool locks_come_out_even(const struct lock_faults *faults, const char *section)
{
	for (uint32_t i = 0; i < faults->even.count; i++)
		if (faults->even.items[i] == section)
			return true;
	return false;
}

static bool is_first(const struct locking *locking, uint32_t index)
{
	for (uint32_t i = 0; i < index; i++)
		if (locking->calls.items[i].section ==
			locking->calls.items[index].section)
			return false;
	return true;
}

struct lock_faults *find_lock_faults(struct locking *locking)
{
	struct lock_faults *faults = arena_alloc(
		locking->check->findings->arena, sizeof(*faults));
	struct balance balance = { .locking = locking, .faults = faults };

	if (!locking->calls.count)
		return faults;
	find_entries(&balance);
	for (uint32_t i = 0; i < locking->calls.count; i++) {
		balance.section = locking->calls.items[i].section;
		if (!section_is_pageable(balance.section) ||
			!is_first(locking, i))
			continue;
		sum_up(&balance);
		judge_opens(&balance);
		judge_requests(&balance);
		judge_life(&balance);
		judge_failures(&balance);
		judge_device_starts(&balance);
	}
	drop_consequences(faults);
	return faults;
}

const struct lock_fault *lock_fault_at(const struct lock_faults *faults,
	const struct lock_call *call, bool leaks)
{
	for (uint32_t i = 0; i < faults->list.count; i++)
		if (faults->list.items[i].call == call &&
			faults->list.items[i].leaks == leaks)
			return &faults->list.items[i];
	return NULL;
}

/* ---- what runs before a routine ------------------------------------------ */

static bool is_in_phase(
	const struct balance *balance, enum phase phase, uint32_t routine)
{
	for (uint32_t i = 0; i < balance->entries[phase].count; i++)
		if (balance->entries[phase].items[i] == routine)
			return true;
	return false;
}

static bool runs_high(const struct routine *routine)
{
	for (uint32_t i = 0; i < routine->roles.count; i++)
		if (routine->roles.items[i].lowest >= IRQL_DISPATCH)
			return true;
	return false;
}

static struct balance balance_of(struct locking *locking, const char *section)
{
	struct balance balance = { .locking = locking, .section = section };

	find_entries(&balance);
	sum_up(&balance);
	return balance;
}

bool locked_when_entered(
	struct locking *locking, uint32_t routine, const char *section)
{
	struct balance balance;

	if (runs_high(program_routine(locking->check->program, routine)))
		return true; /* whatever lets it run is judged itself */
	balance = balance_of(locking, section);
	if (is_in_phase(&balance, PHASE_LOAD, routine))
		return false;
	if (balance.sums[PHASE_LOAD].low > 0)
		return true;
	return (is_in_phase(&balance, PHASE_RUN, routine) ||
		       is_in_phase(&balance, PHASE_CLOSE, routine)) &&
		!is_in_phase(&balance, PHASE_OPEN, routine) &&
		balance.sums[PHASE_OPEN].high > 0;
}

/* Whether a routine of a phase ends a start, other than the one at hand. */
static bool phase_stops(const struct balance *balance,
	const struct running_start *start, enum phase phase, uint32_t except)
{
	for (uint32_t i = 0; i < balance->entries[phase].count; i++) {
		uint32_t routine = balance->entries[phase].items[i];

		if (routine != except && start->stoppers[routine])
			return true;
	}
	return false;
}

bool closes_while_started(struct locking *locking,
	const struct running_start *start, uint32_t routine,
	const char *section)
{
	struct balance balance = balance_of(locking, section);
	bool unloads = is_in_phase(&balance, PHASE_UNLOAD, routine);

	if (is_in_phase(&balance, PHASE_OPEN, routine) ||
		(!unloads && !is_in_phase(&balance, PHASE_CLOSE, routine)) ||
		(!unloads && balance.sums[PHASE_LOAD].low > 0))
		return false;
	return !phase_stops(&balance, start, PHASE_CLOSE, routine) &&
		!(unloads &&
			phase_stops(&balance, start, PHASE_STOP, routine));
}
