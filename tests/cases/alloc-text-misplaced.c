/*
 * Where alloc_text may stand: behind the declaration, before the definition,
 * at file scope.
 */
#include <ntddk.h>

VOID Early(VOID);
VOID Late(VOID);
VOID Inside(VOID);
VOID Between(VOID);
DRIVER_UNLOAD ByRole;

#pragma alloc_text(PAGE, Early)
#pragma alloc_text(PAGE, Between, Undeclared) // want must PA3005 "'Undeclared' before its declaration"
#pragma alloc_text(PAGE, DeclaredLater) // want PA3005 "'DeclaredLater' before"
#pragma alloc_text(PAGE, ByRole)

VOID DeclaredLater(VOID);

VOID Early(VOID)
{
	PAGED_CODE();
}

VOID Between(VOID)
{
	PAGED_CODE();
}

VOID Undeclared(VOID)
{
	PAGED_CODE();
}

VOID DeclaredLater(VOID)
{
	PAGED_CODE();
}

VOID Late(VOID)
{
	PAGED_CODE();
}
#pragma alloc_text(PAGE, Late) // want PA3005 "'Late' after its definition"

VOID Around(VOID)
{
#pragma alloc_text(PAGE, Inside) // want PA3005 "'Inside' inside a function"
	Early();
}

VOID Inside(VOID)
{
	PAGED_CODE();
}

VOID ByRole(PDRIVER_OBJECT DriverObject)
{
	UNREFERENCED_PARAMETER(DriverObject);
	PAGED_CODE();
}

/* A definition may follow the line at once, if it is declared. */
VOID AtOnce(VOID);
#pragma alloc_text(PAGE, AtOnce)
VOID AtOnce(VOID)
{
	PAGED_CODE();
}
