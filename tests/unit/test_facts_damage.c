/*
 * What the reader of facts makes of texts that nobody wrote: each mistake is
 * told with its line, and a damaged text is refused, or read and then held to
 * the law of test_facts_text.c.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "facts/text.h"
#include "facts_sample.h"

Suite *facts_damage_suite(void);

/* ---- mistakes ----------------------------------------------------------- */

#define HEAD "pageaudit-facts 4\nunit \"a.c\" parsed\n"
#define BODY                                                                   \
	HEAD "symbol f function\nfunction f defined\n"                         \
	     "  parameter p\n  body\n  local l\n  path p0->x\n"

static const struct mistake {
	const char *text, *error;
} mistakes[] = {
	{"", "x.paf:1: expected 'pageaudit-facts 4'"},
	{"\x7f" "ELF\n", "x.paf:1: expected 'pageaudit-facts 4'"},
	{"pageaudit-facts 1\nunit a\nend\n",
		"x.paf:1: written by another version: run pageaudit facts"},
	{"pageaudit-facts 99999999999\n", "x.paf:1: written by another"},
	{"pageaudit-facts 4\r\n", "x.paf:1: expected the end of the line"},
	{"pageaudit-facts 4\n", "x.paf:2: expected an `end` line"},
	{"pageaudit-facts 4\nend\n", "x.paf:2: expected 'unit'"},
	{"pageaudit-facts 4\nunit a wide\nend\n",
		"x.paf:2: expected one of: cxx, parsed"},
	{"pageaudit-facts 4\nunit a cxx cxx\nend\n",
		"x.paf:2: expected 'cxx' only once"},
	{"pageaudit-facts 4\nunit a  cxx\nend\n", "x.paf:2: expected one of:"},
	{HEAD, "x.paf:3: expected an `end` line"},
	{BODY "  b0:\n    return (((((0 + 1) + 1) + 1) + 1) + 1)\n",
		"x.paf:10: expected no more than 4 formulas in one another"},
	{BODY "  b0:\n    return (p0->x ** 1)\n", "x.paf:10: expected"},
	{HEAD "end", "x.paf:3: the file breaks off in this line"},
	{HEAD "end\nend\n", "x.paf:4: expected nothing behind"},
	{HEAD "end of it\n", "x.paf:3: expected the end of the line"},
	{HEAD "  end\n", "x.paf:3: expected one of: file, symbol"},
	{HEAD "\nend\n", "x.paf:3: expected one of: file, symbol"},
	{HEAD "table f\nend\n", "x.paf:3: expected one of: file, symbol"},
	{HEAD "file 1 a\nend\n", "x.paf:3: expected the number 0"},
	{HEAD "file x a\nend\n", "x.paf:3: expected a number"},
	{HEAD "file 4294967296 a\nend\n", "x.paf:3: expected a number up to"},
	{HEAD "file 0 -\nend\n", "x.paf:3: expected the path of a file"},
	{HEAD "file 0 \"a\nend\n", "x.paf:3: expected UTF-8"},
	{HEAD "file 0 \"a\\", "x.paf:3: the file breaks off"},
	{HEAD "file 0 \"a\\\nend\n", "x.paf:3: expected UTF-8"},
	{HEAD "file 0 \"\\x00\"\nend\n", "x.paf:3: expected UTF-8"},
	{HEAD "file 0 \"\\x1\nend\n", "x.paf:3: expected UTF-8"},
	{HEAD "file 0 \"\\q\"\nend\n", "x.paf:3: expected UTF-8"},
	{HEAD "file 0 \"\xed\xa0\x80\"\nend\n", "x.paf:3: expected UTF-8"},
	{HEAD "file 0 \"\xc0\xaf\"\nend\n", "x.paf:3: expected UTF-8"},
	{HEAD "file 0 \"\t\"\nend\n", "x.paf:3: expected UTF-8"},
	{HEAD "notice body_incomplete @0:1:1-1:2\nend\n",
		"x.paf:3: expected the number of a file above"},
	{HEAD "notice body_incomplete @\"a\":1:1\nend\n",
		"x.paf:3: expected '-'"},
	{HEAD "notice perhaps\nend\n",
		"x.paf:3: expected one of: source_not_analysed"},
	{HEAD "file 0 a @0:1:1-1:1\nend\n", "x.paf:3: expected one of: system"},
	{HEAD "symbol f\nsymbol f\nend\n", "x.paf:4: expected another name"},
	{HEAD "fill a - = 1\nend\n", "x.paf:3: expected a symbol that stands"},
	{HEAD "symbol a\nfill a - = function b\nend\n",
		"x.paf:4: expected a symbol that stands"},
	{HEAD "variable a size 9223372036854775808\nend\n",
		"x.paf:3: expected a number up to 9223372036854775807"},
	{HEAD "variable a\n  claim caller directive 0\nend\n",
		"x.paf:4: expected the number of a directive above"},
	{HEAD "variable a\n  name b\nend\n", "x.paf:4: expected one of: claim"},
	{HEAD "function f\n  annotation a parameter 0\nend\n",
		"x.paf:4: expected the number of a parameter above"},
	{HEAD "function f inline sometimes\nend\n",
		"x.paf:3: expected one of: no, hint, forced, never"},
	{HEAD "function f\n  body\nend\n", "x.paf:4: expected the block b0"},
	{HEAD "function f defined\nend\n",
		"x.paf:3: expected a body below a function"},
	{HEAD "function f\n  body\n  b0:\n    noreturn\nend\n",
		"x.paf:3: expected 'defined' for a function with a body"},
	{BODY "  path p0->x\nend\n", "x.paf:9: expected another path"},
	{BODY "  path p0->x!2\nend\n", "x.paf:9: expected the number 1"},
	{BODY "  path p1\nend\n",
		"x.paf:9: expected the number of a parameter above"},
	{BODY "  path l1\nend\n",
		"x.paf:9: expected the number of a local above"},
	{BODY "  path $g\nend\n", "x.paf:9: expected a symbol that stands"},
	{BODY "  path e1\n  b0:\n    noreturn\nend\n",
		"x.paf:9: expected the number of an event of this body"},
	{BODY "  path x\nend\n", "x.paf:9: expected what a path starts from"},
	{BODY "  role r\nend\n", "x.paf:9: expected a local, a path, a block"},
	{BODY "  b1:\nend\n", "x.paf:9: expected the number 0"},
	{BODY "  b0:\nend\n", "x.paf:9: expected a line below"},
	{BODY "  b0:\n    jump -> b1\nend\n",
		"x.paf:10: expected the number of a block of this body"},
	{BODY "  b0:\n    jump\nend\n",
		"x.paf:10: expected -> and 1 successors"},
	{BODY "  b0:\n    jump -> 1:b0\nend\n", "x.paf:10: expected 'b'"},
	{BODY "  b0:\n    switch p0->x -> 1:b0\nend\n",
		"x.paf:10: expected -> and 2 successors"},
	{BODY "  b0:\n    switch p0->x -> b0 1:b0\nend\n",
		"x.paf:10: expected 'b'"},
	{BODY "  b0:\n    branch p0->x = 0 -> b0 b0\nend\n",
		"x.paf:10: expected one of: ??, =="},
	{BODY "  b0:\n    branch p0->y == 0 -> b0 b0\nend\n",
		"x.paf:10: expected a path that stands above"},
	{BODY "  b0:\n    return result e0\nend\n",
		"x.paf:10: expected the number of an event of this body"},
	{BODY "  b0:\n    e1 again\n    noreturn\nend\n",
		"x.paf:10: expected the number of an event of this body"},
	{BODY "  b0:\n    e4294967295 read p0->x\n    noreturn\nend\n",
		"x.paf:10: expected the number of an event of this body"},
	{BODY "  b0:\n    e0 read p0->x\n    noreturn\n"
	      "  unplaced:\n    e0 read p0->x\nend\n",
		"x.paf:13: expected an event number of its own"},
	{BODY "  b0:\n    noreturn\n    e0 read p0->x\nend\n",
		"x.paf:11: expected a local, a path, a block"},
	{BODY "  b0:\n    e0 call g()\n    noreturn\nend\n",
		"x.paf:10: expected a symbol that stands above"},
	{BODY "  b0:\n    e0 call f(1,2)\n    noreturn\nend\n",
		"x.paf:10: expected ', '"},
	{BODY "  b0:\n    e0 call f(\n    noreturn\nend\n",
		"x.paf:10: expected a path that stands above"},
	{BODY "  b0:\n    e0 write p0->x\n    noreturn\nend\n",
		"x.paf:10: expected one of: call, assign, read, address"},
	{BODY "  b0:\n    e0 assign p0->x = -9223372036854775809\nend\n",
		"x.paf:10: expected a number up to 9223372036854775808"},
	{BODY "  b0:\n    e0 marker assume 1 == 1\n    noreturn\nend\n",
		"x.paf:10: expected ' level '"},
};

START_TEST(mistakes_are_told_with_their_line)
{
	const struct mistake *mistake = &mistakes[_i];
	const char *error = NULL;
	struct facts facts;

	ck_assert(!facts_read(&facts, "x.paf", mistake->text,
		strlen(mistake->text), &error));
	ck_assert_ptr_nonnull(error);
	if (strncmp(error, mistake->error, strlen(mistake->error)))
		ck_abort_msg("'%s', not '%s', for:\n%s", error, mistake->error,
			mistake->text);
	facts_release(&facts);
}
END_TEST

/* A person may write what the writer would spell otherwise. */
START_TEST(other_spellings_are_read)
{
	static const char text[] = BODY "  path \"\"\n";
	static const char good[] =
		HEAD "symbol \"f\" usr \"u\" function\n"
		     "function \"f\" defined\n  parameter p\n  body\n"
		     "  path p0\"->x\"\n  b0:\n"
		     "    e1 read p0\"->x\"\n    e0 call \"f\"(-0)\n"
		     "    noreturn\nend\n";
	const struct body *body;
	const char *error;
	struct facts facts, again;

	ck_assert(!facts_read(&facts, "x", text, strlen(text), &error));
	facts_release(&facts);
	read_text(&facts, (struct text){(char *)good, strlen(good)});
	body = facts.functions.items[0].body;
	ck_assert_str_eq(body->paths.items[0].steps, "->x");
	ck_assert_int_eq(body->events.items[0].kind, EVENT_CALL);
	ck_assert_int_eq(body->events.items[1].kind, EVENT_READ);
	ck_assert_uint_eq(body->order.items[0], 1);
	check_law(&facts, &again);
	facts_release(&facts);
	facts_release(&again);
}
END_TEST

/* ---- damage ------------------------------------------------------------- */

enum { MUTATIONS = 6000 };

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* Overwrites, removes, repeats or swaps a few bytes; keeps the size or less. */
static void damage(struct text *text, uint32_t *state)
{
	static const char bytes[] = " \n\"\\:!#$@->&()0129bepl\x01\xff";
	size_t where = next_random(state) % text->size;
	size_t left = text->size - where;
	size_t length = 1 + next_random(state) % 8;
	char *from = text->bytes + where;

	length = length < left ? length : left;
	switch (next_random(state) % 5) {
	case 0:
		*from = bytes[next_random(state) % (sizeof(bytes) - 1)];
		break;
	case 1:
		*from = (char)next_random(state);
		break;
	case 2:
		memmove(from, from + length, left - length);
		text->size -= length;
		break;
	case 3:
		memmove(from, text->bytes + next_random(state) %
			(text->size - length + 1), length);
		break;
	case 4:
		if (next_random(state) % 16 == 0)
			text->size = where;
		break;
	}
}

/* Reads a damaged copy, of just its size, so that reading beyond it shows. */
static bool survives(const struct text *original, uint32_t *state)
{
	struct text text = {malloc(original->size), original->size};
	struct facts facts, again;
	const char *error = NULL;
	bool read;

	memcpy(text.bytes, original->bytes, original->size);
	for (uint32_t i = next_random(state) % 3 + 1; i && text.size; i--)
		damage(&text, state);
	text.bytes = realloc(text.bytes, text.size + !text.size);
	read = facts_read(&facts, "x.paf", text.bytes, text.size, &error);
	ck_assert(read == !error);
	if (read) {
		check_law(&facts, &again);
		facts_release(&again);
	} else {
		ck_assert_ptr_eq(strstr(error, "x.paf:"), error);
	}
	facts_release(&facts);
	free(text.bytes);
	return read;
}

START_TEST(damaged_texts_are_read_or_refused)
{
	uint32_t state = 0x9E3779B9u + (uint32_t)_i, read = 0;
	struct facts facts;
	struct text text;

	everything(&facts);
	text = text_of(&facts);
	for (int i = 0; i < MUTATIONS; i++)
		read += survives(&text, &state);
	/* Both ends are reached, or the damage teaches nothing. */
	ck_assert_uint_gt(read, MUTATIONS / 20);
	ck_assert_uint_lt(read, MUTATIONS - MUTATIONS / 20);
	free(text.bytes);
	facts_release(&facts);
}
END_TEST

START_TEST(broken_off_texts_are_refused)
{
	struct facts facts, again;
	const char *error;
	struct text text;

	everything(&facts);
	text = text_of(&facts);
	for (size_t size = 0; size < text.size; size++) {
		error = NULL;
		ck_assert(!facts_read(
			&again, "x.paf", text.bytes, size, &error));
		ck_assert_ptr_nonnull(error);
		facts_release(&again);
	}
	free(text.bytes);
	facts_release(&facts);
}
END_TEST

Suite *facts_damage_suite(void)
{
	Suite *suite = suite_create("facts_damage");
	TCase *reader = tcase_create("reader");

	suite_add_tcase(suite, reader);
	tcase_set_timeout(reader, 60);
	tcase_add_loop_test(reader, mistakes_are_told_with_their_line, 0,
		(int)(sizeof(mistakes) / sizeof(*mistakes)));
	tcase_add_test(reader, other_spellings_are_read);
	tcase_add_test(reader, damaged_texts_are_read_or_refused);
	tcase_add_test(reader, broken_off_texts_are_refused);
	return suite;
}
