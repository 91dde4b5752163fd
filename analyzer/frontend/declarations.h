/*
 * What the files that read declarations share: declarations.c walks, functions.c
 * reads what it finds, decorations.c what stands round it.
 */
#ifndef FRONTEND_DECLARATIONS_H
#define FRONTEND_DECLARATIONS_H

#include "frontend/span.h"

/* What a declaration inherits from what it stands in, mostly a class. */
struct surroundings {
	const char *class_name;
	const char *class_section; /* __declspec(code_seg) on the class */
	uint32_t class_directive;
	const char *class_word; /* that nothing declares: repair.h */
	bool in_class;
	bool in_extern_c; /* in a block or behind the words extern "C" */
};

/* ---- functions.c ------------------------------------------------------- */

void function_read(struct reading *reading, CXCursor cursor,
	const struct surroundings *around);
/* Microsoft's compiler takes a definition that differs a little from its
 * declaration, or the types of both are guesses; here, too, it is read. A check
 * at compile time is no statement. */
bool error_costs_nothing(const char *message);

void parameters_read(
	struct reading *reading, struct function *function, CXCursor cursor);

/* ---- decorations.c ----------------------------------------------------- */

/* The macro uses that stand with a declaration: SAL words, and macros that
 * decide about inlining. */
void decorations_read(struct reading *reading, struct function *function,
	CXCursor cursor, struct span span, struct span name);

/* Which sections this declaration, the definition or not, asks for. */
void claims_read(struct reading *reading, struct function *function,
	struct span decorations, struct span name,
	const struct surroundings *around, bool definition);
void add_claim(struct reading *reading, struct function *function,
	enum placed_by by, const char *section, uint32_t directive,
	struct place place);

void add_role_types(
	struct reading *reading, struct function *function, CXCursor cursor);

#endif
