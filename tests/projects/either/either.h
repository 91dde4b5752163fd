#ifdef _KERNEL_MODE
#include <ntddk.h>
#else
#include <windows.h>
#endif
