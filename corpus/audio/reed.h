/*
 * reed.h - a WaveRT miniport for a sound controller with two codecs.
 *
 *  Adapter     the controller: registers, interrupt, codecs
 *  Miniport    what the port driver sees of it
 *  Stream      one running pin
 *
 * Methods that PortCls calls at PASSIVE_LEVEL are pageable. They stand in
 * code_seg regions, and are marked REED_PAGED where they are declared, except
 * virtual ones: an override must be declared as what it overrides.
 */
#ifndef REED_H
#define REED_H

#include "guard.h"
#include <stdunk.h>

#define REED_TAG            'deeR'
#define REED_PAGED          __declspec(code_seg("PAGE"))
#define REED_STREAMS        4
#define REED_CODECS         2
#define REED_PERIODS        8

#define REED_CAUSE_PERIOD   0x00000001
#define REED_CAUSE_ERROR    0x00000004
#define REED_CAUSE_OURS     0x00000005

struct ReedRegisters {
    ULONG Control;
    ULONG Cause;
    ULONG Position[REED_STREAMS];
    ULONG Gate[REED_STREAMS];
    ULONG Codec[REED_CODECS];
};

class Adapter;
class Stream;

/* ---- codecs ------------------------------------------------------------ */

class Codec {
public:
    explicit Codec(Adapter *adapter, ULONG index)
        : m_Adapter(adapter), m_Index(index) {}
    virtual ~Codec() {}

    virtual void Mute(bool on) = 0;
    virtual NTSTATUS SetVolume(LONG volume) = 0;
    virtual NTSTATUS Initialize();

protected:
    Adapter *m_Adapter;
    ULONG m_Index;
    LONG m_Volume = 0;
    bool m_Muted = false;
};

/* Over the controller's own link: a register write. */
class LinkCodec : public Codec {
public:
    using Codec::Codec;
    void Mute(bool on) override;
    NTSTATUS SetVolume(LONG volume) override;
};

/* Over a slow bus behind it: a request that is waited for. */
class BusCodec : public Codec {
public:
    using Codec::Codec;
    void Mute(bool on) override;
    NTSTATUS SetVolume(LONG volume) override;
    NTSTATUS Initialize() override;

private:
    REED_PAGED NTSTATUS Transfer(ULONG command, ULONG value);
};

/* What a user may ask for; looked through when a stream is opened. */
class REED_PAGED FormatTable {
public:
    bool Supports(ULONG rate, ULONG bits) const;
    ULONG Nearest(ULONG rate) const;

private:
    static const ULONG s_Rates[];
};

/* ---- adapter ----------------------------------------------------------- */

class Adapter {
public:
    REED_PAGED NTSTATUS Start(PDEVICE_OBJECT device, PRESOURCELIST resources);
    REED_PAGED void Stop();
    REED_PAGED NTSTATUS Attach(Stream *stream, ULONG *slot);
    REED_PAGED void Detach(ULONG slot);
    REED_PAGED NTSTATUS SetVolume(LONG volume);
    REED_PAGED void ResetStatistics();

    void MuteAll(bool on);
    void Refresh();
    ULONG Position(ULONG slot);
    void Gate(ULONG slot, bool open);
    void WriteCodec(ULONG index, ULONG value);
    bool OnInterrupt();
    void OnDpc();

    static NTSTATUS NTAPI Interrupt(
        IInterruptSync *sync, PVOID context);
    static KDEFERRED_ROUTINE DeferredRoutine;

private:
    REED_PAGED void DescribeError(ULONG cause);
    REED_PAGED void Balance(Stream *stream);
    void NoteError(ULONG cause);
    static ULONG Severity(ULONG cause);

    ReedRegisters *m_Registers = nullptr;
    ULONG m_Length = 0;
    PINTERRUPTSYNC m_Sync = nullptr;
    KDPC m_Dpc;
    KSPIN_LOCK m_Lock;          /* m_Streams, m_Pending */
    FAST_MUTEX m_CodecMutex;    /* m_Codecs */
    Stream *m_Streams[REED_STREAMS] = {};
    Codec *m_Codecs[REED_CODECS] = {};
    ULONG m_Pending = 0;
    Ring<ULONG, 16> m_Errors;
    ULONG m_Severity = 0;
    WCHAR m_LastError[32] = {};
};

/* ---- miniport ---------------------------------------------------------- */

class Miniport : public IMiniportWaveRT, public CUnknown {
public:
    DECLARE_STD_UNKNOWN();
    DEFINE_STD_CONSTRUCTOR(Miniport);
    ~Miniport();
    IMP_IMiniportWaveRT;

    Adapter *GetAdapter() { return m_Adapter; }
    void SetAdapter(Adapter *adapter) { m_Adapter = adapter; }
    FormatTable &Formats() { return m_Formats; }

private:
    REED_PAGED NTSTATUS CheckFormat(PKSDATAFORMAT format);

    Adapter *m_Adapter = nullptr;
    PPORTWAVERT m_Port = nullptr;
    FormatTable m_Formats;
};

/* ---- stream ------------------------------------------------------------ */

class Stream : public IMiniportWaveRTStream, public CUnknown {
public:
    DECLARE_STD_UNKNOWN();
    DEFINE_STD_CONSTRUCTOR(Stream);
    ~Stream();
    IMP_IMiniportWaveRTStream;

    REED_PAGED NTSTATUS Initialize(
        Miniport *miniport, PPORTWAVERTSTREAM port, PKSDATAFORMAT format);
    REED_PAGED void Recompute();
    REED_PAGED NTSTATUS AddEvent(PKEVENT event);
    REED_PAGED void ClearHistory();
    void OnPeriod(ULONG position);

private:
    REED_PAGED void TraceLatency();
    void SignalEvents();
    ULONG BytesPerPeriod() const { return m_BufferSize / REED_PERIODS; }

    Miniport *m_Miniport = nullptr;
    PPORTWAVERTSTREAM m_Port = nullptr;
    ULONG m_Slot = REED_STREAMS;
    KSSTATE m_State = KSSTATE_STOP;
    ULONG m_Rate = 0;
    ULONG m_BufferSize = 0;
    KSPIN_LOCK m_PositionLock;  /* m_Written, m_Played, m_History, m_Event */
    ULONGLONG m_Played = 0;
    ULONGLONG m_Written = 0;
    ULONG m_LastPosition = 0;
    ULONG m_Late = 0;
    PKEVENT m_Event = nullptr;
    Ring<ULONGLONG, 32> m_History;
};

NTSTATUS ReedCreateMiniport(
    PUNKNOWN *unknown, PUNKNOWN outer, Adapter *adapter);

#endif
// want nothing
