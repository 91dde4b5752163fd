/*
 * Building JSON with jansson, where nothing may fail silently: a value that
 * could not be made ends the program, texts are made valid UTF-8 first, and
 * members stay in the order in which they were put.
 */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"

/* put: a member of an object; push: an item of an array. Both take over the
 * value. */
void put(json_t *object, const char *key, json_t *value);
void push(json_t *array, json_t *value);

/* A NULL text puts nothing. */
void put_text(
	struct arena *arena, json_t *object, const char *key, const char *text);
void put_number(json_t *object, const char *key, int64_t number);

/* A new object or array, already a member or an item of another. */
json_t *put_object(json_t *object, const char *key);
json_t *put_array(json_t *object, const char *key);
json_t *push_object(json_t *array);

/* The text as a JSON string. */
json_t *text_value(struct arena *arena, const char *text);

/* Writes a document, indented, with a final LF, and frees it. */
void write_json(json_t *document, FILE *out);

#endif
