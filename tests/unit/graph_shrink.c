/*
 * The smallest driver that is still wrong in the same way: what can be left out
 * is, one thing after the other, until nothing can.
 */
#include <string.h>

#include "graph.h"

struct shrinking {
	struct graph *graph;
	graph_judge *judge;
	void *context;
	const char *what;
};

/* ---- without what nothing leads to ------------------------------------- */

/* But for jumps that have lost their loop. */
static uint32_t copy_list(struct graph *into, const struct graph *from,
	uint32_t at, bool in_loop)
{
	uint32_t first = NONE, last = NONE;

	for (; at != NONE; at = from->deeds[at].next) {
		struct deed deed = from->deeds[at];
		bool inside = in_loop || deed.verb == DO_LOOP;
		uint32_t index;

		if (!in_loop &&
			(deed.verb == DO_BREAK || deed.verb == DO_CONTINUE))
			continue;
		index = into->deed_count++;
		deed.seen = deed.said = 0;
		deed.next = NONE;
		into->deeds[index] = deed;
		if (last == NONE)
			first = index;
		else
			into->deeds[last].next = index;
		last = index;
		deed.yes = copy_list(into, from, deed.yes, inside);
		deed.no = copy_list(into, from, deed.no, inside);
		deed.other = copy_list(into, from, deed.other, inside);
		into->deeds[index] = deed;
	}
	return first;
}

static struct graph tidy(const struct graph *graph)
{
	struct graph tidied = *graph;

	tidied.deed_count = 0;
	tidied.undefined = false;
	for (uint32_t i = 0; i < graph->function_count; i++) {
		tidied.functions[i].reached = false;
		tidied.functions[i].first = copy_list(
			&tidied, graph, graph->functions[i].first, false);
		tidied.functions[i].end = copy_list(
			&tidied, graph, graph->functions[i].end, false);
	}
	return tidied;
}

/* Whether the driver is wrong as before; then it is the one to go on with. */
static bool try(struct shrinking *shrinking, const struct graph *candidate)
{
	struct graph tidied = tidy(candidate);
	const char *what = shrinking->judge(&tidied, shrinking->context);

	if (!what || strcmp(what, shrinking->what))
		return false;
	*shrinking->graph = tidied;
	return true;
}

/* ---- what is left out -------------------------------------------------- */

/* What comes in the place of a deed: nothing, or one of its lists. */
enum { REPLACEMENTS = 4 };

static uint32_t replacement(struct graph *graph, uint32_t at, int which)
{
	const struct deed *deed = &graph->deeds[at];
	const uint32_t lists[REPLACEMENTS] = {
		NONE, deed->yes, deed->no, deed->other
	};
	uint32_t last = lists[which];

	if (last == NONE)
		return deed->next;
	while (graph->deeds[last].next != NONE)
		last = graph->deeds[last].next;
	graph->deeds[last].next = deed->next;
	return lists[which];
}

static void replace_links(struct graph *graph, uint32_t at, uint32_t by)
{
	for (uint32_t i = 0; i < graph->function_count; i++) {
		if (graph->functions[i].first == at)
			graph->functions[i].first = by;
		if (graph->functions[i].end == at)
			graph->functions[i].end = by;
	}
	for (uint32_t i = 0; i < graph->deed_count; i++) {
		struct deed *deed = &graph->deeds[i];
		uint32_t *const links[] = {
			&deed->next, &deed->yes, &deed->no, &deed->other
		};

		for (int k = 0; i != at && k < 4; k++)
			if (*links[k] == at)
				*links[k] = by;
	}
}

static bool drop_deeds(struct shrinking *shrinking)
{
	bool dropped = false;
	uint32_t at = 0;

	while (at < shrinking->graph->deed_count) {
		bool fits = false;

		for (int which = 0; which < REPLACEMENTS && !fits; which++) {
			struct graph next = *shrinking->graph;

			replace_links(&next, at, replacement(&next, at, which));
			fits = try(shrinking, &next);
		}
		dropped |= fits;
		at += !fits;
	}
	return dropped;
}

/* With all calls of it. */
static void take_out(struct graph *graph, uint32_t function)
{
	for (uint32_t i = 0; i < graph->deed_count; i++) {
		struct deed *deed = &graph->deeds[i];

		if ((deed->verb == DO_CALL || deed->verb == DO_QUEUE) &&
			deed->callee == function)
			replace_links(graph, i, deed->next);
		deed->callee -= deed->callee > function;
	}
	graph->targets = (graph->targets & ((1u << function) - 1)) |
		(graph->targets >> (function + 1) << function);
	graph->function_count--;
	for (uint32_t i = function; i < graph->function_count; i++)
		graph->functions[i] = graph->functions[i + 1];
}

static bool drop_functions(struct shrinking *shrinking)
{
	bool dropped = false;
	uint32_t at = 0;

	while (at < shrinking->graph->function_count) {
		struct graph next = *shrinking->graph;
		bool fits;

		take_out(&next, at);
		fits = next.function_count && try(shrinking, &next);
		dropped |= fits;
		at += !fits;
	}
	return dropped;
}

/* ---- what is made plainer ---------------------------------------------- */

static bool set_role(struct shrinking *shrinking, uint32_t function, int role)
{
	struct graph next = *shrinking->graph;

	if (next.functions[function].role <= role)
		return false;
	next.functions[function].role = role;
	return try(shrinking, &next);
}

/* Whether there was something to change. */
static bool make_plainer(struct deed *deed, int how)
{
	struct deed before = *deed;

	switch (how) {
	case 0:
		deed->stores = false;
		break;
	case 1:
		deed->source = deed->verb == DO_IF || deed->verb == DO_SWITCH ?
			FROM_UNKNOWN :
			FROM_ZERO;
		break;
	case 2:
		deed->lock = 0;
		break;
	case 3:
		deed->place = IN_LOCAL_0;
		break;
	case 4:
		if (deed->verb == DO_ACQUIRE || deed->verb == DO_RAISE)
			deed->verb = DO_RAISE, deed->level = 2;
		break;
	case 5:
		if (deed->verb == DO_RELEASE)
			deed->verb = DO_LOWER;
		break;
	case 7:
		deed->base = deed->base == ON_ALIAS ? ON_NEXT : ON_OWN;
		break;
	case 6:
		deed->computes = false;
		break;
	default:
		deed->falls[0] = deed->falls[1] = false;
	}
	return memcmp(&before, deed, sizeof(before)) != 0;
}

static bool make_plain(struct shrinking *shrinking)
{
	bool made = false;

	for (uint32_t i = 0; i < shrinking->graph->function_count; i++)
		for (int role = 0; role < 4; role++)
			made |= set_role(shrinking, i, role);
	for (uint32_t i = 0; i < shrinking->graph->deed_count; i++)
		for (int how = 0; how < 9; how++) {
			struct graph next = *shrinking->graph;

			if (make_plainer(&next.deeds[i], how))
				made |= try(shrinking, &next);
		}
	return made;
}

void graph_shrink(struct graph *graph, graph_judge *judge, void *context)
{
	struct shrinking shrinking = { .graph = graph,
		.judge = judge,
		.context = context,
		.what = judge(graph, context) };

	if (!shrinking.what)
		return;
	while (drop_deeds(&shrinking) || drop_functions(&shrinking) ||
		make_plain(&shrinking))
		;
	judge(graph, context);
}
