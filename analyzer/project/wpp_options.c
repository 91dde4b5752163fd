#include "project/wpp_options.h"

#include <ctype.h>
#include <string.h>

#include "base/nocase.h"

void wpp_add_function(struct arena *arena, const char *text, struct unit *unit)
{
	size_t length;

	text += strspn(text, " \t\r\n\"'");
	for (length = 0; isalnum((unsigned char)text[length]) ||
		text[length] == '_';)
		length++;
	if (length)
		*vec_add(arena, &unit->build.wpp_functions) =
			arena_strndup(arena, text, length);
}

void wpp_add_options(struct arena *arena, const char *text, struct unit *unit)
{
	while ((text = nocase_find(text, "-func:")) != NULL) {
		text += strlen("-func:");
		wpp_add_function(arena, text, unit);
	}
}
