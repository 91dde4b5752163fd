/*
 * Roles: who calls a routine that the driver hands over, and at which IRQL.
 *
 * A role comes from the role type in a declaration (`DRIVER_CANCEL Cancel;`),
 * from the routine that registers it, from the field of a known record it is
 * stored in, from the kit's method that it overrides (IMiniport::Init), or from
 * its name (DriverEntry). The registering routine or field
 * may state levels that are narrower than the role type's; an annotation beside
 * the role type is the driver's own word and narrows them again.
 */
#include <string.h>

#include "program/called_back.h"
#include "program/flt.h"
#include "program/roles.h"
#include "program/wdf.h"

/* ---- giving ------------------------------------------------------------ */

/* Whether the driver calls a routine and hands it to nobody: a callback that
 * has others do parts of its work. Which of the levels that its type allows come
 * up, its callers say. */
static bool is_only_called(const struct routine *routine)
{
	return routine->caller_count && !routine->address_taken;
}

/* The place where a routine is handed over says more than its declaration; it
 * may be handed over at several levels. */
static bool says_more(const struct role *known, const struct role *role)
{
	return known->type == role->type &&
		(role->reason == ROLE_DECLARED ||
			(known->object == role->object &&
				known->lowest == role->lowest &&
				known->highest == role->highest));
}

/* It is handed over a second time, with other requests. */
static void spare_less(
	struct program *program, struct role *known, const struct role *role)
{
	if (role->reason == ROLE_DECLARED)
		return;
	known->spared = known->spared && role->spared ?
		requests_in_both(program, known->spared, role->spared) :
		NULL;
}

/* Whoever uses a queue is at least where it locks it. */
static bool runs_for_caller(const struct contract *contract)
{
	for (uint32_t i = 0; i < contract->clauses.count; i++) {
		const struct when *when = &contract->clauses.items[i].when;

		if (when->kind == WHEN_NAMED &&
			(!strcmp(when->name, "caller-irql") ||
				!strcmp(when->name, "lock-kind")))
			return true;
	}
	return false;
}

/* What a callback is handed over for that runs at the IRQL of whoever uses it, or
 * NULL. */
static const char *object_given(struct program *program,
	const struct contract *contract, const struct handover *handover)
{
	const char *object = NULL;

	if (handover && handover->routine && runs_for_caller(contract))
		object = object_of_call(handover->routine,
			&handover->routine->body->events
				 .items[handover->event]);
	return object ? intern(&program->names, object) : NULL;
}

static void give(struct program *program, uint32_t index, const char *type,
	enum role_reason reason, const char *registrar, struct place place,
	struct levels narrower, const struct handover *handover)
{
	struct routine *routine = &program->routines.items[index];
	struct role role = { .type = intern(&program->names, type),
		.reason = reason, .registrar = registrar, .place = place };
	struct levels levels;

	role.contract = role_contract(program, type);
	if (!role.contract || !routine->definition)
		return;
	levels = role_levels(program, routine, &role, narrower, handover);
	role.uncertain = levels.uncertain;
	role.floats = levels.floats;
	role.inferred = levels.inferred;
	role.lowest = levels.lowest;
	role.highest = reason == ROLE_DECLARED && is_only_called(routine) ?
		levels.lowest : levels.highest;
	role.object = object_given(program, role.contract, handover);
	if (flt_is_post_operation(&role))
		role.spared = flt_safe_requests(program, handover);
	for (uint32_t i = 0; i < routine->roles.count; i++)
		if (says_more(&routine->roles.items[i], &role)) {
			spare_less(program, &routine->roles.items[i], &role);
			return;
		}
	*vec_add(program->arena, &routine->roles) = role;
}

/* A routine that is stored where a clause says what runs it. */
static void give_by_subject(struct program *program, uint32_t routine,
	const struct contract *contract, const struct subject *subject,
	enum role_reason reason, const char *registrar, struct place place,
	const struct handover *handover)
{
	for (uint32_t i = 0; i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];

		if (clause->kind != CLAUSE_FUNCTION_CLASS ||
			!same_subject(&clause->subject, subject))
			continue;
		give(program, routine, clause->text, reason, registrar, place,
			contract_levels(program, contract, subject, handover), handover);
	}
}

/* "IMiniport::Init" of "c:@S@IMiniport@F@Init#…"; NULL for anything else. */
static const char *method_of_usr(struct program *program, const char *usr)
{
	static const char class_start[] = "c:@S@", method_start[] = "@F@";
	const char *name = usr + sizeof(class_start) - 1, *method;

	if (strncmp(usr, class_start, sizeof(class_start) - 1) != 0)
		return NULL;
	method = strchr(name, '@');
	if (!method || strncmp(method, method_start, sizeof(method_start) - 1))
		return NULL;
	return intern_printf(&program->names, "%.*s::%.*s",
		(int)(method - name), name,
		(int)strcspn(method + sizeof(method_start) - 1, "#"),
		method + sizeof(method_start) - 1);
}

/* A method of the kit that a routine overrides is a role: whoever calls the
 * interface calls at the method's levels. */
static void give_overridden(
	struct program *program, uint32_t index, const struct routine *through)
{
	const struct routine *routine = &program->routines.items[index];
	const struct levels unknown = { .known = false };

	for (uint32_t d = 0; d < through->declarations.count; d++) {
		const struct function *function =
			through->declarations.items[d];

		for (uint32_t i = 0; i < function->overrides.count; i++) {
			const char *usr = function->overrides.items[i];
			uint32_t base = program_find(program, usr);
			const char *method = method_of_usr(program, usr);

			if (method)
				give(program, index, method, ROLE_OVERRIDES,
					NULL, routine->definition->place,
					unknown, NULL);
			if (base != MAP_NONE && base != index)
				give_overridden(program, index,
					program_routine(program, base));
		}
	}
}

static void give_declared(struct program *program, uint32_t index)
{
	const struct routine *routine = &program->routines.items[index];
	const struct levels unknown = { .known = false };
	const struct subject itself = { .kind = SUBJECT_NONE };

	for (uint32_t d = 0; d < routine->declarations.count; d++) {
		const struct function *function =
			routine->declarations.items[d];

		for (uint32_t i = 0; i < function->role_types.count; i++)
			give(program, index, function->role_types.items[i],
				ROLE_DECLARED, NULL, function->place, unknown,
				NULL);
	}
	if (routine->contract)
		give_by_subject(program, index, routine->contract, &itself,
			ROLE_DECLARED, NULL, routine->definition->place, NULL);
	give_overridden(program, index, routine);
	if (!strcmp(routine->name, "DriverEntry"))
		give(program, index, "DRIVER_INITIALIZE", ROLE_NAMED, NULL,
			routine->definition->place, unknown, NULL);
}

/* ---- registrations ----------------------------------------------------- */

/* What is known of a routine that is not the driver's own. Frameworks have some
 * as inline functions in headers, which may lie among the driver's. */
static const struct contract *outside_contract(
	struct program *program, const struct routine *routine)
{
	if (!routine->definition)
		return routine->contract;
	return routine->definition->in_header ?
		book_find(&program->book, routine->name) :
		NULL;
}

/* The contract of what a call calls: of the kernel routine, or of the field of
 * a table such as DMA_OPERATIONS. */
static const struct contract *called_contract(struct program *program,
	const struct routine *routine, const struct event *event)
{
	uint32_t callee = operand_routine(program, routine, event->callee);

	if (callee != NONE)
		return outside_contract(
			program, &program->routines.items[callee]);
	return event->callee.kind == OPERAND_PATH ?
		field_contract(program, routine, event->callee.index) :
		NULL;
}

/* The one argument that a contract gives a role to, or NULL. */
static const struct subject *only_role_subject(const struct contract *contract)
{
	const struct subject *found = NULL;

	for (uint32_t i = 0; contract && i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];

		if (clause->kind == CLAUSE_FUNCTION_CLASS &&
			clause->subject.kind == SUBJECT_ARGUMENT) {
			if (found)
				return NULL;
			found = &clause->subject;
		}
	}
	return found;
}

/* How a routine is handed over: by its name, or through storage that may hold
 * it, such as a parameter of a wrapper round the registration. */
enum manner { BY_NAME, BY_STORAGE };

static struct targets handed_over(struct program *program,
	const struct routine *routine, struct operand operand,
	enum manner manner, uint32_t *named)
{
	*named = operand_routine(program, routine, operand);
	if (manner == BY_STORAGE)
		return *named == NONE ?
			stored_targets(program, routine, operand) :
			(struct targets){ NULL, 0 };
	return (struct targets){ named, *named != NONE };
}

static void give_arguments(struct program *program,
	struct handover *handover, enum manner manner)
{
	const struct routine *routine = handover->routine;
	const struct event *event =
		&routine->body->events.items[handover->event];
	const struct contract *contract =
		called_contract(program, routine, event);
	const struct contract *macro = event->macro ?
		book_find(&program->book, event->macro) :
		NULL;
	const struct subject *only = only_role_subject(macro);

	for (uint32_t i = 0; i < event->arguments.count; i++) {
		const struct subject subject = { SUBJECT_ARGUMENT, i, NULL };
		uint32_t named;
		struct targets targets = handed_over(program, routine,
			event->arguments.items[i], manner, &named);

		for (uint32_t t = 0; t < targets.count; t++) {
			uint32_t target = targets.items[t];

			if (manner == BY_STORAGE)
				handover->target = target;
			if (contract)
				give_by_subject(program, target, contract,
					&subject, ROLE_REGISTERED,
					contract->name, event->place,
					handover);
			/* IoSetCancelRoutine is a macro round an exchange: its
			 * arguments stand elsewhere in the call that is left */
			if (only)
				give_by_subject(program, target, macro, only,
					ROLE_REGISTERED, macro->name,
					event->place, handover);
		}
	}
}

/* A header that was lost may have declared the record. What is put into a field
 * of the one that stands in for it is put there for the role that it is declared
 * with: so what the structure is used for counts. */
static void give_made_up(struct program *program, uint32_t target,
	const char *record, struct place place, const struct handover *handover)
{
	const struct levels unknown = { .known = false };
	const struct routine *routine = &program->routines.items[target];

	if (!record_is_made_up(record))
		return;
	for (uint32_t d = 0; d < routine->declarations.count; d++) {
		const struct function *function =
			routine->declarations.items[d];

		for (uint32_t i = 0; i < function->role_types.count; i++)
			give(program, target, function->role_types.items[i],
				ROLE_DECLARED, NULL, place, unknown, handover);
	}
}

static void give_field(struct program *program, uint32_t target,
	const char *record, const char *field, const char *steps,
	struct place place, const struct handover *handover)
{
	const char *name = record_without_tag(record);
	const struct contract *contract = record_contract(program, &name);
	struct subject subject = { SUBJECT_FIELD, 0, NULL };
	uint32_t before;

	if (target == NONE)
		return;
	if (!contract) {
		give_made_up(program, target, record, place, handover);
		return;
	}
	before = program->routines.items[target].roles.count;
	name = intern_printf(&program->names, "%s.%s", name, field);
	subject.field = last_field_step(program, steps, field);
	give_by_subject(program, target, contract, &subject, ROLE_TABLE, name,
		place, handover);
	subject.field = field;
	if (program->routines.items[target].roles.count == before)
		give_by_subject(program, target, contract, &subject,
			ROLE_TABLE, name, place, handover);
}

static void give_from_event(struct program *program,
	const struct notable *notable, enum manner manner)
{
	const struct routine *routine =
		program_routine(program, notable->routine);
	const struct event *event = notable_event(program, notable);
	struct handover handover = { .routine = routine,
		.event = notable->event,
		.target = NONE };
	const struct path *path;
	struct targets targets;
	uint32_t named;

	if (event->kind == EVENT_CALL) {
		give_arguments(program, &handover, manner);
		return;
	}
	path = &routine->body->paths.items[event->path];
	if (!path->record || !path->field)
		return;
	targets = handed_over(program, routine, event->value, manner, &named);
	for (uint32_t t = 0; t < targets.count; t++) {
		if (manner == BY_STORAGE)
			handover.target = targets.items[t];
		give_field(program, targets.items[t], path->record,
			path->field, path->steps, event->place, &handover);
	}
}

static void give_from_events(struct program *program, enum manner manner)
{
	for (uint32_t i = 0; i < program->notables.count; i++)
		if (program->notables.items[i].flags & NOTABLE_FUNCTION)
			give_from_event(
				program, &program->notables.items[i], manner);
}

static void give_from_tables(struct program *program, uint32_t u)
{
	const struct linked_unit *unit = &program->units.items[u];

	for (uint32_t i = 0; i < unit->facts->fills.count; i++) {
		const struct fill *fill = &unit->facts->fills.items[i];

		const struct handover handover = { .unit = unit, .fill = i,
			.target = NONE };

		if (fill->function != NONE && fill->record && fill->field)
			give_field(program, unit->routines[fill->function],
				fill->record, fill->field, fill->steps,
				fill->place, &handover);
	}
}

void give_roles(struct program *program)
{
	wdf_read_objects(program);
	for (uint32_t u = 0; u < program->units.count; u++)
		give_from_tables(program, u);
	give_from_events(program, BY_NAME);
	give_from_events(program, BY_STORAGE);
	for (uint32_t i = 0; i < program->routines.count; i++)
		if (program->routines.items[i].definition)
			give_declared(program, i);
	for (uint32_t i = 0; i < program->routines.count; i++)
		flt_give_premises(program, &program->routines.items[i]);
}
