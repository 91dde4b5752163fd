/*
 * Read after the program's own prologue when the oracle's clang compiles a
 * driver: that one takes the word away, which clang has to obey here.
 */
#undef code_seg
