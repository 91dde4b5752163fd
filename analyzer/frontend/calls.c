/*
 * Calls: the callee, the object of a method, the arguments with their defaults,
 * and what ends with a call that never returns.
 */
#include <string.h>

#include "frontend/builder.h"
#include "frontend/span.h"

bool is_builtin_expect(struct builder *builder, CXCursor call)
{
	const char *name = take_string(
		builder->reading, clang_getCursorSpelling(call));

	return !strcmp(name, "__builtin_expect");
}

/* Microsoft's word for nothing, whose arguments nobody evaluates. */
static bool is_noop(struct builder *builder, CXCursor call)
{
	return !strcmp(take_string(builder->reading,
			       clang_getCursorSpelling(call)), "__noop");
}

/* An expression that is an object, not a pointer to one: what a call refers to, an
 * object without a name, or storage. */
static uint32_t object_named(struct builder *builder, CXCursor cursor)
{
	CXCursor inner = without_casts(builder, cursor);
	enum CXCursorKind kind = clang_getCursorKind(inner);
	struct operand object;

	if (kind != CXCursor_CallExpr && kind != CXCursor_CXXFunctionalCastExpr)
		return read_storage(builder, cursor);
	object = read_object(builder, cursor);
	if (object.kind != OPERAND_RESULT)
		return object.kind == OPERAND_PATH ? object.index : NONE;
	return is_referring_call(builder, cursor) ?
		path_pointee(builder, object, NULL) :
		path_of(builder, ROOT_RESULT, object.index, "", "", NULL, NULL,
			NULL);
}

/* The object a method is called on, as the storage it is. */
static uint32_t object_of(struct builder *builder, CXCursor callee)
{
	struct cursor_list children = { 0 };
	CXCursor base = clang_getNullCursor();

	callee = without_casts(builder, callee);
	if (clang_getCursorKind(callee) != CXCursor_MemberRefExpr)
		return NONE;
	children_of(builder, callee, &children);
	for (uint32_t i = 0; i < children.list.count; i++)
		if (clang_isExpression(clang_getCursorKind(
			    children.list.items[i])))
			base = children.list.items[i];
	if (clang_Cursor_isNull(base))
		return this_object(builder);
	if (clang_getCanonicalType(clang_getCursorType(base)).kind ==
		CXType_Pointer)
		return path_pointee(builder, read_value(builder, base), NULL);
	return object_named(builder, base);
}

/* The macro that a call came out of; NULL when the user wrote the call. */
static const char *macro_of(struct builder *builder, CXCursor cursor)
{
	struct reading *reading = builder->reading;
	const struct macro_use *use;
	uint32_t file;
	unsigned offset;

	if (!locate(reading,
		    clang_getRangeStart(clang_getCursorExtent(cursor)), &file,
		    &offset))
		return NULL;
	use = macro_use_at(reading, file, offset);
	return use && use->offset == offset ? use->name : NULL;
}

static struct operand undeclared_marker(struct builder *builder,
	CXCursor cursor, enum marker marker, const char *name)
{
	struct event event = { .kind = EVENT_MARKER, .callee = no_operand(),
		.object = NONE, .path = NONE, .value = no_operand(),
		.marker = marker, .macro = name, .text = "" };
	struct span span = span_of(
		builder->reading, clang_getCursorExtent(cursor));

	event.is_conditional =
		is_conditional_at(builder, span.file, span.start);
	event.place = place_of_span(builder->reading, span);
	if (span.file == builder->file)
		statement_layout(builder->reading, span.file, builder->brace,
			span.start, span.end, &event);
	add_event(builder, event);
	return no_operand();
}

/* A call that never returns ends its path, unless it raises an exception that
 * a __try round it takes. */
static void end_after(
	struct builder *builder, const struct symbol *symbol, struct place at)
{
	if (builder->handler.block != NONE &&
		!strncmp(symbol->name, "ExRaise", 7))
		leave_to(builder, builder->handler);
	else
		end_block(builder, EXIT_NORETURN, no_operand(), at);
}

/* The one function of that name, where a template's arguments are to decide
 * between all of that name; else a null cursor. */
static CXCursor only_candidate(struct builder *builder, CXCursor callee)
{
	CXCursor candidates =
		clang_getCursorReferenced(without_casts(builder, callee));

	return clang_getCursorKind(candidates) == CXCursor_OverloadedDeclRef &&
			clang_getNumOverloadedDecls(candidates) == 1 ?
		clang_getOverloadedDecl(candidates, 0) :
		clang_getNullCursor();
}

/* Whether a call is of an operator of what the front end made up: its classes
 * are assigned, and called, by one. See pageaudit_any.h. */
static bool calls_made_up(
	struct builder *builder, CXCursor cursor, const char *operator)
{
	CXCursor callee = clang_getCursorReferenced(cursor);
	struct reading *reading = builder->reading;

	return clang_getCursorKind(callee) == CXCursor_CXXMethod &&
		clang_Cursor_getNumArguments(cursor) > 0 &&
		!strcmp(take_string(reading, clang_getCursorSpelling(callee)),
			operator) &&
		!strncmp(take_string(reading, clang_getCursorSpelling(
				 clang_getCursorSemanticParent(callee))),
			"pageaudit_", strlen("pageaudit_"));
}

static enum CXChildVisitResult find_class(
	CXCursor child, CXCursor parent, CXClientData data)
{
	enum CXCursorKind kind = clang_getCursorKind(child);

	(void)parent;
	*(bool *)data |= kind == CXCursor_TypeRef ||
		kind == CXCursor_TemplateRef;
	return CXChildVisit_Continue;
}

/* `device.Base::Stop()`: a method that is named with its class is that one,
 * virtual or not. */
static bool names_class(struct builder *builder, CXCursor callee)
{
	bool named = false;

	callee = without_casts(builder, callee);
	if (clang_getCursorKind(callee) == CXCursor_MemberRefExpr)
		clang_visitChildren(callee, find_class, &named);
	return named;
}

/* Whether what stands first in the call of a method is not the method: of `lock_()`
 * or `*lock_` it is the object. */
static bool is_operand(
	struct builder *builder, CXCursor first, CXCursor method)
{
	return clang_getCursorKind(method) == CXCursor_CXXMethod &&
		!is_function_cursor(clang_getCursorReferenced(
			without_casts(builder, first)));
}

static void read_callee(
	struct builder *builder, CXCursor cursor, struct event *event)
{
	CXCursor declaration = clang_getCursorReferenced(cursor);
	struct cursor_list children = { 0 };

	if (calls_made_up(builder, cursor, "operator()")) {
		event->callee = read_value(
			builder, clang_Cursor_getArgument(cursor, 0));
		return;
	}
	children_of(builder, cursor, &children);
	if (clang_Cursor_isNull(declaration) && children.list.count)
		declaration =
			only_candidate(builder, children.list.items[0]);
	if (is_function_cursor(declaration)) {
		declaration = inherited_from(builder, declaration);
		event->callee = function_operand(builder, declaration);
		event->is_virtual =
			clang_CXXMethod_isVirtual(declaration) != 0 &&
			!names_class(builder, children.list.items[0]);
		if (children.list.count && event->object == NONE &&
			clang_getCursorKind(declaration) !=
				CXCursor_Constructor &&
			!is_operand(builder, children.list.items[0],
				declaration))
			event->object =
				object_of(builder, children.list.items[0]);
	} else if (children.list.count) {
		event->callee = read_value(builder, children.list.items[0]);
	}
}

/* Whether a variable or a field is bound to a reference: nothing reads it then. */
static bool is_bound(struct builder *builder, CXCursor function,
	CXCursor argument, unsigned index)
{
	CXType type = clang_getCanonicalType(
		clang_getArgType(clang_getCursorType(function), index));
	enum CXCursorKind kind =
		clang_getCursorKind(without_casts(builder, argument));

	return type.kind == CXType_LValueReference &&
		(kind == CXCursor_DeclRefExpr ||
			kind == CXCursor_MemberRefExpr);
}

/* A default argument is an expression without parts; its value stands at the
 * parameter. */
static struct operand read_argument(struct builder *builder,
	CXCursor function, CXCursor argument, unsigned index)
{
	struct cursor_list parts = { 0 };
	CXCursor parameter;
	uint32_t path = NONE;

	if (!clang_Cursor_isNull(argument) &&
		is_bound(builder, function, argument, index))
		path = read_storage(builder, argument);
	if (path != NONE) /* else a function */
		return path_operand(path);
	children_of(builder, argument, &parts);
	if (!clang_Cursor_isNull(argument) &&
		(parts.list.count || clang_getCursorKind(argument) !=
				CXCursor_UnexposedExpr))
		return read_object(builder, argument);
	parameter = clang_Cursor_getArgument(function, index);
	children_of(builder, parameter, &parts);
	if (clang_Cursor_isNull(parameter) || !parts.list.count ||
		!clang_isExpression(clang_getCursorKind(
			parts.list.items[parts.list.count - 1])))
		return no_operand();
	return read_value(
		builder, parts.list.items[parts.list.count - 1]);
}

static void read_arguments(
	struct builder *builder, CXCursor cursor, struct event *event)
{
	struct arena *arena = &builder->reading->facts->drafts;
	int count = clang_Cursor_getNumArguments(cursor);
	CXCursor declaration = clang_getCursorReferenced(cursor);
	int first = 0;

	/* a + b as a method: the first operand is the object */
	if (clang_getCursorKind(declaration) == CXCursor_CXXMethod &&
		event->object == NONE && count > 0 &&
		!clang_CXXMethod_isStatic(declaration) &&
		!strncmp(take_string(builder->reading,
				 clang_getCursorSpelling(declaration)),
			"operator", 8)) {
		event->object = object_named(
			builder, clang_Cursor_getArgument(cursor, 0));
		first = 1;
	}
	for (int i = first; i < count; i++)
		*vec_add(arena, &event->arguments) =
			read_argument(builder, declaration,
				clang_Cursor_getArgument(cursor, (unsigned)i),
				(unsigned)(i - first));
}

/* Whether a call only makes a copy: of a lambda, or of any object for whose class
 * nobody has written how. */
static bool only_copies(CXCursor call)
{
	CXCursor method = clang_getCursorReferenced(call);
	int count = clang_getCursorKind(method) == CXCursor_CXXMethod ? 2 : 1;

	return clang_Cursor_getNumArguments(call) == count &&
		is_plain_copy(method);
}

/* The copy, or where it has no name what is copied. */
static struct operand read_copy(
	struct builder *builder, CXCursor cursor, uint32_t constructed)
{
	CXCursor method = clang_getCursorReferenced(cursor);
	unsigned source = clang_Cursor_getNumArguments(cursor) == 2;
	uint32_t to = source ? read_storage(builder,
				       clang_Cursor_getArgument(cursor, 0)) :
			       constructed;

	if (to == NONE)
		return read_value(builder,
			clang_Cursor_getArgument(cursor, source));
	copy_plainly(builder, to, clang_Cursor_getArgument(cursor, source),
		method, place_of(builder->reading, cursor));
	return path_operand(to);
}

/* An object without a name is what the call of its constructor returns. */
static void name_by_result(struct builder *builder, uint32_t call)
{
	uint32_t path = path_of(
		builder, ROOT_RESULT, call, "", "", NULL, NULL, NULL);

	builder->body->events.items[call].object = path;
}

/* A lambda where a pointer to a routine is wanted, `+[] { … }` or one that is
 * passed as a callback, is converted by a call that no source spells. */
static bool is_pointer_to_lambda(struct builder *builder, CXCursor call)
{
	CXCursor conversion = clang_getCursorReferenced(call);

	return clang_getCursorKind(conversion) ==
			CXCursor_ConversionFunction &&
		!clang_Cursor_isNull(lambda_method(clang_getCursorType(
			clang_getCursorSemanticParent(conversion)))) &&
		strstr(take_type(builder->reading, clang_getCursorType(
				clang_getCursorSemanticParent(conversion))),
			"(lambda");
}

/* The routine that the pointer is to. */
static struct operand pointer_to_lambda(struct builder *builder, CXCursor call)
{
	struct cursor_list callee = { 0 }, object = { 0 };
	CXCursor conversion = clang_getCursorReferenced(call);
	CXCursor method = lambda_method(clang_getCursorType(
		clang_getCursorSemanticParent(conversion)));

	if (clang_getCursorKind(method) == CXCursor_FunctionTemplate)
		method = instance_taking(builder->reading, method,
			clang_getPointeeType(
				clang_getCursorResultType(conversion)));
	children_of(builder, call, &callee);
	if (callee.list.count)
		children_of(builder, callee.list.items[0], &object);
	for (uint32_t i = 0; i < object.list.count; i++)
		read_value(builder, object.list.items[i]);
	return function_operand(builder, method);
}

/* InterlockedExchange, its intrinsic, and those for other types. */
static bool is_exchange(const struct symbol *symbol, const struct event *event)
{
	const char *name = symbol->name + (symbol->name[0] == '_');

	return !strncmp(name, "InterlockedExchange", 19) &&
		strncmp(name + 19, "Add", 3) != 0 &&
		event->arguments.count == 2 &&
		event->arguments.items[0].kind == OPERAND_ADDRESS;
}

/* What an exchange returns is what was there; what it is given is there now. */
static struct operand exchange(
	struct builder *builder, CXCursor cursor, const struct event *event)
{
	uint32_t place = event->arguments.items[0].index;
	uint32_t before = temporary_path(builder, cursor);

	add_assignment(builder, before, path_operand(place), event->place);
	add_event(builder, *event);
	add_assignment(builder, place, event->arguments.items[1], event->place);
	return path_operand(before);
}

bool is_void_pointer(CXType type)
{
	type = clang_getCanonicalType(type);
	return type.kind == CXType_Pointer &&
		clang_getCanonicalType(clang_getPointeeType(type)).kind ==
			CXType_Void;
}

static enum CXChildVisitResult take_first(
	CXCursor child, CXCursor parent, CXClientData data)
{
	(void)parent;
	*(CXCursor *)data = child;
	return CXChildVisit_Break;
}

/* EXT of `sizeof(EXT)` and `sizeof(*ext)`; NULL if that is no object's size. That
 * of a pointer to one names its type, too. */
static const char *measured(struct builder *builder, CXCursor cursor)
{
	CXCursor of = clang_getNullCursor();
	CXType type;
	int64_t size;

	cursor = without_casts(builder, cursor);
	if (clang_getCursorKind(cursor) != CXCursor_UnaryExpr ||
		!integer_of(cursor, &size))
		return NULL;
	clang_visitChildren(cursor, take_first, &of);
	type = clang_getCursorType(of);
	return size > (int64_t)sizeof(int64_t) &&
			size == clang_Type_getSizeOf(type) ?
		held_by(builder->reading, type) :
		NULL;
}

/* What memory is asked for where nothing says what it is taken for: by the one size
 * among the arguments. A routine that is given memory fills that. */
static const char *asked_for(struct builder *builder, CXCursor call)
{
	int count = clang_Cursor_getNumArguments(call);
	const char *object = NULL;

	for (int i = 0; i < count; i++) {
		CXCursor argument =
			clang_Cursor_getArgument(call, (unsigned)i);
		const char *size = measured(builder, argument);

		if (is_void_pointer(clang_getCursorType(argument)) ||
			(size && object))
			return NULL;
		if (size)
			object = size;
	}
	return object;
}

struct operand read_call(
	struct builder *builder, CXCursor cursor, uint32_t constructed)
{
	struct facts *facts = builder->reading->facts;
	struct event event = { .kind = EVENT_CALL, .callee = no_operand(),
		.object = constructed, .path = NONE, .value = no_operand() };
	const struct symbol *symbol = NULL;
	uint32_t index;

	if (is_noop(builder, cursor))
		return no_operand();
	if (is_builtin_expect(builder, cursor))
		return read_value(
			builder, clang_Cursor_getArgument(cursor, 0));
	if (only_copies(cursor))
		return read_copy(builder, cursor, constructed);
	if (is_pointer_to_lambda(builder, cursor))
		return pointer_to_lambda(builder, cursor);
	if (calls_made_up(builder, cursor, "operator="))
		return read_assignment(builder, cursor,
			clang_Cursor_getArgument(cursor, 0),
			clang_Cursor_getArgument(cursor, 1));
	if (is_made_up(clang_getCursorReferenced(cursor))) {
		construct_plainly(builder, constructed,
			clang_getCursorReferenced(cursor),
			place_of(builder->reading, cursor));
		return no_operand();
	}
	read_callee(builder, cursor, &event);
	read_arguments(builder, cursor, &event);
	if (event.callee.kind == OPERAND_FUNCTION) {
		symbol = &facts->symbols.items[event.callee.index];
		if (!strcmp(symbol->name, "PAGED_CODE"))
			return undeclared_marker(builder, cursor,
				MARKER_PAGED_CODE, symbol->name);
		if (!strcmp(symbol->name, "PAGED_CODE_LOCKED"))
			return undeclared_marker(builder, cursor,
				MARKER_PAGED_CODE_LOCKED, symbol->name);
	}
	event.place = place_of(builder->reading, cursor);
	event.macro = macro_of(builder, cursor);
	if (!clang_Cursor_isNull(clang_getSpecializedCursorTemplate(
		    clang_getCursorReferenced(cursor))))
		event.taken_for = held_behind(builder->reading,
			clang_getCanonicalType(clang_getCursorType(cursor)));
	else
		event.taken_for = asked_for(builder, cursor);
	if (symbol && is_exchange(symbol, &event))
		return exchange(builder, cursor, &event);
	index = add_event(builder, event);
	if (event.object == NONE && clang_getCursorKind(
			    clang_getCursorReferenced(cursor)) ==
			CXCursor_Constructor)
		name_by_result(builder, index);
	if (symbol && symbol->noreturn)
		end_after(builder, symbol, event.place);
	return (struct operand){ OPERAND_RESULT, index, 0 };
}

struct operand read_lambda(struct builder *builder, CXCursor cursor)
{
	uint32_t symbol = lambda_read(
		builder->reading, builder->function, cursor);

	markers_skip(builder, cursor);
	if (symbol == NONE) {
		statement_lost(builder, cursor,
			"a lambda whose body is not found");
		return no_operand();
	}
	return (struct operand){ OPERAND_FUNCTION, symbol, 0 };
}
