/*
 * A small evaluator of MSBuild project files: enough to know what a driver is
 * built from. In the order that MSBuild has:
 *
 *	properties         in document order, imports inlined, the last wins
 *	item definitions   defaults of what is known about an item
 *	items              with all properties known
 *
 * Targets, which run programs, are not looked at. Names have no case. What is
 * not understood counts as empty, a condition as false, and is noted.
 *
 * Values are kept as they are written, escaped: %3B is a semicolon that does
 * not separate. The functions that hand values out undo that.
 *
 * Everything lives in the arena of the evaluation.
 */
#ifndef PROJECT_MSBUILD_H
#define PROJECT_MSBUILD_H

#include "base/intern.h"
#include "base/map.h"
#include "base/vec.h"
#include "project/lookup.h"
#include "project/xml.h"

/* Project files that were read, by path: many projects share their imports. */
struct xml_files {
	struct intern names;
	struct map by_path;
	VEC(struct xml_file {
		const struct xml_element *root; /* NULL: see `error` */
		const char *error;
	}) list;
};

struct metadatum {
	const char *name, *value; /* the name interned */
};

struct metadata {
	VEC(struct metadatum) list;
};

struct msbuild_item {
	const char *type;    /* interned */
	const char *include; /* as written, escapes undone */
	const char *key;     /* its path without case, interned */
	struct metadata own;
	const struct xml_element *element;
	const char *file; /* that the element stands in */
	bool removed;
};

/* An element whose turn comes later, with the file it stands in. */
struct deferred {
	const struct xml_element *element;
	const char *file;
};

struct msbuild {
	struct arena *arena;
	struct lookup *lookup;
	struct xml_files *files;
	const char *here; /* the current directory: notes name files from it */
	VEC(const char *) notes;

	/* The project's own paths, absolute. */
	const char *path, *directory;
	const char *error; /* the project file itself is wrong */

	/* private */
	struct intern names;
	struct map properties;
	VEC(struct msbuild_value {
		const char *text;
		bool fixed; /* global or reserved: not to be changed */
	}) values;
	struct map types; /* interned -> definitions */
	VEC(struct metadata) definitions;
	VEC(struct msbuild_item) items;
	VEC(struct deferred) definition_groups, item_groups;
	const char *file; /* being evaluated */
	const struct xml_element *element; /* likewise, for notes */
	const struct msbuild_item *item; /* that %(…) means, or NULL */
	const char *item_type;		 /* whose definition %(…) means */
	struct map imported;
	uint32_t depth, walked;
	bool has_default_props;

	/* The kit made the project of a SOURCES file: properties are called as
	 * the macros of that file (project/sources_words.h). */
	bool is_converted;
	uint32_t missing; /* imports that are left out */
};

/*
 * Prepares the evaluation of a project file. `path` is absolute. Then
 * msbuild_global as often as needed, then msbuild_evaluate once.
 */
void msbuild_init(struct msbuild *msbuild, struct arena *arena,
	struct lookup *lookup, struct xml_files *files, const char *here,
	const char *path);
void msbuild_global(
	struct msbuild *msbuild, const char *name, const char *value);
/* False when the project file cannot be read; msbuild->error says why. */
bool msbuild_evaluate(struct msbuild *msbuild);

/* The value of a property without escapes and outer blanks; "" if not set. */
const char *msbuild_property(struct msbuild *msbuild, const char *name);

/* Calls `each` for the items of a type, in order. */
void msbuild_items(struct msbuild *msbuild, const char *type,
	void (*each)(void *context, struct msbuild_item *item), void *context);

/* Whether any element would add items of a type, although its condition may not
 * hold and it may name none. */
bool msbuild_mentions(struct msbuild *msbuild, const char *type);

/* What is known about an item, or about the type if item is NULL; escaped;
 * "" if nothing. */
const char *msbuild_metadata(struct msbuild *msbuild, const char *type,
	const struct msbuild_item *item, const char *name);

/* The parts of a list "a;b": trimmed, without empty ones, escapes undone. */
struct msbuild_list {
	VEC(const char *) parts;
};

void msbuild_split(
	struct arena *arena, const char *text, struct msbuild_list *list);
/* A single value: trimmed, escapes undone. */
const char *msbuild_plain(struct arena *arena, const char *text);

/* ---- between the parts of the evaluator --------------------------------- */

void msbuild_note(struct msbuild *msbuild, const char *format, ...)
	PRINTF_LIKE(2, 3);

const char *msbuild_name(struct msbuild *msbuild, const char *name);
/* The escaped value of a property, else the environment's, else "". */
const char *msbuild_value(struct msbuild *msbuild, const char *name);
void msbuild_set(struct msbuild *msbuild, const char *name, const char *value);

/* msbuild_expand.c: $(…), %(…) and @(…) replaced. */
const char *msbuild_expand(struct msbuild *msbuild, const char *text);
char *msbuild_escape(struct arena *arena, const char *text);
/* The length of "$(…)" at `text`, quotes and parentheses minded; 0 if it does
 * not end. */
size_t msbuild_reference_length(const char *text);

/* msbuild_functions.c: "A.Replace('x','y')" and "[T]::F(…)". NULL when it is
 * not understood. */
const char *msbuild_call(struct msbuild *msbuild, const char *expression);

/* msbuild_condition.c: a missing condition holds. */
bool msbuild_holds(struct msbuild *msbuild, const char *condition,
	const char *directory);

/* msbuild_items.c */
void msbuild_read_definitions(struct msbuild *msbuild);
void msbuild_read_items(struct msbuild *msbuild);

#endif
