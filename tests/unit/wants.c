/*
 * Comments are found by a scan that knows strings and character constants but
 * not C++ raw strings; no case needs those. A finding meets one expectation
 * and an expectation is met by one finding, so a defect that is reported twice
 * is seen.
 */
#include "wants.h"

#include <ctype.h>
#include <string.h>

#include "audit.h"
#include "base/bug.h"
#include "base/path.h"
#include "base/platform/platform.h"
#include "cli/session.h"
#include "project/project.h"
#include "base/buffer.h"
#include "report/notices.h"

void wants_init(struct wants *wants, struct arena *arena)
{
	*wants = (struct wants){ .arena = arena };
}

void wants_problem(struct wants *wants, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	*vec_add(wants->arena, &wants->problems) =
		arena_vprintf(wants->arena, format, args);
	va_end(args);
}

/* ---- reading one expectation ------------------------------------------- */

struct reading {
	struct wants *wants;
	const char *file;
	uint32_t line;
	const char *at, *end; /* the rest of the comment, on this line */
	bool is_gap;
	bool nothing, something; /* what the file has said so far */
};

static void skip_blanks(struct reading *reading)
{
	while (reading->at < reading->end &&
		isspace((unsigned char)*reading->at))
		reading->at++;
}

static size_t word_length(const struct reading *reading)
{
	const char *end = reading->at;

	while (end < reading->end && !isspace((unsigned char)*end))
		end++;
	return (size_t)(end - reading->at);
}

/* Whether a line comment goes on with another: "// want … // later …". */
static bool at_next_comment(const struct reading *reading)
{
	return reading->end - reading->at >= 2 &&
		!memcmp(reading->at, "//", 2);
}

/* Steps over a word if it comes next. */
static bool take(struct reading *reading, const char *word)
{
	size_t length = word_length(reading);

	if (length != strlen(word) || memcmp(reading->at, word, length))
		return false;
	reading->at += length;
	skip_blanks(reading);
	return true;
}

static bool unreadable(struct reading *reading, const char *expected)
{
	wants_problem(reading->wants,
		"%s:%u: unreadable expectation: expected %s, but got '%.*s'",
		reading->file, (unsigned)reading->line, expected,
		(int)(reading->end - reading->at), reading->at);
	return false;
}

static bool take_offset(struct reading *reading, uint32_t *offset)
{
	*offset = 0;
	if (reading->at == reading->end || *reading->at != '+')
		return true;
	if (word_length(reading) < 2 || word_length(reading) > 4)
		return unreadable(reading, "+ and a number of lines");
	for (reading->at++; reading->at < reading->end &&
		!isspace((unsigned char)*reading->at); reading->at++) {
		if (!isdigit((unsigned char)*reading->at))
			return unreadable(reading, "a number of lines");
		*offset = *offset * 10 + (uint32_t)(*reading->at - '0');
	}
	skip_blanks(reading);
	return true;
}

static const struct rule *find_rule(const char *name)
{
	const struct rule *rule = rule_find(name);

	for (uint32_t i = 0; !rule && notice_rules[i]; i++)
		if (!strcmp(notice_rules[i]->code, name) ||
			!strcmp(notice_rules[i]->name, name))
			rule = notice_rules[i];
	return rule;
}

static bool take_rule(struct reading *reading, struct want *want)
{
	size_t length = word_length(reading);
	const char *name =
		arena_strndup(reading->wants->arena, reading->at, length);

	if (!length || *name == '"')
		return unreadable(reading, "a rule");
	want->rule = find_rule(name);
	if (!want->rule) {
		wants_problem(reading->wants, "%s:%u: there is no rule '%s'",
			reading->file, (unsigned)reading->line, name);
		return false;
	}
	reading->at += length;
	skip_blanks(reading);
	return true;
}

static bool take_text(struct reading *reading, struct want *want)
{
	const char *start = reading->at + 1, *quote;

	if (reading->at == reading->end || *reading->at != '"')
		return true;
	quote = memchr(start, '"', (size_t)(reading->end - start));
	if (!quote)
		return unreadable(reading, "a closing quotation mark");
	if (quote == start)
		return unreadable(reading, "part of a message");
	want->text = arena_strndup(
		reading->wants->arena, start, (size_t)(quote - start));
	reading->at = quote + 1;
	skip_blanks(reading);
	return true;
}

static void read_rules(struct reading *reading)
{
	uint32_t offset;

	reading->something = true;
	if (!take_offset(reading, &offset))
		return;
	do {
		struct want want = { .file = reading->file,
			.line = reading->line + offset,
			.written = reading->line,
			.is_gap = reading->is_gap };

		if (take(reading, "must"))
			want.certainty = CERTAINTY_MUST;
		else if (take(reading, "may"))
			want.certainty = CERTAINTY_MAY;
		if (!take_rule(reading, &want) || !take_text(reading, &want))
			return;
		*vec_add(reading->wants->arena, &reading->wants->list) = want;
	} while (reading->at < reading->end && !at_next_comment(reading));
}

static void read_nothing(struct reading *reading)
{
	if (reading->at < reading->end && !at_next_comment(reading))
		unreadable(reading, "no more behind 'nothing'");
	reading->nothing = true;
}

static void skip_to_next_comment(struct reading *reading)
{
	while (reading->at < reading->end && !at_next_comment(reading))
		reading->at++;
}

/* The driver is audited with an option; "audit" may begin a sentence, too. */
static void read_option(struct reading *reading)
{
	if (take(reading, "--paging-path"))
		reading->wants->paging_path = true;
	else if (take(reading, "--advice"))
		reading->wants->advice = true;
	else if (reading->at < reading->end && *reading->at == '-')
		unreadable(reading, "--paging-path or --advice behind 'audit'");
}

/* What a comment says, from behind its opening to the end of its line. */
static void read_comment(struct reading *reading)
{
	skip_blanks(reading);
	reading->is_gap = take(reading, "known-gap");
	if (reading->is_gap)
		read_rules(reading);
	else if (take(reading, "later"))
		skip_to_next_comment(reading);
	else if (take(reading, "audit"))
		read_option(reading);
	else if (!take(reading, "want"))
		return;
	else if (take(reading, "nothing"))
		read_nothing(reading);
	else
		read_rules(reading);
}

/* ---- finding comments -------------------------------------------------- */

/* Behind the closing quotation mark, or at the end of the line. */
static const char *skip_quoted(const char *at)
{
	char quote = *at++;

	while (*at && *at != '\n' && *at != quote)
		at += *at == '\\' && at[1] ? 2 : 1;
	return *at == quote ? at + 1 : at;
}

static const char *skip_comment(struct reading *reading, const char *at)
{
	bool block = at[1] == '*';
	const char *close = block ? strstr(at + 2, "*/") : NULL;
	const char *line_end = at + strcspn(at, "\n");

	reading->at = at + 2;
	reading->end = close && close < line_end ? close : line_end;
	read_comment(reading);
	while (at_next_comment(reading)) {
		reading->at += 2;
		read_comment(reading);
	}
	if (!block)
		return line_end;
	return close ? close + 2 : at + strlen(at);
}

static void read_comments(struct reading *reading, const char *text)
{
	while (*text) {
		const char *start = text;

		if (*text == '"' || *text == '\'')
			text = skip_quoted(text);
		else if (*text == '/' && (text[1] == '/' || text[1] == '*'))
			text = skip_comment(reading, text);
		else
			text++;
		for (; start < text; start++)
			reading->line += *start == '\n';
	}
}

void wants_read(struct wants *wants, const char *file, const char *text)
{
	struct reading reading = { .wants = wants, .file = file, .line = 1 };

	read_comments(&reading, text);
	if (reading.nothing && reading.something)
		wants_problem(wants,
			"%s: wants nothing, and wants something all the same",
			file);
	if (!reading.nothing && !reading.something)
		wants_problem(wants, "%s: no expectation: a file without a "
			"finding says '// want nothing'", file);
}

/* ---- comparing --------------------------------------------------------- */

static bool fits(const struct want *want, const struct finding *finding)
{
	return want->rule == finding->rule &&
		want->line == finding->place.line && finding->place.file &&
		!strcmp(want->file, finding->place.file) &&
		(want->certainty == CERTAINTY_ANY ||
			finding->must == (want->certainty == CERTAINTY_MUST)) &&
		(!want->text || strstr(finding->message, want->text));
}

static struct want *find_want(
	const struct wants *wants, const struct finding *finding)
{
	for (uint32_t i = 0; i < wants->list.count; i++) {
		struct want *want = &wants->list.items[i];

		if (!want->met && fits(want, finding))
			return want;
	}
	return NULL;
}

static void compare_finding(struct wants *wants, const struct finding *finding)
{
	struct want *want = find_want(wants, finding);

	if (!want) {
		wants_problem(wants, "%s:%u: unexpected finding: %s %s: %s (%s)",
			finding->place.file ? finding->place.file : "nowhere",
			(unsigned)finding->place.line, finding->rule->code,
			finding->rule->name, finding->message,
			finding->must ? "must" : "may");
		return;
	}
	want->met = true;
	if (want->is_gap)
		wants_problem(wants, "%s:%u: the known gap is closed: write "
			"'want %s' in place of 'known-gap'", want->file,
			(unsigned)want->written, want->rule->name);
}

static void compare_want(struct wants *wants, const struct want *want)
{
	static const char *const certainties[] = { "", "must ", "may " };

	if (want->met || want->is_gap)
		return;
	wants_problem(wants, "%s:%u: nothing meets the expectation: %s%s%s%s%s "
		"on line %u", want->file, (unsigned)want->written,
		certainties[want->certainty], want->rule->name,
		want->text ? " \"" : "", want->text ? want->text : "",
		want->text ? "\"" : "", (unsigned)want->line);
}

bool is_advice(const struct rule *rule)
{
	return strstr(rule->tags, "advice") != NULL;
}

static bool is_asked_for(const struct wants *wants, const struct rule *rule)
{
	for (uint32_t i = 0; i < wants->list.count; i++)
		if (wants->list.items[i].rule == rule)
			return true;
	return false;
}

void wants_compare(struct wants *wants, const struct findings *findings)
{
	for (uint32_t i = 0; i < findings->list.count; i++) {
		const struct finding *finding = &findings->list.items[i];

		if (!is_advice(finding->rule) ||
			is_asked_for(wants, finding->rule))
			compare_finding(wants, finding);
	}
	for (uint32_t i = 0; i < wants->list.count; i++)
		compare_want(wants, &wants->list.items[i]);
}

/* ---- a whole driver ---------------------------------------------------- */

static void read_file(struct wants *wants, const char *path)
{
	const char *error;
	char *text;
	size_t size;

	if (platform_read_file(wants->arena, path, &text, &size, &error))
		wants_read(wants, path, text);
	else
		wants_problem(wants, "%s: %s", path, error);
}

static bool is_known(const char *const *paths, uint32_t count, const char *path)
{
	for (uint32_t i = 0; i < count; i++)
		if (!strcmp(paths[i], path))
			return true;
	return false;
}

/* Each file of the driver once, however many units include it. */
static void read_files(struct wants *wants, const struct audit *audit)
{
	for (uint32_t u = 0; u < audit->fact_count; u++) {
		const struct facts *facts = &audit->facts[u];

		for (uint32_t i = 0; i < facts->files.count; i++) {
			const char *path = facts->files.items[i].path;

			if (facts->files.items[i].system ||
				is_known(wants->files.items,
					wants->files.count, path))
				continue;
			path = arena_strdup(wants->arena, path);
			*vec_add(wants->arena, &wants->files) = path;
			read_file(wants, path);
		}
	}
}

static struct place copy_place(struct arena *arena, struct place place)
{
	if (place.file)
		place.file = arena_strdup(arena, place.file);
	return place;
}

static void take_fix(struct findings *into, struct finding *copy,
	const struct finding *finding)
{
	for (uint32_t i = 0; i < finding->edits.count; i++) {
		const struct edit *edit = &finding->edits.items[i];

		finding_fix(into, copy,
			copy_place(into->arena, edit->place),
			arena_strdup(into->arena, edit->text), finding->fix);
	}
}

/* Copies, for the audit's memory goes with the audit. */
static void take_findings(struct findings *into, const struct audit *audit)
{
	for (uint32_t i = 0; i < audit->findings.list.count; i++) {
		const struct finding *finding = &audit->findings.list.items[i];

		struct finding *copy = findings_add(into, finding->rule,
			copy_place(into->arena, finding->place),
			finding->must, "%s", finding->message);

		if (finding->section)
			copy->section =
				arena_strdup(into->arena, finding->section);
		take_fix(into, copy, finding);
	}
	for (uint32_t u = 0; u < audit->fact_count; u++) {
		const struct facts *facts = &audit->facts[u];

		for (uint32_t i = 0; i < facts->notices.count; i++) {
			const struct notice *notice = &facts->notices.items[i];

			findings_add(into, notice_rule(notice->kind),
				copy_place(into->arena, notice->place), true,
				"%s", notice->message);
		}
	}
	findings_sort(into);
}

static void find_units(
	struct wants *wants, const char *input, struct project *project)
{
	const struct project_options options = { .kit = kit_directory(),
		.headers = headers_directory() };

	project_read(wants->arena, &input, 1, &options, project);
	for (uint32_t i = 0; i < project->mistakes.count; i++)
		wants_problem(wants, "%s", project->mistakes.items[i]);
	for (uint32_t i = 0; i < project->unread.count; i++)
		wants_problem(wants, "%s: %s", project->unread.items[i].path,
			project->unread.items[i].reason);
	if (!project->units.list.count)
		wants_problem(wants, "%s: there is no source", input);
}

/* The rule that an input of this name is for, if it is off by default. */
static const char *only_rule(const char *input)
{
	const char *name = path_base(input);

	for (uint32_t i = 0; all_rules[i]; i++)
		if (all_rules[i]->status == STATUS_REVEAL &&
			!strncmp(name, all_rules[i]->name,
				strlen(all_rules[i]->name)))
			return all_rules[i]->code;
	return NULL;
}

void wants_audit(
	struct wants *wants, const char *input, struct findings *findings)
{
	struct audit_options options = { .threads = 1 };
	struct project project = { 0 };
	struct audit audit;

	find_units(wants, input, &project);
	audit_init(&audit);
	audit_read_units(&audit, &project.units, &options);
	read_files(wants, &audit);
	options.paging_path = wants->paging_path;
	wants->only = only_rule(input);
	options.rules.advice = wants->advice;
	if (wants->only) {
		options.rules.names = &wants->only;
		options.rules.count = 1;
	}
	if (audit_run(&audit, &options))
		take_findings(findings, &audit);
	else
		wants_problem(wants, "%s: %s", input, audit.error);
	audit_release(&audit);
}

const char *wants_problems(const struct wants *wants)
{
	struct buffer text = { .arena = wants->arena };

	for (uint32_t i = 0; i < wants->problems.count; i++)
		buffer_printf(&text, "%s\n", wants->problems.items[i]);
	return buffer_text(&text);
}

const char *example_extension(const char *text)
{
	return strstr(text, "class ") || strstr(text, "template") ||
			strstr(text, "extern \"C\"") ? "cpp" : "c";
}

/* ---- drivers and cases ------------------------------------------------- */

static const char *const folders[] = {
	SOURCE_DIR "/corpus", SOURCE_DIR "/tests/cases"
};

static bool is_driver(enum driver_folder folder, const char *path)
{
	static const char *const sources[] = { "c", "cc", "cpp", "cxx", NULL };

	if (platform_path_kind(path) == PATH_DIRECTORY)
		return true;
	if (folder == CORPUS)
		return false;
	for (int i = 0; sources[i]; i++)
		if (!strcmp(path_extension(path), sources[i]))
			return true;
	return false;
}

struct name_list list_drivers(struct arena *arena, enum driver_folder folder)
{
	struct name_list names = { 0 }, drivers = { 0 };
	const char *error;

	if (!platform_list_directory(arena, folders[folder], &names, &error))
		BUG("%s: %s", folders[folder], error);
	for (uint32_t i = 0; i < names.items.count; i++) {
		const char *path =
			path_join(arena, folders[folder], names.items.items[i]);

		if (is_driver(folder, path))
			*vec_add(arena, &drivers.items) = path;
	}
	return drivers;
}

int count_drivers(enum driver_folder folder)
{
	struct arena arena;
	int count;

	arena_init(&arena);
	count = (int)list_drivers(&arena, folder).items.count;
	arena_release(&arena);
	return count;
}
