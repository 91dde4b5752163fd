/*
 * One function body: the blocks, the events in them, and the markers that
 * expand to nothing and therefore have no place in the AST. A marker is found
 * as a macro use and takes its place among the statements by its offset.
 */
#include <string.h>

#include "base/bug.h"
#include "frontend/builder.h"
#include "frontend/preprocess.h"
#include "frontend/span.h"

/* ---- blocks ------------------------------------------------------------ */

uint32_t new_block(struct builder *builder)
{
	struct pending_block *block =
		vec_add(&builder->reading->scratch, &builder->blocks);

	block->block.test.left = no_operand();
	block->block.test.right = no_operand();
	block->block.exit = EXIT_NORETURN;
	return builder->blocks.count - 1;
}

/* The current block; after a jump a new one that nothing reaches. */
static struct pending_block *current(struct builder *builder)
{
	if (builder->current == NONE)
		builder->current = new_block(builder);
	return &builder->blocks.items[builder->current];
}

static void add_successor(
	struct builder *builder, struct pending_block *from, uint32_t to)
{
	*vec_add(&builder->reading->facts->drafts, &from->block.successors) = to;
}

void jump_to(struct builder *builder, uint32_t block)
{
	struct pending_block *from = current(builder);

	from->block.exit = EXIT_JUMP;
	add_successor(builder, from, block);
	builder->current = NONE;
}

void go_on_in(struct builder *builder, uint32_t block)
{
	if (builder->current != NONE)
		jump_to(builder, block);
	builder->current = block;
}

void branch(struct builder *builder, struct test test, struct place place,
	uint32_t when_true, uint32_t when_false)
{
	struct pending_block *from = current(builder);

	from->block.exit = EXIT_BRANCH;
	from->block.test = test;
	from->block.place = place;
	add_successor(builder, from, when_true);
	add_successor(builder, from, when_false);
	builder->current = NONE;
}

void end_block(struct builder *builder, enum exit_kind exit,
	struct operand value, struct place place)
{
	struct pending_block *from = current(builder);

	from->block.exit = exit;
	from->block.test.left = value;
	from->block.place = place;
	builder->current = NONE;
}

/* ---- events ------------------------------------------------------------ */

uint32_t add_event(struct builder *builder, struct event event)
{
	struct body *body = builder->body;
	uint32_t index = body->events.count;

	*vec_add(&builder->reading->facts->drafts, &body->events) = event;
	*vec_add(&builder->reading->scratch, &current(builder)->events) = index;
	return index;
}

void add_assignment(struct builder *builder, uint32_t path,
	struct operand value, struct place place)
{
	if (path == NONE)
		return;
	add_event(builder,
		(struct event){ .kind = EVENT_ASSIGN, .place = place,
			.callee = no_operand(), .object = NONE, .path = path,
			.value = value });
}

void statement_lost(struct builder *builder, CXCursor cursor, const char *why)
{
	struct body *body = builder->body;

	if (body->lost_statements++)
		return;
	body->first_lost = place_of(builder->reading, cursor);
	body->lost_reason = why;
}

static enum CXChildVisitResult collect(
	CXCursor child, CXCursor parent, CXClientData data)
{
	void **context = data;
	struct arena *arena = context[0];
	struct cursor_list *list = context[1];
	enum CXCursorKind kind = clang_getCursorKind(child);

	(void)parent;
	if (kind == CXCursor_TypeRef || kind == CXCursor_NamespaceRef ||
		kind == CXCursor_TemplateRef || clang_isAttribute(kind))
		return CXChildVisit_Continue;
	*vec_add(arena, &list->list) = child;
	return CXChildVisit_Continue;
}

void children_of(
	struct builder *builder, CXCursor cursor, struct cursor_list *children)
{
	void *context[2] = { &builder->reading->scratch, children };

	clang_visitChildren(cursor, collect, context);
}

/* ---- markers ----------------------------------------------------------- */

enum { NOT_A_MARKER = 100, MAX_WRAPPED = 3 };

static bool says_assume(const char *name)
{
	static const char *const names[] = { "NT_VERIFY", "RTL_VERIFY",
		"_Analysis_assume_", "__analysis_assume", "_IRQL_limited_to_",
		"NT_ASSUME", "__assume", "__drv_maxIRQL_limited_to" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(name, names[i]))
			return true;
	return strstr(name, "ASSERT") != NULL; /* a driver's own */
}

/* The assertion that the driver's own macro begins with: its place in the body,
 * or that of the end. */
static uint32_t wrapped_assertion(const struct tokens *body)
{
	static const char *const before[] = { "do", "{", "(", ";" };
	uint32_t at = 0;

	for (; at < body->count && !says_assume(body->items[at].text); at++) {
		bool passes = false;

		for (size_t i = 0; i < sizeof(before) / sizeof(*before); i++)
			passes |= !strcmp(body->items[at].text, before[i]);
		if (!passes)
			return body->count;
	}
	return at;
}

static bool wraps_assertion(
	struct reading *reading, const struct macro_use *use)
{
	const struct tokens *body;

	if (use->definition == NONE ||
		reading->macros.items[use->definition].system)
		return false;
	body = &macro_read(reading, use->definition)->body;
	return wrapped_assertion(body) < body->count;
}

/* Behind the name of what asks for the current IRQL: KeGetCurrentIrql, or a
 * driver's own word for it; NULL if nothing does. */
static const char *behind_question(const char *text)
{
	static const char *const names[] = { "CurrentIrql", "CURRENT_IRQL" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *at = strstr(text, names[i]);

		if (at)
			return at + strlen(names[i]);
	}
	return NULL;
}

/* The driver's own macro that one begins with, or NONE. */
static uint32_t wrapped_macro(
	const struct reading *reading, const struct tokens *body, uint32_t at)
{
	uint32_t inner = at < body->count ?
		map_get(&reading->macro_by_name, body->items[at].text) :
		MAP_NONE;

	return inner == MAP_NONE || reading->macros.items[inner].system ? NONE :
									  inner;
}

/* What follows the assertion in the body of a macro, or of the one that it begins
 * with in its turn, with the arguments in place of the parameter, if there is just
 * one. */
static const char *wrapped_claim(struct reading *reading, uint32_t macro,
	const char *arguments, int depth)
{
	const struct macro_tokens *tokens = macro_read(reading, macro);
	uint32_t at = wrapped_assertion(&tokens->body), inner;
	const char *text = "";

	for (uint32_t i = at + 1; i < tokens->body.count; i++) {
		const char *word = tokens->body.items[i].text;

		if (tokens->parameters.count == 1 &&
			word == tokens->parameters.items[0])
			word = arguments;
		text = intern_printf(
			&reading->facts->names, "%s%s", text, word);
	}
	inner = wrapped_macro(reading, &tokens->body, at);
	return inner == NONE || inner == macro || depth == MAX_WRAPPED ||
			behind_question(text) ?
		text :
		wrapped_claim(reading, inner, text, depth + 1);
}

/* Whether a marker is among the arguments: then it says nothing of other uses. */
static bool is_handed_marker(
	const struct reading *reading, const struct macro_use *use)
{
	const char *bytes = reading->files.items[use->file].bytes;
	unsigned length = sizeof("PAGED_CODE") - 1;

	for (unsigned at = use->offset + 1; at + length <= use->end; at++)
		if (!strncmp(bytes + at, "PAGED_CODE", length))
			return true;
	return false;
}

static uint32_t marker_of(struct reading *reading, const struct macro_use *use)
{
	bool handed = is_handed_marker(reading, use);
	uint32_t marker =
		handed ? MAP_NONE : map_get(&reading->markers, use->name);

	if (marker != MAP_NONE)
		return marker;
	marker = NOT_A_MARKER;
	if (macro_use_reaches(reading, use, "PAGED_CODE_LOCKED"))
		marker = MARKER_PAGED_CODE_LOCKED;
	else if (macro_use_reaches(reading, use, "PAGED_CODE"))
		marker = MARKER_PAGED_CODE;
	else if (says_assume(use->name) || wraps_assertion(reading, use))
		marker = MARKER_ASSUME;
	if (!handed)
		map_set(&reading->scratch, &reading->markers, use->name,
			marker);
	return marker;
}

static int64_t level_of_word(const char *word, size_t length)
{
	static const struct {
		const char *name;
		int64_t level;
	} levels[] = { { "PASSIVE_LEVEL", 0 }, { "LOW_LEVEL", 0 },
		{ "APC_LEVEL", 1 }, { "DISPATCH_LEVEL", 2 },
		{ "DPC_LEVEL", 2 }, { "0", 0 }, { "1", 1 }, { "2", 2 } };

	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++)
		if (strlen(levels[i].name) == length &&
			!strncmp(levels[i].name, word, length))
			return levels[i].level;
	return -1;
}

static enum test_kind comparison(const char **text)
{
	static const struct {
		const char *sign;
		enum test_kind kind;
	} signs[] = { { "<=", TEST_LESS_EQUAL }, { ">=", TEST_GREATER_EQUAL },
		{ "==", TEST_EQUAL }, { "!=", TEST_NOT_EQUAL },
		{ "<", TEST_LESS }, { ">", TEST_GREATER } };

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		size_t length = strlen(signs[i].sign);

		if (!strncmp(*text, signs[i].sign, length)) {
			*text += length;
			return signs[i].kind;
		}
	}
	return TEST_UNKNOWN;
}

static const char *skip(const char *text, const char *set)
{
	return text + strspn(text, set);
}

/* "KeGetCurrentIrql() <= APC_LEVEL" and "APC_LEVEL", as a test whose left side
 * is the current IRQL. Anything else stays unknown, and so does what need not
 * hold: one of several claims, or one that is denied. */
static struct test irql_claim(const char *macro, const char *text)
{
	struct test test = { TEST_UNKNOWN, no_operand(), no_operand() };
	const char *behind = behind_question(text);
	enum test_kind kind = TEST_LESS_EQUAL;
	int64_t level;

	if (strstr(text, "||") || strstr(text, "!("))
		return test;
	if (behind) {
		text = skip(behind, " \t()");
		kind = comparison(&text);
	} else if (strcmp(macro, "_IRQL_limited_to_") &&
		strcmp(macro, "ASSERT_IRQL_LESS_OR_EQUAL")) {
		return test;
	}
	text = skip(text, " \t\r\n(");
	level = level_of_word(text, strcspn(text, " \t\r\n),&|"));
	if (kind == TEST_UNKNOWN || level < 0)
		return test;
	test.kind = kind;
	test.right = constant_operand(level);
	return test;
}

/* What an assertion says of IRQL: its argument, or, where it has none that does,
 * that of the assertion which it begins with itself: ASSERT_PASSIVE(). */
static struct test claim_of(struct reading *reading,
	const struct macro_use *use, const char **text)
{
	struct test claim = { TEST_UNKNOWN, no_operand(), no_operand() };

	if (says_assume(use->name))
		claim = irql_claim(use->name, *text);
	if (claim.kind != TEST_UNKNOWN || !wraps_assertion(reading, use))
		return claim;
	*text = wrapped_claim(reading, use->definition, *text, 0);
	return irql_claim(use->name, *text);
}

bool is_conditional_at(
	const struct builder *builder, uint32_t file, unsigned offset)
{
	return builder->conditional ||
		(builder->left_behind && file == builder->file &&
			offset >= builder->left_behind);
}

static void add_marker(struct builder *builder, const struct macro_use *use,
	enum marker marker)
{
	struct reading *reading = builder->reading;
	struct event event = { .kind = EVENT_MARKER, .callee = no_operand(),
		.object = NONE, .path = NONE, .value = no_operand(),
		.marker = marker, .macro = use->name,
		.is_conditional = is_conditional_at(
			builder, use->file, use->offset) };
	struct test claim;

	event.text = macro_use_arguments(reading, use);
	event.place =
		place_of_offsets(reading, use->file, use->offset, use->end);
	if (marker != MARKER_ASSUME && use->file == builder->file)
		statement_layout(reading, use->file, builder->brace,
			use->offset, use->end, &event);
	if (marker == MARKER_ASSUME) {
		claim = claim_of(reading, use, &event.text);
		if (claim.kind == TEST_UNKNOWN)
			return; /* an assertion about something else */
		event.claim = vec_copy(
			&reading->facts->drafts, &claim, sizeof(claim));
	}
	add_event(builder, event);
}

static void markers_to(struct builder *builder, unsigned offset)
{
	struct reading *reading = builder->reading;

	while (builder->next_use < builder->last_use) {
		const struct macro_use *use =
			&reading->uses.items[builder->next_use];
		uint32_t marker;

		if (use->offset >= offset)
			return;
		builder->next_use++;
		if (use->offset < builder->use_covered)
			continue; /* inside the arguments of another */
		builder->use_covered = use->end;
		marker = marker_of(reading, use);
		if (marker != NOT_A_MARKER)
			add_marker(builder, use, (enum marker)marker);
	}
}

void markers_before(struct builder *builder, CXCursor cursor)
{
	uint32_t file;
	unsigned offset;

	if (builder->next_use == builder->last_use)
		return;
	if (locate(builder->reading,
		    clang_getRangeStart(clang_getCursorExtent(cursor)), &file,
		    &offset) &&
		file == builder->file)
		markers_to(builder, offset);
}

void markers_skip(struct builder *builder, CXCursor cursor)
{
	uint32_t file;
	unsigned end;

	if (!locate(builder->reading,
		    clang_getRangeEnd(clang_getCursorExtent(cursor)), &file,
		    &end) ||
		file != builder->file)
		return;
	markers_before(builder, cursor);
	builder->next_use = first_use_from(builder->reading, file, end);
}

/* ---- the body ---------------------------------------------------------- */

/* Blocks in the order they were made, their events behind one another. */
static void finish(struct builder *builder)
{
	struct arena *arena = &builder->reading->facts->drafts;
	struct body *body = builder->body;

	for (uint32_t i = 0; i < builder->blocks.count; i++) {
		struct pending_block *pending = &builder->blocks.items[i];

		pending->block.first = body->order.count;
		pending->block.count = pending->events.count;
		for (uint32_t k = 0; k < pending->events.count; k++)
			*vec_add(arena, &body->order) =
				pending->events.items[k];
		*vec_add(arena, &body->blocks) = pending->block;
	}
}

/* No more than declarations.c found: facts index what is there. */
static void add_parameter(
	struct builder *builder, CXCursor parameter, uint32_t index)
{
	struct reading *reading = builder->reading;

	if (index < builder->function->parameters.count)
		map_set(&reading->scratch, &builder->parameter_by_usr,
			take_string(reading, clang_getCursorUSR(parameter)),
			index);
}

struct parameters {
	struct builder *builder;
	uint32_t count;
};

static enum CXChildVisitResult visit_parameter(
	CXCursor child, CXCursor parent, CXClientData data)
{
	struct parameters *parameters = data;

	(void)parent;
	if (clang_getCursorKind(child) == CXCursor_ParmDecl)
		add_parameter(
			parameters->builder, child, parameters->count++);
	return CXChildVisit_Continue;
}

/* A template and a lambda have no arguments, only children. */
static void read_parameters(struct builder *builder, CXCursor definition)
{
	struct parameters parameters = { builder, 0 };
	int count = clang_Cursor_getNumArguments(definition);

	for (int i = 0; i < count; i++)
		add_parameter(builder,
			clang_Cursor_getArgument(definition, (unsigned)i),
			(uint32_t)i);
	if (count < 0)
		clang_visitChildren(definition, visit_parameter, &parameters);
}

/* Where the statements start, behind the declarations. */
static struct span start_of_statements(
	struct builder *builder, CXCursor compound)
{
	struct cursor_list children = { 0 };
	struct span end = span_of(
		builder->reading, clang_getCursorExtent(compound));

	children_of(builder, compound, &children);
	for (uint32_t i = 0; i < children.list.count; i++)
		if (clang_getCursorKind(children.list.items[i]) !=
			CXCursor_DeclStmt)
			return span_of(builder->reading,
				clang_getCursorExtent(children.list.items[i]));
	end.start = end.end - 1;
	return end;
}

static void find_start(struct builder *builder, CXCursor compound)
{
	struct span start = start_of_statements(builder, compound);

	builder->body->start = place_of_span(builder->reading, start);
	if (start.file == builder->file)
		builder->body->lead = lead_place(builder->reading, start.file,
			builder->brace, start.start);
}

/* A base's initialiser: the constructor of this object, seen as a base. */
static void initialise_base(struct builder *builder, CXCursor initialiser)
{
	uint32_t object = this_object(builder);
	CXCursor inner = without_casts(builder, initialiser);
	uint32_t cleanups = builder->cleanups.count;

	if (clang_getCursorKind(inner) == CXCursor_CallExpr)
		read_call(builder, inner, object);
	else
		read_effects(builder, initialiser);
	end_scopes(builder, cleanups);
}

/* Constructor initialisers: the member's cursor, then its initialiser. */
static void read_children(struct builder *builder, CXCursor definition)
{
	struct cursor_list children = { 0 };
	uint32_t member = NONE, parameter = 0;
	bool has_arguments = clang_Cursor_getNumArguments(definition) >= 0;
	bool constructs =
		clang_getCursorKind(definition) == CXCursor_Constructor;
	CXType type = { 0 };

	children_of(builder, definition, &children);
	for (uint32_t i = 0; i < children.list.count; i++) {
		CXCursor child = children.list.items[i];
		enum CXCursorKind kind = clang_getCursorKind(child);

		if (kind == CXCursor_ParmDecl && !has_arguments) {
			/* a lambda's, and a template's */
			map_set(&builder->reading->scratch,
				&builder->parameter_by_usr,
				take_string(builder->reading,
					clang_getCursorUSR(child)),
				parameter++);
		} else if (kind == CXCursor_MemberRef) {
			CXCursor field = clang_getCursorReferenced(child);
			uint32_t object = this_object(builder);

			member = path_field(builder, object, field);
			type = clang_getCursorType(field);
		} else if (kind == CXCursor_CompoundStmt ||
			kind == CXCursor_CXXTryStmt) {
			if (kind == CXCursor_CompoundStmt)
				find_start(builder, child);
			read_statement(builder, child);
		} else if (clang_isExpression(kind) && member != NONE) {
			initialise_whole(builder, member, type, child);
			member = NONE;
		} else if (clang_isExpression(kind) && constructs) {
			initialise_base(builder, child);
		}
	}
}

/* The body between what the compiler puts before a constructor's and behind a
 * destructor's. */
static void read_lifetime(struct builder *builder, CXCursor definition)
{
	struct cleanup cleanup = { .from_file = builder->file, .to = UINT32_MAX,
		.object = NONE, .own_parts = definition };
	enum CXCursorKind kind = clang_getCursorKind(definition);

	if (kind == CXCursor_Constructor)
		construct_own_parts(builder, definition);
	if (kind == CXCursor_Destructor)
		*vec_add(&builder->reading->scratch, &builder->cleanups) =
			cleanup;
	read_children(builder, definition);
	if (builder->current != NONE)
		unwind_to(builder, 0);
}

/* Where the braces open: what stands before belongs to the declaration, and
 * in function-making macros to another function. */
static unsigned body_start(
	struct builder *builder, CXCursor definition, unsigned from)
{
	struct cursor_list children = { 0 };
	unsigned offset;
	uint32_t file;

	children_of(builder, definition, &children);
	for (uint32_t i = 0; i < children.list.count; i++)
		if (clang_getCursorKind(children.list.items[i]) ==
				CXCursor_CompoundStmt &&
			locate(builder->reading,
				clang_getRangeStart(clang_getCursorExtent(
					children.list.items[i])),
				&file, &offset) &&
			file == builder->file)
			return offset;
	return from;
}

void body_read(struct reading *reading, struct function *function,
	CXCursor definition)
{
	CXSourceRange extent = range_of(definition);
	struct builder builder = { .reading = reading, .function = function };
	unsigned from = 0, to = 0, start;
	uint32_t file = 0;

	builder.on_break.block = builder.on_continue.block = NONE;
	builder.on_leave.block = builder.handler.block = NONE;
	builder.body = arena_alloc(&reading->facts->drafts, sizeof(struct body));
	function->body = builder.body;
	if (!locate(reading, clang_getRangeStart(extent), &builder.file,
		    &from) ||
		!locate(reading, clang_getRangeEnd(extent), &file, &to) ||
		file != builder.file || to < from)
		to = from;
	start = builder.brace = body_start(&builder, definition, from);
	builder.next_use = first_use_from(reading, builder.file, start);
	builder.last_use = first_use_from(reading, builder.file, to);
	read_parameters(&builder, definition);
	builder.current = new_block(&builder);
	markers_to(&builder, start + 1); /* a macro that brings the brace */
	builder.body->end = place_of_offsets(
		reading, builder.file, to > from ? to - 1 : from, to);
	read_lifetime(&builder, definition);
	if (builder.current != NONE) {
		markers_to(&builder, to);
		end_block(&builder, EXIT_RETURN, no_operand(),
			builder.body->end);
	}
	finish(&builder);
}
