/* The lower-case spelling of the same header, for file systems that care. */
#include <fltKernel.h>
