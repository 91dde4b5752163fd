/* The filter manager, in either spelling of its name. */
#include "pageaudit_fltkernel.h"
