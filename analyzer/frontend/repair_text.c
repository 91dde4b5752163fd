/*
 * What was learned, as the text that is read in front of the unit and as the
 * words that the user reads.
 */
#include <string.h>

#include "frontend/repair_parts.h"

enum { SAID = 6 };

/* How a routine is declared that takes whatever it is given: since C23 no
 * parameters means none. */
static const char anything[] =
	"#if __STDC_VERSION__ > 201710L\n#define PAGEAUDIT_ANYTHING ...\n"
	"#else\n#define PAGEAUDIT_ANYTHING\n#endif\n";

static const char enumeration[] = "pageaudit_unknown";

const char *repair_text(const struct repair *repair)
{
	struct arena *arena = repair->arena;
	const char *text = shapes_text(&repair->shapes, repair->cxx);
	const struct repair_names *values = &repair->values,
				  *routines = &repair->routines;

	text = arena_printf(arena, "#pragma GCC system_header\n%s%s",
		repair->cxx ? "#include <pageaudit_any.h>\n" : anything, text);
	if (repair->kernel)
		text = arena_printf(arena, "#include <ntddk.h>\n%s", text);
	for (uint32_t i = 0; i < repair->words.list.count; i++)
		text = arena_printf(arena, "%s#define %s\n", text,
			repair->words.list.items[i]);
	for (uint32_t i = 0; i < repair->initialisers.list.count; i++)
		text = arena_printf(arena, "%s#define %s(...) {0}\n", text,
			repair->initialisers.list.items[i]);
	for (uint32_t i = 0; i < repair->strings.list.count; i++)
		text = arena_printf(arena, "%s#define %s L\"\"\n", text,
			repair->strings.list.items[i]);
	for (uint32_t i = 0; i < values->list.count; i++)
		if (!repair_has(&repair->refused, values->list.items[i]))
			text = arena_printf(arena,
				"%senum %s%u { %s = 0x5A000000 + %u };\n",
				text, enumeration, i, values->list.items[i],
				i * 8 + 7);
	if (repair->guids.list.count)
		text = arena_printf(arena, "%s#include <guiddef.h>\n", text);
	for (uint32_t i = 0; i < repair->guids.list.count; i++)
		if (!repair_has(&repair->refused, repair->guids.list.items[i]))
			text = arena_printf(arena, "%sextern const GUID %s;\n",
				text, repair->guids.list.items[i]);
	for (uint32_t i = 0; i < routines->list.count; i++)
		if (!repair_has(&repair->refused, routines->list.items[i]))
			text = arena_printf(arena, repair->cxx
				? "%sextern \"C\" pageaudit_any %s(...);\n"
				: "%slong long %s(PAGEAUDIT_ANYTHING);\n", text,
				routines->list.items[i]);
	for (uint32_t i = 0; i < repair->ahead.list.count; i++)
		text = arena_printf(arena,
			"%slong long %s(PAGEAUDIT_ANYTHING);\n", text,
			repair->ahead.list.items[i]);
	return text;
}

static const char *said(const struct repair *repair, const char *text,
	const char *what, const char *const *names, uint32_t count)
{
	for (uint32_t i = 0; i < count && i < SAID; i++)
		text = arena_printf(repair->arena, "%s%s%s", text,
			i ? ", " : *text ? arena_printf(repair->arena,
				"; %s ", what) : arena_printf(repair->arena,
				"%s ", what), names[i]);
	if (count > SAID)
		text = arena_printf(repair->arena, "%s and %u more", text,
			count - SAID);
	return text;
}

const char *repair_summary(const struct repair *repair)
{
	struct repair_names types = { 0 };
	const char *text = "";

	for (uint32_t i = 0; i < repair->shapes.types.count; i++)
		if (!repair->shapes.types.items[i]->dropped)
			*vec_add(repair->arena, &types.list) =
				repair->shapes.types.items[i]->name;
	text = said(repair, text, "types", types.list.items, types.list.count);
	text = said(repair, text, "constants", repair->values.list.items,
		repair->values.list.count);
	text = said(repair, text, "routines", repair->routines.list.items,
		repair->routines.list.count);
	text = said(repair, text, "words that are empty now",
		repair->words.list.items, repair->words.list.count);
	return repair->kernel ? arena_printf(repair->arena, "%s%sntddk.h",
		text, *text ? "; for headers that were lost, " : "") : text;
}

bool repair_is_word(const struct repair *repair, const char *name)
{
	for (uint32_t i = 0; repair->used && i < repair->words.list.count; i++) {
		const char *word = repair->words.list.items[i];
		size_t length = strcspn(word, "(");

		if (!strncmp(word, name, length) && !name[length])
			return true;
	}
	return false;
}

bool repair_is_unknown(CXCursor enumerator)
{
	CXCursor parent = clang_getCursorSemanticParent(enumerator);
	CXString name = clang_getCursorSpelling(parent);
	const char *text = clang_getCString(name);
	bool unknown = text && text_starts(text, enumeration);

	clang_disposeString(name);
	return unknown;
}
