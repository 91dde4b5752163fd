/* All rules, from rules.def: declared first, then listed. */
#include <string.h>

#include "report/rule.h"

#define RULE(name) extern const struct rule name;
#include "rules/rules.def"
#undef RULE

const struct rule *const all_rules[] = {
#define RULE(name) &name,
#include "rules/rules.def"
#undef RULE
	NULL,
};

const struct rule *rule_find(const char *code_or_name)
{
	for (const struct rule *const *rule = all_rules; *rule; rule++)
		if (!strcmp((*rule)->code, code_or_name) ||
			!strcmp((*rule)->name, code_or_name))
			return *rule;
	return NULL;
}
