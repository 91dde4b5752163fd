#include "base/buffer.h"

#include <string.h>

void buffer_char(struct buffer *buffer, char c)
{
	*vec_add(buffer->arena, &buffer->bytes) = c;
}

void buffer_add_n(struct buffer *buffer, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		buffer_char(buffer, text[i]);
}

void buffer_add(struct buffer *buffer, const char *text)
{
	buffer_add_n(buffer, text, strlen(text));
}

void buffer_repeat(struct buffer *buffer, char c, uint32_t count)
{
	while (count--)
		buffer_char(buffer, c);
}

void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	buffer_add(buffer, arena_vprintf(buffer->arena, format, args));
	va_end(args);
}

const char *buffer_text(struct buffer *buffer)
{
	buffer_char(buffer, '\0');
	buffer->bytes.count--;
	return buffer->bytes.items;
}
