#include "report/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "base/platform/platform.h"
#include "report/notices.h"
#include "report/source.h"

void report_init(struct report *report, struct arena *arena,
	const struct findings *findings, const struct rule *const *rules)
{
	memset(report, 0, sizeof(*report));
	report->arena = arena;
	report->findings = findings;
	report->rules = rules;
	report->version = "0";
	report->directory = platform_current_directory(arena);
	if (!report->directory)
		report->directory = ".";
	report->root = report->directory;
	report->sources = sources_new(arena);
}

/* A pointer is known by the record that holds it, or by its own type. */
static bool is_resolved(const struct facts *facts, const struct body *body,
	struct operand callee)
{
	const struct path *path;

	if (callee.kind == OPERAND_FUNCTION)
		return !facts->symbols.items[callee.index].made_up;
	if (callee.kind != OPERAND_PATH && callee.kind != OPERAND_ADDRESS)
		return false;
	path = &body->paths.items[callee.index];
	return path->type && !strstr(path->type, "pageaudit_") &&
		!(path->record && strstr(path->record, "pageaudit_"));
}

static void count_calls(struct coverage *coverage, const struct facts *facts,
	const struct body *body)
{
	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event->kind != EVENT_CALL || event->is_implicit)
			continue;
		coverage->calls++;
		coverage->resolved +=
			is_resolved(facts, body, event->callee);
	}
}

static void add_coverage(struct report *report, const struct facts *facts)
{
	struct coverage *coverage = vec_add(report->arena, &report->coverage);

	coverage->unit = facts->unit;
	coverage->parsed = facts->parsed;
	for (uint32_t i = 0; facts->parsed && i < facts->functions.count; i++) {
		const struct function *function = &facts->functions.items[i];
		const struct body *body = function->body;

		if (!body)
			continue;
		coverage->bodies++;
		count_calls(coverage, facts, body);
		if (body->lost_statements)
			*vec_add(report->arena, &coverage->lost) =
				(struct lost_body){function->name,
					body->lost_reason, body->first_lost};
	}
}

void report_add_unit(struct report *report, const struct facts *facts)
{
	add_coverage(report, facts);
	for (uint32_t i = 0; i < facts->notices.count; i++)
		*vec_add(report->arena, &report->notices) =
			facts->notices.items[i];
}

void report_add_notice(struct report *report, enum notice_kind kind,
	struct place place, const char *format, ...)
{
	struct notice *notice = vec_add(report->arena, &report->notices);
	va_list args;

	notice->kind = kind;
	notice->place = place;
	va_start(args, format);
	notice->message = arena_vprintf(report->arena, format, args);
	va_end(args);
}

/* ---- finishing --------------------------------------------------------- */

static int compare_notices(const void *left, const void *right)
{
	const struct notice *a = left, *b = right;
	int order = place_compare(&a->place, &b->place);

	if (!order)
		order = (int)a->kind - (int)b->kind;
	return order ? order : strcmp(a->message, b->message);
}

static void sort_notices(struct report *report)
{
	struct notice *items = report->notices.items;
	uint32_t count = report->notices.count, kept = 0;

	if (count)
		qsort(items, count, sizeof(*items), compare_notices);
	for (uint32_t i = 0; i < count; i++)
		if (!kept || compare_notices(&items[i], &items[kept - 1]))
			items[kept++] = items[i];
	report->notices.count = kept;
}

static void count_notice(struct summary *summary, enum notice_kind kind)
{
	switch (kind) {
	case NOTICE_SOURCE_NOT_ANALYSED:
		summary->lost_units++;
		return;
	case NOTICE_BODY_INCOMPLETE:
		summary->lost_bodies++;
		return;
	case NOTICE_HEADER_NOT_FOUND:
		summary->unresolved_headers++;
		return;
	case NOTICE_UNKNOWN_CALLEE:
		summary->unknown_callees++;
		return;
	case NOTICE_USER_MODE:
		summary->user_mode++;
		return;
	}
	BUG("a notice of unknown kind %d", (int)kind);
}

static void count_finding(
	struct summary *summary, const struct finding *finding)
{
	summary->advised += finding->saves > 0;
	summary->saved += finding->saves;
	switch (finding_level(finding)) {
	case LEVEL_ERROR:
		summary->errors++;
		return;
	case LEVEL_WARNING:
		summary->warnings++;
		return;
	case LEVEL_NOTE:
		summary->notes++;
		return;
	}
	BUG("a finding of unknown level %d", (int)finding_level(finding));
}

void report_finish(struct report *report)
{
	sort_notices(report);
	for (uint32_t i = 0; i < report->notices.count; i++)
		count_notice(&report->summary, report->notices.items[i].kind);
	for (uint32_t i = 0; i < report->findings->list.count; i++)
		count_finding(
			&report->summary, &report->findings->list.items[i]);
}

/* ---- formats ----------------------------------------------------------- */

const struct report_format report_formats[] = {
	{"pretty", report_pretty},
	{"clang", report_clang},
	{"msvc", report_msvc},
	{"sarif", report_sarif},
	{"json", report_json},
	{NULL, NULL},
};

const struct report_format *report_format_find(const char *name)
{
	for (const struct report_format *format = report_formats; format->name;
		format++)
		if (!strcmp(format->name, name))
			return format;
	return NULL;
}

const char *level_name(enum level level)
{
	static const char *const names[] = {
		[LEVEL_NOTE] = "note",
		[LEVEL_WARNING] = "warning",
		[LEVEL_ERROR] = "error",
	};

	return names[level];
}
