/*
 * How findings are put right where that is mechanical. A fix is safe to apply
 * as it is: its finding goes and no other comes. Where that is not sure, or a
 * macro spells what would have to change, there is none.
 */
#ifndef RULES_FIXES_H
#define RULES_FIXES_H

#include "rules/check.h"

/* ---- what may move where (safety.c) ------------------------------------- */

/* Whether a routine that is resident, or locked, could be neither. */
bool could_be_paged(struct check *check, const struct routine *routine);

/* Whether all that a directive places could be in the section of this name
 * without a finding that is not there now. */
bool could_place(struct check *check, const struct directive *directive,
	const char *section);

/* The same for one routine, which keeps its markers or gets one. */
bool could_be_in(struct check *check, const struct routine *routine,
	const char *section);

/* The same for one variable. */
bool variable_could_be_in(struct check *check,
	const struct program_variable *variable, const char *section);

/* Whether any directive of the driver leads to this name in the image: of this
 * segment, or, SEGMENT_COUNT, of any. */
bool is_section_used(struct check *check, const char *image, int segment);

/* Likewise for data of any kind. */
bool holds_data(struct check *check, const char *image);

/* Whether what a directive names is code. */
bool places_code(const struct directive *directive);

/* ---- edits (fixes.c) ----------------------------------------------------- */

/* The unit that a directive belongs to, one of those that read it. */
const struct facts *unit_of_directive(
	const struct check *check, const struct directive *directive);

/* Calls `visit` for each routine that a directive of this unit places, or would
 * if its section's name were right. */
void for_each_placed(struct check *check, const struct directive *directive,
	void (*visit)(struct check *check, void *context,
		const struct routine *routine),
	void *context);

/* Puts PAGED_CODE, or its kin, before the first statement. */
void fix_insert_marker(struct check *check, struct finding *finding,
	const struct routine *routine, const char *name,
	const char *description);

/* Takes a marker out, with its line if it has one to itself; nothing happens
 * if it is no statement or a macro of the driver's. */
void fix_remove_marker(struct check *check, struct finding *finding,
	const struct event *marker, const char *description);

/* Whether a marker is spelled PAGED_CODE or PAGED_CODE_LOCKED. */
bool is_plain_marker(const struct event *marker);

/* Puts an alloc_text line above a definition; false if none can stand there. */
bool fix_insert_alloc_text(struct check *check, struct finding *finding,
	const struct routine *routine, const char *section,
	const char *description);

/* Takes one name out of an alloc_text line, or the whole line; false if a macro
 * spells it. */
bool fix_remove_name(struct check *check, struct finding *finding,
	const struct directive *directive, uint32_t name,
	const char *description);

/* Writes another section name into every directive of the driver for which
 * `is_meant` says so; nothing happens if a macro spells one of them. */
void fix_rename(struct check *check, struct finding *finding,
	bool (*is_meant)(struct check *check, const void *context,
		const struct directive *directive),
	const void *context, const char *section, const char *description);

/* Writes the right name for a wrong one that was meant to be special, into this
 * directive and those that go with it. Routines without a marker get one. */
void fix_section_name(struct check *check, struct finding *finding,
	const struct directive *directive, const char *section,
	const char *description);

#endif
