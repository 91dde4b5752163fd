/* A row of a minifilter's table says when its callbacks run: also where a routine
 * holds the table. Creations complete at PASSIVE_LEVEL. */
#include <fltKernel.h>

static FLT_POSTOP_CALLBACK_STATUS AfterCreate(PFLT_CALLBACK_DATA,
	PCFLT_RELATED_OBJECTS objects, PVOID, FLT_POST_OPERATION_FLAGS)
{
	BOOLEAN directory;

	FltIsDirectory(objects->FileObject, objects->Instance, &directory);
	return FLT_POSTOP_FINISHED_PROCESSING;
}

static FLT_PREOP_CALLBACK_STATUS BeforeRead(
	PFLT_CALLBACK_DATA, PCFLT_RELATED_OBJECTS, PVOID *)
{
	return FLT_PREOP_SYNCHRONIZE;
}

static FLT_POSTOP_CALLBACK_STATUS AfterRead(PFLT_CALLBACK_DATA,
	PCFLT_RELATED_OBJECTS objects, PVOID, FLT_POST_OPERATION_FLAGS)
{
	BOOLEAN directory;

	FltIsDirectory(objects->FileObject, objects->Instance, &directory);
	return FLT_POSTOP_FINISHED_PROCESSING;
}

static FLT_POSTOP_CALLBACK_STATUS AfterWrite(PFLT_CALLBACK_DATA,
	PCFLT_RELATED_OBJECTS objects, PVOID, FLT_POST_OPERATION_FLAGS)
{
	BOOLEAN directory;

	FltIsDirectory(objects->FileObject, // want ddi-above-max-irql "'AfterWrite'"
		objects->Instance, &directory);
	return FLT_POSTOP_FINISHED_PROCESSING;
}

static PFLT_FILTER TheFilter;

extern "C" NTSTATUS DriverEntry(PDRIVER_OBJECT driver, PUNICODE_STRING)
{
	FLT_OPERATION_REGISTRATION const rows[] = {
		{ IRP_MJ_CREATE, 0, nullptr, AfterCreate },
		{ IRP_MJ_READ, 0, BeforeRead, AfterRead },
		{ IRP_MJ_WRITE, 0, nullptr, AfterWrite },
		{ IRP_MJ_OPERATION_END },
	};
	FLT_REGISTRATION const registration = { sizeof(FLT_REGISTRATION),
		FLT_REGISTRATION_VERSION, 0, nullptr, rows };

	return FltRegisterFilter(driver, &registration, &TheFilter);
}
