/*
 * What may reach a place of a routine: the values that an argument can hold there,
 * as far as constants, copies, tests of parameters and the order of assignments
 * tell.
 *
 *	struct frame frame = frame_of(arena, program, routine);
 *	frame.parameters[0] = ...;		where something is known
 *	frame_walk(arena, &frame);
 *	frame_values(arena, &frame, operand, event, &values);
 *
 * Frames and what they point to live in the arena.
 */
#ifndef RULES_VALUES_H
#define RULES_VALUES_H

#include "program/program.h"

enum { MAX_VALUES = 4 };

/* What some storage may hold. */
struct values {
	int64_t items[MAX_VALUES];
	unsigned count;
	bool other; /* something else, too */
};

/* A routine with what is known of its parameters. */
struct frame {
	uint32_t index;
	const struct routine *routine;
	const struct body *body;
	uint32_t parameter_count;
	struct values *parameters; /* one value, or nothing is known */
	bool *reached;		   /* by block */
	uint32_t *only;	      /* by block: the successor that is taken, or NONE */
	uint32_t *first_from; /* by block, and one more: from */
	uint32_t *from;	      /* the blocks that lead to it */
	bool *deciders; /* by block: leads to one value and not to another */
	bool by_parameter; /* a parameter that is not known decides */
};

/* Of a routine that is defined; nothing is known of its parameters yet. */
struct frame frame_of(
	struct arena *arena, const struct program *program, uint32_t routine);

/* Finds the ways through it that what is known of its parameters leaves. */
void frame_walk(struct arena *arena, struct frame *frame);

/* Whether an event can be reached. */
bool frame_reaches(const struct frame *frame, uint32_t event);

/* Adds what an operand of an event may hold; marks what decides that. */
void frame_values(struct arena *arena, struct frame *frame,
	struct operand operand, uint32_t event, struct values *values);

/* Whether an operand is a parameter or a local as a whole. */
bool is_whole(const struct body *body, struct operand operand,
	enum path_root root);

#endif
