/*
 * What the unit knows of each function that an alloc_text line names: whether
 * it is declared before the line, whether its definition came already, and, of
 * one that is not defined at all, whether it may be defined in what was not
 * read. A line that does not work for a function places it nowhere.
 *
 * Before is meant in translation order, through includes. A file that is
 * entered several times counts where it is read first.
 *
 * Policy where knowledge runs out: a function counts as declared when the unit
 * has errors or lost a header of the driver's, since the declaration may have
 * been lost with them. A definition counts as lost when such a header is, and
 * no empty one stands in for it, or when the text of some file of the driver has
 * one that clang did not see.
 */
#include <ctype.h>
#include <string.h>

#include "frontend/preprocess.h"

/* A point of the unit's text. */
struct spot {
	uint32_t entry; /* preprocess.entries */
	unsigned offset;
};

static struct spot spot_of(
	const struct reading *reading, uint32_t file, unsigned offset)
{
	return (struct spot){ entry_reading(reading, file, offset), offset };
}

/* Whether a comes before b: both are followed up to the file that they have in
 * common. An include stands at one offset of its parent. */
static bool comes_before(
	const struct reading *reading, struct spot a, struct spot b)
{
	const struct file_entry *entries = reading->preprocess->entries.items;

	while (a.entry != b.entry) {
		struct spot *deeper = a.entry > b.entry ? &a : &b;

		deeper->offset = entries[deeper->entry].at;
		deeper->entry = entries[deeper->entry].parent;
	}
	return a.offset < b.offset;
}

/* ---- definitions that were not read ------------------------------------- */

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '$';
}

/* Behind blanks and comments. */
static size_t skip_blanks(const char *bytes, size_t size, size_t at)
{
	while (at < size) {
		if (isspace((unsigned char)bytes[at])) {
			at++;
		} else if (at + 1 < size && !memcmp(bytes + at, "//", 2)) {
			while (at < size && bytes[at] != '\n')
				at++;
		} else if (at + 1 < size && !memcmp(bytes + at, "/*", 2)) {
			for (at += 2; at < size &&
				memcmp(bytes + at - 2, "*/", 2); at++)
				;
		} else {
			break;
		}
	}
	return at;
}

/* Whether `(…) {` stands here. */
static bool is_definition(const char *bytes, size_t size, size_t at)
{
	int depth = 0;

	at = skip_blanks(bytes, size, at);
	if (at >= size || bytes[at] != '(')
		return false;
	for (; at < size; at++) {
		if (bytes[at] == ';')
			return false;
		depth += (bytes[at] == '(') - (bytes[at] == ')');
		if (!depth)
			break;
	}
	at = skip_blanks(bytes, size, at + 1);
	return at < size && bytes[at] == '{';
}

static bool text_defines(const struct read_file *file, const char *name)
{
	size_t length = strlen(name);

	for (size_t at = 0; at + length <= file->size; at++)
		if (file->bytes[at] == name[0] &&
			!memcmp(file->bytes + at, name, length) &&
			(!at || !is_name(file->bytes[at - 1])) &&
			is_definition(file->bytes, file->size, at + length))
			return true;
	return false;
}

static bool may_be_lost(const struct reading *reading, const char *name)
{
	if (reading->lost_own_header)
		return true;
	for (uint32_t i = 0; i < reading->files.count; i++)
		if (text_defines(&reading->files.items[i], name))
			return true;
	return false;
}

/* ---- names --------------------------------------------------------------- */

static void judge_name(const struct reading *reading, struct spot spot,
	struct alloc_name *name, struct map *functions)
{
	uint32_t index = map_get(functions, name->name);
	const struct function_order *order;

	if (index == MAP_NONE) {
		name->lost = may_be_lost(reading, name->name);
		return;
	}
	order = &reading->orders.items[index];
	name->declared = order->foreign || reading->errors.count ||
		reading->lost_names ||
		comes_before(reading,
			spot_of(reading, order->file, order->offset), spot);
	if (!reading->facts->functions.items[index].defined)
		name->lost = may_be_lost(reading, name->name);
	else
		name->late = comes_before(reading,
			spot_of(reading, order->definition_file,
				order->definition_offset), spot);
}

static bool places(
	const struct directive *directive, const struct alloc_name *name)
{
	return !directive->in_function && name->declared && !name->late;
}

/* The last line that names a function and works, or NONE. */
static uint32_t placing_line(const struct facts *facts, const char *function)
{
	for (uint32_t i = facts->directives.count; i > 0; i--) {
		const struct directive *directive =
			&facts->directives.items[i - 1];

		for (uint32_t k = 0; k < directive->names.count; k++)
			if (directive->names.items[k].name == function &&
				places(directive, &directive->names.items[k]))
				return i - 1;
	}
	return NONE;
}

/* What a line claims that the compiler does not obey is no claim. */
static void settle_claims(struct facts *facts, struct function *function)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < function->claims.count; i++) {
		struct claim claim = function->claims.items[i];
		uint32_t line = claim.directive;

		if (claim.by == PLACED_BY_ALLOC_TEXT)
			line = placing_line(facts, function->name);
		if (line != claim.directive && line != NONE) {
			claim.directive = line;
			claim.section = facts->directives.items[line].section;
			claim.place = facts->directives.items[line].place;
		}
		if (claim.by != PLACED_BY_ALLOC_TEXT || line != NONE)
			function->claims.items[kept++] = claim;
	}
	function->claims.count = kept;
}

void alloc_text_judge(struct reading *reading)
{
	struct facts *facts = reading->facts;
	const struct directive_log *log = reading->directives;
	struct map functions = { 0 };

	for (uint32_t i = 0; i < facts->functions.count; i++)
		if (!facts->functions.items[i].is_lambda)
			map_set(&reading->scratch, &functions,
				facts->functions.items[i].name, i);
	for (uint32_t i = 0; i < log->origins.count; i++) {
		const struct origin *origin = &log->origins.items[i];
		struct directive *directive =
			&facts->directives.items[origin->directive];

		for (uint32_t k = 0; k < directive->names.count; k++)
			judge_name(reading,
				spot_of(reading, origin->file, origin->offset),
				&directive->names.items[k], &functions);
	}
	for (uint32_t i = 0; i < facts->functions.count; i++)
		settle_claims(facts, &facts->functions.items[i]);
}
