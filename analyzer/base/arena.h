/*
 * Memory by named lifetime. An arena owns everything that was allocated from
 * it, and gives it all back at once; there are no single frees. Two lifetimes
 * are in use: `unit` (until a unit's facts are taken) and `program` (the whole
 * run). Which one a function fills is said in its header.
 *
 * Out of memory ends the program inside the arena: callers never see NULL.
 * An arena is not locked; one thread uses it at a time.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
	unsigned char *next; /* of the head, from here */
	size_t room;	     /* so many bytes are left */
	struct arena_block *head;
	struct arena_block *spare; /* for what comes next */
	size_t reserved; /* bytes taken from the system so far */
};

#if defined(__GNUC__) || defined(__clang__)
#define PRINTF_LIKE(format, first)                                             \
	__attribute__((__format__(__printf__, format, first)))
#else
#define PRINTF_LIKE(format, first)
#endif

void arena_init(struct arena *arena);
void arena_release(struct arena *arena);
/* Forgets everything, but keeps the memory for what comes next. */
void arena_clear(struct arena *arena);

/* Zeroed memory, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t size);
/* The same from another block. */
void *arena_take_more(struct arena *arena, size_t size);

enum { ARENA_ALIGNMENT = 16 };

/* Memory that holds anything, for what is filled at once. */
static inline void *arena_take(struct arena *arena, size_t size)
{
	unsigned char *memory = arena->next;

	size = (size + ARENA_ALIGNMENT - 1) & ~(size_t)(ARENA_ALIGNMENT - 1);
	if (size >= arena->room) /* also of an empty one */
		return arena_take_more(arena, size);
	arena->next += size;
	arena->room -= size;
	return memory;
}

char *arena_strdup(struct arena *arena, const char *text);
char *arena_strndup(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...)
	PRINTF_LIKE(2, 3);
char *arena_vprintf(struct arena *arena, const char *format, va_list args);

#endif
