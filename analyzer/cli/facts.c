/*
 * `facts`: one file of facts for each source, or all on standard output. In a
 * directory a source's file is named after its whole path, so that two
 * "init.c" of a driver do not meet: src/pnp/init.c gives src_pnp_init.c.paf.
 */
#include "facts/text.h"

#include <string.h>

#include "base/intern.h"
#include "base/map.h"
#include "base/path.h"
#include "base/platform/platform.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/say.h"
#include "cli/session.h"

static const char *file_in(struct arena *arena, const char *directory,
	const char *unit)
{
	char *name = arena_printf(arena, "%s.paf", unit);

	for (char *c = name; *c; c++)
		if (*c == '/' || *c == ':')
			*c = '_';
	return path_join(arena, directory, name);
}

/* Two units whose paths differ in '/' and '_' only would share a file. */
static bool names_differ(const struct session *session, const char *directory)
{
	const struct units *units = &session->project.units;
	struct intern names;
	struct map seen = { 0 };

	intern_init(&names, session->arena);
	for (uint32_t i = 0; i < units->list.count; i++) {
		const char *path = units->list.items[i].path;
		const char *name = intern(
			&names, file_in(session->arena, directory, path));
		uint32_t other = map_get(&seen, name);

		if (other != MAP_NONE) {
			say_error("%s and %s would both be written to %s; "
				"read them into different directories",
				units->list.items[other].path, path, name);
			return false;
		}
		map_set(session->arena, &seen, name, i);
	}
	return true;
}

/* Whether the facts of all units have a place at PATH, or below it if it is a
 * directory: known before they are read, which takes long. */
static bool has_room(const struct session *session, const char *path)
{
	uint32_t count = session->project.units.list.count;

	if (platform_path_kind(path) == PATH_DIRECTORY)
		return names_differ(session, path);
	if (count != 1)
		say_error("%s: expected a directory that exists, for the facts "
			"of %u sources", path, count);
	return count == 1;
}

static bool write_one(const struct facts *facts, const char *path)
{
	struct output output;

	if (!output_open(&output, path))
		return false;
	facts_write(facts, output.stream);
	return output_close(&output);
}

static bool write_files(const struct session *session, const char *path)
{
	const struct audit *audit = &session->units;
	bool below = platform_path_kind(path) == PATH_DIRECTORY, good = true;

	for (uint32_t i = 0; i < audit->fact_count; i++)
		good = write_one(&audit->facts[i],
			       below ? file_in(session->arena, path,
					       audit->facts[i].unit)
				     : path) && good;
	return good;
}

static void dump(const struct session *session)
{
	for (uint32_t i = 0; i < session->units.fact_count; i++)
		facts_write(&session->units.facts[i], stdout);
}

enum exit_status command_facts(struct options *options)
{
	enum exit_status status = EXIT_STATUS_FAILED;
	struct session session;

	if (options->dump == (options->output != NULL)) {
		say_error("expected either --dump or -o PATH, to know where "
			"the facts go");
		return EXIT_STATUS_FAILED;
	}
	session_init(&session, options);
	if (session_find_sources(&session) &&
		(options->dump || has_room(&session, options->output))) {
		session_read_found(&session);
		if (options->dump)
			dump(&session);
		if (options->dump || write_files(&session, options->output))
			status = session_report_unread(&session);
	}
	session_release(&session);
	return status;
}
