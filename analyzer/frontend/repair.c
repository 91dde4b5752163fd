#include "frontend/repair.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_NAME = 200, MOST_NAMES = 4000, SAID = 6 };

static const char enumeration[] = "pageaudit_unknown";

/* ---- where an error is -------------------------------------------------- */

struct spot {
	CXFile file;
	const char *text; /* the file's */
	size_t size, offset;
};

static bool spot_of(
	CXTranslationUnit tu, CXSourceLocation location, struct spot *spot)
{
	unsigned offset;

	clang_getSpellingLocation(location, &spot->file, NULL, NULL, &offset);
	if (!spot->file)
		return false;
	spot->text = clang_getFileContents(tu, spot->file, &spot->size);
	spot->offset = offset;
	return spot->text && spot->offset < spot->size;
}

static bool is_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static size_t after_blanks(const struct spot *spot, size_t at)
{
	while (at < spot->size && isspace((unsigned char)spot->text[at]))
		at++;
	return at;
}

static char char_before(const struct spot *spot, size_t at)
{
	while (at && isspace((unsigned char)spot->text[at - 1]))
		at--;
	return at ? spot->text[at - 1] : ';';
}

static char char_at(const struct spot *spot, size_t at)
{
	return at < spot->size ? spot->text[at] : '\0';
}

static size_t name_end(const struct spot *spot, size_t at)
{
	while (at < spot->size && is_name(spot->text[at]))
		at++;
	return at;
}

/* ---- what messages say -------------------------------------------------- */

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

static bool starts_with(const char *text, const char *prefix)
{
	return !strncmp(text, prefix, strlen(prefix));
}

static bool is_plain_name(const char *name)
{
	if (!name || !*name || isdigit((unsigned char)*name))
		return false;
	for (const char *c = name; *c; c++)
		if (!is_name(*c))
			return false;
	return strlen(name) < LONGEST_NAME;
}

static bool has_name(const struct repair_names *names, const char *name)
{
	for (uint32_t i = 0; i < names->list.count; i++)
		if (!strcmp(names->list.items[i], name))
			return true;
	return false;
}

static bool add_name(
	struct repair *repair, struct repair_names *names, const char *name)
{
	if (has_name(names, name) || has_name(&repair->refused, name) ||
		names->list.count >= MOST_NAMES)
		return false;
	*vec_add(repair->arena, &names->list) = name;
	return true;
}

/* ---- types -------------------------------------------------------------- */

/* Where the function ends that a declaration stands in, as text; NULL if it is
 * the field of a record. */
static const char *function_end(const struct spot *spot)
{
	const char *end = strstr(spot->text + spot->offset, "\n}");

	if (!end)
		return spot->text + spot->size;
	return end[2 + strspn(end + 2, " \t\r\n")] == ';' ||
			is_name(end[2 + strspn(end + 2, " \t")])
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

		for (at = after_blanks(spot, at); char_at(spot, at) == '*';
			at = after_blanks(spot, at + 1))
			stars++;
		end = name_end(spot, at);
		if (end == at || end - at > LONGEST_NAME ||
			is_name(char_at(spot, after_blanks(spot, end))))
			return;
		name = arena_strndup(repair->arena, spot->text + at, end - at);
		shapes_learn(&repair->shapes, type, name, stars,
			end_of_uses ? spot->text + end : spot->text,
			end_of_uses);
		add_name(repair, &repair->locals, name);
		at = after_blanks(spot, end);
		if (char_at(spot, at) != ',')
			return;
		at++;
	}
}

static bool add_type(struct repair *repair, const struct spot *spot,
	const char *name, bool tag)
{
	uint32_t before = repair->shapes.types.count;
	struct shape *type;
	size_t end = name_end(spot, spot->offset);

	if (!is_plain_name(name) || has_name(&repair->refused, name) ||
		before >= MOST_NAMES)
		return false;
	type = shapes_type(&repair->shapes, name, tag);
	if (!tag && end - spot->offset == strlen(name))
		learn_uses(repair, type, spot, end);
	return repair->shapes.types.count > before;
}

static bool looks_like_role(const char *name)
{
	static const char *const ends[] = { "_CALLBACK", "_ROUTINE",
		"_HANDLER", "_NOTIFY", "_FN" };
	size_t length = strlen(name);

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t tail = strlen(ends[i]);

		if (length > tail && !strcmp(name + length - tail, ends[i]))
			return true;
	}
	return starts_with(name, "EVT_");
}

/* The index behind the bracket that closes the one at `at`; 0 if none does. */
static size_t closing(const char *text, size_t at)
{
	int depth = 0;

	for (; text[at]; at++) {
		depth += text[at] == '(' ? 1 : text[at] == ')' ? -1 : 0;
		if (!depth)
			return at + 1;
	}
	return 0;
}

/* Behind blanks and comments. */
static size_t after_comments(const char *text, size_t at)
{
	for (;;) {
		at += strspn(text + at, " \t\r\n");
		if (text[at] == '/' && text[at + 1] == '/') {
			at += strcspn(text + at, "\n");
		} else if (text[at] == '/' && text[at + 1] == '*') {
			const char *close = strstr(text + at + 2, "*/");

			if (!close)
				return at;
			at = (size_t)(close + 2 - text);
		} else {
			return at;
		}
	}
}

/* Text on one line, without comments. */
static char *on_one_line(struct arena *arena, const char *text, size_t length)
{
	char *line = arena_strndup(arena, text, length), *to = line;

	for (const char *from = line; *from;) {
		if (from[0] == '/' && from[1] == '/') {
			from += strcspn(from, "\n");
		} else if (from[0] == '/' && from[1] == '*') {
			const char *close = strstr(from + 2, "*/");

			from = close ? close + 2 : from + strlen(from);
		} else {
			*to++ = isspace((unsigned char)*from) ? ' ' : *from;
			from++;
		}
	}
	*to = '\0';
	return line;
}

/* Where the declaration that ends at `at` starts: behind what ended the one
 * before, a comment or a directive. */
static size_t declaration_start(const char *text, size_t at)
{
	size_t line;

	while (at && text[at - 1] != ';' && text[at - 1] != '}' &&
		!(at > 1 && text[at - 1] == '/' && text[at - 2] == '*')) {
		for (line = at; line && text[line - 1] != '\n'; line--)
			;
		if (text[line + strspn(text + line, " \t")] == '#')
			return at + strcspn(text + at, "\n");
		at--;
	}
	return at;
}

/* The head of a routine's definition in a text, or NULL; *mentioned tells
 * whether the name is called there at all. */
static const char *definition_head(struct arena *arena, const char *text,
	const char *name, bool *mentioned)
{
	size_t length = strlen(name), close, start;
	const char *at = text;

	while ((at = strstr(at, name)) != NULL) {
		const char *behind = at + length;
		bool whole = at == text || !is_name(at[-1]);

		behind += strspn(behind, " \t\r\n");
		if (!whole || *behind != '(') {
			at += length;
			continue;
		}
		*mentioned = true;
		close = closing(text, (size_t)(behind - text));
		if (close && text[after_comments(text, close)] == '{') {
			start = declaration_start(text, (size_t)(at - text));
			if (strspn(text + start, " \t\r\n") + start <
				(size_t)(at - text))
				return on_one_line(
					arena, text + start, close - start);
		}
		at += length;
	}
	return NULL;
}

/* "EVT_FOO FooStart;" declares a routine by its role if the routine is defined
 * here, or looks like it: at the start of a line, and called elsewhere. The
 * head of its definition shall stand there. */
static bool need_role(
	struct repair *repair, const struct spot *spot, const char *role)
{
	size_t at = after_blanks(spot, name_end(spot, spot->offset)), size;
	size_t end = name_end(spot, at);
	const char *name, *unit, *head = NULL;
	bool mentioned = false;

	if (end == at || char_at(spot, after_blanks(spot, end)) != ';')
		return false;
	name = arena_strndup(repair->arena, spot->text + at, end - at);
	unit = clang_getFileContents(repair->tu, clang_getFile(repair->tu,
		repair->unit), &size);
	if (unit)
		head = definition_head(repair->arena, unit, name, &mentioned);
	if (!head)
		head = definition_head(
			repair->arena, spot->text, name, &mentioned);
	mentioned = mentioned && (!spot->offset ||
			spot->text[spot->offset - 1] == '\n');
	if (!head && !mentioned && !looks_like_role(role))
		return false;
	if (!head)
		head = arena_printf(repair->arena, repair->cxx
			? "pageaudit_any %s(...)" : "long long %s()", name);
	*vec_add(repair->arena, &repair->roles) =
		(struct repaired_role){ role, name };
	*vec_add(repair->arena, &repair->edits) = (struct repair_edit){
		spot->file, spot->offset, end, head };
	add_name(repair, &repair->locals, name);
	return true;
}

static bool need_type(
	struct repair *repair, const struct spot *spot, const char *name)
{
	return need_role(repair, spot, name) ||
		add_type(repair, spot, name, false);
}

/* ---- edits -------------------------------------------------------------- */

static int by_place(const void *left, const void *right)
{
	const struct repair_edit *a = left, *b = right;

	if (a->file != b->file)
		return (char *)a->file < (char *)b->file ? -1 : 1;
	return a->from < b->from ? -1 : a->from > b->from;
}

/* The edited text of the file that edits first … behind are in. */
static const char *edited(struct repair *repair, const char *text,
	uint32_t first, uint32_t behind)
{
	const char *result = "";
	size_t at = 0;

	for (uint32_t i = first; i < behind; i++) {
		const struct repair_edit *edit = &repair->edits.items[i];

		if (edit->from < at)
			continue;
		result = arena_printf(repair->arena, "%s%.*s%s", result,
			(int)(edit->from - at), text + at, edit->text);
		at = edit->to;
	}
	return arena_printf(repair->arena, "%s%s", result, text + at);
}

static void rewrite(struct repair *repair, CXFile file, const char *text)
{
	CXString name = clang_getFileName(file);
	const char *path = clang_getCString(name);
	struct CXUnsavedFile *rewritten = NULL;

	for (uint32_t i = 0; i < repair->rewritten.count; i++)
		if (!strcmp(repair->rewritten.items[i].Filename, path))
			rewritten = &repair->rewritten.items[i];
	if (!rewritten)
		rewritten = vec_add(repair->arena, &repair->rewritten);
	rewritten->Filename = arena_strdup(repair->arena, path);
	rewritten->Contents = text;
	rewritten->Length = strlen(text);
	clang_disposeString(name);
}

static void apply_edits(struct repair *repair)
{
	uint32_t count = repair->edits.count, behind;
	size_t size;

	if (count)
		qsort(repair->edits.items, count,
			sizeof(*repair->edits.items), by_place);
	for (uint32_t i = 0; i < count; i = behind) {
		CXFile file = repair->edits.items[i].file;

		for (behind = i; behind < count &&
			repair->edits.items[behind].file == file; behind++)
			;
		rewrite(repair, file, edited(repair, clang_getFileContents(
			repair->tu, file, &size), i, behind));
	}
	repair->edits.count = 0;
}

/* ---- names -------------------------------------------------------------- */

/* Whether an undeclared name in an expression can only be a type: "(X)a",
 * "(X *)", "sizeof(X)", "X *a =" at the start of a statement. */
static bool is_type_use(const struct spot *spot)
{
	size_t end = after_blanks(spot, name_end(spot, spot->offset));
	char before = char_before(spot, spot->offset);
	bool star = char_at(spot, end) == '*';

	while (char_at(spot, end) == '*')
		end = after_blanks(spot, end + 1);
	if (before == '(' && char_at(spot, end) == ')') {
		char next = char_at(spot, after_blanks(spot, end + 1));

		return star || is_name(next) || next == '(' || next == '&' ||
			next == '"';
	}
	if (before == ';' || before == '{' || before == '}')
		return is_name(char_at(spot, end));
	return star && (before == '(' || before == ',') &&
		(is_name(char_at(spot, end)) || before == ',');
}

static bool is_sizeof(const struct spot *spot)
{
	size_t at = spot->offset;

	while (at && (isspace((unsigned char)spot->text[at - 1]) ||
			spot->text[at - 1] == '('))
		at--;
	return at >= 6 && !strncmp(spot->text + at - 6, "sizeof", 6);
}

static bool is_guid(const char *name)
{
	static const char *const prefixes[] = { "GUID_", "IID_", "CLSID_",
		"KSPROPSETID_", "KSCATEGORY_", "KSNODETYPE_", "KSNAME_",
		"KSEVENTSETID_", "KSINTERFACESETID_", "KSDATAFORMAT_",
		"FWPM_LAYER_", "FWPM_CONDITION_", "FWPM_SUBLAYER_",
		"FWPM_CALLOUT_", "FWPM_PROVIDER_" };

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if (starts_with(name, prefixes[i]))
			return true;
	return strstr(name, "_GUID") || strstr(name, "Guid");
}

/* Whether something is done to an undeclared name that only a variable can
 * stand: its address, a field, an element, an assignment. */
static bool is_variable_use(const struct spot *spot, size_t end)
{
	size_t at = after_blanks(spot, end);
	char next = char_at(spot, at), then = char_at(spot, at + 1);
	size_t before = spot->offset;

	while (before && isspace((unsigned char)spot->text[before - 1]))
		before--;
	return next == '[' || (next == '-' && then == '>') || next == '.' ||
		(next == '=' && then != '=') ||
		(before && spot->text[before - 1] == '&' &&
			(before < 2 || spot->text[before - 2] != '&'));
}

static bool need_variable(struct repair *repair, const struct spot *spot,
	const char *name)
{
	uint32_t before = repair->shapes.types.count;
	struct shape *shape;

	if (is_guid(name))
		return add_name(repair, &repair->guids, name);
	if (has_name(&repair->refused, name) || before >= MOST_NAMES ||
		has_name(&repair->values, name))
		return false;
	shape = shapes_type(&repair->shapes, name, false);
	shape->kind = SHAPE_NUMBER;
	shape->variable = true;
	shapes_learn(&repair->shapes, shape, name, 0, spot->text,
		spot->text + spot->size);
	return repair->shapes.types.count > before;
}

static bool need_name(
	struct repair *repair, const struct spot *spot, const char *name)
{
	size_t end = name_end(spot, spot->offset);

	if (!is_plain_name(name))
		return false;
	if (end - spot->offset != strlen(name) ||
		strncmp(spot->text + spot->offset, name, strlen(name)))
		return add_name(repair, is_guid(name) ? &repair->guids
						      : &repair->values, name);
	if (char_at(spot, after_blanks(spot, end)) == '(')
		return add_name(repair, &repair->routines, name);
	if (has_name(&repair->locals, name))
		return false;
	if (is_type_use(spot) || is_sizeof(spot))
		return add_type(repair, spot, name, false);
	if (is_guid(name) || is_variable_use(spot, end))
		return need_variable(repair, spot, name);
	for (uint32_t i = 0; i < repair->shapes.types.count; i++)
		if (!strcmp(repair->shapes.types.items[i]->name, name))
			return false;
	return add_name(repair, &repair->values, name);
}

/* ---- putting right ------------------------------------------------------ */

static struct shape *shape_in(struct repair *repair, const char *type)
{
	if (!type)
		return NULL;
	if (starts_with(type, "const "))
		type += strlen("const ");
	return shapes_find(&repair->shapes, type, strlen(type));
}

static bool is_member_access(const struct spot *spot)
{
	return char_at(spot, spot->offset) == '.' ||
		(char_at(spot, spot->offset) == '-' &&
			char_at(spot, spot->offset + 1) == '>');
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

static bool learn_member(struct repair *repair, const struct spot *spot,
	const char *message)
{
	struct arena *arena = repair->arena;
	struct shape *shape;
	const char *field;

	/* "p->A.B" is about B where it stands. */
	if (starts_with(message, "no member named '")) {
		size_t end = name_end(spot, spot->offset);

		shape = shape_in(repair, quoted(arena, message, 1));
		field = quoted(arena, message, 0);
		if (!shape || !is_plain_name(field))
			return false;
		shapes_learn_use(&repair->shapes, shapes_field(
			&repair->shapes, shape, field), spot->text + end);
		return true;
	}
	shape = shape_in(repair, quoted(arena, message, 0));
	if (!shape || !is_member_access(spot))
		return false;
	if (!shape->tag)
		shape->kind = char_at(spot, spot->offset) == '-'
			? SHAPE_POINTER : SHAPE_RECORD;
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
		learned = reshape(shape_in(repair, type), SHAPE_NUMBER,
			true) || learned;
	}
	return learned;
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
	if (!known && !has_name(&repair->values, name) &&
		!has_name(&repair->guids, name) &&
		!has_name(&repair->routines, name))
		return false;
	return add_name(repair, &repair->refused, name);
}

static const char *without_struct(const char *name)
{
	return name && starts_with(name, "struct ") ? name + 7 : name;
}

/* A record that is only named is used as if it were defined. */
static bool complete(
	struct repair *repair, const struct spot *spot, const char *name)
{
	bool added = add_type(repair, spot, name, true);
	struct shape *shape = shape_in(repair, name);

	if (!shape || !shape->tag || !is_member_access(spot))
		return added;
	shapes_learn_use(&repair->shapes, shape, spot->text + spot->offset);
	return true;
}

static bool learn_message(struct repair *repair, const struct spot *spot,
	const char *message)
{
	const char *name = quoted(repair->arena, message, 0);

	if (starts_with(message, "unknown type name '") ||
		starts_with(message, "unknown class name '"))
		return need_type(repair, spot, name);
	if (starts_with(message, "use of undeclared identifier '"))
		return need_name(repair, spot, name);
	if (starts_with(message, "expected class name"))
		return add_type(repair, spot, arena_strndup(repair->arena,
			spot->text + spot->offset, name_end(spot,
			spot->offset) - spot->offset), true);
	if (strstr(message, "redefinition") || strstr(message, "conflicting"))
		return refuse(repair, without_struct(name));
	if (strstr(message, "incomplete"))
		return name && (starts_with(name, "struct ") || repair->cxx) &&
			complete(repair, spot, without_struct(name));
	if (starts_with(message, "no member named") ||
		starts_with(message, "member reference"))
		return learn_member(repair, spot, message);
	return learn_number(repair, message);
}

static bool learn_error(struct repair *repair, CXTranslationUnit tu,
	CXDiagnostic diagnostic)
{
	CXSourceLocation location = clang_getDiagnosticLocation(diagnostic);
	CXString text = clang_getDiagnosticSpelling(diagnostic);
	struct spot spot;
	CXFile file;
	bool learned = false;

	if (!clang_Location_isInSystemHeader(location) &&
		spot_of(tu, location, &spot))
		learned = learn_message(
			repair, &spot, clang_getCString(text));
	clang_disposeString(text);
	if (learned && !repair->first_file) {
		CXString name;

		clang_getExpansionLocation(location, &file,
			&repair->first_line, &repair->first_column, NULL);
		name = clang_getFileName(file);
		repair->first_file = arena_strdup(
			repair->arena, clang_getCString(name));
		clang_disposeString(name);
	}
	return learned;
}

bool repair_learn(struct repair *repair, CXTranslationUnit tu)
{
	unsigned count = clang_getNumDiagnostics(tu);
	bool learned = false;

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
	apply_edits(repair);
	return learned;
}

/* ---- what comes of it --------------------------------------------------- */

const char *repair_text(const struct repair *repair)
{
	struct arena *arena = repair->arena;
	const char *text = shapes_text(&repair->shapes, repair->cxx);
	const struct repair_names *values = &repair->values,
				  *routines = &repair->routines;

	text = arena_printf(arena, "#pragma GCC system_header\n%s%s",
		repair->cxx ? "#include <pageaudit_any.h>\n" : "", text);
	for (uint32_t i = 0; i < values->list.count; i++)
		if (!has_name(&repair->refused, values->list.items[i]))
			text = arena_printf(arena,
				"%senum %s%u { %s = 0x5A000000 + %u };\n",
				text, enumeration, i, values->list.items[i],
				i * 8 + 7);
	if (repair->guids.list.count)
		text = arena_printf(arena, "%s#include <guiddef.h>\n", text);
	for (uint32_t i = 0; i < repair->guids.list.count; i++)
		if (!has_name(&repair->refused, repair->guids.list.items[i]))
			text = arena_printf(arena, "%sextern const GUID %s;\n",
				text, repair->guids.list.items[i]);
	for (uint32_t i = 0; i < routines->list.count; i++)
		if (!has_name(&repair->refused, routines->list.items[i]))
			text = arena_printf(arena, repair->cxx
				? "%sextern \"C\" pageaudit_any %s(...);\n"
				: "%slong long %s();\n", text,
				routines->list.items[i]);
	return text;
}

static const char *said(const struct repair *repair, const char *text,
	const char *what, const char *const *names, uint32_t count)
{
	for (uint32_t i = 0; i < count && i < SAID; i++)
		text = arena_printf(repair->arena, "%s%s%s", text,
			i ? ", " : *text ? arena_printf(repair->arena,
				"; %s ", what) : arena_printf(repair->arena,
				"%s ", what), names[i]);
	if (count > SAID)
		text = arena_printf(repair->arena, "%s and %u more", text,
			count - SAID);
	return text;
}

const char *repair_summary(const struct repair *repair)
{
	struct repair_names types = { 0 };
	const char *text = "";

	for (uint32_t i = 0; i < repair->shapes.types.count; i++)
		if (!repair->shapes.types.items[i]->dropped)
			*vec_add(repair->arena, &types.list) =
				repair->shapes.types.items[i]->name;
	text = said(repair, text, "types", types.list.items, types.list.count);
	text = said(repair, text, "constants", repair->values.list.items,
		repair->values.list.count);
	return said(repair, text, "routines", repair->routines.list.items,
		repair->routines.list.count);
}

bool repair_is_unknown(CXCursor enumerator)
{
	CXCursor parent = clang_getCursorSemanticParent(enumerator);
	CXString name = clang_getCursorSpelling(parent);
	const char *text = clang_getCString(name);
	bool unknown = text && starts_with(text, enumeration);

	clang_disposeString(name);
	return unknown;
}
