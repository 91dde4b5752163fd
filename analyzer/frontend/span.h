/*
 * Spans of driver files, and what the files that read declarations share.
 */
#ifndef FRONTEND_SPAN_H
#define FRONTEND_SPAN_H

#include "frontend/reading.h"

struct span {
	uint32_t file; /* reading.files, or NONE */
	unsigned start, end;
};

/* ---- places.c ---------------------------------------------------------- */

/* The part of a driver file that a source range covers. */
struct span span_of(struct reading *reading, CXSourceRange range);
/* Where a declaration stands. clang gives no extent to a template that has only an
 * `auto` to say so, `void Run(auto f)`: that starts with its name. */
CXSourceRange range_of(CXCursor declaration);
struct place place_of_span(struct reading *reading, struct span span);
/* The name of a declaration. */
struct span name_span(struct reading *reading, CXCursor cursor);

/* ---- symbols.c --------------------------------------------------------- */

bool is_scope(enum CXCursorKind kind); /* a class, a namespace */
bool is_function_kind(enum CXCursorKind kind);
/* Of an instantiation the template, of anything else itself. */
CXCursor template_of(CXCursor declaration);
/* Likewise, but an instance that has a body of its own is itself, and so is an
 * explicit specialisation. */
CXCursor referred_to(struct reading *reading, CXCursor declaration);
/* Whether the compiler made a function from a template; an explicit
 * specialisation stands at a place of its own. */
bool is_instantiation(CXCursor function);

/* ---- instances.c ------------------------------------------------------- */

/* Finds all that the unit's driver files make of templates. Call it before
 * declarations_read. */
void instances_find(struct reading *reading);
/* What names a function or a class, in all units alike. */
const char *usr_of(struct reading *reading, CXCursor cursor);

/* Whether a function is made from a template, with a body of its own. */
bool is_instance(struct reading *reading, CXCursor function);

/* Of a method that is a template what it is made into for these parameters; the
 * template where that is not known. */
CXCursor instance_taking(
	struct reading *reading, CXCursor pattern, CXType function);

/* What a pattern's destructor, or another method that is called without a word, is in
 * a class that is made from it; the pattern where that is not known. */
CXCursor special_of(
	struct reading *reading, CXCursor class, CXCursor pattern);

/* A base class of a pattern in a class that is made from it. */
CXType base_of(struct reading *reading, CXType class, CXType base);

/* ---- declarations.c ---------------------------------------------------- */

/* Where the declaration before the current one ended: what stands between is
 * part of the current one. */
unsigned declared_to(const struct reading *reading, uint32_t file);

#endif
