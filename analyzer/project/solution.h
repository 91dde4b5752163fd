/*
 * Solutions of Visual Studio, .sln and .slnx: which projects they hold, and
 * which configuration of each goes with one of the solution.
 */
#ifndef PROJECT_SOLUTION_H
#define PROJECT_SOLUTION_H

#include "base/vec.h"

struct solution_project {
	const char *path; /* normalised, joined to the solution's directory */
	const char *configuration, *platform; /* NULL: as in the solution */
	uint32_t line;
};

struct solution {
	VEC(struct solution_project) projects; /* C++ ones only */
	uint32_t others;		       /* of other languages */
};

/* Reads a solution for one of its configurations. Returns NULL, or what is
 * wrong as a whole message with the place. */
const char *solution_read(struct arena *arena, const char *path,
	const char *configuration, const char *platform,
	struct solution *solution);

#endif
