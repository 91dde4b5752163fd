/*
 * The parts of a class, for the files that read what C++ calls without saying so:
 * lifetimes.c, copies.c, allocation.c, ranges.c.
 */
#ifndef FRONTEND_CLASSES_H
#define FRONTEND_CLASSES_H

#include "frontend/builder.h"
#include "frontend/span.h"

enum { MAX_NESTING = 16 }; /* of classes in classes */

struct made_of {
	struct arena *arena;
	VEC(CXType) bases;
	VEC(CXCursor) fields, constructors, assignments;
	CXCursor destructor; /* or null */
};

/* Visits the children of a class itself, templates as they are written. */
enum CXChildVisitResult class_take_part(
	CXCursor child, CXCursor parent, CXClientData data);
void class_take_apart(
	struct reading *reading, CXCursor class, struct made_of *made);
/* The same of an object, or of the elements of an array; false for what is no
 * class. */
bool type_take_apart(
	struct builder *builder, CXType type, struct made_of *made);

/* ---- lifetimes.c ------------------------------------------------------- */

/* A call that no source spells; the event. */
uint32_t call_unspelled(struct builder *builder, uint32_t object,
	CXCursor method, struct place place);

/* ---- allocation.c ------------------------------------------------------ */

/* Calls the operator that gives back what is of this type. */
void call_delete(struct builder *builder, CXType type, const char *name,
	CXCursor cursor);

#endif
