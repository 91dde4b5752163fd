/*
 * Any bytes must be read as an object, a library or a linked driver without a
 * crash, and in time and memory that grow with their number; or be refused with
 * a reason.
 */
#include <stddef.h>
#include <stdint.h>

#include "base/bug.h"
#include "image/image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *error = NULL;
	struct image image = { 0 };
	struct arena arena;

	arena_init(&arena);
	image.arena = &arena;
	if (!image_read(&image, "fuzz.obj", (const char *)data, size, &error) &&
		!error)
		BUG("refused without a reason");
	arena_release(&arena);
	return 0;
}
