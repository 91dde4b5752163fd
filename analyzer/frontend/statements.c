/*
 * Statements: control flow. Every construct of C, SEH, and the C++ that
 * drivers use becomes blocks. Choices that are not obvious:
 *
 * - An exception is taken to leave a __try body at its start or at its end, or
 *   at a call that only raises; not at every call, or every acquire in a __try
 *   would look like a lock that is never released.
 * - The block of a __finally is read once for each way out of its __try.
 * - Loops are in loops.c.
 */
#include <string.h>

#include "frontend/builder.h"
#include "frontend/preprocess.h"
#include "frontend/span.h"

/* Destructors and __finally blocks are read at every way out of their scope: a body
 * can be far longer than its source. The longest of the drivers that were read
 * has 2,695 blocks, and another one 1,370 events. */
enum { MAX_DEPTH = 1000, MOST_BLOCKS = 50 * 1000, MOST_EVENTS = 50 * 1000 };

/* ---- scopes ------------------------------------------------------------ */

static void scope_of(
	struct builder *builder, CXCursor scope, struct cleanup *cleanup)
{
	CXSourceRange extent = clang_getCursorExtent(scope);
	uint32_t file;

	cleanup->from_file = NONE;
	if (locate(builder->reading, clang_getRangeStart(extent),
		    &cleanup->from_file, &cleanup->from))
		locate(builder->reading, clang_getRangeEnd(extent), &file,
			&cleanup->to);
}

/* Runs one cleanup; those under it are in force meanwhile. */
static void run_cleanup(struct builder *builder, uint32_t index)
{
	struct cleanup cleanup = builder->cleanups.items[index];
	uint32_t count = builder->cleanups.count;

	builder->cleanups.count = index;
	if (!clang_Cursor_isNull(cleanup.own_parts))
		destroy_own_parts(builder, cleanup.own_parts);
	else if (cleanup.object != NONE)
		destroy(builder, cleanup.object, cleanup.type, cleanup.place);
	else
		read_compound(builder, cleanup.finally);
	builder->cleanups.count = count;
}

/* What runs on the way out to a point where `kept` cleanups stay. */
void unwind_to(struct builder *builder, uint32_t kept)
{
	for (uint32_t i = builder->cleanups.count; i > kept; i--)
		run_cleanup(builder, i - 1);
}

void leave_to(struct builder *builder, struct target target)
{
	if (target.block == NONE) {
		end_block(builder, EXIT_NORETURN, no_operand(),
			(struct place){ 0 });
		return;
	}
	unwind_to(builder, target.cleanups);
	jump_to(builder, target.block);
}

struct target target_here(struct builder *builder, uint32_t block)
{
	return (struct target){ block, builder->cleanups.count };
}

void keep_object(
	struct builder *builder, CXCursor cursor, CXType type, uint32_t path)
{
	struct cleanup cleanup = { .object = path,
		.own_parts = clang_getNullCursor(), .type = type };

	if (!is_destroyed(builder, cleanup.type))
		return;
	scope_of(builder, cursor, &cleanup);
	cleanup.to = builder->scope_end;
	cleanup.place = place_of(builder->reading, cursor);
	*vec_add(&builder->reading->scratch, &builder->cleanups) = cleanup;
}

void end_scopes(struct builder *builder, uint32_t kept)
{
	if (builder->current != NONE)
		unwind_to(builder, kept);
	builder->cleanups.count = kept;
}

void read_compound(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	uint32_t cleanups = builder->cleanups.count;
	unsigned outer_end = builder->scope_end;
	struct cleanup scope = { 0 };

	scope_of(builder, cursor, &scope);
	builder->scope_end = scope.to;
	children_of(builder, cursor, &children);
	for (uint32_t i = 0; i < children.list.count; i++)
		read_statement(builder, children.list.items[i]);
	end_scopes(builder, cleanups);
	builder->scope_end = outer_end;
}

/* ---- declarations ------------------------------------------------------ */

/* `auto [status, irql] = Enter();`: an object without a name, and names for its
 * parts. A loop over a range gives its binding the element. */
static void read_binding(struct builder *builder, CXCursor binding)
{
	CXType type = clang_getCanonicalType(clang_getCursorType(binding));
	struct cursor_list children = { 0 };
	CXCursor initialiser = clang_getNullCursor();
	uint32_t object = NONE;

	children_of(builder, binding, &children);
	if (children.list.count)
		initialiser = children.list.items[children.list.count - 1];
	if (!clang_isExpression(clang_getCursorKind(initialiser)))
		return;
	if (type.kind == CXType_LValueReference) {
		object = read_storage(builder, initialiser);
	} else {
		object = temporary_path(builder, binding);
		initialise_whole(builder, object, type, initialiser);
		keep_object(builder, binding, type, object);
	}
	bind_parts(builder, binding, object);
}

void read_local(struct builder *builder, CXCursor variable)
{
	struct reading *reading = builder->reading;
	CXCursor initialiser = clang_Cursor_getVarDeclInitializer(variable);
	uint32_t path;

	if (is_binding(builder, variable))
		read_binding(builder, variable);
	if (clang_getCursorKind(variable) != CXCursor_VarDecl)
		return;
	if (clang_Cursor_getStorageClass(variable) == CX_SC_Static)
		variable_read(reading, variable, builder->function->name);
	else if (!clang_Cursor_isNull(initialiser) &&
		(bind_to_object(builder, variable, initialiser) ||
			bind_reference(builder, variable, initialiser)))
		return;
	path = local_path(builder, variable);
	if (clang_Cursor_getStorageClass(variable) == CX_SC_Static ||
		clang_Cursor_getStorageClass(variable) == CX_SC_Extern)
		return;
	if (!clang_Cursor_isNull(initialiser))
		initialise_whole(builder, path, clang_getCursorType(variable),
			initialiser);
	keep_object(builder, variable, clang_getCursorType(variable), path);
}

static void declaration_statement(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };

	children_of(builder, cursor, &children);
	for (uint32_t i = 0; i < children.list.count; i++) {
		CXCursor declared = children.list.items[i];

		if (is_scope(clang_getCursorKind(declared))) {
			local_class_read(builder->reading, declared);
			markers_skip(builder, declared);
		}
		read_local(builder, declared);
	}
}

/* ---- if ---------------------------------------------------------------- */

bool is_declaration_cursor(CXCursor cursor)
{
	enum CXCursorKind kind = clang_getCursorKind(cursor);

	return clang_isDeclaration(kind) || kind == CXCursor_DeclStmt;
}

static bool has_initialiser(struct builder *builder, CXCursor cursor)
{
	unsigned separators[2];

	return heading_separators(builder, cursor, separators) == 1;
}

/* libclang puts a variable of the condition before the initialiser, and leaves
 * out that of a switch. */
uint32_t read_leading(struct builder *builder, CXCursor cursor,
	const struct cursor_list *children)
{
	const CXCursor *items = children->list.items;
	bool variable, initialiser;

	if (children->list.count < 2)
		return 0;
	variable = clang_isDeclaration(clang_getCursorKind(items[0]));
	initialiser = is_declaration_cursor(items[variable]) ||
		(clang_getCursorKind(cursor) != CXCursor_SwitchStmt &&
			has_initialiser(builder, cursor));
	if (initialiser)
		read_statement(builder, items[variable]);
	if (variable)
		read_statement(builder, items[0]);
	return (uint32_t)variable + initialiser;
}

/* `if constexpr`: only one branch is there, whatever works the condition out. */
static bool is_decided(struct builder *builder, CXCursor cursor,
	CXCursor condition, int64_t *value)
{
	static const char word[] = "constexpr";
	struct span span =
		span_of(builder->reading, clang_getCursorExtent(cursor));
	const char *at;

	if (span.file == NONE)
		return false;
	at = builder->reading->files.items[span.file].bytes + span.start;
	if (strncmp(at, "if", 2))
		return false;
	at += 2 + strspn(at + 2, " \t\r\n");
	return !strncmp(at, word, strlen(word)) && integer_of(condition, value);
}

static void if_statement(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	uint32_t then_block = new_block(builder);
	uint32_t else_block, after = new_block(builder);
	uint32_t cleanups = builder->cleanups.count, first;
	int64_t value;
	bool has_else;

	children_of(builder, cursor, &children);
	first = read_leading(builder, cursor, &children);
	if (children.list.count < first + 2) {
		statement_lost(builder, cursor, "an if lost its parts");
		go_on_in(builder, after);
		return;
	}
	has_else = children.list.count > first + 2;
	else_block = has_else ? new_block(builder) : after;
	builder->conditional = true;
	if (is_decided(builder, cursor, children.list.items[first], &value))
		jump_to(builder, value ? then_block : else_block);
	else
		read_condition(builder, children.list.items[first], then_block,
			else_block);
	builder->current = then_block;
	read_statement(builder, children.list.items[first + 1]);
	if (builder->current != NONE)
		jump_to(builder, after);
	if (has_else) {
		builder->current = else_block;
		read_statement(builder, children.list.items[first + 2]);
		if (builder->current != NONE)
			jump_to(builder, after);
	}
	builder->current = after;
	unwind_to(builder, cleanups);
	builder->cleanups.count = cleanups;
}

/* ---- switch ------------------------------------------------------------ */

static void switch_statement(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	struct switch_frame frame = { .default_block = NONE };
	struct switch_frame *outer = builder->in_switch;
	struct target on_break = builder->on_break;
	uint32_t after = new_block(builder), first;
	struct operand value;
	struct pending_block *head;

	children_of(builder, cursor, &children);
	if (has_initialiser(builder, cursor))
		statement_lost(builder, cursor,
			"what a switch starts with is not known");
	first = read_leading(builder, cursor, &children);
	if (children.list.count < first + 2) {
		statement_lost(builder, cursor, "a switch lost its parts");
		go_on_in(builder, after);
		return;
	}
	value = read_whole(builder, children.list.items[first]);
	builder->conditional = true;
	go_on_in(builder, new_block(builder));
	frame.head = builder->current;
	end_block(builder, EXIT_SWITCH, value,
		place_of(builder->reading, children.list.items[first]));
	builder->in_switch = &frame;
	builder->on_break = target_here(builder, after);
	read_statement(builder, children.list.items[first + 1]);
	if (builder->current != NONE)
		jump_to(builder, after);
	head = &builder->blocks.items[frame.head];
	*vec_add(&builder->reading->facts->drafts, &head->block.successors) =
		frame.default_block == NONE ? after : frame.default_block;
	builder->on_break = on_break;
	builder->in_switch = outer;
	builder->current = after;
}

/* `case 1:`, `case 1 … 3:` and `default:`, then one statement. */
static void case_statement(struct builder *builder, CXCursor cursor)
{
	struct arena *arena = &builder->reading->facts->drafts;
	struct cursor_list children = { 0 };
	uint32_t block = new_block(builder);
	struct pending_block *head;
	int64_t value = 0;

	children_of(builder, cursor, &children);
	go_on_in(builder, block);
	if (builder->in_switch &&
		clang_getCursorKind(cursor) == CXCursor_DefaultStmt) {
		builder->in_switch->default_block = block;
	} else if (builder->in_switch && children.list.count) {
		integer_of(children.list.items[0], &value);
		head = &builder->blocks.items[builder->in_switch->head];
		*vec_add(arena, &head->block.cases) = value;
		*vec_add(arena, &head->block.successors) = block;
	}
	if (children.list.count)
		read_statement(builder,
			children.list.items[children.list.count - 1]);
}

/* ---- jumps ------------------------------------------------------------- */

static uint32_t label_block(struct builder *builder, CXCursor label)
{
	struct reading *reading = builder->reading;
	const char *usr =
		take_string(reading, clang_getCursorSpelling(label));
	struct label entry = { .usr = usr };

	for (uint32_t i = 0; i < builder->labels.count; i++)
		if (builder->labels.items[i].usr == usr)
			return builder->labels.items[i].block;
	entry.block = new_block(builder);
	*vec_add(&reading->scratch, &builder->labels) = entry;
	return entry.block;
}

/* A goto runs the cleanups whose scope does not hold the label. */
static void goto_statement(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	CXCursor label;
	uint32_t file = NONE;
	unsigned offset = 0;

	children_of(builder, cursor, &children);
	if (children.list.count != 1) {
		statement_lost(builder, cursor, "a goto lost its label");
		return;
	}
	label = clang_getCursorReferenced(children.list.items[0]);
	locate(builder->reading, clang_getCursorLocation(label), &file,
		&offset);
	for (uint32_t i = builder->cleanups.count; i > 0; i--) {
		struct cleanup *cleanup = &builder->cleanups.items[i - 1];

		if (cleanup->from_file == file && offset >= cleanup->from &&
			offset < cleanup->to)
			break;
		run_cleanup(builder, i - 1);
	}
	builder->departures++;
	jump_to(builder, label_block(builder, label));
}

static bool returns_reference(const struct function *function)
{
	const char *arguments =
		function->signature ? strchr(function->signature, '(') : NULL;

	return arguments && arguments > function->signature &&
		arguments[-1] == '&';
}

/* What is returned by reference is not read: its address is. */
static struct operand returned_value(
	struct builder *builder, CXCursor expression)
{
	struct operand value;
	uint32_t path;

	if (!returns_reference(builder->function))
		return read_returned(builder, expression);
	path = read_storage(builder, expression);
	value = path_operand(path);
	if (path != NONE)
		value.kind = OPERAND_ADDRESS;
	return value;
}

static void return_statement(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	struct operand value = no_operand();
	uint32_t cleanups = builder->cleanups.count;

	children_of(builder, cursor, &children);
	if (children.list.count)
		value = returned_value(builder, children.list.items[0]);
	builder->departures++;
	unwind_to(builder, 0);
	builder->cleanups.count = cleanups;
	end_block(builder, EXIT_RETURN, value,
		place_of(builder->reading, cursor));
}

/* ---- exceptions -------------------------------------------------------- */

static void try_finally(
	struct builder *builder, CXCursor body, CXCursor finally)
{
	struct cursor_list children = { 0 };
	struct target on_leave = builder->on_leave;
	struct cleanup cleanup = { .object = NONE,
		.own_parts = clang_getNullCursor() };
	uint32_t after = new_block(builder);

	children_of(builder, finally, &children);
	if (!children.list.count)
		return;
	cleanup.finally = children.list.items[children.list.count - 1];
	scope_of(builder, body, &cleanup);
	builder->on_leave = target_here(builder, after);
	*vec_add(&builder->reading->scratch, &builder->cleanups) = cleanup;
	read_statement(builder, body);
	if (builder->current != NONE)
		leave_to(builder, builder->on_leave);
	builder->cleanups.count--;
	builder->on_leave = on_leave;
	builder->current = after;
}

static void try_except(struct builder *builder, CXCursor body, CXCursor except)
{
	struct test unknown = { TEST_UNKNOWN, no_operand(), no_operand() };
	struct cursor_list children = { 0 };
	struct target on_leave = builder->on_leave;
	struct target outer = builder->handler;
	uint32_t start = new_block(builder), handler = new_block(builder);
	uint32_t after = new_block(builder);
	struct place place = place_of(builder->reading, except);

	branch(builder, unknown, place, start, handler);
	builder->on_leave = target_here(builder, after);
	builder->handler = target_here(builder, handler);
	builder->current = start;
	read_statement(builder, body);
	builder->handler = outer;
	builder->on_leave = on_leave;
	if (builder->current != NONE)
		branch(builder, unknown, place, after, handler);
	builder->current = handler;
	children_of(builder, except, &children);
	for (uint32_t i = 0; i < children.list.count; i++)
		read_statement(builder, children.list.items[i]);
	if (builder->current != NONE)
		jump_to(builder, after);
	builder->current = after;
}

static void try_statement(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };
	CXCursor handler;

	children_of(builder, cursor, &children);
	if (children.list.count < 2) {
		statement_lost(builder, cursor, "a __try lost its handler");
		return;
	}
	handler = children.list.items[1];
	if (clang_getCursorKind(handler) == CXCursor_SEHFinallyStmt)
		try_finally(builder, children.list.items[0], handler);
	else
		try_except(builder, children.list.items[0], handler);
}

/* C++: every catch may run, from the start of the try. */
static void cxx_try_statement(struct builder *builder, CXCursor cursor)
{
	struct test unknown = { TEST_UNKNOWN, no_operand(), no_operand() };
	struct cursor_list children = { 0 };
	uint32_t after = new_block(builder);

	children_of(builder, cursor, &children);
	for (uint32_t i = 1; i < children.list.count; i++) {
		uint32_t body = new_block(builder);
		uint32_t handler = new_block(builder);

		branch(builder, unknown, place_of(builder->reading, cursor),
			body, handler);
		builder->current = handler;
		read_statement(builder, children.list.items[i]);
		if (builder->current != NONE)
			jump_to(builder, after);
		builder->current = body;
	}
	if (children.list.count)
		read_statement(builder, children.list.items[0]);
	go_on_in(builder, after);
}

/* ---- all of them ------------------------------------------------------- */

static void read_all(struct builder *builder, CXCursor cursor)
{
	struct cursor_list children = { 0 };

	children_of(builder, cursor, &children);
	for (uint32_t i = 0; i < children.list.count; i++)
		read_statement(builder, children.list.items[i]);
}

static void dispatch(struct builder *builder, CXCursor cursor)
{
	switch (clang_getCursorKind(cursor)) {
	case CXCursor_CompoundStmt:
		read_compound(builder, cursor);
		break;
	case CXCursor_DeclStmt:
		declaration_statement(builder, cursor);
		break;
	case CXCursor_VarDecl:
		read_local(builder, cursor);
		break;
	case CXCursor_IfStmt:
		if_statement(builder, cursor);
		break;
	case CXCursor_WhileStmt:
		while_statement(builder, cursor);
		break;
	case CXCursor_DoStmt:
		do_statement(builder, cursor);
		break;
	case CXCursor_ForStmt:
		for_statement(builder, cursor);
		break;
	case CXCursor_CXXForRangeStmt:
		range_for_statement(builder, cursor);
		break;
	case CXCursor_SwitchStmt:
		switch_statement(builder, cursor);
		break;
	case CXCursor_CaseStmt:
	case CXCursor_DefaultStmt:
		case_statement(builder, cursor);
		break;
	case CXCursor_LabelStmt:
		go_on_in(builder, label_block(builder, cursor));
		read_all(builder, cursor);
		break;
	case CXCursor_BreakStmt:
		leave_to(builder, builder->on_break);
		break;
	case CXCursor_ContinueStmt:
		leave_to(builder, builder->on_continue);
		break;
	case CXCursor_SEHLeaveStmt:
		leave_to(builder, builder->on_leave);
		break;
	case CXCursor_GotoStmt:
		goto_statement(builder, cursor);
		break;
	case CXCursor_IndirectGotoStmt:
		statement_lost(builder, cursor, "a computed goto");
		end_block(builder, EXIT_NORETURN, no_operand(),
			place_of(builder->reading, cursor));
		break;
	case CXCursor_ReturnStmt:
		return_statement(builder, cursor);
		break;
	case CXCursor_SEHTryStmt:
		try_statement(builder, cursor);
		break;
	case CXCursor_CXXTryStmt:
		cxx_try_statement(builder, cursor);
		break;
	case CXCursor_CXXCatchStmt:
		read_all(builder, cursor);
		break;
	case CXCursor_NullStmt:
	case CXCursor_AsmStmt:
	case CXCursor_MSAsmStmt:
		break;
	default:
		if (clang_isExpression(clang_getCursorKind(cursor)))
			read_discarded(builder, cursor);
		else if (clang_getCursorKind(cursor) == CXCursor_UnexposedStmt)
			read_all(builder, cursor);
	}
}

enum { MOST_ALIASES = 8 };

/* Whether a use is another name of a macro with arguments:
 * `#define TRACE PRINT`. clang does not say where such a use ends. */
static bool is_alias(struct reading *reading, const struct macro_use *use)
{
	uint32_t macro = use->definition;

	for (int i = 0; i < MOST_ALIASES && macro != NONE; i++) {
		const struct macro_tokens *tokens = macro_read(reading, macro);

		if (tokens->function_like)
			return i > 0;
		if (tokens->body.count != 1)
			return false;
		macro = macro_find(reading, tokens->body.items[0].text,
			reading->macros.count);
	}
	return false;
}

/* Whether there is one pair of parentheses, and nothing before it or behind. */
static bool is_in_parentheses(
	const struct reading *reading, uint32_t file, unsigned from, unsigned to)
{
	const char *bytes = reading->files.items[file].bytes;
	struct lexer lexer;
	struct token token;
	int depth = 0;
	bool closed = false;

	lexer_init(&lexer, bytes, from, to, reading->facts->cxx);
	while (lexer_next(&lexer, &token)) {
		depth += bytes[token.offset] == '(';
		if (depth == 0 || closed)
			return false;
		depth -= bytes[token.offset] == ')';
		closed = depth == 0;
	}
	return closed;
}

/* The macro that spells the word that a statement starts with, or NULL; `__try`
 * may be spelled by one that is that word alone. */
static const struct macro_use *macro_spelling(
	struct builder *builder, CXCursor cursor)
{
	struct reading *reading = builder->reading;
	struct span span = span_of(reading, clang_getCursorExtent(cursor));
	const struct macro_use *use = span.file == NONE ? NULL :
		macro_use_at(reading, span.file, span.start);

	return use &&
			(use->end >= span.end ||
				(is_alias(reading, use) &&
					is_in_parentheses(reading, span.file,
						use->end, span.end))) ?
		use :
		NULL;
}

/* A condition that a macro brings along, as a trace does, is none of the
 * routine's, unless the macro may leave it. */
static void forget_condition(
	struct builder *builder, CXCursor cursor, bool may_leave)
{
	const struct macro_use *use = macro_spelling(builder, cursor);

	if (!use)
		return;
	builder->conditional = false;
	if (may_leave && !builder->left_behind)
		builder->left_behind = use->end;
}

void read_statement(struct builder *builder, CXCursor cursor)
{
	bool conditional = builder->conditional;
	uint32_t departures = builder->departures;

	if (builder->depth >= MAX_DEPTH) {
		statement_lost(builder, cursor, "nested too deeply");
		return;
	}
	if (builder->blocks.count >= MOST_BLOCKS ||
		builder->body->events.count >= MOST_EVENTS) {
		statement_lost(builder, cursor,
			"it has more than 50,000 blocks or events");
		return;
	}
	builder->depth++;
	markers_before(builder, cursor);
	dispatch(builder, cursor);
	if (!conditional && builder->conditional)
		forget_condition(builder, cursor,
			builder->departures != departures);
	builder->depth--;
}
