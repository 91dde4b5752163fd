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

enum architecture architecture_of(const char *platform)
{
	if (nocase_starts(platform, "ARM64"))
		return ARCHITECTURE_ARM64;
	if (nocase_same(platform, "Win32") || nocase_same(platform, "x86") ||
		nocase_same(platform, "i386"))
		return ARCHITECTURE_X86;
	return ARCHITECTURE_X64;
}
