/*
 * From what the user names on the command line to the units of an audit.
 *
 *	a source file         .c .cc .cpp .cxx, with the default flags
 *	a directory           every source below it, likewise, every project and
 *	                      every compilation database
 *	compile_commands.json its entries, with the flags of each
 *	a project             .vcxproj: its sources, with their flags
 *	a solution            .sln .slnx: its projects
 *	SOURCES, DIRS         of the old build utility: one project, a list
 *	                      of directories
 *	a log of a build      NAME.tlog/CL.command.1.tlog: its project, with
 *	                      the flags in this log
 *
 * Each kernel-mode project is a driver of its own; a static library belongs
 * to the drivers that link it, and is one by itself if none here does. So does a
 * project that says nowhere what it builds if a driver refers to it. All
 * other inputs together are one driver more.
 *
 * Below a directory these are left out: hidden directories, node_modules, and
 * directories that CMake builds in (they hold a CMakeCache.txt). A directory
 * is walked once, however many links lead to it, and a source that is named
 * twice is one unit of its driver: the first one named counts. A SOURCES file
 * gives way to a .vcxproj that builds the same sources. Where a
 * kernel-mode project is, in the directory or above, it says what is built:
 * sources there that no project names are left out, with a remark. So does a
 * compilation database where there is no project.
 *
 * Everything made here lives in the arena that is passed in.
 */
#ifndef PROJECT_PROJECT_H
#define PROJECT_PROJECT_H

#include <stdbool.h>

#include "project/unit.h"

struct project_options {
	const char *kit;     /* where the mingw-w64 headers are */
	const char *headers; /* our own model headers */
	const char *const *wdk; /* kits: project/kit.h */
	uint32_t wdk_count;
	const char *const *flags; /* what the user wrote behind "--" */
	uint32_t flag_count;
	const char *configuration, *platform; /* of projects, or NULL */
};

/* A source that turned up below a directory or in a database and cannot be
 * read: the audit goes on without it, and is not complete. */
struct unread {
	const char *path;
	const char *reason; /* "there is no such file" */
};

/* What is linked into one image, as far as we know. */
struct driver {
	const char *name;	   /* NULL: inputs that are no project */
	const char *file;	   /* of the project; NULL likewise */
	const char *configuration; /* "x64-Release"; NULL likewise */
	const char *link_options;  /* project/link_options.h; or NULL */
	VEC(uint32_t) units;	   /* in project.units, in their order */
};

struct project {
	struct units units; /* of all drivers; some belong to several */
	VEC(struct driver) drivers;
	VEC(struct unread) unread;
	/* Inputs that are wrong, each a whole message: nothing should be
	 * audited before they are put right. */
	VEC(const char *) mistakes;
	/* What the user should know although the audit goes on. */
	VEC(const char *) remarks;
};

/* Fills `project`, which is zeroed. */
void project_read(struct arena *arena, const char *const *inputs,
	uint32_t count, const struct project_options *options,
	struct project *project);

#endif
