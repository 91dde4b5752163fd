/*
 * The first pass: properties, with every import read where it stands. The
 * groups of item definitions and items that are met on the way are kept for
 * the passes after it (msbuild_items.c).
 *
 * Imports of Visual Studio's and the kit's own files are known: they are not
 * here, and what projects rely on of them is set in their place. Any other
 * import that is missing is noted.
 */
#include "project/msbuild.h"

#include <stdlib.h>
#include <string.h>

#include "base/nocase.h"
#include "base/path.h"
#include "project/sources_words.h"

enum { DEEPEST_IMPORT = 60 };

/* ---- notes --------------------------------------------------------------- */

void msbuild_note(struct msbuild *msbuild, const char *format, ...)
{
	const char *text, *file = path_relative(msbuild->here, msbuild->file);
	va_list args;

	va_start(args, format);
	text = arena_vprintf(msbuild->arena, format, args);
	va_end(args);
	*vec_add(msbuild->arena, &msbuild->notes) = msbuild->element
		? arena_printf(msbuild->arena, "%s:%u:%u: %s", file,
			  (unsigned)msbuild->element->line,
			  (unsigned)msbuild->element->column, text)
		: arena_printf(msbuild->arena, "%s: %s", file, text);
}

/* ---- properties ---------------------------------------------------------- */

const char *msbuild_name(struct msbuild *msbuild, const char *name)
{
	return intern(&msbuild->names, nocase_lower(msbuild->arena, name));
}

static struct msbuild_value *find_property(
	struct msbuild *msbuild, const char *name)
{
	uint32_t index = map_get(
		&msbuild->properties, msbuild_name(msbuild, name));

	return index == MAP_NONE ? NULL : &msbuild->values.items[index];
}

static const char *with_backslashes(struct arena *arena, const char *path)
{
	char *copy = msbuild_escape(arena, path);

	for (char *c = copy; *c; c++)
		if (*c == '/')
			*c = '\\';
	return copy;
}

/* MSBuildThisFile and its kin, which change with the file. */
static const char *this_file(struct msbuild *msbuild, const char *name)
{
	struct arena *arena = msbuild->arena;
	const char *file = msbuild->file, *base = path_base(file);
	const char *part = name + strlen("MSBuildThisFile");
	size_t stem = strlen(base) - strlen(path_extension(base));

	if (nocase_same(part, "FullPath"))
		return with_backslashes(arena, file);
	if (nocase_same(part, "Directory"))
		return with_backslashes(arena, arena_printf(arena, "%s/",
			path_directory(arena, file)));
	if (nocase_same(part, "Name"))
		return msbuild_escape(arena, arena_strndup(arena, base,
			stem && base[stem - 1] == '.' ? stem - 1 : stem));
	if (nocase_same(part, "Extension"))
		return arena_printf(arena, ".%s", path_extension(base));
	return *part ? "" : msbuild_escape(arena, base);
}

const char *msbuild_value(struct msbuild *msbuild, const char *name)
{
	const struct msbuild_value *value = find_property(msbuild, name);
	const char *environment;

	if (value)
		return value->text;
	if (nocase_starts(name, "MSBuildThisFile"))
		return this_file(msbuild, name);
	environment = getenv(name);
	return environment ? msbuild_escape(msbuild->arena, environment) : "";
}

const char *msbuild_property(struct msbuild *msbuild, const char *name)
{
	return msbuild_plain(msbuild->arena, msbuild_value(msbuild, name));
}

static void put(struct msbuild *msbuild, const char *name, const char *value,
	bool fixed)
{
	struct msbuild_value *known = find_property(msbuild, name);

	if (known && known->fixed && !fixed)
		return;
	if (!known) {
		map_set(msbuild->arena, &msbuild->properties,
			msbuild_name(msbuild, name), msbuild->values.count);
		known = vec_add(msbuild->arena, &msbuild->values);
	}
	*known = (struct msbuild_value){ value, fixed };
}

void msbuild_set(struct msbuild *msbuild, const char *name, const char *value)
{
	put(msbuild, name, value, false);
}

void msbuild_global(
	struct msbuild *msbuild, const char *name, const char *value)
{
	put(msbuild, name, msbuild_escape(msbuild->arena, value), true);
}

static void set_if_empty(
	struct msbuild *msbuild, const char *name, const char *value)
{
	if (!*msbuild_value(msbuild, name))
		msbuild_set(msbuild, name, value);
}

/* ---- what the build system itself sets ------------------------------------ */

/* Directories of the kit stand for themselves: "<kit>\km\". Who reads them
 * asks for the kit's directory below which they are. */
static void set_kit(struct msbuild *msbuild)
{
	static const char *const values[][2] = {
		{ "VCTargetsPath", "<tools>\\" },
		{ "VCInstallDir", "<tools>\\" },
		{ "MSBuildExtensionsPath", "<tools>\\" },
		{ "MSBuildExtensionsPath32", "<tools>\\" },
		{ "UserRootDir", "<tools>" },
		{ "WDKContentRoot", "<kit>\\" },
		{ "WindowsSdkDir", "<kit>\\" },
		{ "DDK_INC_PATH", "<kit>\\km\\" },
		{ "KM_IncludePath", "<kit>\\km\\" },
		{ "IFSKIT_INC_PATH", "<kit>\\km\\" },
		{ "CRT_INC_PATH", "<kit>\\km\\crt" },
		{ "KMDF_INC_PATH", "<kit>\\wdf\\kmdf\\" },
		{ "UMDF_INC_PATH", "<kit>\\wdf\\umdf\\" },
		{ "SDK_INC_PATH", "<kit>\\um\\" },
		{ "UM_IncludePath", "<kit>\\um\\" },
		{ "WDK_UM_INC_PATH", "<kit>\\um\\" },
		{ "KIT_SHARED_INC_PATH", "<kit>\\shared\\" },
		{ "KIT_SHARED_INC_PATH_WDK", "<kit>\\shared\\" },
		{ "KIT_SHARED_IncludePath", "<kit>\\shared\\" },
		{ "SPB_INC_PATH", "<kit>\\km\\spb" },
		{ "UCM_INC_PATH", "<kit>\\km\\ucm" },
		{ "VisualStudioVersion", "17.0" },
		{ "MSBuildToolsVersion", "Current" },
		{ "DefaultPlatformToolset", "v143" },
		{ "LatestTargetPlatformVersion", "10.0.26100.0" },
		{ "MSBuildRuntimeType", "Full" },
		{ "OS", "Windows_NT" },
		{ "_NT_TARGET_VERSION_WIN7", "0x601" },
		{ "_NT_TARGET_VERSION_WIN8", "0x602" },
		{ "_NT_TARGET_VERSION_WINBLUE", "0x603" },
		{ "_NT_TARGET_VERSION_WIN10", "0xA00" },
	};

	for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
		msbuild_set(msbuild, values[i][0], values[i][1]);
}

static void set_own_paths(struct msbuild *msbuild)
{
	struct arena *arena = msbuild->arena;
	const char *base = path_base(msbuild->path);
	const char *extension = path_extension(base);
	size_t stem = strlen(base) - strlen(extension) - (*extension != 0);
	const char *name =
		msbuild_escape(arena, arena_strndup(arena, base, stem));
	const char *directory = with_backslashes(arena, msbuild->directory);

	put(msbuild, "MSBuildProjectDirectory", directory, true);
	put(msbuild, "MSBuildProjectFile", msbuild_escape(arena, base), true);
	put(msbuild, "MSBuildProjectFullPath",
		with_backslashes(arena, msbuild->path), true);
	put(msbuild, "MSBuildProjectName", name, true);
	put(msbuild, "MSBuildProjectExtension",
		arena_printf(arena, ".%s", extension), true);
	msbuild_set(msbuild, "ProjectDir",
		arena_printf(arena, "%s\\", directory));
	msbuild_set(msbuild, "ProjectPath",
		with_backslashes(arena, msbuild->path));
	msbuild_set(msbuild, "ProjectFileName", msbuild_escape(arena, base));
}

/* What Microsoft.Cpp.Default.props leaves behind. */
static void after_default_props(struct msbuild *msbuild)
{
	const char *platform = msbuild_property(msbuild, "Platform");
	bool win32 = nocase_same(platform, "Win32");

	set_if_empty(msbuild, "ProjectName",
		msbuild_value(msbuild, "MSBuildProjectName"));
	set_if_empty(msbuild, "PlatformTarget", win32 ? "x86" : platform);
	set_if_empty(msbuild, "PlatformShortName", win32 ? "x86" : platform);
	set_if_empty(msbuild, "PlatformArchitecture",
		win32 || nocase_same(platform, "ARM") ? "32" : "64");
}

/* The kit knows Windows by name and by number. */
static const char *target_version(struct msbuild *msbuild)
{
	static const char *const versions[][2] = {
		{ "Vista", "0x600" }, { "Windows7", "0x601" },
		{ "Win7", "0x601" }, { "Windows8", "0x602" },
		{ "Win8", "0x602" }, { "WindowsV6.3", "0x603" },
	};
	const char *name = msbuild_property(msbuild, "TargetVersion");

	for (size_t i = 0; i < sizeof(versions) / sizeof(*versions); i++)
		if (nocase_same(name, versions[i][0]))
			return versions[i][1];
	return "0xA00";
}

/* What Microsoft.Cpp.props and the toolset leave behind: the toolset is known
 * by then. */
static void after_cpp_props(struct msbuild *msbuild)
{
	const char *toolset = msbuild_property(msbuild, "PlatformToolset");
	bool kernel = nocase_starts(toolset, "WindowsKernelModeDriver");
	bool win32 =
		nocase_same(msbuild_property(msbuild, "Platform"), "Win32");
	const char *directory = win32
		? "$(Configuration)\\"
		: "$(Platform)\\$(Configuration)\\";

	msbuild_set(msbuild, "IsKernelModeToolset", kernel ? "true" : "false");
	msbuild_set(msbuild, "IsUserModeToolset", kernel ? "false" : "true");
	if (nocase_same(msbuild_property(msbuild, "DriverType"), "KMDF")) {
		set_if_empty(msbuild, "KMDF_VERSION_MAJOR", "1");
		set_if_empty(msbuild, "KMDF_VERSION_MINOR", "33");
	}
	msbuild_set(msbuild, "KMDF_VER_PATH",
		msbuild_expand(msbuild,
			"$(KMDF_VERSION_MAJOR).$(KMDF_VERSION_MINOR)"));
	set_if_empty(msbuild, "_NT_TARGET_VERSION", target_version(msbuild));
	set_if_empty(msbuild, "WIN32_WINNT_VERSION",
		msbuild_value(msbuild, "_NT_TARGET_VERSION"));
	set_if_empty(msbuild, "WINVER_VERSION",
		msbuild_value(msbuild, "_NT_TARGET_VERSION"));
	set_if_empty(msbuild, "NTDDI_VERSION",
		msbuild_expand(msbuild, "$(_NT_TARGET_VERSION)0000"));
	set_if_empty(msbuild, "NETADAPTER_INC_PATH",
		msbuild_expand(msbuild, "<kit>\\km\\netcx\\kmdf\\adapter\\"
			"$(NETADAPTER_VERSION_MAJOR)."
			"$(NETADAPTER_VERSION_MINOR)"));
	set_if_empty(msbuild, "TargetName",
		msbuild_value(msbuild, "ProjectName"));
	directory = msbuild_expand(msbuild, directory);
	set_if_empty(msbuild, "IntDir", directory);
	set_if_empty(msbuild, "OutDir", directory);
}

/* ---- imports -------------------------------------------------------------- */

static const struct xml_file *read_xml(
	struct msbuild *msbuild, const char *path)
{
	struct xml_files *files = msbuild->files;
	const char *key = intern(&files->names, path);
	uint32_t index = map_get(&files->by_path, key);
	struct xml_file file = { 0 };

	if (index != MAP_NONE)
		return &files->list.items[index];
	file.root = xml_read(msbuild->arena, path,
		path_relative(msbuild->here, path), &file.error);
	map_set(msbuild->arena, &files->by_path, key, files->list.count);
	*vec_add(msbuild->arena, &files->list) = file;
	return &files->list.items[files->list.count - 1];
}

static void walk(struct msbuild *msbuild, const struct xml_element *parent);

enum { BEING_READ = 1, READ }; /* values of msbuild->imported */

/* Evaluates a file that is there, in place. MSBuild, too, reads no file
 * twice, so that none can import itself. */
static void import_file(struct msbuild *msbuild, const char *path)
{
	const struct xml_element *element = msbuild->element;
	const char *file = msbuild->file, *key;
	const struct xml_file *read;

	key = intern(&msbuild->names, path);
	if (map_get(&msbuild->imported, key) == BEING_READ)
		msbuild_note(msbuild, "%s: this import goes in a circle, and "
			"is left out", path_relative(msbuild->here, path));
	if (map_get(&msbuild->imported, key) != MAP_NONE)
		return;
	map_set(msbuild->arena, &msbuild->imported, key, BEING_READ);
	read = read_xml(msbuild, path);
	if (!read->root) {
		*vec_add(msbuild->arena, &msbuild->notes) =
			arena_printf(msbuild->arena,
				"%s; the import is left out", read->error);
	} else if (msbuild->depth >= DEEPEST_IMPORT) {
		msbuild_note(msbuild, "%s: imports are nested more than 60 "
			"deep; this one is left out", path);
	} else {
		msbuild->depth++;
		msbuild->file = path;
		walk(msbuild, read->root);
		msbuild->depth--;
	}
	map_set(msbuild->arena, &msbuild->imported, key, READ);
	msbuild->file = file;
	msbuild->element = element;
}

/* The nearest file of this name in the project's directory or above it. */
static void import_nearest(struct msbuild *msbuild, const char *name)
{
	struct arena *arena = msbuild->arena;
	const char *directory = msbuild->directory, *above;

	for (;; directory = above) {
		const char *path = path_join(arena, directory, name);

		if (lookup_kind(msbuild->lookup, &path) == PATH_FILE) {
			import_file(msbuild, path);
			return;
		}
		above = path_directory(arena, directory);
		if (strlen(above) >= strlen(directory))
			return;
	}
}

/* Files of Visual Studio and the kit, whatever the directory. */
static bool is_of_tools(const char *path)
{
	return strstr(path, "<tools>") || strstr(path, "<kit>") ||
		nocase_starts(path_base(path), "Microsoft.Cpp.") ||
		nocase_find(path_base(path), "Microsoft.Windows.WDK.") ||
		nocase_find(path_base(path), "Microsoft.Windows.SDK.");
}

static void set_window(void *msbuild, const char *name, const char *value)
{
	set_if_empty(msbuild, name, value);
}

/*
 * A project that the kit made of a SOURCES file has it beside it, as properties.
 * They ask for what the window of a build had.
 */
static void import_converted(struct msbuild *msbuild)
{
	const char *platform = msbuild_property(msbuild, "Platform");
	const char *name = msbuild_property(msbuild, "Configuration");
	const struct build_settings build = {
		.architecture = architecture_of(platform),
		.debug = nocase_find(name, "debug") != NULL };
	const char *path = path_join(
		msbuild->arena, msbuild->directory, "sources.props");

	msbuild->is_converted = true;
	sources_window(&build, set_window, msbuild);
	if (lookup_kind(msbuild->lookup, &path) == PATH_FILE)
		import_file(msbuild, path);
}

static bool is_conversion(const char *path)
{
	return nocase_same(path_base(path), "PreConfiguration.props");
}

static void import_tools(struct msbuild *msbuild, const char *path)
{
	const char *name = path_base(path);

	if (nocase_same(name, "Microsoft.Cpp.Default.props")) {
		msbuild->has_default_props = true;
		import_nearest(msbuild, "Directory.Build.props");
		after_default_props(msbuild);
	} else if (nocase_same(name, "Microsoft.Cpp.props")) {
		after_cpp_props(msbuild);
	} else if (is_conversion(name)) {
		import_converted(msbuild);
	} else if (nocase_same(name, "Microsoft.Cpp.targets")) {
		import_nearest(msbuild, "Directory.Build.targets");
	}
}

static void leave_out(struct msbuild *msbuild, const char *named)
{
	msbuild->missing++;
	msbuild_note(msbuild, "the import of %s is left out: there is no such "
		"file", named);
}

static void import_one(struct msbuild *msbuild, const char *named)
{
	struct arena *arena = msbuild->arena;
	const char *path = path_join(arena,
		path_directory(arena, msbuild->file),
		path_normalise(arena, named));

	if (lookup_kind(msbuild->lookup, &path) == PATH_FILE) {
		import_file(msbuild, path);
		if (is_conversion(path)) /* a copy: later kits lack it */
			import_converted(msbuild);
	} else if (is_of_tools(named)) {
		import_tools(msbuild, named);
	} else if (!strpbrk(named, "*?")) {
		leave_out(msbuild, named);
	}
}

static void import(struct msbuild *msbuild, const struct xml_element *element)
{
	const char *project = xml_attribute(element, "Project");
	struct msbuild_list names = { 0 };

	if (!project)
		return;
	msbuild_split(msbuild->arena, msbuild_expand(msbuild, project), &names);
	for (uint32_t i = 0; i < names.parts.count; i++)
		import_one(msbuild, names.parts.items[i]);
}

/* ---- the walk -------------------------------------------------------------- */

static bool enter(struct msbuild *msbuild, const struct xml_element *element)
{
	const char *condition = xml_attribute(element, "Condition");

	msbuild->element = element;
	return !condition || msbuild_holds(msbuild, condition,
		path_directory(msbuild->arena, msbuild->file));
}

/* An element that only breaks its line says nothing. */
static const char *unless_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] ? text : "";
}

static void read_properties(
	struct msbuild *msbuild, const struct xml_element *group)
{
	for (uint32_t i = 0; i < group->children.count; i++) {
		const struct xml_element *property = group->children.items[i];

		if (enter(msbuild, property))
			msbuild_set(msbuild, property->name,
				unless_blank(msbuild_expand(
					msbuild, property->text)));
	}
}

static void choose(struct msbuild *msbuild, const struct xml_element *element)
{
	for (uint32_t i = 0; i < element->children.count; i++) {
		const struct xml_element *child = element->children.items[i];
		bool when = !strcmp(child->name, "When");

		if ((when && enter(msbuild, child)) ||
			!strcmp(child->name, "Otherwise")) {
			walk(msbuild, child);
			return;
		}
	}
}

/* Globals that a file wants to set all the same. */
static void unfix(struct msbuild *msbuild, const struct xml_element *project)
{
	const char *local = xml_attribute(project, "TreatAsLocalProperty");
	struct msbuild_list names = { 0 };

	msbuild_split(msbuild->arena, local ? local : "", &names);
	for (uint32_t i = 0; i < names.parts.count; i++) {
		struct msbuild_value *value =
			find_property(msbuild, names.parts.items[i]);

		if (value)
			value->fixed = false;
	}
}

static void walk(struct msbuild *msbuild, const struct xml_element *parent)
{
	unfix(msbuild, parent);
	for (uint32_t i = 0; i < parent->children.count; i++) {
		const struct xml_element *child = parent->children.items[i];
		const struct deferred later = { child, msbuild->file };
		const char *name = child->name;

		if (!strcmp(name, "ItemGroup"))
			*vec_add(msbuild->arena, &msbuild->item_groups) = later;
		else if (!strcmp(name, "ItemDefinitionGroup"))
			*vec_add(msbuild->arena,
				&msbuild->definition_groups) = later;
		else if (!strcmp(name, "Choose"))
			choose(msbuild, child);
		else if (!strcmp(name, "PropertyGroup") &&
			enter(msbuild, child))
			read_properties(msbuild, child);
		else if (!strcmp(name, "ImportGroup") && enter(msbuild, child))
			walk(msbuild, child);
		else if (!strcmp(name, "Import") && enter(msbuild, child))
			import(msbuild, child);
	}
}

/* ---- a project -------------------------------------------------------------- */

void msbuild_init(struct msbuild *msbuild, struct arena *arena,
	struct lookup *lookup, struct xml_files *files, const char *here,
	const char *path)
{
	*msbuild = (struct msbuild){ .arena = arena,
		.lookup = lookup,
		.files = files,
		.here = here,
		.path = path,
		.directory = path_directory(arena, path),
		.file = path };
	intern_init(&msbuild->names, arena);
	if (!files->names.arena)
		intern_init(&files->names, arena);
	set_kit(msbuild);
	set_own_paths(msbuild);
}

bool msbuild_evaluate(struct msbuild *msbuild)
{
	const struct xml_file *file = read_xml(msbuild, msbuild->path);

	msbuild->error = file->error;
	if (!file->root)
		return false;
	if (strcmp(file->root->name, "Project")) {
		msbuild->error = arena_printf(msbuild->arena,
			"%s:%u:%u: expected <Project>, but the file begins "
			"with <%s>",
			path_relative(msbuild->here, msbuild->path),
			(unsigned)file->root->line,
			(unsigned)file->root->column, file->root->name);
		return false;
	}
	map_set(msbuild->arena, &msbuild->imported,
		intern(&msbuild->names, msbuild->path), BEING_READ);
	walk(msbuild, file->root);
	after_default_props(msbuild);
	after_cpp_props(msbuild);
	msbuild_read_definitions(msbuild);
	msbuild_read_items(msbuild);
	msbuild->element = NULL;
	return true;
}
