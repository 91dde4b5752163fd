/*
 * Calls through pointers. A slot is a place that holds function pointers: a
 * field of a record type (all objects of the type are one), a variable, a
 * local, or a parameter. Initialisers and assignments fill it; an assignment
 * from one slot to another lets targets flow on until nothing changes.
 *
 * Only storage whose type is a pointer to a function takes part, so plain data
 * costs nothing. Pointers that pass through void * are lost; such calls have no
 * targets and are counted as unknown.
 */
#include <string.h>

#include "program/program.h"

struct edge {
	uint32_t from, to; /* slots */
	uint32_t next;	   /* edge out of the same slot, or NONE */
};

struct filling {
	struct program *program;
	uint8_t *outside; /* by routine: notable_flags of a call of it, or 0 */
	VEC(struct edge) edges;
};

static uint32_t slot_of_key(struct program *program, const char *key,
	const char *record, const char *field)
{
	uint32_t index = map_get(&program->slot_by_key, key);
	struct slot *slot;

	if (index != MAP_NONE)
		return index;
	index = program->slots.count;
	slot = vec_add(program->arena, &program->slots);
	slot->record = record;
	slot->field = field;
	map_set(program->arena, &program->slot_by_key, key, index);
	return index;
}

static uint32_t slot_of_field(
	struct program *program, const char *record, const char *field)
{
	const char *name = intern(&program->names, record_without_tag(record));
	const char *member = intern(&program->names, field);

	return slot_of_key(program,
		intern_printf(&program->names, "F %s.%s", name, member), name,
		member);
}

static const char *key_of_variable(struct program *program, uint32_t variable)
{
	return intern_printf(&program->names, "G %u", (unsigned)variable);
}

static const char *key_of_parameter(struct program *program,
	const struct routine *routine, uint32_t parameter)
{
	return intern_printf(&program->names, "P %u %u",
		(unsigned)routine->first,
		(unsigned)parameter);
}

static const char *key_of_root(struct program *program,
	const struct routine *routine, const struct path *path)
{
	const struct linked_unit *unit = &program->units.items[routine->unit];
	struct intern *names = &program->names;
	uint32_t variable;

	switch (path->root) {
	case ROOT_GLOBAL:
		variable = unit->variables[path->index];
		return variable == NONE ?
			NULL :
			key_of_variable(program, variable);
	case ROOT_LOCAL:
		return intern_printf(names, "L %u %u",
			(unsigned)routine->first,
			(unsigned)path->index);
	case ROOT_PARAMETER:
		return key_of_parameter(program, routine, path->index);
	default:
		return NULL;
	}
}

/* "[3]": an element of a table of functions that a constant picks. */
static bool is_picked(const char *steps)
{
	return steps[0] == '[' && steps[1] != ']' &&
		!strchr(steps, '.') && !strchr(steps, '*');
}

/* Steps that no longer tell which elements they go through: "[].Open" of
 * "[3].Open". */
static const char *without_picks(struct program *program, const char *steps)
{
	char *plain = arena_strdup(program->arena, steps), *to = plain;

	for (const char *from = plain; *from;) {
		*to++ = *from;
		from += *from == '[' ? strcspn(from, "]") : 1;
	}
	*to = '\0';
	return plain;
}

/* The key of a field of a table that is never changed: it holds what the table
 * is initialised with, whatever the same field of others holds. NULL if it is
 * no field of such a table, or the table is a header's of the system, of
 * which nothing is known. */
static const char *key_of_constant(struct program *program, uint32_t variable,
	const char *steps)
{
	const struct variable *definition = variable != NONE ?
		program->variables.items[variable].definition :
		NULL;

	if (!definition || *steps == '-' || !definition->is_const)
		return NULL;
	return intern_printf(&program->names, "C %u%s", (unsigned)variable,
		steps);
}

/* The slot of one element of a table; elements that no constant picks share
 * the slot of the whole table. */
static uint32_t slot_of_element(
	struct program *program, const char *key, const char *steps)
{
	return slot_of_key(program,
		intern_printf(&program->names, "%s%s", key, steps), NULL, key);
}

const char *storage_key(
	struct program *program, const struct routine *routine, uint32_t index)
{
	const struct path *path =
		&routine->body->paths.items[index];

	return path->record && path->field ?
		intern_printf(&program->names, "F %s.%s",
			record_without_tag(path->record), path->field) :
		key_of_root(program, routine, path);
}

/* The slot of a field of a constant table, or NONE. */
static uint32_t slot_of_constant(struct program *program,
	const struct routine *routine, const struct path *path)
{
	const struct linked_unit *unit = &program->units.items[routine->unit];
	const char *key = path->root == ROOT_GLOBAL ?
		key_of_constant(program, unit->variables[path->index],
			path->steps) :
		NULL;

	return key ? map_get(&program->slot_by_key, key) : MAP_NONE;
}

/* The slot that a path of a routine's body is, or NONE. */
static uint32_t slot_of_path(struct program *program,
	const struct routine *routine, uint32_t path_index)
{
	const struct path *path =
		&routine->body->paths.items[path_index];
	const char *key;

	if (path->record && path->field) {
		uint32_t slot = slot_of_constant(program, routine, path);

		return slot != MAP_NONE ? slot :
			slot_of_field(program, path->record, path->field);
	}
	key = key_of_root(program, routine, path);
	if (key && is_picked(path->steps))
		return slot_of_element(program, key, path->steps);
	return key ? slot_of_key(program, key, NULL, path->text) : NONE;
}

/* The whole table that a path picks an element of, or NONE. */
static uint32_t slot_of_table(struct program *program,
	const struct routine *routine, uint32_t path_index)
{
	const struct path *path =
		&routine->body->paths.items[path_index];
	const char *key = is_picked(path->steps) && !path->record ?
		key_of_root(program, routine, path) :
		NULL;

	return key ? slot_of_key(program, key, NULL, path->text) : NONE;
}

static void add_target(
	struct program *program, uint32_t slot_index, uint32_t routine)
{
	struct slot *slot = &program->slots.items[slot_index];

	for (uint32_t i = 0; i < slot->targets.count; i++)
		if (slot->targets.items[i] == routine)
			return;
	*vec_add(program->arena, &slot->targets) = routine;
}

/* slot := operand */
static void flow_in(struct filling *filling, const struct routine *routine,
	uint32_t slot, struct operand value)
{
	struct program *program = filling->program;
	uint32_t target = operand_routine(program, routine, value);
	const struct path *path;
	uint32_t from;

	if (slot == NONE)
		return;
	program->slots.items[slot].assigned = true;
	if (target != NONE) {
		program->routines.items[target].address_taken = true;
		add_target(program, slot, target);
		return;
	}
	if (value.kind != OPERAND_PATH)
		return;
	path = &routine->body->paths.items[value.index];
	if (!type_holds_function(path->type))
		return;
	from = slot_of_path(program, routine, value.index);
	if (from != NONE && from != slot)
		*vec_add(program->arena, &filling->edges) =
			(struct edge){ from, slot, NONE };
}

static uint32_t slot_of_parameter(
	struct program *program, const struct routine *callee, uint32_t index)
{
	const struct function *function = callee->definition;

	if (!function || index >= function->parameters.count)
		return NONE;
	return slot_of_key(program, key_of_parameter(program, callee, index),
		NULL, function->parameters.items[index].name);
}

/* Whether an argument may hand a function to a parameter. */
static bool may_hold_function(
	const struct routine *routine, struct operand argument, uint32_t target)
{
	return target != NONE ||
		(argument.kind == OPERAND_PATH &&
			type_holds_function(routine->body->paths
					       .items[argument.index]
					       .type));
}

/* The arguments of a virtual call go to whatever overrides, too. */
static void flow_to_parameters(struct filling *filling,
	const struct routine *routine, const struct event *event,
	uint32_t callee, uint32_t index)
{
	struct program *program = filling->program;
	const struct routine *called = &program->routines.items[callee];

	flow_in(filling, routine, slot_of_parameter(program, called, index),
		event->arguments.items[index]);
	for (uint32_t i = 0; event->is_virtual && i < called->overriders.count;
		i++)
		flow_in(filling, routine,
			slot_of_parameter(program,
				&program->routines.items
					 [called->overriders.items[i]],
				index),
			event->arguments.items[index]);
}

static void flow_arguments(struct filling *filling,
	const struct routine *routine, const struct event *event,
	uint32_t callee)
{
	struct program *program = filling->program;
	bool calls_back = callee == NONE ||
		!locks_a_section(program->routines.items[callee].name);

	for (uint32_t i = 0; i < event->arguments.count; i++) {
		struct operand argument = event->arguments.items[i];
		uint32_t target = operand_routine(program, routine, argument);

		if (target != NONE && calls_back)
			program->routines.items[target].address_taken = true;
		if (callee == NONE ||
			!may_hold_function(routine, argument, target))
			continue;
		flow_to_parameters(filling, routine, event, callee, i);
	}
}

static void add_notable(struct filling *filling, uint32_t routine,
	const struct note *note, uint32_t flags)
{
	if (note->flags & NOTE_FUNCTION)
		flags |= NOTABLE_FUNCTION;
	*vec_add(filling->program->arena, &filling->program->notables) =
		(struct notable){ routine, note->event, flags };
}

static void fill_from_assignment(struct filling *filling,
	const struct routine *routine, const struct event *event)
{
	struct program *program = filling->program;
	const struct path *path =
		&routine->body->paths.items[event->path];

	if (event->value.kind != OPERAND_FUNCTION &&
		!type_holds_function(path->type))
		return;
	flow_in(filling, routine, slot_of_path(program, routine, event->path),
		event->value);
	flow_in(filling, routine, slot_of_table(program, routine, event->path),
		event->value);
}

static void note_call(struct program *program, const struct routine *routine,
	const struct event *event)
{
	uint32_t slot = event->callee.kind == OPERAND_PATH ?
		slot_of_path(program, routine, event->callee.index) :
		NONE;

	if (slot != NONE)
		program->slots.items[slot].called = true;
}

static void fill_from_call(struct filling *filling, uint32_t index,
	const struct note *note, const struct event *event)
{
	struct program *program = filling->program;
	const struct routine *routine = &program->routines.items[index];
	uint32_t callee = note->symbol == NONE ?
		NONE :
		program->units.items[routine->unit].routines[note->symbol];

	if (callee == NONE)
		note_call(program, routine, event);
	else
		program->routines.items[callee].caller_count++;
	if (note->flags & NOTE_FUNCTION)
		flow_arguments(filling, routine, event, callee);
	if (callee == NONE || (note->flags & NOTE_MACRO) ||
		filling->outside[callee])
		add_notable(filling, index, note,
			callee == NONE ? 0 : filling->outside[callee]);
}

static void fill_from_store(struct filling *filling, uint32_t index,
	const struct note *note, const struct event *event)
{
	struct program *program = filling->program;
	const struct routine *routine = &program->routines.items[index];
	uint32_t target = operand_routine(program, routine, event->value);

	if (event->kind == EVENT_ADDRESS) {
		if (target != NONE)
			program->routines.items[target].address_taken = true;
		return;
	}
	fill_from_assignment(filling, routine, event);
	if (operand_hands_function(routine->body, event->value))
		add_notable(filling, index, note, 0);
}

static void fill_from_body(struct filling *filling, uint32_t index)
{
	const struct routine *routine = &filling->program->routines.items[index];
	const struct event *events = routine->body->events.items;
	const struct note *notes = notes_of(routine);

	for (uint32_t i = 0; i < routine->outline->count; i++) {
		const struct event *event = &events[notes[i].event];

		if (notes[i].flags & NOTE_CALL)
			fill_from_call(filling, index, &notes[i], event);
		else
			fill_from_store(filling, index, &notes[i], event);
	}
}

/* What a constant table's field is initialised with, by the constants that pick
 * it and by none. */
static void fill_constant(struct program *program, const struct fill *fill,
	uint32_t variable, uint32_t target)
{
	const char *keys[] = { key_of_constant(program, variable, fill->steps),
		key_of_constant(program, variable,
			without_picks(program, fill->steps)) };

	for (int i = 0; i < 2; i++)
		if (keys[i])
			add_target(program,
				slot_of_key(program, keys[i],
					record_without_tag(fill->record),
					fill->field),
				target);
}

static void fill_from_tables(struct program *program, uint32_t u)
{
	const struct linked_unit *unit = &program->units.items[u];

	for (uint32_t i = 0; i < unit->facts->fills.count; i++) {
		const struct fill *fill = &unit->facts->fills.items[i];
		uint32_t target, slot, variable;
		const char *key;

		if (fill->function == NONE)
			continue;
		target = unit->routines[fill->function];
		variable = unit->variables[fill->variable];
		program->routines.items[target].address_taken = true;
		if (fill->record && fill->field) {
			slot = slot_of_field(
				program, fill->record, fill->field);
			fill_constant(program, fill, variable, target);
			*vec_add(program->arena,
				&program->slots.items[slot].entries) =
				(struct table_entry){
					variable, target, fill->steps };
		} else if (variable != NONE) {
			key = key_of_variable(program, variable);
			slot = slot_of_key(program, key, NULL,
				program->variables.items[variable].name);
			if (is_picked(fill->steps))
				add_target(program,
					slot_of_element(
						program, key, fill->steps),
					target);
		} else {
			continue;
		}
		add_target(program, slot, target);
	}
}

/* The edges out of each slot, and the slots with targets that have not flowed
 * on, the last found first. */
struct closing {
	struct program *program;
	struct arena *scratch;
	struct edge *edges;
	uint32_t *first;  /* by slot */
	uint32_t *flowed; /* by slot: so many of its targets have flowed on */
	VEC(uint32_t) waiting;
};

static void flow_on(struct closing *closing, uint32_t from)
{
	const struct slot *slots = closing->program->slots.items;
	uint32_t done = closing->flowed[from];

	closing->flowed[from] = slots[from].targets.count;
	for (uint32_t i = closing->first[from]; i != NONE;
		i = closing->edges[i].next) {
		uint32_t to = closing->edges[i].to;
		uint32_t before = slots[to].targets.count;

		for (uint32_t k = done; k < closing->flowed[from]; k++)
			add_target(closing->program, to,
				slots[from].targets.items[k]);
		if (slots[to].targets.count != before)
			*vec_add(closing->scratch, &closing->waiting) = to;
	}
}

/* Lets targets flow along the edges until nothing changes. */
static void close_slots(struct filling *filling, struct arena *scratch)
{
	struct program *program = filling->program;
	uint32_t slots = program->slots.count;
	struct closing closing = { .program = program,
		.scratch = scratch,
		.edges = filling->edges.items,
		.first = arena_take(scratch, (slots + 1) * sizeof(uint32_t)),
		.flowed = arena_alloc(scratch, (slots + 1) * sizeof(uint32_t)) };

	memset(closing.first, 0xff, slots * sizeof(*closing.first));
	for (uint32_t i = filling->edges.count; i--;) {
		struct edge *edge = &closing.edges[i];

		edge->next = closing.first[edge->from];
		closing.first[edge->from] = i;
		*vec_add(scratch, &closing.waiting) = edge->from;
	}
	while (closing.waiting.count)
		flow_on(&closing,
			closing.waiting.items[--closing.waiting.count]);
}

static void note_called(struct program *program)
{
	for (uint32_t i = 0; i < program->slots.count; i++) {
		const struct slot *slot = &program->slots.items[i];

		for (uint32_t k = 0; slot->called && k < slot->targets.count;
			k++)
			program->routines.items[slot->targets.items[k]]
				.called_through = true;
	}
}

bool runs_where_handed(const struct routine *routine)
{
	return routine->definition && routine->definition->is_lambda &&
		!routine->called_through && !routine->caller_count &&
		!routine->roles.count;
}

static bool gives_roles(const struct contract *contract)
{
	for (uint32_t i = 0; contract && i < contract->clauses.count; i++)
		if (contract->clauses.items[i].kind == CLAUSE_FUNCTION_CLASS)
			return true;
	return false;
}

/* A framework's routines may be defined, as inline functions, in its own
 * headers. */
static uint8_t outside_flags(
	struct program *program, const struct routine *routine)
{
	uint8_t flags = 0;

	if (!strncmp(routine->name, "Wdf", 3))
		flags |= NOTABLE_WDF | NOTABLE_OUTSIDE;
	if (locks_a_section(routine->name))
		flags |= NOTABLE_LOCKS | NOTABLE_OUTSIDE;
	if (!routine->definition ||
		(routine->definition->in_header &&
			gives_roles(book_find(
				&program->book, routine->name))))
		flags |= NOTABLE_OUTSIDE;
	return flags;
}

static uint8_t *find_outside(struct program *program, struct arena *arena)
{
	uint32_t count = program->routines.count;
	uint8_t *outside = arena_alloc(arena, count + 1);

	for (uint32_t i = 0; i < count; i++)
		outside[i] =
			outside_flags(program, &program->routines.items[i]);
	return outside;
}

void fill_slots(struct program *program)
{
	struct filling filling = { .program = program };
	struct arena scratch;

	arena_init(&scratch);
	filling.outside = find_outside(program, &scratch);
	for (uint32_t u = 0; u < program->units.count; u++)
		fill_from_tables(program, u);
	for (uint32_t i = 0; i < program->routines.count; i++)
		if (program->routines.items[i].definition)
			fill_from_body(&filling, i);
	close_slots(&filling, &scratch);
	note_called(program);
	arena_release(&scratch);
}

bool record_is_made_up(const char *record)
{
	return !strncmp(record, "pageaudit_t", strlen("pageaudit_t")) ||
		!strncmp(record, "pageaudit_of_", strlen("pageaudit_of_"));
}

const char *record_without_tag(const char *record)
{
	if (!strncmp(record, "pageaudit_of_", strlen("pageaudit_of_")))
		record += strlen("pageaudit_of_");
	while (*record == '_')
		record++;
	return record;
}

const struct contract *field_contract(struct program *program,
	const struct routine *routine, uint32_t path_index)
{
	const struct path *path =
		&routine->body->paths.items[path_index];

	if (!path->record || !path->field)
		return NULL;
	return book_find(&program->book,
		intern_printf(&program->names, "%s::%s",
			record_without_tag(path->record), path->field));
}

/* ---- looking up -------------------------------------------------------- */

static struct targets slot_targets(struct program *program,
	const struct routine *routine, uint32_t path_index)
{
	uint32_t slot = slot_of_path(program, routine, path_index);
	const struct slot *found;

	if (slot == NONE)
		return (struct targets){ NULL, 0 };
	found = &program->slots.items[slot];
	return (struct targets){ found->targets.items, found->targets.count };
}

struct targets stored_targets(struct program *program,
	const struct routine *routine, struct operand operand)
{
	if (!may_hold_function(routine, operand, NONE) &&
		!operand_is_table(routine->body, operand))
		return (struct targets){ NULL, 0 };
	return slot_targets(program, routine, operand.index);
}

const struct slot *field_slot(struct program *program,
	const struct routine *routine, uint32_t path_index)
{
	const struct path *path =
		&routine->body->paths.items[path_index];

	return path->record && path->field ?
		&program->slots.items[slot_of_field(
			program, path->record, path->field)] :
		NULL;
}

/* The length of ".Field" at the end of an entry's steps; 0 if it is no entry of
 * that field. */
static size_t entry_tail(const struct table_entry *entry, const char *field)
{
	size_t length = strlen(entry->steps), end = strlen(field) + 1;

	return length >= end && entry->steps[length - end] == '.' &&
			!strcmp(entry->steps + length - end + 1, field) ?
		end :
		0;
}

bool entry_is_of(const struct table_entry *entry, uint32_t variable,
	const char *steps, const char *field)
{
	size_t end = entry_tail(entry, field);

	return entry->variable == variable && end &&
		strlen(steps) + end == strlen(entry->steps) &&
		!strncmp(entry->steps, steps, strlen(steps));
}

const char *table_of_entry(struct program *program,
	const struct table_entry *entry, const char *field)
{
	size_t end = entry_tail(entry, field);

	if (entry->variable == NONE || !end)
		return NULL;
	return intern_printf(&program->names, "g%u%.*s",
		(unsigned)entry->variable, (int)(strlen(entry->steps) - end),
		entry->steps);
}

struct targets call_targets(struct program *program,
	const struct routine *routine, const struct event *event,
	uint32_t *direct)
{
	const struct routine *callee;

	*direct = operand_routine(program, routine, event->callee);
	if (event->callee.kind == OPERAND_PATH)
		return slot_targets(program, routine, event->callee.index);
	if (*direct == NONE)
		return (struct targets){ NULL, 0 };
	callee = &program->routines.items[*direct];
	if (event->is_virtual && callee->overriders.count) {
		if (!callee->definition)
			*direct = NONE;
		return (struct targets){ callee->overriders.items,
			callee->overriders.count };
	}
	return (struct targets){ NULL, 0 };
}

const char *callee_name(struct program *program, const struct routine *in,
	const struct event *event)
{
	struct intern *names = &program->names;
	uint32_t direct = operand_routine(program, in, event->callee);

	if (event->macro && book_find(&program->book, event->macro))
		return intern_printf(names, "'%s'", event->macro);
	if (direct != NONE)
		return intern_printf(names, "'%s'",
			program->routines.items[direct].name);
	if (event->callee.kind == OPERAND_PATH)
		return intern_printf(names, "'%s'",
			in->definition->body->paths
				.items[event->callee.index]
				.text);
	return "an unknown routine";
}
