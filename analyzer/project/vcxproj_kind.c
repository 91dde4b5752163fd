/*
 * Is it kernel mode? The kit's toolset says so nearly always. A project whose
 * settings come from files that are not here says nothing; then its sources
 * do, by the headers they include.
 */
#include "base/nocase.h"
#include "base/path.h"
#include "project/kernel_probe.h"
#include "project/vcxproj_parts.h"

static const char NOTHING_COMPILED[] = "it compiles nothing";
static const char USER_MODE[] = "it is a user-mode program or library";

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

/* What says that the result is a program: drivers are linked as Native. A
 * library is not linked, whatever its template left there. */
static bool links_a_program(struct msbuild *msbuild)
{
	const char *subsystem = link_value(msbuild, "SubSystem");
	const char *toolset = msbuild_property(msbuild, "PlatformToolset");

	if (is(msbuild, "ConfigurationType", "Driver") ||
		is(msbuild, "ConfigurationType", "StaticLibrary") ||
		links_a_driver(msbuild))
		return false;
	return nocase_same(subsystem, "Console") ||
		(nocase_same(subsystem, "Windows") &&
			!nocase_starts(toolset, "WindowsKernelModeDriver"));
}

static bool is_among(const char *name, const char *const *names)
{
	for (; *names; names++)
		if (nocase_same(name, *names))
			return true;
	return false;
}

/* Whether it is linked with what only user mode has, and nothing of the
 * kernel's. */
static bool links_user_code(const struct product *product)
{
	static const char *const user[] = { "kernel32", "ntdll", "user32",
		"advapi32", "onecore", "onecoreuap", "mincore", "setupapi",
		"ws2_32", "shell32", "ole32", "iphlpapi", NULL };
	static const char *const kernel[] = { "ntoskrnl", "hal", "ndis",
		"wdmsec", "netio", "fltmgr", "storport", "portcls", "usbd",
		"bufferoverflowk", "bufferoverflowfastfailk", NULL };
	bool found = false;

	for (uint32_t i = 0; i < product->libraries.count; i++) {
		const char *name = product->libraries.items[i];

		if (is_among(name, kernel))
			return false;
		found |= is_among(name, user);
	}
	return found;
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
		return NOTHING_COMPILED;
	if (is(msbuild, "DriverType", "UMDF") ||
		nocase_starts(toolset, "WindowsUserModeDriver"))
		return "it is a user-mode driver";
	if (nocase_starts(toolset, "WindowsApplicationForDrivers"))
		return "it is a user-mode program";
	return links_a_program(msbuild) ? USER_MODE : NULL;
}

static const char *skip_reason(
	struct msbuild *msbuild, const struct product *product)
{
	const char *reason = says_user(msbuild);

	if (reason || says_kernel(msbuild))
		return reason;
	if (!product->units.count)
		return NOTHING_COMPILED;
	if (*msbuild_property(msbuild, "PlatformToolset") ||
		is(msbuild, "ConfigurationType", "Application") ||
		links_user_code(product))
		return USER_MODE;
	return kernel_probe(msbuild->lookup, product)
		? NULL
		: "nothing in it says that it is kernel mode";
}

/* ---- no sources ------------------------------------------------------------ */

/* What a converted project has in the place of its items. */
static const char *missing_words(struct msbuild *msbuild)
{
	const char *path = path_join(
		msbuild->arena, msbuild->directory, "sources.props");

	if (*msbuild_property(msbuild, "SOURCES"))
		return NULL; /* resources, say */
	return lookup_kind(msbuild->lookup, &path) == PATH_FILE
		? "the sources.props beside it sets no SOURCES"
		: "the sources.props beside it, which sets SOURCES, is not "
		  "there";
}

/* Why a kernel-mode project has no source although it should; NULL if it only
 * installs something, or holds headers. */
static const char *missing_sources(
	struct msbuild *msbuild, const struct product *product)
{
	if (is(msbuild, "DriverType", "Package"))
		return NULL;
	if (msbuild->missing)
		return "files that it imports are not there";
	if (msbuild->is_converted)
		return missing_words(msbuild);
	return product->excluded.count || msbuild_mentions(msbuild, "ClCompile")
		? "what it has to compile is not for this configuration, or "
		  "no source"
		: NULL;
}

static void judge_empty(struct msbuild *msbuild, struct product *product)
{
	const char *why = missing_sources(msbuild, product);

	if (!why)
		product->skipped = NOTHING_COMPILED;
	else
		*vec_add(msbuild->arena, &product->problems) = arena_printf(
			msbuild->arena, "no source comes from this kernel-mode "
			"project (%s): %s; ask for another configuration, or "
			"name its sources or their directory",
			product->configuration, why);
}

void vcxproj_set_kind(struct msbuild *msbuild, struct product *product)
{
	product->skipped = skip_reason(msbuild, product);
	product->undecided = product->skipped && product->is_library &&
		product->units.count && !says_user(msbuild);
	product->may_be_library = !product->skipped &&
		!*msbuild_property(msbuild, "ConfigurationType") &&
		!kernel_probe_entry(product);
	if (!product->skipped && !product->units.count)
		judge_empty(msbuild, product);
}
