/*
 * How a routine returns, as its callers see it. Ways that agree in IRQL, locks and
 * saved IRQLs are one exit, with what holds for all of them. What the rules see of
 * each return is a departure: departures.c.
 */
#include <string.h>

#include "irql/engine.h"

enum { MAX_EXITS = 64 };

/* "?p1 == 30" and it is not: what the default of a switch knows; or "?=p0->Depth
 * == 1", what a counter was not. That it is not 0 stands with the value itself. Of
 * a field it holds for the caller if nothing was written there. */
static bool excludes_case(struct simulation *simulation,
	const struct state *state, const struct binding *binding)
{
	const char *key = binding->key, *sign, *name;

	if (key[0] != '?' || !strchr("pt=", key[1]) ||
		!value_is_zero(&binding->value))
		return false;
	sign = strstr(key, " == ");
	if (!sign || !strcmp(sign, " == 0") || !strchr("-0123456789", sign[4]))
		return false;
	if (key[1] == '=')
		return true;
	if (!memchr(key, '-', (size_t)(sign - key)))
		return key[1] == 'p';
	name = intern_n(&simulation->program->names, key + 1,
		(size_t)(sign - key - 1));
	return state_tells_entry(state, name);
}

/* Only what the caller can name leaves with an exit: its own storage, globals
 * and fields, and the IRQL at entry, which is that of the call; of integers only
 * conditions and what was written there. */
static bool leaves(struct simulation *simulation, const struct state *state,
	const struct binding *binding)
{
	if (excludes_case(simulation, state, binding) ||
		choice_is_callers(binding))
		return true;
	return (strchr("ptgF@#=", binding->key[0]) != NULL ||
		       !strncmp(binding->key, "r.", 2)) &&
		(value_is_saved(&binding->value) ||
			binding->value.kind == VALUE_RANGE ||
			binding->value.kind == VALUE_MADE ||
			(binding->value.kind == VALUE_SAME &&
				binding->value.key[0] == '='));
}

/* What was made of what was there at entry leaves so, unless it is one number. */
static struct binding leaving_made(
	const struct state *state, struct binding left)
{
	struct value value = resolve_value(state, left.value);
	bool updates = left.value.key[0] == '=' &&
		!strcmp(left.value.key + 1, left.key);

	if (!updates || value.low == value.high)
		left.value = value;
	return left;
}

/* A copy of what the caller has leaves as what that held at entry: who moves a
 * guard from one object to another hands on what it saved. */
static struct value copied_at_entry(struct simulation *simulation,
	const struct state *state, struct value copy)
{
	bool is_callers = key_is_callers(copy.key) ||
		(copy.key[0] == 'p' && !strpbrk(copy.key, "-.*["));

	return is_callers && state_tells_entry(state, copy.key) ?
		same_value(key_at_entry(simulation, copy.key)) :
		copy;
}

/* What was copied leaves as what tests have shown of it; a pointer as one that is
 * not NULL, if that is known: a guard object tests in its destructor what its
 * constructor was given. */
static struct binding leaving(struct simulation *simulation,
	const struct state *state, const struct binding *binding)
{
	struct binding left = *binding;

	if (binding->value.kind == VALUE_SAME)
		left.value = value_of_key(state, binding->value.key);
	if (left.value.kind == VALUE_MADE)
		return leaving_made(state, left);
	if (left.value.kind == VALUE_RANGE)
		return left;
	left.value = binding->value;
	if (binding->value.kind == VALUE_ADDRESS ||
		(binding->value.kind == VALUE_SAME &&
			(state_holds_through(state, binding->value.key) ||
				state_holds_through(state, binding->key)))) {
		left.value = any_value();
		left.value.nonzero = true;
	} else if (binding->value.kind == VALUE_SAME) {
		left.value = copied_at_entry(simulation, state, binding->value);
	}
	return left;
}

/* An exit seen as the state that left through it. */
static struct state state_of_exit(const struct exit *exit)
{
	struct state state = { .level = exit->level, .raised_by = NONE,
		.handed = NONE, .may = exit->may,
		.written = exit->written };

	memcpy(&state.bindings, &exit->bindings, sizeof(exit->bindings));
	memcpy(&state.locks, &exit->locks, sizeof(exit->locks));
	memcpy(&state.released, &exit->released, sizeof(exit->released));
	return state;
}

static void keep_common_locks(struct exit *into, const struct state *from)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < into->locks.count; i++)
		if (held_lock_of(from, into->locks.items[i].key))
			into->locks.items[kept++] = into->locks.items[i];
	into->locks.count = kept;
}

/* Both ways are one: keeps what holds for either. */
static void join_exit(struct arena *arena, struct exit *into,
	const struct exit *from, bool widens)
{
	struct state left = state_of_exit(into), right = state_of_exit(from);
	struct value result;

	state_merge(arena, &left, &right, widens);
	memcpy(&into->bindings, &left.bindings, sizeof(into->bindings));
	into->may = left.may;
	into->written = left.written;
	into->raise = first_raise(into->raise, from->raise);
	keep_common_locks(into, &right);
	into->released.count = keep_common_keys(into->released.items,
		into->released.count, from->released.items,
		from->released.count);
	result = join_values(into->result, from->result);
	into->result = widens ? widen_range(into->result, result) : result;
}

/* Whether what the caller has decides between two ways. */
static bool exits_exclude(const struct exit *left, const struct exit *right)
{
	struct state one = state_of_exit(left), other = state_of_exit(right);

	return states_exclude(&one, &other);
}

/* Of too many, and where recursion does not settle, those at one IRQL are one:
 * an IRQL is never lost. */
static struct exit *joinable_exit(
	struct simulation *simulation, const struct exit *exit)
{
	struct summary *result = &simulation->result;
	struct state state = state_of_exit(exit);
	bool widens = simulation->earlier != NULL;

	for (uint32_t i = 0; i < result->exits.count; i++) {
		struct state known = state_of_exit(&result->exits.items[i]);

		if (state_same_property(&known, &state) &&
			(widens || result->exits.count >= MAX_APART ||
				!exits_exclude(
					&result->exits.items[i], exit)))
			return &result->exits.items[i];
	}
	if (result->exits.count < MAX_EXITS && !widens)
		return NULL;
	if (!widens)
		simulation->engine->flow->widened++;
	for (uint32_t i = 0; i < result->exits.count; i++)
		if (same_abstract_irql(
			    result->exits.items[i].level, exit->level))
			return &result->exits.items[i];
	return NULL;
}

static void add_exit(struct simulation *simulation, struct exit *exit)
{
	struct exit *known = joinable_exit(simulation, exit);

	if (known)
		join_exit(simulation->scratch, known, exit,
			simulation->earlier != NULL);
	else
		*vec_add(simulation->scratch, &simulation->result.exits) =
			*exit;
}

static struct exit copy_of_exit(struct arena *arena, const struct exit *exit)
{
	struct exit copy = *exit;

	vec_detach(arena, &copy.bindings);
	vec_detach(arena, &copy.locks);
	vec_detach(arena, &copy.released);
	return copy;
}

/* Whether a way at another IRQL is ruled out by either of two, and not by what
 * holds for both: "there is no list", "the list has no lock". */
static bool both_tell(const struct summary *result, const struct exit *one,
	const struct exit *other, const struct exit *both)
{
	for (uint32_t i = 0; i < result->exits.count; i++) {
		const struct exit *exit = &result->exits.items[i];

		if (!same_abstract_irql(exit->level, one->level) &&
			exits_exclude(exit, one) &&
			exits_exclude(exit, other) &&
			!exits_exclude(exit, both))
			return true;
	}
	return false;
}

static bool join_alike(struct simulation *simulation, uint32_t one, uint32_t other)
{
	struct summary *result = &simulation->result;
	struct exit *left = &result->exits.items[one];
	struct exit *right = &result->exits.items[other];
	struct state before = state_of_exit(left);
	struct state after = state_of_exit(right);
	struct exit both;

	if (!state_same_property(&before, &after))
		return false;
	both = copy_of_exit(simulation->scratch, left);
	join_exit(simulation->scratch, &both, right,
		simulation->earlier != NULL);
	if (both_tell(result, left, right, &both))
		return false;
	*left = both;
	result->exits.count--;
	for (uint32_t i = other; i < result->exits.count; i++)
		result->exits.items[i] = result->exits.items[i + 1];
	return true;
}

void join_exits_alike(struct simulation *simulation)
{
	struct summary *result = &simulation->result;

	for (uint32_t i = 0; i < result->exits.count; i++)
		for (uint32_t k = i + 1; k < result->exits.count;)
			if (!join_alike(simulation, i, k))
				k++;
}

/* Copies: what is joined with them must not change the earlier summary. */
void add_earlier_exits(struct simulation *simulation)
{
	struct arena *arena = simulation->scratch;
	const struct summary *earlier = simulation->earlier;

	for (uint32_t i = 0; earlier && i < earlier->exits.count; i++) {
		struct exit exit =
			copy_of_exit(arena, &earlier->exits.items[i]);

		add_exit(simulation, &exit);
	}
}

static bool is_null(const struct value *value)
{
	return value->kind == VALUE_RANGE && value->low == 0 &&
		value->high == 0;
}

bool returns_pointer(const struct simulation *simulation)
{
	const char *type =
		result_type(simulation->program, simulation->routine);
	size_t length = strlen(type);

	return length && type[length - 1] == '*';
}

/* Whether a routine that returns a pointer here returns NULL elsewhere: then
 * what is not known to be NULL is taken to be what was looked for. */
static bool returns_found(
	const struct simulation *simulation, const struct block *block)
{
	const struct body *body = simulation->body;

	if (block->exit != EXIT_RETURN ||
		block->test.left.kind == OPERAND_CONSTANT ||
		!returns_pointer(simulation))
		return false;
	for (uint32_t i = 0; i < body->blocks.count; i++) {
		const struct block *other = &body->blocks.items[i];

		if (other->exit == EXIT_RETURN &&
			other->test.left.kind == OPERAND_CONSTANT &&
			other->test.left.constant == 0)
			return true;
	}
	return false;
}

/* What is returned is not NULL: a value that is not known, or what the caller
 * has, such as the head of its list. */
static void take_for_found(struct arena *arena, struct exit *exit)
{
	struct value found = any_value();

	found.nonzero = true;
	if (value_is_any(&exit->result))
		exit->result = found;
	if (exit->result.kind != VALUE_SAME)
		return;
	for (uint32_t i = 0; i < exit->bindings.count; i++) {
		struct binding *known = &exit->bindings.items[i];

		if (known->key != exit->result.key)
			continue;
		known->value.nonzero |= known->value.kind == VALUE_RANGE;
		return;
	}
	*vec_add(arena, &exit->bindings) =
		(struct binding){ .key = exit->result.key,
			.value = found,
			.initial = true };
}

/* The same where one return statement serves for what was found and for NULL. */
void tell_found_exits(struct simulation *simulation)
{
	struct summary *result = &simulation->result;
	const struct exit *null = NULL;

	for (uint32_t i = 0; i < result->exits.count; i++)
		if (is_null(&result->exits.items[i].result))
			null = &result->exits.items[i];
	if (!null || !returns_pointer(simulation))
		return;
	for (uint32_t i = 0; i < result->exits.count; i++) {
		struct exit *exit = &result->exits.items[i];

		if (!same_abstract_irql(exit->level, null->level))
			take_for_found(simulation->scratch, exit);
	}
}

/* A routine that is entered with a lock held may give it back and take it again.
 * With every lock that it leaves with this is so: then it leaves as it was
 * entered, at whatever IRQL that was. */
static bool leaves_as_entered(
	const struct simulation *simulation, const struct state *state)
{
	if (simulation->engine->analyses.items[simulation->analysis].level !=
			ENTRY_UNKNOWN ||
		!state->locks.count)
		return false;
	for (uint32_t i = 0; i < state->locks.count; i++)
		if (!state_gave_back(state, state->locks.items[i].key))
			return false;
	return true;
}

/* What is assigned to a parameter is the routine's own copy, unless it refers to
 * what the caller has. */
static bool is_own_copy(const struct simulation *simulation, const char *key)
{
	const struct function *function = simulation->routine->definition;
	const char *type, *steps;
	uint32_t index = parameter_of_key(key, &steps);

	type = index < function->parameters.count && !*steps ?
		function->parameters.items[index].type :
		NULL;
	return type && !type_is_reference(type);
}

static const struct key_set *leaving_writes(
	const struct simulation *simulation, const struct key_set *written)
{
	const struct key_set *leaving = NULL;
	uint32_t own = 0;

	for (uint32_t i = 0; written && i < written->count; i++)
		own += is_own_copy(simulation, written->keys[i]);
	if (!own)
		return written;
	for (uint32_t i = 0; i < written->count; i++)
		if (!is_own_copy(simulation, written->keys[i]))
			leaving = key_set_with(
				written->all, leaving, written->keys[i]);
	return leaving;
}

/* What is returned as a whole, be it a structure: "l3" or "r5"; or NULL. */
static const char *returned_storage(struct simulation *simulation,
	const struct state *state, const struct block *block)
{
	struct operand value = block->test.left;
	const struct path *path;

	if (block->exit != EXIT_RETURN)
		return NULL;
	if (value.kind == OPERAND_RESULT)
		return key_of_result(simulation, value.index);
	if (value.kind != OPERAND_PATH)
		return NULL;
	path = &simulation->body->paths.items[value.index];
	return path->root == ROOT_LOCAL && !path->steps[0] ?
		origin_of(state, key_of_path(simulation, state, value.index)) :
		NULL;
}

/* What is returned is "r" for the caller, and "l3.Irql" of a structure "r.Irql". */
static const char *as_returned(struct simulation *simulation,
	const char *storage, const char *key)
{
	size_t length = storage ? strlen(storage) : 0;

	if (!length || !key || strncmp(key, storage, length) ||
		(key[length] && key[length] != '.'))
		return key;
	return intern_join(
		&simulation->program->names, "r", key + length, NULL);
}

static void leave_with(struct simulation *simulation,
	const struct block *block, const struct state *state, bool as_entered)
{
	struct arena *arena = simulation->scratch;
	const char *storage = returned_storage(simulation, state, block);
	struct exit exit = { .callee = simulation->routine->name,
		.level = state->level, .may = state->may,
		.raise = state->raised_by,
		.written = leaving_writes(simulation, state->written) };

	exit.result = returns_pointer(simulation) ?
		copied_value(simulation, state, block->test.left) :
		value_of(simulation, state, block->test.left);
	if (exit.result.kind == VALUE_SAME &&
		!strchr("ptg", exit.result.key[0])) {
		exit.result = value_of(simulation, state, block->test.left);
		exit.result = as_range(&exit.result);
	}
	for (uint32_t i = 0; i < state->bindings.count; i++) {
		struct binding left =
			leaving(simulation, state, &state->bindings.items[i]);

		left.key = as_returned(simulation, storage, left.key);
		if (leaves(simulation, state, &left) &&
			(left.initial || !is_own_copy(simulation, left.key)))
			*vec_add(arena, &exit.bindings) = left;
	}
	for (uint32_t i = 0; i < state->locks.count; i++) {
		struct held_lock lock = state->locks.items[i];

		lock.saved = as_returned(simulation, storage, lock.saved);
		*vec_add(arena, &exit.locks) = lock;
	}
	for (uint32_t i = 0; i < state->released.count; i++)
		*vec_add(arena, &exit.released) = state->released.items[i];
	if (returns_found(simulation, block))
		take_for_found(arena, &exit);
	note_departure(simulation, block, state, &exit);
	if (as_entered)
		exit.locks.count = exit.released.count = 0;
	add_exit(simulation, &exit);
}

void leave(struct simulation *simulation, const struct block *block,
	const struct state *state)
{
	struct state entered = *state;
	bool as_entered = leaves_as_entered(simulation, state);

	if (as_entered) {
		entered.level = entry_level(ENTRY_UNKNOWN);
		entered.raised_by = NONE;
	}
	leave_with(simulation, block, &entered, as_entered);
}
