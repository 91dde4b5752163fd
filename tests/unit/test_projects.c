/*
 * Each tests/projects/NAME.vcxproj shows one thing that real projects do, and
 * says in its first comment what has to come out:
 *
 *	<!-- want [CONFIGURATION|PLATFORM]
 *	name lamp x64-Release
 *	unit src/a.c -DX -Iinc
 *	note the import of … is left out: there is no such file
 *	-->
 *
 * unit/product_text.h says in which form.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "project/build_log.h"
#include "project/solution.h"
#include "project/vcxproj.h"
#include "product_text.h"

Suite *projects_suite(void);

static struct arena arena;
static struct name_list projects;

static const char *directory(void)
{
	return arena_printf(&arena, "%s/tests/projects", SOURCE_DIR);
}

/* ---- what is wanted --------------------------------------------------------- */

static const char *wanted(const char *bytes, struct product_options *options)
{
	const char *start = strstr(bytes, "<!-- want"), *end, *bar;
	char *result, *to;

	ck_assert_ptr_nonnull(start);
	start += strlen("<!-- want");
	end = start + strcspn(start, "\r\n");
	bar = memchr(start, '|', (size_t)(end - start));
	if (bar) {
		options->configuration = arena_strndup(
			&arena, start + 1, (size_t)(bar - start - 1));
		options->platform = arena_strndup(
			&arena, bar + 1, (size_t)(end - bar - 1));
	}
	start = strchr(start, '\n') + 1;
	end = strstr(start, "-->");
	ck_assert_ptr_nonnull(end);
	result = arena_strndup(&arena, start, (size_t)(end - start));
	to = result;
	for (const char *from = result; *from; from++)
		if (*from != '\r')
			*to++ = *from;
	*to = '\0';
	return result;
}

START_TEST(project_is_read)
{
	const char *name = projects.items.items[_i], *error = NULL, *want, *text;
	const char *path = path_join(&arena, directory(), name);
	struct product_options options = { .here = directory(),
		.solution = path_join(&arena, directory(), "all.sln") };
	struct xml_files files = { 0 };
	struct lookup lookup;
	struct product *project;
	const char *back = platform_current_directory(&arena);
	char *bytes;
	size_t size;

	ck_assert_int_eq(chdir(directory()), 0); /* names start here */
	lookup_init(&lookup, &arena);
	ck_assert(platform_read_file(&arena, path, &bytes, &size, &error));
	want = wanted(bytes, &options);
	project = vcxproj_read(
		&arena, &lookup, &files, path, &options, &error);
	ck_assert_int_eq(chdir(back), 0);
	text = project ? product_text(&arena, project)
		       : arena_printf(&arena, "error %s\n", error);
	ck_assert_msg(project ? !strcmp(text, want)
			      : !strncmp(text, want, strlen(want) - 1),
		"%s: wanted\n%sgot\n%s", name, want, text);
}
END_TEST

/* ---- limits ------------------------------------------------------------------ */

static struct product *read_text(const char *body, const char **error)
{
	struct product_options options = { .here = platform_current_directory(&arena) };
	struct xml_files files = { 0 };
	struct lookup lookup;
	struct product *project;
	const char *path = "projects-test.vcxproj";
	FILE *file;

	file = fopen(path, "wb");
	ck_assert_ptr_nonnull(file);
	fputs(body, file);
	fclose(file);
	lookup_init(&lookup, &arena);
	project = vcxproj_read(&arena, &lookup, &files,
		path_join(&arena, platform_current_directory(&arena), path),
		&options, error);
	remove(path);
	return project;
}

static const char *repeated(const char *part, int times)
{
	size_t length = strlen(part);
	char *result = arena_alloc(&arena, length * (size_t)times + 1);

	for (int i = 0; i < times; i++)
		memcpy(result + (size_t)i * length, part, length);
	return result;
}

START_TEST(nesting_has_an_end)
{
	const char *error = NULL;

	ck_assert_ptr_null(read_text(repeated("<Project>", 5000), &error));
	ck_assert_ptr_nonnull(strstr(error, "nested more than 200 deep"));
}
END_TEST

START_TEST(a_value_has_an_end)
{
	const char *error = NULL;
	struct product *project = read_text(
		arena_printf(&arena,
			"<Project><PropertyGroup><A>ab</A>%s</PropertyGroup>"
			"</Project>",
			repeated("<A>$(A)$(A)</A>", 100)), &error);

	ck_assert_ptr_nonnull(project);
	ck_assert_uint_ge(project->notes.count, 1);
	ck_assert_ptr_nonnull(
		strstr(project->notes.items[0], "grows beyond 1 MB"));
}
END_TEST

START_TEST(ten_thousand_sources_are_read)
{
	const char *error = NULL;
	struct product *project = read_text(
		arena_printf(&arena,
			"<Project><ItemGroup>%s<ClCompile Remove=\"x.c\"/>"
			"</ItemGroup></Project>",
			repeated("<ClCompile Include=\"sub\\many.c\"/>",
				10000)), &error);

	ck_assert_ptr_nonnull(project);
	ck_assert_uint_eq(project->units.count, 10000);
}
END_TEST

START_TEST(sources_of_the_old_build_are_read)
{
	const char *error = NULL;
	struct product *project = read_text(
		"<Project><PropertyGroup><SOURCES>a.cpp  sub\\b.c\n r.rc"
		"</SOURCES></PropertyGroup><ItemGroup>"
		"<ClCompile Include=\"@(ClSourceFiles)\" "
		"Exclude=\"@(ClCompile)\"/></ItemGroup></Project>", &error);

	ck_assert_ptr_nonnull(project);
	ck_assert_uint_eq(project->units.count, 2);
	ck_assert_str_eq(path_base(project->units.items[1].path), "b.c");
}
END_TEST

static const char *const open_ends[] = {
	"$(", "$(A", "$(A.B('", "%(", "@(", "$([A]::B(", "$(A.Substring(9,9))",
	"$(A.Replace('',''))", "%", "%2", "$(A.)", "$()", "$([)", "@(X->'",
};

START_TEST(open_ends_are_no_crash)
{
	const char *error = NULL, *end = open_ends[_i];

	ck_assert_ptr_nonnull(read_text(
		arena_printf(&arena, "<Project><PropertyGroup><X>%s</X>"
			"<Y Condition=\"%s\">1</Y><Y Condition=\"'%s\">2</Y>"
			"</PropertyGroup></Project>", end, end, end), &error));
}
END_TEST

/* Bytes that are no text: UTF-16 cut in half, and no UTF-8. */
START_TEST(wrong_encodings_are_mistakes)
{
	const char *error = NULL;

	ck_assert_ptr_null(read_text("\xFF\xFE<", &error));
	ck_assert_ptr_nonnull(strstr(error, ":1:"));
	ck_assert_ptr_null(read_text("<Project>\xC3(</Project>", &error));
	ck_assert_ptr_nonnull(strstr(error, ":1:10: expected XML"));
}
END_TEST

/* ---- logs of a build -------------------------------------------------------- */

/* ASCII as UTF-16 with a mark; "~" is one half of a character. */
static char *as_utf16(const char *ascii, size_t *size)
{
	char *bytes = arena_alloc(&arena, 2 * strlen(ascii) + 2);

	*size = 0;
	bytes[(*size)++] = '\xFF';
	bytes[(*size)++] = '\xFE';
	for (; *ascii; ascii++) {
		bytes[(*size)++] = *ascii;
		bytes[(*size)++] = *ascii == '~' ? '\xD8' : '\0';
	}
	return bytes;
}

START_TEST(a_build_log_is_read)
{
	struct build_log log = { 0 };
	size_t size;
	char *bytes = as_utf16("^C:\\W\\A.C|C:\\W\\B.C\r\n/c /DX=1\r\n"
		"X64\\A.OBJ\r\n"
		"^C:\\W\\C.C\n/c", &size);

	ck_assert_ptr_null(build_log_read(&arena, "l", bytes, size, &log));
	ck_assert_uint_eq(log.files.count, 3);
	ck_assert_str_eq(log.files.items[1].path, "C:/W/B.C");
	ck_assert_str_eq(log.files.items[1].command, "/c /DX=1");
	ck_assert_str_eq(log.files.items[2].command, "/c");
}
END_TEST

static const struct {
	const char *text, *error;
	size_t cut; /* bytes that are missing at the end */
} damaged_logs[] = {
	{ "^A.C\n", "l:1: the log ends here", 0 },
	{ "^A.C\n/c\n^B.C", "l:3: the log ends here", 0 },
	{ "/c A.C\n", "l:1: expected '^'", 0 },
	{ "A.OBJ\n", "l:1: expected '^'", 0 },
	{ "^A.C\n/c\n/c B.C\n", "l:3: expected '^'", 0 },
	{ "^A.C\n/c ~ /D\n", "l:2: this is no UTF-16", 0 },
	{ "^A.C\n/c\n", "l:2: the file ends within a character", 1 },
};

START_TEST(a_damaged_build_log_is_no_log)
{
	struct build_log log = { 0 };
	size_t size;
	char *bytes = as_utf16(damaged_logs[_i].text, &size);
	const char *error = build_log_read(
		&arena, "l", bytes, size - damaged_logs[_i].cut, &log);

	ck_assert_ptr_nonnull(error);
	ck_assert_msg(strstr(error, damaged_logs[_i].error) == error, "%s",
		error);
}
END_TEST

START_TEST(a_build_log_has_a_mark)
{
	struct build_log log = { 0 };

	ck_assert_ptr_nonnull(strstr(
		build_log_read(&arena, "l", "^A.C\n/c\n", 9, &log),
		"l:1: expected UTF-16"));
	ck_assert_ptr_nonnull(build_log_read(&arena, "l", "", 0, &log));
}
END_TEST

/* ---- .slnx -------------------------------------------------------------- */

/* What a solution holds, as "path configuration platform;". */
static const struct {
	const char *text, *expected;
} solutions[] = {
	{ "<Solution/>", "" },
	{ "<Solution><Project Path='a/a.vcxproj'/><Folder Name='/f/'>"
	  "<Project Path='B\\b.VCXPROJ'/></Folder></Solution>",
		"a/a.vcxproj - -;B/b.VCXPROJ - -;" },
	{ "<Solution><Project Path='a.csproj'/><File Path='x.txt'/>"
	  "<Project/></Solution>", "+1" },
	{ "<Solution><Project Path='a.vcxproj'>"
	  "<BuildType Solution='Debug|*' Project='No'/>"
	  "<BuildType Solution='Release|*' Project='Win10'/>"
	  "<Platform Solution='*|x86' Project='No'/>"
	  "<Platform Solution='*|x64' Project='ARM64'/></Project></Solution>",
		"a.vcxproj Win10 ARM64;" },
	{ "<Solution><Project Path='a.vcxproj'><Platform Project='x86'/>"
	  "<BuildType Project='Fre'/></Project></Solution>",
		"a.vcxproj Fre x86;" },
	{ "<Project/>", "1:1: expected <Solution>, but the file begins with "
			"<Project>" },
	{ "<Solution>\n<Project", ":2:" },
};

START_TEST(an_slnx_is_read)
{
	struct solution solution = { 0 };
	const char *folder = platform_make_temporary_directory(&arena);
	const char *path = path_join(&arena, folder, "all.slnx"), *found;
	FILE *file = fopen(path, "wb");

	ck_assert_ptr_nonnull(file);
	ck_assert(fputs(solutions[_i].text, file) >= 0);
	ck_assert_int_eq(fclose(file), 0);
	found = solution_read(&arena, path, "Release", "x64", &solution);
	remove(path);
	remove(folder);
	if (found) {
		ck_assert_msg(strstr(found, solutions[_i].expected), "%s",
			found);
		return;
	}
	found = solution.others ? arena_printf(&arena, "+%u",
		(unsigned)solution.others) : "";
	for (uint32_t i = 0; i < solution.projects.count; i++) {
		const struct solution_project *project =
			&solution.projects.items[i];

		found = arena_printf(&arena, "%s%s %s %s;", found,
			path_relative(folder, project->path),
			project->configuration ? project->configuration : "-",
			project->platform ? project->platform : "-");
	}
	ck_assert_str_eq(found, solutions[_i].expected);
}
END_TEST

static void list_projects(const char *folder)
{
	struct name_list names = { 0 };
	const char *error;

	platform_list_directory(&arena, path_join(&arena, directory(), folder),
		&names, &error);
	for (uint32_t i = 0; i < names.items.count; i++) {
		const char *name = names.items.items[i];

		if (!strcmp(path_extension(name), "vcxproj"))
			*vec_add(&arena, &projects.items) =
				path_join(&arena, folder, name);
	}
}

Suite *projects_suite(void)
{
	Suite *suite = suite_create("projects");
	TCase *tests = tcase_create("all");

	arena_init(&arena);
	list_projects(".");
	list_projects("converted"); /* a sources.props is for all beside it */
	tcase_add_loop_test(
		tests, project_is_read, 0, (int)projects.items.count);
	tcase_add_test(tests, nesting_has_an_end);
	tcase_add_test(tests, a_value_has_an_end);
	tcase_add_test(tests, ten_thousand_sources_are_read);
	tcase_add_test(tests, sources_of_the_old_build_are_read);
	tcase_add_loop_test(tests, open_ends_are_no_crash, 0,
		(int)(sizeof(open_ends) / sizeof(*open_ends)));
	tcase_add_test(tests, wrong_encodings_are_mistakes);
	tcase_add_test(tests, a_build_log_is_read);
	tcase_add_loop_test(tests, a_damaged_build_log_is_no_log, 0,
		(int)(sizeof(damaged_logs) / sizeof(*damaged_logs)));
	tcase_add_test(tests, a_build_log_has_a_mark);
	tcase_add_loop_test(tests, an_slnx_is_read, 0,
		(int)(sizeof(solutions) / sizeof(*solutions)));
	suite_add_tcase(suite, tests);
	return suite;
}
