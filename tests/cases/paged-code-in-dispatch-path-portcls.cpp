/*
 * PortCls: the methods of a miniport have levels of their own. GetPosition of
 * a stream may be called at DISPATCH_LEVEL, SetFormat is not.
 */
#include <ntddk.h>
#include <portcls.h>
#include <stdunk.h>

#define PAGED __declspec(code_seg("PAGE"))

class Stream : public IMiniportWaveRTStream, public CUnknown {
public:
	DECLARE_STD_UNKNOWN();
	DEFINE_STD_CONSTRUCTOR(Stream);
	~Stream();
	IMP_IMiniportWaveRTStream;
};

#pragma code_seg("PAGE")

STDMETHODIMP_(NTSTATUS) Stream::SetFormat(PKSDATAFORMAT Format)
{
	PAGED_CODE();
	return Format ? STATUS_SUCCESS : STATUS_INVALID_PARAMETER;
}

STDMETHODIMP_(NTSTATUS) Stream::GetPosition(PKSAUDIO_POSITION Position) // want may PA1005 "'Stream::GetPosition'"
{
	PAGED_CODE();
	Position->PlayOffset = 0;
	return STATUS_SUCCESS;
}

#pragma code_seg()

/* ---- through a base of the driver's own -------------------------------- */

class Wave : public IMiniportWaveCyclicStream, public CUnknown {
public:
	DECLARE_STD_UNKNOWN();
	DEFINE_STD_CONSTRUCTOR(Wave);
	~Wave();
	IMP_IMiniportWaveCyclicStream;
};

class LoudWave : public Wave {
public:
	STDMETHODIMP_(VOID) Silence(PVOID Buffer, ULONG Bytes) override;
	STDMETHODIMP_(NTSTATUS) SetState(KSSTATE State) override;
};

#pragma code_seg("PAGE")

STDMETHODIMP_(VOID) LoudWave::Silence(PVOID Buffer, ULONG Bytes) // want may PA1005 "'LoudWave::Silence'"
{
	PAGED_CODE();
	RtlZeroMemory(Buffer, Bytes);
}

STDMETHODIMP_(NTSTATUS) LoudWave::SetState(KSSTATE State)
{
	PAGED_CODE();
	return State == KSSTATE_RUN ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

#pragma code_seg()
