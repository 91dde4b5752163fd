/*
 * An estimate of code by what is known of a body: its events, with their
 * arguments, and how its blocks end. The weights are those that come nearest to
 * what a compiler makes of 4,500 routines of thirty drivers (README.md). What
 * only moves between registers, or is computed of what is there already, is no
 * event, and is a part of the weights of what is done with it.
 *
 * What a __finally holds, or destroys an object, is in a body once for each way
 * that leads to it, and in the code but once: it counts by its place.
 */
#include "program/size.h"

#include <string.h>

#include "program/measured.h"

/* Bytes of machine code. */
enum {
	BYTES_ROUTINE = 3,
	BYTES_FRAME = 6,     /* of one that calls another */
	BYTES_CALL = 7,
	BYTES_POINTER = 7,   /* more, of a call through one, with its check */
	BYTES_FRAMEWORK = 19, /* likewise: through a table, with its owner */
	BYTES_FILLED = 65,   /* WDF_…_INIT: expanded, clears and fills a record */
	BYTES_ARGUMENT = 5,
	BYTES_ASSIGNMENT = 5,
	BYTES_READ = 2,
	BYTES_OPERATION = 4, /* of a formula */
	BYTES_BRANCH = 5,
	BYTES_CASE = 2,
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

/* One estimate. */
struct weighing {
	const struct program *program;
	const struct region *region; /* of the routine that is asked for */
	struct arena arena;
	bool calls; /* there is a call that is none of an expansion */
};

/* A body, alone or expanded in others. */
struct expansion {
	struct weighing *weighing;
	const struct routine *routine;
	int depth;
	struct map counted; /* by place and what is there */
};

static int64_t body_bytes(
	struct weighing *weighing, const struct routine *routine, int depth);

/* ---- counting once ------------------------------------------------------- */

static uint64_t mix(uint64_t key, uint64_t value)
{
	return (key ^ value) * UINT64_C(0x100000001b3);
}

static uint64_t place_key(const struct place *place)
{
	uint64_t key = mix(UINT64_C(0xcbf29ce484222325), place->line);

	key = mix(key, place->column);
	key = mix(key, place->end_line);
	return mix(key, place->end_column);
}

/* Whether it is the first of its place. */
static bool is_first(struct expansion *expansion, uint64_t key)
{
	key |= 1; /* 0 is no key */
	if (map_get_number(&expansion->counted, key) != MAP_NONE)
		return false;
	map_set_number(
		&expansion->weighing->arena, &expansion->counted, key, 0);
	return true;
}

static bool is_first_event(
	struct expansion *expansion, const struct event *event)
{
	uint64_t key = mix(place_key(&event->place), event->kind);

	key = mix(key, event->path);
	key = mix(key, event->object);
	return is_first(expansion, mix(key, event->callee.index));
}

static bool is_first_exit(
	struct expansion *expansion, const struct block *block)
{
	uint64_t key = mix(place_key(&block->place), 16u + block->exit);

	key = mix(key, block->test.kind);
	key = mix(key, block->test.left.index);
	return is_first(expansion, mix(key, block->test.right.index));
}

/* ---- weighing ------------------------------------------------------------ */

static int64_t operand_bytes(const struct body *body, struct operand operand)
{
	const struct formula *formula;

	if (operand.kind != OPERAND_FORMULA)
		return 0;
	formula = &body->formulas.items[operand.index];
	return BYTES_OPERATION + operand_bytes(body, formula->left) +
		operand_bytes(body, formula->right);
}

/* What only the kit's headers define. */
static int64_t kit_bytes(const char *name)
{
	if (!strncmp(name, "Wdf", 3))
		return BYTES_CALL + BYTES_FRAMEWORK;
	if (!strncmp(name, "WDF_", 4) && strstr(name, "_INIT"))
		return BYTES_FILLED;
	return BYTES_CALL;
}

/* What a call is expanded to, or the call itself. */
static int64_t callee_bytes(
	struct expansion *expansion, const struct event *event)
{
	struct weighing *weighing = expansion->weighing;
	uint32_t index = called_routine(
		weighing->program, expansion->routine, event);
	const struct routine *callee = NULL;

	if (index != NONE) {
		callee = program_routine(weighing->program, index);
		if (callee->is_inline && callee->body &&
			expansion->depth < MAX_EXPANSION)
			return body_bytes(
				weighing, callee, expansion->depth + 1);
	}
	weighing->calls = true;
	if (!callee || event->is_virtual)
		return BYTES_CALL + BYTES_POINTER;
	return callee->definition ? BYTES_CALL : kit_bytes(callee->name);
}

static int64_t call_bytes(
	struct expansion *expansion, const struct event *event)
{
	int64_t bytes = event->arguments.count * BYTES_ARGUMENT;

	for (uint32_t i = 0; i < event->arguments.count; i++)
		bytes += operand_bytes(expansion->routine->body,
			event->arguments.items[i]);
	return bytes + callee_bytes(expansion, event);
}

static int64_t event_bytes(
	struct expansion *expansion, const struct event *event)
{
	switch (event->kind) {
	case EVENT_CALL:
		return call_bytes(expansion, event);
	case EVENT_ASSIGN:
		return BYTES_ASSIGNMENT +
			operand_bytes(expansion->routine->body, event->value);
	case EVENT_READ:
		return BYTES_READ;
	case EVENT_ADDRESS:
	case EVENT_MARKER: /* nothing, in a release build */
		break;
	}
	return 0;
}

static int64_t exit_bytes(const struct body *body, const struct block *block)
{
	switch (block->exit) {
	case EXIT_BRANCH:
		return BYTES_BRANCH + operand_bytes(body, block->test.left) +
			operand_bytes(body, block->test.right);
	case EXIT_SWITCH:
		return block->cases.count * BYTES_CASE;
	case EXIT_RETURN:
		return operand_bytes(body, block->test.left);
	case EXIT_JUMP:
	case EXIT_NORETURN:
		break;
	}
	return 0;
}

/* A region is one of the routine that is asked for; what is expanded in it
 * counts as a whole. */
static int64_t body_bytes(
	struct weighing *weighing, const struct routine *routine, int depth)
{
	static const struct region all = { 0 };
	const struct region *region = depth ? &all : weighing->region;
	struct expansion expansion = { weighing, routine, depth, { 0 } };
	const struct body *body = routine->body;
	int64_t bytes = 0;

	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (stands_in(region, &event->place) &&
			is_first_event(&expansion, event))
			bytes += event_bytes(&expansion, event);
	}
	for (uint32_t i = 0; i < body->blocks.count; i++) {
		const struct block *block = &body->blocks.items[i];

		if (stands_in(region, &block->place) &&
			is_first_exit(&expansion, block))
			bytes += exit_bytes(body, block);
	}
	return bytes;
}

/* ---- answers ------------------------------------------------------------- */

static int64_t weigh(const struct program *program,
	const struct routine *routine, const struct region *region)
{
	struct weighing weighing = { .program = program, .region = region };
	int64_t bytes;

	if (!routine->body)
		return 0;
	arena_init(&weighing.arena);
	bytes = body_bytes(&weighing, routine, 0);
	if (!region->file)
		bytes += BYTES_ROUTINE + (weighing.calls ? BYTES_FRAME : 0);
	arena_release(&weighing.arena);
	return bytes;
}

static int64_t estimated_bytes(
	const struct program *program, const struct routine *routine)
{
	static const struct region all = { 0 };

	return weigh(program, routine, &all);
}

int64_t routine_bytes(const struct program *program,
	const struct routine *routine, bool *measured)
{
	const struct measurement *found = measurement_of(program, routine);

	*measured = found != NULL;
	return found ? found->bytes : estimated_bytes(program, routine);
}

int64_t region_bytes(const struct program *program,
	const struct routine *routine, uint32_t first_line, uint32_t last_line)
{
	const struct measurement *found = measurement_of(program, routine);
	struct region region = { NULL, first_line, last_line };
	int64_t bytes;

	if (!routine->body)
		return 0;
	region.file = routine->definition->place.file;
	bytes = weigh(program, routine, &region);
	return found ? bytes * found->bytes / estimated_bytes(program, routine) :
		       bytes;
}
