/*
 * Keys. A path becomes text: its root, then its steps. A local that was set
 * from another place is followed to there, so that `ext->Lock` has one key
 * whether `ext` came from a parameter or was loaded from it. Across a call a
 * parameter becomes the caller's argument. Where all of this fails, the field
 * alone, "F RECORD.Field", stands for it in whatever object.
 */
#include <stdio.h>
#include <string.h>

#include "irql/engine.h"

static struct intern *names_of(struct simulation *simulation)
{
	return &simulation->program->names;
}

/* From object to object, in one name. */
enum { MAX_HOPS = 5 };

static int count_hops(const char *text)
{
	int hops = 0;

	for (; (text = strchr(text, '>')) != NULL; text++)
		hops++;
	return hops;
}

/* Whether a name goes on from `arrow` by two pointers which lead there and back,
 * and then by the same two once more: "->Common->Default->Common->Default". Such
 * two are each other's inverse. */
static bool turns_round(const char *arrow, size_t *length)
{
	const char *second = strstr(arrow + 2, "->");
	const char *third = second ? strstr(second + 2, "->") : NULL;
	size_t there, back;

	if (!third)
		return false;
	there = (size_t)(second - arrow);
	back = (size_t)(third - second);
	*length = there + back;
	return !(there == back && !strncmp(arrow, second, there)) &&
		!strncmp(arrow, third, *length) &&
		(!third[*length] || strchr("-.*[", third[*length]));
}

/* One round of those is enough. */
static const char *without_rounds(
	struct simulation *simulation, const char *key)
{
	const char *arrow = strstr(key, "->");
	size_t length;

	for (; arrow; arrow = strstr(arrow + 2, "->"))
		if (turns_round(arrow, &length))
			return intern_join(names_of(simulation),
				intern_n(names_of(simulation), key,
					(size_t)(arrow - key)),
				arrow + length, NULL);
	return key;
}

/* "k" and "->f" -> "k->f"; the address of k and "->f" -> "k.f"; NULL if that gets
 * too long, as where a loop goes from each object to the next. */
static const char *join_pointer(struct simulation *simulation,
	const char *key, const char *steps, bool address)
{
	int hops = count_hops(key) + count_hops(steps);

	if (hops > MAX_HOPS)
		return NULL;
	if (!address) {
		key = intern_join(names_of(simulation), key, steps, NULL);
		return hops < 4 ? key : without_rounds(simulation, key);
	}
	if (!strncmp(steps, "->", 2))
		return intern_join(
			names_of(simulation), key, ".", steps + 2, NULL);
	if (steps[0] == '*' && steps[1])
		return intern_join(
			names_of(simulation), key, steps + 1, NULL);
	if (steps[0] == '.') /* of what a reference is to */
		return intern_join(names_of(simulation), key, steps, NULL);
	return steps[0] && steps[0] != '*' ? NULL : key;
}

/* "l3", "p0", "r12", "12": made once, as long as numbers are small. */
static const char *numbered_key(
	struct simulation *simulation, const char *letter, uint32_t number)
{
	static const char letters[] = "lpr";
	size_t kind = letter[0] ? (size_t)(strchr(letters, letter[0]) - letters) :
				  KEY_KINDS - 1;
	const char **known =
		&simulation->engine->short_keys[kind][number % SHORT_KEYS];

	if (number >= SHORT_KEYS)
		return intern_printf(names_of(simulation), "%s%u", letter,
			(unsigned)number);
	if (!*known)
		*known = intern_printf(names_of(simulation), "%s%u", letter,
			(unsigned)number);
	return *known;
}

const char *key_of_global(struct program *program, uint32_t variable)
{
	return intern_printf(&program->names, "g%u", (unsigned)variable);
}

static const char *root_key(
	struct simulation *simulation, const struct path *path)
{
	const struct linked_unit *unit =
		&simulation->program->units.items[simulation->routine->unit];

	switch (path->root) {
	case ROOT_LOCAL:
		return numbered_key(simulation, "l", path->index);
	case ROOT_PARAMETER:
		return numbered_key(simulation, "p", path->index);
	case ROOT_GLOBAL:
		return unit->variables[path->index] == NONE ?
			NULL :
			key_of_global(simulation->program,
				unit->variables[path->index]);
	case ROOT_THIS:
		return intern(names_of(simulation), "t");
	case ROOT_RESULT:
		return numbered_key(simulation, "r", path->index);
	case ROOT_UNKNOWN:
		break;
	}
	return NULL;
}

static bool is_pointer_step(const char *steps)
{
	return steps[0] == '*' || !strncmp(steps, "->", 2);
}

/* Whether a structure is what a call returned, from which it was copied as a
 * whole: a result has no other name. */
static bool is_copied_result(const struct binding *binding, const char *steps)
{
	return steps[0] == '.' && binding->value.kind == VALUE_SAME &&
		binding->value.key[0] == 'r';
}

const char *key_of_path(struct simulation *simulation,
	const struct state *state, uint32_t path_index)
{
	const struct path *path = &simulation->body->paths.items[path_index];
	struct path_keys *known = &simulation->groundwork->keys[path_index];
	const struct binding *binding;

	if (!known->root)
		known->root = root_key(simulation, path);
	if (!known->root || !path->steps[0])
		return known->root;
	binding = state_find(state, known->root);
	if (binding && is_copied_result(binding, path->steps))
		return intern_join(names_of(simulation), binding->value.key,
			path->steps, NULL);
	if (!is_pointer_step(path->steps))
		binding = NULL;
	if (binding && binding->value.kind == VALUE_SAME)
		return join_pointer(simulation, binding->value.key,
			path->steps, false);
	if (binding && binding->value.kind == VALUE_ADDRESS)
		return join_pointer(
			simulation, binding->value.key, path->steps, true);
	if (!known->whole)
		known->whole = intern_join(
			names_of(simulation), known->root, path->steps, NULL);
	return known->whole;
}

/* Of an object the result that it is a copy of, or itself. */
static const char *as_result(const struct state *state, const char *key)
{
	const char *origin = key ? origin_of(state, key) : NULL;

	return origin && origin[0] == 'r' ? origin : key;
}

static const char *object_key(struct simulation *simulation,
	const struct state *state, uint32_t path)
{
	return as_result(state, key_of_path(simulation, state, path));
}

/* A part of a structure that is handed over, as a whole or by reference, is one of
 * that structure, whatever it is a copy of. */
static const char *key_of_part(struct simulation *simulation,
	const struct state *state, uint32_t path, const char *steps)
{
	const char *key = object_key(simulation, state, path);

	return key ? join_pointer(simulation, key, steps, false) : NULL;
}

const char *key_of_pointee(struct simulation *simulation,
	const struct state *state, struct operand operand, const char *steps)
{
	struct value value = copied_value(simulation, state, operand);

	if (steps[0] == '.' && operand.kind == OPERAND_PATH &&
		value.kind != VALUE_ADDRESS)
		return key_of_part(simulation, state, operand.index, steps);
	if (value.kind == VALUE_ADDRESS)
		return join_pointer(
			simulation, as_result(state, value.key), steps, true);
	if (value.kind == VALUE_SAME)
		return join_pointer(simulation, value.key, steps, false);
	if (operand.kind == OPERAND_PATH) {
		const char *key =
			key_of_path(simulation, state, operand.index);

		return key ? join_pointer(simulation, key, steps, false) :
			     NULL;
	}
	return NULL;
}

const char *key_of_field(struct simulation *simulation, uint32_t path_index)
{
	const struct path *path = &simulation->body->paths.items[path_index];
	struct path_keys *known = &simulation->groundwork->keys[path_index];
	const char *record = path->record;

	if (known->field || !record || !path->field)
		return known->field;
	while (*record == '_')
		record++;
	return known->field = intern_join(names_of(simulation), "F ", record,
		       ".", path->field, NULL);
}

const char *key_of_result(struct simulation *simulation, uint32_t event)
{
	return numbered_key(simulation, "r", event);
}

const char *key_of_constant(struct simulation *simulation, int64_t constant)
{
	if (constant >= 0 && constant < SHORT_KEYS)
		return numbered_key(simulation, "", (uint32_t)constant);
	return intern_printf(
		names_of(simulation), "%lld", (long long)constant);
}

const char *key_at_entry(struct simulation *simulation, const char *key)
{
	return intern_join(names_of(simulation), "=", key, NULL);
}

const char *key_of_read(struct simulation *simulation,
	const struct state *state, struct operand operand)
{
	if (operand.kind == OPERAND_PATH)
		return key_of_path(simulation, state, operand.index);
	if (operand.kind == OPERAND_RESULT)
		return key_of_result(simulation, operand.index);
	return NULL;
}

struct value value_of(struct simulation *simulation, const struct state *state,
	struct operand operand)
{
	const char *key;

	if (operand.kind == OPERAND_CONSTANT)
		return constant_value(operand.constant);
	if (operand.kind == OPERAND_ADDRESS) {
		key = key_of_path(simulation, state, operand.index);
		return key ? address_value(key) : any_value();
	}
	if (operand.kind == OPERAND_FORMULA)
		return value_of_formula(simulation, state, operand.index);
	key = key_of_read(simulation, state, operand);
	return key ? value_of_key(state, key) : any_value();
}

struct value copied_value(struct simulation *simulation,
	const struct state *state, struct operand operand)
{
	struct value value = value_of(simulation, state, operand);
	const char *key = key_of_read(simulation, state, operand);

	if (key && value.kind == VALUE_RANGE && value.nonzero &&
		value.low == INT64_MIN && value.high == INT64_MAX)
		return same_value(origin_of(state, key));
	return value;
}

/* Parameter keys: the argument takes the place of "pN". */
static const char *argument_key(struct simulation *simulation,
	const struct state *state, const struct event *call, const char *key)
{
	const char *steps;
	uint32_t index = parameter_of_key(key, &steps);
	struct operand argument;

	if (index >= call->arguments.count)
		return NULL;
	argument = call->arguments.items[index];
	if (steps[0])
		return key_of_pointee(simulation, state, argument, steps);
	return argument.kind == OPERAND_PATH ?
		key_of_path(simulation, state, argument.index) :
		NULL;
}

/* "r", what the callee returns, and "r.Irql" of a structure. */
static const char *returned_key(struct simulation *simulation,
	const struct event *call, const char *steps)
{
	uint32_t event = (uint32_t)(call - simulation->body->events.items);

	return intern_join(names_of(simulation),
		key_of_result(simulation, event), steps, NULL);
}

const char *key_in_caller(struct simulation *simulation,
	const struct state *state, const struct event *call, const char *key)
{
	const char *object;

	switch (key[0]) {
	case 'p':
		return argument_key(simulation, state, call, key);
	case 't':
		if (call->object == NONE || !is_pointer_step(key + 1))
			return NULL;
		object = object_key(simulation, state, call->object);
		return object ? join_pointer(simulation, object, key + 1, true)
			      : NULL;
	case 'r':
		return !key[1] || key[1] == '.' ?
			returned_key(simulation, call, key + 1) :
			NULL;
	case 'g':
	case 'F':
	case '@':
		return key;
	default:
		return NULL; /* the callee's own locals and results */
	}
}
