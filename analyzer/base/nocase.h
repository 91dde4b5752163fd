/*
 * Texts of which the case does not matter: names in project files, files on
 * Windows. Only ASCII letters have a case here.
 */
#ifndef BASE_NOCASE_H
#define BASE_NOCASE_H

#include <stdbool.h>

#include "base/arena.h"

bool nocase_same(const char *left, const char *right);
bool nocase_starts(const char *text, const char *prefix);
bool nocase_ends(const char *text, const char *suffix);
/* Where `part` starts in `text`, or NULL. */
const char *nocase_find(const char *text, const char *part);
char *nocase_lower(struct arena *arena, const char *text);

#endif
