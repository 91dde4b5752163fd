/* Leaves nothing open. */ // want nothing
#pragma code_seg(push, "PAGE")
VOID Restored(VOID);
#pragma code_seg(pop)
#pragma code_seg("PAGE")
VOID RestoredToo(VOID);
#pragma code_seg()
