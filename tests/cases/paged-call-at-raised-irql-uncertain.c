/*
 * What is asked for a callback may keep it at PASSIVE_LEVEL, and nobody sees
 * whether it does. What it raises itself is raised on every run, all the same.
 */
#include <ntddk.h>

#define PAGED __declspec(code_seg("PAGE"))

static KSPIN_LOCK Lock;
static ULONG Count;

typedef VOID (*PFNBTHPORT_INDICATION_CALLBACK)(
	PVOID Context, ULONG Indication, PVOID Parameters);

/* As the kit's bthddi.h has it, as far as it matters here. */
struct _BRB_L2CA_OPEN_CHANNEL {
	PFNBTHPORT_INDICATION_CALLBACK Callback;
	PVOID CallbackContext;
};

PAGED static VOID Forget(VOID)
{
	PAGED_CODE();
	Count = 0;
}

PAGED static VOID Note(VOID) // want may PA1005 "'Note'"
{
	PAGED_CODE();
	Count++;
}

static VOID OnIndication(PVOID Context, ULONG Indication, PVOID Parameters)
{
	KIRQL irql;

	UNREFERENCED_PARAMETER(Context);
	UNREFERENCED_PARAMETER(Parameters);
	Note();
	KeAcquireSpinLock(&Lock, &irql);
	if (Indication == 0)
		return; // want must PA1010 "'OnIndication'"
	Forget(); // want must PA1006 "'Forget'"
	KeReleaseSpinLock(&Lock, irql);
}

VOID Open(struct _BRB_L2CA_OPEN_CHANNEL *Request)
{
	Request->Callback = OnIndication;
}
