/*
 * What a fix promises: applied as it is, its finding is gone and no other has
 * come. Findings are told apart by rule and message, for lines move; a section's
 * name in it may have changed. Another rule's advice is no matter: that a section is small does not depend on a fix.
 */
#ifndef TESTS_UNIT_FIXES_H
#define TESTS_UNIT_FIXES_H

#include "wants.h"

/* Applies each fix of the findings of an input, which wants_audit has made, by
 * itself; fails the test when a promise is broken. */
void check_fixes(const char *input, const struct wants *wants,
	const struct findings *findings);

#endif
