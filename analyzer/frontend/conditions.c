/*
 * Conditions: what decides a branch. `&&`, `||` and `!` become blocks; a
 * comparison becomes the test that ends one; a bare value is compared with 0.
 */
#include <string.h>

#include "frontend/builder.h"

static enum test_kind test_of(enum CXBinaryOperatorKind kind)
{
	switch (kind) {
	case CXBinaryOperator_EQ:
		return TEST_EQUAL;
	case CXBinaryOperator_NE:
		return TEST_NOT_EQUAL;
	case CXBinaryOperator_LT:
		return TEST_LESS;
	case CXBinaryOperator_LE:
		return TEST_LESS_EQUAL;
	case CXBinaryOperator_GT:
		return TEST_GREATER;
	case CXBinaryOperator_GE:
		return TEST_GREATER_EQUAL;
	case CXBinaryOperator_And:
		return TEST_BITS;
	default:
		return TEST_UNKNOWN;
	}
}

/* Through parentheses, casts and what the compiler put in. */
CXCursor without_casts(struct builder *builder, CXCursor cursor)
{
	for (;;) {
		struct cursor_list children = { 0 };
		enum CXCursorKind kind = clang_getCursorKind(cursor);

		if (kind != CXCursor_ParenExpr &&
			kind != CXCursor_UnexposedExpr &&
			kind != CXCursor_CStyleCastExpr &&
			kind != CXCursor_CXXStaticCastExpr)
			return cursor;
		children_of(builder, cursor, &children);
		if (children.list.count != 1)
			return cursor;
		cursor = children.list.items[0];
	}
}

/* A constant stands on the right, wherever it is written. */
static struct test constant_last(struct test test)
{
	struct test other = { test_turned(test.kind), test.right, test.left };

	return test.left.kind == OPERAND_CONSTANT &&
			test.right.kind != OPERAND_CONSTANT ?
		other :
		test;
}

static bool is_unsigned_type(CXType type)
{
	switch (clang_getCanonicalType(type).kind) {
	case CXType_UChar:
	case CXType_UShort:
	case CXType_UInt:
	case CXType_ULong:
	case CXType_ULongLong:
		return true;
	default:
		return false;
	}
}

/* Whether a value cannot be negative: also one that was promoted to a signed
 * type, but not one that the source makes signed. */
static bool is_unsigned(struct builder *builder, CXCursor cursor)
{
	while (!is_unsigned_type(clang_getCursorType(cursor))) {
		struct cursor_list children = { 0 };

		if (clang_getCursorKind(cursor) != CXCursor_UnexposedExpr)
			return false;
		children_of(builder, cursor, &children);
		if (children.list.count != 1)
			return false;
		cursor = children.list.items[0];
	}
	return true;
}

/* Of what cannot be negative, `x > 0` and `x >= 1` are `x != 0`. */
static struct test of_unsigned(struct test test)
{
	int64_t least = test.kind == TEST_GREATER_EQUAL ||
			test.kind == TEST_LESS ?
		1 :
		0;

	if (test.right.kind != OPERAND_CONSTANT ||
		test.right.constant != least)
		return test;
	if (test.kind == TEST_GREATER || test.kind == TEST_GREATER_EQUAL)
		test.kind = TEST_NOT_EQUAL;
	else if (test.kind == TEST_LESS || test.kind == TEST_LESS_EQUAL)
		test.kind = TEST_EQUAL;
	else
		return test;
	test.right = constant_operand(0);
	return test;
}

static void compare(struct builder *builder, CXCursor cursor,
	struct cursor_list *children, enum test_kind kind, uint32_t when_true,
	uint32_t when_false)
{
	struct test test = { .kind = kind };
	uint32_t tested, cleanups = builder->cleanups.count;

	test.left = read_value(builder, children->list.items[0]);
	test.right = read_value(builder, children->list.items[1]);
	end_scopes(builder, cleanups);
	tested = test.left.kind == OPERAND_CONSTANT;
	test = constant_last(test);
	if (is_unsigned(builder, children->list.items[tested]))
		test = of_unsigned(test);
	branch(builder, test, place_of(builder->reading, cursor), when_true,
		when_false);
}

/* `(x & m) != 0`, or `== 0`, as macros that test flags say it. */
static bool is_of_bits(struct builder *builder, enum CXBinaryOperatorKind kind,
	const struct cursor_list *children)
{
	CXCursor left = without_casts(builder, children->list.items[0]);
	CXCursor right = without_casts(builder, children->list.items[1]);

	return (kind == CXBinaryOperator_EQ || kind == CXBinaryOperator_NE) &&
		clang_getCursorKind(left) == CXCursor_BinaryOperator &&
		clang_getCursorBinaryOperatorKind(left) ==
			CXBinaryOperator_And &&
		clang_getCursorKind(right) == CXCursor_IntegerLiteral &&
		read_value(builder, right).constant == 0;
}

/* `if (x)` is `if (x != 0)`. */
static void truth(struct builder *builder, CXCursor cursor, uint32_t when_true,
	uint32_t when_false)
{
	struct test test = { TEST_NOT_EQUAL, no_operand(),
		constant_operand(0) };

	test.left = read_whole(builder, cursor);
	if (test.left.kind == OPERAND_CONSTANT) {
		jump_to(builder,
			test.left.constant ? when_true : when_false);
		return;
	}
	branch(builder, test, place_of(builder->reading, cursor), when_true,
		when_false);
}

static void binary_condition(struct builder *builder, CXCursor cursor,
	uint32_t when_true, uint32_t when_false)
{
	enum CXBinaryOperatorKind kind =
		clang_getCursorBinaryOperatorKind(cursor);
	struct cursor_list children = { 0 };
	uint32_t second;

	children_of(builder, cursor, &children);
	if (children.list.count != 2) {
		truth(builder, cursor, when_true, when_false);
	} else if (kind == CXBinaryOperator_LAnd) {
		second = new_block(builder);
		read_condition(builder, children.list.items[0], second,
			when_false);
		builder->current = second;
		read_condition(builder, children.list.items[1], when_true,
			when_false);
	} else if (kind == CXBinaryOperator_LOr) {
		second = new_block(builder);
		read_condition(builder, children.list.items[0], when_true,
			second);
		builder->current = second;
		read_condition(builder, children.list.items[1], when_true,
			when_false);
	} else if (kind == CXBinaryOperator_Comma) {
		read_discarded(builder, children.list.items[0]);
		read_condition(builder, children.list.items[1], when_true,
			when_false);
	} else if (is_of_bits(builder, kind, &children)) {
		read_condition(builder, children.list.items[0],
			kind == CXBinaryOperator_NE ? when_true : when_false,
			kind == CXBinaryOperator_NE ? when_false : when_true);
	} else if (test_of(kind) != TEST_UNKNOWN) {
		compare(builder, cursor, &children, test_of(kind), when_true,
			when_false);
	} else {
		truth(builder, cursor, when_true, when_false);
	}
}

void read_condition(struct builder *builder, CXCursor cursor,
	uint32_t when_true, uint32_t when_false)
{
	CXCursor inner = without_casts(builder, cursor);
	enum CXCursorKind kind = clang_getCursorKind(inner);
	struct cursor_list children = { 0 };

	if (kind == CXCursor_BinaryOperator) {
		binary_condition(builder, inner, when_true, when_false);
	} else if (kind == CXCursor_UnaryOperator &&
		clang_getCursorUnaryOperatorKind(inner) ==
			CXUnaryOperator_LNot) {
		children_of(builder, inner, &children);
		if (children.list.count == 1)
			read_condition(builder, children.list.items[0],
				when_false, when_true);
		else
			truth(builder, inner, when_true, when_false);
	} else if (kind == CXCursor_CallExpr &&
		is_builtin_expect(builder, inner)) {
		read_condition(builder, clang_Cursor_getArgument(inner, 0),
			when_true, when_false);
	} else {
		truth(builder, inner, when_true, when_false);
	}
}
