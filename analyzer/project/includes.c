#include "project/includes.h"

#include <ctype.h>
#include <string.h>

#include "base/path.h"
#include "base/platform/platform.h"
#include "project/include_scan.h"
#include "project/source_text.h"
#include "project/wpp_options.h"

#ifndef RESOURCE_DIR
#error "RESOURCE_DIR: the resource directory of the clang that is linked"
#endif

enum { MOST_FILES = 4000 };

/* A stand-in is found where system headers are, and what it includes would be
 * one, too: such a line says that what follows is the user's. */
#define USER_CODE "# 1 \"forward\"\n"

/* A directory that the unit's arguments name. */
struct search {
	const char *path;
	bool system; /* what is in it is not scanned */
};

/* One unit's includes being resolved. */
struct resolver {
	struct includes *shared;
	struct unit *unit;
	const char *headers, *root;
	VEC(struct search) searches;
	VEC(const char *) files; /* of the driver, as clang would name them */
	struct map seen;	 /* files */
	struct map asked;	 /* names that have a stand-in */
	VEC(const char *) trace_macros;
};

void includes_init(struct includes *includes, struct arena *arena)
{
	*includes = (struct includes){ .arena = arena,
		.tree = { .arena = arena } };
	intern_init(&includes->names, arena);
}

/* ---- the file system, asked once ---------------------------------------- */

static bool is_file(struct includes *shared, const char *path)
{
	const char *key = intern(&shared->names, path);
	uint32_t kind = map_get(&shared->kinds, key);

	if (kind == MAP_NONE) {
		kind = (uint32_t)platform_path_kind(key);
		map_set(shared->arena, &shared->kinds, key, kind);
	}
	return kind == PATH_FILE;
}

static const struct name_list *listing(
	struct includes *shared, const char *directory)
{
	const char *key = intern(&shared->names, directory), *error;
	uint32_t index = map_get(&shared->listings, key);
	struct name_list *list;

	if (index != MAP_NONE)
		return shared->lists.items[index];
	list = arena_alloc(shared->arena, sizeof(*list));
	platform_list_directory(shared->arena, key, list, &error);
	map_set(shared->arena, &shared->listings, key, shared->lists.count);
	*vec_add(shared->arena, &shared->lists) = list;
	return list;
}

static bool same_but_case(const char *a, const char *b, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (tolower((unsigned char)a[i]) !=
			tolower((unsigned char)b[i]))
			return false;
	return !a[length];
}

/* `name` below a directory as the file system spells it, or NULL. */
static const char *any_case(
	struct includes *shared, const char *directory, const char *name)
{
	size_t length = strcspn(name, "/");
	const char *part = arena_strndup(shared->arena, name, length);
	const char *path = path_join(shared->arena, directory, part);
	const struct name_list *list;

	if (!name[length] && is_file(shared, path))
		return path;
	if (name[length] && platform_path_kind(path) == PATH_DIRECTORY)
		return any_case(shared, path, name + length + 1);
	list = listing(shared, directory);
	for (uint32_t i = 0; i < list->items.count; i++) {
		const char *other = list->items.items[i];

		if (!same_but_case(other, part, length))
			continue;
		path = path_join(shared->arena, directory, other);
		if (name[length])
			return any_case(shared, path, name + length + 1);
		if (is_file(shared, path))
			return path;
	}
	return NULL;
}

static const struct scanned_source *scan(
	struct includes *shared, const char *path)
{
	const char *key = intern(
		&shared->names, path_normalise(shared->arena, path));
	uint32_t index = map_get(&shared->scanned_by_path, key);
	struct scanned_source *scanned;
	struct arena text;
	const char *error;
	char *bytes;
	size_t size;

	if (index != MAP_NONE)
		return shared->scanned.items[index];
	scanned = arena_alloc(shared->arena, sizeof(*scanned));
	arena_init(&text);
	if (platform_read_file(&text, path, &bytes, &size, &error)) {
		scanned->converted =
			source_text(shared->arena, bytes, &size);
		include_scan(shared->arena, scanned->converted
			? scanned->converted : bytes, size, scanned);
	}
	arena_release(&text);
	map_set(shared->arena, &shared->scanned_by_path, key,
		shared->scanned.count);
	*vec_add(shared->arena, &shared->scanned) = scanned;
	return scanned;
}

/* ---- the directories of a unit ------------------------------------------ */

static void add_search(
	struct resolver *resolver, const char *path, bool system)
{
	*vec_add(resolver->shared->arena, &resolver->searches) =
		(struct search){ path, system };
}

/* What a kit's headers include is resolved too: its files are spelled for a
 * file system that knows no case. */
static bool is_of_kit(const struct resolver *resolver, const char *directory)
{
	return resolver->unit->has_kit &&
		strncmp(directory, resolver->headers,
			strlen(resolver->headers)) != 0;
}

static void read_searches(struct resolver *resolver, bool system)
{
	static const struct {
		const char *option;
		bool system;
	} kinds[] = { { "-iquote", false }, { "-isystem", true },
		{ "-idirafter", true }, { "-I", false } };
	const struct unit *unit = resolver->unit;

	for (uint32_t i = 0; i < unit->arguments.count; i++) {
		const char *word = unit->arguments.items[i];

		for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
			size_t length = strlen(kinds[k].option);

			if (strncmp(word, kinds[k].option, length))
				continue;
			if (word[length])
				word += length;
			else if (i + 1 < unit->arguments.count)
				word = unit->arguments.items[++i];
			if (kinds[k].system == system && *word)
				add_search(resolver, word, system &&
					!is_of_kit(resolver, word));
			break;
		}
	}
}

/* ---- one include -------------------------------------------------------- */

static void add_file(struct resolver *resolver, const char *path)
{
	struct includes *shared = resolver->shared;
	const char *key = intern(
		&shared->names, path_normalise(shared->arena, path));

	if (map_get(&resolver->seen, key) != MAP_NONE ||
		resolver->files.count >= MOST_FILES)
		return;
	map_set(shared->arena, &resolver->seen, key, 1);
	*vec_add(shared->arena, &resolver->files) = path;
}

/* Whether a kit has a header under another spelling, in a directory that is
 * searched before this one. */
static bool is_respelled(
	struct resolver *resolver, uint32_t before, const char *name)
{
	for (uint32_t i = 0; i < before; i++) {
		const char *path = resolver->searches.items[i].path;

		if (is_of_kit(resolver, path) &&
			any_case(resolver->shared, path, name))
			return true;
	}
	return false;
}

/* Whether clang finds it by itself, and not one of ours in the place of a kit's. */
static bool resolves(struct resolver *resolver, const char *includer,
	const struct include_line *include)
{
	struct arena *arena = resolver->shared->arena;

	if (strchr(include->name, '\\'))
		return false;
	if (!include->angled || path_is_absolute(include->name)) {
		const char *path = path_join(arena,
			path_directory(arena, includer), include->name);

		if (is_file(resolver->shared, path)) {
			add_file(resolver, path);
			return true;
		}
	}
	for (uint32_t i = 0; i < resolver->searches.count; i++) {
		const struct search *search = &resolver->searches.items[i];
		const char *path =
			path_join(arena, search->path, include->name);

		if (!is_file(resolver->shared, path))
			continue;
		if (!strcmp(search->path, resolver->headers))
			return !is_respelled(resolver, i, include->name);
		if (!search->system)
			add_file(resolver, path);
		return true;
	}
	return false;
}

/* Files are named as the user named them, from where the program runs; what
 * forwards to one stands elsewhere. */
static const char *absolute(struct resolver *resolver, const char *path)
{
	struct arena *arena = resolver->shared->arena;

	return path_is_absolute(path)
		? path
		: path_join(arena, platform_current_directory(arena), path);
}

static struct standin *add_standin(struct resolver *resolver,
	const struct standin *standin, const char *name)
{
	struct arena *arena = resolver->shared->arena;
	const char *key = intern(&resolver->shared->names, name);
	struct standin *added;

	if (map_get(&resolver->asked, key) != MAP_NONE)
		return NULL;
	map_set(arena, &resolver->asked, key, 1);
	added = vec_add(arena, &resolver->unit->standins);
	*added = *standin;
	added->path = arena_printf(
		arena, "%s/" STANDIN_FOLDER "/%s", resolver->headers, name);
	return added;
}

/* Microsoft's compiler also looks in the directories of the files that led to
 * the includer: the unit's own above all. */
static const char *found_beside(struct resolver *resolver,
	const char *includer, const char *name)
{
	struct includes *shared = resolver->shared;
	const char *found = any_case(shared,
		path_directory(shared->arena, includer), name);

	for (uint32_t i = 0; !found && i < resolver->files.count; i++) {
		const char *file = resolver->files.items[i];

		found = any_case(
			shared, path_directory(shared->arena, file), name);
		if (!strcmp(file, includer))
			break;
	}
	return found;
}

/* In a directory that is searched, as an include that clang finds there. */
static bool forward_to_search(struct resolver *resolver,
	struct standin *standin, const char *name)
{
	struct includes *shared = resolver->shared;

	for (uint32_t i = 0; i < resolver->searches.count; i++) {
		const struct search *search = &resolver->searches.items[i];
		const char *found = any_case(shared, search->path, name);

		if (!found)
			continue;
		if (!search->system)
			add_file(resolver, found);
		standin->text = arena_printf(shared->arena,
			USER_CODE "#include <%s>\n",
			path_relative(path_normalise(shared->arena,
				search->path), path_normalise(shared->arena,
				found)));
		return true;
	}
	return false;
}

static bool is_in_kit(const struct resolver *resolver, const char *path)
{
	const struct unit *unit = resolver->unit;

	for (uint32_t i = 0; unit->has_kit && i + 1 < unit->arguments.count;
		i++)
		if (!strcmp(unit->arguments.items[i], "-isystem") &&
			path_relative(unit->arguments.items[i + 1], path) !=
				path)
			return true;
	return false;
}

static bool is_trace_header(const char *name)
{
	return same_but_case(path_extension(name), "tmh", 3);
}

/* Decides what stands in for an include that leads nowhere. */
static void choose(struct resolver *resolver, struct standin *standin,
	const char *includer, const char *name, bool angled)
{
	struct arena *arena = resolver->shared->arena;
	const char *found = NULL;

	if (!angled)
		found = found_beside(resolver, includer, name);
	if (!found && forward_to_search(resolver, standin, name))
		return;
	if (!found && is_trace_header(name)) {
		standin->kind = STANDIN_TRACE;
		return;
	}
	if (!found && is_in_kit(resolver, includer)) {
		standin->kind = STANDIN_EMPTY;
		return;
	}
	if (!found) {
		found = tree_find(&resolver->shared->tree, resolver->root,
			path_directory(arena, includer), name);
		standin->kind = found ? STANDIN_GUESS : STANDIN_EMPTY;
		standin->found = found;
	}
	if (!found)
		return;
	add_file(resolver, found);
	standin->text = arena_printf(arena, "%s#include \"%s\"\n",
		is_in_kit(resolver, found) ? "" : USER_CODE,
		absolute(resolver, found));
}

static void resolve(struct resolver *resolver, const char *includer,
	const struct include_line *include)
{
	struct arena *arena = resolver->shared->arena;
	struct standin standin = { .kind = STANDIN_FORWARD, .text = "",
		.name = include->name, .includer = includer,
		.line = include->line, .column = include->column,
		.end_column = include->end_column };
	char *name = arena_strdup(arena, include->name);

	for (char *c = name; *c; c++)
		if (*c == '\\')
			*c = '/';
	if (resolves(resolver, includer, include) ||
		map_get(&resolver->asked, intern(&resolver->shared->names,
			include->name)) != MAP_NONE)
		return;
	choose(resolver, &standin, includer, name, include->angled);
	add_standin(resolver, &standin, include->name);
	if (strcmp(name, include->name))
		add_standin(resolver, &standin, name);
}

/* ---- trace headers ------------------------------------------------------ */

static void add_trace_macros(struct resolver *resolver,
	const char *const *names, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		*vec_add(resolver->shared->arena, &resolver->trace_macros) =
			intern(&resolver->shared->names, names[i]);
}

static void write_trace_headers(struct resolver *resolver)
{
	struct arena *arena = resolver->shared->arena;
	struct unit *unit = resolver->unit;
	const char *text = NULL;

	for (uint32_t i = 0; i < unit->standins.count; i++) {
		struct standin *standin = &unit->standins.items[i];

		if (standin->kind != STANDIN_TRACE)
			continue;
		if (!text) {
			text = "#include <pageaudit_wpp.h>\n";
			for (uint32_t k = 0; k < resolver->trace_macros.count;
				k++)
				text = arena_printf(arena, "%s%s", text,
					wpp_definition(arena, resolver
						->trace_macros.items[k]));
		}
		standin->text = text;
	}
}

/* What the parser would misread it is given otherwise. */
static void convert(struct resolver *resolver, const char *path,
	const struct scanned_source *scanned)
{
	if (scanned->converted)
		*vec_add(resolver->shared->arena, &resolver->unit->standins) =
			(struct standin){ .kind = STANDIN_FORWARD,
				.name = path, .path = path, .includer = path,
				.text = scanned->converted };
}

/* Before our own headers, or behind all others where those are not searched. */
static void add_standin_folder(struct resolver *resolver)
{
	struct arena *arena = resolver->shared->arena;
	struct unit *unit = resolver->unit;
	const char *folder =
		path_join(arena, resolver->headers, STANDIN_FOLDER);
	uint32_t at = 0, count = unit->arguments.count;
	bool ours;
	const char **words;

	while (at < count && strcmp(unit->arguments.items[at], resolver->headers))
		at++;
	ours = at < count;
	if (ours)
		at--; /* before the option that they are given with */
	for (int i = 0; i < 2; i++)
		*vec_add(arena, &unit->arguments) = NULL;
	words = unit->arguments.items;
	memmove(&words[at + 2], &words[at], (count - at) * sizeof(*words));
	words[at] = ours ? "-isystem" : "-idirafter";
	words[at + 1] = folder;
}

void includes_resolve(struct includes *includes, const char *headers,
	const char *root, struct unit *unit)
{
	struct resolver resolver = { .shared = includes, .unit = unit,
		.headers = headers, .root = root };
	struct build_settings *build = &unit->build;

	unit->model_headers = headers;
	read_searches(&resolver, false);
	read_searches(&resolver, true);
	add_search(&resolver, RESOURCE_DIR "/include", true);
	add_trace_macros(&resolver, build->wpp_functions.items,
		build->wpp_functions.count);
	add_file(&resolver, unit->path);
	for (uint32_t i = 0; i < resolver.files.count; i++) {
		const char *file = resolver.files.items[i];
		const struct scanned_source *scanned = scan(includes, file);

		convert(&resolver, file, scanned);
		add_trace_macros(&resolver, scanned->trace_macros.items,
			scanned->trace_macros.count);
		for (uint32_t k = 0; k < scanned->includes.count; k++)
			resolve(&resolver, file, &scanned->includes.items[k]);
	}
	write_trace_headers(&resolver);
	add_standin_folder(&resolver);
}
