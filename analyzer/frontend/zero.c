/*
 * Whether an initialiser is nothing but zeros, as far as that is certain: of a
 * list all that it says, and of C++ also what the type itself puts there.
 */
#include <math.h>
#include <string.h>

#include "frontend/builder.h"

/* ---- literals ---------------------------------------------------------- */

/* Of a number, whatever it is computed from. -0.0 has a bit that is set. */
static bool is_zero_number(CXCursor cursor)
{
	CXEvalResult result = clang_Cursor_Evaluate(cursor);
	bool zero = false;
	double number;

	if (!result)
		return false;
	switch (clang_EvalResult_getKind(result)) {
	case CXEval_Int:
		zero = !clang_EvalResult_getAsLongLong(result);
		break;
	case CXEval_Float:
		number = clang_EvalResult_getAsDouble(result);
		zero = number == 0 && !signbit(number);
		break;
	default:
		break;
	}
	clang_EvalResult_dispose(result);
	return zero;
}

/* As clang spells a literal: L"\000\000". What fills up the array is zero. */
static bool is_zero_spelling(const char *spelling)
{
	const char *at = strchr(spelling, '"');

	if (!at)
		return false;
	for (at++; *at == '\\'; at++)
		for (int digits = 0; digits < 3 && at[1] == '0'; digits++)
			at++;
	return at[0] == '"' && !at[1];
}

/* One that fills an array; a pointer to one is not zero. */
static bool is_zero_string(CXCursor literal, CXCursor parent)
{
	CXString spelling = clang_getCursorSpelling(literal);
	bool zero = clang_getCanonicalType(clang_getCursorType(parent)).kind !=
			CXType_Pointer &&
		is_zero_spelling(clang_getCString(spelling));

	clang_disposeString(spelling);
	return zero;
}

/* ---- expressions ------------------------------------------------------- */

static bool end_together(CXCursor one, CXCursor other)
{
	return clang_equalLocations(
		clang_getRangeEnd(clang_getCursorExtent(one)),
		clang_getRangeEnd(clang_getCursorExtent(other)));
}

static bool type_is_zero(CXType type);

/* "RING()": static storage is zero before a constructor runs. */
static bool is_zero_call(CXCursor call)
{
	CXCursor constructor = clang_getCursorReferenced(call);

	return clang_getCursorKind(constructor) == CXCursor_Constructor &&
		!clang_Cursor_getNumArguments(call) &&
		type_is_zero(clang_getCursorType(call));
}

static enum CXChildVisitResult find_nonzero(
	CXCursor child, CXCursor parent, CXClientData data)
{
	bool *zero = data;
	enum CXCursorKind kind = clang_getCursorKind(child);

	/* the index in "[5] = 0" */
	if (!clang_isExpression(kind) ||
		(clang_getCursorKind(parent) == CXCursor_UnexposedExpr &&
			!end_together(child, parent)))
		return CXChildVisit_Continue;
	switch (kind) {
	case CXCursor_InitListExpr:
	case CXCursor_UnexposedExpr:
	case CXCursor_ParenExpr:
	case CXCursor_CStyleCastExpr:
	case CXCursor_CXXFunctionalCastExpr:
	case CXCursor_CompoundLiteralExpr:
		return CXChildVisit_Recurse;
	case CXCursor_MemberRef:
	case CXCursor_CXXNullPtrLiteralExpr:
	case CXCursor_GNUNullExpr:
		return CXChildVisit_Continue;
	case CXCursor_StringLiteral:
		*zero = is_zero_string(child, parent);
		break;
	case CXCursor_CallExpr:
		*zero = is_zero_call(child) || is_zero_number(child);
		break;
	default:
		*zero = is_zero_number(child);
		break;
	}
	return *zero ? CXChildVisit_Continue : CXChildVisit_Break;
}

/* ---- types ------------------------------------------------------------- */

static enum CXChildVisitResult find_nonzero_base(
	CXCursor child, CXCursor parent, CXClientData data)
{
	bool *zero = data;

	(void)parent;
	switch (clang_getCursorKind(child)) {
	case CXCursor_CXXBaseSpecifier:
		*zero = type_is_zero(clang_getCursorType(child));
		break;
	case CXCursor_Constructor:
		*zero = clang_CXXMethod_isDefaulted(child);
		break;
	case CXCursor_CXXMethod:
	case CXCursor_Destructor:
		*zero = !clang_CXXMethod_isVirtual(child);
		break;
	default:
		break;
	}
	return *zero ? CXChildVisit_Continue : CXChildVisit_Break;
}

/* What a field's own initialiser says; the bounds of an array and the width of a
 * bit field are children of the field as well. */
static enum CXChildVisitResult find_nonzero_default(
	CXCursor child, CXCursor field, CXClientData data)
{
	bool *zero = data;

	if (clang_isExpression(clang_getCursorKind(child)) &&
		end_together(child, field) && !clang_Cursor_isBitField(field) &&
		find_nonzero(child, field, zero) == CXChildVisit_Recurse)
		clang_visitChildren(child, find_nonzero, zero);
	return *zero ? CXChildVisit_Continue : CXChildVisit_Break;
}

static enum CXVisitorResult find_nonzero_field(
	CXCursor field, CXClientData data)
{
	bool *zero = data;

	clang_visitChildren(field, find_nonzero_default, zero);
	*zero = *zero && type_is_zero(clang_getCursorType(field));
	return *zero ? CXVisit_Continue : CXVisit_Break;
}

/* Whether a type leaves at zero what an initialiser does not speak of. */
static bool type_is_zero(CXType type)
{
	bool zero = true;

	type = clang_getCanonicalType(type);
	while (type.kind == CXType_ConstantArray)
		type = clang_getCanonicalType(clang_getArrayElementType(type));
	if (type.kind != CXType_Record)
		return true;
	clang_visitChildren(
		clang_getTypeDeclaration(type), find_nonzero_base, &zero);
	if (zero)
		clang_Type_visitFields(type, find_nonzero_field, &zero);
	return zero;
}

/* The bounds of an array are children of the variable, but not of its
 * initialiser. */
bool initialiser_is_zero(CXCursor variable)
{
	CXCursor initialiser = clang_Cursor_getVarDeclInitializer(variable);
	bool zero = true;

	if (find_nonzero(initialiser, variable, &zero) == CXChildVisit_Recurse)
		clang_visitChildren(initialiser, find_nonzero, &zero);
	return zero && type_is_zero(clang_getCursorType(variable));
}
