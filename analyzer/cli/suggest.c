/*
 * Distance is the number of letters to insert, drop, change or swap with the
 * next one. A name is near when at most a third of its letters differ.
 */
#include "cli/suggest.h"

#include <string.h>

#include "report/rule.h"

enum { LONGEST = 64 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Two rows back are kept for the swaps. */
static size_t distance(const char *a, const char *b)
{
	size_t rows[3][LONGEST + 1], columns = strlen(b);

	if (strlen(a) > LONGEST || columns > LONGEST)
		return LONGEST;
	for (size_t j = 0; j <= columns; j++)
		rows[0][j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t *row = rows[i % 3], *above = rows[(i + 2) % 3];
		size_t *higher = rows[(i + 1) % 3];

		row[0] = i;
		for (size_t j = 1; j <= columns; j++) {
			size_t changed = above[j - 1] + (a[i - 1] != b[j - 1]);

			row[j] = least(changed,
				least(above[j], row[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
				a[i - 2] == b[j - 1])
				row[j] = least(row[j], higher[j - 2] + 1);
		}
	}
	return rows[strlen(a) % 3][columns];
}

struct suggestion suggest(const char *typed)
{
	return (struct suggestion){ .typed = typed, .distance = LONGEST };
}

void suggest_offer(struct suggestion *suggestion, const char *name)
{
	size_t found = distance(suggestion->typed, name);

	if (found < suggestion->distance && found * 3 <= strlen(name)) {
		suggestion->distance = found;
		suggestion->best = name;
	}
}

static void offer_rules(struct suggestion *suggestion, bool reveal)
{
	for (const struct rule *const *rule = all_rules; *rule; rule++)
		if (((*rule)->status == STATUS_REVEAL) == reveal) {
			suggest_offer(suggestion, (*rule)->code);
			suggest_offer(suggestion, (*rule)->name);
		}
}

void suggest_offer_rules(struct suggestion *suggestion)
{
	offer_rules(suggestion, false);
	offer_rules(suggestion, true);
}

const char *suggest_text(
	struct arena *arena, const struct suggestion *suggestion)
{
	if (!suggestion->best)
		return "";
	return arena_printf(arena, "; did you mean '%s'?", suggestion->best);
}
