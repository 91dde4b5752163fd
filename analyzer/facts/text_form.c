/*
 * The tables of the text form, and which characters need no quotes. The order
 * of fields here is their order in a line. Changing a word changes the form:
 * raise FACTS_TEXT_VERSION.
 */
#include "facts/text_form.h"

#include "facts/facts.h"

/* ---- words -------------------------------------------------------------- */

const char *const segment_words[] = {
	[SEGMENT_CODE] = "code",
	[SEGMENT_DATA] = "data",
	[SEGMENT_BSS] = "bss",
	[SEGMENT_CONST] = "const",
	NULL,
};

const char *const action_words[] = {
	[SEGMENT_SET] = "set",
	[SEGMENT_PUSH] = "push",
	[SEGMENT_POP] = "pop",
	NULL,
};

const char *const directive_words[] = {
	[DIRECTIVE_ALLOC_TEXT] = "alloc_text",
	[DIRECTIVE_SEGMENT] = "segment",
	[DIRECTIVE_SECTION] = "section",
	[DIRECTIVE_ATTRIBUTE] = "attribute",
	[DIRECTIVE_LINKER] = "linker",
	NULL,
};

const char *const placed_words[] = {
	[PLACED_BY_NOBODY] = "nobody",
	[PLACED_BY_SEGMENT] = "segment",
	[PLACED_BY_ALLOC_TEXT] = "alloc_text",
	[PLACED_BY_CLASS] = "class",
	[PLACED_BY_ATTRIBUTE] = "attribute",
	[PLACED_BY_CALLER] = "caller",
	NULL,
};

const char *const root_words[] = {
	[ROOT_UNKNOWN] = "unknown",
	[ROOT_LOCAL] = "l",
	[ROOT_PARAMETER] = "p",
	[ROOT_GLOBAL] = "$",
	[ROOT_THIS] = "this",
	[ROOT_RESULT] = "e",
	NULL,
};

const char *const operand_words[] = {
	[OPERAND_UNKNOWN] = "?",
	[OPERAND_CONSTANT] = "",
	[OPERAND_STRING] = "\"\"",
	[OPERAND_FUNCTION] = "function ",
	[OPERAND_PATH] = "",
	[OPERAND_ADDRESS] = "&",
	[OPERAND_RESULT] = "result e",
	[OPERAND_FORMULA] = "(",
	NULL,
};

const char *const operation_words[] = {
	[OPERATION_ADD] = "+",
	[OPERATION_SUBTRACT] = "-",
	[OPERATION_MULTIPLY] = "*",
	[OPERATION_DIVIDE] = "/",
	[OPERATION_REMAINDER] = "%",
	[OPERATION_AND] = "&",
	[OPERATION_OR] = "|",
	[OPERATION_EXCLUSIVE_OR] = "^",
	[OPERATION_SHIFT_LEFT] = "<<",
	[OPERATION_SHIFT_RIGHT] = ">>",
	NULL,
};

const char *const event_words[] = {
	[EVENT_CALL] = "call",
	[EVENT_ASSIGN] = "assign",
	[EVENT_READ] = "read",
	[EVENT_ADDRESS] = "address",
	[EVENT_MARKER] = "marker",
	NULL,
};

const char *const marker_words[] = {
	[MARKER_PAGED_CODE] = "paged_code",
	[MARKER_PAGED_CODE_LOCKED] = "paged_code_locked",
	[MARKER_ASSUME] = "assume",
	NULL,
};

const char *const test_words[] = {
	[TEST_UNKNOWN] = "??",
	[TEST_EQUAL] = "==",
	[TEST_NOT_EQUAL] = "!=",
	[TEST_LESS] = "<",
	[TEST_LESS_EQUAL] = "<=",
	[TEST_GREATER] = ">",
	[TEST_GREATER_EQUAL] = ">=",
	[TEST_BITS] = "&",
	NULL,
};

const char *const exit_words[] = {
	[EXIT_JUMP] = "jump",
	[EXIT_BRANCH] = "branch",
	[EXIT_SWITCH] = "switch",
	[EXIT_RETURN] = "return",
	[EXIT_NORETURN] = "noreturn",
	NULL,
};

const char *const inline_words[] = {
	[INLINE_NO] = "no",
	[INLINE_HINT] = "hint",
	[INLINE_FORCED] = "forced",
	[INLINE_NEVER] = "never",
	NULL,
};

const char *const notice_words[] = {
	[NOTICE_SOURCE_NOT_ANALYSED] = "source_not_analysed",
	[NOTICE_BODY_INCOMPLETE] = "body_incomplete",
	[NOTICE_HEADER_NOT_FOUND] = "header_not_found",
	[NOTICE_UNKNOWN_CALLEE] = "unknown_callee",
	[NOTICE_USER_MODE] = "user_mode",
	NULL,
};

/* ---- fields ------------------------------------------------------------- */

#define FLAG(type, name) {#name, FIELD_FLAG, offsetof(struct type, name), NULL}
#define STRING(type, name)                                                     \
	{#name, FIELD_STRING, offsetof(struct type, name), NULL}
#define NAME(type, name) {#name, FIELD_NAME, offsetof(struct type, name), NULL}
#define FIELD(word, kind, type, name)                                          \
	{word, FIELD_##kind, offsetof(struct type, name), NULL}
#define MAIN_PLACE(type) FIELD("@", PLACE, type, place)
#define LAST {NULL, FIELD_FLAG, 0, NULL}

/* Fields of enumerators are moved as unsigned. */
_Static_assert(sizeof(enum inline_kind) == sizeof(unsigned), "enum size");

const struct field unit_fields[] = {
	FLAG(facts, cxx),
	FLAG(facts, parsed),
	LAST,
};

const struct field file_fields[] = {
	FLAG(source_file, system),
	LAST,
};

const struct field symbol_fields[] = {
	FIELD("function", FLAG, symbol, is_function),
	FLAG(symbol, system),
	FLAG(symbol, external),
	FLAG(symbol, noreturn),
	FLAG(symbol, made_up),
	NAME(symbol, usr),
	LAST,
};

const struct field directive_fields[] = {
	MAIN_PLACE(directive),
	FIELD("section_at", PLACE, directive, name_place),
	FIELD("close", PLACE, directive, close),
	STRING(directive, section),
	STRING(directive, label),
	STRING(directive, macro),
	STRING(directive, attributes),
	FLAG(directive, own_line),
	FIELD("line", FLAG, directive, has_line),
	FLAG(directive, in_function),
	FLAG(directive, in_header),
	FLAG(directive, left_open),
	FLAG(directive, doubtful),
	LAST,
};

const struct field alloc_name_fields[] = {
	MAIN_PLACE(alloc_name),
	FLAG(alloc_name, declared),
	FLAG(alloc_name, late),
	FLAG(alloc_name, lost),
	LAST,
};

const struct field claim_fields[] = {
	NAME(claim, section),
	FIELD("directive", INDEX, claim, directive),
	MAIN_PLACE(claim),
	LAST,
};

const struct field parameter_fields[] = {
	NAME(parameter, type),
	LAST,
};

const struct field annotation_fields[] = {
	FIELD("parameter", INDEX, annotation, parameter),
	MAIN_PLACE(annotation),
	LAST,
};

const struct field function_fields[] = {
	NAME(function, usr),
	NAME(function, signature),
	FIELD("class", STRING, function, class_name),
	MAIN_PLACE(function),
	FIELD("extent", PLACE, function, extent),
	FLAG(function, defined),
	FLAG(function, external),
	FLAG(function, c_linkage),
	FLAG(function, declared),
	FLAG(function, in_class),
	FIELD("template", FLAG, function, is_template),
	FIELD("lambda", FLAG, function, is_lambda),
	FIELD("virtual", FLAG, function, is_virtual),
	FIELD("special", FLAG, function, is_special),
	FLAG(function, in_header),
	STRING(function, unknown_word),
	{"inline", FIELD_WORD, offsetof(struct function, inlining),
		inline_words},
	LAST,
};

const struct field variable_fields[] = {
	NAME(variable, usr),
	NAME(variable, type),
	STRING(variable, function),
	MAIN_PLACE(variable),
	FIELD("size", SIZE, variable, size),
	FLAG(variable, defined),
	FLAG(variable, external),
	FIELD("const", FLAG, variable, is_const),
	FLAG(variable, initialised),
	FLAG(variable, zero),
	FIELD("initialiser", PLACE, variable, initialiser),
	FLAG(variable, in_header),
	FIELD("missed", INDEX, variable, missed),
	STRING(variable, object),
	LAST,
};

const struct field member_fields[] = {
	NAME(member, object),
	FLAG(member, behind),
	LAST,
};

const struct field fill_fields[] = {
	STRING(fill, record),
	STRING(fill, field),
	MAIN_PLACE(fill),
	LAST,
};

const struct field notice_fields[] = {
	MAIN_PLACE(notice),
	NAME(notice, message),
	LAST,
};

const struct field body_fields[] = {
	FIELD("start", PLACE, body, start),
	FIELD("lead", PLACE, body, lead),
	FIELD("end", PLACE, body, end),
	FIELD("lost", COUNT, body, lost_statements),
	FIELD("first_lost", PLACE, body, first_lost),
	STRING(body, lost_reason),
	LAST,
};

const struct field local_fields[] = {
	STRING(local, type),
	FIELD("static", FLAG, local, is_static),
	LAST,
};

const struct field path_fields[] = {
	STRING(path, text),
	STRING(path, record),
	STRING(path, field),
	STRING(path, type),
	FIELD("as", STRING, path, taken_for),
	LAST,
};

const struct field event_fields[] = {
	MAIN_PLACE(event),
	FIELD("virtual", FLAG, event, is_virtual),
	FIELD("implicit", FLAG, event, is_implicit),
	FIELD("conditional", FLAG, event, is_conditional),
	FIELD("statement", FLAG, event, is_statement),
	FIELD("line", FLAG, event, has_line),
	STRING(event, macro),
	STRING(event, text),
	FIELD("as", STRING, event, taken_for),
	LAST,
};

const struct field block_fields[] = {
	MAIN_PLACE(block),
	LAST,
};

/* ---- blocks ------------------------------------------------------------- */

uint32_t form_successors(const struct block *block)
{
	switch (block->exit) {
	case EXIT_JUMP:
		return 1;
	case EXIT_BRANCH:
		return 2;
	case EXIT_SWITCH:
		return block->cases.count + 1;
	case EXIT_RETURN:
	case EXIT_NORETURN:
		break;
	}
	return 0;
}

/* ---- characters --------------------------------------------------------- */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool form_is_name_start(char c)
{
	return is_letter(c);
}

bool form_is_name_rest(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == ':' ||
		c == '$' || c == '~';
}

bool form_is_step_start(char c)
{
	return c == '-' || c == '.' || c == '*' || c == '[';
}

bool form_is_step_rest(char c)
{
	return form_is_name_rest(c) || form_is_step_start(c) || c == '>' || c == ']';
}

bool form_is_plain(char c)
{
	return c >= ' ' && c <= '~' && c != '"' && c != '\\';
}
