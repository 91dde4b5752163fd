#pragma alloc_text(PAGE, Start)
void Start(void)
{
	KeAcquireSpinLock(&Lock, &Irql);
}
