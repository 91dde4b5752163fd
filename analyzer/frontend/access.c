/*
 * Access paths: the storage that an expression names, written as a root and
 * steps, so that `ext->Lock` is the same place in every statement. Pointer
 * arithmetic, unions and aliases through other pointers are not followed; the
 * analysis falls back to (record, field) there.
 */
#include <string.h>

#include "frontend/builder.h"
#include "frontend/span.h"

struct operand no_operand(void)
{
	return (struct operand){ OPERAND_UNKNOWN, NONE, 0 };
}

struct operand constant_operand(int64_t value)
{
	return (struct operand){ OPERAND_CONSTANT, NONE, value };
}

struct operand path_operand(uint32_t path)
{
	if (path == NONE)
		return no_operand();
	return (struct operand){ OPERAND_PATH, path, 0 };
}

uint32_t path_of(struct builder *builder, enum path_root root, uint32_t index,
	const char *steps, const char *text, const char *record,
	const char *field, const char *type)
{
	struct intern *names = &builder->reading->facts->names;
	const char *key = intern_printf(
		names, "%d %u %s", (int)root, (unsigned)index, steps);
	uint32_t found = map_get(&builder->path_by_key, key);
	struct path path = { root, index, intern(names, steps),
		intern(names, text), record, field, type, NULL };

	if (found != MAP_NONE)
		return found;
	found = builder->body->paths.count;
	*vec_add(&builder->reading->facts->drafts, &builder->body->paths) = path;
	map_set(&builder->reading->scratch, &builder->path_by_key, key, found);
	return found;
}

/* "struct _EXT" -> "_EXT"; of an anonymous record the one round it. */
static const char *name_of_record(struct reading *reading, CXCursor record)
{
	CXType type = clang_getCursorType(record);
	const char *name = take_type(reading, type);
	CXCursor parent = clang_getCursorSemanticParent(record);
	const char *blank;

	if (strchr(name, '(')) {
		enum CXCursorKind kind = clang_getCursorKind(parent);

		if (kind == CXCursor_StructDecl ||
			kind == CXCursor_UnionDecl ||
			kind == CXCursor_ClassDecl)
			return name_of_record(reading, parent);
		return usr_of(reading, record);
	}
	blank = strchr(name, '<') ? NULL : strrchr(name, ' ');
	return blank ? intern(&reading->facts->names, blank + 1) : name;
}

const char *record_name(struct reading *reading, CXCursor field)
{
	return name_of_record(reading, clang_getCursorSemanticParent(field));
}

/* "EXT::(anonymous union at a.h:3:2)", in some versions of clang "". */
bool is_anonymous(const char *field)
{
	return !*field || strchr(field, '(') != NULL;
}

static bool ends_with_star(const char *steps)
{
	size_t length = strlen(steps);

	return length && steps[length - 1] == '*';
}

uint32_t path_field(struct builder *builder, uint32_t base, CXCursor field)
{
	struct reading *reading = builder->reading;
	struct intern *names = &reading->facts->names;
	const char *name = take_string(reading, clang_getCursorSpelling(field));
	struct path from;
	const char *steps, *text;

	if (base == NONE)
		return NONE;
	from = builder->body->paths.items[base];
	if (is_anonymous(name))
		return base; /* a step into an anonymous member */
	if (ends_with_star(from.steps)) {
		/* "(*p).f" is written "->f" */
		steps = intern_printf(names, "%.*s->%s",
			(int)strlen(from.steps) - 1, from.steps, name);
		text = from.text[0] == '*' ?
			intern_printf(names, "%s->%s", from.text + 1, name) :
			intern_printf(names, "(%s).%s", from.text, name);
	} else {
		steps = intern_printf(names, "%s.%s", from.steps, name);
		text = intern_printf(names, "%s.%s", from.text, name);
	}
	return path_of(builder, from.root, from.index, steps, text,
		record_name(reading, field), name,
		take_type(reading,
			clang_getCanonicalType(clang_getCursorType(field))));
}

uint32_t path_element(
	struct builder *builder, uint32_t base, struct operand index)
{
	struct intern *names = &builder->reading->facts->names;
	struct path from;
	const char *step = "[]";

	if (base == NONE)
		return NONE;
	from = builder->body->paths.items[base];
	if (index.kind == OPERAND_CONSTANT)
		step = intern_printf(names, "[%lld]", (long long)index.constant);
	return path_of(builder, from.root, from.index,
		intern_printf(names, "%s%s", from.steps, step),
		intern_printf(names, "%s%s", from.text, step), from.record,
		from.field, from.type);
}

uint32_t path_pointee(
	struct builder *builder, struct operand pointer, const char *type)
{
	struct intern *names = &builder->reading->facts->names;
	struct path from;

	if (pointer.kind == OPERAND_ADDRESS)
		return pointer.index;
	if (pointer.kind == OPERAND_RESULT)
		return path_of(builder, ROOT_RESULT, pointer.index, "*",
			"*(result)", NULL, NULL, type);
	if (pointer.kind != OPERAND_PATH)
		return NONE;
	from = builder->body->paths.items[pointer.index];
	return path_of(builder, from.root, from.index,
		intern_printf(names, "%s*", from.steps),
		intern_printf(names, "*%s", from.text), from.record, from.field,
		type);
}

uint32_t temporary_path(struct builder *builder, CXCursor expression)
{
	struct reading *reading = builder->reading;
	uint32_t index = builder->body->locals.count;
	CXType type = clang_getCanonicalType(clang_getCursorType(expression));
	const char *name = NULL;

	/* what may be called through it: see program/slots.c */
	if (clang_getPointeeType(type).kind == CXType_FunctionProto)
		name = take_type(reading, type);
	*vec_add(&reading->facts->drafts, &builder->body->locals) =
		(struct local){ intern(&reading->facts->names, "?"), NULL,
			false };
	return path_of(builder, ROOT_LOCAL, index, "", "?", NULL, NULL, name);
}

/* Whether a variable lives in a section: globals, and static locals. */
static bool is_static_storage(CXCursor variable)
{
	enum CX_StorageClass storage = clang_Cursor_getStorageClass(variable);
	CXCursor parent = clang_getCursorSemanticParent(variable);
	enum CXCursorKind kind = clang_getCursorKind(parent);

	if (storage == CX_SC_Static || storage == CX_SC_Extern)
		return true;
	return clang_isTranslationUnit(kind) || kind == CXCursor_Namespace ||
		kind == CXCursor_LinkageSpec || kind == CXCursor_ClassDecl ||
		kind == CXCursor_StructDecl;
}

/* Of a pointer to a routine the type as it is written may be that of a role. */
static bool holds_routine(CXCursor variable)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(variable));

	return clang_getPointeeType(type).kind == CXType_FunctionProto;
}

static const char *written_type(struct reading *reading, CXCursor variable)
{
	return take_type(reading, clang_getCursorType(variable));
}

/* What a lambda has captured is storage of the routine that it stands in: which, the
 * calls that lead to it do not say. */
static uint32_t captured_path(struct builder *builder, const char *name,
	const char *type)
{
	struct intern *names = &builder->reading->facts->names;

	return path_of(builder, ROOT_UNKNOWN, 0,
		intern_printf(names, ".%s", name), name, NULL, NULL, type);
}

/* Whether a variable that is no parameter stands before the body. */
static bool is_captured(struct builder *builder, CXCursor variable)
{
	uint32_t file;
	unsigned offset;

	return builder->function->is_lambda &&
		locate(builder->reading, clang_getCursorLocation(variable),
			&file, &offset) &&
		file == builder->file && offset < builder->brace;
}

uint32_t this_path(struct builder *builder)
{
	return builder->function->is_lambda ?
		captured_path(builder, "this", NULL) :
		path_of(builder, ROOT_THIS, 0, "", "this", NULL, NULL, NULL);
}

uint32_t this_object(struct builder *builder)
{
	return path_pointee(builder, path_operand(this_path(builder)), NULL);
}

uint32_t local_path(struct builder *builder, CXCursor variable)
{
	struct reading *reading = builder->reading;
	const char *usr = take_string(reading, clang_getCursorUSR(variable));
	const char *name =
		take_string(reading, clang_getCursorSpelling(variable));
	const char *type = take_type(reading,
		clang_getCanonicalType(clang_getCursorType(variable)));
	uint32_t index = map_get(&builder->parameter_by_usr, usr);

	if (index != MAP_NONE)
		return path_of(builder, ROOT_PARAMETER, index, "", name, NULL,
			NULL, type);
	index = map_get(&builder->reference_by_usr, usr);
	if (index != MAP_NONE)
		return index;
	if (is_static_storage(variable))
		return path_of(builder, ROOT_GLOBAL,
			symbol_of(reading, variable), "", name, NULL, NULL,
			type);
	if (is_captured(builder, variable))
		return captured_path(builder, name, type);
	index = map_get(&builder->local_by_usr, usr);
	if (index == MAP_NONE) {
		index = builder->body->locals.count;
		*vec_add(&reading->facts->drafts, &builder->body->locals) =
			(struct local){ name,
				holds_routine(variable) ?
					written_type(reading, variable) :
					type,
				false };
		map_set(&reading->scratch, &builder->local_by_usr, usr, index);
	}
	return path_of(
		builder, ROOT_LOCAL, index, "", name, NULL, NULL, type);
}

void bind_to_path(struct builder *builder, CXCursor variable, uint32_t path)
{
	struct reading *reading = builder->reading;

	map_set(&reading->scratch, &builder->reference_by_usr,
		take_string(reading, clang_getCursorUSR(variable)), path);
}

static const char *type_text(struct builder *builder, CXCursor cursor)
{
	return take_type(builder->reading,
		clang_getCanonicalType(clang_getCursorType(cursor)));
}

bool is_pointer(CXCursor expression)
{
	return clang_getCanonicalType(clang_getCursorType(expression)).kind ==
		CXType_Pointer;
}

bool is_referring_call(struct builder *builder, CXCursor base)
{
	CXCursor call = without_casts(builder, base);
	CXCursor callee = clang_getCursorReferenced(call);

	return clang_getCursorKind(call) == CXCursor_CallExpr &&
		clang_getCanonicalType(clang_getCursorResultType(callee))
				.kind == CXType_LValueReference;
}

/* What a reference refers to that a call returned: the storage behind the result,
 * under the reference's own name. */
static uint32_t result_storage(
	struct builder *builder, CXCursor variable, CXCursor call)
{
	struct reading *reading = builder->reading;
	struct operand result = read_value(builder, call);

	if (result.kind != OPERAND_RESULT)
		return NONE;
	return path_of(builder, ROOT_RESULT, result.index, "*",
		take_string(reading, clang_getCursorSpelling(variable)), NULL,
		NULL,
		take_type(reading,
			clang_getCanonicalType(clang_getPointeeType(
				clang_getCursorType(variable)))));
}

bool bind_to_object(
	struct builder *builder, CXCursor variable, CXCursor initialiser)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(variable));
	CXCursor inner = without_casts(builder, initialiser);
	struct operand object;

	if ((type.kind != CXType_LValueReference &&
		    type.kind != CXType_RValueReference) ||
		(clang_getCursorKind(inner) != CXCursor_CallExpr &&
			clang_getCursorKind(inner) !=
				CXCursor_CXXFunctionalCastExpr) ||
		!is_destroyed(builder, clang_getCursorType(inner)) ||
		!is_new_object(builder, inner))
		return false;
	object = read_kept(builder, initialiser);
	if (object.kind == OPERAND_RESULT)
		bind_to_path(builder, variable,
			path_of(builder, ROOT_RESULT, object.index, "", "",
				NULL, NULL, NULL));
	return true;
}

bool is_binding(struct builder *builder, CXCursor declared)
{
	return clang_getCursorKind(declared) == CXCursor_UnexposedDecl &&
		take_string(builder->reading,
			clang_getCursorSpelling(declared))[0] == '[';
}

static enum CXVisitorResult take_field(CXCursor field, CXClientData data)
{
	void **context = data;
	struct arena *arena = context[0];
	struct cursor_list *fields = context[1];

	*vec_add(arena, &fields->list) = field;
	return CXVisit_Continue;
}

/* An array has elements, a record fields; what else has parts says so in code. */
void bind_parts(struct builder *builder, CXCursor binding, uint32_t object)
{
	CXType type = clang_getCanonicalType(
		clang_getNonReferenceType(clang_getCursorType(binding)));
	struct cursor_list parts = { 0 }, fields = { 0 };
	void *context[2] = { &builder->reading->scratch, &fields };

	if (object == NONE)
		return;
	children_of(builder, binding, &parts);
	clang_Type_visitFields(type, take_field, context);
	for (uint32_t i = 0; i < parts.list.count; i++) {
		CXCursor part = parts.list.items[i];

		if (clang_getCursorKind(part) != CXCursor_UnexposedDecl)
			continue;
		if (is_array_type(type))
			bind_to_path(builder, part,
				path_element(builder, object,
					constant_operand(i)));
		else if (i < fields.list.count)
			bind_to_path(builder, part,
				path_field(builder, object,
					fields.list.items[i]));
	}
}

/* What a name of a structured binding stands for, or NONE. */
static uint32_t bound_part(struct builder *builder, CXCursor name)
{
	uint32_t path = map_get(&builder->reference_by_usr,
		take_string(builder->reading, clang_getCursorUSR(name)));

	return path == MAP_NONE ? NONE : path;
}

bool bind_reference(
	struct builder *builder, CXCursor variable, CXCursor initialiser)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(variable));
	uint32_t path;

	if (type.kind != CXType_LValueReference)
		return false;
	path = is_referring_call(builder, initialiser) ?
		result_storage(builder, variable, initialiser) :
		read_storage(builder, initialiser);
	if (path != NONE)
		bind_to_path(builder, variable, path);
	return path != NONE;
}

static uint32_t member_storage(
	struct builder *builder, CXCursor cursor, CXCursor field)
{
	struct cursor_list children = { 0 };
	CXCursor base = clang_getNullCursor();
	uint32_t at;

	children_of(builder, cursor, &children);
	for (uint32_t i = 0; i < children.list.count; i++)
		if (clang_isExpression(clang_getCursorKind(
			    children.list.items[i])))
			base = children.list.items[i];
	if (clang_Cursor_isNull(base)) { /* this-> is not written */
		at = this_object(builder);
		return path_field(builder, at, field);
	}
	if (is_pointer(base) || is_referring_call(builder, base))
		at = path_pointee(builder, read_value(builder, base),
			type_text(builder, base));
	else
		at = read_storage(builder, base);
	return path_field(builder, at, field);
}

/* Whether an array decays to the pointer that is indexed here. */
static bool is_array(struct builder *builder, CXCursor base)
{
	struct cursor_list children = { 0 };
	enum CXTypeKind type =
		clang_getCanonicalType(clang_getCursorType(base)).kind;

	if (type == CXType_ConstantArray || type == CXType_IncompleteArray ||
		type == CXType_VariableArray)
		return true;
	if (clang_getCursorKind(base) != CXCursor_UnexposedExpr)
		return false;
	children_of(builder, base, &children);
	return children.list.count == 1 &&
		is_array(builder, children.list.items[0]);
}

static uint32_t element_storage(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	struct operand index;
	uint32_t base;

	children_of(builder, cursor, &children);
	if (children.list.count != 2)
		return NONE;
	base = read_storage(builder, children.list.items[0]);
	index = read_value(builder, children.list.items[1]);
	if (index.kind == OPERAND_CONSTANT && index.constant == 0 &&
		!is_array(builder, children.list.items[0]))
		return path_pointee(builder, path_operand(base),
			type_text(builder, cursor));
	return path_element(builder, base, index);
}

/* `*p++` and `*(p + i)`: what a pointer that is stepped points to; NONE for other
 * pointers, of which nothing is read then. */
static uint32_t stepped_storage(struct builder *builder, CXCursor pointer)
{
	CXCursor inner = without_casts(builder, pointer);
	struct cursor_list children = { 0 };
	uint32_t base;

	if (!is_pointer(inner))
		return NONE;
	children_of(builder, inner, &children);
	if (clang_getCursorKind(inner) == CXCursor_UnaryOperator &&
		children.list.count == 1 &&
		(clang_getCursorUnaryOperatorKind(inner) <=
			CXUnaryOperator_PreDec)) {
		base = read_storage(builder, children.list.items[0]);
		read_effects(builder, inner);
		return path_element(builder, base, no_operand());
	}
	if (clang_getCursorKind(inner) != CXCursor_BinaryOperator ||
		children.list.count != 2 ||
		!is_pointer(children.list.items[0]))
		return NONE;
	base = read_storage(builder, children.list.items[0]);
	read_effects(builder, children.list.items[1]);
	return path_element(builder, base, no_operand());
}

uint32_t read_storage(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	CXCursor referenced;
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	struct operand value;
	uint32_t path;

	switch (kind) {
	case CXCursor_DeclRefExpr:
		referenced = clang_getCursorReferenced(cursor);
		if (clang_getCursorKind(referenced) == CXCursor_VarDecl ||
			clang_getCursorKind(referenced) == CXCursor_ParmDecl)
			return local_path(builder, referenced);
		return clang_getCursorKind(referenced) ==
				CXCursor_UnexposedDecl ?
			bound_part(builder, referenced) :
			NONE;
	case CXCursor_MemberRefExpr:
		referenced = clang_getCursorReferenced(cursor);
		if (clang_getCursorKind(referenced) == CXCursor_VarDecl)
			return local_path(builder, referenced);
		if (clang_getCursorKind(referenced) != CXCursor_FieldDecl)
			return NONE;
		return member_storage(builder, cursor, referenced);
	case CXCursor_ArraySubscriptExpr:
		return element_storage(builder, cursor);
	case CXCursor_UnaryOperator:
		if (clang_getCursorUnaryOperatorKind(cursor) !=
			CXUnaryOperator_Deref)
			break;
		children_of(builder, cursor, &children);
		if (children.list.count != 1)
			return NONE;
		path = stepped_storage(builder, children.list.items[0]);
		if (path != NONE)
			return path;
		value = read_value(builder, children.list.items[0]);
		if (is_function_type(clang_getCursorType(cursor)))
			return value.kind == OPERAND_PATH ? value.index : NONE;
		return path_pointee(builder, value, type_text(builder, cursor));
	case CXCursor_UnexposedExpr:
	case CXCursor_ParenExpr:
	case CXCursor_CStyleCastExpr:
	case CXCursor_CXXStaticCastExpr:
	case CXCursor_CXXReinterpretCastExpr:
	case CXCursor_CXXConstCastExpr:
		children_of(builder, cursor, &children);
		if (!children.list.count)
			return NONE;
		return read_storage(builder,
			children.list.items[children.list.count - 1]);
	default:
		break;
	}
	value = read_value(builder, cursor);
	return value.kind == OPERAND_PATH ? value.index : NONE;
}
