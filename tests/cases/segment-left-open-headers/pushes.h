#pragma data_seg(push, "PAGEDATA") // want PA3008 "data_seg(push) is never popped"
