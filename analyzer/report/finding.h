/*
 * Findings: what the rules say. A finding has one primary place, the line that
 * has to change (RULES: where each finding points), and proves itself with
 * steps: entry point, calls, the raise, the touch, each with the IRQL there.
 */
#ifndef REPORT_FINDING_H
#define REPORT_FINDING_H

#include <stdbool.h>

#include "base/vec.h"
#include "facts/facts.h"
#include "report/rule.h"

/* One station of the path that proves a finding. */
struct step {
	struct place place;
	const char *message;
	const char *irql; /* "DISPATCH_LEVEL", "<= APC_LEVEL", …, or NULL */
	int depth;	  /* how many calls deep, from 0 at the entry point */
	bool essential;	  /* entry, raise and touch, not the calls between */
};

/* A place that is not on the path: the pragma that placed the routine. */
struct related {
	struct place place;
	const char *message;
};

/* A piece of a file, and what to put in its place. An empty piece (its end is
 * its start) is where something is put in; "" takes the piece out. */
struct edit {
	struct place place;
	const char *text;
};

struct finding {
	const struct rule *rule;
	struct place place;
	bool must; /* on every run that gets there; else on some */
	bool is_note; /* a mild form of what the rule reports */
	bool in_lost_body; /* of its routine not all could be read */
	const char *message;
	/* What it is about, without line numbers: for fingerprints. */
	const char *function, *callee, *section; /* each may be NULL */
	int64_t saves; /* advice: bytes that need not be resident */
	VEC(struct step) steps;
	VEC(struct related) related;
	/* What a person would do about it, where that is mechanical: edits that
	 * go together, and what they do. NULL: no fix. */
	const char *fix;
	VEC(struct edit) edits;
	VEC(const char *) projects; /* that have it, sorted; empty: it is not
				     * a project's */
};

struct findings {
	struct arena *arena; /* owns messages and vectors: program lifetime */
	VEC(struct finding) list;
};

void findings_init(struct findings *findings, struct arena *arena);

/* Takes out those from an index on that are in bodies that lost statements. */
void findings_drop_lost(struct findings *findings, uint32_t from);

/* A new finding; fill the rest through the returned pointer at once. */
struct finding *findings_add(struct findings *findings, const struct rule *rule,
	struct place place, bool must, const char *format, ...)
	PRINTF_LIKE(5, 6);

void finding_step(struct findings *findings, struct finding *finding,
	struct place place, const char *irql, int depth, bool essential,
	const char *format, ...) PRINTF_LIKE(7, 8);

void finding_relate(struct findings *findings, struct finding *finding,
	struct place place, const char *format, ...) PRINTF_LIKE(4, 5);

/* An edit of the finding's fix; a fix of several edits keeps the description
 * that came last. Nothing happens if the place is nowhere. */
void finding_fix(struct findings *findings, struct finding *finding,
	struct place place, const char *text, const char *description);

/* No fix after all. */
void finding_drop_fix(struct finding *finding);

/* The empty place right before another, or right behind it. */
struct place place_before(const struct place *place);
struct place place_behind(const struct place *place);

/* Copies all of `more`, as findings of a project; NULL: of none. What belongs
 * to the findings stays with `more`, which has to outlive this. */
void findings_add_all(struct findings *findings, const struct findings *more,
	const char *project);

/* By file, line, column, code, message; equal ones become one, which has
 * the projects of all. */
void findings_sort(struct findings *findings);

/* The level after must/may: a may is at most a warning, a note stays one. */
enum level finding_level(const struct finding *finding);

#endif
