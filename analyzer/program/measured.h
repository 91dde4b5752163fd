/*
 * What a compiled image says of the program: how many bytes its routines and its
 * sections are, and where a routine really is.
 */
#ifndef PROGRAM_MEASURED_H
#define PROGRAM_MEASURED_H

#include "image/image.h"
#include "program/program.h"

/* How much of the program an image has. */
struct measured_share {
	uint32_t routines; /* that have code of their own */
	uint32_t found;	   /* of these */
};

/* Fills program->measured and program->measured_sections. Which of several
 * routines of one name a symbol is, the name of the object says; where it does
 * not, none is taken. */
struct measured_share measure(
	struct program *program, const struct image *image);

/* What the image says of a routine, or NULL. */
const struct measurement *measurement_of(
	const struct program *program, const struct routine *routine);

/* Bytes of code and data in this section of the image, -1 unless all units that
 * put a routine there were compiled into what was given. */
int64_t section_measured(const struct program *program, const char *image);

#endif
