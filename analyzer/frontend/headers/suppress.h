/* The kit's suppress.h bans old routines and silences warnings: nothing to audit. */
