/*
 * Drivers to measure with: the facts of as many units as unit_count() says.
 */
#ifndef BENCH_DRIVERS_H
#define BENCH_DRIVERS_H

#include "facts/facts.h"

enum { PER_UNIT = 100 };

/* How many units hold so many functions; the caller has room for them. */
uint32_t unit_count(uint32_t functions);

/* What a driver of that size looks like, as far as this analysis cares. */
void make_driver(struct facts *units, uint32_t functions);

/* A chain of calls whose last routine takes a lock: what goes deep must not go
 * deep on the stack. */
void make_chain(struct facts *units, uint32_t functions);

/* A chain that hands on what decides at its end: a flag, and a routine that is
 * called back. */
void make_handed(struct facts *units, uint32_t functions);

#endif
