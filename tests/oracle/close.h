/* Closes what open.h has opened. */
#pragma code_seg(pop)
