/*
 * Which of a unit's #include lines lead nowhere, and what shall be read in
 * their place. A compiler on Windows takes "..\Inc\Foo.h" for ../inc/foo.h; a
 * directory of sources does not say in which directories its headers are; and
 * some headers are made by a build. So that an include costs nothing but what
 * it would have declared, each gets a stand-in (struct standin): a line that
 * leads on to the file that is meant, or nothing.
 *
 * This is decided by text, before anything is parsed: too many includes are
 * seen, since conditions are not evaluated, and a stand-in that nobody asks
 * for does no harm. Includes that macros spell are not seen.
 */
#ifndef PROJECT_INCLUDES_H
#define PROJECT_INCLUDES_H

#include "base/intern.h"
#include "base/map.h"
#include "project/tree.h"
#include "project/unit.h"

struct includes {
	struct arena *arena;
	struct tree tree;
	struct intern names;
	struct map kinds;	     /* path -> enum path_kind */
	struct map listings;	     /* directory -> lists */
	VEC(struct name_list *) lists;
	struct map scanned_by_path;  /* -> scanned */
	VEC(struct scanned_source *) scanned;
};

void includes_init(struct includes *includes, struct arena *arena);

/*
 * Fills unit->standins, and adds the directory that they are in to its
 * arguments, which are complete. Headers that no directory leads to are looked
 * for below `root`. `headers` is the directory of the model headers.
 */
void includes_resolve(struct includes *includes, const char *headers,
	const char *root, struct unit *unit);

#endif
