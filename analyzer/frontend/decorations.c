/*
 * What stands with a declaration and is not in its cursor: SAL words, macros
 * that decide about inlining, sections that it asks for, names of roles.
 */
#include <string.h>

#include "frontend/declarations.h"
#include "frontend/repair.h"

/* ---- words ------------------------------------------------------------- */

static bool is_sal_word(const char *name)
{
	static const char *const starts[] = { "_IRQL_", "_When_", "_At_",
		"_Acquires_", "_Releases_", "_Requires_", "_Function_class_",
		"_Analysis_noreturn_", "__drv_", "_Kernel_", "_Post_", "_Pre_",
		"_Has_lock_", "_Create_lock_" };

	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (!strncmp(name, starts[i], strlen(starts[i])))
			return true;
	return false;
}

/* Which parameter's declaration an offset stands in or right before. */
static uint32_t parameter_at(struct reading *reading, CXCursor function,
	unsigned offset, unsigned name_end)
{
	int count = clang_Cursor_getNumArguments(function);
	unsigned from = name_end;

	for (int i = 0; i < count; i++) {
		CXCursor parameter =
			clang_Cursor_getArgument(function, (unsigned)i);
		struct span span = span_of(
			reading, clang_getCursorExtent(parameter));

		if (span.file != NONE && offset >= from && offset < span.end)
			return (uint32_t)i;
		from = span.end;
	}
	return NONE;
}

static void add_annotation(struct reading *reading, struct function *function,
	CXCursor cursor, const struct macro_use *use, unsigned name_end)
{
	struct facts *facts = reading->facts;
	const char *arguments = macro_use_arguments(reading, use);
	struct annotation annotation = { .text = use->name };

	if (*arguments)
		annotation.text = intern_printf(
			&facts->names, "%s(%s)", use->name, arguments);
	annotation.parameter =
		parameter_at(reading, cursor, use->offset, name_end);
	annotation.place =
		place_of_offsets(reading, use->file, use->offset, use->end);
	*vec_add(&facts->arena, &function->annotations) = annotation;
}

static enum inline_kind inlining_of_macro(
	struct reading *reading, const struct macro_use *use)
{
	if (macro_use_reaches(reading, use, "__forceinline") ||
		macro_use_reaches(reading, use, "always_inline") ||
		macro_use_reaches(reading, use, "__always_inline__"))
		return INLINE_FORCED;
	if (macro_use_reaches(reading, use, "noinline") ||
		macro_use_reaches(reading, use, "__noinline__"))
		return INLINE_NEVER;
	return INLINE_NO;
}

/* A word of the source between two offsets. */
static bool has_word(const struct read_file *file, unsigned from, unsigned to,
	const char *word)
{
	size_t length = strlen(word);

	for (unsigned i = from; i + length <= to && i + length <= file->size;
		i++)
		if (file->bytes[i] == word[0] &&
			!memcmp(file->bytes + i, word, length))
			return true;
	return false;
}

void decorations_read(struct reading *reading,
	struct function *function, CXCursor cursor, struct span span,
	struct span name)
{
	const struct read_file *file = &reading->files.items[span.file];
	uint32_t last = file->first_use + file->use_count;
	unsigned covered = span.start;

	for (uint32_t i = first_use_from(reading, span.file, span.start);
		i < last; i++) {
		const struct macro_use *use = &reading->uses.items[i];
		enum inline_kind inlining;

		if (use->offset >= span.end)
			break;
		if (use->offset < covered)
			continue; /* inside the arguments of another */
		covered = use->end;
		if (is_sal_word(use->name)) {
			add_annotation(
				reading, function, cursor, use, name.end);
			continue;
		}
		if (repair_is_word(reading->repair, use->name))
			function->unknown_word = use->name;
		inlining = inlining_of_macro(reading, use);
		if (inlining != INLINE_NO)
			function->inlining = inlining;
	}
	if (has_word(file, span.start, span.end, "__forceinline"))
		function->inlining = INLINE_FORCED;
	if (has_word(file, span.start, span.end, "(noinline"))
		function->inlining = INLINE_NEVER;
}

/* ---- sections ---------------------------------------------------------- */

void add_claim(struct reading *reading, struct function *function,
	enum placed_by by, const char *section, uint32_t directive,
	struct place place)
{
	struct facts *facts = reading->facts;

	if (directive != NONE && facts->directives.items[directive].doubtful) {
		function->unknown_word = section;
		return;
	}
	if (directive != NONE)
		place = facts->directives.items[directive].place;
	for (uint32_t i = 0; i < function->claims.count; i++)
		if (function->claims.items[i].by == by &&
			function->claims.items[i].directive == directive &&
			function->claims.items[i].section == section)
			return;
	*vec_add(&facts->arena, &function->claims) =
		(struct claim){ by, section, directive, place };
}

static const char *last_part(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

void claims_read(struct reading *reading, struct function *function,
	struct span decorations, struct span name,
	const struct surroundings *around, bool definition)
{
	struct place place = function->place;
	uint32_t directive = NONE;
	const char *section;

	section = attribute_section(reading, decorations.file,
		decorations.start, decorations.end, last_part(function->name),
		&directive);
	if (section)
		add_claim(reading, function, PLACED_BY_ATTRIBUTE, section,
			directive, place);
	if (around->class_section)
		add_claim(reading, function, PLACED_BY_CLASS,
			around->class_section, around->class_directive, place);
	if (!definition)
		return;
	directive = NONE;
	section = segment_at(
		reading, SEGMENT_CODE, name.file, name.start, &directive);
	if (section)
		add_claim(reading, function, PLACED_BY_SEGMENT, section,
			directive, place);
	directive = NONE;
	section = function->c_linkage ?
		alloc_text_of(reading, function->name, &directive) : NULL;
	if (section)
		add_claim(reading, function, PLACED_BY_ALLOC_TEXT, section,
			directive, place);
}

/* ---- roles ------------------------------------------------------------- */

struct named_roles {
	struct reading *reading;
	struct function *function;
};

static void add_role_type(struct named_roles *roles, const char *name)
{
	struct function *function = roles->function;

	for (uint32_t i = 0; i < function->role_types.count; i++)
		if (function->role_types.items[i] == name)
			return;
	*vec_add(&roles->reading->facts->arena, &function->role_types) = name;
}

/* Names of function types are roles: `DRIVER_DISPATCH DispatchPnp;`, and what
 * DRIVER_DISPATCH itself is another name of. The names are those that are
 * written: the type itself has lost them where the typedef has a calling
 * convention. */
static enum CXChildVisitResult take_role(
	CXCursor child, CXCursor parent, CXClientData data)
{
	struct named_roles *roles = data;
	CXCursor declaration = clang_getCursorReferenced(child);

	(void)parent;
	if (clang_getCursorKind(child) != CXCursor_TypeRef ||
		!is_function_type(
			clang_getTypedefDeclUnderlyingType(declaration)))
		return CXChildVisit_Continue;
	add_role_type(roles, take_string(roles->reading,
		clang_getCursorSpelling(declaration)));
	clang_visitChildren(declaration, take_role, roles);
	return CXChildVisit_Continue;
}

void add_role_types(
	struct reading *reading, struct function *function, CXCursor cursor)
{
	struct named_roles roles = { reading, function };

	clang_visitChildren(cursor, take_role, &roles);
}
