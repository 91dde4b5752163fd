/*
 * Formulas in a state. What is computed of constants is a constant; flags that
 * are masked and counters that are moved are values made of what is stored
 * there; all else has a text of its own, "(p0 % 2)", so that the same question,
 * asked again, gets the same answer. A text ends with what it is made of: see
 * state_forget.
 */
#include <inttypes.h>
#include <string.h>

#include "irql/engine.h"

enum { MAX_TEXT = 160 };

/* What an operand stands for in a formula: a number, or what a key holds, even
 * if something is known of that. */
static struct value term_of(struct simulation *simulation,
	const struct state *state, struct operand operand)
{
	struct value value = value_of(simulation, state, operand);
	const char *key;

	if (value_is_of_key(&value) || value_is_constant(&value) ||
		operand.kind == OPERAND_FORMULA)
		return value;
	key = key_of_read(simulation, state, operand);
	return key ? same_value(key) : any_value();
}

static const char *text_of_made(
	struct simulation *simulation, const struct value *made)
{
	struct intern *names = &simulation->program->names;
	const char *key = made->key;

	if (made->kind == VALUE_SAME)
		return key;
	if (made->kept != -1)
		key = made->set ? intern_printf(names, "(%s & %" PRId64
						       " | %" PRIu32 ")",
					  key, made->kept, made->set) :
				  intern_printf(names, "(%s & %" PRId64 ")", key,
					  made->kept);
	return made->offset ? intern_printf(names, "(%s + %" PRId32 ")", key,
				      made->offset) :
			      key;
}

static const char *text_of_term(
	struct simulation *simulation, const struct value *term)
{
	if (value_is_of_key(term))
		return text_of_made(simulation, term);
	if (value_is_constant(term))
		return key_of_constant(simulation, term->low);
	return NULL;
}

/* The same for "a + b" and "b + a". */
static const char *text_of_formula(struct simulation *simulation,
	enum operation operation, const struct value *left,
	const struct value *right)
{
	static const char *const signs[] = { [OPERATION_ADD] = " + ",
		[OPERATION_SUBTRACT] = " - ", [OPERATION_MULTIPLY] = " * ",
		[OPERATION_DIVIDE] = " / ", [OPERATION_REMAINDER] = " % ",
		[OPERATION_AND] = " & ", [OPERATION_OR] = " | ",
		[OPERATION_EXCLUSIVE_OR] = " ^ ",
		[OPERATION_SHIFT_LEFT] = " << ",
		[OPERATION_SHIFT_RIGHT] = " >> " };
	const char *a = text_of_term(simulation, left);
	const char *b = text_of_term(simulation, right);

	if (!a || !b || strlen(a) + strlen(b) > MAX_TEXT)
		return NULL;
	if (operation_commutes(operation) && strcmp(a, b) > 0) {
		const char *first = b;

		b = a;
		a = first;
	}
	return intern_join(&simulation->program->names, "(", a,
		signs[operation], b, ")", NULL);
}

/* The remainder of a power of two is what the lower bits are, if what is divided
 * is not negative: then the power becomes the mask. */
static bool is_mask_of(
	const struct state *state, struct value divided, struct value *by)
{
	struct value base;

	if (!value_is_constant(by) || by->low <= 0 ||
		(by->low & (by->low - 1)))
		return false;
	base = divided.kind == VALUE_SAME ?
		value_of_key(state, divided.key) :
		resolve_value(state, divided);
	base = as_range(&base);
	if (base.low < 0)
		return false;
	by->low = by->high = by->low - 1;
	return true;
}

/* The value, and its text when that is what it is known by. */
static struct value compute(struct simulation *simulation,
	const struct state *state, uint32_t index, const char **text)
{
	const struct formula *formula =
		&simulation->body->formulas.items[index];
	struct value left = term_of(simulation, state, formula->left);
	struct value right = term_of(simulation, state, formula->right);
	enum operation operation = formula->operation;
	struct value value;

	if (operation == OPERATION_REMAINDER &&
		is_mask_of(state, left, &right))
		operation = OPERATION_AND;
	value = compute_value(operation, left, right);
	*text = value_is_any(&value) ?
		text_of_formula(simulation, operation, &left, &right) :
		NULL;
	return value;
}

struct value value_of_formula(struct simulation *simulation,
	const struct state *state, uint32_t index)
{
	const char *text;
	struct value value = compute(simulation, state, index, &text);

	return text ? value_of_key(state, text) : value;
}

const char *key_of_formula(struct simulation *simulation,
	const struct state *state, uint32_t index)
{
	const char *text;
	struct value value = compute(simulation, state, index, &text);

	return text ? text : text_of_term(simulation, &value);
}

/* What is stored over what it is made of is made of that at entry, as long as
 * nobody has written there; else only what is known of it is kept. */
struct value updated_value(struct simulation *simulation, struct state *state,
	const char *key, struct value value)
{
	const struct binding *known;
	const char *entry;

	if (value.kind == VALUE_SAME && value.key[0] == '(' &&
		key_mentions(value.key, key))
		return any_value();
	if (value.kind != VALUE_MADE || !key_mentions(value.key, key))
		return value;
	known = state_find(state, key);
	if (value.key != key || !key_is_callers(key) ||
		!state_tells_entry(state, key))
		return resolve_value(state, value);
	entry = key_at_entry(simulation, key);
	if (known && known->value.kind == VALUE_RANGE &&
		!state_find(state, entry))
		state_bind(simulation->scratch, state, entry, known->value,
			true);
	value.key = entry;
	return value;
}

/* A binding that speaks of what a key held at entry speaks of the key. */
static struct binding of_key(struct simulation *simulation,
	struct binding binding, const char *key, const char *entry)
{
	size_t length = strlen(entry);

	if (value_is_of_key(&binding.value) && binding.value.key == entry)
		binding.value.key = key;
	if (binding.key == entry)
		binding.key = key;
	else if (binding.key[0] == '?' && binding.key[length + 1] == ' ' &&
		!strncmp(binding.key + 1, entry, length))
		binding.key = intern_join(&simulation->program->names, "?",
			binding.key + 1 + strlen("="), NULL);
	return binding;
}

void take_back(
	struct simulation *simulation, struct state *state, const char *key)
{
	const struct binding *known = state_find(state, key);
	const char *entry = key_at_entry(simulation, key);
	uint32_t kept = 0;

	if (!known || known->value.kind != VALUE_SAME ||
		known->value.key != entry)
		return;
	for (uint32_t i = 0; i < state->bindings.count; i++)
		if (state->bindings.items[i].key != key)
			state->bindings.items[kept++] = of_key(simulation,
				state->bindings.items[i], key, entry);
	state->bindings.count = kept;
	state->written = key_set_without(state->written, key);
}

/* Of "?l0 < p1" and "?l0 == (p1 + -1)", which is not so, follows "?l0 < p1" once
 * l0 is one more: the last turn of a loop is the one that says so. NULL: nothing
 * like that is known. */
const char *bound_after_step(struct simulation *simulation,
	const struct state *state, const char *key, struct operand operand)
{
	struct intern *names = &simulation->program->names;
	const struct formula *formula = operand.kind == OPERAND_FORMULA ?
		&simulation->body->formulas.items[operand.index] :
		NULL;
	size_t length = strlen(key);

	if (!formula || formula->operation != OPERATION_ADD ||
		formula->right.kind != OPERAND_CONSTANT ||
		formula->right.constant != 1)
		return NULL;
	for (uint32_t i = 0; i < state->bindings.count; i++) {
		const struct binding *known = &state->bindings.items[i];
		const struct binding *last;

		if (known->key[0] != '?' ||
			strncmp(known->key + 1, key, length) ||
			strncmp(known->key + 1 + length, " < ", 3) ||
			known->value.low != 1)
			continue;
		last = state_find(state,
			intern_join(names, "?", key, " == (",
				known->key + 1 + length + strlen(" < "),
				" + -1)", NULL));
		if (last && !last->value.high && !last->value.low)
			return known->key;
	}
	return NULL;
}

/* What ranges tell of a formula that has no other value. */
static struct value range_of_formula(struct simulation *simulation,
	const struct state *state, uint32_t index)
{
	const struct formula *formula =
		&simulation->body->formulas.items[index];
	struct value left = value_of(simulation, state, formula->left);
	struct value right = value_of(simulation, state, formula->right);

	left = resolve_value(state, left);
	right = resolve_value(state, right);
	return compute_value(
		formula->operation, as_range(&left), as_range(&right));
}

struct value stored_value(struct simulation *simulation, struct state *state,
	const char *key, struct operand operand)
{
	struct value value = value_of(simulation, state, operand);

	if (operand.kind == OPERAND_FORMULA && value.kind == VALUE_SAME &&
		value.key[0] == '(' && key_mentions(value.key, key))
		return range_of_formula(simulation, state, operand.index);
	if (operand.kind == OPERAND_FORMULA && value.kind == VALUE_SAME &&
		value.key[0] == '(')
		return any_value();
	return updated_value(simulation, state, key, value);
}
