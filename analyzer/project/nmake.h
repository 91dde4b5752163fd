/*
 * A small reader of makefiles for Microsoft's NMAKE: enough for the SOURCES
 * files of the build utility, which set macros and nothing else.
 *
 *	NAME = value	# a comment; a line that ends in \ goes on
 *	NAME = $(NAME) more
 *	!IF "$(CPU)" == "x86" && !DEFINED(X)	!IFDEF !IFNDEF !ELSE !ENDIF
 *	!INCLUDE ..\common.inc			!UNDEF !ERROR !MESSAGE
 *
 * A value is expanded when it is asked for, so that it may name macros that are
 * set further down; only what it says of its own macro means the value before.
 * Names have no case, as for the build utility. What is not set comes from the
 * environment. Rules and their commands are passed over.
 *
 * Everything lives in the arena.
 */
#ifndef PROJECT_NMAKE_H
#define PROJECT_NMAKE_H

#include <stdbool.h>

#include "base/intern.h"
#include "base/map.h"
#include "base/vec.h"
#include "project/lookup.h"

struct nmake {
	struct arena *arena;
	struct lookup *lookup;
	const char *here; /* the current directory: files are named from it */
	const char *directory; /* that relative paths start in, absolute */
	VEC(const char *) notes; /* what is not understood */
	VEC(const char *) problems; /* likewise, and so much may be missing */

	/* private */
	struct intern names;
	struct map macros;
	VEC(struct nmake_macro {
		const char *text; /* not expanded; NULL: taken back */
		const char *file; /* that sets it, in this line; or NULL */
		uint32_t line;
	}) values;
	VEC(const char *) open;	  /* the files that are being read */
	const char *file;
	uint32_t line;
	VEC(const char *) unset; /* macros that a value names and nothing sets */
	uint32_t files, references; /* so far */
	size_t written;		    /* likewise, of values */
	bool stopped; /* there is no end to it: nothing more is read */
};

void nmake_init(struct nmake *nmake, struct arena *arena,
	struct lookup *lookup, const char *here, const char *directory);

/* Sets a macro, as a line of a makefile does. */
void nmake_set(struct nmake *nmake, const char *name, const char *value);

/* Reads a makefile, of which the path is absolute. False if it cannot be read:
 * *error is the whole message. */
bool nmake_read(struct nmake *nmake, const char *path, const char **error);

/* The same for its text, which is changed. */
void nmake_read_text(struct nmake *nmake, const char *path, char *text);

bool nmake_is_set(struct nmake *nmake, const char *name);
/* The value of a macro, expanded; "" if it is not set. */
const char *nmake_value(struct nmake *nmake, const char *name);
/* The same, but macros in it that are not set are noted: one may have stood for
 * much. */
const char *nmake_list(struct nmake *nmake, const char *name);

/* ---- between the parts of the reader -------------------------------------- */

/* Both name the line that is being read. */
void nmake_note(struct nmake *nmake, const char *format, ...)
	PRINTF_LIKE(2, 3);
void nmake_problem(struct nmake *nmake, const char *format, ...)
	PRINTF_LIKE(2, 3);

/* nmake_macros.c */
const char *nmake_expand(struct nmake *nmake, const char *text);
void nmake_unset(struct nmake *nmake, const char *name);

/* nmake_condition.c: whether the expression behind an !IF, with its macros, is
 * true. */
bool nmake_holds(struct nmake *nmake, const char *expression);

#endif
