/*
 * Keys: names of storage. One is an interned text made from an access path, such
 * as "p0->OldIrql" (parameter 0), "l3" (local 3), "g7.Lock" (variable 7 of the
 * program), "t->Irql" (this), "r5" (what the call of event 5 returned), or
 * "F EXT.OldIrql" (that field of whatever object: the last resort). "=t->Lock" is
 * what "t->Lock" held at entry, after it was overwritten. "^p0->Ops" is what a
 * choice has shown of the pointer "p0->Ops": see choices.c. "(p0 % 2)" is what
 * comes of an operation, as long as what it is made of stays as it is.
 */
#ifndef IRQL_KEYS_H
#define IRQL_KEYS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "irql/value.h"

/* A test, or what is computed, not storage. */
static inline bool key_is_computed(const char *key)
{
	return key[0] == '?' || key[0] == '(';
}

/* Whether `text` is `key` or a place reached through it. */
static inline bool key_is_reached(const char *text, const char *key, size_t length)
{
	return text[0] == key[0] && !strncmp(text, key, length) &&
		(!text[length] || strchr("-.*[", text[length]));
}

/* Storage that outlives the routine: without a binding it holds what its
 * caller, or whoever ran before, has put there. */
static inline bool key_outlives(const char *key)
{
	return key[0] == 'p' || key[0] == 't' || key[0] == 'g' ||
		key[0] == '@';
}

/* Whether it speaks of what a call returned: "r5", and also "?r5 == 0",
 * "?p0 < r5" and "(r5 % 2)". */
bool key_mentions_result(const char *key);

/* Whether a text names what a key does, but for what that held at entry. */
bool key_mentions(const char *text, const char *key);

/* Whether storage is the caller's, at most one step away: that it may have been
 * written is remembered, or else what a test shows afterwards would be taken for
 * true of the entry, and a caller would rely on what it knew before. */
bool key_is_callers(const char *key);

bool names_parameter(const char *key); /* "p0", and nothing behind it */

/* Of "?lock" and of an element of an array nobody knows which one it is. */
bool names_one_lock(const char *key);

/* "t->Lock" -> "Lock", "p0->Lock*" -> "Lock*" */
const char *last_step(const char *key);

/* Whether two keys name the same field of two objects, one of which is reached from
 * the other by a pointer that leads on: "p0->Old" and "p0->Next->Old". Several such
 * pointers may lead back. */
bool key_is_further(const char *key, const char *other);

/* 12 of "p12->Held", and where the steps begin; NONE of any other key. */
uint32_t parameter_of_key(const char *key, const char **steps);

/* Whether a test is "?p0->Kind == 1", of that key and constant. */
bool tests_equality(const char *test, const char *key, int64_t constant);
/* Whether "?p0->Kind == 1" comes out false where "p0->Kind" is known so. */
bool test_fails(const char *test, const char *key, const struct value *known);

#endif
