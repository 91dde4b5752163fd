/*
 * What a project tells the trace preprocessor, WPP, about the macros that it
 * shall make: they are in no header.
 */
#ifndef PROJECT_WPP_OPTIONS_H
#define PROJECT_WPP_OPTIONS_H

#include "project/unit.h"

/* Adds the name in "TraceEvents(LEVEL,FLAGS,MSG,...)". */
void wpp_add_function(struct arena *arena, const char *text, struct unit *unit);

/* Adds the names behind -func: in a text of options. */
void wpp_add_options(struct arena *arena, const char *text, struct unit *unit);

#endif
