/*
 * The headers that lie round a driver's sources, to find one that no include
 * directory leads to: a directory of sources comes without the project file
 * that would have named its include directories.
 *
 * A folder is walked when it is first asked about; hidden folders and build
 * folders are left out. Everything is in the arena.
 */
#ifndef PROJECT_TREE_H
#define PROJECT_TREE_H

#include "base/vec.h"

struct tree_folder;

struct tree {
	struct arena *arena;
	VEC(struct tree_folder *) folders; /* walked so far */
};

/*
 * The header that an #include in a file of the folder `from` most likely
 * means, or NULL. `name` is as written; case and the direction of slashes do
 * not count. First below `root`: the longest match of folders and name, then
 * the nearest to `from`; where the name has a folder and none fits that, only
 * what is the only one. Then in the two folders above the root, below which
 * only folders without sources count, and only if one header fits: a
 * neighbour's headers are its own.
 */
const char *tree_find(struct tree *tree, const char *root, const char *from,
	const char *name);

#endif
