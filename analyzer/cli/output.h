/*
 * Where a report goes: a file or standard output. What cannot be written whole
 * is an error, also when the disk fills up at the last byte.
 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"

struct output {
	const char *path; /* NULL: standard output */
	FILE *stream;
};

/* Opens for writing; a NULL path is standard output. Refuses to write over a
 * source file. On failure says so and returns false. */
bool output_open(struct output *output, const char *path);

/* Closes, and checks that everything was written; else says so and returns
 * false. */
bool output_close(struct output *output);

#endif
