/*
 * The shape of the source tree: who may know whom, who may talk to the
 * operating system and to clang, and that each header compiles alone.
 *
 * A check is a function over one text, so that each is first seen to fail on a
 * text made for it and then held against the tree. Only code is looked at:
 * comments and strings are blanked out, but for the names behind #include.
 */
#include <check.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/platform/platform.h"

Suite *structure_suite(void);

static struct arena arena;

static void set_up(void)
{
	arena_init(&arena);
}

static void tear_down(void)
{
	arena_release(&arena);
}

/* ---- the tree ---------------------------------------------------------- */

/* Made or fetched; the repository's own memory. */
static bool is_skipped(const char *name)
{
	static const char *const skipped[] = { ".git", "build",
		"node_modules", "report-sources", "rule-sources", NULL };

	for (int i = 0; skipped[i]; i++)
		if (!strcmp(name, skipped[i]))
			return true;
	return false;
}

/* Every file below a folder, as seen from the root of the tree. */
static void list_files(
	struct arena *in, const char *folder, struct name_list *files)
{
	struct name_list names = { 0 };
	const char *error;

	if (!platform_list_directory(in, path_join(in, SOURCE_DIR, folder),
		    &names, &error))
		ck_abort_msg("%s: %s", folder, error);
	for (uint32_t i = 0; i < names.items.count; i++) {
		const char *name = names.items.items[i];
		const char *path =
			*folder ? path_join(in, folder, name) : name;
		enum path_kind kind =
			platform_path_kind(path_join(in, SOURCE_DIR, path));

		if (is_skipped(name)) /* .git may be a file */
			continue;
		if (kind == PATH_DIRECTORY)
			list_files(in, path, files);
		else if (kind == PATH_FILE)
			*vec_add(in, &files->items) = path;
	}
}

static bool starts_with(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

/* The C sources and headers of the program, its rules and its tests; not the
 * drivers that it audits nor the headers that it audits them with. */
static bool is_ours(const char *path)
{
	const char *extension = path_extension(path);

	return (!strcmp(extension, "c") || !strcmp(extension, "h")) &&
		!starts_with(path, "analyzer/frontend/headers/") &&
		(starts_with(path, "analyzer/") ||
			starts_with(path, "rules/") ||
			starts_with(path, "tests/unit/") ||
			starts_with(path, "tests/fuzz/"));
}

static const char *read_file(const char *path)
{
	const char *error;
	char *text;
	size_t size;

	if (!platform_read_file(&arena, path_join(&arena, SOURCE_DIR, path),
		    &text, &size, &error))
		ck_abort_msg("%s: %s", path, error);
	return text;
}

/* ---- code without comments and strings --------------------------------- */

static size_t quoted_length(const char *text)
{
	size_t length = 1;

	while (text[length] && text[length] != '\n' && text[length] != *text)
		length += text[length] == '\\' && text[length + 1] ? 2 : 1;
	return text[length] == *text ? length + 1 : length;
}

static size_t comment_length(const char *text)
{
	const char *close;

	if (text[1] == '/')
		return strcspn(text, "\n");
	close = strstr(text + 2, "*/");
	return close ? (size_t)(close + 2 - text) : strlen(text);
}

/* The length of "#include" with its blanks, or 0. */
static size_t include_length(const char *text)
{
	size_t length;

	if (*text != '#')
		return 0;
	length = 1 + strspn(text + 1, " \t");
	return starts_with(text + length, "include") ?
		length + strlen("include") :
		0;
}

/* How much of a text is to be blanked out, from its first character on. */
static size_t blank_length(const char *text)
{
	if (*text == '"' || *text == '\'')
		return quoted_length(text);
	if (*text == '/' && (text[1] == '/' || text[1] == '*'))
		return comment_length(text);
	return 0;
}

/* The same text with blanks for every comment and every string, line breaks
 * and include directives kept. */
static char *code_of(const char *text)
{
	char *code = arena_strdup(&arena, text);
	char *at = code;

	while (*at) {
		size_t length = blank_length(at);

		if (include_length(at))
			at += strcspn(at, "\n");
		else if (!length)
			at++;
		for (; length; length--, at++)
			if (*at != '\n')
				*at = ' ';
	}
	return code;
}

/* ---- includes ---------------------------------------------------------- */

/* The name of the next include directive, with its < or first quotation mark;
 * moves *at behind it. NULL if there is none. */
static const char *next_include(const char **at)
{
	for (; **at; ++*at) {
		size_t length = include_length(*at);
		const char *name = *at + length;

		if (!length)
			continue;
		name += strspn(name, " \t");
		*at = name;
		return arena_strndup(&arena, name, strcspn(name, ">\n"));
	}
	return NULL;
}

/* Which folders of ours a folder may include, itself aside. A folder that is
 * not listed may include any but those of clang. */
static const struct layer {
	const char *folder, *may_know;
} layers[] = {
	{ "analyzer/base/", "" },
	{ "analyzer/facts/", " base " },
	{ "analyzer/image/", " base " },
	{ "analyzer/contracts/", " base facts " },
	{ "analyzer/program/", " base facts contracts image " },
	{ "analyzer/irql/", " base facts contracts program " },
	{ "analyzer/report/", " base facts " },
	{ "analyzer/project/", " base " },
	{ "analyzer/frontend/", " base facts project " },
	{ "rules/", " base facts contracts program irql report " },
};

static const struct layer *layer_of(const char *path)
{
	for (size_t i = 0; i < sizeof(layers) / sizeof(*layers); i++)
		if (starts_with(path, layers[i].folder))
			return &layers[i];
	return NULL;
}

static bool layer_may_know(const struct layer *layer, const char *folder)
{
	const char *own = strstr(layer->folder, folder);

	return (own && own[strlen(folder)] == '/') ||
		strstr(layer->may_know,
			arena_printf(&arena, " %s ", folder)) != NULL;
}

/* What an include of this file says that it may not; NULL if nothing. */
static const char *wrong_layer(const char *path, const char *include)
{
	const struct layer *layer = layer_of(path);
	const char *slash = strchr(include, '/');
	const char *folder;

	if (!layer || include[0] != '"')
		return NULL;
	if (!slash)
		return strstr(include, "audit.h") ?
			"knows the pipeline that it is a part of" :
			NULL;
	folder = arena_strndup(
		&arena, include + 1, (size_t)(slash - include - 1));
	return layer_may_know(layer, folder) ?
		NULL :
		arena_printf(&arena, "may not know %s", folder);
}

static const char *wrong_clang(const char *path, const char *include)
{
	if (starts_with(path, "analyzer/frontend/"))
		return NULL;
	return starts_with(include, "<clang") || starts_with(include, "\"clang") ?
		"only analyzer/frontend may include clang" :
		NULL;
}

static const char *wrong_system(const char *path, const char *include)
{
	static const char *const headers[] = { "<unistd.h", "<pthread.h",
		"<sys/", "<dirent.h", "<fcntl.h", "<windows.h", "<Windows.h",
		"<io.h", "<direct.h", "<process.h", "<dlfcn.h", "<signal.h",
		NULL };

	if (starts_with(include, "<threads.h"))
		return "<threads.h> is not everywhere: use platform_parallel";
	if (starts_with(path, "analyzer/base/platform/") ||
		starts_with(path, "tests/")) /* they make links and the like */
		return NULL;
	for (int i = 0; headers[i]; i++)
		if (starts_with(include, headers[i]))
			return "only analyzer/base/platform asks the system";
	return NULL;
}

/* The first include of a text that its path forbids, as a message. */
static const char *wrong_include(const char *path, const char *text)
{
	const char *at = code_of(text), *include;

	while ((include = next_include(&at)) != NULL) {
		const char *wrong = wrong_layer(path, include);

		if (!wrong)
			wrong = wrong_clang(path, include);
		if (!wrong)
			wrong = wrong_system(path, include);
		if (wrong)
			return arena_printf(
				&arena, "%s: %s: %s", path, include, wrong);
	}
	return NULL;
}

static const struct {
	const char *path, *text, *wrong; /* NULL: right */
} include_samples[] = {
	{ "analyzer/irql/flow.c", "#include <clang-c/Index.h>\n", "clang" },
	{ "tests/unit/test_x.c", "#include <clang-c/Index.h>\n", "clang" },
	{ "analyzer/frontend/unit.c", "#include <clang-c/Index.h>\n", NULL },
	{ "rules/x-y.c", "#include \"frontend/frontend.h\"\n", "frontend" },
	{ "rules/x-y.c", "#include \"rules/check.h\"\n", NULL },
	{ "rules/x-y.c", "#include \"audit.h\"\n", "pipeline" },
	{ "analyzer/base/map.c", "#include \"facts/facts.h\"\n", "facts" },
	{ "analyzer/facts/text.c", "#include \"base/map.h\"\n", NULL },
	{ "analyzer/report/sarif.c", "#include \"program/program.h\"\n",
		"program" },
	{ "analyzer/program/link.c", "#include \"irql/irql.h\"\n", "irql" },
	{ "analyzer/program/measured.c", "#include \"image/image.h\"\n", NULL },
	{ "analyzer/image/coff.c", "#include \"facts/facts.h\"\n", "facts" },
	{ "rules/x-y.c", "#include \"image/image.h\"\n", "image" },
	{ "analyzer/frontend/body.c", "#include \"project/unit.h\"\n", NULL },
	{ "analyzer/frontend/body.c", "#include \"contracts/sal.h\"\n",
		"contracts" },
	{ "analyzer/cli/help.c", "#include <unistd.h>\n", "platform" },
	{ "analyzer/base/path.c", "#  include <sys/stat.h>\n", "platform" },
	{ "analyzer/base/platform/posix.c", "#include <pthread.h>\n", NULL },
	{ "analyzer/base/platform/posix.c", "#include <threads.h>\n",
		"threads" },
	{ "analyzer/cli/help.c", "// #include <unistd.h>\n", NULL },
};

START_TEST(test_include_sample)
{
	const char *wrong = wrong_include(
		include_samples[_i].path, include_samples[_i].text);

	if (include_samples[_i].wrong)
		ck_assert_msg(wrong && strstr(wrong, include_samples[_i].wrong),
			"%s %s: got %s", include_samples[_i].path,
			include_samples[_i].text, wrong ? wrong : "nothing");
	else
		ck_assert_msg(!wrong, "%s", wrong);
}
END_TEST

/* ---- words ------------------------------------------------------------- */

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* `long` is 32 bits on Windows and 64 elsewhere; `long long` is the same. */
static bool has_plain_long(const char *text)
{
	const char *code = code_of(text), *at = code;
	bool after_long = false;

	while (*at) {
		size_t length = 0;

		while (is_word(at[length]))
			length++;
		if (length == 4 && !memcmp(at, "long", 4)) {
			after_long = !after_long;
		} else if (length) {
			if (after_long)
				return true;
		} else if (after_long && !isspace((unsigned char)*at)) {
			return true;
		}
		at += length ? length : 1;
	}
	return after_long;
}

static const struct {
	const char *text;
	bool plain;
} long_samples[] = {
	{ "long count;", true },
	{ "unsigned long count;", true },
	{ "f((long)x);", true },
	{ "long long count;", false },
	{ "f((unsigned long long)x);", false },
	{ "/* so long */ f(\"as long\"); int long_name;", false },
	{ "f('\"', (long)x, '\"');", true },
};

START_TEST(test_long_sample)
{
	ck_assert_msg(has_plain_long(long_samples[_i].text) ==
			long_samples[_i].plain,
		"%s", long_samples[_i].text);
}
END_TEST

/* A path that only one machine has: a home, a work tree, a scratch file. */
static const char *machine_path(const char *text)
{
	static const char *const roots[] = { "/" "work/", "/" "tmp/",
		"/" "home/", "/" "root/", "/" "Users/", NULL };

	for (int i = 0; roots[i]; i++) {
		const char *found = text;

		while ((found = strstr(found, roots[i])) != NULL) {
			if (found == text || !(is_word(found[-1]) ||
						    strchr("./*}", found[-1])))
				return arena_strndup(&arena, found,
					strcspn(found, " \t\n\""));
			found++;
		}
	}
	return NULL;
}

START_TEST(test_machine_path_sample)
{
	ck_assert_ptr_nonnull(machine_path("open(\"/" "work/main/a.c\")"));
	ck_assert_ptr_nonnull(machine_path("/" "tmp/x"));
	ck_assert_ptr_null(machine_path("src/work/a.c ./tmp/b ${X:-/tmp}"));
}
END_TEST

/* ---- the tree, file by file -------------------------------------------- */

START_TEST(test_includes)
{
	struct name_list files = { 0 };

	list_files(&arena, "", &files);
	ck_assert_uint_gt(files.items.count, 100);
	for (uint32_t i = 0; i < files.items.count; i++) {
		const char *path = files.items.items[i], *wrong;

		if (!is_ours(path))
			continue;
		wrong = wrong_include(path, read_file(path));
		ck_assert_msg(!wrong, "%s", wrong);
	}
}
END_TEST

START_TEST(test_no_plain_long)
{
	struct name_list files = { 0 };

	list_files(&arena, "", &files);
	for (uint32_t i = 0; i < files.items.count; i++) {
		const char *path = files.items.items[i];

		ck_assert_msg(
			!is_ours(path) || !has_plain_long(read_file(path)),
			"%s: plain 'long': use int64_t", path);
	}
}
END_TEST

START_TEST(test_no_machine_paths)
{
	struct name_list files = { 0 };

	list_files(&arena, "", &files);
	for (uint32_t i = 0; i < files.items.count; i++) {
		const char *path = files.items.items[i];
		const char *found = machine_path(read_file(path));

		ck_assert_msg(!found, "%s: a path of one machine: %s", path,
			found);
	}
}
END_TEST

/* ---- headers compile alone --------------------------------------------- */

static struct name_list headers(struct arena *in)
{
	struct name_list files = { 0 }, found = { 0 };

	list_files(in, "", &files);
	for (uint32_t i = 0; i < files.items.count; i++)
		if (is_ours(files.items.items[i]) &&
			!strcmp(path_extension(files.items.items[i]), "h"))
			*vec_add(in, &found.items) = files.items.items[i];
	return found;
}

static int header_count(void)
{
	struct arena in;
	int count;

	arena_init(&in);
	count = (int)headers(&in).items.count;
	arena_release(&in);
	return count;
}

static int compile(const char *path, const char *errors)
{
	return system(arena_printf(&arena,
		"\"%s\" -std=c17 -Wall -Wextra -Werror -Wno-unused-function "
		"-fsyntax-only -x c "
		"-I \"%s/analyzer\" -I \"%s\" -isystem \"%s\" \"%s\"%s",
		C_COMPILER, SOURCE_DIR, SOURCE_DIR, CLANG_HEADERS, path,
		errors));
}

START_TEST(test_header_compiles_alone)
{
	const char *path = headers(&arena).items.items[_i];

	ck_assert_msg(!compile(path_join(&arena, SOURCE_DIR, path), ""),
		"%s needs something that it does not include", path);
}
END_TEST

START_TEST(test_broken_header)
{
	FILE *file;

	ck_assert(platform_make_directory("rule-sources"));
	file = fopen("rule-sources/broken.h", "wb");
	ck_assert_ptr_nonnull(file);
	ck_assert_int_ge(fputs("uint32_t count(void);\n", file), 0);
	ck_assert_int_eq(fclose(file), 0);
	ck_assert_int_ne(compile("rule-sources/broken.h",
				 " 2>rule-sources/broken.txt"), 0);
}
END_TEST

/* ---- the suite --------------------------------------------------------- */

static TCase *add_tests(Suite *suite, const char *name)
{
	TCase *tests = tcase_create(name);

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, set_up, tear_down);
	suite_add_tcase(suite, tests);
	return tests;
}

Suite *structure_suite(void)
{
	Suite *suite = suite_create("structure");
	TCase *samples = add_tests(suite, "samples");
	TCase *tree = add_tests(suite, "tree");
	TCase *alone = add_tests(suite, "headers");

	tcase_add_loop_test(samples, test_include_sample, 0,
		sizeof(include_samples) / sizeof(*include_samples));
	tcase_add_loop_test(samples, test_long_sample, 0,
		sizeof(long_samples) / sizeof(*long_samples));
	tcase_add_test(samples, test_machine_path_sample);
	tcase_add_test(tree, test_includes);
	tcase_add_test(tree, test_no_plain_long);
	tcase_add_test(tree, test_no_machine_paths);
	tcase_add_test(alone, test_broken_header);
	tcase_add_loop_test(
		alone, test_header_compiles_alone, 0, header_count());
	return suite;
}
