/*
 * The section map: every routine and variable with its section, who says so
 * and where, and how much is in each section; and where an image has another one.
 */
#ifndef PROGRAM_SECTIONS_H
#define PROGRAM_SECTIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "program/program.h"

/* As a table for people, or as JSON, which names the project's file unless that
 * is NULL. Sorted by section, then place. */
void sections_write(const struct program *program, const char *project,
	FILE *out, bool json);

#endif
