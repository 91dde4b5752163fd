/*
 * What a compiler really did: the sections of objects, libraries and linked
 * drivers, and the functions in them with their sizes. Names are those of the
 * linker, and besides as the source has them, where that is plain.
 *
 * Files come from anywhere, so nothing in them is believed before it is seen to
 * lie in the file.
 */
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"

struct compiled_section {
	const char *name; /* with its "$…" in an object */
	const char *object;
	int64_t bytes; /* with what its alignment costs */
	bool linked; /* of a linked driver, whose sections are whole */
};

struct compiled_routine {
	const char *symbol; /* _Start@8, ?Push@Queue@@QEAAXH@Z */
	const char *name;   /* Start, Queue::Push; NULL if that is not plain */
	const char *section;
	const char *object; /* path of the file, or name in a library */
	int64_t bytes;	    /* with the handlers that stand behind it */
};

struct image {
	struct arena *arena;
	VEC(struct compiled_section) sections;
	VEC(struct compiled_routine) routines;
	bool linked; /* a linked driver is among the files: it has everything */
};

/* Adds what is in a file, with the path that messages and objects are named
 * by. On failure returns false, and *error says what was expected and what to
 * do. The bytes need not outlive it. */
bool image_read(struct image *image, const char *path, const char *bytes,
	size_t size, const char **error);

#endif
