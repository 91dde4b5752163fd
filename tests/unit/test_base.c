/* Arenas, vectors, interned names, maps and paths. */
#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/map.h"
#include "base/path.h"
#include "base/platform/platform.h"
#include "base/vec.h"

/* One arena for each test. */
struct fixture {
	struct arena arena;
};

static struct fixture fixture;

static void set_up(void)
{
	arena_init(&fixture.arena);
}

static void tear_down(void)
{
	arena_release(&fixture.arena);
}

/* ---- arena -------------------------------------------------------------- */

static size_t zeros_at(const unsigned char *bytes, size_t size)
{
	size_t zeros = 0;

	while (zeros < size && !bytes[zeros])
		zeros++;
	return zeros;
}

START_TEST(arena_gives_zeroed_aligned_memory)
{
	for (size_t size = 0; size < 5000000; size = size * 3 + 1) {
		unsigned char *bytes = arena_alloc(&fixture.arena, size);

		ck_assert_uint_eq((uintptr_t)bytes % 16, 0);
		ck_assert_uint_eq(zeros_at(bytes, size), size);
		memset(bytes, 0xFF, size);
	}
}
END_TEST

START_TEST(arena_keeps_its_block_after_a_large_request)
{
	size_t before;

	arena_alloc(&fixture.arena, 1);
	arena_alloc(&fixture.arena, 1000000);
	before = fixture.arena.reserved;
	arena_alloc(&fixture.arena, 1000);
	ck_assert_uint_eq(fixture.arena.reserved, before);
}
END_TEST

START_TEST(arena_gives_zeroed_memory_again_after_clear)
{
	size_t before = 0;

	for (int round = 0; round < 4; round++) {
		for (size_t size = 1; size < 5000000; size = size * 3 + 1) {
			unsigned char *bytes =
				arena_alloc(&fixture.arena, size);

			ck_assert_uint_eq(zeros_at(bytes, size), size);
			memset(bytes, 0xFF, size);
		}
		arena_clear(&fixture.arena);
		if (round > 1)
			ck_assert_uint_le(fixture.arena.reserved, before);
		before = fixture.arena.reserved;
	}
}
END_TEST

START_TEST(arena_copies_and_prints)
{
	char text[] = "section";
	char *copy = arena_strdup(&fixture.arena, text);

	text[0] = 'x';
	ck_assert_str_eq(copy, "section");
	ck_assert_str_eq(arena_strndup(&fixture.arena, "PAGED", 4), "PAGE");
	ck_assert_str_eq(
		arena_printf(&fixture.arena, "%s:%d", "a.c", 7), "a.c:7");
}
END_TEST

/* ---- vectors ------------------------------------------------------------ */

START_TEST(vec_keeps_items_while_it_grows)
{
	VEC(uint32_t) numbers = { 0 };

	for (uint32_t i = 0; i < 1000; i++) {
		uint32_t *item = vec_add(&fixture.arena, &numbers);

		ck_assert_uint_eq(*item, 0);
		*item = i * i;
	}
	ck_assert_uint_eq(numbers.count, 1000);
	for (uint32_t i = 0; i < 1000; i++)
		ck_assert_uint_eq(numbers.items[i], i * i);
}
END_TEST

START_TEST(vec_zeroes_items_that_come_again)
{
	VEC(uint32_t) numbers = { 0 };

	*vec_add(&fixture.arena, &numbers) = 5;
	numbers.count = 0;
	ck_assert_uint_eq(*vec_add(&fixture.arena, &numbers), 0);
}
END_TEST

START_TEST(map_keeps_numbers)
{
	struct map map = { 0 };

	if (_i)
		map_reserve(&fixture.arena, &map, 1000);
	for (uint64_t key = 1; key <= 1000; key++)
		map_set_number(&fixture.arena, &map, key << 40 | 1,
			(uint32_t)key);
	for (uint64_t key = 1; key <= 1000; key++)
		ck_assert_uint_eq(map_get_number(&map, key << 40 | 1), key);
	ck_assert_uint_eq(map_get_number(&map, 1), MAP_NONE);
	ck_assert_uint_eq(map_get_number(&map, 0), MAP_NONE);
}
END_TEST

/* ---- interned names ----------------------------------------------------- */

START_TEST(intern_makes_equal_texts_one)
{
	struct intern names;
	const char *page;

	intern_init(&names, &fixture.arena);
	page = intern(&names, "PAGE");
	ck_assert_ptr_eq(page, intern_n(&names, "PAGELK", 4));
	ck_assert_ptr_eq(page, intern_printf(&names, "%s%c", "PAG", 'E'));
	ck_assert_ptr_ne(page, intern(&names, "page"));
	ck_assert_ptr_null(intern(&names, NULL));
	ck_assert_str_eq(intern(&names, ""), "");
}
END_TEST

START_TEST(intern_survives_growing)
{
	struct intern names;
	const char *kept[2000];

	intern_init(&names, &fixture.arena);
	for (int i = 0; i < 2000; i++)
		kept[i] = intern_printf(&names, "name%d", i);
	for (int i = 0; i < 2000; i++)
		ck_assert_ptr_eq(kept[i], intern_printf(&names, "name%d", i));
	ck_assert_uint_eq(names.count, 2000);
}
END_TEST

/* ---- maps --------------------------------------------------------------- */

START_TEST(map_remembers_the_latest_value)
{
	struct map map = { 0 };
	static const char keys[1000];

	ck_assert_uint_eq(map_get(&map, &keys[0]), MAP_NONE);
	for (uint32_t i = 0; i < 1000; i++)
		map_set(&fixture.arena, &map, &keys[i], i);
	map_set(&fixture.arena, &map, &keys[7], 77);
	ck_assert_uint_eq(map.count, 1000);
	ck_assert_uint_eq(map_get(&map, &keys[7]), 77);
	ck_assert_uint_eq(map_get(&map, &keys[999]), 999);
	ck_assert_uint_eq(map_get(&map, &map), MAP_NONE);
	ck_assert_uint_eq(map_get(&map, NULL), MAP_NONE);
}
END_TEST

/* ---- paths -------------------------------------------------------------- */

static const struct {
	const char *path, *normal;
} normal_paths[] = {
	{ "a.c", "a.c" },
	{ "./a.c", "a.c" },
	{ "src\\pnp\\init.c", "src/pnp/init.c" },
	{ "src//pnp/./init.c", "src/pnp/init.c" },
	{ "src/../a.c", "a.c" },
	{ "../a.c", "../a.c" },
	{ "../../a.c", "../../a.c" },
	{ "src/../../a.c", "../a.c" },
	{ "/a/../../b", "/b" },
	{ "/", "/" },
	{ "C:\\driver\\a.c", "C:/driver/a.c" },
	{ "src/", "src" },
	{ "", "." },
	{ ".", "." },
	{ "a/..", "." },
};

START_TEST(path_normalise_gives)
{
	ck_assert_str_eq(
		path_normalise(&fixture.arena, normal_paths[_i].path),
		normal_paths[_i].normal);
}
END_TEST

START_TEST(path_parts)
{
	ck_assert_str_eq(path_base("src/a.c"), "a.c");
	ck_assert_str_eq(path_base("src\\a.c"), "a.c");
	ck_assert_str_eq(path_base("a.c"), "a.c");
	ck_assert_str_eq(path_extension("src.d/a"), "");
	ck_assert_str_eq(path_extension("a.tar.gz"), "gz");
	ck_assert_str_eq(path_directory(&fixture.arena, "src/a.c"), "src");
	ck_assert_str_eq(path_directory(&fixture.arena, "a.c"), ".");
	ck_assert_str_eq(path_directory(&fixture.arena, "/a.c"), "/");
	ck_assert(path_is_absolute("/a") && path_is_absolute("C:\\a"));
	ck_assert(path_is_absolute("\\\\server\\share"));
	ck_assert(!path_is_absolute("a/b") && !path_is_absolute(""));
}
END_TEST

START_TEST(path_joins_and_relates)
{
	ck_assert_str_eq(path_join(&fixture.arena, "src", "a.c"), "src/a.c");
	ck_assert_str_eq(path_join(&fixture.arena, "/", "a.c"), "/a.c");
	ck_assert_str_eq(path_join(&fixture.arena, ".", "a.c"), "a.c");
	ck_assert_str_eq(path_join(&fixture.arena, "src", "/a.c"), "/a.c");
	ck_assert_str_eq(path_relative("/d/src", "/d/src/a.c"), "a.c");
	ck_assert_str_eq(path_relative("/", "/d/a.c"), "d/a.c");
	ck_assert_str_eq(path_relative("/d/src", "/d/src2/a.c"), "/d/src2/a.c");
	ck_assert_str_eq(path_relative("/d/src", "/d/src"), ".");
}
END_TEST

/* ---- threads ------------------------------------------------------------ */

static void mark(void *context, uint32_t index)
{
	int *marks = context;

	marks[index]++;
}

START_TEST(parallel_does_each_item_once)
{
	int marks[500] = { 0 };

	platform_parallel(500, _i, mark, marks);
	for (int i = 0; i < 500; i++)
		ck_assert_int_eq(marks[i], 1);
	platform_parallel(0, _i, mark, NULL);
}
END_TEST

Suite *base_suite(void);

Suite *base_suite(void)
{
	enum { PATHS = sizeof(normal_paths) / sizeof(*normal_paths) };
	Suite *suite = suite_create("base");
	TCase *tests = tcase_create("all");

	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, arena_gives_zeroed_aligned_memory);
	tcase_add_test(tests, arena_keeps_its_block_after_a_large_request);
	tcase_add_test(tests, arena_gives_zeroed_memory_again_after_clear);
	tcase_add_test(tests, arena_copies_and_prints);
	tcase_add_test(tests, vec_keeps_items_while_it_grows);
	tcase_add_test(tests, vec_zeroes_items_that_come_again);
	tcase_add_loop_test(tests, map_keeps_numbers, 0, 2);
	tcase_add_test(tests, intern_makes_equal_texts_one);
	tcase_add_test(tests, intern_survives_growing);
	tcase_add_test(tests, map_remembers_the_latest_value);
	tcase_add_loop_test(tests, path_normalise_gives, 0, PATHS);
	tcase_add_test(tests, path_parts);
	tcase_add_test(tests, path_joins_and_relates);
	tcase_add_loop_test(tests, parallel_does_each_item_once, 1, 4);
	suite_add_tcase(suite, tests);
	return suite;
}
