/*
 * The property functions that projects really use: methods of a text, and a
 * few static ones that look for files. Anything else is not understood, and
 * said to be.
 */
#include "project/msbuild.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"

enum { LONGEST_RESULT = 1024 * 1024 };

struct arguments {
	VEC(const char *) list;
};

/* The end of an argument: a comma or parenthesis outside quotes. */
static const char *argument_end(const char *text)
{
	uint32_t open = 0;
	char quote = 0;

	for (; *text; text++) {
		if (quote)
			quote = *text == quote ? 0 : quote;
		else if (strchr("'\"`", *text))
			quote = *text;
		else if (*text == '(')
			open++;
		else if (*text == ')' && open)
			open--;
		else if (!open && (*text == ')' || *text == ','))
			break;
	}
	return text;
}

/* One argument without its blanks and quotes, expanded. */
static const char *argument(
	struct msbuild *msbuild, const char *text, const char *end)
{
	while (text < end && isspace((unsigned char)*text))
		text++;
	while (end > text && isspace((unsigned char)end[-1]))
		end--;
	if (end - text >= 2 && strchr("'\"`", *text) && end[-1] == *text) {
		text++;
		end--;
	}
	return msbuild_expand(msbuild,
		arena_strndup(msbuild->arena, text, (size_t)(end - text)));
}

/* Reads "(a, b)"; returns what follows, or NULL if it is no such list. */
static const char *read_arguments(
	struct msbuild *msbuild, const char *text, struct arguments *arguments)
{
	if (*text++ != '(')
		return NULL;
	while (isspace((unsigned char)*text))
		text++;
	if (*text == ')')
		return text + 1;
	for (;;) {
		const char *end = argument_end(text);

		*vec_add(msbuild->arena, &arguments->list) =
			argument(msbuild, text, end);
		if (*end == ')')
			return end + 1;
		if (!*end)
			return NULL;
		text = end + 1;
	}
}

/* ---- methods of a text -------------------------------------------------- */

static const char *truth(bool value)
{
	return value ? "True" : "False";
}

static const char *replaced(struct arena *arena, const char *text,
	const char *from, const char *to)
{
	size_t count = 0, from_length = strlen(from), to_length = strlen(to);
	char *result, *at;

	if (!from_length)
		return text;
	for (const char *c = text; (c = strstr(c, from)); c += from_length)
		count++;
	if (count > LONGEST_RESULT / (to_length + 1))
		return NULL;
	result = arena_alloc(arena, strlen(text) + count * to_length + 1);
	for (at = result; *text;) {
		if (strncmp(text, from, from_length)) {
			*at++ = *text++;
			continue;
		}
		memcpy(at, to, to_length);
		at += to_length;
		text += from_length;
	}
	return result;
}

static const char *substring(
	struct arena *arena, const char *text, const struct arguments *given)
{
	size_t length = strlen(text);
	size_t start = (size_t)strtoul(given->list.items[0], NULL, 10);
	size_t count = given->list.count > 1
		? (size_t)strtoul(given->list.items[1], NULL, 10)
		: length;

	if (start > length)
		return NULL;
	if (count > length - start)
		count = length - start;
	return arena_strndup(arena, text + start, count);
}

static char *upper(struct arena *arena, const char *text)
{
	char *copy = arena_strdup(arena, text);

	for (char *c = copy; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return copy;
}

static bool is_ending(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length >= tail && !strcmp(text + length - tail, end);
}

static const char *trim_end(
	struct arena *arena, const char *text, const char *characters)
{
	size_t length = strlen(text);

	while (length && strchr(characters, text[length - 1]))
		length--;
	return arena_strndup(arena, text, length);
}

/* "a.b.c" as a list: "a;b;c". Any of the characters separates. */
static const char *split(
	struct arena *arena, const char *text, const char *characters)
{
	char *list = arena_strdup(arena, text);

	for (char *c = list; *c; c++)
		if (strchr(characters, *c))
			*c = ';';
	return list;
}

/* "[1]" behind a method that gives a list; NULL if it has no such part. */
static const char *take_part(
	struct arena *arena, const char *list, const char **chain)
{
	char *end;
	uint32_t index = (uint32_t)strtoul(*chain + 1, &end, 10);

	if (end == *chain + 1 || *end != ']')
		return NULL;
	*chain = end + 1;
	for (; index; index--) {
		list += strcspn(list, ";");
		if (!*list++)
			return NULL;
	}
	return arena_strndup(arena, list, strcspn(list, ";"));
}

/* A method with one argument or more. */
static const char *call_with(struct arena *arena, const char *text,
	const char *method, const struct arguments *given)
{
	const char *first = given->list.items[0], *found;

	if (nocase_same(method, "Contains"))
		return truth(strstr(text, first) != NULL);
	if (nocase_same(method, "StartsWith"))
		return truth(!strncmp(text, first, strlen(first)));
	if (nocase_same(method, "EndsWith"))
		return truth(is_ending(text, first));
	if (nocase_same(method, "Equals"))
		return truth(!strcmp(text, first));
	if (nocase_same(method, "Replace") && given->list.count == 2)
		return replaced(arena, text, first, given->list.items[1]);
	if (nocase_same(method, "Substring"))
		return substring(arena, text, given);
	if (nocase_same(method, "Split"))
		return split(arena, text, first);
	if (nocase_same(method, "TrimEnd"))
		return trim_end(arena, text, first);
	if (nocase_same(method, "TrimStart"))
		return text + strspn(text, first);
	if (!nocase_same(method, "IndexOf"))
		return NULL;
	found = strstr(text, first);
	return arena_printf(arena, "%d", found ? (int)(found - text) : -1);
}

static const char *call_method(struct arena *arena, const char *text,
	const char *method, const struct arguments *given)
{
	if (given->list.count)
		return call_with(arena, text, method, given);
	if (nocase_same(method, "ToUpper") ||
		nocase_same(method, "ToUpperInvariant"))
		return upper(arena, text);
	if (nocase_same(method, "ToLower") ||
		nocase_same(method, "ToLowerInvariant"))
		return nocase_lower(arena, text);
	if (nocase_same(method, "Trim"))
		return msbuild_escape(arena, msbuild_plain(arena, text));
	if (nocase_same(method, "TrimEnd"))
		return trim_end(arena, text, " \t\r\n");
	return nocase_same(method, "ToString") ? text : NULL;
}

/* ".Method(…)" as often as they follow one another. */
static const char *call_chain(
	struct msbuild *msbuild, const char *value, const char *chain)
{
	while (value && *chain) {
		struct arguments given = { 0 };
		const char *method;
		size_t length;

		if (*chain++ != '.')
			return NULL;
		length = strspn(chain, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				       "abcdefghijklmnopqrstuvwxyz");
		method = arena_strndup(msbuild->arena, chain, length);
		chain += length;
		if (*chain != '(') {
			value = nocase_same(method, "Length")
				? arena_printf(msbuild->arena, "%zu",
					  strlen(value))
				: NULL;
			continue;
		}
		chain = read_arguments(msbuild, chain, &given);
		if (!chain)
			return NULL;
		value = call_method(msbuild->arena, value, method, &given);
		if (value && *chain == '[')
			value = nocase_same(method, "Split")
				? take_part(msbuild->arena, value, &chain)
				: NULL;
	}
	return value;
}

/* ---- static functions --------------------------------------------------- */

/* The directory at or above `start` that holds `name`, with '/', or NULL. */
static const char *directory_above(
	struct msbuild *msbuild, const char *start, const char *name)
{
	struct arena *arena = msbuild->arena;
	const char *directory = path_normalise(arena,
		path_join(arena, msbuild->directory,
			path_normalise(arena, msbuild_plain(arena, start))));

	name = path_normalise(arena, msbuild_plain(arena, name));
	for (;;) {
		const char *path = path_join(arena, directory, name);
		const char *above = path_directory(arena, directory);

		if (lookup_kind(msbuild->lookup, &path) != PATH_MISSING)
			return directory;
		if (strlen(above) >= strlen(directory))
			return NULL;
		directory = above;
	}
}

static const char *with_separator(struct arena *arena, const char *path)
{
	size_t length = strlen(path);

	if (!length || strchr("/\\", path[length - 1]))
		return path;
	return arena_printf(arena, "%s\\", path);
}

static const char *path_above(
	struct msbuild *msbuild, const char *name, const char *start)
{
	const char *found = directory_above(msbuild, start, name);

	return found ? arena_printf(msbuild->arena, "%s/%s",
			       msbuild_escape(msbuild->arena, found), name)
		     : "";
}

static const char *joined(struct arena *arena, const struct arguments *given)
{
	const char *path = given->list.items[0];

	for (uint32_t i = 1; i < given->list.count; i++)
		path = path_is_absolute(given->list.items[i])
			? given->list.items[i]
			: arena_printf(arena, "%s%s",
				  with_separator(arena, path),
				  given->list.items[i]);
	return path;
}

static const char *call_static(struct msbuild *msbuild, const char *function,
	const struct arguments *given)
{
	const char *first = given->list.count ? given->list.items[0] : "";
	const char *second = given->list.count > 1 ? given->list.items[1] : "";
	const char *here = path_directory(msbuild->arena, msbuild->file);

	if (!given->list.count)
		return NULL;
	if (nocase_same(function, "[MSBuild]::GetDirectoryNameOfFileAbove")) {
		const char *found = directory_above(msbuild, first, second);

		return found ? msbuild_escape(msbuild->arena, found) : "";
	}
	if (nocase_same(function, "[MSBuild]::GetPathOfFileAbove"))
		return path_above(msbuild, first,
			given->list.count > 1 ? second : here);
	if (nocase_same(function, "[MSBuild]::EnsureTrailingSlash"))
		return with_separator(msbuild->arena, first);
	if (nocase_same(function, "[MSBuild]::ValueOrDefault"))
		return *first ? first : second;
	if (nocase_same(function, "[System.IO.Path]::Combine") ||
		nocase_same(function, "[MSBuild]::NormalizePath"))
		return joined(msbuild->arena, given);
	if (nocase_same(function, "[System.IO.Path]::IsPathRooted"))
		return truth(path_is_absolute(first));
	if (nocase_same(function, "[System.IO.Path]::GetFullPath") ||
		nocase_same(function, "[System.String]::Copy") ||
		nocase_same(function, "[System.String]::new"))
		return first;
	return NULL;
}

const char *msbuild_call(struct msbuild *msbuild, const char *expression)
{
	struct arguments given = { 0 };
	const char *start, *value;
	size_t length;

	if (*expression != '[') {
		length = strcspn(expression, ".[");
		value = msbuild_value(msbuild,
			arena_strndup(msbuild->arena, expression, length));
		return call_chain(msbuild, value, expression + length);
	}
	if (nocase_same(expression, "[System.Runtime.InteropServices."
				    "RuntimeInformation]::OSArchitecture"))
		return "X64";
	length = strcspn(expression, "(");
	start = arena_strndup(msbuild->arena, expression, length);
	expression = read_arguments(msbuild, expression + length, &given);
	if (!expression)
		return NULL;
	return call_chain(
		msbuild, call_static(msbuild, start, &given), expression);
}
