/*
 * Writing the text form: one function per kind of line, in the order of the
 * file. Bodies are in text_write_body.c. An index that leads nowhere is a bug
 * of whoever made the facts and ends the program.
 */
#include "facts/text.h"

#include "facts/text_printer.h"

static void write_head(struct printer *out)
{
	printer_text(out, FACTS_TEXT_NAME " ");
	printer_number(out, FACTS_TEXT_VERSION);
	printer_text(out, "\nunit ");
	printer_value(out, out->facts->unit);
	printer_fields(out, unit_fields, out->facts);
	printer_flush(out);
}

static void write_files(struct printer *out)
{
	const struct facts *facts = out->facts;

	for (uint32_t i = 0; i < facts->files.count; i++) {
		printer_text(out, "file ");
		printer_number(out, i);
		printer_char(out, ' ');
		printer_value(out, facts->files.items[i].path);
		printer_fields(out, file_fields, &facts->files.items[i]);
		printer_flush(out);
	}
}

static void write_symbols(struct printer *out)
{
	const struct facts *facts = out->facts;
	struct map taken = {0};

	out->symbols = arena_alloc(&out->scratch,
		facts->symbols.count * sizeof(*out->symbols));
	for (uint32_t i = 0; i < facts->symbols.count; i++) {
		printer_value(out, facts->symbols.items[i].name);
		out->symbols[i] = printer_token(out, 0, &taken, '#', i);
		printer_text(out, "symbol ");
		printer_symbol(out, i);
		printer_fields(out, symbol_fields, &facts->symbols.items[i]);
		printer_flush(out);
	}
}

static void write_directive(
	struct printer *out, const struct directive *directive, uint32_t index)
{
	printer_text(out, "directive ");
	printer_number(out, index);
	printer_char(out, ' ');
	printer_word(out, directive_words, directive->kind);
	if (directive->kind == DIRECTIVE_SEGMENT ||
		directive->kind == DIRECTIVE_ATTRIBUTE) {
		printer_char(out, ' ');
		printer_word(out, segment_words, directive->segment);
	}
	if (directive->kind == DIRECTIVE_SEGMENT) {
		printer_char(out, ' ');
		printer_word(out, action_words, directive->action);
	}
	printer_fields(out, directive_fields, directive);
	for (uint32_t i = 0; i < directive->names.count; i++) {
		printer_text(out, "  name ");
		printer_value(out, directive->names.items[i].name);
		printer_fields(out, alloc_name_fields,
			&directive->names.items[i]);
	}
	printer_flush(out);
}

static void write_claim(struct printer *out, const struct claim *claim)
{
	printer_text(out, "  claim ");
	printer_word(out, placed_words, claim->by);
	printer_fields(out, claim_fields, claim);
}

static void write_variable(struct printer *out, const struct variable *variable)
{
	printer_text(out, "variable ");
	printer_value(out, variable->name);
	printer_fields(out, variable_fields, variable);
	for (uint32_t i = 0; i < variable->claims.count; i++)
		write_claim(out, &variable->claims.items[i]);
	printer_flush(out);
}

static void write_record(struct printer *out, const struct record *record)
{
	printer_text(out, "record ");
	printer_value(out, record->name);
	printer_char(out, '\n');
	for (uint32_t i = 0; i < record->members.count; i++) {
		const struct member *member = &record->members.items[i];

		printer_text(out, "  member ");
		printer_value(out, member->name);
		printer_fields(out, member_fields, member);
	}
	printer_flush(out);
}

static void write_parameters(
	struct printer *out, const struct function *function)
{
	for (uint32_t i = 0; i < function->parameters.count; i++) {
		const struct parameter *parameter =
			&function->parameters.items[i];

		printer_text(out, "  parameter ");
		printer_value(out, parameter->name);
		printer_fields(out, parameter_fields, parameter);
	}
}

static void write_annotations(
	struct printer *out, const struct function *function)
{
	for (uint32_t i = 0; i < function->annotations.count; i++) {
		const struct annotation *annotation =
			&function->annotations.items[i];

		printer_text(out, "  annotation ");
		printer_value(out, annotation->text);
		printer_fields(out, annotation_fields, annotation);
	}
}

static void write_function(struct printer *out, const struct function *function)
{
	printer_text(out, "function ");
	printer_value(out, function->name);
	printer_fields(out, function_fields, function);
	write_parameters(out, function);
	for (uint32_t i = 0; i < function->claims.count; i++)
		write_claim(out, &function->claims.items[i]);
	write_annotations(out, function);
	for (uint32_t i = 0; i < function->role_types.count; i++) {
		printer_text(out, "  role ");
		printer_value(out, function->role_types.items[i]);
		printer_char(out, '\n');
	}
	for (uint32_t i = 0; i < function->overrides.count; i++) {
		printer_text(out, "  override ");
		printer_value(out, function->overrides.items[i]);
		printer_char(out, '\n');
	}
	if (function->body)
		printer_body(out, function);
	printer_flush(out);
}

static void write_fill(struct printer *out, const struct fill *fill)
{
	printer_text(out, "fill ");
	printer_symbol(out, fill->variable);
	printer_char(out, ' ');
	printer_value(out, fill->steps);
	printer_text(out, " = ");
	if (fill->function != NONE) {
		printer_word(out, operand_words, OPERAND_FUNCTION);
		printer_symbol(out, fill->function);
	} else if (fill->table != NONE) {
		printer_word(out, operand_words, OPERAND_ADDRESS);
		printer_symbol(out, fill->table);
	} else {
		printer_number(out, fill->constant);
	}
	printer_fields(out, fill_fields, fill);
	printer_flush(out);
}

static void write_notice(struct printer *out, const struct notice *notice)
{
	printer_text(out, "notice ");
	printer_word(out, notice_words, notice->kind);
	printer_fields(out, notice_fields, notice);
	printer_flush(out);
}

void facts_write(const struct facts *facts, FILE *stream)
{
	struct printer out;

	printer_init(&out, facts, stream);
	write_head(&out);
	write_files(&out);
	write_symbols(&out);
	for (uint32_t i = 0; i < facts->directives.count; i++)
		write_directive(&out, &facts->directives.items[i], i);
	for (uint32_t i = 0; i < facts->functions.count; i++)
		write_function(&out, &facts->functions.items[i]);
	for (uint32_t i = 0; i < facts->variables.count; i++)
		write_variable(&out, &facts->variables.items[i]);
	for (uint32_t i = 0; i < facts->records.count; i++)
		write_record(&out, &facts->records.items[i]);
	for (uint32_t i = 0; i < facts->fills.count; i++)
		write_fill(&out, &facts->fills.items[i]);
	for (uint32_t i = 0; i < facts->notices.count; i++)
		write_notice(&out, &facts->notices.items[i]);
	printer_text(&out, "end\n");
	printer_flush(&out);
	printer_release(&out);
}
