/*
 * What gets into slots: initialisers and assignments fill them, and arguments
 * do; an assignment from one slot to another lets targets flow on until nothing
 * changes.
 *
 * Only storage whose type is a pointer to a function takes part, so plain data
 * costs nothing; and parameters of type void *, by which helpers hand on the
 * handlers that a header declares so, but only of routines that are handed
 * functions: they are looked at again, once that is known. Pointers that pass
 * through void * else are lost; such calls have no targets and are counted as
 * unknown.
 */
#include <string.h>

#include "program/slots.h"

struct edge {
	uint32_t from, to; /* slots */
	uint32_t next;	   /* edge out of the same slot, or NONE */
};

struct filling {
	struct program *program;
	uint8_t *outside; /* by routine: notable_flags of a call of it, or 0 */
	VEC(struct edge) edges;
	VEC(uint32_t) handed; /* routines that are: see struct routine */
};

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
	uint32_t from;

	if (slot == NONE)
		return;
	program->slots.items[slot].assigned = true;
	if (target != NONE) {
		program->routines.items[target].address_taken = true;
		add_target(program, slot, target);
		return;
	}
	if (!may_hold_function(routine, value, NONE))
		return;
	from = slot_of_path(program, routine, value.index);
	if (from != NONE && from != slot)
		*vec_add(program->arena, &filling->edges) =
			(struct edge){ from, slot, NONE };
}

static void flow_to_parameter(struct filling *filling,
	const struct routine *routine, uint32_t callee, uint32_t index,
	struct operand argument)
{
	struct program *program = filling->program;
	struct routine *called = &program->routines.items[callee];

	flow_in(filling, routine, slot_of_parameter(program, called, index),
		argument);
	if (called->is_handed || !called->definition)
		return;
	called->is_handed = true;
	*vec_add(program->arena, &filling->handed) = callee;
}

/* The arguments of a virtual call go to whatever overrides, too. */
static void flow_to_parameters(struct filling *filling,
	const struct routine *routine, const struct event *event,
	uint32_t callee, uint32_t index)
{
	const struct routine *called =
		&filling->program->routines.items[callee];
	struct operand argument = event->arguments.items[index];

	flow_to_parameter(filling, routine, callee, index, argument);
	for (uint32_t i = 0; event->is_virtual && i < called->overriders.count;
		i++)
		flow_to_parameter(filling, routine, called->overriders.items[i],
			index, argument);
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
	if (note->flags & (NOTE_FUNCTION | NOTE_UNTYPED))
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
		!(routine->is_handed &&
			operand_is_untyped(routine->body, event->value)) &&
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

static uint32_t noted_callee(struct program *program,
	const struct routine *routine, const struct note *note)
{
	return note->symbol == NONE ?
		NONE :
		program->units.items[routine->unit].routines[note->symbol];
}

static void fill_from_call(struct filling *filling, uint32_t index,
	const struct note *note, const struct event *event)
{
	struct program *program = filling->program;
	const struct routine *routine = &program->routines.items[index];
	uint32_t callee = noted_callee(program, routine, note);

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

/* What a routine hands on of its parameters of type void *. */
static void fill_from_untyped(struct filling *filling, uint32_t index)
{
	struct program *program = filling->program;
	const struct routine *routine = &program->routines.items[index];
	const struct note *notes = notes_of(routine);

	for (uint32_t i = 0; i < routine->outline->count; i++) {
		const struct event *event =
			&routine->body->events.items[notes[i].event];

		if (!(notes[i].flags & NOTE_UNTYPED))
			continue;
		if (notes[i].flags & NOTE_CALL) {
			flow_arguments(filling, routine, event,
				noted_callee(program, routine, &notes[i]));
			continue;
		}
		fill_from_assignment(filling, routine, event);
		add_notable(filling, index, &notes[i], 0);
	}
}

/* What a constant table's field is initialised with, by the constants that pick
 * it and by none. */
static void fill_constant(struct program *program, const struct fill *fill,
	uint32_t variable, uint32_t target)
{
	const char *keys[] = { key_of_constant_field(program, variable, fill->steps),
		key_of_constant_field(program, variable,
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
	while (filling.handed.count)
		fill_from_untyped(&filling,
			filling.handed.items[--filling.handed.count]);
	close_slots(&filling, &scratch);
	note_called(program);
	arena_release(&scratch);
}
