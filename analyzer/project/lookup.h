/*
 * Files whose names are written in the wrong case, as projects made on Windows
 * have them: one in eight does not build elsewhere. Directories that are asked
 * about are listed once.
 */
#ifndef PROJECT_LOOKUP_H
#define PROJECT_LOOKUP_H

#include "base/intern.h"
#include "base/map.h"
#include "base/platform/platform.h"

struct lookup {
	struct arena *arena;
	struct intern names;
	struct map by_directory;   /* interned path -> listed */
	VEC(struct map) listed;	   /* interned lower-case name -> real */
	VEC(const char *) real;
};

void lookup_init(struct lookup *lookup, struct arena *arena);

/* The path as the file system spells it; the path itself if there is no such
 * file in any case. It is normalised. */
const char *lookup_path(struct lookup *lookup, const char *path);

/* What kind of file that is; *path becomes the real spelling. */
enum path_kind lookup_kind(struct lookup *lookup, const char **path);

#endif
