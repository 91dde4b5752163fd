/*
 * The commands, one function each, and what they share. Each says what went
 * wrong itself and returns how the program ends.
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include "cli/options.h"

enum exit_status command_audit(struct options *options);
enum exit_status command_check(struct options *options);
enum exit_status command_sections(struct options *options);
enum exit_status command_facts(struct options *options);
enum exit_status command_rules(struct options *options);
enum exit_status command_explain(struct options *options);
enum exit_status command_completion(struct options *options);

/* The command line, without the program, to an exit status. */
enum exit_status commands_run(struct arena *arena, int count,
	char *const *words);

#endif
