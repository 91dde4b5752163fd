/*
 * One unit, from source to facts. clang is told to keep going after anything,
 * and what it lost on the way becomes notices: a header that was not found, a
 * body that misses statements, a unit that could not be read at all. The AST
 * lives only inside frontend_read.
 */
#include "frontend/frontend.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/platform/platform.h"
#include "frontend/declarations.h"
#include "frontend/repair.h"
#include "frontend/span.h"
#include "frontend/user_mode.h"

#ifndef RESOURCE_DIR
#error "RESOURCE_DIR: the resource directory of the clang that is linked"
#endif

/* Arguments that every unit gets, whatever its project says: we are no
 * compiler, so nothing is too wrong to be looked at. */
static const char *const common_arguments[] = {
	"-resource-dir", RESOURCE_DIR, "-ferror-limit=0", "-Wno-everything",
	"-Wno-error", "-Wno-implicit-function-declaration",
	"-Wno-implicit-int", "-Wno-int-conversion",
	"-Wno-incompatible-pointer-types",
	"-Wno-incompatible-function-pointer-types", "-Wno-return-type",
	"-Wno-return-mismatch",
};
enum { COMMON_COUNT = sizeof(common_arguments) / sizeof(*common_arguments) };

static const unsigned parse_options =
	CXTranslationUnit_DetailedPreprocessingRecord |
	CXTranslationUnit_KeepGoing;

const char *frontend_version(struct arena *arena)
{
	CXString version = clang_getClangVersion();
	const char *copy = arena_strdup(arena, clang_getCString(version));

	clang_disposeString(version);
	return copy;
}

const char *take_string(struct reading *reading, CXString string)
{
	const char *text = clang_getCString(string);
	const char *copy = intern(&reading->facts->names, text ? text : "");

	clang_disposeString(string);
	return copy;
}

const char *take_type(struct reading *reading, CXType type)
{
	const char *text = take_string(reading, clang_getTypeSpelling(type));
	const char *at = strstr(text, " at ");
	const char *base;

	if (!at)
		return text;
	at += strlen(" at ");
	base = path_base(at);
	return intern_printf(&reading->facts->names, "%.*s%s",
		(int)(at - text), text, base);
}

bool is_function_type(CXType type)
{
	type = clang_getCanonicalType(type);
	return type.kind == CXType_FunctionProto ||
		type.kind == CXType_FunctionNoProto;
}

static void notice(struct facts *facts, enum notice_kind kind,
	struct place place, const char *message)
{
	*vec_add(&facts->arena, &facts->notices) =
		(struct notice){ kind, place, message };
}

/* The place of a diagnostic, also in a header of the kit. */
static struct place diagnostic_place(
	struct reading *reading, CXSourceLocation location)
{
	struct place place = { 0 };
	CXFile file;

	clang_getExpansionLocation(
		location, &file, &place.line, &place.column, NULL);
	if (file)
		place.file = take_string(reading, clang_getFileName(file));
	place.end_line = place.line;
	place.end_column = place.column + 1;
	return place;
}

/* The included name in "'x.h' file not found", or NULL. */
static const char *missing_header(
	struct reading *reading, const char *message)
{
	const char *end = strstr(message, "' file not found");

	if (!end || message[0] != '\'')
		return NULL;
	return intern_n(&reading->facts->names, message + 1,
		(size_t)(end - message - 1));
}

static int by_offset(const void *left, const void *right)
{
	const struct parse_error *a = left, *b = right;

	if (a->file != b->file)
		return a->file < b->file ? -1 : 1;
	return a->offset < b->offset ? -1 : a->offset > b->offset;
}

/* Whether an #include that fails here names a file in quotes, as drivers do
 * with headers of their own. */
static bool is_own_header(
	const struct reading *reading, CXSourceLocation location)
{
	uint32_t file;
	unsigned offset;

	return locate(reading, location, &file, &offset) &&
		offset < reading->files.items[file].size &&
		reading->files.items[file].bytes[offset] == '"';
}

/* Whether the line, with those that it continues, holds `#pragma alloc_text`. */
static bool is_in_alloc_text(
	const struct reading *reading, CXSourceLocation location)
{
	const struct read_file *file;
	uint32_t index;
	unsigned offset;
	size_t start, length;

	if (!locate(reading, location, &index, &offset))
		return false;
	file = &reading->files.items[index];
	for (start = offset; start; start--)
		if (file->bytes[start - 1] == '\n' &&
			(start < 2 || file->bytes[start - 2] != '\\') &&
			(start < 3 || memcmp(file->bytes + start - 3, "\\\r", 2)))
			break;
	start += strspn(file->bytes + start, " \t#");
	length = strlen("pragma");
	if (strncmp(file->bytes + start, "pragma", length))
		return false;
	start += length;
	start += strspn(file->bytes + start, " \t");
	return !strncmp(file->bytes + start, "alloc_text", 10);
}

/* Whether an error is about sections only, and costs no statement: PA3005 and
 * PA3010 tell more. */
static bool is_about_sections(const struct reading *reading,
	CXSourceLocation location, const char *message)
{
	return is_in_alloc_text(reading, location) ||
		strstr(message, "must specify the same code segment as its "
			"overridden function");
}

/* `__forceinline [[nodiscard]] int F()`: Microsoft's compiler takes an attribute
 * wherever it stands. Clang leaves it out, and goes on. */
static bool is_about_attributes(const char *message)
{
	return strstr(message, "attribute cannot be applied to types") ||
		!strcmp(message, "an attribute list cannot appear here");
}

static void read_diagnostic(struct reading *reading, CXDiagnostic diagnostic)
{
	CXSourceLocation location = clang_getDiagnosticLocation(diagnostic);
	struct facts *facts = reading->facts;
	struct parse_error error;
	const char *header;

	if (clang_getDiagnosticSeverity(diagnostic) < CXDiagnostic_Error)
		return;
	error.message =
		take_string(reading, clang_getDiagnosticSpelling(diagnostic));
	header = missing_header(reading, error.message);
	if (header) {
		reading->lost_own_header |= is_own_header(reading, location);
		reading->lost_names |= reading->lost_own_header;
		notice(facts, NOTICE_HEADER_NOT_FOUND,
			diagnostic_place(reading, location),
			intern_printf(&facts->names,
				"header '%s' was not found; nothing stands in "
				"for it: add its directory with -I", header));
		return;
	}
	if (is_about_sections(reading, location, error.message) ||
		is_about_attributes(error.message))
		return;
	if (locate(reading, location, &error.file, &error.offset))
		*vec_add(&reading->scratch, &reading->errors) = error;
	else if (clang_equalLocations(location, clang_getNullLocation()))
		reading->refused = error.message;
}

static void read_diagnostics(struct reading *reading)
{
	unsigned count = clang_getNumDiagnostics(reading->tu);

	for (unsigned i = 0; i < count; i++) {
		CXDiagnostic diagnostic = clang_getDiagnostic(reading->tu, i);

		read_diagnostic(reading, diagnostic);
		clang_disposeDiagnostic(diagnostic);
	}
	if (reading->errors.count)
		qsort(reading->errors.items, reading->errors.count,
			sizeof(*reading->errors.items), by_offset);
}

static void not_analysed(struct facts *facts, const char *format,
	const char *detail)
{
	struct place place = { facts->unit, 1, 1, 1, 1 };

	notice(facts, NOTICE_SOURCE_NOT_ANALYSED, place,
		intern_printf(&facts->names, format, detail));
}

static bool defines_functions(const struct facts *facts)
{
	for (uint32_t i = 0; i < facts->functions.count; i++)
		if (facts->functions.items[i].defined)
			return true;
	return false;
}

/* A source in which no function was understood is not a clean source: out of
 * garbage clang may still make a variable. */
static void judge(struct reading *reading)
{
	struct facts *facts = reading->facts;

	if (reading->refused)
		not_analysed(facts, "the flags are wrong: %s; check what "
			"stands behind --", reading->refused);
	else if (reading->errors.count && !defines_functions(facts))
		not_analysed(facts, "no function in it could be parsed; the "
			"first error is: %s", reading->errors.items[0].message);
	else
		facts->parsed = true;
}

static const char *error_text(enum CXErrorCode code)
{
	switch (code) {
	case CXError_Crashed:
		return "the parser crashed";
	case CXError_InvalidArguments:
		return "the parser refused its arguments";
	case CXError_ASTReadError:
		return "the parser could not read its own output";
	default:
		return "the parser gave up; check the flags after --";
	}
}

/* ---- stand-ins ---------------------------------------------------------- */

struct asked {
	struct reading *reading;
	const struct unit *unit;
	bool *used; /* by stand-in */
};

static void note_inclusion(
	CXFile file, CXSourceLocation *stack, unsigned length, CXClientData data)
{
	struct asked *asked = data;
	CXString name = clang_getFileName(file);
	const char *path = clang_getCString(name);

	(void)stack;
	for (uint32_t i = 0; length && i < asked->unit->standins.count; i++)
		if (!strcmp(path, asked->unit->standins.items[i].path))
			asked->used[i] = true;
	clang_disposeString(name);
}

static void report_standin(
	struct reading *reading, const struct standin *standin)
{
	struct intern *names = &reading->facts->names;
	struct place place = { intern(names, path_normalise(&reading->scratch,
		standin->includer)), standin->line, standin->column,
		standin->line, standin->end_column };
	const char *message = NULL;

	switch (standin->kind) {
	case STANDIN_FORWARD:
		return;
	case STANDIN_GUESS:
		message = intern_printf(names,
			"header '%s' is in no include directory; '%s' was read "
			"for it: if another is meant, add its directory with "
			"-I", standin->name, standin->found);
		break;
	case STANDIN_TRACE:
		message = intern_printf(names,
			"header '%s' is made by WPP and was not found; its "
			"trace macros stand for nothing", standin->name);
		break;
	case STANDIN_EMPTY:
		reading->lost_names = true;
		message = intern_printf(names,
			"header '%s' was not found; an empty one stands in for "
			"it: add its directory with -I", standin->name);
		break;
	}
	notice(reading->facts, NOTICE_HEADER_NOT_FOUND, place, message);
}

/* Says which stand-ins were read: not all that could be asked for were. */
static void report_standins(struct reading *reading, const struct unit *unit)
{
	uint32_t count = unit->standins.count;
	struct asked asked = { reading, unit, NULL };

	if (!count)
		return;
	asked.used = arena_alloc(&reading->scratch, count);
	clang_getInclusions(reading->tu, note_inclusion, &asked);
	for (uint32_t i = 0; i < count; i++)
		if (asked.used[i])
			report_standin(reading, &unit->standins.items[i]);
}

/* A role that was blanked out is known by its name all the same. */
static void add_role(struct facts *facts, const struct repaired_role *role)
{
	const char *name = intern(&facts->names, role->routine);

	for (uint32_t i = 0; i < facts->functions.count; i++)
		if (facts->functions.items[i].name == name)
			*vec_add(&facts->arena,
				&facts->functions.items[i].role_types) =
				intern(&facts->names, role->role);
}

static void report_repair(
	struct reading *reading, const struct repair *repair)
{
	struct intern *names = &reading->facts->names;
	struct place place = { reading->facts->unit, 1, 1, 1, 2 };
	const char *summary;

	if (!repair->used)
		return;
	for (uint32_t i = 0; i < repair->roles.count; i++)
		add_role(reading->facts, &repair->roles.items[i]);
	if (repair->first_file)
		place = (struct place){
			intern(names, path_normalise(&reading->scratch,
				repair->first_file)),
			repair->first_line, repair->first_column,
			repair->first_line, repair->first_column + 1 };
	summary = repair_summary(repair);
	notice(reading->facts, NOTICE_HEADER_NOT_FOUND, place,
		*summary ? intern_printf(names,
				   "names that no header declares: stand-ins "
				   "were read for %s", summary) :
			   intern(names,
				   "what only Microsoft's compiler allows was "
				   "read otherwise"));
}

/* Of a source that is no driver's nothing counts but its name. */
static void leave_out(struct facts *facts, const char *reason)
{
	const struct place place = { .file = facts->unit, .line = 1,
		.column = 1, .end_line = 1, .end_column = 1 };

	notice(facts, NOTICE_USER_MODE, place, intern(&facts->names, reason));
	*vec_add(&facts->arena, &facts->files) =
		(struct source_file){ .path = facts->unit };
	facts->parsed = true;
}

static void read_parsed(struct reading *reading, const struct unit *unit,
	const struct repair *repair)
{
	preprocess_read(reading);
	read_diagnostics(reading);
	report_standins(reading, unit);
	directives_read(reading);
	instances_find(reading);
	declarations_read(reading);
	report_repair(reading, repair);
	alloc_text_judge(reading);
	judge(reading);
}

/* The directory of empty headers that stand in for clang's vector intrinsics:
 * those are three quarters of what a driver's headers pull in. */
static const char vector_stubs[] = "/simd";

static bool is_vector_stubs(const char *argument)
{
	size_t length = strlen(argument), tail = sizeof(vector_stubs) - 1;

	return length >= tail &&
		!strcmp(argument + length - tail, vector_stubs);
}

static void collect_arguments(struct reading *reading, const struct unit *unit,
	bool with_stubs, const char *repair_path)
{
	uint32_t count = unit->arguments.count;
	const char **all = arena_alloc(
		&reading->scratch, (count + COMMON_COUNT + 2) * sizeof(*all));
	int used = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (!with_stubs && i + 1 < count &&
			is_vector_stubs(unit->arguments.items[i + 1]))
			i++;
		else
			all[used++] = unit->arguments.items[i];
	}
	memcpy(all + used, common_arguments, sizeof(common_arguments));
	used += COMMON_COUNT;
	if (repair_path) {
		all[used++] = "-include";
		all[used++] = REPAIR_HEADER;
	}
	reading->arguments = all;
	reading->argument_count = used;
}

/* Whether an error is about a vector type or intrinsic that is not there. */
static bool misses_vectors(CXTranslationUnit tu)
{
	unsigned count = clang_getNumDiagnostics(tu);
	bool misses = false;

	for (unsigned i = 0; i < count && !misses; i++) {
		CXDiagnostic diagnostic = clang_getDiagnostic(tu, i);
		CXString text = clang_getDiagnosticSpelling(diagnostic);

		misses = clang_getDiagnosticSeverity(diagnostic) >=
				CXDiagnostic_Error &&
			(strstr(clang_getCString(text), "'__m") ||
				strstr(clang_getCString(text), "'_mm"));
		clang_disposeString(text);
		clang_disposeDiagnostic(diagnostic);
	}
	return misses;
}

struct unsaved {
	VEC(struct CXUnsavedFile) files;
};

static void add_unsaved(struct arena *arena, struct unsaved *unsaved,
	const char *path, const char *text)
{
	*vec_add(arena, &unsaved->files) =
		(struct CXUnsavedFile){ path, text, strlen(text) };
}

/* What is read from memory: stand-ins, and what repair adds. */
static void collect_unsaved(struct arena *arena, const struct unit *unit,
	const struct repair *repair, const char *repair_path,
	struct unsaved *unsaved)
{
	for (uint32_t i = 0; i < unit->standins.count; i++)
		add_unsaved(arena, unsaved, unit->standins.items[i].path,
			unit->standins.items[i].text);
	if (repair_path)
		add_unsaved(arena, unsaved, repair_path, repair->text);
	for (uint32_t i = 0; i < repair->rewritten.count; i++)
		*vec_add(arena, &unsaved->files) = repair->rewritten.items[i];
}

static CXTranslationUnit parse_once(struct reading *reading,
	const struct unit *unit, CXIndex index, const struct repair *repair,
	const char *repair_path, enum CXErrorCode *code)
{
	struct unsaved unsaved = { 0 };
	CXTranslationUnit tu = NULL;

	collect_unsaved(
		&reading->scratch, unit, repair, repair_path, &unsaved);
	for (int with_stubs = !reading->vectors; with_stubs >= 0; with_stubs--) {
		collect_arguments(reading, unit, with_stubs, repair_path);
		*code = clang_parseTranslationUnit2(index, unit->path,
			reading->arguments, reading->argument_count,
			unsaved.files.items, unsaved.files.count,
			parse_options, &tu);
		if (*code != CXError_Success || !with_stubs ||
			!misses_vectors(tu))
			break;
		reading->vectors = true; /* and in what is parsed next */
		clang_disposeTranslationUnit(tu);
	}
	return *code == CXError_Success ? tu : NULL;
}

static unsigned error_count(CXTranslationUnit tu)
{
	unsigned count = clang_getNumDiagnostics(tu), errors = 0;

	for (unsigned i = 0; i < count; i++) {
		CXDiagnostic diagnostic = clang_getDiagnostic(tu, i);

		CXString text = clang_getDiagnosticSpelling(diagnostic);

		errors += clang_getDiagnosticSeverity(diagnostic) >=
				CXDiagnostic_Error &&
			!error_costs_nothing(clang_getCString(text));
		clang_disposeString(text);
		clang_disposeDiagnostic(diagnostic);
	}
	return errors;
}

enum { MOST_REPAIRS = 4 };

/* Parses once more with what the errors of `*latest` ask for; keeps the better
 * one in reading->tu. What was missing may have hidden other errors, so that a
 * parse with more of them is learned from, too. False if there is no more to
 * learn. */
static bool repair_once(struct reading *reading, const struct unit *unit,
	CXIndex index, struct repair *repair, CXTranslationUnit *latest)
{
	const char *path = arena_printf(&reading->scratch, "%s/%s/%s",
		unit->model_headers, STANDIN_FOLDER, REPAIR_HEADER);
	CXTranslationUnit before = *latest, tu;
	enum CXErrorCode ignored;

	if (!error_count(before) || !repair_learn(repair, before))
		return false;
	tu = parse_once(reading, unit, index, repair, path, &ignored);
	if (!tu)
		return false;
	*latest = tu;
	if (before != reading->tu)
		clang_disposeTranslationUnit(before);
	if (error_count(tu) >= error_count(reading->tu))
		return true;
	clang_disposeTranslationUnit(reading->tu);
	reading->tu = tu;
	repair->used = true;
	return true;
}

/* An #if inside of another shows itself when that has been chosen. */
enum { MOST_CHOICES = 3 };

/* Parses again where sections are kept for Microsoft's compiler; not if what is
 * kept beside them costs more than it brings. */
static void choose_compiler(struct reading *reading, const struct unit *unit,
	CXIndex index, struct repair *repair)
{
	CXTranslationUnit first = reading->tu, latest = first, tu;
	enum CXErrorCode ignored;

	for (int i = 0; i < MOST_CHOICES; i++) {
		if (!repair_choose_compiler(repair, latest))
			break;
		tu = parse_once(reading, unit, index, repair, NULL, &ignored);
		if (!tu)
			break;
		if (latest != first)
			clang_disposeTranslationUnit(latest);
		latest = tu;
	}
	if (latest != first && error_count(latest) <= error_count(first)) {
		clang_disposeTranslationUnit(first);
		reading->tu = latest;
		return;
	}
	if (latest != first)
		clang_disposeTranslationUnit(latest);
	repair->rewritten.count = 0;
}

/* Parses again with what the errors ask for as long as that helps. */
static void parse_again(struct reading *reading, const struct unit *unit,
	CXIndex index, struct repair *repair)
{
	CXTranslationUnit latest;

	choose_compiler(reading, unit, index, repair);
	latest = reading->tu;
	for (int i = 0; unit->model_headers && i < MOST_REPAIRS; i++) {
		bool kernel = repair->kernel;

		if (!repair_once(reading, unit, index, repair, &latest))
			break;
		i -= repair->kernel != kernel; /* it all starts there */
	}
	if (latest != reading->tu)
		clang_disposeTranslationUnit(latest);
}

/* Goes on from the first parse. To repair what is no driver's would cost more
 * than the rest, so that is left as it is; unless types of the kernel are
 * missing, in which case a header was lost that may have included its own. */
static void read_unit(struct reading *reading, const struct unit *unit,
	CXIndex index, struct repair *repair)
{
	struct arena *arena = &reading->scratch;
	const char *reason = user_mode_reason(arena, unit, reading->tu);

	if (!reason || repair_misses_kernel(arena, reading->tu))
		parse_again(reading, unit, index, repair);
	if (reason && repair->used)
		reason = user_mode_reason(arena, unit, reading->tu);
	if (reason)
		leave_out(reading->facts, reason);
	else
		read_parsed(reading, unit, repair);
}

/* The last -x decides; without one the file's extension does. */
static bool is_cxx(const struct unit *unit)
{
	const char *extension = path_extension(unit->path);
	bool cxx = strcmp(extension, "c") != 0 && strcmp(extension, "C") != 0;

	for (uint32_t i = 0; i < unit->arguments.count; i++) {
		const char *argument = unit->arguments.items[i];

		if (strncmp(argument, "-x", 2))
			continue;
		if (!argument[2] && i + 1 < unit->arguments.count)
			argument = unit->arguments.items[i + 1];
		cxx = strstr(argument, "c++") != NULL;
	}
	return cxx;
}

void frontend_read(const struct unit *unit, struct facts *facts)
{
	struct reading reading = { .facts = facts };
	CXIndex index = clang_createIndex(1, 0);
	struct repair repair = { 0 };
	enum CXErrorCode code;

	arena_init(&reading.scratch);
	arena_init(&reading.expansion);
	reading.directory = platform_current_directory(&reading.scratch);
	facts->cxx = is_cxx(unit);
	repair.arena = &reading.scratch;
	repair.cxx = facts->cxx;
	repair.unit = unit->path;
	reading.repair = &repair;
	reading.tu = parse_once(&reading, unit, index, &repair, NULL, &code);
	if (reading.tu) {
		read_unit(&reading, unit, index, &repair);
		clang_disposeTranslationUnit(reading.tu);
	} else {
		not_analysed(facts, "%s", error_text(code));
	}
	clang_disposeIndex(index);
	arena_release(&reading.expansion);
	arena_release(&reading.scratch);
	facts_finish(facts);
}
