#include "report/notices.h"

static const struct rule source_not_analysed = {
	.code = "PA9001",
	.name = "source-not-analysed",
	.summary = "a source file could not be analysed at all",
	.why = "The file could not be opened, the parser gave it up, or it ran "
	       "out of time or memory. Nothing is known about the functions "
	       "in it: neither which section they are in nor what they call. "
	       "A report without findings says nothing about this file.",
	.reported = "The source file, with the reason. The run counts as "
		    "incomplete: without findings its exit status is 3.",
	.not_reported = "A file that was analysed in spite of errors: then "
			"function-body-incomplete and header-not-found say "
			"what is missing.",
	.limits = "A file that the project does not list is not missed.",
	.level = LEVEL_WARNING,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "coverage",
};

static const struct rule function_body_incomplete = {
	.code = "PA9002",
	.name = "function-body-incomplete",
	.summary = "parse errors cost statements inside a function body",
	.why = "A statement that names an unknown type or calls an undeclared "
	       "macro is dropped by the parser. A dropped statement may have "
	       "raised or lowered IRQL, so every rule that needs the whole "
	       "body says nothing about this function.",
	.reported = "The first statement that was lost, with the parser's "
		    "reason. The run counts as incomplete: without findings "
		    "its exit status is 3. Mostly a header is missing; see "
		    "header-not-found.",
	.not_reported = "Errors outside of function bodies, and functions "
			"that only a system header defines.",
	.limits = NULL,
	.level = LEVEL_WARNING,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "coverage",
};

static const struct rule header_not_found = {
	.code = "PA9003",
	.name = "header-not-found",
	.summary = "an included header was not found",
	.why = "What the header declares is unknown. Macros that place code, "
	       "such as one that stands for a section pragma, have no effect, "
	       "and statements that use its types would be lost: for names "
	       "that nothing declares, types and constants are made up that "
	       "let them be read. Of the values of these nothing is known.",
	.reported = "The include directive, with what stood in for the header: "
		    "one that was found elsewhere, what WPP would have made, "
		    "or nothing; and once for each source, the names that were "
		    "made up. It does not make the run incomplete by "
		    "itself: the bodies that were lost all the same do.",
	.not_reported = "Headers of the kit that the built-in model headers "
			"replace.",
	.limits = NULL,
	.level = LEVEL_WARNING,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "coverage",
};

static const struct rule unknown_callee = {
	.code = "PA9004",
	.name = "unknown-callee",
	.summary = "a call through a pointer has no known target",
	.why = "The call is on a path that matters: by a pageable routine, or "
	       "at raised IRQL. Whoever fills the pointer is not among the "
	       "sources, so what the call does to IRQL and which code it "
	       "touches is taken to be harmless.",
	.reported = "The call. It does not make the run incomplete.",
	.not_reported = "Calls whose pointer is filled by an initialiser, an "
			"assignment or a registration routine of the driver, "
			"and calls of which a contract is known.",
	.limits = "Targets that another module supplies at run time are never "
		  "known.",
	.level = LEVEL_NOTE,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "coverage",
};

static const struct rule user_mode_source = {
	.code = "PA9005",
	.name = "user-mode-source",
	.summary = "a source is user-mode code, or another system's, and is "
		   "not audited",
	.why = "Applications, tests, UMDF drivers and what is built for "
	       "another system never run at a raised IRQL of this one, and "
	       "no section of theirs is paged out under a driver. "
	       "What would be said of them as kernel code would be wrong.",
	.reported = "The source, when it includes windows.h, wudfwdm.h or "
		    "wudfddi.h, or a header that is not the driver's own and "
		    "that only another system or an application has, such as "
		    "unistd.h, linux/fs.h, iostream or QObject; and neither "
		    "it nor a header of the driver that it includes names a "
		    "kernel header such as ntddk.h or wdm.h. It does not make the run incomplete, unless "
		    "no other source is left.",
	.not_reported = "A source that names a kernel header in any branch of "
			"#if: code for both modes is audited as kernel code. "
			"Projects that say that they are user-mode are left "
			"out before they are read.",
	.limits = "A source that includes neither kind of header, as parts of "
		  "a library may, is audited as kernel code.",
	.level = LEVEL_NOTE,
	.status = STATUS_STABLE,
	.tolerates_lost_statements = true,
	.tags = "coverage",
};

const struct rule *const notice_rules[] = {
	[NOTICE_SOURCE_NOT_ANALYSED] = &source_not_analysed,
	[NOTICE_BODY_INCOMPLETE] = &function_body_incomplete,
	[NOTICE_HEADER_NOT_FOUND] = &header_not_found,
	[NOTICE_UNKNOWN_CALLEE] = &unknown_callee,
	[NOTICE_USER_MODE] = &user_mode_source,
	NULL,
};

const struct rule *notice_rule(enum notice_kind kind)
{
	return notice_rules[kind];
}
