/*
 * Loops over a range of a class: where it begins and ends says the range, and the
 * iterators, if they are of a class, what each turn asks them.
 *
 * Limit: of begin, end and the operators only those that are methods.
 */
#include <string.h>

#include "frontend/classes.h"

struct method_search {
	struct reading *reading;
	const char *name;
	int arguments;
	CXCursor found;
};

static bool is_wanted(const struct method_search *search, CXCursor method)
{
	return clang_getCursorKind(method) == CXCursor_CXXMethod &&
		clang_Cursor_getNumArguments(method) == search->arguments &&
		!strcmp(take_string(search->reading,
				clang_getCursorSpelling(method)),
			search->name);
}

static enum CXChildVisitResult find_method(
	CXCursor child, CXCursor parent, CXClientData data)
{
	struct method_search *search = data;

	(void)parent;
	if (!is_wanted(search, child))
		return CXChildVisit_Continue;
	search->found = child;
	return CXChildVisit_Break;
}

/* Of a class that is made from a template: what was made of the method. */
static void find_made(struct method_search *search, CXCursor class)
{
	for (uint32_t i = 0; i < search->reading->instances.count; i++) {
		CXCursor method = search->reading->instances.items[i];

		if (clang_equalCursors(
			    clang_getCursorSemanticParent(method), class) &&
			is_wanted(search, method))
			search->found = method;
	}
}

/* A method of a class by its name and the number of what it takes, or a null
 * cursor. */
static CXCursor method_of(
	struct builder *builder, CXType type, const char *name, int arguments)
{
	CXCursor class = clang_getTypeDeclaration(
		clang_getCanonicalType(clang_getNonReferenceType(type)));
	struct method_search search = { builder->reading, name, arguments,
		clang_getNullCursor() };

	if (!is_scope(clang_getCursorKind(class)))
		return search.found;
	find_made(&search, class);
	if (clang_Cursor_isNull(search.found))
		clang_visitChildren(class, find_method, &search);
	return search.found;
}

static void ask(struct builder *builder, const struct iteration *iteration,
	const char *name, int arguments)
{
	CXCursor method =
		method_of(builder, iteration->type, name, arguments);

	if (!clang_Cursor_isNull(method))
		call_unspelled(builder, iteration->iterator, method,
			iteration->place);
}

/* An iterator that is a class of its own; NONE for a pointer. */
static uint32_t iterator_of(struct builder *builder, CXCursor begin,
	uint32_t call, struct place place)
{
	CXCursor class = clang_getTypeDeclaration(clang_getCanonicalType(
		clang_getCursorResultType(begin)));
	uint32_t iterator;

	if (!is_scope(clang_getCursorKind(class)))
		return NONE;
	iterator = temporary_path(builder, begin);
	add_assignment(builder, iterator,
		(struct operand){ OPERAND_RESULT, call, 0 }, place);
	return iterator;
}

struct iteration ask_range(struct builder *builder, uint32_t range, CXType type,
	struct place place)
{
	CXCursor begin = method_of(builder, type, "begin", 0);
	CXCursor end = method_of(builder, type, "end", 0);
	struct iteration iteration = { NONE, type, place };

	if (clang_Cursor_isNull(begin) || clang_Cursor_isNull(end))
		return iteration;
	iteration.type = clang_getCursorResultType(begin);
	iteration.iterator = iterator_of(builder, begin,
		call_unspelled(builder, range, begin, place), place);
	call_unspelled(builder, range, end, place);
	return iteration;
}

void ask_end(struct builder *builder, const struct iteration *iteration)
{
	if (iteration->iterator == NONE)
		return;
	if (clang_Cursor_isNull(
		    method_of(builder, iteration->type, "operator!=", 1)))
		ask(builder, iteration, "operator==", 1);
	else
		ask(builder, iteration, "operator!=", 1);
}

void ask_element(struct builder *builder, const struct iteration *iteration)
{
	if (iteration->iterator != NONE)
		ask(builder, iteration, "operator*", 0);
}

void ask_next(struct builder *builder, const struct iteration *iteration)
{
	if (iteration->iterator != NONE)
		ask(builder, iteration, "operator++", 0);
}
