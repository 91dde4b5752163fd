#include "facts/facts.h"

#include <string.h>

void facts_init(struct facts *facts, const char *unit)
{
	memset(facts, 0, sizeof(*facts));
	arena_init(&facts->arena);
	intern_init(&facts->names, &facts->arena);
	facts->unit = intern(&facts->names, unit);
}

void facts_release(struct facts *facts)
{
	arena_release(&facts->arena);
	memset(facts, 0, sizeof(*facts));
}
