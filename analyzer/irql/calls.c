/*
 * Who calls whom, as one list of call sites for all routines, and what kind of
 * body each routine has. Only calls in blocks that can be reached count. What
 * a routine's own body says about IRQL is found first; then everything that
 * calls such a routine, however indirectly, has to be looked at too. The others
 * are silent: a call of theirs runs at the IRQL they were entered at.
 */
#include <string.h>

#include "irql/engine.h"
#include "program/called_back.h"

/* A call that hands a plain parameter on. */
struct handing_on {
	uint32_t routine, event, target;
	uint32_t next; /* of the same target: handings, or NONE */
};

struct finder {
	struct engine *engine;
	struct program *program;
	struct arena scratch;
	VEC(struct handing_on) handings;
	VEC(uint32_t) queue; /* routines whose callers are to be looked at */
	VEC(uint32_t) picking; /* likewise: see MARK_PICKS */
};

/* ---- what the driver does not define ----------------------------------- */

static bool reveals(const struct routine *routine)
{
	return !strcmp(routine->name, "pageaudit_reveal_irql");
}

/* A __try round the call may take it; where there is none, its block ends. */
static bool raises_exception(const struct routine *callee)
{
	return !strncmp(callee->name, "ExRaise", 7);
}

/* Whether all that a routine does to what it is handed is to print it. */
static bool prints(const struct routine *routine)
{
	const char *name = routine->name;

	return !strncmp(name + (name[0] == 'v'), "DbgPrint", 8);
}

static uint16_t marks_outside(const struct routine *routine)
{
	uint16_t marks = 0;

	if (contract_matters(routine->contract) || tells_irql(routine))
		marks |= MARK_CHANGES;
	if (routine->noreturn && !raises_exception(routine))
		marks |= MARK_NO_RETURN;
	if (reveals(routine))
		marks |= MARK_REVEALS;
	if (prints(routine))
		marks |= MARK_PRINTS;
	return marks;
}

static bool macro_changes(struct finder *finder, const struct event *event)
{
	return event->macro &&
		contract_matters(
			book_find(&finder->program->book, event->macro));
}

static bool call_changes(struct finder *finder, const struct routine *routine,
	const struct event *event, uint32_t direct)
{
	const struct routine *callee;

	if (direct == NONE)
		return macro_changes(finder, event) ||
			(event->callee.kind == OPERAND_PATH &&
				contract_matters(field_contract(finder->program,
					routine, event->callee.index)));
	callee = program_routine(finder->program, direct);
	return (finder->engine->marks[direct] & MARK_CHANGES) ||
		(!callee->definition && !callee->contract &&
			macro_changes(finder, event));
}

/* ---- one body ---------------------------------------------------------- */

/* Whether a plain parameter decides what a kernel routine does to IRQL: Wait. */
static bool hands_on_choice(const struct finder *finder,
	const struct routine *routine, const struct note *note)
{
	const struct body *body = routine->body;
	const struct event *event = &body->events.items[note->event];
	uint32_t callee =
		operand_routine(finder->program, routine, event->callee);
	const struct contract *contract = callee == NONE ?
		NULL :
		program_routine(finder->program, callee)->contract;

	for (uint32_t i = 0; contract && i < contract->clauses.count; i++) {
		const struct when *when = &contract->clauses.items[i].when;

		if (when->kind == WHEN_ARGUMENT &&
			when->argument < event->arguments.count &&
			operand_is_plain_parameter(body,
				event->arguments.items[when->argument]))
			return true;
	}
	return false;
}

/* Whether a plain parameter decides a branch: `if (!Held) Paged();`, perhaps by
 * the name of a local or a field that it was assigned to. Such a routine is
 * simulated too, so that the constants of a call site count. */
static bool is_guarded(
	const struct finder *finder, const struct routine *routine)
{
	const struct note *notes = notes_of(routine);

	if (routine->outline->chooses)
		return true;
	for (uint32_t i = 0; i < routine->outline->count; i++)
		if ((notes[i].flags & NOTE_CHOICE) &&
			hands_on_choice(finder, routine, &notes[i]))
			return true;
	return false;
}

static void add_site_as(struct finder *finder, uint32_t event, uint32_t target,
	const char *role)
{
	finder->engine->marks[target] |= MARK_CALLED;
	*vec_add(finder->program->arena, &finder->engine->sites) =
		(struct call_site){ event, target, role };
}

static void add_site(struct finder *finder, uint32_t event, uint32_t target)
{
	add_site_as(finder, event, target, NULL);
}

/* What a kernel routine that is called calls back meanwhile. */
static void add_called_back(struct finder *finder, const struct routine *in,
	uint32_t index, uint32_t direct)
{
	const struct contract *contract =
		program_routine(finder->program, direct)->contract;

	if (!contract_clause(contract, CLAUSE_CALLS_BACK))
		return;
	for (uint32_t i = 0; i < finder->program->routines.count; i++) {
		const char *role = called_back_as(contract, in,
			&in->body->events.items[index],
			program_routine(finder->program, i));

		if (role)
			add_site_as(finder, index, i, role);
	}
}

/* A lambda that a function of the driver gets is called by it, as far as is
 * known; it may be later, and so is only possible. */
static void add_handed(struct finder *finder, const struct routine *routine,
	uint32_t index, uint32_t direct)
{
	const struct event *event =
		&routine->body->events.items[index];

	if (direct == NONE ||
		!program_routine(finder->program, direct)->definition)
		return;
	for (uint32_t i = 0; i < event->arguments.count; i++) {
		uint32_t handed = operand_routine(
			finder->program, routine, event->arguments.items[i]);

		if (handed != NONE && handed != direct &&
			runs_where_handed(
				program_routine(finder->program, handed)))
			add_site(finder, index, handed);
	}
}

/* Whether a call through storage that the driver puts nothing into is of one of
 * the kernel's routines: its table or its role says what that needs. */
static bool is_called_outside(struct program *program,
	const struct routine *routine, uint32_t index)
{
	const struct path *path = &routine->body->paths.items[index];

	return field_contract(program, routine, index) ||
		(path->record && path->field &&
			pointer_contract(program, routine, index));
}

/* Whether a call is through a table that a parameter points to, and which holds
 * what it was initialised with. */
static bool is_in_handed_table(struct program *program,
	const struct routine *routine, const struct event *event)
{
	const struct path *path = event->callee.kind == OPERAND_PATH ?
		&routine->body->paths.items[event->callee.index] :
		NULL;
	const struct slot *slot;

	if (!path || path->root != ROOT_PARAMETER ||
		strncmp(path->steps, "->", 2) || strstr(path->steps + 2, "->"))
		return false;
	slot = field_slot(program, routine, event->callee.index);
	return slot && !slot->assigned && slot->entries.count;
}

/* A call of another kind than that of one routine by its name. */
static void read_indirect(
	struct finder *finder, uint32_t self, const struct note *note)
{
	const struct routine *routine = program_routine(finder->program, self);
	const struct event *event =
		&routine->body->events.items[note->event];
	uint32_t direct;
	struct targets targets =
		call_targets(finder->program, routine, event, &direct);

	if (direct != NONE)
		add_site(finder, note->event, direct);
	for (uint32_t i = 0; i < targets.count; i++)
		add_site(finder, note->event, targets.items[i]);
	if (targets.count > 1 &&
		is_in_handed_table(finder->program, routine, event)) {
		finder->engine->marks[self] |= MARK_PICKS;
		*vec_add(&finder->scratch, &finder->picking) = self;
	}
	add_handed(finder, routine, note->event, direct);
	if (event->callee.kind == OPERAND_PATH && !targets.count &&
		!is_called_outside(
			finder->program, routine, event->callee.index))
		*vec_add(finder->program->arena,
			&finder->engine->flow->unknown_calls) =
			(struct unknown_call){ self, note->event };
}

/* Notes whom a call calls; whether it changes IRQL by itself. */
static bool read_call(
	struct finder *finder, uint32_t self, const struct note *note)
{
	const struct routine *routine = program_routine(finder->program, self);
	const struct event *events = routine->body->events.items;
	uint32_t direct = note->symbol == NONE ?
		NONE :
		finder->program->units.items[routine->unit]
			.routines[note->symbol];

	if (direct != NONE && (note->flags & NOTE_CHOICE) &&
		(finder->engine->marks[direct] & MARK_DEFINED))
		*vec_add(&finder->scratch, &finder->handings) =
			(struct handing_on){ self, note->event, direct,
				NONE };
	if (direct == NONE || (note->flags & (NOTE_VIRTUAL | NOTE_FUNCTION)))
		read_indirect(finder, self, note);
	else
		add_site(finder, note->event, direct);
	if (direct != NONE)
		add_called_back(finder, routine, note->event, direct);
	if (direct != NONE && !(note->flags & (NOTE_VIRTUAL | NOTE_MACRO)))
		return finder->engine->marks[direct] & MARK_CHANGES;
	return call_changes(finder, routine, &events[note->event], direct);
}

/* SILENT unless the body says something itself. */
static enum body_kind read_body(struct finder *finder, uint32_t self)
{
	const struct routine *routine = program_routine(finder->program, self);
	const struct outline *outline = routine->outline;
	const struct note *notes = notes_of(routine);
	enum body_kind kind = outline->assumes ? BODY_FULL : BODY_SILENT;

	for (uint32_t i = 0; i < outline->count; i++)
		if ((notes[i].flags & NOTE_CALL) &&
			(notes[i].flags & NOTE_REACHED) &&
			read_call(finder, self, &notes[i]))
			kind = BODY_FULL;
	return kind;
}

uint32_t site_of(
	const struct engine *engine, uint32_t routine, uint32_t event)
{
	uint32_t low = engine->first_site[routine];
	uint32_t high = engine->first_site[routine + 1];

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (engine->sites.items[middle].event < event)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* ---- callers ----------------------------------------------------------- */

struct callers find_callers(
	const struct engine *engine, struct arena *arena)
{
	uint32_t count = engine->program->routines.count;
	struct callers callers;

	callers.first = arena_alloc(
		arena, (count + 2) * sizeof(*callers.first));
	callers.callers = arena_alloc(arena,
		(engine->sites.count + 1) * sizeof(*callers.callers));
	for (uint32_t i = 0; i < engine->sites.count; i++)
		callers.first[engine->sites.items[i].target + 2]++;
	for (uint32_t i = 2; i <= count; i++)
		callers.first[i] += callers.first[i - 1];
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t s = engine->first_site[i];
			s < engine->first_site[i + 1]; s++)
			callers.callers[callers.first[
				engine->sites.items[s].target + 1]++] = i;
	return callers;
}

/* Whether a body matters in itself once what it calls does. */
static bool speaks(const struct engine *engine, uint32_t index)
{
	const struct routine *routine = program_routine(engine->program, index);

	return routine->contract || routine->outline->tells ||
		(engine->marks[index] & MARK_GUARDED);
}

/* Whoever calls what is not silent is not silent either. */
static void spread_kinds(struct finder *finder)
{
	struct callers callers =
		find_callers(finder->engine, &finder->scratch);
	uint8_t *kinds = finder->engine->kinds;

	while (finder->queue.count) {
		uint32_t index =
			finder->queue.items[--finder->queue.count];

		for (uint32_t i = callers.first[index];
			i < callers.first[index + 1]; i++) {
			uint32_t caller = callers.callers[i];

			if (kinds[caller] != BODY_SILENT)
				continue;
			kinds[caller] = speaks(finder->engine, caller) ?
				BODY_FULL :
				BODY_PLAIN;
			*vec_add(&finder->scratch, &finder->queue) = caller;
		}
	}
}

/* Whether a routine hands a parameter of its own to another. */
static bool hands_parameter(
	const struct finder *finder, uint32_t self, uint32_t to)
{
	const struct engine *engine = finder->engine;
	const struct body *body =
		program_routine(finder->program, self)->body;

	for (uint32_t s = engine->first_site[self];
		s < engine->first_site[self + 1]; s++) {
		const struct event *event =
			&body->events.items[engine->sites.items[s].event];

		for (uint32_t i = 0; engine->sites.items[s].target == to &&
			i < event->arguments.count; i++) {
			const struct path *path = operand_whole_path(
				body, event->arguments.items[i]);

			if (path && path->root == ROOT_PARAMETER)
				return true;
		}
	}
	return false;
}

/* Whoever hands on what such a routine gets is one, too. */
static void spread_picks(struct finder *finder)
{
	uint16_t *marks = finder->engine->marks;
	struct callers callers;

	if (!finder->picking.count)
		return;
	callers = find_callers(finder->engine, &finder->scratch);
	while (finder->picking.count) {
		uint32_t index =
			finder->picking.items[--finder->picking.count];

		for (uint32_t i = callers.first[index];
			i < callers.first[index + 1]; i++) {
			uint32_t caller = callers.callers[i];

			if ((marks[caller] & MARK_PICKS) ||
				!hands_parameter(finder, caller, index))
				continue;
			marks[caller] |= MARK_PICKS;
			*vec_add(&finder->scratch, &finder->picking) = caller;
		}
	}
}

enum { MAX_TOLD = 8 };

/* Reads change nothing and do not count. */
static bool is_short(const struct body *body)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < body->events.count && count <= MAX_TOLD; i++)
		count += body->events.items[i].kind != EVENT_READ;
	return count <= MAX_TOLD;
}

/* Whether a silent routine sets up an object, changes it, or asks it something, in
 * a few words: what the end of a guard object does may depend on that. */
static bool tells_of_object(const struct engine *engine, uint32_t index)
{
	const struct routine *routine = program_routine(engine->program, index);

	return (engine->marks[index] & MARK_DEFINED) &&
		engine->kinds[index] == BODY_SILENT &&
		routine->outline->tells &&
		is_short(routine->body) &&
		(routine->facts->cxx || routine->body->blocks.count == 1);
}

/* Such routines are simulated where what calls them is. */
static void add_told(struct finder *finder)
{
	struct engine *engine = finder->engine;

	for (uint32_t i = 0; i < engine->program->routines.count; i++)
		if (engine->kinds[i] != BODY_SILENT)
			*vec_add(&finder->scratch, &finder->queue) = i;
	while (finder->queue.count) {
		uint32_t index =
			finder->queue.items[--finder->queue.count];

		for (uint32_t s = engine->first_site[index];
			s < engine->first_site[index + 1]; s++) {
			uint32_t target = engine->sites.items[s].target;

			if (!tells_of_object(engine, target))
				continue;
			engine->kinds[target] = BODY_FULL;
			*vec_add(&finder->scratch, &finder->queue) = target;
		}
	}
}

/* What is true of a routine whatever calls it. */
static uint16_t marks_of(
	const struct finder *finder, const struct routine *routine)
{
	uint16_t marks = 0;

	if (routine->contract)
		marks |= MARK_CONTRACT;
	if (routine->placement.discardable)
		marks |= MARK_DISCARDABLE;
	if (!routine->definition)
		return marks | marks_outside(routine);
	marks |= MARK_DEFINED;
	if (routine->is_inline)
		marks |= MARK_INLINE;
	if (routine_is_paged(finder->program, routine))
		marks |= MARK_PAGED;
	if (routine->outline->special)
		marks |= MARK_SPECIAL;
	if (routine->outline->answers)
		marks |= MARK_ANSWERS;
	if (routine->outline->calls_back)
		marks |= MARK_CALLS_BACK;
	if (is_guarded(finder, routine) || routine->premises)
		marks |= MARK_GUARDED;
	return marks;
}

/* ---- parameters that are handed on ------------------------------------- */

uint32_t decisive_parameters(const struct engine *engine, uint32_t routine)
{
	return engine->marks[routine] & MARK_GUARDED ? UINT32_MAX :
						       engine->hands_on[routine];
}

/* The parameters that one call hands to what decides something. */
static uint32_t handed_on(
	const struct engine *engine, const struct handing_on *handing)
{
	const struct body *body =
		program_routine(engine->program, handing->routine)->body;
	const struct event *event = &body->events.items[handing->event];
	uint32_t wanted = decisive_parameters(engine, handing->target);
	uint32_t bits = 0;

	for (uint32_t i = 0; i < event->arguments.count && wanted >> i; i++) {
		struct operand argument = event->arguments.items[i];
		uint32_t index;

		if (!(wanted >> i & 1) ||
			!operand_is_plain_parameter(body, argument))
			continue;
		index = body->paths.items[argument.index].index;
		if (index < 32 && !(bits >> index & 1) &&
			!(engine->hands_on[handing->routine] >> index & 1) &&
			!body_may_change(body, argument.index))
			bits |= UINT32_C(1) << index;
	}
	return bits;
}

/* Looks at the calls of a routine that hand a parameter on, and, when those make
 * a caller hand on what decides something, at the calls of that one. */
static void find_handed_on(struct finder *finder)
{
	struct engine *engine = finder->engine;
	uint32_t count = finder->program->routines.count;
	uint32_t *first = arena_take(
		&finder->scratch, (count + 1) * sizeof(*first));
	VEC(uint32_t) queue = { 0 };

	memset(first, 0xff, count * sizeof(*first));
	for (uint32_t i = finder->handings.count; i--;) {
		struct handing_on *handing = &finder->handings.items[i];

		handing->next = first[handing->target];
		first[handing->target] = i;
		*vec_add(&finder->scratch, &queue) = i;
	}
	while (queue.count) {
		const struct handing_on *handing =
			&finder->handings.items[queue.items[--queue.count]];
		uint32_t bits = handed_on(engine, handing);

		if (!bits)
			continue;
		engine->hands_on[handing->routine] |= bits;
		engine->marks[handing->routine] |= MARK_HANDS_ON;
		for (uint32_t i = first[handing->routine]; i != NONE;
			i = finder->handings.items[i].next)
			*vec_add(&finder->scratch, &queue) = i;
	}
}

void find_calls(struct engine *engine)
{
	struct program *program = engine->program;
	uint32_t count = program->routines.count;
	struct finder finder = { .engine = engine, .program = program };

	arena_init(&finder.scratch);
	engine->kinds = arena_alloc(program->arena, count + 1);
	engine->marks = arena_alloc(
		program->arena, (count + 1) * sizeof(*engine->marks));
	engine->hands_on = arena_alloc(
		program->arena, (count + 1) * sizeof(*engine->hands_on));
	engine->first_site = arena_alloc(
		program->arena, (count + 1) * sizeof(*engine->first_site));
	for (uint32_t i = 0; i < count; i++)
		engine->marks[i] = marks_of(
			&finder, program_routine(program, i));
	for (uint32_t i = 0; i < count; i++) {
		engine->first_site[i] = engine->sites.count;
		if (engine->marks[i] & MARK_DEFINED)
			engine->kinds[i] = (uint8_t)read_body(&finder, i);
	}
	engine->first_site[count] = engine->sites.count;
	for (uint32_t i = 0; i < count; i++)
		if (engine->kinds[i] == BODY_FULL)
			*vec_add(&finder.scratch, &finder.queue) = i;
	spread_kinds(&finder);
	find_deciding_fields(engine);
	spread_picks(&finder);
	add_told(&finder);
	find_handed_on(&finder);
	find_turns(engine);
	arena_release(&finder.scratch);
}
