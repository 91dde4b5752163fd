#include "cli/commands.h"

#include <string.h>

#include "cli/help.h"
#include "cli/output.h"
#include "cli/reports.h"
#include "cli/say.h"
#include "program/sections.h"
#include "report/explain.h"

#define INPUTS                                                                 \
	"An INPUT is a source file (.c .cc .cpp .cxx), a directory, a\n"       \
	"project or solution (.vcxproj .sln .slnx), a SOURCES or DIRS file of\n"\
	"the old build utility, the log of a project's build (.tlog), or a\n"  \
	"compile_commands.json. Each kernel-mode project or SOURCES file is\n" \
	"one driver; all other inputs together are one more. Below a directory\n"\
	"every one is taken, and every source that is not in or below the\n"   \
	"directory of one, but for user-mode ones; hidden directories,\n"      \
	"node_modules and CMake's build directories are left out.\n"

#define FLAGS                                                                  \
	"\n"                                                                   \
	"CLANG-FLAGs are added to those of each source. Without a --target\n"  \
	"among them, defaults come first: the mingw-w64 driver headers, or,\n" \
	"if a wdm.h is in one of your -I or -isystem directories, the target\n"\
	"and macros that go with Microsoft's kit. With a --target, what you\n" \
	"give is all there is besides the language.\n"

const struct command all_commands[] = {
	{ "audit", AUDIT, "INPUT… [OPTION…] [-- CLANG-FLAG…]",
		"find pageable code and data touched at raised IRQL",
		INPUTS FLAGS, command_audit },
	{ "sections", SECTIONS, "INPUT… [OPTION…] [-- CLANG-FLAG…]",
		"show which section everything is in, and who put it there",
		INPUTS FLAGS, command_sections },
	{ "facts", FACTS, "INPUT… --dump|-o PATH [OPTION…] [-- CLANG-FLAG…]",
		"read sources, and write what was read for a later check",
		INPUTS FLAGS, command_facts },
	{ "check", CHECK, "FILE… [OPTION…]",
		"audit what pageaudit facts wrote",
		"The FILEs together are one driver.\n", command_check },
	{ "rules", RULES, "[OPTION…]", "list all rules",
		"Lists every rule, with its code, name and summary.\n",
		command_rules },
	{ "explain", EXPLAIN, "RULE|ROUTINE… [OPTION…]",
		"explain a rule, or what a kernel routine needs and does",
		"A RULE is a code such as PA1001 or a name; a ROUTINE one of\n"
		"the kernel's, a role type, or one that --contracts adds.\n",
		command_explain },
	{ "completion", COMPLETION, "[OPTION…]",
		"write a completion script for bash",
		"Put it into effect with: source <(pageaudit completion)\n",
		command_completion },
	{ 0 },
};

/* ---- the pipeline ------------------------------------------------------- */

static enum exit_status report_on(struct options *options,
	bool (*read)(struct session *session))
{
	enum exit_status status = EXIT_STATUS_FAILED;
	struct reports reports = { 0 };
	struct session session;

	session_init(&session, options);
	if (reports_open(&reports, options)) {
		if (read(&session) && session_run(&session))
			status = reports_write(&reports, &session);
		else
			reports_close(&reports);
	}
	session_release(&session);
	return status;
}

enum exit_status command_audit(struct options *options)
{
	return report_on(options, session_read_sources);
}

enum exit_status command_check(struct options *options)
{
	return report_on(options, session_read_facts);
}

/* ---- sections ----------------------------------------------------------- */

/* The place and the format of a command that writes one text. */
static bool open_single(struct options *options, struct output *output,
	const char **format, const char *otherwise)
{
	const char *path = options->output;

	*format = otherwise;
	if (options->formats.count > 1) {
		say_error("option --format: expected it once");
		return false;
	}
	if (options->formats.count) {
		*format = options->formats.items[0].format;
		if (options->formats.items[0].path)
			path = options->formats.items[0].path;
	}
	return output_open(output, path);
}

/* One table after the other; in JSON an array, if there are several. */
static void write_sections(
	const struct session *session, FILE *out, bool json)
{
	bool several = session->drivers.count > 1;

	for (uint32_t i = 0; i < session->drivers.count; i++) {
		const struct driver_audit *one = session->drivers.items[i];

		if (several)
			fprintf(out, json ? i ? "," : "["
					  : "%s%s:\n",
				i ? "\n" : "",
				one->driver->file ? one->driver->file
						  : "other sources");
		sections_write(one->audit.program, one->driver->file, out,
			json);
	}
	if (several && json)
		fputs("]\n", out);
}

enum exit_status command_sections(struct options *options)
{
	enum exit_status status = EXIT_STATUS_FAILED;
	struct output output;
	const char *format;
	struct session session;

	if (!open_single(options, &output, &format, "table"))
		return EXIT_STATUS_FAILED;
	session_init(&session, options);
	if (session_read_sources(&session) && session_run(&session)) {
		write_sections(&session, output.stream, !strcmp(format, "json"));
		status = session_report_unread(&session);
	}
	if (!output_close(&output))
		status = EXIT_STATUS_FAILED;
	session_release(&session);
	return status;
}

/* ---- rules -------------------------------------------------------------- */

enum exit_status command_rules(struct options *options)
{
	struct output output;
	const char *format;

	if (options->inputs.count) {
		say_error("rules takes no input, but got '%s'; pageaudit "
			"explain RULE says all about one rule",
			options->inputs.items[0]);
		return EXIT_STATUS_FAILED;
	}
	if (!open_single(options, &output, &format, "text"))
		return EXIT_STATUS_FAILED;
	if (!strcmp(format, "json"))
		rules_json(options->arena, all_rules, output.stream);
	else
		fputs(!strcmp(format, "markdown")
				? rules_markdown(options->arena, all_rules)
				: rules_text(options->arena, all_rules),
			output.stream);
	return output_close(&output) ? EXIT_STATUS_CLEAN : EXIT_STATUS_FAILED;
}

/* ---- running one -------------------------------------------------------- */

static enum exit_status run(struct options *options)
{
	const struct command *command = options->command;

	if (options->help && !options->command_named)
		help_overview(stdout);
	else if (options->help)
		help_command(command, stdout);
	else if (options->version)
		help_version(options->arena, stdout);
	else
		return command->run(options);
	return EXIT_STATUS_CLEAN;
}

enum exit_status commands_run(
	struct arena *arena, int count, char *const *words)
{
	struct output standard = { NULL, stdout };
	struct options options;
	enum exit_status status;
	const char *error;

	if (!count) {
		help_overview(stderr);
		return EXIT_STATUS_FAILED;
	}
	if (!options_read(&options, arena, count, words, &error)) {
		say_error("%s", error);
		return EXIT_STATUS_FAILED;
	}
	status = run(&options);
	if (status == EXIT_STATUS_FAILED)
		return status; /* and has said why */
	return output_close(&standard) ? status : EXIT_STATUS_FAILED;
}
