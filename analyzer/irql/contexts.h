/*
 * Contexts as they are found, each once: shared by contexts.c, which keeps them,
 * flow.c, which starts from the entry points, and spread.c, which follows each.
 */
#ifndef IRQL_CONTEXTS_H
#define IRQL_CONTEXTS_H

#include "irql/engine.h"

/* An entry that is too high because the system may call so high. Kept back: the
 * same call may turn out to be made with IRQL raised on every run. */
struct possible_entry {
	struct paged_entry entry;
	const struct call_site *site;
	bool locked; /* with a spin lock that the caller has taken */
};

enum { WAYS = 4 }; /* into a routine at a level: origins, late and not */

struct given;

/* By parameter; empty where nothing is kept. And what the call told. */
struct given_list {
	struct given *items;
	uint32_t count;
	struct told_list told;
};

struct spreading {
	struct engine *engine;
	struct flow *flow;
	uint32_t next; /* context to look at, after the present one: */
	uint32_t from;
	struct context here; /* a copy: contexts move */
	bool tracks_late; /* there is something discardable */
	uint32_t *seen; /* by routine: a bit for each way in, see way_bit */
	uint32_t *seen_with_constants; /* likewise: only with some constants */
	struct map seen_constants;
	uint32_t *last_context;	   /* by routine */
	VEC(struct given_list) given; /* by context */
	VEC(bool) reached;	   /* by raise */
	struct map paged_entries;  /* what calls or is entered -> its index */
	VEC(struct possible_entry) possible;
};

/* Whether a routine has a context at a level already, whatever led there; what a
 * call hands over decides for some, and they are never told apart here. */
bool is_spread(const struct spreading *spreading, uint32_t routine, int level,
	bool raised, bool late);

/* Keeps a context if it is a new one; `told` is what the state of the call says
 * that it hands over. */
void add_context(struct spreading *spreading, struct context context,
	const struct told_list *told);

/* The routine that calls, through any number of contexts, hand to a parameter of
 * a context's routine; NONE if it is not known to be one. */
uint32_t handed_routine(const struct spreading *spreading,
	const struct context *context, uint32_t parameter);

/* Likewise the routine of a table: a path leads from the parameter to its entry. */
uint32_t handed_entry(const struct spreading *spreading,
	const struct context *context, uint32_t path);

bool is_reached(const struct spreading *spreading, uint32_t routine);

/* Whether what was handed over by the call that led to a context meets
 * conditions. */
bool is_allowed(const struct spreading *spreading, uint32_t context,
	const struct conditions *conditions);

/* A pageable routine is entered too high: one report for each routine and
 * cause, at the highest level, certain before possible. `cause` is the call
 * site after a raise, or the routine. */
void add_paged_entry(struct spreading *spreading, struct paged_entry entry,
	const void *cause);

/* Likewise, by a call in the present context. */
void enter_paged(struct spreading *spreading, const struct call_site *site,
	const struct context *next, bool locked);

/* What is possible at a call where it is certain anyway is no other defect, nor
 * is it where the lock that raises IRQL on other runs is held. */
void add_possible_entries(struct spreading *spreading);

/* Fills flow.highest_role_entry. */
void find_highest_entries(struct flow *flow);

/* ---- spread.c ---------------------------------------------------------- */

/* Follows all contexts that have not been followed, and those that this makes. */
void spread_all(struct spreading *spreading);

/* Where nobody known says at which IRQL a routine is called, its own annotation
 * counts, if it names one: "at most DISPATCH_LEVEL" may still be any. */
int level_by_annotation(
	const struct spreading *spreading, const struct routine *routine);

#endif
