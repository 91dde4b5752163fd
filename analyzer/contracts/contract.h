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

enum when_kind {
	WHEN_ALWAYS,
	WHEN_ARGUMENT, /* argument `test` constant */
	WHEN_RETURN,   /* the returned value `test` constant */
	WHEN_NAMED,    /* a condition that has only a name: execution-level */
};

struct when {
	enum when_kind kind;
	uint32_t argument;
	enum test_kind test;
	int64_t constant;
	const char *name;
};

enum clause_kind {
	CLAUSE_REQUIRES_MAX, /* level */
	CLAUSE_REQUIRES_MIN, /* level */
	CLAUSE_REQUIRES_SAME,
	CLAUSE_RAISES,	  /* to level, or to the level in level_argument */
	CLAUSE_SETS,	  /* IRQL becomes it, up or down: KeLowerIrql, role */
	CLAUSE_SAVES,	  /* subject := IRQL before the call */
	CLAUSE_RESTORES,  /* IRQL := what the subject saved */
	CLAUSE_SAVES_GLOBAL,	/* text names what: "wait", "cancel" */
	CLAUSE_RESTORES_GLOBAL, /* likewise */
	CLAUSE_ACQUIRES,	/* lock: subject; text: its kind */
	CLAUSE_RELEASES,
	CLAUSE_USES,	       /* acquires and releases inside */
	CLAUSE_FUNCTION_CLASS, /* subject is a routine of role type `text` */
	CLAUSE_RESIDENT,       /* of a role: text = yes, no, cond, advised */
	CLAUSE_NORETURN,
	CLAUSE_SOURCE, /* text: the page the claim is from */
};

enum subject_kind {
	SUBJECT_NONE,
	SUBJECT_ARGUMENT, /* the value of argument `index` */
	SUBJECT_POINTEE,  /* what argument `index` points to */
	SUBJECT_RETURN,
	SUBJECT_FIELD, /* of a record: text_field */
};

struct subject {
	enum subject_kind kind;
	uint32_t index;
	const char *field;
};

struct clause {
	enum clause_kind kind;
	struct when when;
	struct subject subject;
	enum irql level;
	uint32_t level_argument; /* or NONE: `level` counts */
	const char *text;
};

/* Who said it; a later one wins over an earlier one. */
enum authority { AUTHORITY_BUILTIN, AUTHORITY_SOURCE, AUTHORITY_USER };

struct contract {
	const char *name;
	enum authority authority;
	VEC(struct clause) clauses;
};

/* All contracts that a run knows. Built-in ones are read when asked for. */
struct book {
	struct arena *arena;
	struct intern *names;
	struct book_index *index;
};

void book_init(struct book *book, struct arena *arena, struct intern *names);

/* By the routine's, role type's or record's own name; NULL if unknown. */
const struct contract *book_find(struct book *book, const char *name);

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
