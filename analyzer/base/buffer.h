/*
 * A text that grows in an arena. A zeroed buffer with its arena set is empty.
 */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

#include <stddef.h>

#include "base/arena.h"
#include "base/vec.h"

struct buffer {
	struct arena *arena;
	VEC(char) bytes;
};

void buffer_add(struct buffer *buffer, const char *text);
void buffer_add_n(struct buffer *buffer, const char *text, size_t length);
void buffer_char(struct buffer *buffer, char c);
void buffer_repeat(struct buffer *buffer, char c, uint32_t count);
void buffer_printf(struct buffer *buffer, const char *format, ...)
	PRINTF_LIKE(2, 3);

/* What was added, ended by a NUL, in the arena; good until the next addition.
 */
const char *buffer_text(struct buffer *buffer);

#endif
