/*
 * The projects of the old build utility: one SOURCES file in each directory
 * names what is built there. project/nmake.h does the reading; this is about
 * what the macros mean. DIRS files, which list directories, are read when one
 * is named as an input.
 *
 * A build gets much from its window: an architecture, a system, a kit. Here it
 * is the last kit that had the utility, amd64 and free unless the platform or
 * the configuration that was asked for is x86 or a debug one.
 */
#ifndef PROJECT_SOURCES_FILE_H
#define PROJECT_SOURCES_FILE_H

#include "project/lookup.h"
#include "project/product.h"

/* By its name: "sources" in any case, or with an extension. */
bool sources_is_name(const char *path);
bool sources_is_dirs_name(const char *path);

/* Whether a file of that name is one: others have files of this name, too. */
bool sources_is_one(struct arena *arena, const char *path);

/* Reads a SOURCES file, of which the path is absolute. On failure returns NULL
 * and *error is the message. */
struct product *sources_read(struct arena *arena, struct lookup *lookup,
	const char *path, const struct product_options *options,
	const char **error);

/* Adds the directories that a DIRS file names, absolute. False on failure:
 * *error is the message. */
bool sources_read_dirs(struct arena *arena, struct lookup *lookup,
	const char *path, const struct product_options *options,
	struct path_list *found, const char **error);

#endif
