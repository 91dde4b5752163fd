/*
 * KMDF objects: what a driver asks the framework for decides at which IRQL its
 * callbacks run. A callback is put into a configuration or an attributes
 * structure, which is then given to the routine that creates the object; this
 * module follows that within one routine of the driver.
 */
#ifndef PROGRAM_WDF_H
#define PROGRAM_WDF_H

#include "program/handover.h"

/* Finds out which devices ask for the passive execution level, and where the
 * handles of queues and interrupts are kept; once. */
void wdf_read_objects(struct program *program);

/* Whether the object that the callback belongs to runs its callbacks at
 * PASSIVE_LEVEL: its own execution level, else the device's or the driver's.
 * A timer does not inherit. Without a handover the device's counts. */
bool wdf_is_passive(
	struct program *program, const struct handover *handover);

/* Whether only run time tells: the level that is stored is no constant. */
bool wdf_level_is_chosen(
	struct program *program, const struct handover *handover);

/* Whether the interrupt of the callback is handled at PASSIVE_LEVEL. Without a
 * handover all interrupts of the driver count. */
bool wdf_handles_passively(
	struct program *program, const struct handover *handover);

/* False if what is stored in PassiveHandling is no constant. */
bool wdf_handling_is_known(
	const struct program *program, const struct handover *handover);

/* Whether the lock of the object that a call is given first does not raise
 * IRQL: the object's callbacks run at PASSIVE_LEVEL. Of an object that cannot
 * be told from others, of which only some do, `unknown` is said. */
bool wdf_lock_is_passive(struct program *program,
	const struct routine *routine, const struct event *call, bool unknown);

/* Whether that is a lock of an object of which only run time tells. */
bool wdf_lock_is_chosen(struct program *program,
	const struct routine *routine, const struct event *call);

/* Whether a call that sends a request waits for it: the options that it is given
 * have been initialised so. */
bool wdf_sends_synchronously(const struct program *program,
	const struct routine *routine, const struct event *call);

/* Whether cleanup and destroy callbacks of the object run at PASSIVE_LEVEL: its
 * kind decides, and its own execution level, which is not its parent's. */
bool wdf_cleans_up_passively(
	const struct program *program, const struct handover *handover);

#endif
