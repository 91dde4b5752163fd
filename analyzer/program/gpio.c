#include "program/gpio.h"

#include "program/configured.h"

static const char memory_mapped[] = "MemoryMappedController";

bool gpio_is_serial(const struct program *program)
{
	int64_t mapped;

	return configured_value(program, memory_mapped, &mapped) ==
			CONFIGURED_ALIKE &&
		!mapped;
}

bool gpio_is_known(const struct program *program)
{
	int64_t mapped;

	return configured_value(program, memory_mapped, &mapped) ==
		CONFIGURED_ALIKE;
}
