/*
 * Symbols: what a reference refers to, by USR. What the compiler instantiated is
 * the template it came from, unless it has a body of its own.
 */
#include <string.h>

#include "base/path.h"
#include "frontend/repair.h"
#include "frontend/span.h"

bool is_scope(enum CXCursorKind kind)
{
	return kind == CXCursor_Namespace || kind == CXCursor_StructDecl ||
		kind == CXCursor_ClassDecl || kind == CXCursor_UnionDecl ||
		kind == CXCursor_ClassTemplate ||
		kind == CXCursor_ClassTemplatePartialSpecialization;
}

static bool is_special(enum CXCursorKind kind)
{
	return kind == CXCursor_Constructor || kind == CXCursor_Destructor;
}

const char *qualified_name(struct reading *reading, CXCursor declaration)
{
	CXCursor parent = clang_getCursorSemanticParent(declaration);
	const char *name =
		take_string(reading, clang_getCursorSpelling(declaration));
	const char *outer;

	if (is_special(clang_getCursorKind(declaration))) /* "Guard<L>" */
		name = intern_n(
			&reading->facts->names, name, strcspn(name, "<"));
	if (!is_scope(clang_getCursorKind(parent)))
		return name;
	outer = qualified_name(reading, parent);
	if (!*outer || strchr(outer, '('))
		return name;
	return intern_printf(&reading->facts->names, "%s::%s", outer, name);
}

bool is_function_kind(enum CXCursorKind kind)
{
	return kind == CXCursor_FunctionDecl || kind == CXCursor_CXXMethod ||
		kind == CXCursor_Constructor || kind == CXCursor_Destructor ||
		kind == CXCursor_ConversionFunction ||
		kind == CXCursor_FunctionTemplate;
}

struct twin_search {
	CXSourceLocation location;
	CXCursor found;
};

static enum CXChildVisitResult find_twin(
	CXCursor child, CXCursor parent, CXClientData data)
{
	struct twin_search *search = data;

	(void)parent;
	if (!clang_equalLocations(
		    clang_getCursorLocation(child), search->location))
		return CXChildVisit_Continue;
	search->found = child;
	return CXChildVisit_Break;
}

/* `class [[nodiscard]] Guard` hands its attributes to all that is made of it. */
static enum CXChildVisitResult find_part(
	CXCursor child, CXCursor parent, CXClientData data)
{
	enum CXCursorKind kind = clang_getCursorKind(child);

	(void)parent;
	*(bool *)data = !clang_isAttribute(kind);
	return *(bool *)data ? CXChildVisit_Break : CXChildVisit_Continue;
}

/* An explicit specialisation of a class template, which has a body that is
 * not its template's. Of what the compiler made, libclang shows no parts. */
static bool is_own_class(CXCursor declaration)
{
	enum CXCursorKind kind = clang_getCursorKind(declaration);
	bool written = false;

	if (kind == CXCursor_ClassDecl || kind == CXCursor_StructDecl)
		clang_visitChildren(declaration, find_part, &written);
	return written;
}

/* Of an instantiation the template: that is where the body stands. A member of
 * a class template's instantiation is the member at the same place; a template
 * that is such a member comes from another one in its turn. */
CXCursor template_of(CXCursor declaration)
{
	CXCursor pattern = clang_getSpecializedCursorTemplate(declaration);
	struct twin_search search = { clang_getCursorLocation(declaration),
		declaration };

	if (!clang_Cursor_isNull(pattern))
		return is_own_class(declaration) ? declaration :
						   template_of(pattern);
	pattern = clang_getSpecializedCursorTemplate(
		clang_getCursorSemanticParent(declaration));
	if (!clang_Cursor_isNull(pattern))
		clang_visitChildren(pattern, find_twin, &search);
	return search.found;
}

/* libclang shows the attribute no more than any other, but the spelling of the
 * function's type does. */
static bool is_noreturn(struct reading *reading, CXCursor declaration)
{
	return strstr(take_type(reading, clang_getCursorType(declaration)),
		       "noreturn") != NULL;
}

/* A declaration that C made up from a call stands nowhere; one of what the
 * compiler has built in has parameters. */
static bool is_implicit(CXCursor declaration)
{
	CXSourceRange extent = clang_getCursorExtent(declaration);

	return clang_equalLocations(clang_getRangeStart(extent),
		       clang_getRangeEnd(extent)) &&
		clang_getCursorType(declaration).kind ==
		CXType_FunctionNoProto;
}

static bool nothing_declares(struct reading *reading, CXCursor declaration)
{
	const char *path;
	CXFile file;

	if (clang_getCursorKind(declaration) == CXCursor_FunctionDecl &&
		is_implicit(declaration))
		return true;
	clang_getSpellingLocation(clang_getCursorLocation(declaration), &file,
		NULL, NULL, NULL);
	if (!file)
		return false;
	path = take_string(reading, clang_getFileName(file));
	return !strcmp(path_base(path), REPAIR_HEADER) ||
		!strcmp(path_base(path), "pageaudit_any.h");
}

/* A static local has no linkage at all, and neither has a method of a local
 * class: the one is known by its file, the other is not. */
static bool is_external(CXCursor declaration, bool is_function)
{
	enum CXLinkageKind linkage = clang_getCursorLinkage(declaration);

	return is_function ? linkage != CXLinkage_Internal :
			     linkage == CXLinkage_External;
}

bool is_instantiation(CXCursor function)
{
	CXCursor pattern = template_of(function);
	CXSourceLocation place = clang_getCursorLocation(function);

	return !clang_equalCursors(pattern, function) &&
		(clang_equalLocations(
			 clang_getCursorLocation(pattern), place) ||
			clang_equalLocations(
				clang_getCursorLocation(
					clang_getCursorDefinition(pattern)),
				place));
}

CXCursor referred_to(struct reading *reading, CXCursor declaration)
{
	CXCursor pattern = template_of(declaration);
	bool function = is_function_kind(clang_getCursorKind(declaration));

	if (clang_equalCursors(pattern, declaration) ||
		is_instance(reading, declaration) ||
		(function && !is_instantiation(declaration)))
		return declaration;
	return pattern;
}

uint32_t symbol_of(struct reading *reading, CXCursor declaration)
{
	struct facts *facts = reading->facts;
	CXCursor pattern = referred_to(reading, declaration);
	const char *usr = usr_of(reading, pattern);
	uint32_t index = map_get(&reading->symbol_by_usr, usr);
	struct symbol symbol = { .usr = usr };

	if (index != MAP_NONE)
		return index;
	symbol.name = qualified_name(reading, pattern);
	symbol.is_function = is_function_kind(clang_getCursorKind(pattern));
	symbol.external = is_external(pattern, symbol.is_function);
	symbol.system = clang_Location_isInSystemHeader(
				clang_getCursorLocation(pattern)) != 0;
	symbol.noreturn =
		symbol.is_function && is_noreturn(reading, pattern);
	symbol.made_up = symbol.is_function &&
		nothing_declares(reading, pattern);
	index = facts->symbols.count;
	*vec_add(&facts->arena, &facts->symbols) = symbol;
	map_set(&reading->scratch, &reading->symbol_by_usr, usr, index);
	return index;
}

uint32_t symbol_of_function(
	struct reading *reading, const struct function *function)
{
	struct facts *facts = reading->facts;
	uint32_t index = map_get(&reading->symbol_by_usr, function->usr);

	if (index != MAP_NONE)
		return index;
	index = facts->symbols.count;
	*vec_add(&facts->arena, &facts->symbols) = (struct symbol){
		.usr = function->usr, .name = function->name,
		.is_function = true, .external = function->external
	};
	map_set(&reading->scratch, &reading->symbol_by_usr, function->usr,
		index);
	return index;
}
