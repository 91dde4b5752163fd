/* Help texts, made from the tables of commands and options. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stdio.h>

#include "cli/options.h"

/* All commands, and the options of the first. */
void help_overview(FILE *out);

/* One command. */
void help_command(const struct command *command, FILE *out);

/* The versions of everything a result depends on. */
void help_version(struct arena *arena, FILE *out);

#endif
