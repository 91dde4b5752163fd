/*
 * Includes that lead nowhere: what is read as one, and what stands in. Files
 * are real, in a directory that each test gets.
 */
#define _DEFAULT_SOURCE
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "base/platform/platform.h"
#include "project/include_scan.h"
#include "project/includes.h"
#include "project/kit.h"
#include "project/source_text.h"
#include "project/wpp_options.h"

Suite *includes_suite(void);

static struct arena arena;
static struct name_list made; /* to be removed, last first */
static char *directory;

static void set_up(void)
{
	arena_init(&arena);
	memset(&made, 0, sizeof(made));
	directory = platform_make_temporary_directory(&arena);
	ck_assert_ptr_nonnull(directory);
}

static void tear_down(void)
{
	while (made.items.count)
		remove(made.items.items[--made.items.count]);
	remove(directory);
	arena_release(&arena);
}

static const char *below(const char *name)
{
	const char *path = path_join(&arena, directory, name);

	*vec_add(&arena, &made.items) = path;
	return path;
}

static void make_directory(const char *name)
{
	ck_assert(platform_make_directory(below(name)));
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

/* ---- reading ------------------------------------------------------------ */

static const struct {
	const char *text, *expected; /* name, '<' if angled, line:column-end */
} scans[] = {
	{ "#include \"a.h\"\n", "a.h 1:1-15;" },
	{ "\xEF\xBB\xBF#include \"a.h\"\n", "a.h 1:1-15;" },
	{ "\n  #  include <sys\\b.h> // c\n", "sys\\b.h< 2:3-23;" },
	{ "#include_next <a.h>\r\n#include \"b.h\"\r\n",
		"a.h< 1:1-20;b.h 2:1-15;" },
	{ "/* \n#include \"a.h\"\n*/ int a; // /*\n#include \"b.h\"",
		"b.h 4:1-15;" },
	{ "char *s = \"/*\";\n#include \"b.h\"\n", "b.h 2:1-15;" },
	{ "// don't\n#error don't\n#include \"b.h\"\n", "b.h 3:1-15;" },
	{ "#include NAME\n#define X \\\n#include \"\n#include \"\n", "" },
	{ "#include \"", "" },
	{ "/*", "" },
	{ "'\\", "" },
};

START_TEST(scans_includes)
{
	struct scanned_source scanned = { 0 };
	const char *text = arena_strdup(&arena, scans[_i].text);
	const char *found = "";

	include_scan(&arena, text, strlen(text), &scanned);
	for (uint32_t i = 0; i < scanned.includes.count; i++) {
		const struct include_line *line = &scanned.includes.items[i];

		found = arena_printf(&arena, "%s%s%s %u:%u-%u;", found,
			line->name, line->angled ? "<" : "", line->line,
			line->column, line->end_column);
	}
	ck_assert_str_eq(found, scans[_i].expected);
}
END_TEST

/* What the parser is given; NULL: the text as it is. */
static const struct {
	const char *text, *expected;
} misread[] = {
	{ "a;\n", NULL },
	{ "// \x95\\\r\na;\n", "// \x95_\r\na;\n" },
	{ "a; // \xA5\\\nb; // \xA5\\\n", "a; // \xA5_\nb; // \xA5_\n" },
	{ "// \xC3\xA9\\\na;\n", NULL },      /* UTF-8: it goes on */
	{ "// \xE9 \\\na;\n", NULL },	    /* a backslash of its own */
	{ "// \x95\\", NULL },		    /* nothing to go on with */
	{ "#define A \"\xE9\\\n\"\n", NULL },  /* no comment */
	{ "// \x95\\n\n", NULL },
};

START_TEST(half_a_character_continues_no_comment)
{
	size_t size = strlen(misread[_i].text);
	const char *text = source_text(&arena, misread[_i].text, &size);

	ck_assert_uint_eq(size, strlen(misread[_i].text));
	if (misread[_i].expected)
		ck_assert_str_eq(text, misread[_i].expected);
	else
		ck_assert_ptr_null(text);
}
END_TEST

START_TEST(scans_trace_macros)
{
	static const char text[] =
		"// FUNC Outside(A);\n"
		"// begin_wpp config\n"
		"// FUNC Trace{FLAG=ALL}(LEVEL, MSG, ...);\n"
		"// USEPREFIX (Trace, \"%!STDPREFIX!\");\n"
		"// FUNC  Enter(LEVEL);\n"
		"// USEPREFIX (Print, \"here\");\n"
		"//\tPrint{FLAG = ALL}(LEVEL, (MSG, ...));\n"
		"// end_wpp\n"
		"// FUNC Outside(A);\n";
	struct scanned_source scanned = { 0 };

	include_scan(&arena, text, sizeof(text) - 1, &scanned);
	ck_assert_uint_eq(scanned.trace_macros.count, 3);
	ck_assert_str_eq(scanned.trace_macros.items[0],
		"Trace{FLAG=ALL}(LEVEL, MSG, ...)");
	ck_assert_str_eq(scanned.trace_macros.items[1], "Enter(LEVEL)");
	ck_assert_str_eq(scanned.trace_macros.items[2],
		"Print{FLAG = ALL}(LEVEL, (MSG, ...))");
}
END_TEST

/* ---- resolving ---------------------------------------------------------- */

/* The stand-in for a name; NULL if there is none. `-I below` is searched. */
static const struct standin *standin_for(
	const char *source, const char *below_directory, const char *name)
{
	struct includes includes;
	struct unit *unit = arena_alloc(&arena, sizeof(*unit));

	unit->path = source;
	unit->directory = "/here";
	*vec_add(&arena, &unit->arguments) = "-I";
	*vec_add(&arena, &unit->arguments) =
		path_join(&arena, directory, below_directory);
	includes_init(&includes, &arena);
	includes_resolve(&includes, "/models", directory, unit);
	for (uint32_t i = 0; i < unit->standins.count; i++)
		if (!strcmp(unit->standins.items[i].name, name))
			return &unit->standins.items[i];
	return NULL;
}

static const char *source_with(const char *include)
{
	return make_file("unit.c",
		arena_printf(&arena, "#include %s\n", include));
}

START_TEST(a_header_that_is_there_needs_nothing)
{
	make_directory("inc");
	make_file("inc/a.h", "");
	make_file("b.h", "#include <stddef.h>\n");
	ck_assert_ptr_null(standin_for(source_with("\"inc/a.h\""), "", "a.h"));
	ck_assert_ptr_null(standin_for(source_with("<a.h>"), "inc", "a.h"));
	ck_assert_ptr_null(standin_for(source_with("\"b.h\""), "", "b.h"));
	ck_assert_ptr_null(
		standin_for(source_with("\"b.h\""), "", "stddef.h"));
}
END_TEST

START_TEST(case_and_slashes_lead_on)
{
	const struct standin *standin;

	make_directory("inc");
	make_directory("inc/Sub");
	make_file("inc/Sub/A.h", "");
	standin = standin_for(
		source_with("\"INC\\sub\\a.h\""), "", "INC\\sub\\a.h");
	ck_assert_ptr_nonnull(standin);
	ck_assert_int_eq(standin->kind, STANDIN_FORWARD);
	ck_assert_str_eq(standin->path, "/models/standins/INC\\sub\\a.h");
	ck_assert_ptr_nonnull(strstr(standin->text,
		arena_printf(&arena, "#include \"%s/inc/Sub/A.h\"",
			directory)));
	ck_assert_ptr_nonnull(strstr(standin->text, "# 1 \""));
	standin = standin_for(source_with("<sub/a.h>"), "inc", "sub/a.h");
	ck_assert_ptr_nonnull(standin);
	ck_assert_int_eq(standin->kind, STANDIN_FORWARD);
	ck_assert_ptr_nonnull(strstr(standin->text, "#include <Sub/A.h>"));
}
END_TEST

START_TEST(headers_of_headers_are_resolved)
{
	make_file("a.h", "#include \"Missing.h\"\n");
	ck_assert_ptr_nonnull(
		standin_for(source_with("\"A.h\""), "", "Missing.h"));
}
END_TEST

START_TEST(a_header_elsewhere_is_a_guess)
{
	const struct standin *standin;

	make_directory("far");
	make_directory("near");
	make_directory("near/inc");
	make_file("far/a.h", "");
	make_file("near/inc/a.h", "");
	standin = standin_for(make_file("near/unit.c", "#include \"a.h\"\n"),
		"none", "a.h");
	ck_assert_ptr_nonnull(standin);
	ck_assert_int_eq(standin->kind, STANDIN_GUESS);
	ck_assert_str_eq(path_base(standin->found), "a.h");
	ck_assert_ptr_nonnull(strstr(standin->found, "near/inc/a.h"));
}
END_TEST

START_TEST(another_folder_is_a_guess_for_one_header_only)
{
	const char *unit;

	make_directory("far");
	make_directory("near");
	make_file("near/a.h", "");
	unit = make_file("near/unit.c", "#include <lib/a.h>\n");
	ck_assert_int_eq(
		standin_for(unit, "none", "lib/a.h")->kind, STANDIN_GUESS);
	make_file("far/a.h", "");
	ck_assert_int_eq(
		standin_for(unit, "none", "lib/a.h")->kind, STANDIN_EMPTY);
}
END_TEST

START_TEST(what_is_nowhere_is_empty)
{
	const struct standin *standin = standin_for(
		source_with("<net/nowhere.h>"), "", "net/nowhere.h");

	ck_assert_ptr_nonnull(standin);
	ck_assert_int_eq(standin->kind, STANDIN_EMPTY);
	ck_assert_str_eq(standin->text, "");
	ck_assert_uint_eq(standin->line, 1);
}
END_TEST

START_TEST(trace_headers_define_the_macros_of_the_driver)
{
	const struct standin *standin;

	make_file("trace.h", "/* begin_wpp config\nFUNC Say(MSG, ...);\n"
			     "end_wpp */\n");
	standin = standin_for(make_file("unit.c", "#include \"trace.h\"\n"
						  "#include \"unit.tmh\"\n"),
		"", "unit.tmh");
	ck_assert_ptr_nonnull(standin);
	ck_assert_int_eq(standin->kind, STANDIN_TRACE);
	ck_assert_ptr_nonnull(strstr(standin->text, "#define Say(...)"));
}
END_TEST

/* What stands round a trace of these conditions, if the driver says so. */
START_TEST(a_trace_keeps_what_stands_round_it)
{
	const char *text = wpp_definition(
		&arena, "Check{LEVEL = 2,FLAGS=ALL}(STATUS, MSG, ...)");

	ck_assert_ptr_nonnull(strstr(text,
		"#define Check(STATUS, ...) WPP_LEVEL_FLAGS_STATUS_PRE(2, ALL, "
		"STATUS) (void)0 WPP_LEVEL_FLAGS_STATUS_POST(2, ALL, STATUS)"));
	ck_assert_ptr_nonnull(strstr(text, "#define Check(...) ((void)0)"));
}
END_TEST

/* ---- kits --------------------------------------------------------------- */

static const char *kit_text(const char *root, uint32_t kmdf_minor)
{
	struct build_settings build = { .kmdf_major = kmdf_minor ? 1 : 0,
		.kmdf_minor = kmdf_minor };
	struct kit_directories found = { 0 };
	const char *text = "";

	kit_directories(&arena, root, &build, &found);
	for (uint32_t i = 0; i < found.items.count; i++)
		text = arena_printf(&arena, "%s%s%s", text, i ? "|" : "",
			path_relative(directory, found.items.items[i]));
	return text;
}

START_TEST(a_kit_is_found_from_its_root_or_below)
{
	static const char *const folders[] = { "Include", "Include/10.0.9",
		"Include/10.0.10", "Include/10.0.9/km", "Include/10.0.10/km",
		"Include/10.0.10/km/crt", "Include/10.0.10/shared",
		"Include/10.0.10/shared/netcx",
		"Include/10.0.10/shared/netcx/shared",
		"Include/10.0.10/shared/netcx/shared/1.0", "Include/wdf", "Include/wdf/kmdf", "Include/wdf/kmdf/1.9",
		"Include/wdf/kmdf/1.33" };
	const char *expected = "Include/wdf/kmdf/1.33|"
			       "Include/10.0.10/km/crt|Include/10.0.10/km|"
			       "Include/10.0.10/shared|"
			       "Include/10.0.10/shared/netcx/shared/1.0";

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		make_directory(folders[i]);
	make_file("Include/10.0.9/km/wdm.h", "");
	make_file("Include/10.0.10/km/wdm.h", "");
	ck_assert_str_eq(kit_text(directory, 0), expected);
	ck_assert_str_eq(
		kit_text(path_join(&arena, directory, "Include"), 33),
		expected);
	ck_assert_ptr_nonnull(
		strstr(kit_text(directory, 11), "Include/wdf/kmdf/1.9|"));
}
END_TEST

START_TEST(what_a_project_names_in_a_kit_comes_first)
{
	static const char *const folders[] = { "km", "km/acx", "km/acx/km",
		"km/acx/km/1.0", "km/acx/km/1.1", "km/spb", "km/spb/1.1",
		"shared" };
	struct build_settings build = { .from_project = true };
	struct kit_directories found = { 0 };
	const char *text = "";

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		make_directory(folders[i]);
	make_file("km/wdm.h", "");
	*vec_add(&arena, &build.kit_directories) = "km";
	*vec_add(&arena, &build.kit_directories) = "km/acx/km/1.0";
	*vec_add(&arena, &build.kit_directories) = "km/none/1.0";
	kit_directories(&arena, directory, &build, &found);
	for (uint32_t i = 0; i < found.items.count; i++)
		text = arena_printf(&arena, "%s|%s", text,
			path_relative(directory, found.items.items[i]));
	ck_assert_str_eq(text, "|km/acx/km/1.0|km|km/acx/km/1.1|km/spb/1.1"
			       "|shared");
}
END_TEST

START_TEST(no_kit_is_no_kit)
{
	make_directory("src");
	make_file("src/driver.c", "");
	ck_assert_str_eq(kit_text(directory, 0), "");
}
END_TEST

Suite *includes_suite(void)
{
	Suite *suite = suite_create("includes");
	TCase *scanning = tcase_create("scanning");
	TCase *resolving = tcase_create("resolving");
	TCase *kits = tcase_create("kits");

	tcase_add_checked_fixture(scanning, set_up, tear_down);
	tcase_add_loop_test(scanning, scans_includes, 0,
		(int)(sizeof(scans) / sizeof(*scans)));
	tcase_add_loop_test(scanning, half_a_character_continues_no_comment, 0,
		sizeof(misread) / sizeof(misread[0]));
	tcase_add_test(scanning, scans_trace_macros);
	suite_add_tcase(suite, scanning);
	tcase_add_checked_fixture(resolving, set_up, tear_down);
	tcase_add_test(resolving, a_header_that_is_there_needs_nothing);
	tcase_add_test(resolving, case_and_slashes_lead_on);
	tcase_add_test(resolving, headers_of_headers_are_resolved);
	tcase_add_test(resolving, a_header_elsewhere_is_a_guess);
	tcase_add_test(resolving, another_folder_is_a_guess_for_one_header_only);
	tcase_add_test(resolving, what_is_nowhere_is_empty);
	tcase_add_test(
		resolving, trace_headers_define_the_macros_of_the_driver);
	tcase_add_test(resolving, a_trace_keeps_what_stands_round_it);
	suite_add_tcase(suite, resolving);
	tcase_add_checked_fixture(kits, set_up, tear_down);
	tcase_add_test(kits, a_kit_is_found_from_its_root_or_below);
	tcase_add_test(kits, what_a_project_names_in_a_kit_comes_first);
	tcase_add_test(kits, no_kit_is_no_kit);
	suite_add_tcase(suite, kits);
	return suite;
}
