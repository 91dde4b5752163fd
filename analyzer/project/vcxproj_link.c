/*
 * What a project tells the linker about sections: three items of metadata.
 */
#include "project/link_options.h"
#include "project/vcxproj_parts.h"

static const char *value_of(struct msbuild *msbuild, const char *name)
{
	return msbuild_plain(msbuild->arena,
		msbuild_metadata(msbuild, "Link", NULL, name));
}

const char *vcxproj_link_options(struct msbuild *msbuild)
{
	const char *options = NULL;
	struct words words = { 0 };

	link_options_add_values(msbuild->arena, "/MERGE:",
		value_of(msbuild, "MergeSections"), &options);
	link_options_add_values(msbuild->arena, "/SECTION:",
		value_of(msbuild, "SpecifySectionAttributes"), &options);
	command_split(msbuild->arena, value_of(msbuild, "AdditionalOptions"),
		QUOTING_WINDOWS, &words);
	link_options_add(msbuild->arena, &words, &options);
	return options;
}
