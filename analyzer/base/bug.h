/*
 * BUG(): the third kind of error, ours. A broken invariant ends the program
 * with its place; it never turns into a wrong report.
 */
#ifndef BASE_BUG_H
#define BASE_BUG_H

#include <stdio.h>
#include <stdlib.h>

#define BUG(...)                                                               \
	do {                                                                   \
		fprintf(stderr, "pageaudit: BUG at %s:%d: ", __FILE__,         \
			__LINE__);                                             \
		fprintf(stderr, __VA_ARGS__);                                  \
		fputc('\n', stderr);                                           \
		abort();                                                       \
	} while (0)

#endif
