/*
 * The two formats that other programs read line by line. Whatever a message
 * holds, it stays one line; the matchers of editors and build systems know no
 * other shape. Steps and related places are notes, which no matcher takes for
 * a problem of its own.
 */
#include "report/text.h"

#include <inttypes.h>
#include <string.h>

#include "base/buffer.h"
#include "report/notices.h"
#include "report/source.h"
#include "base/utf8.h"

/* As build systems name it: " [a.vcxproj]". */
static const char *projects_text(
	const struct report *report, const struct finding *finding)
{
	const char *text = NULL;

	if (report->summary.projects < 2)
		return NULL;
	for (uint32_t i = 0; i < finding->projects.count; i++)
		text = text ? arena_printf(report->arena, "%s, %s", text,
				      finding->projects.items[i])
			    : finding->projects.items[i];
	return text;
}

struct line line_of_finding(
	const struct report *report, const struct finding *finding)
{
	return (struct line){&finding->place, finding_level(finding),
		finding->rule->code, finding->message,
		projects_text(report, finding)};
}

struct line line_of_notice(const struct notice *notice)
{
	const struct rule *rule = notice_rule(notice->kind);

	return (struct line){
		&notice->place, rule->level, rule->code, notice->message, NULL};
}

struct line line_of_step(struct arena *arena, const struct step *step)
{
	const char *message = step->message;

	if (step->irql)
		message = arena_printf(arena, "%s (IRQL %s%s)", message,
			strchr("<=>", step->irql[0]) ? "" : "= ", step->irql);
	return (struct line){&step->place, LEVEL_NOTE, NULL, message, NULL};
}

struct line line_of_related(const struct related *related)
{
	return (struct line){
		&related->place, LEVEL_NOTE, NULL, related->message, NULL};
}

/* ---- pieces ------------------------------------------------------------ */

const char *tint(const struct report *report, enum tint tint)
{
	static const char *const codes[] = {
		[TINT_NONE] = "\x1b[0m",
		[TINT_PLACE] = "\x1b[1m",
		[TINT_NOTE] = "\x1b[36m",
		[TINT_WARNING] = "\x1b[1;35m",
		[TINT_ERROR] = "\x1b[1;31m",
	};

	return report->colour ? codes[tint] : "";
}

enum tint tint_of_level(enum level level)
{
	return level == LEVEL_ERROR	? TINT_ERROR
	       : level == LEVEL_WARNING ? TINT_WARNING
					: TINT_NOTE;
}

static const char *path_text(struct report *report, const struct place *place)
{
	const struct source *source = source_of(report, place->file);

	return utf8_line(report->arena,
		report->absolute_paths ? source->absolute : source->shown);
}

const char *place_text(struct report *report, const struct place *place)
{
	if (!place->file)
		return "pageaudit";
	if (!place->line)
		return path_text(report, place);
	return arena_printf(report->arena, "%s:%" PRIu32 ":%" PRIu32,
		path_text(report, place), place->line, place->column);
}

/* ---- clang ------------------------------------------------------------- */

void write_clang_line(struct report *report, FILE *out, struct line line)
{
	fprintf(out, "%s%s:%s %s%s:%s %s", tint(report, TINT_PLACE),
		place_text(report, line.place), tint(report, TINT_NONE),
		tint(report, tint_of_level(line.level)), level_name(line.level),
		tint(report, TINT_NONE),
		utf8_line(report->arena, line.message));
	if (line.code)
		fprintf(out, " [%s]", line.code);
	if (line.projects)
		fprintf(out, " [%s]", utf8_line(report->arena, line.projects));
	fputc('\n', out);
}

/* ---- msvc -------------------------------------------------------------- */

static const char *msvc_place(struct report *report, const struct place *place)
{
	struct buffer text = {.arena = report->arena};

	if (!place->file)
		return "pageaudit ";
	for (const char *c = path_text(report, place); *c; c++)
		buffer_char(&text, *c == '/' ? '\\' : *c);
	if (place->line)
		buffer_printf(&text, "(%" PRIu32 ",%" PRIu32 ")", place->line,
			place->column);
	else
		buffer_char(&text, ' ');
	return buffer_text(&text);
}

static void write_msvc_line(struct report *report, FILE *out, struct line line)
{
	fprintf(out, "%s: %s%s%s: %s", msvc_place(report, line.place),
		level_name(line.level), line.code ? " " : "",
		line.code ? line.code : "",
		utf8_line(report->arena, line.message));
	if (line.projects)
		fprintf(out, " [%s]", utf8_line(report->arena, line.projects));
	fputc('\n', out);
}

/* ---- both -------------------------------------------------------------- */

typedef void write_line(struct report *report, FILE *out, struct line line);

static void write_one(struct report *report, FILE *out, write_line *write)
{
	for (uint32_t i = 0; i < report->findings->list.count; i++) {
		const struct finding *finding =
			&report->findings->list.items[i];

		write(report, out, line_of_finding(report, finding));
		for (uint32_t j = 0; j < finding->steps.count; j++)
			write(report, out,
				line_of_step(report->arena,
					&finding->steps.items[j]));
		for (uint32_t j = 0; j < finding->related.count; j++)
			write(report, out,
				line_of_related(&finding->related.items[j]));
	}
	for (uint32_t i = 0; i < report->notices.count; i++)
		write(report, out, line_of_notice(&report->notices.items[i]));
	fprintf(out, "%s\n", report_summary(report));
}

static void write_lines(struct report *report, FILE *out, write_line *write)
{
	for (; report; report = report->next)
		write_one(report, out, write);
}

void report_msvc(struct report *report, FILE *out)
{
	write_lines(report, out, write_msvc_line);
}

void report_clang(struct report *report, FILE *out)
{
	bool colour = report->colour;

	for (struct report *one = report; one; one = one->next)
		one->colour = false;
	write_lines(report, out, write_clang_line);
	for (struct report *one = report; one; one = one->next)
		one->colour = colour;
}
