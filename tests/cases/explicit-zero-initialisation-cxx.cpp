/*
 * What C++ adds: linkage with and without braces, and an empty initialiser.
 */
#include <ntddk.h>

struct RING {
	ULONG Head, Tail;
	UCHAR Bytes[8192];
};

extern "C" UCHAR Linked[4096] = { 0 }; // want PA4004 "'Linked'"

extern "C" {
UCHAR Braced[4096] = { 0 }; // want PA4004 "'Braced'"
}

namespace store {
RING Empty = {}; // want PA4004 "'store::Empty'"
RING Listed{}; // want PA4004 "'store::Listed'"
RING Filled = { 1 };
}
