/*
 * Cancel-safe queues: a driver locks one with whatever it likes. A spin lock lets
 * the queue be used at DISPATCH_LEVEL; a mutex says that everybody who uses the
 * queue is below, and then so are all of its callbacks. What the acquire routine
 * takes decides, itself or in what it calls.
 *
 * Page: cancel-safe IRP queues.
 */
#include <string.h>

#include "program/csq.h"

enum { ACQUIRE_ARGUMENT = 4, MAX_DEPTH = 3 };

static enum csq_lock lock_of_kernel(const struct routine *routine)
{
	const struct clause *acquires =
		contract_clause(routine->contract, CLAUSE_ACQUIRES);

	if (!strncmp(routine->name, "KeWaitFor", 9))
		return CSQ_LOCK_WAITS;
	if (!acquires || !acquires->text)
		return CSQ_LOCK_UNKNOWN;
	return lock_spins(acquires->text) ? CSQ_LOCK_SPINS : CSQ_LOCK_WAITS;
}

/* The first lock that a routine takes. */
static enum csq_lock lock_of(
	const struct program *program, uint32_t index, int depth)
{
	const struct routine *routine;
	enum csq_lock lock = CSQ_LOCK_UNKNOWN;

	if (index == NONE || depth == MAX_DEPTH)
		return lock;
	routine = program_routine(program, index);
	if (!routine->definition)
		return lock_of_kernel(routine);
	for (uint32_t i = 0; lock == CSQ_LOCK_UNKNOWN &&
		i < routine->body->events.count; i++) {
		const struct event *event =
			&routine->body->events.items[i];

		if (event->kind == EVENT_CALL)
			lock = lock_of(program,
				operand_routine(program, routine, event->callee),
				depth + 1);
	}
	return lock;
}

enum csq_lock csq_lock(
	struct program *program, const struct handover *handover)
{
	const struct event *event;

	if (!handover || !handover->routine)
		return CSQ_LOCK_UNKNOWN;
	event = &handover->routine->body->events
			 .items[handover->event];
	if (event->kind != EVENT_CALL ||
		event->arguments.count <= ACQUIRE_ARGUMENT)
		return CSQ_LOCK_UNKNOWN;
	return lock_of(program,
		operand_routine(program, handover->routine,
			event->arguments.items[ACQUIRE_ARGUMENT]),
		0);
}
