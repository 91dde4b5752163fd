/*
 * The workings of the IRQL analysis, shared by
 *
 *	flow.c      how IRQL gets from the entry points everywhere
 *	spread.c    where one context leads
 *	contexts.c  the contexts that this makes, and entries that are too high
 *	calls.c     who calls whom, and what there is in a body to look at
 *	schedule.c  which analyses are made, in which order, and made again
 *	simulate.c  one routine at one entry IRQL: blocks, branches, states
 *	decisions.c which states it keeps apart for what they know
 *	arrivals.c  what it notes of the events that it comes to
 *	assign.c    what an assignment does to a state
 *	questions.c what a state answers to a test, and learns from it
 *	exits.c     the ways that a routine returns, for its callers
 *	departures.c likewise, for the rules
 *	order.c     the order in which blocks are run
 *	effects.c   what a call does to a state, with
 *	clauses.c   a kernel routine's contract, with
 *	saves.c     what it saves and restores, and
 *	summaries.c a routine's summary, in its caller's terms
 *	possible.c  whether it can return by one of its exits
 *	choices.c  what a call through a pointer tells of the pointer
 *	conditions.c what has to hold of the parameters to get to a point
 *	told.c      what a call hands over, as far as only its state knows
 *	leaks.c     which raised returns are defects, and not for callers
 *	restored.c  the returns that a saved IRQL itself rules out
 *	promises.c  the returns that a routine's own annotations rule out
 *	unknown.c   which routines are entered at an IRQL that is not known
 *	callees.c   which calls have targets that are not known
 *	writes.c    which fields a routine may write
 *	sharing.c   what others write meanwhile
 *	state.c     what is known at a point, with
 *	merge.c     what holds for two ways,
 *	locks.c     the locks of a state,
 *	keys.c      names of storage, and what they say
 *	keyset.c    sets of keys, each made once
 *	storage.c   keys of access paths, in a routine and across a call
 *	formulas.c  what is computed of what is stored there
 */
#ifndef IRQL_ENGINE_H
#define IRQL_ENGINE_H

#include "irql/state.h"

/* One way a routine returns. What it knows of its caller's storage is in
 * `bindings`: `initial` ones are conditions on the values at entry, the others
 * are what it wrote. Keys are the callee's. */
struct exit {
	const char *callee; /* the routine's name */
	struct abstract_irql level;
	struct value result;
	bool may;
	uint32_t raise; /* flow.raises: what left IRQL raised, or NONE */
	VEC(struct binding) bindings;
	VEC(struct held_lock) locks;
	VEC(const char *) released;
	const struct key_set *written; /* or perhaps so */
};

/* What has to hold of a routine's plain parameters to get to a point. */
struct conditions {
	VEC(struct binding) list;
};

/* What a call hands to a parameter, or has in a field of what it points to. */
struct told {
	uint32_t parameter;
	const char *steps;  /* "", or "->Kind" */
	struct value value; /* VALUE_RANGE */
};

/* A field of what a parameter points to that decides a branch. */
struct deciding_field {
	uint32_t parameter;
	const char *steps, *key; /* "->Kind", "p1->Kind" */
};

struct deciding_fields {
	VEC(struct deciding_field) list;
};

struct told_list {
	VEC(struct told) list;
};

/* A call event was reached with this IRQL. */
struct arrival {
	uint32_t event;
	struct abstract_irql level;
	uint32_t raised_by; /* flow.raises, or NONE: as at entry */
	uint32_t lifted;    /* event that raised to APC_LEVEL, or above
			       the DISPATCH_LEVEL of the entry, or NONE */
	uint32_t target;    /* CALL: the only routine that it is of, or NONE */
	bool may;
	bool locked; /* always with a spin lock that was taken here */
	bool holds;  /* on some way with a lock that was */
	struct conditions conditions;
	struct told_list told;
	uint32_t next; /* of the same event: arrivals, or NONE */
};

/* A raise as one run sees it. */
struct noted_raise {
	uint32_t index; /* flow.raises */
	struct raise raise;
	struct conditions conditions;
	struct conditions tests; /* of all that the caller has, to get there */
};

/* What came of simulating a routine from an entry level. */
struct summary {
	uint32_t inlined_raise; /* a raise in code expanded in the caller */
	bool simulated; /* else there is nothing but what it returns */
	bool quiet; /* one exit, at the entry's IRQL, which tells nothing */
	VEC(struct exit) exits;
	VEC(struct arrival) arrivals;
	VEC(struct noted_raise) raises;
	VEC(struct departure) departures;
	VEC(struct mishap) mishaps;
	VEC(uint32_t) awaited; /* analyses taken to change nothing */
	uint8_t *passages;     /* as of the flow, in the program's arena */
};

enum progress { PROGRESS_NEW, PROGRESS_STARTED, PROGRESS_FINISHED };

/* A routine at an entry level. Where nothing in the body or below it changes
 * IRQL, nothing is simulated and there is no summary. */
struct analysis {
	uint32_t routine;
	int8_t level;
	uint8_t progress;
	uint8_t runs;
	bool exact;   /* recursion starts from "does not return" */
	bool cut;     /* a path ended at a call that nothing returns from */
	bool loose;   /* such calls are taken to change nothing */
	bool assumed; /* taken to be quiet before it was finished */
	bool queued;  /* to be made again */
	bool reached; /* a context uses it: its returns are in the flow */
	uint32_t start; /* engine.started */
	uint32_t low;	/* the lowest start that it relied on; see schedule.c */
	uint32_t dependents; /* engine.dependents, or NONE */
	uint32_t awaited_in; /* the last run that awaits it */
	struct summary *summary; /* or NULL: changes nothing */
};

struct dependent {
	uint32_t analysis, next; /* engine.dependents, or NONE */
};

/* What there is in a routine to look at. */
enum body_kind {
	BODY_SILENT, /* nothing in it or below it changes or tests IRQL */
	BODY_PLAIN,  /* nothing in itself; what it calls decides */
	BODY_FULL,   /* to be simulated */
};

/* What is known of a routine from the start. */
enum routine_mark {
	MARK_DEFINED = 1 << 0,
	MARK_CONTRACT = 1 << 1,
	MARK_DISCARDABLE = 1 << 2,
	MARK_INLINE = 1 << 3,
	MARK_PAGED = 1 << 4,   /* see routine_is_paged */
	MARK_GUARDED = 1 << 5, /* a plain parameter decides a branch */
	MARK_CALLED = 1 << 6,  /* it is the target of a call site */
	MARK_REVEALS = 1 << 7, /* source that wants to know what we think */
	MARK_CHANGES = 1 << 8, /* not defined: changes IRQL, or tells it */
	MARK_NO_RETURN = 1 << 9, /* not defined: a path ends there */
	MARK_SPECIAL = 1 << 10,	 /* a constructor or a destructor */
	MARK_ANSWERS = 1 << 11,	 /* it returns constants, and only those */
	MARK_CALLS_BACK = 1 << 12, /* it calls, or hands on, a parameter */
	MARK_PRINTS = 1 << 13,	 /* not defined: writes nothing of ours */
	MARK_PICKS = 1 << 14, /* what it calls depends on a parameter, which may
				 point to a table; or it hands such a one on */
	MARK_HANDS_ON = 1 << 15, /* see engine.hands_on */
};

/* What is in a call for others: see sharing.c. */
enum turn {
	TURN_WAITS = 1 << 0,   /* others run meanwhile */
	TURN_LOCKS = 1 << 1,   /* comes back with a lock that is no spin lock */
	TURN_UNLOCKS = 1 << 2, /* or without it */
	TURN_OWNS_WAITS = 1 << 3, /* what it waits for is a mutex */
};

enum { KEY_KINDS = 4, SHORT_KEYS = 64 };

/* The blocks that the entry leads to. */
struct order {
	uint32_t *blocks;    /* by rank, from `first` up to `end` */
	uint32_t *ranks;     /* by block; what is not reached has none */
	uint32_t first, end; /* ranks */
	bool loops;	     /* some block leads back to one before it */
};

/* The keys of a path, as far as they have been asked for. */
struct path_keys {
	const char *root, *whole, *field;
};

/* What is the same in all runs over a routine. */
struct groundwork {
	struct order order;
	struct path_keys *keys; /* by path */
};

struct engine {
	struct flow *flow;
	struct program *program;
	bool past_leaks; /* see irql_follow */
	uint8_t *kinds;	      /* by routine: enum body_kind */
	uint16_t *marks;      /* by routine: enum routine_mark */
	uint32_t *hands_on;   /* by routine: a bit for each plain parameter
				 that it hands, as it is, to a parameter
				 that decides something */
	struct deciding_fields *deciding; /* by routine */
	uint8_t *turns;	      /* by routine: enum turn */
	uint32_t *first_site; /* by routine, and one more: sites */
	VEC(struct call_site) sites;
	struct writes *writes; /* by routine, or NULL: not asked for yet */
	struct sharing *sharing; /* or NULL, likewise */
	struct key_sets key_sets; /* in the program's arena */
	uint32_t *by_entry; /* routine * ENTRY_COUNT + level -> analyses */
	VEC(struct analysis) analyses;
	VEC(struct dependent) dependents;
	uint32_t runs;	       /* so many simulations were begun */
	VEC(uint32_t) started; /* analyses, in the order of starting */
	VEC(uint32_t) wanted;  /* a stack of analyses */
	VEC(uint32_t) again;   /* a queue of analyses to make again */
	uint32_t again_next;   /* its head */
	VEC(uint32_t) cut; /* analyses that may have to be loosened */
	uint32_t barrier; /* of the stack: below it nothing runs meanwhile */
	struct map raises[2]; /* event -> flow.raises; outside, inside */
	VEC(bool) raise_known; /* by flow.raises */
	struct arena scratch; /* of one simulation */
	struct groundwork **groundwork; /* by routine, or NULL: not run yet */
	const char *short_keys[KEY_KINDS][SHORT_KEYS]; /* see storage.c */
	const char *entry_key; /* "#entry": what tests have shown of IRQL there */
	const char *wait_key;  /* "@wait": what KeSetEvent saved for a wait */
};

/* One run over one routine. */
struct simulation {
	struct engine *engine;
	struct program *program;
	uint32_t analysis; /* engine.analyses */
	const struct routine *routine;
	uint32_t routine_index;
	const struct body *body;
	struct arena *scratch;
	struct states states;
	const struct groundwork *groundwork;
	uint32_t *first_arrival; /* by event: result.arrivals, or NONE */
	uint8_t *passages; /* by event: see flow.passages */
	const struct summary *earlier; /* what does not settle, or NULL */
	bool settled; /* states change no more: what they come to is noted */
	struct summary result;
	VEC(struct state *) forks; /* further outcomes of the current event */
	VEC(const char *) decisions; /* keys; see decisions.c */
	VEC(uint32_t) rightful; /* releases, on some way here, of what is held */
};

/* ---- flow.c ------------------------------------------------------------ */

/* Reads all bodies; analyses can be asked for from then on. What they find goes
 * to the flow; but for scratch memory all is in the program's arena. */
void engine_init(
	struct engine *engine, struct flow *flow, struct program *program);
void engine_release(struct engine *engine);

/* The level that a routine called at this IRQL is analysed at; and back. */
int level_index(struct abstract_irql level);
struct abstract_irql entry_level(int level);

/* ---- touched.c --------------------------------------------------------- */

/* The first of flow.sites at an event of a routine, or NONE. */
uint32_t touches_at(
	const struct flow *flow, uint32_t routine, uint32_t event);

/* Takes down what an arrival in a context touches. */
void reach_touches(
	struct engine *engine, uint32_t from, const struct arrival *arrival);

/* ---- calls.c ----------------------------------------------------------- */

void find_calls(struct engine *engine);

/* The first call site of a routine that is not before an event. */
uint32_t site_of(
	const struct engine *engine, uint32_t routine, uint32_t event);

/* A bit for each parameter that decides something, here or further down: any may
 * where one does here. */
uint32_t decisive_parameters(const struct engine *engine, uint32_t routine);

/* The call sites the other way round. */
struct callers {
	uint32_t *first; /* by routine, and one more: callers */
	uint32_t *callers;
};

struct callers find_callers(
	const struct engine *engine, struct arena *arena);

/* ---- writes.c ---------------------------------------------------------- */

/* Of a routine of the driver. */
const struct writes *writes_of(struct engine *engine, uint32_t routine);

/* A part of the routine's own local, which nobody sees who does not get its
 * address. */
bool path_is_own(const struct path *path);

/* Whether a kernel routine is a wait. */
bool waits_for_something(const struct contract *contract);

/* ---- sharing.c --------------------------------------------------------- */

/* Once all call sites are known. */
void find_turns(struct engine *engine);

/* Whether others may know of storage: it is reached through a pointer, or it is a
 * global. */
bool key_is_shared(const struct simulation *simulation, const char *key);
/* Whether another routine writes another value there than the one that is assigned
 * to a path. */
bool others_write(const struct simulation *simulation, const char *key,
	uint32_t path, const struct value *value);

/* A lock is about to be taken, once so many have been given back: what others write
 * is stale if it is the first one. */
void before_lock(const struct simulation *simulation, struct state *state,
	uint32_t given_back);
/* The same of a call, which may be a wait or take a lock that is no spin lock. */
void take_turns(const struct simulation *simulation, struct state *state,
	uint32_t callee);

/* ---- unknown.c --------------------------------------------------------- */

/* Fills flow.unknown_entries, once all contexts are there. */
void find_unknown_entries(const struct engine *engine);

/* ---- callees.c --------------------------------------------------------- */

/* Of flow.unknown_calls, once all contexts are there. */
void keep_unknown_calls_that_matter(const struct engine *engine);

/* ---- schedule.c -------------------------------------------------------- */

enum knowledge {
	KNOWS_NO_CHANGE, /* or takes it to be so for now */
	KNOWS_EXITS,	 /* *summary has them */
	KNOWS_NO_RETURN, /* for now: recursion */
};

/* What a run may take the call of a routine at a level to do. What is not known
 * yet is awaited: made next, and the run then made again if need be. */
enum knowledge consult(struct engine *engine, struct simulation *simulation,
	uint32_t routine, int level, const struct summary **summary);

/* The finished analysis of a routine from an entry level. */
uint32_t analyse(struct engine *engine, uint32_t routine, int level);

/* What a run has noted of a raise, or NULL. */
struct noted_raise *noted_raise(struct summary *result, uint32_t index);

/* The index of the raise at an event, made when it is new. What is known of
 * it comes with the summary that notes it. */
uint32_t raise_at(
	struct engine *engine, const struct event *event, bool inside);

/* ---- order.c ----------------------------------------------------------- */

/* In the arena; the scratch memory is for the search. */
struct order order_blocks(struct arena *arena, struct arena *scratch,
	const struct body *body);

/* ---- simulate.c -------------------------------------------------------- */

/* Runs one analysis anew. With the result of an earlier run it widens: it keeps
 * all exits of that one, and exits at the same IRQL become one. */
void simulate(struct engine *engine, uint32_t analysis,
	const struct summary *earlier, struct summary *result);

/* ---- decisions.c ------------------------------------------------------- */

/* Of so many states at one point: there decisions count no more. */
enum { MOST_DECIDED = 4 };

/* Two states differ in IRQL or locks at one point, or behind one call: notes what
 * decides that. */
void note_decisions(struct simulation *simulation, const struct state *left,
	const struct state *right, bool of_call);
/* Whether two states know the same of all that was noted. */
bool same_decisions(const struct simulation *simulation,
	const struct state *left, const struct state *right);

/* ---- arrivals.c -------------------------------------------------------- */

/* A call is reached in this state, or what may be a touch of data; nothing is
 * noted before the run has settled. */
void note_call(struct simulation *simulation, const struct state *state,
	uint32_t event);
void note_touch(struct simulation *simulation, const struct state *state,
	uint32_t event);

/* A state comes by an event, and what it has become behind that, or NULL; the
 * second is noted as the first is. */
void note_passage(struct simulation *simulation, uint32_t event,
	bool raised_before, const struct state *behind);

/* Once all is noted. */
void keep_passages(struct simulation *simulation);
void collect_passages(struct engine *engine); /* at the end of it all */
void doubt_mixed_arrivals(struct summary *result);
void doubt_mixed_mishaps(const struct simulation *simulation);

/* ---- assign.c ---------------------------------------------------------- */

/* Runs the assignment at an event. */
void assign(
	struct simulation *simulation, struct state *state, uint32_t event);

/* ---- questions.c ------------------------------------------------------- */

/* A test, and its key once it has been looked for: to learn of an outcome comes
 * after that. */
struct question {
	const struct test *test;
	const char *key;
	bool negated;
};

/* A test of a value in a state; of a made one it may be decided by what is known
 * of what it was made of. */
enum truth test_in_state(const struct state *state, const struct value *value,
	enum test_kind kind, int64_t constant);

/* A value is known to be in a range: what that tells of a key that holds it. */
void learn_range(struct simulation *simulation, struct state *state,
	const char *key, const struct value *value, struct value range);
/* The same of a value that is known not to be a constant. */
void learn_other(struct simulation *simulation, struct state *state,
	const char *key, const struct value *value, int64_t constant);

enum truth truth_of(struct simulation *simulation,
	const struct state *state, struct question *question);

/* What one outcome of an open test says about the values in it. */
void learn_outcome(struct simulation *simulation, struct state *state,
	const struct question *question, bool outcome);

/* ---- exits.c ----------------------------------------------------------- */

/* Takes down a return in this state. */
void leave(struct simulation *simulation, const struct block *block,
	const struct state *state);

/* Adds the exits of the earlier run, when there is one. */
void add_earlier_exits(struct simulation *simulation);
/* Whether a routine returns a pointer. */
bool returns_pointer(const struct simulation *simulation);
/* Joins what was kept apart while it ran, and need not be. */
void join_exits_alike(struct simulation *simulation);
/* Takes what may be NULL for what was found, where NULL is another exit. */
void tell_found_exits(struct simulation *simulation);

/* ---- departures.c ------------------------------------------------------ */

/* Takes down a return in this state, which leaves by this exit. */
void note_departure(struct simulation *simulation, const struct block *block,
	const struct state *state, const struct exit *exit);

/* Whether a way cannot be taken where a condition of another holds. */
bool departure_excludes(
	const struct departure *departure, const struct condition *condition);

/* ---- conditions.c ------------------------------------------------------ */

void conditions_read(const struct simulation *simulation,
	const struct state *state, struct conditions *conditions);

/* The same of all that the caller has: see exits.c. */
void tests_read(struct arena *arena, const struct state *state,
	struct conditions *tests);

/* Whether a binding is about what the caller has: "p0->Held", or a test that no
 * one value carries, "?p0->Flags & 4". */
bool is_callers(const struct binding *binding);

/* Keeps the conditions that both ways share, as wide as either. */
void conditions_join(
	struct conditions *into, const struct conditions *from);

/* ---- told.c ------------------------------------------------------------ */

/* Of routines that change IRQL or ask for it, once all kinds are known. */
void find_deciding_fields(struct engine *engine);
bool field_decides(const struct deciding_fields *fields, uint32_t parameter,
	const char *steps);

void told_read(struct simulation *simulation, const struct state *state,
	uint32_t event, struct told_list *told);
const struct value *told_of(const struct told_list *told, uint32_t parameter,
	const char *steps);
/* Keeps what both ways tell, as wide as either. */
void told_join(struct told_list *into, const struct told_list *from);

/* ---- leaks.c ---------------------------------------------------------- */

/* Marks the departures of a run that are defects, and takes back what callers
 * would see of them. */
void judge_departures(struct simulation *simulation);

/* ---- restored.c ------------------------------------------------------- */

/* Takes back the returns on which a saved IRQL is DISPATCH_LEVEL or above, if it
 * is restored where it is lower. */
void drop_saved_high(struct simulation *simulation);

/* ---- promises.c ------------------------------------------------------- */

/* Takes back the exits that are not as the routine says, if others are. */
void keep_promised_exits(struct simulation *simulation);

/* ---- storage.c --------------------------------------------------------- */

/* "g7" */
const char *key_of_global(struct program *program, uint32_t variable);
/* Aliases that the state knows of are followed; NULL when unknown. */
const char *key_of_path(struct simulation *simulation,
	const struct state *state, uint32_t path);
/* What the pointer `operand` points to, `steps` further; NULL if unknown. */
const char *key_of_pointee(struct simulation *simulation,
	const struct state *state, struct operand operand, const char *steps);
/* "F EXT.OldIrql" for a path that ends in a field, or NULL. */
const char *key_of_field(struct simulation *simulation, uint32_t path);
const char *key_of_result(struct simulation *simulation, uint32_t event);
/* The key of what an operand is read from; NULL if it is not read. */
const char *key_of_read(struct simulation *simulation,
	const struct state *state, struct operand operand);
const char *key_of_constant(struct simulation *simulation, int64_t constant);
/* A callee's key in its caller's terms; NULL if it has none there. */
const char *key_in_caller(struct simulation *simulation,
	const struct state *state, const struct event *call, const char *key);
struct value value_of(struct simulation *simulation,
	const struct state *state, struct operand operand);
/* "p0->Held" at entry: "=p0->Held". */
const char *key_at_entry(struct simulation *simulation, const char *key);
/* The same for a copy of it: a pointer of which nothing is known but that it is not
 * NULL is the same as the one it is copied from. */
struct value copied_value(struct simulation *simulation,
	const struct state *state, struct operand operand);

/* ---- formulas.c -------------------------------------------------------- */

struct value value_of_formula(struct simulation *simulation,
	const struct state *state, uint32_t index);
/* What names it: the text of it, a number, or NULL. */
const char *key_of_formula(struct simulation *simulation,
	const struct state *state, uint32_t index);
/* A value that is about to be stored in a key, so that it makes sense once what
 * was there is gone. */
struct value updated_value(struct simulation *simulation, struct state *state,
	const char *key, struct value value);
/* What a key holds is again what it held at entry: then it is as if nobody had
 * written there. */
void take_back(
	struct simulation *simulation, struct state *state, const char *key);
/* The same of an operand. */
struct value stored_value(struct simulation *simulation, struct state *state,
	const char *key, struct operand operand);
/* A test that a key, once this is stored in it, still passes; or NULL. */
const char *bound_after_step(struct simulation *simulation,
	const struct state *state, const char *key, struct operand operand);

/* ---- effects.c --------------------------------------------------------- */

/* The kernel routine that tells the current IRQL. */
bool tells_irql(const struct routine *routine);

/* A signal with Wait that no wait follows is reported as such (PA1007). Before
 * the call that comes instead, IRQL goes back to what it was: what follows is
 * looked at for itself. */
void give_up_wait(struct simulation *simulation, struct state *state,
	uint32_t event);

/* Applies a call to a state; other outcomes are added to simulation.forks.
 * False when the call does not return in this state. */
bool apply_call(struct simulation *simulation, struct state *state,
	uint32_t event);

/* ---- choices.c --------------------------------------------------------- */

/* One of the routines that a call may mean, and what it shows of the pointer;
 * NULL: nothing. */
struct choice {
	uint32_t target;
	const struct key_set *among;
};

struct choices {
	VEC(struct choice) list;
	const char *pointer; /* of which a choice shows something, or NULL */
	bool known;   /* the state has ruled out all others */
};

/* In the scratch memory; of the routines that `targets` has. */
void find_choices(struct simulation *simulation, const struct state *state,
	const struct event *event, struct targets targets,
	struct choices *choices);
/* Whether what is learnt is certain, as below. */
bool learn_choice(struct simulation *simulation, struct state *state,
	const char *pointer, const struct key_set *among);

/* Whether a binding is what a choice has shown of what the caller has. */
bool choice_is_callers(const struct binding *binding);

/* Whether what was chosen once is chosen throughout: a table, or a parameter that
 * is a function. Two functions that one object holds need not go together. */
bool choice_is_certain(const char *key, const struct value *value);

/* Whether a state knows of any pointer which table or routine it points to. */
bool has_chosen(const struct state *state);

/* Whether a pointer has led somewhere, and so is not NULL. */
bool has_led(const struct state *state, const char *pointer);

/* "f12": where a pointer to a routine points to. */
const char *key_of_routine(struct program *program, uint32_t routine);

/* ---- saves.c ----------------------------------------------------------- */

/* The assignment of a call's result to a key, where the result holds an IRQL
 * that the call saved; and what the key held before. */
void keep_saved_irql(struct simulation *simulation, struct state *state,
	uint32_t event, const char *key, const struct value *previous);

#endif
