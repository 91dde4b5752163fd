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

/* Whether it returns no status after which the post-operation callback may run
 * at DISPATCH_LEVEL. */
bool preop_is_safe(struct program *program, const struct routine *preop);

/* The requests for which it returns none. In the program's arena. */
struct requests *preop_safe_requests(
	struct program *program, const struct routine *preop);

/* Keeps those that are in both. */
void requests_meet(struct requests *into, const struct requests *from);

#endif
