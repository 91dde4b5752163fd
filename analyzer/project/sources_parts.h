/* The parts of project/sources_file.h. */
#ifndef PROJECT_SOURCES_PARTS_H
#define PROJECT_SOURCES_PARTS_H

#include "project/nmake.h"
#include "project/product.h"

/* sources_environment.c: sets what the window of a build has. */
void sources_set_environment(
	struct nmake *nmake, const struct build_settings *build);

/* sources_kind.c: what the product is, and whether it is skipped. Looks into
 * the sources of one that does not say what it is. False if it says that it is
 * no kernel code. */
bool sources_set_kind(struct nmake *nmake, struct product *product);

#endif
