/*
 * PA3010. A virtual function is called through its base without knowing who
 * answers. When the base's implementation is resident, callers may count on
 * that, and an override in a pageable section breaks it for all of them.
 *
 * A base without an implementation promises nothing: there, what is called at
 * raised IRQL is reported at the call (PA1006). Destructors are silent, since
 * the base's is often empty; and a base that has PAGED_CODE is only in the
 * wrong place itself (PA2003).
 */
#include "rules/check.h"

static bool promises_residence(
	struct check *check, const struct routine *routine)
{
	struct markers markers = { 0 };

	if (!routine->definition || routine->placement.pageable ||
		routine->placement.discardable ||
		routine->placement.unknown_word ||
		routine->definition->is_special)
		return false;
	find_markers(check->findings->arena, routine->body,
		&markers);
	return !markers.list.count;
}

static void check_base(struct check *check, const struct routine *base)
{
	for (uint32_t i = 0; i < base->overriders.count; i++) {
		const struct routine *routine = program_routine(
			check->program, base->overriders.items[i]);
		struct finding *finding;

		if (!routine->definition ||
			!routine_is_paged(check->program, routine))
			continue;
		finding = check_report(check, routine,
			routine->definition->place, false,
			"'%s' in pageable section '%s' overrides '%s', which "
			"is resident", routine->name,
			routine->placement.section, base->name);
		finding->callee = base->name;
		finding_relate(check->findings, finding,
			base->definition->place, "'%s' is resident",
			base->name);
	}
}

static void check(struct check *check)
{
	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct routine *base =
			program_routine(check->program, i);

		if (base->overriders.count && promises_residence(check, base))
			check_base(check, base);
	}
}

const struct rule virtual_segment_mismatch = {
	.code = "PA3010",
	.name = "virtual-segment-mismatch",
	.summary =
		"a pageable function overrides a resident one",
	.why =
		"Whoever calls through the base sees an implementation that "
		"is always there, and may call it at raised IRQL. With an "
		"object of the derived class that call is a page fault.",
	.reported =
		"The override's definition.",
	.not_reported =
		"Overrides of a pure virtual function, destructors, and a "
		"base that has PAGED_CODE.",
	.limits =
		"Whether anybody does call it at raised IRQL is not asked.",
	.no_fix =
		"whether the base or the override is in the wrong place, "
		"the source does not say.",
	.reference =
		"https://learn.microsoft.com/cpp/cpp/code-seg-declspec",
	.bad =
		"#include <ntddk.h>\n"
		"class Queue {\n"
		"public:\n"
		"\tvirtual VOID Flush() { count_ = 0; }\n"
		"protected:\n"
		"\tULONG count_;\n"
		"};\n"
		"class FileQueue : public Queue {\n"
		"public:\n"
		"\t__declspec(code_seg(\"PAGE\")) VOID Flush() override;\n"
		"};\n"
		"VOID FileQueue::Flush()\n"
		"{\n"
		"\tPAGED_CODE();\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"class Queue {\n"
		"public:\n"
		"\tvirtual VOID Flush() { count_ = 0; }\n"
		"protected:\n"
		"\tULONG count_;\n"
		"};\n"
		"class FileQueue : public Queue {\n"
		"public:\n"
		"\tVOID Flush() override;\n"
		"};\n"
		"VOID FileQueue::Flush()\n"
		"{\n"
		"}\n",
	.level = LEVEL_WARNING,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "section",
	.check = check,
};
