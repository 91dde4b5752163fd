/*
 * What a rule is given, and what rules share. A rule is one function over a
 * linked program and the IRQL flow through it; it adds findings and cannot
 * fail. See README.md for how to add one.
 */
#ifndef RULES_CHECK_H
#define RULES_CHECK_H

#include "irql/irql.h"
#include "program/program.h"
#include "report/finding.h"

/* What several rules have to know of the whole driver, worked out when the
 * first of them asks. */
struct shared {
	struct locking *locking; /* see locking.h */
	struct call_graph *graph; /* likewise */
	struct named *named; /* see named.c */
	struct pools *pools; /* see pools.h */
	struct advice *advice; /* see advice.h */
};

struct check {
	const struct rule *rule;
	struct program *program;
	const struct flow *flow;
	struct findings *findings;
	struct shared *shared; /* by all checks of a driver; zeroed at first */
	bool paging_path; /* the user says: the driver is on the paging path */
};

/* A new finding of this check's rule about a routine, with the directive that
 * placed the routine as a related place. `must`: on every run that gets there;
 * else it may happen, and is a warning at most. One about a call also gets the
 * name of what is called, as finding->callee. */
struct finding *check_report(struct check *check,
	const struct routine *routine, struct place place, bool must,
	const char *format, ...) PRINTF_LIKE(5, 6);

/* A new finding about a variable, whose name the message starts with; or the one
 * that is there for another variable of the same line and the same reason, which
 * then names this one too. */
struct finding *check_report_variable(struct check *check,
	const struct variable *variable, const char *format, ...)
	PRINTF_LIKE(3, 4);

/* ---- the path that proves a finding (witness.c) ------------------------ */

/* How one gets into a context: the entry point, then each call, and what
 * raises IRQL on the way. */
void witness_context(
	struct check *check, struct finding *finding, uint32_t context);

/* The call that raises IRQL; of a wrapper also what raises inside it. */
void witness_raise(struct check *check, struct finding *finding,
	uint32_t raise, int depth);

/* An event of a routine that raises IRQL to APC_LEVEL, or from DISPATCH_LEVEL
 * further up. */
void witness_lift(struct check *check, struct finding *finding,
	const struct routine *routine, uint32_t event, const char *level,
	int depth);

/* What an event calls: "'Compare'", or by what calls it back. */
const char *called_how(struct check *check, const struct routine *caller,
	uint32_t event, const char *callee);

/* One call, the last step before the touch. */
void witness_call(struct check *check, struct finding *finding,
	const struct routine *caller, uint32_t event, int level, int depth,
	const char *callee);

/* ---- what several rules do --------------------------------------------- */

/* Where the flow has found a touch of data, or a mishap. */
const struct routine *touching_routine(
	const struct check *check, const struct touch *touch);
const struct event *touching_event(
	const struct check *check, const struct touch *touch);
const struct event *mishap_event(
	const struct check *check, const struct mishap *mishap);

/* Whether a kernel routine of that name is one that a signal with Wait = TRUE
 * leaves IRQL to. */
bool is_wait(const char *name);

/* Reports every reached raise of one cause in pageable routines: PA1001-3.
 * The message is made from `what`, which says what the call does. */
void check_paged_raises(
	struct check *check, enum cause cause, const char *what);

/* Reports pageable routines that run too high because of who calls them, at
 * their definition: PA1004 and PA1005. */
void check_paged_entries(struct check *check, enum irql lowest,
	enum irql highest, const char *what);

/* ---- limits of kernel routines (limits.c) ------------------------------ */

/* What a contract says of the IRQL at which a call may be made. */
struct limit {
	bool known;
	enum irql level;  /* beyond it the call is wrong, whatever is open */
	enum irql strict; /* beyond it the call is wrong unless it polls */
};

/* The limit of one kind, CLAUSE_REQUIRES_MAX or _MIN, for this call. Where the
 * call leaves a condition open, the caller gets the benefit of the doubt. */
struct limit call_limit(struct check *check, const struct routine *routine,
	const struct event *event, const struct contract *contract,
	enum clause_kind kind, uint32_t context);

/* The contract of the kernel routine that an event calls, or NULL. */
const struct contract *called_contract(struct check *check,
	const struct routine *routine, const struct event *event);

/* What limits the IRQL of a call that was reached: the contract of the kernel
 * routine, or the annotation of a resident routine of the driver, unless what
 * that goes on to do, or a caller, is what is wrong. NULL: nothing. */
const struct contract *limiting_contract(struct check *check,
	const struct routine *routine, const struct reach *reach);

/* The role that the path to a context starts with, or NULL. */
const struct role *entry_role(const struct check *check, uint32_t context);

/* The lowest IRQL at which the system may enter that path; IRQL unknown counts
 * as PASSIVE_LEVEL. */
enum irql lowest_entry(const struct check *check, uint32_t context);

/* One wrong call of a kernel routine, reached in one or several ways. */
struct wrong_call {
	uint32_t reach; /* flow.reaches */
	uint32_t routine, event;
	bool must;
	enum irql limit;
};

struct wrong_calls {
	VEC(struct wrong_call) list;
	struct map by_event; /* list */
};

/* Adds a call, once: what must happen before what may. */
void wrong_call_add(struct check *check, struct wrong_calls *calls,
	struct wrong_call call);

/* A finding at the call, with the path to it. `which` says what the limit is:
 * "the highest". */
void wrong_call_report(struct check *check, const struct wrong_call *call,
	const char *which);

/* ---- what routines return with (returns.c) ----------------------------- */

/* Whether a routine comes back with IRQL raised here, while its callers may
 * count on the IRQL that they called it at. */
bool departure_leaks(const struct check *check, const struct departure *departure);

/* Whether a raise is the call of a routine that does. */
bool raise_is_leak(const struct check *check, uint32_t raise);

/* Whether a raise is done by a routine of the driver that is not among the
 * sources and whose annotations do not say what it keeps: then what undoes it
 * is not known either, and IRQL may be back down at any call later. */
bool raise_has_no_partner(const struct check *check, uint32_t raise);

/* Whether a raise, or NONE, is made where statements were lost between that and an
 * event of a routine, or NULL: what undoes it may be among them. */
bool raise_is_in_doubt(const struct check *check, uint32_t raise,
	const struct routine *routine, const struct event *event);

/* Whether a call signals with Wait = TRUE, and what comes next on some path is
 * not a wait. */
bool signal_lacks_wait(struct check *check, uint32_t routine, uint32_t event);

/* Whether a routine can return without having come by an event. */
bool can_be_avoided(const struct check *check, const struct routine *routine,
	uint32_t event);

/* Whether a routine has a role of this type. */
bool has_role(const struct routine *routine, const char *type);

/* ---- branches (branches.c) --------------------------------------------- */

/* Whether an event comes on one side only of the branch that ends a block. */
bool branch_decides(struct check *check, const struct body *body,
	uint32_t block, uint32_t event);

/* Whether a field of an object decides whether an event comes or a spin lock is
 * taken in its place: what the object is locked with decides who may use it at
 * raised IRQL, and its callers know. */
bool object_chooses_lock(struct check *check, const struct routine *routine,
	uint32_t event);

/* Whether an event of a context, or a call on the way from where a raise was made,
 * comes only when an interlocked count has come to its end: whoever raised IRQL may
 * well have a reference of its own. */
bool takes_last_reference(struct check *check, uint32_t context,
	uint32_t event, uint32_t raise);

/* Whether a routine gives a lock back only if a count of its own says so: a
 * recursive lock, which is really given back when the last holder does. */
bool gives_back_by_counter(
	struct check *check, const struct routine *routine);

/* ---- locks that nobody holds (unheld.c) -------------------------------- */

bool is_unheld(const struct mishap *mishap);

/* The context in which a lock is given back that nobody holds, of such a mishap;
 * NONE if it may be held in some context. */
uint32_t unheld_context(struct check *check, const struct mishap *mishap);

/* ---- dispatch routines ------------------------------------------------- */

/* Whether an event stores something in DriverObject->MajorFunction. */
bool stores_dispatch_routine(
	const struct body *body, const struct event *event);

/* Calls `visit` for each routine that is stored in DriverObject->MajorFunction,
 * with the major code, or -1 where the index is not constant. */
void for_each_dispatch(struct check *check,
	void (*visit)(struct check *check, void *context, uint32_t routine,
		int major, struct place place),
	void *context);

/* ---- objects that must be resident (objects.c) ------------------------- */

/* What of an object must be resident. */
struct resident_part {
	const char *path; /* "Queue.Event", or "" for the object itself */
	const char *type; /* KEVENT */
	bool behind; /* the object, if memory is taken for more than itself */
};

/* Looks for one, however deep; `object` is a name from facts. One that is part of
 * the object itself comes before one behind it. */
bool find_resident_part(struct check *check, const struct facts *facts,
	const char *object, struct resident_part *part);

/* ---- code and data in INIT (init.c) ------------------------------------ */

/* Adds the path to a late context, and why the routine runs late. */
void witness_late(struct check *check, struct finding *finding,
	uint32_t context);

/* Whether a pageable routine is reported by PA1004 or PA1005 already. */
bool is_paged_entry(const struct check *check, uint32_t routine);

/* The PAGED_CODE and PAGED_CODE_LOCKED markers of a body, in source order,
 * each place once. */
struct markers {
	VEC(const struct event *) list;
};
void find_markers(
	struct arena *arena, const struct body *body, struct markers *markers);

/* Whether the first marker of a routine would come too late for a pageable one:
 * PA2004. */
bool marker_is_late(struct check *check, const struct routine *routine);

/* Whether a routine runs on the way back to full power: PA1013. */
bool runs_on_power_up(struct check *check, const struct routine *routine);

/* "PAGED_CODE" or "PAGED_CODE_LOCKED". */
const char *marker_name(const struct event *marker);

/* Whether PA3007 has something to say about a routine. */
bool has_conflicting_sections(
	struct check *check, const struct routine *routine);

/* Likewise, and one of the sections that it is put into is not pageable, or is
 * discardable. */
bool may_be_unpaged(struct check *check, const struct routine *routine);

/* Whether every way to run this routine is through a call while its section is
 * locked, or at DISPATCH_LEVEL or above, which its lock alone permits. */
bool runs_only_locked(struct check *check, uint32_t routine);

/* Whether a name is PAGE or INIT but for the case of its letters. */
bool section_has_wrong_case(const char *section);

/* Whether a name that is not pageable looks as if it were meant to be. */
bool section_is_lookalike(const char *section);

/* The function of a unit that alloc_text means by a name: one with C linkage
 * before any other, a definition before a declaration; NULL if there is none. */
const struct function *named_function(const struct check *check,
	const struct facts *facts, const char *name);

/* A name in an alloc_text line. */
struct named_line {
	const struct directive *directive;
	const struct alloc_name *name;
	uint32_t next; /* in the chain that named.c keeps */
};

/* Calls `visit` for each time that the unit of a routine names it, in order. */
void for_each_line_of(struct check *check, const struct routine *routine,
	void (*visit)(struct check *check, void *context,
		const struct named_line *line),
	void *context);

/* Calls `visit` for every alloc_text line, once for each unit that reads it. */
void for_each_alloc_text(struct check *check,
	void (*visit)(struct check *check, const struct facts *facts,
		const struct directive *directive));

/* Calls `visit` for every directive of every unit, each place once. */
void for_each_directive(struct check *check,
	void (*visit)(struct check *check, const struct directive *directive));

#endif
