/*
 * The words of the old build utility, and what they mean to a compiler and a
 * linker. They are the macros of a SOURCES file, or the properties of a project
 * that the kit made of such a file.
 */
#ifndef PROJECT_SOURCES_WORDS_H
#define PROJECT_SOURCES_WORDS_H

#include "project/lookup.h"
#include "project/product.h"

struct sources_words {
	struct arena *arena;
	struct lookup *lookup;
	const char *here;      /* the current directory */
	const char *directory; /* that relative paths start in, absolute */
	/* The value of a word, "" if it is not set. */
	const char *(*value)(void *holder, const char *name);
	void *holder;
};

/* The words that name sources: the index counts up, and *counts is whether the
 * architecture builds them. NULL behind the last. */
const char *sources_word(
	uint32_t index, enum architecture architecture, bool *counts);

/* What the window of a build sets for an architecture and a kind of build. */
void sources_window(const struct build_settings *build,
	void (*set)(void *holder, const char *name, const char *value),
	void *holder);

/* Tells a unit what C_DEFINES, INCLUDES and their like say. */
void sources_add_flags(const struct sources_words *words, struct unit *unit);

/* Adds what TARGETLIBS and LINKER_FLAGS say. */
void sources_add_link(
	const struct sources_words *words, struct product *product);

#endif
