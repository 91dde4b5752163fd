/*
 * What to audit: units, each a source file with the arguments clang needs for
 * it. A driver is the list of its units. project/project.h makes the list.
 */
#ifndef PROJECT_UNIT_H
#define PROJECT_UNIT_H

#include <stdbool.h>

#include "base/vec.h"

enum architecture { ARCHITECTURE_X64, ARCHITECTURE_ARM64, ARCHITECTURE_X86 };

/* As a build names it: "Win32", "x86", "ARM64EC"; x64 unless it is known. */
enum architecture architecture_of(const char *platform);

enum language {
	LANGUAGE_BY_NAME, /* *.c is C, everything else C++ */
	LANGUAGE_C,
	LANGUAGE_CXX,
};

/*
 * What the build of a unit is set to, beyond its arguments: from this follow
 * the flags that a driver build has without saying so. All zero: nothing is
 * known of the build, and the defaults count.
 */
struct build_settings {
	bool from_project; /* a kernel-mode project or its log; else below
			    * only what was said is set */
	enum architecture architecture;
	enum language language;
	bool debug;	    /* DBG=1 */
	uint32_t os;	    /* the least target, as NTDDI_VERSION and so with
			     * _WIN32_WINNT above bit 16; 0: not said */
	uint32_t kmdf_major, kmdf_minor; /* major 0: no KMDF, if
					  * from_project; else not said */
	VEC(const char *) wpp_functions; /* trace macros that the project
			* has WPP make: project/wpp_options.h */
	/* Directories that the project names in the kit, below its directory
	 * of headers and without a version: "km/acx/km/1.1". */
	VEC(const char *) kit_directories;
};

/* Below the directory of the model headers; only in memory. */
#define STANDIN_FOLDER "standins"

/* A header that the parser is given from memory, because no file is where an
 * #include looks for it. */
struct standin {
	enum standin_kind {
		STANDIN_FORWARD, /* to the file that is meant: spelled in
				  * another case, or with back-slashes; or that
				  * file itself, in another encoding */
		STANDIN_GUESS,	 /* to a file outside of all directories */
		STANDIN_TRACE,	 /* what WPP would have made */
		STANDIN_EMPTY,	 /* nobody knows */
	} kind;
	const char *name;  /* as the #include spells it */
	const char *found; /* GUESS: the file */
	const char *path, *text;
	/* The first #include that asks for it. */
	const char *includer;
	uint32_t line, column, end_column;
};

struct unit {
	const char *path;      /* as the user would name it, '/' separators */
	const char *directory; /* relative paths in arguments start here */
	VEC(const char *) arguments; /* for clang, without program and file */
	VEC(const char *) dropped; /* options of the build that we do not know */
	struct build_settings build;
	bool has_kit; /* its system directories are a kit's */
	const char *model_headers; /* the directory; standins are below it */
	VEC(struct standin) standins; /* project/includes.h */
};

struct units {
	VEC(struct unit) list; /* sorted by path */
};

/* By its name: .c .cc .cpp .cxx, in any case. */
bool unit_is_source(const char *path);

#endif
