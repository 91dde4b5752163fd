/*
 * What is computed of integers. Of constants it is a constant; of what is stored
 * somewhere, or returned by a call, it is a formula, which says what a test of
 * it means for those. What is no integer, or is computed of something else, is
 * not known, nor is what goes through an element that the source does not name,
 * or is nested too deep.
 */
#include <string.h>

#include "frontend/builder.h"

bool is_integer(CXType type)
{
	type = clang_getCanonicalType(type);
	return (type.kind >= CXType_Bool && type.kind <= CXType_Int128) ||
		type.kind == CXType_Enum;
}

static bool is_term(const struct body *body, struct operand operand)
{
	switch (operand.kind) {
	case OPERAND_PATH:
		return !strstr(body->paths.items[operand.index].steps, "[]");
	case OPERAND_CONSTANT:
	case OPERAND_RESULT:
		return true;
	case OPERAND_FORMULA:
		return formula_depth(body, operand) < MAX_FORMULA_DEPTH;
	default:
		return false;
	}
}

struct operand computed(struct builder *builder, CXType type,
	enum operation operation, struct operand left, struct operand right)
{
	struct body *body = builder->body;
	int64_t value;

	if (left.kind == OPERAND_CONSTANT && right.kind == OPERAND_CONSTANT)
		return operation_apply(operation, (uint64_t)left.constant,
			       (uint64_t)right.constant, &value) ?
			constant_operand(value) :
			no_operand();
	if (!is_integer(type) || !is_term(body, left) || !is_term(body, right))
		return no_operand();
	*vec_add(&builder->reading->facts->drafts, &body->formulas) =
		(struct formula){ operation, left, right };
	return (struct operand){ OPERAND_FORMULA, body->formulas.count - 1, 0 };
}

/* By enum CXBinaryOperatorKind: of an operator and of its assignment. */
bool operation_of(enum CXBinaryOperatorKind kind, enum operation *operation)
{
	static const struct {
		enum CXBinaryOperatorKind plain, assigning;
		enum operation operation;
	} kinds[] = {
		{ CXBinaryOperator_Add, CXBinaryOperator_AddAssign,
			OPERATION_ADD },
		{ CXBinaryOperator_Sub, CXBinaryOperator_SubAssign,
			OPERATION_SUBTRACT },
		{ CXBinaryOperator_Mul, CXBinaryOperator_MulAssign,
			OPERATION_MULTIPLY },
		{ CXBinaryOperator_Div, CXBinaryOperator_DivAssign,
			OPERATION_DIVIDE },
		{ CXBinaryOperator_Rem, CXBinaryOperator_RemAssign,
			OPERATION_REMAINDER },
		{ CXBinaryOperator_And, CXBinaryOperator_AndAssign,
			OPERATION_AND },
		{ CXBinaryOperator_Or, CXBinaryOperator_OrAssign,
			OPERATION_OR },
		{ CXBinaryOperator_Xor, CXBinaryOperator_XorAssign,
			OPERATION_EXCLUSIVE_OR },
		{ CXBinaryOperator_Shl, CXBinaryOperator_ShlAssign,
			OPERATION_SHIFT_LEFT },
		{ CXBinaryOperator_Shr, CXBinaryOperator_ShrAssign,
			OPERATION_SHIFT_RIGHT },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (kinds[i].plain == kind || kinds[i].assigning == kind) {
			*operation = kinds[i].operation;
			return true;
		}
	return false;
}

static bool fits(const struct formula *formula, int64_t bytes)
{
	return formula->operation == OPERATION_AND &&
		formula->right.kind == OPERAND_CONSTANT &&
		formula->right.constant >= 0 &&
		formula->right.constant >> (8 * bytes - 1) == 0;
}

struct operand narrowed(struct builder *builder, struct operand value,
	CXType from, CXType to)
{
	int64_t before, after;

	/* What has no size, as the name of a member function, is no formula:
	 * libclang must not be asked for that. */
	if (value.kind != OPERAND_FORMULA)
		return value;
	before = clang_Type_getSizeOf(clang_getCanonicalType(from));
	after = clang_Type_getSizeOf(clang_getCanonicalType(to));
	if (is_integer(to) && after >= before && before > 0)
		return value;
	return is_integer(to) && after > 0 && after < 8 &&
			fits(&builder->body->formulas.items[value.index],
				after) ?
		value :
		no_operand();
}
