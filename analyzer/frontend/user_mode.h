/* User-mode code among a driver's sources: see user_mode.c. */
#ifndef FRONTEND_USER_MODE_H
#define FRONTEND_USER_MODE_H

#include "frontend/reading.h"

/* The header that makes a unit user-mode code, once its files are read; NULL if
 * it is, or may be, kernel code. */
const char *user_mode_header(const struct reading *reading);

#endif
