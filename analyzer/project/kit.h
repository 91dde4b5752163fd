/*
 * Where the headers of a driver kit are, for a unit's architecture, system and
 * framework version. What a user calls a kit is any of
 *
 *	a kit's Include directory, or one version below it
 *	the root of a kit, of an EWDK or of an unpacked NuGet package
 *	any directory with a wdm.h, or with a km/wdm.h below it
 *
 * and several may add up to one: headers of the SDK, the framework's own.
 */
#ifndef PROJECT_KIT_H
#define PROJECT_KIT_H

#include "project/unit.h"

struct kit_directories {
	VEC(const char *) items; /* in the order they are searched */
};

/* Adds what of a kit's directories a unit needs. False if there is no driver
 * header below `root` at all. */
bool kit_directories(struct arena *arena, const char *root,
	const struct build_settings *build, struct kit_directories *found);

/* Projects name directories of a kit that is not here: what reads them puts
 * "<kit>" in the place of its root. From a path behind that, the part below the
 * kit's directory of headers; the version in it is whatever the kit has. */
const char *kit_below(struct arena *arena, const char *path);

#endif
