/*
 * The format for people:
 *
 *	src/driver.c:42:5: error: 'Start' acquires a spin lock [PA1001]
 *	   42 |     KeAcquireSpinLock(&Lock, &Irql);
 *	      |     ^~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
 *	  IRQL path, on every run that gets here:
 *	    PASSIVE_LEVEL   src/driver.c:12:1: 'DriverEntry' is entered
 *	  > DISPATCH_LEVEL    src/driver.c:42:5: the lock is acquired
 *	  see src/driver.c:9:9: 'Start' is put into PAGE here
 *
 * The mark is as wide as the place on its first line. Tabs are kept in both
 * lines, so that they fall together however wide the terminal makes them.
 */
#include <inttypes.h>
#include <string.h>

#include "base/buffer.h"
#include "report/source.h"
#include "report/text.h"
#include "base/utf8.h"

/* ---- snippet ----------------------------------------------------------- */

/* A source line that cannot disturb the terminal. */
static const char *shown_line(
	struct arena *arena, const char *text, size_t length)
{
	struct buffer line = {.arena = arena};
	const char *end = text + length;

	while (text < end) {
		uint32_t point = utf8_next(&text, end);

		utf8_add(&line,
			utf8_is_control(point) && point != '\t' ? ' ' : point);
	}
	return buffer_text(&line);
}

/* Below the text up to `from` blanks, below that up to `to` the mark. */
static const char *mark_line(
	struct arena *arena, const char *text, size_t from, size_t to)
{
	struct buffer mark = {.arena = arena};
	const char *start = text + from, *end = text + to;
	uint32_t width = 0;

	while (text < start) {
		uint32_t point = utf8_next(&text, start);

		if (point == '\t')
			buffer_char(&mark, '\t');
		else
			buffer_repeat(&mark, ' ', (uint32_t)utf8_width(point));
	}
	while (text < end)
		width += (uint32_t)utf8_width(utf8_next(&text, end));
	buffer_char(&mark, '^');
	buffer_repeat(&mark, '~', width ? width - 1 : 0);
	return buffer_text(&mark);
}

static void write_snippet(
	struct report *report, FILE *out, const struct place *place)
{
	struct source *source;
	const char *text;
	size_t length, from, to;

	if (!place->file)
		return;
	source = source_of(report, place->file);
	text = source_line(report, source, place->line, &length);
	if (!text)
		return;
	from = source_offset(report, source, place->line, place->column);
	to = place->end_line > place->line
		     ? length
		     : source_offset(
			       report, source, place->line, place->end_column);
	fprintf(out, "%5" PRIu32 " | %s\n", place->line,
		shown_line(report->arena, text, length));
	fprintf(out, "%5s | %s%s%s\n", "", tint(report, TINT_ERROR),
		mark_line(report->arena, text, from, to > from ? to : from),
		tint(report, TINT_NONE));
}

/* ---- path -------------------------------------------------------------- */

static int irql_width(const struct finding *finding)
{
	size_t width = 0;

	for (uint32_t i = 0; i < finding->steps.count; i++) {
		const char *irql = finding->steps.items[i].irql;

		if (irql && strlen(irql) > width)
			width = strlen(irql);
	}
	return (int)width;
}

static void write_step(
	struct report *report, FILE *out, const struct step *step, int width)
{
	fprintf(out, "  %c %s%-*s%s  %*s%s: %s\n", step->essential ? '>' : ' ',
		tint(report, step->essential ? TINT_ERROR : TINT_NOTE), width,
		step->irql ? step->irql : "", tint(report, TINT_NONE),
		2 * step->depth, "", place_text(report, &step->place),
		utf8_line(report->arena, step->message));
}

static void write_path(
	struct report *report, FILE *out, const struct finding *finding)
{
	int width = irql_width(finding);

	fprintf(out, "  %s%s%s\n", finding->steps.count ? "IRQL path, " : "",
		finding->must ? "on every run that gets here"
			      : "on some of the runs that get here",
		finding->steps.count ? ":" : "");
	for (uint32_t i = 0; i < finding->steps.count; i++)
		write_step(report, out, &finding->steps.items[i], width);
	for (uint32_t i = 0; i < finding->related.count; i++) {
		const struct related *related = &finding->related.items[i];

		fprintf(out, "  see %s: %s\n",
			place_text(report, &related->place),
			utf8_line(report->arena, related->message));
	}
}

static void write_report(struct report *report, FILE *out)
{
	for (uint32_t i = 0; i < report->findings->list.count; i++) {
		const struct finding *finding =
			&report->findings->list.items[i];

		write_clang_line(report, out, line_of_finding(report, finding));
		write_snippet(report, out, &finding->place);
		write_path(report, out, finding);
		fputc('\n', out);
	}
	for (uint32_t i = 0; i < report->notices.count; i++) {
		const struct notice *notice = &report->notices.items[i];

		write_clang_line(report, out, line_of_notice(notice));
		write_snippet(report, out, &notice->place);
	}
	if (report->notices.count)
		fputc('\n', out);
	fprintf(out, "%s\n", report_summary(report));
}

void report_pretty(struct report *report, FILE *out)
{
	for (; report; report = report->next)
		write_report(report, out);
}
