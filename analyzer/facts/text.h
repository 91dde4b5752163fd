/*
 * The text form of facts: what `pageaudit facts` writes, `pageaudit check`
 * reads, golden tests compare and people look at. UTF-8, LF, the same bytes
 * for the same facts.
 *
 *	pageaudit-facts 3
 *	unit "src/start.c" parsed
 *	file 0 "src/start.c"
 *	symbol KeAcquireSpinLockRaiseToDpc function system external usr "c:@F@…"
 *	directive 0 alloc_text @0:3:1-3:34 section PAGE
 *	  name Start
 *	function Start usr "c:@F@Start" @0:5:6-5:11 defined external
 *	  parameter ext type "struct EXT *"
 *	  claim alloc_text section PAGE directive 0 @0:3:1-3:34
 *	  body end 0:12:1-12:2
 *	  local irql type "unsigned char"
 *	  path l0 text irql type "unsigned char"
 *	  path p0->Lock text "ext->Lock" record EXT field Lock
 *	  path p0->Stop text "ext->Stop" record EXT field Stop
 *	  b0:
 *	    e0 call KeAcquireSpinLockRaiseToDpc(&p0->Lock) @0:8:9-8:47
 *	    e1 assign l0 = result e0 @0:8:2-8:47
 *	    branch p0->Stop != 0 -> b1 b2 @0:9:6-9:15
 *	  …
 *	end
 *
 * Lines. One thing a line; what belongs to it is indented by two spaces more.
 * A line has a word that says what it is, what names it, and then `key value`
 * pairs and flags in any order. A key that is absent means NULL, none, 0 or
 * nowhere. A body comes last in its function, with its locals, paths and
 * blocks. What a line refers to by name or number stands above it, except
 * blocks and events of the same body. `unplaced:` heads events that are in no
 * block, `e3 again` is an event that an earlier block showed already.
 *
 * Strings. A plain name (letters, digits, '_', ':', '$', '~') stands as it is,
 * NULL is `-`, all else is in quotes with \" \\ \n \r \t and \xHH.
 *
 * Places. FILE:line:column-line:column, FILE being a number of the table or,
 * for a file that is not in it, its path in quotes. `@` marks the main place.
 *
 * Paths in memory. A root and steps: `p0` parameter, `l0` local, `e0` what
 * event 0 returned, `$Name` a symbol, `this`, `unknown`. Steps that are not
 * made of plain names are in quotes. Two symbols of one name are told apart by
 * `#` and their number from the second on, two paths alike by `!`.
 *
 * Operands. `?` unknown, a number, `""` a string literal, `function Name`,
 * a path for what it holds, `&` and a path for its address, `result e0`. A
 * callee that is no function is written `call through OPERAND(…)`.
 *
 * Exits. `branch` goes on with a test, `switch` and `return` with an operand;
 * then `->` and the blocks that follow, for a switch with their cases.
 *
 * What does not apply to a kind (facts.h says what does) is not written. It
 * reads as 0; the indices of an event and of an operand read as NONE.
 */
#ifndef FACTS_TEXT_H
#define FACTS_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "facts/facts.h"

/* Goes up whenever the form or its words change. */
#define FACTS_TEXT_VERSION 4

/* Writes facts to a stream in binary mode. Whether the stream took it all is
 * for the caller to ask (ferror). */
void facts_write(const struct facts *facts, FILE *out);

/*
 * Initialises `facts` and fills it from the text form; release it in either
 * case. `path` is for messages only. Any bytes are safe to read: time and
 * memory grow with their number. On a mistake returns false and sets *error
 * (in the facts' arena) to "path:line: what was expected".
 */
bool facts_read(struct facts *facts, const char *path, const char *bytes,
	size_t size, const char **error);

#endif
