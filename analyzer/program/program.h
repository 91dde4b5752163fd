/*
 * The whole driver: the facts of all units joined. Routines are linked by
 * USR, each has one placement, one contract, the roles it was given, and
 * calls through pointers know their targets.
 *
 * Lifetime: a program lives in the arena it was linked in and points into the
 * facts, which must outlive it. Those names of routines, variables and records
 * that are compared with == are interned in `names`; usr and name are the facts'
 * own, and a text from there goes through `intern` first.
 */
#ifndef PROGRAM_PROGRAM_H
#define PROGRAM_PROGRAM_H

#include "base/map.h"
#include "contracts/contract.h"
#include "facts/facts.h"

/* Where a routine or a variable ends up, who said so, and where. */
struct placement {
	const char *section; /* interned; NULL: the compiler's default */
	const char *image;   /* its name in the image: see linker.c */
	enum placed_by by;
	struct place place;
	bool pageable;	  /* the system may take its pages away */
	bool discardable; /* INIT: gone after initialisation */
	/* No section is known, but a word that nothing declares stands before
	 * it and may name one. NULL: none does. */
	const char *unknown_word;
};

/* Why a routine has a role. */
enum role_reason {
	ROLE_DECLARED,	 /* its declaration uses the role type */
	ROLE_REGISTERED, /* its address was given to a registering routine */
	ROLE_TABLE,	 /* its address was stored in a field of that type */
	ROLE_NAMED,	 /* DriverEntry */
	ROLE_OVERRIDES,	 /* it overrides a method of the kit's */
};

/* One role of a routine: who calls it, and at which IRQL. */
struct role {
	const char *type; /* KDEFERRED_ROUTINE, … */
	enum role_reason reason;
	const char *registrar; /* KeInitializeDpc, DRIVER_OBJECT.…, or NULL */
	struct place place;    /* where it was given */
	const char *object;    /* with which: see called_back.h; NULL: any */
	const struct contract *contract; /* of the role type */
	enum irql lowest, highest;	 /* the routine runs between these */
	bool uncertain; /* lower under a condition that we cannot decide */
	bool floats;	/* `lowest` as well depends on one */
	bool inferred;	/* not documented: what the routine is for says so */
	/* Of a post-operation callback: requests that it does not get at
	 * DISPATCH_LEVEL, or NULL: see preop.h. */
	const struct requests *spared;
};

enum premise_kind {
	PREMISE_IS_NOT, /* this value */
	PREMISE_LACKS,	/* these bits */
};

/* What is so whenever a routine is entered at DISPATCH_LEVEL or above. */
struct premise {
	const char *key; /* storage, as irql/state.h names it */
	enum premise_kind kind;
	int64_t value;
};

struct premises {
	VEC(struct premise) list;
};

/* A function of the driver, or one that it calls. What is asked for most often
 * stands first. */
struct routine {
	const struct function *definition; /* NULL: not in the driver */
	const struct body *body;	   /* of the definition, or NULL */
	const struct contract *contract; /* of a kernel routine, or from SAL */
	uint32_t unit;			   /* program.units, or NONE */
	bool is_inline; /* expanded in its caller, and so in its section */
	bool noreturn;
	bool address_taken;
	bool called_through; /* a pointer, by a call that we see */
	bool is_handed; /* a parameter may hold a function, whatever its type */
	VEC(struct role) roles;
	struct premises *premises; /* from its roles, or NULL */
	const char *usr, *name;
	const struct outline *outline; /* of the definition */
	const struct facts *facts;     /* the unit it is defined in */
	struct placement placement;
	VEC(const struct function *) declarations; /* all units' */
	VEC(uint32_t) overriders; /* routines that override this one */
	uint32_t same;		  /* another definition of this USR, or NONE */
	uint32_t first;		  /* the first routine of this USR */
	uint32_t caller_count;
};

struct program_variable {
	const char *usr, *name;
	const struct variable *definition; /* or the first declaration */
	const struct facts *facts;
	struct placement placement;
};

/* What a unit's symbols are in the program. */
struct linked_unit {
	const struct facts *facts;
	uint32_t *routines;  /* by facts.symbols: program.routines, or NONE */
	uint32_t *variables; /* by facts.symbols: program.variables, or NONE */
	uint32_t *by_function, *by_variable; /* the same by what it declares */
};

/* What an initialiser puts into a slot: variable `steps` = target. */
struct table_entry {
	uint32_t variable, target;
	const char *steps;
};

/* A function pointer seen as the record and field that hold it, or as a
 * variable: filled by initialisers and assignments. */
struct slot {
	const char *record, *field; /* record NULL: a variable named `field` */
	VEC(uint32_t) targets;	    /* routines, in order of discovery */
	VEC(struct table_entry) entries; /* of a field */
	uint32_t kernel; /* the routine of the kernel's that a call through it is
			    of, since the driver puts nothing into it; or NONE */
	bool called;		    /* there is a call through it */
	bool assigned;		    /* not by initialisers alone */
};

/* Those of a call that only some tables lead to: see tables.c. */
struct target_list {
	VEC(uint32_t) list;
};

/* A pointer as a body names it: a local, or the field of a record. */
struct pointer_at {
	const struct routine *routine;
	const struct path *path;
};

/* What a pointer to tables is given, by all that is assigned to it. */
struct pointer_sources {
	bool any;		/* what is unknown, too */
	VEC(uint32_t) tables;	/* variables whose address it is given */
	VEC(struct pointer_at) pointers; /* that are copied to it */
};

/* An event that says something of the driver as a whole: a call out of it, or
 * a function that is stored somewhere. */
struct notable {
	uint32_t routine, event;
	uint32_t flags; /* enum notable_flag */
};

enum notable_flag {
	NOTABLE_OUTSIDE = 1 << 0,  /* a call out of the driver */
	NOTABLE_LOCKS = 1 << 1,	   /* of a routine that locks a section */
	NOTABLE_WDF = 1 << 2,	   /* of one of the framework's */
	NOTABLE_FUNCTION = 1 << 3, /* as NOTE_FUNCTION */
};

/* Where a driver keeps the handle of a framework object that has a lock. */
struct wdf_handle {
	const char *key; /* storage_key() */
	bool is_interrupt;
	bool passive; /* runs its callbacks at PASSIVE_LEVEL */
	bool chosen;  /* whether it does, is found out at run time */
};

/* What the linker is told: /MERGE:from=to, and /SECTION for one section. */
struct section_merge {
	const char *from, *to;
};

enum trait { TRAIT_NONE, TRAIT_ON, TRAIT_OFF };

struct section_trait {
	const char *section; /* in the image */
	enum trait pageable, discardable;
};

/* What a compiled image says of a routine. */
struct measurement {
	int64_t bytes;	     /* 0: the image does not have it */
	const char *section; /* in the image, interned */
	const char *symbol;
};

/* A section of the image, by what was compiled. */
struct measured_section {
	const char *image; /* interned */
	int64_t bytes;	   /* code and data */
};

struct program {
	struct arena *arena;
	struct intern names;
	struct book book;
	VEC(struct linked_unit) units;
	VEC(struct routine) routines;
	VEC(struct program_variable) variables;
	VEC(struct slot) slots;
	VEC(struct target_list) narrowed; /* made when they are asked for */
	struct map narrowed_by_path; /* routine << 32 | path -> narrowed */
	VEC(struct pointer_sources) sources;
	struct map sources_by_field; /* "RECORD.field" -> sources */
	VEC(struct notable) notables; /* by routine, in source order */
	VEC(struct section_merge) merges;
	VEC(struct section_trait) traits;
	VEC(const char *) locked_sections; /* in the image, locked on demand */
	bool locks_unknown; /* a section that we do not know is locked too */
	uint32_t mistaken_locks; /* by a routine whose section cannot be locked */
	uint32_t unread_annotations; /* SAL that was not understood */
	bool has_same; /* a USR with several definitions */
	int64_t device_level; /* what KMDF devices ask for: see wdf.c */
	bool mixed_devices; /* some ask for the passive level, and some do not */
	VEC(struct wdf_handle) wdf_handles;
	struct preop **preops; /* by routine; see preop.h; NULL: not yet asked for */
	struct configured_field *configured; /* see configured.h; NULL: not yet
						asked for */
	struct measurement *measured; /* by routine; see measured.h; NULL: no
					 image was given */
	VEC(struct measured_section) measured_sections;
	bool measured_whole; /* they are of a linked driver */
	struct map routine_by_id, variable_by_id; /* facts_id() */
	struct map slot_by_key;
	struct map pattern_by_place; /* link.c */
};

/*
 * Joins facts in the order given. The linker's options (linker.c) are those
 * that no source says, or NULL. Reads the user's contract file, if any; on
 * a mistake in it returns NULL and sets *error. Everything is allocated in
 * the arena.
 */
struct program *program_link(struct arena *arena, const struct facts *facts,
	uint32_t count, const char *link_options, const char *contract_file,
	const char **error);

/* ---- linker.c: names of sections ---------------------------------------- */

/* Linker options, as on a command line; linker_read_pragmas takes those that
 * the sources hold. Both before anything is placed. */
void linker_options(struct program *program, const char *text);
void linker_read_pragmas(struct program *program);

/* The name that the section has in the image: without `$…`, merged, cut. */
const char *section_in_image(struct program *program, const char *section);

/* By the name alone: PAGE… or .eda; INIT…. */
bool section_is_pageable(const char *section);
bool section_is_discardable(const char *section);

/* As the linker leaves it; NULL is the default section, which is neither. */
bool links_as_pageable(struct program *program, const char *section);
bool links_as_discardable(struct program *program, const char *section);

/* ---- placement.c ------------------------------------------------------- */

void place_routines(struct program *program);

/* MmLockPagableCodeSection and MmLockPagableDataSection, whatever they are
 * spelled like. */
bool locks_a_section(const char *name);

/* What an address is of: a routine or a variable. */
struct aim {
	uint32_t routine, variable; /* one is NONE */
};

struct aims {
	VEC(struct aim) list;
};

/* All that the address in such a call may be of: also through locals, and
 * through parameters from the callers. */
struct aims locked_by_call(struct program *program,
	const struct routine *routine, const struct event *event);
const struct placement *aim_placement(
	const struct program *program, struct aim aim);

/* Whether the driver locks this section of the image somewhere. */
bool section_is_locked(const struct program *program, const char *image);

/* Whether IRQL matters to where this routine is: pageable, and its section is
 * not one that the driver locks. */
bool routine_is_paged(
	const struct program *program, const struct routine *routine);

/* Whether PAGED_CODE stands in its body. */
bool routine_says_paged_code(const struct routine *routine);

/* ---- slot_filling.c ---------------------------------------------------- */

/* Reads all bodies; notes what is notable on the way. */
void fill_slots(struct program *program);

/* ---- targets.c: calls through pointers --------------------------------- */

struct targets {
	const uint32_t *items;
	uint32_t count;
};

/* The routines that a parameter, a variable or a field may hold; none for an
 * operand that is no storage of a pointer to a function. */
struct targets stored_targets(struct program *program,
	const struct routine *routine, struct operand operand);

/* The slot of the field that a path ends in, whatever table that is in, or NULL. */
const struct slot *field_slot(struct program *program,
	const struct routine *routine, uint32_t path);

/* The tables that fill such a slot and nothing else does: the name of one in
 * which `field` ("Enter", "Ops.Enter") is this entry, "g7" or "g7.Inner", as
 * irql/state.h names it; NULL if there is none. */
const char *table_of_entry(struct program *program,
	const struct table_entry *entry, const char *field);

/* Whether it is the entry of that field of a table, of variable 7, ".Inner". */
bool entry_is_of(const struct table_entry *entry, uint32_t variable,
	const char *steps, const char *field);

/* The routines that a call event of a routine can reach. The single target of
 * a direct call is put in *direct. */
struct targets call_targets(struct program *program,
	const struct routine *routine, const struct event *event,
	uint32_t *direct);

/* Whether a routine is a lambda that is handed on and that no call we see
 * reaches, such as one that a guard keeps for the end of the scope. It is taken
 * to run where it is handed to a function of the driver. */
bool runs_where_handed(const struct routine *routine);

/* ---- slots.c ----------------------------------------------------------- */

/* A name for what a path of a routine's body means, the same in all routines:
 * a field of any object of its record, a variable, a local. NULL if unknown. */
const char *storage_key(
	struct program *program, const struct routine *routine, uint32_t path);

/* "_DMA_OPERATIONS" and "DMA_OPERATIONS" are one record, and so is what the
 * front end made up in the place of it. */
const char *record_without_tag(const char *record);

/* Whether the front end made the record up: no header declares it. */
bool record_is_made_up(const char *record);

/* ---- touches.c --------------------------------------------------------- */

enum touch_kind {
	TOUCH_DIRECT,  /* the event reads or writes the variable */
	TOUCH_POINTER, /* likewise, through a pointer that may hold its address */
	TOUCH_CALL,    /* a routine outside the driver gets its address */
	TOUCH_ADDRESS, /* its address is taken, and followed further */
	TOUCH_HANDED,  /* the driver's routine gets a pointer that may hold it */
};

/* An event that touches a fleeting variable. */
struct touch_site {
	uint32_t event, variable;
	enum touch_kind kind;
	const char *through; /* the pointer, as a person would write it */
	uint32_t parameter; /* the pointer is this one, no reference, or NONE */
};

/* All of them, by routine and event. */
struct touches {
	VEC(struct touch_site) list;
	uint32_t *first; /* by routine, and one more: list */
};

/* Whether a variable is in a pageable or a discardable section. */
bool variable_is_fleeting(const struct program_variable *variable);

void find_touches(struct program *program, struct touches *touches);

/* ---- roles.c ----------------------------------------------------------- */

/* Gives every routine its roles, each with the levels it runs at, and what they
 * tell of what it is handed there. */
void give_roles(struct program *program);

/* ---- levels.c ---------------------------------------------------------- */

/* The levels that a routine of the driver says itself it is called at, in SAL
 * on its declarations; false if it says nothing. */
bool annotated_levels(struct program *program, const struct routine *routine,
	enum irql *lowest, enum irql *highest);

/* ---- named.c ----------------------------------------------------------- */

/* Whether a WHEN_NAMED condition holds at a call in this driver; of an object
 * that cannot be told from others, `unknown` says whether it is passive. */
bool named_condition_holds(struct program *program, const struct when *when,
	const struct routine *routine, const struct event *call, bool unknown);

/* Whether it may also be otherwise, by what the driver finds out at run time. */
bool named_condition_is_chosen(struct program *program,
	const struct when *when, const struct routine *routine,
	const struct event *call);

/* ---- contracts.c: which contract speaks of what ------------------------- */

/* Of a role type; PDRIVER_CANCEL is a pointer to DRIVER_CANCEL. NULL if there is
 * none, as with all of these. */
const struct contract *role_contract(
	struct program *program, const char *type);

/* Of a record by its tag: _RECORD, or RECORD_ as the filtering platform has them;
 * or PRECORD, of which only the pointer was made up. */
const struct contract *record_contract(
	struct program *program, const char **name);

/* The contract of a call through this field of a record of the kernel's, such
 * as DMA_OPERATIONS::AllocateAdapterChannel. */
const struct contract *field_contract(struct program *program,
	const struct routine *routine, uint32_t path);

/* What a call through a pointer does, when that has the type of a role whose
 * routines change IRQL, such as PDRIVER_CANCEL. */
const struct contract *pointer_contract(struct program *program,
	const struct routine *routine, uint32_t path);

/* The last step of a path with its index: "MajorFunction[3]". */
const char *last_field_step(
	struct program *program, const char *steps, const char *field);

/* ---- helpers ----------------------------------------------------------- */

const struct routine *program_routine(
	const struct program *program, uint32_t index);

uint32_t routine_index(
	const struct program *program, const struct routine *routine);

/* The routine of this USR, which has external linkage, or NONE. */
uint32_t program_find(const struct program *program, const char *usr);

/* Where the notes of a routine's outline are. */
const struct note *notes_of(const struct routine *routine);

const struct event *notable_event(
	const struct program *program, const struct notable *notable);

/* The canonical type that a routine of the driver returns: "long", "void *"; ""
 * if the facts do not say. */
const char *result_type(struct program *program, const struct routine *routine);

/* The routine a FUNCTION operand of this routine's body means, or NONE. */
uint32_t operand_routine(const struct program *program,
	const struct routine *in, struct operand operand);

/* The routine that an event of this routine's body calls by its name, or NONE. */
uint32_t called_routine(const struct program *program,
	const struct routine *in, const struct event *event);

/* Whether one of the arguments of an event is this routine. */
bool event_hands_over(const struct program *program, const struct routine *in,
	const struct event *event, uint32_t routine);

/* "'Name'" of what a call event calls, as the user wrote it. */
const char *callee_name(struct program *program, const struct routine *in,
	const struct event *event);

#endif
