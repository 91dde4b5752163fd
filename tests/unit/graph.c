/*
 * Random drivers. Calls go to later functions unless recursion is wanted; then
 * those that go back can be left out, so that every function returns: what
 * never returns and never changes IRQL is not looked at by the analysis. A
 * function that nobody calls gets a role, so that every IRQL has a reason.
 */
#include "graph.h"

#include <stdio.h>
#include <string.h>

#include "maker.h"

/* ---- making ------------------------------------------------------------ */

struct making {
	struct graph *graph;
	const struct graph_kind *kind;
	uint64_t seed;
	uint32_t function;
	bool optional; /* what is made now can be left out by a path */
};

static uint32_t draw(struct making *making, uint32_t below)
{
	uint64_t *seed = &making->seed;

	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (uint32_t)((*seed >> 11) % below);
}

static bool may_go_back(const struct making *making)
{
	return making->kind->recursion && making->optional;
}

static enum verb draw_verb(struct making *making, int depth)
{
	static const enum verb verbs[] = { DO_RAISE, DO_LOWER, DO_LOWER,
		DO_ACQUIRE, DO_RELEASE, DO_CALL, DO_CALL, DO_CALL, DO_REVEAL,
		DO_REVEAL, DO_REVEAL, DO_RETURN, DO_IF, DO_IF, DO_IF, DO_LOOP,
		DO_ASSIGN };
	enum verb verb = verbs[draw(making, sizeof(verbs) / sizeof(*verbs))];

	if (depth > 2 && (verb == DO_IF || verb == DO_LOOP))
		return DO_REVEAL;
	if (making->kind->outlives && verb == DO_ACQUIRE)
		return DO_RAISE;
	if (making->kind->outlives && verb == DO_RELEASE)
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

static void make_deed(struct making *making, uint32_t index, int depth)
{
	struct deed *deed = &making->graph->deeds[index];
	bool optional = making->optional;

	deed->verb = draw_verb(making, depth);
	deed->next = deed->yes = deed->no = deed->other = NONE;
	deed->level = 1 + (int)draw(making, 4);
	deed->lock = draw(making, 2);
	deed->place = (enum place_kind)draw(
		making, making->kind->outlives ? PLACE_COUNT : 2);
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
	making->optional |= deed->verb == DO_LOOP ||
		(branches(deed) && deed->source == FROM_UNKNOWN);
	if (branches(deed) || deed->verb == DO_LOOP)
		deed->yes = make_list(making, depth + 1);
	making->optional = optional;
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

static bool is_called(const struct graph *graph, uint32_t function)
{
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
		graph->functions[i].first = make_list(&making, 0);
	}
	/* The last role has several levels: a routine that is called gets
	 * them from its callers. */
	for (uint32_t i = 0; i < graph->function_count; i++)
		if (i == 0 || !is_called(graph, i))
			graph->functions[i].role = 1 + (int)draw(
				&making, is_called(graph, i) ? 3 : 4);
}

/* ---- emitting ---------------------------------------------------------- */

static struct operand place_of(struct maker *maker, enum place_kind place)
{
	switch (place) {
	case IN_LOCAL_0:
	case IN_LOCAL_1:
		return maker_value(
			maker, ROOT_LOCAL, place == IN_LOCAL_1, "");
	case IN_FIELD_0:
	case IN_FIELD_1:
		return maker_field(maker, ROOT_PARAMETER, 0, "EXT",
			place == IN_FIELD_1 ? "Old1" : "Old0",
			"unsigned char");
	default:
		return maker_value(maker, ROOT_GLOBAL,
			maker_variable(maker, "Old"), "");
	}
}

static struct operand flag_of(struct maker *maker)
{
	return maker_value(maker, ROOT_LOCAL, 2, "");
}

static struct operand kept_of(struct maker *maker, enum source source)
{
	if (source == FROM_KEPT_0)
		return maker_field(maker, ROOT_PARAMETER, 0, "EXT", "Held",
			"unsigned char");
	return maker_value(
		maker, ROOT_GLOBAL, maker_variable(maker, "Held"), "");
}

static struct operand value_of_source(struct maker *maker, enum source source)
{
	switch (source) {
	case FROM_KEPT_0:
	case FROM_KEPT_1:
		return kept_of(maker, source);
	case FROM_FLAG:
		return flag_of(maker);
	case FROM_PARAMETER:
		return maker_value(maker, ROOT_PARAMETER, 1, "");
	case FROM_ONE:
		return maker_constant(1);
	case FROM_TWO:
		return maker_constant(2);
	case FROM_UNKNOWN:
		return maker_result(maker_call(maker, "Ask", NULL, 0));
	default:
		return maker_constant(0);
	}
}

static struct operand lock_of(struct maker *maker, uint32_t lock)
{
	return maker_address(maker, ROOT_GLOBAL,
		maker_variable(maker, lock ? "Lock1" : "Lock0"), "");
}

static const int64_t irqls[] = { 0, 1, 2, 5, 15 };

static void emit_list(struct graph *graph, struct maker *maker, uint32_t at);

static void emit_if(struct graph *graph, struct maker *maker, uint32_t at)
{
	const struct deed *deed = &graph->deeds[at];
	uint32_t yes = maker_block(maker), no = maker_block(maker);
	uint32_t after = maker_block(maker);
	struct test test = { deed->test, value_of_source(maker, deed->source),
		value_of_source(maker, deed->against) };

	maker_branch(maker, test, yes, no);
	maker_go_on_in(maker, yes);
	emit_list(graph, maker, deed->yes);
	if (maker->current != NONE)
		maker_jump(maker, after);
	maker_go_on_in(maker, no);
	emit_list(graph, maker, deed->no);
	maker_go_on_in(maker, after);
}

static void emit_case(struct graph *graph, struct maker *maker, uint32_t block,
	uint32_t at, uint32_t behind)
{
	maker_go_on_in(maker, block);
	emit_list(graph, maker, at);
	if (maker->current != NONE)
		maker_jump(maker, behind);
}

static void emit_switch(struct graph *graph, struct maker *maker, uint32_t at)
{
	const struct deed *deed = &graph->deeds[at];
	const int64_t cases[] = { 1, 2 };
	uint32_t targets[3] = { maker_block(maker), maker_block(maker),
		maker_block(maker) };
	uint32_t after = maker_block(maker);

	maker_switch(maker, value_of_source(maker, deed->source), cases,
		targets, 2);
	emit_case(graph, maker, targets[0], deed->yes,
		deed->falls[0] ? targets[1] : after);
	emit_case(graph, maker, targets[1], deed->no,
		deed->falls[1] ? targets[2] : after);
	emit_case(graph, maker, targets[2], deed->other, after);
	maker_go_on_in(maker, after);
}

static void emit_loop(struct graph *graph, struct maker *maker, uint32_t at)
{
	uint32_t head = maker_block(maker), body = maker_block(maker);
	uint32_t after = maker_block(maker);
	struct test test = { TEST_NOT_EQUAL, maker_constant(0),
		maker_constant(0) };

	maker_go_on_in(maker, head);
	test.left = value_of_source(maker, FROM_UNKNOWN);
	maker_branch(maker, test, body, after);
	maker_go_on_in(maker, body);
	emit_list(graph, maker, graph->deeds[at].yes);
	if (maker->current != NONE)
		maker_jump(maker, head);
	maker_go_on_in(maker, after);
}

static void emit_call(struct maker *maker, const struct deed *deed)
{
	struct operand arguments[2];
	char name[16];
	uint32_t call;

	arguments[0] = maker_value(maker, ROOT_PARAMETER, 0, "");
	arguments[1] = value_of_source(maker, deed->source);
	snprintf(name, sizeof(name), "F%u", (unsigned)deed->callee);
	call = maker_call(maker, name, arguments, 2);
	if (deed->stores)
		maker_assign(maker, flag_of(maker), maker_result(call));
}

static void emit_change(struct maker *maker, const struct deed *deed)
{
	struct operand place = place_of(maker, deed->place);
	struct operand address = maker_address_of(place);
	struct operand lock = lock_of(maker, deed->lock);
	struct operand level = maker_constant(irqls[deed->level]);

	switch (deed->verb) {
	case DO_RAISE:
		maker_call(maker, "KeRaiseIrql",
			(struct operand[]){ level, address }, 2);
		break;
	case DO_LOWER:
		maker_call(maker, "KeLowerIrql", &place, 1);
		break;
	case DO_ACQUIRE:
		maker_call(maker, "KeAcquireSpinLock",
			(struct operand[]){ lock, address }, 2);
		break;
	default:
		maker_call(maker, "KeReleaseSpinLock",
			(struct operand[]){ lock, place }, 2);
	}
}

static void emit_deed(struct graph *graph, struct maker *maker, uint32_t at)
{
	struct deed *deed = &graph->deeds[at];

	switch (deed->verb) {
	case DO_CALL:
		emit_call(maker, deed);
		break;
	case DO_ASSIGN:
		maker_assign(maker, value_of_source(maker, deed->target),
			value_of_source(maker, deed->source));
		break;
	case DO_IF:
		emit_if(graph, maker, at);
		break;
	case DO_SWITCH:
		emit_switch(graph, maker, at);
		break;
	case DO_LOOP:
		emit_loop(graph, maker, at);
		break;
	case DO_RETURN:
		maker_return(maker, value_of_source(maker, deed->source));
		break;
	case DO_REVEAL:
		deed->event =
			maker_call(maker, "pageaudit_reveal_irql", NULL, 0);
		break;
	default:
		emit_change(maker, deed);
	}
}

/* What stands behind a return is read into a block that nothing reaches. */
static void emit_list(struct graph *graph, struct maker *maker, uint32_t at)
{
	for (; at != NONE; at = graph->deeds[at].next) {
		if (maker->current == NONE)
			maker_go_on_in(maker, maker_block(maker));
		emit_deed(graph, maker, at);
	}
}

static void emit_function(
	struct graph *graph, struct maker *maker, uint32_t index)
{
	static const char *const roles[] = { NULL, "DRIVER_UNLOAD",
		"KDEFERRED_ROUTINE", "KSERVICE_ROUTINE",
		"IO_COMPLETION_ROUTINE" };
	const char *role = roles[graph->functions[index].role];
	struct function *function;
	char name[16];

	snprintf(name, sizeof(name), "F%u", (unsigned)index);
	function = maker_function(maker, name, 2);
	if (role)
		*vec_add(&maker->facts->arena, &function->role_types) = role;
	for (uint32_t i = 0; i < 3; i++)
		maker_assign(maker, maker_value(maker, ROOT_LOCAL, i, ""),
			maker_constant(0));
	emit_list(graph, maker, graph->functions[index].first);
	if (maker->current == NONE)
		maker_go_on_in(maker, maker_block(maker));
	maker_return(maker, maker_constant(0));
	maker_end(maker);
}

void graph_emit(struct graph *graph, struct facts *facts)
{
	struct maker maker;

	maker_init(&maker, facts, "graph.c");
	for (uint32_t i = 0; i < graph->function_count; i++)
		emit_function(graph, &maker, i);
	maker_release(&maker);
}

/* ---- printing ---------------------------------------------------------- */

static void print_list(const struct graph *graph, struct buffer *out,
	uint32_t at, uint32_t depth);

static void print_deed(const struct graph *graph, struct buffer *out,
	const struct deed *deed, uint32_t depth)
{
	static const char *const verbs[] = { "raise", "lower", "acquire",
		"release", "call", "", "if", "switch", "loop", "return",
		"reveal" };
	static const char *const places[] = { "l0", "l1", "Old0", "Old1",
		"Old" };
	static const char *const sources[] = { "?", "flag", "p1", "0", "1",
		"2", "p0->Held", "Held" };
	static const char *const tests[] = { [TEST_EQUAL] = "==",
		[TEST_NOT_EQUAL] = "!=", [TEST_LESS] = "<",
		[TEST_LESS_EQUAL] = "<=", [TEST_GREATER] = ">",
		[TEST_GREATER_EQUAL] = ">=", [TEST_BITS] = "&" };

	buffer_repeat(out, '\t', depth);
	buffer_add(out, verbs[deed->verb]);
	if (deed->verb == DO_CALL)
		buffer_printf(out, " F%u(%s)%s", (unsigned)deed->callee,
			sources[deed->source], deed->stores ? " -> flag" : "");
	else if (deed->verb == DO_RAISE)
		buffer_printf(
			out, " %d, &%s", deed->level, places[deed->place]);
	else if (deed->verb <= DO_RELEASE)
		buffer_printf(out, " lock%u, %s", (unsigned)deed->lock,
			places[deed->place]);
	else if (deed->verb == DO_REVEAL)
		buffer_printf(out, " e%u %x, said %x%s", (unsigned)deed->event,
			(unsigned)deed->seen, (unsigned)deed->said,
			deed->seen == deed->said ? "" : " (!)");
	else if (deed->verb == DO_ASSIGN)
		buffer_printf(out, "%s = %s", sources[deed->target],
			sources[deed->source]);
	else if (deed->verb == DO_IF)
		buffer_printf(out, " %s %s %s", sources[deed->source],
			tests[deed->test], sources[deed->against]);
	else if (deed->verb != DO_LOOP)
		buffer_printf(out, " %s", sources[deed->source]);
	if (deed->verb == DO_SWITCH)
		buffer_printf(out, "%s%s", deed->falls[0] ? ", 1 falls" : "",
			deed->falls[1] ? ", 2 falls" : "");
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
	}
}
