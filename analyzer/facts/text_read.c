/*
 * Reading the text form: one function per kind of line, each followed by what
 * is indented below it. Bodies are in text_read_body.c. Records are filled
 * aside and added to the facts when their lines are done.
 */
#include "facts/text.h"

#include <inttypes.h>

#include "facts/text_scanner.h"

/* Something that may stand on a line, by its first word. */
struct line_kind {
	const char *word; /* first, see scanner_choose */
	void (*read)(struct scanner *in, void *owner);
};

static void read_line(
	struct scanner *in, const struct line_kind *kinds, void *owner)
{
	uint32_t kind = scanner_choose(in, kinds, sizeof(*kinds));

	if (!in->error)
		kinds[kind].read(in, owner);
}

/* The lines that belong to the current one. */
static void read_lines_below(
	struct scanner *in, const struct line_kind *kinds, void *owner)
{
	while (scanner_line(in, 1))
		read_line(in, kinds, owner);
}

/* A number that says which of its kind this is, for people: they count up. */
static void read_ordinal(struct scanner *in, uint32_t expected)
{
	scanner_expect(in, " ");
	if (scanner_number(in) != expected)
		scanner_fail(in, "expected the number %" PRIu32, expected);
}

static const char *read_value(struct scanner *in)
{
	scanner_expect(in, " ");
	return scanner_value(in);
}

static const char *read_name(struct scanner *in)
{
	scanner_expect(in, " ");
	return scanner_name(in);
}

static uint32_t read_word(struct scanner *in, const char *const *words)
{
	scanner_expect(in, " ");
	return scanner_word(in, words);
}

static void check_range(
	struct scanner *in, uint32_t index, uint32_t count, const char *what)
{
	if (index != NONE && index >= count)
		scanner_fail(in, "expected the number of a %s above", what);
}

/* ---- files, symbols, directives ----------------------------------------- */

static void read_file(struct scanner *in, void *owner)
{
	struct facts *facts = owner;
	struct source_file file;

	read_ordinal(in, facts->files.count);
	file.path = read_value(in);
	if (!file.path)
		scanner_fail(in, "expected the path of a file");
	scanner_fields(in, file_fields, &file);
	*vec_add(&facts->arena, &facts->files) = file;
}

static void read_symbol(struct scanner *in, void *owner)
{
	struct facts *facts = owner;
	struct symbol symbol;
	const char *start, *token;

	scanner_expect(in, " ");
	start = in->at;
	symbol.name = scanner_symbol_name(in);
	token = scanner_token_from(in, start);
	if (token && map_get(&in->symbols, token) != MAP_NONE)
		scanner_fail(in, "expected another name than a symbol above, "
				 "or `#` and a number behind it");
	scanner_fields(in, symbol_fields, &symbol);
	if (in->error)
		return;
	map_set(&in->scratch, &in->symbols, token, facts->symbols.count);
	*vec_add(&facts->arena, &facts->symbols) = symbol;
}

static void read_directive_name(struct scanner *in, void *owner)
{
	struct directive *directive = owner;
	struct alloc_name name = {0};

	name.name = read_name(in);
	scanner_fields(in, alloc_name_fields, &name);
	*vec_add(&in->facts->arena, &directive->names) = name;
}

static const struct line_kind directive_lines[] = {
	{"name", read_directive_name},
	{NULL, NULL},
};

static void read_directive(struct scanner *in, void *owner)
{
	struct facts *facts = owner;
	struct directive directive = {0};

	read_ordinal(in, facts->directives.count);
	directive.kind = read_word(in, directive_words);
	if (directive.kind == DIRECTIVE_SEGMENT ||
		directive.kind == DIRECTIVE_ATTRIBUTE)
		directive.segment = read_word(in, segment_words);
	if (directive.kind == DIRECTIVE_SEGMENT)
		directive.action = read_word(in, action_words);
	scanner_fields(in, directive_fields, &directive);
	read_lines_below(in, directive_lines, &directive);
	*vec_add(&facts->arena, &facts->directives) = directive;
}

/* ---- functions and variables -------------------------------------------- */

static struct claim read_claim(struct scanner *in)
{
	struct claim claim = {0};

	claim.by = read_word(in, placed_words);
	scanner_fields(in, claim_fields, &claim);
	check_range(in, claim.directive, in->facts->directives.count,
		"directive");
	return claim;
}

static void read_variable_claim(struct scanner *in, void *owner)
{
	struct variable *variable = owner;

	*vec_add(&in->facts->arena, &variable->claims) = read_claim(in);
}

static const struct line_kind variable_lines[] = {
	{"claim", read_variable_claim},
	{NULL, NULL},
};

static void read_variable(struct scanner *in, void *owner)
{
	struct facts *facts = owner;
	struct variable variable = {0};

	variable.name = read_name(in);
	scanner_fields(in, variable_fields, &variable);
	check_range(in, variable.missed, facts->directives.count, "directive");
	read_lines_below(in, variable_lines, &variable);
	*vec_add(&facts->arena, &facts->variables) = variable;
}

static void read_member(struct scanner *in, void *owner)
{
	struct record *record = owner;
	struct member member = {0};

	member.name = read_name(in);
	scanner_fields(in, member_fields, &member);
	*vec_add(&in->facts->arena, &record->members) = member;
}

static const struct line_kind record_lines[] = {
	{"member", read_member},
	{NULL, NULL},
};

static void read_record(struct scanner *in, void *owner)
{
	struct facts *facts = owner;
	struct record record = {0};

	record.name = read_name(in);
	scanner_line_end(in);
	read_lines_below(in, record_lines, &record);
	*vec_add(&facts->arena, &facts->records) = record;
}

static void read_parameter(struct scanner *in, void *owner)
{
	struct function *function = owner;
	struct parameter parameter;

	parameter.name = read_name(in);
	scanner_fields(in, parameter_fields, &parameter);
	*vec_add(&in->facts->arena, &function->parameters) = parameter;
}

static void read_function_claim(struct scanner *in, void *owner)
{
	struct function *function = owner;

	*vec_add(&in->facts->arena, &function->claims) = read_claim(in);
}

static void read_annotation(struct scanner *in, void *owner)
{
	struct function *function = owner;
	struct annotation annotation;

	annotation.text = read_name(in);
	scanner_fields(in, annotation_fields, &annotation);
	check_range(in, annotation.parameter, function->parameters.count,
		"parameter");
	*vec_add(&in->facts->arena, &function->annotations) = annotation;
}

static void read_role(struct scanner *in, void *owner)
{
	struct function *function = owner;

	*vec_add(&in->facts->arena, &function->role_types) = read_name(in);
	scanner_line_end(in);
}

static void read_override(struct scanner *in, void *owner)
{
	struct function *function = owner;

	*vec_add(&in->facts->arena, &function->overrides) = read_name(in);
	scanner_line_end(in);
}

static void read_body(struct scanner *in, void *owner)
{
	struct function *function = owner;

	function->body = scanner_body(in, function);
}

static const struct line_kind function_lines[] = {
	{"parameter", read_parameter},
	{"claim", read_function_claim},
	{"annotation", read_annotation},
	{"role", read_role},
	{"override", read_override},
	{"body", read_body},
	{NULL, NULL},
};

static void read_function(struct scanner *in, void *owner)
{
	struct facts *facts = owner;
	struct function function = {0};
	uint32_t line;

	function.name = read_name(in);
	scanner_fields(in, function_fields, &function);
	line = in->line;
	read_lines_below(in, function_lines, &function);
	if (function.defined != !!function.body)
		scanner_fail_at(in, line, function.defined ?
			"expected a body below a function that is defined" :
			"expected 'defined' for a function with a body");
	*vec_add(&facts->arena, &facts->functions) = function;
}

/* ---- fills, notices, the unit ------------------------------------------- */

static void read_fill(struct scanner *in, void *owner)
{
	struct facts *facts = owner;
	struct fill fill = {.function = NONE, .table = NONE};

	scanner_expect(in, " ");
	fill.variable = scanner_symbol(in);
	fill.steps = read_name(in);
	scanner_expect(in, " = ");
	if (scanner_take(in, operand_words[OPERAND_FUNCTION]))
		fill.function = scanner_symbol(in);
	else if (scanner_take(in, operand_words[OPERAND_ADDRESS]))
		fill.table = scanner_symbol(in);
	else
		fill.constant = scanner_integer(in);
	scanner_fields(in, fill_fields, &fill);
	*vec_add(&facts->arena, &facts->fills) = fill;
}

static void read_notice(struct scanner *in, void *owner)
{
	struct facts *facts = owner;
	struct notice notice;

	notice.kind = read_word(in, notice_words);
	scanner_fields(in, notice_fields, &notice);
	*vec_add(&facts->arena, &facts->notices) = notice;
}

static void read_end(struct scanner *in, void *owner)
{
	(void)owner;
	scanner_line_end(in);
	if (in->next < in->end) {
		in->line++;
		scanner_fail(in, "expected nothing behind the `end` line");
	}
}

static const struct line_kind unit_lines[] = {
	{"file", read_file},
	{"symbol", read_symbol},
	{"directive", read_directive},
	{"function", read_function},
	{"variable", read_variable},
	{"record", read_record},
	{"fill", read_fill},
	{"notice", read_notice},
	{"end", read_end},
	{NULL, NULL},
};

static void read_version(struct scanner *in)
{
	if (!scanner_line(in, 0) || !scanner_take(in, FACTS_TEXT_NAME " ")) {
		in->line = 1;
		in->error = NULL;
		scanner_fail(in, "expected '" FACTS_TEXT_NAME " %d': this is "
				 "no file that pageaudit facts wrote",
			FACTS_TEXT_VERSION);
		return;
	}
	if (scanner_number(in) != FACTS_TEXT_VERSION) {
		in->error = NULL;
		scanner_fail(in, "written by another version: "
				 "run pageaudit facts again");
	}
	scanner_line_end(in);
}

static void read_unit(struct scanner *in)
{
	if (!scanner_line(in, 0))
		return;
	scanner_expect(in, "unit");
	in->facts->unit = read_value(in);
	scanner_fields(in, unit_fields, in->facts);
}

/* What follows the first two lines, up to the `end` line. */
static void read_all(struct scanner *in)
{
	bool ended = false;

	while (!ended && scanner_line(in, 0)) {
		ended = scanner_sees(in, "end");
		read_line(in, unit_lines, in->facts);
	}
	if (!ended)
		scanner_fail_at(in, in->line + 1,
			"expected an `end` line, the file breaks off: "
			"run pageaudit facts again");
}

bool facts_read(struct facts *facts, const char *path, const char *bytes,
	size_t size, const char **error)
{
	struct scanner in;

	facts_init(facts, NULL);
	scanner_init(&in, facts, path, bytes, size);
	read_version(&in);
	read_unit(&in);
	read_all(&in);
	scanner_release(&in);
	*error = in.error;
	if (!in.error)
		facts_finish(facts);
	return !in.error;
}
