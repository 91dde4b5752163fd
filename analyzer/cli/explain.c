/*
 * `explain`: rules first, then what the audit could not see, then the
 * contracts of routines and roles.
 */
#include <string.h>

#include "cli/commands.h"
#include "cli/say.h"
#include "cli/suggest.h"
#include "contracts/contract.h"
#include "report/explain.h"
#include "report/notices.h"

static const struct rule *find_rule(const char *name)
{
	const struct rule *rule = rule_find(name);

	for (const struct rule *const *notice = notice_rules; !rule && *notice;
		notice++)
		if (!strcmp((*notice)->code, name) ||
			!strcmp((*notice)->name, name))
			rule = *notice;
	return rule;
}

/* The text about one subject, or NULL. */
static const char *explanation(
	struct arena *arena, struct book *book, const char *name)
{
	const struct rule *rule = find_rule(name);
	const struct contract *contract;

	if (rule)
		return explain_text(arena, rule);
	contract = book_find(book, intern(book->names, name));
	return contract ? contract_text(arena, contract) : NULL;
}

static bool explain(struct arena *arena, struct book *book, const char *name)
{
	struct suggestion near = suggest(name);
	const char *text = explanation(arena, book, name);

	if (text) {
		fputs(text, stdout);
		return true;
	}
	suggest_offer_rules(&near);
	for (const struct rule *const *notice = notice_rules; *notice; notice++) {
		suggest_offer(&near, (*notice)->code);
		suggest_offer(&near, (*notice)->name);
	}
	say_error("'%s' is no rule, and no routine or role that has a "
		"contract%s (pageaudit rules lists the rules)", name,
		suggest_text(arena, &near));
	return false;
}

enum exit_status command_explain(struct options *options)
{
	enum exit_status status = EXIT_STATUS_CLEAN;
	struct intern names;
	struct book book;
	const char *error;

	if (!options->inputs.count) {
		say_error("expected the code or name of a rule, or the name of "
			"a kernel routine");
		return EXIT_STATUS_FAILED;
	}
	intern_init(&names, options->arena);
	book_init(&book, options->arena, &names);
	if (options->contracts &&
		!book_read_user_file(&book, options->contracts, &error)) {
		say_error("%s", error);
		return EXIT_STATUS_FAILED;
	}
	for (uint32_t i = 0; i < options->inputs.count; i++) {
		if (i)
			putchar('\n');
		if (!explain(options->arena, &book, options->inputs.items[i]))
			status = EXIT_STATUS_FAILED;
	}
	return status;
}
