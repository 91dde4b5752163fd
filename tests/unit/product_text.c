#include "product_text.h"

#include <string.h>

#include "base/path.h"

struct writer {
	struct arena *arena;
	char *text;
};

static void add(struct writer *writer, const char *format, ...)
	PRINTF_LIKE(2, 3);

static void add(struct writer *writer, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	writer->text = arena_printf(writer->arena, "%s%s", writer->text,
		arena_vprintf(writer->arena, format, args));
	va_end(args);
}

struct strings {
	const char *const *items;
	uint32_t count;
};

static void add_list(
	struct writer *writer, const char *title, struct strings list)
{
	for (uint32_t i = 0; i < list.count; i++)
		add(writer, "%s%s", i ? "," : title, list.items[i]);
}

static void add_settings(
	struct writer *writer, const struct build_settings *build)
{
	static const char *const architectures[] = { "", " arm64", " x86" };
	static const char *const languages[] = { "", " c", " cxx" };

	add(writer, "%s%s%s", architectures[build->architecture],
		languages[build->language], build->debug ? " debug" : "");
	if (build->os)
		add(writer, " os=0x%08x", (unsigned)build->os);
	if (build->kmdf_major)
		add(writer, " kmdf=%u.%u", (unsigned)build->kmdf_major,
			(unsigned)build->kmdf_minor);
	add_list(writer, " wpp=",
		(struct strings){ build->wpp_functions.items,
			build->wpp_functions.count });
	add_list(writer, " kit=",
		(struct strings){ build->kit_directories.items,
			build->kit_directories.count });
}

/* Without "NAME.vcxproj:3:5: ". */
static const char *note_text(const char *note)
{
	const char *colon = strstr(note, ": ");

	return colon ? colon + 2 : note;
}

static void add_lines(
	struct writer *writer, const char *word, struct strings list)
{
	for (uint32_t i = 0; i < list.count; i++)
		add(writer, "%s %s\n", word,
			strcmp(word, "note") ? list.items[i]
					     : note_text(list.items[i]));
}

static bool is_usual_argument(const char *argument)
{
	static const char *const usual[] = { "-DWIN32=100", "-D_NT1X_=100",
		"-DCONDITION_HANDLING=1", "-DNT_INST=0",
		"-DWIN32_LEAN_AND_MEAN=1", "-DDEVL=1", "-DFPO=0", "-DNDEBUG",
		"-D_DLL=1" };

	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++)
		if (!strcmp(argument, usual[i]))
			return true;
	return false;
}

/* What the kit's toolset adds to any driver is not worth saying. */
static const char usual_link[] =
	"/MERGE:_TEXT=.text /MERGE:_PAGE=PAGE /SECTION:INIT,d";

static void add_unit(struct writer *writer, const struct unit *unit)
{
	add(writer, "unit %s", unit->path);
	for (uint32_t i = 0; i < unit->arguments.count; i++)
		if (!is_usual_argument(unit->arguments.items[i]))
			add(writer, " %s", unit->arguments.items[i]);
	add_settings(writer, &unit->build);
	add(writer, "\n");
}

char *product_text(struct arena *arena, const struct product *product)
{
	struct writer writer = { arena, arena_strdup(arena, "") };

	add(&writer, "name %s %s\n", product->name, product->configuration);
	if (product->skipped)
		add(&writer, "skipped %s\n", product->skipped);
	if (product->is_library)
		add(&writer, "library\n");
	for (uint32_t i = 0; i < product->units.count; i++)
		add_unit(&writer, &product->units.items[i]);
	add_lines(&writer, "excluded",
		(struct strings){ product->excluded.items,
			product->excluded.count });
	for (uint32_t i = 0; i < product->references.count; i++)
		add(&writer, "reference %s\n",
			path_base(product->references.items[i]));
	add_lines(&writer, "links",
		(struct strings){ product->libraries.items,
			product->libraries.count });
	if (product->link_options && strcmp(product->link_options, usual_link))
		add(&writer, "link %s\n", product->link_options);
	add_lines(&writer, "note", (struct strings){ product->notes.items,
					   product->notes.count });
	add_lines(&writer, "problem",
		(struct strings){ product->problems.items,
			product->problems.count });
	return writer.text;
}
