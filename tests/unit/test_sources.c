/*
 * Each tests/projects/sources.NAME shows one thing that real SOURCES files do,
 * and says in its first comment what has to come out:
 *
 *	# want [CONFIGURATION|PLATFORM]
 *	# name lamp x64-Release
 *	# unit src/a.c -DX -Iinc os=0x06010000
 *	# end
 *
 * product_text.h says in which form.
 */
#include <check.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "product_text.h"
#include "project/nmake.h"
#include "project/sources_file.h"

Suite *sources_suite(void);

static struct arena arena;
static struct name_list files;

static const char *directory(void)
{
	return arena_printf(&arena, "%s/tests/projects", SOURCE_DIR);
}

/* ---- what is wanted --------------------------------------------------------- */

static void read_choice(const char *line, struct product_options *options)
{
	const char *bar = strchr(line, '|');

	if (!bar)
		return;
	options->configuration =
		arena_strndup(&arena, line, (size_t)(bar - line));
	options->platform = arena_strdup(&arena, bar + 1);
}

static const char *wanted(const char *bytes, struct product_options *options)
{
	const char *line = strstr(bytes, "# want"), *result = "";

	ck_assert_ptr_nonnull(line);
	for (;;) {
		size_t length = strcspn(line, "\r\n");
		const char *one = arena_strndup(&arena, line, length);

		if (!strcmp(one, "# end"))
			return result;
		if (!strncmp(one, "# want", 6))
			read_choice(one + 6 + (one[6] == ' '), options);
		else
			result = arena_printf(&arena, "%s%s\n", result,
				one + 2);
		line += length + strspn(line + length, "\r\n");
		ck_assert_msg(*line, "there is no '# end'");
	}
}

START_TEST(a_sources_file_is_read)
{
	const char *name = files.items.items[_i], *error = NULL, *want, *text;
	const char *path = path_join(&arena, directory(), name);
	const char *back = platform_current_directory(&arena);
	struct product_options options = { .here = directory() };
	struct product *product;
	struct lookup lookup;
	char *bytes;
	size_t size;

	ck_assert_int_eq(chdir(directory()), 0); /* names start here */
	lookup_init(&lookup, &arena);
	ck_assert(platform_read_file(&arena, path, &bytes, &size, &error));
	want = wanted(bytes, &options);
	product = sources_read(&arena, &lookup, path, &options, &error);
	ck_assert_int_eq(chdir(back), 0);
	text = product ? product_text(&arena, product)
		       : arena_printf(&arena, "error %s\n", error);
	ck_assert_msg(!strcmp(text, want), "%s: wanted\n%sgot\n%s", name, want,
		text);
}
END_TEST

/* ---- expressions --------------------------------------------------------------- */

static const struct {
	const char *expression;
	enum { NO, YES, UNKNOWN } truth;
} expressions[] = {
	{ " 1", YES }, { " 0", NO }, { " 0x10 == 16", YES }, { " 010 == 8", YES },
	{ " \"$(CPU)\" == \"x64\"", YES }, { " \"$(CPU)\"==\"X64\"", NO },
	{ " \"$(CPU)\" != \"x86\" && 1", YES }, { " \"a\" < \"b\"", YES },
	{ " \"$(NONE)\" == \"\"", YES }, { " \"a b\"==\"a b\"", YES },
	{ " !0", YES }, { " !1 || !0", YES }, { " !!1", YES }, { "(1)", YES },
	{ " -1 < 0", YES }, { " ~0 == -1", YES },
	{ " 1 || 0 && 0", YES }, { " (1 || 0) && 0", NO },
	{ " 1 + 2 * 3 == 7", YES }, { " 7 / 2 == 3 && 7 % 2 == 1", YES },
	{ " 1 << 4 == 16", YES }, { " 6 & 3 == 3", NO }, { " (6 & 3) == 2", YES },
	{ " 4 | 1", YES }, { " 1 ^ 1", NO }, { " 0x601 >= 0x600", YES },
	{ " DEFINED(CPU)", YES }, { " defined( CPU ) && !defined(NONE)", YES },
	{ " !DEFINED(\"CPU\")", NO }, { " EXIST(src\\a.c)", YES },
	{ " exists(\"src\\none.c\")", NO }, { " !exist(SRC)", NO },
	/* the left side decides */
	{ " 1 || WORD", UNKNOWN }, { " 0 && (1 / 0)", NO },
	{ " 1 || (1 / 0)", YES },
	/* nothing that can be known */
	{ "", UNKNOWN }, { " WORD", UNKNOWN }, { " \"text\"", UNKNOWN },
	{ " $(NONE)", UNKNOWN }, { " $(NONE) == 1", UNKNOWN },
	{ " [cl -v]", UNKNOWN }, { " [echo", UNKNOWN }, { " [echo a] == 0", YES }, { " 1 / 0", UNKNOWN }, { " 1 % 0", UNKNOWN },
	{ " 1 << 64", UNKNOWN }, { " 1 == \"1\"", UNKNOWN }, { " (1", UNKNOWN },
	{ " \"a", UNKNOWN }, { " 1 )", UNKNOWN }, { " defined(", UNKNOWN },
	{ " 1x", UNKNOWN }, { " !\"a\"", UNKNOWN }, { " \"a\" + \"b\"", UNKNOWN },
	{ " (-9223372036854775807 - 1) / -1", UNKNOWN },
};

static void init(struct nmake *nmake)
{
	static struct lookup lookup;

	lookup_init(&lookup, &arena);
	nmake_init(nmake, &arena, &lookup, directory(), directory());
	nmake->file = "x";
	nmake_set(nmake, "CPU", "x64");
}

START_TEST(an_expression_is_decided)
{
	const char *expression = expressions[_i].expression;
	struct nmake nmake;
	bool truth;

	init(&nmake);
	truth = nmake_holds(&nmake, expression);
	ck_assert_msg(truth == (expressions[_i].truth == YES), "%s",
		expression);
	ck_assert_msg(nmake.notes.count ==
		(uint32_t)(expressions[_i].truth == UNKNOWN), "%s",
		expression);
}
END_TEST

/* ---- macros --------------------------------------------------------------------- */

static const struct {
	const char *text, *expected;
} macros[] = {
	{ "$(CPU)", "x64" }, { "a$(cpu)b", "ax64b" }, { "$(NONE)", "" },
	{ "$$(CPU)", "$(CPU)" }, { "$(CPU:64=86)", "x86" },
	{ "$(CPU:x=)", "64" }, { "$(CPU:=y)", "x64" }, { "$(TWO)", "x64;x64" },
	{ "$(TWO:;= -I)", "x64 -Ix64" }, { "$(CPU", "$(CPU" }, { "$", "$" },
	{ "$(", "$(" }, { "$(CPU:x", "$(CPU:x" }, { "$Z", "" }, { "$(A B)", "$(A B)" },
};

START_TEST(a_macro_is_expanded)
{
	struct nmake nmake;

	init(&nmake);
	nmake_set(&nmake, "TWO", "$(CPU);$(CPU)");
	ck_assert_str_eq(nmake_expand(&nmake, macros[_i].text),
		macros[_i].expected);
}
END_TEST

/* ---- limits --------------------------------------------------------------------- */

static const char *repeated(const char *part, int times)
{
	size_t length = strlen(part);
	char *result = arena_alloc(&arena, length * (size_t)times + 1);

	for (int i = 0; i < times; i++)
		memcpy(result + (size_t)i * length, part, length);
	return result;
}

/* Each with what the first problem has to say. */
static const struct {
	const char *part;
	int times;
	const char *rest, *problem;
} endless[] = {
	{ "A=$(A)$(A)x\n", 100, "", "x:20: the value of the macro A is larger" },
	{ "", 0, "A=$(B)\nB=$(A)\nSOURCES=$(A)\n", "the value of the macro" },
	{ "", 0, "A=$(B:x=y)\nB=$(A)\nSOURCES=$(B)\n", "has no end" },
	{ "!if 1\n", 300, "", "x:1: there is no !ENDIF" },
	{ "!endif\n", 300, "", "x:1: there is no !IF to this !ENDIF" },
	{ "what is this\n", 300, "", "x:1: expected NAME = value" },
	{ "!include x\n", 2, "", "x:1: the file 'x' includes itself" },
	{ "!if ", 1, "", "x:1: there is no !ENDIF" },
	{ "SOURCES=\\\n", 20000, "", NULL },
	{ "SOURCES=$(SOURCES) a.c\n", 20000, "", "is larger than 1 MB" },
	{ "(", 100000, "=x\n", "is no name of a macro" },
};

START_TEST(what_has_no_end_is_a_problem)
{
	const char *folder = platform_make_temporary_directory(&arena);
	const char *path = path_join(&arena, folder, "x"), *error;
	FILE *file = fopen(path, "wb");
	struct lookup lookup;
	struct nmake nmake;

	ck_assert_ptr_nonnull(file);
	fprintf(file, "%s%s", repeated(endless[_i].part, endless[_i].times),
		endless[_i].rest);
	ck_assert_int_eq(fclose(file), 0);
	lookup_init(&lookup, &arena);
	nmake_init(&nmake, &arena, &lookup, folder, folder);
	ck_assert(nmake_read(&nmake, path, &error));
	nmake_value(&nmake, "SOURCES");
	remove(path);
	remove(folder);
	if (!endless[_i].problem) {
		ck_assert_uint_eq(nmake.problems.count, 0);
		return;
	}
	ck_assert_uint_ge(nmake.problems.count, 1);
	ck_assert_uint_le(nmake.problems.count, 20);
	ck_assert_msg(strstr(nmake.problems.items[0], endless[_i].problem),
		"%s", nmake.problems.items[0]);
}
END_TEST

Suite *sources_suite(void)
{
	Suite *suite = suite_create("sources");
	TCase *tests = tcase_create("all");
	struct name_list names = { 0 };
	const char *error;

	arena_init(&arena);
	platform_list_directory(&arena, directory(), &names, &error);
	for (uint32_t i = 0; i < names.items.count; i++)
		if (sources_is_name(names.items.items[i]))
			*vec_add(&arena, &files.items) = names.items.items[i];
	tcase_add_loop_test(
		tests, a_sources_file_is_read, 0, (int)files.items.count);
	tcase_add_loop_test(tests, an_expression_is_decided, 0,
		(int)(sizeof(expressions) / sizeof(*expressions)));
	tcase_add_loop_test(tests, a_macro_is_expanded, 0,
		(int)(sizeof(macros) / sizeof(*macros)));
	tcase_add_loop_test(tests, what_has_no_end_is_a_problem, 0,
		(int)(sizeof(endless) / sizeof(*endless)));
	suite_add_tcase(suite, tests);
	return suite;
}
