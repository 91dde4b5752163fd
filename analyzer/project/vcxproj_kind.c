/*
 * Is it kernel mode? The kit's toolset says so nearly always. A project whose
 * settings come from files that are not here says nothing; then its sources
 * do, by the headers they include.
 */
#include "base/nocase.h"
#include "project/kernel_probe.h"
#include "project/vcxproj_parts.h"

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

const char *vcxproj_skip_reason(
	struct msbuild *msbuild, const struct product *project)
{
	const char *reason = says_user(msbuild);

	if (reason || says_kernel(msbuild))
		return reason;
	if (!project->units.count)
		return "it compiles nothing";
	if (*msbuild_property(msbuild, "PlatformToolset"))
		return "it is a user-mode program or library";
	return kernel_probe(msbuild->lookup, project)
		? NULL
		: "nothing in it says that it is kernel mode";
}
