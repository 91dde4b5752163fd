/*
 * Drivers of any size, made in memory: units of a hundred functions, six calls
 * in each, mostly of near ones, one function in eight that takes a spin lock,
 * wrappers that return raised, tables of function pointers, pageable code, and
 * an entry point for every fifty functions.
 *
 * What is like a driver: calls go down to near functions, since files are layers;
 * recursion is rare and spans a few functions, as in a parser or a tree; but
 * calls through tables lead back up to any function of a thousand, since what a
 * table holds is known by its type only. What is not: one function in five is
 * pageable whatever calls it, so that there is a defect for each function. That
 * makes the flow keep more, and is left so.
 */
#include <stdlib.h>

#include "bench/drivers.h"
#include "unit/maker.h"

enum { FAN_OUT = 6 };

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

/* A callee near by, further down; seldom anywhere down there, as a helper that
 * all use; and as seldom a few functions up or itself, which makes cycles. */
static uint32_t pick_callee(uint64_t *seed, uint32_t index, uint32_t count)
{
	uint32_t which = draw(seed, 400);
	uint32_t callee = index + 1 + draw(seed, which == 0 ? count : 60);

	if (which == 1 && index >= 20)
		callee = index - draw(seed, 20);
	if (callee >= count || is_acquirer(callee) || is_releaser(callee))
		callee = count - 3;
	return callee;
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

/* One in forty goes through a pointer, one in forty fills it. */
static void use_pointers(
	struct maker *maker, uint64_t *seed, uint32_t index, uint32_t count)
{
	const char *field = intern_printf(&maker->facts->names, "Op%u",
		(unsigned)(index / 1000 * 4 + draw(seed, 4)));
	struct operand slot =
		maker_field(maker, ROOT_PARAMETER, 0, "OPS", field,
			"void (*)(void)");

	if (index % 40 == 7)
		maker_call_through(maker, slot);
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

/* Two calls; two more under a condition, one of them perhaps with a lock
 * held; two more. */
static void make_body(
	struct maker *maker, uint64_t *seed, uint32_t index, uint32_t count)
{
	uint32_t yes = maker_block(maker), after = maker_block(maker);
	struct test test = { TEST_NOT_EQUAL,
		maker_value(maker, ROOT_PARAMETER, 0, "->Flag"),
		maker_constant(0) };

	call_some(maker, seed, index, count, 2);
	maker_branch(maker, test, yes, after);
	maker_go_on_in(maker, yes);
	call_some(maker, seed, index, count, 1);
	if (index % 8 == 0)
		call_lock(maker, "KeAcquireSpinLock", index, false);
	if (index % 8 == 1)
		call_pair(maker, index, 98);
	call_some(maker, seed, index, count, 1);
	if (index % 8 == 0)
		call_lock(maker, "KeReleaseSpinLock", index, false);
	if (index % 8 == 1)
		call_pair(maker, index, 99);
	if (index % 40 == 7 || index % 40 == 27)
		use_pointers(maker, seed, index, count);
	maker_go_on_in(maker, after);
	call_some(maker, seed, index, count, FAN_OUT - 4);
}

static void make_function(
	struct maker *maker, uint64_t *seed, uint32_t index, uint32_t count)
{
	struct function *function =
		maker_function(maker, name_of(maker, index), 2);

	if (index % 50 == 0)
		*vec_add(&maker->facts->arena, &function->role_types) =
			index % 100 ? "DRIVER_DISPATCH" : "KDEFERRED_ROUTINE";
	else if (draw(seed, 5) == 0)
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

void make_chain(struct facts *units, uint32_t functions)
{
	for (uint32_t first = 0; first < functions; first += PER_UNIT) {
		struct maker maker;

		maker_init(&maker, &units[first / PER_UNIT], "chain.c");
		for (uint32_t i = first; i < first + PER_UNIT && i < functions;
			i++) {
			struct function *function = maker_function(
				&maker, name_of(&maker, i), 1);

			if (i == 0)
				*vec_add(&maker.facts->arena,
					&function->role_types) =
					"DRIVER_DISPATCH";
			if (i + 1 < functions)
				maker_call(&maker, name_of(&maker, i + 1),
					NULL, 0);
			else
				call_lock(&maker, "KeAcquireSpinLock", 0,
					true);
			maker_end(&maker);
		}
		maker_release(&maker);
	}
}
