/*
 * The facts of one translation unit: plain structs that everything after the
 * front end reads. Nothing here knows clang.
 *
 * Ownership: a `struct facts` owns its arena; every pointer below points into
 * it, and every string is interned in `names`, so inside one unit names are
 * compared with ==. Lists are in source order. Optional strings are NULL.
 *
 * Facts have one text form (facts/text.h), which is sorted and complete: it is
 * what `pageaudit facts` writes, `pageaudit check` reads, golden tests compare
 * and people look at.
 */
#ifndef FACTS_FACTS_H
#define FACTS_FACTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/vec.h"

#define NONE UINT32_MAX /* "no index" */

/* A piece of a source file, where a person sees it: macros are expanded to
 * the place of their use. Lines and columns start at 1, columns count bytes,
 * the end is exclusive. A NULL file means nowhere. */
struct place {
	const char *file;
	uint32_t line, column, end_line, end_column;
};

/* ---- sections --------------------------------------------------------- */

/* The four segment kinds that MSVC keeps a stack and a current name of. */
enum segment { SEGMENT_CODE, SEGMENT_DATA, SEGMENT_BSS, SEGMENT_CONST };
enum { SEGMENT_COUNT = 4 };

enum directive_kind {
	DIRECTIVE_ALLOC_TEXT, /* #pragma alloc_text(section, names…) */
	DIRECTIVE_SEGMENT,    /* #pragma code_seg(…) and its three siblings */
	DIRECTIVE_SECTION,    /* #pragma section("name", attributes…) */
	DIRECTIVE_ATTRIBUTE,  /* __declspec(code_seg), (allocate), section() */
	DIRECTIVE_LINKER,     /* #pragma comment(linker, "options") */
};

enum segment_action {
	SEGMENT_SET,   /* a name, or back to the default when none is given */
	SEGMENT_PUSH,  /* push, then set if a name is given */
	SEGMENT_POP,   /* pop, then set if a name is given */
};

/* A function that alloc_text names, as expanded, and what the unit knows of it
 * at that point. */
struct alloc_name {
	const char *name; /* may be qualified */
	struct place place; /* nowhere if a macro spells it */
	bool declared;	  /* it is declared before */
	bool late;	  /* its definition stands before */
	bool lost;	  /* not defined as far as was read, but maybe in what was
			     not: a branch of #if, a lost header, an error */
};

/* One pragma or attribute that says where something goes. */
struct directive {
	enum directive_kind kind;
	struct place place;
	struct place name_place;    /* of the section's name, without quotes;
				       nowhere if a macro spells it */
	struct place close;	    /* of one that is left open: where a line
				       could end it, or nowhere */
	enum segment segment;	    /* DIRECTIVE_SEGMENT, DIRECTIVE_ATTRIBUTE */
	enum segment_action action; /* DIRECTIVE_SEGMENT */
	const char *section;	    /* NULL: none named, the default */
	const char *label;	    /* of push and pop */
	const char *macro;	    /* the macro that spells it, or NULL */
	const char *attributes;	    /* of #pragma section; options of LINKER */
	VEC(struct alloc_name) names; /* of alloc_text */
	bool own_line;		    /* a #pragma line, no macro's */
	bool has_line;		    /* and nothing stands behind it there */
	bool in_function;	    /* stands inside a function body */
	bool in_header;		    /* stands in another file than the unit's */
	/* A push that its own file never pops, or a name that is still set
	 * when it ends; and no header that is made for it closes it later. */
	bool left_open;
	/* The name is a word that a header which was not found may define. */
	bool doubtful;
};

/* Who put a function or a variable into a section. Later ones win. */
enum placed_by {
	PLACED_BY_NOBODY,     /* the compiler's default, .text or .data */
	PLACED_BY_SEGMENT,    /* code_seg and siblings at the definition */
	PLACED_BY_ALLOC_TEXT, /* alloc_text in the unit that defines it */
	PLACED_BY_CLASS,      /* __declspec(code_seg) on its class */
	PLACED_BY_ATTRIBUTE,  /* an attribute of its own */
	PLACED_BY_CALLER,     /* inline: wherever it is expanded */
};

struct claim {
	enum placed_by by;
	const char *section;
	uint32_t directive; /* index into facts.directives, or NONE */
	struct place place;
};

/* ---- bodies ----------------------------------------------------------- */

/* What an access path starts from. */
enum path_root {
	ROOT_UNKNOWN,
	ROOT_LOCAL,	/* index: body.locals */
	ROOT_PARAMETER, /* index: function.parameters */
	ROOT_GLOBAL,	/* index: facts.symbols */
	ROOT_THIS,	/* the object of a C++ member function */
	ROOT_RESULT,	/* index: the event of the call that returned it */
};

/*
 * A place in memory as the source names it: a root and steps from it, such as
 * `p0` "->Lock" or global "Table" "[3].Start". A step is "->f", ".f", "*",
 * "[3]" or "[]"; "(*p).f" and "p[0].f" are both written "->f".
 */
struct path {
	enum path_root root;
	uint32_t index;
	const char *steps;  /* "" for the variable itself */
	const char *text;   /* as a person would write it: "ext->Lock" */
	const char *record; /* record of the last field step, or NULL */
	const char *field;  /* name of the last field step, or NULL */
	const char *type;   /* type of what is there, canonical, or NULL */
	/* Of a pointer to untyped memory or bytes that is converted: what the
	 * new type points to, a record or a named type of a system header. Of a
	 * typed one whose address is taken as that of an untyped one: what it
	 * points to. */
	const char *taken_for;
};

enum operand_kind {
	OPERAND_UNKNOWN,
	OPERAND_CONSTANT, /* .constant */
	OPERAND_STRING,	  /* a string literal */
	OPERAND_FUNCTION, /* .index: facts.symbols, its address */
	OPERAND_PATH,	  /* .index: body.paths, what is stored there */
	OPERAND_ADDRESS,  /* .index: body.paths, the address of it */
	OPERAND_RESULT,	  /* .index: body.events, what that call returned */
	OPERAND_FORMULA,  /* .index: body.formulas, computed where it is used */
};

struct operand {
	enum operand_kind kind;
	uint32_t index;
	int64_t constant;
};

enum operation {
	OPERATION_ADD,
	OPERATION_SUBTRACT,
	OPERATION_MULTIPLY,
	OPERATION_DIVIDE,
	OPERATION_REMAINDER,
	OPERATION_AND,
	OPERATION_OR,
	OPERATION_EXCLUSIVE_OR,
	OPERATION_SHIFT_LEFT,
	OPERATION_SHIFT_RIGHT,
};

/* How deep a formula may be: an operand in one, in one, … */
enum { MAX_FORMULA_DEPTH = 4 };

/*
 * What is computed of two integers: `Flags & ~HELD`. Both are constants, what
 * is stored somewhere, results or other formulas that stand before this one.
 * `x |= 1` is the assignment of a formula that has x in it, and the value of
 * `x++` is the formula `x - 1`, used after x was assigned.
 */
struct formula {
	enum operation operation;
	struct operand left, right;
};

enum event_kind {
	EVENT_CALL,	/* callee(args); macro: as the user wrote it */
	EVENT_ASSIGN,	/* path = value */
	EVENT_READ,	/* path is read: a global, what a pointer or a reference
			   leads to, or a local pointer that is converted */
	EVENT_ADDRESS,	/* value is an address that goes somewhere unknown */
	EVENT_MARKER,	/* PAGED_CODE and its kin: see enum marker */
};

enum marker {
	MARKER_PAGED_CODE,
	MARKER_PAGED_CODE_LOCKED,
	MARKER_ASSUME, /* an assertion or a SAL word about IRQL: text */
};

enum test_kind {
	TEST_UNKNOWN,
	TEST_EQUAL, /* left == right, and so on; a bare `x` is x != 0 */
	TEST_NOT_EQUAL,
	TEST_LESS,
	TEST_LESS_EQUAL,
	TEST_GREATER,
	TEST_GREATER_EQUAL,
	TEST_BITS, /* (left & right) != 0 */
};

struct test {
	enum test_kind kind;
	struct operand left, right;
};

/* With left and right exchanged: `2 > x` is `x < 2`. */
enum test_kind test_turned(enum test_kind kind);

/* There are many: what a simulation reads stands first, and close together. */
struct event {
	enum event_kind kind : 8;
	enum marker marker : 8; /* MARKER */
	bool is_virtual;	/* CALL: dispatched through the vtable */
	bool is_implicit;	/* CALL: a destructor at the end of a scope */
	/* MARKER: inside or after a condition; one that a macro spells, such
	 * as a trace, only counts for what stands inside, unless the macro may
	 * leave the routine: then for what stands behind it as well. */
	bool is_conditional;
	/* MARKER: a statement of a block, its semicolon right behind it; and
	 * there is nothing else on its line. */
	bool is_statement, has_line;
	uint32_t object;       /* CALL of a method: body.paths, or NONE */
	uint32_t path;	       /* ASSIGN, READ: body.paths */
	struct operand callee; /* CALL: FUNCTION, or the PATH called through */
	VEC(struct operand) arguments; /* CALL; `this` is not among them */
	struct operand value;	/* ASSIGN, ADDRESS; MARKER_ASSUME: the level */
	const struct test *claim; /* MARKER_ASSUME, else NULL */
	const char *macro;	/* outermost macro it came from, or NULL */
	/* MARKER: the macro's arguments as written. ASSIGN of a value that is
	 * not known or a formula: the macros in it, "DO_BUFFERED_IO DO_POWER_PAGABLE". */
	const char *text;
	/* CALL: as above, of what it returns; of a template and of an operator
	 * new, what that points to in this call; if nothing says so, what it is
	 * given the size of. READ: of the local. */
	const char *taken_for;
	struct place place;
};

enum exit_kind {
	EXIT_JUMP,     /* one successor */
	EXIT_BRANCH,   /* test; successors 0 = true, 1 = false */
	EXIT_SWITCH,   /* test.left; cases[i] for successors[i], then default */
	EXIT_RETURN,   /* test.left is what is returned */
	EXIT_NORETURN, /* the path ends: KeBugCheckEx, throw */
};

/* A basic block: a run of events and how it ends. Block 0 is the entry. */
struct block {
	uint32_t first, count; /* events, by index into body.order */
	enum exit_kind exit;
	struct test test;
	struct place place;	  /* of the test or the return */
	VEC(uint32_t) successors; /* body.blocks */
	VEC(int64_t) cases;	  /* EXIT_SWITCH */
};

struct local {
	const char *name, *type;
	bool is_static;
};

struct body {
	VEC(struct local) locals;
	VEC(struct path) paths;
	VEC(struct formula) formulas;
	VEC(struct event) events;
	VEC(uint32_t) order; /* events, block by block */
	VEC(struct block) blocks;
	/* The first statement that is no declaration, or the closing brace;
	 * nowhere for a body that is a try block. */
	struct place start;
	struct place lead;	  /* the empty place where a line could be put
				     before it, or nowhere */
	struct place end;	  /* the closing brace */
	uint32_t lost_statements; /* parse errors inside the body */
	struct place first_lost;
	const char *lost_reason;
};

/* ---- functions, variables, symbols ------------------------------------ */

enum inline_kind { INLINE_NO, INLINE_HINT, INLINE_FORCED, INLINE_NEVER };

struct parameter {
	const char *name, *type;
};

/* A SAL annotation as it was written, and what it stands on. */
struct annotation {
	const char *text;
	uint32_t parameter; /* or NONE: the function itself */
	struct place place;
};

/* A function that the unit's driver files declare or define. */
struct function {
	const char *usr, *name; /* name is qualified: Queue::Push */
	uint64_t id;		/* see facts_id */
	const char *signature;	/* canonical type */
	const char *class_name; /* of a member */
	struct place place;	/* its name, in the definition if there is one */
	struct place extent;	/* the whole of that declaration */
	bool defined, external, c_linkage;
	bool declared;	  /* also before its definition */
	bool in_class;	  /* a member that is defined in its class body */
	bool is_template; /* placed by instantiation */
	bool is_lambda, is_virtual, is_special; /* special: con/destructor */
	bool in_header;	  /* place is not in the unit's own file */
	/* A word before it that nothing declares and for which nothing was
	 * read: it may say in which section the function is. Or NULL. */
	const char *unknown_word;
	enum inline_kind inlining;
	VEC(struct parameter) parameters;
	VEC(struct claim) claims;
	VEC(struct annotation) annotations;
	VEC(const char *) role_types; /* DRIVER_DISPATCH, … */
	VEC(const char *) overrides;  /* USRs */
	struct body *body;	      /* NULL unless defined */
};

/* A variable with static storage that the unit's driver files name. */
struct variable {
	const char *usr, *name, *type;
	uint64_t id; /* see facts_id */
	const char *function; /* of a static local, or NULL */
	struct place place;
	int64_t size; /* bytes, or -1 */
	bool defined, external, is_const;
	bool initialised, zero; /* has an initialiser; it is all zero */
	struct place initialiser; /* of a zero one that can be left out */
	bool in_header;
	/* A segment pragma in force at the definition that places another kind
	 * of data: data_seg over what is not initialised. Directive, or NONE, as
	 * for a C++ constant that is folded into its uses. */
	uint32_t missed;
	const char *object; /* its type, a record or a system type, or NULL */
	VEC(struct claim) claims;
};

/* What a record of the driver holds by value: records and named types of
 * system headers, arrays of them too. A record without any is not listed. */
struct member {
	const char *name;   /* of the field; "" for a base class */
	const char *object; /* records, or a name of a system header */
	bool behind; /* an array without a size: as many as there is room for */
};

struct record {
	const char *name; /* its canonical type: "struct _EXT" */
	VEC(struct member) members;
};

/* A function or a variable that is referred to, wherever it is declared. */
struct symbol {
	const char *usr, *name;
	uint64_t id;	   /* see facts_id */
	uint32_t declared; /* facts.functions or facts.variables, or NONE */
	bool is_function;
	bool system;	/* known from a system header only */
	bool external;
	bool noreturn;
	/* No header declares it: C made a declaration from a call, or one that
	 * the front end made up was read. */
	bool made_up;
};

/*
 * One element of a variable's initialiser: `variable` steps = value. The value
 * is a function's address, which fills the slot (record, field), or the address
 * of another variable or of a part of it; or, in tables that also name
 * functions and in descriptors that decide how those of another table run, a
 * constant that stands beside one.
 */
struct fill {
	uint32_t variable; /* facts.symbols */
	uint32_t function; /* facts.symbols, or NONE */
	uint32_t table;	   /* facts.symbols, or NONE: with neither, `constant` */
	int64_t constant;
	const char *steps, *record, *field;
	struct place place;
};

/* ---- outlines --------------------------------------------------------- */

enum note_flag {
	NOTE_REACHED = 1 << 0, /* the entry of the body leads to it */
	NOTE_CALL = 1 << 1,
	NOTE_VIRTUAL = 1 << 2, /* CALL: as of the event */
	NOTE_MACRO = 1 << 3,   /* CALL: it has one */
	/* What it hands on or stores is a function, or may hold some. */
	NOTE_FUNCTION = 1 << 4,
	/* CALL: an argument is a plain parameter as a whole, no pointer. */
	NOTE_CHOICE = 1 << 5,
	/* What it hands on or stores is a parameter of type void *. */
	NOTE_UNTYPED = 1 << 6,
};

/* An event that concerns more than its own routine: a call, or a function that
 * goes somewhere. */
struct note {
	uint32_t event;	 /* body.events */
	uint32_t symbol; /* CALL: of the callee, or NONE: through a pointer */
	uint32_t flags;	 /* enum note_flag */
};

/*
 * What everything that joins units asks of a function first. It is found once,
 * when its unit has been read: an event that concerns its own routine alone is
 * not looked at again, unless that routine is simulated.
 */
struct outline {
	uint32_t first, count; /* facts.notes, in the order of events */
	bool assumes;  /* an assertion about IRQL is reached */
	bool tells;    /* callers may learn a value or another name from it */
	bool chooses;  /* a plain parameter decides a branch */
	bool answers;  /* it returns constants, and only those */
	bool asks;     /* all it does is to test its caller's storage */
	bool locked;   /* PAGED_CODE_LOCKED stands in it */
	bool special;  /* as of the function */
	bool calls_back; /* through a parameter, or hands one on that may hold
			    a function */
};

/* ---- the unit --------------------------------------------------------- */

struct source_file {
	const char *path;
	bool system; /* from a kit, not from the driver */
};

enum notice_kind {
	NOTICE_SOURCE_NOT_ANALYSED, /* PA9001 */
	NOTICE_BODY_INCOMPLETE,	    /* PA9002 */
	NOTICE_HEADER_NOT_FOUND,    /* PA9003 */
	NOTICE_UNKNOWN_CALLEE,	    /* PA9004: the program finds these */
	NOTICE_USER_MODE,	    /* PA9005: a unit without anything else */
};

/* Something that the audit could not see. */
struct notice {
	enum notice_kind kind;
	struct place place;
	const char *message;
};

struct facts {
	struct arena arena;
	struct arena drafts; /* of bodies, until facts_finish */
	struct intern names;
	const char *unit; /* path of the source file */
	bool cxx;
	bool parsed; /* false: nothing below is to be believed */
	VEC(struct source_file) files;
	VEC(struct directive) directives;
	VEC(struct function) functions;
	VEC(struct variable) variables;
	VEC(struct record) records;
	VEC(struct symbol) symbols;
	VEC(struct fill) fills;
	VEC(struct notice) notices;
	/* Derived by facts_outline, and no part of the text form. */
	VEC(struct outline) outlines; /* by facts.functions */
	VEC(struct note) notes;
};

/* The order of places: by file, line, column; nowhere comes first. */
int place_compare(const struct place *a, const struct place *b);

void facts_init(struct facts *facts, const char *unit);
void facts_release(struct facts *facts);

/* Whoever makes facts calls this last, with the parts of bodies in `drafts`:
 * each body moves to a piece of memory of its own, and all that is derived is
 * filled in. */
void facts_finish(struct facts *facts);

/* The second half of it. */
void facts_outline(struct facts *facts);

/* The kind of segment that a variable is placed by. */
enum segment variable_segment(const struct variable *variable);

/* A number in place of a USR, the same in all units: names of a million
 * functions differ, and so do their numbers but once in ten million drivers of
 * that size. What has internal linkage is told apart by its file too; NULL
 * where none counts. */
uint64_t facts_id(const char *usr, const char *file);

/* ---- operands.c: what an operand is -------------------------------------- */

/* A pointer to a function, a lambda, or what a template takes: perhaps one. */
bool type_holds_function(const char *type);

/* "int &", "int (&)[4]". */
bool type_is_reference(const char *type);

/* Whether an operand is a parameter of type void * as a whole. That may be a
 * function as well, where a header declares handlers so, as TDI's does. */
bool operand_is_untyped(const struct body *body, struct operand operand);

/* Whether two paths begin at the same variable. */
bool paths_share_root(const struct path *one, const struct path *other);

/* Where a local or a parameter stands in a body's paths as a whole, or NONE. */
uint32_t whole_path(
	const struct body *body, enum path_root root, uint32_t index);

/* What an operand names, if that is a variable as a whole; else NULL. */
const struct path *operand_whole_path(
	const struct body *body, struct operand operand);

/* The parameter that an operand is as a whole, or NONE. */
uint32_t operand_parameter(const struct body *body, struct operand operand);

/* A parameter as a whole, and no pointer. */
bool operand_is_plain_parameter(
	const struct body *body, struct operand operand);

/* Whether an operand is a plain parameter, or is computed of one. */
bool operand_uses_plain_parameter(
	const struct body *body, struct operand operand);

/* Whether the order of the two sides does not matter. */
bool operation_commutes(enum operation operation);

/* What an operation gives, as long as that does not depend on the type: not of
 * divisions and of shifts to the right; nor of a shift by too much. */
bool operation_apply(
	enum operation operation, uint64_t a, uint64_t b, int64_t *result);

/* How deep a formula is; of any other operand 0. */
int formula_depth(const struct body *body, struct operand operand);

/* A parameter that is a pointer to a function, or what that points to. */
bool operand_is_callback(const struct body *body, struct operand operand);

/* The address of an array of pointers to functions. */
bool operand_is_table(const struct body *body, struct operand operand);

/* A function, storage that may hold one, or a table of them. */
bool operand_hands_function(
	const struct body *body, struct operand operand);

/* ---- blocks.c: where events stand ---------------------------------------- */

/* The block that an event is in, and where: *at is an index into body.order. NONE
 * if it is in no block. */
uint32_t block_of(const struct body *body, uint32_t event, uint32_t *at);

bool block_has(
	const struct body *body, const struct block *block, uint32_t event);

/* ---- stores.c: what a body stores where --------------------------------- */

/* A path stands once in a body: its number is the storage. */
bool event_stores(const struct event *event, uint32_t path);
bool event_stores_result(const struct event *event, uint32_t call);

/* Whether something is stored there, or somebody gets its address. */
bool event_may_change(const struct event *event, uint32_t path);
bool body_may_change(const struct body *body, uint32_t path);

/* The one event that stores there; NULL if none does, or several. */
const struct event *only_store(const struct body *body, uint32_t path);

/* Whether it is given one constant, however often, and nothing else. */
bool holds_one_constant(
	const struct body *body, uint32_t path, int64_t *constant);

#endif
