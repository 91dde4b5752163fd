/*
 * Names of the linker's and those of the source. In C there is little between
 * them: on x86 an underscore, and the bytes of the arguments behind an '@'. Of
 * the decorated names of C++ those are read that say a name and its scopes, as
 * in ?Push@Queue@@…; what is behind them tells overloads apart, which a name of
 * the source does not.
 */
#include <string.h>

#include "image/parts.h"

/* Microsoft's compiler and clang each have their words for them. */
bool is_part_of_another(const char *symbol)
{
	static const char *const words[] = { "$filt$", "$fin$", "$catch$",
		"?filt$", "?fin$", "?catch$", "?dtor$", NULL };

	for (int i = 0; words[i]; i++)
		if (strstr(symbol, words[i]))
			return true;
	return false;
}

/* ---- C ------------------------------------------------------------------ */

/* How much of a name stands before "@8", if that is at its end. */
static size_t without_arguments(const char *name)
{
	const char *at = strrchr(name, '@');

	if (!at || !at[1] || at[1 + strspn(at + 1, "0123456789")])
		return strlen(name);
	return (size_t)(at - name);
}

static const char *c_name(
	struct arena *arena, enum machine machine, const char *symbol)
{
	if (machine == MACHINE_X86 && (*symbol == '_' || *symbol == '@'))
		return arena_strndup(
			arena, symbol + 1, without_arguments(symbol + 1));
	return arena_strdup(arena, symbol);
}

/* ---- C++ ---------------------------------------------------------------- */

/* A name between two '@': no template, no number of one that was there before. */
static bool is_plain(const char *name, size_t length)
{
	return length && *name != '?' && !(*name >= '0' && *name <= '9') &&
		!memchr(name, '?', length) && !memchr(name, '$', length);
}

enum { MAX_SCOPES = 16 };

/* The scopes, innermost first and ended by '@', in front of `name`. */
static const char *in_scopes(
	struct arena *arena, const char *scopes, const char *name)
{
	for (int i = 0; *scopes && *scopes != '@'; i++) {
		size_t length = strcspn(scopes, "@");

		if (!is_plain(scopes, length) || !scopes[length] ||
			i == MAX_SCOPES)
			return NULL;
		name = arena_printf(
			arena, "%.*s::%s", (int)length, scopes, name);
		scopes += length + 1;
	}
	return *scopes ? name : NULL;
}

/* ??0Queue@@ is a constructor, ??1Queue@@ a destructor. */
static const char *special_name(struct arena *arena, const char *symbol)
{
	const char *class_name = symbol + 3;
	size_t length;

	if (symbol[2] != '0' && symbol[2] != '1')
		return NULL;
	length = strcspn(class_name, "@");
	if (!is_plain(class_name, length))
		return NULL;
	return in_scopes(arena, class_name,
		arena_printf(arena, "%s%.*s", symbol[2] == '1' ? "~" : "",
			(int)length, class_name));
}

static const char *cxx_name(struct arena *arena, const char *symbol)
{
	size_t length = strcspn(symbol + 1, "@");

	if (symbol[1] == '?')
		return special_name(arena, symbol);
	if (!is_plain(symbol + 1, length) || !symbol[1 + length])
		return NULL;
	return in_scopes(arena, symbol + 1 + length + 1,
		arena_strndup(arena, symbol + 1, length));
}

const char *source_name(
	struct arena *arena, enum machine machine, const char *symbol)
{
	return *symbol == '?' ? cxx_name(arena, symbol) :
				c_name(arena, machine, symbol);
}
