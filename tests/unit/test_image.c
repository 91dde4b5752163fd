/*
 * Objects, made here byte by byte: what is read of them, what is refused, and
 * that no damage to one does more than that.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "image/image.h"
#include "image/parts.h"

Suite *image_suite(void);

static struct arena arena;
static struct image image;

static void set_up(void)
{
	arena_init(&arena);
	image = (struct image){ .arena = &arena };
}

static void tear_down(void)
{
	arena_release(&arena);
}

/* ---- an object ----------------------------------------------------------- */

/* Two functions and a handler in PAGE, one function in .text$mn, a variable. */
enum {
	HEADER = 20,
	SECTIONS = 3,
	SYMBOLS = 6,
	SYMBOLS_AT = HEADER + SECTIONS * 40,
	STRINGS_AT = SYMBOLS_AT + SYMBOLS * 18,
};

static const char strings[] = "\0\0\0\0"
	"?Push@Queue@@QEAAXH@Z\0"
	"?filt$0@0@Start@@\0";

enum { OBJECT_BYTES = STRINGS_AT + sizeof(strings) };

static unsigned char object[OBJECT_BYTES];

static void put(size_t at, uint32_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		object[at + i] = (unsigned char)(value >> 8 * i);
}

static void put_section(
	int index, const char *name, uint32_t bytes, uint32_t characteristics)
{
	size_t at = HEADER + (size_t)index * 40;

	memcpy(object + at, name, strlen(name));
	put(at + 16, bytes, 4);
	put(at + 36, characteristics, 4);
}

/* Where a long name stands in `strings`. */
static uint32_t string_offset(const char *name)
{
	uint32_t at = 4;

	while (strcmp(strings + at, name) != 0)
		at += (uint32_t)strlen(strings + at) + 1;
	return at;
}

static void put_symbol(int index, const char *name, uint32_t value, int section,
	uint32_t type)
{
	size_t at = SYMBOLS_AT + (size_t)index * 18;

	if (strlen(name) > 8)
		put(at + 4, string_offset(name), 4);
	else
		memcpy(object + at, name, strlen(name));
	put(at + 8, value, 4);
	put(at + 12, (uint32_t)section, 2);
	put(at + 14, type, 2);
	object[at + 16] = 2;
}

static void make_object(uint32_t machine)
{
	memset(object, 0, sizeof(object));
	put(0, machine, 2);
	put(2, SECTIONS, 2);
	put(8, SYMBOLS_AT, 4);
	put(12, SYMBOLS, 4);
	put_section(0, ".text$mn", 20, 0x60500020);
	put_section(1, "PAGE", 100, 0x60100020);
	put_section(2, ".data", 8, 0xc0300040);
	put_symbol(0, "Start", 0, 2, 0x20);
	put_symbol(1, "?filt$0@0@Start@@", 40, 2, 0x20);
	put_symbol(2, "_Stop@8", 60, 2, 0x20);
	put_symbol(3, "?Push@Queue@@QEAAXH@Z", 0, 1, 0x20);
	put_symbol(4, "Count", 0, 3, 0);
	put_symbol(5, "Absent", 0, 0, 0x20);
	memcpy(object + STRINGS_AT, strings, sizeof(strings));
	put(STRINGS_AT, sizeof(strings), 4);
}

static bool read(size_t size, const char **error)
{
	return image_read(&image, "dir/a.obj", (const char *)object, size, error);
}

static void check_routine(uint32_t index, const char *name, const char *section,
	int64_t bytes)
{
	const struct compiled_routine *routine = &image.routines.items[index];

	ck_assert_str_eq(routine->name, name);
	ck_assert_str_eq(routine->section, section);
	ck_assert_int_eq(routine->bytes, bytes);
	ck_assert_str_eq(routine->object, "dir/a.obj");
}

START_TEST(functions_end_where_the_next_one_begins)
{
	const char *error;

	make_object(MACHINE_X86);
	ck_assert(read(OBJECT_BYTES, &error));
	ck_assert_uint_eq(image.routines.count, 3);
	check_routine(0, "Queue::Push", ".text$mn", 20);
	check_routine(1, "Start", "PAGE", 60); /* with its filter */
	check_routine(2, "Stop", "PAGE", 40);
	ck_assert(!image.linked);
}
END_TEST

START_TEST(only_x86_puts_something_in_front)
{
	const char *error;

	make_object(MACHINE_X64);
	ck_assert(read(OBJECT_BYTES, &error));
	check_routine(2, "_Stop@8", "PAGE", 40);
}
END_TEST

START_TEST(sections_count_with_their_alignment)
{
	const char *error;

	make_object(MACHINE_X64);
	ck_assert(read(OBJECT_BYTES, &error));
	ck_assert_uint_eq(image.sections.count, 3);
	ck_assert_int_eq(image.sections.items[0].bytes, 32);
	ck_assert_int_eq(image.sections.items[1].bytes, 100);
	ck_assert_int_eq(image.sections.items[2].bytes, 8);
}
END_TEST

/* The same with the wider numbers of /bigobj. */
START_TEST(a_large_object_has_wider_numbers)
{
	static const unsigned char identity[16] = { 0xc7, 0xa1, 0xba, 0xd1,
		0xee, 0xba, 0xa9, 0x4b, 0xaf, 0x20, 0xfa, 0xf6, 0x6a, 0xa4,
		0xdc, 0xb8 };
	enum { BIG = 56, GROWN = SYMBOLS * 2 };
	unsigned char bytes[OBJECT_BYTES + BIG - HEADER + GROWN] = {
		0, 0, 0xff, 0xff, 2, 0, 0x64, 0x86 };
	size_t symbols_at = BIG + SECTIONS * 40;
	const char *error;

	make_object(MACHINE_X64);
	memcpy(bytes + 12, identity, sizeof(identity));
	bytes[44] = SECTIONS;
	bytes[48] = (unsigned char)symbols_at;
	bytes[52] = SYMBOLS;
	memcpy(bytes + BIG, object + HEADER, SECTIONS * 40);
	for (size_t i = 0; i < SYMBOLS; i++) {
		memcpy(bytes + symbols_at + i * 20, object + SYMBOLS_AT + i * 18,
			14);
		memcpy(bytes + symbols_at + i * 20 + 16,
			object + SYMBOLS_AT + i * 18 + 14, 4);
	}
	memcpy(bytes + symbols_at + SYMBOLS * 20, strings, sizeof(strings));
	bytes[symbols_at + SYMBOLS * 20] = sizeof(strings);
	ck_assert(image_read(&image, "dir/a.obj", (const char *)bytes,
		sizeof(bytes), &error));
	ck_assert_uint_eq(image.routines.count, 3);
	check_routine(0, "Queue::Push", ".text$mn", 20);
	check_routine(1, "Start", "PAGE", 60);
	bytes[20]++; /* another one's */
	ck_assert(!image_read(&image, "dir/a.obj", (const char *)bytes,
		sizeof(bytes), &error));
	ck_assert_ptr_nonnull(strstr(error, "/GL"));
}
END_TEST

/* The same behind what a linked driver has in front. */
START_TEST(sections_of_a_linked_driver_are_as_large_as_they_say)
{
	enum { FRONT = 0x80 };
	char bytes[FRONT + OBJECT_BYTES] = { 0 };
	const char *error;

	make_object(MACHINE_X64);
	put(8, SYMBOLS_AT + FRONT, 4);
	put(HEADER + 8, 17, 4);
	put(HEADER + 36, 0x60000020, 4);
	memcpy(bytes, "MZ", 2);
	bytes[0x3c] = FRONT - 4;
	memcpy(bytes + FRONT - 4, "PE\0", 4);
	memcpy(bytes + FRONT, object, OBJECT_BYTES);
	ck_assert(image_read(&image, "a.sys", bytes, sizeof(bytes), &error));
	ck_assert(image.linked);
	ck_assert_int_eq(image.sections.items[0].bytes, 17);
	ck_assert_str_eq(image.routines.items[0].name, "Queue::Push");
	ck_assert_int_eq(image.routines.items[0].bytes, 17);
}
END_TEST

/* ---- names --------------------------------------------------------------- */

static const struct {
	const char *symbol, *name;
} names[] = {
	{ "DriverEntry", "DriverEntry" },
	{ "?Push@Queue@@QEAAXH@Z", "Queue::Push" },
	{ "?Reset@@YAXXZ", "Reset" },
	{ "?Next@Inner@Outer@@AEAAHXZ", "Outer::Inner::Next" },
	{ "??0Queue@@QEAA@XZ", "Queue::Queue" },
	{ "??1Queue@Outer@@UEAA@XZ", "Outer::Queue::~Queue" },
	{ "??2@YAPEAX_K@Z", NULL },		/* operator new */
	{ "??$Get@H@@YAHXZ", NULL },		/* a template */
	{ "?f@?A0x12345678@@YAXXZ", NULL },	/* of no name */
	{ "?A@0@YAXXZ", NULL },			/* a name that was there before */
	{ "?broken", NULL },
	{ "?broken@", NULL },
	{ "??", NULL },
	{ "?", NULL },
	{ "", "" },
};

START_TEST(test_name)
{
	const char *name = source_name(&arena, MACHINE_X64, names[_i].symbol);

	if (names[_i].name)
		ck_assert_str_eq(name, names[_i].name);
	else
		ck_assert_ptr_null(name);
}
END_TEST

/* ---- libraries ----------------------------------------------------------- */

/* A member's header at `at`; the place behind it. */
static size_t put_member(
	char *bytes, size_t at, const char *name, size_t size)
{
	char *header = arena_printf(&arena, "%-16s%-12s%-6s%-6s%-8s%-10u`\n",
		name, "0", "0", "0", "100644", (unsigned)size);

	memcpy(bytes + at, header, 60);
	return at + 60;
}

static size_t make_library(char *bytes)
{
	static const char import[20] = { 0, 0, -1, -1 };
	static const char long_name[] = "deep/in/a/folder/a.obj";
	size_t at = 8;

	make_object(MACHINE_X64);
	memcpy(bytes, "!<arch>\n", 8);
	at = put_member(bytes, at, "/", 4) + 4;
	at = put_member(bytes, at, "//", sizeof(long_name));
	memcpy(bytes + at, long_name, sizeof(long_name));
	at += sizeof(long_name) + (sizeof(long_name) & 1);
	at = put_member(bytes, at, "ntoskrnl.exe/", sizeof(import));
	memcpy(bytes + at, import, sizeof(import));
	at += sizeof(import);
	at = put_member(bytes, at, "/0", OBJECT_BYTES);
	memcpy(bytes + at, object, OBJECT_BYTES);
	return at + OBJECT_BYTES;
}

START_TEST(a_library_has_its_members)
{
	char bytes[OBJECT_BYTES + 1000] = { 0 };
	size_t size = make_library(bytes);
	const char *error;

	ck_assert(image_read(&image, "a.lib", bytes, size, &error));
	ck_assert_uint_eq(image.routines.count, 3);
	ck_assert_str_eq(
		image.routines.items[0].object, "deep/in/a/folder/a.obj");
	bytes[size - OBJECT_BYTES] = 0;
	ck_assert(!image_read(&image, "a.lib", bytes, size, &error));
	ck_assert_msg(strstr(error, "its member 'deep/in/a/folder/a.obj': it "),
		"%s", error);
}
END_TEST

/* ---- what is refused ------------------------------------------------------ */

static const struct {
	const char *bytes;
	size_t size;
	const char *error;
} refused[] = {
	{ "", 0, "a.obj: it is empty; expected" },
	{ "\177ELF\2\1\1", 7, "it is an ELF file" },
	{ "BC\xc0\xde....", 8, "-flto" },
	{ "int f(void) { return 1; }", 25, "no object of x64" },
	{ "\x64\x86\1\0", 4, "too short" },
	{ "\0\0\xff\xff\1\0\x64\x86............", 20, "/GL" },
	{ "MZ", 2, "no image of Windows" },
	{ "\x64\x86\xff\xff................", 20, "table of sections" },
	{ "!<arch>\nx", 9, "header of a member" },
};

START_TEST(test_refused)
{
	const char *error = NULL;

	ck_assert(!image_read(&image, "dir/a.obj", refused[_i].bytes,
		refused[_i].size, &error));
	ck_assert_msg(strstr(error, refused[_i].error) &&
			strstr(error, "dir/a.obj: ") && strstr(error, ".obj"),
		"%s", error);
}
END_TEST

/* ---- damage --------------------------------------------------------------- */

static void check_damaged(const char *bytes, size_t size)
{
	struct image damaged = { .arena = &arena };
	const char *error = NULL;
	/* At its real size, so that a sanitizer sees the end. */
	char *copy = malloc(size ? size : 1);

	memcpy(copy, bytes, size);
	if (!image_read(&damaged, "a.obj", copy, size, &error))
		ck_assert_ptr_nonnull(error);
	free(copy);
}

START_TEST(any_byte_may_be_wrong)
{
	char bytes[OBJECT_BYTES + 1000] = { 0 };
	size_t size = make_library(bytes);

	for (size_t at = 0; at < size; at++) {
		char right = bytes[at];

		for (int bit = 0; bit < 8; bit++) {
			bytes[at] = (char)(right ^ 1 << bit);
			check_damaged(bytes, size);
		}
		bytes[at] = '\xff';
		check_damaged(bytes, size);
		bytes[at] = right;
	}
}
END_TEST

START_TEST(it_may_end_anywhere)
{
	char bytes[OBJECT_BYTES + 1000] = { 0 };
	size_t size = make_library(bytes);

	for (size_t end = 0; end < size; end++) {
		check_damaged(bytes, end);
		if (end < OBJECT_BYTES)
			check_damaged((const char *)object, end);
	}
}
END_TEST

Suite *image_suite(void)
{
	Suite *suite = suite_create("image");
	TCase *tests = tcase_create("image");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, set_up, tear_down);
	tcase_add_test(tests, functions_end_where_the_next_one_begins);
	tcase_add_test(tests, only_x86_puts_something_in_front);
	tcase_add_test(tests, sections_count_with_their_alignment);
	tcase_add_test(tests, a_large_object_has_wider_numbers);
	tcase_add_test(tests,
		sections_of_a_linked_driver_are_as_large_as_they_say);
	tcase_add_loop_test(
		tests, test_name, 0, sizeof(names) / sizeof(*names));
	tcase_add_test(tests, a_library_has_its_members);
	tcase_add_loop_test(
		tests, test_refused, 0, sizeof(refused) / sizeof(*refused));
	tcase_add_test(tests, any_byte_may_be_wrong);
	tcase_add_test(tests, it_may_end_anywhere);
	suite_add_tcase(suite, tests);
	return suite;
}
