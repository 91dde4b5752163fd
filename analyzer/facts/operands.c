/*
 * What an operand of a body is: a variable as a whole, a parameter, something
 * that holds a function, what is computed of such.
 */
#include "facts/facts.h"

#include <string.h>

bool type_holds_function(const char *type)
{
	return type && (strstr(type, "(*") || strstr(type, "(lambda at ") ||
		!strncmp(type, "type-parameter-", 15));
}

bool type_is_reference(const char *type)
{
	size_t length = type ? strlen(type) : 0;

	return length && (type[length - 1] == '&' || strstr(type, "(&"));
}

bool operand_is_table(const struct body *body, struct operand operand)
{
	const char *type = operand.kind == OPERAND_ADDRESS ?
		body->paths.items[operand.index].type :
		NULL;

	return type && strchr(type, '[') && strstr(type, "(*");
}

bool operand_hands_function(
	const struct body *body, struct operand operand)
{
	return operand.kind == OPERAND_FUNCTION ||
		operand_is_table(body, operand) ||
		(operand.kind == OPERAND_PATH &&
			type_holds_function(
				body->paths.items[operand.index].type));
}

bool paths_share_root(const struct path *one, const struct path *other)
{
	return one->root == other->root && one->index == other->index;
}

uint32_t whole_path(
	const struct body *body, enum path_root root, uint32_t index)
{
	for (uint32_t i = 0; i < body->paths.count; i++) {
		const struct path *path = &body->paths.items[i];

		if (path->root == root && path->index == index &&
			!path->steps[0])
			return i;
	}
	return NONE;
}

const struct path *operand_whole_path(
	const struct body *body, struct operand operand)
{
	const struct path *path;

	if (operand.kind != OPERAND_PATH)
		return NULL;
	path = &body->paths.items[operand.index];
	return path->steps[0] ? NULL : path;
}

uint32_t operand_parameter(const struct body *body, struct operand operand)
{
	const struct path *path = operand_whole_path(body, operand);

	return path && path->root == ROOT_PARAMETER ? path->index : NONE;
}

bool operand_is_untyped(const struct body *body, struct operand operand)
{
	const struct path *path = operand_whole_path(body, operand);

	return path && path->root == ROOT_PARAMETER && path->type &&
		!strcmp(path->type, "void *");
}

bool operand_is_plain_parameter(
	const struct body *body, struct operand operand)
{
	const struct path *path = operand_whole_path(body, operand);

	return path && path->root == ROOT_PARAMETER && path->type &&
		!strchr(path->type, '*');
}

bool operand_uses_plain_parameter(
	const struct body *body, struct operand operand)
{
	const struct formula *formula;

	if (operand.kind != OPERAND_FORMULA)
		return operand_is_plain_parameter(body, operand);
	formula = &body->formulas.items[operand.index];
	return operand_uses_plain_parameter(body, formula->left) ||
		operand_uses_plain_parameter(body, formula->right);
}

bool operation_commutes(enum operation operation)
{
	return operation == OPERATION_ADD || operation == OPERATION_MULTIPLY ||
		operation == OPERATION_AND || operation == OPERATION_OR ||
		operation == OPERATION_EXCLUSIVE_OR;
}

bool operation_apply(
	enum operation operation, uint64_t a, uint64_t b, int64_t *result)
{
	switch (operation) {
	case OPERATION_ADD:
		*result = (int64_t)(a + b);
		return true;
	case OPERATION_SUBTRACT:
		*result = (int64_t)(a - b);
		return true;
	case OPERATION_MULTIPLY:
		*result = (int64_t)(a * b);
		return true;
	case OPERATION_AND:
		*result = (int64_t)(a & b);
		return true;
	case OPERATION_OR:
		*result = (int64_t)(a | b);
		return true;
	case OPERATION_EXCLUSIVE_OR:
		*result = (int64_t)(a ^ b);
		return true;
	case OPERATION_SHIFT_LEFT:
		*result = b < 64 ? (int64_t)(a << b) : 0;
		return b < 64;
	case OPERATION_SHIFT_RIGHT:
	case OPERATION_DIVIDE:
	case OPERATION_REMAINDER:
		break;
	}
	return false;
}

int formula_depth(const struct body *body, struct operand operand)
{
	const struct formula *formula;
	int left, right;

	if (operand.kind != OPERAND_FORMULA)
		return 0;
	formula = &body->formulas.items[operand.index];
	left = formula_depth(body, formula->left);
	right = formula_depth(body, formula->right);
	return 1 + (left > right ? left : right);
}

bool operand_is_callback(const struct body *body, struct operand operand)
{
	const struct path *path = operand.kind == OPERAND_PATH ?
		&body->paths.items[operand.index] :
		NULL;

	return path && path->root == ROOT_PARAMETER &&
		(!path->steps[0] || !strcmp(path->steps, "*")) &&
		type_holds_function(path->type);
}
