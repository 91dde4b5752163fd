/*
 * Kernel streaming: whether the driver asks for processing at DISPATCH_LEVEL.
 * The flag stands in the descriptor of a pin or a filter, which refers to the
 * table that holds the Process routine; which to which is not followed. Without
 * the flag in any descriptor Process runs at PASSIVE_LEVEL.
 */
#include <string.h>

#include "program/ks.h"

enum { DISPATCH_LEVEL_PROCESSING = 1 };

static bool asks_for_dispatch(const struct fill *fill)
{
	const char *record = record_without_tag(fill->record);

	return (!strcmp(record, "KSPIN_DESCRIPTOR_EX") ||
		       !strcmp(record, "KSFILTER_DESCRIPTOR")) &&
		!strcmp(fill->field, "Flags") &&
		(fill->constant & DISPATCH_LEVEL_PROCESSING);
}

bool ks_processes_passively(const struct program *program)
{
	for (uint32_t u = 0; u < program->units.count; u++) {
		const struct facts *facts = program->units.items[u].facts;

		for (uint32_t i = 0; i < facts->fills.count; i++) {
			const struct fill *fill = &facts->fills.items[i];

			if (fill->function == NONE && fill->record &&
				fill->field && asks_for_dispatch(fill))
				return false;
		}
	}
	return true;
}
