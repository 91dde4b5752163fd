/*
 * The #include lines and the trace macros of a source, read as text: no
 * condition is evaluated and no macro expanded, so there may be more than a
 * compiler would see. Comments are left out.
 */
#ifndef PROJECT_INCLUDE_SCAN_H
#define PROJECT_INCLUDE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

struct include_line {
	const char *name; /* between the quotes or angles */
	bool angled;
	uint32_t line, column, end_column; /* of the directive */
};

struct scanned_source {
	VEC(struct include_line) includes;
	/* What a "begin_wpp config" comment has WPP make macros of, as in
	 * project/wpp_options.h. */
	VEC(const char *) trace_macros;
	const char *converted; /* see source_text.h; NULL; the caller's */
};

void include_scan(struct arena *arena, const char *bytes, size_t size,
	struct scanned_source *scanned);

#endif
