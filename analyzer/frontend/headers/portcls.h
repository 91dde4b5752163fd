/*
 * The DDK's portcls.h, and after it what drivers of newer kits take from it:
 * the IMP_ words that declare an interface's methods in a class, and the
 * interfaces that came with Windows 8 and 10. In C++ only, as drivers use it.
 *
 * An interface's own methods are listed once, each as METHOD(result, name,
 * parameters); the list makes both the interface and its IMP_ word.
 */
#ifndef PAGEAUDIT_PORTCLS_H
#define PAGEAUDIT_PORTCLS_H
#pragma GCC system_header

#include_next <portcls.h>

#if defined(__MINGW64_VERSION_MAJOR) && defined(__cplusplus)

/* Of ntintsafe.h. */
#ifndef LODWORD
#define LODWORD(number) ((DWORD)(number))
#define HIDWORD(number) ((DWORD)((ULONGLONG)(number) >> 32))
#endif

#define PAGEAUDIT_PURE(result, name, parameters)                               \
	virtual result __stdcall name parameters = 0;
#define PAGEAUDIT_IMP(result, name, parameters)                                \
	virtual result __stdcall name parameters;
#define PAGEAUDIT_INTERFACE(name, base)                                        \
	extern "C" const GUID IID_##name;                                      \
	struct name : base {                                                   \
		PAGEAUDIT_##name(PAGEAUDIT_PURE)                               \
	};

/* ---- interfaces that the DDK declares without their IMP_ words -------- */

#define IMP_IMiniportTopology                                                  \
	IMP_IMiniport;                                                         \
	PAGEAUDIT_IMP(NTSTATUS, Init,                                          \
		(PUNKNOWN UnknownAdapter, PRESOURCELIST Resources,             \
			PPORTTOPOLOGY Port))

#define IMP_IMiniportMidi                                                      \
	IMP_IMiniport;                                                         \
	PAGEAUDIT_IMP(NTSTATUS, Init,                                          \
		(PUNKNOWN UnknownAdapter, PRESOURCELIST Resources,             \
			PPORTMIDI Port, PSERVICEGROUP * Group))                \
	PAGEAUDIT_IMP(void, Service, ())                                       \
	PAGEAUDIT_IMP(NTSTATUS, NewStream,                                     \
		(PMINIPORTMIDISTREAM * Stream, PUNKNOWN Outer,                 \
			POOL_TYPE PoolType, ULONG Pin, BOOLEAN Capture,        \
			PKSDATAFORMAT Format, PSERVICEGROUP * Group))

#define IMP_IMiniportMidiStream                                                \
	PAGEAUDIT_IMP(NTSTATUS, SetFormat, (PKSDATAFORMAT Format))             \
	PAGEAUDIT_IMP(NTSTATUS, SetState, (KSSTATE State))                     \
	PAGEAUDIT_IMP(                                                         \
		NTSTATUS, Read, (PVOID Buffer, ULONG Length, PULONG Read))     \
	PAGEAUDIT_IMP(                                                         \
		NTSTATUS, Write, (PVOID Buffer, ULONG Length, PULONG Written))

#define IMP_IMiniportWavePci                                                   \
	IMP_IMiniport;                                                         \
	PAGEAUDIT_IMP(NTSTATUS, Init,                                          \
		(PUNKNOWN UnknownAdapter, PRESOURCELIST Resources,             \
			PPORTWAVEPCI Port, PSERVICEGROUP * Group))             \
	PAGEAUDIT_IMP(NTSTATUS, NewStream,                                     \
		(PMINIPORTWAVEPCISTREAM * Stream, PUNKNOWN Outer,              \
			POOL_TYPE PoolType, PPORTWAVEPCISTREAM PortStream,     \
			ULONG Pin, BOOLEAN Capture, PKSDATAFORMAT Format,      \
			PDMACHANNEL * Channel, PSERVICEGROUP * Group))         \
	PAGEAUDIT_IMP(void, Service, ())

#define IMP_IMiniportWavePciStream                                             \
	PAGEAUDIT_IMP(NTSTATUS, SetFormat, (PKSDATAFORMAT Format))             \
	PAGEAUDIT_IMP(NTSTATUS, SetState, (KSSTATE State))                     \
	PAGEAUDIT_IMP(NTSTATUS, GetPosition, (PULONGLONG Position))            \
	PAGEAUDIT_IMP(NTSTATUS, NormalizePhysicalPosition,                     \
		(PLONGLONG PhysicalPosition))                                  \
	PAGEAUDIT_IMP(                                                         \
		NTSTATUS, GetAllocatorFraming, (PKSALLOCATOR_FRAMING Framing)) \
	PAGEAUDIT_IMP(NTSTATUS, RevokeMappings,                                \
		(PVOID FirstTag, PVOID LastTag, PULONG MappingsRevoked))       \
	PAGEAUDIT_IMP(void, MappingAvailable, ())                              \
	PAGEAUDIT_IMP(void, Service, ())

#define IMP_IPowerNotify                                                       \
	PAGEAUDIT_IMP(void, PowerChangeNotify, (POWER_STATE State))

#define IMP_IPinCount                                                          \
	PAGEAUDIT_IMP(void, PinCount,                                          \
		(ULONG Pin, PULONG FilterNecessary, PULONG FilterCurrent,      \
			PULONG FilterPossible, PULONG GlobalCurrent,           \
			PULONG GlobalPossible))

#ifndef IMP_IPortWaveRT
#define IMP_IPortWaveRT IMP_IPort
#endif

#define IMP_IPortWaveRTStream                                                  \
	PAGEAUDIT_IMP(PMDL, AllocatePagesForMdl,                               \
		(PHYSICAL_ADDRESS High, SIZE_T Bytes))                         \
	PAGEAUDIT_IMP(PMDL, AllocateContiguousPagesForMdl,                     \
		(PHYSICAL_ADDRESS Low, PHYSICAL_ADDRESS High, SIZE_T Bytes))   \
	PAGEAUDIT_IMP(PVOID, MapAllocatedPages,                                \
		(PMDL Mdl, MEMORY_CACHING_TYPE CacheType))                     \
	PAGEAUDIT_IMP(VOID, UnmapAllocatedPages, (PVOID Base, PMDL Mdl))       \
	PAGEAUDIT_IMP(VOID, FreePagesFromMdl, (PMDL Mdl))                      \
	PAGEAUDIT_IMP(ULONG, GetPhysicalPagesCount, (PMDL Mdl))                \
	PAGEAUDIT_IMP(PHYSICAL_ADDRESS, GetPhysicalPageAddress,                \
		(PMDL Mdl, ULONG Index))

typedef IMiniportWaveRTStreamNotification *PMINIPORTWAVERTSTREAMNOTIFICATION;
#define IMP_IMiniportWaveRTStreamNotification                                  \
	PAGEAUDIT_IMP(NTSTATUS, AllocateBufferWithNotification,                \
		(ULONG NotificationCount, ULONG RequestedSize, PMDL * Mdl,     \
			ULONG * ActualSize, ULONG * Offset,                    \
			MEMORY_CACHING_TYPE * CacheType))                      \
	PAGEAUDIT_IMP(                                                         \
		VOID, FreeBufferWithNotification, (PMDL Mdl, ULONG Size))      \
	PAGEAUDIT_IMP(NTSTATUS, RegisterNotificationEvent, (PKEVENT Event))    \
	PAGEAUDIT_IMP(NTSTATUS, UnregisterNotificationEvent, (PKEVENT Event))

/* ---- streams in packets, processing modes ----------------------------- */

#define PAGEAUDIT_IMiniportWaveRTInputStream(METHOD)                           \
	METHOD(NTSTATUS, GetReadPacket,                                        \
		(ULONG * PacketNumber, DWORD * Flags, ULONG64 * CounterValue,  \
			BOOL * More))
PAGEAUDIT_INTERFACE(IMiniportWaveRTInputStream, IUnknown)
typedef IMiniportWaveRTInputStream *PMINIPORTWAVERTINPUTSTREAM;
#define IMP_IMiniportWaveRTInputStream                                         \
	PAGEAUDIT_IMiniportWaveRTInputStream(PAGEAUDIT_IMP)

#define PAGEAUDIT_IMiniportWaveRTOutputStream(METHOD)                          \
	METHOD(NTSTATUS, SetWritePacket,                                       \
		(ULONG PacketNumber, DWORD Flags, ULONG EosLength))            \
	METHOD(NTSTATUS, GetOutputStreamPresentationPosition,                  \
		(KSAUDIO_PRESENTATION_POSITION * Position))                    \
	METHOD(NTSTATUS, GetPacketCount, (ULONG * PacketCount))
PAGEAUDIT_INTERFACE(IMiniportWaveRTOutputStream, IUnknown)
typedef IMiniportWaveRTOutputStream *PMINIPORTWAVERTOUTPUTSTREAM;
#define IMP_IMiniportWaveRTOutputStream                                        \
	PAGEAUDIT_IMiniportWaveRTOutputStream(PAGEAUDIT_IMP)

#define PAGEAUDIT_IMiniportAudioSignalProcessing(METHOD)                       \
	METHOD(NTSTATUS, GetModes, (ULONG Pin, GUID * Modes, ULONG * Count))
PAGEAUDIT_INTERFACE(IMiniportAudioSignalProcessing, IUnknown)
typedef IMiniportAudioSignalProcessing *PMINIPORTAudioSignalProcessing;
#define IMP_IMiniportAudioSignalProcessing                                     \
	PAGEAUDIT_IMiniportAudioSignalProcessing(PAGEAUDIT_IMP)

/* ---- power and plug and play ------------------------------------------ */

typedef enum _PC_EXIT_LATENCY {
	PcExitLatencyInstant,
	PcExitLatencyFast,
	PcExitLatencyResponsive
} PC_EXIT_LATENCY,
	*PPC_EXIT_LATENCY;

#define PAGEAUDIT_IAdapterPowerManagement2(METHOD)                             \
	METHOD(void, PowerChangeState2,                                        \
		(DEVICE_POWER_STATE Device, SYSTEM_POWER_STATE System))
#define PAGEAUDIT_IAdapterPowerManagement3(METHOD)                             \
	METHOD(void, PowerChangeState3,                                        \
		(DEVICE_POWER_STATE Device, SYSTEM_POWER_STATE System,         \
			PC_EXIT_LATENCY D3ExitLatency))                        \
	METHOD(NTSTATUS, D3ExitLatencyChanged, (PC_EXIT_LATENCY Latency))
PAGEAUDIT_INTERFACE(IAdapterPowerManagement2, IAdapterPowerManagement)
PAGEAUDIT_INTERFACE(IAdapterPowerManagement3, IAdapterPowerManagement2)
typedef IAdapterPowerManagement2 *PADAPTERPOWERMANAGEMENT2;
typedef IAdapterPowerManagement3 *PADAPTERPOWERMANAGEMENT3;
#define IMP_IAdapterPowerManagement2                                           \
	IMP_IAdapterPowerManagement;                                           \
	PAGEAUDIT_IAdapterPowerManagement2(PAGEAUDIT_IMP)
#define IMP_IAdapterPowerManagement3                                           \
	IMP_IAdapterPowerManagement2;                                          \
	PAGEAUDIT_IAdapterPowerManagement3(PAGEAUDIT_IMP)

typedef enum {
	PcRebalanceNotSupported,
	PcRebalanceRemoveSubdevices
} PC_REBALANCE_TYPE;

#define PAGEAUDIT_IMiniportPnpNotify(METHOD) METHOD(void, PnpStop, ())
#define PAGEAUDIT_IAdapterPnpManagement(METHOD)                                \
	METHOD(PC_REBALANCE_TYPE, GetSupportedRebalanceType, ())               \
	METHOD(void, PnpQueryStop, ())                                         \
	METHOD(void, PnpCancelStop, ())                                        \
	METHOD(void, PnpStop, ())
#define PAGEAUDIT_IPortClsPower(METHOD)                                        \
	METHOD(NTSTATUS, RegisterAdapterPowerManagement,                       \
		(PUNKNOWN Unknown, PDEVICE_OBJECT DeviceObject))               \
	METHOD(NTSTATUS, UnregisterAdapterPowerManagement,                     \
		(PDEVICE_OBJECT DeviceObject))                                 \
	METHOD(NTSTATUS, SetIdlePowerManagement,                               \
		(PDEVICE_OBJECT DeviceObject, BOOLEAN Enabled))
PAGEAUDIT_INTERFACE(IMiniportPnpNotify, IUnknown)
PAGEAUDIT_INTERFACE(IAdapterPnpManagement, IUnknown)
PAGEAUDIT_INTERFACE(IPortClsPower, IUnknown)
typedef IMiniportPnpNotify *PMINIPORTPNPNOTIFY;
typedef IAdapterPnpManagement *PADAPTERPNPMANAGEMENT;
typedef IPortClsPower *PPORTCLSPOWER;
#define IMP_IMiniportPnpNotify PAGEAUDIT_IMiniportPnpNotify(PAGEAUDIT_IMP)
#define IMP_IAdapterPnpManagement PAGEAUDIT_IAdapterPnpManagement(PAGEAUDIT_IMP)

typedef NTSTATUS (*PCPFNRUNTIME_POWER_CONTROL_CALLBACK)(
	LPCGUID PowerControlCode, PVOID InBuffer, SIZE_T InBufferSize,
	PVOID OutBuffer, SIZE_T OutBufferSize, PSIZE_T BytesReturned,
	PVOID Context);
#define PAGEAUDIT_IPortClsRuntimePower(METHOD)                                 \
	METHOD(NTSTATUS, SendPowerControl,                                     \
		(PDEVICE_OBJECT DeviceObject, LPCGUID Code, PVOID InBuffer,    \
			SIZE_T InBufferSize, PVOID OutBuffer,                  \
			SIZE_T OutBufferSize, PSIZE_T BytesReturned))          \
	METHOD(NTSTATUS, RegisterPowerControlCallback,                         \
		(PDEVICE_OBJECT DeviceObject,                                  \
			PCPFNRUNTIME_POWER_CONTROL_CALLBACK Callback,          \
			PVOID Context))                                        \
	METHOD(NTSTATUS, UnregisterPowerControlCallback,                       \
		(PDEVICE_OBJECT DeviceObject))
PAGEAUDIT_INTERFACE(IPortClsRuntimePower, IUnknown)
typedef IPortClsRuntimePower *PPORTCLSRUNTIMEPOWER;

/* ---- events, notifications, stream resources -------------------------- */

typedef enum {
	eMINIPORT_IHV_DEFINED,
	eMINIPORT_BUFFER_COMPLETE,
	eMINIPORT_PIN_STATE,
	eMINIPORT_GET_STREAM_POSITION,
	eMINIPORT_SET_WAVERT_BUFFER_WRITE_POSITION,
	eMINIPORT_GET_PRESENTATION_POSITION,
	eMINIPORT_PROGRAM_DMA,
	eMINIPORT_GLITCH_REPORT,
	eMINIPORT_LAST_BUFFER_RENDERED,
	eMINIPORT_PROCESSING_MODE,
	eMINIPORT_FX_CLSID,
	eMINIPORT_MaxValue
} EPcMiniportEngineEvent;

#define PAGEAUDIT_IPortClsEtwHelper(METHOD)                                    \
	METHOD(NTSTATUS, MiniportWriteEtwEvent,                                \
		(EPcMiniportEngineEvent Event, ULONGLONG Data1,                \
			ULONGLONG Data2, ULONGLONG Data3, ULONGLONG Data4))
PAGEAUDIT_INTERFACE(IPortClsEtwHelper, IUnknown)
typedef IPortClsEtwHelper *PPORTCLSETWHELPER;

typedef struct _PCNOTIFICATION_BUFFER {
	UCHAR NotificationBuffer[1];
} PCNOTIFICATION_BUFFER, *PPCNOTIFICATION_BUFFER;
#define PAGEAUDIT_IPortClsNotifications(METHOD)                                \
	METHOD(NTSTATUS, AllocNotificationBuffer,                              \
		(POOL_TYPE PoolType, USHORT Bytes,                             \
			PPCNOTIFICATION_BUFFER * Buffer))                      \
	METHOD(void, FreeNotificationBuffer, (PPCNOTIFICATION_BUFFER Buffer))  \
	METHOD(void, SendNotification,                                         \
		(const GUID *Id, PPCNOTIFICATION_BUFFER Buffer))
PAGEAUDIT_INTERFACE(IPortClsNotifications, IUnknown)
typedef IPortClsNotifications *PPORTCLSNOTIFICATIONS;

DECLARE_HANDLE(PCSTREAMRESOURCE);
typedef enum _PcStreamResourceType {
	ePcStreamResourceInterrupt,
	ePcStreamResourceThread,
	ePcStreamResourceSet
} PcStreamResourceType,
	*PPcStreamResourceType;
typedef struct _PCSTREAMRESOURCE_DESCRIPTOR {
	ULONG Size;
	ULONG Flags;
	PDEVICE_OBJECT Pdo;
	PcStreamResourceType Type;
	union {
		struct {
			ULONG Version;
			PVOID Generic;
		} Interrupt;
		PETHREAD Thread;
		PVOID ResourceSet;
	} Resource;
} PCSTREAMRESOURCE_DESCRIPTOR, *PPCSTREAMRESOURCE_DESCRIPTOR;

static inline VOID PCSTREAMRESOURCE_DESCRIPTOR_INIT(
	PPCSTREAMRESOURCE_DESCRIPTOR Resource)
{
	RtlZeroMemory(Resource, sizeof(*Resource));
	Resource->Size = sizeof(*Resource);
}

#define PAGEAUDIT_IPortClsStreamResourceManager(METHOD)                        \
	METHOD(NTSTATUS, AddStreamResource,                                    \
		(PVOID Set, PPCSTREAMRESOURCE_DESCRIPTOR Descriptor,           \
			PCSTREAMRESOURCE * Handle))                            \
	METHOD(NTSTATUS, RemoveStreamResource, (PCSTREAMRESOURCE Handle))
#define PAGEAUDIT_IPortClsStreamResourceManager2(METHOD)                       \
	METHOD(NTSTATUS, AddStreamResource2,                                   \
		(PDEVICE_OBJECT PhysicalDeviceObject, PVOID Set,               \
			PPCSTREAMRESOURCE_DESCRIPTOR Descriptor,               \
			PCSTREAMRESOURCE * Handle))
PAGEAUDIT_INTERFACE(IPortClsStreamResourceManager, IUnknown)
PAGEAUDIT_INTERFACE(
	IPortClsStreamResourceManager2, IPortClsStreamResourceManager)
typedef IPortClsStreamResourceManager *PPORTCLSStreamResourceManager;
typedef IPortClsStreamResourceManager2 *PPORTCLSStreamResourceManager2;

/* ---- the hardware audio engine ---------------------------------------- */

typedef enum {
	eMixFormat,
	eDeviceFormat,
	eSupportedDeviceFormats
} eEngineFormatType;
typedef enum {
	eVolumeAttribute,
	eMuteAttribute,
	ePeakMeterAttribute
} eChannelTargetType;

#define PAGEAUDIT_IMiniportAudioEngineNode(METHOD)                             \
	METHOD(NTSTATUS, GetAudioEngineDescriptor,                             \
		(ULONG Node, KSAUDIOENGINE_DESCRIPTOR * Descriptor))           \
	METHOD(NTSTATUS, GetGfxState, (ULONG Node, BOOL * Enable))             \
	METHOD(NTSTATUS, SetGfxState, (ULONG Node, BOOL Enable))               \
	METHOD(NTSTATUS, GetEngineFormatSize,                                  \
		(ULONG Node, eEngineFormatType Type, ULONG * Size))            \
	METHOD(NTSTATUS, GetMixFormat,                                         \
		(ULONG Node, KSDATAFORMAT_WAVEFORMATEX * Format, ULONG Size))  \
	METHOD(NTSTATUS, GetDeviceFormat,                                      \
		(ULONG Node, KSDATAFORMAT_WAVEFORMATEX * Format, ULONG Size))  \
	METHOD(NTSTATUS, SetDeviceFormat,                                      \
		(ULONG Node, KSDATAFORMAT_WAVEFORMATEX * Format, ULONG Size))  \
	METHOD(NTSTATUS, GetSupportedDeviceFormats,                            \
		(ULONG Node, KSMULTIPLE_ITEM * Formats, ULONG Size))           \
	METHOD(NTSTATUS, GetDeviceChannelCount,                                \
		(ULONG Node, eChannelTargetType Type, UINT32 * Count))         \
	METHOD(NTSTATUS, GetDeviceAttributeSteppings,                          \
		(ULONG Node, eChannelTargetType Type,                          \
			PKSPROPERTY_STEPPING_LONG Steps, UINT32 Size))         \
	METHOD(NTSTATUS, GetDeviceChannelVolume,                               \
		(ULONG Node, UINT32 Channel, LONG * Volume))                   \
	METHOD(NTSTATUS, SetDeviceChannelVolume,                               \
		(ULONG Node, UINT32 Channel, LONG Volume))                     \
	METHOD(NTSTATUS, GetDeviceChannelMute,                                 \
		(ULONG Node, UINT32 Channel, BOOL * Mute))                     \
	METHOD(NTSTATUS, SetDeviceChannelMute,                                 \
		(ULONG Node, UINT32 Channel, BOOL Mute))                       \
	METHOD(NTSTATUS, GetDeviceChannelPeakMeter,                            \
		(ULONG Node, UINT32 Channel, LONG * PeakMeter))                \
	METHOD(NTSTATUS, GetBufferSizeRange,                                   \
		(ULONG Node, KSDATAFORMAT_WAVEFORMATEX * Format,               \
			KSAUDIOENGINE_BUFFER_SIZE_RANGE * Range))
#define PAGEAUDIT_IMiniportStreamAudioEngineNode(METHOD)                       \
	METHOD(NTSTATUS, GetLfxState, (BOOL * Enable))                         \
	METHOD(NTSTATUS, SetLfxState, (BOOL Enable))                           \
	METHOD(NTSTATUS, GetStreamChannelCount,                                \
		(eChannelTargetType Type, UINT32 * Count))                     \
	METHOD(NTSTATUS, GetStreamAttributeSteppings,                          \
		(eChannelTargetType Type, PKSPROPERTY_STEPPING_LONG Steps,     \
			UINT32 Size))                                          \
	METHOD(NTSTATUS, GetStreamChannelVolume,                               \
		(UINT32 Channel, LONG * Volume))                               \
	METHOD(NTSTATUS, SetStreamChannelVolume,                               \
		(UINT32 Channel, LONG Volume, AUDIO_CURVE_TYPE Curve,          \
			ULONGLONG Duration))                                   \
	METHOD(NTSTATUS, GetStreamChannelMute, (UINT32 Channel, BOOL * Mute))  \
	METHOD(NTSTATUS, SetStreamChannelMute, (UINT32 Channel, BOOL Mute))    \
	METHOD(NTSTATUS, GetStreamChannelPeakMeter,                            \
		(UINT32 Channel, LONG * PeakMeter))                            \
	METHOD(NTSTATUS, GetStreamPresentationPosition,                        \
		(KSAUDIO_PRESENTATION_POSITION * Position))                    \
	METHOD(NTSTATUS, SetStreamCurrentWritePosition, (ULONG Position))      \
	METHOD(NTSTATUS, GetStreamLinearBufferPosition,                        \
		(ULONGLONG * Position))                                        \
	METHOD(NTSTATUS, SetStreamLoopbackProtection,                          \
		(CONSTRICTOR_OPTION Option))
#define PAGEAUDIT_IMiniportStreamAudioEngineNode2(METHOD)                      \
	METHOD(NTSTATUS, SetStreamCurrentWritePositionForLastBuffer,           \
		(ULONG Position))
PAGEAUDIT_INTERFACE(IMiniportAudioEngineNode, IUnknown)
PAGEAUDIT_INTERFACE(IMiniportStreamAudioEngineNode, IUnknown)
PAGEAUDIT_INTERFACE(IMiniportStreamAudioEngineNode2, IUnknown)
#define IMP_IMiniportAudioEngineNode                                           \
	PAGEAUDIT_IMiniportAudioEngineNode(PAGEAUDIT_IMP)
#define IMP_IMiniportStreamAudioEngineNode                                     \
	PAGEAUDIT_IMiniportStreamAudioEngineNode(PAGEAUDIT_IMP)
#define IMP_IMiniportStreamAudioEngineNode2                                    \
	PAGEAUDIT_IMiniportStreamAudioEngineNode2(PAGEAUDIT_IMP)

/* ---- routines --------------------------------------------------------- */

PORTCLASSAPI NTSTATUS NTAPI PcGetPhysicalDeviceObject(
	PDEVICE_OBJECT DeviceObject, PDEVICE_OBJECT *PhysicalDeviceObject);
PORTCLASSAPI NTSTATUS NTAPI PcUnregisterAdapterPowerManagement(
	PDEVICE_OBJECT DeviceObject);
PORTCLASSAPI NTSTATUS NTAPI PcRegisterAdapterPnpManagement(
	PUNKNOWN Unknown, PDEVICE_OBJECT DeviceObject);
PORTCLASSAPI NTSTATUS NTAPI PcUnregisterAdapterPnpManagement(
	PDEVICE_OBJECT DeviceObject);
PORTCLASSAPI NTSTATUS PcAddStreamResource(PDEVICE_OBJECT PhysicalDeviceObject,
	PVOID ResourceSet, PPCSTREAMRESOURCE_DESCRIPTOR Descriptor,
	PCSTREAMRESOURCE *Handle);
PORTCLASSAPI NTSTATUS PcRemoveStreamResource(PCSTREAMRESOURCE Handle);

#endif /* mingw-w64, C++ */
#endif
