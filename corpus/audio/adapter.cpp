/*
 * adapter.cpp - loading, the controller and its codecs.
 */
#include "reed.h"

extern "C" DRIVER_INITIALIZE DriverEntry;
static DRIVER_ADD_DEVICE ReedAddDevice;
static NTSTATUS NTAPI ReedStartDevice(
    PDEVICE_OBJECT device, PIRP irp, PRESOURCELIST resources);

/* ---- loading ----------------------------------------------------------- */

#pragma code_seg("INIT")

extern "C" NTSTATUS
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
    return PcInitializeAdapterDriver(
        DriverObject, RegistryPath, ReedAddDevice);
}

#pragma code_seg("PAGE")

static NTSTATUS
ReedAddDevice(PDRIVER_OBJECT DriverObject, PDEVICE_OBJECT PhysicalDeviceObject)
{
    PAGED_CODE();

    return PcAddAdapterDevice(
        DriverObject, PhysicalDeviceObject, ReedStartDevice, 2, 0);
}

static NTSTATUS NTAPI
ReedStartDevice(PDEVICE_OBJECT device, PIRP irp, PRESOURCELIST resources)
{
    static WCHAR name[] = L"Wave";
    PUNKNOWN unknown = nullptr;
    PPORT port = nullptr;
    NTSTATUS status;

    PAGED_CODE();

    auto adapter = new (NonPagedPoolNx, REED_TAG) Adapter();
    if (adapter == nullptr) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    status = adapter->Start(device, resources);
    if (NT_SUCCESS(status)) {
        status = PcNewPort(&port, CLSID_PortWaveRT);
    }
    if (NT_SUCCESS(status)) {
        status = ReedCreateMiniport(&unknown, nullptr, adapter);
    }
    if (NT_SUCCESS(status)) {
        status = port->Init(device, irp, unknown, nullptr, resources);
    }
    if (NT_SUCCESS(status)) {
        status = PcRegisterSubdevice(device, name, port);
    }
    if (unknown != nullptr) {
        unknown->Release();
    } else {
        adapter->Stop();
        delete adapter;
    }
    if (port != nullptr) {
        port->Release();
    }
    return status;
}

#pragma code_seg()

/* ---- codecs ------------------------------------------------------------ */

void
LinkCodec::Mute(bool on)
{
    m_Muted = on;
    m_Adapter->WriteCodec(m_Index, on ? 0x8000 : (ULONG)m_Volume);
}

#pragma code_seg("PAGE")

NTSTATUS
Codec::Initialize()
{
    PAGED_CODE();

    return SetVolume(0);
}

NTSTATUS
LinkCodec::SetVolume(LONG volume)
{
    PAGED_CODE();

    m_Volume = volume;
    m_Adapter->WriteCodec(m_Index, (ULONG)volume);
    return STATUS_SUCCESS;
}

void
BusCodec::Mute(bool on)
{
    PAGED_CODE();

    m_Muted = on;
    Transfer(1, on);
}

NTSTATUS
BusCodec::SetVolume(LONG volume)
{
    PAGED_CODE();

    m_Volume = volume;
    return Transfer(2, (ULONG)volume);
}

NTSTATUS
BusCodec::Initialize() // want missing-paged-code "'BusCodec::Initialize'"
{
    NTSTATUS status = Transfer(0, 0);

    return NT_SUCCESS(status) ? Codec::Initialize() : status;
}

NTSTATUS
BusCodec::Transfer(ULONG command, ULONG value)
{
    LARGE_INTEGER pause;

    PAGED_CODE();

    m_Adapter->WriteCodec(m_Index, command << 24 | (value & 0xFFFF));
    pause.QuadPart = -10000;
    return KeDelayExecutionThread(KernelMode, FALSE, &pause);
}

/* ---- start and stop ---------------------------------------------------- */

NTSTATUS
Adapter::Start(PDEVICE_OBJECT device, PRESOURCELIST resources)
{
    PCM_PARTIAL_RESOURCE_DESCRIPTOR memory;
    NTSTATUS status;

    UNREFERENCED_PARAMETER(device);
    PAGED_CODE();

    KeInitializeSpinLock(&m_Lock);
    ExInitializeFastMutex(&m_CodecMutex);
    KeInitializeDpc(&m_Dpc, DeferredRoutine, this);

    memory = resources->FindTranslatedEntry(CmResourceTypeMemory, 0);
    if (memory == nullptr ||
        memory->u.Memory.Length < sizeof(ReedRegisters)) {
        return STATUS_DEVICE_CONFIGURATION_ERROR;
    }
    m_Length = memory->u.Memory.Length;
    m_Registers = static_cast<ReedRegisters *>(
        MmMapIoSpace(memory->u.Memory.Start, m_Length, MmNonCached));
    if (m_Registers == nullptr) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }

    m_Codecs[0] = new (NonPagedPoolNx, REED_TAG) LinkCodec(this, 0);
    m_Codecs[1] = new (NonPagedPoolNx, REED_TAG) BusCodec(this, 1);
    for (Codec *codec : m_Codecs) {
        if (codec == nullptr) {
            return STATUS_INSUFFICIENT_RESOURCES;
        }
        MutexGuard guard(m_CodecMutex);
        status = codec->Initialize();
        if (!NT_SUCCESS(status)) {
            return status;
        }
    }

    status = PcNewInterruptSync(
        &m_Sync, nullptr, resources, 0, InterruptSyncModeNormal);
    if (NT_SUCCESS(status)) {
        status = m_Sync->RegisterServiceRoutine(Interrupt, this, FALSE);
    }
    if (NT_SUCCESS(status)) {
        status = m_Sync->Connect();
    }
    return status;
}

void
Adapter::Stop()
{
    PAGED_CODE();

    if (m_Sync != nullptr) {
        m_Sync->Disconnect();
        m_Sync->Release();
        m_Sync = nullptr;
    }
    KeFlushQueuedDpcs();
    for (Codec *&codec : m_Codecs) {
        delete codec;
        codec = nullptr;
    }
    if (m_Registers != nullptr) {
        MmUnmapIoSpace(m_Registers, m_Length);
        m_Registers = nullptr;
    }
}

/* ---- streams ----------------------------------------------------------- */

NTSTATUS
Adapter::Attach(Stream *stream, ULONG *slot)
{
    NTSTATUS status = STATUS_DEVICE_BUSY;

    PAGED_CODE();

    auto isFree = [this](ULONG index) {
        return m_Streams[index] == nullptr;
    };
    auto take = [&](ULONG index) {
        SpinGuard guard(m_Lock); // want must paged-code-acquires-spin-lock
        m_Streams[index] = stream;
    };

    MutexGuard guard(m_CodecMutex);
    for (ULONG i = 0; i < REED_STREAMS; i++) {
        if (isFree(i)) {
            take(i);
            *slot = i;
            status = STATUS_SUCCESS;
            break;
        }
    }
    return status;
}

void
Adapter::Detach(ULONG slot)
{
    PAGED_CODE();

    Gate(slot, false);
    {
        MutexGuard guard(m_CodecMutex);
        InterlockedExchangePointer(
            reinterpret_cast<PVOID *>(&m_Streams[slot]), nullptr);
    }
    KeFlushQueuedDpcs();
}

NTSTATUS
Adapter::SetVolume(LONG volume)
{
    NTSTATUS status = STATUS_SUCCESS;

    PAGED_CODE();

    {
        MutexGuard guard(m_CodecMutex);
        for (Codec *codec : m_Codecs) {
            NTSTATUS one = codec->SetVolume(volume);
            status = NT_SUCCESS(one) ? status : one;
        }
    }
    MuteAll(volume == 0);
    Refresh();
    return status;
}

void
Adapter::ResetStatistics()
{
    PAGED_CODE();

    SpinGuard guard(m_Lock); // want must paged-code-acquires-spin-lock "'Adapter::ResetStatistics'"
    m_Errors.Clear();
    m_Severity = 0;
}

void
Adapter::Balance(Stream *stream)
{
    PAGED_CODE();

    stream->Recompute();
}

void
Adapter::DescribeError(ULONG cause) // want must paged-code-in-dispatch-path "'Adapter::DescribeError'"
{
    PAGED_CODE();

    m_LastError[0] = (WCHAR)(L'0' + (cause & 7));
    m_LastError[1] = 0;
}

/* 0 is nothing, 1 passes, 2 stays. */
ULONG
Adapter::Severity(ULONG cause) // want must paged-code-in-interrupt-path "'Adapter::Severity'"
{
    PAGED_CODE();

    return Smaller(cause >> 8, 2UL);
}

#pragma code_seg()

/* Called with no lock held, at PASSIVE_LEVEL. */
void
Adapter::MuteAll(bool on)
{
    SpinGuard guard(m_Lock);

    for (Codec *codec : m_Codecs) {
        codec->Mute(on); // want paged-call-at-raised-irql "Mute"
    }
}

/* Lets every stream look at its buffer again. */
void
Adapter::Refresh()
{
    Stream *first = nullptr;

    {
        SpinGuard guard(m_Lock);

        for (Stream *stream : m_Streams) {
            if (first == nullptr) {
                first = stream;
            } else if (stream != nullptr) {
                Balance(stream); // want paged-call-at-raised-irql "'Adapter::Balance'"
            }
        }
    }
    if (first != nullptr) {
        Balance(first);
    }
}

void
Adapter::WriteCodec(ULONG index, ULONG value)
{
    WRITE_REGISTER_ULONG(&m_Registers->Codec[index], value);
}

ULONG
Adapter::Position(ULONG slot)
{
    return READ_REGISTER_ULONG(&m_Registers->Position[slot]);
}

void
Adapter::Gate(ULONG slot, bool open)
{
    WRITE_REGISTER_ULONG(&m_Registers->Gate[slot], open);
}

/* ---- interrupt --------------------------------------------------------- */

NTSTATUS NTAPI
Adapter::Interrupt(IInterruptSync *sync, PVOID context)
{
    UNREFERENCED_PARAMETER(sync);

    return static_cast<Adapter *>(context)->OnInterrupt() ?
        STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

bool
Adapter::OnInterrupt()
{
    ULONG cause = READ_REGISTER_ULONG(&m_Registers->Cause);

    if ((cause & REED_CAUSE_OURS) == 0) {
        return false;
    }
    WRITE_REGISTER_ULONG(&m_Registers->Cause, cause);
    InterlockedOr(reinterpret_cast<volatile LONG *>(&m_Pending), cause);
    if (cause & REED_CAUSE_ERROR) {
        NoteError(cause);
    }
    KeInsertQueueDpc(&m_Dpc, nullptr, nullptr);
    return true;
}

void
Adapter::NoteError(ULONG cause)
{
    m_Severity = Severity(cause);
}

void
Adapter::DeferredRoutine(PKDPC Dpc, PVOID DeferredContext,
    PVOID SystemArgument1, PVOID SystemArgument2)
{
    UNREFERENCED_PARAMETER(Dpc);
    UNREFERENCED_PARAMETER(SystemArgument1);
    UNREFERENCED_PARAMETER(SystemArgument2);

    static_cast<Adapter *>(DeferredContext)->OnDpc();
}

void
Adapter::OnDpc()
{
    ULONG pending = (ULONG)InterlockedExchange(
        reinterpret_cast<volatile LONG *>(&m_Pending), 0);

    if (pending & REED_CAUSE_PERIOD) {
        for (ULONG i = 0; i < REED_STREAMS; i++) {
            Stream *stream = m_Streams[i];

            if (stream != nullptr) {
                stream->OnPeriod(Position(i));
            }
        }
    }
    if (pending & REED_CAUSE_ERROR) {
        SpinGuard guard(m_Lock);

        m_Errors.Push(pending);
    }
    if (pending & REED_CAUSE_ERROR) {
        DescribeError(pending);
    }
}
