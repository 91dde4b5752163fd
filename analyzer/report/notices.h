/*
 * What the audit could not see has codes too. A kind of notice is described by
 * a struct rule that never looks (no check, no examples), so that `explain`,
 * the rule index and SARIF treat it like any other.
 */
#ifndef REPORT_NOTICES_H
#define REPORT_NOTICES_H

#include "facts/facts.h"
#include "report/rule.h"

/* In the order of enum notice_kind, which is that of the codes; then NULL. */
extern const struct rule *const notice_rules[];

const struct rule *notice_rule(enum notice_kind kind);

#endif
