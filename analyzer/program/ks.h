/* Kernel streaming: see ks.c. */
#ifndef PROGRAM_KS_H
#define PROGRAM_KS_H

#include "program/handover.h"

/* Whether no descriptor that refers to the table in which a Process routine is
 * handed over has the flag that lets it be processed at DISPATCH_LEVEL. If none
 * is seen to refer to it, whether no descriptor of the driver has the flag. */
bool ks_processes_passively(
	const struct program *program, const struct handover *handover);

#endif
