#include "base/utf16.h"

#include "base/utf8.h"

#include <string.h>

bool utf16_open(struct utf16 *reader, const char *bytes, size_t size)
{
	bool big = size >= 2 && !memcmp(bytes, "\xFE\xFF", 2);
	bool little = size >= 2 && !memcmp(bytes, "\xFF\xFE", 2);

	*reader = (struct utf16){ (const unsigned char *)bytes + 2,
		(const unsigned char *)bytes + size, big };
	return big || little;
}

static const char *take_half(struct utf16 *reader, uint32_t *half)
{
	const unsigned char *at = reader->at;

	*half = ' ';
	if (reader->end - at < 2) {
		reader->at = reader->end;
		return "the file ends within a character";
	}
	*half = reader->big_endian ? (uint32_t)at[0] << 8 | at[1]
				   : (uint32_t)at[1] << 8 | at[0];
	reader->at += 2;
	return NULL;
}

const char *utf16_next(struct utf16 *reader, uint32_t *character)
{
	uint32_t high, low = 0;
	const char *problem = take_half(reader, &high);

	*character = high;
	if (!high)
		problem = "expected text, but there is a NUL character";
	if (problem || high < 0xD800 || high > 0xDFFF)
		return problem;
	if (high < 0xDC00)
		take_half(reader, &low);
	*character = ' ';
	if (low < 0xDC00 || low > 0xDFFF)
		return "this is no UTF-16: half of a character";
	*character = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
	return NULL;
}

char *utf16_to_utf8(struct arena *arena, const char *bytes, size_t *size)
{
	struct utf16 reader;
	char *text, *to;

	if (!utf16_open(&reader, bytes, *size))
		return NULL;
	/* Two bytes become three at most. */
	text = to = arena_alloc(arena, *size / 2 * 3 + 4);
	while (reader.at < reader.end) {
		uint32_t character;

		if (utf16_next(&reader, &character))
			character = ' ';
		to = utf8_put(to, character);
	}
	*to = '\0';
	*size = (size_t)(to - text);
	return text;
}
