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

bool rule_is_default(const struct rule *rule)
{
	return rule->status < STATUS_ADVICE;
}

bool rule_is_chosen(const struct rule *rule, const struct rule_choice *choice)
{
	if (choice->advice && rule->status == STATUS_ADVICE)
		return true;
	if (!choice->names)
		return rule_is_default(rule);
	for (size_t i = 0; i < choice->count; i++)
		if (!strcmp(choice->names[i], rule->code) ||
			!strcmp(choice->names[i], rule->name))
			return true;
	return false;
}
