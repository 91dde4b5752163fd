#include "frontend/shapes.h"

#include <ctype.h>
#include <string.h>

#include "base/buffer.h"

enum { LONGEST_NAME = 200, MOST_FIELDS = 400, DEEPEST = 8 };

/* The record of a type that has a name: "pageaudit_of_FOO" of FOO. */
static const char of_type[] = "pageaudit_of_";

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
	if (length > strlen(of_type) &&
		!strncmp(name, of_type, strlen(of_type))) {
		name += strlen(of_type);
		length -= strlen(of_type);
	}
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

static void put_fields(struct buffer *out, const struct shape *shape)
{
	for (uint32_t i = 0; i < shape->fields.count; i++)
		buffer_printf(out, " %s %s;",
			shape->fields.items[i]->alias,
			shape->fields.items[i]->name);
	buffer_add(out, " };\n");
}

/* In C++ one class is all of them: see pageaudit_any.h. */
static void put_class(struct buffer *out, const struct shape *shape,
	const char *name)
{
	buffer_printf(out,
		"struct %s : pageaudit_any {"
		" using pageaudit_any::pageaudit_any;"
		" using pageaudit_any::operator=;"
		" %s(const pageaudit_any &);"
		" %s *operator->() const; %s &operator*() const;"
		" template <class T> %s &operator[](const T &) const;",
		name, name, name, name, name);
	put_fields(out, shape);
}

static void put_record(struct buffer *out, const struct shape *shape,
	const char *name)
{
	if (!shape->fields.count && shape->kind != SHAPE_RECORD &&
		shape->kind != SHAPE_POINTER)
		return;
	buffer_printf(out, "struct %s { long long pageaudit_head;", name);
	put_fields(out, shape);
}

static const char *before_alias(const struct shape *shape, bool cxx)
{
	if (cxx || shape->kind == SHAPE_RECORD)
		return "";
	return shape->kind == SHAPE_POINTER || shape->assigned ? "*"
		: shape->kind == SHAPE_FUNCTION ? "(*" : "";
}

static const char *behind_alias(const struct shape *shape, bool cxx)
{
	if (!cxx && shape->kind == SHAPE_ARRAY && !shape->assigned)
		return "[1]";
	return !cxx && shape->kind == SHAPE_FUNCTION ?
		")(PAGEAUDIT_ANYTHING)" :
		"";
}

static bool is_number(const struct shape *shape)
{
	return shape->kind == SHAPE_NUMBER || shape->kind == SHAPE_FUNCTION ||
		(shape->kind == SHAPE_ARRAY && !shape->fields.count);
}

/* A record that stands in for a type is called after it: what is put into its
 * fields has the roles that the real one gives. */
static const char *record_name(
	struct arena *arena, const struct shape *shape, bool type)
{
	if (shape->tag)
		return shape->name;
	return type && !shape->variable ?
		arena_printf(arena, "%s%s", of_type, shape->name) :
		arena_printf(arena, "%s_s", shape->alias);
}

/* Declares the aliases of a shape, which is a type's or a field's, and of all
 * below it. */
static void put_alias(struct buffer *out, const struct shape *shape,
	bool type, bool cxx)
{
	struct arena *arena = out->arena;
	const char *record = record_name(arena, shape, type);
	bool classes = cxx && !shape->plain;
	bool number = !classes && is_number(shape);

	for (uint32_t i = 0; i < shape->fields.count; i++)
		put_alias(out, shape->fields.items[i], false, cxx);
	if (cxx)
		put_class(out, shape, record);
	else
		put_record(out, shape, record);
	buffer_printf(out, "typedef %s%s %s%s%s;\n",
		number ? "" : "struct ", number ? "long long" : record,
		before_alias(shape, classes), shape->alias,
		behind_alias(shape, classes));
}

const char *shapes_text(const struct shapes *shapes, bool cxx)
{
	struct buffer out = { .arena = shapes->arena };

	for (uint32_t i = 0; i < shapes->types.count; i++) {
		const struct shape *type = shapes->types.items[i];

		if (type->dropped)
			continue;
		put_alias(&out, type, true, cxx);
		if (!type->tag)
			buffer_printf(&out, "%s %s %s;\n",
				type->variable ? "extern" : "typedef",
				type->alias, type->name);
	}
	return buffer_text(&out);
}
