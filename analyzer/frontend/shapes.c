#include "frontend/shapes.h"

#include <ctype.h>
#include <string.h>

enum { LONGEST_NAME = 200, MOST_FIELDS = 400, DEEPEST = 8 };

static struct shape *new_shape(struct shapes *shapes, const char *name)
{
	struct shape *shape = arena_alloc(shapes->arena, sizeof(*shape));

	shape->name = name;
	shape->alias = arena_printf(
		shapes->arena, "pageaudit_t%u", shapes->all.count);
	*vec_add(shapes->arena, &shapes->all) = shape;
	return shape;
}

struct shape *shapes_type(struct shapes *shapes, const char *name, bool tag)
{
	struct shape *shape;

	for (uint32_t i = 0; i < shapes->types.count; i++)
		if (!strcmp(shapes->types.items[i]->name, name))
			return shapes->types.items[i];
	shape = new_shape(shapes, name);
	shape->tag = tag;
	if (tag)
		shape->kind = SHAPE_RECORD;
	*vec_add(shapes->arena, &shapes->types) = shape;
	return shape;
}

static bool is_called(const char *own, const char *name, size_t length)
{
	return own && strlen(own) == length && !strncmp(own, name, length);
}

struct shape *shapes_find(
	const struct shapes *shapes, const char *name, size_t length)
{
	if (length > 7 && !strncmp(name, "struct ", 7)) {
		name += 7;
		length -= 7;
	}
	while (length && (name[length - 1] == '*' || name[length - 1] == ' '))
		length--;
	if (length > 2 && !strncmp(name + length - 2, "_s", 2) &&
		!strncmp(name, "pageaudit_t", strlen("pageaudit_t")))
		length -= 2; /* the record behind an alias */
	for (uint32_t i = 0; i < shapes->types.count; i++)
		if (is_called(shapes->types.items[i]->name, name, length))
			return shapes->types.items[i];
	for (uint32_t i = 0; i < shapes->all.count; i++)
		if (is_called(shapes->all.items[i]->alias, name, length))
			return shapes->all.items[i];
	return NULL;
}

struct shape *shapes_field(
	struct shapes *shapes, struct shape *record, const char *name)
{
	struct shape *field;

	for (uint32_t i = 0; i < record->fields.count; i++)
		if (!strcmp(record->fields.items[i]->name, name))
			return record->fields.items[i];
	field = new_shape(shapes, name);
	if (record->fields.count < MOST_FIELDS)
		*vec_add(shapes->arena, &record->fields) = field;
	return field;
}

/* ---- uses --------------------------------------------------------------- */

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t\r\n");
}

/* Behind a pair of brackets; the same place if it does not close soon. */
static const char *skip_brackets(const char *at)
{
	int depth = 0;

	for (const char *c = at; *c && c - at < LONGEST_NAME; c++) {
		depth += *c == '[' ? 1 : *c == ']' ? -1 : 0;
		if (!depth)
			return c + 1;
	}
	return at;
}

/* One step of a chain: "->f", ".f" or "[i]" and one of these. */
struct step {
	bool arrow, indexed;
	const char *field;
	size_t length;
};

static const char *read_step(const char *at, struct step *step)
{
	const char *behind = skip_blanks(at);

	*step = (struct step){ 0 };
	while (*behind == '[') {
		const char *closed = skip_brackets(behind);

		if (closed == behind)
			return at;
		step->indexed = true;
		at = behind = skip_blanks(closed);
	}
	if (behind[0] == '-' && behind[1] == '>') {
		step->arrow = true;
		behind += 2;
	} else if (behind[0] == '.' && behind[1] != '.') {
		behind++;
	} else {
		return at;
	}
	behind = skip_blanks(behind);
	while (is_name(behind[step->length]))
		step->length++;
	if (!step->length || isdigit((unsigned char)*behind))
		return at;
	step->field = behind;
	return behind + step->length;
}

static void learn_chain(struct shapes *shapes, struct shape *shape,
	int stars, const char *at)
{
	struct step step;

	for (int depth = 0; depth < DEEPEST; depth++) {
		at = read_step(at, &step);
		if (!step.field) {
			if (!stars && step.indexed &&
				shape->kind == SHAPE_NUMBER)
				shape->kind = SHAPE_ARRAY;
			else if (!stars && *skip_blanks(at) == '(' &&
				shape->kind == SHAPE_NUMBER && depth)
				shape->kind = SHAPE_FUNCTION;
			return;
		}
		if (stars > 1 || (stars && !step.arrow && !step.indexed))
			return;
		if (!stars && step.indexed)
			shape->kind = SHAPE_ARRAY;
		else if (!stars && step.arrow)
			shape->kind = SHAPE_POINTER;
		else if (shape->kind != SHAPE_ARRAY)
			shape->kind = SHAPE_RECORD;
		stars = 0;
		shape = shapes_field(shapes, shape, arena_strndup(
			shapes->arena, step.field, step.length));
	}
}

void shapes_learn_use(
	struct shapes *shapes, struct shape *type, const char *text)
{
	bool arrow = *text == '-' && type->kind == SHAPE_RECORD;

	learn_chain(shapes, type, arrow, text);
}

void shapes_learn(struct shapes *shapes, struct shape *type,
	const char *variable, int stars, const char *text, const char *end)
{
	size_t length = strlen(variable);
	const char *at = text;

	while ((at = strstr(at, variable)) != NULL && (!end || at < end)) {
		bool member = at > text && (at[-1] == '.' || at[-1] == '>');
		bool whole = !is_name(at[length]) && member == !end &&
			(at == text || !is_name(at[-1]));

		at += length;
		if (whole)
			learn_chain(shapes, type, stars, at);
	}
}

/* ---- text --------------------------------------------------------------- */

static const char *fields_text(
	const struct shapes *shapes, const struct shape *shape)
{
	const char *text = "";

	for (uint32_t i = 0; i < shape->fields.count; i++)
		text = arena_printf(shapes->arena, "%s %s %s;", text,
			shape->fields.items[i]->alias,
			shape->fields.items[i]->name);
	return text;
}

/* In C++ one class is all of them: see pageaudit_any.h. */
static const char *class_text(const struct shapes *shapes,
	const struct shape *shape, const char *name, const char *text)
{
	return arena_printf(shapes->arena,
		"%sstruct %s : pageaudit_any {"
		" using pageaudit_any::pageaudit_any;"
		" using pageaudit_any::operator=;"
		" %s *operator->() const;%s };\n",
		text, name, name, fields_text(shapes, shape));
}

static const char *record_text(const struct shapes *shapes,
	const struct shape *shape, const char *name, const char *text)
{
	if (!shape->fields.count && shape->kind != SHAPE_RECORD &&
		shape->kind != SHAPE_POINTER)
		return text;
	return arena_printf(shapes->arena,
		"%sstruct %s { long long pageaudit_head;%s };\n", text, name,
		fields_text(shapes, shape));
}

static const char *before_alias(
	const struct shape *shape, bool cxx)
{
	if (cxx || shape->kind == SHAPE_RECORD)
		return "";
	return shape->kind == SHAPE_POINTER ? "*"
		: shape->kind == SHAPE_FUNCTION ? "(*" : "";
}

static const char *behind_alias(
	const struct shape *shape, bool cxx)
{
	if (shape->kind == SHAPE_ARRAY)
		return "[1]";
	return !cxx && shape->kind == SHAPE_FUNCTION ? ")()" : "";
}

static bool is_number(const struct shape *shape)
{
	return shape->kind == SHAPE_NUMBER || shape->kind == SHAPE_FUNCTION ||
		(shape->kind == SHAPE_ARRAY && !shape->fields.count);
}

/* Declares the aliases of a shape and of all below it. */
static const char *alias_text(const struct shapes *shapes,
	const struct shape *shape, bool cxx, const char *text)
{
	struct arena *arena = shapes->arena;
	const char *record = shape->tag
		? shape->name
		: arena_printf(arena, "%s_s", shape->alias);

	for (uint32_t i = 0; i < shape->fields.count; i++)
		text = alias_text(shapes, shape->fields.items[i], cxx, text);
	text = cxx ? class_text(shapes, shape, record, text)
		   : record_text(shapes, shape, record, text);
	return arena_printf(arena, "%stypedef %s%s %s%s%s;\n", text,
		!cxx && is_number(shape) ? "" : "struct ",
		!cxx && is_number(shape) ? "long long" : record,
		before_alias(shape, cxx), shape->alias,
		behind_alias(shape, cxx));
}

const char *shapes_text(const struct shapes *shapes, bool cxx)
{
	const char *text = "";

	for (uint32_t i = 0; i < shapes->types.count; i++) {
		const struct shape *type = shapes->types.items[i];

		if (type->dropped)
			continue;
		text = alias_text(shapes, type, cxx, text);
		if (!type->tag)
			text = arena_printf(shapes->arena, "%s%s %s %s;\n",
				text, type->variable ? "extern" : "typedef",
				type->alias, type->name);
	}
	return text;
}
