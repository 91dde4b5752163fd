/*
 * Expectations that stand in sources, and the audit that has to meet them.
 *
 *	// want RULE "text"	a finding of RULE on this line; its message
 *				has `text` in it
 *	// want +2 RULE		two lines further down
 *	// want may RULE	a finding that says it may happen; likewise must
 *	// want RULE RULE	several, each with or without a text
 *	// want nothing		for a file that has no other expectation
 *	// known-gap RULE	a defect that is missed so far; fails once it is
 *				found, and then becomes a want
 *	// later …		not read: a defect of a rule that does not exist
 *	// audit --paging-path	the driver is audited with this option;
 *				likewise --advice
 *
 * A file whose name starts with that of a rule which is off by default, such as
 * reveal-irql-loops.c, is audited by that rule alone.
 *
 * What is tagged as advice, such as that a driver has many sections, is looked
 * at only where the driver expects it somewhere.
 *
 * The word must be the first one of its comment; a comment between slashes and
 * stars will do as well, and one line comment may follow another. A rule is named by its code or by its name. Notices
 * (PA9xxx) are expected like findings, so a case that does not parse fails.
 *
 * What goes wrong is a problem, a message with its place: a finding nobody
 * expected, an expectation nothing met, one that names no rule or cannot be
 * read, a gap that is none any more, a file without an expectation.
 *
 * Everything is in the arena that is passed in.
 */
#ifndef TESTS_UNIT_WANTS_H
#define TESTS_UNIT_WANTS_H

#include "base/platform/platform.h"
#include "base/vec.h"
#include "report/finding.h"

enum certainty { CERTAINTY_ANY, CERTAINTY_MUST, CERTAINTY_MAY };

struct want {
	const char *file;
	uint32_t line;	  /* the finding's */
	uint32_t written; /* the comment's */
	const struct rule *rule;
	enum certainty certainty;
	const char *text; /* part of the message, or NULL */
	bool is_gap, met;
};

struct wants {
	struct arena *arena;
	VEC(struct want) list;
	VEC(const char *) files; /* that the driver consists of */
	VEC(const char *) problems;
	bool paging_path, advice; /* a file of the driver says so */
	const char *only; /* the code of the only rule to run, or NULL */
};

void wants_init(struct wants *wants, struct arena *arena);

/* Reads the expectations of one file. */
void wants_read(struct wants *wants, const char *file, const char *text);

/* Whether a rule is about style rather than a defect. */
bool is_advice(const struct rule *rule);

/* Holds findings against expectations. */
void wants_compare(struct wants *wants, const struct findings *findings);

/* A problem found by the caller. */
void wants_problem(struct wants *wants, const char *format, ...)
	PRINTF_LIKE(2, 3);

/* Audits an input as the program would, a source or a folder being one driver,
 * and adds what it finds, with its fixes and sections, and what it could not see to
 * `findings`. Reads the expectations of every file of the driver, headers
 * included. */
void wants_audit(
	struct wants *wants, const char *input, struct findings *findings);

/* All problems, a line each; "" if all is well. */
const char *wants_problems(const struct wants *wants);

/* The extension of a rule's example, which says what language it is. */
const char *example_extension(const char *text);

/* The drivers of corpus/ or of tests/cases/, sorted. */
enum driver_folder { CORPUS, CASES };
struct name_list list_drivers(struct arena *arena, enum driver_folder folder);
int count_drivers(enum driver_folder folder);

#endif
