/*
 * Places of cursors. Offsets are those of the driver's file; a macro's use counts
 * whole where a range ends in it.
 */
#include <string.h>

#include "frontend/span.h"

/* The part of a driver file that a source range covers; a macro's use counts
 * whole when the range ends in it. */
struct span span_of(struct reading *reading, CXSourceRange range)
{
	struct span span = { NONE, 0, 0 };
	const struct macro_use *use;
	uint32_t file;

	if (!locate(reading, clang_getRangeStart(range), &span.file,
		    &span.start)) {
		span.file = NONE;
		return span;
	}
	if (!locate(reading, clang_getRangeEnd(range), &file, &span.end) ||
		file != span.file || span.end < span.start)
		span.end = span.start;
	use = macro_use_at(reading, span.file, span.end);
	if (use && use->offset <= span.end && use->end > span.end &&
		(use->offset == span.end || use->offset == span.start))
		span.end = use->end;
	if (span.end == span.start)
		span.end++;
	return span;
}

static enum CXChildVisitResult take_end(
	CXCursor child, CXCursor parent, CXClientData data)
{
	CXSourceRange extent = clang_getCursorExtent(child);

	(void)parent;
	if (!clang_Range_isNull(extent))
		*(CXSourceLocation *)data = clang_getRangeEnd(extent);
	return CXChildVisit_Continue;
}

CXSourceRange range_of(CXCursor declaration)
{
	CXSourceRange extent = clang_getCursorExtent(declaration);
	CXSourceLocation start = clang_getCursorLocation(declaration);
	CXSourceLocation end = start;

	if (!clang_Range_isNull(extent) ||
		clang_getCursorKind(declaration) != CXCursor_FunctionTemplate)
		return extent;
	clang_visitChildren(declaration, take_end, &end);
	return clang_getRange(start, end);
}

struct place place_of_span(struct reading *reading, struct span span)
{
	if (span.file == NONE)
		return (struct place){ 0 };
	return place_of_offsets(reading, span.file, span.start, span.end);
}

struct place place_of(struct reading *reading, CXCursor cursor)
{
	return place_of_span(
		reading, span_of(reading, clang_getCursorExtent(cursor)));
}

/* The name of a declaration as a span. */
struct span name_span(struct reading *reading, CXCursor cursor)
{
	struct span span = { NONE, 0, 0 };
	size_t length;
	const char *name;

	if (!locate(reading, clang_getCursorLocation(cursor), &span.file,
		    &span.start)) {
		span.file = NONE;
		return span;
	}
	name = take_string(reading, clang_getCursorSpelling(cursor));
	length = strcspn(name, "<");
	span.end = span.start + (unsigned)(length ? length : 1);
	return span;
}
