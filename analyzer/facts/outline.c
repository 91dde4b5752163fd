/*
 * What is derived from facts once a unit is complete: the outlines of bodies,
 * and numbers in place of names.
 */
#include <string.h>

#include "base/map.h"
#include "facts/facts.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

struct outlining {
	struct facts *facts;
	struct arena scratch;
	VEC(bool) seen;	   /* by block of the body at hand */
	VEC(bool) reached; /* by event of it */
	VEC(uint32_t) queue;
};

/* ---- what is reached ---------------------------------------------------- */

static void reach_block(struct outlining *outlining, uint32_t block)
{
	if (outlining->seen.items[block])
		return;
	outlining->seen.items[block] = true;
	*vec_add(&outlining->scratch, &outlining->queue) = block;
}

/* Marks the events of the blocks that the entry leads to. */
static void find_reached(struct outlining *outlining, const struct body *body)
{
	struct arena *arena = &outlining->scratch;

	outlining->seen.count = outlining->reached.count = 0;
	for (uint32_t i = 0; i < body->blocks.count; i++)
		*vec_add(arena, &outlining->seen) = false;
	for (uint32_t i = 0; i < body->events.count; i++)
		*vec_add(arena, &outlining->reached) = false;
	if (body->blocks.count)
		reach_block(outlining, 0);
	while (outlining->queue.count) {
		const struct block *block = &body->blocks.items
			[outlining->queue.items[--outlining->queue.count]];

		for (uint32_t i = 0; i < block->count; i++)
			outlining->reached.items
				[body->order.items[block->first + i]] = true;
		for (uint32_t i = 0; i < block->successors.count; i++)
			reach_block(outlining, block->successors.items[i]);
	}
}

/* ---- what a body says ---------------------------------------------------- */

/* `Flags |= HELD`, and all else that changes some bits of a word. */
static bool is_mask(const struct body *body, struct operand value)
{
	const struct formula *formula = value.kind == OPERAND_FORMULA ?
		&body->formulas.items[value.index] :
		NULL;

	return formula && formula->right.kind == OPERAND_CONSTANT &&
		(formula->operation == OPERATION_AND ||
			formula->operation == OPERATION_OR);
}

/* Whether a value is in the caller's storage. */
static bool is_of_caller(const struct body *body, struct operand value)
{
	const struct path *path = value.kind == OPERAND_PATH ?
		&body->paths.items[value.index] :
		NULL;

	return path && (path->root == ROOT_PARAMETER ||
		(path->root == ROOT_THIS && path->steps[0]));
}

/* Whether an assignment leaves a constant, known bits, or what the caller has
 * elsewhere, where the caller may look. */
static bool leaves_known(const struct body *body, const struct event *event)
{
	const struct path *path = &body->paths.items[event->path];

	return (event->value.kind == OPERAND_CONSTANT ||
		       is_mask(body, event->value) ||
		       is_of_caller(body, event->value)) &&
		path->root != ROOT_LOCAL &&
		(path->root != ROOT_PARAMETER || path->steps[0]);
}

/* Whether a value is an object that was made without a name. */
static bool is_made_here(const struct body *body, struct operand value)
{
	const struct event *event = value.kind == OPERAND_RESULT ?
		&body->events.items[value.index] :
		NULL;

	return event && event->object != NONE &&
		body->paths.items[event->object].root == ROOT_RESULT &&
		body->paths.items[event->object].index == value.index;
}

/* Whether a block returns what the caller knows by another name, or gives one
 * to. */
static bool returns_alias(const struct body *body, const struct block *block)
{
	struct operand value = block->test.left;
	const struct path *path;

	if (block->exit == EXIT_RETURN && is_made_here(body, value))
		return true;
	if (block->exit != EXIT_RETURN || (value.kind != OPERAND_PATH &&
			value.kind != OPERAND_ADDRESS))
		return false;
	path = &body->paths.items[value.index];
	return path->root == ROOT_PARAMETER || path->root == ROOT_GLOBAL ||
		path->root == ROOT_THIS;
}

static bool branches(const struct block *block)
{
	return block->exit == EXIT_BRANCH || block->exit == EXIT_SWITCH;
}

static bool decides(const struct body *body, uint32_t path)
{
	for (uint32_t b = 0; b < body->blocks.count; b++) {
		const struct block *block = &body->blocks.items[b];

		if (branches(block) && block->test.left.kind == OPERAND_PATH &&
			block->test.left.index == path)
			return true;
	}
	return false;
}

/* Whether what a plain parameter is kept in decides a branch: a local, or a part
 * of the caller's object, as of a guard that remembers how it was told to lock. */
static bool chooses_by_copy(const struct body *body, const struct event *event)
{
	return operand_uses_plain_parameter(body, event->value) &&
		decides(body, event->path);
}

static void outline_blocks(const struct body *body, struct outline *outline)
{
	bool returns = false, constant = true;

	for (uint32_t i = 0; i < body->blocks.count; i++) {
		const struct block *block = &body->blocks.items[i];

		outline->tells |= returns_alias(body, block);
		outline->chooses |= branches(block) &&
			operand_uses_plain_parameter(
				body, block->test.left);
		if (block->exit != EXIT_RETURN)
			continue;
		returns = true;
		constant &= block->test.left.kind == OPERAND_CONSTANT;
	}
	outline->answers = returns && constant;
}

static bool asks_caller(const struct body *body, const struct test *test)
{
	const struct path *path;

	if (test->left.kind != OPERAND_PATH ||
		test->right.kind != OPERAND_CONSTANT)
		return false;
	path = &body->paths.items[test->left.index];
	return path->steps[0] && (path->root == ROOT_THIS ||
			path->root == ROOT_PARAMETER);
}

static bool only_reads(const struct body *body, const struct block *block)
{
	for (uint32_t i = 0; i < block->count; i++)
		if (body->events.items[body->order.items[block->first + i]]
				.kind != EVENT_READ)
			return false;
	return true;
}

/* "return Guard->Held != 0": one branch, and two constants. */
static bool asks(const struct body *body)
{
	if (body->blocks.count < 3 || body->blocks.count > 4 ||
		body->blocks.items[0].exit != EXIT_BRANCH ||
		!only_reads(body, &body->blocks.items[0]) ||
		!asks_caller(body, &body->blocks.items[0].test))
		return false;
	for (uint32_t i = 1; i < body->blocks.count; i++)
		if (branches(&body->blocks.items[i]))
			return false;
	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event->kind != EVENT_READ &&
			(event->kind != EVENT_ASSIGN ||
				body->paths.items[event->path].root !=
					ROOT_LOCAL))
			return false;
	}
	return true;
}

/* ---- notes --------------------------------------------------------------- */

static uint32_t flags_of_call(
	const struct body *body, const struct event *event)
{
	uint32_t flags = NOTE_CALL;

	if (event->is_virtual)
		flags |= NOTE_VIRTUAL;
	if (event->macro)
		flags |= NOTE_MACRO;
	for (uint32_t i = 0; i < event->arguments.count; i++) {
		struct operand argument = event->arguments.items[i];

		if (operand_hands_function(body, argument))
			flags |= NOTE_FUNCTION;
		if (operand_is_plain_parameter(body, argument))
			flags |= NOTE_CHOICE;
		if (operand_is_untyped(body, argument))
			flags |= NOTE_UNTYPED;
	}
	return flags;
}

static uint32_t flags_of_assignment(
	const struct body *body, const struct event *event)
{
	uint32_t flags = 0;

	if (operand_hands_function(body, event->value) ||
		type_holds_function(body->paths.items[event->path].type))
		flags |= NOTE_FUNCTION;
	if (operand_is_untyped(body, event->value))
		flags |= NOTE_UNTYPED;
	return flags;
}

/* 0: there is nothing to note. */
static uint32_t flags_of(const struct body *body, const struct event *event)
{
	switch (event->kind) {
	case EVENT_CALL:
		return flags_of_call(body, event);
	case EVENT_ASSIGN:
		return flags_of_assignment(body, event);
	case EVENT_ADDRESS:
		return event->value.kind == OPERAND_FUNCTION ? NOTE_FUNCTION :
							       0;
	default:
		return 0;
	}
}

static bool calls_back(const struct body *body, const struct event *call)
{
	if (operand_is_callback(body, call->callee))
		return true;
	for (uint32_t i = 0; i < call->arguments.count; i++)
		if (operand_is_callback(body, call->arguments.items[i]))
			return true;
	return false;
}

static void add_note(
	struct facts *facts, const struct event *event, struct note note)
{
	if (event->kind == EVENT_CALL && event->callee.kind == OPERAND_FUNCTION)
		note.symbol = event->callee.index;
	*vec_add(&facts->arena, &facts->notes) = note;
}

static void outline_event(struct outlining *outlining, const struct body *body,
	uint32_t index, struct outline *outline)
{
	const struct event *event = &body->events.items[index];
	bool reached = outlining->reached.items[index];
	uint32_t flags = flags_of(body, event);

	if (flags)
		add_note(outlining->facts, event,
			(struct note){ index, NONE,
				flags | (reached ? NOTE_REACHED : 0) });
	if (event->kind == EVENT_ASSIGN) {
		outline->tells |= reached && leaves_known(body, event);
		outline->chooses |= chooses_by_copy(body, event);
	}
	if (event->kind == EVENT_CALL)
		outline->calls_back |= calls_back(body, event);
	if (event->kind != EVENT_MARKER)
		return;
	outline->assumes |= reached && event->marker == MARKER_ASSUME;
	outline->locked |= event->marker == MARKER_PAGED_CODE_LOCKED;
}

static struct outline outline_function(
	struct outlining *outlining, const struct function *function)
{
	struct facts *facts = outlining->facts;
	const struct body *body = function->body;
	struct outline outline = { .first = facts->notes.count,
		.special = function->is_special };

	if (!body)
		return outline;
	find_reached(outlining, body);
	outline_blocks(body, &outline);
	outline.asks = asks(body);
	for (uint32_t i = 0; i < body->events.count; i++)
		outline_event(outlining, body, i, &outline);
	outline.count = facts->notes.count - outline.first;
	return outline;
}

/* ---- numbers -------------------------------------------------------------- */

uint64_t facts_id(const char *usr, const char *file)
{
	uint64_t seed = file ? XXH3_64bits(file, strlen(file)) : 0;

	return usr ? XXH3_64bits_withSeed(usr, strlen(usr), seed) : 1;
}

static uint64_t id_of(const char *usr, bool external, const char *file)
{
	return facts_id(usr, external ? NULL : file);
}

/* One that the unit declares with another linkage is taken for another: what a
 * lambda is handed to need not call it. */
static void number_symbol(
	struct symbol *symbol, uint32_t declared, uint64_t id, const char *file)
{
	symbol->id = id_of(symbol->usr, symbol->external, file);
	symbol->declared = declared != NONE && symbol->id == id ? declared :
								  NONE;
}

static void number_symbols(struct facts *facts, const struct map *functions,
	const struct map *variables)
{
	for (uint32_t i = 0; i < facts->symbols.count; i++) {
		struct symbol *symbol = &facts->symbols.items[i];
		uint32_t declared = map_get(
			symbol->is_function ? functions : variables,
			symbol->usr);

		if (declared == NONE)
			number_symbol(symbol, NONE, 0, NULL);
		else if (symbol->is_function)
			number_symbol(symbol, declared,
				facts->functions.items[declared].id,
				facts->functions.items[declared].place.file);
		else
			number_symbol(symbol, declared,
				facts->variables.items[declared].id,
				facts->variables.items[declared].place.file);
	}
}

static void number_all(struct outlining *outlining)
{
	struct facts *facts = outlining->facts;
	struct map functions = { 0 }, variables = { 0 };

	for (uint32_t i = 0; i < facts->functions.count; i++) {
		struct function *function = &facts->functions.items[i];

		function->id = id_of(function->usr, function->external,
			function->place.file);
		map_set(&outlining->scratch, &functions, function->usr, i);
	}
	for (uint32_t i = 0; i < facts->variables.count; i++) {
		struct variable *variable = &facts->variables.items[i];

		variable->id = id_of(variable->usr, variable->external,
			variable->place.file);
		map_set(&outlining->scratch, &variables, variable->usr, i);
	}
	number_symbols(facts, &functions, &variables);
}

void facts_outline(struct facts *facts)
{
	struct outlining outlining = { .facts = facts };

	arena_init(&outlining.scratch);
	facts->outlines.count = facts->notes.count = 0;
	for (uint32_t i = 0; i < facts->functions.count; i++)
		*vec_add(&facts->arena, &facts->outlines) = outline_function(
			&outlining, &facts->functions.items[i]);
	number_all(&outlining);
	arena_release(&outlining.scratch);
}
