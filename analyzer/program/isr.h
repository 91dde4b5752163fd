/*
 * Interrupts that are handled at PASSIVE_LEVEL: a driver asks IoConnectInterruptEx
 * for it, by the level that the routines of the interrupt shall run at.
 *
 * Page: using passive-level interrupt service routines.
 */
#ifndef PROGRAM_ISR_H
#define PROGRAM_ISR_H

#include "program/handover.h"

/* Whether a service routine is connected to be called at PASSIVE_LEVEL, or a
 * routine is synchronized with one that is. */
bool isr_is_passive(struct program *program, const struct handover *handover);

#endif
