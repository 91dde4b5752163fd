/*
 * SAL words that drivers use and the open headers do not define. Each is an
 * empty macro: the audit reads a word where it is used. Words come in the
 * order of their subject; a word that is already there stays as it is.
 *
 * Names that the C and C++ headers themselves use for something else (__null,
 * __reserved, __deref and a few more) are left out on purpose.
 */
#ifndef PAGEAUDIT_SAL_H
#define PAGEAUDIT_SAL_H
#pragma GCC system_header

/* The open headers have the two in C only. */
#ifndef __in
#define __in
#endif
#ifndef __out
#define __out
#endif

/* ---- Values and pointers */

#ifndef _In_function_class_
#define _In_function_class_(x)
#endif
#ifndef _In_defensive_
#define _In_defensive_(x)
#endif
#ifndef _In_bound_
#define _In_bound_
#endif
#ifndef _Out_bound_
#define _Out_bound_
#endif
#ifndef _Ret_
#define _Ret_
#endif
#ifndef _Ret_opt_
#define _Ret_opt_
#endif
#ifndef _Ret_bound_
#define _Ret_bound_
#endif
#ifndef _Null_
#define _Null_
#endif
#ifndef _Notnull_
#define _Notnull_
#endif
#ifndef _Maybenull_
#define _Maybenull_
#endif
#ifndef _Notvalid_
#define _Notvalid_
#endif
#ifndef _Maybevalid_
#define _Maybevalid_
#endif
#ifndef _Valid_
#define _Valid_
#endif
#ifndef _Notref_
#define _Notref_
#endif
#ifndef _Inexpressible_
#define _Inexpressible_(x)
#endif
#ifndef _Old_
#define _Old_(x)
#endif
#ifndef _Curr_
#define _Curr_
#endif
#ifndef _Param_
#define _Param_(n)
#endif
#ifndef _Satisfies_
#define _Satisfies_(x)
#endif
#ifndef _Deref_
#define _Deref_
#endif
#ifndef _Deref2_
#define _Deref2_
#endif
#ifndef _Deref_in_
#define _Deref_in_
#endif
#ifndef _Deref_inout_
#define _Deref_inout_
#endif
#ifndef _Deref_pre_z_
#define _Deref_pre_z_
#endif
#ifndef _Deref_post_null_
#define _Deref_post_null_
#endif
#ifndef _Deref_post_notnull_
#define _Deref_post_notnull_
#endif
#ifndef _Deref_post_maybenull_
#define _Deref_post_maybenull_
#endif
#ifndef _Deref_post_valid_
#define _Deref_post_valid_
#endif
#ifndef _Deref_prepost_z_
#define _Deref_prepost_z_
#endif
#ifndef _Deref_post_z_
#define _Deref_post_z_
#endif
#ifndef _Deref_prepost_opt_z_
#define _Deref_prepost_opt_z_
#endif

/* ---- When and where */

#ifndef _Pre_
#define _Pre_
#endif
#ifndef _Pre_valid_
#define _Pre_valid_
#endif
#ifndef _Pre_maybenull_
#define _Pre_maybenull_
#endif
#ifndef _Pre_null_
#define _Pre_null_
#endif
#ifndef _Pre_invalid_
#define _Pre_invalid_
#endif
#ifndef _Pre_z_
#define _Pre_z_
#endif
#ifndef _Pre_opt_valid_
#define _Pre_opt_valid_
#endif
#ifndef _Pre_opt_bytecount_
#define _Pre_opt_bytecount_(n)
#endif
#ifndef _Pre_bytecount_
#define _Pre_bytecount_(n)
#endif
#ifndef _Pre_count_
#define _Pre_count_(n)
#endif
#ifndef _Pre_cap_
#define _Pre_cap_(n)
#endif
#ifndef _Pre_unknown_
#define _Pre_unknown_
#endif
#ifndef _Prepost_z_
#define _Prepost_z_
#endif
#ifndef _Prepost_valid_
#define _Prepost_valid_
#endif
#ifndef _Prepost_opt_valid_
#define _Prepost_opt_valid_
#endif
#ifndef _Post_valid_
#define _Post_valid_
#endif
#ifndef _Post_notnull_
#define _Post_notnull_
#endif
#ifndef _Post_maybenull_
#define _Post_maybenull_
#endif
#ifndef _Post_null_
#define _Post_null_
#endif
#ifndef _Post_invalid_
#define _Post_invalid_
#endif
#ifndef _Post_z_
#define _Post_z_
#endif
#ifndef _Post_ptr_invalid_
#define _Post_ptr_invalid_
#endif
#ifndef _Post_bytecount_
#define _Post_bytecount_(n)
#endif
#ifndef _Post_count_
#define _Post_count_(n)
#endif
#ifndef _Post_unequal_to_
#define _Post_unequal_to_(x)
#endif
#ifndef _Post_defensive_
#define _Post_defensive_
#endif
#ifndef _Pre_defensive_
#define _Pre_defensive_
#endif
#ifndef _Unreferenced_parameter_
#define _Unreferenced_parameter_
#endif
#ifndef _Enum_is_bitflag_
#define _Enum_is_bitflag_
#endif
#ifndef _SAL_L_Source_
#define _SAL_L_Source_(n, a, s)
#endif
#ifndef _SAL2_Source_
#define _SAL2_Source_(n, a, s)
#endif
#ifndef _SAL1_Source_
#define _SAL1_Source_(n, a, s)
#endif
#ifndef _SA_annotes0
#define _SA_annotes0(n)
#endif
#ifndef _SA_annotes1
#define _SA_annotes1(n, x)
#endif

/* ---- What the kernel adds */

#ifndef _IRQL_saves_global_
#define _IRQL_saves_global_(k, p)
#endif
#ifndef _IRQL_restores_global_
#define _IRQL_restores_global_(k, p)
#endif
#ifndef _IRQL_limited_to_
#define _IRQL_limited_to_(l)
#endif
#ifndef _IRQL_uses_cancel_
#define _IRQL_uses_cancel_
#endif
#ifndef _IRQL_is_cancel_
#define _IRQL_is_cancel_
#endif
#ifndef _IRQL_always_function_max_
#define _IRQL_always_function_max_(l)
#endif
#ifndef _IRQL_always_function_min_
#define _IRQL_always_function_min_(l)
#endif
#ifndef _Dispatch_type_
#define _Dispatch_type_(m)
#endif
#ifndef _Interlocked_operand_
#define _Interlocked_operand_
#endif
#ifndef _Kernel_float_saved_
#define _Kernel_float_saved_
#endif
#ifndef _Kernel_float_restored_
#define _Kernel_float_restored_
#endif
#ifndef _Kernel_float_used_
#define _Kernel_float_used_
#endif
#ifndef _Kernel_clear_do_init_
#define _Kernel_clear_do_init_(y)
#endif
#ifndef _Kernel_entry_
#define _Kernel_entry_
#endif
#ifndef _Kernel_entry_always_
#define _Kernel_entry_always_
#endif
#ifndef _Kernel_IoGetDmaAdapter_
#define _Kernel_IoGetDmaAdapter_
#endif
#ifndef _Kernel_acquires_resource_
#define _Kernel_acquires_resource_(k)
#endif
#ifndef _Kernel_releases_resource_
#define _Kernel_releases_resource_(k)
#endif
#ifndef _Kernel_requires_resource_held_
#define _Kernel_requires_resource_held_(k)
#endif
#ifndef _Kernel_requires_resource_not_held_
#define _Kernel_requires_resource_not_held_(k)
#endif
#ifndef __kernel_entry
#define __kernel_entry
#endif

/* ---- Minifilters */

#ifndef _Flt_CompletionContext_Outptr_
#define _Flt_CompletionContext_Outptr_
#endif
#ifndef _Flt_ConnectionCookie_Outptr_
#define _Flt_ConnectionCookie_Outptr_
#endif

/* ---- Resources and locks */

#ifndef _Acquires_spin_lock_
#define _Acquires_spin_lock_(l)
#endif
#ifndef _Global_cancel_spin_lock_
#define _Global_cancel_spin_lock_
#endif
#ifndef _Global_critical_region_
#define _Global_critical_region_
#endif
#ifndef _Global_priority_region_
#define _Global_priority_region_
#endif
#ifndef _Global_interlock_
#define _Global_interlock_
#endif
#ifndef _Frees_ptr_
#define _Frees_ptr_
#endif
#ifndef _Frees_ptr_opt_
#define _Frees_ptr_opt_
#endif
#ifndef _Pre_frees_
#define _Pre_frees_
#endif
#ifndef _Post_frees_
#define _Post_frees_
#endif

/* ---- What is told to an analyser */

#ifndef _Analysis_assert_
#define _Analysis_assert_(x)
#endif
#ifndef _Analysis_noreturn_
#define _Analysis_noreturn_
#endif
#ifndef _Analysis_code_type_user_code_
#define _Analysis_code_type_user_code_
#endif
#ifndef _Analysis_code_type_user_driver_
#define _Analysis_code_type_user_driver_
#endif
#ifndef _Analysis_code_type_kernel_driver_
#define _Analysis_code_type_kernel_driver_
#endif
#ifndef _Analysis_code_type_kernel_code_
#define _Analysis_code_type_kernel_code_
#endif
#ifndef __analysis_assert
#define __analysis_assert(x)
#endif
#ifndef __analysis_assume_nullterminated
#define __analysis_assume_nullterminated(x)
#endif
#ifndef __analysis_noreturn
#define __analysis_noreturn
#endif
#ifndef __analysis_suppress
#define __analysis_suppress(x)
#endif
#ifndef __analysis_hint
#define __analysis_hint(x)
#endif

/* ---- SAL 1 for drivers */

#ifndef __drv_minIRQL
#define __drv_minIRQL(l)
#endif
#ifndef __drv_sameIRQL
#define __drv_sameIRQL
#endif
#ifndef __drv_minFunctionIRQL
#define __drv_minFunctionIRQL(l)
#endif
#ifndef __drv_maxFunctionIRQL
#define __drv_maxFunctionIRQL(l)
#endif
#ifndef __drv_isCancelIRQL
#define __drv_isCancelIRQL
#endif
#ifndef __drv_clearDoInit
#define __drv_clearDoInit(y)
#endif
#ifndef __drv_IoGetDmaAdapter
#define __drv_IoGetDmaAdapter
#endif
#ifndef __drv_functionClass
#define __drv_functionClass(c)
#endif
#ifndef __drv_callbackType
#define __drv_callbackType(c)
#endif
#ifndef __drv_calledFromFunctionClass
#define __drv_calledFromFunctionClass(c)
#endif
#ifndef __drv_interlocked
#define __drv_interlocked
#endif
#ifndef __drv_acquiresExclusiveResource
#define __drv_acquiresExclusiveResource(k)
#endif
#ifndef __drv_releasesExclusiveResource
#define __drv_releasesExclusiveResource(k)
#endif
#ifndef __drv_acquiresResource
#define __drv_acquiresResource(k)
#endif
#ifndef __drv_releasesResource
#define __drv_releasesResource(k)
#endif
#ifndef __drv_acquiresResourceGlobal
#define __drv_acquiresResourceGlobal(k, p)
#endif
#ifndef __drv_releasesResourceGlobal
#define __drv_releasesResourceGlobal(k, p)
#endif
#ifndef __drv_acquiresExclusiveResourceGlobal
#define __drv_acquiresExclusiveResourceGlobal(k, p)
#endif
#ifndef __drv_releasesExclusiveResourceGlobal
#define __drv_releasesExclusiveResourceGlobal(k, p)
#endif
#ifndef __drv_mustHold
#define __drv_mustHold(k)
#endif
#ifndef __drv_neverHold
#define __drv_neverHold(k)
#endif
#ifndef __drv_mustHoldGlobal
#define __drv_mustHoldGlobal(k, p)
#endif
#ifndef __drv_neverHoldGlobal
#define __drv_neverHoldGlobal(k, p)
#endif
#ifndef __drv_acquiresCriticalRegion
#define __drv_acquiresCriticalRegion
#endif
#ifndef __drv_releasesCriticalRegion
#define __drv_releasesCriticalRegion
#endif
#ifndef __drv_mustHoldCriticalRegion
#define __drv_mustHoldCriticalRegion
#endif
#ifndef __drv_neverHoldCriticalRegion
#define __drv_neverHoldCriticalRegion
#endif
#ifndef __drv_acquiresPriorityRegion
#define __drv_acquiresPriorityRegion
#endif
#ifndef __drv_releasesPriorityRegion
#define __drv_releasesPriorityRegion
#endif
#ifndef __drv_mustHoldPriorityRegion
#define __drv_mustHoldPriorityRegion
#endif
#ifndef __drv_neverHoldPriorityRegion
#define __drv_neverHoldPriorityRegion
#endif
#ifndef __drv_acquiresCancelSpinLock
#define __drv_acquiresCancelSpinLock
#endif
#ifndef __drv_releasesCancelSpinLock
#define __drv_releasesCancelSpinLock
#endif
#ifndef __drv_mustHoldCancelSpinLock
#define __drv_mustHoldCancelSpinLock
#endif
#ifndef __drv_neverHoldCancelSpinLock
#define __drv_neverHoldCancelSpinLock
#endif
#ifndef __drv_holdsCancelSpinLock
#define __drv_holdsCancelSpinLock()
#endif
#ifndef __drv_holdsCriticalRegion
#define __drv_holdsCriticalRegion()
#endif
#ifndef __drv_holdsPriorityRegion
#define __drv_holdsPriorityRegion()
#endif
#ifndef __drv_holds
#define __drv_holds(k)
#endif
#ifndef __drv_notHolds
#define __drv_notHolds(k)
#endif
#ifndef __drv_strictType
#define __drv_strictType(t, m)
#endif
#ifndef __drv_strictTypeMatch
#define __drv_strictTypeMatch(m)
#endif
#ifndef __drv_notPointer
#define __drv_notPointer
#endif
#ifndef __drv_isObjectPointer
#define __drv_isObjectPointer
#endif
#ifndef __drv_constant
#define __drv_constant
#endif
#ifndef __drv_preferredFunction
#define __drv_preferredFunction(f, w)
#endif
#ifndef __drv_fatalRedundantCheck
#define __drv_fatalRedundantCheck()
#endif
#ifndef __drv_reportError
#define __drv_reportError(w)
#endif
#ifndef __drv_floatSaved
#define __drv_floatSaved
#endif
#ifndef __drv_floatRestored
#define __drv_floatRestored
#endif
#ifndef __drv_floatUsed
#define __drv_floatUsed
#endif
#ifndef __drv_inout
#define __drv_inout
#endif
#ifndef __drv_both
#define __drv_both(a)
#endif
#ifndef __drv_fun
#define __drv_fun(a)
#endif
#ifndef __drv_ret
#define __drv_ret(a)
#endif
#ifndef __drv_declspec
#define __drv_declspec(x)
#endif
#ifndef __drv_nop
#define __drv_nop(x)
#endif
#ifndef __drv_defined
#define __drv_defined(x)
#endif
#ifndef __drv_unit
#define __drv_unit(p)
#endif
#ifndef __drv_allocatesMemory
#define __drv_allocatesMemory(k)
#endif
#ifndef __drv_completionType
#define __drv_completionType(c)
#endif

/* ---- SAL 1 */

#ifndef __in_z
#define __in_z
#endif
#ifndef __in_z_opt
#define __in_z_opt
#endif
#ifndef __in_ecount_opt
#define __in_ecount_opt(n)
#endif
#ifndef __in_ecount_z_opt
#define __in_ecount_z_opt(n)
#endif
#ifndef __in_ecount_full
#define __in_ecount_full(n)
#endif
#ifndef __in_ecount_full_opt
#define __in_ecount_full_opt(n)
#endif
#ifndef __in_ecount_part
#define __in_ecount_part(n, m)
#endif
#ifndef __in_ecount_part_opt
#define __in_ecount_part_opt(n, m)
#endif
#ifndef __in_bcount_opt
#define __in_bcount_opt(n)
#endif
#ifndef __in_bcount_z_opt
#define __in_bcount_z_opt(n)
#endif
#ifndef __in_bcount_full
#define __in_bcount_full(n)
#endif
#ifndef __in_bcount_full_opt
#define __in_bcount_full_opt(n)
#endif
#ifndef __in_bcount_part
#define __in_bcount_part(n, m)
#endif
#ifndef __in_bcount_part_opt
#define __in_bcount_part_opt(n, m)
#endif
#ifndef __out_z
#define __out_z
#endif
#ifndef __out_z_opt
#define __out_z_opt
#endif
#ifndef __out_ecount_opt
#define __out_ecount_opt(n)
#endif
#ifndef __out_ecount_z_opt
#define __out_ecount_z_opt(n)
#endif
#ifndef __out_ecount_full_opt
#define __out_ecount_full_opt(n)
#endif
#ifndef __out_ecount_part_opt
#define __out_ecount_part_opt(n, m)
#endif
#ifndef __out_bcount_opt
#define __out_bcount_opt(n)
#endif
#ifndef __out_bcount_z_opt
#define __out_bcount_z_opt(n)
#endif
#ifndef __out_bcount_full_opt
#define __out_bcount_full_opt(n)
#endif
#ifndef __out_bcount_part_opt
#define __out_bcount_part_opt(n, m)
#endif
#ifndef __inout_z
#define __inout_z
#endif
#ifndef __inout_z_opt
#define __inout_z_opt
#endif
#ifndef __inout_ecount_opt
#define __inout_ecount_opt(n)
#endif
#ifndef __inout_ecount_z_opt
#define __inout_ecount_z_opt(n)
#endif
#ifndef __inout_ecount_full_opt
#define __inout_ecount_full_opt(n)
#endif
#ifndef __inout_ecount_part_opt
#define __inout_ecount_part_opt(n, m)
#endif
#ifndef __inout_bcount_opt
#define __inout_bcount_opt(n)
#endif
#ifndef __inout_bcount_z_opt
#define __inout_bcount_z_opt(n)
#endif
#ifndef __inout_bcount_full_opt
#define __inout_bcount_full_opt(n)
#endif
#ifndef __inout_bcount_part_opt
#define __inout_bcount_part_opt(n, m)
#endif
#ifndef __deref_out_z
#define __deref_out_z
#endif
#ifndef __deref_out_z_opt
#define __deref_out_z_opt
#endif
#ifndef __deref_out_ecount_opt
#define __deref_out_ecount_opt(n)
#endif
#ifndef __deref_out_ecount_z
#define __deref_out_ecount_z(n)
#endif
#ifndef __deref_out_ecount_z_opt
#define __deref_out_ecount_z_opt(n)
#endif
#ifndef __deref_out_ecount_full
#define __deref_out_ecount_full(n)
#endif
#ifndef __deref_out_ecount_full_opt
#define __deref_out_ecount_full_opt(n)
#endif
#ifndef __deref_out_ecount_part
#define __deref_out_ecount_part(n, m)
#endif
#ifndef __deref_out_ecount_part_opt
#define __deref_out_ecount_part_opt(n, m)
#endif
#ifndef __deref_out_bcount
#define __deref_out_bcount(n)
#endif
#ifndef __deref_out_bcount_opt
#define __deref_out_bcount_opt(n)
#endif
#ifndef __deref_out_bcount_z
#define __deref_out_bcount_z(n)
#endif
#ifndef __deref_out_bcount_z_opt
#define __deref_out_bcount_z_opt(n)
#endif
#ifndef __deref_out_bcount_full
#define __deref_out_bcount_full(n)
#endif
#ifndef __deref_out_bcount_full_opt
#define __deref_out_bcount_full_opt(n)
#endif
#ifndef __deref_out_bcount_part
#define __deref_out_bcount_part(n, m)
#endif
#ifndef __deref_out_bcount_part_opt
#define __deref_out_bcount_part_opt(n, m)
#endif
#ifndef __deref_inout
#define __deref_inout
#endif
#ifndef __deref_inout_opt
#define __deref_inout_opt
#endif
#ifndef __deref_inout_z
#define __deref_inout_z
#endif
#ifndef __deref_inout_z_opt
#define __deref_inout_z_opt
#endif
#ifndef __deref_inout_ecount
#define __deref_inout_ecount(n)
#endif
#ifndef __deref_inout_ecount_opt
#define __deref_inout_ecount_opt(n)
#endif
#ifndef __deref_inout_ecount_z
#define __deref_inout_ecount_z(n)
#endif
#ifndef __deref_inout_ecount_z_opt
#define __deref_inout_ecount_z_opt(n)
#endif
#ifndef __deref_inout_ecount_full
#define __deref_inout_ecount_full(n)
#endif
#ifndef __deref_inout_ecount_full_opt
#define __deref_inout_ecount_full_opt(n)
#endif
#ifndef __deref_inout_ecount_part
#define __deref_inout_ecount_part(n, m)
#endif
#ifndef __deref_inout_ecount_part_opt
#define __deref_inout_ecount_part_opt(n, m)
#endif
#ifndef __deref_inout_bcount
#define __deref_inout_bcount(n)
#endif
#ifndef __deref_inout_bcount_opt
#define __deref_inout_bcount_opt(n)
#endif
#ifndef __deref_inout_bcount_z
#define __deref_inout_bcount_z(n)
#endif
#ifndef __deref_inout_bcount_z_opt
#define __deref_inout_bcount_z_opt(n)
#endif
#ifndef __deref_inout_bcount_full
#define __deref_inout_bcount_full(n)
#endif
#ifndef __deref_inout_bcount_full_opt
#define __deref_inout_bcount_full_opt(n)
#endif
#ifndef __deref_inout_bcount_part
#define __deref_inout_bcount_part(n, m)
#endif
#ifndef __deref_inout_bcount_part_opt
#define __deref_inout_bcount_part_opt(n, m)
#endif
#ifndef __deref_opt_out_opt
#define __deref_opt_out_opt
#endif
#ifndef __deref_opt_out_z
#define __deref_opt_out_z
#endif
#ifndef __deref_opt_out_z_opt
#define __deref_opt_out_z_opt
#endif
#ifndef __deref_opt_out_ecount
#define __deref_opt_out_ecount(n)
#endif
#ifndef __deref_opt_out_ecount_opt
#define __deref_opt_out_ecount_opt(n)
#endif
#ifndef __deref_opt_out_ecount_z
#define __deref_opt_out_ecount_z(n)
#endif
#ifndef __deref_opt_out_ecount_z_opt
#define __deref_opt_out_ecount_z_opt(n)
#endif
#ifndef __deref_opt_out_ecount_full
#define __deref_opt_out_ecount_full(n)
#endif
#ifndef __deref_opt_out_ecount_full_opt
#define __deref_opt_out_ecount_full_opt(n)
#endif
#ifndef __deref_opt_out_ecount_part
#define __deref_opt_out_ecount_part(n, m)
#endif
#ifndef __deref_opt_out_ecount_part_opt
#define __deref_opt_out_ecount_part_opt(n, m)
#endif
#ifndef __deref_opt_out_bcount_opt
#define __deref_opt_out_bcount_opt(n)
#endif
#ifndef __deref_opt_out_bcount_z
#define __deref_opt_out_bcount_z(n)
#endif
#ifndef __deref_opt_out_bcount_z_opt
#define __deref_opt_out_bcount_z_opt(n)
#endif
#ifndef __deref_opt_out_bcount_full
#define __deref_opt_out_bcount_full(n)
#endif
#ifndef __deref_opt_out_bcount_full_opt
#define __deref_opt_out_bcount_full_opt(n)
#endif
#ifndef __deref_opt_out_bcount_part
#define __deref_opt_out_bcount_part(n, m)
#endif
#ifndef __deref_opt_out_bcount_part_opt
#define __deref_opt_out_bcount_part_opt(n, m)
#endif
#ifndef __deref_opt_inout
#define __deref_opt_inout
#endif
#ifndef __deref_opt_inout_opt
#define __deref_opt_inout_opt
#endif
#ifndef __deref_opt_inout_z
#define __deref_opt_inout_z
#endif
#ifndef __deref_opt_inout_z_opt
#define __deref_opt_inout_z_opt
#endif
#ifndef __deref_opt_inout_ecount
#define __deref_opt_inout_ecount(n)
#endif
#ifndef __deref_opt_inout_ecount_opt
#define __deref_opt_inout_ecount_opt(n)
#endif
#ifndef __deref_opt_inout_ecount_z
#define __deref_opt_inout_ecount_z(n)
#endif
#ifndef __deref_opt_inout_ecount_z_opt
#define __deref_opt_inout_ecount_z_opt(n)
#endif
#ifndef __deref_opt_inout_ecount_full
#define __deref_opt_inout_ecount_full(n)
#endif
#ifndef __deref_opt_inout_ecount_full_opt
#define __deref_opt_inout_ecount_full_opt(n)
#endif
#ifndef __deref_opt_inout_ecount_part
#define __deref_opt_inout_ecount_part(n, m)
#endif
#ifndef __deref_opt_inout_ecount_part_opt
#define __deref_opt_inout_ecount_part_opt(n, m)
#endif
#ifndef __deref_opt_inout_bcount
#define __deref_opt_inout_bcount(n)
#endif
#ifndef __deref_opt_inout_bcount_opt
#define __deref_opt_inout_bcount_opt(n)
#endif
#ifndef __deref_opt_inout_bcount_z
#define __deref_opt_inout_bcount_z(n)
#endif
#ifndef __deref_opt_inout_bcount_z_opt
#define __deref_opt_inout_bcount_z_opt(n)
#endif
#ifndef __deref_opt_inout_bcount_full
#define __deref_opt_inout_bcount_full(n)
#endif
#ifndef __deref_opt_inout_bcount_full_opt
#define __deref_opt_inout_bcount_full_opt(n)
#endif
#ifndef __deref_opt_inout_bcount_part
#define __deref_opt_inout_bcount_part(n, m)
#endif
#ifndef __deref_opt_inout_bcount_part_opt
#define __deref_opt_inout_bcount_part_opt(n, m)
#endif
#ifndef __in_data_source
#define __in_data_source(x)
#endif
#ifndef __out_data_source
#define __out_data_source(x)
#endif
#ifndef __in_xcount
#define __in_xcount(n)
#endif
#ifndef __in_xcount_opt
#define __in_xcount_opt(n)
#endif
#ifndef __out_xcount
#define __out_xcount(n)
#endif
#ifndef __out_xcount_opt
#define __out_xcount_opt(n)
#endif
#ifndef __inout_xcount
#define __inout_xcount(n)
#endif
#ifndef __deref_out_range
#define __deref_out_range(a, b)
#endif
#ifndef __in_range
#define __in_range(a, b)
#endif
#ifndef __out_range
#define __out_range(a, b)
#endif
#ifndef __inout_range
#define __inout_range(a, b)
#endif
#ifndef __ecount_opt
#define __ecount_opt(n)
#endif
#ifndef __bcount_opt
#define __bcount_opt(n)
#endif
#ifndef __field_ecount
#define __field_ecount(n)
#endif
#ifndef __field_bcount
#define __field_bcount(n)
#endif
#ifndef __field_ecount_opt
#define __field_ecount_opt(n)
#endif
#ifndef __field_bcount_opt
#define __field_bcount_opt(n)
#endif
#ifndef __field_ecount_part
#define __field_ecount_part(n, m)
#endif
#ifndef __field_bcount_part
#define __field_bcount_part(n, m)
#endif
#ifndef __field_ecount_full
#define __field_ecount_full(n)
#endif
#ifndef __field_bcount_full
#define __field_bcount_full(n)
#endif
#ifndef __field_ecount_full_opt
#define __field_ecount_full_opt(n)
#endif
#ifndef __field_bcount_full_opt
#define __field_bcount_full_opt(n)
#endif
#ifndef __field_range
#define __field_range(a, b)
#endif
#ifndef __field_data_source
#define __field_data_source(x)
#endif
#ifndef __field_nullterminated
#define __field_nullterminated
#endif
#ifndef __struct_bcount
#define __struct_bcount(n)
#endif
#ifndef __nullterminated
#define __nullterminated
#endif
#ifndef __nullnullterminated
#define __nullnullterminated
#endif
#ifndef __notnull
#define __notnull
#endif
#ifndef __maybenull
#define __maybenull
#endif
#ifndef __notvalid
#define __notvalid
#endif
#ifndef __success
#define __success(x)
#endif
#ifndef __callback
#define __callback
#endif
#ifndef __format_string
#define __format_string
#endif
#ifndef __blocksOn
#define __blocksOn(r)
#endif
#ifndef __typefix
#define __typefix(t)
#endif
#ifndef __possibly_notnullterminated
#define __possibly_notnullterminated
#endif
#ifndef __readableTo
#define __readableTo(n)
#endif
#ifndef __writableTo
#define __writableTo(n)
#endif
#ifndef __elem_readableTo
#define __elem_readableTo(n)
#endif
#ifndef __elem_writableTo
#define __elem_writableTo(n)
#endif
#ifndef __byte_readableTo
#define __byte_readableTo(n)
#endif
#ifndef __byte_writableTo
#define __byte_writableTo(n)
#endif
#ifndef __rpc_entry
#define __rpc_entry
#endif
#ifndef __control_entrypoint
#define __control_entrypoint(k)
#endif
#ifndef __out_awcount
#define __out_awcount(e, n)
#endif
#ifndef __in_awcount
#define __in_awcount(e, n)
#endif
#ifndef __inexpressible_readableTo
#define __inexpressible_readableTo(n)
#endif
#ifndef __inexpressible_writableTo
#define __inexpressible_writableTo(n)
#endif
#ifndef __allocator
#define __allocator
#endif
#ifndef __data_entrypoint
#define __data_entrypoint(k)
#endif
#ifndef __on_failure
#define __on_failure(a)
#endif
#ifndef __maybevalid
#define __maybevalid
#endif
#ifndef __assume_validated
#define __assume_validated(x)
#endif

#endif
