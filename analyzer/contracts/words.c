/*
 * The words of the contract language and of SAL that say something about IRQL,
 * locks, roles or residency. SAL 1 spells them __drv_…, and its lock words name
 * a kind of resource where those of SAL 2 name the lock.
 */
#include "contracts/sal.h"

#include <stdlib.h>
#include <string.h>

/* Sorted by name, as strcmp does. */
static const struct word words[] = {
	{ "_Acquires_exclusive_lock_", FORM_LOCK, CLAUSE_ACQUIRES, NULL },
	{ "_Acquires_lock_", FORM_LOCK, CLAUSE_ACQUIRES, NULL },
	{ "_Acquires_nonreentrant_lock_", FORM_LOCK, CLAUSE_ACQUIRES, NULL },
	{ "_Acquires_shared_lock_", FORM_LOCK, CLAUSE_ACQUIRES, NULL },
	{ "_Acquires_spin_lock_", FORM_LOCK, CLAUSE_ACQUIRES, "spin-lock" },
	{ "_Always_", FORM_GROUP, 0, NULL },
	{ "_Analysis_noreturn_", FORM_FLAG, CLAUSE_NORETURN, NULL },
	{ "_At_", FORM_AT, 0, NULL },
	{ "_Calls_back_", FORM_NAME, CLAUSE_CALLS_BACK, NULL },
	{ "_Function_class_", FORM_NAME, CLAUSE_FUNCTION_CLASS, NULL },
	{ "_Group_", FORM_GROUP, 0, NULL },
	{ "_IRQL_always_function_max_", FORM_LEVEL, CLAUSE_REQUIRES_MAX, NULL },
	{ "_IRQL_always_function_min_", FORM_LEVEL, CLAUSE_REQUIRES_MIN, NULL },
	{ "_IRQL_is_cancel_", FORM_FLAG, CLAUSE_RESTORES_GLOBAL, "cancel" },
	{ "_IRQL_limited_to_", FORM_PASS, 0, NULL },
	{ "_IRQL_raises_", FORM_RAISES, CLAUSE_RAISES, NULL },
	{ "_IRQL_requires_", FORM_EXACT, 0, NULL },
	{ "_IRQL_requires_max_", FORM_LEVEL, CLAUSE_REQUIRES_MAX, NULL },
	{ "_IRQL_requires_min_", FORM_LEVEL, CLAUSE_REQUIRES_MIN, NULL },
	{ "_IRQL_requires_same_", FORM_FLAG, CLAUSE_REQUIRES_SAME, NULL },
	{ "_IRQL_restores_", FORM_SAVED, CLAUSE_RESTORES, NULL },
	{ "_IRQL_restores_global_", FORM_KIND, CLAUSE_RESTORES_GLOBAL, NULL },
	{ "_IRQL_saves_", FORM_SAVED, CLAUSE_SAVES, NULL },
	{ "_IRQL_saves_global_", FORM_KIND, CLAUSE_SAVES_GLOBAL, NULL },
	{ "_IRQL_sets_", FORM_RAISES, CLAUSE_SETS, NULL },
	{ "_IRQL_uses_cancel_", FORM_FLAG, CLAUSE_RESTORES_GLOBAL, "cancel" },
	{ "_Kernel_acquires_resource_", FORM_KIND, CLAUSE_ACQUIRES, NULL },
	{ "_Kernel_releases_resource_", FORM_KIND, CLAUSE_RELEASES, NULL },
	{ "_Kernel_requires_resource_held_", FORM_KIND,
		CLAUSE_REQUIRES_LOCK, NULL },
	{ "_Raises_SEH_exception_", FORM_FLAG, CLAUSE_NORETURN, NULL },
	{ "_Releases_exclusive_lock_", FORM_LOCK, CLAUSE_RELEASES, NULL },
	{ "_Releases_lock_", FORM_LOCK, CLAUSE_RELEASES, NULL },
	{ "_Releases_nonreentrant_lock_", FORM_LOCK, CLAUSE_RELEASES, NULL },
	{ "_Releases_shared_lock_", FORM_LOCK, CLAUSE_RELEASES, NULL },
	{ "_Releases_spin_lock_", FORM_LOCK, CLAUSE_RELEASES, "spin-lock" },
	{ "_Requires_exclusive_lock_held_", FORM_LOCK, CLAUSE_REQUIRES_LOCK,
		NULL },
	{ "_Requires_lock_held_", FORM_LOCK, CLAUSE_REQUIRES_LOCK, NULL },
	{ "_Requires_shared_lock_held_", FORM_LOCK, CLAUSE_REQUIRES_LOCK,
		NULL },
	{ "_Requires_spin_lock_held_", FORM_LOCK, CLAUSE_REQUIRES_LOCK,
		"spin-lock" },
	{ "_Resident_", FORM_TEXT, CLAUSE_RESIDENT, NULL },
	{ "_Source_", FORM_TEXT, CLAUSE_SOURCE, NULL },
	{ "_Uses_lock_", FORM_LOCK, CLAUSE_USES, NULL },
	{ "_When_", FORM_WHEN, 0, NULL },
	{ "__drv_acquiresCancelSpinLock", FORM_FLAG, CLAUSE_ACQUIRES,
		"cancel-spin-lock" },
	{ "__drv_acquiresCriticalRegion", FORM_FLAG, CLAUSE_ACQUIRES,
		"critical-region" },
	{ "__drv_acquiresExclusiveResource", FORM_KIND, CLAUSE_ACQUIRES,
		NULL },
	{ "__drv_acquiresExclusiveResourceGlobal", FORM_KIND,
		CLAUSE_ACQUIRES, NULL },
	{ "__drv_acquiresResource", FORM_KIND, CLAUSE_ACQUIRES, NULL },
	{ "__drv_acquiresResourceGlobal", FORM_KIND, CLAUSE_ACQUIRES,
		NULL },
	{ "__drv_arg", FORM_AT, 0, NULL },
	{ "__drv_at", FORM_AT, 0, NULL },
	{ "__drv_functionClass", FORM_NAME, CLAUSE_FUNCTION_CLASS, NULL },
	{ "__drv_in", FORM_GROUP, 0, NULL },
	{ "__drv_in_deref", FORM_DEREF, 0, NULL },
	{ "__drv_isCancelIRQL", FORM_FLAG, CLAUSE_RESTORES_GLOBAL, "cancel" },
	{ "__drv_maxFunctionIRQL", FORM_LEVEL, CLAUSE_REQUIRES_MAX, NULL },
	{ "__drv_maxIRQL", FORM_LEVEL, CLAUSE_REQUIRES_MAX, NULL },
	{ "__drv_minFunctionIRQL", FORM_LEVEL, CLAUSE_REQUIRES_MIN, NULL },
	{ "__drv_minIRQL", FORM_LEVEL, CLAUSE_REQUIRES_MIN, NULL },
	{ "__drv_mustHold", FORM_KIND, CLAUSE_REQUIRES_LOCK, NULL },
	{ "__drv_mustHoldCancelSpinLock", FORM_FLAG, CLAUSE_REQUIRES_LOCK,
		"cancel-spin-lock" },
	{ "__drv_mustHoldCriticalRegion", FORM_FLAG, CLAUSE_REQUIRES_LOCK,
		"critical-region" },
	{ "__drv_mustHoldGlobal", FORM_KIND, CLAUSE_REQUIRES_LOCK, NULL },
	{ "__drv_out", FORM_GROUP, 0, NULL },
	{ "__drv_out_deref", FORM_DEREF, 0, NULL },
	{ "__drv_raisesIRQL", FORM_RAISES, CLAUSE_RAISES, NULL },
	{ "__drv_releasesCancelSpinLock", FORM_FLAG, CLAUSE_RELEASES,
		"cancel-spin-lock" },
	{ "__drv_releasesCriticalRegion", FORM_FLAG, CLAUSE_RELEASES,
		"critical-region" },
	{ "__drv_releasesExclusiveResource", FORM_KIND, CLAUSE_RELEASES,
		NULL },
	{ "__drv_releasesExclusiveResourceGlobal", FORM_KIND,
		CLAUSE_RELEASES, NULL },
	{ "__drv_releasesResource", FORM_KIND, CLAUSE_RELEASES, NULL },
	{ "__drv_releasesResourceGlobal", FORM_KIND, CLAUSE_RELEASES,
		NULL },
	{ "__drv_requiresIRQL", FORM_EXACT, 0, NULL },
	{ "__drv_restoresIRQL", FORM_SAVED, CLAUSE_RESTORES, NULL },
	{ "__drv_restoresIRQLGlobal", FORM_KIND, CLAUSE_RESTORES_GLOBAL,
		NULL },
	{ "__drv_ret", FORM_RETURN, 0, NULL },
	{ "__drv_sameIRQL", FORM_FLAG, CLAUSE_REQUIRES_SAME, NULL },
	{ "__drv_savesIRQL", FORM_SAVED, CLAUSE_SAVES, NULL },
	{ "__drv_savesIRQLGlobal", FORM_KIND, CLAUSE_SAVES_GLOBAL, NULL },
	{ "__drv_setsIRQL", FORM_RAISES, CLAUSE_SETS, NULL },
	{ "__drv_useCancelIRQL", FORM_FLAG, CLAUSE_RESTORES_GLOBAL, "cancel" },
	{ "__drv_when", FORM_WHEN, 0, NULL },
};

static int compare_word(const void *key, const void *item)
{
	const struct slice *text = key;
	const struct word *word = item;
	size_t length = (size_t)(text->end - text->at);
	int order = strncmp(text->at, word->name, length);

	return order ? order : -(int)(word->name[length] != '\0');
}

const struct word *word_find(struct slice text)
{
	return bsearch(&text, words, sizeof(words) / sizeof(words[0]),
		sizeof(words[0]), compare_word);
}
