#include "project/include_scan.h"

#include <string.h>

#include "project/wpp_options.h"

struct scanner {
	struct arena *arena;
	const char *at, *end, *line_start;
	uint32_t line;
	struct scanned_source *scanned;
};

static void skip_blanks(struct scanner *scanner)
{
	while (scanner->at < scanner->end &&
		(*scanner->at == ' ' || *scanner->at == '\t'))
		scanner->at++;
}

static bool skip_word(struct scanner *scanner, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(scanner->end - scanner->at) < length ||
		memcmp(scanner->at, word, length))
		return false;
	scanner->at += length;
	return true;
}

/* At the '#' that starts a line. */
static void read_directive(struct scanner *scanner)
{
	const char *start = scanner->at++, *name;
	struct include_line *include;
	char close;

	skip_blanks(scanner);
	if (!skip_word(scanner, "include") && !skip_word(scanner, "import"))
		return;
	skip_word(scanner, "_next");
	skip_blanks(scanner);
	if (scanner->at == scanner->end ||
		(*scanner->at != '"' && *scanner->at != '<'))
		return;
	close = *scanner->at++ == '"' ? '"' : '>';
	for (name = scanner->at; scanner->at < scanner->end &&
		*scanner->at != close; scanner->at++)
		if (*scanner->at == '\n')
			return;
	if (scanner->at == scanner->end || scanner->at == name)
		return;
	include = vec_add(scanner->arena, &scanner->scanned->includes);
	include->name = arena_strndup(
		scanner->arena, name, (size_t)(scanner->at - name));
	include->angled = close == '>';
	include->line = scanner->line;
	include->column = (uint32_t)(start - scanner->line_start) + 1;
	include->end_column =
		(uint32_t)(scanner->at - scanner->line_start) + 2;
	scanner->at++;
}

static void next_line(struct scanner *scanner)
{
	scanner->line++;
	scanner->line_start = ++scanner->at;
}

static void skip_comment(struct scanner *scanner)
{
	for (scanner->at += 2; scanner->at < scanner->end;) {
		if (*scanner->at == '\n') {
			next_line(scanner);
		} else if (skip_word(scanner, "*/")) {
			return;
		} else {
			scanner->at++;
		}
	}
}

static void skip_literal(struct scanner *scanner)
{
	char close = *scanner->at++;

	while (scanner->at < scanner->end && *scanner->at != close &&
		*scanner->at != '\n')
		scanner->at += *scanner->at == '\\' &&
				scanner->at + 1 < scanner->end &&
				scanner->at[1] != '\n' ? 2 : 1;
	if (scanner->at < scanner->end && *scanner->at == close)
		scanner->at++;
	if (scanner->at > scanner->end)
		scanner->at = scanner->end;
}

/* The rest of a line, comments that start on it included. */
static void skip_rest(struct scanner *scanner)
{
	while (scanner->at < scanner->end && *scanner->at != '\n') {
		if (*scanner->at == '"' || *scanner->at == '\'') {
			skip_literal(scanner);
		} else if (skip_word(scanner, "//")) {
			while (scanner->at < scanner->end &&
				*scanner->at != '\n')
				scanner->at++;
		} else if (scanner->end - scanner->at > 1 &&
			!memcmp(scanner->at, "/*", 2)) {
			skip_comment(scanner);
		} else {
			scanner->at++;
		}
	}
}

static void read_includes(struct scanner *scanner)
{
	while (scanner->at < scanner->end) {
		skip_blanks(scanner);
		if (scanner->at < scanner->end && *scanner->at == '#')
			read_directive(scanner);
		skip_rest(scanner);
		if (scanner->at < scanner->end)
			next_line(scanner);
	}
}

static const char *behind_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

/* A line of WPP's configuration, behind its comment signs, that declares a trace
 * macro: "FUNC Trace{FLAG=ALL}(LEVEL, MSG, ...);", where FUNC may be left out
 * before what has braces. */
static void read_trace_macro(struct scanner *scanner, const char *at)
{
	bool declared = !strncmp(at, "FUNC", 4) && (at[4] == ' ' || at[4] == '\t');
	const char *text = declared ? behind_blanks(at + 4) : at;
	const char *declaration = wpp_declaration(scanner->arena, text);

	if (declaration && (declared || strchr(declaration, '{')))
		*vec_add(scanner->arena, &scanner->scanned->trace_macros) =
			declaration;
}

/* Line by line, up to "end_wpp". */
static void read_trace_macros(struct scanner *scanner, const char *at)
{
	const char *end = strstr(at, "end_wpp");

	while ((at = strchr(at, '\n')) != NULL && (!end || at < end)) {
		at = behind_blanks(at + 1);
		read_trace_macro(scanner, behind_blanks(at + strspn(at, "/*")));
	}
}

void include_scan(struct arena *arena, const char *bytes, size_t size,
	struct scanned_source *scanned)
{
	struct scanner scanner = { .arena = arena, .at = bytes,
		.end = bytes + size, .line_start = bytes, .line = 1,
		.scanned = scanned };
	const char *config = bytes;

	if (size >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3))
		scanner.at = scanner.line_start = bytes + 3;
	read_includes(&scanner);
	while ((config = strstr(config, "begin_wpp")) != NULL) {
		config += strlen("begin_wpp");
		read_trace_macros(&scanner, config);
	}
}
