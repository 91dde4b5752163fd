/*
 * The front end: one translation unit in, plain facts out. This folder is the
 * only one that includes clang; its one public function is below.
 */
#ifndef FRONTEND_FRONTEND_H
#define FRONTEND_FRONTEND_H

#include "facts/facts.h"
#include "project/unit.h"

/*
 * Parses a unit and fills `facts`, which the caller has initialised and
 * releases. Whatever could not be read is a notice in the facts; when nothing
 * could be, facts->parsed is false. Safe to call from several threads, each
 * with facts of its own.
 */
void frontend_read(const struct unit *unit, struct facts *facts);

/* "clang version 19.1.7", in the arena. */
const char *frontend_version(struct arena *arena);

#endif
