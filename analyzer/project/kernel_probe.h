/*
 * Some projects do not say whether they are kernel mode; then their sources do,
 * by the headers they include.
 */
#ifndef PROJECT_KERNEL_PROBE_H
#define PROJECT_KERNEL_PROBE_H

#include <stdbool.h>

#include "project/lookup.h"
#include "project/product.h"

/* Whether a source of the product, or a header of its own that one leads to,
 * includes a header that only kernel code has. Nothing is preprocessed: a file
 * that also includes one of the Windows API is for either mode, and counts if
 * no source includes only such. */
bool kernel_probe(struct lookup *lookup, const struct product *product);

/* Whether a source has a driver's entry, which no library has. */
bool kernel_probe_entry(const struct product *product);

#endif
