/*
 * User-mode code that lies among a driver's sources: applications, tests, UMDF
 * drivers. Nothing of it runs at raised IRQL, so what its sections and calls
 * look like says nothing.
 *
 * A source is user-mode code if it gets the Windows API's own header and no
 * kernel header is named in it or in any of the driver's headers that it
 * includes, also not in a branch of #if that is left out: code for both modes
 * is kernel code. wdf.h is for both and says nothing. What a kit's header
 * includes says nothing either, but for one that brings wdm.h without wdf.h.
 */
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

static bool mentions_kernel(const struct read_file *file)
{
	const char *at = file->bytes, *end = file->bytes + file->size;

	while (at < end) {
		const char *line = memchr(at, '\n', (size_t)(end - at));
		const char *line_end = line ? line : end;

		if (includes_kernel_header(at, line_end))
			return true;
		at = line_end + 1;
	}
	return false;
}

/* The first file of the unit that has one of these names, or NULL. */
static const char *included(
	const struct facts *facts, const char *const *names)
{
	for (uint32_t i = 0; i < facts->files.count; i++) {
		const char *base = path_base(facts->files.items[i].path);

		if (is_among(base, strlen(base), names))
			return base;
	}
	return NULL;
}

const char *user_mode_header(const struct reading *reading)
{
	static const char *const wdm[] = { "wdm.h", NULL };
	static const char *const wdf[] = { "wdf.h", NULL };
	const struct facts *facts = reading->facts;
	const char *header = included(facts, user_headers);

	if (!header ||
		(included(facts, wdm) && !included(facts, wdf)))
		return NULL;
	for (uint32_t i = 0; i < reading->files.count; i++)
		if (mentions_kernel(&reading->files.items[i]))
			return NULL;
	return header;
}
