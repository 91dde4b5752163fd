/*
 * Interned strings: equal texts are one pointer, so that names are compared
 * with ==. The table and its texts live as long as the arena they came from.
 * Not locked: each unit that is parsed has a table of its own.
 */
#ifndef BASE_INTERN_H
#define BASE_INTERN_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct intern {
	struct arena *arena;
	struct intern_entry *slots; /* open addressing, a power of two */
	uint32_t count, capacity;
};

void intern_init(struct intern *table, struct arena *arena);

/* The one copy of a text; NULL stays NULL. */
const char *intern(struct intern *table, const char *text);
const char *intern_n(struct intern *table, const char *text, size_t length);
/* The texts behind one another, up to NULL. */
const char *intern_join(struct intern *table, const char *first, ...);
const char *intern_printf(struct intern *table, const char *format, ...)
	PRINTF_LIKE(2, 3);

#endif
