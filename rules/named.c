/*
 * Functions, and the alloc_text lines about them, by name and unit by unit: a
 * unit may name thousands, and each name is asked for by more than one rule. What
 * is looked up is the last part of a name, so that of `Queue::Push` it is `Push`.
 */
#include <string.h>

#include "rules/check.h"

/* The functions and lines of one unit; those whose names end alike are chained. */
struct named_unit {
	struct map first;     /* by last part: facts.functions */
	const uint32_t *next; /* by function: the next of the chain, or NONE */
	struct map first_line; /* by name: lines */
	VEC(struct named_line) lines;
};

struct named {
	struct map by_facts; /* units */
	VEC(struct named_unit) units;
};

static const char *last_part(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

static const char *key_of(const struct check *check, const char *name)
{
	return intern(&check->program->names, last_part(name));
}

/* Backwards, so that each chain is in the order of the unit. */
static void index_functions(const struct check *check,
	const struct facts *facts, struct named_unit *unit)
{
	struct arena *arena = check->findings->arena;
	uint32_t count = facts->functions.count;
	uint32_t *next = arena_alloc(arena, (count + 1) * sizeof(*next));

	unit->next = next;
	map_reserve(arena, &unit->first, count);
	for (uint32_t i = count; i-- > 0;) {
		const char *key = key_of(check, facts->functions.items[i].name);
		uint32_t later = map_get(&unit->first, key);

		next[i] = later == MAP_NONE ? NONE : later;
		map_set(arena, &unit->first, key, i);
	}
}

static void index_line(const struct check *check,
	const struct directive *directive, uint32_t name,
	struct named_unit *unit)
{
	struct arena *arena = check->findings->arena;
	const struct alloc_name *alloc = &directive->names.items[name];
	const char *key = key_of(check, alloc->name);
	uint32_t later = map_get(&unit->first_line, key);
	uint32_t index = unit->lines.count;

	*vec_add(arena, &unit->lines) = (struct named_line){ directive, alloc,
		later == MAP_NONE ? NONE : later };
	map_set(arena, &unit->first_line, key, index);
}

static struct named_unit index_unit(
	const struct check *check, const struct facts *facts)
{
	struct named_unit unit = { .next = NULL };

	index_functions(check, facts, &unit);
	for (uint32_t i = facts->directives.count; i-- > 0;) {
		const struct directive *directive = &facts->directives.items[i];

		for (uint32_t k = directive->names.count; k-- > 0;)
			index_line(check, directive, k, &unit);
	}
	return unit;
}

static const struct named_unit *named_unit(
	const struct check *check, const struct facts *facts)
{
	struct arena *arena = check->findings->arena;
	struct named *named = check->shared->named;
	uint32_t index;

	if (!named)
		named = check->shared->named =
			arena_alloc(arena, sizeof(*named));
	index = map_get(&named->by_facts, facts);
	if (index == MAP_NONE) {
		index = named->units.count;
		*vec_add(arena, &named->units) = index_unit(check, facts);
		map_set(arena, &named->by_facts, facts, index);
	}
	return &named->units.items[index];
}

const struct function *named_function(const struct check *check,
	const struct facts *facts, const char *name)
{
	const struct named_unit *unit = named_unit(check, facts);
	const struct function *best = NULL;
	uint32_t index = map_get(&unit->first, key_of(check, name));
	int rank = -1;

	for (; index != MAP_NONE && index != NONE; index = unit->next[index]) {
		const struct function *function =
			&facts->functions.items[index];
		bool same = !strcmp(function->name, name);
		int own = 4 * function->c_linkage + 2 * same +
			function->defined;

		if ((same || (facts->cxx && !function->class_name)) &&
			own > rank) {
			rank = own;
			best = function;
		}
	}
	return best;
}

void for_each_line_of(struct check *check, const struct routine *routine,
	void (*visit)(struct check *check, void *context,
		const struct named_line *line),
	void *context)
{
	const struct named_unit *unit = named_unit(check, routine->facts);
	const char *name = routine->definition->name;
	uint32_t index = map_get(&unit->first_line, key_of(check, name));

	while (index != MAP_NONE && index != NONE) {
		const struct named_line *line = &unit->lines.items[index];

		if (!strcmp(line->name->name, name))
			visit(check, context, line);
		index = line->next;
	}
}
