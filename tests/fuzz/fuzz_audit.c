/*
 * Facts that are well formed but never came of a source: what the reader
 * accepts must be linked, followed and checked without a crash, and the report
 * written. A mutation takes the place of one word by another of the same text,
 * of the same kind mostly, or leaves out, repeats or moves a line; so that many
 * of the texts are still facts.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "audit.h"
#include "base/bug.h"
#include "facts/text.h"
#include "report/report.h"
#include "rules/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(
	uint8_t *data, size_t size, size_t max_size, unsigned seed);

/* ---- mutations ---------------------------------------------------------- */

struct piece {
	size_t start, length;
};

static uint32_t draw(uint64_t *state, size_t below)
{
	*state = *state * UINT64_C(6364136223846793005) + 1442695040888963407u;
	return below ? (uint32_t)((*state >> 33) % below) : 0;
}

static struct piece line_at(const uint8_t *text, size_t size, size_t at)
{
	size_t start = at, end = at;

	while (start && text[start - 1] != '\n')
		start--;
	while (end < size && text[end] != '\n')
		end++;
	return (struct piece){ start, end + (end < size) - start };
}

static bool ends_word(uint8_t byte)
{
	return isspace(byte) || strchr(",()", byte);
}

/* A quoted one is a word, whatever is in it. */
static struct piece word_at(const uint8_t *text, size_t size, size_t at)
{
	struct piece line = line_at(text, size, at);
	size_t i = line.start, start = i;
	bool quoted = false;

	for (; i < line.start + line.length; i++) {
		if (text[i] == '"')
			quoted = !quoted;
		if (quoted || !ends_word(text[i]))
			continue;
		if (i >= at)
			break;
		start = i + 1;
	}
	return (struct piece){ start, i > start ? i - start : 0 };
}

/* The text with one piece replaced by what stands elsewhere in it. */
static size_t replace(uint8_t *text, size_t size, size_t max_size,
	struct piece old, const uint8_t *by, size_t length)
{
	uint8_t copy[256];

	if (length > sizeof(copy) || size - old.length + length > max_size)
		return size;
	memcpy(copy, by, length);
	memmove(text + old.start + length, text + old.start + old.length,
		size - old.start - old.length);
	memcpy(text + old.start, copy, length);
	return size - old.length + length;
}

static size_t change_word(
	uint8_t *text, size_t size, size_t max_size, uint64_t *state)
{
	static const char *const words[] = { "\"\"", "0", "1", "-1",
		"9223372036854775807", "-9223372036854775808", "\"*\"",
		"\"->\"", "p0", "e0", "b0", "-", "" };
	struct piece old = word_at(text, size, draw(state, size)), new = { 0 };
	const char *word = words[draw(state, sizeof(words) / sizeof(*words))];

	if (!draw(state, 4))
		return replace(text, size, max_size, old,
			(const uint8_t *)word, strlen(word));
	for (int tries = 0; tries < 8; tries++) {
		new = word_at(text, size, draw(state, size));
		if (new.length && old.length &&
			text[new.start] == text[old.start])
			break;
	}
	return replace(
		text, size, max_size, old, text + new.start, new.length);
}

static size_t change_line(
	uint8_t *text, size_t size, size_t max_size, uint64_t *state)
{
	struct piece old = line_at(text, size, draw(state, size));
	struct piece new = line_at(text, size, draw(state, size));

	switch (draw(state, 3)) {
	case 0:
		return replace(text, size, max_size, old, text, 0);
	case 1:
		old.length = 0;
		break;
	}
	return replace(
		text, size, max_size, old, text + new.start, new.length);
}

size_t LLVMFuzzerCustomMutator(
	uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	uint64_t state = seed;

	if (!size)
		return size;
	for (uint32_t i = 1 + draw(&state, 4); i && size; i--)
		size = draw(&state, 4) ?
			change_word(data, size, max_size, &state) :
			change_line(data, size, max_size, &state);
	return size;
}

/* ---- the audit ---------------------------------------------------------- */

static void write_report(struct audit *audit)
{
	struct report report;
	FILE *file = tmpfile();

	if (!file)
		BUG("no temporary file");
	report_init(&report, &audit->arena, &audit->findings, all_rules);
	report.directory = report.root = "/";
	report_add_unit(&report, &audit->facts[0]);
	report_finish(&report);
	report_format_find("sarif")->write(&report, file);
	report_format_find("clang")->write(&report, file);
	fclose(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct audit_options options = { .threads = 1 };
	struct facts facts;
	struct audit audit;
	const char *error;

	if (!facts_read(&facts, "input", (const char *)data, size, &error)) {
		facts_release(&facts);
		return -1;
	}
	audit_init(&audit);
	audit.facts = &facts;
	audit.fact_count = 1;
	if (!audit_run(&audit, &options))
		BUG("no audit: %s", audit.error);
	write_report(&audit);
	audit_release(&audit);
	return 0;
}
