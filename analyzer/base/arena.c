/*
 * A chain of blocks, each filled from the front. A request that is larger than
 * a block gets a block of its own, behind the current one, so that the rest of
 * the current block stays in use.
 */
#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BLOCK = 4 * 1024, BLOCK_SIZE = 64 * 1024, ALIGNMENT = 16 };

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	_Alignas(ALIGNMENT) unsigned char bytes[];
};

void arena_init(struct arena *arena)
{
	arena->head = NULL;
	arena->reserved = 0;
}

void arena_release(struct arena *arena)
{
	struct arena_block *block = arena->head;

	while (block) {
		struct arena_block *next = block->next;
		free(block);
		block = next;
	}
	arena_init(arena);
}

void arena_clear(struct arena *arena)
{
	struct arena_block *kept = arena->head;
	struct arena rest = { NULL, 0 };

	if (!kept)
		return;
	rest.head = kept->next;
	arena_release(&rest);
	memset(kept->bytes, 0, kept->used);
	kept->next = NULL;
	kept->used = 0;
	arena->reserved = sizeof(*kept) + kept->size;
}

static struct arena_block *new_block(struct arena *arena, size_t size)
{
	struct arena_block *block = calloc(1, sizeof(*block) + size);

	if (!block) {
		fprintf(stderr, "pageaudit: out of memory (%zu bytes)\n", size);
		exit(2);
	}
	block->size = size;
	arena->reserved += sizeof(*block) + size;
	return block;
}

/* A short life needs little; one that goes on doubles up to whole blocks. */
static size_t next_size(const struct arena *arena, size_t needed)
{
	size_t size = arena->reserved + FIRST_BLOCK;

	if (size > BLOCK_SIZE)
		size = BLOCK_SIZE;
	return size < needed ? needed : size;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	struct arena_block *block = arena->head;
	void *memory;

	size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	if (size > BLOCK_SIZE / 4) {
		block = new_block(arena, size);
		block->used = size;
		if (arena->head) {
			block->next = arena->head->next;
			arena->head->next = block;
		} else {
			arena->head = block;
		}
		return block->bytes;
	}
	if (!block || block->size - block->used < size) {
		block = new_block(arena, next_size(arena, size));
		block->next = arena->head;
		arena->head = block;
	}
	memory = block->bytes + block->used;
	block->used += size;
	return memory;
}

char *arena_strndup(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_alloc(arena, length + 1);

	memcpy(copy, text, length);
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
	text = arena_alloc(arena, (size_t)length + 1);
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
