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
	const struct rule_choice choice = options_rules(options);
	VEC(const struct rule *) rules = { 0 };

	for (uint32_t i = 0; all_rules[i]; i++)
		if (rule_is_chosen(all_rules[i], &choice))
			*vec_add(options->arena, &rules) = all_rules[i];
	*vec_add(options->arena, &rules) = NULL;
	return rules.items;
}

/* The top of the repository that a directory is in, or NULL. */
static const char *repository_root(struct arena *arena, const char *directory)
{
	for (;;) {
		const char *above = path_directory(arena, directory);

		if (platform_path_kind(path_join(arena, directory, ".git")) !=
			PATH_MISSING)
			return directory;
		if (strlen(above) >= strlen(directory))
			return NULL;
		directory = above;
	}
}

/* The directory that all sources are in or below; `here` if there is none. */
static const char *common_directory(
	const struct session *session, const char *here)
{
	struct arena *arena = session->arena;
	const char *common = NULL;

	for (uint32_t i = 0; i < session->units.fact_count; i++) {
		const char *path = path_normalise(arena,
			path_join(arena, here, session->units.facts[i].unit));
		const char *real = platform_real_path(arena, path);

		path = real ? real : path;
		if (!common)
			common = path_directory(arena, path);
		while (path_relative(common, path) == path &&
			strcmp(common, "/"))
			common = path_directory(arena, common);
	}
	return common ? common : here;
}

/* What paths in a report are relative to: the repository of the sources, else
 * where we are if they are below that, else the directory they are in. */
static const char *root_of(const struct session *session, const char *here)
{
	struct arena *arena = session->arena;
	const char *common = common_directory(session, here), *real;
	const char *repository = repository_root(arena, common);

	if (repository)
		return repository;
	real = platform_real_path(arena, here);
	return path_relative(real ? real : here, common) == common &&
			strcmp(common, real ? real : here)
		? common
		: here;
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

static bool same_configuration(const char *left, const char *right)
{
	return left && right ? !strcmp(left, right) : left == right;
}

/* The findings of all drivers of one configuration, and what is to be said of
 * them. */
static void add_drivers(struct report *report, struct findings *findings,
	const struct session *session)
{
	struct file_count files = { .arena = session->arena };

	intern_init(&files.names, session->arena);
	for (uint32_t i = 0; i < session->drivers.count; i++) {
		const struct driver *driver =
			session->drivers.items[i]->driver;
		const struct audit *audit = &session->drivers.items[i]->audit;

		if (!same_configuration(
			    driver->configuration, report->configuration))
			continue;
		report->summary.projects += driver->file != NULL;
		findings_add_all(findings, &audit->findings, driver->file);
		for (uint32_t j = 0; j < audit->fact_count; j++) {
			report_add_unit(report, &audit->facts[j]);
			count_known_calls(audit, j, &report->coverage.items[
				report->coverage.count - 1]);
		}
		count_files(&files, audit);
		count_functions(audit, &report->summary);
		add_unknown_functions(audit, report);
		add_unknown_callees(audit, report);
	}
	findings_sort(findings);
	report->summary.files = files.seen.count;
}

static struct report *make_report(
	const struct session *session, const char *configuration, bool first)
{
	struct report *report = arena_alloc(session->arena, sizeof(*report));
	struct findings *findings =
		arena_alloc(session->arena, sizeof(*findings));

	findings_init(findings, session->arena);
	report_init(report, session->arena, findings,
		rules_of_run(session->options));
	report->version = PAGEAUDIT_VERSION;
	report->absolute_paths = under_msbuild();
	report->configuration = configuration;
	report->root = root_of(session, report->directory);
	add_drivers(report, findings, session);
	if (first)
		add_unread(report, &session->project);
	report->summary.milliseconds =
		platform_milliseconds() - session->started;
	report_finish(report);
	return report;
}

/* A report for each configuration, in the order of the drivers. */
static struct report *make_reports(const struct session *session)
{
	struct report *first = NULL, **next = &first;

	for (uint32_t i = 0; i < session->drivers.count; i++) {
		const char *configuration =
			session->drivers.items[i]->driver->configuration;
		uint32_t j = 0;

		while (j < i && !same_configuration(configuration,
			session->drivers.items[j]->driver->configuration))
			j++;
		if (j < i)
			continue;
		*next = make_report(session, configuration, !first);
		(*next)->beside_projects = !configuration && *next != first;
		next = &(*next)->next;
	}
	return first;
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

/* GitHub refuses a file with more. */
static void check_runs(
	const struct reports *reports, const struct report *report)
{
	enum { MOST_RUNS = 20 };
	uint32_t runs = 0;

	for (; report; report = report->next)
		runs++;
	for (uint32_t i = 0; runs > MOST_RUNS && i < reports->list.count; i++)
		if (!strcmp(reports->list.items[i].format->name, "sarif"))
			say_warning("the SARIF report has %u runs, one for each "
				"configuration of a driver, and GitHub takes "
				"no more than %d: name fewer projects, or a "
				"--configuration that all of them have",
				(unsigned)runs, MOST_RUNS);
}

enum exit_status reports_write(
	struct reports *reports, struct session *session)
{
	struct options *options = session->options;
	struct report *report = make_reports(session);
	enum exit_status status;
	bool written = true;

	check_runs(reports, report);
	for (struct report *part = report; part && options->verbose;
		part = part->next)
		say_unknown(part);
	for (uint32_t i = 0; i < reports->list.count; i++) {
		struct report_output *one = &reports->list.items[i];

		for (struct report *part = report; part; part = part->next)
			part->colour = wants_colour(options, &one->output);
		one->format->write(report, one->output.stream);
		written = output_close(&one->output) && written;
	}
	if (!has_text_on_stdout(reports))
		for (struct report *part = report; part; part = part->next)
			fprintf(stderr, "%s\n", report_summary(part));
	if (!written)
		return EXIT_STATUS_FAILED;
	status = (enum exit_status)report_exit_status(
		report, options->fail_on);
	if (options->exit_zero || (options->allow_incomplete &&
			status == EXIT_STATUS_INCOMPLETE))
		return EXIT_STATUS_CLEAN;
	return status;
}
