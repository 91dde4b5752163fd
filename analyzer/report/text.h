/*
 * What the text writers share: the one-line form of findings, notices, steps
 * and related places.
 */
#ifndef REPORT_TEXT_H
#define REPORT_TEXT_H

#include <stdio.h>

#include "report/report.h"

struct line {
	const struct place *place; /* its file may be NULL: nowhere */
	enum level level;
	const char *code; /* NULL for steps and related places */
	const char *message;
	const char *projects; /* that have it, when there are several */
};

struct line line_of_finding(
	const struct report *report, const struct finding *finding);
struct line line_of_notice(const struct notice *notice);

/* With the IRQL behind the message: "enters (IRQL = DISPATCH_LEVEL)". */
struct line line_of_step(struct arena *arena, const struct step *step);
struct line line_of_related(const struct related *related);

/* Writes a line as clang does; in colour if the report says so. */
void write_clang_line(struct report *report, FILE *out, struct line line);

/* "src/driver.c:42:5", "src/driver.c", or "pageaudit" for nowhere. */
const char *place_text(struct report *report, const struct place *place);

/* The terminal's code for a role if the report is in colour, else "". */
enum tint { TINT_NONE, TINT_PLACE, TINT_NOTE, TINT_WARNING, TINT_ERROR };
const char *tint(const struct report *report, enum tint tint);
enum tint tint_of_level(enum level level);

#endif
