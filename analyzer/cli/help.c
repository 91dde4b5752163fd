#include "cli/help.h"

#include "cli/session.h"
#include "frontend/frontend.h"

static const char about_statuses[] =
	"\nExit status:\n"
	"  0  everything was looked at, and there is nothing to report\n"
	"  1  findings at or above --fail-on\n"
	"  2  it could not run: bad options, unreadable inputs or outputs\n"
	"  3  no such findings, but sources or function bodies were lost\n";

static void usage(const struct command *command, FILE *out)
{
	fprintf(out, "Usage: pageaudit %s %s\n", command->name,
		command->arguments);
}

void help_command(const struct command *command, FILE *out)
{
	usage(command, out);
	fprintf(out, "\n%s\nOptions:\n", command->text);
	options_help(command, out);
	if (command->bit & (AUDIT | CHECK))
		fputs(about_statuses, out);
}

void help_overview(FILE *out)
{
	fputs("pageaudit audits the pageable code of Windows kernel drivers."
	      "\n\n", out);
	fputs("Usage: pageaudit [audit] INPUT… [OPTION…] [-- CLANG-FLAG…]\n"
	      "       pageaudit COMMAND …\n\n"
	      "Commands (pageaudit COMMAND --help says more):\n", out);
	for (const struct command *command = all_commands; command->name;
		command++)
		fprintf(out, "  %-11s %s\n", command->name, command->summary);
	fprintf(out, "\n%s\nOptions of audit:\n", all_commands[0].text);
	options_help(&all_commands[0], out);
	fputs(about_statuses, out);
}

void help_version(struct arena *arena, FILE *out)
{
	fprintf(out, "pageaudit %s\n%s\nmodel headers: %s\ndriver headers: "
		     "%s\n", PAGEAUDIT_VERSION, frontend_version(arena),
		headers_directory(), kit_directory());
}
