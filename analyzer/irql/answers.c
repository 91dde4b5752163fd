/*
 * Predicates: "return Guard->Old != NOT_HELD". What such a routine returns, and
 * what its caller may believe after it, is said by the test in it; no summary is
 * needed.
 */
#include <string.h>

#include "irql/effects.h"

/* What the routine returns by the way that starts with a block. */
static bool returned_by(
	const struct body *body, uint32_t index, int64_t *constant)
{
	const struct block *block = &body->blocks.items[index];
	struct operand value = block->test.left;

	if (block->count == 1)
		value = body->events.items[body->order.items[block->first]]
				.value;
	else if (block->exit != EXIT_RETURN || block->count)
		return false;
	*constant = value.constant;
	return value.kind == OPERAND_CONSTANT;
}

static const char *key_of_asked(
	const struct call *call, const struct path *path)
{
	struct intern *names = &call->simulation->program->names;

	return path->root == ROOT_THIS ?
		intern_join(names, "t", path->steps, NULL) :
		intern_printf(names, "p%u%s", (unsigned)path->index,
			path->steps);
}

static void tell(struct call *call, struct state *state, const char *key,
	struct value shown, int64_t answer)
{
	if (key)
		state_bind(scratch_of(call), state, key, shown,
			state_tells_entry(state, key));
	state_bind(scratch_of(call), state,
		key_of_result(call->simulation, call->index),
		constant_value(answer), false);
}

/* Both outcomes, when nothing else is known of what is asked. */
static void tell_both(struct call *call, const char *key, struct value value,
	const struct body *body, const int64_t answers[2])
{
	const struct block *block = &body->blocks.items[0];
	int64_t constant = block->test.right.constant;
	const char *type = body->paths.items[block->test.left.index].type;
	struct state *other;

	if (value.kind == VALUE_SAME)
		key = value.key;
	if (!key || (value.kind != VALUE_RANGE && value.kind != VALUE_SAME))
		return;
	value = as_range(&value);
	if (type && !strcmp(type, "unsigned char") && value_is_any(&value)) {
		value.low = 0;
		value.high = UINT8_MAX;
	}
	other = fork_from(call, call->state);
	tell(call, other, key, refine_value(value, block->test.kind,
			constant, false), answers[1]);
	tell(call, call->state, key, refine_value(value, block->test.kind,
			constant, true), answers[0]);
}

void apply_answer(struct call *call, uint32_t target)
{
	const struct routine *routine =
		program_routine(call->simulation->program, target);
	const struct body *body = routine->body;
	const struct block *block;
	const char *key;
	int64_t answers[2];
	struct value value;
	enum truth truth;

	if (!routine->outline || !routine->outline->asks)
		return;
	block = &body->blocks.items[0];
	for (int i = 0; i < 2; i++)
		if (!returned_by(body, block->successors.items[i], &answers[i]))
			return;
	value = condition_value(call, key_of_asked(call,
			&body->paths.items[block->test.left.index]), &key);
	truth = test_value(
		&value, block->test.kind, block->test.right.constant);
	if (truth == TRUTH_MAYBE)
		tell_both(call, key, value, body, answers);
	else
		tell(call, call->state, NULL, value,
			answers[truth == TRUTH_NO]);
}
