/*
 * A decoder that gives up as late as it can: bytes that could still begin a
 * character are taken together, and the first one that could not begins anew.
 */
#include "base/utf8.h"

#include <string.h>

enum { REPLACEMENT = 0xFFFD };

/* How many bytes follow a first byte, and the limits of the one after it:
 * these exclude overlong forms, surrogates and what is above U+10FFFF. */
static int following(
	unsigned char first, unsigned char *low, unsigned char *high)
{
	*low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
	*high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
	if (first >= 0xC2 && first <= 0xDF)
		return 1;
	if (first >= 0xE0 && first <= 0xEF)
		return 2;
	if (first >= 0xF0 && first <= 0xF4)
		return 3;
	return -1;
}

uint32_t utf8_next(const char **at, const char *end)
{
	unsigned char first = (unsigned char)*(*at)++, low, high;
	int rest = following(first, &low, &high);
	uint32_t point;

	if (first < 0x80)
		return first;
	if (rest < 0)
		return REPLACEMENT;
	point = first & (0x3Fu >> rest);
	for (; rest; rest--) {
		unsigned char next;

		if (*at == end)
			return REPLACEMENT;
		next = (unsigned char)**at;
		if (next < low || next > high)
			return REPLACEMENT;
		point = point << 6 | (next & 0x3F);
		low = 0x80;
		high = 0xBF;
		(*at)++;
	}
	return point;
}

uint32_t utf16_units(uint32_t point)
{
	return point >= 0x10000 ? 2 : 1;
}

/* The blocks that matter in source code: combining marks, CJK, emoji. */
int utf8_width(uint32_t point)
{
	static const struct {
		uint32_t first, last;
		int width;
	} blocks[] = {
		{0x0300, 0x036F, 0},
		{0x1100, 0x115F, 2},
		{0x200B, 0x200D, 0},
		{0x2E80, 0xA4CF, 2},
		{0xAC00, 0xD7A3, 2},
		{0xF900, 0xFAFF, 2},
		{0xFE00, 0xFE0F, 0},
		{0xFF00, 0xFF60, 2},
		{0x1F300, 0x1FAFF, 2},
		{0x20000, 0x3FFFD, 2},
	};

	for (size_t i = 0; i < sizeof(blocks) / sizeof(blocks[0]); i++)
		if (point >= blocks[i].first && point <= blocks[i].last)
			return blocks[i].width;
	return 1;
}

size_t utf8_length(const char *at, size_t left)
{
	const unsigned char *bytes = (const unsigned char *)at;
	unsigned char low, high;
	int rest = left ? following(bytes[0], &low, &high) : -1;

	if (rest < 0 || left <= (size_t)rest)
		return 0;
	for (int i = 1; i <= rest; i++) {
		if (bytes[i] < low || bytes[i] > high)
			return 0;
		low = 0x80;
		high = 0xBF;
	}
	return (size_t)rest + 1;
}

char *utf8_put(char *to, uint32_t point)
{
	if (point < 0x80) {
		*to++ = (char)point;
		return to;
	}
	if (point < 0x800) {
		*to++ = (char)(0xC0 | point >> 6);
	} else {
		if (point < 0x10000) {
			*to++ = (char)(0xE0 | point >> 12);
		} else {
			*to++ = (char)(0xF0 | point >> 18);
			*to++ = (char)(0x80 | (point >> 12 & 0x3F));
		}
		*to++ = (char)(0x80 | (point >> 6 & 0x3F));
	}
	*to++ = (char)(0x80 | (point & 0x3F));
	return to;
}

void utf8_add(struct buffer *buffer, uint32_t point)
{
	char bytes[4];

	buffer_add_n(buffer, bytes, (size_t)(utf8_put(bytes, point) - bytes));
}

bool utf8_is_control(uint32_t point)
{
	return point < 0x20 || (point >= 0x7F && point < 0xA0);
}

const char *utf8_valid(struct arena *arena, const char *text)
{
	struct buffer buffer = {.arena = arena};
	const char *end = text + strlen(text);

	while (text < end)
		utf8_add(&buffer, utf8_next(&text, end));
	return buffer_text(&buffer);
}

const char *utf8_line(struct arena *arena, const char *text)
{
	struct buffer buffer = {.arena = arena};
	const char *end = text + strlen(text);
	bool in_run = false;

	while (text < end) {
		uint32_t point = utf8_next(&text, end);
		bool control = utf8_is_control(point);

		if (!control)
			utf8_add(&buffer, point);
		else if (!in_run)
			buffer_char(&buffer, ' ');
		in_run = control;
	}
	return buffer_text(&buffer);
}
