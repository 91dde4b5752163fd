/*
 * Functions, and the walk that finds them. The walk looks at the driver's own
 * declarations; what a kit header declares becomes a symbol only when the
 * driver refers to it, so that no fact depends on walking headers.
 *
 * What stands before a declaration's name is not in its cursor: SAL words and
 * section macros expand to nothing or to attributes that libclang hides. So
 * the walk remembers where the declaration before ended, and everything from
 * there to the body (or the semicolon) belongs to this one.
 */
#include <string.h>

#include "frontend/repair.h"
#include "frontend/span.h"

/* What a declaration inherits from what it stands in, mostly a class. */
struct surroundings {
	const char *class_name;
	const char *class_section; /* __declspec(code_seg) on the class */
	uint32_t class_directive;
	const char *class_word; /* that nothing declares: repair.h */
	bool in_class;
	bool in_extern_c; /* in a block or behind the words extern "C" */
};

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

static enum CXChildVisitResult find_body(
	CXCursor child, CXCursor parent, CXClientData data)
{
	CXCursor *body = data;

	(void)parent;
	if (clang_getCursorKind(child) == CXCursor_CompoundStmt ||
		clang_getCursorKind(child) == CXCursor_CXXTryStmt)
		*body = child;
	return CXChildVisit_Continue;
}

static CXCursor body_of(CXCursor function)
{
	CXCursor body = clang_getNullCursor();

	clang_visitChildren(function, find_body, &body);
	return body;
}

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

uint32_t first_use_from(
	const struct reading *reading, uint32_t file, unsigned offset)
{
	const struct read_file *in = &reading->files.items[file];
	uint32_t low = in->first_use, high = in->first_use + in->use_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (reading->uses.items[middle].offset < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
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

/* Reads the macro uses that stand with a declaration: SAL words, and macros
 * that decide about inlining. */
static void read_decorations(struct reading *reading,
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

static void add_claim(struct reading *reading, struct function *function,
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

static void add_role_types(
	struct reading *reading, struct function *function, CXCursor cursor)
{
	struct named_roles roles = { reading, function };

	clang_visitChildren(cursor, take_role, &roles);
}

/* ---- functions --------------------------------------------------------- */

static uint32_t function_of(struct reading *reading, const char *usr)
{
	struct facts *facts = reading->facts;
	uint32_t index = map_get(&reading->function_by_usr, usr);

	if (index != MAP_NONE)
		return index;
	index = facts->functions.count;
	vec_add(&facts->arena, &facts->functions)->usr = usr;
	*vec_add(&reading->scratch, &reading->orders) =
		(struct function_order){ NONE, 0, NONE, 0, false };
	map_set(&reading->scratch, &reading->function_by_usr, usr, index);
	return index;
}

struct parameter_visit {
	struct reading *reading;
	struct function *function;
};

static void add_parameter(struct reading *reading, struct function *function,
	CXCursor parameter)
{
	*vec_add(&reading->facts->arena, &function->parameters) =
		(struct parameter){
			take_string(reading,
				clang_getCursorSpelling(parameter)),
			take_type(reading, clang_getCursorType(parameter)),
		};
}

static enum CXChildVisitResult read_parameter(
	CXCursor child, CXCursor parent, CXClientData data)
{
	struct parameter_visit *visit = data;

	(void)parent;
	if (clang_getCursorKind(child) == CXCursor_ParmDecl)
		add_parameter(visit->reading, visit->function, child);
	return CXChildVisit_Continue;
}

/* A template has no arguments, only children. In others, some children are
 * parameters of what is returned, and some parameters are no children: those
 * that a type's name brings along. body.c does the same. */
static void read_parameters(
	struct reading *reading, struct function *function, CXCursor cursor)
{
	struct parameter_visit visit = { reading, function };
	int count = clang_Cursor_getNumArguments(cursor);

	function->parameters.count = 0;
	for (int i = 0; i < count; i++)
		add_parameter(reading, function,
			clang_Cursor_getArgument(cursor, (unsigned)i));
	if (count < 0)
		clang_visitChildren(cursor, read_parameter, &visit);
}

/* A USR spells a C function's name without its parameters. For clang a static
 * function in an extern "C" block is none, for alloc_text it is; what a first
 * declaration says holds for those that follow. */
static bool is_c_linkage(const struct reading *reading,
	const struct function *function, const struct surroundings *around)
{
	return !reading->facts->cxx || !strchr(function->usr, '#') ||
		function->c_linkage ||
		(around->in_extern_c && !function->external);
}

/* Methods of system headers are not in the facts, so those that they override
 * in turn are listed here too: an interface may declare again what it has from
 * another. */
static void read_overridden(
	struct reading *reading, struct function *function, CXCursor cursor)
{
	CXCursor *overridden;
	unsigned count;

	clang_getOverriddenCursors(cursor, &overridden, &count);
	for (unsigned i = 0; i < count; i++) {
		*vec_add(&reading->facts->arena, &function->overrides) =
			take_string(reading,
				clang_getCursorUSR(
					referred_to(reading, overridden[i])));
		if (clang_Location_isInSystemHeader(
			    clang_getCursorLocation(overridden[i])))
			read_overridden(reading, function, overridden[i]);
	}
	clang_disposeOverriddenCursors(overridden);
}

/* What is the same in every declaration of a function. */
static void read_identity(struct reading *reading, struct function *function,
	CXCursor cursor, const struct surroundings *around)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);

	function->name = qualified_name(reading, cursor);
	function->signature = take_type(reading,
		clang_getCanonicalType(clang_getCursorType(cursor)));
	function->class_name = around->class_name;
	function->external =
		clang_getCursorLinkage(cursor) != CXLinkage_Internal;
	function->c_linkage = is_c_linkage(reading, function, around);
	function->is_template = kind == CXCursor_FunctionTemplate ||
		clang_getCursorKind(clang_getCursorSemanticParent(cursor)) ==
			CXCursor_ClassTemplate;
	function->is_special = kind == CXCursor_Constructor ||
		kind == CXCursor_Destructor;
	function->is_virtual = clang_CXXMethod_isVirtual(cursor) != 0;
	read_overridden(reading, function, cursor);
}

static const char *last_part(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

/* Which sections this declaration, the definition or not, asks for. */
static void read_claims(struct reading *reading, struct function *function,
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

/* Microsoft's compiler takes a definition that differs a little from its
 * declaration, or the types of both are guesses; here, too, it is read. A check
 * at compile time is no statement. */
static bool costs_nothing(const char *message)
{
	return !strncmp(message, "conflicting types for '", 23) ||
		!strncmp(message, "out-of-line definition of '", 27) ||
		strstr(message, "array with a negative size") ||
		!strncmp(message, "static assertion", 16);
}

/* Parse errors inside the definition: its body misses statements. */
static void count_losses(
	struct reading *reading, struct function *function, struct span extent)
{
	struct body *body = function->body;

	for (uint32_t i = 0; i < reading->errors.count; i++) {
		const struct parse_error *error = &reading->errors.items[i];

		if (error->file != extent.file ||
			error->offset < extent.start ||
			error->offset >= extent.end ||
			costs_nothing(error->message))
			continue;
		if (body->lost_statements++)
			continue;
		body->lost_reason = error->message;
		body->first_lost = place_of_offsets(reading, error->file,
			error->offset, error->offset + 1);
	}
	if (!body->lost_statements)
		return;
	*vec_add(&reading->facts->arena, &reading->facts->notices) =
		(struct notice){ NOTICE_BODY_INCOMPLETE, body->first_lost,
			intern_printf(&reading->facts->names,
				"the body of '%s' misses what this error cost: "
				"%s", function->name, body->lost_reason) };
}

static void read_definition(struct reading *reading, uint32_t index,
	CXCursor cursor, struct span extent)
{
	struct facts *facts = reading->facts;
	struct function function = facts->functions.items[index];

	function.defined = true;
	body_read(reading, &function, cursor);
	count_losses(reading, &function, extent);
	/* Reading the body may have added lambdas: take the item anew. */
	facts->functions.items[index] = function;
}

/* What the compiler made from a template; an explicit specialisation stands at
 * a place of its own. */
static bool is_instantiation(CXCursor function)
{
	CXCursor pattern = template_of(function);

	return !clang_equalCursors(pattern, function) &&
		clang_equalLocations(clang_getCursorLocation(pattern),
			clang_getCursorLocation(function));
}

static const char *pattern_key(struct reading *reading, struct span name)
{
	return intern_printf(&reading->facts->names, "%u %u",
		(unsigned)name.file, name.start);
}

/* An instance, which stands where its pattern does and is all that it is; only
 * the body is its own. */
static void instance_declaration(
	struct reading *reading, CXCursor cursor, uint32_t pattern)
{
	struct facts *facts = reading->facts;
	const char *usr = take_string(reading, clang_getCursorUSR(cursor));
	uint32_t index = function_of(reading, usr);
	struct function function = facts->functions.items[pattern];
	const struct body *body = function.body;

	if (facts->functions.items[index].defined)
		return;
	function.usr = usr;
	function.signature = take_type(reading,
		clang_getCanonicalType(clang_getCursorType(cursor)));
	memset(&function.parameters, 0, sizeof(function.parameters));
	memset(&function.overrides, 0, sizeof(function.overrides));
	read_overridden(reading, &function, cursor);
	read_parameters(reading, &function, cursor);
	body_read(reading, &function, cursor);
	function.body->lost_statements = body->lost_statements;
	function.body->lost_reason = body->lost_reason;
	function.body->first_lost = body->first_lost;
	facts->functions.items[index] = function;
}

/* Whether a declaration is made from a template; then it is done here. */
static bool made_from_template(
	struct reading *reading, CXCursor cursor, struct span name)
{
	uint32_t pattern;

	if (!reading->facts->cxx || name.file == NONE ||
		!is_instance(reading, cursor))
		return is_instantiation(cursor);
	pattern = map_get(
		&reading->pattern_by_place, pattern_key(reading, name));
	if (pattern != MAP_NONE)
		instance_declaration(reading, cursor, pattern);
	return pattern != MAP_NONE || is_instantiation(cursor);
}

/* What stands before a body is about its function. Where a macro brings forth
 * both, all of the macro's use is. */
static unsigned decorated_to(struct reading *reading, struct span body)
{
	const struct macro_use *use = body.file == NONE ? NULL :
		macro_use_at(reading, body.file, body.start);

	return use && use->offset == body.start ? use->end : body.start;
}

/* The walk is in translation order. */
static void note_order(struct reading *reading, uint32_t index,
	CXCursor cursor, struct span extent, bool definition)
{
	struct function_order *order = &reading->orders.items[index];
	uint32_t file;
	unsigned offset;

	if (order->file == NONE) {
		order->file = extent.file;
		order->offset = extent.start;
		order->foreign = !locate(reading,
			clang_getCursorLocation(
				clang_getCanonicalCursor(cursor)),
			&file, &offset);
	}
	if (!definition)
		return;
	order->definition_file = extent.file;
	order->definition_offset = extent.start;
	reading->facts->functions.items[index].declared = order->foreign ||
		order->file != extent.file || order->offset != extent.start;
}

static void function_declaration(struct reading *reading, CXCursor cursor,
	const struct surroundings *around)
{
	struct facts *facts = reading->facts;
	struct span extent = span_of(reading, clang_getCursorExtent(cursor));
	struct span name = name_span(reading, cursor);
	struct span decorations = extent;
	bool definition = clang_isCursorDefinition(cursor) != 0;
	CXCursor body = body_of(cursor);
	uint32_t index;
	struct function *function;

	if (name.file == NONE || extent.file == NONE ||
		made_from_template(reading, cursor, name))
		return;
	if (definition && clang_Cursor_isNull(body))
		definition = false; /* = default, = delete, or all lost */
	if (definition) {
		decorations.end = decorated_to(reading,
			span_of(reading, clang_getCursorExtent(body)));
		directives_mark_function(
			reading, extent.file, decorations.end, extent.end);
	}
	if (declared_to(reading, extent.file) <= extent.start)
		decorations.start = declared_to(reading, extent.file);

	index = function_of(
		reading, take_string(reading, clang_getCursorUSR(cursor)));
	function = &facts->functions.items[index];
	if (around->class_word)
		function->unknown_word = around->class_word;
	if (function->defined)
		definition = false; /* a second one is an error of its own */
	note_order(reading, index, cursor, extent, definition);
	if (!function->place.file || definition) {
		read_identity(reading, function, cursor, around);
		read_parameters(reading, function, cursor);
		function->place = place_of_span(reading, name);
		decorations.start = declaration_start(reading, extent.file,
			decorations.start, extent.start);
		function->extent = place_of_offsets(reading, extent.file,
			decorations.start, extent.end);
		function->in_header = name.file != 0;
		function->in_class = around->in_class && definition;
	}
	if (clang_Cursor_isFunctionInlined(cursor) &&
		function->inlining == INLINE_NO)
		function->inlining = INLINE_HINT;
	add_role_types(reading, function, cursor);
	read_decorations(reading, function, cursor, decorations, name);
	read_claims(reading, function, decorations, name, around, definition);
	if (!definition)
		return;
	read_definition(reading, index, cursor, extent);
	if (facts->functions.items[index].is_template)
		map_set(&reading->scratch, &reading->pattern_by_place,
			pattern_key(reading, name), index);
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

/* `new` and `delete` call what does not stand there: see lifetimes.c. */
static void note_operator(struct reading *reading, CXCursor cursor)
{
	CXString spelling = clang_getCursorSpelling(cursor);
	const char *name = clang_getCString(spelling);
	bool allocates = !strncmp(name, "operator new", 12) ||
		!strncmp(name, "operator delete", 15);
	struct function *function;

	clang_disposeString(spelling);
	if (!allocates)
		return;
	function = vec_add(&reading->scratch, &reading->operators);
	function->usr = take_string(reading, clang_getCursorUSR(cursor));
	function->name = qualified_name(reading, cursor);
	function->signature = take_type(reading,
		clang_getCanonicalType(clang_getCursorType(cursor)));
	function->external = true;
	read_parameters(reading, function, cursor);
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
		function_declaration(reading, cursor, around);
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
		    clang_getRangeEnd(clang_getCursorExtent(cursor)), &file,
		    &offset) &&
		closed_at(reading, file, offset) > declared_to(reading, file))
		set_declared_to(
			reading, file, closed_at(reading, file, offset));
}

void declarations_read(struct reading *reading)
{
	struct walk walk = { .reading = reading };

	clang_visitChildren(clang_getTranslationUnitCursor(reading->tu), visit,
		&walk);
}

void local_class_read(struct reading *reading, CXCursor class)
{
	const struct surroundings around = { 0 };

	if (reading->facts->cxx)
		class_declaration(reading, class, &around);
}

/* ---- lambdas ----------------------------------------------------------- */

static enum CXChildVisitResult find_call_operator(
	CXCursor child, CXCursor parent, CXClientData data)
{
	(void)parent;
	if (clang_getCursorKind(child) != CXCursor_CXXMethod)
		return CXChildVisit_Continue;
	*(CXCursor *)data = child;
	return CXChildVisit_Break;
}

/* It is where the code round it is, unless it says otherwise. */
static void claim_lambda(struct reading *reading, struct function *function,
	const struct function *outer, CXCursor lambda)
{
	struct span extent = span_of(reading, clang_getCursorExtent(lambda));
	struct span body = span_of(
		reading, clang_getCursorExtent(body_of(lambda)));
	uint32_t directive = NONE;
	const char *section = attribute_section(reading, extent.file,
		extent.start, body.file == extent.file ? body.start :
							 extent.start,
		NULL, &directive);

	if (section) {
		add_claim(reading, function, PLACED_BY_ATTRIBUTE, section,
			directive, function->place);
		return;
	}
	for (uint32_t i = 0; i < outer->claims.count; i++)
		*vec_add(&reading->facts->arena, &function->claims) =
			outer->claims.items[i];
}

uint32_t lambda_read(struct reading *reading, const struct function *outer,
	CXCursor lambda)
{
	struct facts *facts = reading->facts;
	struct span extent = span_of(reading, clang_getCursorExtent(lambda));
	CXCursor method = clang_getNullCursor();
	const char *usr;
	uint32_t index, symbol;
	struct function *function;

	clang_visitChildren(
		clang_getTypeDeclaration(clang_getCursorType(lambda)),
		find_call_operator, &method);
	if (extent.file == NONE || clang_Cursor_isNull(method))
		return NONE;
	usr = take_string(reading, clang_getCursorUSR(method));
	symbol = symbol_of(reading, method);
	if (map_get(&reading->function_by_usr, usr) != MAP_NONE)
		return symbol;
	index = function_of(reading, usr);
	function = &facts->functions.items[index];
	read_parameters(reading, function, method);
	function->name = intern_printf(&facts->names, "%s::lambda", outer->name);
	function->signature = take_type(reading, clang_getCursorType(method));
	facts->symbols.items[symbol].name = function->name;
	function->is_lambda = true;
	function->extent = place_of_span(reading, extent);
	extent.end = extent.start + 1;
	function->place = place_of_span(reading, extent);
	function->in_header = extent.file != 0;
	claim_lambda(reading, function, outer, lambda);
	read_definition(reading, index, lambda,
		span_of(reading, clang_getCursorExtent(lambda)));
	return symbol;
}
