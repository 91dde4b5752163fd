/*
 * Abstract values: an IRQL, and what is known of an integer or a pointer. A key
 * names storage; see state.h.
 */
#ifndef IRQL_VALUE_H
#define IRQL_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "contracts/contract.h"

enum abstract_kind {
	LEVEL_KNOWN, /* .irql */
	LEVEL_ENTRY, /* as at an entry that is unknown; at least .irql */
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
	VALUE_LEVELS, /* one of several that were: low … high */
	VALUE_SAME,   /* what `key` holds, or held at entry */
	VALUE_ADDRESS, /* the address of `key` */
	VALUE_AMONG   /* the address of one of `among` */
};

struct key_set;

struct value {
	enum value_kind kind;
	bool nonzero;
	union {
		struct {
			int64_t low, high;
		};
		struct abstract_irql level;
		const char *key;
		const struct key_set *among;
	};
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
struct value among_value(const struct key_set *keys);
bool value_is_entry(const struct value *value); /* the IRQL at entry */
bool value_is_any(const struct value *value);
bool value_is_zero(const struct value *value);
bool value_is_saved(const struct value *value); /* an IRQL, or several */
bool same_values(const struct value *left, const struct value *right);

/* Whether nothing is both. */
bool values_are_disjoint(const struct value *left, const struct value *right);

/* As an interval; what has none is any integer, an address is not 0. */
struct value as_range(const struct value *value);

/* The smallest range that holds both ranges. */
struct value join_ranges(struct value left, struct value right);

/* What is known of storage that holds one or the other. Saved IRQLs that differ
 * are no range of integers, but several IRQLs, if all are known. */
struct value join_values(struct value left, struct value right);

/* The integers an IRQL can be. */
struct value range_of_level(struct abstract_irql level);

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_MAYBE };

/* value `test` constant */
enum truth test_value(
	const struct value *value, enum test_kind test, int64_t constant);

/* The value, given that the test came out so. */
struct value refine_value(struct value value, enum test_kind test,
	int64_t constant, bool outcome);

#endif
