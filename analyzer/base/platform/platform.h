/*
 * Everything that asks the operating system. No other folder includes an OS
 * header. Paths are UTF-8 with '/' separators on every system.
 */
#ifndef BASE_PLATFORM_PLATFORM_H
#define BASE_PLATFORM_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/vec.h"

enum path_kind { PATH_MISSING, PATH_FILE, PATH_DIRECTORY, PATH_OTHER };

enum path_kind platform_path_kind(const char *path);

/* Whole file into the arena, with a NUL behind it. On failure returns false
 * and *error says why, without the path ("permission denied"). */
bool platform_read_file(struct arena *arena, const char *path, char **bytes,
	size_t *size, const char **error);

struct name_list {
	VEC(const char *) items;
};

/* Names in a directory, sorted by byte, without "." and "..". */
bool platform_list_directory(struct arena *arena, const char *path,
	struct name_list *names, const char **error);

/* Absolute, with symbolic links resolved; NULL if there is no such file. */
char *platform_real_path(struct arena *arena, const char *path);
char *platform_current_directory(struct arena *arena);
char *platform_program_path(struct arena *arena); /* or NULL */

bool platform_make_directory(const char *path);

/* A new, empty directory among the system's temporary ones; NULL if none can
 * be made. Who asked for it removes it. */
char *platform_make_temporary_directory(struct arena *arena);

/* Memory of some megabytes, in few and large pages where the system has them;
 * NULL if there is none. */
void *platform_alloc_large(size_t size);
void platform_free_large(void *memory);

int platform_cpu_count(void);
int64_t platform_milliseconds(void); /* monotonic */
bool platform_is_terminal(FILE *stream);
void platform_binary_stdout(void); /* LF stays LF on Windows */

/*
 * Calls work(context, i) for i = 0 … count-1 on up to `threads` threads and
 * returns when all are done. The stack of each is large enough for a parser.
 * With one thread everything runs in the caller's order.
 */
void platform_parallel(uint32_t count, int threads,
	void (*work)(void *context, uint32_t index), void *context);

#endif
