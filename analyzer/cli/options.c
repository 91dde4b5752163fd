/*
 * Own reader instead of getopt: it works alike on every system, keeps no
 * state of its own, and says what was expected. Long options take their value
 * as --name=VALUE or as the next word, short ones as -xVALUE or the next word.
 * Options and inputs may be mixed; behind "--" everything is for clang.
 */
#include "cli/options.h"

#include <stdlib.h>
#include <string.h>

#include "cli/rule_list.h"
#include "cli/suggest.h"
#include "report/report.h"

enum { READS = AUDIT | SECTIONS | FACTS, JUDGES = AUDIT | CHECK,
	MAX_JOBS = 256 };

/* One option. `set` takes the value (NULL if there is none) and returns NULL,
 * or what was expected of it. */
struct option {
	char letter;
	const char *name;
	const char *argument;
	unsigned commands;
	const char *help; /* lines; the first one sums it up */
	const char *(*set)(struct options *options, const char *value);
};

/* ---- what each option does ---------------------------------------------- */

/* The index of a value among blank-separated words, or -1. */
static int word_index(const char *words, const char *value)
{
	size_t length = strlen(value);

	for (int index = 0; *words; index++) {
		size_t word = strcspn(words, " ");

		if (word == length && !strncmp(words, value, length))
			return index;
		words += word;
		words += strspn(words, " ");
	}
	return -1;
}

static const char *set_help(struct options *options, const char *value)
{
	(void)value;
	options->help = true;
	return NULL;
}

static const char *set_version(struct options *options, const char *value)
{
	(void)value;
	options->version = true;
	return NULL;
}

static const char *set_verbose(struct options *options, const char *value)
{
	(void)value;
	options->verbose = true;
	return NULL;
}

static const char *set_exit_zero(struct options *options, const char *value)
{
	(void)value;
	options->exit_zero = true;
	return NULL;
}

static const char *set_paging_path(struct options *options, const char *value)
{
	(void)value;
	options->paging_path = true;
	return NULL;
}

static const char *set_advice(struct options *options, const char *value)
{
	(void)value;
	options->advice = true;
	return NULL;
}

static const char *set_dump(struct options *options, const char *value)
{
	(void)value;
	options->dump = true;
	return NULL;
}

static const char *set_output(struct options *options, const char *value)
{
	if (options->output)
		return "to be given once";
	options->output = value;
	return NULL;
}

static const char *set_contracts(struct options *options, const char *value)
{
	if (options->contracts)
		return "to be given once: put all contracts into one file";
	options->contracts = value;
	return NULL;
}

static const char *add_wdk(struct options *options, const char *value)
{
	*vec_add(options->arena, &options->wdk) = value;
	return NULL;
}

static const char *add_image(struct options *options, const char *value)
{
	*vec_add(options->arena, &options->images) = value;
	return NULL;
}

static const char *set_allow_incomplete(
	struct options *options, const char *value)
{
	(void)value;
	options->allow_incomplete = true;
	return NULL;
}

static const char *set_configuration(
	struct options *options, const char *value)
{
	if (options->configuration)
		return "to be given once";
	options->configuration = value;
	return NULL;
}

static const char *set_platform(struct options *options, const char *value)
{
	if (options->platform)
		return "to be given once";
	options->platform = value;
	return NULL;
}

static const char *set_color(struct options *options, const char *value)
{
	int index = word_index("auto always never", value);

	if (index < 0)
		return "auto, always or never";
	options->color = (enum color_choice)index;
	return NULL;
}

static const char *set_fail_on(struct options *options, const char *value)
{
	int index = word_index("note warning error", value);

	if (index < 0)
		return "note, warning or error";
	options->fail_on = (enum level)index;
	return NULL;
}

static const char *set_jobs(struct options *options, const char *value)
{
	char *end;
	int64_t jobs = strtoll(value, &end, 10);

	if (*end || end == value || jobs < 1 || jobs > MAX_JOBS)
		return "a number of threads from 1 to 256";
	options->jobs = (int)jobs;
	return NULL;
}

static const char *set_rules(struct options *options, const char *value)
{
	struct rule_list list = { 0 };
	const char *error = rule_list_read(options->arena, value, &list);

	options->rules.count = 0;
	for (uint32_t i = 0; !error && i < list.codes.count; i++)
		*vec_add(options->arena, &options->rules) =
			list.codes.items[i];
	return error;
}

/* "a b c" as "a, b or c". */
static const char *one_of(struct arena *arena, const char *words)
{
	const char *text = "", *between = "";

	while (*words) {
		size_t length = strcspn(words, " ");

		text = arena_printf(arena, "%s%s%.*s", text, between,
			(int)length, words);
		words += length + (words[length] == ' ');
		between = strchr(words, ' ') ? ", " : " or ";
	}
	return text;
}

/* --format F[:PATH] when `formats` are possible. */
static const char *add_format(struct options *options, const char *value,
	const char *formats)
{
	size_t length = strcspn(value, ":");
	const char *path = value[length] ? value + length + 1 : NULL;
	struct format_choice choice = {
		arena_strndup(options->arena, value, length), path };

	if (word_index(formats, choice.format) < 0)
		return one_of(options->arena, formats);
	if (path && !*path)
		return "the path of a file behind the colon";
	*vec_add(options->arena, &options->formats) = choice;
	return NULL;
}

static const char *set_report_format(
	struct options *options, const char *value)
{
	const char *formats = "auto";

	for (const struct report_format *format = report_formats; format->name;
		format++)
		formats = arena_printf(
			options->arena, "%s %s", formats, format->name);
	return add_format(options, value, formats);
}

static const char *set_table_format(struct options *options, const char *value)
{
	return add_format(options, value, "table json");
}

static const char *set_rules_format(struct options *options, const char *value)
{
	return add_format(options, value, "text json markdown");
}

static const struct option all_options[] = {
	{ 0, "format", "F[:PATH]", JUDGES,
		"report as F: pretty, clang, msvc, sarif, json or auto,\n"
		"into PATH if given; may be repeated. auto (the default)\n"
		"is msvc on Windows and under MSBuild, pretty on a\n"
		"terminal, and clang otherwise", set_report_format },
	{ 0, "format", "F[:PATH]", SECTIONS,
		"table (the default) or json", set_table_format },
	{ 0, "format", "F[:PATH]", RULES,
		"text (the default), json or markdown", set_rules_format },
	{ 'o', "output", "PATH", JUDGES | SECTIONS | RULES,
		"write what would go to standard output into PATH",
		set_output },
	{ 'o', "output", "PATH", FACTS,
		"write the facts into the file PATH, or one file for\n"
		"each source if PATH is a directory", set_output },
	{ 0, "dump", NULL, FACTS, "write the facts to standard output",
		set_dump },
	{ 0, "wdk", "DIR", READS,
		"read with the headers of the driver kit in DIR: its Include\n"
		"directory, an EWDK, an unpacked package, or any directory\n"
		"with a wdm.h below it; may be repeated", add_wdk },
	{ 0, "configuration", "NAME", READS,
		"of projects and solutions; default: Release, or what is\n"
		"nearest to it; for SOURCES files Debug is a checked build",
		set_configuration },
	{ 0, "platform", "NAME", READS,
		"of projects and solutions; default: x64", set_platform },
	{ 'j', "jobs", "N", READS,
		"read N sources at a time; default: one per processor",
		set_jobs },
	{ 0, "rules", "LIST", JUDGES,
		"run these rules: codes or names, separated by commas,\n"
		"'*' at the end for any; a list that starts with + or -\n"
		"changes the default set, as in -PA1001 or -*,+PA2*",
		set_rules },
	{ 0, "contracts", "FILE", JUDGES | SECTIONS | EXPLAIN,
		"know the routines that FILE describes, too",
		set_contracts },
	{ 0, "image", "FILE", JUDGES | SECTIONS,
		"take the sizes of code and sections from FILE, which a build\n"
		"made of the driver: an object (.obj), a library of them\n"
		"(.lib) or the linked driver (.sys); may be repeated",
		add_image },
	{ 0, "paging-path", NULL, JUDGES,
		"the driver serves the device of a paging file: what its\n"
		"read, write, control and power routines call is resident",
		set_paging_path },
	{ 0, "advice", NULL, JUDGES,
		"also say which resident routines could be pageable, and how\n"
		"many bytes that would save: notes, of the rules PA7xxx",
		set_advice },
	{ 0, "fail-on", "LEVEL", JUDGES,
		"exit with 1 on findings from LEVEL upwards: note,\n"
		"warning (the default) or error", set_fail_on },
	{ 0, "allow-incomplete", NULL, JUDGES,
		"exit with 0 in place of 3", set_allow_incomplete },
	{ 0, "exit-zero", NULL, JUDGES,
		"exit with 0 in place of 1 and 3", set_exit_zero },
	{ 0, "color", "WHEN", JUDGES,
		"auto (the default), always or never; auto obeys NO_COLOR",
		set_color },
	{ 'v', "verbose", NULL, READS | CHECK,
		"say what is read with which flags, and how long it takes",
		set_verbose },
	{ 0, "version", NULL, EVERY_COMMAND,
		"show the versions of the program and of clang", set_version },
	{ 'h', "help", NULL, EVERY_COMMAND, "show this text", set_help },
};
enum { OPTION_COUNT = sizeof(all_options) / sizeof(*all_options) };

/* ---- the table, asked --------------------------------------------------- */

static const struct option *long_option(
	const struct options *options, const char *name, size_t length)
{
	for (int i = 0; i < OPTION_COUNT; i++)
		if (all_options[i].commands & options->command->bit &&
			strlen(all_options[i].name) == length &&
			!strncmp(all_options[i].name, name, length))
			return &all_options[i];
	return NULL;
}

static const struct option *short_option(
	const struct options *options, char letter)
{
	for (int i = 0; i < OPTION_COUNT; i++)
		if (all_options[i].commands & options->command->bit &&
			all_options[i].letter == letter)
			return &all_options[i];
	return NULL;
}

void options_each(const struct command *command,
	void (*each)(void *context, const char *name, const char *argument),
	void *context)
{
	for (int i = 0; i < OPTION_COUNT; i++)
		if (all_options[i].commands & command->bit)
			each(context, all_options[i].name,
				all_options[i].argument);
}

enum { HELP_COLUMN = 25 };

static void help_for(const struct option *option, FILE *out)
{
	const char *line = option->help;
	int width = 0;

	if (option->letter)
		width += fprintf(out, "  -%c, ", option->letter);
	else
		width += fprintf(out, "      ");
	width += fprintf(out, "--%s%s%s", option->name,
		option->argument ? " " : "",
		option->argument ? option->argument : "");
	for (;;) {
		int length = (int)strcspn(line, "\n");

		fprintf(out, "%*s%.*s\n", HELP_COLUMN - width, "", length,
			line);
		if (!line[length])
			return;
		line += length + 1;
		width = 0;
	}
}

void options_help(const struct command *command, FILE *out)
{
	for (int i = 0; i < OPTION_COUNT; i++)
		if (all_options[i].commands & command->bit)
			help_for(&all_options[i], out);
}

/* ---- the command line ---------------------------------------------------- */

struct reader {
	struct options *options;
	char *const *words;
	int count, at;
	const char *error;
};

static const char *next_word(struct reader *reader)
{
	return reader->at < reader->count ? reader->words[reader->at++] : NULL;
}

/* `value` is the one that is joined to the option, or NULL. */
static void apply(struct reader *reader, const struct option *option,
	const char *value)
{
	struct arena *arena = reader->options->arena;
	const char *expected;

	if (value && !option->argument) {
		reader->error = arena_printf(arena,
			"option --%s takes no value, but got '%s'",
			option->name, value);
		return;
	}
	if (option->argument && !value)
		value = next_word(reader);
	if (option->argument && (!value || !*value)) {
		reader->error = arena_printf(arena,
			"option --%s: expected its value, %s", option->name,
			option->argument);
		return;
	}
	expected = option->set(reader->options, value);
	if (expected)
		reader->error = arena_printf(arena,
			"option --%s: got '%s', expected %s", option->name,
			value, expected);
}

/* What people write who forget the "--" in front of clang's flags. */
static bool looks_like_clang(const char *word)
{
	return word[1] == 'I' || word[1] == 'D' || word[1] == 'U' ||
		!strncmp(word, "-std=", 5) || !strncmp(word, "-isystem", 8) ||
		!strncmp(word, "-include", 8) || !strncmp(word, "--target", 8);
}

static void unknown(struct reader *reader, const char *word)
{
	const struct command *command = reader->options->command;
	struct arena *arena = reader->options->arena;
	size_t dashes = word[1] == '-' ? 2 : 1;
	struct suggestion near = suggest(arena_strndup(arena, word + dashes,
		strcspn(word + dashes, "=")));
	const char *hint;

	for (int i = 0; i < OPTION_COUNT; i++)
		if (all_options[i].commands & command->bit)
			suggest_offer(&near, all_options[i].name);
	hint = near.best ? arena_printf(arena, "; did you mean '--%s'?",
				   near.best)
		: command->bit & READS && looks_like_clang(word)
		? "; flags for clang go behind '--'"
		: "";
	reader->error = arena_printf(arena,
		"unknown option '%s' of %s%s (expected one of those that "
		"pageaudit %s --help lists)",
		word, command->name, hint, command->name);
}

static void read_option(struct reader *reader, const char *word)
{
	const struct option *option;
	const char *value;

	if (word[1] == '-') {
		size_t length = strcspn(word + 2, "=");

		option = long_option(reader->options, word + 2, length);
		value = word[2 + length] ? word + 2 + length + 1 : NULL;
	} else {
		option = short_option(reader->options, word[1]);
		value = word[2] ? word + 2 : NULL;
		if (option && value && !option->argument)
			option = NULL;
	}
	if (option)
		apply(reader, option, value);
	else
		unknown(reader, word);
}

static void read_flags(struct reader *reader)
{
	struct options *options = reader->options;
	const char *word;

	if (!(options->command->bit & READS) && reader->at < reader->count) {
		reader->error = arena_printf(options->arena,
			"%s reads no source, so there are no flags for clang "
			"to give behind '--'", options->command->name);
		return;
	}
	while ((word = next_word(reader)) != NULL)
		*vec_add(options->arena, &options->flags) = word;
}

/* The command is the first word, or none is named. */
static void read_command(struct reader *reader)
{
	const struct command *command = all_commands;

	reader->options->command = command;
	if (!reader->count)
		return;
	for (; command->name; command++)
		if (!strcmp(command->name, reader->words[0])) {
			reader->options->command = command;
			reader->options->command_named = true;
			reader->at = 1;
			return;
		}
}

bool options_read(struct options *options, struct arena *arena, int count,
	char *const *words, const char **error)
{
	struct reader reader = { options, words, count, 0, NULL };
	const char *word;

	*options = (struct options){ .arena = arena,
		.fail_on = LEVEL_WARNING };
	read_command(&reader);
	while (!reader.error && (word = next_word(&reader)) != NULL) {
		if (!strcmp(word, "--"))
			read_flags(&reader);
		else if (word[0] == '-' && word[1])
			read_option(&reader, word);
		else
			*vec_add(arena, &options->inputs) = word;
	}
	*error = reader.error;
	return !reader.error;
}

struct rule_choice options_rules(const struct options *options)
{
	return (struct rule_choice){
		.names = options->rules.count ? options->rules.items : NULL,
		.count = options->rules.count,
		.advice = options->advice,
	};
}
