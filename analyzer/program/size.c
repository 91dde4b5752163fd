/*
 * An estimate of code by what is known of a body: its events, with their
 * arguments, and how its blocks end.
 */
#include "program/size.h"

#include <string.h>

/* Bytes of machine code. */
enum {
	BYTES_ROUTINE = 20,   /* stack frame, saved registers, return */
	BYTES_CALL = 6,
	BYTES_ARGUMENT = 4,
	BYTES_ASSIGNMENT = 6,
	BYTES_READ = 4,
	BYTES_OPERATION = 4,  /* of a formula */
	BYTES_TEST = 7,	      /* compare and jump */
	BYTES_CASE = 7,
	BYTES_RETURN = 3,
};

enum { MAX_EXPANSION = 3 }; /* an inline routine in one, in one, … */

/* Lines of a file; all of a routine if that is NULL. */
struct region {
	const char *file;
	uint32_t first, last;
};

static bool stands_in(const struct region *region, const struct place *place)
{
	return !region->file ||
		(place->file && !strcmp(place->file, region->file) &&
			place->line >= region->first &&
			place->line <= region->last);
}

static int64_t body_bytes(const struct program *program,
	const struct routine *routine, const struct region *region, int depth);

static int64_t operand_bytes(const struct body *body, struct operand operand)
{
	const struct formula *formula;

	if (operand.kind != OPERAND_FORMULA)
		return 0;
	formula = &body->formulas.items[operand.index];
	return BYTES_OPERATION + operand_bytes(body, formula->left) +
		operand_bytes(body, formula->right);
}

/* What a call is expanded to, or the call itself. */
static int64_t call_bytes(const struct program *program,
	const struct routine *routine, const struct event *event, int depth)
{
	static const struct region all = { 0 };
	uint32_t callee = called_routine(program, routine, event);
	int64_t bytes = event->arguments.count * BYTES_ARGUMENT;

	for (uint32_t i = 0; i < event->arguments.count; i++)
		bytes += operand_bytes(
			routine->body, event->arguments.items[i]);
	if (callee != NONE && depth < MAX_EXPANSION) {
		const struct routine *inlined = program_routine(program, callee);

		if (inlined->is_inline && inlined->body)
			return bytes +
				body_bytes(program, inlined, &all, depth + 1);
	}
	return bytes + BYTES_CALL;
}

static int64_t event_bytes(const struct program *program,
	const struct routine *routine, const struct event *event, int depth)
{
	switch (event->kind) {
	case EVENT_CALL:
		return call_bytes(program, routine, event, depth);
	case EVENT_ASSIGN:
		return BYTES_ASSIGNMENT +
			operand_bytes(routine->body, event->value);
	case EVENT_READ:
		return BYTES_READ;
	case EVENT_ADDRESS:
	case EVENT_MARKER: /* nothing, in a release build */
		break;
	}
	return 0;
}

static int64_t test_bytes(const struct body *body, const struct test *test)
{
	return BYTES_TEST + operand_bytes(body, test->left) +
		operand_bytes(body, test->right);
}

static int64_t exit_bytes(const struct body *body, const struct block *block)
{
	switch (block->exit) {
	case EXIT_BRANCH:
		return test_bytes(body, &block->test);
	case EXIT_SWITCH:
		return block->cases.count * BYTES_CASE;
	case EXIT_RETURN:
		return BYTES_RETURN + operand_bytes(body, block->test.left);
	case EXIT_JUMP:
	case EXIT_NORETURN:
		break;
	}
	return 0;
}

static int64_t body_bytes(const struct program *program,
	const struct routine *routine, const struct region *region, int depth)
{
	const struct body *body = routine->body;
	int64_t bytes = 0;

	for (uint32_t i = 0; i < body->events.count; i++)
		if (stands_in(region, &body->events.items[i].place))
			bytes += event_bytes(program, routine,
				&body->events.items[i], depth);
	for (uint32_t i = 0; i < body->blocks.count; i++)
		if (stands_in(region, &body->blocks.items[i].place))
			bytes += exit_bytes(body, &body->blocks.items[i]);
	return bytes;
}

int64_t routine_bytes(const struct program *program,
	const struct routine *routine, bool *measured)
{
	static const struct region all = { 0 };

	*measured = false;
	if (!routine->body)
		return 0;
	return BYTES_ROUTINE + body_bytes(program, routine, &all, 0);
}

int64_t region_bytes(const struct program *program,
	const struct routine *routine, uint32_t first_line, uint32_t last_line)
{
	struct region region = { 0 };

	if (!routine->body)
		return 0;
	region = (struct region){ routine->definition->place.file, first_line,
		last_line };
	return body_bytes(program, routine, &region, 0);
}
