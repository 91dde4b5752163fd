/*
 * A chain of blocks, each filled from the front. A request that is large for a
 * block gets a block of its own, behind the current one, so that the rest of
 * the current block stays in use. Memory is zeroed when it is handed out, not
 * before: what is filled at once need not be.
 *
 * An arena that has become large goes on in large blocks: to get a page from
 * the system costs more than what most of our work does with it.
 */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/platform/platform.h"

enum {
	FIRST_BLOCK = 4 * 1024,
	BLOCK_SIZE = 64 * 1024,
	LARGE_ARENA = 1024 * 1024,
	LARGE_BLOCK = 2 * 1024 * 1024,
};

struct arena_block {
	struct arena_block *next;
	size_t size;
	_Alignas(ARENA_ALIGNMENT) unsigned char bytes[];
};

void arena_init(struct arena *arena)
{
	memset(arena, 0, sizeof(*arena));
}

static bool is_large(size_t bytes)
{
	return bytes >= LARGE_BLOCK;
}

static void free_block(struct arena *arena, struct arena_block *block)
{
	size_t bytes = sizeof(*block) + block->size;

	arena->reserved -= bytes;
	if (is_large(bytes))
		platform_free_large(block);
	else
		free(block);
}

static void free_blocks(struct arena *arena, struct arena_block *block)
{
	while (block) {
		struct arena_block *next = block->next;

		free_block(arena, block);
		block = next;
	}
}

void arena_release(struct arena *arena)
{
	free_blocks(arena, arena->head);
	free_blocks(arena, arena->spare);
	arena_init(arena);
}

void arena_clear(struct arena *arena)
{
	struct arena_block *block = arena->head;

	arena->head = NULL;
	arena->next = NULL;
	arena->room = 0;
	while (block) {
		struct arena_block *next = block->next;

		if (block->size > LARGE_BLOCK) {
			free_block(arena, block);
		} else {
			block->next = arena->spare;
			arena->spare = block;
		}
		block = next;
	}
}

/* One that is kept from before, or NULL; those that are too small go. */
static struct arena_block *spare_block(struct arena *arena, size_t size)
{
	struct arena_block *block;

	while ((block = arena->spare) != NULL) {
		arena->spare = block->next;
		if (block->size >= size)
			return block;
		free_block(arena, block);
	}
	return NULL;
}

static struct arena_block *fresh_block(struct arena *arena, size_t size)
{
	size_t bytes = sizeof(struct arena_block) + size;
	struct arena_block *block =
		is_large(bytes) ? platform_alloc_large(bytes) : malloc(bytes);

	if (!block) {
		fprintf(stderr, "pageaudit: out of memory (%zu bytes)\n", size);
		exit(2);
	}
	block->size = size;
	arena->reserved += bytes;
	return block;
}

/* A short life needs little; one that goes on doubles up to whole blocks. */
static size_t next_size(const struct arena *arena)
{
	size_t size = arena->reserved + FIRST_BLOCK;

	if (arena->reserved >= LARGE_ARENA)
		return LARGE_BLOCK - sizeof(struct arena_block);
	return size > BLOCK_SIZE ? BLOCK_SIZE : size;
}

/* A spare one for what is needed, or else a new one of at least this size. */
static struct arena_block *get_block(
	struct arena *arena, size_t needed, size_t size)
{
	struct arena_block *block = spare_block(arena, needed);

	return block ? block : fresh_block(arena, size < needed ? needed : size);
}

/* What is left of the current block stays in use where another one serves a
 * single request. */
void *arena_take_more(struct arena *arena, size_t size)
{
	size_t next = next_size(arena);
	struct arena_block *block;

	if (arena->head && size > next / 4) {
		block = get_block(arena, size, size);
		block->next = arena->head->next;
		arena->head->next = block;
		return block->bytes;
	}
	block = get_block(arena, size, next);
	block->next = arena->head;
	arena->head = block;
	arena->next = block->bytes + size;
	arena->room = block->size - size;
	return block->bytes;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(arena_take(arena, size), 0, size);
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_take(arena, length + 1);

	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return arena_strndup(arena, text, strlen(text));
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	int length;
	char *text;

	va_copy(again, args);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	text = arena_take(arena, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, args);
	return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}
