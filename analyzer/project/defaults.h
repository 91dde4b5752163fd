/*
 * The arguments that a unit needs besides those its project gives: a target,
 * the kernel's macros and headers. What every unit gets alike (the resource
 * directory, silenced warnings) is the front end's.
 */
#ifndef PROJECT_DEFAULTS_H
#define PROJECT_DEFAULTS_H

#include "project/project.h"

/*
 * Completes unit->arguments, which hold what the project says about the unit,
 * with the user's flags and the defaults:
 *
 *	the arguments name a target       language only
 *	their directories hold a wdm.h    a real kit: Microsoft's target
 *	neither                           the mingw-w64 kit
 *
 * The last two also get our model headers.
 */
void defaults_add(struct arena *arena, const struct project_options *options,
	struct unit *unit);

#endif
