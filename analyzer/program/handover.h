/*
 * Where a callback is handed over: an event of a routine's body, or an element
 * of a table's initialiser. What stands beside it there decides at which IRQL
 * it runs.
 */
#ifndef PROGRAM_HANDOVER_H
#define PROGRAM_HANDOVER_H

#include "program/program.h"

struct handover {
	const struct routine *routine; /* or NULL: a table's element */
	uint32_t event;		       /* of the routine's body */
	uint32_t target; /* what comes there through storage, or NONE */
	const struct linked_unit *unit; /* of the table */
	uint32_t fill;			/* unit->facts->fills */
};

#endif
