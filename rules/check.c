#include "rules/check.h"

#include <string.h>

#include "base/slip.h"

static const char *placed_by(enum placed_by by)
{
	switch (by) {
	case PLACED_BY_SEGMENT:
		return "the code_seg in force";
	case PLACED_BY_ALLOC_TEXT:
		return "alloc_text";
	case PLACED_BY_CLASS:
		return "its class's code_seg";
	case PLACED_BY_ATTRIBUTE:
		return "its own code_seg";
	default:
		return "the compiler";
	}
}

struct finding *check_report(struct check *check,
	const struct routine *routine, struct place place, bool must,
	const char *format, ...)
{
	const struct placement *placement = &routine->placement;
	struct finding *finding;
	const char *message;
	va_list args;

	va_start(args, format);
	message = arena_vprintf(check->findings->arena, format, args);
	va_end(args);
	finding = findings_add(
		check->findings, check->rule, place, must, "%s", message);
	finding->function = routine->name;
	finding->section = placement->section;
	finding->in_lost_body =
		routine->body && routine->body->lost_statements;
	if (placement->section && placement->place.file)
		finding_relate(check->findings, finding, placement->place,
			"'%s' is placed in section '%s' by %s", routine->name,
			placement->section, placed_by(placement->by));
	return finding;
}

/* What a message says behind the variable's name. */
static const char *reason_of(const char *message)
{
	return message + strcspn(message + 1, "'") + 1;
}

static struct finding *finding_of_line(
	struct check *check, struct place place, const char *reason)
{
	for (uint32_t i = check->findings->list.count; i-- > 0;) {
		struct finding *finding = &check->findings->list.items[i];

		if (finding->rule != check->rule)
			return NULL;
		if (finding->place.line == place.line &&
			!strcmp(finding->place.file, place.file) &&
			!strncmp(reason_of(finding->message), reason,
				strlen(reason)))
			return finding;
	}
	return NULL;
}

struct finding *check_report_variable(struct check *check,
	const struct variable *variable, const char *format, ...)
{
	struct arena *arena = check->findings->arena;
	struct finding *finding;
	const char *message;
	va_list args;

	va_start(args, format);
	message = arena_vprintf(arena, format, args);
	va_end(args);
	finding = finding_of_line(
		check, variable->place, reason_of(message));
	if (!finding)
		return findings_add(check->findings, check->rule,
			variable->place, true, "%s", message);
	if (finding->place.column != variable->place.column)
		finding->message = arena_printf(arena, "%s; likewise '%s'",
			finding->message, variable->name);
	return finding;
}

/* ---- PA1001 to PA1003 -------------------------------------------------- */

/* Where the raise shows in pageable code: the routine itself. */
static bool is_in_paged_code(const struct check *check, const struct raise *raise)
{
	return routine_is_paged(check->program,
		program_routine(check->program, raise->routine));
}

static void report_raise(
	struct check *check, uint32_t index, const char *what)
{
	const struct raise *raise = &check->flow->raises.items[index];
	const struct routine *routine =
		program_routine(check->program, raise->routine);
	const struct event *event =
		&routine->body->events.items[raise->event];
	uint32_t context =
		context_of_routine(check->flow, raise->routine);
	const char *callee = callee_name(check->program, routine, event);
	struct finding *finding;
	int depth = 0;

	if (raise->inner == NONE)
		finding = check_report(check, routine, event->place,
			!raise->may, "'%s' in pageable section '%s' %s: %s",
			routine->name, routine->placement.section, what,
			callee);
	else
		finding = check_report(check, routine, event->place,
			!raise->may,
			"'%s' in pageable section '%s' %s: %s, through '%s'",
			routine->name, routine->placement.section, what,
			callee, raise->by);
	finding->callee = callee;
	if (context != NONE) {
		witness_context(check, finding, context);
		depth = context_depth(check->flow, context);
	}
	witness_raise(check, finding, index, depth);
}

bool is_wait(const char *name)
{
	return !strncmp(name, "KeWaitFor", 9);
}

static bool calls_a_wait(const struct check *check, const struct routine *routine)
{
	const struct body *body = routine->body;

	for (uint32_t e = 0; e < body->events.count; e++) {
		uint32_t callee = body->events.items[e].kind == EVENT_CALL ?
			operand_routine(check->program, routine,
				body->events.items[e].callee) :
			NONE;

		if (callee != NONE &&
			is_wait(program_routine(check->program, callee)->name))
			return true;
	}
	return false;
}

/* Whether a raise is nothing but what another pageable routine left behind that
 * forgot to wait. A wrapper whose caller waits is another matter: to move the
 * wrapper out of PAGE would not help its caller. */
static bool is_aftermath(const struct check *check, const struct raise *raise)
{
	const struct raise *inner = raise->inner == NONE ?
		NULL :
		&check->flow->raises.items[raise->inner];

	return inner && raise->cause == CAUSE_WAIT && !inner->may &&
		is_in_paged_code(check, inner) &&
		!calls_a_wait(check,
			program_routine(check->program, raise->routine));
}

void check_paged_raises(
	struct check *check, enum cause cause, const char *what)
{
	const struct flow *flow = check->flow;

	for (uint32_t i = 0; i < flow->reached_raises.count; i++) {
		uint32_t index = flow->reached_raises.items[i];
		const struct raise *raise = &flow->raises.items[index];

		if (raise->cause == cause && is_in_paged_code(check, raise) &&
			!is_aftermath(check, raise) &&
			!raise_is_in_doubt(check, raise->inner, NULL, NULL))
			report_raise(check, index, what);
	}
}

/* ---- PA1004 and PA1005 ------------------------------------------------- */

static void report_entry(struct check *check, const struct paged_entry *entry,
	const char *what)
{
	const struct routine *routine =
		program_routine(check->program, entry->routine);
	struct finding *finding = check_report(check, routine,
		routine->definition->place, !entry->may,
		"'%s' in pageable section '%s' %s", routine->name,
		routine->placement.section, what);
	int depth = context_depth(check->flow, entry->context);

	witness_context(check, finding, entry->context);
	if (entry->call != NONE) {
		const struct routine *caller = program_routine(check->program,
			check->flow->contexts.items[entry->context].routine);

		finding->callee = caller->name;
		witness_call(check, finding, caller, entry->call, entry->level,
			depth, routine->name);
	}
	finding_step(check->findings, finding, routine->definition->place,
		entry_level_name(entry->level), depth + 1, true,
		"the code of '%s' may be paged out here", routine->name);
}

void check_paged_entries(struct check *check, enum irql lowest,
	enum irql highest, const char *what)
{
	const struct flow *flow = check->flow;

	/* what has an entry in a higher family is reported there */
	for (uint32_t i = 0; i < flow->paged_entries.count; i++) {
		const struct paged_entry *entry = &flow->paged_entries.items[i];

		if (entry->origin == ORIGIN_ROLE &&
			entry->level >= (int)lowest &&
			flow->highest_role_entry[entry->routine] <=
				(int)highest)
			report_entry(check, entry, what);
	}
}

/* ---- markers ----------------------------------------------------------- */

static bool known_place(
	const struct markers *markers, const struct place *place)
{
	for (uint32_t i = 0; i < markers->list.count; i++) {
		const struct place *known = &markers->list.items[i]->place;

		if (known->line == place->line &&
			known->column == place->column)
			return true;
	}
	return false;
}

void find_markers(
	struct arena *arena, const struct body *body, struct markers *markers)
{
	for (uint32_t i = 0; body && i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event->kind == EVENT_MARKER &&
			event->marker != MARKER_ASSUME &&
			!known_place(markers, &event->place))
			*vec_add(arena, &markers->list) = event;
	}
}

const char *marker_name(const struct event *marker)
{
	return marker->marker == MARKER_PAGED_CODE_LOCKED ?
		"PAGED_CODE_LOCKED" : "PAGED_CODE";
}

/* ---- section names ----------------------------------------------------- */

static char upper(char letter)
{
	return letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') :
						letter;
}

/* Whether `text` starts with `word` but for case. */
static bool starts_without_case(const char *text, const char *word)
{
	for (; *word; text++, word++)
		if (upper(*text) != *word)
			return false;
	return true;
}

bool section_has_wrong_case(const char *section)
{
	if (starts_without_case(section, "PAGE"))
		return strncmp(section, "PAGE", 4) != 0;
	return starts_without_case(section, "INIT") &&
		(!section[4] || section[4] == '$') &&
		strncmp(section, "INIT", 4) != 0;
}

bool section_is_lookalike(const char *section)
{
	const char *letters = section + strspn(section, "._-");

	if (!strncmp(section, "PAGE", 4))
		return !strcmp(section, "PAGEVRF") ||
			!strcmp(section, "PAGESPEC");
	if (letters != section && starts_without_case(letters, "PAGE"))
		return true;
	return !section_has_wrong_case(section) &&
		is_one_slip_from(section, "PAGE");
}

/* ---- what the flow has found -------------------------------------------- */

const struct routine *touching_routine(
	const struct check *check, const struct touch *touch)
{
	return program_routine(check->program,
		check->flow->contexts.items[touch->context].routine);
}

const struct event *touching_event(
	const struct check *check, const struct touch *touch)
{
	uint32_t event = check->flow->sites.list.items[touch->site].event;

	return &touching_routine(check, touch)->body->events.items[event];
}

const struct event *mishap_event(
	const struct check *check, const struct mishap *mishap)
{
	return &program_routine(check->program, mishap->routine)
			->body->events.items[mishap->event];
}

/* ---- directives -------------------------------------------------------- */

void for_each_directive(struct check *check,
	void (*visit)(struct check *check, const struct directive *directive))
{
	for (uint32_t u = 0; u < check->program->units.count; u++) {
		const struct facts *facts =
			check->program->units.items[u].facts;

		for (uint32_t i = 0; i < facts->directives.count; i++)
			if (!facts->directives.items[i].doubtful)
				visit(check, &facts->directives.items[i]);
	}
}

void for_each_alloc_text(struct check *check,
	void (*visit)(struct check *check, const struct facts *facts,
		const struct directive *directive))
{
	for (uint32_t u = 0; u < check->program->units.count; u++) {
		const struct facts *facts =
			check->program->units.items[u].facts;

		for (uint32_t i = 0; i < facts->directives.count; i++)
			if (facts->directives.items[i].kind ==
				DIRECTIVE_ALLOC_TEXT)
				visit(check, facts,
					&facts->directives.items[i]);
	}
}
