/*
 * What may hold the address of a variable that is not always there: shared by
 * carriers.c, which follows the addresses, and touches.c, which asks who steps
 * through what holds one.
 *
 * A key names what may hold an address: a local, a parameter, a field, what a call
 * returned.
 */
#ifndef PROGRAM_CARRIERS_H
#define PROGRAM_CARRIERS_H

#include "program/program.h"

/* A key may hold the address of a variable. */
struct carrier {
	uint32_t variable;
	uint32_t holder; /* the key */
	uint32_t next;	 /* carriers of the same key, or NONE */
};

struct carriers {
	struct program *program;
	const struct routine *routine; /* whose paths are asked for */
	VEC(struct carrier) list;
	VEC(struct holder) holders;
	VEC(struct carry_edge) edges;
	struct map by_key; /* -> holders */
};

/* One or two keys; a missing one is NULL. */
enum { KEYS = 2 };

struct keys {
	const char *items[KEYS];
};

void find_carriers(struct carriers *carriers, struct program *program);

/* Of the list, or NONE. */
uint32_t first_carrier(const struct carriers *carriers, const char *key);

/* The key of a path's root and some steps; NULL if it has none. */
const char *key_of(struct carriers *carriers, const struct path *path,
	const char *steps);

/* What a path may hold. A field is known by its record and its name, F, and if
 * its object is known as well, by that; then it may hold what was stored there
 * and what was stored through pointers, X. */
struct keys keys_of_path(struct carriers *carriers, const struct path *path);

/* The fleeting variable that a path starts from, or NONE. */
uint32_t variable_of(const struct carriers *carriers, const struct path *path);

/* Whether steps stay inside the variable. */
bool is_inside(const char *steps);

/* A step through a pointer, or through a reference, which is written like what it
 * stands for. */
bool steps_through(const char *steps);

/* Whether a parameter of a routine with a definition is a reference. */
bool takes_reference(const struct routine *callee, uint32_t parameter);

#endif
