/*
 * Both forms walk over the same list of sections. The text form reflows
 * paragraphs; the Markdown form escapes what Markdown would take for markup.
 */
#include "report/explain.h"

#include <ctype.h>
#include <string.h>

#include "base/buffer.h"
#include "report/json.h"
#include "report/notices.h"
#include "report/report.h"

enum { WIDTH = 78, SECTIONS = 6 };

struct section {
	const char *heading;
	const char *text; /* NULL: no such section */
	const char *code; /* an example below the text, or NULL */
};

static const char *reference(struct arena *arena, const struct rule *rule)
{
	struct buffer text = {.arena = arena};

	if (!rule->reference && !rule->peer)
		return NULL;
	if (rule->reference)
		buffer_add(&text, rule->reference);
	if (rule->reference && rule->peer)
		buffer_add(&text, "\n\n");
	if (rule->peer)
		buffer_printf(&text, "Other tools: %s.", rule->peer);
	return buffer_text(&text);
}

static const char *fix(struct arena *arena, const struct rule *rule)
{
	return rule->no_fix ? arena_printf(arena, "None: %s", rule->no_fix) :
			      rule->fix;
}

static void rule_sections(struct arena *arena, const struct rule *rule,
	struct section sections[SECTIONS])
{
	sections[0] = (struct section){"Why", rule->why, NULL};
	sections[1] = (struct section){"Reported", rule->reported, rule->bad};
	sections[2] = (struct section){
		"Not reported", rule->not_reported, rule->good};
	sections[3] = (struct section){"Limits", rule->limits, NULL};
	sections[4] = (struct section){"Fix", fix(arena, rule), NULL};
	sections[5] =
		(struct section){"Reference", reference(arena, rule), NULL};
}

static const char *status_name(enum status status)
{
	static const char *const names[] = {
		[STATUS_STABLE] = "stable",
		[STATUS_TRIAL] = "trial",
		[STATUS_ADVICE] = "with --advice",
		[STATUS_REVEAL] = "off by default",
	};

	return names[status];
}

const char *rule_sentence(struct arena *arena, const struct rule *rule)
{
	char *sentence = arena_printf(arena, "%s.", rule->summary);

	sentence[0] = (char)toupper((unsigned char)sentence[0]);
	return sentence;
}

const char *rule_next_tag(struct arena *arena, const char **tags)
{
	const char *start;

	if (!*tags)
		return NULL;
	start = *tags + strspn(*tags, " ");
	*tags = start + strcspn(start, " ");
	if (*tags == start)
		return NULL;
	return arena_strndup(arena, start, (size_t)(*tags - start));
}

/* ---- text -------------------------------------------------------------- */

/* Characters, not bytes: continuation bytes take no column. */
static uint32_t columns(const char *word, size_t length)
{
	uint32_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += ((unsigned char)word[i] & 0xC0) != 0x80;
	return count;
}

/* How many line ends part `text` from what follows it, past other blanks; an
 * item counts as if a blank line stood before it. */
static int line_ends(const char *text)
{
	int count = 0;

	for (; isspace((unsigned char)*text); text++)
		count += *text == '\n';
	return count && !strncmp(text, "- ", 2) && count < 2 ? -1 : count;
}

/* Words filled into lines of WIDTH columns that start with two blanks. */
static void wrap(struct buffer *out, const char *text)
{
	uint32_t column = 0;

	text += strspn(text, " \t\n");
	while (*text) {
		size_t length = strcspn(text, " \t\n");
		uint32_t width = columns(text, length);
		int ends;

		if (!column || column + 1 + width > WIDTH) {
			buffer_add(out, column ? "\n  " : "  ");
			column = 2;
		} else {
			buffer_char(out, ' ');
			column++;
		}
		buffer_add_n(out, text, length);
		column += width;
		text += length;
		ends = line_ends(text);
		text += strspn(text, " \t\n");
		if (*text && (ends < 0 || ends > 1)) {
			buffer_add(out, ends < 0 ? "\n" : "\n\n");
			column = 0;
		}
	}
	buffer_char(out, '\n');
}

/* Each line behind `margin`; exactly one line end at the end. */
static void add_code(struct buffer *out, const char *code, const char *margin)
{
	while (*code) {
		size_t length = strcspn(code, "\n");

		if (length) {
			buffer_add(out, margin);
			buffer_add_n(out, code, length);
		}
		buffer_char(out, '\n');
		code += length;
		code += *code == '\n';
	}
}

static void add_text_sections(struct buffer *out, const struct rule *rule)
{
	struct section sections[SECTIONS];
	const char *before = "";

	rule_sections(out->arena, rule, sections);
	for (int i = 0; i < SECTIONS; i++) {
		if (!sections[i].text)
			continue;
		buffer_printf(out, "%s%s\n", before, sections[i].heading);
		wrap(out, sections[i].text);
		if (sections[i].code) {
			buffer_char(out, '\n');
			add_code(out, sections[i].code, "      ");
		}
		before = "\n";
	}
}

const char *explain_help_text(struct arena *arena, const struct rule *rule)
{
	struct buffer out = {.arena = arena};

	add_text_sections(&out, rule);
	return buffer_text(&out);
}

const char *explain_text(struct arena *arena, const struct rule *rule)
{
	struct buffer out = {.arena = arena};

	buffer_printf(&out, "%s %s (%s, %s)\n", rule->code, rule->name,
		level_name(rule->level), status_name(rule->status));
	wrap(&out, rule_sentence(arena, rule));
	buffer_char(&out, '\n');
	add_text_sections(&out, rule);
	return buffer_text(&out);
}

const char *rules_text(struct arena *arena, const struct rule *const *rules)
{
	struct buffer out = {.arena = arena};

	for (; *rules; rules++) {
		const struct rule *rule = *rules;

		buffer_printf(&out, "%s  %-7s  %s: %s", rule->code,
			level_name(rule->level), rule->name, rule->summary);
		if (rule->status != STATUS_STABLE)
			buffer_printf(&out, " (%s)", status_name(rule->status));
		buffer_char(&out, '\n');
	}
	return buffer_text(&out);
}

/* ---- Markdown ---------------------------------------------------------- */

/* Whether a character that stands behind `before` would be taken for markup:
 * underscores inside of words are none. */
static bool is_markup(const char *c, char before)
{
	if (*c == '_')
		return !isalnum((unsigned char)before) ||
		       !isalnum((unsigned char)c[1]);
	return strchr("*<|\\", *c) != NULL;
}

static void add_markdown(struct buffer *out, const char *text)
{
	bool in_code = false;
	char before = ' ';

	for (; *text; before = *text++) {
		if (*text == '`')
			in_code = !in_code;
		else if (!in_code && is_markup(text, before))
			buffer_char(out, '\\');
		buffer_char(out, *text);
	}
}

static void add_markdown_sections(
	struct buffer *out, const struct rule *rule, const char *marks)
{
	struct section sections[SECTIONS];

	rule_sections(out->arena, rule, sections);
	for (int i = 0; i < SECTIONS; i++) {
		if (!sections[i].text)
			continue;
		buffer_printf(out, "\n%s %s\n\n", marks, sections[i].heading);
		add_markdown(out, sections[i].text);
		buffer_char(out, '\n');
		if (sections[i].code) {
			buffer_add(out, "\n```c\n");
			add_code(out, sections[i].code, "");
			buffer_add(out, "```\n");
		}
	}
}

const char *explain_help_markdown(struct arena *arena, const struct rule *rule)
{
	struct buffer out = {.arena = arena};

	add_markdown_sections(&out, rule, "##");
	return buffer_text(&out) + 1; /* without the blank line before it */
}

static void add_index(struct buffer *out, const struct rule *const *rules)
{
	buffer_add(out, "\n| code | name | level | reports |\n");
	buffer_add(out, "|---|---|---|---|\n");
	for (; *rules; rules++) {
		const struct rule *rule = *rules;

		buffer_printf(out, "| %s | [%s](#%s) | %s%s%s | ", rule->code,
			rule->name, rule->name, level_name(rule->level),
			rule->status == STATUS_STABLE ? "" : ", ",
			rule->status == STATUS_STABLE
				? ""
				: status_name(rule->status));
		add_markdown(out, rule->summary);
		buffer_add(out, " |\n");
	}
}

static void add_pages(struct buffer *out, const struct rule *const *rules)
{
	for (; *rules; rules++) {
		buffer_printf(
			out, "\n## %s\n\n%s: ", (*rules)->name, (*rules)->code);
		add_markdown(out, (*rules)->summary);
		buffer_add(out, ".\n");
		add_markdown_sections(out, *rules, "###");
	}
}

const char *rules_markdown(struct arena *arena, const struct rule *const *rules)
{
	struct buffer out = {.arena = arena};

	buffer_add(&out, "# Rules\n\n"
			 "Made from the rules' descriptors by "
			 "`pageaudit rules --format markdown`.\n");
	add_index(&out, rules);
	buffer_add(&out, "\nWhat the audit could not see has codes as well:\n");
	add_index(&out, notice_rules);
	add_pages(&out, rules);
	add_pages(&out, notice_rules);
	return buffer_text(&out);
}

/* ---- JSON -------------------------------------------------------------- */

static json_t *rule_object(struct arena *arena, const struct rule *rule)
{
	json_t *object = json_object(), *array;
	const char *tags = rule->tags, *tag;

	put_text(arena, object, "code", rule->code);
	put_text(arena, object, "name", rule->name);
	put_text(arena, object, "level", level_name(rule->level));
	put_text(arena, object, "status", status_name(rule->status));
	put_text(arena, object, "summary", rule->summary);
	array = put_array(object, "tags");
	while ((tag = rule_next_tag(arena, &tags)))
		push(array, text_value(arena, tag));
	put_text(arena, object, "why", rule->why);
	put_text(arena, object, "reported", rule->reported);
	put_text(arena, object, "notReported", rule->not_reported);
	put_text(arena, object, "limits", rule->limits);
	put_text(arena, object, "fix", rule->fix);
	put_text(arena, object, "reference", rule->reference);
	put_text(arena, object, "peer", rule->peer);
	put_text(arena, object, "bad", rule->bad);
	put_text(arena, object, "good", rule->good);
	return object;
}

void rules_json(struct arena *arena, const struct rule *const *rules, FILE *out)
{
	json_t *list = json_array();

	for (; *rules; rules++)
		push(list, rule_object(arena, *rules));
	write_json(list, out);
}
