/* The platform on POSIX systems. */
#define _GNU_SOURCE
#include "base/platform/platform.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/bug.h"

enum {
	WORKER_STACK = 64 * 1024 * 1024,
	MAX_THREADS = 256,
	LARGE_PAGE = 2 * 1024 * 1024,
};

enum path_kind platform_path_kind(const char *path)
{
	struct stat info;

	if (stat(path, &info) != 0)
		return PATH_MISSING;
	if (S_ISREG(info.st_mode))
		return PATH_FILE;
	return S_ISDIR(info.st_mode) ? PATH_DIRECTORY : PATH_OTHER;
}

static bool failed(struct arena *arena, const char **error)
{
	*error = arena_strdup(arena, strerror(errno));
	return false;
}

bool platform_read_file(struct arena *arena, const char *path, char **bytes,
	size_t *size, const char **error)
{
	struct stat info;
	FILE *file = fopen(path, "rb");

	if (!file)
		return failed(arena, error);
	if (fstat(fileno(file), &info) != 0 || !S_ISREG(info.st_mode)) {
		fclose(file);
		*error = "not a regular file";
		return false;
	}
	*bytes = arena_alloc(arena, (size_t)info.st_size + 1);
	*size = fread(*bytes, 1, (size_t)info.st_size, file);
	if (ferror(file)) {
		failed(arena, error);
		fclose(file);
		return false;
	}
	fclose(file);
	return true;
}

static int by_bytes(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

bool platform_list_directory(struct arena *arena, const char *path,
	struct name_list *names, const char **error)
{
	DIR *directory = opendir(path);
	struct dirent *entry;

	if (!directory)
		return failed(arena, error);
	while ((entry = readdir(directory)) != NULL)
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			*vec_add(arena, &names->items) =
				arena_strdup(arena, entry->d_name);
	closedir(directory);
	if (names->items.count)
		qsort(names->items.items, names->items.count,
			sizeof(*names->items.items), by_bytes);
	return true;
}

char *platform_real_path(struct arena *arena, const char *path)
{
	char *found = realpath(path, NULL);
	char *copy = found ? arena_strdup(arena, found) : NULL;

	free(found);
	return copy;
}

char *platform_current_directory(struct arena *arena)
{
	return platform_real_path(arena, ".");
}

char *platform_program_path(struct arena *arena)
{
	return platform_real_path(arena, "/proc/self/exe");
}

bool platform_make_directory(const char *path)
{
	return mkdir(path, 0777) == 0 || errno == EEXIST;
}

char *platform_make_temporary_directory(struct arena *arena)
{
	const char *parent = getenv("TMPDIR");
	char *path = arena_printf(arena, "%s/pageaudit-XXXXXX",
		parent && parent[0] == '/' ? parent : "/tmp");

	return mkdtemp(path);
}

void *platform_alloc_large(size_t size)
{
	void *memory;

	if (posix_memalign(&memory, LARGE_PAGE, size) != 0)
		return NULL;
#ifdef MADV_HUGEPAGE
	madvise(memory, size, MADV_HUGEPAGE); /* else in small pages */
#endif
	return memory;
}

void platform_free_large(void *memory)
{
	free(memory);
}

int platform_cpu_count(void)
{
	int64_t count = sysconf(_SC_NPROCESSORS_ONLN);

	return count < 1 ? 1 : count > MAX_THREADS ? MAX_THREADS : (int)count;
}

int64_t platform_milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool platform_is_terminal(FILE *stream)
{
	return isatty(fileno(stream)) == 1;
}

void platform_binary_stdout(void)
{
}

struct crew {
	uint32_t count;
	atomic_uint_fast32_t next;
	void (*work)(void *context, uint32_t index);
	void *context;
};

static void *worker(void *argument)
{
	struct crew *crew = argument;
	uint32_t index;

	while ((index = (uint32_t)atomic_fetch_add(&crew->next, 1)) <
		crew->count)
		crew->work(crew->context, index);
	return NULL;
}

void platform_parallel(uint32_t count, int threads,
	void (*work)(void *context, uint32_t index), void *context)
{
	struct crew crew = { .count = count, .work = work, .context = context };
	pthread_t started[MAX_THREADS];
	pthread_attr_t attributes;
	int running = 0;

	if (threads > MAX_THREADS)
		threads = MAX_THREADS;
	if ((uint32_t)threads > count)
		threads = (int)count;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, WORKER_STACK);
	while (running < threads && pthread_create(&started[running],
			&attributes, worker, &crew) == 0)
		running++;
	pthread_attr_destroy(&attributes);
	if (running == 0)
		worker(&crew);
	while (running > 0)
		pthread_join(started[--running], NULL);
}
