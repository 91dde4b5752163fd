/*
 * What C++ calls without saying so: the constructors and destructors of bases
 * and members, and the operators behind new and delete.
 *
 * A class without a constructor, or destructor, of its own has one that does
 * no more than those of its parts; so its parts are looked at in its place.
 * Operators are known by their name and the number and types of what is placed.
 * A copy that nobody has written is the thing itself.
 *
 * Limits: temporaries of a class template that a call returns, and those inside an
 * expression but for the comma; of a loop over a range of a class, the steps.
 */
#include <string.h>

#include "frontend/builder.h"
#include "frontend/span.h"

enum { MAX_NESTING = 16 };

/* ---- what a class is made of ------------------------------------------- */

struct made_of {
	struct arena *arena;
	VEC(CXType) bases;
	VEC(CXCursor) fields, constructors;
	CXCursor destructor;
};

static enum CXChildVisitResult take_part(
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
	if (!clang_Cursor_isNull(made->destructor))
		made->destructor =
			special_of(reading, class, made->destructor);
}

static void take_class(
	struct reading *reading, CXCursor class, struct made_of *made)
{
	CXCursor pattern = template_of(class);

	*made = (struct made_of){.arena = &reading->scratch,
		.destructor = clang_getNullCursor()};
	clang_visitChildren(pattern, take_part, made);
	if (!clang_equalCursors(pattern, class))
		put_arguments_in(reading, class, made);
}

/* False for what is no class. */
static bool take_apart(
	struct builder *builder, CXType type, struct made_of *made)
{
	type = clang_getCanonicalType(type);
	while (is_array_type(type))
		type = clang_getCanonicalType(clang_getArrayElementType(type));
	if (type.kind != CXType_Record)
		return false;
	take_class(builder->reading, clang_getTypeDeclaration(type), made);
	return true;
}

/* ---- destructors ------------------------------------------------------- */

static void call(struct builder *builder, uint32_t object, CXCursor method,
	struct place place)
{
	add_event(builder, (struct event){.kind = EVENT_CALL,
				   .object = object,
				   .path = NONE,
				   .value = no_operand(),
				   .place = place,
				   .callee = function_operand(builder, method),
				   .is_implicit = true});
}

static void destroy_nested(struct builder *builder, uint32_t object,
	CXType type, struct place place, int depth);

static void destroy_parts(struct builder *builder, uint32_t object,
	const struct made_of *made, struct place place, int depth)
{
	for (uint32_t i = made->fields.count; i > 0; i--)
		destroy_nested(builder,
			path_field(builder, object, made->fields.items[i - 1]),
			clang_getCursorType(made->fields.items[i - 1]), place,
			depth + 1);
	for (uint32_t i = made->bases.count; i > 0; i--)
		destroy_nested(builder, object,
			made->bases.items[i - 1], place, depth + 1);
}

static void destroy_nested(struct builder *builder, uint32_t object,
	CXType type, struct place place, int depth)
{
	struct made_of made;

	if (depth > MAX_NESTING || !take_apart(builder, type, &made))
		return;
	if (clang_Cursor_isNull(made.destructor))
		destroy_parts(builder, object, &made, place, depth);
	else
		call(builder, object, made.destructor, place);
}

void destroy(struct builder *builder, uint32_t object, CXType type,
	struct place place)
{
	destroy_nested(builder, object, type, place, 0);
}

static bool has_destructor(struct builder *builder, CXType type, int depth)
{
	struct made_of made;

	if (depth > MAX_NESTING || !take_apart(builder, type, &made))
		return false;
	if (!clang_Cursor_isNull(made.destructor))
		return true;
	for (uint32_t i = 0; i < made.fields.count; i++)
		if (has_destructor(builder,
			    clang_getCursorType(made.fields.items[i]),
			    depth + 1))
			return true;
	for (uint32_t i = 0; i < made.bases.count; i++)
		if (has_destructor(builder, made.bases.items[i], depth + 1))
			return true;
	return false;
}

bool is_destroyed(struct builder *builder, CXType type)
{
	return has_destructor(builder, type, 0);
}

static uint32_t this_object(struct builder *builder)
{
	return path_of(builder, ROOT_THIS, 0, "*", "*this", NULL, NULL, NULL);
}

/* ---- constructors ------------------------------------------------------ */

static void construct(struct builder *builder, uint32_t object, CXType type,
	struct place place, int depth);

/* The initialiser that stands with a member's declaration: for constructors that
 * give it none. */
static bool has_default(
	struct builder *builder, CXCursor field, CXCursor *initialiser)
{
	struct cursor_list children = { 0 };
	struct span name, whole;
	uint32_t count;

	children_of(builder, field, &children);
	count = children.list.count;
	if (!count || !clang_isExpression(clang_getCursorKind(
			      children.list.items[count - 1])))
		return false;
	name = name_span(builder->reading, field);
	whole = span_of(builder->reading, clang_getCursorExtent(field));
	*initialiser = children.list.items[count - 1];
	return name.file != NONE && name.file == whole.file &&
		initialiser_place(builder->reading, name.file, name.end,
			whole.end)
				.line != 0;
}

static void construct_field(struct builder *builder, uint32_t object,
	CXCursor field, struct place place, int depth)
{
	uint32_t path = path_field(builder, object, field);
	CXType type = clang_getCursorType(field);
	CXCursor initialiser;

	if (has_default(builder, field, &initialiser))
		initialise(builder, path, type, initialiser);
	else
		construct(builder, path, type, place, depth + 1);
}

static void construct_parts(struct builder *builder, uint32_t object,
	const struct made_of *made, struct place place, int depth)
{
	for (uint32_t i = 0; i < made->bases.count; i++)
		construct(builder, object, made->bases.items[i], place,
			depth + 1);
	for (uint32_t i = 0; i < made->fields.count; i++)
		construct_field(builder, object, made->fields.items[i], place,
			depth);
}

/* An object without an initialiser. What its class says of its parts happens where
 * the object is made. */
static void construct(struct builder *builder, uint32_t object, CXType type,
	struct place place, int depth)
{
	struct made_of made;
	uint32_t first;

	if (depth > MAX_NESTING || !take_apart(builder, type, &made))
		return;
	for (uint32_t i = 0; i < made.constructors.count; i++) {
		CXCursor constructor = made.constructors.items[i];

		if (!clang_CXXConstructor_isDefaultConstructor(constructor))
			continue;
		if (clang_CXXMethod_isDefaulted(constructor))
			break;
		call(builder, object, constructor, place);
		return;
	}
	first = builder->body->events.count;
	construct_parts(builder, object, &made, place, depth);
	for (uint32_t i = first; i < builder->body->events.count; i++)
		builder->body->events.items[i].place = place;
}

bool is_made_up(CXCursor constructor)
{
	struct made_of made = {0};
	struct arena scratch;
	bool written;

	if (clang_getCursorKind(constructor) != CXCursor_Constructor ||
		!clang_CXXConstructor_isDefaultConstructor(constructor))
		return false;
	if (clang_CXXMethod_isDefaulted(constructor))
		return true;
	arena_init(&scratch);
	made.arena = &scratch;
	clang_visitChildren(
		template_of(clang_getCursorSemanticParent(constructor)),
		take_part, &made);
	written = made.constructors.count > 0;
	arena_release(&scratch);
	return !written;
}

static bool copies(CXCursor constructor)
{
	return clang_CXXConstructor_isCopyConstructor(constructor) ||
		clang_CXXConstructor_isMoveConstructor(constructor);
}

bool is_plain_copy(CXCursor constructor)
{
	struct made_of made = {0};
	struct arena scratch;
	bool written = false;

	if (clang_getCursorKind(constructor) != CXCursor_Constructor ||
		!copies(constructor))
		return false;
	arena_init(&scratch);
	made.arena = &scratch;
	clang_visitChildren(
		template_of(clang_getCursorSemanticParent(constructor)),
		take_part, &made);
	for (uint32_t i = 0; i < made.constructors.count; i++)
		written |= copies(made.constructors.items[i]);
	arena_release(&scratch);
	return !written;
}

void construct_plainly(struct builder *builder, uint32_t object,
	CXCursor constructor, struct place place)
{
	CXCursor class = clang_getCursorSemanticParent(constructor);

	construct(builder, object, clang_getCursorType(class), place, 0);
}

struct written {
	struct arena *arena;
	CXType named;	       /* the type just before, if any */
	VEC(CXCursor) members; /* fields */
	VEC(CXType) bases;
};

static enum CXChildVisitResult take_written(
	CXCursor child, CXCursor parent, CXClientData data)
{
	struct written *written = data;
	enum CXCursorKind kind = clang_getCursorKind(child);

	(void)parent;
	if (kind == CXCursor_MemberRef)
		*vec_add(written->arena, &written->members) =
			clang_getCursorReferenced(child);
	if (clang_isExpression(kind) && written->named.kind != CXType_Invalid)
		*vec_add(written->arena, &written->bases) = written->named;
	written->named = (CXType){.kind = CXType_Invalid};
	if (kind == CXCursor_TypeRef)
		written->named =
			clang_getCanonicalType(clang_getCursorType(child));
	return CXChildVisit_Continue;
}

static bool names_type(const struct written *written, CXType type)
{
	type = clang_getCanonicalType(type);
	for (uint32_t i = 0; i < written->bases.count; i++)
		if (clang_equalTypes(written->bases.items[i], type))
			return true;
	return false;
}

static bool names_member(const struct written *written, CXCursor field)
{
	for (uint32_t i = 0; i < written->members.count; i++)
		if (clang_equalCursors(written->members.items[i], field))
			return true;
	return false;
}

void construct_own_parts(struct builder *builder, CXCursor constructor)
{
	CXCursor class = clang_getCursorSemanticParent(constructor);
	struct arena *arena = &builder->reading->scratch;
	struct made_of made, rest = {.arena = arena};
	struct written written = {
		.arena = arena, .named = {.kind = CXType_Invalid}};

	clang_visitChildren(constructor, take_written, &written);
	if (names_type(&written, clang_getCursorType(class)))
		return; /* another constructor does it */
	take_class(builder->reading, class, &made);
	for (uint32_t i = 0; i < made.bases.count; i++)
		if (!names_type(&written, made.bases.items[i]))
			*vec_add(arena, &rest.bases) = made.bases.items[i];
	for (uint32_t i = 0; i < made.fields.count; i++)
		if (!names_member(&written, made.fields.items[i]))
			*vec_add(arena, &rest.fields) = made.fields.items[i];
	construct_parts(builder, this_object(builder), &rest,
		builder->function->place, 0);
}

/* ---- constructors of a base that a class has taken over ------------------ */

/* The part of a USR that says what the constructor takes; its class stands
 * before. */
static const char *own_usr(struct reading *reading, CXCursor constructor)
{
	const char *usr = take_string(reading, clang_getCursorUSR(constructor));
	const char *own = strstr(usr, "@F@");

	for (const char *next = own; next; next = strstr(own + 1, "@F@"))
		own = next;
	return own ? own : usr;
}

static bool is_taken_over(struct reading *reading, CXCursor constructor)
{
	const char *name =
		take_string(reading, clang_getCursorSpelling(constructor));
	const char *class = take_string(reading, clang_getCursorSpelling(
				clang_getCursorSemanticParent(constructor)));

	return clang_getCursorKind(constructor) == CXCursor_Constructor &&
		strncmp(name, class, strlen(class)) != 0;
}

CXCursor inherited_from(struct builder *builder, CXCursor constructor)
{
	struct reading *reading = builder->reading;
	struct made_of derived, base;

	if (!is_taken_over(reading, constructor))
		return constructor;
	take_class(reading, clang_getCursorSemanticParent(constructor),
		&derived);
	for (uint32_t i = 0; i < derived.bases.count; i++) {
		if (!take_apart(builder, derived.bases.items[i], &base))
			continue;
		for (uint32_t k = 0; k < base.constructors.count; k++)
			if (!strcmp(own_usr(reading, constructor),
				    own_usr(reading,
					    base.constructors.items[k])))
				return base.constructors.items[k];
	}
	return constructor;
}

/* ---- loops over a range of a class --------------------------------------- */

struct method_search {
	struct reading *reading;
	const char *name;
	CXCursor found;
};

static enum CXChildVisitResult find_method(
	CXCursor child, CXCursor parent, CXClientData data)
{
	struct method_search *search = data;

	(void)parent;
	if (clang_getCursorKind(child) != CXCursor_CXXMethod ||
		strcmp(take_string(search->reading,
			       clang_getCursorSpelling(child)),
			search->name))
		return CXChildVisit_Continue;
	search->found = child;
	return CXChildVisit_Break;
}

void ask_range(struct builder *builder, uint32_t range, CXType type,
	struct place place)
{
	static const char *const names[] = { "begin", "end" };
	CXCursor class = clang_getTypeDeclaration(clang_getCanonicalType(
		clang_getNonReferenceType(type)));

	if (!is_scope(clang_getCursorKind(class)))
		return;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct method_search search = { builder->reading, names[i],
			clang_getNullCursor() };

		clang_visitChildren(class, find_method, &search);
		if (!clang_Cursor_isNull(search.found))
			call(builder, range, search.found, place);
	}
}

/* ---- new and delete ---------------------------------------------------- */

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
		const struct function *function = &reading->operators.items[i];

		if (function->name != name ||
			function->parameters.count != count + 1)
			continue;
		if (takes(function, count, types))
			return i;
		several |= found != NONE &&
			   reading->operators.items[found].usr != function->usr;
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
			&reading->operators.items[function]),
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

/* Calls an operator new with the placed arguments behind the size, and evaluates
 * the rest, which the object is made with. */
static struct operand allocate(struct builder *builder, CXCursor cursor,
	uint32_t function, const struct cursor_list *children, uint32_t count)
{
	struct reading *reading = builder->reading;
	VEC(struct operand) arguments = { 0 };
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
	for (uint32_t i = count; i < children->list.count; i++)
		if (clang_isExpression(
			    clang_getCursorKind(children->list.items[i])))
			read_effects(builder, children->list.items[i]);
	return (struct operand){ OPERAND_RESULT, call, 0 };
}

/* Arguments are placed before the type; one like `int` has no name that could
 * tell where that is, so as many are placed as some operator takes. */
struct operand read_new(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = {0};
	CXType made = clang_getPointeeType(
		clang_getCanonicalType(clang_getCursorType(cursor)));
	const char *name = is_array_form(builder, cursor, false) ? "operator new[]" :
							    "operator new";
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
	return allocate(builder, cursor, function, &children, count - 1);
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
	if (take_apart(builder, type, &made) &&
		!clang_Cursor_isNull(made.destructor) &&
		builder->body->events.count == before + 1)
		builder->body->events.items[before].is_virtual =
			clang_CXXMethod_isVirtual(made.destructor) != 0;
}

/* The operator that is told the size is preferred. */
static void call_delete(
	struct builder *builder, CXType type, const char *name, CXCursor cursor)
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

/* ---- the end of an object ---------------------------------------------- */

/* Whether a destructor overrides one of a system header, which an interface's
 * Release runs by `delete this`: that gives the memory back, too. */
static bool is_run_by_kit(CXCursor destructor)
{
	CXCursor *overridden;
	unsigned count;
	bool found = false;

	clang_getOverriddenCursors(destructor, &overridden, &count);
	for (unsigned i = 0; i < count; i++)
		found |= clang_Location_isInSystemHeader(
				 clang_getCursorLocation(overridden[i])) ||
			 is_run_by_kit(overridden[i]);
	clang_disposeOverriddenCursors(overridden);
	return found;
}

void destroy_own_parts(struct builder *builder, CXCursor destructor)
{
	CXCursor class = clang_getCursorSemanticParent(destructor);
	struct made_of made;

	take_class(builder->reading, class, &made);
	destroy_parts(
		builder, this_object(builder), &made, builder->body->end, 0);
	if (is_run_by_kit(destructor))
		call_delete(builder, clang_getCursorType(class),
			"operator delete", destructor);
}
