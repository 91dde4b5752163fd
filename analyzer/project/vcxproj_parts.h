/* The parts of project/vcxproj.h: from an evaluated project to its meaning. */
#ifndef PROJECT_VCXPROJ_PARTS_H
#define PROJECT_VCXPROJ_PARTS_H

#include "project/vcxproj.h"

/* vcxproj_units.c */
struct product *vcxproj_of(struct msbuild *msbuild, const char *configuration,
	const char *platform);

/* vcxproj_link.c: project/link_options.h says in which form; or NULL. */
const char *vcxproj_link_options(struct msbuild *msbuild);

/* vcxproj_log.c: what the logs of a build in this directory, which is absolute,
 * say about the units and the linker. */
void vcxproj_apply_logs(struct msbuild *msbuild, struct product *project,
	const char *directory);

/* vcxproj_kind.c: whether the compiler is not called at all, or by a makefile. */
bool vcxproj_is_made_elsewhere(struct msbuild *msbuild);

/* vcxproj_kind.c: sets whether the product is audited, and a problem if it is
 * and has no source. Looks into the sources of one that does not say what it
 * is. */
void vcxproj_set_kind(struct msbuild *msbuild, struct product *product);

#endif
