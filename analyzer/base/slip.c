#include "base/slip.h"

#include <string.h>

bool is_one_slip_from(const char *text, const char *word)
{
	size_t length = strlen(text), wanted = strlen(word), same = 0;

	while (same < length && same < wanted && text[same] == word[same])
		same++;
	text += same;
	word += same;
	length -= same;
	wanted -= same;
	if (length == wanted && length >= 2 && text[0] == word[1] &&
		text[1] == word[0] && !strcmp(text + 2, word + 2))
		return true;
	if (length == wanted)
		return length && !strcmp(text + 1, word + 1);
	if (length + 1 == wanted)
		return !strcmp(text, word + 1);
	return length == wanted + 1 && !strcmp(text + 1, word);
}
