#include "project/kernel_probe.h"

#include <ctype.h>
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"
#include "base/text_file.h"
#include "project/include_scan.h"

enum { MOST_FILES = 500 };

struct probing {
	struct arena *arena;
	struct lookup *lookup;
	struct intern names;
	struct map seen;
	VEC(const char *) files; /* to be read */
	bool kernel; /* a file is for kernel code alone */
	bool either; /* for both modes: a condition decides */
	bool user;   /* a source is for user-mode code alone */
};

static const char *const kernel_headers[] = { "ntddk.h", "wdm.h", "ntifs.h",
	"fltkernel.h", "ndis.h", "wdf.h", "storport.h", "portcls.h",
	"miniport.h", "video.h", "strmini.h", "hidport.h", "ntosp.h", NULL };

static const char *const user_headers[] = { "windows.h", "winsock2.h",
	"ws2tcpip.h", "iphlpapi.h", "setupapi.h", "shlwapi.h", "shellapi.h",
	"shlobj.h", "winsvc.h", "pathcch.h", "tlhelp32.h", NULL };

static bool is_among(const char *name, const char *const *headers)
{
	name = path_base(name);
	for (; *headers; headers++)
		if (nocase_same(name, *headers))
			return true;
	return false;
}

static void add_file(struct probing *probing, const char *path)
{
	const char *key = intern(&probing->names, path);

	if (map_get(&probing->seen, key) != MAP_NONE ||
		probing->files.count >= MOST_FILES)
		return;
	map_set(probing->arena, &probing->seen, key, 1);
	*vec_add(probing->arena, &probing->files) = key;
}

/* Adds the header if it is in this directory. */
static bool find(
	struct probing *probing, const char *directory, const char *name)
{
	const char *path = path_join(probing->arena, directory, name);

	if (lookup_kind(probing->lookup, &path) != PATH_FILE)
		return false;
	add_file(probing, path);
	return true;
}

static void follow(struct probing *probing, const struct unit *unit,
	const char *includer, const char *named)
{
	const char *name = path_normalise(probing->arena, named);

	if (find(probing, path_directory(probing->arena, includer), name))
		return;
	for (uint32_t i = 0; i < unit->arguments.count; i++) {
		const char *argument = unit->arguments.items[i];

		if (!strncmp(argument, "-I", 2) && argument[2] &&
			find(probing, argument + 2, name))
			return;
	}
}

static void probe(
	struct probing *probing, const struct unit *unit, const char *path)
{
	struct scanned_source scanned = { 0 };
	bool kernel = false, user = false;
	const char *error;
	char *text;
	size_t size;

	if (!text_read_file(probing->arena, path, &text, &size, &error))
		return;
	include_scan(probing->arena, text, size, &scanned);
	for (uint32_t i = 0; i < scanned.includes.count; i++) {
		const char *name = path_normalise(
			probing->arena, scanned.includes.items[i].name);

		kernel |= is_among(name, kernel_headers);
		user |= is_among(name, user_headers);
		follow(probing, unit, path, name);
	}
	probing->kernel |= kernel && !user;
	probing->either |= kernel && user;
	probing->user |= user && !kernel && !strcmp(path, unit->path);
}

bool kernel_probe(struct lookup *lookup, const struct product *product)
{
	struct arena scratch;
	struct probing probing = { .arena = &scratch, .lookup = lookup };
	uint32_t next = 0;

	arena_init(&scratch);
	intern_init(&probing.names, &scratch);
	for (uint32_t i = 0; i < product->units.count && !probing.kernel; i++) {
		const struct unit *unit = &product->units.items[i];

		add_file(&probing, unit->path);
		while (!probing.kernel && next < probing.files.count)
			probe(&probing, unit, probing.files.items[next++]);
	}
	arena_release(&scratch);
	return probing.kernel || (probing.either && !probing.user);
}

/* ---- a driver's entry ------------------------------------------------------ */

static bool is_in_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* "DriverEntry (", wherever it stands. */
static bool has_entry(const char *text)
{
	static const char name[] = "DriverEntry";

	for (const char *at = text; (at = strstr(at, name));) {
		bool starts = at == text || !is_in_name(at[-1]);

		at += strlen(name);
		if (starts && at[strspn(at, " \t\r\n")] == '(')
			return true;
	}
	return false;
}

bool kernel_probe_entry(const struct product *product)
{
	struct arena scratch;
	bool found = false;

	arena_init(&scratch);
	for (uint32_t i = 0; i < product->units.count && !found; i++) {
		const char *error;
		char *text;
		size_t size;

		if (text_read_file(&scratch, product->units.items[i].path,
			    &text, &size, &error))
			found = has_entry(text);
	}
	arena_release(&scratch);
	return found;
}
