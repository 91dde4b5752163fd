/*
 * What stands in for a *.tmh, the header that WPP makes of a source's trace
 * calls. The calls vanish: they are no part of what is audited. Macros of the
 * driver's own configuration are added behind this by whoever includes it.
 */
#ifndef PAGEAUDIT_WPP_H
#define PAGEAUDIT_WPP_H
#pragma GCC system_header

#ifndef WPP_INIT_TRACING
#define WPP_INIT_TRACING(...) ((void)0)
#endif
#ifndef WPP_CLEANUP
#define WPP_CLEANUP(...) ((void)0)
#endif
#ifndef WPP_RECORDER_INITIALIZE
#define WPP_RECORDER_INITIALIZE(...) ((void)0)
#endif
#ifndef WPP_RECORDER_CONFIGURE
#define WPP_RECORDER_CONFIGURE(...) ((void)0)
#endif
#ifndef WPP_IS_RECORDER_ENABLED
#define WPP_IS_RECORDER_ENABLED() 0
#endif
#ifndef DoTraceMessage
#define DoTraceMessage(...) ((void)0)
#endif
#ifndef DoTraceLevelMessage
#define DoTraceLevelMessage(...) ((void)0)
#endif
#ifndef WPP_CHECK_INIT
#define WPP_CHECK_INIT
#endif
#undef WPP_LEVEL_ENABLED
#define WPP_LEVEL_ENABLED(...) 0
#undef WPP_FLAG_ENABLED
#define WPP_FLAG_ENABLED(...) 0
#undef WPP_FLAGS_ENABLED
#define WPP_FLAGS_ENABLED(...) 0
#undef WPP_LEVEL_FLAGS_ENABLED
#define WPP_LEVEL_FLAGS_ENABLED(...) 0
#undef WPP_LEVEL_FLAG_ENABLED
#define WPP_LEVEL_FLAG_ENABLED(...) 0
#endif
