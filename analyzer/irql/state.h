/*
 * The abstract state at one point of one routine: the IRQL, the spin locks
 * held, and what is known of the values that guard a raise or a restore. Storage
 * is named by a key: see keys.h.
 */
#ifndef IRQL_STATE_H
#define IRQL_STATE_H

#include "irql/irql.h"
#include "irql/keys.h"
#include "irql/keyset.h"
#include "irql/value.h"
#include "irql/writes.h"

struct binding {
	const char *key;
	struct value value;
	bool initial; /* learnt of the value at entry, not assigned */
	bool of_result; /* key or value speak of what a call returned */
	bool shared;	/* assigned where others write, too: see sharing.c */
	bool stale;	/* and since then it was their turn: it is not known */
};

enum { MAX_SLOW_LOCKS = 4 };

struct held_lock {
	const char *key, *kind;
	struct abstract_irql before; /* IRQL when it was acquired */
	const char *saved; /* where that IRQL was saved, or NULL */
	uint32_t event;	   /* of the kernel's routine that took it here, or NONE */
	bool again;	   /* it did so again, before the lock was given back;
			      or others of that name may be held, too */
};

struct state {
	struct abstract_irql level;
	uint32_t raised_by; /* raises of the flow, or NONE, the highest */
	uint32_t lifted;    /* event that raised to APC_LEVEL, or above
			       the DISPATCH_LEVEL of the entry, or NONE */
	uint32_t handed;    /* event that gave a saved IRQL to the caller: "*old
			       = irql"; or NONE */
	bool may;	    /* got here by a choice we could not decide */
	bool stray;	    /* has given back what was not taken here by that name,
			       or what may be one of several: others of them may
			       still be held, or not */
	bool pending;	    /* has still to be run: see simulate.c */
	uint8_t slow_locks; /* held at least, that are no spin locks */
	const struct key_set *written; /* of the caller's, on some way here */
	VEC(struct binding) bindings;
	VEC(struct held_lock) locks;
	VEC(const char *) released; /* locks that were not taken here */
	VEC(const char *) returned; /* those that were, on every way here */
};

/* ---- states ------------------------------------------------------------ */

/* Where states are made. Most of them end soon: what they took of the arena
 * goes to those that are made next. */
struct states {
	struct arena *arena;
	VEC(struct state *) spare;
};

struct state *state_copy(struct states *states, const struct state *state);
void state_drop(struct states *states, struct state *state);

/* What is bound to a key; NULL if nothing is. */
const struct binding *state_find(const struct state *state, const char *key);
/* Where what a key holds was copied from; the key itself if that is not known. */
const char *origin_of(const struct state *state, const char *key);
/* A value that a key holds, through what it is the same as; a stale one is not
 * known. */
struct value value_of_key(const struct state *state, const char *key);
/* Gives the binding, until the next one is made. */
struct binding *state_bind(struct arena *arena, struct state *state,
	const char *key, struct value value, bool initial);
/* It is the others' turn. */
void state_age(struct state *state);
/* The same, of a made value what is known of it in all. */
struct value resolve_value(const struct state *state, struct value value);
/* Forgets a key, what is reached through it, and tests that mention it. */
void state_forget(struct state *state, const char *key);
/* The same for flags, which nothing is reached through. */
void state_forget_flags(struct state *state, const struct key_set *keys);
/* Whether what a test shows of a key is true of the entry, too. */
bool state_tells_entry(const struct state *state, const char *key);
/* Whether there is anything that could be known of what a call returned. */
bool state_knows_results(const struct state *state);

/* A saved IRQL has been restored from here. Storage that outlives the routine
 * is left behind with a value that nobody needs any more: it is forgotten, or
 * else every lock that was taken and given back would keep states apart. */
void state_consume(struct state *state, const char *key);

/* Something that gets this key, or the pointer that it names, may have written
 * what is reached through it. */
struct handing {
	const char *key;
	const char *type; /* of the pointer or of the object; NULL: unknown */
	bool pointer;
	const struct writes *writes; /* of who gets it; NULL: unknown */
};

/* Forgets the integers that were assigned there; keeps what tests have shown,
 * and what is never written. */
void state_forget_assigned(struct state *state, struct handing handing);
/* The same of globals; what copies of them hold is kept as far as it is known. */
void state_forget_assigned_globals(
	struct state *state, const struct key_set *globals);
/* Whether there is any such integer, or a copy of a global. */
bool state_has_assigned(const struct state *state);

/* ---- locks.c ------------------------------------------------------------ */

/* The lock of a key that is held; NULL if it is not, or the key is NULL. */
const struct held_lock *held_lock_of(
	const struct state *state, const char *key);
bool any_lock_spins(const struct held_lock *locks, uint32_t count);

/* Whether a lock is held that is reached through a pointer, which then is not
 * NULL. */
bool state_holds_through(const struct state *state, const char *pointer);

/* Whether a lock that was not taken here was given back. */
bool state_gave_back(const struct state *state, const char *key);

/* Whether a lock was taken here and given back, and not taken again. */
bool state_returned(const struct state *state, const char *key);
void state_forget_returned(struct state *state, const char *key);

/* Moves the keys that others have as well to the front; says how many. */
uint32_t keep_common_keys(const char **keys, uint32_t count,
	const char *const *others, uint32_t other_count);

/* ---- merge.c ------------------------------------------------------------ */

/* Whether two states must be kept apart: IRQL, locks or saved IRQLs differ. */
bool state_same_property(const struct state *left, const struct state *right);

/* Whether IRQL and saved IRQLs agree, whatever locks are held: merging two such
 * states loses no IRQL. */
bool state_same_saves(const struct state *left, const struct state *right);

/* Whether what the caller has decides between two ways. */
bool states_exclude(const struct state *left, const struct state *right);

/* So many ways that this is so of are not merged. */
enum { MAX_APART = 16 };

/* Of two raises the one that was met first, so that it does not matter in which
 * order ways are joined. */
uint32_t first_raise(uint32_t left, uint32_t right);

/* Makes `into` hold for both; true if it changed. Where `from` comes back from a
 * turn of a loop, what was counted there is widened, or it would not end. */
bool state_merge(struct arena *arena, struct state *into,
	const struct state *from, bool turns);

#endif
