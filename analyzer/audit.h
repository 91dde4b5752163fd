/*
 * The whole pipeline, read top to bottom in audit.c:
 * units -> facts -> program -> IRQL states -> findings.
 */
#ifndef AUDIT_H
#define AUDIT_H

#include "facts/facts.h"
#include "program/measured.h"
#include "project/unit.h"
#include "report/finding.h"

struct flow;

struct audit_options {
	int threads;
	const char *contract_file; /* the user's, or NULL */
	struct rule_choice rules;
	bool paging_path; /* the driver serves the paging file: PA1014 */
	const struct image *image; /* what a compiler made of it, or NULL */
};

struct audit {
	struct arena arena;   /* program lifetime */
	struct facts *facts;  /* one per unit, in the order of the units */
	uint32_t fact_count;
	const char *link_options; /* of project/link_options.h, or NULL */
	bool borrowed; /* another audit owns what is in the facts */
	struct program *program;
	const struct flow *flow; /* of the IRQL */
	struct findings findings;
	const char *error; /* the user's mistake, or NULL */
	struct measured_share measured; /* by the image */
};

void audit_init(struct audit *audit);
void audit_release(struct audit *audit);

/* First phase: parses every unit, on several threads. */
void audit_read_units(struct audit *audit, const struct units *units,
	const struct audit_options *options);

/* The first phase of a driver whose units another audit has read: takes those
 * with these indices. The other one has to outlive this one. */
void audit_borrow(struct audit *audit, const struct audit *from,
	const uint32_t *units, uint32_t count);

/* Second phase: links the facts, follows IRQL, runs the rules. */
bool audit_run(struct audit *audit, const struct audit_options *options);

#endif
