/*
 * Facts without a parser: functions are made event by event in memory, for
 * tests and measurements that need call graphs that nobody would write down.
 *
 *	maker_init(&maker, &facts, "a.c");
 *	maker_function(&maker, "Start", 1);
 *	maker_call(&maker, "KeEnterCriticalRegion", NULL, 0);
 *	maker_end(&maker);
 *	maker_release(&maker);
 *
 * A function begins in its block 0; events go to the current block, which a
 * jump, a branch or a return ends. All functions are external and known by
 * their names. Each event stands on a line of its own, in the order made.
 *
 * Facts own what they hold; a maker owns only its own tables.
 */
#ifndef TESTS_UNIT_MAKER_H
#define TESTS_UNIT_MAKER_H

#include "base/map.h"
#include "facts/facts.h"

struct made_block {
	struct block block;
	VEC(uint32_t) events;
};

struct maker {
	struct facts *facts;
	struct arena scratch;
	struct map functions; /* interned name -> facts.symbols */
	struct map variables; /* likewise */
	struct body *body;    /* of the function that is being made */
	VEC(struct made_block) blocks; /* and of functions before, */
	uint32_t block_count;	       /* so many of this one */
	uint32_t current, line;
};

/* Initialises both; the facts are released by the caller. */
void maker_init(struct maker *maker, struct facts *facts, const char *unit);
void maker_release(struct maker *maker);

/* ---- functions --------------------------------------------------------- */

/* Begins a definition; the pointer is good until the next function. */
struct function *maker_function(
	struct maker *maker, const char *name, uint32_t parameters);
void maker_section(
	struct maker *maker, struct function *function, const char *section);
/* Returns from the current block, if it is open, and closes the function. */
void maker_end(struct maker *maker);

/* ---- operands ---------------------------------------------------------- */

struct operand maker_constant(int64_t value);
struct operand maker_function_address(struct maker *maker, const char *name);
/* What is stored at a root, or steps further, and its address. */
struct operand maker_value(struct maker *maker, enum path_root root,
	uint32_t index, const char *steps);
struct operand maker_address(struct maker *maker, enum path_root root,
	uint32_t index, const char *steps);
/* The same of another type than "int" or, of a pointer, "void *". */
struct operand maker_typed(
	struct maker *maker, struct operand stored, const char *type);
/* The same for a field of a record that the root points to. */
struct operand maker_field(struct maker *maker, enum path_root root,
	uint32_t index, const char *record, const char *field,
	const char *type);
/* A field of what a pointer in such a record leads to: steps are "->Next". */
struct operand maker_field_of(struct maker *maker, enum path_root root,
	uint32_t index, const char *steps, const char *record,
	const char *field, const char *type);
struct operand maker_address_of(struct operand stored);
/* A variable of the program, for ROOT_GLOBAL. */
uint32_t maker_variable(struct maker *maker, const char *name);
struct operand maker_result(uint32_t call);
struct operand maker_formula(struct maker *maker, enum operation operation,
	struct operand left, struct operand right);

/* ---- events and blocks ------------------------------------------------- */

uint32_t maker_call(struct maker *maker, const char *callee,
	const struct operand *arguments, uint32_t count);
uint32_t maker_call_through(struct maker *maker, struct operand pointer,
	const struct operand *arguments, uint32_t count);
void maker_assign(
	struct maker *maker, struct operand to, struct operand value);
/* An assertion, which is believed. */
void maker_assume(struct maker *maker, struct test test);

uint32_t maker_block(struct maker *maker);
void maker_go_on_in(struct maker *maker, uint32_t block);
void maker_jump(struct maker *maker, uint32_t block);
void maker_branch(struct maker *maker, struct test test, uint32_t when_true,
	uint32_t when_false);
/* One target more than cases: the default. */
void maker_switch(struct maker *maker, struct operand value,
	const int64_t *cases, const uint32_t *targets, uint32_t count);
void maker_return(struct maker *maker, struct operand value);

#endif
