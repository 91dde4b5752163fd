/*
 * Objects that hold a lock of a section as long as they live.
 */
extern "C" {
#include <ntddk.h>
}

#pragma data_seg("PAGEDATA")
ULONG Table[2048] = { 1 };
#pragma data_seg("PAGEMORE")
ULONG More[2048] = { 1 };
#pragma data_seg("PAGELAST")
ULONG Last[2048] = { 1 };
#pragma data_seg()

class Held {
public:
	explicit Held(PVOID address) :
		handle(MmLockPagableDataSection(address)) {}
	~Held() { MmUnlockPagableImageSection(handle); }
private:
	PVOID handle;
};

class Lasting {
public:
	explicit Lasting(PVOID address) :
		handle(MmLockPagableDataSection(address)) {} // want may PA5003 "'PAGEMORE' is locked by address each time this runs"
	VOID Leave() { MmUnlockPagableImageSection(handle); }
private:
	PVOID handle;
};

/* It asks whether there is anything to give back. */
class Asked {
public:
	Asked() : handle(nullptr) {}
	~Asked() { Release(); }
	VOID Acquire(PVOID address)
	{
		if (handle == nullptr)
			handle = MmLockPagableDataSection(address);
	}
	VOID Release()
	{
		if (handle != nullptr) {
			MmUnlockPagableImageSection(handle);
			handle = nullptr;
		}
	}
private:
	PVOID handle;
};

extern "C" {
DRIVER_INITIALIZE DriverEntry;
DRIVER_DISPATCH OnRead, OnWrite, OnCreate, OnClose;
}

NTSTATUS OnRead(PDEVICE_OBJECT, PIRP)
{
	Held held(&Table[0]);

	Table[1]++;
	return STATUS_SUCCESS;
}

NTSTATUS OnWrite(PDEVICE_OBJECT, PIRP)
{
	Asked asked;

	asked.Acquire(&Last[0]);
	if (Last[1] > 3)
		return STATUS_UNSUCCESSFUL;
	return STATUS_SUCCESS;
}

inline void *operator new(size_t, void *where) { return where; }

NTSTATUS OnCreate(PDEVICE_OBJECT Device, PIRP)
{
	new (Device->DeviceExtension) Lasting(&More[0]);
	return STATUS_SUCCESS;
}

NTSTATUS OnClose(PDEVICE_OBJECT Device, PIRP)
{
	static_cast<Lasting *>(Device->DeviceExtension)->Leave();
	return STATUS_SUCCESS;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT Driver, PUNICODE_STRING)
{
	Driver->MajorFunction[IRP_MJ_READ] = OnRead;
	Driver->MajorFunction[IRP_MJ_WRITE] = OnWrite;
	Driver->MajorFunction[IRP_MJ_CREATE] = OnCreate;
	Driver->MajorFunction[IRP_MJ_CLOSE] = OnClose;
	return STATUS_SUCCESS;
}
