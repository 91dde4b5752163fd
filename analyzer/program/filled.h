/*
 * Structures that a routine fills and then gives away: to a routine of the
 * framework that creates or sets up an object by what the structure says.
 *
 * Events are taken in the order they stand in the source: a driver fills a
 * structure and then gives it away, in straight lines, perhaps with the help of
 * a routine that it gives the structure to. What is filled in one routine and given
 * away in another is followed if the one calls the other with it.
 */
#ifndef PROGRAM_FILLED_H
#define PROGRAM_FILLED_H

#include "program/handover.h"

/* The name of who a call calls; "" if that is not known. */
const char *name_of_callee(const struct program *program,
	const struct routine *routine, const struct event *event);

/* The path that an argument names or points to, or NULL. */
const struct path *argument_path(
	const struct body *body, struct operand argument);

/* The first argument of a call whose type mentions a name, or NULL. */
const struct path *argument_of_type(
	const struct body *body, const struct event *event, const char *type);

/* Whether a call is given a structure, or a part of it. */
bool call_mentions(const struct body *body, const struct event *event,
	const struct path *structure);

/* Whether a call is of a routine that initialises it: `WDF_..._INIT`. */
bool call_initialises(const struct program *program,
	const struct routine *routine, const struct event *event,
	const struct path *structure);

/* The structure that a handover fills, or NULL. */
const struct path *filled_structure(const struct handover *handover);

/* The event of the call that the filled structure is given to, or NONE. */
uint32_t creating_call(
	const struct program *program, const struct handover *handover);

/* A call of a routine of the driver, and in that the call which creates with the
 * structure that it is given. */
struct wrapped {
	const struct routine *caller, *routine;
	uint32_t event, call;
};

/* Whether the filled structure is given to such a routine before it is given to the
 * framework. */
bool creating_wrapper(const struct program *program,
	const struct handover *handover, struct wrapped *wrapped);

/* The constant last stored in a field of a structure of the wrapper's, or of one
 * that its caller gives it, as last_stored. */
int64_t last_stored_for(const struct program *program,
	const struct wrapped *wrapped, const struct path *structure,
	const char *field, int64_t otherwise, bool *known);

/* The constant last stored in a field of a structure before an event, where an
 * initialisation of the structure leaves `otherwise`; *known becomes false if
 * something else was stored since. */
int64_t last_stored(const struct program *program,
	const struct routine *routine, const struct path *structure,
	const char *field, uint32_t before, int64_t otherwise, bool *known);

/* The same, where it does not matter what else was stored. */
int64_t stored(const struct program *program, const struct routine *routine,
	const struct path *structure, const char *field, uint32_t before,
	int64_t otherwise);

#endif
