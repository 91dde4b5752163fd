/*
 * The text form of facts. The law is: what is written, read and written again
 * is the same bytes. It is held to facts that were made by hand and use every
 * field and every enumerator, to each field of the form's tables on its own,
 * and to whatever the reader accepts among damaged texts.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts/text.h"
#include "facts/text_form.h"

Suite *facts_text_suite(void);

/* ---- writing to memory -------------------------------------------------- */

struct text {
	char *bytes;
	size_t size;
};

/* The text of facts, followed by a NUL that is not counted. */
static struct text text_of(const struct facts *facts)
{
	FILE *file = tmpfile();
	struct text text;
	int64_t size;

	ck_assert_ptr_nonnull(file);
	facts_write(facts, file);
	size = (int64_t)ftell(file);
	ck_assert_int_ge(size, 0);
	rewind(file);
	text.size = (size_t)size;
	text.bytes = calloc(1, text.size + 1);
	ck_assert_ptr_nonnull(text.bytes);
	ck_assert_uint_eq(fread(text.bytes, 1, text.size, file), text.size);
	fclose(file);
	return text;
}

static void read_text(struct facts *facts, struct text text)
{
	const char *error;

	if (!facts_read(facts, "x.paf", text.bytes, text.size, &error))
		ck_abort_msg("refused: %s", error);
	ck_assert_ptr_null(error);
}

/* Shows the first line that differs; whole texts are too long to show. */
static void check_same(const char *expected, const char *actual)
{
	const char *line = expected;
	size_t same = 0;
	int number = 1;

	while (expected[same] && expected[same] == actual[same])
		if (expected[same++] == '\n') {
			line = expected + same;
			number++;
		}
	if (expected[same] || actual[same])
		ck_abort_msg("line %d: expected\n%.*s\nbut got\n%.*s", number,
			(int)strcspn(line, "\n"), line,
			(int)strcspn(actual + (line - expected), "\n"),
			actual + (line - expected));
}

/* Writes, reads, writes: the law. The facts that were read are the caller's. */
static void check_law(const struct facts *facts, struct facts *again)
{
	struct text first = text_of(facts), second;

	read_text(again, first);
	second = text_of(again);
	check_same(first.bytes, second.bytes);
	ck_assert_uint_eq(first.size, second.size);
	free(first.bytes);
	free(second.bytes);
}

/* ---- facts that use everything ------------------------------------------ */

#define ADD(facts, vec) vec_add(&(facts)->arena, vec)

static struct place at(struct facts *facts, uint32_t line)
{
	return (struct place){facts->files.items[0].path, line, 2, line, 9};
}

static const char *name(struct facts *facts, const char *text)
{
	return intern(&facts->names, text);
}

static void add_symbol(
	struct facts *facts, const char *symbol, const char *usr, bool function)
{
	*ADD(facts, &facts->symbols) = (struct symbol){
		.name = name(facts, symbol), .usr = name(facts, usr),
		.is_function = function, .system = function,
		.external = true, .noreturn = function};
}

static void add_directives(struct facts *facts)
{
	struct directive *directive;

	for (int kind = 0; directive_words[kind]; kind++) {
		directive = ADD(facts, &facts->directives);
		directive->kind = (enum directive_kind)kind;
		directive->place = at(facts, 10 + (uint32_t)kind);
		directive->section = name(facts, "PAGE");
	}
	*ADD(facts, &facts->directives.items[0].names) = (struct alloc_name){
		name(facts, "Start"), at(facts, 10), true, true, true };
	*ADD(facts, &facts->directives.items[0].names) =
		(struct alloc_name){ .name = name(facts, NULL) };
	directive = &facts->directives.items[DIRECTIVE_SEGMENT];
	directive->segment = SEGMENT_BSS;
	directive->action = SEGMENT_PUSH;
	directive->label = name(facts, "in the way");
	directive->left_open = directive->in_header = true;
	directive->own_line = true;
	directive->name_place = at(facts, 11);
	directive->close = at(facts, 19);
	directive = &facts->directives.items[DIRECTIVE_ATTRIBUTE];
	directive->segment = SEGMENT_CONST;
	directive->section = NULL;
	directive->macro = name(facts, "PAGED_DATA");
	directive->in_function = true;
	facts->directives.items[DIRECTIVE_SECTION].attributes =
		name(facts, "read, write");
}

static void add_claims(struct facts *facts, struct function *function)
{
	for (int by = 0; placed_words[by]; by++)
		*ADD(facts, &function->claims) = (struct claim){
			.by = (enum placed_by)by,
			.section = by ? name(facts, "PAGE") : NULL,
			.directive = by ? (uint32_t)by % 4 : NONE,
			.place = at(facts, 20)};
}

static void add_path(struct facts *facts, struct body *body,
	enum path_root root, uint32_t index, const char *steps)
{
	*ADD(facts, &body->paths) = (struct path){
		.root = root, .index = index, .steps = name(facts, steps)};
}

static void add_paths(struct facts *facts, struct body *body)
{
	add_path(facts, body, ROOT_UNKNOWN, 0, "*");
	add_path(facts, body, ROOT_LOCAL, 1, "");
	add_path(facts, body, ROOT_PARAMETER, 0, "->Lock");
	add_path(facts, body, ROOT_GLOBAL, 1, "[3].Start");
	add_path(facts, body, ROOT_GLOBAL, 2, "->f");
	add_path(facts, body, ROOT_GLOBAL, 3, "");
	add_path(facts, body, ROOT_THIS, 0, "->f");
	add_path(facts, body, ROOT_RESULT, 0, "->Flags");
	add_path(facts, body, ROOT_LOCAL, 1, "");
	add_path(facts, body, ROOT_LOCAL, 1, ".(anonymous \"u\"), 1");
	add_path(facts, body, ROOT_LOCAL, 1, "!8");
	body->paths.items[2].text = name(facts, "ext->Lock");
	body->paths.items[2].record = name(facts, "EXT");
	body->paths.items[2].field = name(facts, "Lock");
	body->paths.items[2].type = name(facts, "struct _KSPIN_LOCK *");
}

static struct operand operand(
	enum operand_kind kind, uint32_t index, int64_t constant)
{
	return (struct operand){kind, index, constant};
}

static struct event *add_event(
	struct facts *facts, struct body *body, enum event_kind kind)
{
	struct event *event = ADD(facts, &body->events);

	event->kind = kind;
	event->object = event->path = NONE;
	event->place = at(facts, 30 + body->events.count);
	return event;
}

static void add_calls(struct facts *facts, struct body *body)
{
	struct event *event = add_event(facts, body, EVENT_CALL);

	event->callee = operand(OPERAND_FUNCTION, 0, 0);
	for (int kind = 0; operand_words[kind]; kind++)
		*ADD(facts, &event->arguments) =
			operand((enum operand_kind)kind, 0, -kind);
	event->macro = name(facts, "Acquire");
	event->is_implicit = true;
	event = add_event(facts, body, EVENT_CALL);
	event->callee = operand(OPERAND_PATH, 2, 0);
	event->object = 6;
	event->is_virtual = true;
	event = add_event(facts, body, EVENT_CALL);
	event->callee = operand(OPERAND_FUNCTION, 2, 0);
	event = add_event(facts, body, EVENT_CALL);
	event->callee = operand(OPERAND_UNKNOWN, 0, 0);
}

static void add_events(struct facts *facts, struct body *body)
{
	struct test *claim;
	struct event *event;

	add_calls(facts, body);
	event = add_event(facts, body, EVENT_ASSIGN);
	event->path = 10;
	event->value = operand(OPERAND_CONSTANT, 0, INT64_MIN);
	event = add_event(facts, body, EVENT_READ);
	event->path = 3;
	event = add_event(facts, body, EVENT_ADDRESS);
	event->value = operand(OPERAND_ADDRESS, 9, 0);
	event = add_event(facts, body, EVENT_ADDRESS);
	event->value = operand(OPERAND_FUNCTION, 3, 0);
	for (int marker = 0; marker_words[marker]; marker++) {
		event = add_event(facts, body, EVENT_MARKER);
		event->marker = (enum marker)marker;
		event->is_conditional = marker > 0;
		event->is_statement = event->has_line = !marker;
	}
	claim = arena_alloc(&facts->arena, sizeof(*claim));
	claim->kind = TEST_LESS_EQUAL;
	claim->left = operand(OPERAND_RESULT, 0, 0);
	claim->right = operand(OPERAND_CONSTANT, 0, INT64_MAX);
	event->claim = claim;
	event->value = operand(OPERAND_CONSTANT, 0, 2);
	event->text = name(facts, "tab\there, \x01, \xc3\xa9 and \xff");
}

/* A block with the events from `first` up to `end`. */
static struct block *add_block(struct facts *facts, struct body *body,
	enum exit_kind exit, uint32_t first, uint32_t end)
{
	struct block *block = ADD(facts, &body->blocks);

	block->exit = exit;
	block->first = body->order.count;
	block->count = end - first;
	for (uint32_t i = first; i < end; i++)
		*ADD(facts, &body->order) = i;
	return block;
}

static void add_successors(
	struct facts *facts, struct block *block, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		*ADD(facts, &block->successors) = i;
}

static void add_blocks(struct facts *facts, struct body *body)
{
	struct block *block = add_block(facts, body, EXIT_JUMP, 4, 8);

	add_successors(facts, block, 1);
	block = add_block(facts, body, EXIT_SWITCH, 0, 2);
	add_successors(facts, block, 3);
	*ADD(facts, &block->cases) = -1;
	*ADD(facts, &block->cases) = 7;
	block->test.left = operand(OPERAND_PATH, 1, 0);
	block->place = at(facts, 60);
	block = add_block(facts, body, EXIT_RETURN, 1, 3);
	block->test.left = operand(OPERAND_RESULT, 2, 0);
	add_block(facts, body, EXIT_NORETURN, 8, 11);
	for (int test = 0; test_words[test]; test++) {
		block = add_block(facts, body, EXIT_BRANCH, 0, 0);
		add_successors(facts, block, 2);
		block->test.kind = (enum test_kind)test;
		block->test.left = operand(OPERAND_PATH, 5, 0);
	}
}

static struct body *new_body(struct facts *facts)
{
	struct body *body = arena_alloc(&facts->arena, sizeof(*body));

	*ADD(facts, &body->locals) = (struct local){
		name(facts, "irql"), name(facts, "unsigned char"), true};
	*ADD(facts, &body->locals) = (struct local){NULL, NULL, false};
	add_paths(facts, body);
	add_events(facts, body);
	add_blocks(facts, body);
	body->lead = at(facts, 69);
	body->end = at(facts, 70);
	body->lost_statements = 3;
	body->first_lost = at(facts, 71);
	body->lost_reason = name(facts, "unknown type 'X'");
	return body;
}

static void add_function(struct facts *facts)
{
	struct function *function = ADD(facts, &facts->functions);

	*function = (struct function){.usr = name(facts, "c:@F@Start#"),
		.name = name(facts, "Queue::operator()"),
		.signature = name(facts, "void (struct EXT *)"),
		.class_name = name(facts, "Queue"), .place = at(facts, 4),
		.extent = at(facts, 5), .defined = true, .external = true,
		.c_linkage = true, .declared = true, .in_class = true, .is_template = true,
		.is_lambda = true, .is_virtual = true, .is_special = true,
		.in_header = true, .inlining = INLINE_FORCED};
	*ADD(facts, &function->parameters) = (struct parameter){
		name(facts, "ext"), name(facts, "struct EXT *")};
	*ADD(facts, &function->parameters) = (struct parameter){
		name(facts, ""), name(facts, "int")};
	add_claims(facts, function);
	*ADD(facts, &function->annotations) = (struct annotation){
		name(facts, "_IRQL_requires_max_(APC_LEVEL)"), NONE,
		at(facts, 3)};
	*ADD(facts, &function->annotations) = (struct annotation){
		name(facts, "_In_"), 1, at(facts, 3)};
	*ADD(facts, &function->role_types) = name(facts, "DRIVER_DISPATCH");
	*ADD(facts, &function->overrides) = name(facts, "c:@S@Base@F@f#");
	function->body = new_body(facts);
	ADD(facts, &facts->functions)->name = name(facts, "OnlyDeclared");
}

static void add_rest(struct facts *facts)
{
	struct variable *variable = ADD(facts, &facts->variables);

	*variable = (struct variable){.usr = name(facts, "c:@Table"),
		.name = name(facts, "Table"), .type = name(facts, "int[3]"),
		.function = name(facts, "Start"), .place = at(facts, 80),
		.size = 12, .defined = true, .external = true,
		.is_const = true, .initialised = true, .zero = true,
		.in_header = true, .missed = 1,
		.object = name(facts, "KEVENT")};
	*ADD(facts, &variable->claims) = (struct claim){PLACED_BY_SEGMENT,
		name(facts, ".bss"), 1, at(facts, 80)};
	*ADD(facts, &facts->variables) = (struct variable){.size = -1,
		.missed = NONE};
	ADD(facts, &facts->records)->name = name(facts, "struct EXT");
	*ADD(facts, &facts->records.items[0].members) = (struct member){
		name(facts, "Lock"), name(facts, "KSPIN_LOCK")};
	*ADD(facts, &facts->fills) = (struct fill){.variable = 1,
		.function = 0, .steps = name(facts, "[3].Start"),
		.record = name(facts, "TABLE"), .field = name(facts, "Start"),
		.place = {name(facts, "not/in the table.h"), 1, 2, 3, 4}};
	*ADD(facts, &facts->fills) = (struct fill){.variable = 1,
		.function = NONE, .table = NONE, .constant = -3};
	for (int kind = 0; notice_words[kind]; kind++)
		*ADD(facts, &facts->notices) = (struct notice){
			(enum notice_kind)kind, at(facts, 90),
			name(facts, "what was not seen")};
}

static void everything(struct facts *facts)
{
	facts_init(facts, "src/start.c");
	facts->cxx = facts->parsed = true;
	*ADD(facts, &facts->files) =
		(struct source_file){name(facts, "src/start.c"), false};
	*ADD(facts, &facts->files) =
		(struct source_file){name(facts, "kit/wdm.h"), true};
	add_symbol(facts, "KeAcquireSpinLock", "c:@F@KeAcquireSpinLock", true);
	add_symbol(facts, "Table", "c:@Table", false);
	add_symbol(facts, "operator new", "c:@F@operator new#l#", true);
	add_symbol(facts, "operator new", "c:@F@operator new#i#", true);
	add_symbol(facts, NULL, NULL, false);
	add_directives(facts);
	add_function(facts);
	add_rest(facts);
}

/* What the above looks like: a look at the form, and a guard on its words. */
static const char everything_text[] =
	"pageaudit-facts 3\n"
	"unit \"src/start.c\" cxx parsed\n"
	"file 0 \"src/start.c\"\n"
	"file 1 \"kit/wdm.h\" system\n"
	"symbol KeAcquireSpinLock function system external noreturn usr "
	    "\"c:@F@KeAcquireSpinLock\"\n"
	"symbol Table external usr \"c:@Table\"\n"
	"symbol \"operator new\" function system external noreturn usr "
	    "\"c:@F@operator new#l#\"\n"
	"symbol \"operator new\"#3 function system external noreturn usr "
	    "\"c:@F@operator new#i#\"\n"
	"symbol - external\n"
	"directive 0 alloc_text @0:10:2-10:9 section PAGE\n"
	"  name Start @0:10:2-10:9 declared late lost\n"
	"  name -\n"
	"directive 1 segment bss push @0:11:2-11:9 section_at 0:11:2-11:9 "
	    "close 0:19:2-19:9 section PAGE label \"in the way\" own_line "
	    "in_header left_open\n"
	"directive 2 section @0:12:2-12:9 section PAGE attributes \"read, "
	    "write\"\n"
	"directive 3 attribute const @0:13:2-13:9 macro PAGED_DATA "
	    "in_function\n"
	"directive 4 linker @0:14:2-14:9 section PAGE\n"
	"function \"Queue::operator()\" usr \"c:@F@Start#\" signature "
	    "\"void (struct EXT *)\" class Queue @0:4:2-4:9 extent 0:5:2-5:9 "
	    "defined external c_linkage declared in_class template lambda virtual "
	    "special in_header inline forced\n"
	"  parameter ext type \"struct EXT *\"\n"
	"  parameter \"\" type int\n"
	"  claim nobody @0:20:2-20:9\n"
	"  claim segment section PAGE directive 1 @0:20:2-20:9\n"
	"  claim alloc_text section PAGE directive 2 @0:20:2-20:9\n"
	"  claim class section PAGE directive 3 @0:20:2-20:9\n"
	"  claim attribute section PAGE directive 0 @0:20:2-20:9\n"
	"  claim caller section PAGE directive 1 @0:20:2-20:9\n"
	"  annotation \"_IRQL_requires_max_(APC_LEVEL)\" @0:3:2-3:9\n"
	"  annotation _In_ parameter 1 @0:3:2-3:9\n"
	"  role DRIVER_DISPATCH\n"
	"  override \"c:@S@Base@F@f#\"\n"
	"  body lead 0:69:2-69:9 end 0:70:2-70:9 lost 3 first_lost 0:71:2-71:9 lost_reason "
	    "\"unknown type 'X'\"\n"
	"  local irql type \"unsigned char\" static\n"
	"  local -\n"
	"  path unknown*\n"
	"  path l1\n"
	"  path p0->Lock text \"ext->Lock\" record EXT field Lock type "
	    "\"struct _KSPIN_LOCK *\"\n"
	"  path $Table[3].Start\n"
	"  path $\"operator new\"->f\n"
	"  path $\"operator new\"#3\n"
	"  path this->f\n"
	"  path e0->Flags\n"
	"  path l1!8\n"
	"  path l1\".(anonymous \\\"u\\\"), 1\"\n"
	"  path l1\"!8\"\n"
	"  b0:\n"
	"    e4 assign l1\"!8\" = -9223372036854775808 @0:35:2-35:9\n"
	"    e5 read $Table[3].Start @0:36:2-36:9\n"
	"    e6 address &l1\".(anonymous \\\"u\\\"), 1\" @0:37:2-37:9\n"
	"    e7 address function \"operator new\"#3 @0:38:2-38:9\n"
	"    jump -> b0\n"
	"  b1:\n"
	"    e0 call KeAcquireSpinLock(?, -1, \"\", function "
	    "KeAcquireSpinLock, unknown*, &unknown*, result e0) @0:31:2-31:9 "
	    "implicit macro Acquire\n"
	"    e1 call through p0->Lock() object this->f @0:32:2-32:9 virtual\n"
	"    switch l1 -> -1:b0 7:b1 b2 @0:60:2-60:9\n"
	"  b2:\n"
	"    e1 again\n"
	"    e2 call \"operator new\"() @0:33:2-33:9\n"
	"    return result e2\n"
	"  b3:\n"
	"    e8 marker paged_code @0:39:2-39:9 statement line\n"
	"    e9 marker paged_code_locked @0:40:2-40:9 conditional\n"
	"    e10 marker assume result e0 <= 9223372036854775807 level 2 "
	    "@0:41:2-41:9 conditional text \"tab\\there, \\x01, é and \\xff\"\n"
	"    noreturn\n"
	"  b4:\n"
	"    branch $\"operator new\"#3 ?\? ? -> b0 b1\n"
	"  b5:\n"
	"    branch $\"operator new\"#3 == ? -> b0 b1\n"
	"  b6:\n"
	"    branch $\"operator new\"#3 != ? -> b0 b1\n"
	"  b7:\n"
	"    branch $\"operator new\"#3 < ? -> b0 b1\n"
	"  b8:\n"
	"    branch $\"operator new\"#3 <= ? -> b0 b1\n"
	"  b9:\n"
	"    branch $\"operator new\"#3 > ? -> b0 b1\n"
	"  b10:\n"
	"    branch $\"operator new\"#3 >= ? -> b0 b1\n"
	"  b11:\n"
	"    branch $\"operator new\"#3 & ? -> b0 b1\n"
	"  unplaced:\n"
	"    e3 call through ?() @0:34:2-34:9\n"
	"function OnlyDeclared\n"
	"variable Table usr \"c:@Table\" type \"int[3]\" function Start "
	    "@0:80:2-80:9 size 12 defined external const initialised zero "
	    "in_header missed 1 object KEVENT\n"
	"  claim segment section \".bss\" directive 1 @0:80:2-80:9\n"
	"variable -\n"
	"record \"struct EXT\"\n"
	"  member Lock object KSPIN_LOCK\n"
	"fill Table \"[3].Start\" = function KeAcquireSpinLock record "
	    "TABLE field Start @\"not/in the table.h\":1:2-3:4\n"
	"fill Table - = -3\n"
	"notice source_not_analysed @0:90:2-90:9 message \"what was not "
	    "seen\"\n"
	"notice body_incomplete @0:90:2-90:9 message \"what was not seen\"\n"
	"notice header_not_found @0:90:2-90:9 message \"what was not seen\"\n"
	"notice unknown_callee @0:90:2-90:9 message \"what was not seen\"\n"
	"notice user_mode @0:90:2-90:9 message \"what was not seen\"\n"
	"end\n";

START_TEST(everything_is_written_and_read)
{
	struct facts facts, again;
	struct text text;

	everything(&facts);
	text = text_of(&facts);
	check_same(everything_text, text.bytes);
	check_law(&facts, &again);
	free(text.bytes);
	facts_release(&facts);
	facts_release(&again);
}
END_TEST

/* ---- what was read ------------------------------------------------------ */

START_TEST(what_is_read_is_what_was_written)
{
	struct facts facts, again;
	const struct body *body;
	const struct event *event;

	everything(&facts);
	check_law(&facts, &again);
	body = again.functions.items[0].body;
	ck_assert_uint_eq(body->events.count, 11);
	for (uint32_t i = 0; i < body->events.count; i++)
		ck_assert_int_eq(body->events.items[i].kind,
			facts.functions.items[0].body->events.items[i].kind);
	event = &body->events.items[0];
	ck_assert_uint_eq(event->arguments.count, 7);
	for (uint32_t i = 0; i < event->arguments.count; i++)
		ck_assert_uint_eq(event->arguments.items[i].kind, i);
	ck_assert_uint_eq(event->object, NONE);
	ck_assert_uint_eq(event->path, NONE);
	event = &body->events.items[4];
	ck_assert_uint_eq(event->path, 10);
	ck_assert_int_eq(event->value.constant, INT64_MIN);
	event = &body->events.items[10];
	ck_assert_str_eq(
		event->text, "tab\there, \x01, \xc3\xa9 and \xff");
	ck_assert_int_eq(event->claim->right.constant, INT64_MAX);
	ck_assert_uint_eq(body->blocks.items[1].first, 4);
	ck_assert_uint_eq(body->order.items[6], 1);
	ck_assert_ptr_eq(again.functions.items[0].claims.items[1].section,
		again.directives.items[0].section);
	ck_assert_ptr_eq(event->place.file, again.files.items[0].path);
	facts_release(&facts);
	facts_release(&again);
}
END_TEST

START_TEST(nothing_is_written_and_read)
{
	struct facts facts, again;
	struct text text;

	facts_init(&facts, NULL);
	text = text_of(&facts);
	ck_assert_str_eq(text.bytes, "pageaudit-facts 3\nunit -\nend\n");
	check_law(&facts, &again);
	free(text.bytes);
	facts_release(&facts);
	facts_release(&again);
}
END_TEST

/* ---- every field on its own --------------------------------------------- */

struct table {
	const char *what;
	const struct field *fields;
	void *(*record)(struct facts *facts);
};

static void *the_unit(struct facts *facts)
{
	return facts;
}

#define RECORD(function, expression)                                           \
	static void *function(struct facts *facts)                             \
	{                                                                      \
		return &(expression);                                          \
	}

#define THE_FUNCTION facts->functions.items[0]
#define THE_BODY THE_FUNCTION.body[0]

RECORD(the_file, facts->files.items[0])
RECORD(the_symbol, facts->symbols.items[0])
RECORD(the_directive, facts->directives.items[0])
RECORD(the_claim, THE_FUNCTION.claims.items[0])
RECORD(the_parameter, THE_FUNCTION.parameters.items[0])
RECORD(the_annotation, THE_FUNCTION.annotations.items[0])
RECORD(the_function, THE_FUNCTION)
RECORD(the_variable, facts->variables.items[0])
RECORD(the_fill, facts->fills.items[0])
RECORD(the_notice, facts->notices.items[0])
RECORD(the_body, THE_BODY)
RECORD(the_local, THE_BODY.locals.items[0])
RECORD(the_path, THE_BODY.paths.items[0])
RECORD(the_event, THE_BODY.events.items[0])
RECORD(the_block, THE_BODY.blocks.items[0])

static const struct table tables[] = {
	{"unit", unit_fields, the_unit},
	{"file", file_fields, the_file},
	{"symbol", symbol_fields, the_symbol},
	{"directive", directive_fields, the_directive},
	{"claim", claim_fields, the_claim},
	{"parameter", parameter_fields, the_parameter},
	{"annotation", annotation_fields, the_annotation},
	{"function", function_fields, the_function},
	{"variable", variable_fields, the_variable},
	{"fill", fill_fields, the_fill},
	{"notice", notice_fields, the_notice},
	{"body", body_fields, the_body},
	{"local", local_fields, the_local},
	{"path", path_fields, the_path},
	{"event", event_fields, the_event},
	{"block", block_fields, the_block},
};

/* Gives a field another value than it has. */
static void change(
	struct facts *facts, const struct field *field, void *record)
{
	void *at_field = (char *)record + field->offset;

	switch (field->kind) {
	case FIELD_FLAG:
		*(bool *)at_field = !*(bool *)at_field;
		break;
	case FIELD_STRING:
		*(const char **)at_field = name(facts, "another \"value\"");
		break;
	case FIELD_PLACE:
		*(struct place *)at_field = (struct place){
			facts->files.items[1].path, 101, 102, 103, 104};
		break;
	case FIELD_INDEX:
		*(uint32_t *)at_field = *(uint32_t *)at_field ? 0 : 1;
		break;
	case FIELD_COUNT:
		*(uint32_t *)at_field += 1;
		break;
	case FIELD_SIZE:
		*(int64_t *)at_field += INT64_C(1) << 40;
		break;
	case FIELD_WORD:
		memcpy(at_field, &(unsigned){1}, sizeof(unsigned));
		break;
	}
}

static void check_field(const struct table *table, const struct field *field,
	const char *before)
{
	struct facts facts, again;
	struct text text;

	everything(&facts);
	change(&facts, field, table->record(&facts));
	text = text_of(&facts);
	if (!strcmp(text.bytes, before))
		ck_abort_msg("%s does not show '%s'", table->what, field->word);
	check_law(&facts, &again);
	free(text.bytes);
	facts_release(&facts);
	facts_release(&again);
}

START_TEST(every_field_is_seen_in_the_text)
{
	const struct table *table = &tables[_i];
	struct facts facts;
	struct text before;

	everything(&facts);
	before = text_of(&facts);
	for (uint32_t i = 0; table->fields[i].word; i++)
		check_field(table, &table->fields[i], before.bytes);
	free(before.bytes);
	facts_release(&facts);
}
END_TEST

/* Words of one line must differ, or one of them could not be read. */
START_TEST(words_of_a_line_differ)
{
	const struct field *fields = tables[_i].fields;

	for (uint32_t i = 0; fields[i].word; i++) {
		ck_assert_uint_lt(i, 32);
		for (uint32_t k = 0; k < i; k++)
			ck_assert_str_ne(fields[i].word, fields[k].word);
	}
}
END_TEST

static const char *const *const word_tables[] = {
	segment_words, action_words, directive_words, placed_words,
	event_words, marker_words, test_words, exit_words, inline_words,
	notice_words,
};

START_TEST(words_of_an_enum_differ)
{
	const char *const *words = word_tables[_i];

	for (uint32_t i = 0; words[i]; i++)
		for (uint32_t k = 0; k < i; k++)
			ck_assert_str_ne(words[i], words[k]);
}
END_TEST

/* Flips through the enumerators that `everything` does not use. */
START_TEST(every_enumerator_is_read)
{
	for (uint32_t i = 0; segment_words[i]; i++)
		for (uint32_t k = 0; action_words[k]; k++) {
			struct facts facts, again;
			struct directive *directive;

			everything(&facts);
			directive = &facts.directives.items[DIRECTIVE_SEGMENT];
			directive->segment = (enum segment)i;
			directive->action = (enum segment_action)k;
			facts.functions.items[0].inlining =
				(enum inline_kind)i;
			check_law(&facts, &again);
			directive = &again.directives.items[DIRECTIVE_SEGMENT];
			ck_assert_uint_eq(directive->segment, i);
			ck_assert_uint_eq(directive->action, k);
			ck_assert_uint_eq(
				again.functions.items[0].inlining, i);
			facts_release(&facts);
			facts_release(&again);
		}
}
END_TEST

/* ---- mistakes ----------------------------------------------------------- */

#define HEAD "pageaudit-facts 3\nunit \"a.c\" parsed\n"
#define BODY                                                                   \
	HEAD "symbol f function\nfunction f defined\n"                         \
	     "  parameter p\n  body\n  local l\n  path p0->x\n"

static const struct mistake {
	const char *text, *error;
} mistakes[] = {
	{"", "x.paf:1: expected 'pageaudit-facts 3'"},
	{"\x7f" "ELF\n", "x.paf:1: expected 'pageaudit-facts 3'"},
	{"pageaudit-facts 1\nunit a\nend\n",
		"x.paf:1: written by another version: run pageaudit facts"},
	{"pageaudit-facts 99999999999\n", "x.paf:1: written by another"},
	{"pageaudit-facts 3\r\n", "x.paf:1: expected the end of the line"},
	{"pageaudit-facts 3\n", "x.paf:2: expected an `end` line"},
	{"pageaudit-facts 3\nend\n", "x.paf:2: expected 'unit'"},
	{"pageaudit-facts 3\nunit a wide\nend\n",
		"x.paf:2: expected one of: cxx, parsed"},
	{"pageaudit-facts 3\nunit a cxx cxx\nend\n",
		"x.paf:2: expected 'cxx' only once"},
	{"pageaudit-facts 3\nunit a  cxx\nend\n", "x.paf:2: expected one of:"},
	{HEAD, "x.paf:3: expected an `end` line"},
	{HEAD "end", "x.paf:3: the file breaks off in this line"},
	{HEAD "end\nend\n", "x.paf:4: expected nothing behind"},
	{HEAD "end of it\n", "x.paf:3: expected the end of the line"},
	{HEAD "  end\n", "x.paf:3: expected one of: file, symbol"},
	{HEAD "\nend\n", "x.paf:3: expected one of: file, symbol"},
	{HEAD "table f\nend\n", "x.paf:3: expected one of: file, symbol"},
	{HEAD "file 1 a\nend\n", "x.paf:3: expected the number 0"},
	{HEAD "file x a\nend\n", "x.paf:3: expected a number"},
	{HEAD "file 4294967296 a\nend\n", "x.paf:3: expected a number up to"},
	{HEAD "file 0 -\nend\n", "x.paf:3: expected the path of a file"},
	{HEAD "file 0 \"a\nend\n", "x.paf:3: expected UTF-8"},
	{HEAD "file 0 \"a\\", "x.paf:3: the file breaks off"},
	{HEAD "file 0 \"a\\\nend\n", "x.paf:3: expected UTF-8"},
	{HEAD "file 0 \"\\x00\"\nend\n", "x.paf:3: expected UTF-8"},
	{HEAD "file 0 \"\\x1\nend\n", "x.paf:3: expected UTF-8"},
	{HEAD "file 0 \"\\q\"\nend\n", "x.paf:3: expected UTF-8"},
	{HEAD "file 0 \"\xed\xa0\x80\"\nend\n", "x.paf:3: expected UTF-8"},
	{HEAD "file 0 \"\xc0\xaf\"\nend\n", "x.paf:3: expected UTF-8"},
	{HEAD "file 0 \"\t\"\nend\n", "x.paf:3: expected UTF-8"},
	{HEAD "notice body_incomplete @0:1:1-1:2\nend\n",
		"x.paf:3: expected the number of a file above"},
	{HEAD "notice body_incomplete @\"a\":1:1\nend\n",
		"x.paf:3: expected '-'"},
	{HEAD "notice perhaps\nend\n",
		"x.paf:3: expected one of: source_not_analysed"},
	{HEAD "file 0 a @0:1:1-1:1\nend\n", "x.paf:3: expected one of: system"},
	{HEAD "symbol f\nsymbol f\nend\n", "x.paf:4: expected another name"},
	{HEAD "fill a - = 1\nend\n", "x.paf:3: expected a symbol that stands"},
	{HEAD "symbol a\nfill a - = function b\nend\n",
		"x.paf:4: expected a symbol that stands"},
	{HEAD "variable a size 9223372036854775808\nend\n",
		"x.paf:3: expected a number up to 9223372036854775807"},
	{HEAD "variable a\n  claim caller directive 0\nend\n",
		"x.paf:4: expected the number of a directive above"},
	{HEAD "variable a\n  name b\nend\n", "x.paf:4: expected one of: claim"},
	{HEAD "function f\n  annotation a parameter 0\nend\n",
		"x.paf:4: expected the number of a parameter above"},
	{HEAD "function f inline sometimes\nend\n",
		"x.paf:3: expected one of: no, hint, forced, never"},
	{HEAD "function f\n  body\nend\n", "x.paf:4: expected the block b0"},
	{BODY "  path p0->x\nend\n", "x.paf:9: expected another path"},
	{BODY "  path p0->x!2\nend\n", "x.paf:9: expected the number 1"},
	{BODY "  path p1\nend\n",
		"x.paf:9: expected the number of a parameter above"},
	{BODY "  path l1\nend\n",
		"x.paf:9: expected the number of a local above"},
	{BODY "  path $g\nend\n", "x.paf:9: expected a symbol that stands"},
	{BODY "  path e1\n  b0:\n    noreturn\nend\n",
		"x.paf:9: expected the number of an event of this body"},
	{BODY "  path x\nend\n", "x.paf:9: expected what a path starts from"},
	{BODY "  role r\nend\n", "x.paf:9: expected a local, a path, a block"},
	{BODY "  b1:\nend\n", "x.paf:9: expected the number 0"},
	{BODY "  b0:\nend\n", "x.paf:9: expected a line below"},
	{BODY "  b0:\n    jump -> b1\nend\n",
		"x.paf:10: expected the number of a block of this body"},
	{BODY "  b0:\n    jump\nend\n",
		"x.paf:10: expected -> and 1 successors"},
	{BODY "  b0:\n    jump -> 1:b0\nend\n", "x.paf:10: expected 'b'"},
	{BODY "  b0:\n    switch p0->x -> 1:b0\nend\n",
		"x.paf:10: expected -> and 2 successors"},
	{BODY "  b0:\n    switch p0->x -> b0 1:b0\nend\n",
		"x.paf:10: expected 'b'"},
	{BODY "  b0:\n    branch p0->x = 0 -> b0 b0\nend\n",
		"x.paf:10: expected one of: ??, =="},
	{BODY "  b0:\n    branch p0->y == 0 -> b0 b0\nend\n",
		"x.paf:10: expected a path that stands above"},
	{BODY "  b0:\n    return result e0\nend\n",
		"x.paf:10: expected the number of an event of this body"},
	{BODY "  b0:\n    e1 again\n    noreturn\nend\n",
		"x.paf:10: expected the number of an event of this body"},
	{BODY "  b0:\n    e4294967295 read p0->x\n    noreturn\nend\n",
		"x.paf:10: expected the number of an event of this body"},
	{BODY "  b0:\n    e0 read p0->x\n    noreturn\n"
	      "  unplaced:\n    e0 read p0->x\nend\n",
		"x.paf:13: expected an event number of its own"},
	{BODY "  b0:\n    noreturn\n    e0 read p0->x\nend\n",
		"x.paf:11: expected a local, a path, a block"},
	{BODY "  b0:\n    e0 call g()\n    noreturn\nend\n",
		"x.paf:10: expected a symbol that stands above"},
	{BODY "  b0:\n    e0 call f(1,2)\n    noreturn\nend\n",
		"x.paf:10: expected ', '"},
	{BODY "  b0:\n    e0 call f(\n    noreturn\nend\n",
		"x.paf:10: expected a path that stands above"},
	{BODY "  b0:\n    e0 write p0->x\n    noreturn\nend\n",
		"x.paf:10: expected one of: call, assign, read, address"},
	{BODY "  b0:\n    e0 assign p0->x = -9223372036854775809\nend\n",
		"x.paf:10: expected a number up to 9223372036854775808"},
	{BODY "  b0:\n    e0 marker assume 1 == 1\n    noreturn\nend\n",
		"x.paf:10: expected ' level '"},
};

START_TEST(mistakes_are_told_with_their_line)
{
	const struct mistake *mistake = &mistakes[_i];
	const char *error = NULL;
	struct facts facts;

	ck_assert(!facts_read(&facts, "x.paf", mistake->text,
		strlen(mistake->text), &error));
	ck_assert_ptr_nonnull(error);
	if (strncmp(error, mistake->error, strlen(mistake->error)))
		ck_abort_msg("'%s', not '%s', for:\n%s", error, mistake->error,
			mistake->text);
	facts_release(&facts);
}
END_TEST

/* A person may write what the writer would spell otherwise. */
START_TEST(other_spellings_are_read)
{
	static const char text[] = BODY "  path \"\"\n";
	static const char good[] =
		HEAD "symbol \"f\" usr \"u\" function\n"
		     "function \"f\" defined\n  parameter p\n  body\n"
		     "  path p0\"->x\"\n  b0:\n"
		     "    e1 read p0\"->x\"\n    e0 call \"f\"(-0)\n"
		     "    noreturn\nend\n";
	const struct body *body;
	const char *error;
	struct facts facts, again;

	ck_assert(!facts_read(&facts, "x", text, strlen(text), &error));
	facts_release(&facts);
	read_text(&facts, (struct text){(char *)good, strlen(good)});
	body = facts.functions.items[0].body;
	ck_assert_str_eq(body->paths.items[0].steps, "->x");
	ck_assert_int_eq(body->events.items[0].kind, EVENT_CALL);
	ck_assert_int_eq(body->events.items[1].kind, EVENT_READ);
	ck_assert_uint_eq(body->order.items[0], 1);
	check_law(&facts, &again);
	facts_release(&facts);
	facts_release(&again);
}
END_TEST

/* ---- damage ------------------------------------------------------------- */

enum { MUTATIONS = 6000 };

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* Overwrites, removes, repeats or swaps a few bytes; keeps the size or less. */
static void damage(struct text *text, uint32_t *state)
{
	static const char bytes[] = " \n\"\\:!#$@->&()0129bepl\x01\xff";
	size_t where = next_random(state) % text->size;
	size_t left = text->size - where;
	size_t length = 1 + next_random(state) % 8;
	char *from = text->bytes + where;

	length = length < left ? length : left;
	switch (next_random(state) % 5) {
	case 0:
		*from = bytes[next_random(state) % (sizeof(bytes) - 1)];
		break;
	case 1:
		*from = (char)next_random(state);
		break;
	case 2:
		memmove(from, from + length, left - length);
		text->size -= length;
		break;
	case 3:
		memmove(from, text->bytes + next_random(state) %
			(text->size - length + 1), length);
		break;
	case 4:
		if (next_random(state) % 16 == 0)
			text->size = where;
		break;
	}
}

/* Reads a damaged copy, of just its size, so that reading beyond it shows. */
static bool survives(const struct text *original, uint32_t *state)
{
	struct text text = {malloc(original->size), original->size};
	struct facts facts, again;
	const char *error = NULL;
	bool read;

	memcpy(text.bytes, original->bytes, original->size);
	for (uint32_t i = next_random(state) % 3 + 1; i && text.size; i--)
		damage(&text, state);
	text.bytes = realloc(text.bytes, text.size + !text.size);
	read = facts_read(&facts, "x.paf", text.bytes, text.size, &error);
	ck_assert(read == !error);
	if (read) {
		check_law(&facts, &again);
		facts_release(&again);
	} else {
		ck_assert_ptr_eq(strstr(error, "x.paf:"), error);
	}
	facts_release(&facts);
	free(text.bytes);
	return read;
}

START_TEST(damaged_texts_are_read_or_refused)
{
	uint32_t state = 0x9E3779B9u + (uint32_t)_i, read = 0;
	struct facts facts;
	struct text text;

	everything(&facts);
	text = text_of(&facts);
	for (int i = 0; i < MUTATIONS; i++)
		read += survives(&text, &state);
	/* Both ends are reached, or the damage teaches nothing. */
	ck_assert_uint_gt(read, MUTATIONS / 20);
	ck_assert_uint_lt(read, MUTATIONS - MUTATIONS / 20);
	free(text.bytes);
	facts_release(&facts);
}
END_TEST

START_TEST(broken_off_texts_are_refused)
{
	struct facts facts, again;
	const char *error;
	struct text text;

	everything(&facts);
	text = text_of(&facts);
	for (size_t size = 0; size < text.size; size++) {
		error = NULL;
		ck_assert(!facts_read(
			&again, "x.paf", text.bytes, size, &error));
		ck_assert_ptr_nonnull(error);
		facts_release(&again);
	}
	free(text.bytes);
	facts_release(&facts);
}
END_TEST

#define COUNT_OF(array) (int)(sizeof(array) / sizeof(*(array)))

Suite *facts_text_suite(void)
{
	Suite *suite = suite_create("facts_text");
	TCase *law = tcase_create("law"), *reader = tcase_create("reader");

	suite_add_tcase(suite, law);
	tcase_add_test(law, everything_is_written_and_read);
	tcase_add_test(law, what_is_read_is_what_was_written);
	tcase_add_test(law, nothing_is_written_and_read);
	tcase_add_loop_test(
		law, every_field_is_seen_in_the_text, 0, COUNT_OF(tables));
	tcase_add_loop_test(law, words_of_a_line_differ, 0, COUNT_OF(tables));
	tcase_add_loop_test(
		law, words_of_an_enum_differ, 0, COUNT_OF(word_tables));
	tcase_add_test(law, every_enumerator_is_read);

	suite_add_tcase(suite, reader);
	tcase_set_timeout(reader, 60);
	tcase_add_loop_test(reader, mistakes_are_told_with_their_line, 0,
		COUNT_OF(mistakes));
	tcase_add_test(reader, other_spellings_are_read);
	tcase_add_test(reader, damaged_texts_are_read_or_refused);
	tcase_add_test(reader, broken_off_texts_are_refused);
	return suite;
}
