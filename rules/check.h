/*
 * What a rule is given, and what rules share. A rule is one function over a
 * linked program and the IRQL flow through it; it adds findings and cannot
 * fail. See README.md for how to add one.
 */
#ifndef RULES_CHECK_H
#define RULES_CHECK_H

#include "irql/irql.h"
#include "program/program.h"
#include "report/finding.h"

struct check {
	const struct rule *rule;
	struct program *program;
	const struct flow *flow;
	struct findings *findings;
};

/* A new finding of this check's rule about a routine, with the directive that
 * placed the routine as a related place. */
struct finding *check_report(struct check *check,
	const struct routine *routine, struct place place, bool must,
	const char *format, ...) PRINTF_LIKE(5, 6);

/* ---- the path that proves a finding (witness.c) ------------------------ */

/* How one gets into a context: the entry point, then each call, and what
 * raises IRQL on the way. */
void witness_context(
	struct check *check, struct finding *finding, uint32_t context);

/* The call that raises IRQL; of a wrapper also what raises inside it. */
void witness_raise(struct check *check, struct finding *finding,
	uint32_t raise, int depth);

/* One call, the last step before the touch. */
void witness_call(struct check *check, struct finding *finding,
	const struct routine *caller, uint32_t event, int level, int depth,
	const char *callee);

/* ---- what several rules do --------------------------------------------- */

/* Reports every reached raise of one cause in pageable routines: PA1001-3.
 * The message is made from `what`, which says what the call does. */
void check_paged_raises(
	struct check *check, enum cause cause, const char *what);

/* Reports pageable routines that run too high because of who calls them, at
 * their definition: PA1004 and PA1005. */
void check_paged_entries(struct check *check, enum irql lowest,
	enum irql highest, const char *what);

/* The PAGED_CODE and PAGED_CODE_LOCKED markers of a body, in source order,
 * each place once. */
struct markers {
	VEC(const struct event *) list;
};
void find_markers(
	struct arena *arena, const struct body *body, struct markers *markers);

/* The name that the linker sees: without `$…`. In the program's names. */
const char *linker_section(struct program *program, const char *section);

/* Whether a name is PAGE or INIT but for the case of its letters. */
bool section_has_wrong_case(const char *section);

/* Whether a name that is not pageable looks as if it were meant to be. */
bool section_is_lookalike(const char *section);

/* Calls `visit` for every directive of every unit, each place once. */
void for_each_directive(struct check *check,
	void (*visit)(struct check *check, const struct directive *directive));

#endif
