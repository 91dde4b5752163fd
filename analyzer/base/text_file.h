/*
 * Files that are text, whichever encoding an editor on Windows gave them.
 */
#ifndef BASE_TEXT_FILE_H
#define BASE_TEXT_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* As platform_read_file(), but what is UTF-16 comes as UTF-8. */
bool text_read_file(struct arena *arena, const char *path, char **text,
	size_t *size, const char **error);

#endif
