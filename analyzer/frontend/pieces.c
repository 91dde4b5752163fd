#include "frontend/pieces.h"

#include <string.h>

void pieces_put(struct pieces *pieces, const char *text)
{
	*vec_add(pieces->arena, &pieces->list) = text;
}

void pieces_printf(struct pieces *pieces, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	pieces_put(pieces, arena_vprintf(pieces->arena, format, args));
	va_end(args);
}

const char *pieces_joined(const struct pieces *pieces)
{
	size_t length = 0;
	char *text, *at;

	for (uint32_t i = 0; i < pieces->list.count; i++)
		length += strlen(pieces->list.items[i]);
	text = at = arena_alloc(pieces->arena, length + 1);
	for (uint32_t i = 0; i < pieces->list.count; i++) {
		length = strlen(pieces->list.items[i]);
		memcpy(at, pieces->list.items[i], length);
		at += length;
	}
	return text;
}
