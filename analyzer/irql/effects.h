/*
 * One call in one state, for the files that say what it does: effects.c, which
 * any call goes through, clauses.c, saves.c, possible.c
 * and summaries.c.
 */
#ifndef IRQL_EFFECTS_H
#define IRQL_EFFECTS_H

#include "irql/engine.h"

struct call {
	struct simulation *simulation;
	struct state *state;
	uint32_t index;
	const struct event *event;
	struct abstract_irql before;
	uint32_t raised_before;
	const char *saved; /* the key that IRQL was saved under */
	bool returns_irql; /* it returns what IRQL was before it */
	bool chosen; /* one of several routines, of which others do not raise */
};

struct arena *scratch_of(const struct call *call);
/* A further outcome of the call, that starts from this state. */
struct state *fork_from(struct call *call, const struct state *state);
const char *intern_in(const struct call *call, const char *text);

/* The IRQL that a value means; false when it means none. */
bool level_from_range(const struct value *value, struct abstract_irql *level);
/* Likewise, or the IRQL that the field of this key was given, if any. */
bool level_of_value(const struct state *state, const struct value *value,
	const char *field, struct abstract_irql *level);

/* Notes that the call raises; the state's IRQL is the one after it. */
void note_raise(struct call *call, struct raise raise);
/* Notes that the call raises to APC_LEVEL, if it always does; of that no raise
 * is noted. */
void note_lift(struct call *call, bool always);
/* Takes a lock; one that is held already is held as before. */
void hold_lock(struct call *call, struct held_lock lock);
/* That a lock which is held is given back here makes it no matter of course that
 * this is wrong. */
void note_rightful(const struct call *call);
/* Gives back a lock, or notes that it was not taken here. */
void release_key(struct call *call, const char *key);

/* Forgets what a call may have assigned through its arguments; what is called
 * is a routine of the driver, or NONE. */
void forget_arguments(struct call *call, uint32_t callee);

/* ---- saves.c ------------------------------------------------------------ */

void note_mishap(
	struct call *call, enum mishap_kind kind, bool below_entry);

/* The key of what a clause speaks of, or NULL. */
const char *subject_key(
	const struct call *call, const struct subject *subject);

/* The field that it names, for when the object is not known; or NULL. */
const char *subject_field(
	const struct call *call, const struct subject *subject);

/* Saves the IRQL before the call under a key, and under a field's; or NULL. */
void save_irql(struct call *call, const struct contract *contract,
	const char *key, const char *field);
/* The same of a lock that a callee has taken, in the caller's terms. */
void save_of_callee(struct call *call, const struct held_lock *taken);
/* What a clause of the contract restores becomes the state's IRQL. */
void restore_irql(struct call *call, const struct contract *contract,
	const struct clause *clause);
/* Where the IRQL that is restored stands; NULL when that is not known. */
const char *restored_from(
	const struct call *call, const struct clause *clause);

/* The lock that this call releases: the one it names, else the only one. */
const struct held_lock *released_lock(const struct call *call,
	const struct contract *contract, bool *certain);

/* Whether the call releases a lock that this routine does not hold, where it can
 * only be held if whoever entered the routine holds it. */
bool releases_nothing(const struct call *call, const struct contract *contract);
/* Whether it is one that this routine took and gave back before: nobody holds it,
 * or no lock but others. */
bool releases_again(const struct call *call, const struct contract *contract);
/* The same of a lock that a helper gives back, and restores an IRQL with. */
bool helper_releases_again(const struct call *call, const char *key);

/* Whether IRQL is lowered below what it is known to be at entry. */
bool is_below_entry(const struct call *call, struct abstract_irql level);

/* ---- clauses.c --------------------------------------------------------- */

/* Further outcomes are added to simulation.forks. */
void apply_contract(struct call *call, const struct contract *contract);

/* ---- answers.c --------------------------------------------------------- */

/* What a routine of the driver that does no more than to test storage of its
 * caller returns: when that is not certain, each outcome says what it shows. */
void apply_answer(struct call *call, uint32_t target);

/* ---- choices.c --------------------------------------------------------- */

/* Whether what a callee's choice has shown can be so here; if that is not certain,
 * it is learnt. */
bool choice_is_possible(struct call *call, const struct binding *wanted);

/* The outcomes of a call that may be of several routines, as of apply_summary. */
void apply_choices(struct call *call, uint32_t direct,
	struct targets targets, const struct state *before);

/* ---- possible.c -------------------------------------------------------- */

/* Whether the caller's value of a key can meet an exit's condition. */
enum truth meets(const struct state *state, const struct value *value,
	const struct value *wanted);

/* Checks the conditions of an exit of a summary; learns those that are not
 * certain. */
bool exit_is_possible(struct call *call, const struct summary *summary,
	const struct exit *exit);

/* ---- summaries.c ------------------------------------------------------- */

/* What a callee's key is worth where the call stands; a plain argument needs
 * no storage of its own. */
struct value condition_value(
	const struct call *call, const char *key, const char **in_caller);

/* What a routine that is called here is known to do. */
enum knowledge know(
	struct call *call, uint32_t target, const struct summary **summary);

/* The outcomes of calling one routine; appended to the simulation's forks. */
void apply_summary(struct call *call, uint32_t target, struct state *before);

/* The routines of the driver that the call may mean. Further outcomes are added
 * to simulation.forks; false when it does not return in this state. */
bool apply_summaries(
	struct call *call, uint32_t direct, struct targets targets);

#endif
