/*
 * The synchronization model is a constant that HwStorFindAdapter stores in the
 * port's configuration. Where several are stored, or one that is not constant,
 * nobody knows; where none is, the port is half duplex. A virtual miniport is
 * one by the record that it registers with.
 */
#include <string.h>

#include "program/configured.h"
#include "program/stor.h"

enum { FULL_DUPLEX = 1 }; /* of STOR_SYNCHRONIZATION_MODEL */

bool stor_is_full_duplex(struct program *program)
{
	struct configured_field model =
		configured_value(program, CONFIGURES_SYNCHRONIZATION);

	return model.found == CONFIGURED_ALIKE && model.value == FULL_DUPLEX;
}

static bool registers_virtual(const struct body *body)
{
	for (uint32_t i = 0; i < body->paths.count; i++) {
		const struct path *path = &body->paths.items[i];

		if (path->record && path->field &&
			!strncmp(path->field, "Hw", 2) &&
			strstr(path->record, "VIRTUAL_HW_INITIALIZATION_DATA"))
			return true;
	}
	return false;
}

bool stor_is_virtual(const struct program *program)
{
	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct function *function =
			program->routines.items[i].definition;

		if (function && function->body &&
			registers_virtual(function->body))
			return true;
	}
	return false;
}
