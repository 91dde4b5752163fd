/*
 * Open addressing with linear probing over xxHash's 64-bit hash. Nothing is
 * ever removed. An old table stays behind in the arena when the table grows;
 * together the old ones are no larger than the current one.
 */
#include "base/intern.h"

#include <stdio.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

enum { SHORT_NAME = 256 };

struct intern_entry {
	const char *text; /* NULL: free */
	uint32_t hash;
	uint32_t length;
};

void intern_init(struct intern *table, struct arena *arena)
{
	table->arena = arena;
	table->slots = NULL;
	table->count = 0;
	table->capacity = 0;
}

static struct intern_entry *find(const struct intern *table, const char *text,
	size_t length, uint32_t hash)
{
	uint32_t mask = table->capacity - 1;
	uint32_t at = hash & mask;

	for (;; at = (at + 1) & mask) {
		struct intern_entry *entry = &table->slots[at];

		if (!entry->text)
			return entry;
		if (entry->hash == hash && entry->length == length &&
			!memcmp(entry->text, text, length))
			return entry;
	}
}

static void grow(struct intern *table)
{
	struct intern old = *table;

	table->capacity = old.capacity ? old.capacity * 2 : 256;
	table->slots = arena_alloc(
		table->arena, table->capacity * sizeof(*table->slots));
	for (uint32_t i = 0; i < old.capacity; i++) {
		const struct intern_entry *entry = &old.slots[i];

		if (entry->text)
			*find(table, entry->text, entry->length, entry->hash) =
				*entry;
	}
}

const char *intern_n(struct intern *table, const char *text, size_t length)
{
	uint32_t hash = (uint32_t)XXH3_64bits(text, length);
	struct intern_entry *entry;

	if (table->count * 2 >= table->capacity)
		grow(table);
	entry = find(table, text, length, hash);
	if (!entry->text) {
		entry->text = arena_strndup(table->arena, text, length);
		entry->hash = hash;
		entry->length = (uint32_t)length;
		table->count++;
	}
	return entry->text;
}

const char *intern(struct intern *table, const char *text)
{
	return text ? intern_n(table, text, strlen(text)) : NULL;
}

const char *intern_join(struct intern *table, const char *first, ...)
{
	char name[SHORT_NAME];
	struct arena scratch;
	const char *text;
	size_t length = 0;
	va_list args;

	va_start(args, first);
	for (text = first; text; text = va_arg(args, const char *)) {
		size_t size = strlen(text);

		if (size < SHORT_NAME - length)
			memcpy(name + length, text, size);
		length += size;
		if (length >= SHORT_NAME)
			break;
	}
	va_end(args);
	if (!text)
		return intern_n(table, name, length);
	arena_init(&scratch);
	text = arena_strdup(&scratch, first);
	va_start(args, first);
	for (const char *next; (next = va_arg(args, const char *)) != NULL;)
		text = arena_printf(&scratch, "%s%s", text, next);
	va_end(args);
	text = intern(table, text);
	arena_release(&scratch);
	return text;
}

/* Names are short: one that does not fit is printed again, into memory of its
 * own. */
const char *intern_printf(struct intern *table, const char *format, ...)
{
	char name[SHORT_NAME];
	struct arena scratch;
	const char *text;
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(name, sizeof(name), format, args);
	va_end(args);
	if (length < SHORT_NAME)
		return intern_n(table, name, (size_t)length);
	arena_init(&scratch);
	va_start(args, format);
	text = intern(table, arena_vprintf(&scratch, format, args));
	va_end(args);
	arena_release(&scratch);
	return text;
}
