/*
 * Bodies are drafts until maker_release finishes the facts.
 */
#include "maker.h"

#include <string.h>

static const struct operand nothing = { OPERAND_UNKNOWN, NONE, 0 };

void maker_init(struct maker *maker, struct facts *facts, const char *unit)
{
	memset(maker, 0, sizeof(*maker));
	maker->facts = facts;
	arena_init(&maker->scratch);
	facts_init(facts, unit);
	facts->parsed = true;
}

void maker_release(struct maker *maker)
{
	arena_release(&maker->scratch);
	facts_finish(maker->facts);
}

static struct place next_place(struct maker *maker)
{
	uint32_t line = ++maker->line;

	return (struct place){ maker->facts->unit, line, 1, line, 2 };
}

static const char *named(struct maker *maker, const char *text)
{
	return intern(&maker->facts->names, text);
}

/* ---- symbols ----------------------------------------------------------- */

static uint32_t symbol_of(
	struct maker *maker, struct map *known, const char *name, bool function)
{
	struct facts *facts = maker->facts;
	struct symbol symbol = { .name = named(maker, name),
		.is_function = function, .external = true };
	uint32_t index = map_get(known, symbol.name);

	if (index != MAP_NONE)
		return index;
	index = facts->symbols.count;
	symbol.usr = intern_printf(
		&facts->names, "c:@%s@%s", function ? "F" : "V", name);
	*vec_add(&facts->arena, &facts->symbols) = symbol;
	map_set(&maker->scratch, known, symbol.name, index);
	return index;
}

uint32_t maker_variable(struct maker *maker, const char *name)
{
	return symbol_of(maker, &maker->variables, name, false);
}

/* ---- functions --------------------------------------------------------- */

struct function *maker_function(
	struct maker *maker, const char *name, uint32_t parameters)
{
	struct facts *facts = maker->facts;
	uint32_t symbol = symbol_of(maker, &maker->functions, name, true);
	struct function *function = vec_add(&facts->arena, &facts->functions);

	function->usr = facts->symbols.items[symbol].usr;
	function->name = facts->symbols.items[symbol].name;
	function->signature = "void (void *)";
	function->place = next_place(maker);
	function->defined = function->external = true;
	for (uint32_t i = 0; i < parameters; i++)
		*vec_add(&facts->arena, &function->parameters) =
			(struct parameter){ "p", "void *" };
	function->body = arena_alloc(&facts->drafts, sizeof(struct body));
	maker->body = function->body;
	maker->block_count = 0;
	maker->current = maker_block(maker);
	return function;
}

void maker_section(
	struct maker *maker, struct function *function, const char *section)
{
	*vec_add(&maker->facts->arena, &function->claims) =
		(struct claim){ PLACED_BY_ATTRIBUTE, named(maker, section),
			NONE, function->place };
}

void maker_end(struct maker *maker)
{
	struct arena *arena = &maker->facts->drafts;
	struct body *body = maker->body;
	uint32_t count = maker->block_count;

	if (maker->current != NONE)
		maker_return(maker, nothing);
	body->end = next_place(maker);
	body->blocks.items =
		arena_alloc(arena, count * sizeof(*body->blocks.items));
	body->blocks.count = body->blocks.capacity = count;
	for (uint32_t i = 0; i < count; i++) {
		struct made_block *made = &maker->blocks.items[i];

		made->block.first = body->order.count;
		made->block.count = made->events.count;
		body->blocks.items[i] = made->block;
		for (uint32_t e = 0; e < made->events.count; e++)
			*vec_add(arena, &body->order) = made->events.items[e];
	}
}

/* ---- operands ---------------------------------------------------------- */

struct operand maker_constant(int64_t value)
{
	return (struct operand){ OPERAND_CONSTANT, NONE, value };
}

struct operand maker_function_address(struct maker *maker, const char *name)
{
	return (struct operand){ OPERAND_FUNCTION,
		symbol_of(maker, &maker->functions, name, true), 0 };
}

struct operand maker_result(uint32_t call)
{
	return (struct operand){ OPERAND_RESULT, call, 0 };
}

struct operand maker_formula(struct maker *maker, enum operation operation,
	struct operand left, struct operand right)
{
	struct body *body = maker->body;

	*vec_add(&maker->facts->drafts, &body->formulas) =
		(struct formula){ operation, left, right };
	return (struct operand){ OPERAND_FORMULA, body->formulas.count - 1, 0 };
}

static uint32_t path_of(struct maker *maker, struct path path)
{
	struct body *body = maker->body;

	path.steps = named(maker, path.steps);
	for (uint32_t i = 0; i < body->paths.count; i++)
		if (body->paths.items[i].root == path.root &&
			body->paths.items[i].index == path.index &&
			body->paths.items[i].steps == path.steps)
			return i;
	path.text = path.steps;
	*vec_add(&maker->facts->drafts, &body->paths) = path;
	while (path.root == ROOT_LOCAL && body->locals.count <= path.index)
		*vec_add(&maker->facts->drafts, &body->locals) =
			(struct local){ "l", "int", false };
	return body->paths.count - 1;
}

struct operand maker_value(struct maker *maker, enum path_root root,
	uint32_t index, const char *steps)
{
	struct path path = { .root = root, .index = index, .steps = steps };

	if (!steps[0] && root != ROOT_GLOBAL)
		path.type = root == ROOT_PARAMETER && index != 1 ? "void *" :
								"int";
	return (struct operand){ OPERAND_PATH, path_of(maker, path), 0 };
}

struct operand maker_address(struct maker *maker, enum path_root root,
	uint32_t index, const char *steps)
{
	return maker_address_of(maker_value(maker, root, index, steps));
}

struct operand maker_address_of(struct operand stored)
{
	stored.kind = OPERAND_ADDRESS;
	return stored;
}

struct operand maker_typed(
	struct maker *maker, struct operand stored, const char *type)
{
	maker->body->paths.items[stored.index].type = type;
	return stored;
}

struct operand maker_field(struct maker *maker, enum path_root root,
	uint32_t index, const char *record, const char *field,
	const char *type)
{
	return maker_field_of(maker, root, index, "", record, field, type);
}

struct operand maker_field_of(struct maker *maker, enum path_root root,
	uint32_t index, const char *steps, const char *record,
	const char *field, const char *type)
{
	struct path path = { .root = root, .index = index,
		.record = named(maker, record), .field = named(maker, field),
		.type = type };

	path.steps = intern_printf(&maker->facts->names, "%s->%s", steps, field);
	return (struct operand){ OPERAND_PATH, path_of(maker, path), 0 };
}

/* ---- events ------------------------------------------------------------ */

static uint32_t add_event(struct maker *maker, struct event event)
{
	struct body *body = maker->body;
	struct made_block *block = &maker->blocks.items[maker->current];

	event.place = next_place(maker);
	*vec_add(&maker->scratch, &block->events) = body->events.count;
	*vec_add(&maker->facts->drafts, &body->events) = event;
	return body->events.count - 1;
}

static uint32_t add_call(struct maker *maker, struct operand callee,
	const struct operand *arguments, uint32_t count)
{
	struct event event = { .kind = EVENT_CALL, .callee = callee,
		.object = NONE, .path = NONE, .value = nothing };

	for (uint32_t i = 0; i < count; i++)
		*vec_add(&maker->facts->drafts, &event.arguments) =
			arguments[i];
	return add_event(maker, event);
}

uint32_t maker_call(struct maker *maker, const char *callee,
	const struct operand *arguments, uint32_t count)
{
	return add_call(maker, maker_function_address(maker, callee), arguments,
		count);
}

uint32_t maker_call_through(struct maker *maker, struct operand pointer,
	const struct operand *arguments, uint32_t count)
{
	return add_call(maker, pointer, arguments, count);
}

void maker_assign(struct maker *maker, struct operand to, struct operand value)
{
	add_event(maker,
		(struct event){ .kind = EVENT_ASSIGN, .callee = nothing,
			.object = NONE, .path = to.index, .value = value });
}

void maker_assume(struct maker *maker, struct test test)
{
	struct test *claim = arena_alloc(&maker->facts->arena, sizeof(*claim));

	*claim = test;
	add_event(maker,
		(struct event){ .kind = EVENT_MARKER, .callee = nothing,
			.object = NONE, .path = NONE, .value = nothing,
			.marker = MARKER_ASSUME, .claim = claim });
}

/* ---- blocks ------------------------------------------------------------ */

uint32_t maker_block(struct maker *maker)
{
	struct made_block *made;

	if (maker->block_count < maker->blocks.count) {
		made = &maker->blocks.items[maker->block_count];
		made->events.count = 0;
		memset(&made->block, 0, sizeof(made->block));
	} else {
		made = vec_add(&maker->scratch, &maker->blocks);
	}
	made->block.test.left = made->block.test.right = nothing;
	made->block.exit = EXIT_NORETURN;
	return maker->block_count++;
}

static void end_block(struct maker *maker, enum exit_kind exit,
	struct test test, const uint32_t *successors, uint32_t count)
{
	struct block *block = &maker->blocks.items[maker->current].block;

	block->exit = exit;
	block->test = test;
	block->place = next_place(maker);
	block->successors.items = arena_alloc(
		&maker->facts->drafts, (count + 1) * sizeof(*successors));
	block->successors.count = block->successors.capacity = count;
	for (uint32_t i = 0; i < count; i++)
		block->successors.items[i] = successors[i];
	maker->current = NONE;
}

void maker_jump(struct maker *maker, uint32_t block)
{
	end_block(maker, EXIT_JUMP,
		(struct test){ TEST_UNKNOWN, nothing, nothing }, &block, 1);
}

void maker_go_on_in(struct maker *maker, uint32_t block)
{
	if (maker->current != NONE)
		maker_jump(maker, block);
	maker->current = block;
}

void maker_branch(struct maker *maker, struct test test, uint32_t when_true,
	uint32_t when_false)
{
	const uint32_t successors[] = { when_true, when_false };

	end_block(maker, EXIT_BRANCH, test, successors, 2);
}

void maker_switch(struct maker *maker, struct operand value,
	const int64_t *cases, const uint32_t *targets, uint32_t count)
{
	struct block *block = &maker->blocks.items[maker->current].block;

	for (uint32_t i = 0; i < count; i++)
		*vec_add(&maker->facts->drafts, &block->cases) = cases[i];
	end_block(maker, EXIT_SWITCH,
		(struct test){ TEST_UNKNOWN, value, nothing }, targets,
		count + 1);
}

void maker_return(struct maker *maker, struct operand value)
{
	end_block(maker, EXIT_RETURN,
		(struct test){ TEST_UNKNOWN, value, nothing }, NULL, 0);
}
