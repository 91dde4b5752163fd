/*
 * At which IRQL can this instruction run? The answer for a whole driver, and
 * the path that proves it.
 *
 * Two layers. An *analysis* simulates one routine from one entry IRQL and
 * gives a summary: the IRQLs it returns at, what it saved, the locks it holds.
 * A *context* is a way to get into a routine: from a role, or from a call in
 * another context, with the IRQL there and a link to where it came from, so
 * that following the links backwards is the witness path. Contexts are found
 * breadth first, so the first one found is a shortest path.
 *
 * Everything lives in the program's arena.
 */
#ifndef IRQL_IRQL_H
#define IRQL_IRQL_H

#include "irql/value.h"
#include "program/program.h"

/* The levels a routine can be analysed at: the five, and "unknown": nobody
 * known calls it, so only what holds whatever its entry is may be said. */
enum { ENTRY_UNKNOWN = IRQL_COUNT, ENTRY_COUNT = IRQL_COUNT + 1 };

/* What brought IRQL to DISPATCH_LEVEL or above. */
enum cause {
	CAUSE_SPIN_LOCK, /* a spin lock was acquired */
	CAUSE_RAISE,	 /* KeRaiseIrql and its kin */
	CAUSE_WAIT,	 /* a Ke routine was called with Wait = TRUE */
};

/* A call after which IRQL is at DISPATCH_LEVEL or above and before which it
 * was not; or which takes a spin lock that is legal only up there. */
struct raise {
	uint32_t routine, event;
	enum cause cause;
	bool may;	    /* only for some values of an argument */
	bool inside;	    /* raised and lowered again in inlined code */
	const char *by;	    /* the kernel routine that raises */
	uint32_t inner;	    /* the wrapper's own raise: raises[inner], or NONE */
};

/* How a routine's IRQL at entry came to be. */
enum origin {
	ORIGIN_ROLE,  /* whoever calls the entry point is at that level */
	ORIGIN_RAISE, /* a routine on the way raised it */
};

/* A way into a routine. */
struct context {
	uint32_t routine;
	int level; /* enum irql, or ENTRY_UNKNOWN */
	enum origin origin;
	bool may;	  /* the role runs at this level only sometimes */
	bool late;	  /* can be after initialisation: INIT may be gone */
	uint32_t role;	  /* of the routine, where the path starts, or NONE */
	uint32_t parent;  /* contexts, or NONE */
	uint32_t call;	  /* event of the parent's body that calls */
	uint32_t raise;	  /* raises: what raised it on the way, or NONE */
	uint32_t lift;	  /* event of the parent's body that raised to APC_LEVEL
			     before the call, or NONE */
	uint32_t next;	  /* the next context of this routine, or NONE */
};

/* A pageable routine that is called although IRQL is too high. */
struct paged_entry {
	uint32_t routine; /* the pageable one */
	int level;
	bool may;
	enum origin origin;
	uint32_t context; /* of the caller; of a callback: of the routine */
	uint32_t call;	  /* event in the caller, or NONE: the system calls */
	uint32_t raise;	  /* ORIGIN_RAISE: raises */
};

/* A call of a kernel routine, or of an annotated one of the driver, whose
 * contract names another IRQL than the one that it may be made at here. */
struct reach {
	uint32_t context; /* of the caller */
	uint32_t event;
	int level;
	bool may;
	bool canceled; /* the level is what IoCancelIrp was called at, which is
			  this one, or may be */
	bool pageable; /* nobody is known to call what is called from pageable
			  code: so at APC_LEVEL or below */
	uint32_t raised_by; /* raises, or NONE: as at entry */
	uint32_t lifted;    /* event that raised to APC_LEVEL, or above
			       the DISPATCH_LEVEL of the entry, or NONE */
};

/* What a way through a routine knows of a test, or of its caller's storage at
 * entry. */
struct condition {
	const char *key; /* see irql/state.h */
	struct value value;
};

/* A return of a routine, in one of its analyses. */
struct departure {
	uint32_t routine;
	int entry; /* the level it was analysed at */
	struct abstract_irql level;
	struct value result;
	uint32_t raised_by; /* raises, or NONE */
	uint32_t lifted;    /* event that raised to APC_LEVEL, or above
			       the DISPATCH_LEVEL of the entry, or NONE */
	uint32_t handed;    /* event that gave a saved IRQL to the caller, or
			       NONE */
	bool may;	    /* got here by a choice we could not decide */
	bool leaks;	    /* raised, and callers cannot know: see leaks.c */
	bool forsakes;	    /* likewise: without a lock of its callers */
	bool keeps;	    /* likewise: at the entry's IRQL, but with a lock */
	/* Locks that the callers hold: one that was given back, and one that was
	 * and has been taken again; or NULL. */
	const char *given_back, *retaken;
	const char *kept; /* a spin lock that was taken here and is held, or NULL */
	VEC(struct condition) conditions; /* on the way here */
	struct place place; /* the return statement or the closing brace */
};

/* What a call does wrong with a saved IRQL, or after one was restored. */
enum mishap_kind {
	MISHAP_LOWERED,	   /* below the entry's IRQL, or to a constant */
	MISHAP_SAVE_LOST,  /* overwrites an IRQL that is still needed */
	MISHAP_WRONG_SAVE, /* restores what another lock saved */
	MISHAP_KEPT_LOCK,  /* releases a lock that was held while IRQL went down */
	MISHAP_UNHELD,	   /* gives back a lock that this routine does not hold;
			      nor does a caller, if IRQL is below where it can be
			      held, or nothing raised it on the way */
	MISHAP_RETURNED,   /* gives back a lock that this routine took and has
			      given back before */
};

struct mishap {
	enum mishap_kind kind;
	uint32_t routine, event;
	int entry;
	bool below_entry; /* LOWERED: below what the entry is known to be */
	bool may;	  /* got here by a choice we could not decide */
	bool mixed;	  /* RETURNED: on another way here the lock is held */
};

/* How the ways through a routine come by one of its events, and leave it; at which
 * IRQL it was entered is left aside, unless that was DISPATCH_LEVEL or above. */
enum passage {
	PASSAGE_LOW = 1 << 0,	 /* come with nothing raised */
	PASSAGE_RAISED = 1 << 1, /* come with IRQL raised by this routine */
	PASSAGE_RAISES = 1 << 2, /* leave raised what came low */
	PASSAGE_LOWERS = 1 << 3, /* leave low what came raised */
};

/* An IRQL that a call of pageaudit_reveal_irql can be reached at. */
struct sighting {
	uint32_t routine, event;
	struct abstract_irql level;
};

/* Why the IRQL at which a routine is entered is not known. */
enum unknown_reason {
	UNKNOWN_NOT,	      /* it is known */
	UNKNOWN_UNREFERENCED, /* it never runs; see unknown.c */
	UNKNOWN_HANDED_OVER,  /* its address goes where we cannot follow */
	UNKNOWN_IMPLICIT,     /* C++ calls it without a word */
	UNKNOWN_CALLERS,      /* only routines call it that are unknown, too */
};

struct unknown_entry {
	uint32_t routine;
	enum unknown_reason reason;
};

/* A call through a pointer of which nothing is known: see callees.c. */
struct unknown_call {
	uint32_t routine, event;
};

/* A touch of a fleeting variable that can be reached. */
struct touch {
	uint32_t context;
	uint32_t site; /* flow.sites.list */
	int level;
	bool may;
	uint32_t raised_by; /* raises, or NONE: as at entry */
};

/* A call of, or a reference to, a routine in a discardable section, by resident
 * code in a late context. */
struct late_use {
	uint32_t context, event, routine;
};

/* A call that can be reached, and one routine that it calls, or that what it calls
 * calls back. */
struct call_site {
	uint32_t event, target;
	const char *role; /* of one that is called back, or NULL */
};

struct flow {
	struct program *program;
	const struct call_site *calls; /* by routine and event */
	const uint32_t *first_call; /* by routine, and one more: calls */
	struct touches sites;
	VEC(struct touch) touches;
	VEC(struct late_use) late_uses;
	VEC(struct sighting) sightings; /* each once */
	VEC(struct reach) reaches;
	/* Of routines that are reached. */
	VEC(const struct departure *) departures;
	VEC(struct mishap) mishaps;	  /* likewise */
	VEC(struct raise) raises;
	VEC(struct context) contexts;
	uint32_t *first_context; /* by routine: contexts, or NONE */
	VEC(struct paged_entry) paged_entries;
	/* By routine: the highest level of its paged entries of ORIGIN_ROLE, or
	 * -1. */
	int8_t *highest_role_entry;
	uint8_t **passages; /* by routine: by event, enum passage; NULL: nothing
			       in it raises IRQL */
	VEC(uint32_t) reached_raises; /* those in a context that can be */
	VEC(struct unknown_call) unknown_calls; /* those that matter */
	uint32_t mattering;    /* routines in which IRQL can be wrong */
	uint32_t unreferenced; /* such routines that never run: not counted */
	VEC(struct unknown_entry) unknown_entries; /* of these */
	uint32_t widened;	  /* states or recursion over the cap */
};

/* What comes after a leak (leaks.c) or a lost save is followed only if
 * `past_leaks` says so. */
struct flow *irql_follow(struct program *program, bool past_leaks);

const char *unknown_reason_text(enum unknown_reason reason);

/* Whether a role's routine can run after initialisation, when INIT is gone, and
 * not only while the routine runs that hands it over. */
bool role_is_late(const struct role *role);

const char *entry_level_name(int level); /* "unknown IRQL" included */
bool level_is_high(int level); /* DISPATCH_LEVEL or above, and known */

typedef bool touch_test(const struct flow *flow, const struct touch *touch);

/* A parameter may hold the address of several variables, one for each caller. So
 * of a touch through a parameter: the touch that hands it over, in a caller, and
 * passes the test; NULL if there is none. Any other touch is its own. */
const struct touch *touch_handing(struct program *program,
	const struct flow *flow, const struct touch *touch, touch_test *test);

/* The context that the path to a context starts with. */
uint32_t context_root(const struct flow *flow, uint32_t context);

/* How many calls deep a context is. */
int context_depth(const struct flow *flow, uint32_t context);

/* The first context that reaches a routine at a level, or NONE. */
uint32_t context_at(const struct flow *flow, uint32_t routine, int level);

/* Whether any clause makes a call by this contract change IRQL. */
bool contract_matters(const struct contract *contract);

/* Whether a body can return, or with a place from there, without having come by
 * an event. */
bool can_return_without(struct arena *arena, const struct body *body,
	const struct place *place, uint32_t event);

/* The first context that reaches a routine below DISPATCH_LEVEL or at an
 * unknown level, or NONE: how one gets there before anything is raised. */
uint32_t context_of_routine(const struct flow *flow, uint32_t routine);

#endif
