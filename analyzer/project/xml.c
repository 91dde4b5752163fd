#include "project/xml.h"

#include <string.h>

#include <expat.h>

#include "base/platform/platform.h"

enum { MAX_DEPTH = 200, LARGEST_FILE = 64 * 1024 * 1024 };

/* An element that is still open. */
struct opened {
	struct xml_element *element;
	VEC(char) text;
};

struct reader {
	struct arena *arena;
	XML_Parser parser;
	struct opened stack[MAX_DEPTH];
	uint32_t depth;
	struct xml_element *root;
	const char *refused; /* why we, not the parser, stopped */
};

static void refuse(struct reader *reader, const char *reason)
{
	if (!reader->refused)
		reader->refused = reason;
	XML_StopParser(reader->parser, XML_FALSE);
}

/* ---- what the parser tells ---------------------------------------------- */

static const char *without_prefix(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

static struct xml_element *new_element(
	struct reader *reader, const char *name, const char **attributes)
{
	struct arena *arena = reader->arena;
	struct xml_element *element = arena_alloc(arena, sizeof(*element));

	element->name = arena_strdup(arena, without_prefix(name));
	element->text = "";
	element->line = (uint32_t)XML_GetCurrentLineNumber(reader->parser);
	element->column =
		(uint32_t)XML_GetCurrentColumnNumber(reader->parser) + 1;
	for (; *attributes; attributes += 2)
		*vec_add(arena, &element->attributes) = (struct xml_attribute){
			arena_strdup(arena, attributes[0]),
			arena_strdup(arena, attributes[1]) };
	return element;
}

static void XMLCALL start_element(
	void *context, const char *name, const char **attributes)
{
	struct reader *reader = context;
	struct xml_element *element = new_element(reader, name, attributes);

	if (reader->depth == MAX_DEPTH) {
		refuse(reader, "elements are nested more than 200 deep");
		return;
	}
	if (reader->depth)
		*vec_add(reader->arena,
			&reader->stack[reader->depth - 1].element->children) =
			element;
	else
		reader->root = element;
	reader->stack[reader->depth++] = (struct opened){ .element = element };
}

static void XMLCALL end_element(void *context, const char *name)
{
	struct reader *reader = context;
	struct opened *opened;

	(void)name;
	if (reader->refused || !reader->depth)
		return;
	opened = &reader->stack[--reader->depth];
	opened->element->text = arena_strndup(
		reader->arena, opened->text.items ? opened->text.items : "",
		opened->text.count);
}

static void XMLCALL add_text(void *context, const char *text, int length)
{
	struct reader *reader = context;

	if (reader->refused || !reader->depth)
		return;
	for (int i = 0; i < length; i++)
		*vec_add(reader->arena,
			&reader->stack[reader->depth - 1].text) = text[i];
}

static void XMLCALL start_doctype(void *context, const char *name,
	const char *system, const char *public, int has_subset)
{
	(void)name, (void)system, (void)public, (void)has_subset;
	refuse(context, "a document type (<!DOCTYPE>) is not read: project "
			"files have none");
}

/* The code page of Western Windows, and any that the parser does not know:
 * bytes above ASCII only matter in names, which then keep being distinct. */
static int XMLCALL unknown_encoding(
	void *context, const char *name, XML_Encoding *encoding)
{
	(void)context, (void)name;
	for (int i = 0; i < 256; i++)
		encoding->map[i] = i;
	encoding->data = NULL;
	encoding->convert = NULL;
	encoding->release = NULL;
	return XML_STATUS_OK;
}

/* ---- the file ----------------------------------------------------------- */

static const char *parse_error(struct reader *reader, const char *path)
{
	const char *reason = reader->refused;

	if (!reason)
		reason = arena_printf(reader->arena, "expected XML: %s",
			XML_ErrorString(XML_GetErrorCode(reader->parser)));
	return arena_printf(reader->arena, "%s:%u:%u: %s", path,
		(unsigned)XML_GetCurrentLineNumber(reader->parser),
		(unsigned)XML_GetCurrentColumnNumber(reader->parser) + 1,
		reason);
}

static const char *parse(struct reader *reader, const char *shown,
	const char *bytes, size_t size)
{
	const char *error = NULL;

	XML_SetUserData(reader->parser, reader);
	XML_SetElementHandler(reader->parser, start_element, end_element);
	XML_SetCharacterDataHandler(reader->parser, add_text);
	XML_SetStartDoctypeDeclHandler(reader->parser, start_doctype);
	XML_SetUnknownEncodingHandler(reader->parser, unknown_encoding, NULL);
	if (XML_Parse(reader->parser, bytes, (int)size, XML_TRUE) !=
		XML_STATUS_OK)
		error = parse_error(reader, shown);
	return error;
}

const struct xml_element *xml_read(struct arena *arena, const char *path,
	const char *shown, const char **error)
{
	struct reader *reader = arena_alloc(arena, sizeof(*reader));
	const char *reason;
	char *bytes;
	size_t size;

	if (!platform_read_file(arena, path, &bytes, &size, &reason)) {
		*error = arena_printf(arena, "%s: %s", shown, reason);
		return NULL;
	}
	if (size > LARGEST_FILE) {
		*error = arena_printf(arena,
			"%s: it is larger than 64 MB, which no project file is",
			shown);
		return NULL;
	}
	reader->arena = arena;
	reader->parser = XML_ParserCreate(NULL);
	*error = reader->parser ? parse(reader, shown, bytes, size)
				: "out of memory";
	XML_ParserFree(reader->parser);
	return *error ? NULL : reader->root;
}

const char *xml_attribute(const struct xml_element *element, const char *name)
{
	for (uint32_t i = 0; i < element->attributes.count; i++)
		if (!strcmp(element->attributes.items[i].name, name))
			return element->attributes.items[i].value;
	return NULL;
}
