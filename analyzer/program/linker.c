/*
 * What the linker makes of section names. A name loses what follows a `$`,
 * goes where /MERGE sends it, and is cut to eight characters, which is all that
 * an image has room for. Whether the section is pageable or discardable is in
 * its name, unless /SECTION or `#pragma section(…, nopage)` says otherwise.
 *
 * Options come from the pragmas of all units and from the project. An option
 * that is malformed or unknown is ignored, as it is none of ours.
 */
#include <string.h>
#include <strings.h>

#include "program/program.h"

enum { IMAGE_NAME = 8, MERGES = 8 };

static const char *cut(struct program *program, const char *section)
{
	return intern_n(&program->names, section, strcspn(section, "$"));
}

/* ---- options ------------------------------------------------------------- */

/* FROM=TO */
static void add_merge(struct program *program, const char *text, size_t length)
{
	const char *equals = memchr(text, '=', length);

	if (!equals)
		return;
	*vec_add(program->arena, &program->merges) = (struct section_merge){
		intern_n(&program->names, text, (size_t)(equals - text)),
		intern_n(&program->names, equals + 1,
			length - (size_t)(equals + 1 - text)),
	};
}

static struct section_trait *trait_of(
	struct program *program, const char *section)
{
	struct section_trait *trait;

	for (uint32_t i = 0; i < program->traits.count; i++)
		if (program->traits.items[i].section == section)
			return &program->traits.items[i];
	trait = vec_add(program->arena, &program->traits);
	trait->section = section;
	return trait;
}

/* NAME,[!]letters[,ALIGN=n]: P is pageable, D discardable. */
static void add_traits(struct program *program, const char *text, size_t length)
{
	const char *end = text + length;
	const char *at = memchr(text, ',', length);
	struct section_trait *trait;
	bool off = false;

	if (!at)
		return;
	trait = trait_of(program, section_in_image(program,
		intern_n(&program->names, text, (size_t)(at - text))));
	for (at++; at < end && *at != ','; at++) {
		enum trait value = off ? TRAIT_OFF : TRAIT_ON;

		if (*at == 'P' || *at == 'p')
			trait->pageable = value;
		if (*at == 'D' || *at == 'd')
			trait->discardable = value;
		off = *at == '!';
	}
}

static void read_option(
	struct program *program, const char *text, size_t length)
{
	if (length && (*text == '/' || *text == '-')) {
		text++;
		length--;
	}
	if (length > 6 && !strncasecmp(text, "MERGE:", 6))
		add_merge(program, text + 6, length - 6);
	if (length > 8 && !strncasecmp(text, "SECTION:", 8))
		add_traits(program, text + 8, length - 8);
}

void linker_options(struct program *program, const char *text)
{
	while (*text) {
		size_t length;

		text += strspn(text, " \t\r\n\"");
		length = strcspn(text, " \t\r\n\"");
		read_option(program, text, length);
		text += length;
	}
}

static void read_directive(
	struct program *program, const struct directive *directive)
{
	if (directive->kind == DIRECTIVE_LINKER)
		linker_options(program, directive->attributes);
	if (directive->kind == DIRECTIVE_SECTION && directive->attributes &&
		strstr(directive->attributes, "nopage"))
		trait_of(program, section_in_image(program,
			directive->section))->pageable = TRAIT_OFF;
}

void linker_read_pragmas(struct program *program)
{
	for (uint32_t u = 0; u < program->units.count; u++) {
		const struct facts *facts = program->units.items[u].facts;

		for (uint32_t i = 0; i < facts->directives.count; i++)
			read_directive(program, &facts->directives.items[i]);
	}
}

/* ---- answers ------------------------------------------------------------- */

const char *section_in_image(struct program *program, const char *section)
{
	const char *name = cut(program, section);

	for (int i = 0; i < MERGES; i++) {
		const char *from = name;

		for (uint32_t m = 0; m < program->merges.count; m++)
			if (program->merges.items[m].from == name)
				name = program->merges.items[m].to;
		if (name == from)
			break;
	}
	return strlen(name) > IMAGE_NAME ?
		intern_n(&program->names, name, IMAGE_NAME) : name;
}

bool section_is_pageable(const char *section)
{
	return section &&
		(!strncmp(section, "PAGE", 4) || !strcmp(section, ".eda"));
}

bool section_is_discardable(const char *section)
{
	return section && !strncmp(section, "INIT", 4);
}

/* What the linker was told of a section of the image. */
static struct section_trait told_of(
	const struct program *program, const char *image)
{
	for (uint32_t i = 0; i < program->traits.count; i++)
		if (program->traits.items[i].section == image)
			return program->traits.items[i];
	return (struct section_trait){ .section = image };
}

bool links_as_pageable(struct program *program, const char *section)
{
	struct section_trait trait;

	if (!section)
		return false;
	trait = told_of(program, section_in_image(program, section));
	return trait.pageable == TRAIT_NONE ?
		section_is_pageable(trait.section) :
		trait.pageable == TRAIT_ON;
}

bool links_as_discardable(struct program *program, const char *section)
{
	struct section_trait trait;

	if (!section)
		return false;
	trait = told_of(program, section_in_image(program, section));
	return trait.discardable == TRAIT_NONE ?
		section_is_discardable(trait.section) :
		trait.discardable == TRAIT_ON;
}
