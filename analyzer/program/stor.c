/*
 * The synchronization model is a constant that HwStorFindAdapter stores in the
 * port's configuration. Where several are stored, or one that is not constant,
 * nobody knows; where none is, the port is half duplex. A virtual miniport is
 * one by the record that it registers with, or by a feature that it asks for in
 * the record of all miniports.
 */
#include <string.h>

#include "program/configured.h"
#include "program/stor.h"

enum { FULL_DUPLEX = 1 }; /* of STOR_SYNCHRONIZATION_MODEL */
enum { VIRTUAL_MINIPORT = 1 }; /* STOR_FEATURE_VIRTUAL_MINIPORT */

bool stor_is_full_duplex(struct program *program)
{
	struct configured_field model =
		configured_value(program, CONFIGURES_SYNCHRONIZATION);

	return model.found == CONFIGURED_ALIKE && model.value == FULL_DUPLEX;
}

/* Whether a value has the feature's bit, whatever else is in it. */
static bool is_virtual_feature(const struct body *body, struct operand value)
{
	const struct formula *formula;

	if (value.kind == OPERAND_CONSTANT)
		return value.constant & VIRTUAL_MINIPORT;
	if (value.kind != OPERAND_FORMULA)
		return false;
	formula = &body->formulas.items[value.index];
	return formula->operation == OPERATION_OR &&
		(is_virtual_feature(body, formula->left) ||
			is_virtual_feature(body, formula->right));
}

static bool asks_to_be_virtual(const struct body *body)
{
	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];
		const char *field = event->kind == EVENT_ASSIGN ?
			body->paths.items[event->path].field :
			NULL;

		if (field && !strcmp(field, "FeatureSupport") &&
			is_virtual_feature(body, event->value))
			return true;
	}
	return false;
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
			(registers_virtual(function->body) ||
				asks_to_be_virtual(function->body)))
			return true;
	}
	return false;
}
