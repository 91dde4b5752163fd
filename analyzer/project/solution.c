/*
 * An .sln is lines of text. Two kinds matter:
 *
 *	Project("{kind}") = "name", "sys\a.vcxproj", "{id}"
 *	{id}.Release|x64.ActiveCfg = Win10 Release|x64
 *
 * An .slnx is XML: <Project Path="sys/a.vcxproj"/>, in folders at will.
 */
#include "project/solution.h"

#include <ctype.h>
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"
#include "base/platform/platform.h"
#include "project/xml.h"

struct reader {
	struct arena *arena;
	const char *path;
	const char *active; /* ".Release|x64.ActiveCfg" */
	struct solution *solution;
	VEC(const char *) ids; /* of the projects */
	uint32_t line;
	const char *error;
};

static void add_project(
	struct reader *reader, const char *named, const char *id)
{
	struct arena *arena = reader->arena;

	if (!nocase_ends(named, ".vcxproj")) {
		/* A folder is called like itself and has no extension. */
		reader->solution->others += nocase_ends(named, "proj");
		return;
	}
	*vec_add(arena, &reader->ids) = id;
	*vec_add(arena, &reader->solution->projects) =
		(struct solution_project){
			.path = path_normalise(arena,
				path_join(arena,
					path_directory(arena, reader->path),
					path_normalise(arena, named))),
			.line = reader->line,
		};
}

/* ---- .sln ------------------------------------------------------------------ */

/* The next quoted text of a line, or NULL; moves *at behind it. */
static const char *quoted(struct arena *arena, const char **at)
{
	const char *start = strchr(*at, '"'), *end;

	end = start ? strchr(start + 1, '"') : NULL;
	if (!end)
		return NULL;
	*at = end + 1;
	return arena_strndup(arena, start + 1, (size_t)(end - start - 1));
}

static void read_project_line(struct reader *reader, const char *line)
{
	const char *at = line, *kind = quoted(reader->arena, &at);
	const char *name = kind ? quoted(reader->arena, &at) : NULL;
	const char *path = name ? quoted(reader->arena, &at) : NULL;
	const char *id = path ? quoted(reader->arena, &at) : NULL;

	if (id)
		add_project(reader, path, id);
	else
		reader->error = arena_printf(reader->arena,
			"%s:%u:%u: expected Project(\"{kind}\") = \"name\", "
			"\"path\", \"{id}\"", reader->path,
			(unsigned)reader->line, (unsigned)(at - line) + 1);
}

/* "Release|x64" behind the equals sign of an ActiveCfg line. */
static void read_active_line(struct reader *reader, const char *line)
{
	struct arena *arena = reader->arena;
	size_t id = strcspn(line, "}") + 1;
	const char *value = strchr(line, '='), *bar;

	if (!value || !line[id - 1] ||
		!nocase_starts(line + id, reader->active))
		return;
	value += 1 + strspn(value + 1, " \t");
	bar = strchr(value, '|');
	for (uint32_t i = 0; bar && i < reader->ids.count; i++) {
		struct solution_project *project =
			&reader->solution->projects.items[i];

		if (!nocase_starts(line, reader->ids.items[i]))
			continue;
		project->configuration =
			arena_strndup(arena, value, (size_t)(bar - value));
		project->platform = arena_strndup(
			arena, bar + 1, strcspn(bar + 1, " \t\r"));
	}
}

static void read_lines(struct reader *reader, const char *text)
{
	while (*text && !reader->error) {
		size_t length = strcspn(text, "\n");
		const char *line;

		reader->line++;
		line = arena_strndup(reader->arena, text, length);
		line += strspn(line, " \t\r");
		if (nocase_starts(line, "Project("))
			read_project_line(reader, line);
		else if (*line == '{')
			read_active_line(reader, line);
		text += length + (text[length] == '\n');
	}
}

static void read_sln(struct reader *reader)
{
	const char *reason;
	char *text;
	size_t size;

	if (!platform_read_file(
		    reader->arena, reader->path, &text, &size, &reason))
		reader->error = arena_printf(
			reader->arena, "%s: %s", reader->path, reason);
	else if (strlen(text) != size ||
		!strstr(text, "Microsoft Visual Studio Solution File"))
		reader->error = arena_printf(reader->arena,
			"%s:1:1: expected 'Microsoft Visual Studio Solution "
			"File'; this is no solution", reader->path);
	else
		read_lines(reader, text);
}

/* ---- .slnx ------------------------------------------------------------------ */

/* Whether "Release|*" means the configuration ".Release|x64.ActiveCfg". */
static bool means(const char *pattern, const char *active)
{
	for (active++; *pattern; pattern++) {
		if (*pattern == '*')
			active += strcspn(active, "|.");
		else if (!nocase_starts(active, (char[]){ *pattern, 0 }))
			return false;
		else
			active++;
	}
	return *active == '.';
}

/* <BuildType Solution="Release|*" Project="Win10 Release" />, likewise
 * <Platform>: what of the project goes with the solution's configuration. */
static void read_mapping(struct reader *reader,
	const struct xml_element *element, struct solution_project *project)
{
	for (uint32_t i = 0; i < element->children.count; i++) {
		const struct xml_element *child = element->children.items[i];
		const char *pattern = xml_attribute(child, "Solution");
		const char *value = xml_attribute(child, "Project");

		if (!value || (pattern && !means(pattern, reader->active)))
			continue;
		if (!strcmp(child->name, "BuildType"))
			project->configuration = value;
		else if (!strcmp(child->name, "Platform"))
			project->platform = value;
	}
}

static void read_slnx_project(struct reader *reader,
	const struct xml_element *element, const char *path)
{
	uint32_t before = reader->solution->projects.count;

	add_project(reader, path, "");
	if (reader->solution->projects.count > before)
		read_mapping(reader, element,
			&reader->solution->projects.items[before]);
}

static void read_elements(
	struct reader *reader, const struct xml_element *parent)
{
	for (uint32_t i = 0; i < parent->children.count; i++) {
		const struct xml_element *child = parent->children.items[i];
		const char *path = xml_attribute(child, "Path");

		reader->line = child->line;
		if (!strcmp(child->name, "Folder"))
			read_elements(reader, child);
		else if (!strcmp(child->name, "Project") && path)
			read_slnx_project(reader, child, path);
	}
}

static void read_slnx(struct reader *reader)
{
	const struct xml_element *root =
		xml_read(reader->arena, reader->path, reader->path,
			&reader->error);

	if (root && strcmp(root->name, "Solution"))
		reader->error = arena_printf(reader->arena,
			"%s:%u:%u: expected <Solution>, but the file begins "
			"with <%s>", reader->path, (unsigned)root->line,
			(unsigned)root->column, root->name);
	else if (root)
		read_elements(reader, root);
}

const char *solution_read(struct arena *arena, const char *path,
	const char *configuration, const char *platform,
	struct solution *solution)
{
	struct reader reader = { .arena = arena,
		.path = path,
		.solution = solution };

	reader.active = arena_printf(
		arena, ".%s|%s.ActiveCfg", configuration, platform);
	if (nocase_ends(path, ".slnx"))
		read_slnx(&reader);
	else
		read_sln(&reader);
	return reader.error;
}
