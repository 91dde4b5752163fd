/* Leaves nothing open. */ // want nothing
#pragma code_seg()
#pragma bss_seg(pop)
