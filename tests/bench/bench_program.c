/*
 * How long everything takes that needs the whole driver, apart from all
 * parsing: linking, the callees of all calls, the analyses of routines, the
 * contexts with their witness paths, and the rules. Not a test: it prints,
 * nothing is compared.
 *
 *	bench-program			1000, 10000, 100000, 1000000, and chains
 *	bench-program FUNCTIONS…	drivers of these sizes
 *	bench-program chain		a chain of a million calls
 *	bench-program handed		a chain that hands on what decides
 *	bench-program FILE.paf…		a driver that was read before
 *
 * README.md says what the figures mean and which there were last.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench/drivers.h"
#include "facts/text.h"
#include "irql/engine.h"
#include "rules/check.h"
#include "report/rule.h"

enum { CHAIN = 1000000, HANDED = 100000 };

/* Processor time: other work on the machine does not count. */
static double now(void)
{
	return (double)clock() * 1e3 / CLOCKS_PER_SEC;
}

/* ---- one measurement --------------------------------------------------- */

enum phase { LINK, CALLEES, ANALYSES, FOLLOW, RULES, PHASES };

struct work {
	uint32_t functions, edges, full, plain;
	uint32_t contexts, entries, analyses, simulations, findings, widened;
	size_t bytes;
	double times[PHASES];
};

static void count_routines(struct work *work, const struct engine *engine)
{
	const struct program *program = engine->program;

	work->edges = engine->sites.count;
	for (uint32_t i = 0; i < program->routines.count; i++) {
		work->functions += program_routine(program, i)->definition != 0;
		work->full += engine->kinds[i] == BODY_FULL;
		work->plain += engine->kinds[i] == BODY_PLAIN;
	}
}

/* The callees and the analyses once more, by themselves: those that the
 * contexts asked for, in the same order. */
static void repeat_analyses(struct work *work, struct program *program,
	const struct flow *followed)
{
	struct flow flow = { .program = program };
	struct engine engine;
	double start = now();

	engine_init(&engine, &flow, program);
	work->times[CALLEES] = now() - start;
	count_routines(work, &engine);
	start = now();
	for (uint32_t i = 0; i < followed->contexts.count; i++) {
		const struct context *context = &followed->contexts.items[i];

		if (engine.kinds[context->routine] != BODY_SILENT ||
			(engine.marks[context->routine] & MARK_GUARDED))
			analyse(&engine, context->routine, context->level);
	}
	work->times[ANALYSES] = now() - start;
	work->analyses = engine.analyses.count;
	for (uint32_t i = 0; i < engine.analyses.count; i++) {
		const struct summary *summary =
			engine.analyses.items[i].summary;

		work->simulations += summary && summary->simulated;
	}
	engine_release(&engine);
}

static uint32_t run_rules(
	struct arena *arena, struct program *program, const struct flow *flow)
{
	struct shared shared = { .locking = NULL };
	struct findings findings;

	findings_init(&findings, arena);
	for (const struct rule *const *rule = all_rules; *rule; rule++) {
		struct check check = { *rule, program, flow, &findings,
			&shared, false };

		if (rule_is_default(*rule))
			(*rule)->check(&check);
	}
	return findings.list.count;
}

static struct work measure(const struct facts *units, uint32_t count)
{
	struct work work = { .functions = 0 };
	struct arena arena;
	struct program *program;
	struct flow *flow;
	const char *error;
	double start = now();

	arena_init(&arena);
	program = program_link(&arena, units, count, NULL, NULL, &error);
	work.times[LINK] = now() - start;
	start = now();
	flow = irql_follow(program, false);
	work.times[FOLLOW] = now() - start;
	work.contexts = flow->contexts.count;
	work.entries = flow->paged_entries.count;
	work.widened = flow->widened;
	work.bytes = arena.reserved;
	start = now();
	work.findings = run_rules(&arena, program, flow);
	work.times[RULES] = now() - start;
	repeat_analyses(&work, program, flow);
	arena_release(&arena);
	return work;
}

/* ---- printing ---------------------------------------------------------- */

static size_t bytes_of(const struct facts *units, uint32_t count)
{
	size_t bytes = 0;

	for (uint32_t u = 0; u < count; u++)
		bytes += units[u].arena.reserved;
	return bytes;
}

/* How much faster than its size the time grows, from the last one. */
static void print_slope(const struct work *work)
{
	static uint32_t last_size;
	static double last_time;
	double time = work->times[LINK] + work->times[FOLLOW];

	if (last_size && work->functions > last_size)
		printf("  slope %.2f", log(time / last_time) /
				log((double)work->functions / last_size));
	last_size = work->functions;
	last_time = time;
}

static void print(const struct work *work, size_t facts)
{
	const double *times = work->times;
	double total = times[LINK] + times[FOLLOW];

	printf("  %" PRIu32 " functions, %" PRIu32 " edges; IRQL can change in "
	       "%.1f %%, decides in %.1f %% more\n",
		work->functions, work->edges,
		100.0 * work->full / work->functions,
		100.0 * work->plain / work->functions);
	printf("  %" PRIu32 " contexts, %" PRIu32 " entered too high, %" PRIu32
	       " analyses, %" PRIu32 " simulated, %" PRIu32 " widened; %" PRIu32
	       " findings\n",
		work->contexts, work->entries, work->analyses,
		work->simulations, work->widened, work->findings);
	printf("  link %.2f ms, callees %.2f, analyses %.2f, contexts %.2f: "
	       "together %.2f ms; rules %.2f\n",
		times[LINK], times[CALLEES], times[ANALYSES],
		times[FOLLOW] - times[CALLEES] - times[ANALYSES], total,
		times[RULES]);
	printf("  %.3f us a function, %.3f us an edge; %zu MiB and %zu MiB of "
	       "facts",
		total * 1e3 / work->functions, total * 1e3 / work->edges,
		work->bytes >> 20, facts >> 20);
}

/* The fastest of several runs counts. */
static void measure_units(const char *what, const struct facts *units,
	uint32_t count, int runs)
{
	struct work best = { .times = { [LINK] = 1e9 } };

	for (int i = 0; i < runs; i++) {
		struct work work = measure(units, count);

		if (work.times[LINK] + work.times[FOLLOW] <
			best.times[LINK] + best.times[FOLLOW])
			best = work;
	}
	printf("%s\n", what);
	print(&best, bytes_of(units, count));
	print_slope(&best);
	printf("\n");
	fflush(stdout);
}

static struct facts *room_for(uint32_t units)
{
	struct facts *facts = calloc(units, sizeof(*facts));

	if (!facts)
		abort();
	return facts;
}

static void release(struct facts *units, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		facts_release(&units[i]);
	free(units);
}

static void measure_made(const char *what,
	void (*make)(struct facts *units, uint32_t functions), uint32_t size)
{
	uint32_t count = unit_count(size);
	struct facts *units = room_for(count);

	make(units, size);
	measure_units(what, units, count,
		size <= 10000 ? 9 : size <= 100000 ? 3 : 1);
	release(units, count);
}

static void read_file(struct facts *facts, const char *path)
{
	FILE *in = fopen(path, "rb");
	char *bytes = NULL;
	const char *error = "cannot be read";
	size_t size = 0;

	for (size_t got = 1; in && got; size += got) {
		bytes = realloc(bytes, size + (1 << 20));
		if (!bytes)
			abort();
		got = fread(bytes + size, 1, 1 << 20, in);
	}
	if (!in || !facts_read(facts, path, bytes, size, &error)) {
		fprintf(stderr, "%s: %s\n", path, error);
		exit(1);
	}
	fclose(in);
	free(bytes);
}

static void measure_files(char **paths, uint32_t count)
{
	struct facts *units = room_for(count);

	for (uint32_t i = 0; i < count; i++)
		read_file(&units[i], paths[i]);
	measure_units("driver", units, count, 3);
	release(units, count);
}

int main(int argc, char **argv)
{
	static char usual[][8] = { "1000", "10000", "100000", "1000000",
		"chain", "handed" };
	char *sizes[] = { argv[0], usual[0], usual[1], usual[2], usual[3],
		usual[4], usual[5] };

	if (argc == 1) {
		argc = 7;
		argv = sizes;
	}
	if (strchr(argv[1], '.')) {
		measure_files(argv + 1, (uint32_t)argc - 1);
		return 0;
	}
	for (int i = 1; i < argc; i++)
		if (!strcmp(argv[i], "chain"))
			measure_made(argv[i], make_chain, CHAIN);
		else if (!strcmp(argv[i], "handed"))
			measure_made(argv[i], make_handed, HANDED);
		else
			measure_made(argv[i], make_driver,
				(uint32_t)strtoul(argv[i], NULL, 10));
	return 0;
}
