#include "cli/session.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/platform/platform.h"
#include "cli/say.h"
#include "cli/suggest.h"
#include "facts/text.h"
#include "project/kit.h"

#ifndef MODEL_HEADERS
#error "MODEL_HEADERS: the directory of the model headers"
#endif
#ifndef KIT_HEADERS
#define KIT_HEADERS "/usr/share/mingw-w64/include"
#endif

static const char *environment_or(const char *name, const char *otherwise)
{
	const char *value = getenv(name);

	return value && *value ? value : otherwise;
}

const char *kit_directory(void)
{
	return environment_or("PAGEAUDIT_DDK", KIT_HEADERS);
}

const char *headers_directory(void)
{
	return environment_or("PAGEAUDIT_HEADERS", MODEL_HEADERS);
}

void session_init(struct session *session, struct options *options)
{
	*session = (struct session){ .options = options,
		.arena = options->arena,
		.started = platform_milliseconds() };
	session->audit_options = (struct audit_options){
		.threads = options->jobs ? options->jobs
					 : platform_cpu_count(),
		.contract_file = options->contracts,
		.rules = options_rules(options),
		.paging_path = options->paging_path,
	};
	session->image.arena = options->arena;
	audit_init(&session->units);
}

void session_release(struct session *session)
{
	for (uint32_t i = 0; i < session->drivers.count; i++)
		audit_release(&session->drivers.items[i]->audit);
	audit_release(&session->units);
}

/* For "pageaudit sectoins driver": a mistyped command is taken for an input. */
static void hint_at_command(const struct session *session)
{
	const char *first = session->options->inputs.items[0];
	struct suggestion near = suggest(first);

	if (strpbrk(first, "./\\") || platform_path_kind(first) != PATH_MISSING)
		return;
	for (const struct command *command = all_commands; command->name;
		command++)
		suggest_offer(&near, command->name);
	if (near.best)
		say_note("'%s' is taken for an input; if it is a command, did "
			"you mean '%s'? (the command comes first)", first,
			near.best);
}

static bool has_inputs(const struct session *session, const char *expected)
{
	if (session->options->inputs.count)
		return true;
	say_error("there is nothing to read: expected %s (see pageaudit %s "
		"--help)", expected, session->options->command->name);
	return false;
}

/* Kits that were not named: those of the environment. */
static void add_kits_of_environment(struct options *options)
{
	static const char *const names[] = { "PAGEAUDIT_WDK",
		"WDKContentRoot" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		const char *value = environment_or(names[i], "");

		if (!options->wdk.count && *value)
			*vec_add(options->arena, &options->wdk) =
				path_normalise(options->arena, value);
	}
}

/* A kit without a driver header is a mistake, not a driver without a kit. */
static bool check_kits(const struct session *session)
{
	const struct options *options = session->options;
	const struct build_settings build = { 0 };
	bool good = true;

	for (uint32_t i = 0; i < options->wdk.count; i++) {
		struct kit_directories found = { 0 };

		if (kit_directories(session->arena, options->wdk.items[i],
			    &build, &found))
			continue;
		say_error("%s: there are no headers of a driver kit here; "
			"expected a kit's Include directory, its root, or a "
			"directory with a wdm.h", options->wdk.items[i]);
		good = false;
	}
	return good;
}

static bool find_units(struct session *session)
{
	struct options *options = session->options;
	struct project *project = &session->project;
	struct project_options project_options = {
		.kit = kit_directory(),
		.headers = headers_directory(),
		.wdk = options->wdk.items,
		.wdk_count = options->wdk.count,
		.flags = options->flags.items,
		.flag_count = options->flags.count,
		.configuration = options->configuration,
		.platform = options->platform,
	};

	if (!has_inputs(session, "a source file, a directory, a project "
				 "or a compile_commands.json"))
		return false;
	project_read(session->arena, options->inputs.items,
		options->inputs.count, &project_options, project);
	for (uint32_t i = 0; i < project->mistakes.count; i++)
		say_error("%s", project->mistakes.items[i]);
	for (uint32_t i = 0; i < project->remarks.count; i++)
		say_note("%s", project->remarks.items[i]);
	if (project->mistakes.count)
		hint_at_command(session);
	return !project->mistakes.count;
}

static void say_dropped(const struct session *session, const struct unit *unit)
{
	const char *line = "";

	for (uint32_t i = 0; i < unit->dropped.count; i++)
		line = arena_printf(session->arena, "%s %s", line,
			unit->dropped.items[i]);
	if (*line)
		say_note("%s: these options are not taken over:%s", unit->path,
			line);
}

static void say_units(const struct session *session)
{
	const struct units *units = &session->project.units;

	for (uint32_t i = 0; i < units->list.count; i++) {
		const struct unit *unit = &units->list.items[i];
		const char *line = unit->path;

		for (uint32_t j = 0; j < unit->arguments.count; j++)
			line = arena_printf(session->arena, "%s %s", line,
				unit->arguments.items[j]);
		say_note("reading %s", line);
		say_dropped(session, unit);
	}
}

static void say_time(const struct session *session, const char *what)
{
	if (session->options->verbose)
		say_note("%s after %" PRId64 " ms", what,
			platform_milliseconds() - session->started);
}

/* Without headers most bodies are lost; say so once, before all the notices. */
static void check_headers(void)
{
	if (platform_path_kind(headers_directory()) != PATH_DIRECTORY)
		say_warning("%s: there is no such directory of model headers; "
			"set PAGEAUDIT_HEADERS", headers_directory());
	if (platform_path_kind(kit_directory()) != PATH_DIRECTORY)
		say_warning("%s: there are no driver headers; install "
			"mingw-w64-common, set PAGEAUDIT_DDK, or name a kit "
			"with -isystem behind '--'", kit_directory());
}

bool session_find_sources(struct session *session)
{
	add_kits_of_environment(session->options);
	return check_kits(session) && find_units(session);
}

void session_read_found(struct session *session)
{
	check_headers();
	if (session->options->verbose)
		say_units(session);
	audit_read_units(&session->units, &session->project.units,
		&session->audit_options);
	say_time(session, "sources read");
}

bool session_read_sources(struct session *session)
{
	if (!session_find_sources(session))
		return false;
	session_read_found(session);
	return true;
}

static bool read_facts_file(const char *path, struct facts *facts)
{
	struct arena bytes_arena;
	const char *error;
	char *bytes;
	size_t size;
	bool good;

	arena_init(&bytes_arena);
	good = platform_read_file(&bytes_arena, path, &bytes, &size, &error);
	if (!good) {
		say_error("%s: %s; expected a file that pageaudit facts wrote",
			path, error);
		facts_init(facts, path);
	} else {
		good = facts_read(facts, path, bytes, size, &error);
		if (!good)
			say_error("%s", error);
	}
	arena_release(&bytes_arena);
	return good;
}

bool session_read_facts(struct session *session)
{
	struct options *options = session->options;
	struct audit *audit = &session->units;
	bool good = true;

	if (!has_inputs(session, "files that pageaudit facts wrote"))
		return false;
	audit->facts = arena_alloc(&audit->arena,
		options->inputs.count * sizeof(*audit->facts));
	for (uint32_t i = 0; i < options->inputs.count; i++)
		good = read_facts_file(options->inputs.items[i],
			       &audit->facts[audit->fact_count++]) && good;
	say_time(session, "facts read");
	return good;
}

static bool run_driver(struct session *session, const struct driver *driver)
{
	struct driver_audit *run = arena_alloc(session->arena, sizeof(*run));
	struct audit *audit = &run->audit;

	*vec_add(session->arena, &session->drivers) = run;
	run->driver = driver;
	audit_init(audit);
	audit_borrow(audit, &session->units, driver->units.items,
		driver->units.count);
	audit->link_options = driver->link_options;
	if (audit_run(audit, &session->audit_options))
		return true;
	say_error("%s", audit->error ? audit->error : "the audit failed");
	return false;
}

/* ---- images -------------------------------------------------------------- */

static bool read_image(struct session *session, const char *path)
{
	struct arena bytes_arena;
	const char *error;
	char *bytes;
	size_t size;
	bool good;

	arena_init(&bytes_arena);
	good = platform_read_file(&bytes_arena, path, &bytes, &size, &error);
	if (!good)
		say_error("option --image: %s: %s", path, error);
	else if (!(good = image_read(
			   &session->image, path, bytes, size, &error)))
		say_error("option --image: %s", error);
	arena_release(&bytes_arena);
	return good;
}

/* What was compiled is of one driver: names are too much alike in several. */
static bool read_images(struct session *session)
{
	const struct options *options = session->options;
	bool good = true;

	if (!options->images.count)
		return true;
	if (session->project.drivers.count > 1) {
		say_error("option --image: expected one driver, but there are "
			"%u: name the project of the one that was compiled",
			(unsigned)session->project.drivers.count);
		return false;
	}
	for (uint32_t i = 0; i < options->images.count; i++)
		good = read_image(session, options->images.items[i]) && good;
	session->audit_options.image = &session->image;
	return good;
}

/* Sizes that are not measured are estimated; the user shall know which. */
static void say_measured(const struct session *session)
{
	const struct measured_share *share =
		&session->drivers.items[0]->audit.measured;

	if (!session->options->images.count)
		return;
	if (session->image.routines.count && !share->found)
		say_warning("option --image: nothing in these files is of this "
			"driver; expected what its sources were compiled to");
	else if (!session->image.routines.count)
		say_note("option --image: there are sections, but no names of "
			"routines, whose sizes are estimated; objects (.obj) "
			"have them");
	else
		say_note("option --image: %u of %u routines are there; the "
			"sizes of others are estimated",
			(unsigned)share->found, (unsigned)share->routines);
}

/* ---- running ------------------------------------------------------------- */

/* All that was read is one driver: files of facts, or nothing at all. */
static void add_only_driver(struct session *session)
{
	struct project *project = &session->project;
	struct driver *driver = vec_add(session->arena, &project->drivers);

	for (uint32_t i = 0; i < session->units.fact_count; i++)
		*vec_add(session->arena, &driver->units) = i;
}

bool session_run(struct session *session)
{
	const struct project *project = &session->project;
	bool good = true;

	if (!project->drivers.count)
		add_only_driver(session);
	if (!read_images(session))
		return false;
	for (uint32_t i = 0; good && i < project->drivers.count; i++)
		good = run_driver(session, &project->drivers.items[i]);
	if (good) {
		say_measured(session);
		say_time(session, "rules run");
	}
	return good;
}

enum exit_status session_report_unread(const struct session *session)
{
	const struct project *project = &session->project;
	const struct audit *audit = &session->units;
	bool complete = !project->unread.count;

	for (uint32_t i = 0; i < project->unread.count; i++)
		say_warning("%s: not analysed: %s",
			project->unread.items[i].path,
			project->unread.items[i].reason);
	for (uint32_t i = 0; i < audit->fact_count; i++) {
		const struct facts *facts = &audit->facts[i];

		if (facts->parsed)
			continue;
		complete = false;
		say_warning("%s: not analysed: %s", facts->unit,
			facts->notices.count ? facts->notices.items[0].message
					     : "the parser gave up");
	}
	return complete ? EXIT_STATUS_CLEAN : EXIT_STATUS_INCOMPLETE;
}
