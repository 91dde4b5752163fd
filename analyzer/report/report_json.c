/*
 * The program's own JSON: what struct report holds, little more. Columns count
 * bytes, as everywhere but in SARIF; paths are relative to the root where they
 * can be. New members may come, those that are here stay.
 */
#include "report/fingerprint.h"
#include "report/json.h"
#include "report/notices.h"
#include "report/report.h"
#include "report/source.h"

static void put_place(
	struct report *report, json_t *object, const struct place *place)
{
	const struct source *source;

	if (!place->file)
		return;
	source = source_of(report, place->file);
	put_text(report->arena, object, "file",
		source->below_root ? source->below_root : source->absolute);
	put_number(object, "line", place->line);
	put_number(object, "column", place->column);
	put_number(object, "endLine", place->end_line);
	put_number(object, "endColumn", place->end_column);
}

static void push_step(
	struct report *report, json_t *array, const struct step *step)
{
	json_t *object = push_object(array);

	put_place(report, object, &step->place);
	put_text(report->arena, object, "message", step->message);
	put_text(report->arena, object, "irql", step->irql);
	put_number(object, "depth", step->depth);
	put(object, "essential", json_boolean(step->essential));
}

static void put_fix(
	struct report *report, json_t *object, const struct finding *finding)
{
	json_t *fix, *edits;

	if (!finding->fix)
		return;
	fix = put_object(object, "fix");
	put_text(report->arena, fix, "description", finding->fix);
	edits = put_array(fix, "edits");
	for (uint32_t i = 0; i < finding->edits.count; i++) {
		const struct edit *edit = &finding->edits.items[i];
		json_t *item = push_object(edits);

		put_place(report, item, &edit->place);
		put_text(report->arena, item, "text", edit->text);
	}
}

static void put_projects(
	struct arena *arena, json_t *object, const struct finding *finding)
{
	json_t *list;

	if (!finding->projects.count)
		return;
	list = put_array(object, "projects");
	for (uint32_t i = 0; i < finding->projects.count; i++)
		push(list, text_value(arena, finding->projects.items[i]));
}

static void push_finding(struct report *report, json_t *array,
	const struct finding *finding, struct fingerprint fingerprint)
{
	struct arena *arena = report->arena;
	json_t *object = push_object(array), *list;

	put_text(arena, object, "code", finding->rule->code);
	put_text(arena, object, "name", finding->rule->name);
	put_text(arena, object, "level", level_name(finding_level(finding)));
	put(object, "must", json_boolean(finding->must));
	put_text(arena, object, "message", finding->message);
	put_place(report, object, &finding->place);
	put_text(arena, object, "function", finding->function);
	put_text(arena, object, "callee", finding->callee);
	put_text(arena, object, "section", finding->section);
	put_text(arena, object, "fingerprint",
		fingerprint_text(arena, fingerprint));
	if (finding->saves)
		put_number(object, "saves", finding->saves);
	put_projects(arena, object, finding);
	list = put_array(object, "steps");
	for (uint32_t i = 0; i < finding->steps.count; i++)
		push_step(report, list, &finding->steps.items[i]);
	list = put_array(object, "related");
	for (uint32_t i = 0; i < finding->related.count; i++) {
		const struct related *related = &finding->related.items[i];
		json_t *item = push_object(list);

		put_place(report, item, &related->place);
		put_text(arena, item, "message", related->message);
	}
	put_fix(report, object, finding);
}

static void push_notice(
	struct report *report, json_t *array, const struct notice *notice)
{
	const struct rule *rule = notice_rule(notice->kind);
	json_t *object = push_object(array);

	put_text(report->arena, object, "code", rule->code);
	put_text(report->arena, object, "name", rule->name);
	put_text(report->arena, object, "level", level_name(rule->level));
	put_text(report->arena, object, "message", notice->message);
	put_place(report, object, &notice->place);
}

/* What summary.unknownEntries counts, of summary.irqlFunctions. */
static void put_unknown(struct report *report, json_t *document)
{
	json_t *list = put_array(document, "unknownEntries");

	for (uint32_t i = 0; i < report->unknown.count; i++) {
		const struct unknown_function *unknown =
			&report->unknown.items[i];
		json_t *object = push_object(list);

		put_text(report->arena, object, "function", unknown->name);
		put_text(report->arena, object, "reason", unknown->reason);
		put_place(report, object, &unknown->place);
	}
}

static void push_lost(
	struct report *report, json_t *array, const struct lost_body *lost)
{
	json_t *object = push_object(array);

	put_text(report->arena, object, "function", lost->function);
	put_text(report->arena, object, "reason", lost->reason);
	put_place(report, object, &lost->place);
}

/* Source by source; summary.completeBodies counts shared headers once. */
static void put_coverage(struct report *report, json_t *document)
{
	json_t *list = put_array(document, "coverage");

	for (uint32_t i = 0; i < report->coverage.count; i++) {
		const struct coverage *unit = &report->coverage.items[i];
		const struct source *source = source_of(report, unit->unit);
		json_t *object = push_object(list), *lost;

		put_text(report->arena, object, "file",
			source->below_root ? source->below_root
					   : source->absolute);
		put(object, "parsed", json_boolean(unit->parsed));
		put_number(object, "bodies", unit->bodies);
		put_number(object, "completeBodies",
			unit->bodies - unit->lost.count);
		put_number(object, "calls", unit->calls);
		put_number(object, "resolvedCalls", unit->resolved);
		lost = put_array(object, "lost");
		for (uint32_t j = 0; j < unit->lost.count; j++)
			push_lost(report, lost, &unit->lost.items[j]);
	}
}

/* How long it took is left out: it is not the same twice. */
static void put_summary(const struct report *report, json_t *document)
{
	const struct summary *summary = &report->summary;
	json_t *object = put_object(document, "summary");

	if (summary->projects)
		put_number(object, "projects", summary->projects);
	put_number(object, "files", summary->files);
	put_number(object, "functions", summary->functions);
	put_number(object, "pageable", summary->pageable);
	put_number(object, "irqlFunctions", summary->mattering);
	put_number(object, "unknownEntries", report->unknown.count);
	put_number(object, "unreferencedFunctions", summary->unreferenced);
	put_number(object, "errors", summary->errors);
	put_number(object, "warnings", summary->warnings);
	put_number(object, "notes", summary->notes);
	if (summary->advised) {
		put_number(object, "couldBePageable", summary->advised);
		put_number(object, "bytesSaved", summary->saved);
	}
	put_number(object, "unresolvedHeaders", summary->unresolved_headers);
	put_number(object, "unknownCallees", summary->unknown_callees);
	put_number(object, "userModeSources", summary->user_mode);
	put_number(object, "completeBodies", report_complete_bodies(report));
	put_number(object, "lostBodies", summary->lost_bodies);
	put_number(object, "lostUnits", summary->lost_units);
	put(object, "complete", json_boolean(report_is_complete(report)));
}

/* A report and, as `more`, those of other configurations. */
static void put_report(struct report *report, json_t *document)
{
	struct fingerprint *fingerprints = finding_fingerprints(report);
	json_t *list;

	put_text(report->arena, document, "configuration",
		report->configuration);
	put_summary(report, document);
	list = put_array(document, "findings");
	for (uint32_t i = 0; i < report->findings->list.count; i++)
		push_finding(report, list, &report->findings->list.items[i],
			fingerprints[i]);
	list = put_array(document, "notices");
	for (uint32_t i = 0; i < report->notices.count; i++)
		push_notice(report, list, &report->notices.items[i]);
	put_unknown(report, document);
	put_coverage(report, document);
	if (!report->next)
		return;
	list = put_array(document, "more");
	for (report = report->next; report; report = report->next) {
		struct report alone = *report;

		alone.next = NULL;
		put_report(&alone, push_object(list));
	}
}

void report_json(struct report *report, FILE *out)
{
	json_t *document = json_object();

	put_text(report->arena, document, "tool", "pageaudit");
	put_text(report->arena, document, "version", report->version);
	put_report(report, document);
	write_json(document, out);
}
