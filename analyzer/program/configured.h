/*
 * What a driver configures by storing a constant in a field that only one
 * record has, wherever in the driver that is. All such fields are looked for
 * at once, when one of them is asked for.
 */
#ifndef PROGRAM_CONFIGURED_H
#define PROGRAM_CONFIGURED_H

#include "program/program.h"

enum configures {
	CONFIGURES_MAPPING,	    /* GPIO: MemoryMappedController */
	CONFIGURES_SYNCHRONIZATION, /* StorPort: SynchronizationModel */
	CONFIGURES_COUNT,
};

enum configured {
	CONFIGURED_NOWHERE,
	CONFIGURED_ALIKE, /* the same constant in every place */
	CONFIGURED_SOMEHOW, /* several, or what is no constant */
};

struct configured_field {
	enum configured found;
	int64_t value; /* of ALIKE */
};

struct configured_field configured_value(
	struct program *program, enum configures field);

#endif
