/*
 * The DDK's storport.h, made to parse: the mingw-w64 one declares a request
 * block that its srb.h has declared already.
 */
#ifndef PAGEAUDIT_STORPORT_H
#define PAGEAUDIT_STORPORT_H
#pragma GCC system_header

#if __has_include(<_mingw.h>)
#include <ntddk.h>
#define _SCSI_WMI_REQUEST_BLOCK pageaudit_scsi_wmi_request_block
#define SCSI_WMI_REQUEST_BLOCK pageaudit_SCSI_WMI_REQUEST_BLOCK
#define PSCSI_WMI_REQUEST_BLOCK pageaudit_PSCSI_WMI_REQUEST_BLOCK
#include <srb.h>
#undef _SCSI_WMI_REQUEST_BLOCK
#undef SCSI_WMI_REQUEST_BLOCK
#undef PSCSI_WMI_REQUEST_BLOCK
#endif

#include_next <storport.h>
#endif
