#include "rules/advice.h"

#include <string.h>

/* ---- what the whole driver is ------------------------------------------- */

static bool is_among(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(name, *names))
			return true;
	return false;
}

/* Whether the driver calls one of these kernel routines. */
static bool calls_any(const struct check *check, const char *const *names)
{
	for (uint32_t i = 0; i < check->program->routines.count; i++) {
		const struct routine *routine =
			program_routine(check->program, i);

		if (!routine->definition && routine->caller_count &&
			is_among(routine->name, names))
			return true;
	}
	return false;
}

/* A miniport of a disk is loaded a second time to write a dump, and entered then
 * at HIGH_LEVEL. */
static bool writes_dumps(const struct check *check)
{
	static const char *const names[] = { "StorPortInitialize",
		"ScsiPortInitialize", "AtaPortInitialize",
		"AtaPortInitializeEx", NULL };

	return calls_any(check, names);
}

/* Every dispatch routine of a file system, or of a filter of some, may be on the
 * way of a page. */
static bool is_file_system(const struct check *check)
{
	static const char *const names[] = { "IoRegisterFileSystem",
		"IoRegisterFsRegistrationChange",
		"IoRegisterFsRegistrationChangeMountAware", NULL };

	return calls_any(check, names);
}

/* A routine that is used and is in none of the sources, though it is no kernel
 * routine that we know: where that is, the driver has parts which may call
 * whatever other units can. */
static bool is_missing(const struct routine *routine)
{
	return !routine->definition && routine->declarations.count &&
		!routine->contract &&
		(routine->caller_count || routine->address_taken);
}

static bool has_entry(const struct check *check)
{
	for (uint32_t i = 0; i < check->program->routines.count; i++)
		if (has_role(program_routine(check->program, i),
			    "DRIVER_INITIALIZE"))
			return true;
	return false;
}

static bool is_whole(const struct check *check)
{
	const struct program *program = check->program;

	for (uint32_t u = 0; u < program->units.count; u++)
		if (!program->units.items[u].facts->parsed)
			return false;
	for (uint32_t i = 0; i < program->routines.count; i++) {
		const struct routine *routine = program_routine(program, i);

		if (is_missing(routine) ||
			(routine->body && routine->body->lost_statements) ||
			!strcmp(routine->name, "DllInitialize"))
			return false;
	}
	return has_entry(check);
}

/* ---- how a routine is entered ------------------------------------------- */

struct reading {
	struct advice *advice;
	bool is_whole;
	bool is_on_paging_path; /* any of its dispatch routines */
	uint8_t *dispatch; /* by routine: enum dispatch */
	bool *power;	   /* by routine: it serves IRP_MJ_POWER */
	bool *untold; /* by routine: its address is taken, and no role tells what
			 for */
};

enum dispatch { DISPATCH_NONE, DISPATCH_PASSIVE, DISPATCH_OTHER };

/* What only ever comes from a thread that may wait for a page: IRP_MJ_CREATE,
 * CLOSE, CLEANUP, SYSTEM_CONTROL and PNP. */
static bool comes_at_passive(int major)
{
	return major == 0 || major == 2 || major == 18 || major == 23 ||
		major == 27;
}

static void note_dispatch(struct check *check, void *context,
	uint32_t routine, int major, struct place place)
{
	struct reading *reading = context;
	uint8_t *dispatch = &reading->dispatch[routine];

	(void)check;
	(void)place;
	reading->power[routine] = reading->power[routine] || major == 22;
	if (*dispatch != DISPATCH_OTHER)
		*dispatch = comes_at_passive(major) && !reading->is_on_paging_path ?
			DISPATCH_PASSIVE :
			DISPATCH_OTHER;
}

static const char *residence(const struct role *role)
{
	const struct clause *clause =
		contract_clause(role->contract, CLAUSE_RESIDENT);

	return clause ? clause->text : "yes";
}

/* Whether a role lets its routine be paged: not merely by its IRQL. */
static bool role_permits(const struct reading *reading,
	const struct routine *routine, const struct role *role)
{
	if (role->reason == ROLE_DECLARED && routine->caller_count &&
		!routine->address_taken)
		return true; /* its callers say */
	if (!strcmp(role->type, "DRIVER_DISPATCH"))
		return reading->dispatch[routine_index(
			       reading->advice->check->program, routine)] ==
			DISPATCH_PASSIVE;
	return role->highest < IRQL_DISPATCH && !role->uncertain &&
		!role->floats && !role->inferred &&
		!strcmp(residence(role), "never");
}

static bool is_dispatch_store(
	const struct routine *routine, const struct event *event)
{
	const struct path *path;

	if (event->kind != EVENT_ASSIGN)
		return false;
	path = &routine->body->paths.items[event->path];
	return path->record && path->field &&
		!strcmp(path->record, "_DRIVER_OBJECT") &&
		!strcmp(path->field, "MajorFunction");
}

/* Whether a routine has a role because of what stands here. */
static bool role_is_from(
	const struct routine *routine, const struct place *place)
{
	for (uint32_t r = 0; r < routine->roles.count; r++)
		if (!place_compare(&routine->roles.items[r].place, place))
			return true;
	return false;
}

static void note_taking(struct reading *reading, const struct routine *routine,
	const struct place *place, struct operand operand)
{
	const struct program *program = reading->advice->check->program;
	uint32_t target = operand_routine(program, routine, operand);

	if (target != NONE &&
		!role_is_from(program_routine(program, target), place))
		reading->untold[target] = true;
}

static void read_event(struct reading *reading, const struct routine *routine,
	const struct event *event)
{
	if (!is_dispatch_store(routine, event))
		note_taking(reading, routine, &event->place, event->value);
	for (uint32_t a = 0; a < event->arguments.count; a++)
		note_taking(reading, routine, &event->place,
			event->arguments.items[a]);
}

static void read_takings_of(
	struct reading *reading, const struct routine *routine)
{
	const struct body *body = routine->body;
	const struct note *notes = notes_of(routine);

	for (uint32_t n = 0; n < routine->outline->count; n++)
		read_event(reading, routine, &body->events.items[notes[n].event]);
	for (uint32_t b = 0; b < body->blocks.count; b++)
		if (body->blocks.items[b].exit == EXIT_RETURN)
			note_taking(reading, routine,
				&body->blocks.items[b].place,
				body->blocks.items[b].test.left);
}

static void read_takings(struct reading *reading)
{
	const struct program *program = reading->advice->check->program;

	for (uint32_t i = 0; i < program->routines.count; i++)
		if (program_routine(program, i)->body)
			read_takings_of(reading, program_routine(program, i));
}

static void read_tables(struct reading *reading)
{
	const struct program *program = reading->advice->check->program;

	for (uint32_t u = 0; u < program->units.count; u++) {
		const struct linked_unit *unit = &program->units.items[u];

		for (uint32_t i = 0; i < unit->facts->fills.count; i++) {
			const struct fill *fill = &unit->facts->fills.items[i];
			uint32_t target = fill->function == NONE ?
				NONE :
				unit->routines[fill->function];

			if (target != NONE &&
				!role_is_from(program_routine(program, target),
					&fill->place))
				reading->untold[target] = true;
		}
	}
}

/* ---- what speaks against a routine -------------------------------------- */

/* A root without a role is one that nobody calls, whatever its annotations promise.
 * An IRQL that nobody knows comes of such a root, or was restored from somewhere; what
 * a root calls is the matter of the root. */
static bool context_is_bad(
	const struct flow *flow, const struct context *context)
{
	if (context->parent == NONE && context->role == NONE)
		return true;
	return context->level == ENTRY_UNKNOWN ?
		flow->contexts.items[context->parent].level != ENTRY_UNKNOWN :
		level_is_high(context->level);
}

static bool runs_high_or_nowhere(const struct flow *flow, uint32_t index)
{
	uint32_t i = flow->first_context[index];

	if (i == NONE)
		return true;
	for (; i != NONE; i = flow->contexts.items[i].next)
		if (context_is_bad(flow, &flow->contexts.items[i]))
			return true;
	return false;
}

/* Its author says that callers may be at DISPATCH_LEVEL. */
static bool is_made_for_high(
	struct program *program, const struct routine *routine)
{
	enum irql lowest, highest;

	return annotated_levels(program, routine, &lowest, &highest) &&
		highest >= IRQL_DISPATCH;
}

/* C++ calls it without a word, or nobody knows which. */
static bool is_called_unseen(const struct function *function)
{
	return function->is_special || function->is_lambda ||
		function->is_template || function->is_virtual ||
		strstr(function->name, "operator");
}

/* What makes a text of something is made for messages. Those of WPP are taken away
 * before a source is read, with the calls in them. */
static bool makes_text(struct program *program, const struct routine *routine)
{
	static const char *const types[] = { "char *", "const char *",
		"unsigned short *", "const unsigned short *", "wchar_t *",
		"const wchar_t *", NULL };

	return is_among(result_type(program, routine), types);
}

static bool is_exposed(const struct reading *reading, uint32_t index)
{
	struct check *check = reading->advice->check;
	const struct routine *routine = program_routine(check->program, index);
	const struct function *function = routine->definition;

	if (!function)
		return false;
	if (runs_high_or_nowhere(check->flow, index) ||
		is_made_for_high(check->program, routine) ||
		makes_text(check->program, routine) ||
		is_called_unseen(function) || reading->untold[index] ||
		(function->external && !reading->is_whole))
		return true;
	for (uint32_t r = 0; r < routine->roles.count; r++)
		if (!role_permits(reading, routine, &routine->roles.items[r]))
			return true;
	return false;
}

/* What PA1013 would report of a pageable routine. */
static bool is_on_power_up(const struct reading *reading, uint32_t index)
{
	struct check *check = reading->advice->check;
	const struct routine *routine = program_routine(check->program, index);

	for (uint32_t r = 0; r < routine->roles.count; r++)
		if (!strcmp(residence(&routine->roles.items[r]), "advised"))
			return true;
	return reading->power[index] && runs_on_power_up(check, routine);
}

static bool says_paged_code(const struct routine *routine)
{
	for (uint32_t i = 0; i < routine->body->events.count; i++) {
		const struct event *event = &routine->body->events.items[i];

		if (event->kind == EVENT_MARKER &&
			event->marker == MARKER_PAGED_CODE)
			return true;
	}
	return false;
}

static bool is_paged(const struct check *check, uint32_t index)
{
	const struct routine *routine = program_routine(check->program, index);

	return routine_is_paged(check->program, routine) && !routine->is_inline;
}

/* A pageable routine with which something is wrong; what pageable code it calls is
 * not looked at by the other rules. */
static bool is_defective(const struct reading *reading, uint32_t index)
{
	const struct check *check = reading->advice->check;

	return is_paged(check, index) &&
		(reading->advice->raises[index] ||
			is_paged_entry(check, index) ||
			is_on_power_up(reading, index));
}

/* Whether the author of a pageable routine has not only placed it, perhaps among
 * others, but says so in it. */
static bool is_meant_to_be_paged(const struct check *check, uint32_t index)
{
	const struct routine *routine = program_routine(check->program, index);

	return is_paged(check, index) && !routine->body->lost_statements &&
		says_paged_code(routine);
}

/* Whether it is not clear what IRQL is behind calls in a routine, by what stands in
 * it: it raises that, and does not give back all that it took; or a part of it was
 * lost. */
static bool is_unclear(const struct reading *reading, uint32_t index)
{
	const struct flow *flow = reading->advice->check->flow;
	const struct routine *routine = program_routine(flow->program, index);

	if (!routine->definition)
		return false;
	if (routine->body->lost_statements)
		return true;
	if (!reading->advice->raises[index])
		return false;
	for (uint32_t i = 0; i < flow->mishaps.count; i++)
		if (flow->mishaps.items[i].routine == index)
			return true;
	return flow->widened != 0;
}

/* ---- along the calls ----------------------------------------------------- */

/* Marks whatever these lead to; a routine that `stops` hands nothing on. */
static void spread(const struct call_graph *graph, struct arena *arena,
	bool *marks, const bool *stops)
{
	VEC(uint32_t) queue = { 0 };

	for (uint32_t i = 0; i < graph->routines; i++)
		if (marks[i] && !stops[i])
			*vec_add(arena, &queue) = i;
	for (uint32_t at = 0; at < queue.count; at++) {
		uint32_t from = queue.items[at];

		for (uint32_t s = graph->first_in[from];
			s < graph->first_in[from + 1]; s++) {
			uint32_t to = graph->sites.items[s].callee;

			if (!marks[to] && !stops[to])
				*vec_add(arena, &queue) = to;
			marks[to] = true;
		}
	}
}

/* Marks what a routine calls, and not the routine. */
static void mark_callees(
	const struct call_graph *graph, bool *marks, uint32_t from)
{
	for (uint32_t s = graph->first_in[from]; s < graph->first_in[from + 1];
		s++)
		marks[graph->sites.items[s].callee] = true;
}

/* The routines that settle it for what they call: pageable and right, and so is
 * whatever pageable code leads to them. */
static bool *find_settling(const struct reading *reading)
{
	const struct advice *advice = reading->advice;
	uint32_t count = advice->graph->routines;
	struct arena *arena = advice->check->findings->arena;
	bool *settles = arena_alloc(arena, count + 1);
	bool *wrong = arena_alloc(arena, count + 1);
	bool *resident = arena_alloc(arena, count + 1);

	for (uint32_t i = 0; i < count; i++) {
		wrong[i] = is_defective(reading, i);
		resident[i] = !is_paged(advice->check, i);
	}
	spread(advice->graph, arena, wrong, resident);
	for (uint32_t i = 0; i < count; i++)
		settles[i] = !wrong[i] &&
			is_meant_to_be_paged(advice->check, i);
	return settles;
}

/* Those of which it is not clear, and all that lead to such a one: it may come back at
 * any IRQL. What settles that for its callees does so for its callers. */
static void find_unclear(const struct reading *reading, const bool *settles)
{
	const struct call_graph *graph = reading->advice->graph;
	struct arena *arena = reading->advice->check->findings->arena;
	bool *unclear = reading->advice->unclear;
	VEC(uint32_t) queue = { 0 };

	for (uint32_t i = 0; i < graph->routines; i++) {
		unclear[i] = is_unclear(reading, i);
		if (unclear[i])
			*vec_add(arena, &queue) = i;
	}
	for (uint32_t at = 0; at < queue.count; at++) {
		uint32_t to = queue.items[at];

		for (uint32_t s = graph->first_of[to]; s < graph->first_of[to + 1];
			s++) {
			uint32_t from =
				graph->sites.items[graph->by_callee[s]].caller;

			if (unclear[from] || settles[from])
				continue;
			unclear[from] = true;
			*vec_add(arena, &queue) = from;
		}
	}
}

static void find_exposed(struct reading *reading)
{
	const struct advice *advice = reading->advice;
	const bool *settles = find_settling(reading);

	find_unclear(reading, settles);
	for (uint32_t i = 0; i < advice->graph->routines; i++) {
		if (is_exposed(reading, i))
			advice->exposed[i] = true;
		if (advice->unclear[i])
			mark_callees(advice->graph, advice->exposed, i);
	}
	spread(advice->graph, advice->check->findings->arena, advice->exposed,
		settles);
}

/* What DriverEntry alone leads to is over when it returns. What its author has made
 * pageable is meant to be there later on. */
static bool starts_late(const struct reading *reading, uint32_t index)
{
	const struct check *check = reading->advice->check;
	const struct routine *routine = program_routine(check->program, index);

	if (!routine->definition)
		return false;
	if (routine->placement.pageable || reading->untold[index] ||
		(routine->definition->external && !reading->is_whole) ||
		is_called_unseen(routine->definition) ||
		(!routine->roles.count &&
			!graph_has_callers(reading->advice->graph, index)))
		return true;
	for (uint32_t r = 0; r < routine->roles.count; r++)
		if (strcmp(routine->roles.items[r].type, "DRIVER_INITIALIZE"))
			return true;
	return false;
}

static void find_late(struct reading *reading)
{
	const struct advice *advice = reading->advice;
	uint32_t count = advice->graph->routines;
	struct arena *arena = advice->check->findings->arena;
	const bool *stops = arena_alloc(arena, count + 1);

	for (uint32_t i = 0; i < count; i++)
		advice->late[i] = starts_late(reading, i);
	spread(advice->graph, arena, advice->late, stops);
}

static void find_raising(struct reading *reading)
{
	const struct flow *flow = reading->advice->check->flow;

	for (uint32_t i = 0; i < flow->raises.count; i++)
		reading->advice->raises[flow->raises.items[i].routine] = true;
}

static void read_driver(struct advice *advice)
{
	struct check *check = advice->check;
	struct arena *arena = check->findings->arena;
	uint32_t count = advice->graph->routines + 1;
	struct reading reading = { .advice = advice,
		.is_whole = is_whole(check),
		.is_on_paging_path =
			check->paging_path || is_file_system(check) };

	reading.dispatch = arena_alloc(arena, count);
	reading.power = arena_alloc(arena, count * sizeof(*reading.power));
	reading.untold = arena_alloc(arena, count * sizeof(*reading.untold));
	for_each_dispatch(check, note_dispatch, &reading);
	read_takings(&reading);
	read_tables(&reading);
	find_raising(&reading);
	find_exposed(&reading);
	find_late(&reading);
	if (writes_dumps(check))
		memset(advice->exposed, true, count * sizeof(*advice->exposed));
}

const struct advice *advice_of(struct check *check)
{
	struct arena *arena = check->findings->arena;
	struct advice *advice = check->shared->advice;
	uint32_t count;

	if (advice) {
		advice->check = check;
		return advice;
	}
	advice = check->shared->advice = arena_alloc(arena, sizeof(*advice));
	advice->check = check;
	advice->graph = graph_of(check);
	count = advice->graph->routines + 1;
	advice->exposed = arena_alloc(arena, count * sizeof(*advice->exposed));
	advice->late = arena_alloc(arena, count * sizeof(*advice->late));
	advice->raises = arena_alloc(arena, count * sizeof(*advice->raises));
	advice->unclear = arena_alloc(arena, count * sizeof(*advice->unclear));
	read_driver(advice);
	return advice;
}

/* ---- one routine --------------------------------------------------------- */

static void note_line(struct check *check, void *context,
	const struct named_line *line)
{
	(void)check;
	(void)line;
	*(bool *)context = true;
}

/* Whether its author has named a section for it, be it the default one, or in a
 * line that does not work. */
static bool is_placed(struct check *check, const struct routine *routine)
{
	bool named = false;

	for_each_line_of(check, routine, note_line, &named);
	for (uint32_t d = 0; d < routine->declarations.count; d++) {
		const struct function *function =
			routine->declarations.items[d];

		for (uint32_t i = 0; i < function->claims.count; i++)
			if (function->claims.items[i].section)
				return true;
	}
	return named || routine->placement.section ||
		routine->placement.unknown_word;
}

bool is_resident_by_default(struct check *check, const struct routine *routine)
{
	const struct function *function = routine->definition;
	struct markers markers = { 0 };

	if (!function || routine->is_inline || function->in_header ||
		routine->same != NONE || is_placed(check, routine) ||
		is_called_unseen(function) ||
		has_conflicting_sections(check, routine))
		return false;
	find_markers(check->findings->arena, routine->body, &markers);
	return !markers.list.count; /* PA2003 */
}

/* What touches IRQL or interrupts without a word that we know. */
static bool is_bare(const char *name)
{
	static const char *const names[] = { "_disable", "_enable",
		"__writecr8", "__halt", "__writeeflags", NULL };

	return is_among(name, names);
}

/* Whoever calls it counts on being at DISPATCH_LEVEL or above, whatever we think. */
static bool is_for_high(const struct contract *contract)
{
	for (uint32_t i = 0; i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];

		if (clause->kind == CLAUSE_REQUIRES_MIN &&
			clause->subject.kind == SUBJECT_NONE &&
			clause->level >= IRQL_DISPATCH)
			return true;
	}
	return false;
}

bool call_is_known(const struct advice *advice, const struct routine *routine,
	uint32_t index)
{
	struct program *program = advice->check->program;
	const struct event *event = &routine->body->events.items[index];
	uint32_t direct;
	struct targets targets =
		call_targets(program, routine, event, &direct);
	const struct routine *callee;

	if (direct == NONE)
		return targets.count ||
			(event->callee.kind == OPERAND_PATH &&
				field_contract(program, routine,
					event->callee.index));
	callee = program_routine(program, direct);
	if (callee->body)
		return !advice->unclear[direct];
	return callee->contract ? !is_for_high(callee->contract) :
				  !callee->declarations.count &&
					  !is_bare(callee->name);
}

bool body_is_known(const struct advice *advice, const struct routine *routine)
{
	const struct body *body = routine->body;

	if (body->lost_statements)
		return false;
	for (uint32_t i = 0; i < body->events.count; i++)
		if (body->events.items[i].kind == EVENT_CALL &&
			!call_is_known(advice, routine, i))
			return false;
	return true;
}
