/*
 * What to audit: units, each a source file with the arguments clang needs for
 * it. A driver is the list of its units. project/project.h makes the list.
 */
#ifndef PROJECT_UNIT_H
#define PROJECT_UNIT_H

#include "base/vec.h"

struct unit {
	const char *path;      /* as the user would name it, '/' separators */
	const char *directory; /* relative paths in arguments start here */
	VEC(const char *) arguments; /* for clang, without program and file */
};

struct units {
	VEC(struct unit) list; /* sorted by path, no path twice */
};

#endif
