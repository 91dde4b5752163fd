/*
 * Is it kernel mode? The kit's toolset says so nearly always. A project whose
 * settings come from files that are not here says nothing; then its sources
 * do, by the headers they include.
 */
#include <stdio.h>
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"
#include "project/vcxproj_parts.h"

enum { PROBE = 16 * 1024 };

static bool is(struct msbuild *msbuild, const char *property, const char *value)
{
	return nocase_same(msbuild_property(msbuild, property), value);
}

static const char *link_value(struct msbuild *msbuild, const char *name)
{
	return msbuild_plain(msbuild->arena,
		msbuild_metadata(msbuild, "Link", NULL, name));
}

/* What the linker is told of any driver. */
static bool links_a_driver(struct msbuild *msbuild)
{
	const char *driver = link_value(msbuild, "Driver");
	const char *options = link_value(msbuild, "AdditionalOptions");

	return (*driver && !nocase_same(driver, "NotSet")) ||
		nocase_same(link_value(msbuild, "SubSystem"), "Native") ||
		nocase_find(options, "/driver") ||
		nocase_find(options, "-driver");
}

static bool says_kernel(struct msbuild *msbuild)
{
	const char *toolset = msbuild_property(msbuild, "PlatformToolset");

	return nocase_starts(toolset, "WindowsKernelModeDriver") ||
		is(msbuild, "ConfigurationType", "Driver") ||
		is(msbuild, "DriverType", "KMDF") ||
		is(msbuild, "DriverType", "WDM") || links_a_driver(msbuild);
}

bool vcxproj_is_made_elsewhere(struct msbuild *msbuild)
{
	return is(msbuild, "ConfigurationType", "Utility") ||
		is(msbuild, "ConfigurationType", "Makefile");
}

static const char *says_user(struct msbuild *msbuild)
{
	const char *toolset = msbuild_property(msbuild, "PlatformToolset");

	if (vcxproj_is_made_elsewhere(msbuild))
		return "it compiles nothing";
	if (is(msbuild, "DriverType", "UMDF") ||
		nocase_starts(toolset, "WindowsUserModeDriver"))
		return "it is a user-mode driver";
	if (nocase_starts(toolset, "WindowsApplicationForDrivers"))
		return "it is a user-mode program";
	return NULL;
}

/* ---- sources ------------------------------------------------------------- */

static bool includes_kernel_header(const char *text)
{
	static const char *const headers[] = { "ntddk.h", "wdm.h", "ntifs.h",
		"fltkernel.h", "ndis.h", "wdf.h", "storport.h", "portcls.h" };
	const char *line = text;

	while ((line = strstr(line, "#include")) != NULL) {
		const char *name = line + strlen("#include");

		name += strspn(name, " \t<\"");
		for (size_t i = 0; i < sizeof(headers) / sizeof(*headers); i++)
			if (nocase_starts(name, headers[i]))
				return true;
		line = name;
	}
	return false;
}

static bool file_is_kernel(const char *path)
{
	char text[PROBE + 1];
	size_t count;
	FILE *file = fopen(path, "rb");

	if (!file)
		return false;
	count = fread(text, 1, PROBE, file);
	fclose(file);
	for (size_t i = 0; i < count; i++)
		if (!text[i])
			text[i] = ' ';
	text[count] = '\0';
	return includes_kernel_header(text);
}

struct probing {
	struct msbuild *msbuild;
	bool kernel;
};

static void probe(void *context, struct msbuild_item *item)
{
	struct probing *probing = context;
	struct msbuild *msbuild = probing->msbuild;
	const char *path = path_join(msbuild->arena, msbuild->directory,
		path_normalise(msbuild->arena, item->include));

	if (lookup_kind(msbuild->lookup, &path) == PATH_FILE)
		probing->kernel = probing->kernel || file_is_kernel(path);
}

const char *vcxproj_skip_reason(
	struct msbuild *msbuild, const struct vcxproj *project)
{
	struct probing probing = { msbuild, false };
	const char *reason = says_user(msbuild);

	if (reason || says_kernel(msbuild))
		return reason;
	if (!project->units.count)
		return "it compiles nothing";
	if (*msbuild_property(msbuild, "PlatformToolset"))
		return "it is a user-mode program or library";
	msbuild_items(msbuild, "ClCompile", probe, &probing);
	msbuild_items(msbuild, "ClInclude", probe, &probing);
	return probing.kernel ? NULL
		: "nothing in it says that it is kernel mode";
}
