/*
 * Reading a body. Locals, paths and blocks count up by their place in the
 * text. Blocks and events are referred to before they are known: the highest
 * such number is kept with its line, and compared with the count at the end.
 */
#include <inttypes.h>
#include <string.h>

#include "facts/text_scanner.h"

/* The highest number that was referred to so far. */
struct reach {
	uint32_t highest, line;
	bool any;
};

struct body_scanner {
	struct scanner *in;
	const struct function *function;
	struct body *body;
	struct map paths;	/* token -> index into body.paths */
	VEC(uint32_t) numbers;	/* of body.events, as they were met */
	VEC(uint32_t) lines;	/* likewise */
	struct reach events, blocks;
	int depth; /* of formulas in one another */
};

/* ---- forward references ------------------------------------------------- */

static uint32_t scan_reach(struct scanner *in, struct reach *reach)
{
	uint32_t number = scanner_number(in);

	if (!reach->any || number > reach->highest) {
		reach->any = true;
		reach->highest = number;
		reach->line = in->line;
	}
	return number;
}

static void check_reach(struct scanner *in, const struct reach *reach,
	uint32_t count, const char *message)
{
	if (reach->any && reach->highest >= count)
		scanner_fail_at(in, reach->line, message);
}

/* ---- paths and operands ------------------------------------------------- */

static uint32_t scan_index(
	struct scanner *in, uint32_t count, const char *what)
{
	uint32_t index = scanner_number(in);

	if (index >= count)
		scanner_fail(in, "expected the number of a %s above", what);
	return index;
}

static enum path_root scan_root(struct scanner *in)
{
	for (uint32_t i = 0; root_words[i]; i++)
		if (scanner_take(in, root_words[i]))
			return i;
	scanner_fail(in, "expected what a path starts from: a number behind "
			 "p, l or e, a symbol behind $, this or unknown");
	return ROOT_UNKNOWN;
}

/* A symbol at the root of a path: its token ends where the steps start. */
static uint32_t scan_root_symbol(struct scanner *in)
{
	const char *start = in->at, *token;
	uint32_t symbol;

	scanner_symbol_name(in);
	token = scanner_token_from(in, start);
	symbol = map_get(&in->symbols, token);
	if (symbol == MAP_NONE)
		scanner_fail(in, "expected a symbol that stands above");
	return symbol;
}

static uint32_t scan_root_index(
	struct body_scanner *scanner, enum path_root root)
{
	struct scanner *in = scanner->in;

	switch (root) {
	case ROOT_LOCAL:
		return scan_index(in, scanner->body->locals.count, "local");
	case ROOT_PARAMETER:
		return scan_index(in, scanner->function->parameters.count,
			"parameter");
	case ROOT_GLOBAL:
		return scan_root_symbol(in);
	case ROOT_RESULT:
		return scan_reach(in, &scanner->events);
	case ROOT_UNKNOWN:
	case ROOT_THIS:
		break;
	}
	return 0;
}

static const char *scan_steps(struct scanner *in)
{
	const char *start = in->at;

	if (scanner_sees(in, "\""))
		return scanner_quoted(in);
	if (in->at < in->stop && form_is_step_start(*in->at))
		while (in->at < in->stop && form_is_step_rest(*in->at))
			in->at++;
	return intern_n(
		&in->facts->names, start, (size_t)(in->at - start));
}

static void scan_path_line(struct body_scanner *scanner)
{
	struct scanner *in = scanner->in;
	uint32_t index = scanner->body->paths.count;
	struct path path;
	const char *start = in->at, *token;

	path.root = scan_root(in);
	path.index = scan_root_index(scanner, path.root);
	path.steps = scan_steps(in);
	if (scanner_take(in, "!") && scanner_number(in) != index)
		scanner_fail(in, "expected the number %" PRIu32, index);
	token = scanner_token_from(in, start);
	if (token && map_get(&scanner->paths, token) != MAP_NONE)
		scanner_fail(in, "expected another path than those above, "
				 "or !%" PRIu32 " behind it", index);
	scanner_fields(in, path_fields, &path);
	if (in->error)
		return;
	map_set(&in->scratch, &scanner->paths, token, index);
	*vec_add(&in->facts->drafts, &scanner->body->paths) = path;
}

static uint32_t scan_path(struct body_scanner *scanner)
{
	return scanner_find(scanner->in, &scanner->paths, "path");
}

static enum operand_kind scan_operand_kind(struct scanner *in)
{
	for (uint32_t i = 0; operand_words[i]; i++)
		if (*operand_words[i] && scanner_take(in, operand_words[i]))
			return i;
	if (in->at < in->stop &&
		(*in->at == '-' || (*in->at >= '0' && *in->at <= '9')))
		return OPERAND_CONSTANT;
	return OPERAND_PATH;
}

static struct operand scan_operand(struct body_scanner *scanner);

/* Behind its parenthesis. A formula in a formula comes first. */
static uint32_t scan_formula(struct body_scanner *scanner)
{
	struct scanner *in = scanner->in;
	struct body *body = scanner->body;
	struct formula formula;

	if (++scanner->depth > MAX_FORMULA_DEPTH) {
		scanner_fail(in, "expected no more than %d formulas in one "
				 "another", MAX_FORMULA_DEPTH);
		return NONE;
	}
	formula.left = scan_operand(scanner);
	scanner_expect(in, " ");
	formula.operation = scanner_word(in, operation_words);
	scanner_expect(in, " ");
	formula.right = scan_operand(scanner);
	scanner_expect(in, ")");
	scanner->depth--;
	*vec_add(&in->facts->drafts, &body->formulas) = formula;
	return body->formulas.count - 1;
}

static struct operand scan_operand(struct body_scanner *scanner)
{
	struct scanner *in = scanner->in;
	struct operand operand = {scan_operand_kind(in), NONE, 0};

	switch (operand.kind) {
	case OPERAND_UNKNOWN:
	case OPERAND_STRING:
		break;
	case OPERAND_CONSTANT:
		operand.constant = scanner_integer(in);
		break;
	case OPERAND_FUNCTION:
		operand.index = scanner_symbol(in);
		break;
	case OPERAND_PATH:
	case OPERAND_ADDRESS:
		operand.index = scan_path(scanner);
		break;
	case OPERAND_RESULT:
		operand.index = scan_reach(in, &scanner->events);
		break;
	case OPERAND_FORMULA:
		operand.index = scan_formula(scanner);
		break;
	}
	return operand;
}

static struct test scan_test(struct body_scanner *scanner)
{
	struct test test;

	test.left = scan_operand(scanner);
	scanner_expect(scanner->in, " ");
	test.kind = scanner_word(scanner->in, test_words);
	scanner_expect(scanner->in, " ");
	test.right = scan_operand(scanner);
	return test;
}

/* ---- events ------------------------------------------------------------- */

static void scan_call(struct body_scanner *scanner, struct event *event)
{
	struct scanner *in = scanner->in;

	if (scanner_take(in, "through ")) {
		event->callee = scan_operand(scanner);
	} else {
		event->callee.kind = OPERAND_FUNCTION;
		event->callee.index = scanner_symbol(in);
	}
	scanner_expect(in, "(");
	while (!in->error && !scanner_take(in, ")")) {
		if (event->arguments.count)
			scanner_expect(in, ", ");
		*vec_add(&in->facts->drafts, &event->arguments) =
			scan_operand(scanner);
	}
	if (scanner_take(in, " object "))
		event->object = scan_path(scanner);
}

static void scan_marker(struct body_scanner *scanner, struct event *event)
{
	struct test claim;

	event->marker = scanner_word(scanner->in, marker_words);
	if (event->marker != MARKER_ASSUME)
		return;
	scanner_expect(scanner->in, " ");
	claim = scan_test(scanner);
	event->claim =
		vec_copy(&scanner->in->facts->drafts, &claim, sizeof(claim));
	scanner_expect(scanner->in, " level ");
	event->value = scan_operand(scanner);
}

static struct event scan_event(struct body_scanner *scanner)
{
	static const struct operand none = {OPERAND_UNKNOWN, NONE, 0};
	struct scanner *in = scanner->in;
	struct event event = {.callee = none, .value = none, .object = NONE,
		.path = NONE};

	event.kind = scanner_word(in, event_words);
	scanner_expect(in, " ");
	switch (event.kind) {
	case EVENT_CALL:
		scan_call(scanner, &event);
		break;
	case EVENT_ASSIGN:
		event.path = scan_path(scanner);
		scanner_expect(in, " = ");
		event.value = scan_operand(scanner);
		break;
	case EVENT_READ:
		event.path = scan_path(scanner);
		break;
	case EVENT_ADDRESS:
		event.value = scan_operand(scanner);
		break;
	case EVENT_MARKER:
		scan_marker(scanner, &event);
		break;
	}
	scanner_fields(in, event_fields, &event);
	return event;
}

/* An event's line, behind the `e`. Returns its number. */
static uint32_t scan_event_line(struct body_scanner *scanner)
{
	struct scanner *in = scanner->in;
	uint32_t number = scan_reach(in, &scanner->events);

	scanner_expect(in, " ");
	if (scanner_take(in, "again")) {
		scanner_line_end(in);
		return number;
	}
	*vec_add(&in->scratch, &scanner->numbers) = number;
	*vec_add(&in->scratch, &scanner->lines) = in->line;
	*vec_add(&in->facts->drafts, &scanner->body->events) =
		scan_event(scanner);
	return number;
}

/* Puts the events, which were met block by block, where their numbers say. */
static void sort_events(struct body_scanner *scanner)
{
	struct scanner *in = scanner->in;
	struct body *body = scanner->body;
	uint32_t count = body->events.count;
	struct event *met = body->events.items;
	struct event *sorted;
	bool *taken;

	check_reach(in, &scanner->events, count,
		"expected the number of an event of this body");
	if (in->error || !count)
		return;
	sorted = arena_alloc(&in->scratch, count * sizeof(*sorted));
	taken = arena_alloc(&in->scratch, count * sizeof(*taken));
	for (uint32_t i = 0; i < count; i++) {
		uint32_t number = scanner->numbers.items[i];

		if (taken[number])
			scanner_fail_at(in, scanner->lines.items[i],
				"expected an event number of its own");
		taken[number] = true;
		sorted[number] = met[i];
	}
	memcpy(met, sorted, count * sizeof(*sorted));
}

/* ---- blocks ------------------------------------------------------------- */

/* Cases come first, the default is the last; then the line may go on with the
 * place. */
static void scan_successors(struct body_scanner *scanner, struct block *block)
{
	struct scanner *in = scanner->in;
	struct arena *arena = &in->facts->drafts;
	uint32_t count = 0;

	if (scanner_take(in, " ->"))
		while (in->at < in->stop && !scanner_sees(in, " @")) {
			scanner_expect(in, " ");
			if (block->exit == EXIT_SWITCH &&
				block->cases.count == count &&
				!scanner_sees(in, "b")) {
				*vec_add(arena, &block->cases) =
					scanner_integer(in);
				scanner_expect(in, ":");
			}
			scanner_expect(in, "b");
			*vec_add(arena, &block->successors) =
				scan_reach(in, &scanner->blocks);
			count++;
		}
	if (count != form_successors(block))
		scanner_fail(in, "expected -> and %" PRIu32 " successors",
			form_successors(block));
}

static void scan_exit(struct body_scanner *scanner, struct block *block)
{
	struct scanner *in = scanner->in;

	block->exit = scanner_word(in, exit_words);
	switch (block->exit) {
	case EXIT_BRANCH:
		scanner_expect(in, " ");
		block->test = scan_test(scanner);
		break;
	case EXIT_SWITCH:
	case EXIT_RETURN:
		scanner_expect(in, " ");
		block->test.left = scan_operand(scanner);
		break;
	case EXIT_JUMP:
	case EXIT_NORETURN:
		break;
	}
	scan_successors(scanner, block);
	scanner_fields(in, block_fields, block);
}

/* A block's lines, behind the `b` of the first. */
static void scan_block(struct body_scanner *scanner)
{
	static const struct operand none = {OPERAND_UNKNOWN, NONE, 0};
	struct scanner *in = scanner->in;
	struct body *body = scanner->body;
	struct block block = {.first = body->order.count,
		.test = {TEST_UNKNOWN, none, none}};

	if (scanner_number(in) != body->blocks.count)
		scanner_fail(in, "expected the number %" PRIu32,
			body->blocks.count);
	scanner_expect(in, ":");
	scanner_line_end(in);
	while (scanner_line(in, 2) && scanner_take(in, "e"))
		*vec_add(&in->facts->drafts, &body->order) =
			scan_event_line(scanner);
	if (in->at == in->stop)
		scanner_fail(in, "expected a line below that says how the "
				 "block ends");
	block.count = body->order.count - block.first;
	scan_exit(scanner, &block);
	*vec_add(&in->facts->drafts, &body->blocks) = block;
}

static void scan_unplaced(struct body_scanner *scanner)
{
	scanner_line_end(scanner->in);
	while (scanner_line(scanner->in, 2)) {
		scanner_expect(scanner->in, "e");
		scan_event_line(scanner);
	}
}

/* ---- the body ----------------------------------------------------------- */

static void scan_local(struct body_scanner *scanner)
{
	struct scanner *in = scanner->in;
	struct local local;

	local.name = scanner_name(in);
	scanner_fields(in, local_fields, &local);
	*vec_add(&in->facts->drafts, &scanner->body->locals) = local;
}

static void scan_body_line(struct body_scanner *scanner)
{
	struct scanner *in = scanner->in;

	if (scanner_take(in, "local "))
		scan_local(scanner);
	else if (scanner_take(in, "path "))
		scan_path_line(scanner);
	else if (scanner_take(in, "unplaced:"))
		scan_unplaced(scanner);
	else if (scanner_take(in, "b"))
		scan_block(scanner);
	else
		scanner_fail(in, "expected a local, a path, a block (b0:) or "
				 "unplaced:");
}

struct body *scanner_body(
	struct scanner *in, const struct function *function)
{
	struct body_scanner scanner = {.in = in, .function = function};

	scanner.body = arena_alloc(&in->facts->drafts, sizeof(*scanner.body));
	scanner_fields(in, body_fields, scanner.body);
	while (scanner_line(in, 1))
		scan_body_line(&scanner);
	if (!scanner.body->blocks.count)
		scanner_fail(in, "expected the block b0 below");
	check_reach(in, &scanner.blocks, scanner.body->blocks.count,
		"expected the number of a block of this body");
	sort_events(&scanner);
	return scanner.body;
}
