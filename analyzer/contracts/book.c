/*
 * The book of contracts. The built-in texts are sorted by name, so a lookup is
 * a binary search over the text itself: land anywhere, walk back to the line
 * that starts the block, compare. Nothing is indexed and nothing is read before
 * it is asked for; opening the book costs next to nothing. What was asked for
 * once is kept by name, and so is that a name is unknown.
 *
 * A user's file is short and is read at once, so that its mistakes are told
 * before the work begins. Its contracts take the place of built-in ones.
 */
#include "contracts/contract.h"

#include <string.h>

#include "base/bug.h"
#include "base/map.h"
#include "base/platform/platform.h"
#include "contracts/sal.h"

extern const char contracts_routines[], contracts_roles[], contracts_records[],
	contracts_objects[];

enum { ROUTINES, ROLES, RECORDS, OBJECTS, TEXTS };

static const struct {
	const char *file, *text;
} builtin[TEXTS] = {
	[ROUTINES] = { "rules/contracts/routines.sal", contracts_routines },
	[ROLES] = { "rules/contracts/roles.sal", contracts_roles },
	[RECORDS] = { "rules/contracts/records.sal", contracts_records },
	[OBJECTS] = { "rules/contracts/objects.sal", contracts_objects },
};

struct book_index {
	struct slice texts[TEXTS]; /* from the first block on */
	struct map known; /* interned name -> contracts; NULL: unknown */
	VEC(const struct contract *) contracts;
};

/* A name in the first column, and the indented lines below it. */
struct text_block {
	struct slice name, parameters, clauses;
};

/* ---- blocks ------------------------------------------------------------ */

static bool starts_block(char c)
{
	return c != '\t' && c != ' ' && c != '#' && c != '\r' && c != '\n';
}

static const char *next_line(const char *at, const char *end)
{
	const char *newline = memchr(at, '\n', (size_t)(end - at));

	return newline ? newline + 1 : end;
}

/* The first block at this start of a line or below it; `end` if none. */
static const char *block_from(const char *at, const char *end)
{
	while (at < end && !starts_block(*at))
		at = next_line(at, end);
	return at;
}

/* The block that `at` is in; `first` is the start of one. */
static const char *block_around(const char *first, const char *at)
{
	while (at > first && (at[-1] != '\n' || !starts_block(*at)))
		at--;
	return at;
}

static struct text_block block_at(const char *at, const char *end)
{
	const char *line = next_line(at, end);
	struct text_block block = { .name = { at, at },
		.clauses = { line, block_from(line, end) } };

	while (block.name.end < line && !strchr(" \t\r\n(", *block.name.end))
		block.name.end++;
	block.parameters = slice_trim(
		(struct slice){ block.name.end, line });
	return block;
}

static int compare(struct slice left, struct slice right)
{
	size_t a = (size_t)(left.end - left.at);
	size_t b = (size_t)(right.end - right.at);
	int order = memcmp(left.at, right.at, a < b ? a : b);

	return order ? order : (a > b) - (a < b);
}

static bool find_block(
	struct slice text, const char *name, struct text_block *block)
{
	struct slice wanted = { name, name + strlen(name) };

	while (text.at < text.end) {
		const char *middle = text.at + (text.end - text.at) / 2;
		int order;

		*block = block_at(block_around(text.at, middle), text.end);
		order = compare(wanted, block->name);
		if (order == 0)
			return true;
		if (order < 0)
			text.end = block->name.at;
		else
			text.at = block->clauses.end;
	}
	return false;
}

/* ---- reading ----------------------------------------------------------- */

static bool is_contract_name(struct slice name)
{
	if (name.at == name.end || !is_name_start(*name.at))
		return false;
	for (const char *at = name.at; at < name.end; at++) {
		if (!is_name(*at) && *at != ':' && *at != '~')
			return false;
	}
	return true;
}

struct parameter_list {
	VEC(struct parameter) items;
};

/* "(Event, Increment, Wait)" after the name of a block; may be left out. */
static bool read_parameters(struct sal *sal, struct slice text,
	struct parameter_list *parameters)
{
	struct slice part;

	if (text.at == text.end)
		return true;
	if (slice_closing(text) == text.end - 1) {
		text = slice_bare(text);
		while (slice_split(&text, ",", &part)) {
			part = slice_trim(part);
			if (!slice_is_identifier(part))
				break;
			vec_add(sal->arena, &parameters->items)->name =
				intern_n(sal->names, part.at,
					(size_t)(part.end - part.at));
			if (text.at == text.end)
				return true;
		}
	}
	sal->where = text.at;
	sal->error = "expected names of parameters: (Event, Increment, Wait)";
	return false;
}

static struct contract *read_block(struct book *book,
	const struct text_block *block, struct sal *sal)
{
	struct parameter_list parameters = { 0 };
	struct contract *contract =
		arena_alloc(book->arena, sizeof(*contract));

	*sal = (struct sal){ .arena = book->arena,
		.names = book->names,
		.parameter = NONE,
		.strict = true };
	contract->name = intern_n(book->names, block->name.at,
		(size_t)(block->name.end - block->name.at));
	if (!is_contract_name(block->name)) {
		sal->where = block->name.at;
		sal->error = "expected the name of a routine, a role type or "
			     "a record";
		return NULL;
	}
	if (!read_parameters(sal, block->parameters, &parameters))
		return NULL;
	sal->parameters = parameters.items.items;
	sal->count = parameters.items.count;
	return sal_read(sal, block->clauses, contract) ? contract : NULL;
}

static uint32_t lines_between(const char *from, const char *to)
{
	uint32_t lines = 0;

	for (; from < to; from++)
		lines += *from == '\n';
	return lines;
}

static const struct contract *read_builtin(
	struct book *book, int text, const struct text_block *block)
{
	struct sal sal;
	const struct contract *contract = read_block(book, block, &sal);

	if (!contract)
		BUG("%s:%u: %s", builtin[text].file,
			1 + lines_between(builtin[text].text, sal.where),
			sal.error);
	return contract;
}

/* ---- the book ---------------------------------------------------------- */

void book_init(struct book *book, struct arena *arena, struct intern *names)
{
	book->arena = arena;
	book->names = names;
	book->index = arena_alloc(arena, sizeof(*book->index));
	for (int i = 0; i < TEXTS; i++) {
		const char *text = builtin[i].text;
		const char *end = text + strlen(text);

		book->index->texts[i] =
			(struct slice){ block_from(text, end), end };
	}
}

static void keep(struct book *book, const char *name,
	const struct contract *contract)
{
	struct book_index *index = book->index;

	map_set(book->arena, &index->known, name, index->contracts.count);
	*vec_add(book->arena, &index->contracts) = contract;
}

static const struct contract *find_builtin(
	struct book *book, const char *name, int from, int to)
{
	struct text_block block;

	for (int i = from; i <= to; i++) {
		if (find_block(book->index->texts[i], name, &block))
			return read_builtin(book, i, &block);
	}
	return NULL;
}

const struct contract *book_find(struct book *book, const char *name)
{
	const char *key = intern(book->names, name);
	uint32_t known = map_get(&book->index->known, key);
	const struct contract *contract;

	if (known != MAP_NONE)
		return book->index->contracts.items[known];
	contract = find_builtin(book, key, ROUTINES, OBJECTS);
	if (!contract && key[0] == '_')
		contract = book_find(book, key + 1);
	else if (!contract && key[0] == 'P')
		contract = find_builtin(book, key + 1, ROLES, ROLES);
	keep(book, key, contract);
	return contract;
}

void book_each(struct book *book,
	void (*each)(void *context, const struct contract *contract),
	void *context)
{
	for (int i = 0; i < TEXTS; i++) {
		struct slice text = book->index->texts[i];

		while (text.at < text.end) {
			struct text_block block = block_at(text.at, text.end);

			each(context, read_builtin(book, i, &block));
			text.at = block.clauses.end;
		}
	}
}

/* ---- the user's file ---------------------------------------------------- */

/* One contract of the user's; a name may come once. */
static bool add_user_block(struct book *book, const struct text_block *block,
	struct map *lines, uint32_t line, struct sal *sal)
{
	struct contract *contract = read_block(book, block, sal);
	uint32_t before;

	if (!contract)
		return false;
	before = map_get(lines, contract->name);
	if (before != MAP_NONE) {
		sal->where = block->name.at;
		sal->error = arena_printf(book->arena,
			"expected one contract for '%s'; there is one in "
			"line %u",
			contract->name, before);
		return false;
	}
	contract->authority = AUTHORITY_USER;
	map_set(book->arena, lines, contract->name, line);
	keep(book, contract->name, contract);
	return true;
}

/* The first clause that stands above every block; `end` if none does. */
static const char *stray_clause(struct slice text)
{
	while (text.at < text.end && !starts_block(*text.at)) {
		const char *next = next_line(text.at, text.end);
		struct slice line = slice_trim((struct slice){ text.at, next });

		if (line.at < line.end && *line.at != '#')
			return line.at;
		text.at = next;
	}
	return text.end;
}

static bool read_user_text(
	struct book *book, struct slice text, struct sal *sal)
{
	struct map lines = { 0 };
	const char *counted = text.at;
	uint32_t line = 1;

	sal->where = stray_clause(text);
	sal->error = "expected a name in the first column; clauses are "
		     "indented below it";
	if (sal->where < text.end)
		return false;
	text.at = block_from(text.at, text.end);
	while (text.at < text.end) {
		struct text_block block = block_at(text.at, text.end);

		line += lines_between(counted, text.at);
		counted = text.at;
		if (!add_user_block(book, &block, &lines, line, sal))
			return false;
		text.at = block.clauses.end;
	}
	return true;
}

bool book_read_user_file(
	struct book *book, const char *path, const char **error)
{
	static const char mark[] = "\xef\xbb\xbf"; /* of UTF-8 */
	struct slice text;
	struct sal sal;
	char *bytes;
	size_t size;

	if (!platform_read_file(book->arena, path, &bytes, &size, error)) {
		*error = arena_printf(book->arena,
			"%s: cannot read the contract file: %s", path, *error);
		return false;
	}
	text = (struct slice){ bytes, bytes + size };
	if (!strncmp(bytes, mark, 3))
		text.at += 3;
	if (read_user_text(book, text, &sal))
		return true;
	*error = arena_printf(book->arena, "%s:%u: %s", path,
		1 + lines_between(text.at, sal.where), sal.error);
	return false;
}

/* ---- one contract ------------------------------------------------------- */

const struct clause *contract_clause(
	const struct contract *contract, enum clause_kind kind)
{
	for (uint32_t i = 0; contract && i < contract->clauses.count; i++)
		if (contract->clauses.items[i].kind == kind)
			return &contract->clauses.items[i];
	return NULL;
}
