/*
 * Minifilters: at which IRQL a post-operation callback runs depends on the row
 * of the registration table it stands in.
 */
#ifndef PROGRAM_FLT_H
#define PROGRAM_FLT_H

#include "program/handover.h"

/*
 * Whether the post-operation callback of this row runs below DISPATCH_LEVEL.
 * Condition "IRP_MJ_CREATE": the row is for creates, which complete at
 * PASSIVE_LEVEL. Condition "preop-status": the row's pre-operation callback
 * asks for the completion in its own thread (FLT_PREOP_SYNCHRONIZE), always.
 */
bool flt_completes_safely(const struct program *program,
	const struct handover *handover, const char *condition);

#endif
