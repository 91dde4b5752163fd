/*
 * Self-repair: where a name that nothing declares costs statements, something
 * that stands in for it is declared in front of the unit, and the unit is
 * parsed again. In C an unknown type drops its whole declaration, and one
 * unknown argument drops a call with it.
 *
 * Nothing is known about what a stand-in holds or does: an unknown constant is
 * an unknown value (repair_is_unknown), an unknown routine does nothing to
 * IRQL. What was supplied is for the caller to report.
 */
#ifndef FRONTEND_REPAIR_H
#define FRONTEND_REPAIR_H

#include <clang-c/Index.h>

#include "base/intern.h"
#include "base/map.h"
#include "frontend/shapes.h"

/* The header in which what stands in is, in memory. */
#define REPAIR_HEADER "pageaudit_repair.h"

struct repair_names {
	VEC(const char *) list;
};

struct repaired_role {
	const char *role, *routine;
};

/* A piece of a file that is to read otherwise, without a new line. */
struct repair_edit {
	CXFile file;
	size_t from, to;
	const char *text;
};

/* repair_declared.c */
struct repair_declared {
	CXTranslationUnit of;
	struct intern names;
	struct map by_name; /* in `cursors` */
	VEC(CXCursor) cursors;
};

struct repair {
	struct arena *arena;
	const char *unit; /* path */
	CXTranslationUnit tu; /* that is learned from */
	bool cxx;
	bool used; /* the unit was read with it */
	/* A header that was lost would have included the kernel's own, without
	 * which nothing is declared: ntddk.h is read first. */
	bool kernel;
	struct shapes shapes;
	struct repair_names values, routines;
	struct repair_names refused; /* declared after all: never again */
	struct repair_names ahead; /* routines, defined behind their first use */
	struct repair_names guids;
	struct repair_names words; /* before a routine: empty macros */
	struct repair_names initialisers; /* macros with arguments: {0} */
	struct repair_names strings; /* macros */
	struct repair_names pieces;  /* macros beside a string literal */
	struct repair_names locals; /* declared with a type we supply */
	/* A role type that is declared nowhere makes a variable of what is a
	 * routine: such declarations are rewritten, and kept here. */
	VEC(struct repaired_role) roles;
	VEC(struct repair_edit) edits; /* of the parse that is learned from */
	VEC(struct CXUnsavedFile) rewritten;
	struct repair_declared declared;
	const char *text; /* the declarations that stand in */
	/* Where the first name was missed; NULL if only the kit misses some. */
	const char *first_file;
	unsigned first_line, first_column;
};

/* Takes from a unit's errors what it needs, into `text` and `rewritten`. False
 * if these stay as they were: the same would be parsed again. */
bool repair_learn(struct repair *repair, CXTranslationUnit tu);

/* Rewrites the conditions that keep sections for Microsoft's compiler, in what is
 * parsed next. False if there is none. */
bool repair_choose_compiler(struct repair *repair, CXTranslationUnit tu);

/* Whether types are missing that the kernel's own header declares. */
bool repair_misses_kernel(struct arena *arena, CXTranslationUnit tu);

/* What is supplied: "types A, B; constants C". */
const char *repair_summary(const struct repair *repair);

/* Whether an empty macro of this name was read in front of the unit. */
bool repair_is_word(const struct repair *repair, const char *name);

/* Whether an enumerator stands in for an unknown constant. */
bool repair_is_unknown(CXCursor enumerator);

#endif
