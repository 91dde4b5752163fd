/*
 * Random drivers as facts.
 */
#include <stdio.h>

#include "graph.h"
#include "maker.h"

struct emitter {
	struct graph *graph;
	struct maker *maker;
	uint32_t behind_loop, loop, end; /* blocks, where jumps go */
};

/* A field of the object that a deed is about. */
static struct operand field_of(struct maker *maker, enum base base,
	const char *field, const char *type)
{
	if (base == ON_ALIAS)
		return maker_field(maker, ROOT_LOCAL, 3, "EXT", field, type);
	return maker_field_of(maker, ROOT_PARAMETER, 0,
		base == ON_NEXT ? "->Next" : "", "EXT", field, type);
}

static struct operand object_of(struct maker *maker, enum base base)
{
	struct operand object = base == ON_ALIAS ?
		maker_value(maker, ROOT_LOCAL, 3, "") :
		maker_value(maker, ROOT_PARAMETER, 0, "");

	if (base == ON_NEXT)
		return field_of(maker, ON_OWN, "Next", "EXT *");
	return object;
}

static struct operand place_of(
	struct maker *maker, enum base base, enum place_kind place)
{
	switch (place) {
	case IN_LOCAL_0:
	case IN_LOCAL_1:
		return maker_typed(maker,
			maker_value(maker, ROOT_LOCAL, place == IN_LOCAL_1,
				""),
			"unsigned char");
	case IN_FIELD_0:
	case IN_FIELD_1:
		return field_of(maker, base,
			place == IN_FIELD_1 ? "Old1" : "Old0",
			"unsigned char");
	case IN_POINTEE:
		return maker_typed(maker,
			maker_value(maker, ROOT_PARAMETER, 2, "*"),
			"unsigned char");
	default:
		return maker_value(maker, ROOT_GLOBAL,
			maker_variable(maker, "Old"), "");
	}
}

static struct operand address_of_place(
	struct maker *maker, enum base base, enum place_kind place)
{
	return place == IN_POINTEE ?
		maker_typed(maker, maker_value(maker, ROOT_PARAMETER, 2, ""),
			"unsigned char *") :
		maker_address_of(place_of(maker, base, place));
}

static struct operand flag_of(struct maker *maker)
{
	return maker_value(maker, ROOT_LOCAL, 2, "");
}

static struct operand kept_of(
	struct maker *maker, enum base base, enum source source)
{
	if (source == FROM_KEPT_0)
		return field_of(maker, base, "Held", "unsigned char");
	return maker_value(
		maker, ROOT_GLOBAL, maker_variable(maker, "Held"), "");
}

static struct operand irql(struct maker *maker)
{
	return maker_result(maker_call(maker, "KeGetCurrentIrql", NULL, 0));
}

static struct operand value_of_source(
	struct maker *maker, enum base base, enum source source)
{
	switch (source) {
	case FROM_KEPT_0:
	case FROM_KEPT_1:
		return kept_of(maker, base, source);
	case FROM_FLAG:
		return flag_of(maker);
	case FROM_PARAMETER:
		return maker_value(maker, ROOT_PARAMETER, 1, "");
	case FROM_ONE:
		return maker_constant(1);
	case FROM_TWO:
		return maker_constant(2);
	case FROM_IRQL:
		return irql(maker);
	case FROM_UNKNOWN:
		return maker_result(maker_call(maker, "Ask", NULL, 0));
	default:
		return maker_constant(0);
	}
}

static struct operand value_of_deed(
	struct maker *maker, const struct deed *deed)
{
	struct operand value = value_of_source(maker, deed->base, deed->source);

	return deed_computes(deed) ?
		maker_formula(maker, deed->operation, value,
			maker_constant(deed->amount)) :
		value;
}

static struct operand lock_of(
	struct maker *maker, enum base base, uint32_t lock)
{
	char name[16];

	if (lock == LOCK_OWN)
		return maker_address_of(
			field_of(maker, base, "Lock", "unsigned long long"));
	if (lock == LOCK_HANDED)
		return maker_value(maker, ROOT_PARAMETER, 3, "");
	snprintf(name, sizeof(name), "Lock%u", (unsigned)lock);
	return maker_address(
		maker, ROOT_GLOBAL, maker_variable(maker, name), "");
}

static const int64_t irqls[] = { 0, 1, 2, 5, 15 };

/* Called through, with any function that is put there. */
static struct operand handler_of(struct maker *maker)
{
	return maker_field(maker, ROOT_PARAMETER, 0, "EXT", "Handler",
		"void (*)(void *)");
}

static void emit_list(struct emitter *emitter, uint32_t at);

static void emit_if(struct emitter *emitter, uint32_t at)
{
	const struct deed *deed = &emitter->graph->deeds[at];
	struct maker *maker = emitter->maker;
	uint32_t yes = maker_block(maker), no = maker_block(maker);
	uint32_t after = maker_block(maker);
	struct test test = { deed->test,
		deed->source == FROM_PLACE ?
			place_of(maker, deed->base, deed->place) :
			value_of_deed(maker, deed),
		value_of_source(maker, deed->base, deed->against) };

	maker_branch(maker, test, yes, no);
	maker_go_on_in(maker, yes);
	emit_list(emitter, deed->yes);
	if (maker->current != NONE)
		maker_jump(maker, after);
	maker_go_on_in(maker, no);
	emit_list(emitter, deed->no);
	maker_go_on_in(maker, after);
}

static void emit_case(struct emitter *emitter, uint32_t block, uint32_t at,
	uint32_t behind)
{
	struct maker *maker = emitter->maker;

	maker_go_on_in(maker, block);
	emit_list(emitter, at);
	if (maker->current != NONE)
		maker_jump(maker, behind);
}

static void emit_switch(struct emitter *emitter, uint32_t at)
{
	const struct deed *deed = &emitter->graph->deeds[at];
	struct maker *maker = emitter->maker;
	const int64_t cases[] = { 1, 2 };
	uint32_t targets[3] = { maker_block(maker), maker_block(maker),
		maker_block(maker) };
	uint32_t after = maker_block(maker);

	maker_switch(maker, value_of_deed(maker, deed), cases,
		targets, 2);
	emit_case(emitter, targets[0], deed->yes,
		deed->falls[0] ? targets[1] : after);
	emit_case(emitter, targets[1], deed->no,
		deed->falls[1] ? targets[2] : after);
	emit_case(emitter, targets[2], deed->other, after);
	maker_go_on_in(maker, after);
}

static void emit_loop(struct emitter *emitter, uint32_t at)
{
	struct maker *maker = emitter->maker;
	struct emitter inside = *emitter;
	uint32_t head = maker_block(maker), body = maker_block(maker);
	uint32_t after = maker_block(maker);
	struct test test = { TEST_NOT_EQUAL, maker_constant(0),
		maker_constant(0) };

	inside.loop = head;
	inside.behind_loop = after;
	maker_go_on_in(maker, head);
	test.left = value_of_source(maker, ON_OWN, FROM_UNKNOWN);
	maker_branch(maker, test, body, after);
	maker_go_on_in(maker, body);
	emit_list(&inside, emitter->graph->deeds[at].yes);
	if (maker->current != NONE)
		maker_jump(maker, head);
	maker_go_on_in(maker, after);
}

static void emit_call(struct emitter *emitter, const struct deed *deed)
{
	struct maker *maker = emitter->maker;
	struct operand arguments[4];
	uint32_t count = emitter->graph->kind.hands ? 4 : 2, call;
	char name[16];

	arguments[0] = object_of(maker, deed->base);
	arguments[1] = value_of_deed(maker, deed);
	if (count == 4) {
		arguments[2] = address_of_place(maker, ON_OWN, deed->hands);
		arguments[3] = lock_of(maker, ON_OWN, deed->lock);
	}
	snprintf(name, sizeof(name), "F%u", (unsigned)deed->callee);
	call = deed->verb == DO_CALL ?
		maker_call(maker, name, arguments, count) :
		maker_call_through(
			maker, handler_of(maker), arguments, count);
	if (deed->stores)
		maker_assign(maker, flag_of(maker), maker_result(call));
}

static void emit_queue(struct maker *maker, const struct deed *deed)
{
	char name[16];
	struct operand arguments[4] = { maker_address(maker, ROOT_GLOBAL,
		maker_variable(maker, "Item"), "") };

	snprintf(name, sizeof(name), "F%u", (unsigned)deed->callee);
	arguments[1] = maker_function_address(maker, name);
	arguments[2] = maker_value(maker, ROOT_PARAMETER, 0, "");
	arguments[3] = arguments[2];
	if (deed->as_dpc)
		maker_call(maker, "KeInitializeDpc", arguments, 3);
	else
		maker_call(maker, "IoQueueWorkItem", arguments, 4);
}

static void emit_change(struct maker *maker, const struct deed *deed)
{
	struct operand place = place_of(maker, deed->base, deed->place);
	struct operand address =
		address_of_place(maker, deed->base, deed->place);
	struct operand lock = lock_of(maker, deed->base, deed->lock);
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
	case DO_TRY:
		maker_assign(maker, flag_of(maker),
			maker_result(maker_call(maker,
				"KeTryToAcquireQueuedSpinLock",
				(struct operand[]){
					maker_constant(0), address },
				2)));
		break;
	default:
		maker_call(maker, "KeReleaseSpinLock",
			(struct operand[]){ lock, place }, 2);
	}
}

/* What ends a block, or stands between two. */
static void emit_jump(struct emitter *emitter, uint32_t at)
{
	const struct deed *deed = &emitter->graph->deeds[at];
	struct maker *maker = emitter->maker;

	switch (deed->verb) {
	case DO_IF:
		emit_if(emitter, at);
		break;
	case DO_SWITCH:
		emit_switch(emitter, at);
		break;
	case DO_LOOP:
		emit_loop(emitter, at);
		break;
	case DO_RETURN:
		maker_return(maker, value_of_deed(maker, deed));
		break;
	case DO_BREAK:
		maker_jump(maker, emitter->behind_loop);
		break;
	case DO_CONTINUE:
		maker_jump(maker, emitter->loop);
		break;
	default:
		maker_jump(maker, emitter->end);
	}
}

static void emit_deed(struct emitter *emitter, uint32_t at)
{
	struct deed *deed = &emitter->graph->deeds[at];
	struct maker *maker = emitter->maker;

	switch (deed->verb) {
	case DO_CALL:
	case DO_CHOOSE:
		emit_call(emitter, deed);
		break;
	case DO_QUEUE:
		emit_queue(maker, deed);
		break;
	case DO_ASSIGN:
		maker_assign(maker,
			value_of_source(maker, deed->base, deed->target),
			value_of_deed(maker, deed));
		break;
	case DO_ASK:
		maker_assign(
			maker, place_of(maker, deed->base, deed->place),
			irql(maker));
		break;
	case DO_ASSERT:
		maker_assume(maker,
			(struct test){ deed->test, maker_constant(0),
				value_of_source(
					maker, deed->base, deed->against) });
		break;
	case DO_REVEAL:
		deed->event =
			maker_call(maker, "pageaudit_reveal_irql", NULL, 0);
		break;
	case DO_RAISE:
	case DO_LOWER:
	case DO_ACQUIRE:
	case DO_RELEASE:
	case DO_TRY:
		emit_change(maker, deed);
		break;
	default:
		emit_jump(emitter, at);
	}
}

/* What stands behind a jump is read into a block that nothing reaches. */
static void emit_list(struct emitter *emitter, uint32_t at)
{
	struct maker *maker = emitter->maker;

	for (; at != NONE; at = emitter->graph->deeds[at].next) {
		if (maker->current == NONE)
			maker_go_on_in(maker, maker_block(maker));
		emit_deed(emitter, at);
	}
}

/* "exit: return status;" where there is something to clean up. */
static void emit_end(struct emitter *emitter, uint32_t index)
{
	struct maker *maker = emitter->maker;

	if (!emitter->graph->kind.jumps) {
		if (maker->current == NONE)
			maker_go_on_in(maker, maker_block(maker));
		maker_return(maker, maker_constant(0));
		return;
	}
	maker_go_on_in(maker, emitter->end);
	emit_list(emitter, emitter->graph->functions[index].end);
	if (maker->current == NONE)
		maker_go_on_in(maker, maker_block(maker));
	maker_return(maker, flag_of(maker));
}

static void emit_function(struct emitter *emitter, uint32_t index)
{
	static const char *const roles[] = { NULL, "DRIVER_UNLOAD",
		"KDEFERRED_ROUTINE", "KSERVICE_ROUTINE",
		"IO_COMPLETION_ROUTINE" };
	const struct graph *graph = emitter->graph;
	const char *role = roles[graph->functions[index].role];
	struct maker *maker = emitter->maker;
	struct function *function;
	char name[16];

	snprintf(name, sizeof(name), "F%u", (unsigned)index);
	function = maker_function(maker, name, graph->kind.hands ? 4 : 2);
	if (role)
		*vec_add(&maker->facts->arena, &function->role_types) = role;
	if (graph->kind.jumps)
		emitter->end = maker_block(maker);
	for (uint32_t i = 0; i < 3; i++)
		maker_assign(maker, maker_value(maker, ROOT_LOCAL, i, ""),
			maker_constant(0));
	if (graph->kind.objects)
		maker_assign(maker,
			maker_typed(maker, object_of(maker, ON_ALIAS), "EXT *"),
			object_of(maker, ON_NEXT));
	emit_list(emitter, graph->functions[index].first);
	emit_end(emitter, index);
	maker_end(maker);
}

/* Puts there what may be called through the pointer. */
static void emit_setup(struct emitter *emitter)
{
	struct maker *maker = emitter->maker;
	struct function *function = maker_function(maker, "Setup", 1);
	char name[16];

	*vec_add(&maker->facts->arena, &function->role_types) =
		"DRIVER_UNLOAD";
	for (uint32_t i = 0; i < emitter->graph->function_count; i++) {
		if (!(emitter->graph->targets >> i & 1))
			continue;
		snprintf(name, sizeof(name), "F%u", (unsigned)i);
		maker_assign(maker, handler_of(maker),
			maker_function_address(maker, name));
	}
	maker_end(maker);
}

void graph_emit(struct graph *graph, struct facts *facts)
{
	struct maker maker;
	struct emitter emitter = { .graph = graph, .maker = &maker };

	maker_init(&maker, facts, "graph.c");
	for (uint32_t i = 0; i < graph->function_count; i++)
		emit_function(&emitter, i);
	if (graph->targets)
		emit_setup(&emitter);
	maker_release(&maker);
}
