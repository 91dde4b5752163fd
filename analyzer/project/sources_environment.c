/*
 * The macros that a build window of the kit sets before the utility is started,
 * and those that its makefiles set before they read a SOURCES file. The system
 * is Windows 7, the last that the utility knew. Directories of the kit stand
 * for themselves, as in msbuild.c.
 */
#include "project/sources_parts.h"
#include "project/sources_words.h"

struct setting {
	const char *name, *value;
};

static const struct setting everywhere[] = {
	{ "DDK_TARGET_OS", "Win7" },
	{ "_NT_TARGET_VERSION", "0x601" },
	{ "_NT_TARGET_VERSION_LATEST", "0x601" },
	{ "_NT_TARGET_VERSION_WIN8", "0x602" },
	{ "_NT_TARGET_VERSION_WIN7", "0x601" },
	{ "_NT_TARGET_VERSION_VISTA", "0x600" },
	{ "_NT_TARGET_VERSION_LONGHORN", "0x600" },
	{ "_NT_TARGET_VERSION_WS03", "0x502" },
	{ "_NT_TARGET_VERSION_WINXP", "0x501" },
	{ "_NT_TARGET_VERSION_WIN2K", "0x500" },
	{ "_NT_TARGET_VERSION_NT4", "0x400" },
	{ "BASEDIR", "<kit>" },
	{ "PUBLIC_ROOT", "<kit>" },
	{ "SDK_PATH", "<kit>" },
	{ "DDK_PATH", "<kit>" },
	{ "PROJECT_ROOT", "<kit>\\src" },
	{ "NTMAKEENV", "<kit>\\bin" },
	{ "WPP_CONFIG_PATH", "<kit>\\bin\\wppconfig" },
	{ "DDK_INC_PATH", "<kit>\\km" },
	{ "WDM_INC_PATH", "<kit>\\km" },
	{ "IFSKIT_INC_PATH", "<kit>\\km" },
	{ "HALKIT_INC_PATH", "<kit>\\km" },
	{ "DRIVER_INC_PATH", "<kit>\\km" },
	{ "CRT_INC_PATH", "<kit>\\km\\crt" },
	{ "SDK_INC_PATH", "<kit>\\um" },
	{ "OAK_INC_PATH", "<kit>\\um" },
	{ "ATL_INC_PATH", "<kit>\\um" },
	{ "MFC_INC_PATH", "<kit>\\um" },
	{ "KMDF_INC_PATH", "<kit>\\wdf\\kmdf" },
	{ "UMDF_INC_PATH", "<kit>\\wdf\\umdf" },
	{ "KMDF_VER_PATH", "1.9" },
	{ "UMDF_VER_PATH", "1.9" },
	{ "INCLUDE", "<kit>\\um" },
	{ "DDK_LIB_PATH", "<kit>\\lib" },
	{ "SDK_LIB_PATH", "<kit>\\lib" },
	{ "IFSKIT_LIB_PATH", "<kit>\\lib" },
	{ "HALKIT_LIB_PATH", "<kit>\\lib" },
	{ "CRT_LIB_PATH", "<kit>\\lib\\crt" },
	{ "IA64", "0" },
	{ "ARM", "0" },
	{ "ALPHA", "0" },
	{ "AXP64", "0" },
	{ "MIPS", "0" },
	{ "PPC", "0" },
	{ "MPPC", "0" },
	{ "OBJ_PATH", "." },
	{ "O", "obj$(BUILD_ALT_DIR)\\$(TARGET_DIRECTORY)" },
	{ "BUILD_ALT_DIR", "$(DDKBUILDENV)_win7_$(_BUILDARCH)" },
	{ 0 },
};

static void set(void *nmake, const char *name, const char *value)
{
	nmake_set(nmake, name, value);
}

void sources_set_environment(
	struct nmake *nmake, const struct build_settings *build)
{
	for (const struct setting *at = everywhere; at->name; at++)
		set(nmake, at->name, at->value);
	sources_window(build, set, nmake);
}
