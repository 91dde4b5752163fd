/*
 * What was learned, as the text that is read in front of the unit and as the
 * words that the user reads.
 */
#include <string.h>

#include "base/buffer.h"
#include "frontend/repair_parts.h"

enum { SAID = 6 };

/* How a routine is declared that takes whatever it is given: since C23 no
 * parameters means none. */
static const char anything[] =
	"#if __STDC_VERSION__ > 201710L\n#define PAGEAUDIT_ANYTHING ...\n"
	"#else\n#define PAGEAUDIT_ANYTHING\n#endif\n";

static const char enumeration[] = "pageaudit_unknown";

/* Each name, but for some, in a line that is about it alone. */
static void put_names(struct buffer *out, const struct repair_names *names,
	const struct repair_names *but, const char *before, const char *behind)
{
	for (uint32_t i = 0; i < names->list.count; i++)
		if (!but || !repair_has(but, names->list.items[i]))
			buffer_printf(out, "%s%s%s\n", before,
				names->list.items[i], behind);
}

static void put_values(struct buffer *out, const struct repair *repair)
{
	const struct repair_names *values = &repair->values;

	for (uint32_t i = 0; i < values->list.count; i++)
		if (!repair_has(&repair->refused, values->list.items[i]))
			buffer_printf(out,
				"enum %s%u { %s = 0x5A000000 + %u };\n",
				enumeration, i, values->list.items[i],
				i * 8 + 7);
}

const char *repair_text(const struct repair *repair)
{
	static const char anyhow[] = "(PAGEAUDIT_ANYTHING);";
	const struct repair_names *refused = &repair->refused;
	struct buffer out = { .arena = repair->arena };

	if (repair->kernel)
		buffer_add(&out, "#include <ntddk.h>\n");
	buffer_add(&out, "#pragma GCC system_header\n");
	buffer_add(&out,
		repair->cxx ? "#include <pageaudit_any.h>\n" : anything);
	buffer_add(&out, shapes_text(&repair->shapes, repair->cxx));
	put_names(&out, &repair->words, NULL, "#define ", "");
	put_names(&out, &repair->initialisers, NULL, "#define ",
		"(...) {0}");
	put_names(&out, &repair->strings, NULL, "#define ", " L\"\"");
	put_names(&out, &repair->pieces, NULL, "#define ", " \"\"");
	put_values(&out, repair);
	if (repair->guids.list.count)
		buffer_add(&out, "#include <guiddef.h>\n");
	put_names(&out, &repair->guids, refused, "extern const GUID ", ";");
	put_names(&out, &repair->routines, refused,
		repair->cxx ? "extern \"C\" pageaudit_any " : "long long ",
		repair->cxx ? "(...);" : anyhow);
	put_names(&out, &repair->ahead, NULL, "long long ", anyhow);
	return buffer_text(&out);
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
	text = said(repair, text, "strings", repair->strings.list.items,
		repair->strings.list.count);
	text = said(repair, text, "pieces of strings",
		repair->pieces.list.items, repair->pieces.list.count);
	text = said(repair, text, "initialisers",
		repair->initialisers.list.items,
		repair->initialisers.list.count);
	text = said(repair, text, "identifiers", repair->guids.list.items,
		repair->guids.list.count);
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
