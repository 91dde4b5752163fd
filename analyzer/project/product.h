/*
 * What one project builds: a driver, a library, or what is none of ours. It is
 * read from a project of Visual Studio (project/vcxproj.h) or from a SOURCES
 * file (project/sources_file.h).
 */
#ifndef PROJECT_PRODUCT_H
#define PROJECT_PRODUCT_H

#include "project/unit.h"

struct product_options {
	const char *configuration, *platform; /* NULL: Release, x64 */
	const char *solution; /* that names the project, absolute, or NULL:
			       * the nearest one is looked for */
	const char *objects;  /* the object directory whose logs count,
			       * absolute; NULL: the configuration's own */
	const char *here;     /* the current directory */
};

struct path_list {
	VEC(const char *) paths;
};

struct product {
	const char *path;	   /* of the project, absolute */
	const char *name;	   /* of what it builds, without extension */
	const char *configuration; /* "x64-Release" */
	const char *skipped;	   /* why it is not audited, or NULL */
	bool is_library;	   /* linked into others */
	bool may_be_library; /* nothing says: it is if a driver refers to it */
	bool undecided; /* skipped, unless a driver links it */
	VEC(struct unit) units;	   /* paths from the current directory */
	VEC(const char *) excluded; /* sources that this build leaves out */
	VEC(const char *) references; /* other projects, absolute */
	VEC(const char *) libraries;  /* base names of *.lib that are linked */
	const char *link_options;     /* project/link_options.h; or NULL */
	VEC(const char *) notes;
	/* What of the project is wrong or not here, so that sources, macros or
	 * directories may be missing: the audit is not complete. */
	VEC(const char *) problems;
};

#endif
