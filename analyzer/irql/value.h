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
	VALUE_RANGE,  /* an integer in low … high, perhaps not 0; known bits */
	VALUE_LEVEL,  /* an IRQL that was read or saved */
	VALUE_LEVELS, /* one of several that were: low … high */
	VALUE_SAME,   /* what `key` holds, or held at entry */
	VALUE_ADDRESS, /* the address of `key` */
	VALUE_AMONG,  /* the address of one of `among` */
	VALUE_MADE    /* made of what `key` holds: ((it & kept) | set) + offset */
};

struct key_set;

/*
 * Of the lower 32 bits of a range those are kept that are known and that low and
 * high do not tell: `ones` are set, `zeros` are not. A range that was counted
 * (`i++`) may grow with each turn of a loop: see state_merge.
 *
 * A made value says what became of a word of which little is known: `x |= 4`
 * keeps all other bits of what x was, `depth++` adds 1. `set` and `kept` have no
 * bit in common.
 */
struct value {
	enum value_kind kind;
	bool nonzero;
	bool counted;
	union {
		struct {
			int64_t low, high;
			uint32_t ones, zeros;
		};
		struct abstract_irql level;
		struct {
			const char *key;
			int64_t kept;
			uint32_t set;
			int32_t offset;
		};
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
bool value_is_constant(const struct value *value); /* one number */
bool value_is_saved(const struct value *value); /* an IRQL, or several */
/* What a key holds, or what is made of that. */
bool value_is_of_key(const struct value *value);
bool same_values(const struct value *left, const struct value *right);

/* Whether nothing is both. */
bool values_are_disjoint(const struct value *left, const struct value *right);

/* As an interval; what has none is any integer, an address is not 0. */
struct value as_range(const struct value *value);

/* The bits that are known of a range, those that its ends tell among them. */
uint32_t known_ones(const struct value *range);
uint32_t known_zeros(const struct value *range);

/* A range without the bits that its ends tell. */
struct value normal_range(struct value range);

/* What both ranges say. */
struct value meet_ranges(struct value left, struct value right);

/* What a range has become, when a turn of a loop made it of `before`. */
struct value widen_range(struct value before, struct value range);

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

/* ---- made.c ------------------------------------------------------------ */

/* What an operation makes of two values; any value where that is no range and is
 * not made of one. An operand of which only a part is known is best given as what
 * its key holds (same_value), or nothing is made of it. */
struct value compute_value(
	enum operation operation, struct value left, struct value right);

/* What a key holds, as a value that is made of it; a made value is itself. */
struct value made_value(const struct value *value);

/* What is made of a range in the way of a made value. */
struct value apply_made(const struct value *made, struct value range);

/* The same of a value that may be made, too; any value if that is too much. */
struct value compose_made(const struct value *made, const struct value *value);

#endif
