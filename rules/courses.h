/*
 * Courses through one routine, on which tests agree: what a constant or a test has
 * said of a path decides later tests of it, until something else may be stored
 * there. `if (locked)` goes with the `locked = TRUE` that stands beside the lock, and
 * a handle is not NULL once a lock has returned it.
 *
 * Tests of what is computed, and of one path against another, are not understood:
 * both ways count.
 */
#ifndef RULES_COURSES_H
#define RULES_COURSES_H

#include "rules/check.h"

enum course_step { COURSE_ON, COURSE_ENDED, COURSE_FOUND };

struct course;

struct courses {
	struct arena *arena;
	const struct body *body;
	uint32_t nonzero; /* a call: what it returns is not zero; or NONE */
	/* What there is to say of an event, and of a return, by the block that
	 * ends with it; either may be NULL. */
	enum course_step (*see)(
		void *context, struct course *course, uint32_t event);
	enum course_step (*leave)(
		void *context, const struct course *course, uint32_t block);
	void *context;
};

/* From the entry on, every course. Whether one comes to COURSE_FOUND. */
bool courses_find(const struct courses *courses);

/* A mark of the caller's, zero at the entry, which tells courses apart. */
unsigned course_mark(const struct course *course);
void course_set_mark(struct course *course, unsigned mark);

/* Whether a path is known to be zero here; it has to be one that a test or a
 * constant says something of. */
bool course_is_zero(const struct course *course, uint32_t path);

/* Whether a test is one that is understood. */
bool course_understands(const struct test *test);

#endif
