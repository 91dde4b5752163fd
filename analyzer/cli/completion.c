/* A completion script for bash, made from the tables. */
#include <stdio.h>

#include "cli/commands.h"

static void name_option(void *context, const char *name, const char *argument)
{
	(void)argument;
	fprintf(context, " --%s", name);
}

enum exit_status command_completion(struct options *options)
{
	(void)options;
	puts("_pageaudit()\n{\n"
	     "\tlocal word=${COMP_WORDS[COMP_CWORD]} words=\n"
	     "\tcase ${COMP_WORDS[1]} in");
	for (const struct command *command = all_commands + 1; command->name;
		command++) {
		printf("\t%s) words='", command->name);
		options_each(command, name_option, stdout);
		puts("' ;;");
	}
	printf("\t*) words='");
	options_each(all_commands, name_option, stdout);
	puts("' ;;\n\tesac");
	printf("\tif [[ $COMP_CWORD -eq 1 ]]; then words+='");
	for (const struct command *command = all_commands; command->name;
		command++)
		printf(" %s", command->name);
	puts("'; fi\n"
	     "\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\";\n"
	     "\t\t[[ $word == -* ]] || compgen -f -- \"$word\")\n"
	     "}\n"
	     "complete -o filenames -F _pageaudit pageaudit");
	return EXIT_STATUS_CLEAN;
}
