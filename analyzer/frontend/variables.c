/*
 * Variables with static storage: type, size, how they are initialised, and the
 * sections they are put into, which depends on the three before.
 */
#include "frontend/builder.h"
#include "frontend/span.h"

static void add_variable_claim(struct reading *reading,
	struct variable *variable, enum placed_by by, const char *section,
	uint32_t directive)
{
	struct facts *facts = reading->facts;
	struct place place = variable->place;

	if (!section || (directive != NONE &&
			facts->directives.items[directive].doubtful))
		return;
	if (directive != NONE)
		place = facts->directives.items[directive].place;
	*vec_add(&facts->arena, &variable->claims) =
		(struct claim){ by, section, directive, place };
}

/* Of a canonical array type either the array or its element is const. */
static bool is_const_object(CXType type)
{
	while (!clang_isConstQualifiedType(type)) {
		if (type.kind != CXType_ConstantArray &&
			type.kind != CXType_IncompleteArray)
			return false;
		type = clang_getArrayElementType(type);
	}
	return true;
}

/* A class object without an initialiser has a constructor call for one, which
 * stands where the name does. */
static bool is_initialised(CXCursor variable)
{
	CXCursor initialiser = clang_Cursor_getVarDeclInitializer(variable);

	return !clang_Cursor_isNull(initialiser) &&
		!(clang_getCursorKind(initialiser) == CXCursor_CallExpr &&
			clang_equalLocations(
				clang_getRangeStart(
					clang_getCursorExtent(initialiser)),
				clang_getCursorLocation(variable)) &&
			clang_Cursor_getNumArguments(initialiser) <= 0);
}

/* Whether it is the initialiser that makes a definition of a declaration: of
 * `extern int a = 0` and of `extern "C" int a = 0`, which has no braces. */
static bool needs_initialiser(CXCursor variable)
{
	CXCursor parent = clang_getCursorLexicalParent(variable);

	return clang_Cursor_getStorageClass(variable) == CX_SC_Extern ||
		(clang_getCursorKind(parent) == CXCursor_LinkageSpec &&
			clang_equalLocations(
				clang_getRangeEnd(
					clang_getCursorExtent(parent)),
				clang_getRangeEnd(
					clang_getCursorExtent(variable))));
}

static void fill_variable(struct reading *reading, struct variable *variable,
	CXCursor cursor, struct span name)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(cursor));

	variable->name = qualified_name(reading, cursor);
	variable->type = take_type(reading, type);
	variable->place = place_of_span(reading, name);
	variable->in_header = name.file != 0;
	variable->size = clang_Type_getSizeOf(type);
	if (variable->size < 0)
		variable->size = -1;
	variable->is_const = is_const_object(type);
	variable->external =
		clang_getCursorLinkage(cursor) == CXLinkage_External;
	variable->initialised = is_initialised(cursor);
	variable->zero = variable->initialised && initialiser_is_zero(cursor);
	if (variable->zero && !needs_initialiser(cursor))
		variable->initialiser = initialiser_place(
			reading, name.file, name.end,
			span_of(reading, clang_getCursorExtent(cursor)).end);
	variable->object = held_by(reading, clang_getCursorType(cursor));
	variable->missed = NONE;
}

/* The segment pragma in force that looks as if it placed this variable and does
 * not, because it is for another kind of data. */
static uint32_t missed_segment(struct reading *reading,
	const struct variable *variable, struct span name)
{
	enum segment own = variable_segment(variable);
	uint32_t directive = NONE;

	if (own != SEGMENT_DATA &&
		segment_at(reading, SEGMENT_DATA, name.file, name.start,
			&directive))
		return directive;
	if (own != SEGMENT_BSS &&
		segment_at(reading, SEGMENT_BSS, name.file, name.start,
			&directive))
		return directive;
	return NONE;
}

static bool is_in_class(CXCursor variable)
{
	switch (clang_getCursorKind(clang_getCursorLexicalParent(variable))) {
	case CXCursor_StructDecl:
	case CXCursor_ClassDecl:
	case CXCursor_UnionDecl:
	case CXCursor_ClassTemplate:
	case CXCursor_ClassTemplatePartialSpecialization:
		return true;
	default:
		return false;
	}
}

/* In a class a static member is only declared, unless it is inline. */
static bool is_definition(CXCursor variable)
{
	if (is_in_class(variable))
		return clang_isCursorDefinition(variable);
	return clang_Cursor_getStorageClass(variable) != CX_SC_Extern ||
		!clang_Cursor_isNull(
			clang_Cursor_getVarDeclInitializer(variable));
}

/* A C++ constant of a plain type is folded into its uses, and is nowhere, unless
 * other units may refer to it. */
static bool is_folded(const struct reading *reading, CXCursor cursor,
	const struct variable *variable)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(cursor));

	return reading->facts->cxx && variable->is_const &&
		(is_in_class(cursor) || !variable->external) &&
		((type.kind >= CXType_FirstBuiltin &&
			 type.kind <= CXType_LastBuiltin) ||
			type.kind == CXType_Enum ||
			type.kind == CXType_Pointer);
}

void variable_read(
	struct reading *reading, CXCursor cursor, const char *function)
{
	struct facts *facts = reading->facts;
	struct span extent = span_of(reading, clang_getCursorExtent(cursor));
	struct span name = name_span(reading, cursor);
	const char *usr = take_string(reading, clang_getCursorUSR(cursor));
	uint32_t index = map_get(&reading->variable_by_usr, usr);
	struct variable *variable;
	/* A local's attributes are its own, not its function's. */
	unsigned from = function ? extent.start :
				   declared_to(reading, extent.file);
	uint32_t directive = NONE;
	const char *section;
	bool defined = is_definition(cursor);

	if (extent.file == NONE || name.file == NONE)
		return;
	if (index == MAP_NONE) {
		index = facts->variables.count;
		variable = vec_add(&facts->arena, &facts->variables);
		variable->usr = usr;
		variable->function = function;
		map_set(&reading->scratch, &reading->variable_by_usr, usr,
			index);
	}
	variable = &facts->variables.items[index];
	if (!variable->place.file || (defined && !variable->initialised))
		fill_variable(reading, variable, cursor, name);
	variable->defined |= defined;
	section = attribute_section(reading, extent.file,
		from <= extent.start && !function ? from : extent.start,
		extent.end, NULL, &directive);
	if (section && directive != NONE)
		facts->directives.items[directive].segment =
			variable_segment(variable);
	add_variable_claim(reading, variable, PLACED_BY_ATTRIBUTE, section,
		directive);
	if (!defined)
		return;
	directive = NONE;
	section = segment_at(reading, variable_segment(variable), name.file,
		name.start, &directive);
	add_variable_claim(
		reading, variable, PLACED_BY_SEGMENT, section, directive);
	if (!variable->claims.count &&
		!is_folded(reading, cursor, variable))
		variable->missed = missed_segment(reading, variable, name);
	initialiser_read(reading, symbol_of(reading, cursor), cursor);
}
