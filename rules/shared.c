/*
 * The variables that a region of a routine shares with the rest of it: parameters,
 * and locals that are also used elsewhere. One that the region changes and that is
 * used after it is handed over by its address. A local of the region's own, such as
 * the saved IRQL, moves along.
 */
#include "rules/region.h"

#include <string.h>

#include "rules/locking.h"

enum use { USE_INSIDE = 1, USE_CHANGED = 2, USE_OUTSIDE = 4, USE_AFTER = 8 };

struct sharing {
	struct check *check;
	const struct region *region;
	const struct body *body;
	uint8_t *parameters, *locals; /* enum use */
	bool unknown; /* something inside is not known */
};

static uint8_t *uses_of(const struct sharing *sharing, const struct path *path)
{
	switch (path->root) {
	case ROOT_PARAMETER:
		return &sharing->parameters[path->index];
	case ROOT_LOCAL:
		return &sharing->locals[path->index];
	default:
		return NULL;
	}
}

/* Whether the path is in the variable itself and not where that points to. */
static bool is_of_variable(const struct path *path)
{
	return !strstr(path->steps, "->") && !strchr(path->steps, '*');
}

static void use_path(struct sharing *sharing, uint32_t index, uint8_t use)
{
	const struct path *path = &sharing->body->paths.items[index];
	uint8_t *uses = uses_of(sharing, path);

	/* which element, no fact says */
	if (use & USE_INSIDE &&
		(strstr(path->steps, "[]") || path->root == ROOT_UNKNOWN ||
			(path->root == ROOT_LOCAL &&
				sharing->body->locals.items[path->index]
					.is_static)))
		sharing->unknown = true;
	if (uses)
		*uses |= is_of_variable(path) ? use :
						use & (uint8_t)~USE_CHANGED;
}

static void use_operand(
	struct sharing *sharing, struct operand operand, uint8_t use)
{
	const struct formula *formula;

	switch (operand.kind) {
	case OPERAND_PATH:
		use_path(sharing, operand.index, use);
		break;
	case OPERAND_ADDRESS:
		use_path(sharing, operand.index,
			use & USE_INSIDE ? use | USE_CHANGED : use);
		break;
	case OPERAND_FORMULA:
		formula = &sharing->body->formulas.items[operand.index];
		use_operand(sharing, formula->left, use);
		use_operand(sharing, formula->right, use);
		break;
	case OPERAND_RESULT:
		if (use & USE_INSIDE &&
			!sharing->region->inside[operand.index])
			sharing->unknown = true;
		break;
	case OPERAND_UNKNOWN:
		if (use & USE_INSIDE)
			sharing->unknown = true;
		break;
	default:
		break;
	}
}

static bool runs_after(const struct sharing *sharing, uint32_t event)
{
	return can_follow(sharing->check->findings->arena, sharing->body,
		sharing->region->raise, event, NULL, NULL);
}

static void use_event(struct sharing *sharing, uint32_t index)
{
	const struct event *event = &sharing->body->events.items[index];
	uint8_t use = sharing->region->inside[index] ? USE_INSIDE :
		runs_after(sharing, index) ? USE_OUTSIDE | USE_AFTER :
					     USE_OUTSIDE;

	if (event->kind == EVENT_ASSIGN)
		use_path(sharing, event->path,
			use & USE_INSIDE ? use | USE_CHANGED : use);
	if (event->kind == EVENT_READ)
		use_path(sharing, event->path, use);
	if (event->kind == EVENT_ASSIGN || event->kind == EVENT_ADDRESS)
		use_operand(sharing, event->value, use);
	if (event->kind != EVENT_CALL)
		return;
	if (event->object != NONE)
		use_path(sharing, event->object, use);
	use_operand(sharing, event->callee, use);
	for (uint32_t i = 0; i < event->arguments.count; i++)
		use_operand(sharing, event->arguments.items[i], use);
}

/* What decides at the end of a block is used there. */
static bool ends_inside(const struct sharing *sharing, const struct block *block)
{
	const struct region *region = sharing->region;

	for (int i = 0; i < region->range_count; i++)
		if (block->place.line >= region->ranges[i].first &&
			block->place.line <= region->ranges[i].last)
			return true;
	return false;
}

static void use_exit(struct sharing *sharing, const struct block *block)
{
	uint8_t use = ends_inside(sharing, block) ? USE_INSIDE :
						    USE_OUTSIDE | USE_AFTER;

	if (block->exit != EXIT_BRANCH && block->exit != EXIT_SWITCH &&
		block->exit != EXIT_RETURN)
		return;
	use_operand(sharing, block->test.left, use);
	if (block->exit == EXIT_BRANCH)
		use_operand(sharing, block->test.right, use);
	if (block->exit == EXIT_BRANCH && block->test.kind == TEST_UNKNOWN &&
		use & USE_INSIDE)
		sharing->unknown = true;
}

/* ---- the text ------------------------------------------------------------ */

static const char *hand_over(struct sharing *sharing, const char *text,
	const char *name, uint8_t uses)
{
	bool changed = (uses & USE_CHANGED) && (uses & USE_AFTER);

	return arena_printf(sharing->check->findings->arena, "%s%s%s%s", text,
		*text ? ", " : "", changed ? "&" : "", name);
}

static const char *list_variables(struct sharing *sharing)
{
	const struct function *function =
		sharing->region->routine->definition;
	const char *text = "";

	for (uint32_t i = 0; i < function->parameters.count; i++)
		if (sharing->parameters[i] & USE_INSIDE)
			text = hand_over(sharing, text,
				function->parameters.items[i].name,
				sharing->parameters[i]);
	for (uint32_t i = 0; i < sharing->body->locals.count; i++)
		if ((sharing->locals[i] & USE_INSIDE) &&
			(sharing->locals[i] & USE_OUTSIDE))
			text = hand_over(sharing, text,
				sharing->body->locals.items[i].name,
				sharing->locals[i]);
	return text;
}

const char *shared_variables(struct check *check, const struct region *region)
{
	struct arena *arena = check->findings->arena;
	const struct function *function = region->routine->definition;
	struct sharing sharing = { .check = check, .region = region,
		.body = region->routine->body };

	sharing.parameters =
		arena_alloc(arena, function->parameters.count + 1);
	sharing.locals = arena_alloc(arena, sharing.body->locals.count + 1);
	for (uint32_t i = 0; i < sharing.body->events.count; i++)
		use_event(&sharing, i);
	for (uint32_t i = 0; i < sharing.body->blocks.count; i++)
		use_exit(&sharing, &sharing.body->blocks.items[i]);
	return sharing.unknown ? NULL : list_variables(&sharing);
}
