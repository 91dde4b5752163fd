/*
 * Roles: who calls a routine that the driver hands over, and at which IRQL.
 *
 * A role comes from the role type in a declaration (`DRIVER_CANCEL Cancel;`),
 * from the routine that registers it, from the field of a known record it is
 * stored in, from the kit's method that it overrides (IMiniport::Init), or from
 * its name (DriverEntry). The registering routine or field
 * may state levels that are narrower than the role type's; an annotation beside
 * the role type is the driver's own word and narrows them again.
 *
 * What is policy here: a dispatch routine is taken to run below DISPATCH_LEVEL.
 * The documentation allows a driver above to forward some requests at
 * DISPATCH_LEVEL, but nearly every driver that pages its dispatch routines sits
 * in a stack where that does not happen.
 */
#include <string.h>

#include "program/program.h"
#include "program/csq.h"
#include "program/flt.h"
#include "program/gpio.h"
#include "program/isr.h"
#include "program/ks.h"
#include "program/stor.h"
#include "program/wdf.h"

struct levels {
	enum irql lowest, highest;
	bool known;
	bool decided;	/* by a named condition that holds */
	bool uncertain; /* there is one that we cannot decide */
	bool floats;	/* on which the lowest level depends as well */
	bool inferred;	/* by the condition of that name */
};

/* ---- named conditions -------------------------------------------------- */

/* Whether a named condition of the contracts goes the gentler way. Which IRQL
 * a request arrives at is taken to be the caller's usual one. */
static bool gentle(struct program *program, const char *name,
	const struct handover *handover)
{
	if (!strcmp(name, "execution-level"))
		return wdf_is_passive(program, handover);
	if (!strcmp(name, "passive-handling"))
		return wdf_handles_passively(program, handover);
	if (!strcmp(name, "handle-type"))
		return wdf_cleans_up_passively(program, handover);
	if (!strcmp(name, "IRP_MJ_CREATE") || !strcmp(name, "preop-status"))
		return flt_completes_safely(program, handover, name);
	if (!strcmp(name, "lock-kind"))
		return csq_lock(program, handover) == CSQ_LOCK_WAITS;
	if (!strcmp(name, "processing-flags"))
		return ks_processes_passively(program, handover);
	if (!strcmp(name, "isr-level"))
		return isr_is_passive(program, handover);
	if (!strcmp(name, "controller-flags"))
		return gpio_is_serial(program);
	if (!strcmp(name, "synchronization-model"))
		return stor_is_full_duplex(program) &&
			!stor_is_virtual(program);
	if (!strcmp(name, "virtual-miniport") || !strcmp(name, "control-type"))
		return stor_is_virtual(program);
	return !strcmp(name, "major-code") || !strcmp(name, "dump-mode") || !strcmp(name, "paging-path") ||
		!strcmp(name, "caller-irql");
}

/* Conditions that only the device's configuration decides at run time. */
static bool is_undecidable(struct program *program, const char *name)
{
	static const char *const names[] = { "driver-option", "os-version",
		"synchronization-model", "control-type", "timer-type",
		"device-flags" };

	if (!strcmp(name, "controller-flags"))
		return !gpio_is_known(program);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(name, names[i]))
			return (strcmp(name, "synchronization-model") != 0 ||
				       !stor_is_full_duplex(program)) &&
				!((!strcmp(name, "synchronization-model") ||
					  !strcmp(name, "control-type")) &&
					stor_is_virtual(program));
	return false;
}

/* What the driver stores there is no constant, or what its lock is is not seen. */
static bool is_chosen_at_run_time(struct program *program,
	const char *name, const struct handover *handover)
{
	if (!strcmp(name, "lock-kind"))
		return csq_lock(program, handover) == CSQ_LOCK_UNKNOWN;
	if (!strcmp(name, "execution-level"))
		return wdf_level_is_chosen(program, handover);
	return !strcmp(name, "passive-handling") &&
		!wdf_handling_is_known(program, handover);
}

bool named_condition_holds(struct program *program, const struct when *when,
	const struct routine *routine, const struct event *call, bool unknown)
{
	bool holds = !strcmp(when->name, "execution-level") ||
			!strcmp(when->name, "passive-handling") ?
		wdf_lock_is_passive(program, routine, call, unknown) :
		gentle(program, when->name, NULL);

	return holds == (when->test == TEST_EQUAL);
}

bool named_condition_is_chosen(struct program *program,
	const struct when *when, const struct routine *routine,
	const struct event *call)
{
	return when->kind == WHEN_NAMED &&
		(!strcmp(when->name, "passive-handling") ||
			!strcmp(when->name, "execution-level")) &&
		wdf_lock_is_chosen(program, routine, call);
}

/* Whether what is handed over with a callback, a constant, says so. */
static bool argument_says(
	const struct when *when, const struct handover *handover)
{
	const struct event *event;
	struct operand argument;

	if (!handover || !handover->routine)
		return false;
	event = &handover->routine->body->events.items[handover->event];
	if (event->kind != EVENT_CALL ||
		when->argument >= event->arguments.count)
		return false;
	argument = event->arguments.items[when->argument];
	return argument.kind == OPERAND_CONSTANT &&
		(argument.constant == when->constant) ==
			(when->test == TEST_EQUAL);
}

static bool holds(struct program *program, const struct when *when,
	const struct handover *handover)
{
	if (when->kind == WHEN_ARGUMENT &&
		(when->test == TEST_EQUAL || when->test == TEST_NOT_EQUAL))
		return argument_says(when, handover);
	return when->kind == WHEN_ALWAYS ||
		(when->kind == WHEN_NAMED &&
			gentle(program, when->name, handover) ==
				(when->test == TEST_EQUAL));
}

/* ---- levels ------------------------------------------------------------ */

static bool same_subject(
	const struct subject *left, const struct subject *right)
{
	if (left->kind != right->kind)
		return false;
	if (left->kind == SUBJECT_FIELD)
		return !strcmp(left->field, right->field);
	return left->kind == SUBJECT_NONE || left->index == right->index;
}

/* What a routine is for says at which level it runs, where nothing else does. */
static bool is_inferred(const struct when *when)
{
	return when->kind == WHEN_NAMED && !strcmp(when->name, "inferred");
}

/* Whether a clause holds is not known before the driver runs. */
static bool is_open(struct program *program, const struct when *when,
	const struct handover *handover)
{
	return when->kind == WHEN_NAMED &&
		(is_undecidable(program, when->name) ||
			is_chosen_at_run_time(program, when->name, handover));
}

/* The limits that a contract states about a subject. A conditional limit that
 * holds takes the place of the unconditional one. */
static struct levels limits(struct program *program,
	const struct contract *contract, const struct subject *subject,
	const struct handover *handover)
{
	struct levels levels = { .known = false };
	bool bounded = false; /* from above */

	for (int conditional = 0; conditional < 2; conditional++) {
		for (uint32_t i = 0; i < contract->clauses.count; i++) {
			const struct clause *clause =
				&contract->clauses.items[i];

			if ((clause->when.kind != WHEN_ALWAYS) != conditional ||
				!same_subject(&clause->subject, subject))
				continue;
			if (is_open(program, &clause->when, handover)) {
				levels.uncertain = true;
				levels.floats |= clause->kind ==
					CLAUSE_REQUIRES_MIN;
			}
			if (is_inferred(&clause->when))
				levels.inferred = true;
			else if (holds(program, &clause->when, handover))
				levels.decided |= conditional;
			else
				continue;
			if (clause->kind == CLAUSE_REQUIRES_MAX) {
				levels.highest = clause->level;
				levels.known = bounded = true;
			} else if (clause->kind == CLAUSE_REQUIRES_MIN) {
				levels.lowest = clause->level;
				levels.known = true;
			}
		}
	}
	if (!bounded)
		levels.highest = levels.lowest;
	if (levels.highest < levels.lowest)
		levels.lowest = levels.highest;
	return levels;
}

bool annotated_levels(struct program *program, const struct routine *routine,
	enum irql *lowest, enum irql *highest)
{
	const struct subject itself = { .kind = SUBJECT_NONE };
	struct levels levels;

	if (!routine->definition || !routine->contract)
		return false;
	levels = limits(program, routine->contract, &itself, NULL);
	*lowest = levels.lowest;
	*highest = levels.highest;
	return levels.known;
}

static bool is_dispatch(const char *type)
{
	return !strcmp(type, "DRIVER_DISPATCH") ||
		!strcmp(type, "DRIVER_DISPATCH_PAGED") ||
		!strcmp(type, "DRIVER_DISPATCH_RAISED") ||
		!strcmp(type, "EVT_WDFDEVICE_WDM_IRP_PREPROCESS") ||
		!strcmp(type, "PCLASS_DEVICE_CONTROL");
}

static struct levels intersection(struct levels levels, struct levels with)
{
	if (with.highest < levels.highest)
		levels.highest = with.highest;
	if (with.lowest > levels.lowest)
		levels.lowest = with.lowest;
	if (levels.lowest > levels.highest)
		levels.lowest = levels.highest;
	return levels;
}

static struct levels role_levels(struct program *program,
	const struct routine *routine, const struct role *role,
	struct levels narrower, const struct handover *handover)
{
	const struct subject routine_itself = { .kind = SUBJECT_NONE };
	struct levels levels = limits(
		program, role->contract, &routine_itself, handover);
	struct levels own;

	if (narrower.known && levels.decided)
		levels = intersection(levels, narrower);
	else if (narrower.known)
		levels = narrower;
	if (is_dispatch(role->type) && levels.highest > IRQL_APC)
		levels.highest = IRQL_APC;
	/* "at any IRQL" of a method means that it is called from DPCs too */
	if (role->reason == ROLE_OVERRIDES && levels.highest > IRQL_DISPATCH)
		levels.highest = IRQL_DISPATCH;
	if (!routine->contract || !routine->definition)
		return levels;
	own = limits(program, routine->contract, &routine_itself, NULL);
	return own.known ? intersection(levels, own) : levels;
}

/* ---- giving ------------------------------------------------------------ */

/* PDRIVER_CANCEL is a pointer to DRIVER_CANCEL. */
static const struct contract *role_contract(
	struct program *program, const char *type)
{
	const struct contract *contract = book_find(&program->book, type);

	if (!contract && type[0] == 'P')
		contract = book_find(&program->book, type + 1);
	return contract;
}

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
			(known->lowest == role->lowest &&
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
			limits(program, contract, subject, handover), handover);
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

/* The last step of a path with its index: "MajorFunction[3]". */
static const char *last_step(
	struct program *program, const char *steps, const char *field)
{
	const char *at = strstr(steps, field);
	const char *next;

	while (at && (next = strstr(at + 1, field)) != NULL)
		at = next;
	return at ? intern(&program->names, at) : field;
}

/* What is known of a record by its tag: _RECORD, or RECORD_ as the filtering
 * platform has them; or PRECORD, of which only the pointer was made up. */
static const struct contract *record_contract(
	struct program *program, const char **name)
{
	const struct contract *contract = book_find(&program->book, *name);
	size_t length = strlen(*name);

	if (!contract && **name == 'P' &&
		(contract = book_find(&program->book, *name + 1)) != NULL)
		(*name)++;
	if (contract || length < 2 || (*name)[length - 1] != '_')
		return contract;
	*name = intern_printf(
		&program->names, "%.*s", (int)length - 1, *name);
	return book_find(&program->book, *name);
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
	subject.field = last_step(program, steps, field);
	give_by_subject(program, target, contract, &subject, ROLE_TABLE, name,
		place, handover);
	subject.field = field;
	if (program->routines.items[target].roles.count == before)
		give_by_subject(program, target, contract, &subject,
			ROLE_TABLE, name, place, handover);
}

/* The role of what a field holds, by the contract of its record. */
static const struct contract *field_role(
	struct program *program, const struct path *path)
{
	const char *name = record_without_tag(path->record);
	const struct contract *contract = record_contract(program, &name);
	const struct subject subject = { SUBJECT_FIELD, 0,
		last_step(program, path->steps, path->field) };

	for (uint32_t i = 0; contract && i < contract->clauses.count; i++) {
		const struct clause *clause = &contract->clauses.items[i];

		if (clause->kind == CLAUSE_FUNCTION_CLASS &&
			same_subject(&clause->subject, &subject))
			return role_contract(program, clause->text);
	}
	return NULL;
}

const struct contract *pointer_contract(struct program *program,
	const struct routine *routine, uint32_t path_index)
{
	const struct function *function = routine->definition;
	const struct path *path = &function->body->paths.items[path_index];
	const char *type = NULL;

	if (path->record && path->field)
		return field_role(program, path);
	if (*path->steps)
		return NULL;
	if (path->root == ROOT_LOCAL)
		type = function->body->locals.items[path->index].type;
	else if (path->root == ROOT_PARAMETER &&
		path->index < function->parameters.count)
		type = function->parameters.items[path->index].type;
	return type ? role_contract(program, type) : NULL;
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
