/*
 * What the user asked for. One table in options.c lists the options; reading
 * the command line, the help texts and the shell completion come from it.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "base/vec.h"
#include "report/rule.h"

/* How the program ends. When several apply, the first of 2, 1, 3, 0. */
enum exit_status {
	EXIT_STATUS_CLEAN = 0,
	EXIT_STATUS_FINDINGS = 1,   /* some at or above --fail-on */
	EXIT_STATUS_FAILED = 2,	    /* it could not run */
	EXIT_STATUS_INCOMPLETE = 3, /* something could not be analysed */
};

enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* --format F[:PATH] */
struct format_choice {
	const char *format;
	const char *path; /* NULL: --output, or standard output */
};

struct options {
	struct arena *arena;
	const struct command *command;
	bool command_named; /* else it is the first, by default */
	VEC(const char *) inputs;
	VEC(const char *) flags; /* behind "--" */
	VEC(const char *) wdk;
	VEC(const char *) images;
	VEC(struct format_choice) formats;
	VEC(const char *) rules; /* codes; empty: the rules on by default */
	const char *output, *contracts;
	const char *configuration, *platform; /* of projects */
	enum color_choice color;
	enum level fail_on;
	int jobs;
	bool exit_zero, allow_incomplete, paging_path, advice, verbose, dump,
		help, version;
};

/*
 * One command: its options are those whose row in the table names it, `bit` is
 * how they do.
 */
struct command {
	const char *name;
	unsigned bit;
	const char *arguments; /* as in the usage line */
	const char *summary;   /* one line, for the list */
	const char *text;      /* what the help says besides */
	enum exit_status (*run)(struct options *options);
};

enum {
	AUDIT = 1,
	SECTIONS = 2,
	FACTS = 4,
	CHECK = 8,
	RULES = 16,
	EXPLAIN = 32,
	COMPLETION = 64,
	EVERY_COMMAND = 127,
};

/* All commands, then a row without a name. The first is the one that runs
 * when none is named. */
extern const struct command all_commands[];

/*
 * Reads the words of the command line, without the program. On a mistake
 * returns false and *error says what was expected.
 */
bool options_read(struct options *options, struct arena *arena, int count,
	char *const *words, const char **error);

/* The rules that the user wants to run. */
struct rule_choice options_rules(const struct options *options);

/* Writes the options of a command as a table. */
void options_help(const struct command *command, FILE *out);

/* Calls `each` for the options of a command: the long name, and what its
 * argument is called, or NULL. */
void options_each(const struct command *command,
	void (*each)(void *context, const char *name, const char *argument),
	void *context);

#endif
