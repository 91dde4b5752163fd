/* The parts of project/vcxproj.h: from an evaluated project to its meaning. */
#ifndef PROJECT_VCXPROJ_PARTS_H
#define PROJECT_VCXPROJ_PARTS_H

#include "project/vcxproj.h"

/* vcxproj_units.c */
struct vcxproj *vcxproj_of(struct msbuild *msbuild, const char *configuration,
	const char *platform);

/* vcxproj_kind.c: why a project is not audited, or NULL. Looks into the
 * sources of one that does not say what it is. */
const char *vcxproj_skip_reason(
	struct msbuild *msbuild, const struct vcxproj *project);

#endif
