/*
 * Sections behind "#ifdef _MSC_VER". Drivers are built by Microsoft's compiler,
 * but the open headers are read as GNU's, so that what a driver keeps for the
 * former is left out. Where what is left out names sections, the conditions
 * that decide it shall say otherwise: the words in them are exchanged for as
 * long ones, of which the prologue defines the right ones.
 */
#include <string.h>

#include "frontend/repair_parts.h"

static const struct {
	const char *word, *other;
} words[] = {
	{ "_MSC_VER", "PA_MSVC_" },
	{ "__GNUC__", "PA_GNUC_" },
	{ "__MINGW32__", "PA_MINGW32_" },
};

enum { WORDS = sizeof(words) / sizeof(*words) };

static bool names_sections(const char *text, size_t size)
{
	static const char *const names[] = { "code_seg", "data_seg", "bss_seg",
		"const_seg", "alloc_text", "allocate" };

	for (size_t at = 0; at < size; at++)
		for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
			if (text[at] == names[i][0] &&
				text_starts(text + at, names[i]))
				return true;
	return false;
}

/* Exchanges the words of one line from `at` on. */
static bool exchange(
	struct repair *repair, CXFile file, const char *text, size_t at)
{
	bool found = false;

	for (; text[at] && text[at] != '\n'; at++)
		for (int i = 0; i < WORDS; i++) {
			size_t length = strlen(words[i].word);

			if (strncmp(text + at, words[i].word, length) != 0 ||
				(at && text_is_name(text[at - 1])) ||
				text_is_name(text[at + length]))
				continue;
			*vec_add(repair->arena, &repair->edits) =
				(struct repair_edit){ file, at, at + length,
					words[i].other };
			found = true;
		}
	return found;
}

static size_t line_before(const char *text, size_t at)
{
	while (at && text[at - 1] != '\n')
		at--;
	if (at)
		at--;
	while (at && text[at - 1] != '\n')
		at--;
	return at;
}

/* The name of the directive on a line, or NULL. */
static const char *directive_on(const char *text, size_t line)
{
	const char *at = text + line;

	at += strspn(at, " \t");
	return *at == '#' ? at + 1 + strspn(at + 1, " \t") : NULL;
}

/* The #if that an #else or #elif belongs to. */
static size_t opening(const char *text, size_t at)
{
	int depth = 0;

	while (at && text[at - 1] != '\n')
		at--;
	while (at) {
		const char *name;

		at = line_before(text, at);
		name = directive_on(text, at);
		if (name && text_starts(name, "endif"))
			depth++;
		else if (name && !strncmp(name, "if", 2) && !depth--)
			return at;
	}
	return at;
}

static bool choose(struct repair *repair, CXSourceRange range)
{
	unsigned from, to;
	const char *text, *name;
	size_t size;
	CXFile file;
	bool chosen;

	clang_getFileLocation(
		clang_getRangeEnd(range), &file, NULL, NULL, &to);
	clang_getFileLocation(
		clang_getRangeStart(range), &file, NULL, NULL, &from);
	text = file ? clang_getFileContents(repair->tu, file, &size) : NULL;
	name = text && from < to && to <= size ? directive_on(text, from) :
						 NULL;
	if (!name || !names_sections(text + from, to - from))
		return false;
	chosen = exchange(repair, file, text, from);
	if (!strncmp(name, "el", 2))
		chosen |= exchange(repair, file, text, opening(text, from));
	return chosen;
}

bool repair_choose_compiler(struct repair *repair, CXTranslationUnit tu)
{
	CXSourceRangeList *skipped = clang_getAllSkippedRanges(tu);
	bool chosen = false;

	repair->tu = tu;
	for (unsigned i = 0; skipped && i < skipped->count; i++)
		if (!clang_Location_isInSystemHeader(
			    clang_getRangeStart(skipped->ranges[i])))
			chosen |= choose(repair, skipped->ranges[i]);
	clang_disposeSourceRangeList(skipped);
	repair_apply_edits(repair);
	return chosen;
}
