#include <ntddk.h>
int kernel;
