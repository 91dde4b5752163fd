/* Leaves nothing open. */ // want nothing
#pragma code_seg("PAGE")
#pragma bss_seg(push, "PAGEBSS")
