/*
 * What a class is made of. One that is made from a template has the parts of its
 * pattern, with the arguments put in.
 */
#include "frontend/classes.h"

enum CXChildVisitResult class_take_part(
	CXCursor child, CXCursor parent, CXClientData data)
{
	struct made_of *made = data;

	(void)parent;
	switch (clang_getCursorKind(child)) {
	case CXCursor_CXXBaseSpecifier:
		*vec_add(made->arena, &made->bases) =
			clang_getCursorType(child);
		break;
	case CXCursor_FieldDecl:
		*vec_add(made->arena, &made->fields) = child;
		break;
	case CXCursor_Constructor:
		*vec_add(made->arena, &made->constructors) = child;
		break;
	case CXCursor_CXXMethod:
		if (clang_CXXMethod_isCopyAssignmentOperator(child) ||
			clang_CXXMethod_isMoveAssignmentOperator(child))
			*vec_add(made->arena, &made->assignments) = child;
		break;
	case CXCursor_Destructor:
		made->destructor = child;
		break;
	default:
		break;
	}
	return CXChildVisit_Continue;
}

static enum CXVisitorResult take_field(CXCursor field, CXClientData data)
{
	struct made_of *made = data;

	*vec_add(made->arena, &made->fields) = field;
	return CXVisit_Continue;
}

/* A class that is made from a template has the pattern's parts, with the
 * arguments put in. */
static void put_arguments_in(
	struct reading *reading, CXCursor class, struct made_of *made)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(class));

	made->fields.count = 0;
	clang_Type_visitFields(type, take_field, made);
	for (uint32_t i = 0; i < made->bases.count; i++)
		made->bases.items[i] =
			base_of(reading, type, made->bases.items[i]);
	for (uint32_t i = 0; i < made->constructors.count; i++)
		made->constructors.items[i] = special_of(
			reading, class, made->constructors.items[i]);
	for (uint32_t i = 0; i < made->assignments.count; i++)
		made->assignments.items[i] = special_of(
			reading, class, made->assignments.items[i]);
	if (!clang_Cursor_isNull(made->destructor))
		made->destructor =
			special_of(reading, class, made->destructor);
}

void class_take_apart(
	struct reading *reading, CXCursor class, struct made_of *made)
{
	CXCursor pattern = template_of(class);

	*made = (struct made_of){.arena = &reading->scratch,
		.destructor = clang_getNullCursor()};
	clang_visitChildren(pattern, class_take_part, made);
	if (!clang_equalCursors(pattern, class))
		put_arguments_in(reading, class, made);
}

/* False for what is no class. */
bool type_take_apart(
	struct builder *builder, CXType type, struct made_of *made)
{
	type = clang_getCanonicalType(type);
	while (is_array_type(type))
		type = clang_getCanonicalType(clang_getArrayElementType(type));
	if (type.kind != CXType_Record)
		return false;
	class_take_apart(builder->reading, clang_getTypeDeclaration(type), made);
	return true;
}
