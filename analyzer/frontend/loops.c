/*
 * Loops. libclang does not say which part of a `for` is missing: the parts are
 * told apart by the separators in the source, and inside a macro by their kind.
 */
#include <string.h>

#include "frontend/builder.h"
#include "frontend/span.h"

struct loop_targets {
	struct target on_break, on_continue;
};

static struct loop_targets enter_loop(
	struct builder *builder, uint32_t on_break, uint32_t on_continue)
{
	struct loop_targets outer = { builder->on_break, builder->on_continue };

	builder->on_break = target_here(builder, on_break);
	builder->on_continue = target_here(builder, on_continue);
	return outer;
}

static void leave_loop(struct builder *builder, struct loop_targets outer)
{
	builder->on_break = outer.on_break;
	builder->on_continue = outer.on_continue;
}

void while_statement(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	uint32_t head = new_block(builder), body = new_block(builder);
	uint32_t after = new_block(builder), first, out = after;
	uint32_t cleanups = builder->cleanups.count;
	struct loop_targets outer;

	children_of(builder, cursor, &children);
	go_on_in(builder, head);
	builder->conditional = true;
	outer = enter_loop(builder, after, head);
	first = read_leading(builder, cursor, &children);
	if (children.list.count < first + 2) {
		statement_lost(builder, cursor, "a while lost its parts");
		leave_loop(builder, outer);
		go_on_in(builder, after);
		return;
	}
	if (builder->cleanups.count > cleanups)
		out = new_block(builder); /* where the condition's variable ends */
	read_condition(builder, children.list.items[first], body, out);
	builder->current = body;
	read_statement(builder, children.list.items[first + 1]);
	if (builder->current != NONE)
		leave_to(builder, builder->on_continue);
	builder->current = out;
	if (out != after)
		leave_to(builder, builder->on_break);
	builder->cleanups.count = cleanups;
	leave_loop(builder, outer);
	builder->current = after;
}

void do_statement(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	uint32_t body = new_block(builder), test = new_block(builder);
	uint32_t after = new_block(builder);
	struct loop_targets outer;
	int64_t value = 1;

	children_of(builder, cursor, &children);
	if (children.list.count != 2) {
		statement_lost(builder, cursor, "a do lost its parts");
		return;
	}
	/* do { … } while (0) is how macros are written: no condition */
	if (!integer_of(children.list.items[1], &value) || value)
		builder->conditional = true;
	go_on_in(builder, body);
	outer = enter_loop(builder, after, test);
	read_statement(builder, children.list.items[0]);
	if (builder->current != NONE)
		jump_to(builder, test);
	leave_loop(builder, outer);
	builder->current = test;
	read_condition(builder, children.list.items[1], body, after);
	builder->current = after;
}

struct for_parts {
	CXCursor start, variable, condition, step, body;
};

/* Offsets of the first two semicolons in the parentheses that stand first behind
 * an offset; how many there are. */
static int find_separators(const struct read_file *file, unsigned offset,
	unsigned separators[2])
{
	int depth = 0, found = 0;
	char quote = '\0';

	for (unsigned at = offset; at < file->size && found < 2; at++) {
		char c = file->bytes[at];

		if (quote && c == '\\')
			at++;
		else if (c == quote)
			quote = '\0';
		else if (!quote && (c == '"' || c == '\''))
			quote = c;
		if (quote)
			continue;
		if (c == '(' || c == '{')
			depth++;
		else if (c == ')' || c == '}')
			depth--;
		else if (c == ';' && depth == 1)
			separators[found++] = at;
		if (depth == 0 && (c == ')' || c == ';'))
			break;
	}
	return found;
}

int heading_separators(
	struct builder *builder, CXCursor cursor, unsigned separators[2])
{
	struct reading *reading = builder->reading;
	unsigned offset;
	uint32_t file;

	if (!locate(reading, clang_getRangeStart(clang_getCursorExtent(cursor)),
		    &file, &offset) ||
		macro_use_at(reading, file, offset))
		return 0;
	return find_separators(
		&reading->files.items[file], offset, separators);
}

static bool looks_like_step(CXCursor cursor)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);

	if (kind == CXCursor_CompoundAssignOperator)
		return true;
	if (kind == CXCursor_BinaryOperator)
		return clang_getCursorBinaryOperatorKind(cursor) ==
			CXBinaryOperator_Assign;
	if (kind != CXCursor_UnaryOperator)
		return false;
	switch (clang_getCursorUnaryOperatorKind(cursor)) {
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreInc:
	case CXUnaryOperator_PreDec:
		return true;
	default:
		return false;
	}
}

/* Inside a macro offsets say nothing: go by number and kind. */
static void parts_by_kind(
	const struct cursor_list *children, struct for_parts *parts)
{
	uint32_t count = children->list.count - 1;

	for (uint32_t i = 0; i < count; i++) {
		CXCursor child = children->list.items[i];
		bool step = looks_like_step(child);

		if (i == 0 && (is_declaration_cursor(child) || step) && count > 1)
			parts->start = child;
		else if (step || !clang_Cursor_isNull(parts->condition))
			parts->step = child;
		else
			parts->condition = child;
	}
}

static struct for_parts parts_of_for(
	struct builder *builder, CXCursor cursor, struct cursor_list *children)
{
	CXCursor null = clang_getNullCursor();
	struct for_parts parts = { null, null, null, null, null };
	struct reading *reading = builder->reading;
	unsigned separators[2], offset;
	uint32_t file, count = children->list.count;

	if (!count)
		return parts;
	parts.body = children->list.items[count - 1];
	if (heading_separators(builder, cursor, separators) != 2) {
		parts_by_kind(children, &parts);
		return parts;
	}
	for (uint32_t i = 0; i + 1 < count; i++) {
		CXCursor child = children->list.items[i];

		if (!locate(reading,
			    clang_getRangeStart(clang_getCursorExtent(child)),
			    &file, &offset))
			continue;
		if (offset < separators[0])
			parts.start = child;
		else if (clang_isDeclaration(clang_getCursorKind(child)))
			parts.variable = child;
		else if (offset < separators[1])
			parts.condition = child;
		else
			parts.step = child;
	}
	return parts;
}

void for_statement(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	struct for_parts parts;
	uint32_t head = new_block(builder), body = new_block(builder);
	uint32_t step = new_block(builder), after = new_block(builder);
	uint32_t cleanups = builder->cleanups.count;
	struct loop_targets outer;

	children_of(builder, cursor, &children);
	parts = parts_of_for(builder, cursor, &children);
	if (!clang_Cursor_isNull(parts.start))
		read_statement(builder, parts.start);
	builder->conditional = true;
	go_on_in(builder, head);
	if (!clang_Cursor_isNull(parts.variable))
		read_statement(builder, parts.variable);
	if (clang_Cursor_isNull(parts.condition))
		jump_to(builder, body);
	else
		read_condition(builder, parts.condition, body, after);
	outer = enter_loop(builder, after, step);
	builder->current = body;
	if (!clang_Cursor_isNull(parts.body))
		read_statement(builder, parts.body);
	go_on_in(builder, step);
	if (!clang_Cursor_isNull(parts.step))
		read_discarded(builder, parts.step);
	jump_to(builder, head);
	leave_loop(builder, outer);
	builder->current = after;
	unwind_to(builder, cleanups);
	builder->cleanups.count = cleanups;
}

/* The variable of a loop over an array is an element, or a copy of one; so are
 * the names that stand in its place. */
static void bind_element(
	struct builder *builder, CXCursor variable, CXCursor range)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(variable));
	uint32_t path = is_array_type(clang_getCursorType(range)) ?
		read_storage(builder, range) :
		NONE;

	if (path == NONE)
		return;
	path = path_element(builder, path, no_operand());
	if (is_binding(builder, variable))
		bind_parts(builder, variable, path);
	else if (type.kind == CXType_LValueReference)
		bind_to_path(builder, variable, path);
	else
		note_read(builder, path, range);
}

static struct iteration read_range(struct builder *builder, CXCursor range)
{
	struct operand value = read_kept(builder, range);
	uint32_t path = NONE;

	if (value.kind == OPERAND_PATH)
		path = value.index;
	else if (value.kind == OPERAND_RESULT)
		path = path_of(builder, ROOT_RESULT, value.index, "", "", NULL,
			NULL, NULL);
	return ask_range(builder, path, clang_getCursorType(range),
		place_of(builder->reading, range));
}

void range_for_statement(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	struct test unknown = { TEST_UNKNOWN, no_operand(), no_operand() };
	uint32_t head = new_block(builder), body = new_block(builder);
	uint32_t step = new_block(builder), after = new_block(builder);
	uint32_t cleanups = builder->cleanups.count, kept;
	struct loop_targets outer;
	struct iteration iteration;
	const CXCursor *last;

	children_of(builder, cursor, &children);
	if (children.list.count < 3) {
		statement_lost(builder, cursor, "a for lost its parts");
		go_on_in(builder, after);
		return;
	}
	last = &children.list.items[children.list.count - 3];
	builder->conditional = true;
	for (const CXCursor *at = children.list.items; at < last; at++)
		read_statement(builder, *at);
	iteration = read_range(builder, last[1]);
	go_on_in(builder, head);
	ask_end(builder, &iteration);
	branch(builder, unknown, place_of(builder->reading, cursor), body,
		after);
	outer = enter_loop(builder, after, step);
	kept = builder->cleanups.count;
	builder->current = body;
	ask_element(builder, &iteration);
	read_local(builder, last[0]);
	bind_element(builder, last[0], last[1]);
	read_statement(builder, last[2]);
	if (builder->current != NONE)
		leave_to(builder, builder->on_continue);
	leave_loop(builder, outer);
	builder->cleanups.count = kept;
	builder->current = step;
	ask_next(builder, &iteration);
	jump_to(builder, head);
	builder->current = after;
	end_scopes(builder, cleanups);
}
