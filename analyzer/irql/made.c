/*
 * What is computed of values. Two constants give a constant. Of a word of which
 * little is known a made value says which of its bits are left, which are set,
 * and what was added: flags that are set and cleared, and counters that go up
 * and down, so that what is learnt later of the one is known of the other.
 *
 * Numbers are taken to be as large as they need: that a counter runs over is not
 * seen. What C does not define is any value.
 */
#include "irql/value.h"

/* ---- made of what a key holds ------------------------------------------ */

struct value made_value(const struct value *value)
{
	if (value->kind == VALUE_MADE)
		return *value;
	return (struct value){ .kind = VALUE_MADE, .key = value->key,
		.kept = -1 };
}

/* Nothing is made where all is kept, nor where nothing is. */
static struct value settle(struct value made)
{
	if (!made.kept)
		return constant_value((int64_t)made.set + made.offset);
	return made.kept == -1 && !made.offset ? same_value(made.key) : made;
}

static struct value add_to_made(struct value made, int64_t constant)
{
	int64_t offset = made.offset + constant;

	if (constant < INT32_MIN || constant > INT32_MAX ||
		offset < INT32_MIN || offset > INT32_MAX)
		return any_value();
	made.offset = (int32_t)offset;
	return settle(made);
}

static struct value mask_made(struct value made, int64_t kept, int64_t set)
{
	if (made.offset || set < 0 || set > UINT32_MAX)
		return any_value();
	made.kept &= kept & ~set;
	made.set = (uint32_t)((made.set & kept) | set);
	return settle(made);
}

/* ---- of ranges ---------------------------------------------------------- */

static int64_t moved(int64_t end, int64_t constant)
{
	if (end == INT64_MIN || end == INT64_MAX)
		return end;
	if (constant > 0 && end > INT64_MAX - constant)
		return INT64_MAX;
	if (constant < 0 && end < INT64_MIN - constant)
		return INT64_MIN;
	return end + constant;
}

/* The lowest bits that are known stay known: i + 2 is odd where i is. */
static void add_to_bits(struct value *range, int64_t constant)
{
	uint32_t ones = known_ones(range);
	uint32_t known = ones | known_zeros(range);
	uint32_t lowest = known & ~(known + 1) & (known ^ (known + 1));
	uint32_t sum = (ones & lowest) + (uint32_t)constant;

	range->ones = sum & lowest;
	range->zeros = ~sum & lowest;
}

static struct value add_to_range(struct value range, int64_t constant)
{
	if (!constant)
		return range;
	add_to_bits(&range, constant);
	range.low = moved(range.low, constant);
	range.high = moved(range.high, constant);
	range.nonzero = false;
	range.counted = true;
	return normal_range(range);
}

static struct value mask_range(struct value range, int64_t kept, int64_t set)
{
	uint32_t ones = (known_ones(&range) & (uint32_t)kept) | (uint32_t)set;
	uint32_t zeros = (known_zeros(&range) | ~(uint32_t)kept) &
		~(uint32_t)set;
	struct value masked = any_value();

	if (range.low == range.high)
		return constant_value((range.low & kept) | set);
	if (range.low >= 0 && set >= 0) {
		masked.low = 0;
		if (range.high <= UINT32_MAX)
			masked.high = UINT32_MAX;
	}
	if (kept >= 0 && kept <= UINT32_MAX && set >= 0 && set <= UINT32_MAX) {
		masked.low = set;
		masked.high = kept | set;
	}
	masked.ones = ones;
	masked.zeros = zeros;
	masked.counted = range.counted;
	return normal_range(masked);
}

static struct value flip_range(struct value range, int64_t mask)
{
	uint32_t ones = known_ones(&range), zeros = known_zeros(&range);
	uint32_t flipped = (uint32_t)mask;
	struct value result = any_value();

	if (range.low >= 0 && range.high <= UINT32_MAX && mask >= 0 &&
		mask <= UINT32_MAX) {
		result.low = 0;
		result.high = UINT32_MAX;
	}
	result.counted = range.counted;
	result.ones = (ones & ~flipped) | (zeros & flipped);
	result.zeros = (zeros & ~flipped) | (ones & flipped);
	return normal_range(result);
}

struct value apply_made(const struct value *made, struct value range)
{
	if (made->kept != -1)
		range = mask_range(range, made->kept, made->set);
	return add_to_range(range, made->offset);
}

struct value compose_made(const struct value *made, const struct value *value)
{
	struct value result;

	if (!value_is_of_key(value))
		return apply_made(made, as_range(value));
	result = made_value(value);
	if (made->kept != -1)
		result = mask_made(result, made->kept, made->set);
	return value_is_of_key(&result) ?
		add_to_made(made_value(&result), made->offset) :
		add_to_range(result, made->offset);
}

/* ---- operations --------------------------------------------------------- */

static struct value compute_constant(
	enum operation operation, int64_t left, int64_t right)
{
	int64_t result;

	if (operation_apply(
		    operation, (uint64_t)left, (uint64_t)right, &result))
		return constant_value(result);
	if (left < 0)
		return any_value();
	if (operation == OPERATION_DIVIDE && right > 0)
		return constant_value(left / right);
	if (operation == OPERATION_REMAINDER && right > 0)
		return constant_value(left % right);
	if (operation == OPERATION_SHIFT_RIGHT && right >= 0 && right < 64)
		return constant_value(left >> right);
	return any_value();
}

static struct value compute_with_constant(
	enum operation operation, const struct value *left, int64_t right)
{
	bool of_key = value_is_of_key(left);
	struct value range = as_range(left), made = *left;

	if (of_key)
		made = made_value(left);
	switch (operation) {
	case OPERATION_SUBTRACT:
		if (right == INT64_MIN)
			return any_value();
		right = -right;
		/* fallthrough */
	case OPERATION_ADD:
		return of_key ? add_to_made(made, right) :
				add_to_range(range, right);
	case OPERATION_AND:
		return of_key ? mask_made(made, right, 0) :
				mask_range(range, right, 0);
	case OPERATION_OR:
		return of_key ? mask_made(made, -1, right) :
				mask_range(range, ~right, right);
	case OPERATION_EXCLUSIVE_OR:
		return of_key ? any_value() : flip_range(range, right);
	default:
		return any_value();
	}
}

struct value compute_value(
	enum operation operation, struct value left, struct value right)
{
	if (value_is_constant(&left) && value_is_constant(&right)) {
		struct value result = compute_constant(
			operation, left.low, right.low);

		result.counted = left.counted || right.counted ||
			operation == OPERATION_ADD ||
			operation == OPERATION_SUBTRACT ||
			operation == OPERATION_MULTIPLY ||
			operation == OPERATION_SHIFT_LEFT;
		return result;
	}
	if (value_is_constant(&right))
		return compute_with_constant(operation, &left, right.low);
	if (value_is_constant(&left) && operation_commutes(operation))
		return compute_with_constant(operation, &right, left.low);
	return any_value();
}
