/*
 * Writing a body as a control-flow graph: its locals and paths, then block by
 * block the events and how the block ends. Events keep their numbers, because
 * results are referred to by them. Where an event stands in body.order and
 * body.blocks is not written as numbers: the blocks show it.
 */
#include <inttypes.h>

#include "base/bug.h"
#include "facts/text_printer.h"

struct body_printer {
	struct printer *out;
	const struct body *body;
	const char **paths; /* the token of each path */
	bool *shown;	    /* events that a block has shown */
};

static void check_index(const char *what, uint32_t index, uint32_t count)
{
	if (index >= count)
		BUG("%s %" PRIu32 " of %" PRIu32, what, index, count);
}

/* ---- paths and operands ------------------------------------------------- */

static void print_root(struct printer *out, const struct function *function,
	const struct path *path)
{
	printer_word(out, root_words, path->root);
	switch (path->root) {
	case ROOT_LOCAL:
		check_index("local", path->index, function->body->locals.count);
		break;
	case ROOT_PARAMETER:
		check_index("parameter", path->index,
			function->parameters.count);
		break;
	case ROOT_RESULT:
		check_index("event", path->index, function->body->events.count);
		break;
	case ROOT_GLOBAL:
		printer_symbol(out, path->index);
		return;
	case ROOT_UNKNOWN:
	case ROOT_THIS:
		return;
	}
	printer_number(out, path->index);
}

static void print_steps(struct printer *out, const char *steps)
{
	const char *at = steps;

	if (!steps || !*steps)
		return;
	if (form_is_step_start(*at))
		while (form_is_step_rest(*at))
			at++;
	if (*at)
		printer_quoted(out, steps);
	else
		printer_text(out, steps);
}

static void print_paths(
	struct body_printer *printer, const struct function *function)
{
	const struct body *body = printer->body;
	struct printer *out = printer->out;
	struct map taken = {0};

	for (uint32_t i = 0; i < body->paths.count; i++) {
		uint32_t start = out->text.count;

		print_root(out, function, &body->paths.items[i]);
		print_steps(out, body->paths.items[i].steps);
		printer->paths[i] = printer_token(out, start, &taken, '!', i);
		printer_text(out, "  path ");
		printer_text(out, printer->paths[i]);
		printer_fields(out, path_fields, &body->paths.items[i]);
	}
}

static void print_path(struct body_printer *printer, uint32_t path)
{
	check_index("path", path, printer->body->paths.count);
	printer_text(printer->out, printer->paths[path]);
}

static void print_operand(
	struct body_printer *printer, const struct operand *operand);

static void print_formula(
	struct body_printer *printer, const struct formula *formula)
{
	print_operand(printer, &formula->left);
	printer_char(printer->out, ' ');
	printer_word(printer->out, operation_words, formula->operation);
	printer_char(printer->out, ' ');
	print_operand(printer, &formula->right);
	printer_char(printer->out, ')');
}

static void print_operand(
	struct body_printer *printer, const struct operand *operand)
{
	printer_word(printer->out, operand_words, operand->kind);
	switch (operand->kind) {
	case OPERAND_UNKNOWN:
	case OPERAND_STRING:
		break;
	case OPERAND_CONSTANT:
		printer_number(printer->out, operand->constant);
		break;
	case OPERAND_FUNCTION:
		printer_symbol(printer->out, operand->index);
		break;
	case OPERAND_PATH:
	case OPERAND_ADDRESS:
		print_path(printer, operand->index);
		break;
	case OPERAND_RESULT:
		check_index("event", operand->index,
			printer->body->events.count);
		printer_number(printer->out, operand->index);
		break;
	case OPERAND_FORMULA:
		check_index("formula", operand->index,
			printer->body->formulas.count);
		print_formula(printer,
			&printer->body->formulas.items[operand->index]);
		break;
	}
}

static void print_test(struct body_printer *printer, const struct test *test)
{
	print_operand(printer, &test->left);
	printer_char(printer->out, ' ');
	printer_word(printer->out, test_words, test->kind);
	printer_char(printer->out, ' ');
	print_operand(printer, &test->right);
}

/* ---- events ------------------------------------------------------------- */

static void print_call(struct body_printer *printer, const struct event *event)
{
	struct printer *out = printer->out;

	if (event->callee.kind == OPERAND_FUNCTION) {
		printer_symbol(out, event->callee.index);
	} else {
		printer_text(out, "through ");
		print_operand(printer, &event->callee);
	}
	printer_char(out, '(');
	for (uint32_t i = 0; i < event->arguments.count; i++) {
		if (i)
			printer_text(out, ", ");
		print_operand(printer, &event->arguments.items[i]);
	}
	printer_char(out, ')');
	if (event->object != NONE) {
		printer_text(out, " object ");
		print_path(printer, event->object);
	}
}

static void print_marker(
	struct body_printer *printer, const struct event *event)
{
	printer_word(printer->out, marker_words, event->marker);
	if (event->marker != MARKER_ASSUME)
		return;
	printer_char(printer->out, ' ');
	print_test(printer, event->claim);
	printer_text(printer->out, " level ");
	print_operand(printer, &event->value);
}

static void print_event(struct body_printer *printer, uint32_t index)
{
	const struct event *event = &printer->body->events.items[index];
	struct printer *out = printer->out;

	printer_word(out, event_words, event->kind);
	printer_char(out, ' ');
	switch (event->kind) {
	case EVENT_CALL:
		print_call(printer, event);
		break;
	case EVENT_ASSIGN:
		print_path(printer, event->path);
		printer_text(out, " = ");
		print_operand(printer, &event->value);
		break;
	case EVENT_READ:
		print_path(printer, event->path);
		break;
	case EVENT_ADDRESS:
		print_operand(printer, &event->value);
		break;
	case EVENT_MARKER:
		print_marker(printer, event);
		break;
	}
	printer_fields(out, event_fields, event);
}

static void print_event_line(struct body_printer *printer, uint32_t index)
{
	struct printer *out = printer->out;

	check_index("event", index, printer->body->events.count);
	printer_text(out, "    e");
	printer_number(out, index);
	printer_char(out, ' ');
	if (printer->shown[index])
		printer_text(out, "again\n");
	else
		print_event(printer, index);
	printer->shown[index] = true;
}

static void print_unplaced(struct body_printer *printer)
{
	bool headed = false;

	for (uint32_t i = 0; i < printer->body->events.count; i++) {
		if (printer->shown[i])
			continue;
		if (!headed)
			printer_text(printer->out, "  unplaced:\n");
		headed = true;
		print_event_line(printer, i);
	}
}

/* ---- blocks ------------------------------------------------------------- */

static void print_successors(struct body_printer *printer,
	const struct block *block)
{
	struct printer *out = printer->out;

	if (block->successors.count != form_successors(block))
		BUG("%" PRIu32 " successors of %s", block->successors.count,
			exit_words[block->exit]);
	if (block->successors.count)
		printer_text(out, " ->");
	for (uint32_t i = 0; i < block->successors.count; i++) {
		check_index("block", block->successors.items[i],
			printer->body->blocks.count);
		printer_char(out, ' ');
		if (i < block->cases.count) {
			printer_number(out, block->cases.items[i]);
			printer_char(out, ':');
		}
		printer_char(out, 'b');
		printer_number(out, block->successors.items[i]);
	}
}

static void print_exit(struct body_printer *printer, const struct block *block)
{
	struct printer *out = printer->out;

	printer_text(out, "    ");
	printer_word(out, exit_words, block->exit);
	switch (block->exit) {
	case EXIT_BRANCH:
		printer_char(out, ' ');
		print_test(printer, &block->test);
		break;
	case EXIT_SWITCH:
	case EXIT_RETURN:
		printer_char(out, ' ');
		print_operand(printer, &block->test.left);
		break;
	case EXIT_JUMP:
	case EXIT_NORETURN:
		break;
	}
	print_successors(printer, block);
	printer_fields(out, block_fields, block);
}

static void print_block(struct body_printer *printer, uint32_t index)
{
	const struct body *body = printer->body;
	const struct block *block = &body->blocks.items[index];

	printer_text(printer->out, "  b");
	printer_number(printer->out, index);
	printer_text(printer->out, ":\n");
	for (uint32_t i = 0; i < block->count; i++) {
		check_index("place in the order", block->first + i,
			body->order.count);
		print_event_line(printer, body->order.items[block->first + i]);
	}
	print_exit(printer, block);
}

void printer_body(struct printer *out, const struct function *function)
{
	const struct body *body = function->body;
	struct body_printer printer = {.out = out, .body = body};

	check_index("entry block", 0, body->blocks.count);
	printer.paths = arena_alloc(
		&out->scratch, body->paths.count * sizeof(*printer.paths));
	printer.shown = arena_alloc(
		&out->scratch, body->events.count * sizeof(*printer.shown));
	printer_text(out, "  body");
	printer_fields(out, body_fields, body);
	for (uint32_t i = 0; i < body->locals.count; i++) {
		printer_text(out, "  local ");
		printer_value(out, body->locals.items[i].name);
		printer_fields(out, local_fields, &body->locals.items[i]);
	}
	print_paths(&printer, function);
	for (uint32_t i = 0; i < body->blocks.count; i++)
		print_block(&printer, i);
	print_unplaced(&printer);
}
