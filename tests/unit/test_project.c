/*
 * Inputs to units. Command lines are tested as text; databases and directories
 * as real files, in a directory that each test gets and that is emptied again.
 */
#define _DEFAULT_SOURCE
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/platform/platform.h"
#include "project/command_line.h"
#include "project/compile_commands.h"
#include "project/project.h"

struct fixture {
	struct arena arena;
	char *directory;
	struct name_list made; /* to be removed, last first */
};

static struct fixture fixture;

static void set_up(void)
{
	memset(&fixture, 0, sizeof(fixture));
	arena_init(&fixture.arena);
	fixture.directory = platform_make_temporary_directory(&fixture.arena);
	ck_assert_ptr_nonnull(fixture.directory);
}

static void tear_down(void)
{
	while (fixture.made.items.count)
		remove(fixture.made.items.items[--fixture.made.items.count]);
	remove(fixture.directory);
	arena_release(&fixture.arena);
}

static const char *below(const char *name)
{
	const char *path = path_join(&fixture.arena, fixture.directory, name);

	*vec_add(&fixture.arena, &fixture.made.items) = path;
	return path;
}

static const char *make_file(const char *name, const char *text)
{
	const char *path = below(name);
	FILE *file = fopen(path, "wb");

	ck_assert_ptr_nonnull(file);
	ck_assert(fputs(text, file) >= 0);
	ck_assert_int_eq(fclose(file), 0);
	return path;
}

static void make_directory(const char *name)
{
	ck_assert(platform_make_directory(below(name)));
}

/* Words or arguments as one text, with '|' between them. */
static const char *joined(const char *const *items, uint32_t count)
{
	const char *text = "";

	for (uint32_t i = 0; i < count; i++)
		text = arena_printf(&fixture.arena, "%s%s%s", text,
			i ? "|" : "", items[i]);
	return text;
}

/* ---- splitting ---------------------------------------------------------- */

static const struct {
	enum quoting quoting;
	const char *text, *words;
} splits[] = {
	{ QUOTING_POSIX, "cc -c  a.c\n", "cc|-c|a.c" },
	{ QUOTING_POSIX, "", "" },
	{ QUOTING_POSIX, "  ", "" },
	{ QUOTING_POSIX, "-DA='b c'd", "-DA=b cd" },
	{ QUOTING_POSIX, "-DA=\\\"x\\\"", "-DA=\"x\"" },
	{ QUOTING_POSIX, "\"a\\\"b\\n\" ''", "a\"b\\n|" },
	{ QUOTING_POSIX, "a\\ b 'c\\' d\\", "a b|c\\|d\\" },
	{ QUOTING_POSIX, "'open", "open" },
	{ QUOTING_WINDOWS, "cl /Isrc\\inc a.c", "cl|/Isrc\\inc|a.c" },
	{ QUOTING_WINDOWS, "\"C:\\Program Files\\cl.exe\" /c",
		"C:\\Program Files\\cl.exe|/c" },
	{ QUOTING_WINDOWS, "/DA=\\\"x\\\"", "/DA=\"x\"" },
	{ QUOTING_WINDOWS, "\"a\\\\\" b", "a\\|b" },
	{ QUOTING_WINDOWS, "\"a\\\\\\\"b\"", "a\\\"b" },
	{ QUOTING_WINDOWS, "a\\\\b\\ c", "a\\\\b\\|c" },
	{ QUOTING_WINDOWS, "\"a\"\"b\" 'c d'", "a\"b|'c|d'" },
	{ QUOTING_WINDOWS, "\"\" x", "|x" },
};

START_TEST(split_gives)
{
	struct words words = { 0 };

	command_split(&fixture.arena, splits[_i].text, splits[_i].quoting,
		&words);
	ck_assert_str_eq(
		joined(words.list.items, words.list.count), splits[_i].words);
}
END_TEST

START_TEST(quoting_follows_the_compiler)
{
	static const struct {
		const char *text;
		enum quoting quoting;
	} cases[] = {
		{ "gcc -c a.c", QUOTING_POSIX },
		{ "/usr/bin/clang-cl-19 a.c", QUOTING_WINDOWS },
		{ "CL.EXE a.c", QUOTING_WINDOWS },
		{ "cl a.c", QUOTING_WINDOWS },
		{ "C:\\bin\\clang.exe a.c", QUOTING_WINDOWS },
		{ "\"C:\\Program Files\\x\\cl.exe\" a.c", QUOTING_WINDOWS },
		{ "clang a.exe", QUOTING_POSIX },
		{ "", QUOTING_POSIX },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		ck_assert_int_eq(command_quoting(&fixture.arena,
					 cases[i].text),
			cases[i].quoting);
}
END_TEST

/* ---- translating -------------------------------------------------------- */

static const struct {
	const char *command, *arguments;
} translations[] = {
	{ "cc -c -o a.o -MD -MF a.d a.c", "" },
	{ "cc -Ix -I y -DA=1 -D B -UC -include f.h -isystem /s a.c",
		"-I/d/x|-I/d/y|-DA=1|-DB|-UC|-include|/d/f.h|-isystem|/s" },
	{ "ccache gcc -std=c99 -O2 -Wall -fno-stack-protector -m32 a.c",
		"-std=c99|-m32" },
	{ "clang --target=x86_64-pc-windows-msvc -fms-extensions -x c++ a.c",
		"--target=x86_64-pc-windows-msvc|-fms-extensions|-xc++" },
	{ "clang -Xclang -fdump -Xlinker -Dno -fexceptions a.c",
		"-Xclang|-fdump|-fexceptions" },
	{ "cc -I", "-I/d" },
	{ "cl /nologo /c /Zp8 /W4 /DA /D B=\"2\" -Isub\\inc /Fox.obj a.c",
		"-fpack-struct=8|-DA|-DB=2|-I/d/sub/inc" },
	{ "cl.exe /TP /std:c++17 /GR- /kernel /FI pre\\x.h /FIy.h a.c",
		"-xc++|-std=c++17|-fno-rtti|-D_KERNEL_MODE=1|-include|"
		"/d/pre/x.h|-include|/d/y.h" },
	{ "cl /I \"C:\\Kits\\km\" /external:I s /Zc:wchar_t- a.c /link /Dx",
		"-IC:/Kits/km|-isystem|/d/s" },
	{ "clang-cl --target=arm64-pc-windows-msvc /clang:-DQ -imsvc k a.c",
		"--target=arm64-pc-windows-msvc|-DQ|-isystem|/d/k" },
	{ "cl /src/a.c /MT /O2 /fp:fast", "" },
};

START_TEST(command_becomes)
{
	struct unit unit = { .directory = "/d" };
	const char *text = translations[_i].command;
	struct words words = { 0 };

	command_split(&fixture.arena, text,
		command_quoting(&fixture.arena, text), &words);
	ck_assert_ptr_null(command_to_clang(&fixture.arena, &words, &unit));
	ck_assert_str_eq(joined(unit.arguments.items, unit.arguments.count),
		translations[_i].arguments);
}
END_TEST

START_TEST(response_files_are_read)
{
	const char *path = make_file("flags.rsp", "/DA \"/DB C\"\r\n/Fo x\n");
	struct unit unit = { .directory = "." };
	struct words words = { 0 };

	command_split(&fixture.arena,
		arena_printf(&fixture.arena, "cl @%s /DD", path),
		QUOTING_WINDOWS, &words);
	ck_assert_ptr_null(command_to_clang(&fixture.arena, &words, &unit));
	ck_assert_str_eq(joined(unit.arguments.items, unit.arguments.count),
		"-DA|-DB C|-DD");
	command_split(&fixture.arena, "@none.rsp", QUOTING_WINDOWS, &words);
	ck_assert_ptr_nonnull(strstr(
		command_to_clang(&fixture.arena, &words, &unit), "none.rsp"));
}
END_TEST

/* ---- projects ----------------------------------------------------------- */

static const struct project_options no_kit = { .kit = "/kit",
	.headers = "/headers" };

static struct project *read_one(const char *input)
{
	struct project *project =
		arena_alloc(&fixture.arena, sizeof(*project));

	project_read(&fixture.arena, &input, 1, &no_kit, project);
	return project;
}

/* The names of the units, below the test's directory. */
static const char *units_of(const struct project *project)
{
	const char *text = "";

	for (uint32_t i = 0; i < project->units.list.count; i++)
		text = arena_printf(&fixture.arena, "%s%s%s", text,
			i ? "|" : "",
			path_relative(fixture.directory,
				project->units.list.items[i].path));
	return text;
}

static void check_mistake(const char *input, const char *expected)
{
	const struct project *project = read_one(input);

	ck_assert_uint_eq(project->mistakes.count, 1);
	ck_assert_msg(strstr(project->mistakes.items[0], expected) != NULL,
		"'%s' is not in '%s'", expected, project->mistakes.items[0]);
	ck_assert_uint_eq(project->units.list.count, 0);
}

START_TEST(directory_gives_its_sources)
{
	const struct project *project;

	make_file("b.c", "");
	make_file("a.CPP", "");
	make_file("notes.txt", "");
	make_file("a.h", "");
	make_directory("sub");
	make_file("sub/c.cxx", "int i;");
	make_directory(".git");
	make_file(".git/hidden.c", "");
	make_directory("out");
	make_file("out/CMakeCache.txt", "");
	make_file("out/probe.c", "");
	ck_assert_int_eq(symlink("..", below("sub/loop")), 0);
	ck_assert_int_eq(symlink("../b.c", below("sub/again.c")), 0);
	project = read_one(fixture.directory);
	ck_assert_uint_eq(project->mistakes.count, 0);
	ck_assert_str_eq(units_of(project), "a.CPP|b.c|sub/c.cxx");
	ck_assert_uint_eq(project->remarks.count, 2); /* the empty ones */
}
END_TEST

START_TEST(a_source_is_one_unit_however_named)
{
	const char *path = make_file("a.c", "int i;");
	const char *inputs[] = { path,
		arena_printf(&fixture.arena, "%s/./a.c", fixture.directory),
		fixture.directory,
		arena_printf(&fixture.arena, "%s\\a.c", fixture.directory) };
	struct project project = { 0 };

	project_read(&fixture.arena, inputs, 4, &no_kit, &project);
	ck_assert_uint_eq(project.mistakes.count, 0);
	ck_assert_str_eq(units_of(&project), "a.c");
}
END_TEST

START_TEST(wrong_inputs_are_mistakes)
{
	const char *binary = below("binary.c");
	FILE *file;

	check_mistake("none.c", "none.c: there is no such file");
	check_mistake("", "empty");
	check_mistake(fixture.directory, "no source file");
	check_mistake(make_file("a.vcxproj", ""), "a.vcxproj:1:1: expected XML");
	check_mistake(make_file("a.h", ""), "headers are audited");
	check_mistake(make_file("a.paf", ""), "pageaudit check");
	check_mistake(make_file("a.txt", ""), "expected a source file");
	file = fopen(binary, "wb");
	ck_assert_uint_eq(fwrite("int\0", 1, 4, file), 4);
	fclose(file);
	check_mistake(binary, "binary");
}
END_TEST

START_TEST(utf16_is_no_binary)
{
	const char *path = below("wide.c");
	FILE *file = fopen(path, "wb");

	fwrite("\xFF\xFEi\0;\0", 1, 6, file);
	fclose(file);
	ck_assert_str_eq(units_of(read_one(path)), "wide.c");
}
END_TEST

START_TEST(a_bad_source_below_a_directory_is_left_out)
{
	const struct project *project;

	make_file("a.c", "int i;");
	ck_assert_int_eq(symlink("nowhere", below("broken.c")), 0);
	project = read_one(fixture.directory);
	ck_assert_uint_eq(project->mistakes.count, 0);
	ck_assert_str_eq(units_of(project), "a.c");
	ck_assert_uint_eq(project->unread.count, 1);
	ck_assert_ptr_nonnull(
		strstr(project->unread.items[0].path, "broken.c"));
}
END_TEST

/* ---- databases ---------------------------------------------------------- */

static const char *argument_after(const struct unit *unit, const char *word)
{
	for (uint32_t i = 0; i + 1 < unit->arguments.count; i++)
		if (!strcmp(unit->arguments.items[i], word))
			return unit->arguments.items[i + 1];
	return "";
}

static bool has_argument(const struct unit *unit, const char *word)
{
	for (uint32_t i = 0; i < unit->arguments.count; i++)
		if (!strcmp(unit->arguments.items[i], word))
			return true;
	return false;
}

START_TEST(database_gives_units)
{
	const struct project *project;
	const struct unit *unit;

	make_file("a.c", "int i;");
	make_file("b.c", "int i;");
	project = read_one(make_file("compile_commands.json",
		"\xEF\xBB\xBF["
		"{\"directory\":\".\",\"file\":\"b.c\","
		" \"command\":\"cl /TP /Iinc\\\\x /DQ=\\\\\\\"1\\\\\\\" b.c\"},"
		"{\"directory\":\".\",\"file\":\"./a.c\","
		" \"arguments\":[\"cc\",\"-DA B\",\"-c\",\"a.c\"]},"
		"{\"directory\":\".\",\"file\":\"gone.c\",\"command\":\"cc\"},"
		"{\"directory\":\".\",\"file\":\"a.rc\",\"command\":\"rc\"}"
		"]"));
	ck_assert_uint_eq(project->mistakes.count, 0);
	ck_assert_str_eq(units_of(project), "a.c|b.c");
	ck_assert_uint_eq(project->unread.count, 1);
	unit = &project->units.list.items[0];
	ck_assert(has_argument(unit, "-DA B"));
	ck_assert_str_eq(argument_after(unit, "-x"), "c");
	unit = &project->units.list.items[1];
	ck_assert(has_argument(unit, "-DQ=\"1\""));
	ck_assert(has_argument(unit, arena_printf(&fixture.arena, "-I%s/inc/x",
					     fixture.directory)));
	ck_assert_str_eq(argument_after(unit, "-x"), "c++");
}
END_TEST

START_TEST(database_below_a_directory_says_what_is_built)
{
	const struct project *project;

	make_file("a.c", "int i;");
	make_file("unbuilt.c", "int i;");
	make_file("compile_commands.json",
		"[{\"directory\":\".\",\"file\":\"a.c\","
		"\"arguments\":[\"cl\",\"/DA=1\",\"a.c\"]}]");
	project = read_one(fixture.directory);
	ck_assert_uint_eq(project->mistakes.count, 0);
	ck_assert_str_eq(units_of(project), "a.c");
	ck_assert(has_argument(&project->units.list.items[0], "-DA=1"));
	ck_assert_uint_eq(project->remarks.count, 1);
	ck_assert_ptr_nonnull(strstr(project->remarks.items[0], "unbuilt.c"));
}
END_TEST

START_TEST(database_of_another_place_does_not_count)
{
	const struct project *project;

	make_file("a.c", "int i;");
	make_file("compile_commands.json",
		"[{\"directory\":\"C:\\\\src\",\"file\":\"a.c\","
		"\"arguments\":[\"cl\",\"a.c\"]}]");
	project = read_one(fixture.directory);
	ck_assert_uint_eq(project->mistakes.count, 0);
	ck_assert_str_eq(units_of(project), "a.c");
	ck_assert_uint_eq(project->remarks.count, 1);
	ck_assert_uint_eq(project->unread.count, 0);
}
END_TEST

static const struct {
	const char *text, *expected;
} bad_databases[] = {
	{ "", "compile_commands.json:1:0: expected JSON" },
	{ "[\n{\"file\": \"a.c\",}]", "compile_commands.json:2:" },
	{ "{}", "expected an array" },
	{ "[]", "none of the source files" },
	{ "[1]", "entry 1: expected an object" },
	{ "[{\"command\":\"cc\"}]", "entry 1: \"file\"" },
	{ "[{\"file\":\"a.c\"}]", "entry 1: expected words" },
	{ "[{\"file\":\"a.c\",\"arguments\":[1]}]", "entry 1: expected words" },
	{ "[{\"file\":\"no.c\",\"command\":\"cc\"}]", "none of the source" },
};

START_TEST(bad_database_is_a_mistake)
{
	const char *path =
		make_file("compile_commands.json", bad_databases[_i].text);
	const struct project *project = read_one(path);

	ck_assert_uint_eq(project->mistakes.count, 1);
	ck_assert_msg(strstr(project->mistakes.items[0],
			      bad_databases[_i].expected) != NULL,
		"'%s' is not in '%s'", bad_databases[_i].expected,
		project->mistakes.items[0]);
}
END_TEST

/* ---- default flags ------------------------------------------------------ */

static struct unit unit_with(const char *name, const char *const *flags,
	uint32_t count)
{
	struct project_options options = no_kit;
	struct project project = { 0 };
	const char *path = make_file(name, "int i;");

	options.flags = flags;
	options.flag_count = count;
	project_read(&fixture.arena, &path, 1, &options, &project);
	ck_assert_uint_eq(project.units.list.count, 1);
	return project.units.list.items[0];
}

START_TEST(defaults_are_the_mingw_headers)
{
	const char *flags[] = { "-DX" };
	struct unit unit = unit_with("a.c", flags, 1);

	ck_assert(has_argument(&unit, "--target=x86_64-w64-windows-gnu"));
	ck_assert(has_argument(&unit, "-DX"));
	ck_assert(has_argument(&unit, "/kit/ddk"));
	ck_assert(has_argument(&unit, "/headers"));
	ck_assert(has_argument(&unit, "-std=gnu11"));
}
END_TEST

START_TEST(a_target_replaces_the_defaults)
{
	const char *flags[] = { "--target=i686-pc-windows-msvc" };
	struct unit unit = unit_with("a.cpp", flags, 1);

	ck_assert(!has_argument(&unit, "--target=x86_64-w64-windows-gnu"));
	ck_assert(!has_argument(&unit, "/kit/ddk"));
	ck_assert(has_argument(&unit, "-std=c++17"));
}
END_TEST

START_TEST(a_kit_brings_its_target)
{
	const char *flags[] = { "-isystem", fixture.directory, "-std=c17" };
	struct unit unit;

	make_file("wdm.h", "");
	unit = unit_with("a.C", flags, 3);
	ck_assert(has_argument(&unit, "--target=x86_64-pc-windows-msvc"));
	ck_assert(!has_argument(&unit, "/kit/ddk"));
	ck_assert(!has_argument(&unit, "-std=gnu11"));
	ck_assert_str_eq(argument_after(&unit, "-x"), "c");
}
END_TEST

Suite *project_suite(void);

#define COUNT(table) ((int)(sizeof(table) / sizeof(*(table))))

Suite *project_suite(void)
{
	Suite *suite = suite_create("project");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_loop_test(tests, split_gives, 0, COUNT(splits));
	tcase_add_test(tests, quoting_follows_the_compiler);
	tcase_add_loop_test(tests, command_becomes, 0, COUNT(translations));
	tcase_add_test(tests, response_files_are_read);
	tcase_add_test(tests, directory_gives_its_sources);
	tcase_add_test(tests, a_source_is_one_unit_however_named);
	tcase_add_test(tests, wrong_inputs_are_mistakes);
	tcase_add_test(tests, utf16_is_no_binary);
	tcase_add_test(tests, a_bad_source_below_a_directory_is_left_out);
	tcase_add_test(tests, database_gives_units);
	tcase_add_test(
		tests, database_below_a_directory_says_what_is_built);
	tcase_add_test(tests, database_of_another_place_does_not_count);
	tcase_add_loop_test(
		tests, bad_database_is_a_mistake, 0, COUNT(bad_databases));
	tcase_add_test(tests, defaults_are_the_mingw_headers);
	tcase_add_test(tests, a_target_replaces_the_defaults);
	tcase_add_test(tests, a_kit_brings_its_target);
	suite_add_tcase(suite, tests);
	return suite;
}
