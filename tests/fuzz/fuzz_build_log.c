/*
 * Any bytes must be read as a build log without a crash and in time that grows
 * with their number; and as the condition of a project, too.
 */
#include <stddef.h>
#include <stdint.h>

#include "project/build_log.h"
#include "project/msbuild.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_condition(struct arena *arena, const char *text)
{
	struct xml_files files = { 0 };
	struct lookup lookup;
	struct msbuild msbuild;

	lookup_init(&lookup, arena);
	msbuild_init(&msbuild, arena, &lookup, &files, "/", "/fuzz.vcxproj");
	msbuild_global(&msbuild, "Configuration", "Release");
	msbuild_holds(&msbuild, text, "/");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct build_log log = { 0 };
	struct arena arena;

	arena_init(&arena);
	build_log_read(&arena, "fuzz.tlog", (const char *)data, size, &log);
	read_condition(&arena,
		arena_strndup(&arena, (const char *)data, size));
	arena_release(&arena);
	return 0;
}
