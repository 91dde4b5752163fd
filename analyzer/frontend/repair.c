#include "frontend/repair_parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* The nth text in single quotes, or NULL. */
static const char *quoted(
	struct arena *arena, const char *message, int number)
{
	for (const char *open = strchr(message, '\''); open;
		open = strchr(open + 1, '\'')) {
		const char *close = strchr(open + 1, '\'');

		if (!close)
			return NULL;
		if (!number--)
			return arena_strndup(arena, open + 1,
				(size_t)(close - open - 1));
		open = close;
	}
	return NULL;
}

static bool reshape(
	struct shape *shape, enum shape_kind kind, bool only_without_fields)
{
	if (!shape || shape->kind == kind ||
		(only_without_fields && shape->fields.count))
		return false;
	shape->kind = kind;
	return true;
}

/* "x->A": either x is no pointer, and then clang also says that it is no
 * record; or what it points to is no record, and clang names that. */
static void learn_kind(
	struct shape *shape, const char *message, const char *meaning)
{
	if (shape->tag)
		return;
	if (strstr(message, "is not a pointer"))
		shape->kind = SHAPE_POINTER;
	else if (shape->kind != SHAPE_POINTER ||
		(meaning && strchr(meaning, '*')))
		shape->kind = SHAPE_RECORD;
}

static bool learn_member(struct repair *repair, const struct spot *spot,
	const char *message)
{
	struct arena *arena = repair->arena;
	struct shape *shape;
	struct spot access;
	const char *field;

	/* "p->A.B" is about B where it stands. */
	if (text_starts(message, "no member named '")) {
		size_t end = spot_name_end(spot, spot->offset);

		shape = repair_shape_of(repair, quoted(arena, message, 1));
		field = quoted(arena, message, 0);
		if (!shape)
			return repair_replace_member(repair, spot, field);
		if (!repair_is_plain(field))
			return false;
		shapes_learn_use(&repair->shapes, shapes_field(
			&repair->shapes, shape, field), spot->text + end);
		return true;
	}
	shape = repair_shape_of(repair, quoted(arena, message, 0));
	if (!shape || !spot_at_access(spot, &access))
		return false;
	spot = &access;
	learn_kind(shape, message, quoted(arena, message, 1));
	shapes_learn_use(&repair->shapes, shape, spot->text + spot->offset);
	return true;
}

static bool learn_number(struct repair *repair, const char *message)
{
	bool learned = false;

	for (int i = 0; i < 4; i++) {
		const char *type = quoted(repair->arena, message, i);

		if (!type)
			break;
		learned = reshape(repair_shape_of(repair, type), SHAPE_NUMBER,
			true) || learned;
	}
	return learned;
}

/* In C++, what a class cannot do although it turns into anything. */
static bool learn_plain(
	struct repair *repair, const char *message, enum shape_kind kind)
{
	bool learned = false;

	for (int i = 0; i < 4; i++) {
		const char *type = quoted(repair->arena, message, i);
		struct shape *shape;

		if (!type)
			break;
		shape = repair_shape_of(repair, type);
		if (!shape || shape->plain || shape->tag ||
			(kind == SHAPE_NUMBER && shape->fields.count))
			continue;
		shape->kind = kind;
		shape->plain = learned = true;
	}
	return learned;
}

/* offsetof(X, A.B), or a macro of such arguments: X is a record. */
static bool learn_offset(
	struct repair *repair, const struct spot *spot, const char *type)
{
	struct shape *shape = repair_shape_of(repair, type);
	size_t at = spot->offset, end;

	if (!shape || shape->plain)
		return false;
	while (at < spot->size && !strchr(",;{}", spot->text[at]))
		at++;
	at = spot_after_blanks(spot, at + (spot_char(spot, at) == ','));
	end = spot_name_end(spot, at);
	shape->kind = SHAPE_RECORD;
	if (end > at)
		shapes_learn_use(&repair->shapes, shapes_field(
			&repair->shapes, shape, arena_strndup(repair->arena,
				spot->text + at, end - at)), spot->text + end);
	return true;
}

static bool learn_assigned(struct repair *repair, const char *type)
{
	struct shape *shape = repair_shape_of(repair, type);

	if (!shape || shape->assigned || shape->kind != SHAPE_ARRAY)
		return false;
	return shape->assigned = true;
}

/* "*x" of what was taken for a number: it points to one. */
static bool learn_pointer(struct repair *repair, const char *type)
{
	struct shape *shape = repair_shape_of(repair, type);

	if (!shape || shape->assigned || shape->kind != SHAPE_NUMBER)
		return false;
	shape->kind = SHAPE_ARRAY;
	return shape->assigned = true;
}

/* It is declared after all, as something else. */
static bool refuse(struct repair *repair, const char *name)
{
	bool known = false;

	if (!name)
		return false;
	for (uint32_t i = 0; i < repair->shapes.types.count; i++)
		if (!strcmp(repair->shapes.types.items[i]->name, name)) {
			known = !repair->shapes.types.items[i]->dropped;
			repair->shapes.types.items[i]->dropped = true;
		}
	if (!known && !repair_has(&repair->values, name) &&
		!repair_has(&repair->guids, name) &&
		!repair_has(&repair->routines, name))
		return false;
	return repair_add_name(repair, &repair->refused, name);
}

static void remove_name(struct repair_names *names, const char *name)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < names->list.count; i++)
		if (strcmp(names->list.items[i], name))
			names->list.items[kept++] = names->list.items[i];
	names->list.count = kept;
}

/* Whether it was taken for a constant or a variable; no more. */
static bool is_no_value(struct repair *repair, const char *name)
{
	bool known = repair_has(&repair->values, name);

	remove_name(&repair->values, name);
	for (uint32_t i = 0; i < repair->shapes.types.count; i++) {
		struct shape *shape = repair->shapes.types.items[i];

		if (strcmp(shape->name, name) || !shape->variable)
			continue;
		known |= !shape->dropped;
		shape->dropped = true;
	}
	return known;
}

/* It is a routine, which the unit defines: a header that was lost declares it.
 * In C the definition need not agree with that. */
static bool needs_declaration(
	struct repair *repair, const struct spot *spot, const char *name)
{
	size_t end = spot_name_end(spot, spot->offset);

	return !repair->cxx && name &&
		spot_char(spot, spot_after_blanks(spot, end)) == '(' &&
		is_no_value(repair, name) &&
		repair_add_name(repair, &repair->ahead, name);
}

static const char *without_struct(const char *name)
{
	return name && text_starts(name, "struct ") ? name + 7 : name;
}

/* Of two records one of which is a guess nothing better can be guessed. */
static bool learn_assignment(struct repair *repair, const struct spot *spot,
	const char *message)
{
	const char *from = strstr(message, "incompatible type '");
	bool record = from && (strstr(from, "struct ") || strstr(from, "union "));

	return (!record && learn_number(repair, message)) ||
		repair_cut_assignment(repair, spot);
}

static bool learn_designator(
	struct repair *repair, const struct spot *spot, const char *message)
{
	struct arena *arena = repair->arena;
	struct shape *shape =
		repair_shape_of(repair, quoted(arena, message, 1));
	const char *field = quoted(arena, message, 0);

	if (!shape)
		return repair_cut_designator(repair, spot);
	return repair_is_plain(field) &&
		shapes_field(&repair->shapes, shape, field);
}

/* "candidate function not viable: no known conversion from 'A' to 'B' for 2nd
 * argument", of the only candidate there is; else NULL. */
static const char *only_candidate(
	struct repair *repair, CXDiagnostic diagnostic)
{
	CXDiagnosticSet notes = clang_getChildDiagnostics(diagnostic);
	const char *only = NULL;
	CXDiagnostic note;
	CXString text;

	if (clang_getNumDiagnosticsInSet(notes) != 1)
		return NULL;
	note = clang_getDiagnosticInSet(notes, 0);
	text = clang_getDiagnosticSpelling(note);
	only = arena_strdup(repair->arena, clang_getCString(text));
	clang_disposeString(text);
	clang_disposeDiagnostic(note);
	return strstr(only, "no known conversion from '") ? only : NULL;
}

static bool learn_argument(struct repair *repair, const struct spot *spot,
	CXDiagnostic diagnostic)
{
	const char *text = only_candidate(repair, diagnostic);
	const char *type = text ? strstr(text, " to '") : NULL;
	const char *which = type ? strstr(type, " for ") : NULL;
	int number = which ? atoi(which + strlen(" for ")) : 0;

	return number > 0 && repair_cast_argument(repair, spot, number,
		quoted(repair->arena, type, 0));
}

/* It was taken for a type and is none, or a macro takes a type. */
static bool learn_no_type(
	struct repair *repair, const struct spot *spot, const char *name)
{
	struct shape *shape = repair_shape_of(repair, name);

	if (!shape || shape->dropped || strcmp(shape->name, name))
		return repair_cut_call(repair, spot);
	shape->dropped = true;
	return repair_add_name(repair, &repair->values, name);
}

/* A record that is only named is used as if it were defined. */
static bool complete(
	struct repair *repair, const struct spot *spot, const char *name)
{
	bool added = repair_add_type(repair, spot, name, true);
	struct shape *shape = repair_shape_of(repair, name);

	if (!shape || !shape->tag || !spot_is_member_access(spot))
		return added;
	shapes_learn_use(&repair->shapes, shape, spot->text + spot->offset);
	return true;
}

static bool learn_message(struct repair *repair, const struct spot *spot,
	const char *message)
{
	const char *name = quoted(repair->arena, message, 0);

	if (text_starts(message, "unknown type name '") ||
		text_starts(message, "unknown class name '"))
		return repair_name_ahead(repair, spot, name) ||
			repair_need_type(repair, spot, name);
	if (text_starts(message, "use of undeclared identifier '"))
		return repair_widen_prefix(repair, spot) ||
			repair_name_ahead(repair, spot, name) ||
			repair_need_name(repair, spot, name);
	if (text_starts(message, "expected class name"))
		return repair_add_type(repair, spot, arena_strndup(repair->arena,
			spot->text + spot->offset, spot_name_end(spot,
			spot->offset) - spot->offset), true);
	if (strstr(message, "after top level declarator"))
		return repair_need_second_word(repair, spot);
	if (text_starts(message, "expected parameter declarator"))
		return repair_need_called_word(repair, spot);
	if (text_starts(message, "variable has incomplete type '") && name &&
		repair_need_class_word(repair, spot, name))
		return true;
	if (strstr(message, "redefinition") || strstr(message, "conflicting"))
		return needs_declaration(repair, spot, name) ||
			refuse(repair, without_struct(name));
	if (strstr(message, "incomplete"))
		return name && (text_starts(name, "struct ") || repair->cxx) &&
			complete(repair, spot, without_struct(name));
	if (strstr(message, "in the global namespace"))
		return repair_need_name(repair, spot, name);
	if (text_starts(message, "no member named") ||
		text_starts(message, "member reference"))
		return learn_member(repair, spot, message);
	if (text_starts(message, "conditional expression is ambiguous") ||
		text_starts(message, "statement requires expression of int"))
		return learn_plain(repair, message, SHAPE_NUMBER);
	if (text_starts(message, "reinterpret_cast from"))
		return learn_plain(repair, message, SHAPE_POINTER) ||
			repair_plain_cast(repair, spot);
	if (text_starts(message, "expected ')'") &&
		repair_need_piece(repair, spot))
		return true;
	if (strstr(message, "type name in sizeof expression"))
		return repair_need_brackets(repair, spot);
	if (text_starts(message, "offsetof requires"))
		return learn_offset(repair, spot, name);
	if (text_starts(message, "array type '"))
		return learn_assigned(repair, name);
	if (text_starts(message, "indirection requires pointer operand"))
		return learn_pointer(repair, name);
	if (text_starts(message, "used type '"))
		return learn_assigned(repair, name);
	if (text_starts(message, "field designator '"))
		return learn_designator(repair, spot, message);
	if (text_starts(message, "initialization of non-aggregate type"))
		return repair_learn_designators(
			repair, repair_shape_of(repair, name), spot);
	if (text_starts(message, "assignment to cast is illegal") ||
		text_starts(message, "cannot take the address of an rvalue"))
		return repair_cut_cast(repair, spot);
	if (text_starts(message, "unexpected type name '"))
		return name && learn_no_type(repair, spot, name);
	if (text_starts(message, "cannot initialize a parameter of type '"))
		return repair_cast_argument(repair, spot, 0, name);
	if (text_starts(message, "cannot initialize a") ||
		text_starts(message, "cannot initialize return object"))
		return strstr(message, "with an lvalue of type 'const ") &&
			repair_cast_literal(repair, spot, name);
	if (text_starts(message, "array initializer must be"))
		return repair_need_string(repair, spot);
	if (text_starts(message, "assigning to '"))
		return learn_assignment(repair, spot, message);
	if (text_starts(message, "initializing '"))
		return learn_number(repair, message) ||
			repair_need_initialiser(repair, spot);
	if (text_starts(message, "expression is not assignable"))
		return repair_cut_assignment(repair, spot);
	if (text_starts(message, "no viable overloaded '='"))
		return repair_values_are_variables(repair, spot) ||
			repair_cut_assignment(repair, spot);
	if (text_starts(message, "no matching function for call") ||
		text_starts(message, "no viable overloaded"))
		return repair_values_are_variables(repair, spot);
	return learn_number(repair, message);
}

static bool misses_kernel(struct arena *arena, CXDiagnostic diagnostic)
{
	CXString text = clang_getDiagnosticSpelling(diagnostic);
	const char *message = clang_getCString(text);
	bool misses = text_starts(message, "unknown type name '") &&
		repair_is_of_kernel(quoted(arena, message, 0));

	clang_disposeString(text);
	return misses;
}

/* Where the user reads of it first. */
static void note_first(struct repair *repair, CXSourceLocation location)
{
	CXString name;
	CXFile file;

	if (repair->first_file)
		return;
	clang_getExpansionLocation(location, &file, &repair->first_line,
		&repair->first_column, NULL);
	name = clang_getFileName(file);
	repair->first_file =
		arena_strdup(repair->arena, clang_getCString(name));
	clang_disposeString(name);
}

static bool learn_error(struct repair *repair, CXTranslationUnit tu,
	CXDiagnostic diagnostic)
{
	CXSourceLocation location = clang_getDiagnosticLocation(diagnostic);
	CXString text = clang_getDiagnosticSpelling(diagnostic);
	struct spot spot;
	CXFile file;
	bool learned = false, system;

	/* It is about a macro's arguments, wherever the macro is from. */
	if (text_starts(clang_getCString(text), "offsetof requires") ||
		text_starts(clang_getCString(text), "array initializer")) {
		unsigned offset;

		clang_getExpansionLocation(
			location, &file, NULL, NULL, &offset);
		location = clang_getLocationForOffset(tu, file, offset);
	}
	/* What the kit's own headers miss is the one to be read before them. */
	system = clang_Location_isInSystemHeader(location);
	if (system)
		repair->kernel |= learned = !repair->kernel &&
			misses_kernel(repair->arena, diagnostic);
	else if (spot_of(tu, location, &spot))
		learned = learn_message(repair, &spot,
				  clang_getCString(text)) ||
			learn_argument(repair, &spot, diagnostic);
	clang_disposeString(text);
	if (learned && !system)
		note_first(repair, location);
	return learned;
}

/* With the kernel's header read, much of what was missing is there. */
static void start_again(struct repair *repair)
{
	repair->shapes.types.count = 0;
	repair->values.list.count = repair->routines.list.count = 0;
	repair->guids.list.count = repair->locals.list.count = 0;
	repair->words.list.count = repair->ahead.list.count = 0;
	repair->initialisers.list.count = repair->strings.list.count = 0;
	repair->pieces.list.count = 0;
	repair->roles.count = repair->edits.count = 0;
}

bool repair_misses_kernel(struct arena *arena, CXTranslationUnit tu)
{
	unsigned count = clang_getNumDiagnostics(tu);
	bool misses = false;

	for (unsigned i = 0; i < count && !misses; i++) {
		CXDiagnostic diagnostic = clang_getDiagnostic(tu, i);

		misses = misses_kernel(arena, diagnostic);
		clang_disposeDiagnostic(diagnostic);
	}
	return misses;
}

bool repair_learn(struct repair *repair, CXTranslationUnit tu)
{
	bool kernel = repair->kernel, learned = false, edited;
	unsigned count = clang_getNumDiagnostics(tu);
	const char *text;

	repair->shapes.arena = repair->arena;
	repair->tu = tu;
	for (unsigned i = 0; i < count; i++) {
		CXDiagnostic diagnostic = clang_getDiagnostic(tu, i);

		if (clang_getDiagnosticSeverity(diagnostic) >=
			CXDiagnostic_Error)
			learned = learn_error(repair, tu, diagnostic) ||
				learned;
		clang_disposeDiagnostic(diagnostic);
	}
	if (repair->kernel && !kernel)
		start_again(repair);
	edited = repair_apply_edits(repair);
	text = repair_text(repair);
	learned = learned &&
		(edited || !repair->text || strcmp(text, repair->text) != 0);
	repair->text = text;
	return learned;
}
