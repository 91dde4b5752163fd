/*
 * A rule in words: for the terminal, as Markdown, as JSON. All of it comes from
 * the rule's descriptor, under fixed headings: Why, Reported, Not reported,
 * Limits, Reference.
 *
 * A descriptor's texts are plain sentences. A blank line starts a paragraph, a
 * line that starts with "- " an item; other line ends are blanks. Words in
 * `backticks` are code.
 *
 * Results are in the arena. Lists of rules end with NULL.
 */
#ifndef REPORT_EXPLAIN_H
#define REPORT_EXPLAIN_H

#include <stdio.h>

#include "base/arena.h"
#include "report/rule.h"

/* `explain`: everything about one rule, 78 columns wide. */
const char *explain_text(struct arena *arena, const struct rule *rule);

/* The sections alone, as SARIF's help wants them. */
const char *explain_help_text(struct arena *arena, const struct rule *rule);
const char *explain_help_markdown(struct arena *arena, const struct rule *rule);

/* `rules`: a line for each. */
const char *rules_text(struct arena *arena, const struct rule *const *rules);

/* `rules --format markdown`: the rule index, with the codes of what the audit
 * could not see at its end. */
const char *rules_markdown(
	struct arena *arena, const struct rule *const *rules);

/* `rules --format json`: an array of descriptors. */
void rules_json(
	struct arena *arena, const struct rule *const *rules, FILE *out);

/* The summary as a sentence: capital, full stop. */
const char *rule_sentence(struct arena *arena, const struct rule *rule);

/*
 * The tags of a rule one by one: each call moves *tags behind the tag that it
 * returns (in the arena); NULL at the end.
 */
const char *rule_next_tag(struct arena *arena, const char **tags);

#endif
