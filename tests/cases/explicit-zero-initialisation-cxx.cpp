/*
 * What C++ adds: linkage with and without braces, an empty initialiser, and types
 * that say themselves what is in them.
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
RING Called = RING(); // want PA4004 "'store::Called'"
RING Converted = RING{}; // want PA4004 "'store::Converted'"
PVOID Pointers[4096] = { nullptr }; // want PA4004 "'store::Pointers'"

struct COUNTED {
	ULONG Count = 0, First = 1;
	RING Ring;
};

struct UNCOUNTED {
	ULONG Count = 0, First = 0;
	RING Ring;
};

struct SEEN {
	virtual VOID See();
	RING Ring;
};

struct HOLDS {
	SEEN Seen;
	ULONG Count;
};

struct FILLS {
	RING Ring;
	FILLS();
};

COUNTED Counted = {};
UNCOUNTED Uncounted = {}; // want PA4004 "'store::Uncounted'"
HOLDS Holds = {};
FILLS Fills = FILLS();
constexpr RING Constant = {};
}
