/*
 * TARGETTYPE says what is built. It says nothing about the mode of a static
 * library: then the sources do, or a driver that links it.
 */
#include <string.h>

#include "base/nocase.h"
#include "project/kernel_probe.h"
#include "project/sources_parts.h"
#include "project/sources_words.h"

static bool is_one_of(const char *text, const char *const *names)
{
	for (; *names; names++)
		if (nocase_same(text, *names))
			return true;
	return false;
}

static bool is_kernel_type(const char *type)
{
	static const char *const names[] = { "DRIVER", "MINIPORT",
		"EXPORT_DRIVER", "GDI_DRIVER", "DRIVER_LIBRARY", "HAL", NULL };

	return is_one_of(type, names);
}

static const char *user_reason(const char *type)
{
	static const char *const programs[] = { "PROGRAM", "PROGLIB",
		"UMAPPL_NOLIB", "BOOTPGM", NULL };

	if (is_one_of(type, programs))
		return "it is a user-mode program";
	if (nocase_same(type, "DYNLINK"))
		return "it is a user-mode library";
	return NULL;
}

static bool names_anything(struct nmake *nmake)
{
	const char *word;
	bool counts;

	for (uint32_t i = 0;
		(word = sources_word(i, ARCHITECTURE_X64, &counts)); i++) {
		const char *names = nmake_value(nmake, word);

		if (names[strspn(names, " \t")])
			return true;
	}
	return false;
}

/* A driver of resources names these; one that names nothing lost something. */
static void judge_empty(
	struct nmake *nmake, struct product *product, bool is_kernel)
{
	if (!is_kernel || names_anything(nmake))
		product->skipped = "it compiles nothing";
	else
		*vec_add(nmake->arena, &product->problems) = arena_printf(
			nmake->arena, "no source comes from this driver: "
			"SOURCES names none; set in the environment what it "
			"is made of, or name the sources or their directory");
}

bool sources_set_kind(struct nmake *nmake, struct product *product)
{
	const char *type = nmake_value(nmake, "TARGETTYPE");

	product->is_library = nocase_same(type, "LIBRARY") ||
		nocase_same(type, "DRIVER_LIBRARY");
	product->skipped = user_reason(type);
	if (nmake_is_set(nmake, "UMDF_VERSION") ||
		nmake_is_set(nmake, "UMDF_VERSION_MAJOR"))
		product->skipped = "it is a user-mode driver";
	else if (nocase_same(nmake_value(nmake, "DRIVERTYPE"), "VXD"))
		product->skipped = "it is a driver of Windows 9x";
	if (product->skipped)
		return false;
	if (!product->units.count) {
		judge_empty(nmake, product, is_kernel_type(type));
	} else if (!is_kernel_type(type) &&
		!kernel_probe(nmake->lookup, product)) {
		product->skipped = "nothing in it says that it is kernel mode";
		product->undecided = product->is_library;
	}
	return true;
}
