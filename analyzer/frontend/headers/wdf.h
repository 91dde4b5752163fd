/*
 * A model of the Kernel-Mode Driver Framework's interface: handle types, the
 * function types of event callbacks, configuration structures with their
 * initialisers, and the object routines. Names, order and types are those of
 * the documentation; callbacks carry their highest level in SAL's words. The
 * framework's own dispatch table is not modelled: a routine is a declaration.
 *
 *	wdftypes.h     handles, attributes, general enumerations
 *	wdfobject.h    objects, locks, memory, collections, strings, registry
 *	wdfdevice.h    drivers, devices, power and Plug and Play, children
 *	wdfio.h        queues, requests, files, I/O targets
 *	wdfinterrupt.h interrupts, DPCs, timers, work items, DMA, resources
 *
 * wdfusb.h and wdfminiport.h are apart, as in the framework.
 */
#ifndef PAGEAUDIT_WDF_H
#define PAGEAUDIT_WDF_H
#pragma GCC system_header

#include <wdm.h>

#include "wdftypes.h"
#include "wdfobject.h"
#include "wdfdevice.h"
#include "wdfio.h"
#include "wdfinterrupt.h"

#endif
