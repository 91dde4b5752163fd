/*
 * C++ under data_seg: constants that are numbers, pointers or enumerators are
 * folded into their uses, and a class only declares its static members.
 */
#include <ntddk.h>

typedef struct _PAIR {
	ULONG Low;
} PAIR;

enum KIND { KIND_NONE, KIND_ONE };

class Cache {
public:
	static ULONG Outside;
	static const ULONG Size = 16;
	static constexpr UCHAR Few = 3;
};

#pragma data_seg("PAGEDATA")
static const ULONG Limit = 7;
constexpr USHORT Factor = 3;
static const char *const Name = "name";
static const KIND Kind = KIND_ONE;
static const PAIR Pair = { 1 }; // want must PA4003 "'Pair' is const"
static const ULONG Row[2] = { 1, 2 }; // want PA4003 "'Row' is const"
extern const ULONG Shown;
const ULONG Shown = 5; // want PA4003 "'Shown' is const"

class Counter {
public:
	static ULONG Total;
	static ULONG Rest;
	static const ULONG Size = 16;
	static constexpr ULONG Most = 32;
	static constexpr ULONG Steps[2] = { 1, 2 }; // want PA4003 "'Counter::Steps' is const"
};

ULONG Counter::Rest; // want PA4003 "'Counter::Rest' is not initialised"
ULONG Cache::Outside = Cache::Size + Cache::Few;
#pragma data_seg()

ULONG Counter::Total = Limit * Factor + Pair.Low + Row[1] + Counter::Size +
	Counter::Most + Counter::Steps[1] + Kind +
	Name[0];
