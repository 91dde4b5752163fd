/*
 * Minifilters: at which IRQL a post-operation callback runs depends on the row
 * of the registration table it stands in.
 */
#ifndef PROGRAM_FLT_H
#define PROGRAM_FLT_H

#include "program/handover.h"
#include "program/preop.h"

/*
 * Whether the post-operation callback of this row runs below DISPATCH_LEVEL.
 * Condition "IRP_MJ_CREATE": the row is for creates, which complete at
 * PASSIVE_LEVEL. Condition "preop-status": the row's pre-operation callback
 * asks for the completion in its own thread (FLT_PREOP_SYNCHRONIZE), always,
 * or for none.
 */
bool flt_completes_safely(struct program *program,
	const struct handover *handover, const char *condition);

/* The requests that the row's pre-operation callback does so for; NULL if it
 * has none, or there is no such row. In the program's arena. */
const struct requests *flt_safe_requests(
	struct program *program, const struct handover *handover);

bool flt_is_post_operation(const struct role *role);

/* What a post-operation callback knows of a request that it gets at
 * DISPATCH_LEVEL: it is no creation, which completes at PASSIVE_LEVEL, it is not
 * drained, which happens at APC_LEVEL or below, and it is none of those that the
 * pre-operation callback asks for in its own thread. Once all roles are given. */
void flt_give_premises(struct program *program, struct routine *routine);

#endif
