/*
 * The protocol of locking a section on demand, over the whole driver: every
 * call of the memory manager's locking routines, the section that each is
 * about, and the handles between them.
 *
 * A handle is followed from the call that returned it through locals, globals,
 * fields (told apart by record and name), wrappers that return it or store it
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

struct locking {
	struct check *check;
	VEC(struct lock_call) calls; /* by routine and event */
	VEC(struct call_site_of) callers;
};

/* A call of a routine of the driver. */
struct call_site_of {
	uint32_t callee, caller, event;
};

/* Reads the whole driver. In the findings' arena. */
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

/* Whether one routine undoes the section of a call twice: drivers that did not
 * keep a handle lock once more to learn it, and unlock two times. */
bool is_made_up_for(
	const struct locking *locking, const struct lock_call *call);

/* A finding at a call, with a related place for the section. */
struct finding *lock_report(struct locking *locking,
	const struct lock_call *call, bool must, const char *format, ...)
	PRINTF_LIKE(4, 5);

/* ---- order inside a routine (order.c) ---------------------------------- */

/* Whether the second event can run after the first without one that `stops`
 * in between (NULL: whatever is in between). */
typedef bool stops_fn(void *context, uint32_t event);
bool can_follow(struct arena *arena, const struct body *body, uint32_t first,
	uint32_t second, stops_fn *stops, void *context);

/* Whether every way from the entry to the event passes an event that `stops`. */
bool is_preceded(struct arena *arena, const struct body *body, uint32_t event,
	stops_fn *stops, void *context);

/* Whether a test of storage that says "not yet" stands before every way to the
 * event: of a handle against NULL, of a count, of a flag. */
bool is_guarded_event(
	struct arena *arena, const struct body *body, uint32_t event);

/* Whether a test says, before every way to the event, that a path is NULL. */
bool is_null_at(struct arena *arena, const struct body *body, uint32_t event,
	uint32_t path);

#endif
