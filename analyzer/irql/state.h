/*
 * The abstract state at one point of one routine: the IRQL, the spin locks
 * held, and what is known of the values that guard a raise or a restore.
 *
 * Storage is named by a key: an interned text made from an access path, such
 * as "p0->OldIrql" (parameter 0), "l3" (local 3), "g7.Lock" (variable 7 of the
 * program), "t->Irql" (this), "r5" (what the call of event 5 returned), or
 * "F EXT.OldIrql" (that field of whatever object: the last resort).
 */
#ifndef IRQL_STATE_H
#define IRQL_STATE_H

#include "irql/irql.h"

enum abstract_kind {
	LEVEL_KNOWN, /* .irql */
	LEVEL_ENTRY, /* as at an entry that is unknown */
	LEVEL_SAVED, /* what `key` held at entry */
};

struct abstract_irql {
	enum abstract_kind kind;
	enum irql irql;
	const char *key;
	const char *field; /* LEVEL_SAVED: the key of the field alone, or NULL */
};

enum value_kind {
	VALUE_RANGE,  /* an integer in low … high, perhaps not 0 */
	VALUE_LEVEL,  /* an IRQL that was read or saved */
	VALUE_SAME,   /* what `key` holds, or held at entry */
	VALUE_ADDRESS /* the address of `key` */
};

struct value {
	enum value_kind kind;
	bool nonzero;
	int64_t low, high;
	struct abstract_irql level;
	const char *key;
};

struct binding {
	const char *key;
	struct value value;
	bool initial; /* learnt of the value at entry, not assigned */
};

struct held_lock {
	const char *key, *kind;
	struct abstract_irql before; /* IRQL when it was acquired */
};

struct state {
	struct abstract_irql level;
	uint32_t raised_by; /* raises of the flow, or NONE */
	bool may;	    /* got here by a choice we could not decide */
	VEC(struct binding) bindings;
	VEC(struct held_lock) locks;
	VEC(const char *) released; /* locks that were not taken here */
};

/* ---- levels and values ------------------------------------------------- */

struct abstract_irql known_level(enum irql irql);
bool level_is_raised(struct abstract_irql level); /* at DISPATCH_LEVEL or above */
bool same_abstract_irql(struct abstract_irql left, struct abstract_irql right);

struct value any_value(void);
struct value constant_value(int64_t constant);
struct value level_value(struct abstract_irql level);
struct value same_value(const char *key);
struct value address_value(const char *key);
bool value_is_any(const struct value *value);
bool same_values(const struct value *left, const struct value *right);

/* The smallest range that holds both ranges. */
struct value join_ranges(struct value left, struct value right);

/* The integers an IRQL can be. */
struct value range_of_level(struct abstract_irql level);

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_MAYBE };

/* value `test` constant */
enum truth test_value(
	const struct value *value, enum test_kind test, int64_t constant);

/* The value, given that the test came out so. */
struct value refine_value(struct value value, enum test_kind test,
	int64_t constant, bool outcome);

/* ---- states ------------------------------------------------------------ */

struct state *state_copy(struct arena *arena, const struct state *state);

/* What is bound to a key; NULL if nothing is. */
const struct binding *state_find(const struct state *state, const char *key);
void state_bind(struct arena *arena, struct state *state, const char *key,
	struct value value, bool initial);
/* Forgets a key, what is reached through it, and tests that mention it. */
void state_forget(struct state *state, const char *key);

/* Whether two states must be kept apart: IRQL, locks or saved IRQLs differ. */
bool state_same_property(const struct state *left, const struct state *right);

/* Makes `into` hold for both; true if it changed. */
bool state_merge(struct state *into, const struct state *from);

#endif
