/*
 * Reads a compilation database, compile_commands.json, with a reader of our
 * own: libclang's takes Windows command lines apart the Unix way.
 */
#ifndef PROJECT_COMPILE_COMMANDS_H
#define PROJECT_COMPILE_COMMANDS_H

#include "project/unit.h"

/* One entry. The unit's path is absolute; its arguments are the command's.
 * `problem` is why the command cannot be used, or NULL. */
struct database_entry {
	struct unit unit;
	const char *problem;
};

/*
 * Calls `found` for each entry, in order. Returns NULL, or what is wrong with
 * the file as a whole message: "path:line:column: …". Everything is in the
 * arena.
 */
const char *compile_commands_read(struct arena *arena, const char *path,
	void (*found)(void *context, const struct database_entry *entry),
	void *context);

#endif
