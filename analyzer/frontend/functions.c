/*
 * Functions: what a declaration says of one, its body when it is defined, what
 * templates and lambdas make.
 */
#include <string.h>

#include "frontend/declarations.h"

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
void parameters_read(
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
			usr_of(reading,
				referred_to(reading, overridden[i]));
		if (clang_Location_isInSystemHeader(
			    clang_getCursorLocation(overridden[i])))
			read_overridden(reading, function, overridden[i]);
	}
	clang_disposeOverriddenCursors(overridden);
}

/* Whether a function is a template, or a method in one: of a class template, or of
 * a class in a function that is one; or a friend that stands in one. */
static bool is_in_template(CXCursor cursor)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);

	if (clang_getCursorKind(clang_getCursorLexicalParent(cursor)) ==
		CXCursor_ClassTemplate)
		return true;
	while (is_function_kind(kind) || is_scope(kind)) {
		if (kind == CXCursor_FunctionTemplate ||
			kind == CXCursor_ClassTemplate)
			return true;
		cursor = clang_getCursorSemanticParent(cursor);
		kind = clang_getCursorKind(cursor);
	}
	return false;
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
	function->is_template = is_in_template(cursor);
	function->is_special = kind == CXCursor_Constructor ||
		kind == CXCursor_Destructor;
	function->is_virtual = clang_CXXMethod_isVirtual(cursor) != 0;
	read_overridden(reading, function, cursor);
}

bool error_costs_nothing(const char *message)
{
	return !strncmp(message, "conflicting types for '", 23) ||
		!strncmp(message, "out-of-line definition of '", 27) ||
		strstr(message, "array with a negative size") ||
		strstr(message, "#pragma alloc_text") ||
		strstr(message, "causes a section type conflict") ||
		strstr(message, "specialization requires 'template<>'") ||
		(!strncmp(message, "use of undeclared ", 18) &&
			strncmp(message + 18, "identifier", 10) != 0) ||
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
			error_costs_nothing(error->message))
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

static const char *pattern_key(struct reading *reading, struct span name)
{
	return intern_printf(&reading->facts->names, "%u %u",
		(unsigned)name.file, name.start);
}

/* What is made of a template finds it here. */
static void note_pattern(
	struct reading *reading, uint32_t index, struct span name)
{
	if (reading->facts->functions.items[index].is_template)
		map_set(&reading->scratch, &reading->pattern_by_place,
			pattern_key(reading, name), index);
}

/* An instance, which stands where its pattern does and is all that it is; only
 * the body is its own. */
static void instance_declaration(
	struct reading *reading, CXCursor cursor, uint32_t pattern)
{
	struct facts *facts = reading->facts;
	const char *usr = usr_of(reading, cursor);
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
	parameters_read(reading, &function, cursor);
	if (function.is_lambda)
		facts->symbols.items[symbol_of(reading, cursor)].name =
			function.name;
	body_read(reading, &function, cursor);
	function.body->lost_statements = body->lost_statements;
	function.body->lost_reason = body->lost_reason;
	function.body->first_lost = body->first_lost;
	facts->functions.items[index] = function;
}

/* Whether a declaration is made from a template; then it is done here, or kept for
 * later: what a namespace instantiates comes before the namespace. */
static bool made_from_template(
	struct reading *reading, CXCursor cursor, struct span name)
{
	uint32_t pattern;

	if (!reading->facts->cxx || name.file == NONE ||
		!is_instance(reading, cursor))
		return is_instantiation(cursor);
	pattern = map_get(
		&reading->pattern_by_place, pattern_key(reading, name));
	if (pattern != MAP_NONE) {
		instance_declaration(reading, cursor, pattern);
		return true;
	}
	if (!is_instantiation(cursor))
		return false;
	*vec_add(&reading->scratch, &reading->early) = cursor;
	return true;
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

void function_read(struct reading *reading, CXCursor cursor,
	const struct surroundings *around)
{
	struct facts *facts = reading->facts;
	struct span extent = span_of(reading, range_of(cursor));
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

	index = function_of(reading, usr_of(reading, cursor));
	function = &facts->functions.items[index];
	if (around->class_word)
		function->unknown_word = around->class_word;
	if (function->defined)
		definition = false; /* a second one is an error of its own */
	note_order(reading, index, cursor, extent, definition);
	if (!function->place.file || definition) {
		read_identity(reading, function, cursor, around);
		parameters_read(reading, function, cursor);
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
	decorations_read(reading, function, cursor, decorations, name);
	claims_read(reading, function, decorations, name, around, definition);
	if (!definition)
		return;
	read_definition(reading, index, cursor, extent);
	note_pattern(reading, index, name);
}

/* ---- lambdas ----------------------------------------------------------- */

static enum CXChildVisitResult find_call_operator(
	CXCursor child, CXCursor parent, CXClientData data)
{
	(void)parent;
	if (clang_getCursorKind(child) != CXCursor_CXXMethod &&
		clang_getCursorKind(child) != CXCursor_FunctionTemplate)
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

CXCursor lambda_method(CXType class)
{
	CXCursor method = clang_getNullCursor();

	clang_visitChildren(clang_getTypeDeclaration(class),
		find_call_operator, &method);
	return method;
}

uint32_t lambda_read(struct reading *reading, const struct function *outer,
	CXCursor lambda)
{
	struct facts *facts = reading->facts;
	struct span extent = span_of(reading, clang_getCursorExtent(lambda));
	CXCursor method = lambda_method(clang_getCursorType(lambda));
	const char *usr;
	uint32_t index, symbol;
	struct function *function;

	if (extent.file == NONE || clang_Cursor_isNull(method))
		return NONE;
	usr = usr_of(reading, method);
	symbol = symbol_of(reading, method);
	if (map_get(&reading->function_by_usr, usr) != MAP_NONE)
		return symbol;
	index = function_of(reading, usr);
	function = &facts->functions.items[index];
	parameters_read(reading, function, method);
	function->name = intern_printf(&facts->names, "%s::lambda", outer->name);
	function->signature = take_type(reading, clang_getCursorType(method));
	facts->symbols.items[symbol].name = function->name;
	function->external =
		clang_getCursorLinkage(method) != CXLinkage_Internal;
	function->is_lambda = true;
	function->is_template =
		clang_getCursorKind(method) == CXCursor_FunctionTemplate;
	function->extent = place_of_span(reading, extent);
	extent.end = extent.start + 1;
	function->place = place_of_span(reading, extent);
	function->in_header = extent.file != 0;
	claim_lambda(reading, function, outer, lambda);
	read_definition(reading, index, lambda,
		span_of(reading, clang_getCursorExtent(lambda)));
	note_pattern(reading, index, name_span(reading, method));
	return symbol;
}
