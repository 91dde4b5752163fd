/*
 * tern.h - an NDIS 6 miniport for a bus-master Ethernet adapter.
 *
 * Locks, in the order in which they are taken:
 *  SendLock        the send ring
 *  ReceiveLock     the receive ring and the buffers that are lent out
 *  FilterLock      reader/writer: packet filter and multicast list
 */
#ifndef TERN_H
#define TERN_H

#define NDIS_MINIPORT_DRIVER    1
#define NDIS60_MINIPORT         1
#include <ndis.h>

#define TERN_TAG            'nreT'
#define TERN_RING           64
#define TERN_MULTICAST      32
#define TERN_MTU            1500
#define TERN_LINK_MS        1000
#define TERN_RESET_TRIES    100

#define TERN_INT_RECEIVE    0x00000001
#define TERN_INT_SEND       0x00000002
#define TERN_INT_LINK       0x00000004
#define TERN_INT_ERROR      0x00000008
#define TERN_INT_OURS       0x0000000F
#define TERN_COMMAND_RUN    0x00000001
#define TERN_COMMAND_RESET  0x00000002
#define TERN_STATION_BUSY   0x80000000

typedef struct _TERN_REGISTERS {
    ULONG Command;
    ULONG Cause;
    ULONG Mask;
    ULONG Station;
    ULONG StationData;
    ULONG Link;
    ULONG SendTail;
    ULONG ReceiveTail;
} TERN_REGISTERS, *PTERN_REGISTERS;

typedef struct _TERN_COUNTERS {
    ULONG64 SendFrames;
    ULONG64 ReceiveFrames;
    ULONG Errors;
    ULONG Missed;
    ULONG LinkChanges;
} TERN_COUNTERS, *PTERN_COUNTERS;

typedef struct _TERN_BUFFER {
    LIST_ENTRY Link;
    PVOID Address;
    PMDL Mdl;
    PNET_BUFFER_LIST List;
} TERN_BUFFER, *PTERN_BUFFER;

typedef struct _TERN_ADAPTER {
    NDIS_HANDLE Handle;
    NDIS_HANDLE Interrupt;
    NDIS_HANDLE LinkTimer;
    NDIS_HANDLE LogTimer;
    NDIS_HANDLE ResetItem;
    PTERN_REGISTERS Registers;
    NDIS_PHYSICAL_ADDRESS RegistersPhysical;
    UINT RegistersLength;
    UCHAR Station[6];

    NDIS_SPIN_LOCK SendLock;
    PNET_BUFFER_LIST SendHead;
    PNET_BUFFER_LIST SendTail;
    ULONG SendFree;

    NDIS_SPIN_LOCK ReceiveLock;
    LIST_ENTRY Idle;
    ULONG Lent;
    NDIS_HANDLE ListPool;
    NDIS_EVENT Returned;

    PNDIS_RW_LOCK_EX FilterLock;
    ULONG PacketFilter;
    ULONG MulticastCount;
    UCHAR Multicast[TERN_MULTICAST][6];

    ULONG Cause;
    BOOLEAN LinkUp;
    BOOLEAN Paused;
    BOOLEAN Dead;
    TERN_COUNTERS Counters;
    WCHAR Note[64];
} TERN_ADAPTER, *PTERN_ADAPTER;

extern NDIS_HANDLE TernDriver;

/* driver.c */
DRIVER_INITIALIZE DriverEntry;
MINIPORT_UNLOAD TernUnload;
MINIPORT_SET_OPTIONS TernSetOptions;

/* adapter.c */
MINIPORT_INITIALIZE TernInitialize;
MINIPORT_HALT TernHalt;
MINIPORT_PAUSE TernPause;
MINIPORT_RESTART TernRestart;
MINIPORT_SHUTDOWN TernShutdown;
MINIPORT_DEVICE_PNP_EVENT_NOTIFY TernPnpEvent;
MINIPORT_RESET TernReset;
VOID TernStopHardware(PTERN_ADAPTER Adapter);
NDIS_STATUS TernReadStation(PTERN_ADAPTER Adapter);

/* traffic.c */
MINIPORT_SEND_NET_BUFFER_LISTS TernSend;
MINIPORT_RETURN_NET_BUFFER_LISTS TernReturn;
MINIPORT_CANCEL_SEND TernCancelSend;
NDIS_STATUS TernFillReceiveRing(PTERN_ADAPTER Adapter);
VOID TernEmptyReceiveRing(PTERN_ADAPTER Adapter);
VOID TernCompleteSends(PTERN_ADAPTER Adapter, NDIS_STATUS Status);
VOID TernReceive(PTERN_ADAPTER Adapter);

/* interrupt.c */
NDIS_STATUS TernConnect(PTERN_ADAPTER Adapter);
VOID TernDisconnect(PTERN_ADAPTER Adapter);
MINIPORT_ISR TernIsr;
MINIPORT_INTERRUPT_DPC TernInterruptDpc;
MINIPORT_ENABLE_INTERRUPT TernEnableInterrupt;
MINIPORT_DISABLE_INTERRUPT TernDisableInterrupt;
MINIPORT_SYNCHRONIZE_INTERRUPT TernTakeCause;
MINIPORT_SYNCHRONIZE_INTERRUPT TernMaskAll;
NDIS_TIMER_FUNCTION TernLinkTimer;
NDIS_TIMER_FUNCTION TernLogTimer;
NDIS_IO_WORKITEM_FUNCTION TernResetWork;

/* oid.c */
MINIPORT_OID_REQUEST TernOidRequest;
MINIPORT_CANCEL_OID_REQUEST TernCancelOidRequest;

/* adapter.c: the two locks of the rings, always both */
VOID TernLockRings(PTERN_ADAPTER Adapter);
VOID TernUnlockRings(PTERN_ADAPTER Adapter);

#endif
// want nothing
