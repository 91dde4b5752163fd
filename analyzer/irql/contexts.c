#include "irql/contexts.h"
#include "program/called_back.h"

#include <string.h>

/* The call that led into a context. */
static const struct event *call_of(
	const struct spreading *spreading, const struct context *context)
{
	const struct context *parent =
		&spreading->flow->contexts.items[context->parent];

	return &program_routine(spreading->engine->program, parent->routine)
			->body->events.items[context->call];
}

/* Routines whose contexts are told apart by what calls hand over. */
enum {
	BY_CONSTANTS = MARK_GUARDED | MARK_HANDS_ON | MARK_CALLS_BACK |
		MARK_PICKS
};

_Static_assert(ENTRY_COUNT * WAYS <= 32, "a bit for each way into a routine");

static uint32_t way_number(int level, bool raised, bool late)
{
	return (uint32_t)level * WAYS + raised * 2u + late;
}

bool is_spread(const struct spreading *spreading, uint32_t routine, int level,
	bool raised, bool late)
{
	return spreading->seen[routine] >> way_number(level, raised, late) & 1 &&
		!(spreading->engine->marks[routine] & BY_CONSTANTS) &&
		!spreading->engine->deciding[routine].list.count;
}

/* The routine that the arguments of a call into a context are for. */
static const struct routine *caller_of(
	const struct spreading *spreading, const struct context *context)
{
	return program_routine(spreading->engine->program,
		spreading->flow->contexts.items[context->parent].routine);
}

/* Whether a context is of a lambda that the call hands to another routine, or of
 * what that one calls back: the arguments are that one's. */
static bool is_handed_itself(
	const struct spreading *spreading, const struct context *context)
{
	const struct program *program = spreading->engine->program;
	const struct routine *caller = caller_of(spreading, context);
	const struct event *call = call_of(spreading, context);

	return event_hands_over(program, caller, call, context->routine) ||
		event_calls_back(program, caller, call,
			program_routine(program, context->routine));
}

/* What a routine hands over. */
struct handed {
	const struct routine *by;
	struct operand operand;
};

/* What came to a parameter of a context's routine, kept with the context, so that
 * nobody walks up a chain of calls again. */
struct given {
	bool is_known;
	struct handed handed; /* is_known */
	struct value value;   /* as an integer */
};

static bool hands_on(const struct body *body, struct operand argument)
{
	const struct path *path = argument.kind == OPERAND_PATH ?
		&body->paths.items[argument.index] :
		NULL;

	return path && path->root == ROOT_PARAMETER &&
		(!path->steps[0] || operand_is_callback(body, argument));
}

/* What a context's routine was handed for a parameter; false if no call says. */
static bool handed_by_call(const struct spreading *spreading,
	const struct context *context, uint32_t parameter,
	struct handed *handed)
{
	const struct event *event;

	if (context->parent == NONE || is_handed_itself(spreading, context))
		return false;
	event = call_of(spreading, context);
	if (parameter >= event->arguments.count)
		return false;
	handed->by = caller_of(spreading, context);
	handed->operand = event->arguments.items[parameter];
	return true;
}

/* To the caller, which hands on a parameter of its own. */
static void go_to_caller(const struct spreading *spreading,
	const struct handed *handed, const struct context **context,
	uint32_t *parameter)
{
	*parameter =
		handed->by->body->paths.items[handed->operand.index].index;
	*context = &spreading->flow->contexts.items[(*context)->parent];
}

/* What is kept of a context of the flow and a parameter that a call gives; NULL
 * if nothing is kept of it. */
static const struct given *given_to(const struct spreading *spreading,
	const struct context *context, uint32_t parameter)
{
	struct given_list list = spreading->given.items[
		context - spreading->flow->contexts.items];

	return parameter < list.count ? &list.items[parameter] : NULL;
}

/* What came to a parameter of a context's routine, through any number of calls
 * that hand it on; false if that is not known. */
static bool find_handed(const struct spreading *spreading,
	const struct context *context, uint32_t parameter,
	struct handed *handed)
{
	while (handed_by_call(spreading, context, parameter, handed)) {
		const struct given *given;

		if (!hands_on(handed->by->body, handed->operand))
			return true;
		go_to_caller(spreading, handed, &context, &parameter);
		given = given_to(spreading, context, parameter);
		if (given) {
			*handed = given->handed;
			return given->is_known;
		}
	}
	return false;
}

uint32_t handed_routine(const struct spreading *spreading,
	const struct context *context, uint32_t parameter)
{
	struct handed handed;

	return find_handed(spreading, context, parameter, &handed) ?
		operand_routine(spreading->engine->program, handed.by,
			handed.operand) :
		NONE;
}

/* The path of the table whose address is handed over, and the table: a variable of
 * the program; NULL if it is no address of a variable. */
static const struct path *table_of(const struct spreading *spreading,
	const struct handed *handed, uint32_t *variable)
{
	const struct linked_unit *unit =
		&spreading->engine->program->units.items[handed->by->unit];
	const struct path *path;

	if (handed->operand.kind != OPERAND_ADDRESS)
		return NULL;
	path = &handed->by->body->paths.items[handed->operand.index];
	*variable = path->root == ROOT_GLOBAL ? unit->variables[path->index] :
						NONE;
	return *variable == NONE ? NULL : path;
}

/* The name of the table or the routine that is handed to a parameter, as a choice
 * shows it, or NULL. */
static const char *handed_choice(const struct spreading *spreading,
	const struct context *context, uint32_t parameter)
{
	struct program *program = spreading->engine->program;
	struct handed handed;
	const struct path *path;
	uint32_t variable;

	if (!find_handed(spreading, context, parameter, &handed))
		return NULL;
	if (handed.operand.kind == OPERAND_FUNCTION)
		return key_of_routine(program,
			operand_routine(program, handed.by, handed.operand));
	path = table_of(spreading, &handed, &variable);
	return path ? intern_printf(&program->names, "g%u%s",
			      (unsigned)variable, path->steps) :
		      NULL;
}

uint32_t handed_entry(const struct spreading *spreading,
	const struct context *context, uint32_t path_index)
{
	struct program *program = spreading->engine->program;
	const struct routine *routine =
		program_routine(program, context->routine);
	const struct path *path = &routine->body->paths.items[path_index];
	const struct slot *slot = field_slot(program, routine, path_index);
	struct handed handed;
	const struct path *table;
	uint32_t variable, found = NONE;

	if (!slot || slot->assigned || strncmp(path->steps, "->", 2) != 0 ||
		!find_handed(spreading, context, path->index, &handed))
		return NONE;
	table = table_of(spreading, &handed, &variable);
	for (uint32_t i = 0; table && i < slot->entries.count; i++)
		if (entry_is_of(&slot->entries.items[i], variable,
			    table->steps, path->steps + 2))
			found = slot->entries.items[i].target;
	return found;
}

/* Whether an operand is a local that is given one constant and nothing else. */
static bool is_constant_local(
	const struct body *body, struct operand operand, int64_t *constant)
{
	const struct path *path = operand_whole_path(body, operand);

	return path && path->root == ROOT_LOCAL &&
		holds_one_constant(body, operand.index, constant);
}

static struct value told_value(const struct told_list *told, uint32_t parameter)
{
	const struct value *value = told_of(told, parameter, "");

	return value ? *value : any_value();
}

/* The integer that calls, through any number of contexts, hand to a parameter.
 * Contexts of routines that hand a parameter on are told apart by it. */
static struct value handed_value(const struct spreading *spreading,
	const struct context *context, const struct told_list *told,
	uint32_t parameter)
{
	const struct given *given = NULL;
	struct handed handed;
	struct value shown;
	int64_t constant;

	if (!handed_by_call(spreading, context, parameter, &handed))
		return any_value();
	if (handed.operand.kind == OPERAND_CONSTANT)
		return constant_value(handed.operand.constant);
	if (!operand_is_plain_parameter(handed.by->body, handed.operand)) {
		if (is_constant_local(
			    handed.by->body, handed.operand, &constant))
			return constant_value(constant);
		return told_value(told, parameter);
	}
	shown = told_value(told, parameter);
	go_to_caller(spreading, &handed, &context, &parameter);
	if (parameter < 32 && (spreading->engine->hands_on[context->routine] >>
				      parameter & 1))
		given = given_to(spreading, context, parameter);
	return given && !value_is_any(&given->value) ? given->value : shown;
}

static struct given_list given_by_call(const struct spreading *spreading,
	const struct context *context, const struct told_list *told)
{
	struct given_list list = { .count = 0 };

	if (context->parent == NONE)
		return list;
	list.told = *told;
	if (!(spreading->engine->marks[context->routine] & BY_CONSTANTS))
		return list;
	list.count = call_of(spreading, context)->arguments.count;
	list.items = arena_alloc(spreading->flow->program->arena,
		list.count * sizeof(*list.items));
	for (uint32_t i = 0; i < list.count; i++) {
		struct given *given = &list.items[i];

		given->is_known =
			find_handed(spreading, context, i, &given->handed);
		given->value = handed_value(spreading, context, told, i);
	}
	return list;
}

static const char *text_of_range(
	struct program *program, const struct value *value)
{
	return intern_printf(&program->names, "%lld..%lld/%d/%x/%x",
		(long long)value->low, (long long)value->high, value->nonzero,
		(unsigned)value->ones, (unsigned)value->zeros);
}

/* The fields that decide what is called, as the call tells of them. */
static const char *fields_of(const struct spreading *spreading,
	const struct context *context, const struct told_list *told)
{
	struct program *program = spreading->engine->program;
	const char *text = NULL;

	for (uint32_t i = 0; i < told->list.count; i++) {
		const struct told *one = &told->list.items[i];

		if (one->steps[0] &&
			field_decides(
				&spreading->engine->deciding[context->routine],
				one->parameter, one->steps))
			text = intern_printf(&program->names, "%s!%u%s=%s",
				text ? text : "", (unsigned)one->parameter,
				one->steps,
				text_of_range(program, &one->value));
	}
	return text;
}

/* The constants that a call hands to parameters which decide what is called, and
 * the functions that it hands to what calls them: each set of them is a context
 * of its own. NULL: there are none. */
static const char *constants_of(const struct spreading *spreading,
	const struct context *context, const struct told_list *told)
{
	struct program *program = spreading->engine->program;
	uint16_t marks = spreading->engine->marks[context->routine];
	const struct event *event;
	const char *text = fields_of(spreading, context, told);
	uint32_t decisive;

	if (context->parent == NONE || !(marks & BY_CONSTANTS))
		return text;
	decisive = decisive_parameters(spreading->engine, context->routine);
	event = call_of(spreading, context);
	for (uint32_t i = 0; i < event->arguments.count; i++) {
		const char *handed = (marks & (MARK_CALLS_BACK | MARK_PICKS)) ?
			handed_choice(spreading, context, i) :
			NULL;
		struct value value = i < 32 && decisive >> i & 1 ?
			handed_value(spreading, context, told, i) :
			any_value();

		if (!value_is_any(&value))
			text = intern_printf(&program->names, "%s!%u=%s",
				text ? text : "", (unsigned)i,
				text_of_range(program, &value));
		else if (handed)
			text = intern_printf(&program->names, "%s!%u@%s",
				text ? text : "", (unsigned)i, handed);
	}
	return text;
}

static bool is_new(struct spreading *spreading, const struct context *context,
	const struct told_list *told)
{
	uint32_t way = way_number(context->level,
		context->origin == ORIGIN_RAISE, context->late);
	const char *constants = constants_of(spreading, context, told);
	const char *key;

	if (!constants) {
		uint32_t *seen = &spreading->seen[context->routine];
		bool is_seen = *seen >> way & 1;

		*seen |= UINT32_C(1) << way;
		return !is_seen;
	}
	spreading->seen_with_constants[context->routine] |= UINT32_C(1) << way;
	key = intern_printf(&spreading->engine->program->names, "%u %u%s",
		(unsigned)context->routine, (unsigned)way, constants);
	if (map_get(&spreading->seen_constants, key) != MAP_NONE)
		return false;
	map_set(spreading->engine->program->arena,
		&spreading->seen_constants, key, 0);
	return true;
}

void add_context(struct spreading *spreading, struct context context,
	const struct told_list *told)
{
	struct flow *flow = spreading->flow;
	uint32_t *last = &spreading->last_context[context.routine];
	uint32_t index = flow->contexts.count;

	if (!is_new(spreading, &context, told))
		return;
	context.next = NONE;
	*vec_add(flow->program->arena, &spreading->given) =
		given_by_call(spreading, &context, told);
	*vec_add(flow->program->arena, &flow->contexts) = context;
	if (*last == NONE)
		flow->first_context[context.routine] = index;
	else
		flow->contexts.items[*last].next = index;
	*last = index;
}

/* Whether what is handed to a parameter can be what a choice has shown of it. */
static bool allows_choice(const struct spreading *spreading,
	const struct context *context, const struct binding *wanted)
{
	const char *steps;
	const char *handed = handed_choice(spreading, context,
		parameter_of_key(wanted->key + 1, &steps));

	return !handed || key_set_has(wanted->value.among, handed);
}

bool is_allowed(const struct spreading *spreading, uint32_t index,
	const struct conditions *conditions)
{
	const struct context *context =
		&spreading->flow->contexts.items[index];

	if (context->parent == NONE || !conditions->list.count)
		return true;
	for (uint32_t i = 0; i < conditions->list.count; i++) {
		const struct binding *wanted = &conditions->list.items[i];
		const struct value *value;
		const struct given *given;
		const char *steps;
		uint32_t parameter;

		if (wanted->key[0] == '^') {
			if (!allows_choice(spreading, context, wanted))
				return false;
			continue;
		}
		parameter = parameter_of_key(wanted->key, &steps);
		given = steps[0] ? NULL :
				   given_to(spreading, context, parameter);
		value = given ? &given->value :
				told_of(&spreading->given.items[index].told,
					parameter, steps);
		if (value && values_are_disjoint(&wanted->value, value))
			return false;
	}
	return true;
}

/* ---- pageable routines that are entered too high -------------------------- */

void add_paged_entry(struct spreading *spreading,
	struct paged_entry entry, const void *cause)
{
	struct flow *flow = spreading->flow;
	struct arena *arena = flow->program->arena;
	uint32_t index = map_get(&spreading->paged_entries, cause);
	struct paged_entry *known;

	if (index == MAP_NONE) {
		map_set(arena, &spreading->paged_entries, cause,
			flow->paged_entries.count);
		*vec_add(arena, &flow->paged_entries) = entry;
		return;
	}
	known = &flow->paged_entries.items[index];
	if ((known->may && !entry.may) ||
		(known->may == entry.may && known->level < entry.level))
		*known = entry;
}

void enter_paged(struct spreading *spreading, const struct call_site *site,
	const struct context *next, bool locked)
{
	struct program *program = spreading->engine->program;
	const struct paged_entry entry = { site->target, next->level, next->may,
		next->origin, spreading->from, site->event, next->raise };

	if (next->origin == ORIGIN_RAISE)
		add_paged_entry(spreading, entry, site);
	else if (next->may)
		*vec_add(program->arena, &spreading->possible) =
			(struct possible_entry){ entry, site, locked };
	else
		add_paged_entry(spreading, entry,
			program_routine(program, site->target));
}

void add_possible_entries(struct spreading *spreading)
{
	struct flow *flow = spreading->flow;

	for (uint32_t i = 0; i < spreading->possible.count; i++) {
		const struct possible_entry *possible =
			&spreading->possible.items[i];
		uint32_t known = map_get(
			&spreading->paged_entries, possible->site);

		if (known == MAP_NONE ||
			(flow->paged_entries.items[known].may &&
				!possible->locked))
			add_paged_entry(spreading, possible->entry,
				program_routine(flow->program,
					possible->entry.routine));
	}
}

void find_highest_entries(struct flow *flow)
{
	uint32_t count = flow->program->routines.count;

	flow->highest_role_entry =
		memset(arena_take(flow->program->arena, count + 1), -1, count);
	for (uint32_t i = 0; i < flow->paged_entries.count; i++) {
		const struct paged_entry *entry = &flow->paged_entries.items[i];
		int8_t *highest = &flow->highest_role_entry[entry->routine];

		if (entry->origin == ORIGIN_ROLE && entry->level > *highest)
			*highest = (int8_t)entry->level;
	}
}

/* ---- looking up -------------------------------------------------------- */

bool is_reached(const struct spreading *spreading, uint32_t routine)
{
	return spreading->seen[routine] ||
		spreading->seen_with_constants[routine];
}

bool level_is_high(int level)
{
	return level >= IRQL_DISPATCH && level != ENTRY_UNKNOWN;
}

const char *entry_level_name(int level)
{
	return level == ENTRY_UNKNOWN ? "unknown IRQL" :
					irql_name((enum irql)level);
}

uint32_t context_root(const struct flow *flow, uint32_t context)
{
	while (flow->contexts.items[context].parent != NONE)
		context = flow->contexts.items[context].parent;
	return context;
}

int context_depth(const struct flow *flow, uint32_t context)
{
	int depth = 0;

	for (; flow->contexts.items[context].parent != NONE; depth++)
		context = flow->contexts.items[context].parent;
	return depth;
}

uint32_t context_of_routine(const struct flow *flow, uint32_t routine)
{
	uint32_t i = flow->first_context[routine];

	while (i != NONE && level_is_high(flow->contexts.items[i].level))
		i = flow->contexts.items[i].next;
	return i;
}

uint32_t context_at(const struct flow *flow, uint32_t routine, int level)
{
	uint32_t i = flow->first_context[routine];

	while (i != NONE && flow->contexts.items[i].level != level)
		i = flow->contexts.items[i].next;
	return i;
}
