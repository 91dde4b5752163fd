/*
 * One rule: what it is called, what it says about itself, and the function
 * that looks. The descriptor is the only place where a rule's code, name and
 * text stand; `explain`, `rules`, SARIF and the rule index are made from it.
 */
#ifndef REPORT_RULE_H
#define REPORT_RULE_H

#include <stdbool.h>
#include <stddef.h>

struct check;

enum level { LEVEL_NOTE, LEVEL_WARNING, LEVEL_ERROR };
enum status {
	STATUS_STABLE,
	STATUS_TRIAL,
	STATUS_ADVICE, /* off but with --advice */
	STATUS_REVEAL, /* off by default */
};

struct rule {
	const char *code;	  /* "PA1001": never changes */
	const char *name;	  /* kebab-case; also the file's name */
	const char *summary;	  /* one line, no capital, no full stop */
	const char *why;	  /* what goes wrong at run time */
	const char *reported;	  /* what is reported, and where it points */
	const char *not_reported; /* what looks alike and is right */
	const char *limits;	  /* what it cannot see; may be NULL */
	const char *fix;	  /* what its fix does; or NULL, and then */
	const char *no_fix;	  /* why there is none */
	const char *reference;	  /* URL of the contract */
	const char *peer;	  /* another tool's number, or NULL */
	const char *bad;	  /* shortest source, reported exactly once */
	const char *good;	  /* the same put right, silent */
	enum level level;	  /* of a finding that must happen; of a may:
				     see finding_level */
	enum status status;	  /* TRIAL: it runs, and SARIF says that it is
				     less precise */
	/* What it reports is there, whatever was lost of the body: a call, a
	 * marker, a place. Else it rests on what the body does not do, which may
	 * be among what was lost, and nothing is said of such a routine. Where
	 * that concerns a part of what a rule reports, it looks for itself. */
	bool tolerates_lost_statements;
	/* "CWE-667 irql", blank-separated: a CWE if one fits, and what the rule
	 * is about, in words that other rules use. "advice": style, no defect. */
	const char *tags;
	void (*check)(struct check *check);
};

/* All rules, sorted by code, then NULL: rules/registry.c. */
extern const struct rule *const all_rules[];

/* By code or by name; NULL if there is none. */
const struct rule *rule_find(const char *code_or_name);

/* Which rules a run is of. */
struct rule_choice {
	const char *const *names; /* codes or names; NULL: the default ones */
	size_t count;
	bool advice; /* and all that advise */
};

/* Whether a rule runs when nothing is said of it. */
bool rule_is_default(const struct rule *rule);
bool rule_is_chosen(const struct rule *rule, const struct rule_choice *choice);

#endif
