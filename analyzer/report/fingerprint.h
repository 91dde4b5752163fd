/*
 * What makes two reports of one defect recognisable as the same.
 *
 * Both kinds are a hash and a number: the same hash for the nth time. They are
 * written "hash:n" in hexadecimal without leading zeros.
 */
#ifndef REPORT_FINGERPRINT_H
#define REPORT_FINGERPRINT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct report;

struct fingerprint {
	uint64_t hash;
	uint32_t nth; /* from 1 */
};

/*
 * One per line of a file's contents, by the algorithm of code scanning's
 * primaryLocationLineHash: over the text that starts at a line, blanks left
 * out. *count is the number of lines; there is always one.
 */
struct fingerprint *line_fingerprints(
	struct arena *arena, const char *bytes, size_t size, uint32_t *count);

/*
 * One per finding of a report: over rule, function, callee, section and path
 * below the root, so that it outlives changes of the lines around.
 */
struct fingerprint *finding_fingerprints(struct report *report);

const char *fingerprint_text(
	struct arena *arena, struct fingerprint fingerprint);

#endif
