/*
 * One C++ project of Visual Studio, read for one configuration: what it is
 * built from, and whether it is ours to audit. project/msbuild.h does the
 * reading; this is about what the values mean.
 */
#ifndef PROJECT_VCXPROJ_H
#define PROJECT_VCXPROJ_H

#include "project/msbuild.h"
#include "project/unit.h"

struct vcxproj_options {
	const char *configuration, *platform; /* NULL: Release, x64 */
	const char *solution; /* that names the project, absolute, or NULL:
			       * the nearest one is looked for */
	const char *objects;  /* the object directory whose logs count,
			       * absolute; NULL: the configuration's own */
	const char *here;     /* the current directory */
};

struct vcxproj {
	const char *path;	   /* absolute */
	const char *name;	   /* of what it builds, without extension */
	const char *configuration; /* "x64-Release" */
	const char *skipped;	   /* why it is not audited, or NULL */
	bool is_library;	   /* linked into others */
	VEC(struct unit) units;	   /* paths from the current directory */
	VEC(const char *) excluded; /* sources that this build leaves out */
	VEC(const char *) references; /* other projects, absolute */
	VEC(const char *) libraries;  /* base names of *.lib that are linked */
	const char *link_options;     /* project/link_options.h; or NULL */
	VEC(const char *) notes;
};

/* Reads a project. On failure returns NULL and *error is the message. */
struct vcxproj *vcxproj_read(struct arena *arena, struct lookup *lookup,
	struct xml_files *files, const char *path,
	const struct vcxproj_options *options, const char **error);

#endif
