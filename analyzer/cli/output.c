#include "cli/output.h"

#include <errno.h>
#include <string.h>

#include "base/path.h"
#include "cli/say.h"

/* A path that was meant as an input: no report is called that. */
static bool is_source(const char *path)
{
	static const char *const extensions[] = { "c", "cc", "cpp", "cxx", "h",
		"hpp" };
	enum { COUNT = sizeof(extensions) / sizeof(*extensions) };

	for (int i = 0; i < COUNT; i++)
		if (!strcmp(path_extension(path), extensions[i]))
			return true;
	return false;
}

bool output_open(struct output *output, const char *path)
{
	output->path = path;
	output->stream = stdout;
	if (!path)
		return true;
	if (is_source(path)) {
		say_error("%s: is named as an output, but it is a source "
			"file; expected another name", path);
		return false;
	}
	output->stream = fopen(path, "wb");
	if (!output->stream)
		say_error("%s: cannot write: %s", path, strerror(errno));
	return output->stream != NULL;
}

bool output_close(struct output *output)
{
	bool written = fflush(output->stream) == 0 && !ferror(output->stream);

	if (output->path)
		written = fclose(output->stream) == 0 && written;
	if (!written)
		say_error("%s: cannot write: %s",
			output->path ? output->path : "standard output",
			errno ? strerror(errno) : "unknown reason");
	return written;
}
