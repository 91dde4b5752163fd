/*
 * What the text of a key says.
 */
#include "irql/keys.h"

#include <stdlib.h>
#include <string.h>

bool key_mentions_result(const char *key)
{
	if (!key_is_computed(key))
		return key[0] == 'r';
	for (const char *at = strchr(key, 'r'); at; at = strchr(at + 1, 'r'))
		if (at[-1] == '?' || at[-1] == ' ' || at[-1] == '(')
			return true;
	return false;
}

bool key_mentions(const char *text, const char *key)
{
	const char *at = strstr(text, key);

	while (at && at > text && at[-1] == '=')
		at = strstr(at + 1, key);
	return at != NULL;
}

bool key_is_callers(const char *key)
{
	const char *step = strpbrk(key, "-.*[");

	return strchr("ptg", key[0]) &&
		(step ? !strpbrk(step + 1, "-.*[") : key[0] == 'g');
}

bool names_parameter(const char *key)
{
	return key[0] == 'p' && !strpbrk(key, "-.*[");
}

bool names_one_lock(const char *key)
{
	return key[0] != '?' && !strstr(key, "[]");
}

const char *last_step(const char *key)
{
	const char *step = key + strlen(key);

	while (step > key && !strchr(".>]", step[-1]))
		step--;
	return step;
}

/* Whether `far` is what `near` is, behind one and the same pointer once or more. */
static bool leads_on(const char *near, const char *far)
{
	const char *field = last_step(near);
	size_t object = (size_t)(field - near), length;
	const char *steps = far + object, *pointer = steps;

	if (strncmp(near, far, object) || !object || near[object - 1] != '>')
		return false;
	length = strcspn(pointer, "-.*[");
	while (!strncmp(steps, pointer, length) &&
		!strncmp(steps + length, "->", 2)) {
		steps += length + 2;
		if (!strcmp(steps, field))
			return true;
	}
	return false;
}

bool key_is_further(const char *key, const char *other)
{
	return leads_on(key, other) || leads_on(other, key);
}

uint32_t parameter_of_key(const char *key, const char **steps)
{
	char *end;
	uint32_t number;

	if (key[0] != 'p')
		return NONE;
	number = (uint32_t)strtoul(key + 1, &end, 10);
	*steps = end;
	return number;
}

/* The constant of "?p0->Kind == 1"; false if it is no such test of a key. */
static bool tested_for(const char *test, const char *key, int64_t *constant)
{
	size_t length = strlen(key);
	const char *number = test + 1 + length + strlen(" == ");
	char *end;

	if (test[0] != '?' || strncmp(test + 1, key, length) != 0 ||
		strncmp(test + 1 + length, " == ", strlen(" == ")) != 0)
		return false;
	*constant = strtoll(number, &end, 10);
	return end > number && !*end;
}

bool tests_equality(const char *test, const char *key, int64_t constant)
{
	int64_t tested;

	return tested_for(test, key, &tested) && tested == constant;
}

bool test_fails(const char *test, const char *key, const struct value *known)
{
	struct value tested;
	int64_t constant;

	if (known->kind != VALUE_RANGE || !tested_for(test, key, &constant))
		return false;
	tested = constant_value(constant);
	return values_are_disjoint(known, &tested);
}
