/* Kernel streaming: see ks.c. */
#ifndef PROGRAM_KS_H
#define PROGRAM_KS_H

#include "program/program.h"

/* Whether no descriptor of a pin or filter has the flag that lets it be
 * processed at DISPATCH_LEVEL. */
bool ks_processes_passively(const struct program *program);

#endif
