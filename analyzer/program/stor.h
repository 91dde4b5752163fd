/*
 * StorPort miniports: what an adapter is configured for decides at which IRQL
 * its callbacks run.
 */
#ifndef PROGRAM_STOR_H
#define PROGRAM_STOR_H

#include "program/program.h"

/* Whether every adapter of the driver asks for StorSynchronizeFullDuplex: then
 * StartIo runs under its own lock, at DISPATCH_LEVEL, and not under that of the
 * interrupt. */
bool stor_is_full_duplex(struct program *program);

/* Whether the driver fills in a VIRTUAL_HW_INITIALIZATION_DATA: a virtual
 * miniport has no interrupts, and no lock round StartIo. */
bool stor_is_virtual(const struct program *program);

#endif
