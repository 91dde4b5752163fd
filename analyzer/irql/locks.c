/*
 * The locks of a state: those that are held, that were given back without being
 * taken here, and that were taken and given back.
 */
#include "irql/state.h"

#include <string.h>

const struct held_lock *held_lock_of(
	const struct state *state, const char *key)
{
	for (uint32_t i = 0; key && i < state->locks.count; i++)
		if (state->locks.items[i].key == key)
			return &state->locks.items[i];
	return NULL;
}

bool any_lock_spins(const struct held_lock *locks, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++)
		if (lock_spins(locks[i].kind))
			return true;
	return false;
}

bool state_holds_through(const struct state *state, const char *pointer)
{
	size_t length = strlen(pointer);

	for (uint32_t i = 0; i < state->locks.count; i++) {
		const char *key = state->locks.items[i].key;

		if (!strncmp(key, pointer, length) &&
			(key[length] == '*' || key[length] == '-'))
			return true;
	}
	return false;
}

static bool is_among(const char *const *keys, uint32_t count, const char *key)
{
	for (uint32_t i = 0; i < count; i++)
		if (keys[i] == key)
			return true;
	return false;
}

bool state_gave_back(const struct state *state, const char *key)
{
	return is_among(
		state->released.items, state->released.count, key);
}

bool state_returned(const struct state *state, const char *key)
{
	return is_among(
		state->returned.items, state->returned.count, key);
}

void state_forget_returned(struct state *state, const char *key)
{
	size_t length = strlen(key);
	uint32_t kept = 0;

	for (uint32_t i = 0; i < state->returned.count; i++)
		if (!key_is_reached(state->returned.items[i], key, length))
			state->returned.items[kept++] =
				state->returned.items[i];
	state->returned.count = kept;
}

uint32_t keep_common_keys(const char **keys, uint32_t count,
	const char *const *others, uint32_t other_count)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < count; i++)
		if (is_among(others, other_count, keys[i]))
			keys[kept++] = keys[i];
	return kept;
}
