/*
 * What a driver configures by storing a constant in a field that only one
 * record has, wherever in the driver that is.
 */
#ifndef PROGRAM_CONFIGURED_H
#define PROGRAM_CONFIGURED_H

#include "program/program.h"

enum configured {
	CONFIGURED_NOWHERE,
	CONFIGURED_ALIKE, /* the same constant in every place */
	CONFIGURED_SOMEHOW, /* several, or what is no constant */
};

/* What the driver stores in fields of this name; `value` is that of ALIKE. */
enum configured configured_value(
	const struct program *program, const char *field, int64_t *value);

#endif
