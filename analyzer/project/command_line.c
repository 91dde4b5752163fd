/*
 * Two tables, one per family of compilers, say which options matter to a
 * parser and what clang calls them. An option that is in neither is dropped:
 * clang stops at options it does not know, and what the tables lack is about
 * code generation, warnings and outputs. The price is that a rare option with
 * a value in the next word leaves that word behind; it is taken for an input,
 * and dropped too.
 */
#include "project/command_line.h"

#include <ctype.h>
#include <string.h>

#include "base/path.h"
#include "base/platform/platform.h"

/* ---- splitting ---------------------------------------------------------- */

/* A word under construction, never longer than the text it comes from. */
struct draft {
	char *bytes;
	size_t length;
};

static void put(struct draft *draft, char byte)
{
	draft->bytes[draft->length++] = byte;
}

/* Both readers take one word at `text`, which does not start with a blank, and
 * return where it ends. */

static const char *posix_word(const char *text, struct draft *draft)
{
	char quote = 0;

	for (; *text && (quote || !isspace((unsigned char)*text)); text++) {
		if (quote ? *text == quote : *text == '\'' || *text == '"')
			quote = quote ? 0 : *text;
		else if (*text == '\\' && text[1] && quote != '\'' &&
			(!quote || strchr("\"\\$`", text[1])))
			put(draft, *++text);
		else
			put(draft, *text);
	}
	return text;
}

static const char *windows_word(const char *text, struct draft *draft)
{
	bool quoted = false;

	while (*text && (quoted || !isspace((unsigned char)*text))) {
		size_t slashes = strspn(text, "\\");
		bool before_quote = text[slashes] == '"';

		for (size_t i = before_quote ? slashes / 2 : slashes; i > 0; i--)
			put(draft, '\\');
		text += slashes;
		if (!before_quote && !slashes) {
			put(draft, *text++);
		} else if (before_quote && slashes % 2) {
			put(draft, *text++);
		} else if (before_quote && quoted && text[1] == '"') {
			put(draft, '"');
			text += 2;
		} else if (before_quote) {
			quoted = !quoted;
			text++;
		}
	}
	return text;
}

static const char *take_word(struct arena *arena, const char **text,
	enum quoting quoting)
{
	struct draft draft = { 0 };

	while (isspace((unsigned char)**text))
		++*text;
	if (!**text)
		return NULL;
	draft.bytes = arena_alloc(arena, strlen(*text) + 1);
	*text = quoting == QUOTING_WINDOWS ? windows_word(*text, &draft)
					   : posix_word(*text, &draft);
	return arena_strndup(arena, draft.bytes, draft.length);
}

void command_split(struct arena *arena, const char *text, enum quoting quoting,
	struct words *words)
{
	struct arena scratch;
	const char *word;

	arena_init(&scratch);
	while ((word = take_word(&scratch, &text, quoting)) != NULL)
		*vec_add(arena, &words->list) = arena_strdup(arena, word);
	arena_release(&scratch);
}

/* ---- compilers ---------------------------------------------------------- */

/* The program's name in lower case, without directories. */
static char *program_name(struct arena *arena, const char *word)
{
	char *name = arena_strdup(arena, path_base(word));

	for (char *c = name; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return name;
}

static bool ends_in_exe(const char *name)
{
	size_t length = strlen(name);

	return length > 4 && !strcmp(name + length - 4, ".exe");
}

/* cl, clang-cl; their options start with '/' as well as '-'. */
static bool is_cl(struct arena *arena, const char *word)
{
	char *name = program_name(arena, word);

	if (ends_in_exe(name))
		name[strlen(name) - 4] = '\0';
	return !strcmp(name, "cl") || !strncmp(name, "clang-cl", 8);
}

enum quoting command_quoting(struct arena *arena, const char *text)
{
	const char *first = take_word(arena, &text, QUOTING_WINDOWS);

	if (first && (is_cl(arena, first) ||
			     ends_in_exe(program_name(arena, first))))
		return QUOTING_WINDOWS;
	return QUOTING_POSIX;
}

/* Programs that run the compiler named behind them. */
static bool is_launcher(struct arena *arena, const char *word)
{
	const char *name = program_name(arena, word);

	return !strncmp(name, "ccache", 6) || !strncmp(name, "sccache", 7) ||
		!strncmp(name, "distcc", 6);
}

/* ---- translation -------------------------------------------------------- */

enum shape {
	FLAG,	  /* the whole word */
	JOINED,	  /* the value is the rest of the word */
	SEPARATE, /* the value is the next word */
	EITHER,
};

enum value { VALUE_TEXT, VALUE_PATH };

struct translation {
	const char *from;
	enum shape shape;
	const char *to; /* NULL: dropped, with its value */
	enum value value;
};

/* In each table the first row that fits counts. */
static const struct translation from_gnu[] = {
	{ "-o", EITHER, NULL, 0 },
	{ "-MF", EITHER, NULL, 0 },
	{ "-MT", EITHER, NULL, 0 },
	{ "-MQ", EITHER, NULL, 0 },
	{ "-MJ", EITHER, NULL, 0 },
	{ "-L", EITHER, NULL, 0 },
	{ "-Xlinker", SEPARATE, NULL, 0 },
	{ "-Xassembler", SEPARATE, NULL, 0 },
	{ "--param", SEPARATE, NULL, 0 },
	{ "-include-pch", SEPARATE, NULL, 0 },
	{ "-include", EITHER, "-include", VALUE_PATH },
	{ "-imacros", EITHER, "-imacros", VALUE_PATH },
	{ "-isystem", EITHER, "-isystem", VALUE_PATH },
	{ "-iquote", EITHER, "-iquote", VALUE_PATH },
	{ "-idirafter", EITHER, "-idirafter", VALUE_PATH },
	{ "-isysroot", EITHER, "-isysroot", VALUE_PATH },
	{ "-ivfsoverlay", EITHER, "-ivfsoverlay", VALUE_PATH },
	{ "--sysroot=", JOINED, "--sysroot=", VALUE_PATH },
	{ "-I", EITHER, "-I", VALUE_PATH },
	{ "-D", EITHER, "-D", 0 },
	{ "-U", EITHER, "-U", 0 },
	{ "-undef", FLAG, "-undef", 0 },
	{ "-x", EITHER, "-x", 0 },
	{ "-ansi", FLAG, "-ansi", 0 },
	{ "-std=", JOINED, "-std=", 0 },
	{ "--std=", JOINED, "-std=", 0 },
	{ "-target", SEPARATE, "-target", 0 },
	{ "--target=", JOINED, "--target=", 0 },
	{ "-Xclang", SEPARATE, "-Xclang", 0 },
	{ "-nostdinc", FLAG, "-nostdinc", 0 },
	{ "-nostdinc++", FLAG, "-nostdinc++", 0 },
	{ "-nostdlibinc", FLAG, "-nostdlibinc", 0 },
	{ "-m32", FLAG, "-m32", 0 },
	{ "-m64", FLAG, "-m64", 0 },
	{ "-mms-bitfields", FLAG, "-mms-bitfields", 0 },
	{ "-fms-", JOINED, "-fms-", 0 },
	{ "-fno-ms-", JOINED, "-fno-ms-", 0 },
	{ "-fgnuc-version=", JOINED, "-fgnuc-version=", 0 },
	{ "-fdeclspec", FLAG, "-fdeclspec", 0 },
	{ "-funsigned-char", FLAG, "-funsigned-char", 0 },
	{ "-fsigned-char", FLAG, "-fsigned-char", 0 },
	{ "-fpack-struct", JOINED, "-fpack-struct", 0 },
	{ "-fshort-wchar", FLAG, "-fshort-wchar", 0 },
	{ "-fshort-enums", FLAG, "-fshort-enums", 0 },
	{ "-fexceptions", FLAG, "-fexceptions", 0 },
	{ "-fno-exceptions", FLAG, "-fno-exceptions", 0 },
	{ "-frtti", FLAG, "-frtti", 0 },
	{ "-fno-rtti", FLAG, "-fno-rtti", 0 },
	{ "-ffreestanding", FLAG, "-ffreestanding", 0 },
	{ "-fno-builtin", FLAG, "-fno-builtin", 0 },
	{ "-fblocks", FLAG, "-fblocks", 0 },
	{ 0 },
};

/* Without the '/' or '-' in front. */
static const struct translation from_cl[] = {
	{ "Fo", EITHER, NULL, 0 },
	{ "o", SEPARATE, NULL, 0 },
	{ "external:I", EITHER, "-isystem", VALUE_PATH },
	{ "imsvc", EITHER, "-isystem", VALUE_PATH },
	{ "I", EITHER, "-I", VALUE_PATH },
	{ "FI", EITHER, "-include", VALUE_PATH },
	{ "D", EITHER, "-D", 0 },
	{ "U", EITHER, "-U", 0 },
	{ "TP", FLAG, "-xc++", 0 },
	{ "TC", FLAG, "-xc", 0 },
	{ "std:c++latest", FLAG, "-std=c++23", 0 },
	{ "std:clatest", FLAG, "-std=c23", 0 },
	{ "std:", JOINED, "-std=", 0 },
	{ "J", FLAG, "-funsigned-char", 0 },
	{ "Zp", FLAG, "-fpack-struct=1", 0 },
	{ "Zp", JOINED, "-fpack-struct=", 0 },
	{ "Zc:alignedNew-", FLAG, "-fno-aligned-allocation", 0 },
	{ "Zc:sizedDealloc-", FLAG, "-fno-sized-deallocation", 0 },
	{ "Zc:threadSafeInit-", FLAG, "-fno-threadsafe-statics", 0 },
	{ "kernel", FLAG, "-D_KERNEL_MODE=1", 0 },
	{ "GR-", FLAG, "-fno-rtti", 0 },
	{ "EHsc", FLAG, "-fexceptions", 0 },
	{ "EHa", FLAG, "-fexceptions", 0 },
	{ "clang:", JOINED, "", 0 },
	{ "Xclang", SEPARATE, "-Xclang", 0 },
	{ "-target=", JOINED, "--target=", 0 },
	{ "fms-", JOINED, "-fms-", 0 },
	{ "m32", FLAG, "-m32", 0 },
	{ "m64", FLAG, "-m64", 0 },
	{ 0 },
};

/* The row for an option, and where in its word its value starts ("" for in
 * the next word); NULL if no row fits. */
static const struct translation *row_for(const struct translation *table,
	const char *option, const char **value)
{
	for (const struct translation *row = table; row->from; row++) {
		size_t length = strlen(row->from);
		bool longer;

		if (strncmp(option, row->from, length))
			continue;
		*value = option + length;
		longer = **value != '\0';
		if (row->shape == EITHER || longer == (row->shape == JOINED))
			return row;
	}
	return NULL;
}

/* A path as it is seen from where we run. clang is not told the directory of
 * the command, so that it names files the way the user does. */
static const char *path_from_here(struct arena *arena, const char *path,
	bool windows, const char *directory)
{
	const char *here = platform_current_directory(arena);

	if (windows)
		path = path_normalise(arena, path);
	path = path_normalise(arena, path_join(arena, directory, path));
	return here ? path_relative(here, path) : path;
}

/* The value is joined to a short option ("-Idir"), or where it always is. */
static void put_option(struct arena *arena, const struct translation *row,
	const char *value, bool windows, struct unit *unit)
{
	bool joined = strlen(row->to) <= 2 || row->shape == JOINED;
	const char *text = value;

	if (row->value == VALUE_PATH)
		text = path_from_here(arena, value, windows, unit->directory);
	if (!joined)
		*vec_add(arena, &unit->arguments) = row->to;
	*vec_add(arena, &unit->arguments) = joined
		? arena_printf(arena, "%s%s", row->to, text)
		: text;
}

static void translate(struct arena *arena, const struct words *words,
	bool windows, struct unit *unit)
{
	for (uint32_t i = 0; i < words->list.count; i++) {
		const char *word = words->list.items[i], *value;
		const struct translation *row;

		if (windows && (!strcmp(word, "/link") || !strcmp(word, "-link")))
			return;
		if (word[0] != '-' && !(windows && word[0] == '/'))
			continue;
		row = row_for(windows ? from_cl : from_gnu,
			windows ? word + 1 : word, &value);
		if (!row) {
			*vec_add(arena, &unit->dropped) = word;
			continue;
		}
		if (row->shape == FLAG) {
			*vec_add(arena, &unit->arguments) = row->to;
			continue;
		}
		if (!*value && i + 1 < words->list.count)
			value = words->list.items[++i];
		if (row->to)
			put_option(arena, row, value, windows, unit);
	}
}

/* The words of a response file, which may not name further ones. Windows
 * tools write them in UTF-16 at times; those cannot be read here. */
static const char *add_response_file(struct arena *arena, const char *name,
	const char *directory, enum quoting quoting, struct words *words)
{
	const char *error, *path = path_join(arena, directory,
		path_normalise(arena, name));
	char *bytes;
	size_t size;

	if (!platform_read_file(arena, path, &bytes, &size, &error))
		return arena_printf(arena, "its response file %s: %s", path,
			error);
	if (strlen(bytes) != size)
		return arena_printf(arena, "its response file %s is not UTF-8",
			path);
	command_split(arena, bytes, quoting, words);
	return NULL;
}

const char *command_to_clang(
	struct arena *arena, const struct words *command, struct unit *unit)
{
	const char *error = NULL, *compiler;
	struct words words = { 0 };
	uint32_t first = 0;
	bool windows;

	while (first + 1 < command->list.count &&
		is_launcher(arena, command->list.items[first]))
		first++;
	if (first >= command->list.count)
		return "its command is empty";
	compiler = command->list.items[first];
	windows = is_cl(arena, compiler);
	for (uint32_t i = first + 1; i < command->list.count && !error; i++) {
		const char *word = command->list.items[i];

		if (word[0] == '@')
			error = add_response_file(arena, word + 1,
				unit->directory,
				command_quoting(arena, compiler), &words);
		else
			*vec_add(arena, &words.list) = word;
	}
	translate(arena, &words, windows, unit);
	return error;
}
