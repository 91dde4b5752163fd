/*
 * SARIF 2.1.0, shaped by what its readers do with it:
 *
 * - Only the first location of a result is shown, and it must be below the
 *   root. Where a finding's place is not, the last step that is takes its
 *   part, and the place itself becomes a related one.
 * - Related places are shown only if the message links to them.
 * - All four numbers of a region are written, columns in UTF-16 code units.
 * - A flow's steps are written in full, because shared ones are not read.
 */
#include <ctype.h>
#include <inttypes.h>
#include <string.h>

#include "base/buffer.h"
#include "report/fingerprint.h"
#include "report/json.h"
#include "report/notices.h"
#include "report/report.h"
#include "report/sarif_tool.h"
#include "report/source.h"

/* ---- places ------------------------------------------------------------ */

static void put_artifact(
	struct report *report, json_t *object, const struct source *source)
{
	json_t *artifact = put_object(object, "artifactLocation");
	struct arena *arena = report->arena;

	if (!source->below_root) {
		put_text(arena, artifact, "uri",
			path_to_file_uri(arena, source->absolute));
		return;
	}
	put_text(
		arena, artifact, "uri", path_to_uri(arena, source->below_root));
	put_text(arena, artifact, "uriBaseId", "SRCROOT");
}

/* A region is never empty: a place without an end is one column wide. */
static void put_region(struct report *report, json_t *object,
	struct source *source, const struct place *place)
{
	json_t *region;
	uint32_t column, end_line = place->end_line, end_column;

	if (!place->line)
		return;
	region = put_object(object, "region");
	column =
		source_utf16_column(report, source, place->line, place->column);
	end_column = source_utf16_column(
		report, source, end_line, place->end_column);
	if (end_line < place->line ||
		(end_line == place->line && end_column <= column)) {
		end_line = place->line;
		end_column = column + 1;
	}
	put_number(region, "startLine", place->line);
	put_number(region, "startColumn", column);
	put_number(region, "endLine", end_line);
	put_number(region, "endColumn", end_column);
}

/* Nothing for a place that is nowhere. */
static void put_physical(
	struct report *report, json_t *location, const struct place *place)
{
	struct source *source;
	json_t *physical;

	if (!place->file)
		return;
	source = source_of(report, place->file);
	physical = put_object(location, "physicalLocation");
	put_artifact(report, physical, source);
	put_region(report, physical, source, place);
}

static bool is_below_root(struct report *report, const struct place *place)
{
	return place->file && source_of(report, place->file)->below_root;
}

static const struct place *primary_place(
	struct report *report, const struct finding *finding)
{
	if (is_below_root(report, &finding->place))
		return &finding->place;
	for (uint32_t i = finding->steps.count; i-- > 0;)
		if (is_below_root(report, &finding->steps.items[i].place))
			return &finding->steps.items[i].place;
	return &finding->place;
}

/* ---- messages ---------------------------------------------------------- */

/*
 * In a SARIF message {0} is a placeholder and [text](1) a link. A text that
 * holds either gets its braces doubled or its brackets escaped; others, which
 * is nearly all, stay as they are, because not every reader undoes this.
 */
static const char *message_text(struct arena *arena, const char *text)
{
	struct buffer out = {.arena = arena};
	bool links = strstr(text, "](") != NULL, places = false;

	for (const char *c = text; *c; c++)
		if (*c == '{' && isdigit((unsigned char)c[1]))
			places = true;
	for (; *text; text++) {
		if (links && strchr("[]\\", *text))
			buffer_char(&out, '\\');
		if (places && strchr("{}", *text))
			buffer_char(&out, *text);
		buffer_char(&out, *text);
	}
	return buffer_text(&out);
}

static void put_message(struct arena *arena, json_t *object, const char *text)
{
	put_text(arena, put_object(object, "message"), "text",
		message_text(arena, text));
}

static void add_link(struct buffer *out, const char *text, uint32_t id)
{
	buffer_char(out, '[');
	for (text = message_text(out->arena, text); *text; text++) {
		if (strchr("[]", *text))
			buffer_char(out, '\\');
		buffer_char(out, *text);
	}
	buffer_printf(out, "](%" PRIu32 ")", id);
}

struct relateds {
	VEC(struct related) list;
};

/* The first sentence is what is wrong: readers take it as the title. */
static const char *result_text(struct arena *arena,
	const struct finding *finding, const struct relateds *relateds)
{
	struct buffer out = {.arena = arena};
	size_t length = strlen(finding->message);
	bool ended = length && finding->message[length - 1] == '.';

	buffer_printf(&out, "%s%s %s.", message_text(arena, finding->message),
		ended ? "" : ".",
		finding->must
			? "Must happen: on every run that gets here"
			: "May happen: on some of the runs that get here");
	for (uint32_t i = 0; i < relateds->list.count; i++) {
		buffer_add(&out, i ? ", " : " See ");
		add_link(&out, relateds->list.items[i].message, i + 1);
	}
	buffer_add(&out, relateds->list.count ? "." : "");
	return buffer_text(&out);
}

/* ---- results ----------------------------------------------------------- */

static struct relateds relateds_of(struct report *report,
	const struct finding *finding, const struct place *primary)
{
	struct relateds relateds = {0};

	if (primary != &finding->place)
		*vec_add(report->arena, &relateds.list) =
			(struct related){finding->place, "the place itself"};
	for (uint32_t i = 0; i < finding->related.count; i++)
		*vec_add(report->arena, &relateds.list) =
			finding->related.items[i];
	return relateds;
}

static void put_locations(struct report *report, json_t *result,
	const struct finding *finding, const struct place *primary)
{
	json_t *location = push_object(put_array(result, "locations"));
	json_t *logical;

	put_physical(report, location, primary);
	if (!finding->function)
		return;
	logical = push_object(put_array(location, "logicalLocations"));
	put_text(report->arena, logical, "fullyQualifiedName",
		finding->function);
	put_text(report->arena, logical, "kind", "function");
}

static void put_fingerprints(struct report *report, json_t *result,
	const struct place *primary, struct fingerprint fingerprint)
{
	json_t *object = put_object(result, "partialFingerprints");

	if (primary->file)
		put_text(report->arena, object, "primaryLocationLineHash",
			source_line_hash(report,
				source_of(report, primary->file),
				primary->line));
	put_text(report->arena, object, "pageaudit/v1",
		fingerprint_text(report->arena, fingerprint));
}

/* Readers want a place in every step; one that is nowhere has the finding's. */
static void push_step(struct report *report, json_t *locations,
	const struct step *step, const struct place *primary)
{
	json_t *item = push_object(locations);
	json_t *location = put_object(item, "location");

	put_physical(
		report, location, step->place.file ? &step->place : primary);
	put_message(report->arena, location, step->message);
	put_number(item, "nestingLevel", step->depth);
	put_text(report->arena, item, "importance",
		step->essential ? "essential" : "important");
	if (step->irql)
		put_text(report->arena,
			put_object(put_object(item, "state"), "irql"), "text",
			step->irql);
}

static void put_flow(struct report *report, json_t *result,
	const struct finding *finding, const struct place *primary)
{
	json_t *flow, *thread, *locations;

	if (!finding->steps.count)
		return;
	flow = push_object(put_array(result, "codeFlows"));
	thread = push_object(put_array(flow, "threadFlows"));
	locations = put_array(thread, "locations");
	for (uint32_t i = 0; i < finding->steps.count; i++)
		push_step(report, locations, &finding->steps.items[i], primary);
}

static void put_related(
	struct report *report, json_t *result, const struct relateds *relateds)
{
	json_t *array;

	if (!relateds->list.count)
		return;
	array = put_array(result, "relatedLocations");
	for (uint32_t i = 0; i < relateds->list.count; i++) {
		const struct related *related = &relateds->list.items[i];
		json_t *location = push_object(array);

		put_number(location, "id", i + 1);
		put_physical(report, location, &related->place);
		put_message(report->arena, location, related->message);
	}
}

/* Unlike the region of a location, one that is put in is empty. */
static void put_deleted_region(struct report *report, json_t *object,
	struct source *source, const struct place *place)
{
	json_t *region = put_object(object, "deletedRegion");

	put_number(region, "startLine", place->line);
	put_number(region, "startColumn",
		source_utf16_column(
			report, source, place->line, place->column));
	put_number(region, "endLine", place->end_line);
	put_number(region, "endColumn",
		source_utf16_column(
			report, source, place->end_line, place->end_column));
}

/* One change for each file that the edits are in. */
static void put_fix(
	struct report *report, json_t *result, const struct finding *finding)
{
	json_t *fix, *changes, *replacements = NULL;
	const char *file = NULL;

	if (!finding->fix)
		return;
	fix = push_object(put_array(result, "fixes"));
	put_text(report->arena, put_object(fix, "description"), "text",
		message_text(report->arena, finding->fix));
	changes = put_array(fix, "artifactChanges");
	for (uint32_t i = 0; i < finding->edits.count; i++) {
		const struct edit *edit = &finding->edits.items[i];
		struct source *source = source_of(report, edit->place.file);
		json_t *item;

		if (!file || strcmp(file, edit->place.file)) {
			item = push_object(changes);
			put_artifact(report, item, source);
			replacements = put_array(item, "replacements");
			file = edit->place.file;
		}
		item = push_object(replacements);
		put_deleted_region(report, item, source, &edit->place);
		put_text(report->arena, put_object(item, "insertedContent"),
			"text", edit->text);
	}
}

static void put_projects(
	struct report *report, json_t *result, const struct finding *finding)
{
	json_t *array;

	if (!finding->projects.count)
		return;
	array = put_array(put_object(result, "properties"), "projects");
	for (uint32_t i = 0; i < finding->projects.count; i++)
		push(array,
			text_value(report->arena, finding->projects.items[i]));
}

static void push_result(struct report *report, json_t *results,
	const struct finding *finding, struct fingerprint fingerprint)
{
	const struct place *primary = primary_place(report, finding);
	struct relateds relateds = relateds_of(report, finding, primary);
	struct arena *arena = report->arena;
	json_t *result = push_object(results);

	put_text(arena, result, "ruleId", finding->rule->code);
	put_number(
		result, "ruleIndex", sarif_rule_index(report, finding->rule));
	put_text(arena, result, "level", level_name(finding_level(finding)));
	put_text(arena, put_object(result, "message"), "text",
		result_text(arena, finding, &relateds));
	put_locations(report, result, finding, primary);
	put_fingerprints(report, result, primary, fingerprint);
	put_flow(report, result, finding, primary);
	put_related(report, result, &relateds);
	put_fix(report, result, finding);
	put_projects(report, result, finding);
}

static void put_results(struct report *report, json_t *run)
{
	struct fingerprint *fingerprints = finding_fingerprints(report);
	json_t *results = put_array(run, "results");

	for (uint32_t i = 0; i < report->findings->list.count; i++)
		push_result(report, results, &report->findings->list.items[i],
			fingerprints[i]);
}

/* ---- the run ----------------------------------------------------------- */

static void push_notification(
	struct report *report, json_t *array, const struct notice *notice)
{
	const struct rule *rule = notice_rule(notice->kind);
	json_t *notification = push_object(array), *descriptor;

	descriptor = put_object(notification, "descriptor");
	put_text(report->arena, descriptor, "id", rule->code);
	put_number(descriptor, "index", notice->kind);
	put_text(report->arena, notification, "level", level_name(rule->level));
	put_message(report->arena, notification, notice->message);
	if (notice->place.file)
		put_physical(report,
			push_object(put_array(notification, "locations")),
			&notice->place);
}

static void put_invocation(struct report *report, json_t *run)
{
	json_t *invocation = push_object(put_array(run, "invocations"));
	json_t *notifications;

	put(invocation, "executionSuccessful",
		json_boolean(!report->summary.lost_units));
	notifications = put_array(invocation, "toolExecutionNotifications");
	for (uint32_t i = 0; i < report->notices.count; i++)
		push_notification(
			report, notifications, &report->notices.items[i]);
}

static void put_root(struct report *report, json_t *run)
{
	json_t *bases = put_object(run, "originalUriBaseIds");
	const char *uri = path_to_file_uri(report->arena, report->root);
	bool ended = uri[strlen(uri) - 1] == '/';

	put_text(report->arena, put_object(bases, "SRCROOT"), "uri",
		arena_printf(report->arena, "%s%s", uri, ended ? "" : "/"));
}

static void put_category(struct report *report, json_t *run)
{
	const char *configuration = report->configuration;

	put_text(report->arena, put_object(run, "automationDetails"), "id",
		arena_printf(report->arena, "pageaudit/%s%s",
			configuration ? configuration : "",
			configuration ? "/" : ""));
}

/* How much was understood; what was not is in the notifications. */
static void put_coverage(const struct report *report, json_t *run)
{
	json_t *properties = put_object(run, "properties");
	uint32_t parsed = 0;

	for (uint32_t i = 0; i < report->coverage.count; i++)
		parsed += report->coverage.items[i].parsed;
	put_number(properties, "sources", report->coverage.count);
	put_number(properties, "parsedSources", parsed);
	put_number(properties, "bodies", report->summary.functions);
	put_number(
		properties, "completeBodies", report_complete_bodies(report));
}

static void put_run(struct report *report, json_t *run)
{
	sarif_put_tool(report, run);
	put_category(report, run);
	put_text(report->arena, run, "columnKind", "utf16CodeUnits");
	put_root(report, run);
	put_invocation(report, run);
	put_results(report, run);
	put_coverage(report, run);
}

void report_sarif(struct report *report, FILE *out)
{
	json_t *document = json_object(), *runs;

	put_text(report->arena, document, "$schema",
		"https://json.schemastore.org/sarif-2.1.0.json");
	put_text(report->arena, document, "version", "2.1.0");
	runs = put_array(document, "runs");
	for (; report; report = report->next)
		put_run(report, push_object(runs));
	write_json(document, out);
}
