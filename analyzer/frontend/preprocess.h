/*
 * What the preprocessor half of the front end keeps to itself: the files as
 * they were entered, what was known there, macro bodies and their expansion.
 * All of it lives in reading->scratch.
 *
 * Time. The same name means different macros at different points of the unit.
 * reading.macros is in translation order, so a point in time is a number: how
 * many definitions were `known` there.
 */
#ifndef FRONTEND_PREPROCESS_H
#define FRONTEND_PREPROCESS_H

#include "frontend/lexer.h"
#include "frontend/reading.h"

enum item_kind {
	ITEM_PRAGMA, /* a line: #pragma … */
	ITEM_UNDEF,  /* a line: #undef … */
	ITEM_LINE,   /* any other directive */
	ITEM_INLINE, /* __pragma(…) or _Pragma(…) in the text */
};

/* What the text of a file holds, skipped by #if or not; by offset. */
struct file_item {
	enum item_kind kind;
	unsigned offset, end;
};

struct file_scan {
	VEC(struct file_item) items;
	VEC(uint32_t) entries; /* preprocess.entries that read the file */
};

/* How many macros were known when the preprocessor passed an offset. */
struct mark {
	unsigned offset;
	uint32_t known;
};

struct skip {
	unsigned offset, end;
};

/* One time that a file was entered. A file that is included twice has two. */
struct file_entry {
	uint32_t file;	 /* reading.files, or NONE: a system header */
	uint32_t parent; /* who includes it, or NONE */
	unsigned at;	 /* where in the parent */
	unsigned base;	 /* what clang adds to offsets; 0: not known */
	uint32_t after;	 /* macros known when it was left */
	VEC(struct mark) marks;	 /* of definitions, uses and includes */
	VEC(struct skip) skips;	 /* what #if left out */
	VEC(uint32_t) children;	 /* entries, in order */
};

struct preprocess {
	VEC(struct file_entry) entries; /* as entered; 0 is the unit's file */
	VEC(uint32_t) by_base; /* entries with a base */
	struct map file_by_handle; /* CXFile -> reading.files, SYSTEM_FILE */
	struct map file_by_id;	   /* its identity, interned -> the same */
	uint32_t searches;	   /* macros.c */
	struct map attribute_at;   /* attributes.c: a byte -> its directive */
};
#define SYSTEM_FILE (UINT32_MAX - 1)

/* ---- files.c ----------------------------------------------------------- */

/* The index of a file, added when it is new; SYSTEM_FILE for a kit's. */
uint32_t file_intern(struct reading *reading, CXFile file);

/* Fills file->scan->items. */
void file_scan_text(struct reading *reading, struct read_file *file);

/* Whether a directive's line holds an offset. */
bool in_line(const struct file_scan *scan, unsigned offset);

/* ---- entries.c --------------------------------------------------------- */

/* All entries, and the files that they read. */
void entries_read(struct reading *reading, CXSourceRangeList *skipped);
void entries_read_skips(struct reading *reading, CXSourceRangeList *skipped);

/* The entry of a driver file that a location stands in, or NONE. */
uint32_t entry_of(const struct reading *reading, CXSourceLocation location,
	unsigned *offset);

/* Whether #if left out this offset that time. */
bool entry_skips(
	const struct reading *reading, uint32_t entry, unsigned offset);

/* The first entry that reads an offset of a file instead of skipping it; the
 * first one of the file if there is none. */
uint32_t entry_reading(
	const struct reading *reading, uint32_t file, unsigned offset);

/* ---- preprocess.c ------------------------------------------------------ */

/* How many macros are known at an offset of an entered file. */
uint32_t macros_known_at(
	const struct reading *reading, uint32_t entry, unsigned offset);

/* ---- macros.c ---------------------------------------------------------- */

struct macro_tokens {
	bool function_like, variadic;
	VEC(const char *) parameters; /* the last one takes the rest */
	struct tokens body;
};

enum lead { LEAD_PRAGMA, LEAD_ATTRIBUTE, LEAD_COUNT };

/* Adds a definition that comes after all others. */
uint32_t macro_add(struct reading *reading, const char *name, CXCursor cursor,
	const char *body, bool system);

/* Adds what the compiler's arguments define, and the kit's macros that stand
 * for a whole pragma. */
void macros_of_arguments(struct reading *reading);

/* Whether this name of a kit's macro is one we know better than the header. */
bool macro_is_ours(const struct reading *reading, const char *name);

/* The definition of a word at some time, or NONE. */
uint32_t macro_find(
	const struct reading *reading, const char *word, uint32_t known);

/* Hides a definition from macro_find (an #undef), or shows it again. */
void macro_hide(struct reading *reading, uint32_t macro, bool hidden);

/* Its parameters and replacement; read when first asked for. */
const struct macro_tokens *macro_read(
	struct reading *reading, uint32_t macro);

/* Whether any definition of this word could bring forth a pragma or a section
 * attribute. May say yes too often, never no. */
bool word_leads(struct reading *reading, const char *word, enum lead lead);

/* ---- expand.c ---------------------------------------------------------- */

/*
 * Replaces all macros, as known at that time. Tokens that come from a macro
 * have the place and the name of the outermost use: offset, end, macro.
 */
struct tokens expand(struct reading *reading, uint32_t known,
	const struct tokens *tokens);

/* ---- pragmas.c --------------------------------------------------------- */

/* Whether a pragma that starts with this word may be about sections. */
bool pragma_is_known(const char *word);

/* What the tokens behind `#pragma` say; false if it is not about sections. They
 * stand in this file, or, NONE, in no file. */
bool pragma_read(struct reading *reading, uint32_t file,
	const struct tokens *tokens, struct directive *directive);

/* The place of a name in a file, without its quotes; nowhere if a macro spells
 * it, or several literals do. */
struct place name_place(struct reading *reading, uint32_t file,
	const struct tokens *tokens, uint32_t first, uint32_t end);

/* Whether a word that stands for a section's name may be a macro of a header that
 * was lost: no such section is called PAGE or INIT. */
bool is_lost_macro(const struct reading *reading, const struct token *token);

/* The value of the string literals from *at on, glued together and interned in
 * the facts; NULL if there is none. Moves *at behind them. */
const char *string_value(struct reading *reading, const struct tokens *tokens,
	uint32_t *at);

/* ---- directives.c ------------------------------------------------------ */

/* Where in the bytes a directive stands. */
struct origin {
	uint32_t file;
	unsigned offset;
	uint32_t directive;
};

struct extent {
	uint32_t file;
	unsigned from, to;
};

struct directive_log {
	VEC(struct origin) origins; /* sorted by file, offset */
	VEC(struct extent) bodies;  /* outermost function bodies, sorted */
	struct map alloc_text;	    /* name -> last directive */
	bool sorted;
};

/* Adds a directive of that place in a file; gives its index. */
uint32_t directive_add(struct reading *reading,
	const struct directive *directive, uint32_t file, unsigned offset);

/* Once the pragmas are all there: sorts origins, which then stay sorted. */
void directives_sort(struct reading *reading);

#endif
