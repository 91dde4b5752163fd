/*
 * Copies, and moves, that nobody has written: of an object whose parts have none
 * of their own either the copy is the thing itself; else each part is copied, or
 * moved, in its own way.
 */
#include "frontend/classes.h"

struct copying {
	bool assigns, moves;
	struct place place;
};

static bool copies(CXCursor method)
{
	return clang_CXXConstructor_isCopyConstructor(method) ||
		clang_CXXMethod_isCopyAssignmentOperator(method);
}

static bool moves(CXCursor method)
{
	return clang_CXXConstructor_isMoveConstructor(method) ||
		clang_CXXMethod_isMoveAssignmentOperator(method);
}

bool is_plain_copy(CXCursor method)
{
	return (copies(method) || moves(method)) &&
		clang_CXXMethod_isDefaulted(method);
}

/* What a class has written for that; a null cursor if it has nothing. What can be
 * moved only by copying is copied. */
static CXCursor written_in(
	const struct made_of *made, const struct copying *copying)
{
	CXCursor found = clang_getNullCursor();
	uint32_t count = copying->assigns ? made->assignments.count :
					    made->constructors.count;

	for (uint32_t i = 0; i < count; i++) {
		CXCursor method = copying->assigns ?
			made->assignments.items[i] :
			made->constructors.items[i];

		if (clang_CXXMethod_isDefaulted(method))
			continue;
		if (copying->moves && moves(method))
			return method;
		if (copies(method))
			found = method;
	}
	return found;
}

/* Whether the class, or a part of it, has written how. */
static bool is_written(struct builder *builder, CXType type,
	const struct copying *copying, int depth)
{
	struct made_of made;

	if (depth > MAX_NESTING || is_array_type(type) ||
		!type_take_apart(builder, type, &made))
		return false;
	if (!clang_Cursor_isNull(written_in(&made, copying)))
		return true;
	for (uint32_t i = 0; i < made.bases.count; i++)
		if (is_written(builder, made.bases.items[i], copying,
			    depth + 1))
			return true;
	for (uint32_t i = 0; i < made.fields.count; i++)
		if (is_written(builder,
			    clang_getCursorType(made.fields.items[i]), copying,
			    depth + 1))
			return true;
	return false;
}

static void copy_part(struct builder *builder, uint32_t to, uint32_t from,
	CXType type, const struct copying *copying, int depth);

static void copy_parts(struct builder *builder, uint32_t to, uint32_t from,
	const struct made_of *made, const struct copying *copying, int depth)
{
	for (uint32_t i = 0; i < made->bases.count; i++)
		copy_part(builder, to, from, made->bases.items[i], copying,
			depth + 1);
	for (uint32_t i = 0; i < made->fields.count; i++)
		copy_part(builder,
			path_field(builder, to, made->fields.items[i]),
			path_field(builder, from, made->fields.items[i]),
			clang_getCursorType(made->fields.items[i]), copying,
			depth + 1);
}

static void call_copy(struct builder *builder, uint32_t to, uint32_t from,
	CXCursor method, const struct copying *copying)
{
	uint32_t call = call_unspelled(builder, to, method, copying->place);

	*vec_add(&builder->reading->facts->drafts,
		&builder->body->events.items[call].arguments) =
		path_operand(from);
}

static void copy_part(struct builder *builder, uint32_t to, uint32_t from,
	CXType type, const struct copying *copying, int depth)
{
	struct made_of made;
	CXCursor method;

	if (!is_written(builder, type, copying, depth)) {
		add_assignment(builder, to, path_operand(from), copying->place);
		return;
	}
	type_take_apart(builder, type, &made);
	method = written_in(&made, copying);
	if (clang_Cursor_isNull(method))
		copy_parts(builder, to, from, &made, copying, depth);
	else
		call_copy(builder, to, from, method, copying);
}

void copy_plainly(struct builder *builder, uint32_t to, CXCursor source,
	CXCursor method, struct place place)
{
	const struct copying copying = {
		.assigns = clang_getCursorKind(method) == CXCursor_CXXMethod,
		.moves = moves(method),
		.place = place };
	CXType type =
		clang_getCursorType(clang_getCursorSemanticParent(method));
	uint32_t from;

	if (!is_written(builder, type, &copying, 0)) {
		add_assignment(builder, to, read_value(builder, source), place);
		return;
	}
	from = read_storage(builder, source);
	if (from != NONE)
		copy_part(builder, to, from, type, &copying, 0);
}
