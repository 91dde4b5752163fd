/*
 * What a routine of the driver may write, itself or by whatever it calls, as a
 * set of fields and one of records. The sets are of hashes: what is not in them
 * is certainly not written.
 */
#ifndef IRQL_WRITES_H
#define IRQL_WRITES_H

#include <stdbool.h>
#include <stdint.h>

struct key_set;

enum { FIELD_WORDS = 4 };

struct writes {
	uint64_t fields[FIELD_WORDS]; /* assigned, or their address given away */
	uint64_t records; /* a pointer to one goes out of the driver */
	const struct key_set *globals; /* keys of those that are assigned by what
					  is not simulated, which does not tell */
	bool any;	  /* so does one of which the type says nothing */
	bool plain;	  /* so does one to what is no record; or it is assigned
			     through */
	bool calls, waits; /* a routine with a contract; and for something */
};

/* Whether what is reached by these steps, "->Sub.Held", from a pointer to a
 * type or from an object of it may be written. */
bool writes_reach(
	const struct writes *writes, const char *type, const char *steps);

#endif
