/*
 * The state of reading one unit: what the parts of the front end share while
 * the AST is alive. Everything here ends with the unit; only `facts` stays.
 *
 *	preprocess.c    macro definitions and uses (with files.c, entries.c, lexer.c,
 *	                macros.c and expand.c; their own header is preprocess.h)
 *	segments.c      section pragmas of the unit, in translation order (with
 *	                pragmas.c and directives.c)
 *	layout.c        what stands round a place in the text
 *	attributes.c    section attributes, where a declaration asks for them
 *	alloc_text.c    what is known of the functions that alloc_text names
 *	declarations.c  the walk over declarations (with functions.c, decorations.c,
 *	                variables.c and symbols.c)
 *	instances.c     what the compiler makes of templates
 *	body.c          one function body -> blocks of events
 *	unit.c          drives the four
 */
#ifndef FRONTEND_READING_H
#define FRONTEND_READING_H

#include <clang-c/Index.h>

#include "base/map.h"
#include "facts/facts.h"

/* A use of a macro in a driver file, outermost uses and those inside the
 * arguments of another. Sorted by file, then offset. */
struct macro_use {
	uint32_t file;	      /* reading.files */
	unsigned offset, end; /* of the use, with its arguments */
	const char *name;
	uint32_t definition;  /* reading.macros, or NONE: built in */
	uint32_t outer;	      /* the outermost use round it, or itself */
};

/* A macro as last defined before its use. Tokens are read when asked for. */
struct macro {
	const char *name;  /* interned in reading.words */
	CXCursor cursor;   /* null cursor: from -D, or one that we know */
	bool system;	   /* defined in a system header or by the compiler */
	const char *body;  /* then the definition as text: "F(x) x + 1" */
	uint32_t earlier;  /* the definition of this name before, or NONE */
	struct macro_tokens *tokens;
	struct macro_marks *marks; /* macros.c */
};

/* A driver file that took part in the unit. System headers are not here. */
struct read_file {
	CXFile file;
	uint32_t index;		/* facts.files */
	const char *path;
	const char *bytes;	/* contents, `size` bytes */
	size_t size;
	uint32_t first_use, use_count; /* reading.uses, by offset */
	const unsigned *lines;	 /* files.c: where each line starts */
	uint32_t line_count;
	struct file_scan *scan;	 /* preprocess.h */
	struct segment_points *points; /* segments.c */
};

/* Where a function is declared first, and defined. */
struct function_order {
	uint32_t file; /* reading.files */
	unsigned offset;
	uint32_t definition_file; /* NONE: not defined */
	unsigned definition_offset;
	bool foreign; /* a system header declares it */
};

/* An error that clang reported in a driver file. */
struct parse_error {
	uint32_t file; /* reading.files */
	unsigned offset;
	const char *message;
};

/* An operator new or delete. */
struct allocator {
	struct function function; /* without a body */
	CXCursor cursor;
};

struct reading {
	struct facts *facts;
	struct arena scratch; /* until the unit is read */
	struct arena expansion; /* while one text is expanded */
	const char *directory; /* where the user's relative paths start, or NULL */
	CXTranslationUnit tu;
	const char *const *arguments;
	int argument_count;

	VEC(struct read_file) files; /* 0 is the unit's own file */
	VEC(struct macro) macros;
	VEC(struct macro_use) uses;
	struct map macro_by_name; /* name in `words` -> latest index */
	struct intern words;	  /* texts of tokens; in scratch */
	struct preprocess *preprocess;	  /* preprocess.h */
	struct directive_log *directives; /* preprocess.h */

	const struct repair *repair; /* repair.h */
	VEC(struct parse_error) errors; /* unit.c; sorted by file, offset */
	bool lost_own_header; /* unit.c: an #include "…" was not found */
	bool lost_names; /* likewise, or an empty header stood in for one */
	const char *refused; /* why clang did not accept its arguments */
	bool vectors; /* unit.c: it needs clang's own intrinsics */

	struct map symbol_by_usr; /* facts.symbols */
	struct map function_by_usr; /* facts.functions */
	VEC(struct function_order) orders; /* as facts.functions */
	struct map variable_by_usr; /* facts.variables */
	VEC(uint32_t) declared_to; /* declarations.c: per file, the end of the
				      declaration before the current one */
	VEC(struct allocator) operators; /* new and delete, also those of system
					    headers */
	VEC(CXCursor) instances; /* instances.c */
	VEC(CXCursor) early;	 /* of these, met before their patterns */
	struct map instance_by_usr, instance_by_class, special_by_class;
	struct map pattern_by_place; /* functions.c: "file offset" ->
					facts.functions */
	struct map record_by_name; /* objects.c: facts.records, or NONE */
	struct map markers; /* body.c: macro name -> enum marker, or none */
};

/* ---- preprocess.c, files.c --------------------------------------------- */

/* Fills files, macros and uses. Call it first. */
void preprocess_read(struct reading *reading);

/* Index in reading.files of a driver file, or NONE for a system header. */
uint32_t read_file_of(const struct reading *reading, CXFile file);

/* The outermost use that covers this offset of a file, or NULL. */
const struct macro_use *macro_use_at(
	const struct reading *reading, uint32_t file, unsigned offset);

/* Where in a driver file a location is: what a macro's body spells is at the
 * place of its use, what its argument spells is where that is written. Returns
 * false for nowhere and for system headers. */
bool locate(const struct reading *reading, CXSourceLocation location,
	uint32_t *file, unsigned *offset);

/* A range of a file as a place. */
struct place place_of_offsets(struct reading *reading, uint32_t file,
	unsigned offset, unsigned end);

/* The first of reading.uses in a file that starts at or after an offset. */
uint32_t first_use_from(
	const struct reading *reading, uint32_t file, unsigned offset);

/* The argument text of a use, without the outer parentheses: for
 * `ASSERT(a < b)` it is "a < b"; "" if there is none. In the facts' names. */
const char *macro_use_arguments(
	struct reading *reading, const struct macro_use *use);

/* Whether expanding `use` ends up (through any nesting of macros, looking at
 * definitions by name) in the macro or identifier `name`. */
bool macro_use_reaches(struct reading *reading, const struct macro_use *use,
	const char *name);

/* Names that clang's strings give, interned; disposes of the CXString. */
const char *take_string(struct reading *reading, CXString string);

/* A type as text. Unnamed records are spelled without the directory of the
 * file they stand in, so that facts are the same on every machine. */
const char *take_type(struct reading *reading, CXType type);
bool is_function_type(CXType type);

/* ---- segments.c, directives.c ------------------------------------------ */

/* Replays every section pragma of the unit, in translation order and through
 * includes: fills facts.directives and the segment state of each file. */
void directives_read(struct reading *reading);

/* Says that a function's body stands there: directives inside, those that are
 * known and those still to come, get in_function. */
void directives_mark_function(struct reading *reading, uint32_t file,
	unsigned from, unsigned to);

/* The section that the segment pragmas give to what is defined at this offset;
 * NULL for the default. *directive is the pragma that says so. */
const char *segment_at(const struct reading *reading, enum segment segment,
	uint32_t file, unsigned offset, uint32_t *directive);

/* The section that alloc_text gives to a C function which this unit defines;
 * NULL if none. The last directive that names it wins. `name` is interned in
 * the facts. */
const char *alloc_text_of(const struct reading *reading, const char *name,
	uint32_t *directive);

/* ---- attributes.c ------------------------------------------------------ */

/*
 * The section attributes (__declspec(code_seg("S")), __declspec(allocate("S")),
 * __attribute__((section("S"))), spelled directly or by macros) in the tokens
 * from `from` up to `to` of a file: of a macro that declares several, those of
 * the function of this name, or with NULL all. Each new one is added to
 * facts.directives.
 * Returns the last one's section, or NULL, and its directive. The segment of
 * `section()` is said to be SEGMENT_CODE: only the caller knows the declaration.
 */
const char *attribute_section(struct reading *reading, uint32_t file,
	unsigned from, unsigned to, const char *name, uint32_t *directive);

/* ---- layout.c ---------------------------------------------------------- */

/* Whether only blanks stand between an offset and the end of its line. */
bool ends_line(
	const struct reading *reading, uint32_t file, unsigned offset);

/* Where a line can be put before the first statement, which starts at `start`,
 * of a body that opens at `brace`: above an #if that the statement is in. */
struct place lead_place(struct reading *reading, uint32_t file,
	unsigned brace, unsigned start);

/* Says of a marker how it stands in its body, which opens at `brace`. */
void statement_layout(const struct reading *reading, uint32_t file,
	unsigned brace, unsigned from, unsigned to, struct event *event);

/* Where a declaration that clang starts at `to` really does, `from` being where
 * the one before it ends: words that only a macro knows stand before it. */
unsigned declaration_start(const struct reading *reading, uint32_t file,
	unsigned from, unsigned to);

/* From behind the declarator to the end of its initialiser at `to`; `from` is
 * behind the name. Nowhere if it cannot be left out: the type is an array whose
 * size it decides. */
struct place initialiser_place(struct reading *reading, uint32_t file,
	unsigned from, unsigned to);

/* Where a line could end what a pragma at this offset opens: the end of the
 * file, or of its include guard. Nowhere inside another #if, unless that line
 * does no harm where the pragma is left out. */
struct place closing_place(struct reading *reading, uint32_t file,
	unsigned offset, bool is_harmless);

/* ---- alloc_text.c ------------------------------------------------------ */

/* Fills what is known of the names in alloc_text lines. Call it last. */
void alloc_text_judge(struct reading *reading);

/* ---- declarations.c ---------------------------------------------------- */

void declarations_read(struct reading *reading);

/* Index in facts.symbols of what a declaration declares. */
uint32_t symbol_of(struct reading *reading, CXCursor declaration);

/* Where a cursor stands, macros expanded to the place of their use; a place
 * without a file outside the driver's files. */
struct place place_of(struct reading *reading, CXCursor cursor);

/* Adds a variable with static storage; `function` holds a static local. */
void variable_read(
	struct reading *reading, CXCursor cursor, const char *function);

/* The call operator of a lambda's class, or a null cursor. */
CXCursor lambda_method(CXType class);

/* Adds the function that a lambda of `outer` is; gives its symbol. It is in the
 * section that its function is in. */
uint32_t lambda_read(struct reading *reading, const struct function *outer,
	CXCursor lambda);

/* Adds the methods of a class that is declared in a function. */
void local_class_read(struct reading *reading, CXCursor class);

/* Name with the classes and namespaces round it: "Queue::Push". */
const char *qualified_name(struct reading *reading, CXCursor declaration);

/* Index in facts.symbols of one of facts.functions. */
uint32_t symbol_of_function(
	struct reading *reading, const struct function *function);

/* ---- objects.c --------------------------------------------------------- */

/* What a type holds by value, arrays taken off: the name of a system header's
 * type, or a record of the driver, which is added to facts.records with all
 * that it holds. NULL for anything else. */
const char *held_by(struct reading *reading, CXType type);

/* What a pointer of this type points to, likewise. */
const char *held_behind(struct reading *reading, CXType type);

/* ---- body.c ------------------------------------------------------------ */

/* Builds function->body from its definition. (builder.h
 * lists the files that share the work.) */
void body_read(struct reading *reading, struct function *function,
	CXCursor definition);

/* The initialiser of a variable: its function addresses become facts.fills. */
void initialiser_read(
	struct reading *reading, uint32_t variable_symbol, CXCursor variable);

#endif
