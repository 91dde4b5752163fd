/*
 * driver.c - loading and registering.
 */
#include "tern.h"

#pragma NDIS_INIT_FUNCTION(DriverEntry)
#pragma NDIS_PAGEABLE_FUNCTION(TernUnload)
#pragma NDIS_PAGEABLE_FUNCTION(TernSetOptions)

NDIS_HANDLE TernDriver;

NTSTATUS
DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
    NDIS_MINIPORT_DRIVER_CHARACTERISTICS characteristics;

    NdisZeroMemory(&characteristics, sizeof(characteristics));
    characteristics.Header.Type =
        NDIS_OBJECT_TYPE_MINIPORT_DRIVER_CHARACTERISTICS;
    characteristics.Header.Revision =
        NDIS_MINIPORT_DRIVER_CHARACTERISTICS_REVISION_1;
    characteristics.Header.Size =
        NDIS_SIZEOF_MINIPORT_DRIVER_CHARACTERISTICS_REVISION_1;
    characteristics.MajorNdisVersion = 6;
    characteristics.MinorNdisVersion = 0;
    characteristics.MajorDriverVersion = 1;
    characteristics.SetOptionsHandler = TernSetOptions;
    characteristics.InitializeHandlerEx = TernInitialize;
    characteristics.HaltHandlerEx = TernHalt;
    characteristics.UnloadHandler = TernUnload;
    characteristics.PauseHandler = TernPause;
    characteristics.RestartHandler = TernRestart;
    characteristics.OidRequestHandler = TernOidRequest;
    characteristics.CancelOidRequestHandler = TernCancelOidRequest;
    characteristics.SendNetBufferListsHandler = TernSend;
    characteristics.ReturnNetBufferListsHandler = TernReturn;
    characteristics.CancelSendHandler = TernCancelSend;
    characteristics.ResetHandlerEx = TernReset;
    characteristics.DevicePnPEventNotifyHandler = TernPnpEvent;
    characteristics.ShutdownHandlerEx = TernShutdown;

    return NdisMRegisterMiniportDriver(DriverObject, RegistryPath, NULL,
        &characteristics, &TernDriver);
}

/* There are no optional services to register. */
NDIS_STATUS
TernSetOptions(NDIS_HANDLE NdisDriverHandle, NDIS_HANDLE DriverContext) // want missing-paged-code "'TernSetOptions'"
{
    UNREFERENCED_PARAMETER(NdisDriverHandle);
    UNREFERENCED_PARAMETER(DriverContext);

    return NDIS_STATUS_SUCCESS;
}

VOID
TernUnload(PDRIVER_OBJECT DriverObject)
{
    UNREFERENCED_PARAMETER(DriverObject);
    PAGED_CODE();

    NdisMDeregisterMiniportDriver(TernDriver);
}
