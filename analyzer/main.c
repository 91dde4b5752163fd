/* From the words of the command line to an exit status. */
#include "base/platform/platform.h"
#include "cli/commands.h"

int main(int argc, char **argv)
{
	enum exit_status status;
	struct arena arena;

	platform_binary_stdout();
	arena_init(&arena);
	status = commands_run(&arena, argc - 1, argv + 1);
	arena_release(&arena);
	return (int)status;
}
