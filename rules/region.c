/*
 * Where a region begins and ends, the flow has seen (irql.h, enum passage). That it
 * is entered once and left for one place or two, its blocks say; that it is a
 * stretch of lines, the places of what is in it and of what is not.
 */
#include "rules/region.h"

#include <stdlib.h>
#include <string.h>

#include "program/size.h"

/* A point between two events of a block; at its count: before its exit. */
struct point {
	uint32_t block, at;
};

struct outlining {
	struct check *check;
	struct region *region;
	const struct body *body;
	const uint8_t *passages;
	bool *entered;	  /* by block: from its start */
	VEC(uint32_t) queue;
	VEC(struct line_range) lines; /* of what is inside */
	struct point ways[MOST_WAYS_ON];
	bool possible;
};

/* ---- inside -------------------------------------------------------------- */

static void add_lines(struct outlining *outlining, const struct place *place)
{
	const struct function *function = outlining->region->routine->definition;

	if (!place->file || strcmp(place->file, function->place.file)) {
		outlining->possible = false;
		return;
	}
	*vec_add(outlining->check->findings->arena, &outlining->lines) =
		(struct line_range){ place->line, place->end_line };
}

/* Nothing stands at an empty block. */
static struct point skip_empty(const struct body *body, struct point point)
{
	for (uint32_t steps = 0; steps < body->blocks.count; steps++) {
		const struct block *block = &body->blocks.items[point.block];

		if (point.at < block->count || block->exit != EXIT_JUMP)
			break;
		point = (struct point){ block->successors.items[0], 0 };
	}
	return point;
}

static void add_way_on(struct outlining *outlining, struct point point)
{
	struct region *region = outlining->region;

	point = skip_empty(outlining->body, point);
	for (int i = 0; i < region->ways_on; i++)
		if (outlining->ways[i].block == point.block &&
			outlining->ways[i].at == point.at)
			return;
	if (region->ways_on == MOST_WAYS_ON)
		outlining->possible = false;
	else
		outlining->ways[region->ways_on++] = point;
}

static void leave_block(struct outlining *outlining, const struct block *block)
{
	struct arena *arena = outlining->check->findings->arena;

	if (block->exit == EXIT_RETURN)
		outlining->possible = false; /* raised */
	if (block->exit == EXIT_BRANCH || block->exit == EXIT_SWITCH)
		add_lines(outlining, &block->place);
	for (uint32_t i = 0; i < block->successors.count; i++) {
		uint32_t next = block->successors.items[i];

		if (!outlining->entered[next])
			*vec_add(arena, &outlining->queue) = next;
		outlining->entered[next] = true;
	}
}

/* What the same statement goes on to do with what a call returns. */
static struct point end_of_line(
	struct outlining *outlining, struct point point, uint32_t call)
{
	const struct body *body = outlining->body;
	const struct block *block = &body->blocks.items[point.block];
	uint32_t first = body->events.items[call].place.line;
	uint32_t last = body->events.items[call].place.end_line;

	for (; point.at < block->count; point.at++) {
		uint32_t event = body->order.items[block->first + point.at];

		if (body->events.items[event].place.line > last)
			break;
		if (body->events.items[event].place.line >= first)
			outlining->region->inside[event] = true;
	}
	return point;
}

/* From a point in a block to its end, or to where IRQL is back down. */
static void follow(struct outlining *outlining, struct point point)
{
	const struct body *body = outlining->body;
	const struct block *block = &body->blocks.items[point.block];

	for (; point.at < block->count; point.at++) {
		uint32_t event = body->order.items[block->first + point.at];
		uint8_t passage = outlining->passages[event];

		if (!passage)
			return; /* what is before does not return */
		if (event != outlining->region->raise &&
			passage & PASSAGE_LOW)
			outlining->possible = false;
		outlining->region->inside[event] = true;
		add_lines(outlining, &body->events.items[event].place);
		if (passage & PASSAGE_LOWERS) {
			point.at++;
			add_way_on(outlining,
				end_of_line(outlining, point, event));
			return;
		}
	}
	leave_block(outlining, block);
}

/* ---- outside ------------------------------------------------------------- */

/* The one event that raises what came low, or NONE. */
static uint32_t only_raise(const struct body *body, const uint8_t *passages)
{
	uint32_t found = NONE;

	for (uint32_t i = 0; i < body->events.count; i++) {
		if (!(passages[i] & PASSAGE_RAISES))
			continue;
		if (found != NONE || passages[i] & PASSAGE_RAISED)
			return NONE;
		found = i;
	}
	return found;
}

/* Whether all that is raised is inside. */
static bool is_all(const struct outlining *outlining)
{
	for (uint32_t i = 0; i < outlining->body->events.count; i++)
		if (outlining->passages[i] & PASSAGE_RAISED &&
			!outlining->region->inside[i])
			return false;
	return true;
}

static bool is_between(
	const struct place *place, const struct line_range *range, uint32_t next)
{
	return place->file && place->line > range->last && place->line < next;
}

/* Whether something that is not inside stands in these lines, or, with `next`,
 * between them and that line. */
static bool has_outside(const struct outlining *outlining,
	struct line_range from, uint32_t next)
{
	const struct body *body = outlining->body;

	for (uint32_t i = 0; i < body->events.count; i++)
		if (!outlining->region->inside[i] &&
			is_between(&body->events.items[i].place, &from, next))
			return true;
	for (uint32_t i = 0; i < body->blocks.count; i++)
		if (body->blocks.items[i].exit == EXIT_RETURN &&
			is_between(&body->blocks.items[i].place, &from, next))
			return true;
	return false;
}

static int compare_ranges(const void *left, const void *right)
{
	const struct line_range *a = left, *b = right;

	return (a->first > b->first) - (a->first < b->first);
}

/* Lines with nothing else in between are one range. */
static bool join_lines(struct outlining *outlining)
{
	struct region *region = outlining->region;
	struct line_range *last = NULL;

	qsort(outlining->lines.items, outlining->lines.count,
		sizeof(*outlining->lines.items), compare_ranges);
	for (uint32_t i = 0; i < outlining->lines.count; i++) {
		const struct line_range *next = &outlining->lines.items[i];

		if (!last || (next->first > last->last &&
			has_outside(outlining, *last, next->first))) {
			if (region->range_count == MOST_RANGES)
				return false;
			last = &region->ranges[region->range_count++];
			*last = *next;
		}
		last->last = next->last > last->last ? next->last : last->last;
	}
	return true;
}

/* Whether what is not inside shares a line with it. */
static bool shares_line(const struct outlining *outlining)
{
	const struct region *region = outlining->region;

	for (int i = 0; i < region->range_count; i++) {
		struct line_range before = { 0, region->ranges[i].first - 1 };

		if (has_outside(outlining, before, region->ranges[i].last + 1))
			return true;
	}
	return false;
}

/* ---- the region ---------------------------------------------------------- */

/* A call that is expanded to what raises and lowers again: NONE if there is none, or
 * if there are several. */
static uint32_t only_expanded(const struct check *check, uint32_t index)
{
	const struct flow *flow = check->flow;
	uint32_t found = NONE;

	for (uint32_t i = 0; i < flow->raises.count; i++) {
		const struct raise *raise = &flow->raises.items[i];

		if (raise->routine != index)
			continue;
		if (!raise->inside || found != NONE)
			return NONE;
		found = raise->event;
	}
	return found;
}

static bool outline_call(struct outlining *outlining)
{
	struct region *region = outlining->region;
	uint32_t at, block = block_of(outlining->body, region->raise, &at);

	outlining->possible = block != NONE;
	if (block == NONE)
		return false;
	add_lines(outlining,
		&outlining->body->events.items[region->raise].place);
	end_of_line(outlining, (struct point){ block, 0 }, region->raise);
	region->ways_on = 1;
	return outlining->possible && join_lines(outlining) &&
		!shares_line(outlining);
}

static bool outline(struct outlining *outlining)
{
	struct region *region = outlining->region;
	uint32_t at, block = block_of(outlining->body, region->raise, &at);

	outlining->possible = block != NONE;
	if (block == NONE)
		return false;
	follow(outlining, (struct point){ block,
		at - outlining->body->blocks.items[block].first });
	for (uint32_t i = 0; i < outlining->queue.count; i++)
		follow(outlining,
			(struct point){ outlining->queue.items[i], 0 });
	return outlining->possible && region->ways_on && is_all(outlining) &&
		join_lines(outlining) && !shares_line(outlining) &&
		region->range_count <= region->ways_on;
}

bool find_region(struct check *check, const struct routine *routine,
	struct region *region)
{
	struct arena *arena = check->findings->arena;
	const struct body *body = routine->body;
	uint32_t index = routine_index(check->program, routine);
	struct outlining outlining = { .check = check, .region = region,
		.body = body, .passages = check->flow->passages[index] };
	bool expanded = !outlining.passages;

	*region = (struct region){ .routine = routine,
		.raise = expanded ? only_expanded(check, index) :
				    only_raise(body, outlining.passages),
		.inside = arena_alloc(arena, body->events.count + 1) };
	outlining.entered = arena_alloc(arena, body->blocks.count + 1);
	if (region->raise == NONE ||
		!(expanded ? outline_call(&outlining) : outline(&outlining)))
		return false;
	region->arguments = shared_variables(check, region);
	return true;
}

int64_t region_size(const struct check *check, const struct region *region)
{
	int64_t bytes = 0;

	for (int i = 0; i < region->range_count; i++)
		bytes += region_bytes(check->program, region->routine,
			region->ranges[i].first, region->ranges[i].last);
	return bytes;
}

const char *region_lines(struct check *check, const struct region *region)
{
	struct arena *arena = check->findings->arena;
	const char *text = "line", *between = "s ";

	if (region->range_count == 1 &&
		region->ranges[0].first == region->ranges[0].last)
		between = " ";
	for (int i = 0; i < region->range_count; i++) {
		const struct line_range *range = &region->ranges[i];

		text = range->first == range->last ?
			arena_printf(arena, "%s%s%u", text, between,
				(unsigned)range->first) :
			arena_printf(arena, "%s%s%u-%u", text, between,
				(unsigned)range->first, (unsigned)range->last);
		between = " and ";
	}
	return text;
}
