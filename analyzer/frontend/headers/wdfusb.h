/* USB targets of the framework. Needs wdf.h and the bus's own usb.h. */
#ifndef PAGEAUDIT_WDFUSB_H
#define PAGEAUDIT_WDFUSB_H
#pragma GCC system_header

#include <wdf.h>
#include <usb.h>

#ifndef BMREQUEST_HOST_TO_DEVICE
#define BMREQUEST_HOST_TO_DEVICE 0
#define BMREQUEST_DEVICE_TO_HOST 1
#define BMREQUEST_STANDARD 0
#define BMREQUEST_CLASS 1
#define BMREQUEST_VENDOR 2
#define BMREQUEST_TO_DEVICE 0
#define BMREQUEST_TO_INTERFACE 1
#define BMREQUEST_TO_ENDPOINT 2
#define BMREQUEST_TO_OTHER 3
#endif

WDF_EXTERN_C_START

/* ---- Callbacks: both ignore the execution level ------------------------ */

PAGEAUDIT_WDF_EVENT(DISPATCH_LEVEL, VOID, USB_READER_COMPLETION_ROUTINE,
	(WDFUSBPIPE Pipe, WDFMEMORY Buffer, size_t NumBytesTransferred,
		WDFCONTEXT Context));
PAGEAUDIT_WDF_EVENT(PASSIVE_LEVEL, BOOLEAN, USB_READERS_FAILED,
	(WDFUSBPIPE Pipe, NTSTATUS Status, USBD_STATUS UsbdStatus));

/* ---- Types ------------------------------------------------------------- */

typedef enum _WDF_USB_BMREQUEST_DIRECTION {
	BmRequestHostToDevice = BMREQUEST_HOST_TO_DEVICE,
	BmRequestDeviceToHost = BMREQUEST_DEVICE_TO_HOST,
} WDF_USB_BMREQUEST_DIRECTION;

typedef enum _WDF_USB_BMREQUEST_TYPE {
	BmRequestStandard = BMREQUEST_STANDARD,
	BmRequestClass = BMREQUEST_CLASS,
	BmRequestVendor = BMREQUEST_VENDOR,
} WDF_USB_BMREQUEST_TYPE;

typedef enum _WDF_USB_BMREQUEST_RECIPIENT {
	BmRequestToDevice = BMREQUEST_TO_DEVICE,
	BmRequestToInterface = BMREQUEST_TO_INTERFACE,
	BmRequestToEndpoint = BMREQUEST_TO_ENDPOINT,
	BmRequestToOther = BMREQUEST_TO_OTHER,
} WDF_USB_BMREQUEST_RECIPIENT;

typedef enum _WDF_USB_PIPE_TYPE {
	WdfUsbPipeTypeInvalid = 0,
	WdfUsbPipeTypeControl,
	WdfUsbPipeTypeIsochronous,
	WdfUsbPipeTypeBulk,
	WdfUsbPipeTypeInterrupt,
} WDF_USB_PIPE_TYPE;

typedef enum _WDF_USB_REQUEST_TYPE {
	WdfUsbRequestTypeInvalid = 0,
	WdfUsbRequestTypeNoFormat,
	WdfUsbRequestTypeDeviceString,
	WdfUsbRequestTypeDeviceControlTransfer,
	WdfUsbRequestTypeDeviceUrb,
	WdfUsbRequestTypePipeWrite,
	WdfUsbRequestTypePipeRead,
	WdfUsbRequestTypePipeAbort,
	WdfUsbRequestTypePipeReset,
	WdfUsbRequestTypePipeUrb,
} WDF_USB_REQUEST_TYPE, *PWDF_USB_REQUEST_TYPE;

typedef enum _WDF_USB_DEVICE_TRAITS {
	WDF_USB_DEVICE_TRAIT_SELF_POWERED = 0x00000001,
	WDF_USB_DEVICE_TRAIT_REMOTE_WAKE_CAPABLE = 0x00000002,
	WDF_USB_DEVICE_TRAIT_AT_HIGH_SPEED = 0x00000004,
} WDF_USB_DEVICE_TRAITS;

typedef union _WDF_USB_CONTROL_SETUP_PACKET {
	struct {
		union {
			struct {
				BYTE Recipient : 2;
				BYTE Reserved : 3;
				BYTE Type : 2;
				BYTE Dir : 1;
			} Request;
			BYTE Byte;
		} bm;
		BYTE bRequest;
		union {
			struct {
				BYTE LowByte;
				BYTE HiByte;
			} Bytes;
			USHORT Value;
		} wValue;
		union {
			struct {
				BYTE LowByte;
				BYTE HiByte;
			} Bytes;
			USHORT Value;
		} wIndex;
		USHORT wLength;
	} Packet;
	struct {
		BYTE Bytes[8];
	} Generic;
} WDF_USB_CONTROL_SETUP_PACKET, *PWDF_USB_CONTROL_SETUP_PACKET;

FORCEINLINE VOID WDF_USB_CONTROL_SETUP_PACKET_INIT(
	PWDF_USB_CONTROL_SETUP_PACKET Packet,
	WDF_USB_BMREQUEST_DIRECTION Direction,
	WDF_USB_BMREQUEST_RECIPIENT Recipient, BYTE Request, USHORT Value,
	USHORT Index)
{
	RtlZeroMemory(Packet, sizeof(*Packet));
	Packet->Packet.bm.Request.Dir = (BYTE)Direction;
	Packet->Packet.bm.Request.Type = (BYTE)BmRequestStandard;
	Packet->Packet.bm.Request.Recipient = (BYTE)Recipient;
	Packet->Packet.bRequest = Request;
	Packet->Packet.wValue.Value = Value;
	Packet->Packet.wIndex.Value = Index;
}

FORCEINLINE VOID WDF_USB_CONTROL_SETUP_PACKET_INIT_CLASS(
	PWDF_USB_CONTROL_SETUP_PACKET Packet,
	WDF_USB_BMREQUEST_DIRECTION Direction,
	WDF_USB_BMREQUEST_RECIPIENT Recipient, BYTE Request, USHORT Value,
	USHORT Index)
{
	WDF_USB_CONTROL_SETUP_PACKET_INIT(
		Packet, Direction, Recipient, Request, Value, Index);
	Packet->Packet.bm.Request.Type = (BYTE)BmRequestClass;
}

FORCEINLINE VOID WDF_USB_CONTROL_SETUP_PACKET_INIT_VENDOR(
	PWDF_USB_CONTROL_SETUP_PACKET Packet,
	WDF_USB_BMREQUEST_DIRECTION Direction,
	WDF_USB_BMREQUEST_RECIPIENT Recipient, BYTE Request, USHORT Value,
	USHORT Index)
{
	WDF_USB_CONTROL_SETUP_PACKET_INIT(
		Packet, Direction, Recipient, Request, Value, Index);
	Packet->Packet.bm.Request.Type = (BYTE)BmRequestVendor;
}

FORCEINLINE VOID WDF_USB_CONTROL_SETUP_PACKET_INIT_FEATURE(
	PWDF_USB_CONTROL_SETUP_PACKET Packet,
	WDF_USB_BMREQUEST_RECIPIENT BmRequestRecipient, USHORT FeatureSelector,
	USHORT Index, BOOLEAN SetFeature)
{
	WDF_USB_CONTROL_SETUP_PACKET_INIT(Packet, BmRequestHostToDevice,
		BmRequestRecipient, SetFeature ? 0x03 : 0x01, FeatureSelector,
		Index);
}

FORCEINLINE VOID WDF_USB_CONTROL_SETUP_PACKET_INIT_GET_STATUS(
	PWDF_USB_CONTROL_SETUP_PACKET Packet,
	WDF_USB_BMREQUEST_RECIPIENT BmRequestRecipient, USHORT Index)
{
	WDF_USB_CONTROL_SETUP_PACKET_INIT(Packet, BmRequestDeviceToHost,
		BmRequestRecipient, 0x00, 0, Index);
	Packet->Packet.wLength = 2;
}

typedef struct _WDF_USB_DEVICE_CREATE_CONFIG {
	ULONG Size;
	ULONG USBDClientContractVersion;
} WDF_USB_DEVICE_CREATE_CONFIG, *PWDF_USB_DEVICE_CREATE_CONFIG;

FORCEINLINE VOID WDF_USB_DEVICE_CREATE_CONFIG_INIT(
	PWDF_USB_DEVICE_CREATE_CONFIG Config, ULONG USBDClientContractVersion)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = WDF_STRUCTURE_SIZE(WDF_USB_DEVICE_CREATE_CONFIG);
	Config->USBDClientContractVersion = USBDClientContractVersion;
}

typedef struct _WDF_USB_DEVICE_INFORMATION {
	ULONG Size;
	USBD_VERSION_INFORMATION UsbdVersionInformation;
	ULONG HcdPortCapabilities;
	ULONG Traits;
} WDF_USB_DEVICE_INFORMATION, *PWDF_USB_DEVICE_INFORMATION;

FORCEINLINE VOID WDF_USB_DEVICE_INFORMATION_INIT(
	PWDF_USB_DEVICE_INFORMATION Info)
{
	RtlZeroMemory(Info, sizeof(*Info));
	Info->Size = WDF_STRUCTURE_SIZE(WDF_USB_DEVICE_INFORMATION);
}

typedef struct _WDF_USB_PIPE_INFORMATION {
	ULONG Size;
	ULONG MaximumPacketSize;
	UCHAR EndpointAddress;
	UCHAR Interval;
	UCHAR SettingIndex;
	WDF_USB_PIPE_TYPE PipeType;
	ULONG MaximumTransferSize;
} WDF_USB_PIPE_INFORMATION, *PWDF_USB_PIPE_INFORMATION;

FORCEINLINE VOID WDF_USB_PIPE_INFORMATION_INIT(PWDF_USB_PIPE_INFORMATION Info)
{
	RtlZeroMemory(Info, sizeof(*Info));
	Info->Size = WDF_STRUCTURE_SIZE(WDF_USB_PIPE_INFORMATION);
}

typedef struct _WDF_USB_INTERFACE_SETTING_PAIR {
	WDFUSBINTERFACE UsbInterface;
	UCHAR SettingIndex;
} WDF_USB_INTERFACE_SETTING_PAIR, *PWDF_USB_INTERFACE_SETTING_PAIR;

typedef enum _WdfUsbTargetDeviceSelectConfigType {
	WdfUsbTargetDeviceSelectConfigTypeInvalid = 0,
	WdfUsbTargetDeviceSelectConfigTypeDeconfig,
	WdfUsbTargetDeviceSelectConfigTypeSingleInterface,
	WdfUsbTargetDeviceSelectConfigTypeMultiInterface,
	WdfUsbTargetDeviceSelectConfigTypeInterfacesPairs,
	WdfUsbTargetDeviceSelectConfigTypeInterfacesDescriptor,
	WdfUsbTargetDeviceSelectConfigTypeUrb,
} WdfUsbTargetDeviceSelectConfigType;

typedef struct _WDF_USB_DEVICE_SELECT_CONFIG_PARAMS {
	ULONG Size;
	WdfUsbTargetDeviceSelectConfigType Type;
	union {
		struct {
			PUSB_CONFIGURATION_DESCRIPTOR ConfigurationDescriptor;
			PUSB_INTERFACE_DESCRIPTOR *InterfaceDescriptors;
			ULONG NumInterfaceDescriptors;
		} Descriptor;
		struct {
			PURB Urb;
		} Urb;
		struct {
			UCHAR NumberConfiguredPipes;
			WDFUSBINTERFACE ConfiguredUsbInterface;
		} SingleInterface;
		struct {
			UCHAR NumberInterfaces;
			PWDF_USB_INTERFACE_SETTING_PAIR Pairs;
			UCHAR NumberOfConfiguredInterfaces;
		} MultiInterface;
	} Types;
} WDF_USB_DEVICE_SELECT_CONFIG_PARAMS, *PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS;

FORCEINLINE VOID WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_SINGLE_INTERFACE(
	PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size = WDF_STRUCTURE_SIZE(WDF_USB_DEVICE_SELECT_CONFIG_PARAMS);
	Params->Type = WdfUsbTargetDeviceSelectConfigTypeSingleInterface;
}

FORCEINLINE VOID WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_MULTIPLE_INTERFACES(
	PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params, UCHAR NumberInterfaces,
	PWDF_USB_INTERFACE_SETTING_PAIR SettingPairs)
{
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_SINGLE_INTERFACE(Params);
	Params->Type = SettingPairs && NumberInterfaces ?
		WdfUsbTargetDeviceSelectConfigTypeInterfacesPairs :
		WdfUsbTargetDeviceSelectConfigTypeMultiInterface;
	Params->Types.MultiInterface.NumberInterfaces = NumberInterfaces;
	Params->Types.MultiInterface.Pairs = SettingPairs;
}

FORCEINLINE VOID WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_DECONFIG(
	PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params)
{
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_SINGLE_INTERFACE(Params);
	Params->Type = WdfUsbTargetDeviceSelectConfigTypeDeconfig;
}

FORCEINLINE VOID WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_URB(
	PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params, PURB Urb)
{
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_SINGLE_INTERFACE(Params);
	Params->Type = WdfUsbTargetDeviceSelectConfigTypeUrb;
	Params->Types.Urb.Urb = Urb;
}

typedef enum _WdfUsbTargetDeviceSelectSettingType {
	WdfUsbInterfaceSelectSettingTypeDescriptor = 0x10,
	WdfUsbInterfaceSelectSettingTypeSetting,
	WdfUsbInterfaceSelectSettingTypeUrb,
} WdfUsbTargetDeviceSelectSettingType;

typedef struct _WDF_USB_INTERFACE_SELECT_SETTING_PARAMS {
	ULONG Size;
	WdfUsbTargetDeviceSelectSettingType Type;
	union {
		struct {
			PUSB_INTERFACE_DESCRIPTOR InterfaceDescriptor;
		} Descriptor;
		struct {
			UCHAR SettingIndex;
		} Interface;
		struct {
			PURB Urb;
		} Urb;
	} Types;
} WDF_USB_INTERFACE_SELECT_SETTING_PARAMS,
	*PWDF_USB_INTERFACE_SELECT_SETTING_PARAMS;

FORCEINLINE VOID WDF_USB_INTERFACE_SELECT_SETTING_PARAMS_INIT_SETTING(
	PWDF_USB_INTERFACE_SELECT_SETTING_PARAMS Params, UCHAR SettingIndex)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size =
		WDF_STRUCTURE_SIZE(WDF_USB_INTERFACE_SELECT_SETTING_PARAMS);
	Params->Type = WdfUsbInterfaceSelectSettingTypeSetting;
	Params->Types.Interface.SettingIndex = SettingIndex;
}

typedef struct _WDF_USB_REQUEST_COMPLETION_PARAMS {
	USBD_STATUS UsbdStatus;
	WDF_USB_REQUEST_TYPE Type;
	union {
		struct {
			WDFMEMORY Buffer;
			USHORT LangID;
			UCHAR StringIndex;
			UCHAR RequiredSize;
		} DeviceString;
		struct {
			WDFMEMORY Buffer;
			WDF_USB_CONTROL_SETUP_PACKET SetupPacket;
			ULONG Length;
		} DeviceControlTransfer;
		struct {
			WDFMEMORY Buffer;
		} DeviceUrb;
		struct {
			WDFMEMORY Buffer;
			size_t Length;
			size_t Offset;
		} PipeWrite;
		struct {
			WDFMEMORY Buffer;
			size_t Length;
			size_t Offset;
		} PipeRead;
		struct {
			WDFMEMORY Buffer;
		} PipeUrb;
	} Parameters;
} WDF_USB_REQUEST_COMPLETION_PARAMS;

typedef struct _WDF_USB_CONTINUOUS_READER_CONFIG {
	ULONG Size;
	size_t TransferLength;
	size_t HeaderLength;
	size_t TrailerLength;
	UCHAR NumPendingReads;
	PWDF_OBJECT_ATTRIBUTES BufferAttributes;
	PFN_WDF_USB_READER_COMPLETION_ROUTINE EvtUsbTargetPipeReadComplete;
	WDFCONTEXT EvtUsbTargetPipeReadCompleteContext;
	PFN_WDF_USB_READERS_FAILED EvtUsbTargetPipeReadersFailed;
} WDF_USB_CONTINUOUS_READER_CONFIG, *PWDF_USB_CONTINUOUS_READER_CONFIG;

FORCEINLINE VOID WDF_USB_CONTINUOUS_READER_CONFIG_INIT(
	PWDF_USB_CONTINUOUS_READER_CONFIG Config,
	PFN_WDF_USB_READER_COMPLETION_ROUTINE EvtUsbTargetPipeReadComplete,
	WDFCONTEXT EvtUsbTargetPipeReadCompleteContext, size_t TransferLength)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = WDF_STRUCTURE_SIZE(WDF_USB_CONTINUOUS_READER_CONFIG);
	Config->TransferLength = TransferLength;
	Config->EvtUsbTargetPipeReadComplete = EvtUsbTargetPipeReadComplete;
	Config->EvtUsbTargetPipeReadCompleteContext =
		EvtUsbTargetPipeReadCompleteContext;
}

/* ---- Device ------------------------------------------------------------ */

_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfUsbTargetDeviceCreate(WDFDEVICE Device,
	PWDF_OBJECT_ATTRIBUTES Attributes, WDFUSBDEVICE *UsbDevice);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfUsbTargetDeviceCreateWithParameters(WDFDEVICE Device,
	PWDF_USB_DEVICE_CREATE_CONFIG Config, PWDF_OBJECT_ATTRIBUTES Attributes,
	WDFUSBDEVICE *UsbDevice);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfUsbTargetDeviceRetrieveInformation(
	WDFUSBDEVICE UsbDevice, PWDF_USB_DEVICE_INFORMATION Information);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfUsbTargetDeviceGetDeviceDescriptor(
	WDFUSBDEVICE UsbDevice, PUSB_DEVICE_DESCRIPTOR UsbDeviceDescriptor);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfUsbTargetDeviceRetrieveConfigDescriptor(WDFUSBDEVICE UsbDevice,
	PVOID ConfigDescriptor, PUSHORT ConfigDescriptorLength);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfUsbTargetDeviceQueryString(WDFUSBDEVICE UsbDevice,
	WDFREQUEST Request, PWDF_REQUEST_SEND_OPTIONS RequestOptions,
	PUSHORT String, PUSHORT NumCharacters, UCHAR StringIndex,
	USHORT LangID);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfUsbTargetDeviceAllocAndQueryString(WDFUSBDEVICE UsbDevice,
	PWDF_OBJECT_ATTRIBUTES StringMemoryAttributes, WDFMEMORY *StringMemory,
	PUSHORT NumCharacters, UCHAR StringIndex, USHORT LangID);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfUsbTargetDeviceQueryUsbCapability(WDFUSBDEVICE UsbDevice,
	CONST GUID *CapabilityType, ULONG CapabilityBufferLength,
	PVOID CapabilityBuffer, PULONG ResultLength);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfUsbTargetDeviceIsConnectedSynchronous(WDFUSBDEVICE UsbDevice);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfUsbTargetDeviceResetPortSynchronously(WDFUSBDEVICE UsbDevice);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfUsbTargetDeviceCyclePortSynchronously(WDFUSBDEVICE UsbDevice);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfUsbTargetDeviceRetrieveCurrentFrameNumber(
	WDFUSBDEVICE UsbDevice, PULONG CurrentFrameNumber);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfUsbTargetDeviceSendControlTransferSynchronously(
	WDFUSBDEVICE UsbDevice, WDFREQUEST Request,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions,
	PWDF_USB_CONTROL_SETUP_PACKET SetupPacket,
	PWDF_MEMORY_DESCRIPTOR MemoryDescriptor, PULONG BytesTransferred);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfUsbTargetDeviceFormatRequestForControlTransfer(
	WDFUSBDEVICE UsbDevice, WDFREQUEST Request,
	PWDF_USB_CONTROL_SETUP_PACKET SetupPacket, WDFMEMORY TransferMemory,
	PWDFMEMORY_OFFSET TransferOffset);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfUsbTargetDeviceSendUrbSynchronously(WDFUSBDEVICE UsbDevice,
	WDFREQUEST Request, PWDF_REQUEST_SEND_OPTIONS RequestOptions, PURB Urb);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfUsbTargetDeviceFormatRequestForUrb(WDFUSBDEVICE UsbDevice,
	WDFREQUEST Request, WDFMEMORY UrbMemory,
	PWDFMEMORY_OFFSET UrbMemoryOffset);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfUsbTargetDeviceCreateUrb(WDFUSBDEVICE UsbDevice,
	PWDF_OBJECT_ATTRIBUTES Attributes, WDFMEMORY *UrbMemory, PURB *Urb);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfUsbTargetDeviceCreateIsochUrb(WDFUSBDEVICE UsbDevice,
	PWDF_OBJECT_ATTRIBUTES Attributes, ULONG NumberOfIsochPackets,
	WDFMEMORY *UrbMemory, PURB *Urb);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfUsbTargetDeviceSelectConfig(WDFUSBDEVICE UsbDevice,
	PWDF_OBJECT_ATTRIBUTES PipeAttributes,
	PWDF_USB_DEVICE_SELECT_CONFIG_PARAMS Params);
_IRQL_requires_max_(DISPATCH_LEVEL)
USBD_CONFIGURATION_HANDLE WdfUsbTargetDeviceWdmGetConfigurationHandle(
	WDFUSBDEVICE UsbDevice);
_IRQL_requires_max_(DISPATCH_LEVEL)
UCHAR WdfUsbTargetDeviceGetNumInterfaces(WDFUSBDEVICE UsbDevice);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFUSBINTERFACE WdfUsbTargetDeviceGetInterface(
	WDFUSBDEVICE UsbDevice, UCHAR InterfaceIndex);
WDFIOTARGET WdfUsbTargetDeviceGetIoTarget(WDFUSBDEVICE UsbDevice);

/* ---- Interfaces -------------------------------------------------------- */

_IRQL_requires_max_(DISPATCH_LEVEL)
BYTE WdfUsbInterfaceGetInterfaceNumber(WDFUSBINTERFACE UsbInterface);
_IRQL_requires_max_(DISPATCH_LEVEL)
BYTE WdfUsbInterfaceGetNumEndpoints(
	WDFUSBINTERFACE UsbInterface, UCHAR SettingIndex);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfUsbInterfaceGetDescriptor(WDFUSBINTERFACE UsbInterface,
	UCHAR SettingIndex, PUSB_INTERFACE_DESCRIPTOR InterfaceDescriptor);
_IRQL_requires_max_(DISPATCH_LEVEL)
BYTE WdfUsbInterfaceGetNumSettings(WDFUSBINTERFACE Interface);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfUsbInterfaceSelectSetting(WDFUSBINTERFACE UsbInterface,
	PWDF_OBJECT_ATTRIBUTES PipesAttributes,
	PWDF_USB_INTERFACE_SELECT_SETTING_PARAMS Params);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfUsbInterfaceGetEndpointInformation(WDFUSBINTERFACE UsbInterface,
	UCHAR SettingIndex, UCHAR EndpointIndex,
	PWDF_USB_PIPE_INFORMATION EndpointInfo);
_IRQL_requires_max_(DISPATCH_LEVEL)
BYTE WdfUsbInterfaceGetConfiguredSettingIndex(WDFUSBINTERFACE Interface);
_IRQL_requires_max_(DISPATCH_LEVEL)
BYTE WdfUsbInterfaceGetNumConfiguredPipes(WDFUSBINTERFACE UsbInterface);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDFUSBPIPE WdfUsbInterfaceGetConfiguredPipe(WDFUSBINTERFACE UsbInterface,
	UCHAR PipeIndex, PWDF_USB_PIPE_INFORMATION PipeInfo);

/* ---- Pipes ------------------------------------------------------------- */

_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfUsbTargetPipeGetInformation(
	WDFUSBPIPE Pipe, PWDF_USB_PIPE_INFORMATION PipeInformation);
BOOLEAN WdfUsbTargetPipeIsInEndpoint(WDFUSBPIPE Pipe);
BOOLEAN WdfUsbTargetPipeIsOutEndpoint(WDFUSBPIPE Pipe);
_IRQL_requires_max_(DISPATCH_LEVEL)
WDF_USB_PIPE_TYPE WdfUsbTargetPipeGetType(WDFUSBPIPE Pipe);
_IRQL_requires_max_(DISPATCH_LEVEL)
VOID WdfUsbTargetPipeSetNoMaximumPacketSizeCheck(WDFUSBPIPE Pipe);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfUsbTargetPipeWriteSynchronously(WDFUSBPIPE Pipe,
	WDFREQUEST Request, PWDF_REQUEST_SEND_OPTIONS RequestOptions,
	PWDF_MEMORY_DESCRIPTOR MemoryDescriptor, PULONG BytesWritten);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfUsbTargetPipeReadSynchronously(WDFUSBPIPE Pipe, WDFREQUEST Request,
	PWDF_REQUEST_SEND_OPTIONS RequestOptions,
	PWDF_MEMORY_DESCRIPTOR MemoryDescriptor, PULONG BytesRead);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfUsbTargetPipeFormatRequestForWrite(WDFUSBPIPE Pipe,
	WDFREQUEST Request, WDFMEMORY WriteMemory,
	PWDFMEMORY_OFFSET WriteOffset);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfUsbTargetPipeFormatRequestForRead(WDFUSBPIPE Pipe,
	WDFREQUEST Request, WDFMEMORY ReadMemory, PWDFMEMORY_OFFSET ReadOffset);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfUsbTargetPipeConfigContinuousReader(
	WDFUSBPIPE Pipe, PWDF_USB_CONTINUOUS_READER_CONFIG Config);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfUsbTargetPipeAbortSynchronously(WDFUSBPIPE Pipe,
	WDFREQUEST Request, PWDF_REQUEST_SEND_OPTIONS RequestOptions);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfUsbTargetPipeFormatRequestForAbort(
	WDFUSBPIPE Pipe, WDFREQUEST Request);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfUsbTargetPipeResetSynchronously(WDFUSBPIPE Pipe,
	WDFREQUEST Request, PWDF_REQUEST_SEND_OPTIONS RequestOptions);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfUsbTargetPipeFormatRequestForReset(
	WDFUSBPIPE Pipe, WDFREQUEST Request);
_IRQL_requires_max_(PASSIVE_LEVEL)
NTSTATUS WdfUsbTargetPipeSendUrbSynchronously(WDFUSBPIPE Pipe,
	WDFREQUEST Request, PWDF_REQUEST_SEND_OPTIONS RequestOptions, PURB Urb);
_IRQL_requires_max_(DISPATCH_LEVEL)
NTSTATUS WdfUsbTargetPipeFormatRequestForUrb(WDFUSBPIPE Pipe,
	WDFREQUEST Request, WDFMEMORY UrbMemory,
	PWDFMEMORY_OFFSET UrbMemoryOffset);
WDFIOTARGET WdfUsbTargetPipeGetIoTarget(WDFUSBPIPE Pipe);
_IRQL_requires_max_(DISPATCH_LEVEL)
USBD_PIPE_HANDLE WdfUsbTargetPipeWdmGetPipeHandle(WDFUSBPIPE Pipe);

WDF_EXTERN_C_END
#endif
