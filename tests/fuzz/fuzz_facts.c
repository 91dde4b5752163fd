/*
 * Any bytes to the reader of the facts' text form. What it accepts must be
 * written, read and written again as the same bytes. Start from texts that
 * `pageaudit facts` wrote.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bug.h"
#include "facts/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What facts_write writes; the caller frees it. */
static char *text_of(const struct facts *facts, size_t *size)
{
	FILE *file = tmpfile();
	char *bytes;

	if (!file)
		BUG("no temporary file");
	facts_write(facts, file);
	*size = (size_t)ftell(file);
	rewind(file);
	bytes = malloc(*size);
	if (!bytes || fread(bytes, 1, *size, file) != *size)
		BUG("the temporary file cannot be read");
	fclose(file);
	return bytes;
}

static void check_law(const struct facts *facts)
{
	size_t first_size, second_size;
	char *first = text_of(facts, &first_size), *second;
	struct facts again;
	const char *error;

	if (!facts_read(&again, "again", first, first_size, &error))
		BUG("what was written is refused: %s", error);
	second = text_of(&again, &second_size);
	if (first_size != second_size || memcmp(first, second, first_size))
		BUG("the second writing differs from the first");
	facts_release(&again);
	free(first);
	free(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct facts facts;
	const char *error;

	if (facts_read(&facts, "input", (const char *)data, size, &error))
		check_law(&facts);
	else if (!error)
		BUG("refused without a reason");
	facts_release(&facts);
	return 0;
}
