/*
 * How many bytes of machine code a routine is: as a compiled image says, or
 * estimated from what its body does. For amd64, in a release build.
 */
#ifndef PROGRAM_SIZE_H
#define PROGRAM_SIZE_H

#include "program/program.h"

/* Bytes of code of a routine that the driver defines, 0 of any other; *measured
 * says whether an image said so. What is expanded in it counts, wherever it
 * stands; a routine that is itself expanded in its callers has the bytes that
 * one of them is given. */
int64_t routine_bytes(const struct program *program,
	const struct routine *routine, bool *measured);

/* The part of them that stands in these lines, the last one included, of the
 * file that defines it; of a routine that was measured, its share by estimate.
 * What every routine has at its start and its end stands in no line. */
int64_t region_bytes(const struct program *program,
	const struct routine *routine, uint32_t first_line, uint32_t last_line);

#endif
