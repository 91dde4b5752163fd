/* A text that is gathered in pieces, of which there may be thousands. */
#ifndef FRONTEND_PIECES_H
#define FRONTEND_PIECES_H

#include "base/vec.h"

struct pieces {
	struct arena *arena;
	VEC(const char *) list;
};

/* The texts put in must live until they are joined. */
void pieces_put(struct pieces *pieces, const char *text);
void pieces_printf(struct pieces *pieces, const char *format, ...)
	PRINTF_LIKE(2, 3);

const char *pieces_joined(const struct pieces *pieces);

#endif
