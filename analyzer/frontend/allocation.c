/*
 * The operators behind new and delete. They are known by their name and the number
 * and types of what is placed.
 */
#include <string.h>

#include "frontend/classes.h"

/* `new T[n]` and `delete[] p`: a bracket before anything that is in brackets
 * of another kind, but for placed arguments, or before a name. */
static bool is_array_form(
	struct builder *builder, CXCursor cursor, bool deletes)
{
	struct span span =
		span_of(builder->reading, clang_getCursorExtent(cursor));
	const struct read_file *file;
	int depth = 0;

	if (span.file == NONE)
		return false;
	file = &builder->reading->files.items[span.file];
	span.start += deletes ? strlen("delete") : strlen("new");
	for (unsigned i = span.start; i < span.end && i < file->size; i++) {
		char c = file->bytes[i];

		depth += (c == '(' || c == '{') - (c == ')' || c == '}');
		if (c == '[' && depth == 0)
			return true;
		if (deletes && c != ' ')
			return false;
	}
	return false;
}

/* Whether `function` takes what stands in `types` ("T, U") behind its first
 * parameter. */
static bool takes(
	const struct function *function, uint32_t count, const char *types)
{
	const char *end = strrchr(function->signature, ')');
	size_t tail = strlen(types);

	return !count || (end && (size_t)(end - function->signature) > tail &&
				 !strncmp(end - tail, types, tail));
}

/* Of the operators of this name the one that takes the placed arguments by
 * type, or else the only one by their number; NONE if there is neither. */
static uint32_t find_operator(struct builder *builder, const char *name,
	uint32_t count, const char *types)
{
	const struct reading *reading = builder->reading;
	uint32_t found = NONE;
	bool several = false;

	name = intern(&builder->reading->facts->names, name);
	for (uint32_t i = 0; i < reading->operators.count; i++) {
		const struct function *function =
			&reading->operators.items[i].function;

		if (function->name != name ||
			function->parameters.count != count + 1)
			continue;
		if (takes(function, count, types))
			return i;
		several |= found != NONE &&
			reading->operators.items[found].function.usr !=
				function->usr;
		found = i;
	}
	return several ? NONE : found;
}

struct operator_search {
	struct builder *builder;
	const char *name, *types;
	uint32_t count, found;
};

static void search_class(struct operator_search *search, CXCursor class);

static enum CXChildVisitResult search_base(
	CXCursor child, CXCursor parent, CXClientData data)
{
	struct operator_search *search = data;

	(void)parent;
	if (clang_getCursorKind(child) == CXCursor_CXXBaseSpecifier)
		search_class(search,
			clang_getTypeDeclaration(clang_getCanonicalType(
				clang_getCursorType(child))));
	return search->found == NONE ? CXChildVisit_Continue :
				       CXChildVisit_Break;
}

/* An operator of the class, or of what it is derived from. */
static void search_class(struct operator_search *search, CXCursor class)
{
	struct reading *reading = search->builder->reading;

	if (!is_scope(clang_getCursorKind(class)))
		return;
	search->found = find_operator(search->builder,
		intern_printf(&reading->facts->names, "%s::%s",
			qualified_name(reading, class), search->name),
		search->count, search->types);
	if (search->found == NONE)
		clang_visitChildren(class, search_base, search);
}

/* The class's own operator, or the driver's. */
static uint32_t operator_for(struct builder *builder, CXType type,
	const char *name, uint32_t count, const char *types)
{
	struct operator_search search = { builder, name, types, count, NONE };

	search_class(&search,
		clang_getTypeDeclaration(clang_getCanonicalType(type)));
	return search.found == NONE ?
		find_operator(builder, name, count, types) :
		search.found;
}

/* The call of an operator, as far as it is known; the event, or NONE. */
static uint32_t call_operator(
	struct builder *builder, uint32_t function, CXCursor cursor)
{
	struct reading *reading = builder->reading;
	struct event event = {.kind = EVENT_CALL,
		.object = NONE,
		.path = NONE,
		.value = no_operand(),
		.place = place_of(reading, cursor),
		.is_implicit = true};

	if (function == NONE)
		return NONE;
	event.callee = (struct operand){ OPERAND_FUNCTION,
		symbol_of_function(reading,
			&reading->operators.items[function].function),
		0 };
	return add_event(builder, event);
}

struct placed {
	uint32_t count;
	bool bounded; /* by the type's name */
};

static enum CXChildVisitResult count_placed(
	CXCursor child, CXCursor parent, CXClientData data)
{
	struct placed *placed = data;

	(void)parent;
	placed->bounded = !clang_isExpression(clang_getCursorKind(child));
	if (placed->bounded)
		return CXChildVisit_Break;
	placed->count++;
	return CXChildVisit_Continue;
}

static const char *types_of(struct builder *builder,
	const struct cursor_list *children, uint32_t count)
{
	const char *types = "";

	for (uint32_t i = 0; i < count; i++)
		types = intern_printf(&builder->reading->facts->names, "%s%s%s",
			types, i ? ", " : "",
			take_type(builder->reading,
				clang_getCanonicalType(clang_getCursorType(
					children->list.items[i]))));
	return types;
}

/* ---- what an operator new gives back ------------------------------------ */

static enum CXChildVisitResult find_first(
	CXCursor child, CXCursor parent, CXClientData data)
{
	(void)parent;
	*(CXCursor *)data = child;
	return CXChildVisit_Break;
}

/* `{ return place; }`, where `place` is that parameter. */
static bool only_returns(
	struct builder *builder, CXCursor function, CXCursor parameter)
{
	struct cursor_list children = { 0 };
	CXCursor statement = clang_getNullCursor();
	CXCursor returned = clang_getNullCursor();

	children_of(builder, function, &children);
	if (!children.list.count)
		return false;
	clang_visitChildren(children.list.items[children.list.count - 1],
		find_first, &statement);
	if (clang_getCursorKind(statement) != CXCursor_ReturnStmt)
		return false;
	clang_visitChildren(statement, find_first, &returned);
	return clang_equalCursors(clang_getCursorReferenced(without_casts(
					  builder, returned)),
		parameter);
}

/* Whether an operator new allocates nothing: the one that takes a pointer to where
 * the object is made. No driver can replace it, and one that defines it does what
 * the library does; another of that form has something else in its body. */
static bool only_places(struct builder *builder, uint32_t function)
{
	CXCursor allocator = builder->reading->operators.items[function].cursor;
	CXCursor definition = clang_getCursorDefinition(allocator);

	if (clang_Cursor_getNumArguments(allocator) != 2 ||
		!is_void_pointer(clang_getCursorType(
			clang_Cursor_getArgument(allocator, 1))))
		return false;
	return clang_Cursor_isNull(definition) ||
		only_returns(builder, definition,
			clang_Cursor_getArgument(definition, 1));
}

/* Makes an object where `memory` points to. */
static void make_object(struct builder *builder, CXType type,
	struct operand memory, CXCursor initialiser)
{
	uint32_t object = path_pointee(builder, memory, NULL);

	if (object != NONE && type.kind == CXType_Record)
		initialise(builder, object, type, initialiser);
	else
		read_effects(builder, initialiser);
}

/* Calls an operator new with the placed arguments behind the size, and makes the
 * object in what it gives back; elements of an array are not followed. */
static struct operand allocate(struct builder *builder, CXCursor cursor,
	uint32_t function, const struct cursor_list *children, uint32_t count,
	CXType made)
{
	struct reading *reading = builder->reading;
	VEC(struct operand) arguments = { 0 };
	struct operand memory;
	struct event *event;
	uint32_t call;

	*vec_add(&reading->facts->arena, &arguments) = no_operand();
	for (uint32_t i = 0; i < count; i++)
		*vec_add(&reading->facts->arena, &arguments) =
			read_value(builder, children->list.items[i]);
	call = call_operator(builder, function, cursor);
	event = &builder->body->events.items[call];
	event->arguments.items = arguments.items;
	event->arguments.count = arguments.count;
	event->arguments.capacity = arguments.capacity;
	event->taken_for = held_by(
		reading, clang_getPointeeType(clang_getCursorType(cursor)));
	memory = only_places(builder, function) ?
		arguments.items[1] :
		(struct operand){ OPERAND_RESULT, call, 0 };
	for (uint32_t i = count; i < children->list.count; i++)
		if (clang_isExpression(
			    clang_getCursorKind(children->list.items[i])))
			make_object(builder, made, memory,
				children->list.items[i]);
	return memory;
}

/* Arguments are placed before the type; one like `int` has no name that could
 * tell where that is, so as many are placed as some operator takes. */
struct operand read_new(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = {0};
	CXType made = clang_getPointeeType(
		clang_getCanonicalType(clang_getCursorType(cursor)));
	bool is_array = is_array_form(builder, cursor, false);
	const char *name = is_array ? "operator new[]" : "operator new";
	struct placed placed = { 0 };
	uint32_t function = NONE, count;

	children_of(builder, cursor, &children);
	clang_visitChildren(cursor, count_placed, &placed);
	for (count = placed.count + 1; count > 0; count--) {
		function = operator_for(builder, made, name, count - 1,
			types_of(builder, &children, count - 1));
		if (function != NONE || placed.bounded)
			break;
	}
	if (function == NONE)
		return read_parts(builder, cursor);
	if (is_array)
		made.kind = CXType_Invalid;
	return allocate(
		builder, cursor, function, &children, count - 1, made);
}

/* A virtual destructor is that of what the pointer really points to. */
static void destroy_pointee(struct builder *builder, CXCursor pointer,
	struct operand value, struct place place)
{
	CXType type = clang_getPointeeType(
		clang_getCanonicalType(clang_getCursorType(pointer)));
	uint32_t object = path_pointee(builder, value, NULL);
	uint32_t before = builder->body->events.count;
	struct made_of made;

	destroy(builder, object, type, place);
	if (type_take_apart(builder, type, &made) &&
		!clang_Cursor_isNull(made.destructor) &&
		builder->body->events.count == before + 1)
		builder->body->events.items[before].is_virtual =
			clang_CXXMethod_isVirtual(made.destructor) != 0;
}

/* The operator that is told the size is preferred. */
void call_delete(struct builder *builder, CXType type, const char *name,
	CXCursor cursor)
{
	uint32_t function =
		operator_for(builder, type, name, 1, "unsigned long long");

	if (function == NONE)
		function = operator_for(builder, type, name, 0, "");
	call_operator(builder, function, cursor);
}

struct operand read_delete(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = {0};
	const char *name = is_array_form(builder, cursor, true)
				   ? "operator delete[]"
				   : "operator delete";
	struct place place = place_of(builder->reading, cursor);

	children_of(builder, cursor, &children);
	if (children.list.count != 1)
		return read_parts(builder, cursor);
	destroy_pointee(builder, children.list.items[0],
		read_value(builder, children.list.items[0]), place);
	call_delete(builder,
		clang_getPointeeType(clang_getCanonicalType(
			clang_getCursorType(children.list.items[0]))),
		name, cursor);
	return no_operand();
}
