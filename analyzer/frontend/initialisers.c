/*
 * Initialisers. A record or an array is read as if it were assigned element by
 * element, in a body and in a table of the driver alike.
 */
#include <string.h>

#include "frontend/builder.h"

struct fields {
	struct arena *arena;
	VEC(CXCursor) list;
};

static enum CXVisitorResult collect_field(CXCursor field, CXClientData data)
{
	struct fields *fields = data;

	*vec_add(fields->arena, &fields->list) = field;
	return CXVisit_Continue;
}

/* `.Field = value` and `[3] = value`: false when it is neither. */
static bool designated(struct builder *builder, uint32_t path, CXType type,
	CXCursor element)
{
	struct cursor_list children = { 0 };
	CXCursor field;
	uint32_t count;

	if (clang_getCursorKind(element) != CXCursor_UnexposedExpr)
		return false;
	children_of(builder, element, &children);
	count = children.list.count;
	if (count < 2)
		return false;
	for (uint32_t i = 0; i + 1 < count; i++) {
		CXCursor child = children.list.items[i];

		if (clang_getCursorKind(child) == CXCursor_MemberRef) {
			field = clang_getCursorReferenced(child);
			path = path_field(builder, path, field);
			type = clang_getCursorType(field);
		} else {
			path = path_element(
				builder, path, read_value(builder, child));
			type = clang_getArrayElementType(
				clang_getCanonicalType(type));
		}
	}
	initialise(builder, path, type, children.list.items[count - 1]);
	return true;
}

/* The field that a value without braces of its own is for: of an anonymous
 * union the first. */
static CXCursor field_with_name(struct builder *builder, CXCursor field)
{
	struct fields inner = { .arena = &builder->reading->scratch };

	if (!is_anonymous(take_string(builder->reading,
		    clang_getCursorSpelling(field))))
		return field;
	clang_Type_visitFields(
		clang_getCanonicalType(clang_getCursorType(field)),
		collect_field, &inner);
	return inner.list.count ? field_with_name(builder,
					  inner.list.items[0]) :
				  field;
}

static void initialise_field(struct builder *builder, uint32_t path,
	CXCursor field, CXCursor element)
{
	if (clang_getCursorKind(without_casts(builder, element)) !=
		CXCursor_InitListExpr)
		field = field_with_name(builder, field);
	initialise(builder, path_field(builder, path, field),
		clang_getCursorType(field), element);
}

enum { MOST_MISSING = 16, MAX_INNER = 3 };

static void initialise_missing(struct builder *builder, uint32_t path,
	CXType type, struct place place, int depth);

/* The fields from `first` on; of a union only the first one is made. */
static void make_zero(struct builder *builder, uint32_t path, CXType type,
	uint32_t first, struct place place, int depth)
{
	struct fields fields = { .arena = &builder->reading->scratch };
	bool is_union = clang_getCursorKind(clang_getTypeDeclaration(type)) ==
		CXCursor_UnionDecl;

	clang_Type_visitFields(type, collect_field, &fields);
	if (fields.list.count > MOST_MISSING)
		return;
	for (uint32_t i = first; i < fields.list.count && !(is_union && i);
		i++)
		initialise_missing(builder,
			path_field(builder, path, fields.list.items[i]),
			clang_getCursorType(fields.list.items[i]), place,
			depth + 1);
}

static void initialise_missing(struct builder *builder, uint32_t path,
	CXType type, struct place place, int depth)
{
	type = clang_getCanonicalType(type);
	if (type.kind == CXType_Record && depth < MAX_INNER)
		make_zero(builder, path, type, 0, place, depth);
	else if (type.kind == CXType_Pointer || type.kind == CXType_Enum ||
		is_integer(type))
		add_assignment(builder, path, constant_operand(0), place);
}

/* Whether what a list does not name is 0: C++ has classes for which it is not. */
static bool leaves_zero(struct builder *builder, uint32_t path, CXType type)
{
	return path != NONE && builder->reading->facts->cxx &&
		builder->body->paths.items[path].root != ROOT_GLOBAL &&
		!has_defaults(builder, type);
}

static void initialise_record(struct builder *builder, uint32_t path,
	CXType type, const struct cursor_list *elements, struct place place)
{
	struct fields fields = { .arena = &builder->reading->scratch };
	bool named = false;

	clang_Type_visitFields(type, collect_field, &fields);
	for (uint32_t i = 0; i < elements->list.count; i++) {
		CXCursor element = elements->list.items[i];

		if (designated(builder, path, type, element)) {
			named = true;
			continue;
		}
		if (i < fields.list.count)
			initialise_field(builder, path,
				fields.list.items[i], element);
		else
			read_effects(builder, element);
	}
	if (!named && leaves_zero(builder, path, type))
		make_zero(builder, path, type, elements->list.count, place, 0);
}

static void initialise_array(struct builder *builder, uint32_t path,
	CXType type, const struct cursor_list *elements)
{
	CXType item = clang_getArrayElementType(type);

	for (uint32_t i = 0; i < elements->list.count; i++) {
		CXCursor element = elements->list.items[i];

		if (designated(builder, path, type, element))
			continue;
		initialise(builder,
			path_element(builder, path, constant_operand(i)), item,
			element);
	}
}

/* `Lock lock = Lock(1)`: the object is made where it is to be. */
static CXCursor without_copy(struct builder *builder, CXCursor initialiser)
{
	CXCursor inner = without_casts(builder, initialiser), made;
	struct cursor_list children = { 0 };

	if (clang_getCursorKind(inner) != CXCursor_CXXFunctionalCastExpr)
		return inner;
	children_of(builder, inner, &children);
	if (!children.list.count)
		return inner;
	made = without_casts(builder,
		children.list.items[children.list.count - 1]);
	return clang_getCursorKind(clang_getCursorReferenced(made)) ==
				CXCursor_Constructor &&
			clang_equalTypes(
				clang_getCanonicalType(clang_getCursorType(made)),
				clang_getCanonicalType(
					clang_getCursorType(inner))) ?
		made :
		inner;
}

void initialise(struct builder *builder, uint32_t path, CXType type,
	CXCursor initialiser)
{
	struct cursor_list children = { 0 };
	CXCursor inner = without_copy(builder, initialiser);
	enum CXCursorKind kind = clang_getCursorKind(inner);
	struct operand value;

	type = clang_getCanonicalType(type);
	if (kind == CXCursor_InitListExpr) {
		children_of(builder, inner, &children);
		if (is_array_type(type))
			initialise_array(builder, path, type, &children);
		else if (type.kind == CXType_Record)
			initialise_record(builder, path, type, &children,
				place_of(builder->reading, initialiser));
		else if (children.list.count == 1)
			initialise(builder, path, type,
				children.list.items[0]);
		return;
	}
	if (kind == CXCursor_CallExpr &&
		clang_getCursorKind(clang_getCursorReferenced(inner)) ==
			CXCursor_Constructor) {
		read_call(builder, inner, path);
		return;
	}
	value = read_value(builder, initialiser);
	add_assignment(builder, path, value,
		place_of(builder->reading, initialiser));
}

void initialise_whole(struct builder *builder, uint32_t path, CXType type,
	CXCursor initialiser)
{
	uint32_t cleanups = builder->cleanups.count;

	initialise(builder, path, type, initialiser);
	end_scopes(builder, cleanups);
}

/* What an initialiser names that is not known where it is used. */
struct named {
	bool function, variable;
};

static enum CXChildVisitResult find_named(
	CXCursor child, CXCursor parent, CXClientData data)
{
	struct named *named = data;
	CXCursor referenced = clang_getCursorReferenced(child);

	(void)parent;
	if (clang_getCursorKind(child) == CXCursor_LambdaExpr)
		named->function = true;
	if (clang_getCursorKind(child) == CXCursor_DeclRefExpr) {
		named->function |= is_function_cursor(referenced);
		named->variable |=
			clang_getCursorKind(referenced) == CXCursor_VarDecl;
	}
	return named->function ? CXChildVisit_Break : CXChildVisit_Recurse;
}

/* Descriptors whose flags decide at which IRQL other tables' routines run. */
static bool decides(struct reading *reading, CXCursor variable)
{
	const char *type = take_type(reading,
		clang_getCanonicalType(clang_getCursorType(variable)));

	return strstr(type, "KSPIN_DESCRIPTOR_EX") ||
		strstr(type, "KSFILTER_DESCRIPTOR");
}

/* The symbol of the variable that an operand is the address of, or of a part of
 * it; or NONE. */
static uint32_t addressed(const struct body *body, struct operand value)
{
	const struct path *path = value.kind == OPERAND_ADDRESS ?
		&body->paths.items[value.index] :
		NULL;

	return path && path->root == ROOT_GLOBAL &&
			!strchr(path->steps, '*') &&
			!strstr(path->steps, "->") ?
		path->index :
		NONE;
}

static void add_fill(struct reading *reading, uint32_t variable,
	const struct body *body, const struct event *event, bool constants)
{
	struct fill fill = { .variable = variable, .function = NONE,
		.table = NONE, .place = event->place };
	const struct path *to;

	if (event->kind != EVENT_ASSIGN)
		return;
	if (event->value.kind == OPERAND_FUNCTION)
		fill.function = event->value.index;
	else
		fill.table = addressed(body, event->value);
	if (fill.function == NONE && fill.table == NONE &&
		(event->value.kind != OPERAND_CONSTANT || !constants))
		return;
	to = &body->paths.items[event->path];
	fill.constant = event->value.constant;
	fill.steps = to->steps;
	fill.record = to->record;
	fill.field = to->field;
	*vec_add(&reading->facts->arena, &reading->facts->fills) = fill;
}

/* A table is read as if it were assigned element by element. */
void initialiser_read(
	struct reading *reading, uint32_t variable_symbol, CXCursor variable)
{
	CXCursor initialiser = clang_Cursor_getVarDeclInitializer(variable);
	struct function nobody = { .name = "" };
	struct body body = { 0 };
	struct builder builder = { .reading = reading, .function = &nobody,
		.body = &body, .handler = { NONE, 0 } };
	struct named named = { false, false };
	bool constants = decides(reading, variable);
	uint32_t path;

	if (clang_Cursor_isNull(initialiser))
		return;
	clang_visitChildren(variable, find_named, &named);
	constants |= named.function;
	if (!constants && !named.variable)
		return;
	nobody.name = reading->facts->symbols.items[variable_symbol].name;
	builder.current = new_block(&builder);
	path = path_of(&builder, ROOT_GLOBAL, variable_symbol, "",
		nobody.name, NULL, NULL, NULL);
	initialise(&builder, path, clang_getCursorType(variable), initialiser);
	for (uint32_t i = 0; i < body.events.count; i++)
		add_fill(reading, variable_symbol, &body,
			&body.events.items[i], constants);
}
