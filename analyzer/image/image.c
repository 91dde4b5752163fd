/*
 * Which kind of file it is. LLVM's own reader is no help here: behind its C
 * interface a damaged object ends the program, or worse. The tests hold what is
 * read here against it (tests/oracle).
 */
#include "image/image.h"

#include <string.h>

#include "image/parts.h"

/* ---- pieces -------------------------------------------------------------- */

bool piece_holds(struct piece piece, size_t at, size_t count, size_t each)
{
	return at <= piece.size &&
		(!each || count <= (piece.size - at) / each);
}

uint32_t piece_u16(struct piece piece, size_t at)
{
	const unsigned char *from = piece.bytes + at;

	return piece_holds(piece, at, 1, 2) ?
		from[0] | (uint32_t)from[1] << 8 : 0;
}

uint32_t piece_u32(struct piece piece, size_t at)
{
	return piece_holds(piece, at, 1, 4) ?
		piece_u16(piece, at) | piece_u16(piece, at + 2) << 16 : 0;
}

bool piece_starts(struct piece piece, const char *bytes, size_t length)
{
	return piece.size >= length && !memcmp(piece.bytes, bytes, length);
}

/* ---- kinds --------------------------------------------------------------- */

/* Other files that come out of a build. NULL: it may be ours. */
static const char *foreign_kind(struct piece file)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *what;
	} kinds[] = {
		{ "\177ELF", 4, "it is an ELF file" },
		{ "\xcf\xfa\xed\xfe", 4, "it is a Mach-O file" },
		{ "BC\xc0\xde", 4, "it was compiled with -flto, and has no code "
				   "before it is linked" },
		{ "Microsoft C/C++ MSF", 19, "it is a program database" },
	};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (piece_starts(file, kinds[i].bytes, kinds[i].length))
			return kinds[i].what;
	return file.size ? NULL : "it is empty";
}

bool image_read(struct image *image, const char *path, const char *bytes,
	size_t size, const char **error)
{
	struct piece file = { (const unsigned char *)bytes, size };
	const char *wrong = foreign_kind(file);

	if (!wrong)
		wrong = is_archive(file) ? archive_read(image, file) :
					   coff_read(image, path, file);
	if (!wrong)
		return true;
	*error = arena_printf(image->arena,
		"%s: %s; expected what a build made of the driver for Windows: "
		"its objects (.obj), a library of them (.lib) or the linked "
		"driver (.sys)", path, wrong);
	return false;
}
