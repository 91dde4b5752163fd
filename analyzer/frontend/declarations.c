/*
 * The walk that finds functions and variables. It looks at the driver's own
 * declarations; what a kit header declares becomes a symbol only when the
 * driver refers to it, so that no fact depends on walking headers.
 *
 * What stands before a declaration's name is not in its cursor: SAL words and
 * section macros expand to nothing or to attributes that libclang hides. So
 * the walk remembers where the declaration before ended, and everything from
 * there to the body (or the semicolon) belongs to this one.
 */
#include <string.h>

#include "frontend/declarations.h"
#include "frontend/repair.h"

struct walk {
	struct reading *reading;
	struct surroundings around;
};

static void declaration(struct reading *reading, CXCursor cursor,
	const struct surroundings *around);

/* ---- what stands round a declaration ----------------------------------- */

unsigned declared_to(const struct reading *reading, uint32_t file)
{
	return file < reading->declared_to.count ?
		reading->declared_to.items[file] : 0;
}

static void set_declared_to(
	struct reading *reading, uint32_t file, unsigned offset)
{
	while (reading->declared_to.count <= file)
		*vec_add(&reading->scratch, &reading->declared_to) = 0;
	reading->declared_to.items[file] = offset;
}

/* ---- the walk ---------------------------------------------------------- */

static enum CXChildVisitResult visit(
	CXCursor child, CXCursor parent, CXClientData data)
{
	struct walk *walk = data;

	(void)parent;
	declaration(walk->reading, child, &walk->around);
	return CXChildVisit_Continue;
}

/* Offset of the brace that opens a class body; attributes stand before. */
static unsigned opening_brace(const struct read_file *file, struct span span)
{
	unsigned at = span.start;

	while (at < span.end && at < file->size && file->bytes[at] != '{')
		at++;
	return at;
}

/* The word that nothing declares between two offsets, or NULL. */
static const char *unknown_word_in(struct reading *reading, uint32_t file,
	unsigned from, unsigned to)
{
	const struct read_file *in = &reading->files.items[file];
	uint32_t last = in->first_use + in->use_count;

	for (uint32_t i = first_use_from(reading, file, from); i < last &&
		reading->uses.items[i].offset < to; i++)
		if (repair_is_word(reading->repair,
			    reading->uses.items[i].name))
			return reading->uses.items[i].name;
	return NULL;
}

/* A class in a class that has a section is in it, too, unless it has its own. */
static void class_declaration(struct reading *reading, CXCursor cursor,
	const struct surroundings *around)
{
	struct walk walk = { .reading = reading };
	struct span span = span_of(reading, clang_getCursorExtent(cursor));
	uint32_t directive = NONE;
	unsigned brace;

	if (span.file == NONE || !clang_isCursorDefinition(cursor))
		return;
	brace = opening_brace(&reading->files.items[span.file], span);
	walk.around.in_class = true;
	walk.around.class_name = qualified_name(reading, cursor);
	walk.around.class_section = attribute_section(
		reading, span.file, span.start, brace, NULL, &directive);
	walk.around.class_directive = directive;
	if (!walk.around.class_section) {
		walk.around.class_section = around->class_section;
		walk.around.class_directive = around->class_directive;
	}
	walk.around.class_word =
		unknown_word_in(reading, span.file, span.start, brace);
	set_declared_to(reading, span.file, brace + 1);
	clang_visitChildren(cursor, visit, &walk);
}

/* `new` and `delete` call what does not stand there: see allocation.c. */
static void note_operator(struct reading *reading, CXCursor cursor)
{
	CXString spelling = clang_getCursorSpelling(cursor);
	const char *name = clang_getCString(spelling);
	bool allocates = !strncmp(name, "operator new", 12) ||
		!strncmp(name, "operator delete", 15);
	struct allocator *allocator;
	struct function *function;

	clang_disposeString(spelling);
	if (!allocates)
		return;
	allocator = vec_add(&reading->scratch, &reading->operators);
	allocator->cursor = cursor;
	function = &allocator->function;
	function->usr = take_string(reading, clang_getCursorUSR(cursor));
	function->name = qualified_name(reading, cursor);
	function->signature = take_type(reading,
		clang_getCanonicalType(clang_getCursorType(cursor)));
	function->external = true;
	parameters_read(reading, function, cursor);
}

static enum CXChildVisitResult visit_system(
	CXCursor child, CXCursor parent, CXClientData data)
{
	(void)parent;
	if (clang_getCursorKind(child) == CXCursor_FunctionDecl)
		note_operator(data, child);
	return CXChildVisit_Continue;
}

static void system_declaration(struct reading *reading, CXCursor cursor)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);

	if (!reading->facts->cxx)
		return;
	if (kind == CXCursor_FunctionDecl)
		note_operator(reading, cursor);
	else if (kind == CXCursor_LinkageSpec)
		clang_visitChildren(cursor, visit_system, reading);
}

/* A linkage specification is where its language stands; a macro may say it. */
static bool is_extern_c(
	const struct reading *reading, uint32_t file, unsigned offset)
{
	const struct read_file *in = &reading->files.items[file];

	return in->size - offset < 5 ||
		strncmp(in->bytes + offset, "\"C++\"", 5) != 0;
}

/* What is declared inside stands behind this. */
static unsigned opened_at(
	const struct reading *reading, uint32_t file, unsigned offset)
{
	const struct read_file *in = &reading->files.items[file];

	if (in->bytes[offset] != '"')
		return offset + 1;
	for (offset++; offset < in->size && in->bytes[offset] != '"';)
		offset++;
	return offset + 1;
}

/* What a declaration leaves behind, with all of a macro that it ends in. */
static unsigned closed_at(
	const struct reading *reading, uint32_t file, unsigned offset)
{
	const struct macro_use *use = macro_use_at(reading, file, offset);

	return use && use->end > offset ? use->end : offset;
}

/* A friend is no member: the class it stands in does not place it. */
static void friend_declaration(struct reading *reading, CXCursor cursor)
{
	struct walk walk = { .reading = reading };

	clang_visitChildren(cursor, visit, &walk);
}

static void declaration(struct reading *reading, CXCursor cursor,
	const struct surroundings *around)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);
	struct walk walk = { .reading = reading };
	uint32_t file;
	unsigned offset;

	if (clang_isPreprocessing(kind))
		return;
	if (!locate(reading, clang_getCursorLocation(cursor), &file,
		    &offset)) {
		system_declaration(reading, cursor);
		return;
	}
	if (reading->facts->cxx && is_function_kind(kind))
		note_operator(reading, cursor);
	if (is_function_kind(kind)) {
		function_read(reading, cursor, around);
	} else if (kind == CXCursor_FriendDecl) {
		friend_declaration(reading, cursor);
	} else if (kind == CXCursor_VarDecl) {
		variable_read(reading, cursor, NULL);
	} else if (kind == CXCursor_LinkageSpec ||
		kind == CXCursor_Namespace ||
		kind == CXCursor_UnexposedDecl) {
		walk.around.in_extern_c = kind == CXCursor_LinkageSpec ?
			is_extern_c(reading, file, offset) :
			around->in_extern_c;
		set_declared_to(
			reading, file, opened_at(reading, file, offset));
		clang_visitChildren(cursor, visit, &walk);
	} else if (is_scope(kind) && reading->facts->cxx) {
		class_declaration(reading, cursor, around);
	}
	if (locate(reading,
		    clang_getRangeEnd(range_of(cursor)), &file, &offset) &&
		closed_at(reading, file, offset) > declared_to(reading, file))
		set_declared_to(
			reading, file, closed_at(reading, file, offset));
}

void declarations_read(struct reading *reading)
{
	struct walk walk = { .reading = reading };
	uint32_t early;

	clang_visitChildren(clang_getTranslationUnitCursor(reading->tu), visit,
		&walk);
	early = reading->early.count; /* those without a pattern come again */
	for (uint32_t i = 0; i < early; i++)
		function_read(reading, reading->early.items[i], &walk.around);
}

void local_class_read(struct reading *reading, CXCursor class)
{
	const struct surroundings around = { 0 };

	if (reading->facts->cxx)
		class_declaration(reading, class, &around);
}
