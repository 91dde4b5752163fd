/*
 * The last two passes: item definitions, then items. Both see the properties
 * as they are at the end of the project.
 */
#include "project/msbuild.h"

#include <string.h>

#include "base/nocase.h"
#include "base/path.h"

enum { MOST_WALKED = 100000 };

/* ---- metadata ------------------------------------------------------------ */

static const char *find_value(
	const struct metadata *metadata, const char *name)
{
	for (uint32_t i = 0; i < metadata->list.count; i++)
		if (metadata->list.items[i].name == name)
			return metadata->list.items[i].value;
	return NULL;
}

static void set_value(struct msbuild *msbuild, struct metadata *metadata,
	const char *name, const char *value)
{
	for (uint32_t i = 0; i < metadata->list.count; i++)
		if (metadata->list.items[i].name == name) {
			metadata->list.items[i].value = value;
			return;
		}
	*vec_add(msbuild->arena, &metadata->list) =
		(struct metadatum){ name, value };
}

static struct metadata *definition_of(
	struct msbuild *msbuild, const char *type)
{
	uint32_t index = map_get(&msbuild->types, type);

	return index == MAP_NONE ? NULL : &msbuild->definitions.items[index];
}

const char *msbuild_metadata(struct msbuild *msbuild, const char *type,
	const struct msbuild_item *item, const char *name)
{
	const char *key = msbuild_name(msbuild, name), *value = NULL;
	const struct metadata *definition =
		definition_of(msbuild, msbuild_name(msbuild, type));

	if (item)
		value = find_value(&item->own, key);
	if (!value && definition)
		value = find_value(definition, key);
	return value ? value : "";
}

/* Enters an element: notes are about it. False if its condition fails. */
static bool enter(struct msbuild *msbuild, const struct xml_element *element,
	const char *file)
{
	msbuild->file = file;
	msbuild->element = element;
	return msbuild_holds(msbuild, xml_attribute(element, "Condition"),
		msbuild->directory);
}

/* ---- definitions ---------------------------------------------------------- */

static void add_definition(struct msbuild *msbuild, const char *type)
{
	if (definition_of(msbuild, type))
		return;
	map_set(msbuild->arena, &msbuild->types, type,
		msbuild->definitions.count);
	*vec_add(msbuild->arena, &msbuild->definitions) =
		(struct metadata){ 0 };
}

/* What the kit's toolset says of a driver before the project does. */
static void define_for_drivers(struct msbuild *msbuild)
{
	static const char *const values[][2] = {
		{ "MergeSections", "_TEXT=.text;_PAGE=PAGE" },
		{ "SpecifySectionAttributes", "INIT,d" },
	};
	const char *type = msbuild_name(msbuild, "Link");

	add_definition(msbuild, type);
	for (int i = 0; i < 2; i++)
		set_value(msbuild, definition_of(msbuild, type),
			msbuild_name(msbuild, values[i][0]), values[i][1]);
}

static void read_definition(struct msbuild *msbuild,
	const struct xml_element *element, const char *file)
{
	const char *type = msbuild_name(msbuild, element->name);

	add_definition(msbuild, type);
	msbuild->item_type = type;
	for (uint32_t i = 0; i < element->children.count; i++) {
		const struct xml_element *child = element->children.items[i];

		if (enter(msbuild, child, file))
			set_value(msbuild, definition_of(msbuild, type),
				msbuild_name(msbuild, child->name),
				msbuild_expand(msbuild, child->text));
	}
	msbuild->item_type = NULL;
}

void msbuild_read_definitions(struct msbuild *msbuild)
{
	if (nocase_same(msbuild_property(msbuild, "IsKernelModeToolset"),
		    "true"))
		define_for_drivers(msbuild);
	for (uint32_t i = 0; i < msbuild->definition_groups.count; i++) {
		const struct deferred *group =
			&msbuild->definition_groups.items[i];
		const struct xml_element *element = group->element;

		if (!enter(msbuild, element, group->file))
			continue;
		for (uint32_t j = 0; j < element->children.count; j++)
			if (enter(msbuild, element->children.items[j],
				    group->file))
				read_definition(msbuild,
					element->children.items[j],
					group->file);
	}
}

/* ---- file names with * and ? ---------------------------------------------- */

struct matches {
	struct msbuild *msbuild;
	struct msbuild_list *found;
};

static bool name_matches(const char *pattern, const char *name)
{
	const char *star = NULL, *tried = NULL;

	while (*name) {
		if (*pattern == '*') {
			star = ++pattern;
			tried = name;
		} else if (*pattern == '?' ||
			(*pattern && nocase_starts((char[]){ *name, 0 },
				(char[]){ *pattern, 0 }))) {
			pattern++;
			name++;
		} else if (star) {
			pattern = star;
			name = ++tried;
		} else {
			return false;
		}
	}
	return !pattern[strspn(pattern, "*")];
}

/* Matches the rest of a pattern below a directory that was matched so far.
 * `shown` is the directory as it is to be named in the items. */
static void walk(struct matches *matches, const char *directory,
	const char *shown, const char *pattern, uint32_t depth)
{
	struct msbuild *msbuild = matches->msbuild;
	struct arena *arena = msbuild->arena;
	size_t length = strcspn(pattern, "/");
	const char *part = arena_strndup(arena, pattern, length);
	const char *rest = pattern[length] ? pattern + length + 1 : NULL;
	bool any_depth = !strcmp(part, "**");
	struct name_list names = { 0 };
	const char *error;

	if (any_depth && rest)
		walk(matches, directory, shown, rest, depth + 1);
	if (depth > 50 || msbuild->walked > MOST_WALKED ||
		!platform_list_directory(arena, directory, &names, &error))
		return;
	for (uint32_t i = 0; i < names.items.count; i++) {
		const char *name = names.items.items[i];
		const char *path = path_join(arena, directory, name);
		const char *below = *shown
			? arena_printf(arena, "%s/%s", shown, name) : name;
		bool is_directory = platform_path_kind(path) == PATH_DIRECTORY;

		msbuild->walked++;
		if (any_depth && is_directory)
			walk(matches, path, below, pattern, depth + 1);
		else if (rest && is_directory && name_matches(part, name))
			walk(matches, path, below, rest, depth + 1);
		else if (!rest && !is_directory && name_matches(part, name))
			*vec_add(arena, &matches->found->parts) = below;
	}
}

/* Puts in the files that a pattern means, relative as it is. */
static void expand_pattern(struct msbuild *msbuild, const char *pattern,
	struct msbuild_list *found)
{
	struct matches matches = { msbuild, found };
	struct arena *arena = msbuild->arena;
	const char *normal = path_normalise(arena, pattern);
	size_t fixed = strcspn(normal, "*?");
	const char *prefix, *directory;

	while (fixed && normal[fixed - 1] != '/')
		fixed--;
	prefix = arena_strndup(arena, normal, fixed ? fixed - 1 : 0);
	directory = *prefix || normal[0] == '/'
		? path_join(arena, msbuild->directory, *prefix ? prefix : "/")
		: msbuild->directory;
	walk(&matches, lookup_path(msbuild->lookup, directory), prefix,
		normal + fixed, 0);
	if (msbuild->walked > MOST_WALKED)
		msbuild_note(msbuild, "%s: looks at more than 100,000 files "
			"and is given up", pattern);
}

/* Names for an Include, Remove, Exclude or Update. */
static void read_names(struct msbuild *msbuild, const char *text,
	struct msbuild_list *names)
{
	struct msbuild_list parts = { 0 };

	msbuild_split(msbuild->arena, msbuild_expand(msbuild, text), &parts);
	for (uint32_t i = 0; i < parts.parts.count; i++)
		if (strpbrk(parts.parts.items[i], "*?"))
			expand_pattern(msbuild, parts.parts.items[i], names);
		else
			*vec_add(msbuild->arena, &names->parts) =
				parts.parts.items[i];
}

/* ---- items ----------------------------------------------------------------- */

static const char *key_of(struct msbuild *msbuild, const char *include)
{
	return msbuild_name(
		msbuild, path_normalise(msbuild->arena, include));
}

/* The keys of what an Exclude, Remove or Update names. */
static struct map keys_of(struct msbuild *msbuild, const char *named)
{
	struct msbuild_list names = { 0 };
	struct map keys = { 0 };

	read_names(msbuild, named, &names);
	for (uint32_t i = 0; i < names.parts.count; i++)
		map_set(msbuild->arena, &keys,
			key_of(msbuild, names.parts.items[i]), 1);
	return keys;
}

static bool is_special(const char *attribute)
{
	static const char *const names[] = { "Include", "Exclude", "Remove",
		"Update", "Condition", "Label", "KeepDuplicates",
		"KeepMetadata", "RemoveMetadata", "MatchOnMetadata",
		"MatchOnMetadataOptions" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(attribute, names[i]))
			return true;
	return false;
}

/* What an element says about an item, beside its name. */
static void read_metadata(
	struct msbuild *msbuild, const struct deferred *at, uint32_t index)
{
	const struct xml_element *element = at->element;
	struct msbuild_item item = msbuild->items.items[index];

	msbuild->item = &item;
	for (uint32_t i = 0; i < element->attributes.count; i++) {
		const struct xml_attribute *attribute =
			&element->attributes.items[i];

		if (!is_special(attribute->name))
			set_value(msbuild, &item.own,
				msbuild_name(msbuild, attribute->name),
				msbuild_expand(msbuild, attribute->value));
	}
	for (uint32_t i = 0; i < element->children.count; i++) {
		const struct xml_element *child = element->children.items[i];

		if (enter(msbuild, child, at->file))
			set_value(msbuild, &item.own,
				msbuild_name(msbuild, child->name),
				msbuild_expand(msbuild, child->text));
	}
	msbuild->item = NULL;
	msbuild->items.items[index] = item;
}

static void include_items(
	struct msbuild *msbuild, const struct deferred *at, const char *include)
{
	const char *exclude = xml_attribute(at->element, "Exclude");
	struct map excluded = keys_of(msbuild, exclude ? exclude : "");
	struct msbuild_list names = { 0 };

	read_names(msbuild, include, &names);
	for (uint32_t i = 0; i < names.parts.count; i++) {
		struct msbuild_item item = {
			.type = msbuild_name(msbuild, at->element->name),
			.include = names.parts.items[i],
			.key = key_of(msbuild, names.parts.items[i]),
			.element = at->element,
			.file = at->file,
		};

		if (map_get(&excluded, item.key) != MAP_NONE)
			continue;
		*vec_add(msbuild->arena, &msbuild->items) = item;
		read_metadata(msbuild, at, msbuild->items.count - 1);
	}
}

/* Remove and Update: what to do with the items that are there already. */
static void change_items(struct msbuild *msbuild, const struct deferred *at,
	const char *named, bool remove)
{
	const char *type = msbuild_name(msbuild, at->element->name);
	struct map keys = keys_of(msbuild, named);

	for (uint32_t i = 0; i < msbuild->items.count; i++) {
		struct msbuild_item *item = &msbuild->items.items[i];

		if (item->type != type || item->removed ||
			map_get(&keys, item->key) == MAP_NONE)
			continue;
		if (remove)
			item->removed = true;
		else
			read_metadata(msbuild, at, i);
	}
}

static void read_item(struct msbuild *msbuild, const struct deferred *at)
{
	const char *include = xml_attribute(at->element, "Include");
	const char *remove = xml_attribute(at->element, "Remove");
	const char *update = xml_attribute(at->element, "Update");

	if (!enter(msbuild, at->element, at->file))
		return;
	if (include)
		include_items(msbuild, at, include);
	if (remove)
		change_items(msbuild, at, remove, true);
	if (update)
		change_items(msbuild, at, update, false);
}

void msbuild_read_items(struct msbuild *msbuild)
{
	for (uint32_t i = 0; i < msbuild->item_groups.count; i++) {
		struct deferred at = msbuild->item_groups.items[i];
		const struct xml_element *group = at.element;

		if (!enter(msbuild, group, at.file))
			continue;
		for (uint32_t j = 0; j < group->children.count; j++) {
			at.element = group->children.items[j];
			read_item(msbuild, &at);
		}
	}
}

void msbuild_items(struct msbuild *msbuild, const char *type,
	void (*each)(void *context, struct msbuild_item *item), void *context)
{
	const char *key = msbuild_name(msbuild, type);

	for (uint32_t i = 0; i < msbuild->items.count; i++)
		if (msbuild->items.items[i].type == key &&
			!msbuild->items.items[i].removed)
			each(context, &msbuild->items.items[i]);
}

bool msbuild_mentions(struct msbuild *msbuild, const char *type)
{
	for (uint32_t i = 0; i < msbuild->item_groups.count; i++) {
		const struct xml_element *group =
			msbuild->item_groups.items[i].element;

		for (uint32_t j = 0; j < group->children.count; j++)
			if (nocase_same(group->children.items[j]->name, type) &&
				xml_attribute(
					group->children.items[j], "Include"))
				return true;
	}
	return false;
}
