/*
 * The part of a SARIF run that does not depend on findings: the tool, its
 * rules, its notifications and the taxonomy that the rules refer to.
 */
#ifndef REPORT_SARIF_TOOL_H
#define REPORT_SARIF_TOOL_H

#include <jansson.h>

#include "report/report.h"

/* Adds `tool` and, if a rule has a CWE number, `taxonomies` to a run. */
void sarif_put_tool(struct report *report, json_t *run);

/* The index of a rule in the driver's `rules`; a BUG if it is not there. */
uint32_t sarif_rule_index(const struct report *report, const struct rule *rule);

#endif
