/*
 * Minifilters: which requests a pre-operation callback asks to be completed in
 * its own thread, or wants to hear no more of. The post-operation callback sees
 * them below DISPATCH_LEVEL, or not at all.
 */
#ifndef PROGRAM_PREOP_H
#define PROGRAM_PREOP_H

#include "program/program.h"

/* Requests in which what FLT_CALLBACK_DATA leads to has a value:
 * "->Iopb->MajorFunction", 4. */
struct request {
	const char *steps;
	int64_t value;
};

struct requests {
	VEC(struct request) list;
};

struct preop {
	/* It returns no status after which the post-operation callback may run
	 * at DISPATCH_LEVEL, */
	bool is_safe;
	struct requests safe; /* or does not for these */
};

/* Of a routine that may stand in any number of rows; it is read once. In the
 * program's arena. */
const struct preop *preop_read(struct program *program, uint32_t routine);

const struct requests *requests_in_both(struct program *program,
	const struct requests *one, const struct requests *other);

#endif
