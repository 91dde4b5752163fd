/*
 * PA3008. code_seg, data_seg, bss_seg and const_seg hold from the pragma on,
 * through includes, until another one ends them. A header that sets one and
 * does not restore it moves the code or data of whoever includes it. A push
 * that is never popped is a mistake in a header as in a source.
 *
 * A name that is still set when a source file ends harms nobody yet; that is a
 * note. Headers that are made to open and to close a region, in pairs, are
 * right: the front end takes what another header closes, or what is popped, for
 * closed.
 */
#include "rules/check.h"

#include <string.h>

static const char *const pragma_names[] = {
	[SEGMENT_CODE] = "code_seg",
	[SEGMENT_DATA] = "data_seg",
	[SEGMENT_BSS] = "bss_seg",
	[SEGMENT_CONST] = "const_seg",
};

/* Where things are when no pragma says so: to set that is to reset. */
static const char *const default_sections[] = {
	[SEGMENT_CODE] = ".text",
	[SEGMENT_DATA] = ".data",
	[SEGMENT_BSS] = ".bss",
	[SEGMENT_CONST] = ".rdata",
};

static bool sets_default(const struct directive *directive)
{
	return directive->section && !strcmp(directive->section,
		default_sections[directive->segment]);
}

/* A file that is compiled rather than included, though some include them. */
static bool is_source(const char *path)
{
	static const char *const extensions[] = { ".c", ".C", ".cpp", ".cxx",
		".cc", ".CPP" };
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < sizeof(extensions) / sizeof(*extensions);
		i++)
		if (!strcmp(dot, extensions[i]))
			return true;
	return false;
}

static void suggest_end(struct check *check,
	const struct directive *directive, struct finding *finding)
{
	finding_fix(check->findings, finding, directive->close,
		arena_printf(check->findings->arena, "%s#pragma %s(%s)\n",
			directive->close.column > 1 ? "\n" : "",
			pragma_names[directive->segment],
			directive->action == SEGMENT_PUSH ? "pop" : ""),
		"End it with the file");
}

static void check_directive(
	struct check *check, const struct directive *directive)
{
	bool push = directive->action == SEGMENT_PUSH;
	bool source = is_source(directive->place.file);
	const char *pragma = pragma_names[directive->segment];
	struct finding *finding;

	if (directive->kind != DIRECTIVE_SEGMENT || !directive->left_open ||
		(source && !push && sets_default(directive)))
		return;
	if (push)
		finding = findings_add(check->findings, check->rule,
			directive->place, true,
			"%s(push) is never popped", pragma);
	else if (source)
		finding = findings_add(check->findings, check->rule,
			directive->place, true,
			"%s(\"%s\") is still set at the end of the file",
			pragma, directive->section);
	else
		finding = findings_add(check->findings, check->rule,
			directive->place, true,
			"%s(\"%s\") is still set when the header ends, for "
			"whoever includes it", pragma, directive->section);
	finding->is_note = source && !push;
	finding->section = directive->section;
	suggest_end(check, directive, finding);
}

static void check(struct check *check)
{
	for_each_directive(check, check_directive);
}

const struct rule segment_left_open = {
	.code = "PA3008",
	.name = "segment-left-open",
	.summary =
		"a segment pragma is still in force when its file ends",
	.why =
		"What a header leaves set holds for the file that includes "
		"it: code that must be resident becomes pageable, by the "
		"order of #include lines. A push without a pop breaks every "
		"pop behind it.",
	.reported =
		"The pragma that is left: a header's, or a push (a warning); "
		"a name that is set up to the end of a source (a note).",
	.not_reported =
		"Headers that are made to open and to close a region.",
	.fix =
		"Ends the region where its file ends, within the include "
		"guard. Not where the pragma stands in another #if, unless it "
		"sets a name in a source.",
	.reference =
		"https://learn.microsoft.com/cpp/preprocessor/code-seg",
	.bad =
		"#include <ntddk.h>\n"
		"#pragma code_seg(push, \"PAGE\")\n"
		"VOID Configure(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"#pragma code_seg(push, \"PAGE\")\n"
		"VOID Configure(VOID)\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n"
		"#pragma code_seg(pop)\n",
	.level = LEVEL_WARNING,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "section",
	.check = check,
};
