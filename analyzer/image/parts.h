/*
 * What the readers of image/ share. For those alone.
 */
#ifndef IMAGE_PARTS_H
#define IMAGE_PARTS_H

#include "image/image.h"

/* A piece of a file. */
struct piece {
	const unsigned char *bytes;
	size_t size;
};

/* Little-endian numbers; 0 for what lies outside. */
uint32_t piece_u16(struct piece piece, size_t at);
uint32_t piece_u32(struct piece piece, size_t at);

/* Whether it begins so. */
bool piece_starts(struct piece piece, const char *bytes, size_t length);

/* Whether `count` things of `each` bytes lie in it, from `at` on. */
bool piece_holds(struct piece piece, size_t at, size_t count, size_t each);

/* ---- coff.c ------------------------------------------------------------- */

enum machine { MACHINE_X86 = 0x14c, MACHINE_X64 = 0x8664, MACHINE_ARM64 = 0xaa64 };

/* One object, or a linked driver. NULL, or what is wrong. */
const char *coff_read(struct image *image, const char *object,
	struct piece file);

/* ---- archive.c ---------------------------------------------------------- */

bool is_archive(struct piece file);
const char *archive_read(struct image *image, struct piece file);

/* ---- names.c ------------------------------------------------------------ */

/* The name that the source has for a symbol, qualified; NULL if that takes more
 * than to look at it: templates, operators, anonymous namespaces. */
const char *source_name(
	struct arena *arena, enum machine machine, const char *symbol);

/* Whether the symbol is of a piece of the function before it: a filter, a
 * handler, what a catch does. */
bool is_part_of_another(const char *symbol);

#endif
