#include "facts/facts.h"

#include <string.h>

void facts_init(struct facts *facts, const char *unit)
{
	memset(facts, 0, sizeof(*facts));
	arena_init(&facts->arena);
	arena_init(&facts->drafts);
	intern_init(&facts->names, &facts->arena);
	facts->unit = intern(&facts->names, unit);
}

void facts_release(struct facts *facts)
{
	arena_release(&facts->arena);
	arena_release(&facts->drafts);
	memset(facts, 0, sizeof(*facts));
}

int place_compare(const struct place *a, const struct place *b)
{
	int order = a->file == b->file ?
		0 :
		strcmp(a->file ? a->file : "", b->file ? b->file : "");

	if (!order)
		order = (a->line > b->line) - (a->line < b->line);
	if (!order)
		order = (a->column > b->column) - (a->column < b->column);
	return order;
}

enum test_kind test_turned(enum test_kind kind)
{
	switch (kind) {
	case TEST_LESS:
		return TEST_GREATER;
	case TEST_LESS_EQUAL:
		return TEST_GREATER_EQUAL;
	case TEST_GREATER:
		return TEST_LESS;
	case TEST_GREATER_EQUAL:
		return TEST_LESS_EQUAL;
	default:
		return kind;
	}
}

enum segment variable_segment(const struct variable *variable)
{
	if (variable->is_const)
		return SEGMENT_CONST;
	return variable->initialised ? SEGMENT_DATA : SEGMENT_BSS;
}
