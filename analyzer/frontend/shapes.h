/*
 * What an unknown type must look like for the code that uses it to parse:
 * a number, a record with these fields, a pointer to such a record, a pointer
 * to a function. Shapes are guessed from uses and put right by diagnostics;
 * they are written as declarations that stand in for the real ones. Nothing
 * is known about the values that such storage holds.
 */
#ifndef FRONTEND_SHAPES_H
#define FRONTEND_SHAPES_H

#include <stdbool.h>

#include "base/vec.h"

enum shape_kind {
	SHAPE_NUMBER, /* also a handle, a status, anything */
	SHAPE_RECORD,
	SHAPE_POINTER,	/* to a record with the fields */
	SHAPE_FUNCTION, /* a pointer to a function */
	SHAPE_ARRAY,	/* of numbers, or of records with the fields */
};

struct shape {
	const char *name;  /* of the type, or of the field */
	const char *alias; /* what diagnostics call its type */
	enum shape_kind kind;
	bool tag;      /* named as "struct name" */
	bool variable; /* no type, but a variable of the shape */
	bool dropped; /* it is declared after all */
	bool assigned; /* an array to which a pointer is assigned */
	bool plain; /* C++: as in C, for what no class can do */
	VEC(struct shape *) fields;
};

struct shapes {
	struct arena *arena;
	VEC(struct shape *) all; /* types first asked for, and their fields */
	VEC(struct shape *) types;
};

/* The type of that name, added when it is new. */
struct shape *shapes_type(struct shapes *shapes, const char *name, bool tag);

/* The type or the field whose type has that name or alias, or NULL. */
struct shape *shapes_find(
	const struct shapes *shapes, const char *name, size_t length);

/* The field of that name, added when it is new. */
struct shape *shapes_field(
	struct shapes *shapes, struct shape *record, const char *name);

/*
 * Reads the uses of a variable in a text, "p->Queue.Head[i]->Next", as
 * the shape of its type. `stars` is how many pointers the declaration adds.
 * Without an `end` the variable is a field, used anywhere.
 */
void shapes_learn(struct shapes *shapes, struct shape *type,
	const char *variable, int stars, const char *text,
	const char *end);

/* The same for one use: the text behind an expression of that type, or, for a
 * record, of a pointer to it. */
void shapes_learn_use(
	struct shapes *shapes, struct shape *type, const char *text);

/* All types as declarations, in C or C++. */
const char *shapes_text(const struct shapes *shapes, bool cxx);

#endif
