#include "base/text_file.h"

#include "base/platform/platform.h"
#include "base/utf16.h"

bool text_read_file(struct arena *arena, const char *path, char **text,
	size_t *size, const char **error)
{
	char *wide;

	if (!platform_read_file(arena, path, text, size, error))
		return false;
	wide = utf16_to_utf8(arena, *text, size);
	if (wide)
		*text = wide;
	return true;
}
