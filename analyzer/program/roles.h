/*
 * How roles are given, for
 *
 *	roles.c   which routine gets which role, and where
 *	levels.c  between which levels it runs in it
 *	named.c   the named conditions that decide about these
 */
#ifndef PROGRAM_ROLES_H
#define PROGRAM_ROLES_H

#include "program/handover.h"

/* ---- named.c ----------------------------------------------------------- */

/* Whether what a clause asks for is so where a callback is handed over, or, with
 * NULL, in the driver as a whole. */
bool condition_holds(struct program *program, const struct when *when,
	const struct handover *handover);

/* Whether that is not known before the driver runs. */
bool condition_is_open(struct program *program, const struct when *when,
	const struct handover *handover);

/* ---- levels.c ---------------------------------------------------------- */

struct levels {
	enum irql lowest, highest;
	bool known;
	bool decided;	/* by a named condition that holds */
	bool uncertain; /* there is one that we cannot decide */
	bool floats;	/* on which the lowest level depends as well */
	bool inferred;	/* by the condition of that name */
};

/* The limits that a contract states about a subject. A conditional limit that
 * holds takes the place of the unconditional one. */
struct levels contract_levels(struct program *program, const struct contract *contract,
	const struct subject *subject, const struct handover *handover);

/* The levels of a role, as far as they are not `narrower` at the place where it
 * is given. */
struct levels role_levels(struct program *program,
	const struct routine *routine, const struct role *role,
	struct levels narrower, const struct handover *handover);

#endif
