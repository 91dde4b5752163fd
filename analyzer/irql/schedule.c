/*
 * Which analyses are made, and when. They are made on demand: a run that meets
 * a callee nobody has looked at guesses that it changes nothing, so that it
 * finds what else it needs; then those are made, and the run is made again. The
 * stack of wanted analyses is ours, so a chain of calls may be of any length.
 *
 * A plain routine needs no run: when all that it calls is quiet, so is it.
 *
 * Recursion. A callee that is itself waiting for its callees is assumed to be
 * quiet, which is nearly always true. If it turns out not to be, everything
 * that was built upon the assumption is made again, exactly: from "does not
 * return" upwards until nothing changes. What still changes after SETTLE_RUNS
 * is widened, and counted so: an exit that was found once is kept, and exits at
 * the same IRQL are one, with what holds for both. Then each run can only add
 * an IRQL or take away a fact, so that ends; MAX_RUNS is a safeguard.
 *
 * Where no way out was found in the end, because routines call each other on
 * every path that we see (the true target of a pointer may not be among those
 * we know), such calls are taken to change nothing: what follows them is
 * looked at too.
 *
 * `low` is Tarjan's: an analysis that relied on one which started before it and
 * is still waiting can change after it is finished. Only such analyses, and
 * exact ones, need to know who used them.
 */
#include "base/bug.h"
#include <string.h>

#include "irql/engine.h"

enum { SETTLE_RUNS = 6, MAX_RUNS = 60 };

static struct analysis *analysis_at(struct engine *engine, uint32_t index)
{
	return &engine->analyses.items[index];
}

static uint32_t analysis_of(struct engine *engine, uint32_t routine, int level)
{
	uint32_t *slot = &engine->by_entry[routine * ENTRY_COUNT + level];
	struct analysis *analysis;

	if (*slot != NONE)
		return *slot;
	*slot = engine->analyses.count;
	analysis = vec_add(engine->program->arena, &engine->analyses);
	analysis->routine = routine;
	analysis->level = (int8_t)level;
	analysis->dependents = NONE;
	return *slot;
}

/* One that somebody else wants too may lie deeper in the stack already. */
static void want(struct engine *engine, uint32_t index)
{
	*vec_add(engine->program->arena, &engine->wanted) = index;
}

/* ---- raises ------------------------------------------------------------ */

uint32_t raise_at(
	struct engine *engine, const struct event *event, bool inside)
{
	struct arena *arena = engine->program->arena;
	uint32_t index = map_get(&engine->raises[inside], event);

	if (index != MAP_NONE)
		return index;
	index = engine->flow->raises.count;
	vec_add(arena, &engine->flow->raises)->inner = NONE;
	*vec_add(arena, &engine->raise_known) = false;
	map_set(arena, &engine->raises[inside], event, index);
	return index;
}

/* Seen for the first time, or once more; certain when it once is. */
static void take_raises(struct engine *engine, const struct summary *summary)
{
	for (uint32_t i = 0; i < summary->raises.count; i++) {
		const struct noted_raise *noted = &summary->raises.items[i];
		struct raise *raise =
			&engine->flow->raises.items[noted->index];

		if (engine->raise_known.items[noted->index])
			raise->may &= noted->raise.may;
		else
			*raise = noted->raise;
		engine->raise_known.items[noted->index] = true;
	}
}

/* ---- what one analysis knows of another -------------------------------- */

static void depend_on(struct engine *engine, uint32_t user, uint32_t used)
{
	struct analysis *analysis = analysis_at(engine, used);
	struct dependent dependent = { user, analysis->dependents };

	if (analysis->dependents != NONE &&
		engine->dependents.items[analysis->dependents].analysis == user)
		return;
	analysis->dependents = engine->dependents.count;
	*vec_add(engine->program->arena, &engine->dependents) = dependent;
}

static struct analysis *started_at(struct engine *engine, uint32_t start)
{
	return analysis_at(engine, engine->started.items[start]);
}

/* The start of the analysis that one waits for, or its own. The way there is
 * halved for the next time. */
static uint32_t root_of(struct engine *engine, uint32_t start)
{
	struct analysis *analysis = started_at(engine, start);

	while (analysis->progress == PROGRESS_FINISHED &&
		analysis->low != analysis->start) {
		struct analysis *next = started_at(engine, analysis->low);

		if (next->progress == PROGRESS_FINISHED)
			analysis->low = next->low;
		analysis = next;
	}
	return analysis->start;
}

/* Whether a finished analysis may still change; then *root is waited for. */
static bool is_unsettled(
	struct engine *engine, const struct analysis *analysis, uint32_t *root)
{
	*root = root_of(engine, analysis->start);
	return started_at(engine, *root)->progress != PROGRESS_FINISHED;
}

/* Quiet, and there is nothing to learn from it either. */
static bool changes_nothing(const struct summary *summary)
{
	return summary->quiet && summary->inlined_raise == NONE &&
		!summary->exits.items[0].bindings.count &&
		value_is_any(&summary->exits.items[0].result);
}

static void rely_on(struct analysis *user, uint32_t start)
{
	if (start < user->low)
		user->low = start;
}

/* Nothing is known to return from a call, for now or for good. */
static enum knowledge no_return(struct engine *engine, uint32_t user)
{
	struct analysis *analysis = analysis_at(engine, user);

	if (!analysis->cut)
		*vec_add(engine->program->arena, &engine->cut) = user;
	analysis->cut = true;
	return analysis->loose ? KNOWS_NO_CHANGE : KNOWS_NO_RETURN;
}

static enum knowledge consult_started(
	struct engine *engine, uint32_t user, uint32_t used)
{
	struct analysis *analysis = analysis_at(engine, used);

	depend_on(engine, user, used);
	rely_on(analysis_at(engine, user), analysis->start);
	if (analysis_at(engine, user)->exact)
		return no_return(engine, user);
	analysis->assumed = true;
	return KNOWS_NO_CHANGE;
}

/* What a run of `user` may take `used` to do; of a new one nothing is known. */
static enum knowledge consult_known(struct engine *engine, uint32_t user,
	uint32_t used, const struct summary **summary)
{
	struct analysis *analysis = analysis_at(engine, used);
	uint32_t root;

	*summary = NULL;
	if (analysis->progress == PROGRESS_STARTED)
		return consult_started(engine, user, used);
	if (is_unsettled(engine, analysis, &root)) {
		rely_on(analysis_at(engine, user), root);
		depend_on(engine, user, used);
	} else if (analysis_at(engine, user)->exact ||
		engine->again_next < engine->again.count) {
		depend_on(engine, user, used);
	}
	*summary = analysis->summary;
	if (*summary && analysis->exact && !(*summary)->exits.count)
		return no_return(engine, user);
	return *summary ? KNOWS_EXITS : KNOWS_NO_CHANGE;
}

enum knowledge consult(struct engine *engine, struct simulation *simulation,
	uint32_t routine, int level, const struct summary **summary)
{
	uint32_t used = analysis_of(engine, routine, level);

	if (analysis_at(engine, used)->progress != PROGRESS_NEW)
		return consult_known(
			engine, simulation->analysis, used, summary);
	if (analysis_at(engine, used)->awaited_in == engine->runs)
		return KNOWS_NO_CHANGE;
	analysis_at(engine, used)->awaited_in = engine->runs;
	*vec_add(simulation->scratch, &simulation->result.awaited) = used;
	want(engine, used);
	return KNOWS_NO_CHANGE;
}

/* Whether everything that a guess was built upon is as it was guessed. */
static bool guessed_right(
	struct engine *engine, uint32_t user, const struct summary *guess)
{
	const struct summary *summary;

	for (uint32_t i = 0; i < guess->awaited.count; i++) {
		uint32_t used = guess->awaited.items[i];

		if (consult_known(engine, user, used, &summary) !=
				KNOWS_NO_CHANGE &&
			!(summary && changes_nothing(summary)))
			return false;
	}
	return true;
}

/* ---- finishing --------------------------------------------------------- */

static bool same_bindings(const struct exit *left, const struct exit *right)
{
	if (left->bindings.count != right->bindings.count)
		return false;
	for (uint32_t i = 0; i < left->bindings.count; i++) {
		const struct binding *a = &left->bindings.items[i];
		const struct binding *b = &right->bindings.items[i];

		if (a->key != b->key || a->initial != b->initial ||
			a->shared != b->shared || a->stale != b->stale ||
			!same_values(&a->value, &b->value))
			return false;
	}
	return true;
}

static bool same_exits(const struct summary *left, const struct summary *right)
{
	if (left->exits.count != right->exits.count ||
		left->inlined_raise != right->inlined_raise)
		return false;
	for (uint32_t i = 0; i < left->exits.count; i++) {
		const struct exit *a = &left->exits.items[i];
		const struct exit *b = &right->exits.items[i];

		if (!same_abstract_irql(a->level, b->level) ||
			a->raise != b->raise || a->may != b->may ||
			a->locks.count != b->locks.count ||
			a->released.count != b->released.count ||
			a->written != b->written ||
			!same_values(&a->result, &b->result) ||
			!same_bindings(a, b))
			return false;
	}
	return true;
}

/* Whether calling it leaves everything as it was, as far as callers know. */
static bool is_quiet(const struct analysis *analysis,
	const struct routine *routine, const struct summary *summary)
{
	const struct exit *exit = summary->exits.items;

	if (summary->exits.count != 1 || exit->may || exit->locks.count ||
		exit->released.count || exit->level.kind == LEVEL_SAVED ||
		level_index(exit->level) != analysis->level ||
		(routine->is_inline && summary->inlined_raise != NONE))
		return false;
	for (uint32_t i = 0; i < exit->bindings.count; i++)
		if (!exit->bindings.items[i].initial &&
			!strchr("F?", exit->bindings.items[i].key[0]))
			return false; /* F: where all else fails, no more */
	return true;
}

static void make_again(struct engine *engine, uint32_t index)
{
	struct analysis *analysis = analysis_at(engine, index);

	if (analysis->queued || analysis->progress != PROGRESS_FINISHED)
		return;
	if (engine->again_next == engine->again.count)
		engine->barrier = engine->wanted.count;
	analysis->queued = true;
	*vec_add(engine->program->arena, &engine->again) = index;
}

/* Who assumed that it is quiet need not know that it is. */
static void tell_dependents(
	struct engine *engine, uint32_t index, bool as_assumed)
{
	for (uint32_t d = analysis_at(engine, index)->dependents; d != NONE;
		d = engine->dependents.items[d].next) {
		uint32_t user = engine->dependents.items[d].analysis;

		if (!as_assumed || analysis_at(engine, user)->exact)
			make_again(engine, user);
	}
}

/* Takes back an assumption: what was built upon it starts from nothing. */
static void start_exactly(struct engine *engine, uint32_t index)
{
	struct arena *arena = engine->program->arena;
	VEC(uint32_t) todo = { 0 };

	*vec_add(arena, &todo) = index;
	while (todo.count) {
		uint32_t at = todo.items[--todo.count];
		struct analysis *analysis = analysis_at(engine, at);

		if (analysis->exact ||
			analysis->progress != PROGRESS_FINISHED)
			continue;
		analysis->exact = true;
		analysis->summary =
			arena_alloc(arena, sizeof(*analysis->summary));
		analysis->summary->inlined_raise = NONE;
		make_again(engine, at);
		for (uint32_t d = analysis->dependents; d != NONE;
			d = engine->dependents.items[d].next)
			*vec_add(arena, &todo) =
				engine->dependents.items[d].analysis;
	}
}

static void finish(
	struct engine *engine, uint32_t index, struct summary *summary)
{
	struct analysis *analysis = analysis_at(engine, index);
	const struct routine *routine =
		program_routine(engine->program, analysis->routine);
	bool first = analysis->progress != PROGRESS_FINISHED;
	bool quiet = true, changed = true;

	if (summary)
		take_raises(engine, summary);
	if (summary)
		quiet = summary->quiet =
			is_quiet(analysis, routine, summary);
	if (!first && summary && analysis->summary)
		changed = !same_exits(analysis->summary, summary);
	else if (!first)
		changed = summary != analysis->summary;
	analysis->progress = PROGRESS_FINISHED;
	analysis->summary = summary;
	if (analysis->assumed && !analysis->exact && !quiet)
		start_exactly(engine, index);
	else if (changed)
		tell_dependents(
			engine, index, first && quiet && !analysis->exact);
}

/* ---- running ----------------------------------------------------------- */

/* What a body returns that returns constants only. */
static struct value constant_result(const struct body *body)
{
	struct value joined = any_value();
	bool first = true;

	for (uint32_t i = 0; i < body->blocks.count; i++) {
		const struct block *block = &body->blocks.items[i];
		struct value value;

		if (block->exit != EXIT_RETURN)
			continue;
		value = constant_value(block->test.left.constant);
		joined = first ? value : join_ranges(joined, value);
		first = false;
	}
	return joined;
}

static struct summary *summary_of_plain(
	struct engine *engine, const struct analysis *analysis)
{
	struct arena *arena = engine->program->arena;
	const struct routine *routine =
		program_routine(engine->program, analysis->routine);
	struct exit exit = { .callee = routine->name, .raise = NONE };
	struct summary *summary;

	if (!(engine->marks[analysis->routine] & MARK_ANSWERS))
		return NULL;
	exit.result = constant_result(routine->body);
	if (value_is_any(&exit.result))
		return NULL;
	exit.level = entry_level(analysis->level);
	summary = arena_alloc(arena, sizeof(*summary));
	summary->inlined_raise = NONE;
	*vec_add(arena, &summary->exits) = exit;
	return summary;
}

/* Whether all that a routine calls at its entry level is quiet. Meets all of
 * them at once, so that what is missing is made in one go. */
static bool calls_are_quiet(
	struct engine *engine, uint32_t index, bool *missing)
{
	uint32_t routine = analysis_at(engine, index)->routine;
	int level = analysis_at(engine, index)->level;
	const struct summary *summary;

	*missing = false;

	for (uint32_t s = engine->first_site[routine];
		s < engine->first_site[routine + 1]; s++) {
		uint32_t target = engine->sites.items[s].target, used;

		if (engine->kinds[target] == BODY_SILENT)
			continue;
		used = analysis_of(engine, target, level);
		if (analysis_at(engine, used)->progress == PROGRESS_NEW) {
			want(engine, used);
			*missing = true;
		} else if (consult_known(engine, index, used, &summary) ==
				KNOWS_EXITS &&
			!summary->quiet) {
			return false;
		}
	}
	return true;
}

/* A plain routine needs no run as long as what it calls is quiet. */
static bool run_plain(struct engine *engine, uint32_t index, bool *finished)
{
	struct analysis *analysis = analysis_at(engine, index);
	uint8_t *kind = &engine->kinds[analysis->routine];
	uint32_t height = engine->wanted.count;
	bool missing;

	if (*kind != BODY_PLAIN || analysis->exact)
		return false;
	if (!calls_are_quiet(engine, index, &missing)) {
		*kind = BODY_FULL; /* as it most likely is at other levels */
		engine->wanted.count = height; /* it may not get that far */
		return false;
	}
	*finished = !missing;
	if (*finished)
		finish(engine, index,
			summary_of_plain(engine, analysis_at(engine, index)));
	return true;
}

/* What a run that has to settle keeps, or NULL. */
static const struct summary *earlier_run(
	struct engine *engine, const struct analysis *analysis)
{
	if (!analysis->exact || analysis->runs < SETTLE_RUNS)
		return NULL;
	if (analysis->runs == SETTLE_RUNS)
		engine->flow->widened++;
	return analysis->summary;
}

/* One run; false when it is not the last one, after what it wants. */
static bool run(struct engine *engine, uint32_t index)
{
	struct analysis *analysis = analysis_at(engine, index);
	struct summary *summary = analysis->summary;
	bool finished;

	if (run_plain(engine, index, &finished))
		return finished;
	if (analysis->progress == PROGRESS_STARTED && summary &&
		guessed_right(engine, index, summary)) {
		finish(engine, index, summary);
		return true;
	}
	summary = arena_alloc(engine->program->arena, sizeof(*summary));
	engine->runs++;
	simulate(engine, index, earlier_run(engine, analysis), summary);
	summary->simulated = true;
	finished = !summary->awaited.count;
	if (finished)
		finish(engine, index, summary);
	else if (analysis_at(engine, index)->progress == PROGRESS_STARTED)
		analysis_at(engine, index)->summary = summary;
	return finished;
}

static void run_wanted(struct engine *engine)
{
	uint32_t height = engine->wanted.count;
	uint32_t index = engine->wanted.items[height - 1];
	struct analysis *analysis = analysis_at(engine, index);

	if (analysis->progress == PROGRESS_NEW) {
		analysis->progress = PROGRESS_STARTED;
		analysis->start = analysis->low = engine->started.count;
		*vec_add(engine->program->arena, &engine->started) = index;
	}
	if (analysis->progress == PROGRESS_FINISHED) {
		engine->wanted.count--;
		return;
	}
	if (!run(engine, index))
		return;
	if (engine->wanted.count != height)
		BUG("an analysis is finished, but wants something");
	engine->wanted.count--;
	if (engine->barrier > engine->wanted.count)
		engine->barrier = engine->wanted.count;
}

static void run_again(struct engine *engine)
{
	uint32_t index = engine->again.items[engine->again_next++];
	struct analysis *analysis = analysis_at(engine, index);
	uint32_t height = engine->wanted.count;

	if (engine->again_next == engine->again.count)
		engine->again_next = engine->again.count = 0;
	analysis->queued = false;
	if (analysis->runs++ >= MAX_RUNS) {
		engine->flow->widened++;
	} else if (!run(engine, index)) {
		make_again(engine, index);
		engine->barrier = height; /* what it wants runs first */
	}
}

/* Whether there was something to loosen. */
static bool loosen(struct engine *engine)
{
	uint32_t count = engine->cut.count;

	while (engine->cut.count) {
		uint32_t index = engine->cut.items[--engine->cut.count];
		struct analysis *analysis = analysis_at(engine, index);

		analysis->cut = false;
		if (analysis->loose || !analysis->summary ||
			analysis->summary->exits.count)
			continue;
		analysis->loose = true;
		engine->flow->widened++;
		make_again(engine, index);
	}
	return count && engine->again_next < engine->again.count;
}

uint32_t analyse(struct engine *engine, uint32_t routine, int level)
{
	uint32_t index = analysis_of(engine, routine, level);

	if (analysis_at(engine, index)->progress == PROGRESS_NEW)
		want(engine, index);
	for (;;) {
		bool again = engine->again_next < engine->again.count;

		if (engine->wanted.count > (again ? engine->barrier : 0))
			run_wanted(engine);
		else if (again)
			run_again(engine);
		else if (!loosen(engine))
			return index;
	}
}
