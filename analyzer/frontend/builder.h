/*
 * Building one body: what body.c and the files named below share.
 *
 * A body is read in one walk over its statements, in execution order. Events
 * go to the current block; a statement that branches starts new ones. Code
 * after a jump has no current block and is read into one that nothing reaches,
 * so that its section facts are still seen.
 */
#ifndef FRONTEND_BUILDER_H
#define FRONTEND_BUILDER_H

#include "frontend/reading.h"

/* Where to go, and how many cleanups stay in force there. */
struct target {
	uint32_t block; /* or NONE */
	uint32_t cleanups;
};

/* What has to run when a scope is left. */
struct cleanup {
	uint32_t from_file;
	unsigned from, to;    /* the scope, as offsets, for goto */
	uint32_t object;      /* a path that is destroyed, or NONE */
	CXType type;	      /* of the object */
	CXCursor own_parts;   /* the destructor whose object's parts are, or null */
	CXCursor finally;     /* the block of a __finally, or null */
	struct place place;
};

struct label {
	const char *usr;
	uint32_t block;
	uint32_t file;
	unsigned offset;
};

struct switch_frame {
	uint32_t head;		/* block that dispatches */
	uint32_t default_block; /* or NONE */
};

struct pending_block {
	VEC(uint32_t) events;
	struct block block;
};

struct builder {
	struct reading *reading;
	struct function *function;
	struct body *body;
	VEC(struct pending_block) blocks;
	uint32_t current;
	struct target on_break, on_continue, on_leave;
	struct target handler;	/* where an exception goes */
	struct switch_frame *in_switch;
	VEC(struct cleanup) cleanups;
	VEC(struct label) labels;
	struct map local_by_usr;     /* body.locals */
	struct map parameter_by_usr; /* function.parameters */
	struct map reference_by_usr; /* body.paths: what a reference is bound to */
	struct map path_by_key;	     /* body.paths */
	uint32_t file;		     /* of the body, for markers */
	unsigned brace;		     /* where it opens */
	uint32_t next_use, last_use; /* macro uses not yet looked at */
	unsigned use_covered;	     /* end of the last outermost use */
	bool conditional;	     /* a condition was passed */
	unsigned left_behind;	     /* end of a macro that may leave, or 0 */
	uint32_t departures;	     /* returns and gotos so far */
	unsigned scope_end;	     /* offset where the compound ends */
	int depth;		     /* of nesting, bounded */
};

struct cursor_list {
	VEC(CXCursor) list;
};

/* ---- body.c ------------------------------------------------------------ */

uint32_t new_block(struct builder *builder);
/* Ends the current block with a jump and goes on in `block`. */
void go_on_in(struct builder *builder, uint32_t block);
void jump_to(struct builder *builder, uint32_t block);
/* Ends the current block with a branch; no block is current after it. */
void branch(struct builder *builder, struct test test, struct place place,
	uint32_t when_true, uint32_t when_false);
/* Ends the current block without a successor. */
void end_block(struct builder *builder, enum exit_kind exit,
	struct operand value, struct place place);
uint32_t add_event(struct builder *builder, struct event event);
void add_assignment(struct builder *builder, uint32_t path,
	struct operand value, struct place place);
/* `left = right`, whose value it returns; `cursor` is the whole. */
struct operand read_assignment(struct builder *builder, CXCursor cursor,
	CXCursor left, CXCursor right);
/* Whether what stands at this offset is inside or after a condition. A macro that
 * may leave the routine is one for what stands behind it, not for its own marker. */
bool is_conditional_at(
	const struct builder *builder, uint32_t file, unsigned offset);
/* Markers that stand before this offset become events now. */
void markers_before(struct builder *builder, CXCursor cursor);

/* Those in a cursor are not this body's: it is a function of its own. */
void markers_skip(struct builder *builder, CXCursor cursor);
void children_of(
	struct builder *builder, CXCursor cursor, struct cursor_list *children);
void statement_lost(struct builder *builder, CXCursor cursor, const char *why);

/* ---- statements.c ------------------------------------------------------ */

void read_statement(struct builder *builder, CXCursor cursor);
/* Runs what is in force but for the first `kept` cleanups. */
void unwind_to(struct builder *builder, uint32_t kept);
/* Goes on at a target; what has to run on the way there runs. */
void leave_to(struct builder *builder, struct target target);
/* The statements of a compound, with a scope of its own. */
void read_compound(struct builder *builder, CXCursor cursor);
void read_local(struct builder *builder, CXCursor variable);
/* From here to the end of the scope, an object that is destroyed then. */
void keep_object(struct builder *builder, CXCursor cursor, CXType type,
	uint32_t path);
/* Ends the scopes of all objects but the first `kept`. */
void end_scopes(struct builder *builder, uint32_t kept);
/* A block as a target, with what is in force here. */
struct target target_here(struct builder *builder, uint32_t block);
/* Reads the parts of a condition that come before it (C++17 initialiser,
 * condition variable); gives how many children that were. */
uint32_t read_leading(struct builder *builder, CXCursor cursor,
	const struct cursor_list *children);
bool is_declaration_cursor(CXCursor cursor);

/* ---- loops.c ----------------------------------------------------------- */

/* Offsets of the first two semicolons in the heading of an `if`, a `switch` or a
 * `for`; how many there are: 0 inside a macro. */
int heading_separators(
	struct builder *builder, CXCursor cursor, unsigned separators[2]);
void while_statement(struct builder *builder, CXCursor cursor);
void do_statement(struct builder *builder, CXCursor cursor);
void for_statement(struct builder *builder, CXCursor cursor);
/* for (auto x : range): a loop that may run any number of times. */
void range_for_statement(struct builder *builder, CXCursor cursor);

/* ---- expressions.c ----------------------------------------------------- */

/* Emits what evaluating does and gives the value. */
struct operand read_value(struct builder *builder, CXCursor cursor);
/* Evaluates for effect only. */
void read_effects(struct builder *builder, CXCursor cursor);
/* Evaluates the parts of an expression whose value is not known. */
struct operand read_parts(struct builder *builder, CXCursor cursor);
/* A function whose address goes nowhere that we follow. */
void note_escape(
	struct builder *builder, struct operand value, CXCursor cursor);
/* The value of an integer constant expression; false if it is none. */
bool integer_of(CXCursor cursor, int64_t *value);

/* Whether a variable that has an initialiser is all zero by it (zero.c). */
bool initialiser_is_zero(CXCursor variable);
bool is_function_cursor(CXCursor declaration);
struct operand function_operand(
	struct builder *builder, CXCursor declaration);
bool is_array_type(CXType type);

/* ---- temporaries.c ----------------------------------------------------- */

/* Evaluates for effect only, as a statement: objects without a name end with it. */
void read_discarded(struct builder *builder, CXCursor cursor);
/* Evaluates a whole expression; likewise. */
struct operand read_whole(struct builder *builder, CXCursor cursor);
/* Evaluates what may be an object without a name; it is kept. */
struct operand read_kept(struct builder *builder, CXCursor cursor);
/* The same of what a call is given. */
struct operand read_object(struct builder *builder, CXCursor cursor);
/* The same of what a routine returns: the object is its caller's. */
struct operand read_returned(struct builder *builder, CXCursor cursor);
/* Whether a value is an object of its own, not one that a call refers to. */
bool is_new_object(struct builder *builder, CXCursor cursor);

/* ---- conditions.c ------------------------------------------------------ */

/* Ends the current block with a branch on a condition. */
void read_condition(struct builder *builder, CXCursor cursor,
	uint32_t when_true, uint32_t when_false);
/* Through parentheses, casts and what the compiler put in. */
CXCursor without_casts(struct builder *builder, CXCursor cursor);

/* ---- calls.c ----------------------------------------------------------- */

bool is_void_pointer(CXType type);
/* A call; of a constructor, `constructed` is the path of the object. */
struct operand read_call(
	struct builder *builder, CXCursor cursor, uint32_t constructed);
struct operand read_lambda(struct builder *builder, CXCursor cursor);
bool is_builtin_expect(struct builder *builder, CXCursor call);

/* ---- lifetimes.c ------------------------------------------------------- */

/* Whether the end of an object of this type calls anything; and the calls. */
bool is_destroyed(struct builder *builder, CXType type);
void destroy(struct builder *builder, uint32_t object, CXType type,
	struct place place);
/* What a destructor does behind its body, and a constructor before it. */
void destroy_own_parts(struct builder *builder, CXCursor destructor);
void construct_own_parts(struct builder *builder, CXCursor constructor);
/* Whether a class gives values to members, itself or by a base. */
bool has_defaults(struct builder *builder, CXType type);
/* Whether no source says what a default constructor does; and what it does. */
bool is_made_up(CXCursor constructor);
void construct_plainly(struct builder *builder, uint32_t object,
	CXCursor constructor, struct place place);
/* Of a constructor that a class has taken over, `using Base::Base`, the base's. */
CXCursor inherited_from(struct builder *builder, CXCursor constructor);

/* ---- copies.c ---------------------------------------------------------- */

/* Whether a constructor, or an assignment, copies or moves and no source says
 * how; and what it does to the object at a path. */
bool is_plain_copy(CXCursor method);
void copy_plainly(struct builder *builder, uint32_t to, CXCursor source,
	CXCursor method, struct place place);

/* ---- ranges.c ---------------------------------------------------------- */

struct iteration {
	uint32_t iterator; /* a path, or NONE: a pointer */
	CXType type;	   /* of the iterator */
	struct place place;
};

/* A loop over a range of a class asks it where to begin and to end; and the
 * iterators whether that is reached, for the element, and to go on. */
struct iteration ask_range(struct builder *builder, uint32_t range, CXType type,
	struct place place);
void ask_end(struct builder *builder, const struct iteration *iteration);
void ask_element(struct builder *builder, const struct iteration *iteration);
void ask_next(struct builder *builder, const struct iteration *iteration);

/* ---- allocation.c ------------------------------------------------------ */

struct operand read_new(struct builder *builder, CXCursor cursor);
struct operand read_delete(struct builder *builder, CXCursor cursor);

/* ---- initialisers.c ---------------------------------------------------- */

/* A constructor call or any other initialiser for a variable. */
void initialise(struct builder *builder, uint32_t path, CXType type,
	CXCursor initialiser);
/* The same as a whole expression: objects without a name end with it. */
void initialise_whole(struct builder *builder, uint32_t path, CXType type,
	CXCursor initialiser);

/* ---- formulas.c -------------------------------------------------------- */

bool is_integer(CXType type);

/* What an operation of that type comes to: a constant, a formula, or unknown. */
struct operand computed(struct builder *builder, CXType type,
	enum operation operation, struct operand left, struct operand right);

/* Of an operator, or of the assignment that does the same; false if it is none
 * that computes something. */
bool operation_of(enum CXBinaryOperatorKind kind, enum operation *operation);

/* A formula that goes through a conversion; unknown where bits may be lost. */
struct operand narrowed(struct builder *builder, struct operand value,
	CXType from, CXType to);

/* ---- access.c: access paths -------------------------------------------- */

struct operand no_operand(void);
struct operand constant_operand(int64_t value);
struct operand path_operand(uint32_t path);

/* A path with this root and these steps; equal ones are one. */
uint32_t path_of(struct builder *builder, enum path_root root, uint32_t index,
	const char *steps, const char *text, const char *record,
	const char *field, const char *type);
/* The path one step further from the storage a path names. */
uint32_t path_field(struct builder *builder, uint32_t base, CXCursor field);
/* Whether a field's name says that it has none. */
bool is_anonymous(const char *field);
uint32_t path_element(
	struct builder *builder, uint32_t base, struct operand index);
/* The storage an operand points to, or NONE. */
uint32_t path_pointee(struct builder *builder, struct operand pointer,
	const char *type);
/* Whether an expression is a pointer, not an array that becomes one. */
bool is_pointer(CXCursor expression);
/* Whether an expression is a call that returns a reference. */
bool is_referring_call(struct builder *builder, CXCursor base);
/* The storage an expression names, or NONE. */
uint32_t read_storage(struct builder *builder, CXCursor cursor);
/* Storage is read here; only what is not the routine's own counts. */
void note_read(struct builder *builder, uint32_t path, CXCursor cursor);
uint32_t local_path(struct builder *builder, CXCursor variable);
/* `this`, and what it points to. */
uint32_t this_path(struct builder *builder);
uint32_t this_object(struct builder *builder);
/* From here on a local reference is this storage. */
void bind_to_path(struct builder *builder, CXCursor variable, uint32_t path);
/* Likewise of an object without a name that it keeps alive; false if it does not. */
bool bind_to_object(
	struct builder *builder, CXCursor variable, CXCursor initialiser);
/* The names of a structured binding, for what its object is made of. */
void bind_parts(struct builder *builder, CXCursor binding, uint32_t object);
bool is_binding(struct builder *builder, CXCursor declared);
/* From here on a local reference is the storage that its initialiser names; false
 * when it is no reference, or names none. */
bool bind_reference(
	struct builder *builder, CXCursor variable, CXCursor initialiser);
/* A local of our own that holds a value that branches decide. */
uint32_t temporary_path(struct builder *builder, CXCursor expression);
/* Name of the record a field belongs to. */
const char *record_name(struct reading *reading, CXCursor field);

#endif
