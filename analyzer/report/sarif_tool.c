/*
 * CWE numbers stand twice, because no consumer reads both: as a tag of the form
 * that code scanning filters by, and as a relation to a taxon. A rule is one
 * case of the weakness, so the weakness is its superset.
 */
#include "report/sarif_tool.h"

#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "report/explain.h"
#include "report/json.h"
#include "report/notices.h"
#include "base/utf8.h"

/* What consumers take at most. */
enum { MAX_DESCRIPTION = 1024, MAX_TAGS = 20 };

static const char cwe_prefix[] = "CWE-";
enum { CWE_PREFIX = sizeof(cwe_prefix) - 1 };

struct cwe_list {
	VEC(int) numbers; /* sorted, none twice */
};

/* ---- taxonomy ---------------------------------------------------------- */

/* The number of a tag "CWE-667", or 0. */
static int cwe_of_tag(const char *tag)
{
	return strncmp(tag, cwe_prefix, CWE_PREFIX) ? 0
						    : atoi(tag + CWE_PREFIX);
}

static int compare_numbers(const void *left, const void *right)
{
	return *(const int *)left - *(const int *)right;
}

static struct cwe_list cwe_numbers(const struct report *report)
{
	struct cwe_list list = {0};
	uint32_t kept = 0;

	for (uint32_t i = 0; report->rules[i]; i++) {
		const char *tags = report->rules[i]->tags, *tag;

		while ((tag = rule_next_tag(report->arena, &tags)))
			if (cwe_of_tag(tag))
				*vec_add(report->arena, &list.numbers) =
					cwe_of_tag(tag);
	}
	if (list.numbers.count)
		qsort(list.numbers.items, list.numbers.count, sizeof(int),
			compare_numbers);
	for (uint32_t i = 0; i < list.numbers.count; i++) {
		int number = list.numbers.items[i];

		if (!kept || number != list.numbers.items[kept - 1])
			list.numbers.items[kept++] = number;
	}
	list.numbers.count = kept;
	return list;
}

static int cwe_index(const struct cwe_list *list, int number)
{
	for (uint32_t i = 0; i < list->numbers.count; i++)
		if (list->numbers.items[i] == number)
			return (int)i;
	BUG("CWE-%d is a rule's, but not in the list", number);
}

static void put_taxonomy(
	struct arena *arena, json_t *run, const struct cwe_list *list)
{
	json_t *cwe = push_object(put_array(run, "taxonomies")), *taxa;

	put_text(arena, cwe, "name", "CWE");
	put_text(arena, cwe, "organization", "MITRE");
	put_text(arena, cwe, "informationUri", "https://cwe.mitre.org/");
	put_text(arena, put_object(cwe, "shortDescription"), "text",
		"The MITRE Common Weakness Enumeration");
	taxa = put_array(cwe, "taxa");
	for (uint32_t i = 0; i < list->numbers.count; i++) {
		json_t *taxon = push_object(taxa);
		int number = list->numbers.items[i];

		put_text(arena, taxon, "id", arena_printf(arena, "%d", number));
		put_text(arena, taxon, "helpUri",
			arena_printf(arena,
				"https://cwe.mitre.org/data/definitions/"
				"%d.html",
				number));
	}
}

/* ---- rules ------------------------------------------------------------- */

/* Cuts at a character's start, so that no half of one is left. */
static const char *cut(struct arena *arena, const char *text)
{
	const char *at = text, *last = text, *end = text + strlen(text);

	for (int i = 0; at < end && i < MAX_DESCRIPTION; i++) {
		last = at;
		utf8_next(&at, end);
	}
	if (at == end)
		return text;
	return arena_printf(arena, "%.*s…", (int)(last - text), text);
}

static void put_description(
	struct arena *arena, json_t *object, const char *key, const char *text)
{
	put_text(arena, put_object(object, key), "text", cut(arena, text));
}

/* "CWE-667" as code scanning writes it; other tags are their own. */
static const char *tag_text(struct arena *arena, const char *tag)
{
	int number = cwe_of_tag(tag);

	return number ? arena_printf(arena, "external/cwe/cwe-%d", number)
		      : tag;
}

static void put_properties(
	struct arena *arena, json_t *object, const struct rule *rule)
{
	static const char *const precisions[] = {
		[STATUS_STABLE] = "high",
		[STATUS_TRIAL] = "medium",
		[STATUS_ADVICE] = "high",
		[STATUS_REVEAL] = "low",
	};
	json_t *properties = put_object(object, "properties");
	json_t *tags = put_array(properties, "tags");
	const char *rest = rule->tags, *tag;

	while (json_array_size(tags) < MAX_TAGS &&
		(tag = rule_next_tag(arena, &rest)))
		push(tags, text_value(arena, tag_text(arena, tag)));
	put_text(arena, properties, "precision", precisions[rule->status]);
	put_text(arena, properties, "problem.severity",
		rule->level == LEVEL_NOTE ? "recommendation"
					  : level_name(rule->level));
}

static void put_relationships(struct arena *arena, json_t *object,
	const struct rule *rule, const struct cwe_list *list)
{
	const char *rest = rule->tags, *tag;
	json_t *relationships = NULL;

	while ((tag = rule_next_tag(arena, &rest))) {
		json_t *relationship, *target, *component;
		int number = cwe_of_tag(tag);

		if (!number)
			continue;
		if (!relationships)
			relationships = put_array(object, "relationships");
		relationship = push_object(relationships);
		target = put_object(relationship, "target");
		put_text(
			arena, target, "id", arena_printf(arena, "%d", number));
		put_number(target, "index", cwe_index(list, number));
		component = put_object(target, "toolComponent");
		put_text(arena, component, "name", "CWE");
		put_number(component, "index", 0);
		push(put_array(relationship, "kinds"), json_string("superset"));
	}
}

static void push_rule(struct arena *arena, json_t *array,
	const struct rule *rule, const struct cwe_list *list)
{
	json_t *object = push_object(array), *configuration, *help;

	put_text(arena, object, "id", rule->code);
	put_text(arena, object, "name", rule->name);
	put_description(
		arena, object, "shortDescription", rule_sentence(arena, rule));
	put_description(arena, object, "fullDescription", rule->why);
	put_text(arena, object, "helpUri", rule->reference);
	help = put_object(object, "help");
	put_text(arena, help, "text", explain_help_text(arena, rule));
	put_text(arena, help, "markdown", explain_help_markdown(arena, rule));
	configuration = put_object(object, "defaultConfiguration");
	if (!rule_is_default(rule))
		put(configuration, "enabled", json_false());
	put_text(arena, configuration, "level", level_name(rule->level));
	put_properties(arena, object, rule);
	put_relationships(arena, object, rule, list);
}

void sarif_put_tool(struct report *report, json_t *run)
{
	struct arena *arena = report->arena;
	json_t *driver = put_object(put_object(run, "tool"), "driver"), *array;
	struct cwe_list list = cwe_numbers(report);

	put_text(arena, driver, "name", "pageaudit");
	put_text(arena, driver, "fullName",
		arena_printf(arena, "pageaudit %s", report->version));
	put_text(arena, driver, "semanticVersion", report->version);
	if (list.numbers.count) {
		json_t *taxonomy =
			push_object(put_array(driver, "supportedTaxonomies"));

		put_text(arena, taxonomy, "name", "CWE");
		put_number(taxonomy, "index", 0);
		put_taxonomy(arena, run, &list);
	}
	array = put_array(driver, "rules");
	for (uint32_t i = 0; report->rules[i]; i++)
		push_rule(arena, array, report->rules[i], &list);
	array = put_array(driver, "notifications");
	for (uint32_t i = 0; notice_rules[i]; i++)
		push_rule(arena, array, notice_rules[i], &list);
}

uint32_t sarif_rule_index(const struct report *report, const struct rule *rule)
{
	for (uint32_t i = 0; report->rules[i]; i++)
		if (report->rules[i] == rule)
			return i;
	BUG("a finding of %s, which is not among the rules", rule->code);
}
