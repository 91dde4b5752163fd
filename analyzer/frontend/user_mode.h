/* Code among a driver's sources that is no driver's: see user_mode.c. */
#ifndef FRONTEND_USER_MODE_H
#define FRONTEND_USER_MODE_H

#include <clang-c/Index.h>

#include "project/unit.h"

/* Why a unit is not audited, as a sentence, once it was parsed; NULL if it is,
 * or may be, kernel code. */
const char *user_mode_reason(struct arena *arena, const struct unit *unit,
	CXTranslationUnit tu);

#endif
