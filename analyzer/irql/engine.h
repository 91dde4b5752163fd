/*
 * The workings of the IRQL analysis, shared by
 *
 *	flow.c      which analyses and contexts there are, until nothing changes
 *	simulate.c  one routine at one entry IRQL: blocks, branches, states
 *	effects.c   what a call does to a state: contracts and summaries
 *	storage.c   keys of access paths, in a routine and across a call
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
};

/* A call event was reached with this IRQL. */
struct arrival {
	uint32_t event;
	struct abstract_irql level;
	uint32_t raised_by; /* flow.raises, or NONE: as at entry */
	bool may;
};

struct analysis {
	uint32_t routine;
	int level;
	bool queued, finished;
	bool reached; /* a context uses it: its returns are in the flow */
	int runs;
	uint32_t inlined_raise; /* a raise in code expanded in the caller */
	VEC(struct exit) exits;
	VEC(struct arrival) arrivals;
	VEC(uint32_t) raises;
	VEC(struct departure) departures;
	VEC(struct mishap) mishaps;
	VEC(uint32_t) dependents; /* analyses that used the exits */
};

struct engine {
	struct flow *flow;
	struct program *program;
	bool *relevant;	    /* by routine: IRQL can change inside */
	uint32_t *by_entry; /* routine * ENTRY_COUNT + level -> analyses */
	VEC(struct analysis) analyses;
	VEC(uint32_t) queue;
	struct map raise_by_place;
};

/* One run over one routine. */
struct simulation {
	struct engine *engine;
	struct program *program;
	uint32_t analysis; /* engine.analyses */
	const struct routine *routine;
	uint32_t routine_index;
	const struct body *body;
	struct arena scratch; /* states live here */
	struct analysis result;
	VEC(struct state *) forks; /* further outcomes of the current event */
};

/* The level that a routine called at this IRQL is analysed at. */
int level_index(struct abstract_irql level);

/* The analysis of a routine from an entry level; queued when it is new. */
uint32_t analysis_of(struct engine *engine, uint32_t routine, int level);

/* Runs one analysis anew into simulation.result. */
void simulate(struct engine *engine, uint32_t analysis,
	struct analysis *result);

/* The index of a raise, made when it is new. */
uint32_t raise_at(struct engine *engine, struct raise raise);

/* ---- storage.c --------------------------------------------------------- */

/* Aliases that the state knows of are followed; NULL when unknown. */
const char *key_of_path(struct simulation *simulation,
	const struct state *state, uint32_t path);
/* What the pointer `operand` points to, `steps` further; NULL if unknown. */
const char *key_of_pointee(struct simulation *simulation,
	const struct state *state, struct operand operand, const char *steps);
/* "F EXT.OldIrql" for a path that ends in a field, or NULL. */
const char *key_of_field(struct simulation *simulation, uint32_t path);
const char *key_of_result(struct simulation *simulation, uint32_t event);
/* A callee's key in its caller's terms; NULL if it has none there. */
const char *key_in_caller(struct simulation *simulation,
	const struct state *state, const struct event *call, const char *key);
struct value value_of(struct simulation *simulation,
	const struct state *state, struct operand operand);
/* A value that a key holds, through what it is the same as. */
struct value value_of_key(const struct state *state, const char *key);

/* ---- effects.c --------------------------------------------------------- */

/* Applies a call to a state; other outcomes are added to simulation.forks.
 * False when the call does not return in this state. */
bool apply_call(struct simulation *simulation, struct state *state,
	uint32_t event);

#endif
