/*
 * What a clause is about: an argument, what it points to, something inside
 * that, the returned value, a field of a record. In a driver's source it can be
 * any expression, and then it keeps its text.
 */
#include "contracts/sal.h"

#include <ctype.h>
#include <string.h>

enum { MOST_ARGUMENTS = 64 };

const char *sal_name(struct sal *sal, struct slice text)
{
	text = slice_trim(text);
	return intern_n(sal->names, text.at, (size_t)(text.end - text.at));
}

uint32_t sal_argument(const struct sal *sal, struct slice text)
{
	struct slice digits = text;
	int64_t number;

	for (uint32_t i = 0; i < sal->count; i++) {
		const char *name = sal->parameters[i].name;

		if (name && slice_is(text, name))
			return i;
	}
	if (slice_is(text, "_Curr_"))
		return sal->parameter;
	if (text.end - text.at < 4 || memcmp(text.at, "arg", 3) != 0)
		return NONE;
	digits.at += 3;
	if (!isdigit((unsigned char)*digits.at) ||
		!slice_number(digits, &number) || number >= MOST_ARGUMENTS)
		return NONE;
	return (uint32_t)number;
}

/* "Ext->Queue.Lock", "&Ext->Lock", "(*Ext).Lock": an argument and steps. */
static bool steps_of(
	struct sal *sal, struct slice text, struct subject *subject)
{
	struct slice root;
	const char *closing;
	bool arrow = false;

	if (text.at < text.end && *text.at == '&') {
		text.at++;
		text = slice_bare(text);
	}
	root.at = text.at;
	closing = text.at < text.end && *text.at == '(' ? slice_closing(text)
							: NULL;
	if (closing) {
		root = slice_bare((struct slice){ text.at, closing + 1 });
		arrow = root.at < root.end && *root.at == '*';
		root.at += arrow;
		text.at = closing + 1;
	} else {
		while (text.at < text.end && is_name(*text.at))
			text.at++;
		root.end = text.at;
	}
	subject->kind = SUBJECT_ARGUMENT;
	subject->index = sal_argument(sal, slice_bare(root));
	text = slice_trim(text);
	if (subject->index == NONE || text.at == text.end)
		return subject->index != NONE && !arrow;
	subject->field = sal_name(sal, text);
	if (arrow && *text.at == '.')
		subject->field = intern_printf(
			sal->names, "->%s", subject->field + 1);
	return *text.at == '.' || *text.at == '-' || *text.at == '[';
}

static bool is_field(struct slice text)
{
	if (text.at == text.end || !is_name_start(*text.at))
		return false;
	for (const char *at = text.at; at < text.end; at++) {
		if (!is_name(*at) && !strchr(".[]", *at))
			return false;
	}
	return true;
}

bool sal_subject(
	struct sal *sal, struct slice text, struct subject *subject)
{
	struct slice pointer;

	text = slice_bare(text);
	pointer = text;
	*subject = (struct subject){ 0 };
	if (slice_is(text, "return")) {
		subject->kind = SUBJECT_RETURN;
		return true;
	}
	if (text.at < text.end && *text.at == '*') {
		pointer.at++;
		subject->kind = SUBJECT_POINTEE;
		subject->index = sal_argument(sal, slice_bare(pointer));
		if (subject->index != NONE)
			return true;
	}
	if (steps_of(sal, text, subject))
		return true;
	*subject = (struct subject){ .kind = SUBJECT_NAMED };
	if (sal->strict) {
		if (!is_field(text))
			return sal_mistake(sal, text.at,
				"expected argN, *argN, return or a field");
		subject->kind = SUBJECT_FIELD;
	}
	subject->field = sal_name(sal, text);
	return text.at < text.end;
}

bool same_subject(
	const struct subject *left, const struct subject *right)
{
	if (left->kind != right->kind)
		return false;
	if (left->kind == SUBJECT_FIELD)
		return !strcmp(left->field, right->field);
	return left->kind == SUBJECT_NONE || left->index == right->index;
}
