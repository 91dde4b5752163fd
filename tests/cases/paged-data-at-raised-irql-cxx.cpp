/*
 * Placed data through this, through references, and through static members.
 */
#include <ntddk.h>

#pragma data_seg("PAGEDATA")
struct Statistics {
	ULONG Reads, Writes;
	void Count()
	{
		Reads++; // want may PA4001 "'Shared'"
	}
	void CountSlowly()
	{
		Writes++;
	}
};
Statistics Shared = { 1, 1 };
static ULONG Level = 3;
#pragma data_seg()

class Device {
public:
	KDPC Dpc;
	static ULONG Open;
	void Work();
	static KDEFERRED_ROUTINE OnDpc;
};

#pragma data_seg("PAGEDATA")
ULONG Device::Open = 4;
#pragma data_seg()

static void Fill(Statistics &Into)
{
	Into.Reads = 2; // want may PA4001 "'Shared'"
}

static void FillSlowly(Statistics &Into)
{
	Into.Reads = 2;
}

void Device::Work()
{
	ULONG &level = Level;
	ULONG copy = 0;
	ULONG &local = copy;

	level = 4; // want must PA4001 "writes 'Level'"
	local = 4;
	Open = 3; // want must PA4001 "'Device::Open'"
	Shared.Count();
	Fill(Shared);
}

void Device::OnDpc(PKDPC, PVOID Context, PVOID, PVOID)
{
	static_cast<Device *>(Context)->Work();
}

static Device TheDevice;

extern "C" DRIVER_INITIALIZE DriverEntry;
NTSTATUS DriverEntry(PDRIVER_OBJECT, PUNICODE_STRING)
{
	KeInitializeDpc(&TheDevice.Dpc, Device::OnDpc, &TheDevice);
	Shared.CountSlowly();
	FillSlowly(Shared);
	return STATUS_SUCCESS;
}
