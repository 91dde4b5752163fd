/*
 * Which pool a call allocates from, if that is certain: the constant that reaches
 * the allocating routine, through locals and through routines of the driver that
 * allocate for their callers.
 */
#ifndef RULES_POOLS_H
#define RULES_POOLS_H

#include "rules/check.h"

enum pool_verdict {
	POOL_OTHER,    /* not paged, or not known */
	POOL_MAY_PAGE, /* paged on some ways, or for some callers */
	POOL_PAGED,
};

struct pools;

/* Found once, in the arena of the findings. */
struct pools *pools_of(struct check *check);

/* Whether a call event of a routine allocates, and where the memory comes out: of
 * that argument, or NONE: it is returned. */
bool pools_allocates(const struct pools *pools, uint32_t routine,
	uint32_t event, uint32_t *out);

/* Of such a call, for all callers of the routine that are known. */
enum pool_verdict pools_verdict(
	struct pools *pools, uint32_t routine, uint32_t event);

/* Whether a call is given memory that is from paged pool for certain: see freed.c. */
bool frees_paged(struct check *check, uint32_t routine, uint32_t event);

#endif
