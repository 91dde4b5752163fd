/*
 * Expressions: events in the order of evaluation, and the value of each as an
 * operand. A value is a constant, a function, a place or its address, or what
 * a call returned; all else is unknown. A condition that is used as a value
 * becomes a branch that sets a local of our own, so that `ok = a && b` keeps
 * what it says about a and b.
 */
#include <string.h>

#include "frontend/builder.h"

static struct operand read_call(struct builder *builder, CXCursor cursor,
	uint32_t constructed);

/* ---- constants --------------------------------------------------------- */

static struct operand literal(CXCursor cursor)
{
	CXEvalResult result = clang_Cursor_Evaluate(cursor);
	struct operand value = no_operand();

	if (!result)
		return value;
	if (clang_EvalResult_getKind(result) == CXEval_Int)
		value = constant_operand(clang_EvalResult_getAsLongLong(result));
	clang_EvalResult_dispose(result);
	return value;
}

static bool is_signed(enum CXTypeKind kind)
{
	return kind >= CXType_Char_S && kind <= CXType_Int128;
}

/* A constant as a type of that size and sign holds it. */
static struct operand converted(struct operand value, CXCursor cast)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(cast));
	int64_t size;
	unsigned shift;

	if (value.kind != OPERAND_CONSTANT || type.kind < CXType_Bool ||
		type.kind > CXType_Int128)
		return value;
	size = clang_Type_getSizeOf(type);
	if (size < 1 || size >= 8)
		return value;
	shift = (unsigned)(64 - 8 * size);
	if (is_signed(type.kind))
		value.constant =
			(int64_t)((uint64_t)value.constant << shift) >> shift;
	else
		value.constant =
			(int64_t)((uint64_t)value.constant << shift >> shift);
	return value;
}

static struct operand folded(enum CXBinaryOperatorKind kind,
	struct operand left, struct operand right)
{
	uint64_t a = (uint64_t)left.constant, b = (uint64_t)right.constant;

	if (left.kind != OPERAND_CONSTANT || right.kind != OPERAND_CONSTANT)
		return no_operand();
	switch (kind) {
	case CXBinaryOperator_Or:
		return constant_operand((int64_t)(a | b));
	case CXBinaryOperator_And:
		return constant_operand((int64_t)(a & b));
	case CXBinaryOperator_Xor:
		return constant_operand((int64_t)(a ^ b));
	case CXBinaryOperator_Add:
		return constant_operand((int64_t)(a + b));
	case CXBinaryOperator_Sub:
		return constant_operand((int64_t)(a - b));
	case CXBinaryOperator_Mul:
		return constant_operand((int64_t)(a * b));
	case CXBinaryOperator_Shl:
		return b < 64 ? constant_operand((int64_t)(a << b)) :
				no_operand();
	default:
		return no_operand();
	}
}

/* ---- reading storage --------------------------------------------------- */

static bool is_array_type(CXType type)
{
	type = clang_getCanonicalType(type);
	return type.kind == CXType_ConstantArray ||
		type.kind == CXType_IncompleteArray ||
		type.kind == CXType_VariableArray;
}

/* Whether a path is the named variable itself, not what it points to. */
static bool is_in_variable(const struct path *path)
{
	return !strchr(path->steps, '*') && !strstr(path->steps, "->");
}

static void note_read(struct builder *builder, uint32_t path, CXCursor cursor)
{
	const struct path *read = &builder->body->paths.items[path];

	if (read->root != ROOT_GLOBAL || !is_in_variable(read))
		return;
	add_event(builder,
		(struct event){ .kind = EVENT_READ,
			.place = place_of(builder->reading, cursor),
			.callee = no_operand(), .object = NONE, .path = path,
			.value = no_operand() });
}

static struct operand stored_value(struct builder *builder, CXCursor cursor)
{
	uint32_t path = read_storage(builder, cursor);

	if (path == NONE)
		return no_operand();
	if (is_array_type(clang_getCursorType(cursor)))
		return (struct operand){ OPERAND_ADDRESS, path, 0 };
	note_read(builder, path, cursor);
	return path_operand(path);
}

static bool is_function(CXCursor declaration)
{
	switch (clang_getCursorKind(declaration)) {
	case CXCursor_FunctionDecl:
	case CXCursor_CXXMethod:
	case CXCursor_Constructor:
	case CXCursor_Destructor:
	case CXCursor_ConversionFunction:
	case CXCursor_FunctionTemplate:
		return true;
	default:
		return false;
	}
}

static struct operand function_operand(
	struct builder *builder, CXCursor declaration)
{
	return (struct operand){ OPERAND_FUNCTION,
		symbol_of(builder->reading, declaration), 0 };
}

/* `constexpr BOOLEAN Wait = TRUE;` and `static const ULONG Limit = 3;` */
static bool is_named_constant(CXCursor declaration)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(declaration));

	return clang_getCursorKind(declaration) == CXCursor_VarDecl &&
		clang_isConstQualifiedType(type) &&
		type.kind >= CXType_Bool && type.kind <= CXType_Int128 &&
		!clang_Cursor_isNull(
			clang_Cursor_getVarDeclInitializer(declaration));
}

static struct operand reference(struct builder *builder, CXCursor cursor)
{
	CXCursor declaration = clang_getCursorReferenced(cursor);

	if (clang_getCursorKind(declaration) == CXCursor_EnumConstantDecl)
		return constant_operand(
			clang_getEnumConstantDeclValue(declaration));
	if (is_function(declaration))
		return function_operand(builder, declaration);
	if (is_named_constant(declaration)) {
		struct operand value = literal(declaration);

		if (value.kind == OPERAND_CONSTANT)
			return value;
	}
	return stored_value(builder, cursor);
}

/* ---- an address that goes nowhere we follow ---------------------------- */

static void note_escape(
	struct builder *builder, struct operand value, CXCursor cursor)
{
	if (value.kind != OPERAND_FUNCTION)
		return;
	add_event(builder,
		(struct event){ .kind = EVENT_ADDRESS,
			.place = place_of(builder->reading, cursor),
			.callee = no_operand(), .object = NONE, .path = NONE,
			.value = value });
}

void read_effects(struct builder *builder, CXCursor cursor)
{
	note_escape(builder, read_value(builder, cursor), cursor);
}

static struct operand all_effects(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };

	children_of(builder, cursor, &children);
	for (uint32_t i = 0; i < children.list.count; i++)
		if (clang_isExpression(
			    clang_getCursorKind(children.list.items[i])))
			read_effects(builder, children.list.items[i]);
	return no_operand();
}

/* ---- operators --------------------------------------------------------- */

static struct operand condition_value(struct builder *builder, CXCursor cursor)
{
	uint32_t yes = new_block(builder), no = new_block(builder);
	uint32_t after = new_block(builder), path = temporary_path(builder);
	struct place place = place_of(builder->reading, cursor);

	read_condition(builder, cursor, yes, no);
	builder->current = yes;
	add_assignment(builder, path, constant_operand(1), place);
	jump_to(builder, after);
	builder->current = no;
	add_assignment(builder, path, constant_operand(0), place);
	jump_to(builder, after);
	builder->current = after;
	return path_operand(path);
}

static struct operand address_of(struct builder *builder, CXCursor operand)
{
	CXCursor declaration = clang_getCursorReferenced(operand);
	enum CXCursorKind kind = clang_getCursorKind(operand);
	uint32_t path;

	if ((kind == CXCursor_DeclRefExpr ||
		    kind == CXCursor_MemberRefExpr) &&
		is_function(declaration))
		return function_operand(builder, declaration);
	path = read_storage(builder, operand);
	if (path == NONE)
		return no_operand();
	return (struct operand){ OPERAND_ADDRESS, path, 0 };
}

static struct operand step_operator(struct builder *builder, CXCursor cursor,
	CXCursor operand)
{
	uint32_t path = read_storage(builder, operand);

	if (path != NONE) {
		note_read(builder, path, operand);
		add_assignment(builder, path, no_operand(),
			place_of(builder->reading, cursor));
	}
	return no_operand();
}

static struct operand unary_operator(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	struct operand value;
	CXCursor operand;

	children_of(builder, cursor, &children);
	if (children.list.count != 1)
		return all_effects(builder, cursor);
	operand = children.list.items[0];
	switch (clang_getCursorUnaryOperatorKind(cursor)) {
	case CXUnaryOperator_AddrOf:
		return address_of(builder, operand);
	case CXUnaryOperator_Deref:
		value = read_value(builder, operand);
		if (value.kind == OPERAND_FUNCTION)
			return value;
		return stored_value(builder, cursor);
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreInc:
	case CXUnaryOperator_PreDec:
		return step_operator(builder, cursor, operand);
	case CXUnaryOperator_LNot:
		return condition_value(builder, cursor);
	case CXUnaryOperator_Minus:
		value = read_value(builder, operand);
		if (value.kind != OPERAND_CONSTANT)
			return no_operand();
		return constant_operand(
			(int64_t)(0 - (uint64_t)value.constant));
	case CXUnaryOperator_Not:
		value = read_value(builder, operand);
		if (value.kind != OPERAND_CONSTANT)
			return no_operand();
		return constant_operand(~value.constant);
	default:
		return read_value(builder, operand);
	}
}

/* The names of the macros that an expression is written with, joined by blanks;
 * NULL if there is none. */
static const char *macros_in(struct builder *builder, CXCursor cursor)
{
	struct reading *reading = builder->reading;
	CXSourceRange extent = clang_getCursorExtent(cursor);
	const char *names = NULL;
	uint32_t file, end_file;
	unsigned from, to;

	if (!locate(reading, clang_getRangeStart(extent), &file, &from) ||
		!locate(reading, clang_getRangeEnd(extent), &end_file, &to) ||
		file != end_file)
		return NULL;
	for (uint32_t i = first_use_from(reading, file, from);
		i < reading->uses.count &&
		reading->uses.items[i].file == file &&
		reading->uses.items[i].offset <= to;
		i++)
		names = intern_printf(&reading->facts->names, "%s%s%s",
			names ? names : "", names ? " " : "",
			reading->uses.items[i].name);
	return names;
}

/* The assignment just added stores what is not known, often a combination of
 * flags: their names tell more. */
static void note_flags(struct builder *builder, CXCursor value)
{
	struct body *body = builder->body;

	body->events.items[body->events.count - 1].text =
		macros_in(builder, value);
}

static struct operand assignment(
	struct builder *builder, CXCursor cursor, CXCursor left, CXCursor right)
{
	struct operand value = read_value(builder, right);
	uint32_t path = read_storage(builder, left);

	if (path == NONE) {
		note_escape(builder, value, right);
		return value;
	}
	add_assignment(
		builder, path, value, place_of(builder->reading, cursor));
	if (value.kind == OPERAND_UNKNOWN)
		note_flags(builder, right);
	return value.kind == OPERAND_CONSTANT ? value : path_operand(path);
}

static bool is_condition(enum CXBinaryOperatorKind kind)
{
	switch (kind) {
	case CXBinaryOperator_LAnd:
	case CXBinaryOperator_LOr:
	case CXBinaryOperator_EQ:
	case CXBinaryOperator_NE:
	case CXBinaryOperator_LT:
	case CXBinaryOperator_LE:
	case CXBinaryOperator_GT:
	case CXBinaryOperator_GE:
		return true;
	default:
		return false;
	}
}

static struct operand binary_operator(struct builder *builder, CXCursor cursor)
{
	enum CXBinaryOperatorKind kind =
		clang_getCursorBinaryOperatorKind(cursor);
	struct cursor_list children = { 0 };
	struct operand left;

	children_of(builder, cursor, &children);
	if (children.list.count != 2)
		return all_effects(builder, cursor);
	if (kind == CXBinaryOperator_Assign)
		return assignment(builder, cursor, children.list.items[0],
			children.list.items[1]);
	if (is_condition(kind))
		return condition_value(builder, cursor);
	left = read_value(builder, children.list.items[0]);
	if (kind == CXBinaryOperator_Comma) {
		note_escape(builder, left, children.list.items[0]);
		return read_value(builder, children.list.items[1]);
	}
	return folded(kind, left,
		read_value(builder, children.list.items[1]));
}

static struct operand compound_assignment(
	struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	uint32_t path;

	children_of(builder, cursor, &children);
	if (children.list.count != 2)
		return all_effects(builder, cursor);
	read_effects(builder, children.list.items[1]);
	path = read_storage(builder, children.list.items[0]);
	if (path == NONE)
		return no_operand();
	note_read(builder, path, children.list.items[0]);
	add_assignment(builder, path, no_operand(),
		place_of(builder->reading, cursor));
	note_flags(builder, children.list.items[1]);
	return no_operand();
}

static struct operand conditional_operator(
	struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	uint32_t yes, no, after, path;

	children_of(builder, cursor, &children);
	if (children.list.count != 3)
		return all_effects(builder, cursor);
	yes = new_block(builder);
	no = new_block(builder);
	after = new_block(builder);
	path = temporary_path(builder);
	read_condition(builder, children.list.items[0], yes, no);
	for (uint32_t i = 1; i < 3; i++) {
		CXCursor arm = children.list.items[i];
		struct operand value;

		builder->current = i == 1 ? yes : no;
		value = read_value(builder, arm);
		add_assignment(builder, path, value,
			place_of(builder->reading, arm));
		if (builder->current != NONE)
			jump_to(builder, after);
	}
	builder->current = after;
	return path_operand(path);
}

/* ---- conditions -------------------------------------------------------- */

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
static CXCursor stripped(struct builder *builder, CXCursor cursor)
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

static bool is_builtin_expect(struct builder *builder, CXCursor call)
{
	const char *name = take_string(
		builder->reading, clang_getCursorSpelling(call));

	return !strcmp(name, "__builtin_expect");
}

static void compare(struct builder *builder, CXCursor cursor,
	struct cursor_list *children, enum test_kind kind, uint32_t when_true,
	uint32_t when_false)
{
	struct test test = { .kind = kind };

	test.left = read_value(builder, children->list.items[0]);
	test.right = read_value(builder, children->list.items[1]);
	branch(builder, test, place_of(builder->reading, cursor), when_true,
		when_false);
}

/* `if (x)` is `if (x != 0)`. */
static void truth(struct builder *builder, CXCursor cursor, uint32_t when_true,
	uint32_t when_false)
{
	struct test test = { TEST_NOT_EQUAL, no_operand(),
		constant_operand(0) };

	test.left = read_value(builder, cursor);
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
		read_effects(builder, children.list.items[0]);
		read_condition(builder, children.list.items[1], when_true,
			when_false);
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
	CXCursor inner = stripped(builder, cursor);
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

/* ---- calls ------------------------------------------------------------- */

/* The object a method is called on, as the storage it is. */
static uint32_t object_of(struct builder *builder, CXCursor callee)
{
	struct cursor_list children = { 0 };
	CXCursor base = clang_getNullCursor();

	callee = stripped(builder, callee);
	if (clang_getCursorKind(callee) != CXCursor_MemberRefExpr)
		return NONE;
	children_of(builder, callee, &children);
	for (uint32_t i = 0; i < children.list.count; i++)
		if (clang_isExpression(clang_getCursorKind(
			    children.list.items[i])))
			base = children.list.items[i];
	if (clang_Cursor_isNull(base))
		return path_of(builder, ROOT_THIS, 0, "*", "*this", NULL,
			NULL, NULL);
	if (clang_getCanonicalType(clang_getCursorType(base)).kind ==
		CXType_Pointer)
		return path_pointee(builder, read_value(builder, base), NULL);
	return read_storage(builder, base);
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
		.marker = marker, .macro = name, .text = "",
		.is_conditional = builder->conditional };

	event.test.left = event.test.right = no_operand();
	event.place = place_of(builder->reading, cursor);
	add_event(builder, event);
	return no_operand();
}

/* A call that never returns ends its path, unless it raises an exception that
 * a __try round it takes. */
static void end_after(
	struct builder *builder, const struct symbol *symbol, struct place at)
{
	if (builder->handler != NONE && !strncmp(symbol->name, "ExRaise", 7))
		jump_to(builder, builder->handler);
	else
		end_block(builder, EXIT_NORETURN, no_operand(), at);
}

static void read_callee(
	struct builder *builder, CXCursor cursor, struct event *event)
{
	CXCursor declaration = clang_getCursorReferenced(cursor);
	struct cursor_list children = { 0 };

	children_of(builder, cursor, &children);
	if (is_function(declaration)) {
		event->callee = function_operand(builder, declaration);
		event->is_virtual =
			clang_CXXMethod_isVirtual(declaration) != 0;
		if (children.list.count && event->object == NONE)
			event->object =
				object_of(builder, children.list.items[0]);
	} else if (children.list.count) {
		event->callee = read_value(builder, children.list.items[0]);
	}
}

/* A default argument is an expression without parts; its value stands at the
 * parameter. */
static struct operand read_argument(struct builder *builder,
	CXCursor function, CXCursor argument, unsigned index)
{
	struct cursor_list parts = { 0 };
	CXCursor parameter;

	children_of(builder, argument, &parts);
	if (!clang_Cursor_isNull(argument) &&
		(parts.list.count || clang_getCursorKind(argument) !=
				CXCursor_UnexposedExpr))
		return read_value(builder, argument);
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
	struct arena *arena = &builder->reading->facts->arena;
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
		event->object = read_storage(
			builder, clang_Cursor_getArgument(cursor, 0));
		first = 1;
	}
	for (int i = first; i < count; i++)
		*vec_add(arena, &event->arguments) =
			read_argument(builder, declaration,
				clang_Cursor_getArgument(cursor, (unsigned)i),
				(unsigned)(i - first));
}

static struct operand read_call(
	struct builder *builder, CXCursor cursor, uint32_t constructed)
{
	struct facts *facts = builder->reading->facts;
	struct event event = { .kind = EVENT_CALL, .callee = no_operand(),
		.object = constructed, .path = NONE, .value = no_operand() };
	const struct symbol *symbol = NULL;
	uint32_t index;

	if (is_builtin_expect(builder, cursor))
		return read_value(
			builder, clang_Cursor_getArgument(cursor, 0));
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
	index = add_event(builder, event);
	if (symbol && symbol->noreturn)
		end_after(builder, symbol, event.place);
	return (struct operand){ OPERAND_RESULT, index, 0 };
}

void call_destructor(struct builder *builder, uint32_t object,
	uint32_t destructor, struct place place)
{
	struct event event = { .kind = EVENT_CALL, .object = object,
		.path = NONE, .value = no_operand(), .place = place,
		.is_implicit = true };

	event.callee = (struct operand){ OPERAND_FUNCTION, destructor, 0 };
	add_event(builder, event);
}

static struct operand delete_expression(
	struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	CXCursor destructor;
	struct operand value;
	uint32_t object;

	children_of(builder, cursor, &children);
	if (children.list.count != 1)
		return all_effects(builder, cursor);
	value = read_value(builder, children.list.items[0]);
	destructor = destructor_of(builder->reading,
		clang_getPointeeType(clang_getCanonicalType(
			clang_getCursorType(children.list.items[0]))));
	object = path_pointee(builder, value, NULL);
	if (!clang_Cursor_isNull(destructor))
		call_destructor(builder, object,
			symbol_of(builder->reading, destructor),
			place_of(builder->reading, cursor));
	return no_operand();
}

/* ({ …; x; }) has the value of its last expression. */
static struct operand statement_expression(
	struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 }, statements = { 0 };
	uint32_t last;

	children_of(builder, cursor, &children);
	if (children.list.count != 1)
		return all_effects(builder, cursor);
	children_of(builder, children.list.items[0], &statements);
	for (last = 0; last + 1 < statements.list.count; last++)
		read_statement(builder, statements.list.items[last]);
	if (last == statements.list.count)
		return no_operand();
	if (clang_isExpression(
		    clang_getCursorKind(statements.list.items[last])))
		return read_value(builder, statements.list.items[last]);
	read_statement(builder, statements.list.items[last]);
	return no_operand();
}

static struct operand lambda(struct builder *builder, CXCursor cursor)
{
	uint32_t symbol = lambda_read(
		builder->reading, builder->function, cursor);
	uint32_t file;
	unsigned end;

	/* its markers are its own */
	if (locate(builder->reading,
		    clang_getRangeEnd(clang_getCursorExtent(cursor)), &file,
		    &end) &&
		file == builder->file) {
		markers_before(builder, cursor);
		builder->next_use =
			first_use_from(builder->reading, file, end);
	}
	if (symbol == NONE)
		return no_operand();
	return (struct operand){ OPERAND_FUNCTION, symbol, 0 };
}

/* ---- all of them ------------------------------------------------------- */

static struct operand through(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };

	children_of(builder, cursor, &children);
	if (children.list.count != 1)
		return all_effects(builder, cursor);
	return converted(
		read_value(builder, children.list.items[0]), cursor);
}

struct operand read_value(struct builder *builder, CXCursor cursor)
{
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_IntegerLiteral:
	case CXCursor_CharacterLiteral:
	case CXCursor_CXXBoolLiteralExpr:
		return literal(cursor);
	case CXCursor_CXXNullPtrLiteralExpr:
	case CXCursor_GNUNullExpr:
		return constant_operand(0);
	case CXCursor_StringLiteral:
		return (struct operand){ OPERAND_STRING, NONE, 0 };
	case CXCursor_UnaryExpr: /* sizeof: evaluates nothing */
	case CXCursor_FloatingLiteral:
		return no_operand();
	case CXCursor_DeclRefExpr:
	case CXCursor_MemberRefExpr:
		return reference(builder, cursor);
	case CXCursor_ArraySubscriptExpr:
		return stored_value(builder, cursor);
	case CXCursor_CXXThisExpr:
		return path_operand(path_of(builder, ROOT_THIS, 0, "", "this",
			NULL, NULL, NULL));
	case CXCursor_CallExpr:
		return read_call(builder, cursor, NONE);
	case CXCursor_UnaryOperator:
		return unary_operator(builder, cursor);
	case CXCursor_BinaryOperator:
		return binary_operator(builder, cursor);
	case CXCursor_CompoundAssignOperator:
		return compound_assignment(builder, cursor);
	case CXCursor_ConditionalOperator:
		return conditional_operator(builder, cursor);
	case CXCursor_CXXDeleteExpr:
		return delete_expression(builder, cursor);
	case CXCursor_StmtExpr:
		return statement_expression(builder, cursor);
	case CXCursor_LambdaExpr:
		return lambda(builder, cursor);
	case CXCursor_UnexposedExpr:
	case CXCursor_ParenExpr:
	case CXCursor_CStyleCastExpr:
	case CXCursor_CXXStaticCastExpr:
	case CXCursor_CXXReinterpretCastExpr:
	case CXCursor_CXXConstCastExpr:
	case CXCursor_CXXFunctionalCastExpr:
		return through(builder, cursor);
	default:
		return all_effects(builder, cursor);
	}
}

/* ---- initialisers ------------------------------------------------------ */

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

static void initialise_record(struct builder *builder, uint32_t path,
	CXType type, const struct cursor_list *elements)
{
	struct fields fields = { .arena = &builder->reading->scratch };

	clang_Type_visitFields(type, collect_field, &fields);
	for (uint32_t i = 0; i < elements->list.count; i++) {
		CXCursor element = elements->list.items[i];

		if (designated(builder, path, type, element))
			continue;
		if (i < fields.list.count)
			initialise(builder,
				path_field(builder, path,
					fields.list.items[i]),
				clang_getCursorType(fields.list.items[i]),
				element);
		else
			read_effects(builder, element);
	}
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

void initialise(struct builder *builder, uint32_t path, CXType type,
	CXCursor initialiser)
{
	struct cursor_list children = { 0 };
	CXCursor inner = stripped(builder, initialiser);
	enum CXCursorKind kind = clang_getCursorKind(inner);
	struct operand value;

	type = clang_getCanonicalType(type);
	if (kind == CXCursor_InitListExpr) {
		children_of(builder, inner, &children);
		if (is_array_type(type))
			initialise_array(builder, path, type, &children);
		else if (type.kind == CXType_Record)
			initialise_record(builder, path, type, &children);
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

static enum CXChildVisitResult find_function(
	CXCursor child, CXCursor parent, CXClientData data)
{
	(void)parent;
	if (clang_getCursorKind(child) == CXCursor_LambdaExpr ||
		(clang_getCursorKind(child) == CXCursor_DeclRefExpr &&
			is_function(clang_getCursorReferenced(child)))) {
		*(bool *)data = true;
		return CXChildVisit_Break;
	}
	return CXChildVisit_Recurse;
}

/* A table is read as if it were assigned element by element. */
void initialiser_read(
	struct reading *reading, uint32_t variable_symbol, CXCursor variable)
{
	CXCursor initialiser = clang_Cursor_getVarDeclInitializer(variable);
	struct function nobody = { .name = "" };
	struct body body = { 0 };
	struct builder builder = { .reading = reading, .function = &nobody,
		.body = &body, .handler = NONE };
	bool has_function = false;
	uint32_t path;

	if (clang_Cursor_isNull(initialiser))
		return;
	clang_visitChildren(variable, find_function, &has_function);
	if (!has_function)
		return;
	nobody.name = reading->facts->symbols.items[variable_symbol].name;
	builder.current = new_block(&builder);
	path = path_of(&builder, ROOT_GLOBAL, variable_symbol, "",
		nobody.name, NULL, NULL, NULL);
	initialise(&builder, path, clang_getCursorType(variable), initialiser);
	for (uint32_t i = 0; i < body.events.count; i++) {
		const struct event *event = &body.events.items[i];
		const struct path *to;
		struct fill fill = { .variable = variable_symbol,
			.function = NONE, .place = event->place };

		if (event->kind != EVENT_ASSIGN ||
			(event->value.kind != OPERAND_FUNCTION &&
				event->value.kind != OPERAND_CONSTANT))
			continue;
		to = &body.paths.items[event->path];
		if (event->value.kind == OPERAND_FUNCTION)
			fill.function = event->value.index;
		fill.constant = event->value.constant;
		fill.steps = to->steps;
		fill.record = to->record;
		fill.field = to->field;
		*vec_add(&reading->facts->arena, &reading->facts->fills) = fill;
	}
}
