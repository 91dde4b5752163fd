/*
 * Slips of the pen: a word that was meant to be another one.
 */
#ifndef BASE_SLIP_H
#define BASE_SLIP_H

#include <stdbool.h>

/* Whether a text is a word with one letter too few, too many, wrong, or with two
 * of them swapped. */
bool is_one_slip_from(const char *text, const char *word);

#endif
