/*
 * UTF-16, as MSBuild writes its logs and editors on Windows save sources.
 */
#ifndef BASE_UTF16_H
#define BASE_UTF16_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct utf16 {
	const unsigned char *at, *end;
	bool big_endian;
};

/* Sets *reader behind the byte order mark. False if the bytes have none. */
bool utf16_open(struct utf16 *reader, const char *bytes, size_t size);

/* The next character; there is one as long as at < end. NULL, or what is wrong
 * with it: the character is a blank then. */
const char *utf16_next(struct utf16 *reader, uint32_t *character);

/* Text with a byte order mark of UTF-16 as UTF-8, blanks for what is no
 * character; *size is its size. NULL for any other text. */
char *utf16_to_utf8(struct arena *arena, const char *bytes, size_t *size);

#endif
