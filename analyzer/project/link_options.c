#include "project/link_options.h"

#include <string.h>

#include "base/nocase.h"

static void add_value(struct arena *arena, const char *option,
	const char *value, size_t length, const char **options)
{
	while (length && strchr(" \t\r\n\"", *value)) {
		value++;
		length--;
	}
	while (length && strchr(" \t\r\n\"", value[length - 1]))
		length--;
	if (length)
		*options = arena_printf(arena, "%s%s%s%.*s",
			*options ? *options : "", *options ? " " : "", option,
			(int)length, value);
}

void link_options_add_values(struct arena *arena, const char *option,
	const char *values, const char **options)
{
	for (;;) {
		size_t length = strcspn(values, ";");

		add_value(arena, option, values, length, options);
		if (!values[length])
			return;
		values += length + 1;
	}
}

void link_options_add(
	struct arena *arena, const struct words *words, const char **options)
{
	static const char *const kept[] = { "/MERGE:", "/SECTION:" };

	for (uint32_t i = 0; i < words->list.count; i++) {
		const char *word = words->list.items[i];

		if (*word != '/' && *word != '-')
			continue;
		for (int k = 0; k < 2; k++)
			if (nocase_starts(word + 1, kept[k] + 1))
				link_options_add_values(arena, kept[k],
					word + strlen(kept[k]), options);
	}
}
