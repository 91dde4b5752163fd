/*
 * The state of project_read, for its parts: one for sources, one for projects.
 */
#ifndef PROJECT_COLLECTOR_H
#define PROJECT_COLLECTOR_H

#include "base/intern.h"
#include "base/map.h"
#include "project/includes.h"
#include "project/lookup.h"
#include "project/product.h"
#include "project/project.h"
#include "project/vcxproj.h"

/* The units of a driver that is being collected. */
struct unit_set {
	struct map seen; /* by real path */
	VEC(uint32_t) units;
};

/* A project that was read, and what it turned out to be. */
struct read_project {
	struct product *product;
	const char *root; /* where its headers may be */
	bool wanted; /* named, or found; else only referred to */
	bool linked; /* a library that another project here links */
	bool covered; /* it is in a driver */
	struct unit_set set;
	VEC(uint32_t) uses; /* libraries: other projects that were read */
};

struct collector {
	struct arena *arena;
	const struct project_options *options;
	struct project *project;
	struct intern real_paths;
	struct lookup lookup;
	struct xml_files xml;
	const char *here;	 /* the current directory */
	const char *root; /* of the input: where its headers may be */
	struct includes includes;
	struct map directories;	 /* by real path: seen */
	struct unit_set rest;	 /* what belongs to no project */
	uint32_t found; /* files that an input led to, new or seen before */

	/* collect_projects.c */
	VEC(struct read_project) projects;
	struct map project_by_path;
	struct map owned;   /* real paths of sources -> the first project that
			     * names it, of those that are audited if any is */
	struct map governed; /* directories of kernel-mode projects and of
			      * compilation databases */
};

void collect_mistake(struct collector *collector, const char *format, ...)
	PRINTF_LIKE(2, 3);
void collect_remark(struct collector *collector, const char *format, ...)
	PRINTF_LIKE(2, 3);

/* ---- collect_sources.c --------------------------------------------------- */

/* Why a file cannot be a source, or NULL; *size is its size. */
const char *collect_source_problem(
	struct arena *arena, const char *path, int64_t *size);

/* The one text for a file, whatever the spelling of its path. */
const char *collect_identity(struct collector *collector, const char *path);

/* True, and never again, for a file or directory that is not in the map. */
bool collect_first_time(
	struct collector *collector, struct map *seen, const char *path);

/* Adds a unit to a driver unless its file is in it already. `problem` is what
 * is known to be wrong with it, or NULL. */
void collect_unit(struct collector *collector, struct unit_set *set,
	const struct unit *unit, const char *problem);

/* ---- collect_projects.c -------------------------------------------------- */

/* Reads a project that the user named. */
void collect_project(struct collector *collector, const char *path);
/* Adds the directories that a DIRS file names. */
void collect_dirs(struct collector *collector, const char *path,
	struct path_list *found);
/* Reads the project that a build left this log of, with its logs. */
void collect_log(struct collector *collector, const char *path);
/* Reads the projects of a solution. */
void collect_solution(struct collector *collector, const char *path);

/* Once, at the end: makes drivers of the projects and the rest. */
void collect_drivers(struct collector *collector);

struct product_options collect_options(
	const struct collector *collector, const char *solution);

/* Reads a project that was named or found, unless it was, and those it refers
 * to; its index, or MAP_NONE and *error. */
uint32_t collect_wanted(struct collector *collector, const char *path,
	const struct product_options *options, const char **error);

/* The path of a project as the user would name it. */
const char *collect_shown(struct collector *collector, uint32_t index);

/* A source is this project's, unless it is another's that is audited. */
void collect_own(
	struct collector *collector, const char *path, uint32_t index);

/* ---- collect_databases.c ------------------------------------------------- */

/* Adds what a compilation database names: one that the user named. */
void collect_database(struct collector *collector, const char *path);
/* One that was found below a directory. It governs the directory that it is in. */
void collect_found_database(struct collector *collector, const char *path);

/* ---- collect_directory.c ------------------------------------------------- */

/* What a walk through a directory found. */
struct below {
	struct path_list projects, databases, sources;
};

void collect_directory(struct collector *collector, const char *directory,
	const struct below *below);

/* What a file says of its directory, and of those below, is all that is built. */
void collect_govern(struct collector *collector, const char *path);

#endif
