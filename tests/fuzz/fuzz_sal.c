/*
 * Any text must be read without a crash and in time that grows with its length:
 * as an annotation in a driver's source, and, with strict reading, as a clause
 * of a contract file. What was understood is printed, too.
 */
#include <stddef.h>
#include <stdint.h>

#include "contracts/sal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_text(const char *text, size_t size, bool strict)
{
	const struct parameter parameters[] = { { "Lock", "PKSPIN_LOCK" },
		{ "Wait", "BOOLEAN" } };
	struct contract contract = { .name = "F" };
	struct arena arena;
	struct intern names;
	struct sal sal = { .arena = &arena,
		.names = &names,
		.parameters = parameters,
		.count = 2,
		.parameter = strict ? NONE : 0,
		.strict = strict };

	arena_init(&arena);
	intern_init(&names, &arena);
	if (sal_read(&sal, (struct slice){ text, text + size }, &contract))
		contract_text(&arena, &contract);
	arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_text((const char *)data, size, false);
	read_text((const char *)data, size, true);
	return 0;
}
