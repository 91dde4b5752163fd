/*
 * Calls through a pointer that may hold several routines. What is called tells of
 * the pointer: where a table's first function locks, the table is the one that
 * locks, and what is called through it next is that table's too. So each routine
 * that is called leaves the state with what the choice has shown, "^p1" = one of
 * these tables, and where that is about what the caller has, the routine's exits
 * say so, and a caller that hands over another table never sees them.
 *
 * A field that initialisers alone fill holds what the table at hand holds. Of any
 * other pointer the routine itself is what a choice shows, "^p0->Start" = "f12".
 * An element of an array of tables that no constant picks, Table[i], is taken to be
 * the same one wherever it is named so in a routine; callers learn nothing of it.
 */
#include <string.h>

#include "irql/effects.h"

static struct intern *names_of(const struct simulation *simulation)
{
	return &simulation->program->names;
}

bool choice_is_callers(const struct binding *binding)
{
	return binding->key[0] == '^' && binding->initial &&
		strchr("ptg", binding->key[1]);
}

bool choice_is_certain(const char *key, const struct value *value)
{
	return key[0] == '^' && value->kind == VALUE_AMONG &&
		(value->among->keys[0][0] == 'g' || names_parameter(key + 1));
}

bool has_chosen(const struct state *state)
{
	for (uint32_t i = 0; i < state->bindings.count; i++) {
		const struct binding *known = &state->bindings.items[i];

		if (known->key[0] == '^' ||
			(known->value.kind == VALUE_ADDRESS &&
				known->value.key[0] == 'g'))
			return true;
	}
	return false;
}

bool has_led(const struct state *state, const char *pointer)
{
	for (uint32_t i = 0; i < state->bindings.count; i++)
		if (state->bindings.items[i].key[0] == '^' &&
			!strcmp(state->bindings.items[i].key + 1, pointer))
			return true;
	return false;
}

const char *key_of_routine(struct program *program, uint32_t routine)
{
	return intern_printf(&program->names, "f%u", (unsigned)routine);
}

static const char *choice_key(
	const struct simulation *simulation, const char *pointer)
{
	return intern_join(names_of(simulation), "^", pointer, NULL);
}

static const struct key_set *only(
	const struct simulation *simulation, const char *key)
{
	return key_set_with(&simulation->engine->key_sets, NULL, key);
}

/* What is known of where a pointer points to, or NULL. */
static const struct key_set *known_choice(const struct simulation *simulation,
	const struct state *state, const char *pointer)
{
	struct value value = value_of_key(state, pointer);
	const struct binding *known;

	if (value.kind == VALUE_ADDRESS && !strstr(value.key, "[]"))
		return value.key[0] == 'g' ? only(simulation, value.key) : NULL;
	known = state_find(state,
		choice_key(simulation, origin_of(state, pointer)));
	return known ? known->value.among : NULL;
}

bool learn_choice(struct simulation *simulation, struct state *state,
	const char *pointer, const struct key_set *among)
{
	const char *key = choice_key(simulation, pointer);
	const struct binding *known = state_find(state, key);
	struct value value = among_value(among);

	state_bind(simulation->scratch, state, key, value,
		known ? known->initial :
			!strchr(pointer, '[') &&
				state_tells_entry(state, pointer));
	return choice_is_certain(key, &value);
}

/* ---- what may be called ------------------------------------------------ */

static bool is_ours(const struct simulation *simulation, uint32_t target)
{
	return simulation->engine->marks[target] & MARK_DEFINED;
}

static void add_choice(const struct simulation *simulation,
	struct choices *choices, uint32_t target, const char *shows)
{
	struct choice *choice = NULL;

	if (!is_ours(simulation, target))
		return;
	for (uint32_t i = 0; i < choices->list.count; i++)
		if (choices->list.items[i].target == target)
			choice = &choices->list.items[i];
	if (!choice) {
		choice = vec_add(simulation->scratch, &choices->list);
		*choice = (struct choice){ .target = target };
	}
	if (shows)
		choice->among = key_set_with(&simulation->engine->key_sets,
			choice->among, shows);
}

/* Those of the driver: what others do is not looked at beside them. */
static void add_all(const struct simulation *simulation,
	struct choices *choices, struct targets targets)
{
	for (uint32_t i = 0; i < targets.count; i++)
		if (is_ours(simulation, targets.items[i]))
			*vec_add(simulation->scratch, &choices->list) =
				(struct choice){ .target = targets.items[i] };
}

/* A pointer to a table, and what is called through it. */
struct table_pointer {
	const char *pointer, *field;
	const char *array; /* it is an element of this one, or NULL */
};

/* "g7[].Enter" is of an element of "g7": of the one that a local points to, or of
 * the one that the source names. */
static bool split_element(const struct simulation *simulation,
	uint32_t path_index, const char *key, struct table_pointer *split)
{
	const struct path *path = &simulation->body->paths.items[path_index];
	const char *element = strstr(key, "[].");

	if (!element || strchr(element + 3, '[') || strstr(element, "->"))
		return false;
	split->field = element + 3;
	split->array = intern_n(
		names_of(simulation), key, (size_t)(element - key));
	split->pointer = intern_n(
		names_of(simulation), key, (size_t)(element + 2 - key));
	if (!strncmp(path->steps, "->", 2) &&
		!strcmp(path->steps + 2, split->field))
		split->pointer =
			simulation->groundwork->keys[path_index].root;
	return true;
}

/* "p0->Ops->Enter" -> "p0->Ops" and "Enter"; false if nothing leads there. */
static bool split_key(const struct simulation *simulation,
	uint32_t path_index, const char *key, struct table_pointer *split)
{
	const char *step = NULL;

	if (strchr(key, '['))
		return split_element(simulation, path_index, key, split);
	for (const char *at = strstr(key, "->"); at; at = strstr(at + 2, "->"))
		step = at;
	if (!step)
		return false;
	*split = (struct table_pointer){ intern_n(names_of(simulation), key,
						 (size_t)(step - key)),
		step + 2, NULL };
	return true;
}

/* Whether a table is where the pointer leads, as far as its own name tells. */
static bool leads_to(const struct table_pointer *split, const char *table)
{
	size_t length = split->array ? strlen(split->array) : 0;

	return !length || (!strncmp(table, split->array, length) &&
				  table[length] == '[');
}

static bool is_among(struct targets targets, uint32_t target)
{
	for (uint32_t i = 0; i < targets.count; i++)
		if (targets.items[i] == target)
			return true;
	return false;
}

/* By the table that a pointer leads to. */
static void choose_table(const struct simulation *simulation,
	const struct state *state, const struct slot *slot, uint32_t path,
	const char *key, struct targets targets, struct choices *choices)
{
	struct table_pointer split;
	const struct key_set *known;

	if (!split_key(simulation, path, key, &split))
		return;
	known = known_choice(simulation, state, split.pointer);
	for (uint32_t i = 0; i < slot->entries.count; i++) {
		const struct table_entry *entry = &slot->entries.items[i];
		const char *table = table_of_entry(
			simulation->program, entry, split.field);

		if (!table) { /* a table of another shape: it could be any */
			choices->list.count = 0;
			return;
		}
		if (leads_to(&split, table) &&
			is_among(targets, entry->target) &&
			(!known || key_set_has(known, table)))
			add_choice(simulation, choices, entry->target, table);
	}
	choices->pointer = origin_of(state, split.pointer);
	choices->known = known != NULL;
}

/* By the table that is named itself. */
static void choose_entry(const struct simulation *simulation,
	const struct slot *slot, const char *key, struct choices *choices)
{
	for (uint32_t i = 0; i < slot->entries.count; i++) {
		const struct table_entry *entry = &slot->entries.items[i];

		if (entry->variable != NONE &&
			intern_printf(names_of(simulation), "g%u%s",
				(unsigned)entry->variable,
				entry->steps) == key)
			add_choice(
				simulation, choices, entry->target, NULL);
	}
	choices->known = choices->list.count > 0;
}

/* By the routine itself. */
static void choose_routine(const struct simulation *simulation,
	const struct state *state, const char *key, struct targets targets,
	struct choices *choices)
{
	const struct key_set *known = known_choice(simulation, state, key);

	choices->pointer = origin_of(state, key);
	choices->known = known != NULL;
	for (uint32_t i = 0; i < targets.count; i++) {
		const char *routine = key_of_routine(
			simulation->program, targets.items[i]);

		if (!known || key_set_has(known, routine))
			add_choice(simulation, choices, targets.items[i],
				routine);
	}
}

/* "p1" of "p1*": what a pointer points to is called. */
static const char *called_key(struct simulation *simulation,
	const struct state *state, uint32_t path)
{
	const char *key = key_of_path(simulation, state, path);
	size_t length = key ? strlen(key) : 0;

	if (!length)
		return NULL;
	return key[length - 1] == '*' ?
		intern_n(names_of(simulation), key, length - 1) :
		key;
}

void find_choices(struct simulation *simulation, const struct state *state,
	const struct event *event, struct targets targets,
	struct choices *choices)
{
	const struct slot *slot = NULL;
	const char *key = NULL;

	*choices = (struct choices){ 0 };
	if (event->callee.kind == OPERAND_PATH) {
		slot = field_slot(simulation->program, simulation->routine,
			event->callee.index);
		key = called_key(simulation, state, event->callee.index);
	}
	if (key && slot && !slot->assigned) {
		choose_table(simulation, state, slot, event->callee.index, key,
			targets, choices);
		if (!choices->list.count)
			choose_entry(simulation, slot, key, choices);
	}
	if (key && !choices->list.count && !strchr(key, '['))
		choose_routine(simulation, state, key, targets, choices);
	if (choices->list.count)
		return;
	*choices = (struct choices){ 0 };
	add_all(simulation, choices, targets);
}

/* ---- what comes of it -------------------------------------------------- */

static bool has_raised_exit(const struct summary *summary)
{
	for (uint32_t i = 0; i < summary->exits.count; i++)
		if (level_is_raised(summary->exits.items[i].level))
			return true;
	return false;
}

/* Whether IRQL is at each exit as it was, and so are the locks. */
static bool stays(const struct call *call, const struct summary *summary)
{
	struct abstract_irql level =
		entry_level(level_index(call->before));

	for (uint32_t i = 0; i < summary->exits.count; i++) {
		const struct exit *exit = &summary->exits.items[i];

		if (!same_abstract_irql(exit->level, level) ||
			exit->locks.count || exit->released.count)
			return false;
	}
	return true;
}

/* Whether all of several routines leave IRQL as it was, and whether all can return
 * raised. */
struct agreement {
	bool stay, raise;
};

static struct agreement compare_choices(
	struct call *call, const struct choices *choices)
{
	struct agreement all = { true, true };

	for (uint32_t i = 0; i < choices->list.count; i++) {
		const struct summary *summary;
		enum knowledge knowledge = know(
			call, choices->list.items[i].target, &summary);

		all.stay &= knowledge != KNOWS_EXITS || stays(call, summary);
		all.raise &= knowledge == KNOWS_NO_RETURN ||
			(knowledge == KNOWS_EXITS && has_raised_exit(summary));
	}
	return all;
}

/* Whether it may be of a routine that the driver does not define. */
static bool has_others(
	const struct simulation *simulation, struct targets targets)
{
	for (uint32_t i = 0; i < targets.count; i++)
		if (!is_ours(simulation, targets.items[i]))
			return true;
	return false;
}

static struct agreement choose(struct call *call, uint32_t direct,
	struct targets targets, const struct state *before,
	struct choices *choices)
{
	struct simulation *simulation = call->simulation;
	struct agreement all;

	*choices = (struct choices){ 0 };
	if (direct != NONE)
		add_all(simulation, choices, (struct targets){ &direct, 1 });
	add_all(simulation, choices, targets);
	all = compare_choices(call, choices);
	if (direct != NONE || targets.count < 2 ||
		(all.stay && !has_chosen(before)))
		return all;
	find_choices(simulation, before, call->event, targets, choices);
	return choices->known ? compare_choices(call, choices) : all;
}

/* What is done one way or another is only possible, unless whoever chose knows of
 * it. */
void apply_choices(struct call *call, uint32_t direct, struct targets targets,
	const struct state *before)
{
	struct simulation *simulation = call->simulation;
	struct choices choices;
	struct agreement all =
		choose(call, direct, targets, before, &choices);
	bool others = !choices.known && has_others(simulation, targets);
	bool raise = all.raise && !others;
	bool agreed = all.stay || raise ||
		(choices.list.count == 1 && !others);

	call->chosen = !raise;
	for (uint32_t i = 0; i < choices.list.count; i++) {
		const struct choice *choice = &choices.list.items[i];
		struct state *chosen =
			state_copy(&simulation->states, before);
		uint32_t fork = simulation->forks.count;
		bool certain = agreed;

		if (!all.stay && choice->among)
			certain |= learn_choice(simulation, chosen,
				choices.pointer, choice->among);
		apply_summary(call, choice->target, chosen);
		for (; fork < simulation->forks.count; fork++)
			simulation->forks.items[fork]->may |= !certain;
		state_drop(&simulation->states, chosen);
	}
	call->chosen = false;
}

/* ---- across a call ----------------------------------------------------- */

bool choice_is_possible(struct call *call, const struct binding *wanted)
{
	struct simulation *simulation = call->simulation;
	const char *callees = intern_in(call, wanted->key + 1);
	const struct key_set *among = wanted->value.among;
	const struct binding *known;
	const char *key, *steps;
	struct value value;
	uint32_t index = parameter_of_key(callees, &steps), handed = NONE;

	if (index < call->event->arguments.count && !*steps)
		handed = operand_routine(simulation->program,
			simulation->routine,
			call->event->arguments.items[index]);
	if (handed != NONE)
		return key_set_has(among,
			key_of_routine(simulation->program, handed));
	value = condition_value(call, callees, &key);
	if (value.kind == VALUE_ADDRESS)
		return value.key[0] != 'g' || key_set_has(among, value.key);
	if (value.kind == VALUE_SAME)
		key = value.key;
	if (!key)
		return true;
	key = origin_of(call->state, key);
	known = state_find(call->state, choice_key(simulation, key));
	if (known && !key_sets_meet(known->value.among, among))
		return false;
	if (!known || among->count < known->value.among->count)
		learn_choice(simulation, call->state, key, among);
	return true;
}
