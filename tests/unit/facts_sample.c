#include "facts_sample.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts/text.h"
#include "facts/text_form.h"

struct text text_of(const struct facts *facts)
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

void read_text(struct facts *facts, struct text text)
{
	const char *error;

	if (!facts_read(facts, "x.paf", text.bytes, text.size, &error))
		ck_abort_msg("refused: %s", error);
	ck_assert_ptr_null(error);
}

void check_same(const char *expected, const char *actual)
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

void check_law(const struct facts *facts, struct facts *again)
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
		(struct alloc_name){ .name = "" };
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

	*ADD(facts, &body->formulas) = (struct formula){OPERATION_AND,
		operand(OPERAND_PATH, 2, 0), operand(OPERAND_CONSTANT, 0, -5)};
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
	*ADD(facts, &body->locals) = (struct local){"", NULL, false};
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
	*ADD(facts, &facts->variables) = (struct variable){.name = "",
		.size = -1, .missed = NONE};
	ADD(facts, &facts->records)->name = name(facts, "struct EXT");
	*ADD(facts, &facts->records.items[0].members) = (struct member){
		name(facts, "Lock"), name(facts, "KSPIN_LOCK"), true};
	*ADD(facts, &facts->fills) = (struct fill){.variable = 1,
		.function = 0, .steps = name(facts, "[3].Start"),
		.record = name(facts, "TABLE"), .field = name(facts, "Start"),
		.place = {name(facts, "not/in the table.h"), 1, 2, 3, 4}};
	*ADD(facts, &facts->fills) = (struct fill){.variable = 1,
		.function = NONE, .table = NONE, .constant = -3, .steps = ""};
	for (int kind = 0; notice_words[kind]; kind++)
		*ADD(facts, &facts->notices) = (struct notice){
			(enum notice_kind)kind, at(facts, 90),
			name(facts, "what was not seen")};
}

void everything(struct facts *facts)
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
	add_symbol(facts, "", "", false);
	add_directives(facts);
	add_function(facts);
	add_rest(facts);
}

/* What the above looks like: a look at the form, and a guard on its words. */
const char everything_text[] =
	"pageaudit-facts 4\n"
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
	"symbol \"\" external\n"
	"directive 0 alloc_text @0:10:2-10:9 section PAGE\n"
	"  name Start @0:10:2-10:9 declared late lost\n"
	"  name \"\"\n"
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
	"  local \"\"\n"
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
	    "KeAcquireSpinLock, unknown*, &unknown*, result e0, "
	    "(p0->Lock & -5)) @0:31:2-31:9 "
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
	"variable \"\"\n"
	"record \"struct EXT\"\n"
	"  member Lock object KSPIN_LOCK behind\n"
	"fill Table \"[3].Start\" = function KeAcquireSpinLock record "
	    "TABLE field Start @\"not/in the table.h\":1:2-3:4\n"
	"fill Table \"\" = -3\n"
	"notice source_not_analysed @0:90:2-90:9 message \"what was not "
	    "seen\"\n"
	"notice body_incomplete @0:90:2-90:9 message \"what was not seen\"\n"
	"notice header_not_found @0:90:2-90:9 message \"what was not seen\"\n"
	"notice unknown_callee @0:90:2-90:9 message \"what was not seen\"\n"
	"notice user_mode @0:90:2-90:9 message \"what was not seen\"\n"
	"end\n";
