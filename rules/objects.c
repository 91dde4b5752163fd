/*
 * Objects that the system touches at raised IRQL, found in whatever holds them.
 * Which types these are is data: contracts/objects.sal.
 */
#include "rules/check.h"

#include <string.h>

enum { MAX_DEPTH = 16 };

static bool must_be_resident(struct check *check, const char *type)
{
	const struct contract *contract =
		book_find(&check->program->book, type);

	for (uint32_t i = 0; contract && i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];

		if (clause->kind == CLAUSE_RESIDENT &&
			clause->subject.kind == SUBJECT_NONE &&
			clause->when.kind == WHEN_ALWAYS &&
			!strcmp(clause->text, "yes"))
			return true;
	}
	return false;
}

static const struct record *record_of(
	const struct facts *facts, const char *name)
{
	for (uint32_t i = 0; i < facts->records.count; i++)
		if (!strcmp(facts->records.items[i].name, name))
			return &facts->records.items[i];
	return NULL;
}

static bool find_part(struct check *check, const struct facts *facts,
	const char *object, const char *path, int depth,
	struct resident_part *part)
{
	const struct record *record = record_of(facts, object);

	if (!record) {
		part->path = path;
		part->type = object;
		return must_be_resident(check, object);
	}
	for (uint32_t i = 0; depth < MAX_DEPTH && i < record->members.count;
		i++) {
		const struct member *member = &record->members.items[i];
		const char *inner = arena_printf(check->findings->arena,
			"%s%s%s", path, *path && *member->name ? "." : "",
			member->name);

		if ((!member->behind || part->behind) &&
			find_part(check, facts, member->object, inner,
				depth + 1, part))
			return true;
	}
	return false;
}

bool find_resident_part(struct check *check, const struct facts *facts,
	const char *object, struct resident_part *part)
{
	part->behind = false;
	if (!object || find_part(check, facts, object, "", 0, part))
		return object != NULL;
	part->behind = true;
	return find_part(check, facts, object, "", 0, part);
}
