/*
 * The contracts: the SAL reader, the user's file, and the built-in data, of
 * which every block is read and printed back, and well-known routines are
 * checked by name.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contracts/contract.h"

static struct arena arena;
static struct intern names;
static struct book book;

static void open_book(void)
{
	arena_init(&arena);
	intern_init(&names, &arena);
	book_init(&book, &arena, &names);
}

static void close_book(void)
{
	arena_release(&arena);
}

/* ---- SAL in source ------------------------------------------------------- */

static const struct parameter parameters[] = {
	{ "Lock", "PKSPIN_LOCK" },
	{ "OldIrql", "KIRQL *" },
	{ "Wait", "BOOLEAN" },
	{ "Ext", "struct _EXT *" },
	{ "Irql", "KIRQL" },
};

/* The clauses of a text on parameter `on`, one to a line; NULL if it was not
 * understood. */
static const char *read_sal(const char *text, uint32_t on)
{
	struct contract contract = { .name = "" };

	if (!sal_parse(&book, text, parameters, 5, on, &contract))
		return NULL;
	return contract_text(&arena, &contract);
}

static const struct {
	const char *text;
	uint32_t on;
	const char *clauses;
} readings[] = {
	{ "_IRQL_requires_max_(DISPATCH_LEVEL)", NONE,
		"\n\t_IRQL_requires_max_(DISPATCH_LEVEL)\n" },
	{ "_IRQL_requires_max_( ( APC_LEVEL ) )", NONE,
		"\n\t_IRQL_requires_max_(APC_LEVEL)\n" },
	{ "_IRQL_requires_max_(2) _IRQL_requires_min_(5)", NONE,
		"\n\t_IRQL_requires_max_(DISPATCH_LEVEL)"
		"\n\t_IRQL_requires_min_(DIRQL)\n" },
	{ "_IRQL_requires_(DPC_LEVEL)", NONE,
		"\n\t_IRQL_requires_(DISPATCH_LEVEL)\n" },
	{ "_IRQL_requires_same_", NONE, "\n\t_IRQL_requires_same_\n" },
	{ "_IRQL_always_function_max_(PASSIVE_LEVEL)", NONE,
		"\n\t_IRQL_requires_max_(PASSIVE_LEVEL)\n" },
	{ "_IRQL_raises_(DISPATCH_LEVEL) _IRQL_saves_", NONE,
		"\n\t_IRQL_raises_(DISPATCH_LEVEL)"
		"\n\t_At_(return, _IRQL_saves_)\n" },
	{ "_IRQL_raises_(Irql)", NONE, "\n\t_IRQL_raises_(arg4)\n" },
	{ "_Out_ _IRQL_saves_", 1, "\n\t_At_(*arg1, _IRQL_saves_)\n" },
	{ "_In_ _IRQL_restores_", 4, "\n\t_At_(arg4, _IRQL_restores_)\n" },
	{ "_In_ _IRQL_restores_", 1, "\n\t_At_(*arg1, _IRQL_restores_)\n" },
	{ "_At_(*OldIrql, _IRQL_saves_)", NONE,
		"\n\t_At_(*arg1, _IRQL_saves_)\n" },
	{ "_At_(Ext->OldIrql, _IRQL_saves_)", NONE,
		"\n\t_At_(arg3->OldIrql, _IRQL_saves_)\n" },
	{ "_At_((*Ext).Q.OldIrql, _IRQL_restores_)", NONE,
		"\n\t_At_(arg3->Q.OldIrql, _IRQL_restores_)\n" },
	{ "_IRQL_saves_global_(QueuedSpinLock, Lock)", NONE,
		"\n\t_At_(arg0, _IRQL_saves_global_(QueuedSpinLock))\n" },
	{ "_Acquires_lock_(Lock)", NONE, "\n\t_Acquires_lock_(arg0)\n" },
	{ "_Acquires_exclusive_lock_(&Ext->Lock)", NONE,
		"\n\t_Acquires_lock_(arg3->Lock)\n" },
	{ "_Acquires_nonreentrant_lock_(*_Curr_)", 0,
		"\n\t_Acquires_lock_(*arg0)\n" },
	{ "_Releases_spin_lock_(g_Lock)", NONE,
		"\n\t_Releases_lock_(g_Lock, spin-lock)\n" },
	{ "_Requires_lock_held_(Ext->Lock)", NONE,
		"\n\t_Requires_lock_held_(arg3->Lock)\n" },
	{ "_Releases_nonreentrant_lock_(_Global_cancel_spin_lock_)", NONE,
		"\n\t_Releases_lock_(cancel-spin-lock)\n" },
	{ "_Function_class_(DRIVER_DISPATCH) _Dispatch_type_(IRP_MJ_PNP)", NONE,
		"\n\t_Function_class_(DRIVER_DISPATCH)\n" },
	{ "_Inout_ _IRQL_uses_cancel_", 3,
		"\n\t_IRQL_restores_global_(cancel)\n" },
	{ "_Analysis_noreturn_", NONE, "\n\t_Analysis_noreturn_\n" },
	{ "_Must_inspect_result_ _Success_(return >= 0) "
	  "_Post_satisfies_(return <= 0) __checkReturn",
		NONE, "\n" },
	/* nesting */
	{ "_When_(Wait, _At_(*OldIrql, _IRQL_saves_) "
	  "_IRQL_raises_(DISPATCH_LEVEL))",
		NONE,
		"\n\t_When_(arg2 != 0, _At_(*arg1, _IRQL_saves_))"
		"\n\t_When_(arg2 != 0, _IRQL_raises_(DISPATCH_LEVEL))\n" },
	{ "_When_(Wait, _When_(return == 0, _IRQL_raises_(APC_LEVEL)))", NONE,
		"\n\t_When_(\"arg2 != 0 && return == 0\", "
		"_IRQL_raises_(APC_LEVEL))\n" },
	{ "_Always_(_Group_(_IRQL_requires_max_(APC_LEVEL)))", NONE,
		"\n\t_IRQL_requires_max_(APC_LEVEL)\n" },
	/* SAL 1 */
	{ "__drv_maxIRQL(DISPATCH_LEVEL) __drv_minIRQL(APC_LEVEL)", NONE,
		"\n\t_IRQL_requires_max_(DISPATCH_LEVEL)"
		"\n\t_IRQL_requires_min_(APC_LEVEL)\n" },
	{ "__drv_requiresIRQL(PASSIVE_LEVEL) __drv_sameIRQL", NONE,
		"\n\t_IRQL_requires_(PASSIVE_LEVEL)"
		"\n\t_IRQL_requires_same_\n" },
	{ "__drv_raisesIRQL(DISPATCH_LEVEL) __drv_savesIRQL", NONE,
		"\n\t_IRQL_raises_(DISPATCH_LEVEL)"
		"\n\t_At_(return, _IRQL_saves_)\n" },
	{ "__out __deref __drv_savesIRQL", 1,
		"\n\t_At_(*arg1, _IRQL_saves_)\n" },
	{ "__drv_out_deref(__drv_savesIRQL)", 1,
		"\n\t_At_(*arg1, _IRQL_saves_)\n" },
	{ "__in __drv_restoresIRQL", 4, "\n\t_At_(arg4, _IRQL_restores_)\n" },
	{ "__drv_setsIRQL(PASSIVE_LEVEL)", NONE,
		"\n\t_IRQL_sets_(PASSIVE_LEVEL)\n" },
	{ "__drv_functionClass(KDEFERRED_ROUTINE)", NONE,
		"\n\t_Function_class_(KDEFERRED_ROUTINE)\n" },
	{ "__drv_when(Wait!=0, __drv_maxIRQL(APC_LEVEL))", NONE,
		"\n\t_When_(arg2 != 0, _IRQL_requires_max_(APC_LEVEL))\n" },
	{ "__drv_at(Lock, __drv_acquiresResource(SpinLockType))", NONE,
		"\n\t_Acquires_lock_(arg0, SpinLockType)\n" },
	{ "__drv_releasesCancelSpinLock", NONE,
		"\n\t_Releases_lock_(cancel-spin-lock)\n" },
};

START_TEST(test_sal_in_source)
{
	const char *clauses = read_sal(readings[_i].text, readings[_i].on);

	ck_assert_msg(clauses, "not understood: %s", readings[_i].text);
	ck_assert_str_eq(clauses, readings[_i].clauses);
}
END_TEST

static const struct {
	const char *condition, *read;
} conditions[] = {
	{ "Wait == TRUE", "arg2 == 1" },
	{ "Wait!=0", "arg2 != 0" },
	{ "Wait", "arg2 != 0" },
	{ "(Wait)", "arg2 != 0" },
	{ "!Wait", "arg2 == 0" },
	{ "FALSE == Wait", "arg2 == 0" },
	{ "1 < Irql", "arg4 > 1" },
	{ "Irql >= DISPATCH_LEVEL", "arg4 >= 2" },
	{ "return == 0", "return == 0" },
	{ "return != FALSE", "return != 0" },
	{ "return == STATUS_TIMEOUT", "return == 258" },
	{ "NT_SUCCESS(return)", "return >= 0" },
	{ "!NT_SUCCESS(return)", "return < 0" },
	{ "Wait & PagedPool", "arg2 & 0x1" },
	{ "(Wait & 0x100) != 0", "arg2 & 0x100" },
	{ "Lock == NULL", "arg0 == 0" },
	{ "_Curr_ != -1", "arg1 != -1" },
	{ "arg4 == 0", "arg4 == 0" },
	{ "\"execution-level\"", "\"execution-level\"" },
	{ "! \"execution-level\"", "!\"execution-level\"" },
	{ "Wait  ==\tOther", "\"Wait == Other\"" },
	{ "Wait && Irql", "\"Wait && Irql\"" },
	{ "Ext->Count > 0", "\"Ext->Count > 0\"" },
	{ "(Wait & 1) == 0", "\"(Wait & 1) == 0\"" },
	{ "!(Wait == 0)", "\"!(Wait == 0)\"" },
	{ "*OldIrql == 0", "\"*OldIrql == 0\"" },
	{ "Wait << 2", "\"Wait << 2\"" },
	{ "==", "\"==\"" },
};

START_TEST(test_condition)
{
	const char *text = arena_printf(&arena,
		"_When_(%s, _IRQL_requires_same_)", conditions[_i].condition);
	const char *clauses = read_sal(text, 1);

	ck_assert_msg(clauses, "not understood: %s", text);
	ck_assert_str_eq(clauses,
		arena_printf(&arena, "\n\t_When_(%s, _IRQL_requires_same_)\n",
			conditions[_i].read));
}
END_TEST

START_TEST(test_alternatives)
{
	ck_assert_str_eq(
		read_sal("_When_(Wait == 1 || (Irql == 2), "
			 "_IRQL_requires_max_(APC_LEVEL))",
			NONE),
		"\n\t_When_(arg2 == 1, _IRQL_requires_max_(APC_LEVEL))"
		"\n\t_When_(arg4 == 2, _IRQL_requires_max_(APC_LEVEL))\n");
}
END_TEST

static const char *const riddles[] = {
	"_IRQL_requires_max_(DISPATCH_LEVEL",
	"_IRQL_requires_max_(SOME_LEVEL)",
	"_IRQL_requires_max_",
	"_IRQL_requires_max_()",
	"_IRQL_requires_max_(77)",
	"_IRQL_wishes_(DISPATCH_LEVEL)",
	"__drv_forgetsIRQL(1)",
	"_IRQL_restores_",
	"_When_(Wait == 1)",
	"_When_(, _IRQL_requires_same_)",
	"_Function_class_(a b)",
	"_Acquires_lock_()",
};

START_TEST(test_not_understood)
{
	struct contract contract = { .name = "" };
	const char *text = arena_printf(
		&arena, "_IRQL_requires_same_ %s", riddles[_i]);

	ck_assert(!sal_parse(&book, text, parameters, 5, NONE, &contract));
	ck_assert_uint_eq(contract.clauses.count, 0);
}
END_TEST

START_TEST(test_nesting_is_bounded)
{
	char text[4096] = "";

	for (int i = 0; i < 200; i++)
		strcat(text, "_Group_(");
	strcat(text, "_IRQL_requires_same_");
	for (int i = 0; i < 200; i++)
		strcat(text, ")");
	ck_assert_ptr_null(read_sal(text, NONE));
}
END_TEST

/* ---- the user's file ----------------------------------------------------- */

static const char user_path[] = "test_contracts.tmp";

static const char *read_user(const char *text)
{
	const char *error = NULL;
	FILE *file = fopen(user_path, "wb");
	bool read;

	ck_assert_ptr_nonnull(file);
	fputs(text, file);
	fclose(file);
	read = book_read_user_file(&book, user_path, &error);
	remove(user_path);
	ck_assert(read == (error == NULL));
	return error;
}

START_TEST(test_user_file)
{
	const struct contract *contract;

	ck_assert_ptr_null(read_user("\xef\xbb\xbf# ours\r\n"
				     "QueueLock(Queue, OldIrql)\r\n"
				     "\t_IRQL_raises_(DISPATCH_LEVEL)\r\n"
				     "\t# two lines\r\n"
				     "\t_At_(*OldIrql,\r\n"
				     "\t\t_IRQL_saves_)\r\n"
				     "\r\n"
				     "Queue::Unlock\r\n"
				     "  _At_(arg0, _IRQL_restores_)\r\n"
				     "KeSetEvent\r\n"));
	contract = book_find(&book, "QueueLock");
	ck_assert_str_eq(contract_text(&arena, contract),
		"QueueLock\n\t_IRQL_raises_(DISPATCH_LEVEL)\n"
		"\t_At_(*arg1, _IRQL_saves_)\n");
	ck_assert_int_eq(contract->authority, AUTHORITY_USER);
	ck_assert_str_eq(
		contract_text(&arena, book_find(&book, "Queue::Unlock")),
		"Queue::Unlock\n\t_At_(arg0, _IRQL_restores_)\n");
	/* The user's word stands in the place of the built-in one. */
	contract = book_find(&book, "KeSetEvent");
	ck_assert_int_eq(contract->authority, AUTHORITY_USER);
	ck_assert_uint_eq(contract->clauses.count, 0);
}
END_TEST

static const struct {
	const char *text, *error;
} mistakes[] = {
	{ "# a\n\t_IRQL_requires_same_\nF\n",
		"test_contracts.tmp:2: expected a name in the first column; "
		"clauses are indented below it" },
	{ "F\n\t_IRQL_requires_same_\n\n\t_IRQL_max_(2)\n",
		"test_contracts.tmp:4: expected a word of the contract "
		"language, not '_IRQL_max_'" },
	{ "F\n\t_IRQL_raises_(VERY_HIGH)\n",
		"test_contracts.tmp:2: expected a level, such as "
		"DISPATCH_LEVEL" },
	{ "F\n\t_When_(arg0 == 1,\n\t_IRQL_raises_(x))\n",
		"test_contracts.tmp:3: expected a level, such as "
		"DISPATCH_LEVEL" },
	{ "F\n\t_When_(arg0 == 1\n",
		"test_contracts.tmp:2: expected ')'" },
	{ "F\n\t_At_(arg0 + 1, _IRQL_restores_)\n",
		"test_contracts.tmp:2: expected argN, *argN, return or a "
		"field" },
	{ "F\n\t_IRQL_saves_\n",
		"test_contracts.tmp:2: expected _At_ with what keeps the "
		"IRQL" },
	{ "F\n\t_IRQL_requires_same_ ; x\n",
		"test_contracts.tmp:2: expected a clause" },
	{ "F(a b)\n", "test_contracts.tmp:1: expected names of parameters: "
		      "(Event, Increment, Wait)" },
	{ "F\n\n7up\n", "test_contracts.tmp:3: expected the name of a "
			"routine, a role type or a record" },
	{ "F\nG\nF\n", "test_contracts.tmp:3: expected one contract for 'F'; "
		       "there is one in line 1" },
};

START_TEST(test_user_mistake)
{
	const char *error = read_user(mistakes[_i].text);

	ck_assert_ptr_nonnull(error);
	ck_assert_str_eq(error, mistakes[_i].error);
}
END_TEST

START_TEST(test_user_file_missing)
{
	const char *error = NULL;

	ck_assert(!book_read_user_file(&book, "no/such/file.sal", &error));
	ck_assert_ptr_nonnull(strstr(
		error, "no/such/file.sal: cannot read the contract file"));
}
END_TEST

/* ---- the built-in data --------------------------------------------------- */

struct survey {
	uint32_t blocks;
	bool roles; /* second pass: every role that is given is described */
};

static void survey(void *context, const struct contract *contract)
{
	struct survey *survey = context;
	const struct contract *found = book_find(&book, contract->name);
	const struct clause *clauses = contract->clauses.items;
	uint32_t count = contract->clauses.count;

	survey->blocks++;
	/* The binary search finds it: the data is sorted, names are unique. */
	ck_assert_msg(found, "%s is out of order", contract->name);
	ck_assert_str_eq(contract_text(&arena, found),
		contract_text(&arena, contract));
	ck_assert_int_eq(contract->authority, AUTHORITY_BUILTIN);
	ck_assert_msg(count && clauses[count - 1].kind == CLAUSE_SOURCE,
		"%s does not end with its source", contract->name);
	for (uint32_t i = 0; i < count; i++) {
		if (clauses[i].kind == CLAUSE_FUNCTION_CLASS)
			ck_assert_msg(book_find(&book, clauses[i].text),
				"%s: no role type %s", contract->name,
				clauses[i].text);
	}
}

START_TEST(test_every_block)
{
	struct survey result = { 0 };

	book_each(&book, survey, &result);
	ck_assert_uint_gt(result.blocks, 6000);
}
END_TEST

/* What is printed reads back as the same contract. */
static void print_and_read(void *context, const struct contract *contract)
{
	static const char prefix[] = "Copy_of_";
	FILE *file = context;

	fprintf(file, "%s%s", prefix, contract_text(&arena, contract));
}

static void compare_copy(void *context, const struct contract *contract)
{
	const char *name = arena_printf(&arena, "Copy_of_%s", contract->name);
	const struct contract *copy = book_find(&book, name);

	(void)context;
	ck_assert_ptr_nonnull(copy);
	ck_assert_str_eq(contract_text(&arena, copy) + strlen("Copy_of_"),
		contract_text(&arena, contract));
}

START_TEST(test_text_reads_back)
{
	const char *error = "";
	FILE *file = fopen(user_path, "wb");

	ck_assert_ptr_nonnull(file);
	book_each(&book, print_and_read, file);
	fclose(file);
	ck_assert_msg(book_read_user_file(&book, user_path, &error), "%s",
		error);
	remove(user_path);
	book_each(&book, compare_copy, NULL);
}
END_TEST

static const struct {
	const char *name, *clause;
} spots[] = {
	{ "KeSetEvent", "_When_(arg2 == 0, "
			"_IRQL_requires_max_(DISPATCH_LEVEL))" },
	{ "KeSetEvent", "_When_(arg2 == 1, _IRQL_raises_(DISPATCH_LEVEL))" },
	{ "KePulseEvent", "_When_(arg2 == 1, _IRQL_saves_global_(wait))" },
	{ "KeReleaseMutex", "_When_(arg1 == 1, "
			    "_IRQL_raises_(DISPATCH_LEVEL))" },
	{ "KeReleaseMutant", "_When_(arg3 == 1, _IRQL_saves_global_(wait))" },
	{ "KeReleaseSemaphore", "_When_(arg3 == 1, "
				"_IRQL_raises_(DISPATCH_LEVEL))" },
	{ "KeWaitForSingleObject", "_IRQL_restores_global_(wait)" },
	{ "KeWaitForMultipleObjects", "_When_(arg6 == 0, "
				      "_IRQL_requires_max_(APC_LEVEL))" },
	{ "KeAcquireSpinLock", "_IRQL_raises_(DISPATCH_LEVEL)" },
	{ "KeAcquireSpinLock", "_At_(*arg1, _IRQL_saves_)" },
	{ "KeAcquireSpinLock", "_Acquires_lock_(arg0, spin-lock)" },
	{ "KeReleaseSpinLock", "_At_(arg1, _IRQL_restores_)" },
	{ "KeReleaseSpinLock", "_Releases_lock_(arg0, spin-lock)" },
	{ "KeAcquireSpinLockRaiseToDpc", "_At_(return, _IRQL_saves_)" },
	{ "KfAcquireSpinLock", "_At_(return, _IRQL_saves_)" },
	{ "KeAcquireSpinLockAtDpcLevel", "_Acquires_lock_(arg0, spin-lock)" },
	{ "KeAcquireSpinLockAtDpcLevel",
		"_IRQL_requires_min_(DISPATCH_LEVEL)" },
	{ "KeAcquireInStackQueuedSpinLock", "_At_(*arg1, _IRQL_saves_)" },
	{ "KeReleaseInStackQueuedSpinLock", "_At_(*arg0, _IRQL_restores_)" },
	{ "KeRaiseIrql", "_IRQL_raises_(arg0)" },
	{ "KeRaiseIrql", "_At_(*arg1, _IRQL_saves_)" },
	{ "KfRaiseIrql", "_At_(return, _IRQL_saves_)" },
	{ "KeLowerIrql", "_At_(arg0, _IRQL_restores_)" },
	{ "KeRaiseIrqlToDpcLevel", "_IRQL_raises_(DISPATCH_LEVEL)" },
	{ "ExAcquireFastMutex", "_IRQL_raises_(APC_LEVEL)" },
	{ "ExiAcquireFastMutex", "_At_(*arg0, _IRQL_saves_)" },
	{ "ExTryToAcquireFastMutex", "_When_(return != 0, "
				     "_IRQL_raises_(APC_LEVEL))" },
	{ "ExAcquireSpinLockShared", "_Acquires_lock_(arg0, rw-spin-lock)" },
	{ "ExInterlockedInsertTailList",
		"_Uses_lock_(arg2, interlocked-spin-lock)" },
	{ "ExAllocatePoolWithTag", "_When_(arg0 & 0x1, "
				   "_IRQL_requires_max_(APC_LEVEL))" },
	{ "IoAcquireCancelSpinLock", "_At_(*arg0, _IRQL_saves_)" },
	{ "IoAcquireCancelSpinLock", "_Acquires_lock_(cancel-spin-lock)" },
	{ "IoReleaseCancelSpinLock", "_At_(arg0, _IRQL_restores_)" },
	{ "NdisAcquireSpinLock", "_IRQL_raises_(DISPATCH_LEVEL)" },
	{ "NdisDprAcquireSpinLock", "_Acquires_lock_(arg0, ndis-spin-lock)" },
	{ "NdisMSynchronizeWithInterruptEx",
		"_At_(arg2, _Function_class_(MINIPORT_SYNCHRONIZE_INTERRUPT)"
		")" },
	{ "StorPortAcquireSpinLock", "_When_(arg1 == 3, "
				     "_IRQL_raises_(DIRQL))" },
	{ "WdfSpinLockAcquire", "_At_(*arg0, _IRQL_saves_)" },
	{ "WdfObjectAcquireLock", "_When_(!\"execution-level\", "
				  "_IRQL_raises_(DISPATCH_LEVEL))" },
	{ "WdfInterruptAcquireLock", "_When_(!\"passive-handling\", "
				     "_IRQL_raises_(DIRQL))" },
	{ "KeBugCheckEx", "_Analysis_noreturn_" },
	{ "ExRaiseStatus", "_Analysis_noreturn_" },
	{ "KeInitializeDpc",
		"_At_(arg1, _Function_class_(KDEFERRED_ROUTINE))" },
	{ "KeInitializeEvent", "_At_(*arg0, _Resident_(yes))" },
	{ "IoSetCompletionRoutine",
		"_At_(arg1, _Function_class_(IO_COMPLETION_ROUTINE))" },
	{ "PsCreateSystemThread",
		"_At_(arg5, _Function_class_(KSTART_ROUTINE))" },
	{ "FltDoCompletionProcessingWhenSafe",
		"_At_(arg4, _IRQL_requires_max_(APC_LEVEL))" },
	{ "MmLockPagableDataSection", "_IRQL_requires_max_(APC_LEVEL)" },
	{ "KDEFERRED_ROUTINE", "_IRQL_requires_(DISPATCH_LEVEL)" },
	{ "KSERVICE_ROUTINE", "_IRQL_requires_(DIRQL)" },
	{ "DRIVER_CANCEL", "_IRQL_restores_global_(cancel)" },
	{ "EVT_WDF_IO_QUEUE_IO_READ", "_When_(\"execution-level\", "
				      "_IRQL_requires_max_(PASSIVE_LEVEL))" },
	{ "EVT_WDF_DEVICE_D0_ENTRY", "_Resident_(advised)" },
	{ "DRIVER_OBJECT", "_At_(MajorFunction[27], "
			   "_IRQL_requires_max_(PASSIVE_LEVEL))" },
	{ "DRIVER_OBJECT", "_At_(MajorFunction[3], "
			   "_Function_class_(DRIVER_DISPATCH))" },
	{ "DRIVER_OBJECT", "_At_(DriverStartIo, "
			   "_Function_class_(DRIVER_STARTIO))" },
	{ "KEVENT", "_Resident_(yes)" },
	/* other spellings of the same name */
	{ "_KEVENT", "_Resident_(yes)" },
	{ "_DRIVER_OBJECT", "_At_(DriverUnload, "
			    "_Function_class_(DRIVER_UNLOAD))" },
	{ "PKSERVICE_ROUTINE", "_IRQL_requires_(DIRQL)" },
	{ "DMA_OPERATIONS::AllocateAdapterChannel",
		"_At_(arg3, _Function_class_(DRIVER_CONTROL))" },
};

START_TEST(test_spot)
{
	const struct contract *contract = book_find(&book, spots[_i].name);
	const char *line =
		arena_printf(&arena, "\n\t%s\n", spots[_i].clause);

	ck_assert_msg(contract, "%s is unknown", spots[_i].name);
	ck_assert_msg(strstr(contract_text(&arena, contract), line),
		"%s says\n%s, not %s", spots[_i].name,
		contract_text(&arena, contract), spots[_i].clause);
}
END_TEST

START_TEST(test_unknown_names)
{
	ck_assert_ptr_null(book_find(&book, "NoSuchRoutine"));
	ck_assert_ptr_null(book_find(&book, "NoSuchRoutine"));
	ck_assert_ptr_null(book_find(&book, ""));
	ck_assert_ptr_null(book_find(&book, "_"));
	ck_assert_ptr_null(book_find(&book, "P"));
	ck_assert_ptr_null(book_find(&book, "KeSetEven"));
	ck_assert_ptr_null(book_find(&book, "KeSetEvents"));
	/* A `P` is taken off role types only. */
	ck_assert_ptr_null(book_find(&book, "PKeSetEvent"));
}
END_TEST

START_TEST(test_found_twice_is_one)
{
	ck_assert_ptr_eq(book_find(&book, "KeSetEvent"),
		book_find(&book, "KeSetEvent"));
}
END_TEST

START_TEST(test_spinning_kinds)
{
	ck_assert(lock_spins("spin-lock"));
	ck_assert(lock_spins("ndis-rw-spin-lock"));
	ck_assert(!lock_spins("fast-mutex"));
	ck_assert(!lock_spins("lock"));
	ck_assert(!lock_spins(NULL));
	ck_assert_str_eq(irql_name(IRQL_HIGH), "HIGH_LEVEL");
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

Suite *contracts_suite(void);

Suite *contracts_suite(void)
{
	Suite *suite = suite_create("contracts");
	TCase *sal = tcase_create("sal");
	TCase *user = tcase_create("user file");
	TCase *data = tcase_create("data");

	tcase_add_checked_fixture(sal, open_book, close_book);
	tcase_add_checked_fixture(user, open_book, close_book);
	tcase_add_checked_fixture(data, open_book, close_book);
	tcase_set_timeout(data, 60);

	tcase_add_loop_test(sal, test_sal_in_source, 0, COUNT(readings));
	tcase_add_loop_test(sal, test_condition, 0, COUNT(conditions));
	tcase_add_test(sal, test_alternatives);
	tcase_add_loop_test(sal, test_not_understood, 0, COUNT(riddles));
	tcase_add_test(sal, test_nesting_is_bounded);
	suite_add_tcase(suite, sal);

	tcase_add_test(user, test_user_file);
	tcase_add_loop_test(user, test_user_mistake, 0, COUNT(mistakes));
	tcase_add_test(user, test_user_file_missing);
	suite_add_tcase(suite, user);

	tcase_add_test(data, test_every_block);
	tcase_add_test(data, test_text_reads_back);
	tcase_add_loop_test(data, test_spot, 0, COUNT(spots));
	tcase_add_test(data, test_unknown_names);
	tcase_add_test(data, test_found_twice_is_one);
	tcase_add_test(data, test_spinning_kinds);
	suite_add_tcase(suite, data);
	return suite;
}
