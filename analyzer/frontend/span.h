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
struct place place_of_span(struct reading *reading, struct span span);
/* The name of a declaration. */
struct span name_span(struct reading *reading, CXCursor cursor);

/* ---- symbols.c --------------------------------------------------------- */

bool is_scope(enum CXCursorKind kind); /* a class, a namespace */
bool is_function_kind(enum CXCursorKind kind);
/* Of an instantiation the template, of anything else itself. */
CXCursor template_of(CXCursor declaration);

/* ---- declarations.c ---------------------------------------------------- */

/* Where the declaration before the current one ended: what stands between is
 * part of the current one. */
unsigned declared_to(const struct reading *reading, uint32_t file);

#endif
