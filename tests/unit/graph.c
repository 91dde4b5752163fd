/*
 * Random drivers. Calls go to later functions unless recursion is wanted; then
 * those that go back can be left out, so that every function returns: what
 * never returns and never changes IRQL is not looked at by the analysis. A
 * function that nobody calls gets a role, so that every IRQL has a reason.
 */
#include "graph.h"

#include <string.h>

/* ---- making ------------------------------------------------------------ */

struct making {
	struct graph *graph;
	const struct graph_kind *kind;
	uint64_t seed;
	uint32_t function;
	bool optional; /* what is made now can be left out by a path */
	bool in_loop, at_end;
	bool speaks; /* of IRQL; a function that does not is not simulated */
};

static uint32_t draw(struct making *making, uint32_t below)
{
	uint64_t *seed = &making->seed;

	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)((*seed >> 11) % below);
}

enum { CHOICES = 2 };

static bool may_go_back(const struct making *making)
{
	return making->kind->recursion && making->optional;
}

/* Calls through the pointer go to the last functions, and so to later ones. */
static bool may_choose(const struct making *making)
{
	return may_go_back(making) ||
		making->function + CHOICES < making->graph->function_count;
}

/* What only some kinds have, or `otherwise`. */
static enum verb draw_more(
	struct making *making, int depth, enum verb otherwise)
{
	const struct graph_kind *kind = making->kind;
	enum verb verbs[16];
	uint32_t count = 0;

	if (kind->guards) {
		verbs[count++] = DO_ASK;
		verbs[count++] = DO_ASSERT;
	}
	if (kind->chooses)
		verbs[count++] = DO_TRY;
	if (kind->chooses && may_choose(making))
		verbs[count++] = DO_CHOOSE;
	if (kind->queues)
		verbs[count++] = DO_QUEUE;
	if (kind->jumps && making->in_loop && depth > 1) {
		verbs[count++] = DO_BREAK;
		verbs[count++] = DO_CONTINUE;
	}
	if (kind->jumps && depth && !making->at_end)
		verbs[count++] = DO_CLEAN_UP;
	return count && !draw(making, 4) ? verbs[draw(making, count)] :
					   otherwise;
}

/* What all kinds have. */
static enum verb draw_verb(struct making *making, int depth)
{
	static const enum verb verbs[] = { DO_RAISE, DO_LOWER, DO_LOWER,
		DO_ACQUIRE, DO_RELEASE, DO_CALL, DO_CALL, DO_CALL, DO_REVEAL,
		DO_REVEAL, DO_REVEAL, DO_RETURN, DO_IF, DO_IF, DO_IF, DO_LOOP,
		DO_ASSIGN };
	enum verb verb = verbs[draw(making, sizeof(verbs) / sizeof(*verbs))];

	if (depth > 2 && (verb == DO_IF || verb == DO_LOOP))
		return DO_REVEAL;
	if (making->kind->outlives && !making->kind->hands &&
		verb == DO_ACQUIRE)
		return DO_RAISE;
	if (making->kind->outlives && !making->kind->hands &&
		verb == DO_RELEASE)
		return DO_LOWER;
	if (verb == DO_IF && making->kind->compares && !draw(making, 3))
		return DO_SWITCH;
	if (verb == DO_ASSIGN && !making->kind->flags)
		return DO_REVEAL;
	if (verb == DO_CALL && !may_go_back(making) &&
		making->function + 1 == making->graph->function_count)
		return DO_REVEAL;
	return verb;
}

static enum source draw_value(struct making *making)
{
	static const enum source sources[] = { FROM_ZERO, FROM_ONE, FROM_ZERO,
		FROM_ONE, FROM_FLAG, FROM_PARAMETER, FROM_KEPT_0,
		FROM_KEPT_1 };
	const struct graph_kind *kind = making->kind;

	if (kind->compares && !draw(making, 4))
		return FROM_TWO;
	return sources[draw(
		making, kind->keeps ? 8 : kind->flags ? 6 : 2)];
}

bool deed_computes(const struct deed *deed)
{
	switch (deed->source) {
	case FROM_FLAG:
	case FROM_PARAMETER:
	case FROM_KEPT_0:
	case FROM_KEPT_1:
		return deed->computes;
	default:
		return false;
	}
}

/* Bits are set, cleared, looked at and flipped; counters go up and down. */
static void draw_formula(struct making *making, struct deed *deed)
{
	static const struct {
		enum operation operation;
		int64_t amount;
	} formulas[] = { { OPERATION_OR, 1 }, { OPERATION_OR, 2 },
		{ OPERATION_AND, ~1 }, { OPERATION_AND, ~2 },
		{ OPERATION_AND, 1 }, { OPERATION_AND, 2 },
		{ OPERATION_EXCLUSIVE_OR, 1 }, { OPERATION_ADD, 1 },
		{ OPERATION_SUBTRACT, 1 }, { OPERATION_ADD, 1 },
		{ OPERATION_SUBTRACT, 1 } };
	uint32_t formula;

	if (!making->kind->computes || !draw(making, 3))
		return;
	formula = draw(making, sizeof(formulas) / sizeof(*formulas));
	deed->computes = true;
	deed->operation = formulas[formula].operation;
	deed->amount = formulas[formula].amount;
	if (deed->verb == DO_ASSIGN && draw(making, 3))
		deed->source = deed->target;
}

static enum source draw_flag(struct making *making)
{
	static const enum source sources[] = { FROM_PARAMETER, FROM_FLAG,
		FROM_KEPT_0, FROM_KEPT_1 };

	return sources[draw(making, making->kind->keeps ? 4 : 2)];
}

static enum source draw_target(struct making *making)
{
	static const enum source sources[] = {
		FROM_FLAG, FROM_KEPT_0, FROM_KEPT_1
	};

	return making->kind->keeps ? sources[draw(making, 3)] : FROM_FLAG;
}

/* How a condition is met: by what is not 0, or by a comparison. */
static void draw_test(struct making *making, struct deed *deed)
{
	static const enum test_kind tests[] = { TEST_EQUAL, TEST_NOT_EQUAL,
		TEST_LESS, TEST_LESS_EQUAL, TEST_GREATER, TEST_GREATER_EQUAL,
		TEST_BITS };

	deed->test = TEST_NOT_EQUAL;
	deed->against = FROM_ZERO;
	if (!making->kind->compares)
		return;
	deed->test = tests[draw(making, sizeof(tests) / sizeof(*tests))];
	deed->against = deed->test == TEST_BITS ?
		(draw(making, 2) ? FROM_ONE : FROM_TWO) :
		draw_value(making);
	deed->falls[0] = draw(making, 2);
	deed->falls[1] = draw(making, 2);
}

static uint32_t draw_callee(struct making *making)
{
	uint32_t count = making->graph->function_count;

	if (may_go_back(making))
		return draw(making, count);
	return making->function + 1 +
		draw(making, count - making->function - 1);
}

static uint32_t make_list(struct making *making, int depth);

static bool branches(const struct deed *deed)
{
	return deed->verb == DO_IF || deed->verb == DO_SWITCH;
}

/* What kinds have that hand on locks and addresses, and calls that come later. */
static void draw_handed(struct making *making, struct deed *deed)
{
	static const enum place_kind addresses[] = {
		IN_LOCAL_0, IN_LOCAL_1, IN_POINTEE
	};
	bool calls = deed->verb == DO_CALL || deed->verb == DO_CHOOSE;

	if (deed->verb == DO_QUEUE) {
		deed->callee = draw(making, making->graph->function_count);
		deed->as_dpc = draw(making, 2);
	}
	deed->hands = IN_POINTEE;
	if (!making->kind->hands)
		return;
	deed->hands = addresses[draw(making, 3)];
	deed->lock = calls ? 2 + draw(making, 3) : draw(making, 3);
	deed->lock = !calls && deed->lock == 2 ? LOCK_HANDED : deed->lock;
	if (deed->place != IN_POINTEE && !draw(making, 3))
		deed->place = IN_POINTEE;
}

/* A call hands on the object of the caller, or the next one. */
static void draw_object(struct making *making, struct deed *deed)
{
	static const bool of_object[] = { [DO_RAISE] = true, [DO_LOWER] = true,
		[DO_ACQUIRE] = true, [DO_RELEASE] = true, [DO_CALL] = true,
		[DO_ASSIGN] = true, [DO_IF] = true, [DO_SWITCH] = true,
		[DO_RETURN] = true, [DO_ASK] = true, [DO_TRY] = true,
		[DO_CLEAN_UP] = false };
	bool locks = deed->verb == DO_ACQUIRE || deed->verb == DO_RELEASE;

	if (!making->kind->objects || !of_object[deed->verb])
		return;
	deed->base = draw(making, 3) ? ON_OWN : (enum base)draw(making, 3);
	if (locks && !draw(making, 3))
		deed->lock = LOCK_OWN;
}

/* IRQL and saved IRQLs are compared with PASSIVE, APC and DISPATCH_LEVEL: what is
 * above has no one number. */
static void draw_guard(struct making *making, struct deed *deed)
{
	static const enum test_kind tests[] = { TEST_EQUAL, TEST_NOT_EQUAL,
		TEST_LESS, TEST_LESS_EQUAL, TEST_GREATER, TEST_GREATER_EQUAL };
	bool asks = deed->verb == DO_IF && deed->source == FROM_UNKNOWN;
	static const enum source levels[] = { FROM_ZERO, FROM_ONE, FROM_TWO };

	if (!making->kind->guards || !(deed->verb == DO_ASSERT ||
			(asks && draw(making, 2))))
		return;
	deed->source = asks && making->speaks && !draw(making, 3) ?
		FROM_PLACE :
		FROM_IRQL;
	making->speaks = true;
	deed->test = tests[draw(making, sizeof(tests) / sizeof(*tests))];
	deed->against = levels[draw(making, 3)];
}

static void make_deed(struct making *making, uint32_t index, int depth)
{
	struct deed *deed = &making->graph->deeds[index];
	bool optional = making->optional, in_loop = making->in_loop;

	deed->verb = draw_more(making, depth, draw_verb(making, depth));
	deed->next = deed->yes = deed->no = deed->other = NONE;
	deed->level = 1 + (int)draw(making, 4);
	deed->lock = draw(making, 2);
	deed->place = (enum place_kind)draw(
		making, making->kind->outlives ? IN_POINTEE : 2);
	deed->stores = making->kind->flags && draw(making, 2);
	deed->source = draw_value(making);
	if (deed->verb == DO_CALL)
		deed->callee = draw_callee(making);
	draw_test(making, deed);
	if (branches(deed) && (!making->kind->flags || draw(making, 2)))
		deed->source = FROM_UNKNOWN;
	else if (branches(deed))
		deed->source = draw_flag(making);
	if (deed->verb == DO_ASSIGN)
		deed->target = draw_target(making);
	draw_formula(making, deed);
	draw_handed(making, deed);
	draw_guard(making, deed);
	draw_object(making, deed);
	making->optional |= deed->verb == DO_LOOP ||
		(branches(deed) && deed->source == FROM_UNKNOWN);
	making->in_loop |= deed->verb == DO_LOOP;
	if (branches(deed) || deed->verb == DO_LOOP)
		deed->yes = make_list(making, depth + 1);
	making->optional = optional;
	making->in_loop = in_loop;
	if (branches(deed) && draw(making, 2))
		deed->no = make_list(making, depth + 1);
	if (deed->verb == DO_SWITCH && draw(making, 2))
		deed->other = make_list(making, depth + 1);
}

static uint32_t make_list(struct making *making, int depth)
{
	struct graph *graph = making->graph;
	uint32_t count = 1 + draw(making, depth ? 3 : 6);
	uint32_t first = NONE, last = NONE;

	for (uint32_t i = 0; i < count && graph->deed_count < MAX_DEEDS; i++) {
		uint32_t index = graph->deed_count++;

		make_deed(making, index, depth);
		if (last == NONE)
			first = index;
		else
			graph->deeds[last].next = index;
		last = index;
	}
	return first;
}

static bool chooses(const struct graph *graph)
{
	for (uint32_t i = 0; i < graph->deed_count; i++)
		if (graph->deeds[i].verb == DO_CHOOSE)
			return true;
	return false;
}

static bool is_called(const struct graph *graph, uint32_t function)
{
	if (chooses(graph) && graph->targets >> function & 1)
		return true;
	for (uint32_t i = 0; i < graph->deed_count; i++)
		if (graph->deeds[i].verb == DO_CALL &&
			graph->deeds[i].callee == function)
			return true;
	return false;
}

void graph_make(
	struct graph *graph, const struct graph_kind *kind, uint64_t seed)
{
	struct making making = { .graph = graph, .kind = kind,
		.seed = seed * 0x9E3779B97F4A7C15u + 1 };

	memset(graph, 0, sizeof(*graph));
	graph->kind = *kind;
	graph->function_count = 2 + draw(&making, MAX_FUNCTIONS - 1);
	for (uint32_t i = 0; i < graph->function_count; i++) {
		making.function = i;
		making.speaks = false;
		graph->functions[i].first = make_list(&making, 0);
		graph->functions[i].end = NONE;
		making.at_end = true;
		if (kind->jumps && draw(&making, 3))
			graph->functions[i].end = make_list(&making, 0);
		making.at_end = false;
	}
	if (kind->chooses)
		graph->targets = 3u << (graph->function_count - CHOICES);
	/* The last role has several levels: a routine that is called gets
	 * them from its callers. */
	for (uint32_t i = 0; i < graph->function_count; i++)
		if (i == 0 || !is_called(graph, i))
			graph->functions[i].role = 1 + (int)draw(
				&making, is_called(graph, i) ? 3 : 4);
}

/* ---- printing ---------------------------------------------------------- */

static void print_list(const struct graph *graph, struct buffer *out,
	uint32_t at, uint32_t depth);

static const char *const bases[] = { "p0", "p0->Next", "l3" };

static const char *const sources[] = { "?", "flag", "p1", "0", "1", "2",
	"p0->Held", "Held", "irql", "place" };

static void print_source(struct buffer *out, const struct deed *deed)
{
	static const char *const signs[] = { [OPERATION_ADD] = "+",
		[OPERATION_SUBTRACT] = "-", [OPERATION_AND] = "&",
		[OPERATION_OR] = "|", [OPERATION_EXCLUSIVE_OR] = "^" };

	buffer_add(out, sources[deed->source]);
	if (deed_computes(deed))
		buffer_printf(out, " %s %d", signs[deed->operation],
			(int)deed->amount);
}

static void print_call(struct buffer *out, const struct graph *graph,
	const struct deed *deed)
{
	static const char *const locks[] = { "", "", "lock2", "lock3", "p3",
		"own" };
	static const char *const addresses[] = { [IN_LOCAL_0] = "&l0",
		[IN_LOCAL_1] = "&l1", [IN_POINTEE] = "p2" };

	if (deed->verb == DO_CHOOSE)
		buffer_printf(out, " %x", (unsigned)graph->targets);
	else
		buffer_printf(out, " F%u", (unsigned)deed->callee);
	buffer_char(out, '(');
	print_source(out, deed);
	if (graph->kind.hands)
		buffer_printf(out, ", %s, %s", addresses[deed->hands],
			locks[deed->lock]);
	buffer_add(out, deed->stores ? ") -> flag" : ")");
}

static void print_test(struct buffer *out, const struct deed *deed)
{
	static const char *const places[] = { "l0", "l1", "Old0", "Old1",
		"Old", "*p2" };
	static const char *const tests[] = { [TEST_EQUAL] = "==",
		[TEST_NOT_EQUAL] = "!=", [TEST_LESS] = "<",
		[TEST_LESS_EQUAL] = "<=", [TEST_GREATER] = ">",
		[TEST_GREATER_EQUAL] = ">=", [TEST_BITS] = "&" };

	buffer_char(out, ' ');
	if (deed->source == FROM_PLACE)
		buffer_add(out, places[deed->place]);
	else
		print_source(out, deed);
	buffer_printf(out, " %s %s", tests[deed->test], sources[deed->against]);
}

static void print_verb(struct buffer *out, const struct graph *graph,
	const struct deed *deed)
{
	static const char *const verbs[] = { "raise", "lower", "acquire",
		"release", "call", "", "if", "switch", "loop", "return",
		"reveal", "ask", "assert", "try", "choose", "queue", "break",
		"continue", "clean up" };
	static const char *const places[] = { "l0", "l1", "Old0", "Old1",
		"Old", "*p2" };

	if (deed->base != ON_OWN)
		buffer_printf(out, "%s: ", bases[deed->base]);
	buffer_add(out, verbs[deed->verb]);
	switch (deed->verb) {
	case DO_CALL:
	case DO_CHOOSE:
		print_call(out, graph, deed);
		break;
	case DO_RAISE:
		buffer_printf(
			out, " %d, &%s", deed->level, places[deed->place]);
		break;
	case DO_LOWER:
	case DO_ASK:
	case DO_TRY:
		buffer_printf(out, " %s", places[deed->place]);
		break;
	case DO_ACQUIRE:
	case DO_RELEASE:
		buffer_printf(out, " lock%u, %s", (unsigned)deed->lock,
			places[deed->place]);
		break;
	case DO_QUEUE:
		buffer_printf(out, " F%u%s", (unsigned)deed->callee,
			deed->as_dpc ? " as a DPC" : "");
		break;
	case DO_REVEAL:
		buffer_printf(out, " e%u %x, said %x%s", (unsigned)deed->event,
			(unsigned)deed->seen, (unsigned)deed->said,
			deed->seen == deed->said ? "" : " (!)");
		break;
	case DO_ASSIGN:
		buffer_printf(out, "%s = ", sources[deed->target]);
		print_source(out, deed);
		break;
	case DO_IF:
	case DO_ASSERT:
		print_test(out, deed);
		break;
	case DO_SWITCH:
		buffer_char(out, ' ');
		print_source(out, deed);
		buffer_printf(out, "%s%s",
			deed->falls[0] ? ", 1 falls" : "",
			deed->falls[1] ? ", 2 falls" : "");
		break;
	case DO_RETURN:
		buffer_char(out, ' ');
		print_source(out, deed);
		break;
	default:
		break;
	}
}

static void print_deed(const struct graph *graph, struct buffer *out,
	const struct deed *deed, uint32_t depth)
{
	buffer_repeat(out, '\t', depth);
	print_verb(out, graph, deed);
	buffer_char(out, '\n');
	print_list(graph, out, deed->yes, depth + 1);
	if (deed->no != NONE) {
		buffer_repeat(out, '\t', depth);
		buffer_add(out, "else\n");
		print_list(graph, out, deed->no, depth + 1);
	}
	if (deed->other != NONE) {
		buffer_repeat(out, '\t', depth);
		buffer_add(out, "default\n");
		print_list(graph, out, deed->other, depth + 1);
	}
}

static void print_list(const struct graph *graph, struct buffer *out,
	uint32_t at, uint32_t depth)
{
	for (; at != NONE; at = graph->deeds[at].next)
		print_deed(graph, out, &graph->deeds[at], depth);
}

void graph_print(const struct graph *graph, struct buffer *out)
{
	for (uint32_t i = 0; i < graph->function_count; i++) {
		buffer_printf(out, "F%u role %d\n", (unsigned)i,
			graph->functions[i].role);
		print_list(graph, out, graph->functions[i].first, 1);
		if (graph->functions[i].end == NONE)
			continue;
		buffer_add(out, "end\n");
		print_list(graph, out, graph->functions[i].end, 1);
	}
}
