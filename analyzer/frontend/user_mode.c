/*
 * Code that lies among a driver's sources and is none: applications, tests,
 * UMDF drivers, and what is built for another system. Nothing of it runs at
 * raised IRQL, so what its sections and calls look like says nothing.
 *
 * A source is user-mode code if it gets the Windows API's own header, and code
 * for another system or an application if it or a header of the driver includes
 * one that only these have, which is not the driver's own. In both cases no
 * kernel header may be named in any of the driver's files that it reads, also
 * not in a branch of #if that is left out: code for both modes is kernel code.
 * wdf.h is for both and says nothing. What a kit's header includes says nothing
 * either, but for one that brings wdm.h without wdf.h.
 */
#include <ctype.h>
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"
#include "frontend/user_mode.h"

static const char *const user_headers[] = { "windows.h", "wudfwdm.h",
	"wudfddi.h", NULL };

static const char *const kernel_headers[] = { "ntddk.h", "wdm.h", "ntifs.h",
	"ndis.h", "fltkernel.h", "storport.h", "miniport.h", "scsi.h", "srb.h",
	"minitape.h", "portcls.h", "stdunk.h", "wsk.h", "fwpsk.h", "dispmprt.h",
	"video.h", "hidport.h", "classpnp.h", "ntstrsafe.h", "netadaptercx.h",
	"acx.h", "usbdlib.h", "ntosp.h", "ntddkbd.h", NULL };

/* Of POSIX, Linux, X11, and of C++ with a whole library. */
static const char *const foreign_headers[] = { "unistd.h", "pthread.h",
	"dlfcn.h", "termios.h", "netdb.h", "syslog.h", "dirent.h",
	"sys/mman.h", "sys/socket.h", "sys/ioctl.h", "sys/wait.h",
	"sys/time.h", "sys/un.h", "sys/epoll.h", "sys/select.h", "arpa/inet.h",
	"netinet/in.h", "iostream", "fstream", "sstream", "thread", "mutex",
	"condition_variable", "filesystem", "future", "gtest/gtest.h",
	"afx.h", "afxwin.h", "atlbase.h", NULL };
static const char *const foreign_prefixes[] = { "linux/", "X11/", "EGL/",
	"wayland-", "rte_", "QtCore/", "QtGui/", "QtWidgets/", NULL };

static bool is_among(const char *name, size_t length, const char *const *names)
{
	for (int i = 0; names[i]; i++)
		if (strlen(names[i]) == length &&
			nocase_starts(name, names[i]))
			return true;
	return false;
}

/* The last part of a header's name: <km\ntddk.h> is ntddk.h. */
static bool names_kernel_header(const char *from, const char *end)
{
	const char *name = from;

	for (const char *at = from; at < end; at++)
		if (*at == '/' || *at == '\\')
			name = at + 1;
	return is_among(name, (size_t)(end - name), kernel_headers);
}

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t'))
		at++;
	return at;
}

/* Whether a line is #include of a kernel header. */
static bool includes_kernel_header(const char *at, const char *end)
{
	static const char word[] = "include";
	const char *close;

	at = skip_blanks(at, end);
	if (at == end || *at++ != '#')
		return false;
	at = skip_blanks(at, end);
	if ((size_t)(end - at) < sizeof(word) - 1 ||
		memcmp(at, word, sizeof(word) - 1) != 0)
		return false;
	at = skip_blanks(at + sizeof(word) - 1, end);
	if (at == end || (*at != '<' && *at != '"'))
		return false;
	at++;
	for (close = at; close < end && *close != '>' && *close != '"';)
		close++;
	return names_kernel_header(at, close);
}

static bool mentions_kernel(const char *text, size_t size)
{
	const char *at = text, *end = text + size;

	while (at < end) {
		const char *line = memchr(at, '\n', (size_t)(end - at));
		const char *line_end = line ? line : end;

		if (includes_kernel_header(at, line_end))
			return true;
		at = line_end + 1;
	}
	return false;
}

/* "QString" and the like: headers of Qt have no extension. */
static bool is_of_qt(const char *name)
{
	return name[0] == 'Q' && isupper((unsigned char)name[1]) &&
		!strchr(name, '.');
}

static bool ends_in(const char *path, const char *name)
{
	size_t length = strlen(path), size = strlen(name);

	return length >= size && !strcmp(path + length - size, name) &&
		(length == size || path[length - size - 1] == '/');
}

/* The name of such a header that a path ends in, or NULL. */
static const char *foreign_header(const char *path)
{
	for (int i = 0; foreign_headers[i]; i++)
		if (ends_in(path, foreign_headers[i]))
			return foreign_headers[i];
	for (int i = 0; foreign_prefixes[i]; i++)
		if (!strncmp(path, foreign_prefixes[i],
			    strlen(foreign_prefixes[i])))
			return path;
	return is_of_qt(path_base(path)) ? path_base(path) : NULL;
}

struct looking {
	CXTranslationUnit tu;
	const struct unit *unit;
	struct arena *arena;
	const char *user, *foreign; /* the first header of either kind */
	bool wdm, wdf, kernel;
};

/* What stands in for the header that has this path, or NULL. */
static const struct standin *standin_of(
	const struct unit *unit, const char *path)
{
	for (uint32_t i = 0; i < unit->standins.count; i++)
		if (!strcmp(unit->standins.items[i].path, path))
			return &unit->standins.items[i];
	return NULL;
}

/* A header that is nobody's, by the name that an #include gives it, or that is
 * the kit's; not one that is the driver's. */
static const char *not_the_drivers(
	const struct unit *unit, const char *path, bool system)
{
	const struct standin *standin = standin_of(unit, path);

	if (standin)
		return standin->kind == STANDIN_EMPTY ? standin->name : NULL;
	return system ? path : NULL;
}

static void look_at_name(
	struct looking *looking, const char *path, bool system, bool by_driver)
{
	const char *base = path_base(path);
	const char *name = by_driver && !looking->foreign ?
		not_the_drivers(looking->unit, path, system) :
		NULL;

	looking->wdm |= !strcmp(base, "wdm.h");
	looking->wdf |= !strcmp(base, "wdf.h");
	if (!looking->user && is_among(base, strlen(base), user_headers))
		looking->user = arena_strdup(looking->arena, base);
	name = name ? foreign_header(name) : NULL;
	if (name)
		looking->foreign = arena_strdup(looking->arena, name);
}

static void look_at_file(
	CXFile file, CXSourceLocation *stack, unsigned length, CXClientData data)
{
	struct looking *looking = data;
	CXString name = clang_getFileName(file);
	bool system = length && clang_Location_isInSystemHeader(
		clang_getLocationForOffset(looking->tu, file, 0));
	const char *text;
	size_t size;

	look_at_name(looking, clang_getCString(name), system,
		length && !clang_Location_isInSystemHeader(stack[0]));
	clang_disposeString(name);
	if (system)
		return;
	text = clang_getFileContents(looking->tu, file, &size);
	looking->kernel |= text && mentions_kernel(text, size);
}

const char *user_mode_reason(struct arena *arena, const struct unit *unit,
	CXTranslationUnit tu)
{
	struct looking looking = { .tu = tu, .unit = unit, .arena = arena };

	clang_getInclusions(tu, look_at_file, &looking);
	if ((!looking.user && !looking.foreign) || looking.kernel ||
		(looking.wdm && !looking.wdf))
		return NULL;
	return arena_printf(arena, looking.user ?
		"user-mode code is not audited: it includes '%s' and no "
		"kernel header" :
		"code for another system or of an application is not audited: "
		"it includes '%s' and no kernel header",
		looking.user ? looking.user : looking.foreign);
}
