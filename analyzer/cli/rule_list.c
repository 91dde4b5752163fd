#include "cli/rule_list.h"

#include <stdbool.h>
#include <string.h>

#include "cli/suggest.h"
#include "report/rule.h"

static bool fits(const char *pattern, const char *name)
{
	size_t length = strlen(pattern);

	if (length && pattern[length - 1] == '*')
		return !strncmp(pattern, name, length - 1);
	return !strcmp(pattern, name);
}

static uint32_t rule_count(void)
{
	uint32_t count = 0;

	while (all_rules[count])
		count++;
	return count;
}

/* Turns on or off what a pattern names; false if it names nothing. */
static bool choose(bool *chosen, const char *pattern, bool on)
{
	bool found = false;

	for (uint32_t i = 0; all_rules[i]; i++)
		if (fits(pattern, all_rules[i]->code) ||
			fits(pattern, all_rules[i]->name)) {
			chosen[i] = on;
			found = true;
		}
	return found;
}

static const char *no_such_rule(struct arena *arena, const char *pattern)
{
	struct suggestion near = suggest(pattern);

	suggest_offer_rules(&near);
	return arena_printf(arena,
		"codes or names of rules (pageaudit rules lists them), and "
		"'%s' is none%s", pattern, suggest_text(arena, &near));
}

/* One item, with its sign. */
static const char *read_item(
	struct arena *arena, const char *item, bool *chosen)
{
	bool on = item[0] != '-';

	if (item[0] == '+' || item[0] == '-')
		item++;
	return choose(chosen, item, on) ? NULL : no_such_rule(arena, item);
}

const char *rule_list_read(
	struct arena *arena, const char *text, struct rule_list *list)
{
	uint32_t count = rule_count();
	bool *chosen = arena_alloc(arena, (count + 1) * sizeof(*chosen));
	const char *error = NULL;

	for (uint32_t i = 0; i < count; i++)
		chosen[i] = (text[0] == '+' || text[0] == '-') &&
			rule_is_default(all_rules[i]);
	while (!error) {
		size_t length = strcspn(text, ",");

		error = read_item(
			arena, arena_strndup(arena, text, length), chosen);
		if (!text[length])
			break;
		text += length + 1;
	}
	for (uint32_t i = 0; i < count && !error; i++)
		if (chosen[i])
			*vec_add(arena, &list->codes) = all_rules[i]->code;
	if (!error && !list->codes.count)
		return "at least one rule, and this list leaves none";
	return error;
}
