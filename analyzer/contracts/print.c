/*
 * A contract as text, one clause to a line, each with its own condition and
 * subject. What is printed reads back as the same contract.
 */
#include "contracts/sal.h"

#include <string.h>

static const char *const words[] = {
	[CLAUSE_REQUIRES_MAX] = "_IRQL_requires_max_",
	[CLAUSE_REQUIRES_MIN] = "_IRQL_requires_min_",
	[CLAUSE_REQUIRES_SAME] = "_IRQL_requires_same_",
	[CLAUSE_RAISES] = "_IRQL_raises_",
	[CLAUSE_SETS] = "_IRQL_sets_",
	[CLAUSE_SAVES] = "_IRQL_saves_",
	[CLAUSE_RESTORES] = "_IRQL_restores_",
	[CLAUSE_SAVES_GLOBAL] = "_IRQL_saves_global_",
	[CLAUSE_RESTORES_GLOBAL] = "_IRQL_restores_global_",
	[CLAUSE_ACQUIRES] = "_Acquires_lock_",
	[CLAUSE_RELEASES] = "_Releases_lock_",
	[CLAUSE_USES] = "_Uses_lock_",
	[CLAUSE_REQUIRES_LOCK] = "_Requires_lock_held_",
	[CLAUSE_FUNCTION_CLASS] = "_Function_class_",
	[CLAUSE_CALLS_BACK] = "_Calls_back_",
	[CLAUSE_RESIDENT] = "_Resident_",
	[CLAUSE_NORETURN] = "_Analysis_noreturn_",
	[CLAUSE_SOURCE] = "_Source_",
};

static const char *subject_text(
	struct arena *arena, const struct subject *subject)
{
	const char *steps = subject->field ? subject->field : "";

	switch (subject->kind) {
	case SUBJECT_NONE:
		return NULL;
	case SUBJECT_ARGUMENT:
		return arena_printf(arena, "arg%u%s", subject->index, steps);
	case SUBJECT_POINTEE:
		return arena_printf(arena, "*arg%u", subject->index);
	case SUBJECT_RETURN:
		return "return";
	case SUBJECT_FIELD:
	case SUBJECT_NAMED:
		return steps;
	}
	return NULL;
}

static bool is_lock(enum clause_kind kind)
{
	return kind == CLAUSE_ACQUIRES || kind == CLAUSE_RELEASES ||
	       kind == CLAUSE_USES || kind == CLAUSE_REQUIRES_LOCK;
}

static const char *arguments_text(struct arena *arena,
	const struct clause *clause, const char *subject)
{
	switch (clause->kind) {
	case CLAUSE_REQUIRES_SAME:
	case CLAUSE_SAVES:
	case CLAUSE_RESTORES:
	case CLAUSE_NORETURN:
		return NULL;
	case CLAUSE_RAISES:
	case CLAUSE_SETS:
		if (clause->level_argument != NONE)
			return arena_printf(
				arena, "arg%u", clause->level_argument);
		return irql_name(clause->level);
	case CLAUSE_REQUIRES_MAX:
	case CLAUSE_REQUIRES_MIN:
		return irql_name(clause->level);
	default:
		if (!is_lock(clause->kind) || !subject)
			return clause->text;
		if (!clause->text)
			return subject;
		return arena_printf(arena, "%s, %s", subject, clause->text);
	}
}

static const char *clause_text(
	struct arena *arena, const struct clause *clause, const char *word)
{
	const char *subject = subject_text(arena, &clause->subject);
	const char *arguments = arguments_text(arena, clause, subject);
	const char *when = condition_text(arena, &clause->when);
	const char *text = word;

	if (arguments)
		text = arena_printf(arena, "%s(%s)", word, arguments);
	if (subject && !is_lock(clause->kind))
		text = arena_printf(arena, "_At_(%s, %s)", subject, text);
	if (*when)
		text = arena_printf(arena, "_When_(%s, %s)", when, text);
	return text;
}

/* A minimum and a maximum that are one level, under one condition. */
static bool is_exact(struct arena *arena, const struct clause *low,
	const struct clause *high)
{
	return low->kind == CLAUSE_REQUIRES_MIN &&
	       high->kind == CLAUSE_REQUIRES_MAX &&
	       !strcmp(clause_text(arena, low, ""),
		       clause_text(arena, high, ""));
}

struct lines {
	struct arena *arena;
	VEC(char) bytes;
};

static void put(struct lines *lines, const char *text)
{
	while (*text)
		*vec_add(lines->arena, &lines->bytes) = *text++;
}

const char *contract_text(struct arena *arena, const struct contract *contract)
{
	const struct clause *clauses = contract->clauses.items;
	uint32_t count = contract->clauses.count;
	struct lines lines = { .arena = arena };

	put(&lines, contract->name);
	for (uint32_t i = 0; i < count; i++) {
		const char *word = words[clauses[i].kind];

		if (i + 1 < count &&
			is_exact(arena, &clauses[i], &clauses[i + 1])) {
			word = "_IRQL_requires_";
			i++;
		}
		put(&lines, "\n\t");
		put(&lines, clause_text(arena, &clauses[i], word));
	}
	put(&lines, "\n");
	*vec_add(arena, &lines.bytes) = '\0';
	return lines.bytes.items;
}
