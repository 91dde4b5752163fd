#include "program/gpio.h"

#include "program/configured.h"

bool gpio_is_serial(struct program *program)
{
	struct configured_field mapped =
		configured_value(program, CONFIGURES_MAPPING);

	return mapped.found == CONFIGURED_ALIKE && !mapped.value;
}

bool gpio_is_known(struct program *program)
{
	return configured_value(program, CONFIGURES_MAPPING).found ==
		CONFIGURED_ALIKE;
}
