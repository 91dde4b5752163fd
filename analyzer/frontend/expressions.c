/*
 * Expressions: events in the order of evaluation, and the value of each as an
 * operand. A value is a constant, a function, a place or its address, what a
 * call returned, or a formula of such; all else is unknown. A condition that is
 * used as a value becomes a branch that sets a local of our own, so that
 * `ok = a && b` keeps what it says about a and b.
 */
#include <string.h>

#include "frontend/builder.h"
#include "frontend/repair.h"
#include "frontend/span.h"

/* ---- constants --------------------------------------------------------- */

bool integer_of(CXCursor cursor, int64_t *value)
{
	CXEvalResult result = clang_Cursor_Evaluate(cursor);
	bool integer;

	if (!result)
		return false;
	integer = clang_EvalResult_getKind(result) == CXEval_Int;
	if (integer)
		*value = clang_EvalResult_getAsLongLong(result);
	clang_EvalResult_dispose(result);
	return integer;
}

static struct operand literal(CXCursor cursor)
{
	int64_t value;

	return integer_of(cursor, &value) ? constant_operand(value) :
					     no_operand();
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

/* ---- reading storage --------------------------------------------------- */

bool is_array_type(CXType type)
{
	type = clang_getCanonicalType(type);
	return type.kind == CXType_ConstantArray ||
		type.kind == CXType_IncompleteArray ||
		type.kind == CXType_VariableArray;
}

/* Whether a path may name storage that is not the routine's own: a global, or
 * what a pointer or a reference leads to. */
static bool leads_out(const struct body *body, const struct path *path)
{
	if (path->root == ROOT_GLOBAL)
		return true;
	if (!path->steps[0])
		return false;
	return path->root != ROOT_LOCAL || strchr(path->steps, '*') ||
		strstr(path->steps, "->") ||
		(path->steps[0] == '[' &&
			body->locals.items[path->index].type &&
			!strchr(body->locals.items[path->index].type, '['));
}

void note_read(struct builder *builder, uint32_t path, CXCursor cursor)
{
	if (!leads_out(builder->body, &builder->body->paths.items[path]))
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

bool is_function_cursor(CXCursor declaration)
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

struct operand function_operand(
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
		((type.kind >= CXType_Bool && type.kind <= CXType_Int128) ||
			type.kind == CXType_Enum) &&
		!clang_Cursor_isNull(
			clang_Cursor_getVarDeclInitializer(declaration));
}

/* `waits_for<Policy>`: what a template of constants makes has no kind of its own. */
static bool is_made_constant(CXCursor declaration, CXCursor reference)
{
	CXType type = clang_getCursorType(reference);

	return clang_getCursorKind(declaration) == CXCursor_UnexposedDecl &&
		clang_isConstQualifiedType(type) && is_integer(type);
}

/* What a template's argument, put in for its parameter, is: a value. */
static struct operand put_in(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };

	children_of(builder, cursor, &children);
	return children.list.count == 1 ?
		read_value(builder, children.list.items[0]) :
		no_operand();
}

static struct operand reference(struct builder *builder, CXCursor cursor)
{
	CXCursor declaration = clang_getCursorReferenced(cursor);

	if (clang_Cursor_isNull(declaration))
		return put_in(builder, cursor);
	if (clang_getCursorKind(declaration) == CXCursor_EnumConstantDecl)
		return repair_is_unknown(declaration) ? no_operand()
						      : constant_operand(
			clang_getEnumConstantDeclValue(declaration));
	if (is_function_cursor(declaration))
		return function_operand(builder, declaration);
	if (is_named_constant(declaration)) {
		struct operand value = literal(declaration);

		if (value.kind == OPERAND_CONSTANT)
			return value;
	}
	if (is_made_constant(declaration, cursor)) {
		struct operand value = literal(cursor);

		if (value.kind == OPERAND_CONSTANT)
			return value;
	}
	return stored_value(builder, cursor);
}

/* ---- an address that goes nowhere we follow ---------------------------- */

void note_escape(
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

struct operand read_parts(struct builder *builder, CXCursor cursor)
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
	uint32_t after = new_block(builder), path = temporary_path(builder, cursor);
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
		is_function_cursor(declaration))
		return function_operand(builder, declaration);
	path = read_storage(builder, operand);
	if (path == NONE)
		return no_operand();
	return (struct operand){ OPERAND_ADDRESS, path, 0 };
}

/* `++` and `--`. What was there before is told by what is there now. */
static struct operand step_operator(struct builder *builder, CXCursor cursor,
	CXCursor operand, enum CXUnaryOperatorKind kind)
{
	bool adds = kind == CXUnaryOperator_PreInc ||
		kind == CXUnaryOperator_PostInc;
	bool before = kind == CXUnaryOperator_PostInc ||
		kind == CXUnaryOperator_PostDec;
	CXType type = clang_getCursorType(operand);
	uint32_t path = read_storage(builder, operand);
	struct operand value = path_operand(path), one = constant_operand(1);

	if (path == NONE)
		return no_operand();
	note_read(builder, path, operand);
	add_assignment(builder, path,
		computed(builder, type,
			adds ? OPERATION_ADD : OPERATION_SUBTRACT, value, one),
		place_of(builder->reading, cursor));
	if (!is_integer(type))
		return no_operand();
	return before ? computed(builder, type,
				adds ? OPERATION_SUBTRACT : OPERATION_ADD,
				value, one) :
			value;
}

static struct operand unary_operator(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	CXCursor operand;

	children_of(builder, cursor, &children);
	if (children.list.count != 1)
		return read_parts(builder, cursor);
	operand = children.list.items[0];
	switch (clang_getCursorUnaryOperatorKind(cursor)) {
	case CXUnaryOperator_AddrOf:
		return address_of(builder, operand);
	case CXUnaryOperator_Deref:
		return is_function_type(clang_getCursorType(cursor)) ?
			read_value(builder, operand) :
			stored_value(builder, cursor);
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreInc:
	case CXUnaryOperator_PreDec:
		return step_operator(builder, cursor, operand,
			clang_getCursorUnaryOperatorKind(cursor));
	case CXUnaryOperator_LNot:
		return condition_value(builder, cursor);
	case CXUnaryOperator_Minus:
		return computed(builder, clang_getCursorType(cursor),
			OPERATION_SUBTRACT, constant_operand(0),
			read_value(builder, operand));
	case CXUnaryOperator_Not:
		return computed(builder, clang_getCursorType(cursor),
			OPERATION_EXCLUSIVE_OR, read_value(builder, operand),
			constant_operand(-1));
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

struct operand read_assignment(
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
	if (value.kind == OPERAND_UNKNOWN || value.kind == OPERAND_FORMULA)
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

/* `Table + i` and `p - 1`: the address of an element. */
static struct operand stepped(struct builder *builder, struct operand pointer)
{
	uint32_t path = pointer.kind == OPERAND_ADDRESS ||
			pointer.kind == OPERAND_PATH ?
		path_element(builder, pointer.index, no_operand()) :
		NONE;

	return path == NONE ? no_operand() :
			      (struct operand){ OPERAND_ADDRESS, path, 0 };
}

static struct operand binary_operator(struct builder *builder, CXCursor cursor)
{
	enum CXBinaryOperatorKind kind =
		clang_getCursorBinaryOperatorKind(cursor);
	struct cursor_list children = { 0 };
	enum operation operation;
	struct operand left, right;

	children_of(builder, cursor, &children);
	if (children.list.count != 2)
		return read_parts(builder, cursor);
	if (kind == CXBinaryOperator_Assign)
		return read_assignment(builder, cursor, children.list.items[0],
			children.list.items[1]);
	if (is_condition(kind))
		return condition_value(builder, cursor);
	if (kind == CXBinaryOperator_Comma) {
		read_kept(builder, children.list.items[0]);
		return read_value(builder, children.list.items[1]);
	}
	left = read_value(builder, children.list.items[0]);
	right = read_value(builder, children.list.items[1]);
	if (kind == CXBinaryOperator_PtrMemD ||
		kind == CXBinaryOperator_PtrMemI)
		return right; /* the method, or unknown */
	if (is_pointer(cursor) && (kind == CXBinaryOperator_Add ||
					kind == CXBinaryOperator_Sub))
		return stepped(builder,
			is_pointer(children.list.items[0]) ? left : right);
	return operation_of(kind, &operation) ?
		computed(builder, clang_getCursorType(cursor), operation, left,
			right) :
		no_operand();
}

static struct operand compound_assignment(
	struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	CXType type = clang_getCursorType(cursor);
	struct operand right, value = no_operand();
	enum operation operation;
	uint32_t path;

	children_of(builder, cursor, &children);
	if (children.list.count != 2)
		return read_parts(builder, cursor);
	right = read_value(builder, children.list.items[1]);
	note_escape(builder, right, children.list.items[1]);
	path = read_storage(builder, children.list.items[0]);
	if (path == NONE)
		return no_operand();
	note_read(builder, path, children.list.items[0]);
	if (operation_of(clang_getCursorBinaryOperatorKind(cursor), &operation))
		value = computed(builder, type, operation, path_operand(path),
			right);
	add_assignment(
		builder, path, value, place_of(builder->reading, cursor));
	note_flags(builder, children.list.items[1]);
	return is_integer(type) ? path_operand(path) : no_operand();
}

static struct operand conditional_operator(
	struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	uint32_t yes, no, after, path, cleanups = builder->cleanups.count;

	children_of(builder, cursor, &children);
	if (children.list.count != 3)
		return read_parts(builder, cursor);
	yes = new_block(builder);
	no = new_block(builder);
	after = new_block(builder);
	path = temporary_path(builder, cursor);
	read_condition(builder, children.list.items[0], yes, no);
	for (uint32_t i = 1; i < 3; i++) {
		CXCursor arm = children.list.items[i];
		struct operand value;

		builder->current = i == 1 ? yes : no;
		value = read_value(builder, arm);
		add_assignment(builder, path, value,
			place_of(builder->reading, arm));
		end_scopes(builder, cleanups);
		if (builder->current != NONE)
			jump_to(builder, after);
	}
	builder->current = after;
	return path_operand(path);
}

/* ({ …; x; }) has the value of its last expression. */
static struct operand statement_expression(
	struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 }, statements = { 0 };
	uint32_t last;

	children_of(builder, cursor, &children);
	if (children.list.count != 1)
		return read_parts(builder, cursor);
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

/* ---- all of them ------------------------------------------------------- */

static bool is_untyped(CXType type)
{
	type = clang_getCanonicalType(type);
	return type.kind == CXType_Pointer &&
		clang_getPointeeType(type).kind == CXType_Void;
}

/* Bytes that are converted are as good as untyped memory. */
static bool is_memory(CXType type)
{
	enum CXTypeKind kind = clang_getPointeeType(
		clang_getCanonicalType(type)).kind;

	return is_untyped(type) || kind == CXType_Char_S ||
		kind == CXType_Char_U || kind == CXType_SChar ||
		kind == CXType_UChar;
}

/* A local may point to one thing after the other: each conversion counts for
 * what is there then. */
static void note_conversion(struct builder *builder, uint32_t path,
	const char *object, CXCursor cursor)
{
	const struct path *converted = &builder->body->paths.items[path];

	if (converted->root != ROOT_LOCAL || converted->steps[0])
		return;
	add_event(builder,
		(struct event){ .kind = EVENT_READ,
			.place = place_of(builder->reading, cursor),
			.callee = no_operand(), .object = NONE, .path = path,
			.value = no_operand(), .taken_for = object });
}

/* `ext = (PEXT)memory` and `(PVOID *)&ext`: what untyped memory is taken for. */
static void note_object(struct builder *builder, struct operand value,
	CXType from, CXType to, CXCursor cursor)
{
	struct body *body = builder->body;
	const char *object;

	if (value.kind == OPERAND_ADDRESS) {
		from = clang_getCanonicalType(from);
		to = clang_getCanonicalType(to);
		if (!is_untyped(clang_getPointeeType(to)))
			return;
		object = held_behind(
			builder->reading, clang_getPointeeType(from));
	} else if (is_memory(from) && !is_memory(to)) {
		object = held_behind(builder->reading, to);
	} else {
		return;
	}
	if (object && value.kind == OPERAND_RESULT)
		body->events.items[value.index].taken_for = object;
	else if (object && (value.kind == OPERAND_PATH ||
				   value.kind == OPERAND_ADDRESS))
		body->paths.items[value.index].taken_for = object;
	if (object && value.kind == OPERAND_PATH)
		note_conversion(builder, value.index, object, cursor);
}

/* `bool held = flags & HELD`: not what is computed, but whether it is 0. */
static bool is_truth_of_sum(
	struct builder *builder, CXCursor cursor, CXType type)
{
	enum operation operation;
	CXCursor inner;

	if (clang_getCanonicalType(type).kind != CXType_Bool)
		return false;
	inner = without_casts(builder, cursor);
	return clang_getCursorKind(inner) == CXCursor_BinaryOperator &&
		operation_of(clang_getCursorBinaryOperatorKind(inner),
			&operation);
}

static struct operand through(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	struct operand value;
	CXType from, to;

	children_of(builder, cursor, &children);
	if (children.list.count != 1)
		return read_parts(builder, cursor);
	from = clang_getCursorType(children.list.items[0]);
	to = clang_getCursorType(cursor);
	if (is_truth_of_sum(builder, children.list.items[0], to))
		return condition_value(builder, children.list.items[0]);
	value = read_value(builder, children.list.items[0]);
	note_object(builder, value, from, to, cursor);
	return converted(narrowed(builder, value, from, to), cursor);
}

struct operand read_value(struct builder *builder, CXCursor cursor)
{
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_IntegerLiteral:
	case CXCursor_CharacterLiteral:
	case CXCursor_CXXBoolLiteralExpr:
	case CXCursor_UnaryExpr: /* sizeof: evaluates nothing */
		return literal(cursor);
	case CXCursor_CXXNullPtrLiteralExpr:
	case CXCursor_GNUNullExpr:
		return constant_operand(0);
	case CXCursor_StringLiteral:
		return (struct operand){ OPERAND_STRING, NONE, 0 };
	case CXCursor_FloatingLiteral:
		return no_operand();
	case CXCursor_DeclRefExpr:
	case CXCursor_MemberRefExpr:
		return reference(builder, cursor);
	case CXCursor_ArraySubscriptExpr:
		return stored_value(builder, cursor);
	case CXCursor_CXXThisExpr:
		return path_operand(this_path(builder));
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
	case CXCursor_CXXNewExpr:
		return read_new(builder, cursor);
	case CXCursor_CXXDeleteExpr:
		return read_delete(builder, cursor);
	case CXCursor_StmtExpr:
		return statement_expression(builder, cursor);
	case CXCursor_LambdaExpr:
		return read_lambda(builder, cursor);
	case CXCursor_UnexposedExpr:
	case CXCursor_ParenExpr:
	case CXCursor_CStyleCastExpr:
	case CXCursor_CXXStaticCastExpr:
	case CXCursor_CXXReinterpretCastExpr:
	case CXCursor_CXXConstCastExpr:
	case CXCursor_CXXFunctionalCastExpr:
		return through(builder, cursor);
	default:
		return read_parts(builder, cursor);
	}
}
