/*
 * XML files as trees. Only what project files are made of is kept: elements,
 * attributes and text. A document type, with which a small file can describe
 * an endless one, is refused, and so is nesting beyond any sense.
 */
#ifndef PROJECT_XML_H
#define PROJECT_XML_H

#include "base/vec.h"

struct xml_attribute {
	const char *name, *value;
};

struct xml_element {
	const char *name; /* without a prefix for its namespace */
	VEC(struct xml_attribute) attributes;
	VEC(struct xml_element *) children;
	const char *text; /* what stands between the children, joined */
	uint32_t line, column;
};

/*
 * Reads a file; the tree is in the arena. When it cannot be read or is not
 * well formed, returns NULL, and *error is the whole message with the place:
 * "a.vcxproj:3:7: expected …", the file called `shown`.
 */
const struct xml_element *xml_read(struct arena *arena, const char *path,
	const char *shown, const char **error);

/* The value of an attribute, or NULL. */
const char *xml_attribute(const struct xml_element *element, const char *name);

#endif
