/*
 * The last line of a run and its exit status. Both say the same about
 * completeness: bodies or units that were lost make a run incomplete, because
 * a finding may have been lost with them. Missing headers and unknown callees
 * are shown, but what they really cost is counted elsewhere.
 *
 * No part of the line reads like a diagnostic to a build system: no "error" or
 * "warning" is followed by a colon.
 */
#include <inttypes.h>

#include "base/buffer.h"
#include "report/report.h"

/* Nothing but user-mode code was given: then nothing was looked at. */
static bool is_void(const struct report *report)
{
	return report->summary.user_mode && !report->summary.files &&
		!report->beside_projects;
}

bool report_is_complete(const struct report *report)
{
	const struct summary *summary = &report->summary;

	return !summary->lost_units && !summary->lost_bodies &&
		!is_void(report);
}

/* A routine with two definitions loses two bodies and counts as one. */
uint32_t report_complete_bodies(const struct report *report)
{
	const struct summary *summary = &report->summary;

	return summary->lost_bodies < summary->functions
		       ? summary->functions - summary->lost_bodies
		       : 0;
}

int report_exit_status(const struct report *report, enum level fail_on)
{
	int status = report_is_complete(report) ? 0 : 3;

	for (uint32_t i = 0; i < report->findings->list.count; i++)
		if (finding_level(&report->findings->list.items[i]) >= fail_on)
			status = 1;
	if (report->next && status != 1) {
		int other = report_exit_status(report->next, fail_on);

		status = other ? other : status;
	}
	return status;
}

/* "1 file", "2 files". */
static void add_count(
	struct buffer *line, uint32_t count, const char *one, const char *many)
{
	buffer_printf(line, "%" PRIu32 " %s", count, count == 1 ? one : many);
}

static void add_findings(struct buffer *line, const struct summary *summary)
{
	const struct {
		uint32_t count;
		const char *one, *many;
	} parts[] = {
		{summary->errors, "error", "errors"},
		{summary->warnings, "warning", "warnings"},
		{summary->notes, "note", "notes"},
	};
	const char *before = " (";

	add_count(line, summary->errors + summary->warnings + summary->notes,
		"finding", "findings");
	for (int i = 0; i < 3; i++) {
		if (!parts[i].count)
			continue;
		buffer_add(line, before);
		add_count(line, parts[i].count, parts[i].one, parts[i].many);
		before = ", ";
	}
	buffer_add(line, before[0] == ',' ? ")" : "");
}

/* What following all advice would save, if any was asked for. */
static void add_advice(struct buffer *line, const struct report *report)
{
	const struct summary *summary = &report->summary;

	for (uint32_t i = 0; report->rules[i]; i++) {
		if (report->rules[i]->status != STATUS_ADVICE)
			continue;
		add_count(line, summary->advised, "routine", "routines");
		buffer_printf(line,
			" could be pageable, about %" PRId64 " bytes; ",
			summary->saved);
		return;
	}
}

static void add_completeness(struct buffer *line, const struct report *report)
{
	const struct summary *summary = &report->summary;

	if (report_is_complete(report)) {
		buffer_add(line, "complete");
		return;
	}
	buffer_add(line, "incomplete (");
	if (is_void(report))
		buffer_add(line, summary->lost_units ?
				"no kernel-mode source, " :
				"no kernel-mode source");
	if (summary->lost_units)
		add_count(line, summary->lost_units, "source not analysed",
			"sources not analysed");
	if (summary->lost_units && summary->lost_bodies)
		buffer_add(line, ", ");
	if (summary->lost_bodies)
		buffer_printf(line,
			"%" PRIu32 " of %" PRIu32 " bodies complete",
			report_complete_bodies(report), summary->functions);
	buffer_add(line, ")");
}

const char *report_summary(const struct report *report)
{
	const struct summary *summary = &report->summary;
	struct buffer line = {.arena = report->arena};
	int64_t tenths = (summary->milliseconds + 50) / 100;

	buffer_add(&line, "pageaudit: ");
	if (report->configuration)
		buffer_printf(&line, "%s: ", report->configuration);
	if (summary->projects) {
		add_count(&line, summary->projects, "project", "projects");
		buffer_add(&line, ", ");
	}
	add_count(&line, summary->files, "file", "files");
	buffer_add(&line, ", ");
	add_count(&line, summary->functions, "function", "functions");
	buffer_printf(&line, ", %" PRIu32 " pageable; ", summary->pageable);
	add_findings(&line, summary);
	buffer_add(&line, "; ");
	add_advice(&line, report);
	add_count(&line, summary->unresolved_headers, "unresolved header",
		"unresolved headers");
	buffer_add(&line, "; ");
	if (summary->unknown_callees) {
		add_count(&line, summary->unknown_callees, "unknown callee",
			"unknown callees");
		buffer_add(&line, "; ");
	}
	if (summary->user_mode) {
		add_count(&line, summary->user_mode,
			"user-mode source left out",
			"user-mode sources left out");
		buffer_add(&line, "; ");
	}
	add_completeness(&line, report);
	buffer_printf(
		&line, "; %" PRId64 ".%d s", tenths / 10, (int)(tenths % 10));
	return buffer_text(&line);
}
