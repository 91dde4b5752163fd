/*
 * Loops over a range of a class: what they ask it.
 */
#include <string.h>

#include "frontend/classes.h"

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
			call_unspelled(builder, range, search.found, place);
	}
}
