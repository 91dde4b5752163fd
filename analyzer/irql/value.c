/*
 * Values are intervals with a flag for "not zero" and with known bits: enough
 * for booleans, status codes, levels and words of flags.
 */
#include "irql/value.h"

#include "irql/keyset.h"

/* ---- levels ------------------------------------------------------------ */

struct abstract_irql known_level(enum irql irql)
{
	return (struct abstract_irql){ LEVEL_KNOWN, irql, NULL, NULL };
}

bool level_is_raised(struct abstract_irql level)
{
	return level.kind != LEVEL_SAVED && level.irql >= IRQL_DISPATCH;
}

bool same_abstract_irql(struct abstract_irql left, struct abstract_irql right)
{
	return left.kind == right.kind && left.irql == right.irql &&
		left.key == right.key;
}

struct value range_of_level(struct abstract_irql level)
{
	static const int64_t low[IRQL_COUNT] = { 0, 1, 2, 3, 15 };
	static const int64_t high[IRQL_COUNT] = { 0, 1, 2, 14, 15 };
	struct value value = any_value();

	value.low = 0;
	value.high = 15;
	if (level.kind == LEVEL_ENTRY && level_is_raised(level))
		value.low = 2;
	if (level.kind == LEVEL_KNOWN) {
		value.low = low[level.irql];
		value.high = high[level.irql];
	}
	return value;
}

/* ---- values ------------------------------------------------------------ */

struct value any_value(void)
{
	return (struct value){ .kind = VALUE_RANGE, .low = INT64_MIN,
		.high = INT64_MAX };
}

struct value constant_value(int64_t constant)
{
	return (struct value){ .kind = VALUE_RANGE, .low = constant,
		.high = constant };
}

struct value level_value(struct abstract_irql level)
{
	return (struct value){ .kind = VALUE_LEVEL, .level = level };
}

struct value same_value(const char *key)
{
	return (struct value){ .kind = VALUE_SAME, .key = key };
}

struct value address_value(const char *key)
{
	return (struct value){ .kind = VALUE_ADDRESS, .key = key };
}

struct value among_value(const struct key_set *keys)
{
	return (struct value){ .kind = VALUE_AMONG, .among = keys };
}

bool value_is_entry(const struct value *value)
{
	return value->kind == VALUE_LEVEL && value->level.kind == LEVEL_ENTRY;
}

bool value_is_any(const struct value *value)
{
	return value->kind == VALUE_RANGE && value->low == INT64_MIN &&
		value->high == INT64_MAX && !value->nonzero && !value->ones &&
		!value->zeros;
}

bool value_is_of_key(const struct value *value)
{
	return value->kind == VALUE_SAME || value->kind == VALUE_MADE;
}

bool value_is_constant(const struct value *value)
{
	return value->kind == VALUE_RANGE && value->low == value->high;
}

bool value_is_zero(const struct value *value)
{
	return value->kind == VALUE_RANGE && value->low == 0 &&
		value->high == 0;
}

bool same_values(const struct value *left, const struct value *right)
{
	if (left->kind != right->kind)
		return false;
	switch (left->kind) {
	case VALUE_RANGE:
	case VALUE_LEVELS:
		return left->low == right->low && left->high == right->high &&
			left->nonzero == right->nonzero &&
			left->counted == right->counted &&
			left->ones == right->ones &&
			left->zeros == right->zeros;
	case VALUE_MADE:
		return left->key == right->key && left->kept == right->kept &&
			left->set == right->set && left->offset == right->offset;
	case VALUE_LEVEL:
		return same_abstract_irql(left->level, right->level);
	case VALUE_AMONG:
		return left->among == right->among;
	default:
		return left->key == right->key;
	}
}

struct value as_range(const struct value *value)
{
	struct value range = any_value();

	if (value->kind == VALUE_RANGE)
		return *value;
	if (value->kind == VALUE_LEVEL)
		return range_of_level(value->level);
	if (value->kind == VALUE_LEVELS) {
		range.low = value->low;
		range.high = value->high;
	}
	if (value->kind == VALUE_ADDRESS || value->kind == VALUE_AMONG)
		range.nonzero = true;
	if (value->kind == VALUE_MADE)
		return apply_made(value, range);
	return range;
}

/* The lower bits that are not the same in all of a range. */
static uint32_t open_bits(const struct value *range)
{
	uint64_t differing = (uint64_t)range->low ^ (uint64_t)range->high;
	uint32_t open = (uint32_t)differing;

	if (differing >> 32)
		return UINT32_MAX;
	for (int shift = 1; shift < 32; shift *= 2)
		open |= open >> shift;
	return open;
}

/* Whether the ends tell bits: those of a word that is not negative. */
static bool tells_bits(const struct value *range)
{
	return range->low >= 0 && range->high <= UINT32_MAX;
}

static bool has_bits(const struct value *range)
{
	return range->ones || range->zeros || tells_bits(range);
}

uint32_t known_ones(const struct value *range)
{
	return tells_bits(range) ?
		range->ones | ((uint32_t)range->low & ~open_bits(range)) :
		range->ones;
}

uint32_t known_zeros(const struct value *range)
{
	return tells_bits(range) ?
		range->zeros | ~((uint32_t)range->low | open_bits(range)) :
		range->zeros;
}

struct value normal_range(struct value range)
{
	uint32_t open;

	if ((!range.ones && !range.zeros) || !tells_bits(&range))
		return range;
	open = open_bits(&range);
	range.ones &= open;
	range.zeros &= open;
	if ((range.ones | range.zeros) != open)
		return range;
	range.low = range.high = (range.low & ~(int64_t)open) | range.ones;
	range.ones = range.zeros = 0;
	return range;
}

static bool bits_differ(const struct value *left, const struct value *right)
{
	return ((left->ones | right->ones) || (left->zeros | right->zeros)) &&
		((known_ones(left) & known_zeros(right)) ||
			(known_zeros(left) & known_ones(right)));
}

static bool excludes_zero(const struct value *range)
{
	return range->nonzero || range->low > 0 || range->high < 0 ||
		range->ones;
}

static enum truth decide(bool yes, bool no)
{
	return yes ? TRUTH_YES : no ? TRUTH_NO : TRUTH_MAYBE;
}

static enum truth invert(enum truth truth)
{
	return truth == TRUTH_MAYBE ? truth :
		truth == TRUTH_YES  ? TRUTH_NO :
				      TRUTH_YES;
}

static enum truth test_bits(const struct value *range, int64_t mask)
{
	bool low_only = mask >= 0 && mask <= UINT32_MAX;
	uint32_t others = ~(uint32_t)mask;

	if (range->low == range->high)
		return (range->low & mask) ? TRUTH_YES : TRUTH_NO;
	if (tells_bits(range) && !(others & ~known_zeros(range)))
		return decide(excludes_zero(range), false);
	return decide(known_ones(range) & (uint32_t)mask,
		low_only && !((uint32_t)mask & ~known_zeros(range)));
}

enum truth test_value(
	const struct value *value, enum test_kind test, int64_t constant)
{
	struct value range = as_range(value);

	switch (test) {
	case TEST_EQUAL:
		return decide(range.low == constant && range.high == constant,
			constant < range.low || constant > range.high ||
				(constant == 0 && range.nonzero) ||
				(range.ones & ~(uint32_t)constant) ||
				(range.zeros & (uint32_t)constant));
	case TEST_NOT_EQUAL:
		return invert(test_value(value, TEST_EQUAL, constant));
	case TEST_LESS:
		return decide(range.high < constant, range.low >= constant);
	case TEST_LESS_EQUAL:
		return decide(range.high <= constant, range.low > constant);
	case TEST_GREATER:
		return invert(test_value(value, TEST_LESS_EQUAL, constant));
	case TEST_GREATER_EQUAL:
		return invert(test_value(value, TEST_LESS, constant));
	case TEST_BITS:
		return test_bits(&range, constant);
	case TEST_UNKNOWN:
		break;
	}
	return TRUTH_MAYBE;
}

static int64_t max_of(int64_t left, int64_t right)
{
	return left > right ? left : right;
}

static int64_t min_of(int64_t left, int64_t right)
{
	return left < right ? left : right;
}

static struct value refine_bits(struct value value, int64_t mask, bool outcome)
{
	uint32_t bits = (uint32_t)mask;

	if (!outcome)
		value.zeros |= bits & ~value.ones;
	else if (mask == (int64_t)bits && !(bits & (bits - 1)))
		value.ones |= bits & ~value.zeros;
	value.nonzero |= outcome;
	return normal_range(value);
}

struct value refine_value(
	struct value value, enum test_kind test, int64_t constant, bool outcome)
{
	value = as_range(&value);
	if (test == TEST_BITS)
		return refine_bits(value, constant, outcome);
	if (!outcome) {
		static const enum test_kind opposite[] = {
			[TEST_UNKNOWN] = TEST_UNKNOWN,
			[TEST_EQUAL] = TEST_NOT_EQUAL,
			[TEST_NOT_EQUAL] = TEST_EQUAL,
			[TEST_LESS] = TEST_GREATER_EQUAL,
			[TEST_LESS_EQUAL] = TEST_GREATER,
			[TEST_GREATER] = TEST_LESS_EQUAL,
			[TEST_GREATER_EQUAL] = TEST_LESS,
		};
		test = opposite[test];
	}
	switch (test) {
	case TEST_EQUAL:
		return constant_value(constant);
	case TEST_NOT_EQUAL:
		if (constant == 0)
			value.nonzero = true;
		if (value.low == constant && value.low < value.high)
			value.low++;
		if (value.high == constant && value.low < value.high)
			value.high--;
		break;
	case TEST_LESS:
		if (constant > INT64_MIN)
			value.high = min_of(value.high, constant - 1);
		break;
	case TEST_LESS_EQUAL:
		value.high = min_of(value.high, constant);
		break;
	case TEST_GREATER:
		if (constant < INT64_MAX)
			value.low = max_of(value.low, constant + 1);
		break;
	case TEST_GREATER_EQUAL:
		value.low = max_of(value.low, constant);
		break;
	case TEST_BITS:
	case TEST_UNKNOWN:
		break;
	}
	return normal_range(value);
}

bool values_are_disjoint(const struct value *left, const struct value *right)
{
	struct value a = as_range(left), b = as_range(right);

	if (left->kind == VALUE_AMONG && right->kind == VALUE_AMONG)
		return !key_sets_meet(left->among, right->among);
	return a.high < b.low || b.high < a.low ||
		(a.nonzero && b.low == 0 && b.high == 0) ||
		(b.nonzero && a.low == 0 && a.high == 0) || bits_differ(&a, &b);
}

struct value join_ranges(struct value left, struct value right)
{
	struct value joined = left;

	joined.nonzero = excludes_zero(&left) && excludes_zero(&right);
	joined.low = min_of(left.low, right.low);
	joined.high = max_of(left.high, right.high);
	joined.counted = left.counted || right.counted;
	if (left.low == right.low && left.high == right.high) {
		joined.ones = left.ones & right.ones;
		joined.zeros = left.zeros & right.zeros;
		return joined;
	}
	joined.ones = joined.zeros = 0;
	if ((joined.low >= 0 && joined.high <= 1) || !has_bits(&left) ||
		!has_bits(&right))
		return joined;
	joined.ones = known_ones(&left) & known_ones(&right);
	joined.zeros = known_zeros(&left) & known_zeros(&right);
	return normal_range(joined);
}

struct value meet_ranges(struct value left, struct value right)
{
	left.low = max_of(left.low, right.low);
	left.high = min_of(left.high, right.high);
	left.nonzero |= right.nonzero;
	left.ones |= right.ones & ~left.zeros;
	left.zeros |= right.zeros & ~left.ones;
	return normal_range(left);
}

struct value widen_range(struct value before, struct value range)
{
	if (range.kind != VALUE_RANGE || !range.counted)
		return range;
	if (range.low < before.low)
		range.low = INT64_MIN;
	if (range.high > before.high)
		range.high = INT64_MAX;
	return range;
}

/* An IRQL by its number, or one of several. */
static bool is_numbered_level(const struct value *value)
{
	return value->kind == VALUE_LEVELS ||
		(value->kind == VALUE_LEVEL &&
			value->level.kind == LEVEL_KNOWN) ||
		(value->kind == VALUE_RANGE && value->low >= 0 &&
			value->high <= 15);
}

bool value_is_saved(const struct value *value)
{
	return value->kind == VALUE_LEVEL || value->kind == VALUE_LEVELS;
}

struct value join_values(struct value left, struct value right)
{
	struct value a = as_range(&left), b = as_range(&right);
	struct value joined = join_ranges(a, b);

	if (same_values(&left, &right))
		return left;
	if (left.kind == VALUE_AMONG && right.kind == VALUE_AMONG)
		return among_value(key_set_join(left.among, right.among));
	if (!value_is_saved(&left) && !value_is_saved(&right))
		return joined;
	if (!is_numbered_level(&left) || !is_numbered_level(&right))
		return any_value();
	if (joined.low == joined.high)
		return joined;
	joined.kind = VALUE_LEVELS;
	joined.nonzero = joined.counted = false;
	joined.ones = joined.zeros = 0;
	return joined;
}
