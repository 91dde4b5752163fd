/*
 * Messages about the run itself, as against findings. They go to standard
 * error, each one line: "pageaudit: error: …".
 */
#ifndef CLI_SAY_H
#define CLI_SAY_H

#include "base/arena.h"

void say_error(const char *format, ...) PRINTF_LIKE(1, 2);
void say_warning(const char *format, ...) PRINTF_LIKE(1, 2);
void say_note(const char *format, ...) PRINTF_LIKE(1, 2);

#endif
