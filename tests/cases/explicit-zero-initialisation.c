/*
 * Large variables that say they are zero.
 */
#include <ntddk.h>

typedef struct _RING {
	ULONG Head, Tail;
	UCHAR Bytes[8192];
} RING;

UCHAR Braces[4096] = { 0 }; // want must PA4004 "'Braces' is zero without its initialiser, which can cost 4096 bytes"
UCHAR OneLess[4095] = { 0 };
UCHAR Implicit[4096];
UCHAR NotZero[4096] = { 1 };
UCHAR LastNotZero[4096] = { [4095] = 1 };
static ULONG Words[2048] = { 0, 0, 0 }; // want PA4004 "8192 bytes"
static RING Ring = { 0 }; // want PA4004 "'Ring'"
static RING Nested = { 0, 0, { 0 } }; // want PA4004 "'Nested'"
static RING Filled = { 0, 1 };
UCHAR OneOf[4096] = { 0 }, Two[4096] = { 0 }; // want PA4004 "'OneOf' is zero without its initialiser, which can cost 4096 bytes of the image; likewise 'Two'"
const UCHAR Constant[4096] = { 0 };
CHAR Text[4096] = "x";
CHAR NoText[4096] = ""; // want PA4004 "'NoText'"
WCHAR NoWideText[4096] = L"\0"; // want PA4004 "'NoWideText'"
CHAR LaterText[4096] = "\0x";
PCSTR Pointers[4096] = { "" };
PCSTR NoPointers[4096] = { NULL }; // want PA4004 "'NoPointers'"
double Numbers[4096] = { 0.0 }; // want PA4004 "'Numbers'"
double OtherNumbers[4096] = { 0.0, 0.5 };
UCHAR Element[4096] = { [5] = 0 }; // want PA4004 "'Element'"
UCHAR NoElement[4096] = { [0] = 5 };
static RING Field = { .Bytes = { [5] = 0 } }; // want PA4004 "'Field'"
static RING OtherField = { .Bytes = { [5] = 1 } };
static RING FieldText = { 0, 0, "" }; // want PA4004 "'FieldText'"

#pragma data_seg("PAGEDATA")
UCHAR Placed[4096] = { 0 };
#pragma data_seg()

__declspec(allocate("PAGEDATA")) UCHAR Attributed[4096] = { 0 };

ULONG Use(VOID)
{
	static UCHAR local[4096] = { 0 }; // want PA4004 "'local'"
	UCHAR stack[16] = { 0 };

	return Words[0] + Ring.Head + Nested.Head + Filled.Head + local[0] +
		Field.Head + OtherField.Head + FieldText.Head + stack[0];
}

#pragma bss_seg("PAGEBSS")
UCHAR KeptOut[8192] = { 0 }; // want PA4003 "'KeptOut'"
#pragma bss_seg()
