/*
 * The IRQL analysis against exact answers: thousands of random drivers whose
 * every path is followed by an oracle (graph.h). An IRQL that the oracle sees
 * and the analysis does not is a defect, always. One too many is a defect where
 * nothing but IRQL and saved IRQLs are to be known; where flags decide, or saves
 * outlive their function, the analysis may join what the oracle keeps apart.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "graph.h"
#include "irql/engine.h"
#include "maker.h"

Suite *irql_suite(void);

/* ---- random drivers ---------------------------------------------------- */

enum { UNKNOWN_LEVEL = 1 << IRQL_COUNT };

/* The levels that the engine says a call can be reached at; a level that is
 * not known can be any. */
static uint32_t levels_at(
	const struct flow *flow, uint32_t routine, uint32_t event)
{
	uint32_t levels = 0;

	for (uint32_t i = 0; i < flow->sightings.count; i++) {
		const struct sighting *sighting = &flow->sightings.items[i];

		if (sighting->routine == routine && sighting->event == event)
			levels |= sighting->level.kind == LEVEL_KNOWN ?
				1u << sighting->level.irql :
				UNKNOWN_LEVEL;
	}
	return levels;
}

static uint32_t routine_named(const struct program *program, uint32_t function)
{
	char name[16];

	snprintf(name, sizeof(name), "F%u", (unsigned)function);
	for (uint32_t i = 0; i < program->routines.count; i++)
		if (!strcmp(program->routines.items[i].name, name))
			return i;
	ck_abort_msg("no routine %s", name);
	return NONE;
}

struct score {
	uint32_t points;  /* calls that the oracle reaches */
	uint32_t exact;	  /* the engine has the same levels */
	uint32_t unknown; /* the engine does not know */
	uint32_t skipped; /* graphs that are too large for the oracle */
	uint32_t wrong;	  /* graphs with a call that the engine has wrong */
	uint64_t seed;	  /* the first of them */
	const char *what;
};

/* What is wrong with what the engine says of a call, or NULL. */
static const char *compare_deed(const struct deed *deed, bool exactly)
{
	if (deed->said & UNKNOWN_LEVEL)
		return NULL;
	if (deed->seen & ~deed->said)
		return "a level is missing";
	if (!exactly || !(deed->said & ~deed->seen))
		return NULL;
	return deed->seen ? "a level too many" : "nothing gets there";
}

static const char *compare(const struct graph *graph, bool exactly)
{
	const char *what = NULL;

	for (uint32_t i = 0; i < graph->deed_count && !what; i++)
		if (graph->deeds[i].verb == DO_REVEAL)
			what = compare_deed(&graph->deeds[i], exactly);
	return what;
}

static void count_points(const struct graph *graph, struct score *score)
{
	for (uint32_t i = 0; i < graph->deed_count; i++) {
		const struct deed *deed = &graph->deeds[i];

		if (deed->verb != DO_REVEAL || !deed->seen)
			continue;
		score->points++;
		score->exact += deed->seen == deed->said;
		score->unknown += (deed->said & UNKNOWN_LEVEL) != 0;
	}
}

static void read_list(const struct flow *flow, struct graph *graph,
	uint32_t routine, uint32_t at)
{
	for (; at != NONE; at = graph->deeds[at].next) {
		struct deed *deed = &graph->deeds[at];

		if (deed->verb == DO_REVEAL)
			deed->said = levels_at(flow, routine, deed->event);
		read_list(flow, graph, routine, deed->yes);
		read_list(flow, graph, routine, deed->no);
		read_list(flow, graph, routine, deed->other);
	}
}

static void ask_engine(struct graph *graph)
{
	struct arena arena;
	struct facts facts;
	struct program *program;
	const struct flow *flow;
	const char *error;

	arena_init(&arena);
	graph_emit(graph, &facts);
	program = program_link(&arena, &facts, 1, NULL, NULL, &error);
	flow = irql_follow(program, true);
	graph->widened = flow->widened > 0;
	for (uint32_t i = 0; i < graph->function_count; i++) {
		uint32_t routine = routine_named(program, i);

		read_list(flow, graph, routine, graph->functions[i].first);
		read_list(flow, graph, routine, graph->functions[i].end);
	}
	facts_release(&facts);
	arena_release(&arena);
}

static void print_graph(
	const struct graph *graph, uint64_t seed, const char *what)
{
	struct arena arena;
	struct buffer text;

	arena_init(&arena);
	text = (struct buffer){ .arena = &arena };
	graph_print(graph, &text);
	printf("seed %llu: %s%s\n%s", (unsigned long long)seed, what,
		graph->widened ? " (widened)" : "", buffer_text(&text));
	arena_release(&arena);
}

/* What nobody reaches is still entered, at an IRQL that nobody knows; what it
 * calls is then called more often than the oracle sees. */
static bool all_reached(const struct graph *graph)
{
	for (uint32_t i = 0; i < graph->function_count; i++)
		if (!graph->functions[i].reached)
			return false;
	return true;
}

struct judging {
	bool exactly, skipped;
};

static const char *judge(struct graph *graph, void *context)
{
	struct judging *judging = context;

	judging->skipped = !graph_solve(graph);
	if (judging->skipped)
		return NULL;
	ask_engine(graph);
	return compare(graph, judging->exactly && all_reached(graph) &&
				      !graph->undefined);
}

static void check_graph(const struct graph_kind *kind, uint64_t seed,
	bool exactly, struct score *score)
{
	static struct graph graph;
	struct judging judging = { .exactly = exactly };
	const char *what;

	graph_make(&graph, kind, seed);
	what = judge(&graph, &judging);
	score->skipped += judging.skipped;
	if (!judging.skipped)
		count_points(&graph, score);
	if (!what)
		return;
	if (getenv("SHRINK"))
		graph_shrink(&graph, judge, &judging);
	if (getenv("SCORE") || getenv("SHRINK"))
		print_graph(&graph, seed, what);
	if (!score->wrong++) {
		score->seed = seed;
		score->what = what;
	}
}

static const struct {
	struct graph_kind kind;
	bool exactly;
	uint32_t usual; /* so many of them are made */
} kinds[] = {
	{ { .recursion = false }, true, 500 },
	{ { .recursion = true }, true, 500 },
	{ { .flags = true }, false, 500 },
	{ { .recursion = true, .flags = true }, false, 500 },
	{ { .outlives = true }, true, 500 },
	{ { .recursion = true, .flags = true, .outlives = true }, false, 500 },
	{ { .flags = true, .keeps = true }, false, 300 },
	{ { .recursion = true, .flags = true, .outlives = true, .keeps = true },
		false, 100 },
	{ { .flags = true, .compares = true }, false, 300 },
	{ { .recursion = true, .flags = true, .outlives = true, .keeps = true,
		  .compares = true }, false, 50 },
	{ { .outlives = true, .hands = true }, true, 300 },
	{ { .jumps = true }, true, 300 },
	{ { .chooses = true }, true, 300 },
	{ { .queues = true }, true, 300 },
	{ { .guards = true }, true, 300 },
	{ { .flags = true, .jumps = true, .chooses = true, .guards = true },
		false, 300 },
	{ { .flags = true, .outlives = true, .hands = true, .jumps = true,
		  .guards = true }, false, 300 },
	{ { .recursion = true, .outlives = true, .hands = true, .jumps = true,
		  .chooses = true, .queues = true, .guards = true },
		false, 40 },
	{ { .flags = true, .compares = true, .computes = true }, false, 300 },
	{ { .flags = true, .keeps = true, .compares = true, .computes = true },
		false, 300 },
	{ { .outlives = true, .objects = true }, true, 300 },
	{ { .flags = true, .outlives = true, .keeps = true, .hands = true,
		  .jumps = true, .objects = true }, false, 100 },
	{ { .flags = true, .keeps = true, .objects = true }, false, 300 },
	{ { .flags = true, .keeps = true, .computes = true, .jumps = true,
		  .objects = true }, false, 300 },
};

enum { KINDS = sizeof(kinds) / sizeof(*kinds) };

/* SEED=7 looks at one, FROM=500 COUNT=20000 at more of them, KIND=1 at one kind;
 * SCORE=1 says how many are exact, and prints those that are wrong, SHRINK=1 as
 * small as they get. EXACT=1 takes a level too many for wrong in any kind. */
static uint64_t wanted(const char *variable, uint64_t usual)
{
	const char *value = getenv(variable);

	return value ? strtoull(value, NULL, 10) : usual;
}

START_TEST(test_random_graphs)
{
	struct score score = { 0 };
	uint64_t first = wanted("SEED", wanted("FROM", 1));
	uint64_t last = getenv("SEED") ? first :
					 wanted("COUNT", kinds[_i].usual);

	if (wanted("KIND", (uint64_t)_i) != (uint64_t)_i)
		return;
	for (uint64_t seed = first; seed <= last; seed++)
		check_graph(&kinds[_i].kind, seed,
			kinds[_i].exactly || getenv("EXACT"), &score);
	if (getenv("SCORE"))
		printf("kind %d: %u points, %u exact, %u unknown; %u skipped\n",
			_i, (unsigned)score.points, (unsigned)score.exact,
			(unsigned)score.unknown, (unsigned)score.skipped);
	fflush(stdout); /* before a failure ends this process */
	ck_assert(score.skipped * 10 < last - first + 10);
	ck_assert_msg(!score.wrong,
		"%u of %u random drivers differ from the oracle; the first is "
		"seed %u: %s (KIND=%d SEED=%u SHRINK=1 prints it)",
		(unsigned)score.wrong, (unsigned)(last - first + 1),
		(unsigned)score.seed, score.what, _i, (unsigned)score.seed);
}
END_TEST

/* Drivers in which a level was missing once: too many saved IRQLs at one point
 * were joined to none; a parameter decided by way of a local what was called; a
 * state was noted before a loop had changed it; ways back that were joined gave
 * back, for all, the lock that one of them had; ways back that give back a lock
 * which the caller does not hold were left out, whatever their IRQL, or joined
 * with those that give back another. And one in which a level was too many:
 * routines in a circle proved to each other what only an assumption said that
 * had been taken back. Then, a level missing again: a flag that a callee sets on
 * one of its ways was taken to be what its caller had tested before; what a callee
 * restores was forgotten before it was looked up, as what it may have written; an
 * IRQL that a callee may have saved in a local was taken for one that it did; a lock
 * that is given back with what is not known was taken to be given back with what it
 * saved itself; what a lock that was not there has not saved, and what a callee has
 * not written, was forgotten; that a callee makes something of a flag which nobody
 * knows was not seen; a result that is a copy of what the callee then overwrites was
 * taken for what stands there now; a global was relied on that a callee sets which
 * does nothing else, and so was a copy of one; what was saved in one object was taken
 * for what the next one has. */
static const struct {
	int kind;
	uint64_t seed;
} regressions[] = { { 0, 1093 }, { 2, 1825 }, { 0, 1565 }, { 3, 459 },
	{ 1, 12229 }, { 1, 13241 }, { 3, 17773 }, { 3, 18374 }, { 3, 18870 },
	{ 0, 4092 }, { 1, 1091 }, { 6, 3026 }, { 6, 5338 }, { 6, 18211 },
	{ 10, 1008 }, { 16, 135 }, { 10, 3049 }, { 10, 13392 }, { 10, 15637 },
	{ 12, 1655 }, { 15, 13446 }, { 16, 2156 },
	{ 19, 5224 }, { 19, 31076 }, { 22, 1556 },
	{ 22, 13512 }, { 22, 54869 }, { 20, 8613 } };

enum { REGRESSIONS = sizeof(regressions) / sizeof(*regressions) };

START_TEST(test_regressions)
{
	struct score score = { 0 };

	check_graph(&kinds[regressions[_i].kind].kind, regressions[_i].seed,
		kinds[regressions[_i].kind].exactly, &score);
	ck_assert_msg(score.points && !score.wrong, "seed %u of kind %d: %s",
		(unsigned)regressions[_i].seed, regressions[_i].kind,
		score.what ? score.what : "nothing was compared");
}
END_TEST

/* ---- what facts need not say -------------------------------------------- */

/* Facts may come from elsewhere: a routine whose type they do not tell, and
 * which returns raised on one of its ways. */
START_TEST(test_leak_without_signature)
{
	struct facts facts;
	struct arena arena;
	struct maker maker;
	struct program *program;
	struct operand lock, arguments[2];
	uint32_t out, on;
	const char *error;

	arena_init(&arena);
	maker_init(&maker, &facts, "a.c");
	maker_function(&maker, "Leaks", 1);
	lock = maker_address(&maker, ROOT_GLOBAL,
		maker_variable(&maker, "Lock"), "");
	arguments[0] = lock;
	arguments[1] = maker_address(&maker, ROOT_LOCAL, 0, "");
	maker_call(&maker, "KeAcquireSpinLock", arguments, 2);
	out = maker_block(&maker);
	on = maker_block(&maker);
	maker_branch(&maker,
		(struct test){ TEST_UNKNOWN, maker_value(&maker,
			ROOT_PARAMETER, 0, ""), maker_constant(0) }, out, on);
	maker_go_on_in(&maker, out);
	maker_return(&maker, maker_constant(0));
	maker_go_on_in(&maker, on);
	arguments[1] = maker_value(&maker, ROOT_LOCAL, 0, "");
	maker_call(&maker, "KeReleaseSpinLock", arguments, 2);
	maker_end(&maker);
	maker_release(&maker);
	program = program_link(&arena, &facts, 1, NULL, NULL, &error);
	ck_assert_ptr_nonnull(program);
	ck_assert_uint_eq(irql_follow(program, false)->departures.count, 2);
	facts_release(&facts);
	arena_release(&arena);
}
END_TEST

/* ---- loops from object to object ----------------------------------------- */

static void branch_on_nothing(
	struct maker *maker, uint32_t when_true, uint32_t when_false)
{
	struct test test = { TEST_UNKNOWN,
		maker_value(maker, ROOT_PARAMETER, 1, ""), maker_constant(0) };

	maker_branch(maker, test, when_true, when_false);
}

/* `for (l0 = p0; ?; l0 = l0->Parent) { KeAcquireSpinLock(&l0->Lock, &l0->Old);
 * if (?) KeReleaseSpinLock(&l0->Lock, l0->Old); }` */
static void make_walk(struct maker *maker)
{
	struct operand here = maker_value(maker, ROOT_LOCAL, 0, "");
	struct operand arguments[2] = {
		maker_address(maker, ROOT_LOCAL, 0, "->Lock"),
		maker_address(maker, ROOT_LOCAL, 0, "->Old")
	};
	uint32_t head = maker_block(maker), gives = maker_block(maker);
	uint32_t next = maker_block(maker), out = maker_block(maker);

	maker_assign(maker, here, maker_value(maker, ROOT_PARAMETER, 0, ""));
	maker_jump(maker, head);
	maker_go_on_in(maker, head);
	maker_call(maker, "KeAcquireSpinLock", arguments, 2);
	branch_on_nothing(maker, gives, next);
	maker_go_on_in(maker, gives);
	arguments[1] = maker_value(maker, ROOT_LOCAL, 0, "->Old");
	maker_call(maker, "KeReleaseSpinLock", arguments, 2);
	maker_jump(maker, next);
	maker_go_on_in(maker, next);
	maker_assign(maker, here,
		maker_value(maker, ROOT_LOCAL, 0, "->Parent"));
	branch_on_nothing(maker, head, out);
	maker_go_on_in(maker, out);
}

/* The parent's parent's parent has no name of its own, or each turn would make
 * another one, and states that differ in it. */
START_TEST(test_names_end)
{
	struct facts facts;
	struct arena arena;
	struct maker maker;
	struct program *program;
	const char *error;

	arena_init(&arena);
	maker_init(&maker, &facts, "a.c");
	maker_function(&maker, "Walk", 2);
	make_walk(&maker);
	maker_end(&maker);
	maker_release(&maker);
	program = program_link(&arena, &facts, 1, NULL, NULL, &error);
	ck_assert_ptr_nonnull(program);
	ck_assert_uint_eq(irql_follow(program, false)->widened, 0);
	facts_release(&facts);
	arena_release(&arena);
}
END_TEST

/* ---- the suite --------------------------------------------------------- */

Suite *irql_suite(void)
{
	Suite *suite = suite_create("irql");
	TCase *graphs = tcase_create("graphs");

	tcase_set_timeout(graphs, 240); /* seconds, on a busy machine */
	tcase_add_loop_test(graphs, test_random_graphs, 0, KINDS);
	tcase_add_loop_test(graphs, test_regressions, 0, REGRESSIONS);
	tcase_add_test(graphs, test_leak_without_signature);
	tcase_add_test(graphs, test_names_end);
	suite_add_tcase(suite, graphs);
	return suite;
}
