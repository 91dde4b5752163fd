/*
 * Outputs are opened first: an audit of ten minutes should not end with a
 * directory that does not exist. The exit status does not depend on the
 * formats.
 */
#include "cli/reports.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/platform/platform.h"
#include "cli/count.h"
#include "cli/say.h"

/* ---- outputs ------------------------------------------------------------ */

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

static bool under_msbuild(void)
{
	return is_set("VSCMD_VER") || is_set("MSBuildExtensionsPath");
}

static const char *automatic_format(const char *path)
{
#ifdef _WIN32
	return "msvc";
#endif
	if (under_msbuild())
		return "msvc";
	return !path && platform_is_terminal(stdout) ? "pretty" : "clang";
}

/* A second report to the same place would end up inside the first. */
static bool is_taken(const struct reports *reports, const char *path)
{
	for (uint32_t i = 0; i < reports->list.count; i++) {
		const char *other = reports->list.items[i].output.path;

		if (path && other ? !strcmp(path, other) : path == other)
			return true;
	}
	return false;
}

static bool open_one(struct reports *reports, struct options *options,
	const struct format_choice *choice)
{
	const char *path = choice->path ? choice->path : options->output;
	const char *name = strcmp(choice->format, "auto")
		? choice->format
		: automatic_format(path);
	struct report_output opened = { .format = report_format_find(name) };

	if (is_taken(reports, path)) {
		say_error("two reports would go to %s; expected one --format "
			"for each place, as in --format sarif:FILE",
			path ? path : "standard output");
		return false;
	}
	if (!output_open(&opened.output, path))
		return false;
	*vec_add(options->arena, &reports->list) = opened;
	return true;
}

void reports_close(struct reports *reports)
{
	for (uint32_t i = 0; i < reports->list.count; i++)
		output_close(&reports->list.items[i].output);
	reports->list.count = 0;
}

bool reports_open(struct reports *reports, struct options *options)
{
	const struct format_choice automatic = { "auto", NULL };
	bool good = true;

	if (!options->formats.count)
		return open_one(reports, options, &automatic);
	for (uint32_t i = 0; good && i < options->formats.count; i++)
		good = open_one(reports, options, &options->formats.items[i]);
	if (!good)
		reports_close(reports);
	return good;
}

/* ---- the report --------------------------------------------------------- */

/* The rules that were run, with a NULL behind them. */
static const struct rule *const *rules_of_run(struct options *options)
{
	VEC(const struct rule *) rules = { 0 };

	for (uint32_t i = 0; all_rules[i]; i++) {
		bool run = !options->rules.count &&
			all_rules[i]->status != STATUS_REVEAL;

		for (uint32_t j = 0; j < options->rules.count; j++)
			run = run || !strcmp(options->rules.items[j],
					     all_rules[i]->code);
		if (run)
			*vec_add(options->arena, &rules) = all_rules[i];
	}
	*vec_add(options->arena, &rules) = NULL;
	return rules.items;
}

/* The top of the repository that a directory is in, or the directory. */
static const char *repository_root(struct arena *arena, const char *directory)
{
	const char *root = directory;

	while (platform_path_kind(path_join(arena, root, ".git")) ==
		PATH_MISSING) {
		const char *above = path_directory(arena, root);

		if (strlen(above) >= strlen(root))
			return directory;
		root = above;
	}
	return root;
}

static void add_unread(struct report *report, const struct project *project)
{
	for (uint32_t i = 0; i < project->unread.count; i++) {
		struct place place = { project->unread.items[i].path, 1, 1, 1,
			1 };

		report_add_notice(report, NOTICE_SOURCE_NOT_ANALYSED, place,
			"not analysed: %s", project->unread.items[i].reason);
	}
}

static void make_report(struct report *report, struct session *session)
{
	const struct audit *audit = &session->audit;

	report_init(report, session->arena, &audit->findings,
		rules_of_run(session->options));
	report->version = PAGEAUDIT_VERSION;
	report->absolute_paths = under_msbuild();
	if (report->directory)
		report->root =
			repository_root(session->arena, report->directory);
	for (uint32_t i = 0; i < audit->fact_count; i++)
		report_add_notices(report, &audit->facts[i]);
	add_unread(report, &session->project);
	count_audited(session, &report->summary);
	add_unknown_functions(session, report);
	report->summary.milliseconds =
		platform_milliseconds() - session->started;
	report_finish(report);
}

static bool wants_colour(
	const struct options *options, const struct output *output)
{
	const char *terminal = getenv("TERM");

	if (options->color != COLOR_AUTO)
		return options->color == COLOR_ALWAYS;
	return !output->path && !is_set("NO_COLOR") &&
		platform_is_terminal(stdout) &&
		!(terminal && !strcmp(terminal, "dumb"));
}

/* With -v: where the audit had to guess. */
static void say_unknown(const struct report *report)
{
	for (uint32_t i = 0; i < report->unknown.count; i++) {
		const struct unknown_function *unknown =
			&report->unknown.items[i];

		say_note("%s:%u: '%s' is entered at an unknown IRQL: %s",
			unknown->place.file, (unsigned)unknown->place.line,
			unknown->name, unknown->reason);
	}
	say_note("IRQL at entry is unknown for %u of the %u functions in "
		"which it matters; nothing refers to %u more",
		(unsigned)report->unknown.count,
		(unsigned)report->summary.mattering,
		(unsigned)report->summary.unreferenced);
}

/* SARIF and JSON do not show the summary line to people. */
static bool has_text_on_stdout(const struct reports *reports)
{
	for (uint32_t i = 0; i < reports->list.count; i++) {
		const struct report_output *one = &reports->list.items[i];

		if (!one->output.path && strcmp(one->format->name, "sarif") &&
			strcmp(one->format->name, "json"))
			return true;
	}
	return false;
}

enum exit_status reports_write(
	struct reports *reports, struct session *session)
{
	struct options *options = session->options;
	struct report report;
	enum exit_status status;
	bool written = true;

	make_report(&report, session);
	if (options->verbose)
		say_unknown(&report);
	for (uint32_t i = 0; i < reports->list.count; i++) {
		struct report_output *one = &reports->list.items[i];

		report.colour = wants_colour(options, &one->output);
		one->format->write(&report, one->output.stream);
		written = output_close(&one->output) && written;
	}
	if (!has_text_on_stdout(reports))
		fprintf(stderr, "%s\n", report_summary(&report));
	if (!written)
		return EXIT_STATUS_FAILED;
	status = (enum exit_status)report_exit_status(
		&report, options->fail_on);
	if (options->exit_zero || (options->allow_incomplete &&
			status == EXIT_STATUS_INCOMPLETE))
		return EXIT_STATUS_CLEAN;
	return status;
}
