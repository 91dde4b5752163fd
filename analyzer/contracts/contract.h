/*
 * Contracts: what a kernel routine needs and does, in SAL's own words.
 *
 * One language serves three sources: the built-in data under rules/contracts/,
 * the annotations that stand in the driver's own source, and a contract file
 * that the user adds. A contract is a list of clauses, each with a condition:
 *
 *	KeSetEvent
 *		_When_(arg2 == 0, _IRQL_requires_max_(DISPATCH_LEVEL))
 *		_When_(arg2 == 1, _IRQL_requires_max_(APC_LEVEL))
 *		_When_(arg2 == 1, _IRQL_raises_(DISPATCH_LEVEL))
 *		_When_(arg2 == 1, _IRQL_saves_global_(wait))
 *		_Source_(nf-wdm-kesetevent.md)
 *
 * A block starts with a name in the first column, its clauses are indented,
 * `#` starts a comment line. The same form describes a role type (the levels at
 * which a routine of that type runs) and a record (which role its fields give).
 * contracts/README.md is the reference of the language.
 *
 * Ownership: contracts live in the arena of the book they are looked up in.
 */
#ifndef CONTRACTS_CONTRACT_H
#define CONTRACTS_CONTRACT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/vec.h"
#include "facts/facts.h"

/* The levels that matter to paging. DIRQL stands for every device level
 * between DISPATCH and HIGH. */
enum irql { IRQL_PASSIVE, IRQL_APC, IRQL_DISPATCH, IRQL_DIRQL, IRQL_HIGH };
enum { IRQL_COUNT = 5 };

const char *irql_name(enum irql level); /* "DISPATCH_LEVEL", "DIRQL", … */

/* Whether whoever holds a lock of this kind is at DISPATCH_LEVEL or above,
 * whatever raised it: the kinds that end in "spin-lock". NULL is no kind. */
bool lock_spins(const char *kind);

/* Whether whoever holds a lock of this kind keeps others from taking it; what
 * only holds off an end, or interruptions of the thread, does not. */
bool lock_excludes(const char *kind);

enum when_kind {
	WHEN_ALWAYS,
	WHEN_ARGUMENT, /* argument `test` constant */
	WHEN_RETURN,   /* the returned value `test` constant */
	WHEN_NAMED,    /* a condition that has only a name: execution-level */
};

/*
 * A named condition is one that the call does not decide. In the built-in data
 * the name says what the level depends on, and the clause is for the case that
 * this goes the gentler way: _When_("execution-level", …) is for a passive
 * execution level, !"execution-level" for the others; `test` is TEST_EQUAL or,
 * with the `!`, TEST_NOT_EQUAL. A condition in a driver's source that is not
 * understood is named by its own text.
 *
 * A limit with a condition takes the place of the one without where both hold.
 */

struct when {
	enum when_kind kind;
	uint32_t argument;
	enum test_kind test;
	int64_t constant;
	const char *name;
};

/*
 * A clause that has a subject is about the subject, not about the routine:
 * REQUIRES_MAX with argument 4 is the level at which the routine that is handed
 * over there is called. Such levels take the place of its role type's own.
 */
enum clause_kind {
	CLAUSE_REQUIRES_MAX, /* level */
	CLAUSE_REQUIRES_MIN, /* level */
	CLAUSE_REQUIRES_SAME,
	CLAUSE_RAISES,	 /* to level, or to the level in level_argument */
	CLAUSE_SETS,	 /* IRQL becomes it, up or down: __drv_setsIRQL */
	CLAUSE_SAVES,	 /* subject := IRQL before the call */
	CLAUSE_RESTORES, /* IRQL := what the subject saved: KeLowerIrql too */
	CLAUSE_SAVES_GLOBAL,	/* text names what: "wait", "cancel" */
	CLAUSE_RESTORES_GLOBAL, /* likewise; nothing if nothing was saved */
	CLAUSE_ACQUIRES,	/* lock: subject; text: its kind, or NULL */
	CLAUSE_RELEASES,
	CLAUSE_USES,	       /* acquires and releases inside */
	CLAUSE_REQUIRES_LOCK,  /* held by whoever calls: subject; text */
	CLAUSE_FUNCTION_CLASS, /* subject is a routine of role type `text` */
	CLAUSE_CALLS_BACK, /* what it was handed in role `text`, meanwhile */
	/* Text = yes, no, never, cond, advised: of the code of a role, of an
	 * object's type, or of what an argument points to. */
	CLAUSE_RESIDENT,
	CLAUSE_NORETURN,
	CLAUSE_SOURCE, /* text: the page the claim is from */
};

enum subject_kind {
	SUBJECT_NONE,
	SUBJECT_ARGUMENT, /* the value of argument `index` */
	SUBJECT_POINTEE,  /* what argument `index` points to */
	SUBJECT_RETURN,
	SUBJECT_FIELD, /* of a record: `field`, such as MajorFunction[3] */
	SUBJECT_NAMED, /* any other expression: `field` is its text */
};

struct subject {
	enum subject_kind kind;
	uint32_t index;
	/* Of an argument: NULL, or the steps from it to the thing meant, as in
	 * struct path: "->Queue.Lock". */
	const char *field;
};

struct clause {
	enum clause_kind kind;
	struct when when;
	struct subject subject;
	enum irql level;
	uint32_t level_argument; /* or NONE: `level` counts */
	const char *text;
	bool changes; /* IRQL, what is saved of it, or the spin locks held */
};

/* Who said it; a later one wins over an earlier one. */
enum authority { AUTHORITY_BUILTIN, AUTHORITY_SOURCE, AUTHORITY_USER };

struct contract {
	const char *name;
	enum authority authority;
	bool changes; /* any of its clauses does */
	VEC(struct clause) clauses;
};

/* Whether two clauses speak of the same thing. */
bool same_subject(const struct subject *left, const struct subject *right);

/* The first clause of a kind in a contract, or NULL; no contract has none. */
const struct clause *contract_clause(
	const struct contract *contract, enum clause_kind kind);

/* All contracts that a run knows. Built-in ones are read when asked for. */
struct book {
	struct arena *arena;
	struct intern *names;
	struct book_index *index;
};

void book_init(struct book *book, struct arena *arena, struct intern *names);

/*
 * By the name of a routine ("KeSetEvent", "IMiniport::Init", and for a call
 * through a table "DMA_OPERATIONS::PutDmaAdapter"), of a role type, of a record
 * or of an object's type; NULL if unknown. The `_` of a struct's tag and the
 * `P` of a pointer to a role type may be there or not.
 */
const struct contract *book_find(struct book *book, const char *name);

/* All contracts of the built-in data, file by file, in their order. */
void book_each(struct book *book,
	void (*each)(void *context, const struct contract *contract),
	void *context);

/*
 * Adds the contracts of a user's file. On a mistake returns false and sets
 * *error (in the book's arena) to "path:line: what was expected".
 */
bool book_read_user_file(
	struct book *book, const char *path, const char **error);

/*
 * Reads SAL text such as "_When_(Wait==1, _IRQL_raises_(DISPATCH_LEVEL))" that
 * stands on a function of the driver (or on its parameter `parameter`, else
 * NONE) and adds the clauses to `contract`. SAL words that say nothing about
 * IRQL, locks or roles are passed over. Returns false when the text is not
 * understood; the caller counts that.
 */
bool sal_parse(struct book *book, const char *text,
	const struct parameter *parameters, uint32_t count, uint32_t parameter,
	struct contract *contract);

/* A contract in the language above, for `explain`; in the arena. */
const char *contract_text(struct arena *arena, const struct contract *contract);

#endif
