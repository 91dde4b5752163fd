/*
 * Which slot something is; see slots.c. A slot is an index into program->slots,
 * made when it is first asked for; NONE where there is none. Names are interned.
 */
#ifndef PROGRAM_SLOTS_H
#define PROGRAM_SLOTS_H

#include "program/program.h"

/* The slot of a name. `record` and `field` say what it holds: see struct slot. */
uint32_t slot_of_key(struct program *program, const char *key,
	const char *record, const char *field);

/* That field of whatever object. */
uint32_t slot_of_field(
	struct program *program, const char *record, const char *field);

const char *key_of_variable(struct program *program, uint32_t variable);

const char *key_of_parameter(struct program *program,
	const struct routine *routine, uint32_t parameter);

/* The slot of a routine's parameter; NONE unless its definition has it. */
uint32_t slot_of_parameter(struct program *program,
	const struct routine *callee, uint32_t index);

/* The slot that a path of a routine's body is, or NONE. */
uint32_t slot_of_path(struct program *program, const struct routine *routine,
	uint32_t path_index);

/* The whole table that a path picks an element of, or NONE. */
uint32_t slot_of_table(struct program *program, const struct routine *routine,
	uint32_t path_index);

/* "[3]": an element of a table of functions that a constant picks. */
bool is_picked(const char *steps);

/* Steps that no longer tell which elements they go through: "[].Open" of
 * "[3].Open". */
const char *without_picks(struct program *program, const char *steps);

/* The key of a field of a table that is never changed: it holds what the table
 * is initialised with, whatever the same field of others holds. NULL if it is
 * no field of such a table, or the table is a header's of the system, of
 * which nothing is known. */
const char *key_of_constant_field(
	struct program *program, uint32_t variable, const char *steps);

/* The slot of one element of a table; elements that no constant picks share
 * the slot of the whole table. */
uint32_t slot_of_element(
	struct program *program, const char *key, const char *steps);

/* Whether an argument may hand a function to a parameter; `target` is the
 * function that it names, or NONE. */
bool may_hold_function(const struct routine *routine, struct operand argument,
	uint32_t target);

/* Of the targets of a call through a path, those that the tables hold which it may
 * lead to. */
struct targets narrowed_targets(struct program *program,
	const struct routine *routine, uint32_t path, struct targets targets);

#endif
