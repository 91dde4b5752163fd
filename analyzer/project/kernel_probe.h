/*
 * Some projects do not say whether they are kernel mode; then their sources do,
 * by the headers they include.
 */
#ifndef PROJECT_KERNEL_PROBE_H
#define PROJECT_KERNEL_PROBE_H

#include <stdbool.h>

/* Whether a header that only kernel code has is included in a file. */
bool kernel_probe(const char *path);

#endif
