/* Opens a pageable region that closes in another header: the state of the
 * segment pragmas goes through includes. No guard, it is meant to be read
 * again. */
#pragma code_seg(push, "PAGEHDR")
