/*
 * The protocol of locking a section on demand, over the whole driver: every
 * call of the memory manager's locking routines, the section that each is
 * about, and the handles between them.
 *
 * A handle is followed from the call that returned it through locals, globals,
 * fields (told apart by record and name), elements of arrays (where no index is
 * a variable), wrappers that return it or store it
 * through a parameter, to the calls that are given it, whatever the order of
 * statements. What happens between two calls in one routine is asked of its
 * blocks: whether one can be reached from the other, and whether a test stands
 * before every way to it.
 */
#ifndef RULES_LOCKING_H
#define RULES_LOCKING_H

#include "rules/check.h"

enum lock_kind {
	LOCK_CODE,	/* MmLockPagableCodeSection, as the user wrote it */
	LOCK_DATA,	/* MmLockPagableDataSection */
	LOCK_EITHER,	/* in a macro of the driver: cannot be told */
	LOCK_BY_HANDLE,
	LOCK_UNDO,	/* MmUnlockPagableImageSection */
	LOCK_PAGE_ALL,	/* MmPageEntireDriver */
	LOCK_RESET,	/* MmResetDriverPaging */
};

struct lock_call {
	enum lock_kind kind;
	uint32_t routine, event;
	uint32_t target;   /* of an address: routines, or NONE */
	uint32_t variable; /* likewise: variables, or NONE */
	const char *section; /* where that is; NULL: unknown or the default */
	const char *handle;  /* where the handle is kept or comes from, or NULL */
	bool dropped;	     /* by address: nobody keeps the handle */
	/* By handle or undo: the calls by address whose handle it may be. */
	VEC(uint32_t) origins;
};

/* A call of a routine; one through a pointer, of each that it may call. Calls that
 * nothing leads to are not among them. */
struct call_site_of {
	uint32_t callee, caller, event;
};

/* Who calls whom, both ways (graph.c). */
struct call_graph {
	VEC(struct call_site_of) sites; /* by caller and event */
	uint32_t routines;   /* of the program */
	const uint32_t *first_in; /* by caller, and one more: sites */
	uint32_t *first_of;  /* by callee, and one more: by_callee */
	uint32_t *by_callee; /* sites */
};

/* Storage that may hold the handle of a call by address. */
struct handle {
	const char *key;
	uint32_t origin; /* locking.calls */
};

struct locking {
	struct check *check;
	VEC(struct handle) handles;
	struct map indexed; /* arrays of which any element may be meant */
	VEC(struct lock_call) calls; /* by routine and event */
	const struct call_graph *graph;
	const bool *concerned; /* by routine: there are such calls in it or below */
	struct map counts;     /* see counts.c */
};

/* Reads the whole driver, for the first check that asks; the next ones get the
 * same, as theirs. In the findings' arena. */
struct locking *locking_read(struct check *check);

static inline bool locks_by_address(enum lock_kind kind)
{
	return kind <= LOCK_EITHER;
}

static inline bool locks(enum lock_kind kind)
{
	return kind <= LOCK_BY_HANDLE;
}

const struct event *lock_event(
	const struct locking *locking, const struct lock_call *call);

/* The call that an event of a routine is, or NULL. */
const struct lock_call *lock_call_at(
	const struct locking *locking, uint32_t routine, uint32_t event);

/* Whether the address that a call is given is known to be in no pageable section,
 * or in INIT: there is nothing that it could lock. */
bool lock_address_is_wrong(
	const struct locking *locking, const struct lock_call *call);

/* Whether that address is a string literal's, which is with the constants. */
bool lock_is_of_literal(
	const struct locking *locking, const struct lock_call *call);

/* Whether it is a local's or a parameter's, which is in no section. */
bool lock_is_of_stack(
	const struct locking *locking, const struct lock_call *call);

/* Whether one routine undoes the section of a call twice: drivers that did not
 * keep a handle lock once more to learn it, and unlock two times. */
bool is_made_up_for(
	const struct locking *locking, const struct lock_call *call);

enum answer { ANSWER_NO, ANSWER_MAYBE, ANSWER_YES };

/* Whether the handle that an operand of a routine's body holds is of this
 * section. */
enum answer lock_handle_is_of(struct locking *locking, uint32_t routine,
	struct operand handle, const char *section);

/* A finding at a call, with a related place for the section. */
struct finding *lock_report(struct locking *locking,
	const struct lock_call *call, bool must, const char *format, ...)
	PRINTF_LIKE(4, 5);

/* ---- who calls whom (graph.c) ------------------------------------------ */

/* Of the whole driver, made for the first that asks. */
const struct call_graph *graph_of(struct check *check);

/* Adds to these routines, a mark for each of the program, whatever calls one of
 * them, however deep. */
const bool *graph_with_callers(
	const struct call_graph *graph, struct arena *arena, bool *these);

/* Whether an event calls one of these routines. */
bool graph_calls(const struct call_graph *graph, uint32_t caller,
	uint32_t event, const bool *these);

/* What there is to say of an event, on the way up: settled, to be asked of the
 * calls of its routine, or enough to end it all. */
enum climb { CLIMB_SETTLED, CLIMB_ON, CLIMB_ENOUGH };
typedef enum climb climb_fn(void *context, uint32_t routine, uint32_t event);

/* From an event up through all calls of the routine that it is in, each once.
 * Whether that came to CLIMB_ENOUGH. */
bool graph_climb(const struct call_graph *graph, struct arena *arena,
	uint32_t routine, uint32_t event, climb_fn *visit, void *context);

bool graph_has_callers(const struct call_graph *graph, uint32_t routine);

/* ---- order inside a routine (order.c) ---------------------------------- */

/* Whether the second event can run after the first without one that `stops`
 * in between (NULL: whatever is in between). */
typedef bool stops_fn(void *context, uint32_t event);
bool can_follow(struct arena *arena, const struct body *body, uint32_t first,
	uint32_t second, stops_fn *stops, void *context);

/* Whether what an event stores may still be there at another. */
bool store_lasts(struct arena *arena, const struct body *body, uint32_t store,
	uint32_t event);

/* Whether the second can run after the first, a call that has not failed. */
bool can_follow_success(struct arena *arena, const struct body *body,
	uint32_t first, uint32_t second, stops_fn *stops, void *context);

/* Whether the routine can return after a call that has not failed, without an
 * event that `stops`. */
bool can_return_after_success(struct arena *arena, const struct body *body,
	uint32_t first, stops_fn *stops, void *context);

/* Whether every way from the entry to the event passes an event that `stops`. */
bool is_preceded(struct arena *arena, const struct body *body, uint32_t event,
	stops_fn *stops, void *context);

/* Whether every way to an event takes one edge of the branch of a block. */
bool needs_edge(struct arena *arena, const struct body *body, uint32_t event,
	uint32_t block, uint32_t edge);

/* Whether a test of the driver's state, a variable or a field, decides whether
 * the event runs. */
bool is_behind_state(
	struct arena *arena, const struct body *body, uint32_t event);

/* Whether a test says, before every way to the event, that a path is NULL. */
bool is_null_at(struct arena *arena, const struct body *body, uint32_t event,
	uint32_t path);

/* ---- whether a lock is the first (guards.c, repeats.c) ------------------ */

/* Whether a test that says "not yet" stands before every way to an event that
 * leads to a lock: of the handle, of a count, of a flag. */
bool is_guarded(struct locking *locking, const struct lock_call *lock,
	uint32_t routine, uint32_t event);
bool lock_is_guarded(struct locking *locking, const struct lock_call *lock);

/* Another place that locks the same section by address, and is the first to do
 * so or asks first whether there is a handle. NULL if there is none, and for a
 * lock that is itself behind such a test. */
const struct lock_call *locked_before(
	struct locking *locking, const struct lock_call *call);

/* ---- how locks are counted (counts.c) ---------------------------------- */

/* By how much a routine can change a section's count. */
struct lock_range {
	bool wild; /* a loop, or a test that is not understood */
	int low, high;
};

struct lock_count {
	struct lock_range success, failure;
};

struct lock_count lock_count(
	struct locking *locking, uint32_t routine, const char *section);

struct lock_calls {
	VEC(const struct lock_call *) list;
};

/* The calls in a routine, and in what it calls, that change a section's count,
 * in source order. */
void find_count_changes(struct locking *locking, uint32_t routine,
	const char *section, struct lock_calls *list);

/* ---- whether locks come out even (balance.c) ---------------------------- */

/* What should come out even: opening and closing, loading and unloading. */
enum lock_pair { PAIR_NONE, PAIR_OPEN, PAIR_LOAD };

/* A lock that is not undone, or an unlock that undoes none, over the whole
 * driver. */
struct lock_fault {
	const struct lock_call *call; /* or NULL: what follows from another */
	bool leaks;
	enum lock_pair pair;
	const char *message; /* goes on after the section's name */
	const char *section;
};

struct lock_faults {
	VEC(struct lock_fault) list;
	VEC(const char *) even; /* sections: all locks are undone */
};

struct lock_faults *find_lock_faults(struct locking *locking);

/* Whether it is known that every lock of a section is undone, and no more. */
bool locks_come_out_even(
	const struct lock_faults *faults, const char *section);

/* The fault of one kind at a call, or NULL. */
const struct lock_fault *lock_fault_at(const struct lock_faults *faults,
	const struct lock_call *call, bool leaks);

/* Whether what a failing routine leaves locked is unlocked all the same: once the
 * framework has had hardware prepared, it has it released, however far the start
 * got.
 *
 * Page: EvtDeviceReleaseHardware. */
bool failure_is_undone(
	struct locking *locking, uint32_t routine, const char *section);

/* ---- whether a handle is one (handles.c) -------------------------------- */

enum handle_fault {
	HANDLE_RIGHT,
	HANDLE_NULL,	   /* perhaps: nothing was locked on some course */
	HANDLE_LOST,	   /* a lock has lost what it was meant for */
	HANDLE_ADDRESS,	   /* it is what was locked, not what that returned */
	HANDLE_OF_NOTHING, /* no lock ever fills it */
	HANDLE_EARLY,	   /* not yet */
	HANDLE_AGAIN,	   /* this routine has unlocked it already */
};

/* Of an unlock or a lock by handle. */
enum handle_fault handle_fault(struct locking *locking,
	const struct lock_faults *faults, const struct lock_call *call);

/* Whether an unlock is given the handle of a lock. */
bool lock_undoes(const struct locking *locking, const struct lock_call *undo,
	const struct lock_call *lock);
bool lock_is_undone(
	const struct locking *locking, const struct lock_call *lock);

/* Whether some unlock is given the address that was locked in place of a handle. */
bool is_given_its_address(
	const struct locking *locking, const struct lock_call *lock);

/* Whether the handle is in a local and nowhere else. */
bool lock_is_kept_by_routine(
	const struct locking *locking, const struct lock_call *lock);

/* Whether nothing gives the handle back before a driver that can be unloaded is, or
 * the routine that alone knows it ends. */
bool lock_is_never_undone(
	const struct locking *locking, const struct lock_call *lock);

/* The handle is followed, but no lock ever stores it there. */
bool has_no_origin(const struct lock_call *call);

/* ---- what the system calls from interrupt processing (running.c) ------- */

enum running_kind { RUNNING_INTERRUPT, RUNNING_TIMER, RUNNING_DPC };

/* A call that lets routines run then, or, of `stops`, that ends it. */
struct running_start {
	uint32_t routine, event;
	enum running_kind kind;
	const char *object; /* storage of the interrupt, timer or DPC, or NULL */
	VEC(uint32_t) targets; /* the routines */
	const bool *stoppers; /* by routine: it or what it calls ends this */
};

struct running {
	VEC(struct running_start) starts, stops;
	/* By routine: it or what it calls starts something, or ends something. */
	const bool *starters, *stoppers;
};

struct running *running_read(struct locking *locking);

/* Whether an event ends a start, itself or in what it calls; with NULL, any
 * start. */
bool event_stops(const struct locking *locking, const struct running *running,
	const struct running_start *start, uint32_t routine, uint32_t event);

/* Whether an event lets something run, itself or in what it calls. */
bool event_starts(const struct locking *locking, const struct running *running,
	uint32_t routine, uint32_t event);

/* Whether a section is locked already when the system calls a routine of the
 * driver: by loading it, or, once a device is open, by opening (balance.c). */
bool locked_when_entered(
	struct locking *locking, uint32_t routine, const char *section);

/* Whether closing or unloading unlocks a section in a routine before anything has
 * ended a start (balance.c). */
bool closes_while_started(struct locking *locking,
	const struct running_start *start, uint32_t routine,
	const char *section);

/* ---- examples ---------------------------------------------------------- */

/* What the examples of these rules have in common: a routine of a section that
 * is locked on demand, and a driver that locks it as long as it is loaded. */
#define EXAMPLE_LOCKED_ROUTINE                                                 \
	"#include <ntddk.h>\n"                                                 \
	"VOID Work(VOID);\n"                                                   \
	"#pragma alloc_text(PAGELK, Work)\n"                                   \
	"VOID Work(VOID)\n"                                                    \
	"{\n"                                                                  \
	"\tPAGED_CODE_LOCKED();\n"                                             \
	"}\n"

#define EXAMPLE_LOCKS_AT_LOAD                                                  \
	"PVOID Handle;\n"                                                      \
	"DRIVER_INITIALIZE DriverEntry;\n"                                     \
	"NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING Path)\n"  \
	"{\n"                                                                  \
	"\tHandle = MmLockPagableCodeSection((PVOID)(ULONG_PTR)Work);\n"       \
	"\treturn STATUS_SUCCESS;\n"                                           \
	"}\n"

#define EXAMPLE_UNLOCKS_AT_UNLOAD                                              \
	"DRIVER_UNLOAD Unload;\n"                                              \
	"VOID Unload(PDRIVER_OBJECT Driver)\n"                                 \
	"{\n"                                                                  \
	"\tMmUnlockPagableImageSection(Handle);\n"                             \
	"}\n"

#endif
