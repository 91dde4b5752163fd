/*
 * PA0001. Shows what the IRQL analysis believes: at each call of a routine that
 * is named pageaudit_reveal_irql, all IRQLs that the call can be reached at. The
 * routine is declared by the source that asks and need not exist. With this the
 * engine is tested apart from the rules, and anyone can ask it "why?".
 */
#include "rules/check.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/buffer.h"

/* "p0->OldIrql" as it stands in the source: "Extension->OldIrql". */
static const char *storage_name(
	struct check *check, const struct routine *routine, const char *key)
{
	struct arena *arena = check->findings->arena;
	const struct function *function = routine->definition;
	char *steps;
	uint32_t index;

	if (!isdigit((unsigned char)key[1]))
		return key[0] == 't' ?
			arena_printf(arena, "this%s", key + 1) :
			key;
	index = (uint32_t)strtoul(key + 1, &steps, 10);
	if (key[0] == 'p' && index < function->parameters.count)
		return arena_printf(arena, "%s%s",
			function->parameters.items[index].name, steps);
	if (key[0] == 'g')
		return arena_printf(arena, "%s%s",
			check->program->variables.items[index].name, steps);
	return key;
}

static const char *level_name(struct check *check,
	const struct routine *routine, struct abstract_irql level)
{
	switch (level.kind) {
	case LEVEL_KNOWN:
		return irql_name(level.irql);
	case LEVEL_ENTRY:
		return level_is_raised(level) ?
			"unknown, DISPATCH_LEVEL or above" :
			"unknown";
	case LEVEL_SAVED:
		break;
	}
	return arena_printf(check->findings->arena, "as saved in %s",
		storage_name(check, routine, level.key));
}

/* Known levels from below, then unknown ones, then saved ones. */
static int rank(struct abstract_irql level)
{
	return level.kind == LEVEL_KNOWN ? (int)level.irql :
		level.kind == LEVEL_ENTRY ? IRQL_COUNT :
					    IRQL_COUNT + 1;
}

static const struct place *place_of(
	const struct check *check, const struct sighting *sighting)
{
	const struct routine *routine =
		program_routine(check->program, sighting->routine);

	return &routine->body->events.items[sighting->event].place;
}

/* The body of a __finally is there more than once. */
static bool same_call(const struct check *check, const struct sighting *left,
	const struct sighting *right)
{
	return left->routine == right->routine &&
		!place_compare(place_of(check, left), place_of(check, right));
}

static bool is_first(const struct check *check, uint32_t index)
{
	const struct sighting *sightings = check->flow->sightings.items;

	for (uint32_t i = 0; i < index; i++)
		if (same_call(check, &sightings[i], &sightings[index]))
			return false;
	return true;
}

/* Whether the same was said of this call before. */
static bool is_repeated(const struct check *check, uint32_t index)
{
	const struct sighting *sightings = check->flow->sightings.items;

	for (uint32_t i = 0; i < index; i++)
		if (same_call(check, &sightings[i], &sightings[index]) &&
			same_abstract_irql(
				sightings[i].level, sightings[index].level))
			return true;
	return false;
}

static const char *levels_of(
	struct check *check, const struct sighting *sighting)
{
	const struct flow *flow = check->flow;
	const struct routine *routine =
		program_routine(check->program, sighting->routine);
	struct buffer text = { .arena = check->findings->arena };

	for (int at = 0; at <= IRQL_COUNT + 1; at++)
		for (uint32_t i = 0; i < flow->sightings.count; i++) {
			const struct sighting *other =
				&flow->sightings.items[i];

			if (rank(other->level) == at &&
				same_call(check, sighting, other) &&
				!is_repeated(check, i))
				buffer_printf(&text, "%s%s",
					text.bytes.count ? ", " : "",
					level_name(check, routine,
						other->level));
		}
	return buffer_text(&text);
}

static void check(struct check *check)
{
	const struct flow *flow = check->flow;

	for (uint32_t i = 0; i < flow->sightings.count; i++) {
		const struct sighting *sighting = &flow->sightings.items[i];

		if (is_first(check, i))
			check_report(check,
				program_routine(
					check->program, sighting->routine),
				*place_of(check, sighting), true,
				"IRQL here: %s", levels_of(check, sighting));
	}
}

const struct rule reveal_irql = {
	.code = "PA0001",
	.name = "reveal-irql",
	.summary = "shows the IRQLs that a call can be reached at",
	.why =
		"A finding rests on what is believed of the IRQL at a point. "
		"This shows it, at any point of a source.",
	.reported =
		"Each call of pageaudit_reveal_irql, which the source declares "
		"itself: every IRQL that the call can be reached at; "
		"`unknown` when nobody is known to call the routine; "
		"`as saved in X` after IRQL was restored from storage that "
		"the caller filled.",
	.not_reported = "Calls that cannot be reached.",
	.limits = NULL,
	.no_fix =
		"it reports no defect.",
	.reference =
		"https://learn.microsoft.com/windows-hardware/drivers/kernel/managing-hardware-priorities",
	.bad =
		"#include <ntddk.h>\n"
		"void pageaudit_reveal_irql(void);\n"
		"KSERVICE_ROUTINE OnInterrupt;\n"
		"BOOLEAN OnInterrupt(PKINTERRUPT Interrupt, PVOID Context)\n"
		"{\n"
		"\tpageaudit_reveal_irql();\n"
		"\treturn TRUE;\n"
		"}\n",
	.good =
		"#include <ntddk.h>\n"
		"KSERVICE_ROUTINE OnInterrupt;\n"
		"BOOLEAN OnInterrupt(PKINTERRUPT Interrupt, PVOID Context)\n"
		"{\n"
		"\treturn TRUE;\n"
		"}\n",
	.level = LEVEL_NOTE,
	.status = STATUS_REVEAL,
	.tolerates_lost_statements = true,
	.tags = "irql",
	.check = check,
};
