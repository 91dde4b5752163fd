#include "project/wpp_options.h"

#include <ctype.h>
#include <string.h>

#include "base/nocase.h"

/* ---- declarations ------------------------------------------------------- */

static size_t name_length(const char *text)
{
	size_t length = 0;

	while (isalnum((unsigned char)text[length]) || text[length] == '_')
		length++;
	return length;
}

/* The length of what stands in a pair, that included; 0 if there is none. */
static size_t pair_length(const char *text, char open, char close)
{
	unsigned depth = 0;

	for (size_t i = 0; text[i] && text[i] != '\n'; i++) {
		depth += text[i] == open;
		depth -= text[i] == close;
		if (!depth)
			return i ? i + 1 : 0;
	}
	return 0;
}

static size_t blanks(const char *text)
{
	return strspn(text, " \t");
}

/* The end of such a pair behind blanks, or where the text starts. */
static size_t behind_pair(const char *text, size_t at, char open, char close)
{
	size_t start = at + blanks(text + at);
	size_t length = pair_length(text + start, open, close);

	return length ? start + length : at;
}

const char *wpp_declaration(struct arena *arena, const char *text)
{
	size_t end = name_length(text);

	if (!end)
		return NULL;
	end = behind_pair(text, end, '{', '}');
	return arena_strndup(arena, text, behind_pair(text, end, '(', ')'));
}

void wpp_add_function(struct arena *arena, const char *text, struct unit *unit)
{
	const char *declaration = wpp_declaration(
		arena, text + strspn(text, " \t\r\n\"'"));

	if (declaration)
		*vec_add(arena, &unit->build.wpp_functions) = declaration;
}

void wpp_add_options(struct arena *arena, const char *text, struct unit *unit)
{
	while ((text = nocase_find(text, "-func:")) != NULL) {
		text += strlen("-func:");
		wpp_add_function(arena, text, unit);
	}
}

/* ---- the macro ---------------------------------------------------------- */

/* The conditions of a macro, always given and handed over: their names as WPP
 * joins them, their values, and the parameters among them. */
struct conditions {
	const char *joined, *values, *parameters;
};

static void add_condition(struct arena *arena, struct conditions *conditions,
	const char *name, const char *value)
{
	conditions->joined =
		arena_printf(arena, "%s%s_", conditions->joined, name);
	conditions->values = arena_printf(arena, "%s%s%s", conditions->values,
		*conditions->values ? ", " : "", value);
}

/* "{LEVEL=ERROR, FLAGS=ALL}" */
static void read_given(
	struct arena *arena, const char *at, struct conditions *conditions)
{
	while (*at && *at != '}') {
		size_t length = name_length(at), end;
		const char *name = arena_strndup(arena, at, length);

		at += length + blanks(at + length);
		if (!length || *at != '=') {
			at += *at && *at != '}';
			continue;
		}
		at += 1 + blanks(at + 1);
		end = strcspn(at, ",}");
		add_condition(arena, conditions, name,
			arena_strndup(arena, at, end));
		at += end;
	}
}

/* "(LEVEL, FLAGS, MSG, ...)", of which the message ends it. */
static void read_parameters(
	struct arena *arena, const char *at, struct conditions *conditions)
{
	for (at += *at == '('; *at; at += *at == ',') {
		const char *name;
		size_t length;

		at += blanks(at);
		length = name_length(at);
		name = arena_strndup(arena, at, length);
		if (!length || !strcmp(name, "MSG"))
			return;
		add_condition(arena, conditions, name, name);
		conditions->parameters = arena_printf(
			arena, "%s%s, ", conditions->parameters, name);
		at += length + blanks(at + length);
		if (*at != ',')
			return;
	}
}

/* What a driver defines as WPP_LEVEL_FLAGS_PRE and _POST stands round a trace
 * with these conditions: it may evaluate an argument, and return. */
const char *wpp_definition(struct arena *arena, const char *declaration)
{
	struct conditions all = { "", "", "" };
	size_t length = name_length(declaration);
	const char *name = arena_strndup(arena, declaration, length);
	const char *at = declaration + length;

	at += blanks(at);
	if (*at == '{') {
		read_given(arena, at + 1, &all);
		at += strcspn(at, "}");
		at += *at == '}';
	}
	read_parameters(arena, at + blanks(at), &all);
	return arena_printf(arena,
		"#undef %s\n"
		"#if defined(WPP_%sPRE) || defined(WPP_%sPOST)\n"
		"#ifndef WPP_%sPRE\n"
		"#define WPP_%sPRE(...)\n"
		"#endif\n"
		"#ifndef WPP_%sPOST\n"
		"#define WPP_%sPOST(...)\n"
		"#endif\n"
		"#define %s(%s...) WPP_%sPRE(%s) (void)0 WPP_%sPOST(%s)\n"
		"#else\n"
		"#define %s(...) ((void)0)\n"
		"#endif\n",
		name, all.joined, all.joined, all.joined, all.joined,
		all.joined, all.joined, name, all.parameters, all.joined,
		all.values, all.joined, all.values, name);
}
