/*
 * What C++ calls when an object begins and ends without saying so: the constructors
 * and destructors of bases and members.
 *
 * A class without a constructor, or destructor, of its own has one that does
 * no more than those of its parts; so its parts are looked at in its place.
 */
#include <string.h>

#include "frontend/classes.h"

/* ---- destructors ------------------------------------------------------- */

uint32_t call_unspelled(struct builder *builder, uint32_t object,
	CXCursor method, struct place place)
{
	return add_event(builder,
		(struct event){.kind = EVENT_CALL,
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

	if (depth > MAX_NESTING || !type_take_apart(builder, type, &made))
		return;
	if (clang_Cursor_isNull(made.destructor))
		destroy_parts(builder, object, &made, place, depth);
	else
		call_unspelled(builder, object, made.destructor, place);
}

void destroy(struct builder *builder, uint32_t object, CXType type,
	struct place place)
{
	destroy_nested(builder, object, type, place, 0);
}

static bool has_destructor(struct builder *builder, CXType type, int depth)
{
	struct made_of made;

	if (depth > MAX_NESTING || !type_take_apart(builder, type, &made))
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

bool has_defaults(struct builder *builder, CXType type)
{
	struct made_of made;
	CXCursor initialiser;

	if (!type_take_apart(builder, type, &made))
		return false;
	for (uint32_t i = 0; i < made.fields.count; i++)
		if (has_default(builder, made.fields.items[i], &initialiser))
			return true;
	return made.bases.count > 0;
}

static void construct_field(struct builder *builder, uint32_t object,
	CXCursor field, struct place place, int depth)
{
	uint32_t path = path_field(builder, object, field);
	CXType type = clang_getCursorType(field);
	CXCursor initialiser;

	if (has_default(builder, field, &initialiser))
		initialise_whole(builder, path, type, initialiser);
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

	if (depth > MAX_NESTING || !type_take_apart(builder, type, &made))
		return;
	for (uint32_t i = 0; i < made.constructors.count; i++) {
		CXCursor constructor = made.constructors.items[i];

		if (!clang_CXXConstructor_isDefaultConstructor(constructor))
			continue;
		if (clang_CXXMethod_isDefaulted(constructor))
			break;
		call_unspelled(builder, object, constructor, place);
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
		class_take_part, &made);
	written = made.constructors.count > 0;
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
	class_take_apart(builder->reading, class, &made);
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
	class_take_apart(reading, clang_getCursorSemanticParent(constructor),
		&derived);
	for (uint32_t i = 0; i < derived.bases.count; i++) {
		if (!type_take_apart(builder, derived.bases.items[i], &base))
			continue;
		for (uint32_t k = 0; k < base.constructors.count; k++)
			if (!strcmp(own_usr(reading, constructor),
				    own_usr(reading,
					    base.constructors.items[k])))
				return base.constructors.items[k];
	}
	return constructor;
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

	class_take_apart(builder->reading, class, &made);
	destroy_parts(
		builder, this_object(builder), &made, builder->body->end, 0);
	if (is_run_by_kit(destructor))
		call_delete(builder, clang_getCursorType(class),
			"operator delete", destructor);
}
