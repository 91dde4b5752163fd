#pragma code_seg("PAGE") // want must PA3008 "is still set when the header ends"
VOID Helper(VOID);
