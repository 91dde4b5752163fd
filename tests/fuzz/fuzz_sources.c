/*
 * Any bytes must be read as a SOURCES file without a crash and in time that
 * grows with their number; and as the expression of an !IF, too.
 */
#include <stddef.h>
#include <stdint.h>

#include "project/nmake.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lookup lookup;
	struct nmake nmake;
	struct arena arena;
	const char *text;

	arena_init(&arena);
	text = arena_strndup(&arena, (const char *)data, size);
	lookup_init(&lookup, &arena);
	nmake_init(&nmake, &arena, &lookup, "/fuzz", "/fuzz");
	nmake_set(&nmake, "CPU", "x64");
	nmake_read_text(&nmake, "/fuzz/sources", arena_strdup(&arena, text));
	nmake_value(&nmake, "SOURCES");
	nmake_value(&nmake, "C_DEFINES");
	nmake_holds(&nmake, text);
	arena_release(&arena);
	return 0;
}
