/*
 * The files that a report speaks of: how each is called in the outputs, and
 * its lines, which are read when first asked for. Everything is in the
 * report's arena and stays until that is released.
 *
 * A file that cannot be read has no lines; columns are then taken as they are
 * and what would need the text is left out.
 */
#ifndef REPORT_SOURCE_H
#define REPORT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"
#include "report/fingerprint.h"

struct report;
struct sources;

struct source {
	const char *absolute;
	const char *shown;	/* relative to the current directory if below */
	const char *below_root; /* relative to the root; NULL outside it */
	bool opened;
	const char *bytes; /* NULL: cannot be read */
	size_t size;
	VEC(size_t) lines; /* where each starts, and the end of the file */
	struct fingerprint *fingerprints; /* of the lines, when asked for */
	uint32_t fingerprint_count;
};

struct sources *sources_new(struct arena *arena);

/* The source that a place names; `file` is not NULL. */
struct source *source_of(struct report *report, const char *file);

/* A line without its end and without a byte order mark; NULL if there is no
 * such line. */
const char *source_line(struct report *report, struct source *source,
	uint32_t line, size_t *length);

/* Where in source_line's text a column is; never behind its end. */
size_t source_offset(struct report *report, struct source *source,
	uint32_t line, uint32_t column);

/* The column in UTF-16 code units, from 1, a byte order mark not counted. */
uint32_t source_utf16_column(struct report *report, struct source *source,
	uint32_t line, uint32_t column);

/* The line's primaryLocationLineHash, or NULL. */
const char *source_line_hash(
	struct report *report, struct source *source, uint32_t line);

/* A path as a URI reference: each byte that is neither a letter nor a digit
 * nor one of "-._~/" is percent-encoded. */
const char *path_to_uri(struct arena *arena, const char *path);

/* An absolute path as a file: URI. */
const char *path_to_file_uri(struct arena *arena, const char *absolute);

#endif
