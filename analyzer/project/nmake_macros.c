/*
 * Macros: $(NAME), $(NAME:old=new), $X for a name of one letter, $$ for a
 * dollar. Values may grow without end when they name each other twice and more,
 * so their size and the number of references are limited.
 */
#include "project/nmake.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/nocase.h"

enum {
	DEEPEST = 100,
	LARGEST = 1024 * 1024,
	MOST_WRITTEN = 32 * LARGEST,
	MOST_REFERENCES = 1000000,
};

struct reference {
	const char *name;	 /* interned, without case */
	const char *from, *to;	 /* to be replaced; NULL: nothing is */
	size_t length;		 /* of all of it */
};

static const char *key_of(struct nmake *nmake, const char *name, size_t length)
{
	return intern(&nmake->names, nocase_lower(nmake->arena,
		arena_strndup(nmake->arena, name, length)));
}

static const char *in_capitals(struct nmake *nmake, const char *key)
{
	char *name = arena_strdup(nmake->arena, key);

	for (char *c = name; *c; c++)
		*c = (char)toupper((unsigned char)*c);
	return name;
}

/* The value as it was written, or NULL. */
static const char *raw_value(struct nmake *nmake, const char *key)
{
	uint32_t index = map_get(&nmake->macros, key);

	return index == MAP_NONE ? getenv(in_capitals(nmake, key))
				 : nmake->values.items[index].text;
}

static void put(struct nmake *nmake, const char *key, const char *text)
{
	uint32_t index = map_get(&nmake->macros, key);

	if (index == MAP_NONE) {
		index = nmake->values.count;
		map_set(nmake->arena, &nmake->macros, key, index);
		vec_add(nmake->arena, &nmake->values);
	}
	nmake->values.items[index] = (struct nmake_macro){ text,
		nmake->file, nmake->line };
}

/* ---- references ----------------------------------------------------------- */

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '@' ||
		c == '*' || c == '<' || c == '?';
}

/* Reads "$(NAME:old=new)" at a dollar; false if it is no reference. */
static bool read_reference(struct nmake *nmake, const char *text,
	struct reference *reference)
{
	const char *name = text + 2, *end = name, *equals;

	*reference = (struct reference){ .length = 2 };
	if (text[1] != '(') {
		reference->name = key_of(nmake, text + 1, 1);
		return is_name(text[1]);
	}
	while (is_name(*end))
		end++;
	reference->name = key_of(nmake, name, (size_t)(end - name));
	if (*end == ':') {
		equals = strchr(end, '=');
		name = equals ? strchr(equals, ')') : NULL;
		if (!name)
			return false;
		reference->from = arena_strndup(nmake->arena, end + 1,
			(size_t)(equals - end - 1));
		reference->to = arena_strndup(nmake->arena, equals + 1,
			(size_t)(name - equals - 1));
		end = name;
	}
	reference->length = (size_t)(end - text) + 1;
	return *end == ')';
}

/* ---- expansion ------------------------------------------------------------ */

struct output {
	struct nmake *nmake;
	VEC(char) text;
};

/* What is said next is said where the macro is set. */
static void go_to(struct nmake *nmake, const char *key)
{
	uint32_t index = map_get(&nmake->macros, key);

	if (index == MAP_NONE || !nmake->values.items[index].file)
		return;
	nmake->file = nmake->values.items[index].file;
	nmake->line = nmake->values.items[index].line;
}

/* What would be read next does not matter. */
static void stop(struct nmake *nmake, const char *key, const char *why)
{
	if (nmake->stopped)
		return;
	nmake->stopped = true;
	go_to(nmake, key);
	nmake_problem(nmake, "the value of the macro %s %s",
		in_capitals(nmake, key), why);
}

static void add(struct output *output, const char *text, size_t length,
	const char *key)
{
	struct nmake *nmake = output->nmake;

	nmake->written += length;
	if (output->text.count + length > LARGEST ||
		nmake->written > MOST_WRITTEN) {
		stop(nmake, key, "is larger than 1 MB");
		return;
	}
	for (size_t i = 0; i < length; i++)
		*vec_add(nmake->arena, &output->text) = text[i];
}

static const char *text_of(struct output *output)
{
	*vec_add(output->nmake->arena, &output->text) = '\0';
	return output->text.items;
}

static void add_replaced(struct output *output, const char *text,
	const struct reference *reference)
{
	size_t length = strlen(reference->from);
	const char *found;

	while (length && (found = strstr(text, reference->from)) != NULL) {
		add(output, text, (size_t)(found - text), reference->name);
		add(output, reference->to, strlen(reference->to),
			reference->name);
		text = found + length;
	}
	add(output, text, strlen(text), reference->name);
}

static void expand(struct output *output, const char *text, const char *key,
	uint32_t depth);

static void add_reference(struct output *output,
	const struct reference *reference, uint32_t depth)
{
	struct nmake *nmake = output->nmake;
	const char *value = raw_value(nmake, reference->name);
	struct output inner = { .nmake = nmake };

	if (++nmake->references > MOST_REFERENCES || depth > DEEPEST)
		stop(nmake, reference->name,
			"has no end: it leads back to itself");
	if (!value)
		*vec_add(nmake->arena, &nmake->unset) = reference->name;
	if (!value || nmake->stopped)
		return;
	if (!reference->from) {
		expand(output, value, reference->name, depth + 1);
		return;
	}
	expand(&inner, value, reference->name, depth + 1);
	add_replaced(output, text_of(&inner), reference);
}

/* Adds a part of the value of a macro, `key`. */
static void expand(struct output *output, const char *text, const char *key,
	uint32_t depth)
{
	struct nmake *nmake = output->nmake;
	struct reference reference;

	while (*text && !nmake->stopped) {
		size_t length = strcspn(text, "$");

		if (length) {
			add(output, text, length, key);
		} else if (text[1] == '$') {
			add(output, "$", 1, key);
			length = 2;
		} else if (read_reference(nmake, text, &reference)) {
			add_reference(output, &reference, depth);
			length = reference.length;
		} else {
			add(output, text, 1, key);
			length = 1;
		}
		text += length;
	}
}

const char *nmake_expand(struct nmake *nmake, const char *text)
{
	struct output output = { .nmake = nmake };

	expand(&output, text, "", 0);
	return text_of(&output);
}

/* ---- definitions ------------------------------------------------------------ */

/* What a value says of its own macro is the value before. */
static const char *without_itself(
	struct nmake *nmake, const char *key, const char *text)
{
	struct output output = { .nmake = nmake };
	const char *own = raw_value(nmake, key);
	struct reference reference;

	while (*text && !nmake->stopped) {
		size_t length = strcspn(text, "$");
		bool other = length || text[1] == '$' ||
			!read_reference(nmake, text, &reference);

		if (!length)
			length = !other ? reference.length : text[1] ? 2 : 1;
		if (other || reference.name != key)
			add(&output, text, length, key);
		else if (own && !reference.from)
			add(&output, own, strlen(own), key);
		else
			add_reference(&output, &reference, 0);
		text += length;
	}
	return text_of(&output);
}

void nmake_set(struct nmake *nmake, const char *name, const char *value)
{
	const char *key = key_of(nmake, name, strlen(name));

	put(nmake, key, without_itself(nmake, key, value));
}

void nmake_unset(struct nmake *nmake, const char *name)
{
	put(nmake, key_of(nmake, name, strlen(name)), NULL);
}

bool nmake_is_set(struct nmake *nmake, const char *name)
{
	return raw_value(nmake, key_of(nmake, name, strlen(name))) != NULL;
}

const char *nmake_value(struct nmake *nmake, const char *name)
{
	struct output output = { .nmake = nmake };
	struct reference reference = { .name = key_of(
					       nmake, name, strlen(name)) };

	if (raw_value(nmake, reference.name))
		add_reference(&output, &reference, 0);
	return text_of(&output);
}

const char *nmake_list(struct nmake *nmake, const char *name)
{
	const char *value;

	nmake->unset.count = 0;
	value = nmake_value(nmake, name);
	go_to(nmake, key_of(nmake, name, strlen(name)));
	for (uint32_t i = 0; i < nmake->unset.count; i++)
		nmake_note(nmake, "the macro %s, which %s names, is not set",
			in_capitals(nmake, nmake->unset.items[i]), name);
	return value;
}
