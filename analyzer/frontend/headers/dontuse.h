/* The kit's dontuse.h bans old routines and silences warnings: nothing to audit. */
