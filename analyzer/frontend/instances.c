/*
 * What the compiler makes of templates. Of a function that a template or a
 * class template's member is made into, clang keeps a body with the arguments
 * put in: all calls have their callee there, and all values theirs. It hands
 * these over as declarations of the unit, behind all others, and each becomes a
 * function of its own; in everything that stands in the source it is like its
 * pattern. A parameter that is only `auto` makes a template, too, of a lambda as well.
 *
 * A constructor, a destructor or an assignment that nobody calls by name has no
 * reference that leads to it. So all are looked up by their class.
 *
 * Limits: of a base class that depends on the arguments, those that are types.
 */
#include <stdlib.h>
#include <string.h>

#include "frontend/span.h"

static const char *spelled(struct reading *reading, CXType type)
{
	return take_string(reading,
		clang_getTypeSpelling(clang_getCanonicalType(type)));
}

/* "c:queue.cpp@4785@…": of what stands in a function that nobody else sees. */
static bool tells_place(const char *usr)
{
	const char *file = strchr(usr, '@');

	return file && file > usr + strlen("c:") && file[1] >= '0' &&
		file[1] <= '9';
}

/* Of what lambdas are put into, clang's USR says no more of them than the function
 * that they stand in, nor of the lambdas themselves where that is inline, or where
 * they stand in no function, as in a table. Their type's name has the place. */
const char *usr_of(struct reading *reading, CXCursor cursor)
{
	const char *usr = take_string(reading, clang_getCursorUSR(cursor));
	const char *type, *class;

	if (!strstr(usr, "@Sa") ||
		(tells_place(usr) &&
			clang_Cursor_isNull(
				clang_getSpecializedCursorTemplate(cursor))))
		return usr;
	type = take_type(reading, clang_getCursorType(cursor));
	class = take_type(reading, clang_getCursorType(
					   clang_getCursorSemanticParent(cursor)));
	return intern_printf(
		&reading->facts->names, "%s %s %s", usr, class, type);
}

/* ---- finding them ------------------------------------------------------- */

static bool is_made(CXCursor cursor)
{
	return is_function_kind(clang_getCursorKind(cursor)) &&
		clang_isCursorDefinition(cursor) &&
		!clang_Cursor_isNull(clang_getSpecializedCursorTemplate(cursor));
}

/* What is called without a word, by a name of its own: a destructor, a default
 * constructor, what copies and moves; NULL for anything else. */
static const char *role_of_special(CXCursor method)
{
	if (clang_getCursorKind(method) == CXCursor_Destructor)
		return "~";
	if (clang_CXXConstructor_isDefaultConstructor(method))
		return "";
	if (clang_CXXConstructor_isCopyConstructor(method))
		return "&";
	if (clang_CXXConstructor_isMoveConstructor(method))
		return "&&";
	if (clang_CXXMethod_isCopyAssignmentOperator(method))
		return "=&";
	return clang_CXXMethod_isMoveAssignmentOperator(method) ? "=&&" : NULL;
}

/* NULL for what is not special. */
static const char *key_of_special(
	struct reading *reading, CXCursor class, CXCursor method)
{
	const char *role = role_of_special(method);

	return role ? intern_printf(&reading->facts->names, "%s%s", role,
			      usr_of(reading, class)) :
		      NULL;
}

static bool is_here(struct reading *reading, CXCursor cursor)
{
	uint32_t file;
	unsigned offset;

	return locate(
		reading, clang_getCursorLocation(cursor), &file, &offset);
}

static void keep(struct reading *reading, CXCursor child)
{
	uint32_t index = reading->instances.count;
	const char *special;

	*vec_add(&reading->scratch, &reading->instances) = child;
	map_set(&reading->scratch, &reading->instance_by_usr,
		usr_of(reading, child), index);
	map_set(&reading->scratch, &reading->instance_by_class,
		spelled(reading, clang_getCursorType(
					 clang_getCursorSemanticParent(child))),
		index);
	special = key_of_special(
		reading, clang_getCursorSemanticParent(child), child);
	if (special)
		map_set(&reading->scratch, &reading->special_by_class, special,
			index);
}

/* The methods of a class that is declared in what was made stand nowhere else. */
static enum CXChildVisitResult note_inner(
	CXCursor child, CXCursor parent, CXClientData data)
{
	if (is_scope(clang_getCursorKind(parent)) && is_made(child))
		keep(data, child);
	return CXChildVisit_Recurse;
}

static enum CXChildVisitResult note(
	CXCursor child, CXCursor parent, CXClientData data)
{
	(void)parent;
	if (!is_made(child) || !is_here(data, child))
		return CXChildVisit_Continue;
	keep(data, child);
	clang_visitChildren(child, note_inner, data);
	return CXChildVisit_Continue;
}

void instances_find(struct reading *reading)
{
	if (reading->facts->cxx)
		clang_visitChildren(
			clang_getTranslationUnitCursor(reading->tu), note,
			reading);
}

/* ---- asking ------------------------------------------------------------- */

bool is_instance(struct reading *reading, CXCursor function)
{
	return reading->instances.count &&
		map_get(&reading->instance_by_usr,
			usr_of(reading, function)) != MAP_NONE;
}

CXCursor special_of(
	struct reading *reading, CXCursor class, CXCursor pattern)
{
	const char *key = reading->instances.count ?
		key_of_special(reading, class, pattern) :
		NULL;
	uint32_t index =
		key ? map_get(&reading->special_by_class, key) : MAP_NONE;

	return index == MAP_NONE ? pattern : reading->instances.items[index];
}

static bool takes_the_same(CXType function, CXType other)
{
	int count = clang_getNumArgTypes(function);

	if (count != clang_getNumArgTypes(other))
		return false;
	for (int i = 0; i < count; i++)
		if (!clang_equalTypes(
			    clang_getCanonicalType(
				    clang_getArgType(function, (unsigned)i)),
			    clang_getCanonicalType(
				    clang_getArgType(other, (unsigned)i))))
			return false;
	return true;
}

CXCursor instance_taking(
	struct reading *reading, CXCursor pattern, CXType function)
{
	CXCursor class = clang_getCursorSemanticParent(pattern);

	for (uint32_t i = 0; i < reading->instances.count; i++) {
		CXCursor made = reading->instances.items[i];

		if (clang_equalCursors(
			    clang_getCursorSemanticParent(made), class) &&
			takes_the_same(clang_getCursorType(made), function))
			return made;
	}
	return pattern;
}

static const char parameter[] = "type-parameter-0-";

/* A type's name with the arguments of a class for the parameters in it. */
static const char *with_arguments(
	struct reading *reading, const char *name, CXType class)
{
	struct intern *names = &reading->facts->names;
	const char *at;

	while ((at = strstr(name, parameter)) != NULL) {
		char *end;
		unsigned index = (unsigned)strtoul(
			at + strlen(parameter), &end, 10);
		CXType argument =
			clang_Type_getTemplateArgumentAsType(class, index);

		if (argument.kind == CXType_Invalid)
			return NULL;
		name = intern_printf(names, "%.*s%s%s", (int)(at - name), name,
			spelled(reading, argument), end);
	}
	return name;
}

/* A class that is the parameter itself is the argument; one that is made from
 * the parameters is known if it has any function that is. */
CXType base_of(struct reading *reading, CXType class, CXType base)
{
	const char *name = spelled(reading, base);
	uint32_t index = MAP_NONE;

	if (!strstr(name, parameter))
		return base;
	if (!strncmp(name, parameter, strlen(parameter)))
		return clang_Type_getTemplateArgumentAsType(class,
			(unsigned)atoi(name + strlen(parameter)));
	name = with_arguments(reading, name, class);
	if (name)
		index = map_get(&reading->instance_by_class, name);
	return index == MAP_NONE ?
		base :
		clang_getCursorType(clang_getCursorSemanticParent(
			reading->instances.items[index]));
}
