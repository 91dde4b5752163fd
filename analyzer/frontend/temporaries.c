/*
 * Objects without a name: those that are discarded, handed to a routine, asked
 * something by a method. One is destroyed at the end of the whole expression that
 * it stands in; of `a && b` and `c ? a : b`, at the end of the operand.
 */
#include "frontend/builder.h"

/* Whether a call is that of a constructor, of an object without a name. */
static bool constructs_unnamed(const struct builder *builder, uint32_t call)
{
	uint32_t object = builder->body->events.items[call].object;

	return object != NONE &&
		builder->body->paths.items[object].root == ROOT_RESULT &&
		builder->body->paths.items[object].index == call;
}

/* Whether a value is an object of its own, not one that a call refers to. */
bool is_new_object(struct builder *builder, CXCursor cursor)
{
	CXCursor function =
		clang_getCursorReferenced(without_casts(builder, cursor));
	enum CXTypeKind kind =
		clang_getCanonicalType(clang_getCursorResultType(function)).kind;

	return kind != CXType_LValueReference && kind != CXType_RValueReference;
}

/* It lives on. */
static void keep_unnamed(
	struct builder *builder, CXCursor cursor, struct operand value)
{
	CXType type = clang_getCursorType(without_casts(builder, cursor));

	if (value.kind == OPERAND_RESULT && is_destroyed(builder, type) &&
		(constructs_unnamed(builder, value.index) ||
			is_new_object(builder, cursor)))
		keep_object(builder, cursor, type,
			path_of(builder, ROOT_RESULT, value.index, "", "",
				NULL, NULL, NULL));
}

struct operand read_kept(struct builder *builder, CXCursor cursor)
{
	struct operand value = read_value(builder, cursor);

	note_escape(builder, value, cursor);
	keep_unnamed(builder, cursor, value);
	return value;
}

void read_discarded(struct builder *builder, CXCursor cursor)
{
	uint32_t cleanups = builder->cleanups.count;

	read_kept(builder, cursor);
	end_scopes(builder, cleanups);
}

/* `{ 0, TRUE }` and `Options{ 0, TRUE }`, for a parameter: its cursor, or a null
 * one. */
static CXCursor braced_list(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	CXCursor inner = without_casts(builder, cursor);

	if (clang_getCursorKind(inner) == CXCursor_CXXFunctionalCastExpr) {
		children_of(builder, inner, &children);
		if (children.list.count == 1)
			inner = without_casts(builder, children.list.items[0]);
	}
	return clang_getCursorKind(inner) == CXCursor_InitListExpr &&
			clang_getCanonicalType(clang_getCursorType(inner))
					.kind == CXType_Record ?
		inner :
		clang_getNullCursor();
}

/* The object that a braced list makes; its path. */
static uint32_t read_braced(struct builder *builder, CXCursor list)
{
	uint32_t path = temporary_path(builder, list);

	initialise(builder, path, clang_getCursorType(list), list);
	return path;
}

struct operand read_object(struct builder *builder, CXCursor cursor)
{
	CXCursor list = braced_list(builder, cursor);
	struct operand value;
	uint32_t path;

	if (clang_Cursor_isNull(list)) {
		value = read_value(builder, cursor);
		keep_unnamed(builder, cursor, value);
		return value;
	}
	path = read_braced(builder, list);
	keep_object(builder, cursor, clang_getCursorType(list), path);
	return path_operand(path);
}

struct operand read_returned(struct builder *builder, CXCursor cursor)
{
	CXCursor list = braced_list(builder, cursor);

	return clang_Cursor_isNull(list) ?
		read_value(builder, cursor) :
		path_operand(read_braced(builder, list));
}

struct operand read_whole(struct builder *builder, CXCursor cursor)
{
	uint32_t cleanups = builder->cleanups.count;
	struct operand value = read_value(builder, cursor);

	end_scopes(builder, cleanups);
	return value;
}
