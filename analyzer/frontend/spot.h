/*
 * The source text at an error that clang reported, for those who learn from it
 * what is missing: clang says which name, the text says how it is used.
 */
#ifndef FRONTEND_SPOT_H
#define FRONTEND_SPOT_H

#include <clang-c/Index.h>
#include <stdbool.h>
#include <stddef.h>

struct spot {
	CXFile file;
	const char *text; /* the file's, as the parser read it */
	size_t size, offset;
};

/* False for an error that is in no file. */
bool spot_of(
	CXTranslationUnit tu, CXSourceLocation location, struct spot *spot);

/* What stands at or behind an index; '\0' and the size at the end. */
char spot_char(const struct spot *spot, size_t at);
size_t spot_after_blanks(const struct spot *spot, size_t at);
size_t spot_name_end(const struct spot *spot, size_t at);

/* Whether an undeclared name in an expression can only be a type: "(X)a",
 * "(X *)", "X *a =" at the start of a statement; "sizeof(X)". */
bool spot_is_type(const struct spot *spot);
bool spot_is_sizeof(const struct spot *spot);

/* Whether something is done to the name that ends at `end` that only a
 * variable can stand: its address, a field, an element, an assignment. */
bool spot_is_variable(const struct spot *spot, size_t end);

/* "." or "->" */
bool spot_is_member_access(const struct spot *spot);

/* The "." or "->" at the spot, or before the name of the member there. */
bool spot_at_access(const struct spot *spot, struct spot *access);

/* ---- text --------------------------------------------------------------- */

bool text_is_name(char c);
bool text_starts(const char *text, const char *prefix);

/* The index behind the bracket that closes the one at `at`; 0 if none does. */
size_t text_closing(const char *text, size_t at);

/* The index behind blanks and comments. */
size_t text_after_comments(const char *text, size_t at);

#endif
