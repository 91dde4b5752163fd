/*
 * What a unit declares at its outermost level, by name, as far as repair asks:
 * types and macros. Made when first asked for, once per parse. A stand-in is
 * often seen through what the driver makes of it: a typedef of its name, or a
 * class that is derived from it.
 */
#include <string.h>

#include "frontend/repair_parts.h"

enum { LONGEST_CHAIN = 6 };

struct filling {
	struct repair_declared *declared;
	struct arena *arena;
};

static bool is_type(enum CXCursorKind kind)
{
	return kind == CXCursor_TypedefDecl || kind == CXCursor_StructDecl ||
		kind == CXCursor_ClassDecl || kind == CXCursor_UnionDecl ||
		kind == CXCursor_EnumDecl || kind == CXCursor_TypeAliasDecl;
}

/* A definition takes the place of a declaration, a type that of a macro. */
static void add(struct filling *filling, CXCursor cursor)
{
	struct repair_declared *declared = filling->declared;
	CXString spelling = clang_getCursorSpelling(cursor);
	const char *name =
		intern(&declared->names, clang_getCString(spelling));
	uint32_t index = map_get(&declared->by_name, name);

	clang_disposeString(spelling);
	if (index == MAP_NONE) {
		map_set(filling->arena, &declared->by_name, name,
			declared->cursors.count);
		*vec_add(filling->arena, &declared->cursors) = cursor;
	} else if (clang_isCursorDefinition(cursor)) {
		declared->cursors.items[index] = cursor;
	}
}

static enum CXChildVisitResult fill(
	CXCursor child, CXCursor parent, CXClientData data)
{
	enum CXCursorKind kind = clang_getCursorKind(child);

	(void)parent;
	if (kind == CXCursor_LinkageSpec)
		return CXChildVisit_Recurse;
	if (kind == CXCursor_MacroDefinition || is_type(kind))
		add(data, child);
	return CXChildVisit_Continue;
}

static CXCursor find(struct repair *repair, const char *name)
{
	struct repair_declared *declared = &repair->declared;
	uint32_t index;

	if (declared->of != repair->tu) {
		struct filling filling = { declared, repair->arena };

		*declared = (struct repair_declared){ .of = repair->tu };
		intern_init(&declared->names, repair->arena);
		clang_visitChildren(clang_getTranslationUnitCursor(repair->tu),
			fill, &filling);
	}
	index = map_get(&declared->by_name, intern(&declared->names, name));
	return index == MAP_NONE ? clang_getNullCursor()
				 : declared->cursors.items[index];
}

bool repair_declares_type(struct repair *repair, const char *name)
{
	return is_type(clang_getCursorKind(find(repair, name)));
}

bool repair_declares_macro(struct repair *repair, const char *name)
{
	return clang_getCursorKind(find(repair, name)) ==
		CXCursor_MacroDefinition;
}

static const char *type_name(struct repair *repair, CXType type)
{
	CXString spelling = clang_getTypeSpelling(type);
	const char *name =
		arena_strdup(repair->arena, clang_getCString(spelling));

	clang_disposeString(spelling);
	return name;
}

static enum CXChildVisitResult find_base(
	CXCursor child, CXCursor parent, CXClientData data)
{
	(void)parent;
	if (clang_getCursorKind(child) != CXCursor_CXXBaseSpecifier)
		return CXChildVisit_Continue;
	*(CXType *)data = clang_getCursorType(child);
	return CXChildVisit_Break;
}

/* What a type of the driver is made of: of a typedef what it names, of a class
 * its first base. NULL if there is nothing behind it. */
static const char *made_of(struct repair *repair, const char *name)
{
	CXCursor cursor = find(repair, name);
	CXType type = { .kind = CXType_Invalid };

	if (clang_getCursorKind(cursor) == CXCursor_TypedefDecl)
		type = clang_getTypedefDeclUnderlyingType(cursor);
	else if (!clang_Cursor_isNull(cursor))
		clang_visitChildren(cursor, find_base, &type);
	return type.kind == CXType_Invalid ? NULL : type_name(repair, type);
}

static const char *without_words(struct repair *repair, const char *type)
{
	static const char *const words[] = { "const ", "struct ", "class " };
	size_t length;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (text_starts(type, words[i]))
			type += strlen(words[i]);
	for (length = strlen(type); length &&
		strchr(" *&", type[length - 1]); length--)
		;
	return arena_strndup(repair->arena, type, length);
}

struct shape *repair_shape_of(struct repair *repair, const char *type)
{
	for (int i = 0; type && i < LONGEST_CHAIN; i++) {
		struct shape *shape;

		type = without_words(repair, type);
		shape = shapes_find(&repair->shapes, type, strlen(type));
		if (shape || !repair_is_plain(type))
			return shape;
		type = made_of(repair, type);
	}
	return NULL;
}
