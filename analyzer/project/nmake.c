/*
 * Lines and directives. A directive may stand in the middle of a definition
 * that goes on: lists of sources have such parts. A comment on a line of its
 * own does not end a definition either, unless the next line begins another.
 *
 * Where knowledge runs out: a condition that cannot be decided is false, and
 * noted. What may cost sources, macros or directories (an !INCLUDE that leads
 * nowhere, a line that is nothing known, an !IF without end) is a problem.
 */
#include "project/nmake.h"

#include <ctype.h>
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"
#include "base/text_file.h"

enum {
	LARGEST_FILE = 1024 * 1024,
	DEEPEST_INCLUDE = 40,
	MOST_FILES = 200,
	MOST_PROBLEMS = 20,
};

/* An !IF that is open. */
struct level {
	uint32_t line;
	bool outer;  /* the lines round it count */
	bool active; /* these do */
	bool done;   /* a branch was taken */
};

struct reading {
	struct nmake *nmake;
	char *next; /* line */
	uint32_t line;
	VEC(struct level) levels;

	/* A definition that may go on. */
	const char *name; /* or NULL */
	VEC(char) value;
	uint32_t name_line;
	bool after_comment;
	bool in_rule; /* indented lines are its commands */
};

/* ---- what is wrong ---------------------------------------------------------- */

static const char *placed(struct nmake *nmake, const char *text)
{
	return arena_printf(nmake->arena, "%s:%u: %s",
		path_relative(nmake->here, nmake->file), (unsigned)nmake->line,
		text);
}

void nmake_note(struct nmake *nmake, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	*vec_add(nmake->arena, &nmake->notes) = placed(
		nmake, arena_vprintf(nmake->arena, format, args));
	va_end(args);
}

void nmake_problem(struct nmake *nmake, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	*vec_add(nmake->arena, &nmake->problems) = placed(
		nmake, arena_vprintf(nmake->arena, format, args));
	va_end(args);
	if (nmake->problems.count >= MOST_PROBLEMS)
		nmake->stopped = true;
}

/* ---- lines ------------------------------------------------------------------ */

static char *skip_blanks(char *text)
{
	while (*text == ' ' || *text == '\t')
		text++;
	return text;
}

static void trim_end(char *text)
{
	size_t length = strlen(text);

	while (length && isspace((unsigned char)text[length - 1]))
		text[--length] = '\0';
}

/* The next line, without blanks at its end; NULL behind the last. */
static char *take_line(struct reading *reading)
{
	char *line = reading->next, *end;

	if (!line)
		return NULL;
	end = strchr(line, '\n');
	reading->next = end ? end + 1 : NULL;
	if (end)
		*end = '\0';
	trim_end(line);
	reading->line++;
	reading->nmake->line = reading->line;
	return line;
}

/* Cuts a comment off; ^# is no comment. */
static void cut_comment(char *line)
{
	char *from = line, *to = line;

	for (; *from && *from != '#'; from++) {
		if (from[0] == '^' && from[1] == '#')
			from++;
		*to++ = *from;
	}
	*to = '\0';
	trim_end(line);
}

/* Whether the line goes on in the next; what says so is taken off. */
static bool goes_on(char *line)
{
	size_t length = strlen(line);

	if (!length || line[length - 1] != '\\')
		return false;
	line[length - 1] = '\0';
	if (length > 1 && line[length - 2] == '^') {
		line[length - 2] = '\\';
		return false;
	}
	return true;
}

/* ---- definitions -------------------------------------------------------------- */

static bool is_active(const struct reading *reading)
{
	uint32_t count = reading->levels.count;

	return !count || reading->levels.items[count - 1].active;
}

static void end_definition(struct reading *reading)
{
	struct nmake *nmake = reading->nmake;

	if (!reading->name)
		return;
	*vec_add(nmake->arena, &reading->value) = '\0';
	nmake->line = reading->name_line;
	nmake_set(nmake, reading->name, reading->value.items);
	nmake->line = reading->line;
	reading->name = NULL;
}

/* Adds a line to the definition that is open. */
static void add_line(struct reading *reading, char *line)
{
	bool more = goes_on(line);

	line = skip_blanks(line);
	trim_end(line);
	if (reading->value.count && *line)
		*vec_add(reading->nmake->arena, &reading->value) = ' ';
	for (; *line; line++)
		*vec_add(reading->nmake->arena, &reading->value) = *line;
	if (!more)
		end_definition(reading);
}

/* Where the '=' of "NAME = value" is, or NULL. */
static char *find_equals(char *line)
{
	char *end = line;

	while (isalnum((unsigned char)*end) || (*end && strchr("_.$()", *end)))
		end++;
	end = end > line ? skip_blanks(end) : line;
	return *end == '=' ? end : NULL;
}

static bool is_macro_name(const char *name)
{
	return *name && !name[strcspn(name, " \t$()")];
}

static void start_definition(struct reading *reading, char *line, char *equals)
{
	struct nmake *nmake = reading->nmake;
	char *name;

	*equals = '\0';
	trim_end(line);
	name = arena_strdup(nmake->arena, nmake_expand(nmake, line));
	if (!is_macro_name(name)) {
		nmake_problem(nmake, "'%s' is no name of a macro", line);
		return;
	}
	reading->name = name;
	reading->name_line = reading->line;
	reading->value.count = 0;
	reading->after_comment = false;
	add_line(reading, equals + 1);
}

/* ---- includes ----------------------------------------------------------------- */

static bool is_open(const struct nmake *nmake, const char *path)
{
	for (uint32_t i = 0; i < nmake->open.count; i++)
		if (!strcmp(nmake->open.items[i], path))
			return true;
	return false;
}

/* The text of a makefile, or NULL and *error. */
static char *text_of(struct nmake *nmake, const char *path, const char **error)
{
	char *bytes;
	size_t size;

	if (!text_read_file(nmake->arena, path, &bytes, &size, error))
		return NULL;
	*error = size > LARGEST_FILE
		? "it is larger than 1 MB, which no makefile is"
		: memchr(bytes, 0, size)
		? "it is binary: there are NUL bytes in it" : NULL;
	if (!strncmp(bytes, "\xEF\xBB\xBF", 3))
		bytes += 3;
	return *error ? NULL : bytes;
}

/* Relative paths start in the directory of the SOURCES file, or in those of the
 * files that include each other. */
static bool find_include(struct nmake *nmake, const char **path)
{
	const char *name = path_normalise(nmake->arena, *path);

	*path = path_join(nmake->arena, nmake->directory, name);
	if (lookup_kind(nmake->lookup, path) == PATH_FILE)
		return true;
	for (uint32_t i = nmake->open.count; i--;) {
		const char *found = path_join(nmake->arena,
			path_directory(nmake->arena, nmake->open.items[i]),
			name);

		if (lookup_kind(nmake->lookup, &found) == PATH_FILE) {
			*path = found;
			return true;
		}
	}
	return false;
}

static char *unquoted(char *text)
{
	size_t length;

	text = skip_blanks(text);
	trim_end(text);
	length = strlen(text);
	if (length >= 2 && strchr("\"<", text[0]) &&
		strchr("\">", text[length - 1])) {
		text[length - 1] = '\0';
		text++;
	}
	return text;
}

static void include(struct reading *reading, char *argument)
{
	struct nmake *nmake = reading->nmake;
	const char *name = unquoted(arena_strdup(
		nmake->arena, nmake_expand(nmake, argument)));
	const char *path = name, *file = nmake->file, *error;
	char *text;

	if (strstr(name, "<kit>"))
		return; /* what it says is the environment */
	if (!*name || !find_include(nmake, &path)) {
		nmake_problem(nmake, "the file '%s' that is included is not "
			"there", name);
	} else if (is_open(nmake, path)) {
		nmake_problem(nmake, "the file '%s' includes itself", name);
	} else if (nmake->open.count >= DEEPEST_INCLUDE ||
		++nmake->files > MOST_FILES) {
		nmake_problem(nmake, "there is no end to the files that are "
			"included");
		nmake->stopped = true;
	} else if ((text = text_of(nmake, path, &error)) == NULL) {
		nmake_problem(nmake, "the file '%s' that is included cannot "
			"be read: %s", name, error);
	} else {
		nmake_read_text(nmake, path, text);
		nmake->file = file;
		nmake->line = reading->line;
	}
}

/* ---- conditionals --------------------------------------------------------------- */

static bool decide(struct reading *reading, const char *word, char *rest)
{
	struct nmake *nmake = reading->nmake;

	if (nocase_same(word, "if"))
		return nmake_holds(nmake, rest);
	return nmake_is_set(nmake, unquoted(rest)) ==
		nocase_same(word, "ifdef");
}

static void open_level(struct reading *reading, const char *word, char *rest)
{
	struct level level = { .line = reading->line,
		.outer = is_active(reading) };

	level.active = level.outer && decide(reading, word, rest);
	level.done = level.active;
	*vec_add(reading->nmake->arena, &reading->levels) = level;
}

static struct level *top(struct reading *reading, const char *word)
{
	if (reading->levels.count)
		return &reading->levels.items[reading->levels.count - 1];
	nmake_problem(reading->nmake, "there is no !IF to this !%s", word);
	return NULL;
}

/* `word` is NULL for a plain !ELSE. */
static void other_branch(struct reading *reading, const char *word, char *rest)
{
	struct level *level = top(reading, "ELSE");
	bool active;

	if (!level)
		return;
	active = level->outer && !level->done &&
		(!word || decide(reading, word, rest));
	level->active = active;
	level->done |= active || !word;
}

static void close_level(struct reading *reading)
{
	if (top(reading, "ENDIF"))
		reading->levels.count--;
}

/* ---- directives ------------------------------------------------------------------ */

static bool is_condition(const char *word)
{
	return nocase_same(word, "if") || nocase_same(word, "ifdef") ||
		nocase_same(word, "ifndef");
}

/* Takes the word at *text, without case. */
static const char *take_word(struct reading *reading, char **text)
{
	char *start = skip_blanks(*text), *end = start;

	while (isalpha((unsigned char)*end))
		end++;
	*text = end;
	return nocase_lower(reading->nmake->arena,
		arena_strndup(reading->nmake->arena, start,
			(size_t)(end - start)));
}

static void other_directive(struct reading *reading, const char *word,
	char *rest)
{
	struct nmake *nmake = reading->nmake;

	if (nocase_same(word, "include"))
		include(reading, rest);
	else if (nocase_same(word, "undef"))
		nmake_unset(nmake, unquoted(rest));
	else if (nocase_same(word, "error"))
		nmake_note(nmake, "a build stops here, with the message: %s",
			nmake_expand(nmake, skip_blanks(rest)));
	else if (!nocase_same(word, "message") &&
		!nocase_same(word, "cmdswitches"))
		nmake_problem(nmake, "the directive !%s is not known", word);
}

static void directive(struct reading *reading, char *text)
{
	const char *word = take_word(reading, &text);

	if (nocase_same(word, "else")) {
		const char *next = take_word(reading, &text);

		other_branch(reading, is_condition(next) ? next : NULL, text);
	} else if (is_condition(word)) {
		open_level(reading, word, text);
	} else if (nocase_starts(word, "else") && is_condition(word + 4)) {
		other_branch(reading, word + 4, text);
	} else if (nocase_starts(word, "endif")) {
		close_level(reading);
	} else if (is_active(reading)) {
		other_directive(reading, word, text);
	}
}

/* A directive that goes on: all of its lines in one. */
static char *joined(struct reading *reading, char *line)
{
	struct arena *arena = reading->nmake->arena;
	VEC(char) all = { 0 };
	bool more = true;

	while (line && more) {
		cut_comment(line);
		more = goes_on(line);
		for (; *line; line++)
			*vec_add(arena, &all) = *line;
		if (more) {
			*vec_add(arena, &all) = ' ';
			line = take_line(reading);
		}
	}
	*vec_add(arena, &all) = '\0';
	return all.items;
}

/* ---- any line ---------------------------------------------------------------------- */

static void statement(struct reading *reading, char *line, bool indented)
{
	char *equals = find_equals(line), *rest = line;

	if (indented && reading->in_rule)
		return;
	if (equals) {
		reading->in_rule = false;
		start_definition(reading, line, equals);
	} else if (nocase_same(take_word(reading, &rest), "include") &&
		rest > line && isspace((unsigned char)*rest)) {
		include(reading, rest);
	} else if (strchr(line, ':')) {
		reading->in_rule = true;
		while (goes_on(line) && (line = take_line(reading)))
			;
	} else {
		nmake_problem(reading->nmake, "expected NAME = value, or a "
			"directive such as !IF, instead of '%.40s'", line);
	}
}

static void read_line(struct reading *reading, char *line)
{
	char *start = skip_blanks(line);
	bool indented = start > line;

	if (*start == '!') {
		directive(reading, joined(reading, start + 1));
		return;
	}
	if (!is_active(reading))
		return;
	if (*start == '#') {
		reading->after_comment = true;
		return;
	}
	if (!*start ||
		(reading->after_comment && find_equals(start)))
		end_definition(reading);
	cut_comment(start);
	if (reading->name)
		add_line(reading, start);
	else if (*start)
		statement(reading, start, indented);
	reading->after_comment = false;
}

void nmake_read_text(struct nmake *nmake, const char *path, char *text)
{
	struct reading reading = { .nmake = nmake, .next = text };
	char *line;

	nmake->file = path;
	nmake->line = 1;
	*vec_add(nmake->arena, &nmake->open) = path;
	while (!nmake->stopped && (line = take_line(&reading)) != NULL)
		read_line(&reading, line);
	end_definition(&reading);
	for (uint32_t i = 0; i < reading.levels.count; i++) {
		nmake->line = reading.levels.items[i].line;
		if (!nmake->stopped)
			nmake_problem(nmake, "there is no !ENDIF to this !IF");
	}
	nmake->open.count--;
}

bool nmake_read(struct nmake *nmake, const char *path, const char **error)
{
	const char *problem;
	char *text = text_of(nmake, path, &problem);

	if (!text) {
		*error = arena_printf(nmake->arena, "%s: %s",
			path_relative(nmake->here, path), problem);
		return false;
	}
	nmake_read_text(nmake, path, text);
	return true;
}

void nmake_init(struct nmake *nmake, struct arena *arena,
	struct lookup *lookup, const char *here, const char *directory)
{
	*nmake = (struct nmake){ .arena = arena, .lookup = lookup,
		.here = here, .directory = directory };
	intern_init(&nmake->names, arena);
}
