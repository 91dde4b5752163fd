/*
 * The --rules list: which rules to run.
 *
 *	PA1001,paged-code-without-check    these and no other
 *	PA1*                               all whose code or name starts so
 *	-PA1001                            the default set without one
 *	-*,+PA2*                           from nothing upwards
 *
 * Items are taken from left to right. A list whose first item has a sign
 * starts from the default set, which is all rules that are not reveal rules;
 * any other starts from nothing.
 */
#ifndef CLI_RULE_LIST_H
#define CLI_RULE_LIST_H

#include "base/vec.h"

struct rule_list {
	VEC(const char *) codes; /* sorted, never empty after reading */
};

/* Returns NULL, or what was expected. In the arena. */
const char *rule_list_read(
	struct arena *arena, const char *text, struct rule_list *list);

#endif
