#include "project/kernel_probe.h"

#include <stdio.h>
#include <string.h>

#include "base/nocase.h"

enum { PROBE = 16 * 1024 };

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

bool kernel_probe(const char *path)
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
