/*
 * Paths as text. All use '/', whatever the system; nothing here touches the
 * file system. Results are in the arena.
 */
#ifndef BASE_PATH_H
#define BASE_PATH_H

#include <stdbool.h>

#include "base/arena.h"

bool path_is_absolute(const char *path);
const char *path_base(const char *path);      /* after the last separator */
const char *path_extension(const char *path); /* "c", or "" */
char *path_directory(struct arena *arena, const char *path);
char *path_join(struct arena *arena, const char *directory, const char *name);

/* '\' to '/', "." and "a/.." removed, no final separator. */
char *path_normalise(struct arena *arena, const char *path);

/* `path` as seen from `root`, both absolute; the path itself if it is not
 * below root. */
const char *path_relative(const char *root, const char *path);

#endif
