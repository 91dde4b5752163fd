/*
 * Command lines of compilers: taken apart as the shell that ran them would,
 * and turned into arguments for clang.
 */
#ifndef PROJECT_COMMAND_LINE_H
#define PROJECT_COMMAND_LINE_H

#include <stdbool.h>

#include "project/unit.h"

struct words {
	VEC(const char *) list;
};

enum quoting {
	QUOTING_POSIX,	/* '…', "…" and \ as in a Unix shell */
	QUOTING_WINDOWS /* "…", and \ only before a quote: 2n, 2n+1 */
};

/* How a command's text is quoted: by its first word, which names Windows
 * programs as cl, clang-cl or something.exe. */
enum quoting command_quoting(struct arena *arena, const char *text);

/* Adds the words of a text. */
void command_split(struct arena *arena, const char *text, enum quoting quoting,
	struct words *words);

/*
 * Adds to unit->arguments what of a compiler's command line matters to a
 * parser: directories, macros, forced includes, language and layout. Options
 * of cl and clang-cl are translated, those of gcc and clang taken over; the
 * compiler, its inputs and outputs are left out, and so are options that we do
 * not know, about warnings and optimisation for the most part: unit->dropped.
 * Response files (@FILE, relative to unit->directory) are read. Returns NULL,
 * or why not.
 */
const char *command_to_clang(
	struct arena *arena, const struct words *command, struct unit *unit);

#endif
