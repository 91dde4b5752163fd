#include "rules/ways.h"

static const ways every_count = ((ways)1 << COUNTS) - 1;

ways ways_of(ways from, enum outcome outcome)
{
	return from >> ((int)outcome * COUNTS) & every_count;
}

ways ways_become(ways from, enum outcome outcome)
{
	ways counts = 0;

	for (int i = 0; i < OUTCOMES; i++)
		counts |= ways_of(from, (enum outcome)i);
	return counts << ((int)outcome * COUNTS);
}

ways ways_narrow(ways from, enum outcome outcome)
{
	ways untold = ways_of(from, UNTOLD) | ways_of(from, outcome);

	return untold << ((int)outcome * COUNTS);
}

static int sum_of(int left, int right)
{
	int sum = left + right;

	if (left == UNSURE || right == UNSURE)
		return UNSURE;
	return sum > LIMIT ? LIMIT : sum < -LIMIT ? -LIMIT : sum;
}

ways ways_then(ways from, ways effect, bool sets_outcome)
{
	ways result = 0;

	for (int f = 0; f < OUTCOMES * COUNTS; f++)
		for (int e = 0; e < OUTCOMES * COUNTS; e++)
			if ((from >> f & 1) && (effect >> e & 1))
				result |= way((enum outcome)(
						(sets_outcome ? e : f) / COUNTS),
					sum_of(f % COUNTS - LIMIT,
						e % COUNTS - LIMIT));
	return result;
}

bool ways_unlock(ways effect)
{
	for (int c = 0; c <= UNSURE; c++)
		for (int o = 0; o < OUTCOMES; o++)
			if (effect & way((enum outcome)o, c))
				return false;
	return effect != 0;
}

ways ways_doubt(ways from, int low, int high)
{
	for (int o = 0; o < OUTCOMES; o++)
		for (int c = low; c <= high; c++) {
			ways one = way((enum outcome)o, c);

			if (from & one)
				from = (from & ~one) |
					way((enum outcome)o, UNSURE);
		}
	return from;
}

ways ways_drop(ways from, int low, int high)
{
	for (int o = 0; o < OUTCOMES; o++)
		for (int c = low; c <= high; c++)
			from &= ~way((enum outcome)o, c);
	return from;
}

struct lock_range ways_range(ways counts)
{
	struct lock_range range = { .low = 0, .high = 0 };
	bool any = false;

	for (int c = -LIMIT; c <= LIMIT; c++) {
		if (!(counts & way(UNTOLD, c)))
			continue;
		range.low = any ? range.low : c;
		range.high = c;
		any = true;
	}
	range.wild = (counts & way(UNTOLD, UNSURE)) ||
		range.low == -LIMIT || range.high == LIMIT;
	return range;
}
