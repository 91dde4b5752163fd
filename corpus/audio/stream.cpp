/*
 * stream.cpp - one running pin.
 *
 * The port driver sets states and buffers at PASSIVE_LEVEL, and may ask for
 * the position at DISPATCH_LEVEL.
 */
#include "reed.h"

Stream::~Stream()
{
    if (m_Slot < REED_STREAMS) {
        m_Miniport->GetAdapter()->Detach(m_Slot);
    }
    if (m_Port != nullptr) {
        m_Port->Release();
    }
}

#pragma code_seg("PAGE")

STDMETHODIMP_(NTSTATUS)
Stream::NonDelegatingQueryInterface(REFIID iid, PVOID *object)
{
    PAGED_CODE();

    if (IsEqualGUIDAligned(iid, IID_IUnknown) ||
        IsEqualGUIDAligned(iid, IID_IMiniportWaveRTStream)) {
        *object = static_cast<PMINIPORTWAVERTSTREAM>(this);
        AddRef();
        return STATUS_SUCCESS;
    }
    *object = nullptr;
    return STATUS_INVALID_PARAMETER;
}

NTSTATUS
Stream::Initialize(
    Miniport *miniport, PPORTWAVERTSTREAM port, PKSDATAFORMAT format)
{
    PAGED_CODE();

    KeInitializeSpinLock(&m_PositionLock);
    m_Miniport = miniport;
    m_Port = port;
    m_Port->AddRef();
    NTSTATUS status = SetFormat(format);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    return miniport->GetAdapter()->Attach(this, &m_Slot);
}

STDMETHODIMP_(NTSTATUS)
Stream::SetFormat(PKSDATAFORMAT DataFormat)
{
    auto wave = reinterpret_cast<PKSDATAFORMAT_WAVEFORMATEX>(DataFormat);

    PAGED_CODE();

    if (m_State == KSSTATE_RUN) {
        return STATUS_INVALID_DEVICE_STATE;
    }
    m_Rate = m_Miniport->Formats().Nearest(
        wave->WaveFormatEx.nSamplesPerSec);
    return STATUS_SUCCESS;
}

STDMETHODIMP_(NTSTATUS)
Stream::SetState(KSSTATE State)
{
    Adapter *adapter = m_Miniport->GetAdapter();

    PAGED_CODE();

    if (State == KSSTATE_RUN) {
        adapter->Gate(m_Slot, true);
    } else if (m_State == KSSTATE_RUN) {
        adapter->Gate(m_Slot, false);
    }
    if (State == KSSTATE_STOP) {
        SpinGuard guard(m_PositionLock); // want must paged-code-acquires-spin-lock "'Stream::SetState'"

        m_Played = m_Written = 0;
        m_LastPosition = 0;
    }
    m_State = State;
    return STATUS_SUCCESS;
}

STDMETHODIMP_(NTSTATUS)
Stream::AllocateAudioBuffer(ULONG RequestedSize, PMDL *AudioBufferMdl,
    ULONG *ActualSize, ULONG *OffsetFromFirstPage,
    MEMORY_CACHING_TYPE *CacheType)
{
    PHYSICAL_ADDRESS highest;

    PAGED_CODE();

    highest.QuadPart = MAXULONG;
    ULONG size = Smaller<ULONG>(RequestedSize, 16 * PAGE_SIZE);
    PMDL mdl = m_Port->AllocatePagesForMdl(highest, size);
    if (mdl == nullptr) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    m_BufferSize = size;
    *AudioBufferMdl = mdl;
    *ActualSize = size;
    *OffsetFromFirstPage = 0;
    *CacheType = MmWriteCombined;
    Recompute();
    return STATUS_SUCCESS;
}

STDMETHODIMP_(VOID)
Stream::FreeAudioBuffer(PMDL AudioBufferMdl, ULONG BufferSize)
{
    UNREFERENCED_PARAMETER(BufferSize);
    PAGED_CODE();

    if (AudioBufferMdl != nullptr) {
        m_Port->FreePagesFromMdl(AudioBufferMdl);
    }
    m_BufferSize = 0;
    ClearHistory();
}

STDMETHODIMP_(VOID)
Stream::GetHWLatency(KSRTAUDIO_HWLATENCY *hwLatency)
{
    PAGED_CODE();

    hwLatency->FifoSize = 64;
    hwLatency->ChipsetDelay = 0;
    hwLatency->CodecDelay = 0;
}

STDMETHODIMP_(NTSTATUS)
Stream::GetPositionRegister(KSRTAUDIO_HWREGISTER *Register)
{
    UNREFERENCED_PARAMETER(Register);
    PAGED_CODE();

    return STATUS_UNSUCCESSFUL;
}

STDMETHODIMP_(NTSTATUS)
Stream::GetClockRegister(KSRTAUDIO_HWREGISTER *Register)
{
    UNREFERENCED_PARAMETER(Register);
    PAGED_CODE();

    return STATUS_UNSUCCESSFUL;
}

void
Stream::Recompute()
{
    PAGED_CODE();

    m_Late = m_BufferSize != 0 ? BytesPerPeriod() * 2 : 0;
}

NTSTATUS
Stream::AddEvent(PKEVENT event)
{
    PAGED_CODE();

    if (m_Event != nullptr) {
        return STATUS_DEVICE_BUSY;
    }
    InterlockedExchangePointer(reinterpret_cast<PVOID *>(&m_Event), event);
    return STATUS_SUCCESS;
}

/* The history is small; it is emptied by a helper that takes no page fault. */
void
Stream::ClearHistory()
{
    KIRQL irql;

    PAGED_CODE();

    KeRaiseIrql(DISPATCH_LEVEL, &irql); // want must paged-code-raises-irql "'Stream::ClearHistory'"
    m_History.Clear();
    KeLowerIrql(irql);
}

void
Stream::TraceLatency() // want must paged-code-in-dispatch-path "'Stream::TraceLatency'"
{
    PAGED_CODE();

    DbgPrint("reed: slot %u is late by %u\n", m_Slot, m_Late);
}

#pragma code_seg()

/* Up to DISPATCH_LEVEL. */
STDMETHODIMP_(NTSTATUS)
Stream::GetPosition(PKSAUDIO_POSITION Position)
{
    SpinGuard guard(m_PositionLock);

    Position->PlayOffset = m_Played;
    Position->WriteOffset = m_Written;
    return STATUS_SUCCESS;
}

/* From the adapter's DPC. */
void
Stream::OnPeriod(ULONG position)
{
    bool late = false;

    {
        SpinGuard guard(m_PositionLock);

        ULONG moved = position >= m_LastPosition ?
            position - m_LastPosition :
            m_BufferSize - m_LastPosition + position;
        m_LastPosition = position;
        m_Played += moved;
        m_Written = m_Played + BytesPerPeriod();
        m_History.Push(m_Played);
        late = m_Late != 0 && moved > m_Late;
    }
    SignalEvents();
    if (late) {
        TraceLatency();
    }
}

void
Stream::SignalEvents()
{
    PKEVENT event = m_Event;

    if (event != nullptr) {
        KeSetEvent(event, EVENT_INCREMENT, FALSE);
    }
}
