/*
 * Small drivers in the abstract: functions that raise and lower IRQL, call one
 * another, branch and loop. They are made at random from a seed, turned into
 * facts without a parser, and solved exactly, by following every state that
 * can occur: the oracle for the IRQL analysis.
 *
 * What a function knows: two locals and a flag of its own; an object that its
 * caller hands on, with two fields; a flag parameter; one global. There may be
 * several objects, each of which leads to the next one, up to the last. Flags may be
 * kept in a third field and in a second global, too, with any value at first.
 * Its caller may also hand it a lock and the address of an IRQL, each of which
 * has no other name there: there are no aliases.
 *
 * Locals are PASSIVE_LEVEL at first, what outlives a function holds nothing: a
 * path that restores from there before it was filled is undefined, and ends. The
 * same IRQL is not restored twice from there. Where something is computed of flags,
 * they are 0 … 3, and a path on which one would be less or more ends, too. To take a lock that is held, or to
 * give back one that is not, ends a path, too, and so does an assertion that does
 * not hold.
 */
#ifndef TESTS_UNIT_GRAPH_H
#define TESTS_UNIT_GRAPH_H

#include <stdbool.h>
#include <stdint.h>

#include "facts/facts.h"
#include "base/buffer.h"

enum { MAX_FUNCTIONS = 6, MAX_DEEDS = 200 };

enum place_kind {
	IN_LOCAL_0,
	IN_LOCAL_1,
	IN_FIELD_0,
	IN_FIELD_1,
	IN_GLOBAL,
	IN_POINTEE, /* of a parameter */
	PLACE_COUNT
};

enum { LOCK_HANDED = 4, LOCK_OWN = 5 }; /* deed.lock: two globals, two that are
					  handed on, the parameter, the object's */

enum { OBJECTS = 3 };

/* Which object a deed is about. */
enum base {
	ON_OWN,	  /* p0 */
	ON_NEXT,  /* p0->Next */
	ON_ALIAS, /* the same by way of a local */
};

enum verb {
	DO_RAISE,   /* KeRaiseIrql(level, &place) */
	DO_LOWER,   /* KeLowerIrql(place) */
	DO_ACQUIRE, /* KeAcquireSpinLock(&lock, &place) */
	DO_RELEASE, /* KeReleaseSpinLock(&lock, place) */
	DO_CALL,    /* callee(object, value), perhaps flag = its result */
	DO_ASSIGN,  /* flag = value, or one that is kept */
	DO_IF,	    /* unknown, a flag or the parameter: yes, else no */
	DO_SWITCH,  /* the same: case 1: yes; case 2: no; default: other */
	DO_LOOP,    /* any number of times: yes */
	DO_RETURN,  /* value */
	DO_REVEAL,  /* pageaudit_reveal_irql() */
	DO_ASK,	    /* place = KeGetCurrentIrql() */
	DO_ASSERT,  /* KeGetCurrentIrql() is as tested */
	DO_TRY,	    /* flag = KeTryToAcquireQueuedSpinLock(0, &place) */
	DO_CHOOSE,  /* object->Handler(...): any of graph.targets */
	DO_QUEUE,   /* callee runs later: as a work item, or as a DPC */
	DO_BREAK,
	DO_CONTINUE,
	DO_CLEAN_UP, /* goto the end of the function */
};

enum source {
	FROM_UNKNOWN,
	FROM_FLAG,
	FROM_PARAMETER,
	FROM_ZERO,
	FROM_ONE,
	FROM_TWO,
	FROM_KEPT_0, /* a flag in a field of the object */
	FROM_KEPT_1, /* a flag in the global */
	FROM_IRQL,   /* KeGetCurrentIrql() */
	FROM_PLACE,  /* an IRQL that was saved */
};

struct deed {
	enum verb verb;
	enum place_kind place;
	int level; /* 0 PASSIVE … 4 HIGH */
	uint32_t lock, callee;
	enum base base;
	enum place_kind hands; /* CALL: a local, or IN_POINTEE */
	bool as_dpc;	       /* QUEUE */
	enum source source; /* of a value or a condition */
	enum source target; /* ASSIGN: FROM_FLAG or one that is kept */
	enum test_kind test;   /* IF: how that is compared with the next one */
	enum source against;   /* a constant, a flag or the parameter */
	bool computes; /* it is not the flag itself, but what is made of it: */
	enum operation operation;
	int64_t amount;
	bool stores;
	bool falls[2]; /* SWITCH: from a case into what is behind it */
	uint32_t next, yes, no, other; /* deeds, or NONE */
	uint32_t seen;	/* REVEAL: a bit for each level, from the oracle */
	uint32_t said;	/* likewise, from the engine */
	uint32_t event; /* likewise, in the facts */
};

/*
 * What may occur in a graph. Where saves outlive the function, its own code is
 * not all that there is to know, and two choices of the analysis would differ
 * from the oracle; so there are no spin locks (a release from an IRQL that is
 * not known goes back to what was there when the lock was taken), and to raise
 * below the current IRQL, which is a crash, ends a path (a raise from an IRQL
 * that is not known proves that it was no higher).
 */
struct graph_kind {
	bool recursion, flags, outlives; /* saves in fields and the global */
	bool keeps; /* flags in a field and in a global */
	bool compares; /* flags may be 2, and are compared and switched on */
	bool computes; /* they are words of two bits, and counters; likewise */
	bool hands;    /* locks and the addresses of saved IRQLs are parameters;
			  there are spin locks whatever outlives */
	bool jumps;    /* out of loops, to their heads, and to the end */
	bool chooses;  /* calls through a pointer, locks that are tried */
	bool queues;
	bool guards; /* IRQL is asked for and asserted */
	bool objects; /* there are several */
};

struct graph {
	struct graph_kind kind;
	uint32_t function_count, deed_count;
	bool undefined; /* from the oracle: a path has ended for that */
	bool widened;	/* from the engine: it gave up being exact */
	uint32_t targets; /* of CHOOSE: a bit for each function */
	struct {
		uint32_t first, end; /* deeds, or NONE; to clean up */
		int role;	/* 0 none, 1 PASSIVE, 2 DISPATCH, 3 DIRQL,
				   4 PASSIVE and DISPATCH */
		bool reached;	/* from the oracle */
	} functions[MAX_FUNCTIONS];
	struct deed deeds[MAX_DEEDS];
};

void graph_make(
	struct graph *graph, const struct graph_kind *kind, uint64_t seed);

/* Whether the value that a deed has as its source is made of a flag. */
bool deed_computes(const struct deed *deed);

/* Fills `seen` and `reached`. False when there are too many states to follow. */
bool graph_solve(struct graph *graph);

/* Initialises the facts and fills `event`; functions are named F0, F1, … */
void graph_emit(struct graph *graph, struct facts *facts);

/* What is wrong with the answer that the engine gives, or NULL. */
typedef const char *graph_judge(struct graph *graph, void *context);

/* Makes a wrong graph smaller, as long as the same is wrong with it. */
void graph_shrink(struct graph *graph, graph_judge *judge, void *context);

/* As a person would write it. */
void graph_print(const struct graph *graph, struct buffer *out);

#endif
