/*
 * Routines that a kernel routine calls back while it runs, and so at the IRQL of
 * whoever calls it: see called_back.c.
 */
#ifndef PROGRAM_CALLED_BACK_H
#define PROGRAM_CALLED_BACK_H

#include "program/program.h"

/* What the first argument of a call names, a field or a variable, so that two
 * calls can be said to be of the same object; NULL if it has no name here. */
const char *object_of_call(
	const struct routine *in, const struct event *event);

/* The role in which a call by a contract, or NULL, calls a routine back; NULL if
 * it does not. */
const char *called_back_as(const struct contract *contract,
	const struct routine *in, const struct event *event,
	const struct routine *target);

/* Likewise, of what an event calls by its name. */
bool event_calls_back(const struct program *program, const struct routine *in,
	const struct event *event, const struct routine *target);

#endif
