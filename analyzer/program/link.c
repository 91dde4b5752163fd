/*
 * Linking: the same function in several units becomes one routine.
 *
 * A function with external linkage is known by its USR alone. One with internal
 * linkage is known by its USR and the file it stands in, so that a static
 * inline helper of a header is one routine however many units see it. When a
 * directory holds several drivers, the same external name can be defined more
 * than once (DriverEntry): each definition is a routine of its own, and a call
 * goes to the one whose file is nearest to the caller's.
 */
#include <string.h>

#include "base/bug.h"
#include "program/program.h"

const struct routine *program_routine(
	const struct program *program, uint32_t index)
{
	return &program->routines.items[index];
}

uint32_t routine_index(
	const struct program *program, const struct routine *routine)
{
	return (uint32_t)(routine - program->routines.items);
}

const struct note *notes_of(const struct routine *routine)
{
	return routine->facts->notes.items + routine->outline->first;
}

const char *result_type(struct program *program, const struct routine *routine)
{
	const char *type = routine->definition->signature;
	size_t length = type ? strcspn(type, "(") : 0;

	while (length && type[length - 1] == ' ')
		length--;
	return intern_n(&program->names, type ? type : "", length);
}

const struct event *notable_event(
	const struct program *program, const struct notable *notable)
{
	const struct routine *routine =
		program_routine(program, notable->routine);

	return &routine->body->events.items[notable->event];
}

/* ---- routines ---------------------------------------------------------- */

static uint32_t new_routine(
	struct program *program, const char *usr, const char *name)
{
	uint32_t index = program->routines.count;
	struct routine *routine = vec_add(program->arena, &program->routines);

	routine->usr = usr;
	routine->name = name;
	routine->unit = NONE;
	routine->same = NONE;
	routine->first = index;
	return index;
}

static uint32_t routine_of_id(struct program *program, uint64_t id,
	const char *usr, const char *name)
{
	uint32_t index = map_get_number(&program->routine_by_id, id);

	if (index != MAP_NONE)
		return index;
	index = new_routine(program, usr, name);
	map_set_number(program->arena, &program->routine_by_id, id, index);
	return index;
}

uint32_t program_find(const struct program *program, const char *usr)
{
	return map_get_number(&program->routine_by_id, facts_id(usr, NULL));
}

static bool same_place(const struct place *left, const struct place *right)
{
	return left->line == right->line && left->column == right->column &&
		!strcmp(left->file, right->file);
}

/* The routine of this key that may take another definition: one that has none,
 * the one that stands at the same place (an inline function that several units
 * see), or a new one. */
static uint32_t routine_for_definition(struct program *program, uint32_t first,
	const struct function *function)
{
	uint32_t index = first, added;

	for (;;) {
		struct routine *routine = &program->routines.items[index];

		if (!routine->definition)
			return index;
		if (same_place(&routine->definition->place, &function->place))
			return NONE;
		if (routine->same == NONE)
			break;
		index = routine->same;
	}
	added = new_routine(program, program->routines.items[first].usr,
		function->name);
	program->routines.items[index].same = added;
	program->routines.items[added].first = first;
	program->has_same = true;
	return added;
}

/* ---- templates ---------------------------------------------------------- */

/* Whether a function is a template, or stands in one: only its instances run. */
static bool is_pattern(const struct function *function)
{
	return strstr(function->usr, "@ST>") || strstr(function->usr, "@FT@") ||
		strstr(function->usr, "@SP>");
}

static const char *place_key(
	struct program *program, const struct function *function)
{
	return intern_printf(&program->names, "%s:%u:%u",
		function->place.file, (unsigned)function->place.line,
		(unsigned)function->place.column);
}

enum { PATTERN_UNUSED, PATTERN_USED };

static void note_pattern(struct program *program,
	const struct function *function, bool instances)
{
	bool pattern = is_pattern(function);
	const char *key;

	if (!function->defined || pattern == instances)
		return;
	key = place_key(program, function);
	if (pattern)
		map_set(program->arena, &program->pattern_by_place, key,
			PATTERN_UNUSED);
	else if (map_get(&program->pattern_by_place, key) != MAP_NONE)
		map_set(program->arena, &program->pattern_by_place, key,
			PATTERN_USED);
}

/* Notes where templates stand, then which of them have an instance. */
static void note_patterns(struct program *program, const struct facts *facts,
	uint32_t units, bool instances)
{
	for (uint32_t u = 0; u < units; u++)
		for (uint32_t i = 0;
			facts[u].cxx && i < facts[u].functions.count; i++)
			note_pattern(program, &facts[u].functions.items[i],
				instances);
}

/* What is true of a template is true of its instances, and more is known of
 * those: where there are any, its own body says nothing. */
static bool is_replaced(struct program *program, const struct facts *facts,
	const struct function *function)
{
	return facts->cxx && is_pattern(function) &&
		map_get(&program->pattern_by_place,
			place_key(program, function)) == PATTERN_USED;
}

static uint32_t *indices(struct program *program, uint32_t count)
{
	return arena_take(program->arena, (count + 1) * sizeof(uint32_t));
}

/* Gives a function to its routine, of which it returns the index. */
static uint32_t link_function(
	struct program *program, uint32_t unit, uint32_t at)
{
	const struct facts *facts = program->units.items[unit].facts;
	const struct function *function = &facts->functions.items[at];
	uint32_t first = routine_of_id(
		program, function->id, function->usr, function->name);
	uint32_t index = first;
	struct routine *routine;

	if (function->defined && !is_replaced(program, facts, function)) {
		index = routine_for_definition(program, first, function);
		if (index == NONE)
			return first;
		routine = &program->routines.items[index];
		routine->definition = function;
		routine->body = function->body;
		routine->outline = &facts->outlines.items[at];
		routine->facts = facts;
		routine->unit = unit;
	}
	routine = &program->routines.items[index];
	*vec_add(program->arena, &routine->declarations) = function;
	return first;
}

/* ---- variables --------------------------------------------------------- */

static uint32_t variable_of_id(struct program *program, uint64_t id,
	const char *usr, const char *name)
{
	uint32_t index = map_get_number(&program->variable_by_id, id);
	struct program_variable *variable;

	if (index != MAP_NONE)
		return index;
	index = program->variables.count;
	variable = vec_add(program->arena, &program->variables);
	variable->usr = usr;
	variable->name = name;
	map_set_number(program->arena, &program->variable_by_id, id, index);
	return index;
}

static uint32_t link_variable(struct program *program,
	const struct facts *facts, const struct variable *variable)
{
	uint32_t index = variable_of_id(
		program, variable->id, variable->usr, variable->name);
	struct program_variable *linked = &program->variables.items[index];

	if (!linked->definition ||
		(variable->defined && !linked->definition->defined)) {
		linked->definition = variable;
		linked->facts = facts;
	}
	return index;
}

/* ---- symbols ----------------------------------------------------------- */

static void link_symbol(struct program *program, struct linked_unit *linked,
	uint32_t at)
{
	const struct symbol *symbol = &linked->facts->symbols.items[at];
	uint32_t *index = symbol->is_function ? &linked->routines[at] :
						&linked->variables[at];

	linked->routines[at] = linked->variables[at] = NONE;
	if (symbol->declared != NONE)
		*index = symbol->is_function ?
			linked->by_function[symbol->declared] :
			linked->by_variable[symbol->declared];
	else if (symbol->is_function)
		*index = routine_of_id(
			program, symbol->id, symbol->usr, symbol->name);
	else
		*index = variable_of_id(
			program, symbol->id, symbol->usr, symbol->name);
	if (symbol->noreturn && symbol->is_function)
		program->routines.items[*index].noreturn = true;
}

static void link_unit(struct program *program, uint32_t unit)
{
	struct linked_unit *linked = &program->units.items[unit];
	const struct facts *facts = linked->facts;

	if (facts->outlines.count != facts->functions.count)
		BUG("%s: facts without outlines", facts->unit);
	linked->by_function = indices(program, facts->functions.count);
	linked->by_variable = indices(program, facts->variables.count);
	for (uint32_t i = 0; i < facts->functions.count; i++)
		linked->by_function[i] = link_function(program, unit, i);
	for (uint32_t i = 0; i < facts->variables.count; i++)
		linked->by_variable[i] = link_variable(
			program, facts, &facts->variables.items[i]);
}

static void link_symbols(struct program *program, uint32_t unit)
{
	struct linked_unit *linked = &program->units.items[unit];
	uint32_t count = linked->facts->symbols.count;

	linked->routines = indices(program, count);
	linked->variables = indices(program, count);
	for (uint32_t i = 0; i < count; i++)
		link_symbol(program, linked, i);
}

/* How many leading characters two paths share: nearer files share more. */
static size_t nearness(const char *left, const char *right)
{
	size_t i = 0, shared = 0;

	for (; left[i] && left[i] == right[i]; i++)
		if (left[i] == '/')
			shared = i;
	return shared;
}

/* Of several definitions the one nearest to the unit that refers to it. */
static uint32_t nearest_definition(
	const struct program *program, uint32_t index, const char *unit)
{
	uint32_t best = index;
	size_t best_score = 0;

	for (; index != NONE; index = program->routines.items[index].same) {
		const struct routine *routine = &program->routines.items[index];
		size_t score;

		if (!routine->definition)
			continue;
		if (!strcmp(routine->facts->unit, unit))
			return index;
		score = 1 + nearness(routine->facts->unit, unit);
		if (score > best_score) {
			best = index;
			best_score = score;
		}
	}
	return best;
}

static void choose_definitions(struct program *program)
{
	for (uint32_t u = 0; u < program->units.count; u++) {
		struct linked_unit *unit = &program->units.items[u];

		for (uint32_t i = 0; i < unit->facts->symbols.count; i++)
			if (unit->routines[i] != NONE)
				unit->routines[i] =
					nearest_definition(program,
						unit->routines[i],
						unit->facts->unit);
	}
}

uint32_t operand_routine(const struct program *program,
	const struct routine *in, struct operand operand)
{
	if (operand.kind != OPERAND_FUNCTION || in->unit == NONE)
		return NONE;
	return program->units.items[in->unit].routines[operand.index];
}

uint32_t called_routine(const struct program *program,
	const struct routine *in, const struct event *event)
{
	return event->kind == EVENT_CALL ?
		operand_routine(program, in, event->callee) :
		NONE;
}

bool event_hands_over(const struct program *program, const struct routine *in,
	const struct event *event, uint32_t routine)
{
	for (uint32_t i = 0; i < event->arguments.count; i++)
		if (operand_routine(program, in, event->arguments.items[i]) ==
			routine)
			return true;
	return false;
}

/* ---- contracts and overrides ------------------------------------------- */

/* SAL that stands on the declarations of a driver's routine. */
static void read_annotations(struct program *program, struct routine *routine)
{
	struct contract *contract = NULL;

	for (uint32_t d = 0; d < routine->declarations.count; d++) {
		const struct function *function =
			routine->declarations.items[d];

		for (uint32_t i = 0; i < function->annotations.count; i++) {
			const struct annotation *annotation =
				&function->annotations.items[i];

			if (!contract) {
				contract = arena_alloc(
					program->arena, sizeof(*contract));
				contract->name = routine->name;
				contract->authority = AUTHORITY_SOURCE;
			}
			if (!sal_parse(&program->book, annotation->text,
				    function->parameters.items,
				    function->parameters.count,
				    annotation->parameter, contract))
				program->unread_annotations++;
		}
	}
	if (contract && contract->clauses.count)
		routine->contract = contract;
}

static void find_contracts(struct program *program)
{
	for (uint32_t i = 0; i < program->routines.count; i++) {
		struct routine *routine = &program->routines.items[i];

		if (routine->declarations.count)
			read_annotations(program, routine);
		if (!routine->definition) {
			const struct contract *known =
				book_find(&program->book, routine->name);

			if (known && (!routine->contract ||
				known->authority == AUTHORITY_USER))
				routine->contract = known;
		}
		for (uint32_t c = 0; routine->contract &&
			c < routine->contract->clauses.count; c++)
			routine->noreturn |=
				routine->contract->clauses.items[c].kind ==
				CLAUSE_NORETURN;
	}
}

/* A field of a record of the kernel's that the driver calls through and puts
 * nothing into, such as DMA_OPERATIONS::AllocateAdapterChannel, holds a routine of
 * the kernel's: what that needs and does, its contract says. */
static void find_kernel_tables(struct program *program)
{
	for (uint32_t i = 0; i < program->slots.count; i++) {
		struct slot *slot = &program->slots.items[i];
		const struct contract *contract;
		const char *name;

		if (!slot->called || slot->targets.count || !slot->record)
			continue;
		name = intern_printf(&program->names, "%s::%s",
			record_without_tag(slot->record), slot->field);
		contract = book_find(&program->book, name);
		if (!contract)
			continue;
		slot->kernel = new_routine(program, name, name);
		program->routines.items[slot->kernel].contract = contract;
	}
}

static void find_overriders(struct program *program)
{
	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = &program->routines.items[i];
		const struct function *function = routine->definition;

		for (uint32_t k = 0; function && k < function->overrides.count;
			k++) {
			uint32_t base = program_find(
				program, function->overrides.items[k]);

			if (base != MAP_NONE)
				*vec_add(program->arena,
					&program->routines.items[base]
						 .overriders) = i;
		}
	}
}

/* What the driver's routines come to; a few more are only called. */
static uint32_t function_count(const struct facts *facts, uint32_t units)
{
	uint32_t count = 64;

	for (uint32_t u = 0; u < units; u++)
		count += facts[u].functions.count;
	return count;
}

struct program *program_link(struct arena *arena, const struct facts *facts,
	uint32_t count, const char *link_options, const char *contract_file,
	const char **error)
{
	struct program *program = arena_alloc(arena, sizeof(*program));

	program->arena = arena;
	intern_init(&program->names, arena);
	book_init(&program->book, arena, &program->names);
	if (contract_file &&
		!book_read_user_file(&program->book, contract_file, error))
		return NULL;
	vec_reserve(arena, &program->routines, function_count(facts, count));
	note_patterns(program, facts, count, false);
	note_patterns(program, facts, count, true);
	map_reserve(arena, &program->routine_by_id, function_count(facts, count));
	for (uint32_t u = 0; u < count; u++) {
		vec_add(arena, &program->units)->facts = &facts[u];
		link_unit(program, u);
	}
	for (uint32_t u = 0; u < count; u++)
		link_symbols(program, u);
	if (program->has_same)
		choose_definitions(program);
	find_contracts(program);
	find_overriders(program);
	fill_slots(program);
	find_kernel_tables(program);
	if (link_options)
		linker_options(program, link_options);
	place_routines(program);
	give_roles(program);
	return program;
}
