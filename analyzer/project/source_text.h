/*
 * What the parser is given in place of a source that it would misread.
 */
#ifndef PROJECT_SOURCE_TEXT_H
#define PROJECT_SOURCE_TEXT_H

#include <stddef.h>

#include "base/arena.h"

/* The text of a source as the parser has to see it, in the arena; *size is its
 * size. NULL: as it is.
 *
 * UTF-16 becomes UTF-8. Shift-JIS, GBK and Big5 have characters of two bytes of
 * which the second is a backslash: at the end of a comment it would join the next
 * line to the comment, so it becomes another byte, and all places stay. */
char *source_text(struct arena *arena, const char *bytes, size_t *size);

#endif
