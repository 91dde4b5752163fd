#include "report/json.h"

#include "base/bug.h"
#include "base/utf8.h"

void put(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value))
		BUG("the JSON member '%s' cannot be made", key);
}

void push(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value))
		BUG("a JSON item cannot be made");
}

json_t *text_value(struct arena *arena, const char *text)
{
	return json_string(utf8_valid(arena, text));
}

void put_text(
	struct arena *arena, json_t *object, const char *key, const char *text)
{
	if (text)
		put(object, key, text_value(arena, text));
}

void put_number(json_t *object, const char *key, int64_t number)
{
	put(object, key, json_integer(number));
}

json_t *put_object(json_t *object, const char *key)
{
	json_t *member = json_object();

	put(object, key, member);
	return member;
}

json_t *put_array(json_t *object, const char *key)
{
	json_t *member = json_array();

	put(object, key, member);
	return member;
}

json_t *push_object(json_t *array)
{
	json_t *item = json_object();

	push(array, item);
	return item;
}

void write_json(json_t *document, FILE *out)
{
	json_dumpf(document, out, JSON_INDENT(2));
	fputc('\n', out);
	json_decref(document);
}
