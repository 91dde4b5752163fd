/* Cancel-safe queues: see csq.c. */
#ifndef PROGRAM_CSQ_H
#define PROGRAM_CSQ_H

#include "program/handover.h"

enum csq_lock { CSQ_LOCK_UNKNOWN, CSQ_LOCK_SPINS, CSQ_LOCK_WAITS };

/* How the queue is locked whose callbacks are handed over here. */
enum csq_lock csq_lock(
	struct program *program, const struct handover *handover);

#endif
