/*
 * UTF-8. Sources may hold any bytes; for the outputs, what is not UTF-8 reads as
 * U+FFFD, one for each piece that a web decoder would replace, so that our columns
 * and line hashes agree with those that other programs count.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buffer.h"

/* The code point at *at, which moves behind it; *at is before `end`. */
uint32_t utf8_next(const char **at, const char *end);

/* How many UTF-16 code units a code point takes: 1 or 2. */
uint32_t utf16_units(uint32_t point);

/* The columns it takes on a terminal: 0, 1 or 2. */
int utf8_width(uint32_t point);

/* Whether it would do something to a terminal instead of being shown. */
bool utf8_is_control(uint32_t point);

/* Length of the well-formed character of two or more bytes at `at`, of which
 * `left` can be read; 0 if there is none. */
size_t utf8_length(const char *at, size_t left);

/* Writes a code point, up to four bytes; returns where the next one goes. */
char *utf8_put(char *to, uint32_t point);
void utf8_add(struct buffer *buffer, uint32_t point);

/* The text as valid UTF-8, for JSON. */
const char *utf8_valid(struct arena *arena, const char *text);

/* The text as valid UTF-8 without control characters, for a line of output:
 * each run of them becomes one blank. */
const char *utf8_line(struct arena *arena, const char *text);

#endif
