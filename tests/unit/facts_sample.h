/*
 * Facts that use every field and every enumerator, made by hand, their text,
 * and the law that texts are held to.
 */
#ifndef TESTS_UNIT_FACTS_SAMPLE_H
#define TESTS_UNIT_FACTS_SAMPLE_H

#include <stddef.h>

#include "facts/facts.h"

struct text {
	char *bytes;
	size_t size;
};

/* The text of facts, followed by a NUL that is not counted. The caller frees
 * the bytes. */
struct text text_of(const struct facts *facts);
void read_text(struct facts *facts, struct text text);

/* Shows the first line that differs; whole texts are too long to show. */
void check_same(const char *expected, const char *actual);

/* Writes, reads, writes: the law. The facts that were read are the caller's. */
void check_law(const struct facts *facts, struct facts *again);

/* The caller releases them. */
void everything(struct facts *facts);
extern const char everything_text[];

#endif
