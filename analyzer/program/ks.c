/*
 * Kernel streaming: whether the driver asks for processing at DISPATCH_LEVEL.
 * The flag stands in the descriptor of a pin or a filter, which refers to the
 * table that holds the Process routine. Without the flag Process runs at
 * PASSIVE_LEVEL. Descriptors that are put together at run time are not followed.
 */
#include <string.h>

#include "program/ks.h"

enum { DISPATCH_LEVEL_PROCESSING = 1 };

/* What a descriptor says, of those that refer to a table or of all. */
struct search {
	uint32_t table; /* program.variables, or NONE: of any */
	bool found, dispatch;
};

static bool is_of_descriptor(const struct fill *fill, const char *field)
{
	const char *record;

	if (!fill->record || !fill->field || strcmp(fill->field, field))
		return false;
	record = record_without_tag(fill->record);
	return !strcmp(record, "KSPIN_DESCRIPTOR_EX") ||
		!strcmp(record, "KSFILTER_DESCRIPTOR");
}

static bool same_descriptor(const struct fill *left, const struct fill *right)
{
	size_t length = strlen(left->steps) - strlen(left->field);

	return left->variable == right->variable &&
		strlen(right->steps) - strlen(right->field) == length &&
		!strncmp(left->steps, right->steps, length);
}

/* Whether the descriptor that the flags belong to refers to the table. */
static bool refers_to(const struct search *search,
	const struct linked_unit *unit, const struct fill *flags)
{
	const struct facts *facts = unit->facts;

	for (uint32_t i = 0; i < facts->fills.count; i++) {
		const struct fill *fill = &facts->fills.items[i];

		if (fill->table != NONE &&
			is_of_descriptor(fill, "Dispatch") &&
			same_descriptor(flags, fill))
			return unit->variables[fill->table] == search->table;
	}
	return false;
}

static void search_unit(
	struct search *search, const struct linked_unit *unit)
{
	const struct facts *facts = unit->facts;

	for (uint32_t i = 0; i < facts->fills.count; i++) {
		const struct fill *fill = &facts->fills.items[i];

		if (!is_of_descriptor(fill, "Flags") ||
			(search->table != NONE &&
				!refers_to(search, unit, fill)))
			continue;
		search->found = true;
		search->dispatch |=
			(fill->constant & DISPATCH_LEVEL_PROCESSING) != 0;
	}
}

static struct search search_all(const struct program *program, uint32_t table)
{
	struct search search = { .table = table };

	for (uint32_t u = 0; u < program->units.count; u++)
		search_unit(&search, &program->units.items[u]);
	return search;
}

bool ks_processes_passively(
	const struct program *program, const struct handover *handover)
{
	struct search search = { .found = false };

	if (handover && handover->unit)
		search = search_all(program,
			handover->unit->variables[handover->unit->facts->fills
					.items[handover->fill]
					.variable]);
	if (!search.found)
		search = search_all(program, NONE);
	return !search.dispatch;
}
