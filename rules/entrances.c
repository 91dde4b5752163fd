#include "rules/entrances.h"

#include <string.h>

bool is_among(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (!strcmp(name, *names))
			return true;
	return false;
}

/* ---- what the whole driver is ------------------------------------------- */

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

enum { DISPATCH_NONE, DISPATCH_PASSIVE, DISPATCH_OTHER };

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
	struct entrances *entrances = context;
	uint8_t *dispatch = &entrances->dispatch[routine];

	(void)check;
	(void)place;
	entrances->power[routine] = entrances->power[routine] || major == 22;
	if (*dispatch != DISPATCH_OTHER)
		*dispatch = comes_at_passive(major) && !entrances->is_on_paging_path ?
			DISPATCH_PASSIVE :
			DISPATCH_OTHER;
}

const char *residence(const struct role *role)
{
	const struct clause *clause =
		contract_clause(role->contract, CLAUSE_RESIDENT);

	return clause ? clause->text : "yes";
}

bool role_permits(const struct entrances *entrances,
	const struct routine *routine, const struct role *role)
{
	if (role->reason == ROLE_DECLARED && routine->caller_count &&
		!routine->address_taken)
		return true; /* its callers say */
	if (!strcmp(role->type, "DRIVER_DISPATCH"))
		return entrances->dispatch[routine_index(
			       entrances->check->program, routine)] ==
			DISPATCH_PASSIVE;
	return role->highest < IRQL_DISPATCH && !role->uncertain &&
		!role->floats && !role->inferred &&
		!strcmp(residence(role), "never");
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

static void note_taking(struct entrances *entrances, const struct routine *routine,
	const struct place *place, struct operand operand)
{
	const struct program *program = entrances->check->program;
	uint32_t target = operand_routine(program, routine, operand);

	if (target != NONE &&
		!role_is_from(program_routine(program, target), place))
		entrances->untold[target] = true;
}

static void read_event(struct entrances *entrances, const struct routine *routine,
	const struct event *event)
{
	if (!stores_dispatch_routine(routine->body, event))
		note_taking(entrances, routine, &event->place, event->value);
	for (uint32_t a = 0; a < event->arguments.count; a++)
		note_taking(entrances, routine, &event->place,
			event->arguments.items[a]);
}

static void read_takings_of(
	struct entrances *entrances, const struct routine *routine)
{
	const struct body *body = routine->body;
	const struct note *notes = notes_of(routine);

	for (uint32_t n = 0; n < routine->outline->count; n++)
		read_event(entrances, routine, &body->events.items[notes[n].event]);
	for (uint32_t b = 0; b < body->blocks.count; b++)
		if (body->blocks.items[b].exit == EXIT_RETURN)
			note_taking(entrances, routine,
				&body->blocks.items[b].place,
				body->blocks.items[b].test.left);
}

static void read_takings(struct entrances *entrances)
{
	const struct program *program = entrances->check->program;

	for (uint32_t i = 0; i < program->routines.count; i++)
		if (program_routine(program, i)->body)
			read_takings_of(entrances, program_routine(program, i));
}

static void read_tables(struct entrances *entrances)
{
	const struct program *program = entrances->check->program;

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
				entrances->untold[target] = true;
		}
	}
}

void entrances_read(struct check *check, struct entrances *entrances)
{
	struct arena *arena = check->findings->arena;
	uint32_t count = check->program->routines.count + 1;

	*entrances = (struct entrances){ .check = check,
		.is_whole = is_whole(check),
		.is_on_paging_path =
			check->paging_path || is_file_system(check),
		.writes_dumps = writes_dumps(check),
		.dispatch = arena_alloc(arena, count),
		.power = arena_alloc(arena, count * sizeof(bool)),
		.untold = arena_alloc(arena, count * sizeof(bool)) };
	for_each_dispatch(check, note_dispatch, entrances);
	read_takings(entrances);
	read_tables(entrances);
}
