/*
 * The fields that a routine may write. A field is known by its name alone, so
 * that it does not matter through which of several pointers it is written. What
 * gets the address of a field may write it and what is inside. What is not in
 * the driver may write all of the record that it gets a pointer to, but does
 * not follow the pointers in it. Where this runs out, anything may be written.
 *
 * Few drivers need this, and those for few calls: it is made when first asked
 * for, for all routines at once.
 */
#include <string.h>

#include "irql/engine.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

struct reader {
	struct engine *engine;
	const struct routine *routine;
	bool is_simulated; /* its exits tell what it writes */
	const struct body *body;
	struct writes *writes; /* of the routine at hand */
};

/* ---- sets --------------------------------------------------------------- */

static void add_field(struct writes *writes, const char *field)
{
	unsigned bit = (unsigned)(XXH3_64bits(field, strlen(field)) %
		(64 * FIELD_WORDS));

	writes->fields[bit / 64] |= UINT64_C(1) << bit % 64;
}

static bool has_field(
	const struct writes *writes, const char *field, size_t length)
{
	unsigned bit = (unsigned)(XXH3_64bits(field, length) %
		(64 * FIELD_WORDS));

	return writes->fields[bit / 64] >> bit % 64 & 1;
}

/* The bit of the record in "const struct _EXT *"; 0 for what is no record. */
static uint64_t record_bit(const char *type)
{
	static const char *const words[] = { "const ", "volatile ", "struct ",
		"union ", "class ", NULL };
	static const char *const plain[] = { "void", "char", "unsigned",
		"signed", "short", "int", "long", "wchar_t", "bool", "__int64",
		NULL };
	const char *const *word = words;
	size_t length;

	while (*word) {
		if (strncmp(type, *word, strlen(*word))) {
			word++;
			continue;
		}
		type += strlen(*word);
		word = words;
	}
	type = record_without_tag(type);
	length = strcspn(type, " *[&");
	for (word = plain; *word; word++)
		if (strlen(*word) == length && !strncmp(*word, type, length))
			return 0;
	return UINT64_C(1) << XXH3_64bits(type, length) % 64;
}

bool writes_reach(
	const struct writes *writes, const char *type, const char *steps)
{
	uint64_t record = type ? record_bit(type) : 0;
	bool pointer = false;

	if (type && !record && !steps[0])
		return writes->any || writes->plain;
	if (writes->any || !steps[0] ||
		(record ? writes->records & record : writes->records != 0))
		return true;
	while (*steps) {
		size_t mark = strspn(steps, "->.");
		size_t length = strcspn(steps + mark, "-.*[");

		if (!mark || (pointer && steps[0] == '-') ||
			has_field(writes, steps + mark, length))
			return true;
		pointer = true;
		steps += mark + length;
	}
	return false;
}

/* True if that added something. */
static bool add_writes(struct writes *into, const struct writes *from)
{
	bool more = (from->any && !into->any) ||
		(from->plain && !into->plain) ||
		(from->calls && !into->calls) ||
		(from->waits && !into->waits);
	uint64_t added = from->records & ~into->records;
	const struct key_set *globals =
		key_set_join(into->globals, from->globals);

	more |= globals != into->globals;

	for (int i = 0; i < FIELD_WORDS; i++) {
		added |= from->fields[i] & ~into->fields[i];
		into->fields[i] |= from->fields[i];
	}
	into->globals = globals;
	into->records |= from->records;
	into->any |= from->any;
	into->plain |= from->plain;
	into->calls |= from->calls;
	into->waits |= from->waits;
	return added || more;
}

/* ---- one body ----------------------------------------------------------- */

bool path_is_own(const struct path *path)
{
	return path->root == ROOT_LOCAL && !strpbrk(path->steps, "-*");
}

static void add_type(struct reader *reader, const char *type)
{
	uint64_t record = record_bit(type);

	reader->writes->records |= record;
	reader->writes->plain |= !record;
}

/* A global as a whole. What its address is given to may write there, too. */
static void add_global(struct reader *reader, const struct path *path)
{
	struct program *program = reader->engine->program;
	uint32_t variable = program->units.items[reader->routine->unit]
				    .variables[path->index];

	if (variable != NONE && !reader->is_simulated)
		reader->writes->globals = key_set_with(
			&reader->engine->key_sets, reader->writes->globals,
			key_of_global(program, variable));
}

/* The storage at a path may be written. What is there by an address that is no
 * field's is counted where that address is taken. */
static void add_place(struct reader *reader, const struct path *path)
{
	size_t length = strlen(path->steps);

	if (path->root == ROOT_GLOBAL && !length)
		add_global(reader, path);
	if (path_is_own(path) || !length)
		return;
	if (path->field)
		add_field(reader->writes, path->field);
	if (path->field && path->steps[length - 1] != '*')
		return;
	if (path->type)
		add_type(reader, path->type);
	else
		reader->writes->any = true;
}

/* The same of what a pointer leads to. */
static void add_pointee(struct reader *reader, struct operand pointer)
{
	const struct path *path;

	if (pointer.kind == OPERAND_RESULT)
		reader->writes->any = true;
	if (pointer.kind != OPERAND_PATH)
		return;
	path = &reader->body->paths.items[pointer.index];
	if (!path->type) {
		reader->writes->any = true;
		return;
	}
	if (!strchr(path->type, '*') && !strchr(path->type, '['))
		return;
	add_type(reader, path->type);
	if (strstr(path->type, "void") && !path->field)
		reader->writes->any = true;
}

static void add_address(struct reader *reader, struct operand operand)
{
	if (operand.kind == OPERAND_ADDRESS)
		add_place(reader, &reader->body->paths.items[operand.index]);
}

bool waits_for_something(const struct contract *contract)
{
	for (uint32_t i = 0; contract && i < contract->clauses.count; i++)
		if (contract->clauses.items[i].kind == CLAUSE_RESTORES_GLOBAL &&
			!strcmp(contract->clauses.items[i].text, "wait"))
			return true;
	return false;
}

/* What a call of something outside the driver is. */
static void add_call(struct reader *reader, uint32_t target)
{
	const struct contract *contract =
		program_routine(reader->engine->program, target)->contract;

	if (reader->engine->marks[target] & MARK_DEFINED)
		return;
	reader->writes->calls |= contract != NULL;
	reader->writes->waits |= waits_for_something(contract);
}

/* Whether a call goes out of the driver, or may, to something that writes. */
static bool may_write_outside(
	struct reader *reader, uint32_t routine, uint32_t event)
{
	const struct engine *engine = reader->engine;
	bool known = false, outside = false;

	for (uint32_t i = site_of(engine, routine, event);
		i < engine->first_site[routine + 1] &&
		engine->sites.items[i].event == event; i++) {
		uint32_t target = engine->sites.items[i].target;

		add_call(reader, target);
		outside |= !(engine->marks[target] &
			(MARK_DEFINED | MARK_PRINTS));
		known = true;
	}
	return outside || !known;
}

static void read_event(
	struct reader *reader, uint32_t routine, uint32_t index)
{
	const struct event *event = &reader->body->events.items[index];
	bool outside = event->kind == EVENT_CALL &&
		may_write_outside(reader, routine, index);

	if (event->kind == EVENT_ASSIGN)
		add_place(reader, &reader->body->paths.items[event->path]);
	if (event->kind == EVENT_ASSIGN || event->kind == EVENT_ADDRESS)
		add_address(reader, event->value);
	if (event->kind != EVENT_CALL)
		return;
	for (uint32_t i = 0; i < event->arguments.count; i++) {
		add_address(reader, event->arguments.items[i]);
		if (outside)
			add_pointee(reader, event->arguments.items[i]);
	}
	if (event->object != NONE)
		add_place(reader, &reader->body->paths.items[event->object]);
}

/* ---- all routines -------------------------------------------------------- */

/* What a routine writes its callers do. */
static void spread(struct engine *engine, struct arena *scratch)
{
	struct callers callers = find_callers(engine, scratch);
	uint32_t count = engine->program->routines.count;
	bool *queued = arena_alloc(scratch, count + 1);
	VEC(uint32_t) queue = { 0 };

	for (uint32_t i = 0; i < count; i++) {
		*vec_add(scratch, &queue) = i;
		queued[i] = true;
	}
	while (queue.count) {
		uint32_t index = queue.items[--queue.count];

		queued[index] = false;
		for (uint32_t i = callers.first[index];
			i < callers.first[index + 1]; i++) {
			uint32_t caller = callers.callers[i];

			if (!add_writes(&engine->writes[caller],
				    &engine->writes[index]) ||
				queued[caller])
				continue;
			queued[caller] = true;
			*vec_add(scratch, &queue) = caller;
		}
	}
}

const struct writes *writes_of(struct engine *engine, uint32_t routine)
{
	struct program *program = engine->program;
	uint32_t count = program->routines.count;
	struct arena scratch;

	if (engine->writes)
		return &engine->writes[routine];
	engine->writes = arena_alloc(
		program->arena, (count + 1) * sizeof(*engine->writes));
	for (uint32_t i = 0; i < count; i++) {
		const struct routine *reads = program_routine(program, i);
		struct reader reader = { engine, reads,
			engine->kinds[i] == BODY_FULL, reads->body,
			&engine->writes[i] };

		for (uint32_t e = 0; reader.body && e < reader.body->events.count;
			e++)
			read_event(&reader, i, e);
	}
	arena_init(&scratch);
	spread(engine, &scratch);
	arena_release(&scratch);
	return &engine->writes[routine];
}
