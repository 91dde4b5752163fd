#include "project/unit.h"

#include "base/nocase.h"
#include "base/path.h"

bool unit_is_source(const char *path)
{
	static const char *const extensions[] = { "c", "cc", "cpp", "cxx" };

	for (int i = 0; i < 4; i++)
		if (nocase_same(path_extension(path), extensions[i]))
			return true;
	return false;
}
