/*
 * A library: members one behind the other, each with a header of text. Members
 * that only say what another image exports are passed over, and so is what the
 * linker has put in front to find them faster.
 */
#include <stdlib.h>
#include <string.h>

#include "image/parts.h"

static const char magic[] = "!<arch>\n";

enum { MAGIC = 8, HEADER = 60, NAME = 16, SIZE_AT = 48, SIZE = 10 };

bool is_archive(struct piece file)
{
	return piece_starts(file, magic, MAGIC);
}

/* A number in a field that is filled up with blanks; -1 if it is none. */
static int64_t number(const unsigned char *field, size_t length)
{
	int64_t value = 0;
	size_t i = 0;

	for (; i < length && field[i] >= '0' && field[i] <= '9'; i++)
		value = value * 10 + (field[i] - '0');
	return i ? value : -1;
}

/* "a.obj/", or "/123": in the member "//", from there to a NUL, "/\n". */
static const char *member_name(
	struct arena *arena, const unsigned char *field, struct piece long_names)
{
	int64_t at = *field == '/' ? number(field + 1, NAME - 1) : -1;
	const unsigned char *from = field;
	size_t room = NAME, length = 0;

	if (at >= 0) {
		if ((size_t)at >= long_names.size)
			return "a member";
		from = long_names.bytes + at;
		room = long_names.size - (size_t)at;
	}
	while (length < room && from[length] && from[length] != '\n' &&
		!(from[length] == '/' && (length + 1 == room ||
			strchr(" \n", from[length + 1]))))
		length++;
	return arena_strndup(arena, (const char *)from, length);
}

static bool is_list(const unsigned char *field)
{
	return *field == '/' && !(field[1] >= '0' && field[1] <= '9');
}

static bool is_import(struct piece member)
{
	return piece_u16(member, 0) == 0 && piece_u16(member, 2) == 0xffff &&
		piece_u16(member, 4) == 0;
}

const char *archive_read(struct image *image, struct piece file)
{
	struct piece long_names = { 0 };
	size_t at = MAGIC;

	while (at < file.size) {
		const unsigned char *field = file.bytes + at;
		struct piece member;
		int64_t size;
		const char *name, *wrong;

		if (!piece_holds(file, at, 1, HEADER))
			return "the library ends within the header of a member";
		size = number(field + SIZE_AT, SIZE);
		at += HEADER;
		if (size < 0 || !piece_holds(file, at, 1, (size_t)size))
			return "the library ends within a member";
		member = (struct piece){ file.bytes + at, (size_t)size };
		at += (size_t)size + (size & 1);
		if (field[0] == '/' && field[1] == '/')
			long_names = member;
		if (is_list(field) || is_import(member))
			continue;
		name = member_name(image->arena, field, long_names);
		wrong = coff_read(image, name, member);
		if (wrong)
			return arena_printf(image->arena, "of its member '%s': %s",
				name, wrong);
	}
	return NULL;
}
