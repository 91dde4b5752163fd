/*
 * Files that are read otherwise than they are: same lines, other words.
 */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "frontend/repair_parts.h"

static int by_place(const void *left, const void *right)
{
	const struct repair_edit *a = left, *b = right;

	if (a->file != b->file)
		return (char *)a->file < (char *)b->file ? -1 : 1;
	return a->from < b->from ? -1 : a->from > b->from;
}

/* The edited text of the file that edits first … behind are in. */
static const char *edited(struct repair *repair, const char *text,
	uint32_t first, uint32_t behind)
{
	struct buffer out = { .arena = repair->arena };
	size_t at = 0;

	for (uint32_t i = first; i < behind; i++) {
		const struct repair_edit *edit = &repair->edits.items[i];

		if (edit->from < at)
			continue;
		buffer_add_n(&out, text + at, edit->from - at);
		buffer_add(&out, edit->text);
		at = edit->to;
	}
	buffer_add(&out, text + at);
	return buffer_text(&out);
}

static void rewrite(struct repair *repair, CXFile file, const char *text)
{
	CXString name = clang_getFileName(file);
	const char *path = clang_getCString(name);
	struct CXUnsavedFile *rewritten = NULL;

	for (uint32_t i = 0; i < repair->rewritten.count; i++)
		if (!strcmp(repair->rewritten.items[i].Filename, path))
			rewritten = &repair->rewritten.items[i];
	if (!rewritten)
		rewritten = vec_add(repair->arena, &repair->rewritten);
	rewritten->Filename = arena_strdup(repair->arena, path);
	rewritten->Contents = text;
	rewritten->Length = strlen(text);
	clang_disposeString(name);
}

bool repair_apply_edits(struct repair *repair)
{
	uint32_t count = repair->edits.count, behind;
	size_t size;

	if (count)
		qsort(repair->edits.items, count,
			sizeof(*repair->edits.items), by_place);
	for (uint32_t i = 0; i < count; i = behind) {
		CXFile file = repair->edits.items[i].file;

		for (behind = i; behind < count &&
			repair->edits.items[behind].file == file; behind++)
			;
		rewrite(repair, file, edited(repair, clang_getFileContents(
			repair->tu, file, &size), i, behind));
	}
	repair->edits.count = 0;
	return count > 0;
}
