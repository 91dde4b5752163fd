/*
 * The driver is written to fixed/ in the directory the tests run in, edited and
 * audited again, once for each fix.
 */
#include "fixes.h"

#include <check.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/platform/platform.h"
#include "base/buffer.h"

/* ---- texts -------------------------------------------------------------- */

static char *read_text(struct arena *arena, const char *path)
{
	const char *error;
	char *text;
	size_t size;

	ck_assert_msg(platform_read_file(arena, path, &text, &size, &error),
		"%s: %s", path, error);
	return text;
}

static void make_directories(struct arena *arena, const char *path)
{
	if (strchr(path, '/'))
		make_directories(arena, path_directory(arena, path));
	ck_assert(platform_make_directory(path));
}

static void write_text(
	struct arena *arena, const char *path, const char *text)
{
	FILE *file;

	make_directories(arena, path_directory(arena, path));
	file = fopen(path, "wb");
	ck_assert_msg(file, "cannot write %s", path);
	ck_assert_int_ge(fputs(text, file), 0);
	ck_assert_int_eq(fclose(file), 0);
}

/* Where in a text a place is. */
static size_t offset_of(const char *text, uint32_t line, uint32_t column)
{
	const char *at = text;

	while (--line) {
		at = strchr(at, '\n');
		ck_assert_msg(at, "a fix is behind the end of its file");
		at++;
	}
	ck_assert_msg(column && column <= strcspn(at, "\n") + 1,
		"a fix is behind the end of its line");
	return (size_t)(at - text) + column - 1;
}

static int last_first(const void *left, const void *right)
{
	const struct edit *a = *(const struct edit *const *)left;
	const struct edit *b = *(const struct edit *const *)right;
	int order = place_compare(&b->place, &a->place);

	return order ? order : (a > b) - (a < b);
}

/* The text of a file with the edits that are in it, which must not overlap;
 * counts them. */
static const char *edited(struct arena *arena, const char *path,
	const struct finding *finding, uint32_t *known)
{
	const struct edit **order = arena_alloc(
		arena, finding->edits.count * sizeof(*order));
	const char *text = read_text(arena, path);
	size_t kept = strlen(text);
	uint32_t count = 0;

	for (uint32_t i = 0; i < finding->edits.count; i++)
		if (!strcmp(finding->edits.items[i].place.file, path))
			order[count++] = &finding->edits.items[i];
	qsort(order, count, sizeof(*order), last_first);
	*known += count;
	for (uint32_t i = 0; i < count; i++) {
		const struct place *place = &order[i]->place;
		size_t from = offset_of(text, place->line, place->column);
		size_t to = offset_of(
			text, place->end_line, place->end_column);

		ck_assert_msg(from <= to && to <= kept, "edits overlap");
		kept = from;
		text = arena_printf(arena, "%.*s%s%s", (int)from, text,
			order[i]->text, text + to);
	}
	return text;
}

/* ---- one fix ------------------------------------------------------------ */

struct subject {
	struct arena *arena;
	const char *input; /* a source or a folder */
	const struct wants *wants;
	const struct findings *findings;
};

/* What the input is in keeps its place below fixed/. */
static const char *copy_of(const struct subject *subject, const char *path)
{
	const char *root = path_directory(subject->arena, subject->input);
	size_t length = strlen(root);

	ck_assert_msg(!strncmp(path, root, length), "%s is not below %s", path,
		root);
	return arena_printf(subject->arena, "fixed%s", path + length);
}

static const char *write_fixed(
	const struct subject *subject, const struct finding *finding)
{
	const struct wants *wants = subject->wants;
	uint32_t known = 0;

	for (uint32_t i = 0; i < wants->files.count; i++) {
		const char *path = wants->files.items[i];

		write_text(subject->arena, copy_of(subject, path),
			edited(subject->arena, path, finding, &known));
	}
	ck_assert_msg(known == finding->edits.count,
		"a fix is for a file of somebody else's");
	return copy_of(subject, subject->input);
}

/* What a fix may change in a finding that stays: the section's name, the macro,
 * how many bytes there are. */
static const char *gist(struct arena *arena, const struct finding *finding)
{
	struct buffer text = { .arena = arena };
	const char *message = finding->message;
	const char *section = finding->section ? finding->section : "PAGE";
	size_t length = strlen(section);

	while (*message) {
		if ((*message == '\'' || *message == '"') &&
			(!strncmp(message + 1, section, length) ||
				!strncmp(message + 1, "PAGE", 4))) {
			buffer_add(&text, "PAGE");
			message += 1 + strcspn(message + 1, "'\"");
		}
		if (!strncmp(message, "_LOCKED", 7))
			message += 7;
		else if (isdigit((unsigned char)*message))
			message++;
		else
			buffer_char(&text, *message++);
	}
	return buffer_text(&text);
}

static bool is_same(
	struct arena *arena, const struct finding *a, const struct finding *b)
{
	return a->rule == b->rule &&
		!strcmp(gist(arena, a), gist(arena, b));
}

/* Of findings like this one there may be so many as before, less the one that
 * is fixed. */
static bool is_new(struct arena *arena, const struct findings *before,
	const struct findings *after, const struct finding *fixed,
	const struct finding *finding)
{
	int count = is_same(arena, fixed, finding) ? -1 : 0;

	if (finding->rule != fixed->rule && is_advice(finding->rule))
		return false;
	for (uint32_t i = 0; i < before->list.count; i++)
		count += is_same(arena, &before->list.items[i], finding);
	for (uint32_t i = 0; i < after->list.count; i++)
		count -= is_same(arena, &after->list.items[i], finding);
	return count < 0;
}

static void check_fix(
	const struct subject *subject, const struct finding *fixed)
{
	struct buffer list = { .arena = subject->arena };
	struct findings after;
	struct wants wants;

	wants_init(&wants, subject->arena);
	findings_init(&after, subject->arena);
	wants_audit(&wants, write_fixed(subject, fixed), &after);
	for (uint32_t i = 0; i < after.list.count; i++) {
		const struct finding *finding = &after.list.items[i];

		if (is_new(subject->arena, subject->findings, &after, fixed,
			    finding))
			buffer_printf(&list, "%s:%u: %s: %s\n",
				finding->place.file,
				(unsigned)finding->place.line,
				finding->rule->code, finding->message);
	}
	ck_assert_msg(!list.bytes.count, "%s:%u: %s: %s\nafter '%s':\n%s",
		fixed->place.file, (unsigned)fixed->place.line,
		fixed->rule->code, fixed->message, fixed->fix,
		buffer_text(&list));
}

void check_fixes(const char *input, const struct wants *wants,
	const struct findings *findings)
{
	const struct subject subject = {
		wants->arena, input, wants, findings };

	for (uint32_t i = 0; i < findings->list.count; i++)
		if (findings->list.items[i].fix)
			check_fix(&subject, &findings->list.items[i]);
}
