/*
 * Drivers of any size, made in memory: units of a hundred functions, six calls
 * in each. What they are like was taken from the facts of 27 drivers of
 * virtio-win, WinFsp, btrfs, Dokany and the CD-ROM file system sample, 4,298
 * functions and 31,300 calls of routines together:
 *
 *				those	these (of 10,000)
 *	IRQL changes in		19.5 %	17.0 %	by what the body says itself
 *	it may change in	10.5 %	14.1 %	by what the body calls
 *	edges, a function	7.3	6.5
 *	contexts, a function	1.8	2.3
 *	simulated, a function	0.43	0.38
 *	findings, a function	0.014	0.56
 *
 * Two things are not like a driver: bodies are short, where real ones have up to
 * a thousand blocks, and far more pageable code is called too high, which makes
 * the flow keep more.
 *
 * So each unit has services, which may take locks and call each other, and
 * helpers, which call helpers further down; under a lock only resident helpers
 * are called, but for a mistake now and then. Calls go to near units, since files
 * are layers; recursion is rare and spans a few functions, as in a parser or a
 * tree; calls through tables lead back up to any service of a thousand functions,
 * since what a table holds is known by its type only.
 */
#include <stdlib.h>

#include "bench/drivers.h"
#include "unit/maker.h"

enum {
	FAN_OUT = 6,
	SERVICES = 30, /* of each unit; then resident helpers, */
	RESIDENT = 65, /* then pageable ones, */
	HELPERS = 98,  /* and two that take a lock and give it back */
};

/* xorshift: the same drivers on every machine */
static uint32_t draw(uint64_t *seed, uint32_t below)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)((*seed >> 11) % below);
}

static const char *name_of(struct maker *maker, uint32_t index)
{
	return intern_printf(&maker->facts->names, "F%u", (unsigned)index);
}

uint32_t unit_count(uint32_t functions)
{
	return (functions + PER_UNIT - 1) / PER_UNIT;
}

/* ---- a driver ---------------------------------------------------------- */

/* One in a hundred of each: a pair that takes and gives back a lock. */
static bool is_acquirer(uint32_t index)
{
	return index % 100 == 98;
}

static bool is_releaser(uint32_t index)
{
	return index % 100 == 99;
}

/* A lock of its own for each function, a pair for each hundred; the IRQL is
 * saved in a local, or beside the lock when it outlives the function. */
static void call_lock(
	struct maker *maker, const char *routine, uint32_t index, bool outlives)
{
	bool saves = routine[2] == 'A';
	struct intern *names = &maker->facts->names;
	enum path_root root = outlives ? ROOT_PARAMETER : ROOT_LOCAL;
	const char *steps = outlives ?
		intern_printf(names, "->Old%u", (unsigned)index / 100) :
		"";
	struct operand arguments[2];

	arguments[0] = maker_address(maker, ROOT_PARAMETER, 0,
		intern_printf(names, "->%s%u", outlives ? "Shared" : "Lock",
			(unsigned)(outlives ? index / 100 : index)));
	arguments[1] = saves ? maker_address(maker, root, 0, steps) :
			       maker_value(maker, root, 0, steps);
	maker_call(maker, routine, arguments, 2);
}

static uint32_t place_in_unit(uint32_t index)
{
	return index % PER_UNIT;
}

/* One of such a part of this unit or of one of the next two, further down; seldom
 * of any unit further down, as what all use; and as seldom a few functions up or
 * itself, which makes cycles. */
static uint32_t pick_from(uint64_t *seed, uint32_t index, uint32_t count,
	uint32_t first, uint32_t end)
{
	uint32_t which = draw(seed, 400);
	uint32_t units = count / PER_UNIT;
	uint32_t unit = index / PER_UNIT +
		draw(seed, which == 0 ? units - index / PER_UNIT : 3);
	uint32_t callee = unit * PER_UNIT + first + draw(seed, end - first);

	if (which == 1 && place_in_unit(index) >= first + 20)
		return index - draw(seed, 20);
	if (callee <= index)
		callee += PER_UNIT;
	return callee < count ? callee : count - PER_UNIT + end - 1;
}

static uint32_t pick_callee(uint64_t *seed, uint32_t index, uint32_t count)
{
	uint32_t place = place_in_unit(index);

	if (place < SERVICES)
		return draw(seed, 3) == 0 ?
			pick_from(seed, index, count, 0, SERVICES) :
			pick_from(seed, index, count, SERVICES, HELPERS);
	return pick_from(seed, index, count,
		place < RESIDENT ? SERVICES : RESIDENT,
		place < RESIDENT ? RESIDENT : HELPERS);
}

/* Under a lock: one call in fifty is a mistake. */
static uint32_t pick_resident(uint64_t *seed, uint32_t index, uint32_t count)
{
	bool mistaken = draw(seed, 50) == 0;

	return pick_from(seed, index, count, mistaken ? RESIDENT : SERVICES,
		mistaken ? HELPERS : RESIDENT);
}

static void call_some(struct maker *maker, uint64_t *seed, uint32_t index,
	uint32_t count, int calls)
{
	struct operand argument =
		maker_value(maker, ROOT_PARAMETER, 0, "");

	for (int i = 0; i < calls; i++)
		maker_call(maker,
			name_of(maker, pick_callee(seed, index, count)),
			&argument, 1);
}

/* Of services one in ten calls through a pointer, one in ten fills one. */
static void use_pointers(
	struct maker *maker, uint64_t *seed, uint32_t index, uint32_t count)
{
	const char *field = intern_printf(&maker->facts->names, "Op%u",
		(unsigned)(index / 1000 * 4 + draw(seed, 4)));
	struct operand slot =
		maker_field(maker, ROOT_PARAMETER, 0, "OPS", field,
			"void (*)(void)");

	if (index % 10 == 7)
		maker_call_through(maker, slot, NULL, 0);
	else
		maker_assign(maker, slot,
			maker_function_address(maker,
				name_of(maker,
					pick_callee(seed, index, count))));
}

static void call_pair(struct maker *maker, uint32_t index, uint32_t which)
{
	struct operand argument =
		maker_value(maker, ROOT_PARAMETER, 0, "");

	maker_call(maker, name_of(maker, index / 100 * 100 + which),
		&argument, 1);
}

enum locking { LOCKS_NOT, LOCKS_ITSELF, LOCKS_BY_PAIR };

static enum locking locking_of(uint32_t index)
{
	uint32_t place = place_in_unit(index);

	if (place >= SERVICES || place % 3 == 2)
		return LOCKS_NOT;
	return place % 3 == 0 || place % 2 ? LOCKS_ITSELF : LOCKS_BY_PAIR;
}

static void call_under_lock(
	struct maker *maker, uint64_t *seed, uint32_t index, uint32_t count)
{
	struct operand argument =
		maker_value(maker, ROOT_PARAMETER, 0, "");

	maker_call(maker, name_of(maker, pick_resident(seed, index, count)),
		&argument, 1);
}

/* Two calls; two more under a condition, one of them perhaps with a lock
 * held; two more. */
static void make_body(
	struct maker *maker, uint64_t *seed, uint32_t index, uint32_t count)
{
	enum locking locking = locking_of(index);
	uint32_t yes = maker_block(maker), after = maker_block(maker);
	struct test test = { TEST_NOT_EQUAL,
		maker_value(maker, ROOT_PARAMETER, 0, "->Flag"),
		maker_constant(0) };

	call_some(maker, seed, index, count, 2);
	maker_branch(maker, test, yes, after);
	maker_go_on_in(maker, yes);
	call_some(maker, seed, index, count, 1);
	if (locking == LOCKS_ITSELF)
		call_lock(maker, "KeAcquireSpinLock", index, false);
	if (locking == LOCKS_BY_PAIR)
		call_pair(maker, index, 98);
	if (locking == LOCKS_NOT)
		call_some(maker, seed, index, count, 1);
	else
		call_under_lock(maker, seed, index, count);
	if (locking == LOCKS_ITSELF)
		call_lock(maker, "KeReleaseSpinLock", index, false);
	if (locking == LOCKS_BY_PAIR)
		call_pair(maker, index, 99);
	if (place_in_unit(index) < SERVICES && index % 5 == 2)
		use_pointers(maker, seed, index, count);
	maker_go_on_in(maker, after);
	call_some(maker, seed, index, count, FAN_OUT - 4);
}

/* Dispatch routines are services, DPC routines resident helpers. */
static void make_function(
	struct maker *maker, uint64_t *seed, uint32_t index, uint32_t count)
{
	struct function *function =
		maker_function(maker, name_of(maker, index), 2);

	if (index % 50 == 0)
		*vec_add(&maker->facts->arena, &function->role_types) =
			index % 100 ? "DRIVER_DISPATCH" : "KDEFERRED_ROUTINE";
	else if (place_in_unit(index) >= RESIDENT &&
		place_in_unit(index) < HELPERS)
		maker_section(maker, function, "PAGE");
	if (is_acquirer(index))
		call_lock(maker, "KeAcquireSpinLock", index, true);
	else if (is_releaser(index))
		call_lock(maker, "KeReleaseSpinLock", index, true);
	else
		make_body(maker, seed, index, count);
	maker_end(maker);
}

void make_driver(struct facts *units, uint32_t functions)
{
	uint64_t seed = 88172645463325252u;

	for (uint32_t first = 0; first < functions; first += PER_UNIT) {
		struct arena names;
		struct maker maker;

		arena_init(&names);
		maker_init(&maker, &units[first / PER_UNIT],
			arena_printf(&names, "unit%u.c", (unsigned)first));
		for (uint32_t i = 0; i < PER_UNIT && first + i < functions; i++)
			make_function(&maker, &seed, first + i, functions);
		maker_release(&maker);
		arena_release(&names);
	}
}

/* Locks if its first parameter says so, and calls its second one back. */
static void make_last(struct maker *maker)
{
	uint32_t yes = maker_block(maker), after = maker_block(maker);
	struct operand back = maker_typed(maker,
		maker_value(maker, ROOT_PARAMETER, 1, ""), "void (*)(void)");
	struct test test = { TEST_NOT_EQUAL,
		maker_value(maker, ROOT_PARAMETER, 0, ""), maker_constant(0) };

	maker_branch(maker, test, yes, after);
	maker_go_on_in(maker, yes);
	call_lock(maker, "KeAcquireSpinLock", 0, true);
	call_lock(maker, "KeReleaseSpinLock", 0, true);
	maker_go_on_in(maker, after);
	maker_call_through(maker, back, NULL, 0);
}

static void make_link(struct maker *maker, uint32_t index, bool hands)
{
	struct operand arguments[] = {
		index ? maker_value(maker, ROOT_PARAMETER, 0, "") :
			maker_constant(1),
		index ? maker_typed(maker,
				maker_value(maker, ROOT_PARAMETER, 1, ""),
				"void (*)(void)") :
			maker_function_address(maker, "Back"),
	};

	maker_call(maker, name_of(maker, index + 1), arguments,
		hands ? 2 : 0);
}

static void make_links(struct facts *units, uint32_t functions, bool hands)
{
	for (uint32_t first = 0; first < functions; first += PER_UNIT) {
		struct maker maker;

		maker_init(&maker, &units[first / PER_UNIT], "chain.c");
		for (uint32_t i = first; i < first + PER_UNIT && i < functions;
			i++) {
			struct function *function = maker_function(
				&maker, name_of(&maker, i), 2);

			if (i == 0)
				*vec_add(&maker.facts->arena,
					&function->role_types) =
					"DRIVER_DISPATCH";
			if (i + 1 < functions)
				make_link(&maker, i, hands);
			else if (hands)
				make_last(&maker);
			else
				call_lock(&maker, "KeAcquireSpinLock", 0,
					true);
			maker_end(&maker);
		}
		maker_release(&maker);
	}
}

void make_chain(struct facts *units, uint32_t functions)
{
	make_links(units, functions, false);
}

void make_handed(struct facts *units, uint32_t functions)
{
	make_links(units, functions, true);
}
