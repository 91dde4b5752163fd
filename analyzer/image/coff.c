/*
 * COFF: the objects of Microsoft's compiler and of clang for Windows, and what
 * they are linked to. An object has a header, a table of sections and one of
 * symbols, with a table of strings behind it for names of more than eight
 * bytes; a large one (/bigobj) has the same with wider numbers. A linked driver
 * has something in front, and most often no symbols, which are in its program
 * database: of such a one only the sections are known.
 *
 * No symbol says how long a function is. It ends where the next one begins, or
 * its section does; the handlers that a compiler puts behind a function are a
 * part of it. What is between functions to align them counts, as it takes room.
 */
#include <stdlib.h>
#include <string.h>

#include "image/parts.h"

#define NONE UINT32_MAX /* "no section" */

enum {
	SECTION = 40,
	SYMBOL = 18,
	BIG_SYMBOL = 20,
	SHORT_NAME = 8,
	LONGEST_NAME = 4096, /* compilers shorten what is longer */
};

/* Characteristics of a section. */
#define CODE 0x00000020u
#define NOT_IN_IMAGE 0x00000a00u /* information for the linker, removed */
#define EXECUTABLE 0x20000000u

/* Of a symbol. */
enum { IS_FUNCTION = 2, EXTERNAL = 2, STATIC = 3 };

struct coff {
	struct image *image;
	const char *object;
	struct piece file;
	enum machine machine;
	bool big, linked;
	uint32_t section_count, symbol_count;
	size_t sections, symbols, strings; /* where they are in the file */
	size_t string_bytes;
};

/* ---- header ------------------------------------------------------------- */

static void read_plain_header(struct coff *coff, size_t at)
{
	coff->machine = (enum machine)piece_u16(coff->file, at);
	coff->section_count = piece_u16(coff->file, at + 2);
	coff->symbols = piece_u32(coff->file, at + 8);
	coff->symbol_count = piece_u32(coff->file, at + 12);
	coff->sections = at + 20 + piece_u16(coff->file, at + 16);
}

/* What stands in a header without a machine says whose it is. */
static bool is_big(const struct coff *coff)
{
	static const unsigned char big[16] = { 0xc7, 0xa1, 0xba, 0xd1, 0xee,
		0xba, 0xa9, 0x4b, 0xaf, 0x20, 0xfa, 0xf6, 0x6a, 0xa4, 0xdc,
		0xb8 };

	return piece_u16(coff->file, 4) >= 2 &&
		piece_holds(coff->file, 12, 1, sizeof(big)) &&
		!memcmp(coff->file.bytes + 12, big, sizeof(big));
}

static void read_big_header(struct coff *coff)
{
	coff->big = true;
	coff->machine = (enum machine)piece_u16(coff->file, 6);
	coff->section_count = piece_u32(coff->file, 44);
	coff->symbols = piece_u32(coff->file, 48);
	coff->symbol_count = piece_u32(coff->file, 52);
	coff->sections = 56;
}

static const char *read_header(struct coff *coff)
{
	size_t at = piece_u32(coff->file, 0x3c);

	if (piece_starts(coff->file, "MZ", 2)) {
		coff->linked = true;
		if (!piece_holds(coff->file, at, 1, 24) ||
			piece_u32(coff->file, at) != 0x4550)
			return "it is no image of Windows";
		read_plain_header(coff, at + 4);
	} else if (!piece_holds(coff->file, 0, 1, 20)) {
		return "it is too short for an object";
	} else if (piece_u16(coff->file, 0) || piece_u16(coff->file, 2) != 0xffff) {
		read_plain_header(coff, 0);
	} else if (!is_big(coff)) {
		return "it was compiled with /GL, or says what another image "
		       "exports, and has no code";
	} else {
		read_big_header(coff);
	}
	return NULL;
}

static const char *check_machine(const struct coff *coff)
{
	if (coff->machine == MACHINE_X64 || coff->machine == MACHINE_X86 ||
		coff->machine == MACHINE_ARM64)
		return NULL;
	return arena_printf(coff->image->arena,
		"it is no object of x64, ARM64 or x86 (machine type 0x%04x)",
		(unsigned)coff->machine);
}

static const char *check_tables(struct coff *coff)
{
	size_t each = coff->big ? BIG_SYMBOL : SYMBOL;

	if (!piece_holds(coff->file, coff->sections, coff->section_count,
		    SECTION))
		return "it ends within its table of sections";
	if (!coff->symbols)
		coff->symbol_count = 0;
	if (!coff->symbol_count)
		return NULL;
	if (!piece_holds(coff->file, coff->symbols, coff->symbol_count, each))
		return "it ends within its table of symbols";
	coff->strings = coff->symbols + coff->symbol_count * each;
	coff->string_bytes = piece_u32(coff->file, coff->strings);
	if (!piece_holds(coff->file, coff->strings, 1, coff->string_bytes))
		return "it ends within its table of strings";
	return NULL;
}

/* ---- names -------------------------------------------------------------- */

/* As far as a NUL, or all of the room. */
static const char *text_at(const struct coff *coff, size_t at, size_t room)
{
	const char *from = (const char *)coff->file.bytes + at;
	const char *end = memchr(from, 0, room);

	return arena_strndup(coff->image->arena, from,
		end ? (size_t)(end - from) : room);
}

/* One of the table of strings; "" for what is not in it. */
static const char *string_at(const struct coff *coff, size_t offset)
{
	size_t room;

	if (offset >= coff->string_bytes)
		return "";
	room = coff->string_bytes - offset;
	return text_at(coff, coff->strings + offset,
		room < LONGEST_NAME ? room : LONGEST_NAME);
}

static const char *short_name(const struct coff *coff, size_t at)
{
	return text_at(coff, at, SHORT_NAME);
}

/* "PAGE", or "/123". */
static const char *section_name(const struct coff *coff, size_t at)
{
	const char *name = short_name(coff, at);

	return name[0] == '/' && name[1] >= '0' && name[1] <= '9' ?
		string_at(coff, (size_t)strtoul(name + 1, NULL, 10)) : name;
}

static const char *symbol_name(const struct coff *coff, size_t at)
{
	return piece_u32(coff->file, at) ?
		short_name(coff, at) :
		string_at(coff, piece_u32(coff->file, at + 4));
}

/* ---- sections ----------------------------------------------------------- */

static size_t section_at(const struct coff *coff, uint32_t index)
{
	return coff->sections + (size_t)index * SECTION;
}

static uint32_t section_bytes(const struct coff *coff, size_t at)
{
	return piece_u32(coff->file, at + (coff->linked ? 8 : 16));
}

static bool section_is_code(const struct coff *coff, size_t at)
{
	return (piece_u32(coff->file, at + 36) & (CODE | EXECUTABLE)) != 0;
}

/* What an object's section takes with those of other objects around it. */
static int64_t aligned_bytes(const struct coff *coff, size_t at)
{
	uint32_t exponent = piece_u32(coff->file, at + 36) >> 20 & 15;
	int64_t align = exponent ? (int64_t)1 << (exponent - 1) : 1;

	return (section_bytes(coff, at) + align - 1) / align * align;
}

static void read_sections(struct coff *coff)
{
	for (uint32_t i = 0; i < coff->section_count; i++) {
		size_t at = section_at(coff, i);

		if (piece_u32(coff->file, at + 36) & NOT_IN_IMAGE)
			continue;
		*vec_add(coff->image->arena, &coff->image->sections) =
			(struct compiled_section){ section_name(coff, at),
				coff->object, aligned_bytes(coff, at),
				coff->linked };
	}
}

/* ---- functions ---------------------------------------------------------- */

/* Where one begins and ends. */
struct extent {
	uint32_t section, from, to; /* sections count from 0 */
	const char *symbol;
};

struct extents {
	VEC(struct extent) list;
};

static int by_place(const void *left, const void *right)
{
	const struct extent *a = left, *b = right;

	if (a->section != b->section)
		return a->section < b->section ? -1 : 1;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return strcmp(a->symbol, b->symbol);
}

/* The section of the function that a symbol is of; NONE for any other. */
static uint32_t function_section(const struct coff *coff, size_t at)
{
	size_t type = at + (coff->big ? 16 : 14);
	uint32_t section = coff->big ? piece_u32(coff->file, at + 12) :
				       piece_u16(coff->file, at + 12);
	unsigned storage = coff->file.bytes[type + 2];

	if (piece_u16(coff->file, type) >> 4 != IS_FUNCTION ||
		(storage != EXTERNAL && storage != STATIC) || !section ||
		section > coff->section_count ||
		!section_is_code(coff, section_at(coff, section - 1)))
		return NONE;
	return section - 1;
}

static void find_starts(const struct coff *coff, struct extents *extents)
{
	size_t each = coff->big ? BIG_SYMBOL : SYMBOL;

	for (uint32_t i = 0; i < coff->symbol_count; i++) {
		size_t at = coff->symbols + i * each;
		uint32_t section = function_section(coff, at);
		const char *symbol =
			section == NONE ? "" : symbol_name(coff, at);

		if (*symbol && !is_part_of_another(symbol))
			*vec_add(coff->image->arena, &extents->list) =
				(struct extent){ section,
					piece_u32(coff->file, at + 8), 0,
					symbol };
		i += coff->file.bytes[at + each - 1]; /* more of the same */
	}
	if (extents->list.count)
		qsort(extents->list.items, extents->list.count,
			sizeof(*extents->list.items), by_place);
}

/* From the last one on: several symbols may stand at one place. */
static void find_ends(const struct coff *coff, struct extents *extents)
{
	struct extent *next = NULL;

	for (uint32_t i = extents->list.count; i--;) {
		struct extent *extent = &extents->list.items[i];

		if (!next || next->section != extent->section)
			extent->to = section_bytes(
				coff, section_at(coff, extent->section));
		else if (next->from > extent->from)
			extent->to = next->from;
		else
			extent->to = next->to;
		next = extent;
	}
}

static void read_functions(struct coff *coff)
{
	struct arena *arena = coff->image->arena;
	struct extents extents = { 0 };

	find_starts(coff, &extents);
	find_ends(coff, &extents);
	for (uint32_t i = 0; i < extents.list.count; i++) {
		const struct extent *extent = &extents.list.items[i];

		if (extent->to <= extent->from)
			continue;
		*vec_add(arena, &coff->image->routines) =
			(struct compiled_routine){ extent->symbol,
				source_name(arena, coff->machine,
					extent->symbol),
				section_name(coff, section_at(coff,
							   extent->section)),
				coff->object, extent->to - extent->from };
	}
}

const char *coff_read(
	struct image *image, const char *object, struct piece file)
{
	struct coff coff = { .image = image, .object = object, .file = file };
	const char *wrong = read_header(&coff);

	if (!wrong)
		wrong = check_machine(&coff);
	if (!wrong)
		wrong = check_tables(&coff);
	if (wrong)
		return wrong;
	read_sections(&coff);
	read_functions(&coff);
	image->linked = image->linked || coff.linked;
	return NULL;
}
