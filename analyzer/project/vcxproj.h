/*
 * One C++ project of Visual Studio, read for one configuration: what it is
 * built from, and whether it is ours to audit. project/msbuild.h does the
 * reading; this is about what the values mean.
 */
#ifndef PROJECT_VCXPROJ_H
#define PROJECT_VCXPROJ_H

#include "project/msbuild.h"
#include "project/product.h"

/* Reads a project. On failure returns NULL and *error is the message. */
struct product *vcxproj_read(struct arena *arena, struct lookup *lookup,
	struct xml_files *files, const char *path,
	const struct product_options *options, const char **error);

#endif
