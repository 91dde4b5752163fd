#include "report/source.h"

#include <ctype.h>
#include <string.h>

#include "base/intern.h"
#include "base/map.h"
#include "base/path.h"
#include "base/platform/platform.h"
#include "base/text_file.h"
#include "report/report.h"
#include "base/utf8.h"

static const char byte_order_mark[] = "\xEF\xBB\xBF";
enum { MARK_SIZE = sizeof(byte_order_mark) - 1 };

struct sources {
	struct intern names;
	struct map by_name; /* interned place.file -> index in list */
	VEC(struct source *) list;
	const char *real_root; /* links resolved; NULL until first needed */
};

struct sources *sources_new(struct arena *arena)
{
	struct sources *sources = arena_alloc(arena, sizeof(*sources));

	intern_init(&sources->names, arena);
	return sources;
}

/* ---- names ------------------------------------------------------------- */

/* The path below a directory, or NULL if it is elsewhere. */
static const char *below(const char *directory, const char *path)
{
	const char *relative = path_relative(directory, path);

	return relative == path ? NULL : relative;
}

/* Consumers know files by their real place in the repository, so links are
 * resolved first; a link out of the root keeps its own name. */
static const char *below_root(struct report *report, const char *absolute)
{
	struct sources *sources = report->sources;
	const char *real = platform_real_path(report->arena, absolute);
	const char *relative = NULL;

	if (!sources->real_root)
		sources->real_root =
			platform_real_path(report->arena, report->root);
	if (!sources->real_root)
		sources->real_root = report->root;
	if (real)
		relative = below(sources->real_root, real);
	return relative ? relative : below(report->root, absolute);
}

static struct source *new_source(struct report *report, const char *file)
{
	struct source *source = arena_alloc(report->arena, sizeof(*source));
	const char *shown;

	source->absolute = path_normalise(report->arena,
		path_join(report->arena, report->directory, file));
	shown = below(report->directory, source->absolute);
	source->shown = shown ? shown : source->absolute;
	source->below_root = below_root(report, source->absolute);
	return source;
}

struct source *source_of(struct report *report, const char *file)
{
	struct sources *sources = report->sources;
	const char *name = intern(&sources->names, file);
	uint32_t index = map_get(&sources->by_name, name);

	if (index == MAP_NONE) {
		index = sources->list.count;
		*vec_add(report->arena, &sources->list) =
			new_source(report, file);
		map_set(report->arena, &sources->by_name, name, index);
	}
	return sources->list.items[index];
}

/* ---- lines ------------------------------------------------------------- */

/* LF, CR and CR LF each end a line. */
static void split_lines(struct arena *arena, struct source *source)
{
	*vec_add(arena, &source->lines) = 0;
	for (size_t i = 0; i < source->size; i++) {
		if (source->bytes[i] == '\r' && source->bytes[i + 1] == '\n')
			i++;
		else if (source->bytes[i] != '\r' && source->bytes[i] != '\n')
			continue;
		*vec_add(arena, &source->lines) = i + 1;
	}
	*vec_add(arena, &source->lines) = source->size;
}

static bool open_source(struct report *report, struct source *source)
{
	const char *error;
	char *text;

	if (!source->opened &&
		text_read_file(report->arena, source->absolute, &text,
			&source->size, &error)) {
		source->bytes = text;
		split_lines(report->arena, source);
	}
	source->opened = true;
	return source->bytes != NULL;
}

static size_t mark_size(const struct source *source, uint32_t line)
{
	bool marked = line == 1 && source->size >= MARK_SIZE &&
		      !memcmp(source->bytes, byte_order_mark, MARK_SIZE);

	return marked ? MARK_SIZE : 0;
}

const char *source_line(struct report *report, struct source *source,
	uint32_t line, size_t *length)
{
	const char *start, *end;

	if (!open_source(report, source) || !line ||
		line >= source->lines.count)
		return NULL;
	start = source->bytes + source->lines.items[line - 1] +
		mark_size(source, line);
	end = source->bytes + source->lines.items[line];
	while (end > start && (end[-1] == '\n' || end[-1] == '\r'))
		end--;
	*length = (size_t)(end - start);
	return start;
}

size_t source_offset(struct report *report, struct source *source,
	uint32_t line, uint32_t column)
{
	size_t length, mark, offset = column ? column - 1 : 0;

	if (!source_line(report, source, line, &length))
		return 0;
	mark = mark_size(source, line);
	offset = offset > mark ? offset - mark : 0;
	return offset < length ? offset : length;
}

uint32_t source_utf16_column(struct report *report, struct source *source,
	uint32_t line, uint32_t column)
{
	size_t length;
	const char *at = source_line(report, source, line, &length), *end;
	uint32_t units = 0;

	if (!at)
		return column;
	end = at + source_offset(report, source, line, column);
	while (at < end)
		units += utf16_units(utf8_next(&at, end));
	return units + 1;
}

const char *source_line_hash(
	struct report *report, struct source *source, uint32_t line)
{
	if (!open_source(report, source))
		return NULL;
	if (!source->fingerprints)
		source->fingerprints =
			line_fingerprints(report->arena, source->bytes,
				source->size, &source->fingerprint_count);
	if (!line || line > source->fingerprint_count)
		return NULL;
	return fingerprint_text(report->arena, source->fingerprints[line - 1]);
}

/* ---- URIs -------------------------------------------------------------- */

static void add_encoded(struct buffer *uri, const char *path)
{
	for (; *path; path++) {
		unsigned char c = (unsigned char)*path;
		bool plain = c < 0x80 && (isalnum(c) || strchr("-._~/", c));

		if (plain)
			buffer_char(uri, *path);
		else
			buffer_printf(uri, "%%%02X", c);
	}
}

const char *path_to_uri(struct arena *arena, const char *path)
{
	struct buffer uri = {.arena = arena};

	add_encoded(&uri, path);
	return buffer_text(&uri);
}

const char *path_to_file_uri(struct arena *arena, const char *absolute)
{
	struct buffer uri = {.arena = arena};

	buffer_add(&uri, "file://");
	if (absolute[0] != '/')
		buffer_char(&uri, '/');
	if (absolute[0] && absolute[1] == ':') { /* a drive */
		buffer_add_n(&uri, absolute, 2);
		absolute += 2;
	}
	add_encoded(&uri, absolute);
	return buffer_text(&uri);
}
