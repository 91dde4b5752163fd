/*
 * What of a linker's options decides about sections: /MERGE and /SECTION. They
 * are kept as text with one option to a word, as `program/linker.c` reads them:
 *
 *	/MERGE:_PAGE=PAGE /SECTION:INIT,D
 */
#ifndef PROJECT_LINK_OPTIONS_H
#define PROJECT_LINK_OPTIONS_H

#include "project/command_line.h"

/* Adds to *options (NULL: none yet) those of a linker's words that matter. */
void link_options_add(
	struct arena *arena, const struct words *words, const char **options);

/* Adds the values of one option, "/MERGE:" or "/SECTION:"; there may be
 * several, with semicolons between. */
void link_options_add_values(struct arena *arena, const char *option,
	const char *values, const char **options);

#endif
