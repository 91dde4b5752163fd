/*
 * Conditions, as they stand in _When_. Understood are comparisons of an
 * argument or of the returned value with a constant, a bare `x`, `!x`,
 * `x & bits`, NT_SUCCESS(return), and alternatives of these with `||`. All
 * else, `&&` and what a pointer points to above all, becomes a condition that
 * has only a name, its own text: whether it holds is then not known.
 */
#include "contracts/sal.h"

#include <inttypes.h>
#include <string.h>

static const struct {
	const char *name;
	int64_t value;
} constants[] = {
	{ "FALSE", 0 },
	{ "TRUE", 1 },
	{ "NULL", 0 },
	{ "nullptr", 0 },
	{ "false", 0 },
	{ "true", 1 },
	{ "STATUS_SUCCESS", 0 },
	{ "STATUS_TIMEOUT", 0x102 },
	{ "STATUS_PENDING", 0x103 },
	{ "NDIS_STATUS_SUCCESS", 0 },
	{ "S_OK", 0 },
	{ "NonPagedPool", 0 },
	{ "NonPagedPoolNx", 512 },
	{ "PagedPool", 1 },
	{ "POOL_FLAG_NON_PAGED", 0x40 },
	{ "POOL_FLAG_PAGED", 0x100 },
	{ "KernelMode", 0 },
	{ "UserMode", 1 },
	{ "PASSIVE_LEVEL", 0 },
	{ "APC_LEVEL", 1 },
	{ "DISPATCH_LEVEL", 2 },
};

static bool constant_of(struct slice text, int64_t *value)
{
	text = slice_bare(text);
	for (size_t i = 0; i < sizeof(constants) / sizeof(constants[0]); i++) {
		if (slice_is(text, constants[i].name)) {
			*value = constants[i].value;
			return true;
		}
	}
	return slice_number(text, value);
}

/* `return` or an argument; fills kind and argument. */
static bool operand_of(
	const struct sal *sal, struct slice text, struct when *when)
{
	text = slice_bare(text);
	if (slice_is(text, "return")) {
		when->kind = WHEN_RETURN;
		return true;
	}
	when->argument = sal_argument(sal, text);
	when->kind = WHEN_ARGUMENT;
	return when->argument != NONE;
}

/* NT_SUCCESS(return) and its kin. */
static bool is_success(struct slice text)
{
	static const char *const macros[] = { "NT_SUCCESS", "SUCCEEDED" };

	for (size_t i = 0; i < 2; i++) {
		size_t length = strlen(macros[i]);
		struct slice rest = text;

		if ((size_t)(text.end - text.at) <= length ||
			memcmp(text.at, macros[i], length) != 0)
			continue;
		rest.at += length;
		return slice_is(slice_bare(rest), "return");
	}
	return false;
}

/* x & bits */
static bool bits_of(
	const struct sal *sal, struct slice text, struct when *when)
{
	struct slice rest = slice_bare(text), left;

	when->test = TEST_BITS;
	return slice_split(&rest, "&", &left) && operand_of(sal, left, when) &&
	       constant_of(rest, &when->constant);
}

/* The first comparison outside parentheses; `->` and shifts are none. */
static enum test_kind find_comparison(
	struct slice text, struct slice *left, struct slice *right)
{
	size_t depth = 0;

	for (const char *at = text.at; at + 1 < text.end; at++) {
		enum test_kind test = TEST_UNKNOWN;
		bool equal = at[1] == '=';

		if (*at == '(')
			depth++;
		else if (*at == ')' && depth > 0)
			depth--;
		else if (at[0] == at[1] && (*at == '<' || *at == '>'))
			return TEST_UNKNOWN;
		else if (*at == '-' && at[1] == '>')
			at++;
		else if (*at == '=' && equal)
			test = TEST_EQUAL;
		else if (*at == '!' && equal)
			test = TEST_NOT_EQUAL;
		else if (*at == '<')
			test = equal ? TEST_LESS_EQUAL : TEST_LESS;
		else if (*at == '>')
			test = equal ? TEST_GREATER_EQUAL : TEST_GREATER;
		if (test == TEST_UNKNOWN || depth > 0)
			continue;
		*left = (struct slice){ text.at, at };
		*right = (struct slice){ at + (equal ? 2 : 1), text.end };
		return test;
	}
	return TEST_UNKNOWN;
}

static bool comparison_of(const struct sal *sal, enum test_kind test,
	struct slice left, struct slice right, struct when *when)
{
	int64_t constant;

	if (constant_of(left, &constant)) {
		struct slice swap = left;

		left = right;
		right = swap;
		test = test_turned(test);
	}
	if (!constant_of(right, &constant))
		return false;
	if (operand_of(sal, left, when)) {
		when->test = test;
		when->constant = constant;
		return true;
	}
	return test == TEST_NOT_EQUAL && constant == 0 &&
	       bits_of(sal, left, when);
}

/* What is true of x when x is tested: x != 0, or with `!` x == 0. */
static bool truth_of(const struct sal *sal, struct slice text, bool negated,
	struct when *when)
{
	if (is_success(text)) {
		when->kind = WHEN_RETURN;
		when->test = negated ? TEST_LESS : TEST_GREATER_EQUAL;
		return true;
	}
	when->test = negated ? TEST_EQUAL : TEST_NOT_EQUAL;
	return operand_of(sal, text, when) ||
	       (!negated && bits_of(sal, text, when));
}

/* The text with runs of blanks as one, and no quotes. */
static const char *name_of(const struct sal *sal, struct slice text)
{
	size_t length = 0;
	char *copy;

	text = slice_trim(text);
	copy = arena_strndup(
		sal->arena, text.at, (size_t)(text.end - text.at));
	for (const char *at = copy; *at; at++) {
		char c = *at == '"' ? '\'' : *at;

		if (c == '\t' || c == '\n' || c == '\r')
			c = ' ';
		if (c != ' ' || (length > 0 && copy[length - 1] != ' '))
			copy[length++] = c;
	}
	return intern_n(sal->names, copy, length);
}

static struct when named(
	const struct sal *sal, struct slice text, enum test_kind test)
{
	return (struct when){ .kind = WHEN_NAMED,
		.test = test,
		.name = name_of(sal, text) };
}

/* "name" in quotes */
static bool is_quoted(struct slice text)
{
	return text.end - text.at >= 2 && *text.at == '"' &&
	       memchr(text.at + 1, '"', (size_t)(text.end - text.at) - 1) ==
		       text.end - 1;
}

static struct when alternative_of(const struct sal *sal, struct slice text)
{
	struct slice whole = slice_bare(text), left, right;
	struct when when = { 0 };
	enum test_kind test;
	bool negated;

	text = whole;
	negated = text.end - text.at > 1 && text.at[0] == '!' &&
		  text.at[1] != '=';
	if (negated) {
		text.at++;
		text = slice_bare(text);
	}
	if (is_quoted(text)) {
		text.at++;
		text.end--;
		return named(sal, text, negated ? TEST_NOT_EQUAL : TEST_EQUAL);
	}
	test = find_comparison(text, &left, &right);
	if (test == TEST_UNKNOWN ? truth_of(sal, text, negated, &when)
				 : !negated && comparison_of(sal, test, left,
						       right, &when))
		return when;
	return named(sal, whole, TEST_EQUAL);
}

uint32_t condition_read(const struct sal *sal, struct slice text,
	struct when whens[ALTERNATIVES])
{
	struct slice rest = slice_bare(text), part;
	uint32_t count = 0;

	while (slice_split(&rest, "||", &part)) {
		if (count == ALTERNATIVES) {
			whens[0] = named(sal, text, TEST_EQUAL);
			return 1;
		}
		whens[count++] = alternative_of(sal, part);
	}
	return count;
}

const char *condition_text(struct arena *arena, const struct when *when)
{
	static const char *const signs[] = { "?", "==", "!=", "<", "<=", ">",
		">=", "&" };
	const char *left = "return";

	if (when->kind == WHEN_ALWAYS)
		return "";
	if (when->kind == WHEN_NAMED)
		return arena_printf(arena, "%s\"%s\"",
			when->test == TEST_NOT_EQUAL ? "!" : "", when->name);
	if (when->kind == WHEN_ARGUMENT)
		left = arena_printf(arena, "arg%u", when->argument);
	if (when->test == TEST_BITS)
		return arena_printf(arena, "%s & 0x%" PRIx64, left,
			(uint64_t)when->constant);
	return arena_printf(arena, "%s %s %" PRId64, left, signs[when->test],
		when->constant);
}
