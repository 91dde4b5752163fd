/*
 * What WPP, the trace preprocessor, is told about the macros that it shall make:
 * they are in no header. A declaration is "Trace{FLAG=ALL}(LEVEL, MSG, ...)",
 * with the conditions that the macro always has in braces, or a name alone.
 */
#ifndef PROJECT_WPP_OPTIONS_H
#define PROJECT_WPP_OPTIONS_H

#include "project/unit.h"

/* The declaration that a text starts with, up to the end of its line; NULL if
 * that is none. */
const char *wpp_declaration(struct arena *arena, const char *text);

/* Adds the declaration in a text that may be quoted. */
void wpp_add_function(struct arena *arena, const char *text, struct unit *unit);

/* Adds those behind -func: in a text of options. */
void wpp_add_options(struct arena *arena, const char *text, struct unit *unit);

/* Defines the macro as WPP would, but for the trace itself. */
const char *wpp_definition(struct arena *arena, const char *declaration);

#endif
