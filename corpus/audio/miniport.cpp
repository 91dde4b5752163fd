/*
 * miniport.cpp - what the port driver asks the miniport for; all of it at
 * PASSIVE_LEVEL.
 */
#include "reed.h"

#pragma code_seg("PAGE")

const ULONG FormatTable::s_Rates[] = { 44100, 48000, 96000, 192000 };

bool
FormatTable::Supports(ULONG rate, ULONG bits) const
{
    PAGED_CODE();

    auto matches = [rate](ULONG candidate) { return candidate == rate; };

    for (ULONG candidate : s_Rates) {
        if (matches(candidate)) {
            return bits == 16 || bits == 24;
        }
    }
    return false;
}

ULONG
FormatTable::Nearest(ULONG rate) const
{
    ULONG best = s_Rates[0];

    PAGED_CODE();
    PAGED_CODE(); // want repeated-paged-code "'FormatTable::Nearest'"

    for (ULONG candidate : s_Rates) {
        if (candidate <= rate) {
            best = candidate;
        }
    }
    return best;
}

NTSTATUS
ReedCreateMiniport(PUNKNOWN *unknown, PUNKNOWN outer, Adapter *adapter)
{
    PAGED_CODE();

    auto miniport = new (NonPagedPoolNx, REED_TAG) Miniport(outer);
    if (miniport == nullptr) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    miniport->SetAdapter(adapter);
    *unknown = static_cast<PMINIPORTWAVERT>(miniport);
    (*unknown)->AddRef();
    return STATUS_SUCCESS;
}

STDMETHODIMP_(NTSTATUS)
Miniport::NonDelegatingQueryInterface(REFIID iid, PVOID *object)
{
    PAGED_CODE();

    if (IsEqualGUIDAligned(iid, IID_IUnknown) ||
        IsEqualGUIDAligned(iid, IID_IMiniport) ||
        IsEqualGUIDAligned(iid, IID_IMiniportWaveRT)) {
        *object = static_cast<PMINIPORTWAVERT>(this);
        AddRef();
        return STATUS_SUCCESS;
    }
    *object = nullptr;
    return STATUS_INVALID_PARAMETER;
}

STDMETHODIMP_(NTSTATUS)
Miniport::Init(PUNKNOWN UnknownAdapter, PRESOURCELIST ResourceList,
    PPORTWAVERT Port)
{
    UNREFERENCED_PARAMETER(UnknownAdapter);
    UNREFERENCED_PARAMETER(ResourceList);
    PAGED_CODE();

    m_Port = Port;
    m_Port->AddRef();
    m_Adapter->ResetStatistics();
    return STATUS_SUCCESS;
}

NTSTATUS
Miniport::CheckFormat(PKSDATAFORMAT format)
{
    auto wave = reinterpret_cast<PKSDATAFORMAT_WAVEFORMATEX>(format);

    PAGED_CODE();

    if (format->FormatSize < sizeof(KSDATAFORMAT_WAVEFORMATEX)) {
        return STATUS_INVALID_PARAMETER;
    }
    return m_Formats.Supports(wave->WaveFormatEx.nSamplesPerSec,
        wave->WaveFormatEx.wBitsPerSample) ?
        STATUS_SUCCESS : STATUS_NO_MATCH;
}

STDMETHODIMP_(NTSTATUS)
Miniport::NewStream(PMINIPORTWAVERTSTREAM *OutStream,
    PPORTWAVERTSTREAM PortStream, ULONG Pin, BOOLEAN Capture,
    PKSDATAFORMAT DataFormat)
{
    NTSTATUS status;

    UNREFERENCED_PARAMETER(Pin);
    UNREFERENCED_PARAMETER(Capture);
    PAGED_CODE();

    status = CheckFormat(DataFormat);
    if (!NT_SUCCESS(status)) {
        return status;
    }
    auto stream = new (NonPagedPoolNx, REED_TAG) Stream(nullptr);
    if (stream == nullptr) {
        return STATUS_INSUFFICIENT_RESOURCES;
    }
    stream->AddRef();
    status = stream->Initialize(this, PortStream, DataFormat);
    if (NT_SUCCESS(status)) {
        *OutStream = stream;
    } else {
        stream->Release();
    }
    return status;
}

STDMETHODIMP_(NTSTATUS)
Miniport::GetDeviceDescription(PDEVICE_DESCRIPTION DeviceDescription)
{
    PAGED_CODE();

    RtlZeroMemory(DeviceDescription, sizeof(*DeviceDescription));
    DeviceDescription->Master = TRUE;
    DeviceDescription->ScatterGather = TRUE;
    DeviceDescription->Dma64BitAddresses = TRUE;
    DeviceDescription->InterfaceType = PCIBus;
    DeviceDescription->MaximumLength = 0xFFFFFFFF;
    return STATUS_SUCCESS;
}

#pragma code_seg("page") // want section-name-case "page"

STDMETHODIMP_(NTSTATUS)
Miniport::GetDescription(PPCFILTER_DESCRIPTOR *Description)
{
    static PCFILTER_DESCRIPTOR descriptor = {};

    PAGED_CODE();

    *Description = &descriptor;
    return STATUS_SUCCESS;
}

#pragma code_seg()

STDMETHODIMP_(NTSTATUS)
Miniport::DataRangeIntersection(ULONG PinId, PKSDATARANGE DataRange,
    PKSDATARANGE MatchingDataRange, ULONG OutputBufferLength,
    PVOID ResultantFormat, PULONG ResultantFormatLength)
{
    UNREFERENCED_PARAMETER(PinId);
    UNREFERENCED_PARAMETER(DataRange);
    UNREFERENCED_PARAMETER(MatchingDataRange);
    UNREFERENCED_PARAMETER(OutputBufferLength);
    UNREFERENCED_PARAMETER(ResultantFormat);
    UNREFERENCED_PARAMETER(ResultantFormatLength);
    PAGED_CODE(); // want paged-code-outside-section "'Miniport::DataRangeIntersection'"

    return STATUS_NOT_IMPLEMENTED;
}

Miniport::~Miniport()
{
    if (m_Port != nullptr) {
        m_Port->Release();
    }
    if (m_Adapter != nullptr) {
        m_Adapter->Stop();
        delete m_Adapter;
    }
}
