/*
 * The logs that every build of MSBuild leaves in a project's object directory,
 * as NAME.tlog/CL.command.1.tlog and link.command.1.tlog: the exact words that
 * the compiler and the linker were given. In UTF-16, with a mark:
 *
 *	^C:\WORK\LAMP\A.C|C:\WORK\LAMP\B.C
 *	/c /IC:\WORK\INC /D LAMPS=2 C:\WORK\LAMP\A.C C:\WORK\LAMP\B.C
 *
 * Behind a linker's command may stand lines that name what it made.
 */
#ifndef PROJECT_BUILD_LOG_H
#define PROJECT_BUILD_LOG_H

#include "base/vec.h"

struct logged_file {
	const char *path;    /* as the builder's machine names it, with '/' */
	const char *command; /* without the program */
};

struct build_log {
	VEC(struct logged_file) files;
};

/* Reads a log's bytes into the zeroed *log. Returns NULL, or a message that
 * names the file and the line. */
const char *build_log_read(struct arena *arena, const char *path,
	const char *bytes, size_t size, struct build_log *log);

#endif
