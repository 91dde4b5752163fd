/*
 * What a missing name is, by how it is used: a type, a constant, a variable, a
 * GUID or a routine; and of a type, which fields its variables have.
 */
#include <ctype.h>
#include <string.h>

#include "frontend/repair_parts.h"

enum { MOST_NAMES = 4000 };

bool repair_is_plain(const char *name)
{
	if (!name || !*name || isdigit((unsigned char)*name))
		return false;
	for (const char *c = name; *c; c++)
		if (!text_is_name(*c))
			return false;
	return strlen(name) < LONGEST_NAME;
}

bool repair_has(const struct repair_names *names, const char *name)
{
	for (uint32_t i = 0; i < names->list.count; i++)
		if (!strcmp(names->list.items[i], name))
			return true;
	return false;
}

bool repair_add_name(
	struct repair *repair, struct repair_names *names, const char *name)
{
	if (repair_has(names, name) || repair_has(&repair->refused, name) ||
		names->list.count >= MOST_NAMES)
		return false;
	*vec_add(repair->arena, &names->list) = name;
	return true;
}

/* Where the function ends that a declaration stands in, as text; NULL if it is
 * the field of a record. */
static const char *function_end(const struct spot *spot)
{
	const char *end = strstr(spot->text + spot->offset, "\n}");
	char behind;

	if (!end)
		return spot->text + spot->size;
	behind = end[2 + strspn(end + 2, " \t\r\n")];
	return behind == ';' || behind == '*' ||
			text_is_name(end[2 + strspn(end + 2, " \t")])
		? NULL : end;
}

/* Learns from the declaration "X *a, b;" that stands at a spot, by looking at
 * the uses of its variables further on. */
static void learn_uses(struct repair *repair, struct shape *type,
	const struct spot *spot, size_t at)
{
	const char *end_of_uses = function_end(spot);

	for (int i = 0; i < 8; i++) {
		const char *name;
		size_t end;
		int stars = 0;

		for (at = spot_after_blanks(spot, at); spot_char(spot, at) == '*';
			at = spot_after_blanks(spot, at + 1))
			stars++;
		end = spot_name_end(spot, at);
		if (end == at || end - at > LONGEST_NAME ||
			text_is_name(spot_char(spot, spot_after_blanks(spot, end))))
			return;
		name = arena_strndup(repair->arena, spot->text + at, end - at);
		shapes_learn(&repair->shapes, type, name, stars,
			end_of_uses ? spot->text + end : spot->text,
			end_of_uses);
		repair_add_name(repair, &repair->locals, name);
		at = spot_after_blanks(spot, end);
		if (spot_char(spot, at) != ',')
			return;
		at++;
	}
}

bool repair_add_type(struct repair *repair, const struct spot *spot,
	const char *name, bool tag)
{
	uint32_t before = repair->shapes.types.count;
	struct shape *type;
	size_t end = spot_name_end(spot, spot->offset);

	if (!repair_is_plain(name) || repair_has(&repair->refused, name) ||
		repair_has(&repair->words, name) || before >= MOST_NAMES)
		return false;
	type = shapes_type(&repair->shapes, name, tag);
	if (!tag && end - spot->offset == strlen(name))
		learn_uses(repair, type, spot, end);
	return repair->shapes.types.count > before;
}

bool repair_is_of_kernel(const char *name)
{
	static const char *const names[] = { "NTSTATUS", "UCHAR", "PUCHAR",
		"USHORT", "ULONG", "PULONG", "BOOLEAN", "PVOID", "KIRQL",
		"KSPIN_LOCK", "KEVENT", "UNICODE_STRING", "PUNICODE_STRING",
		"LIST_ENTRY", "PIRP", "PDEVICE_OBJECT", "PDRIVER_OBJECT",
		"DRIVER_INITIALIZE", "DRIVER_UNLOAD", "DRIVER_DISPATCH" };

	for (size_t i = 0; name && i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

bool repair_need_type(
	struct repair *repair, const struct spot *spot, const char *name)
{
	if (!repair->kernel && repair_is_of_kernel(name))
		return repair->kernel = true;
	return repair_need_role(repair, spot, name) ||
		repair_need_word(repair, spot, name) ||
		repair_add_type(repair, spot, name, false);
}

static bool is_guid(const char *name)
{
	static const char *const prefixes[] = { "GUID_", "IID_", "CLSID_",
		"KSPROPSETID_", "KSCATEGORY_", "KSNODETYPE_", "KSNAME_",
		"KSEVENTSETID_", "KSINTERFACESETID_", "KSDATAFORMAT_",
		"FWPM_LAYER_", "FWPM_CONDITION_", "FWPM_SUBLAYER_",
		"FWPM_CALLOUT_", "FWPM_PROVIDER_" };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if (text_starts(name, prefixes[i]))
			return true;
	return strstr(name, "_GUID") || strstr(name, "Guid");
}

static bool need_variable(struct repair *repair, const struct spot *spot,
	const char *name)
{
	uint32_t before = repair->shapes.types.count;
	struct shape *shape;

	if (is_guid(name))
		return repair_add_name(repair, &repair->guids, name);
	if (repair_has(&repair->refused, name) || before >= MOST_NAMES ||
		repair_has(&repair->values, name))
		return false;
	shape = shapes_type(&repair->shapes, name, false);
	shape->kind = SHAPE_NUMBER;
	shape->variable = true;
	shapes_learn(&repair->shapes, shape, name, 0, spot->text,
		spot->text + spot->size);
	return repair->shapes.types.count > before;
}

static bool becomes_variable(struct repair *repair, const char *name)
{
	struct repair_names *values = &repair->values;

	for (uint32_t i = 0; i < values->list.count; i++) {
		struct shape *shape;

		if (strcmp(values->list.items[i], name))
			continue;
		values->list.items[i] =
			values->list.items[--values->list.count];
		shape = shapes_type(&repair->shapes, name, false);
		shape->variable = true;
		return true;
	}
	return false;
}

bool repair_values_are_variables(
	struct repair *repair, const struct spot *spot)
{
	bool learned = false;
	size_t at = spot->offset, end;

	while (at < spot->size && spot->text[at] != ';' &&
		spot->text[at] != '{') {
		end = spot_name_end(spot, at);
		if (end > at)
			learned |= becomes_variable(repair,
				arena_strndup(repair->arena,
					spot->text + at, end - at));
		at = end > at ? end : at + 1;
	}
	return learned;
}

/* What a macro has glued tells nothing of its use: people write constants in
 * capitals. */
static bool need_pasted(struct repair *repair, const char *name)
{
	uint32_t before = repair->shapes.types.count;

	if (is_guid(name))
		return repair_add_name(repair, &repair->guids, name);
	if (repair->cxx || !strpbrk(name, "abcdefghijklmnopqrstuvwxyz"))
		return repair_add_name(repair, &repair->values, name);
	if (repair_has(&repair->refused, name) || before >= MOST_NAMES)
		return false;
	shapes_type(&repair->shapes, name, false)->variable = true;
	return repair->shapes.types.count > before;
}

bool repair_need_name(
	struct repair *repair, const struct spot *spot, const char *name)
{
	size_t end = spot_name_end(spot, spot->offset);

	if (!repair_is_plain(name))
		return false;
	if (end - spot->offset != strlen(name) ||
		strncmp(spot->text + spot->offset, name, strlen(name)))
		return need_pasted(repair, name);
	if (spot_char(spot, spot_after_blanks(spot, end)) == '(')
		return repair_add_name(repair, &repair->routines, name);
	if (repair_has(&repair->locals, name))
		return false;
	if (spot_is_type(spot) || spot_is_sizeof(spot))
		return repair_add_type(repair, spot, name, false);
	if (is_guid(name) || spot_is_variable(spot, end))
		return need_variable(repair, spot, name);
	for (uint32_t i = 0; i < repair->shapes.types.count; i++)
		if (!strcmp(repair->shapes.types.items[i]->name, name))
			return false;
	return repair_add_name(repair, &repair->values, name);
}
