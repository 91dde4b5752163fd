/*
 * Inside self-repair:
 *
 *	repair.c        from clang's messages to what is missing
 *	repair_names.c  types, constants, variables and routines
 *	repair_declared.c what the unit declares
 *	repair_roles.c    role types, which make variables of routines
 *	repair_words.c  words before a routine that stand for nothing known
 *	repair_rewrites.c expressions that are read otherwise
 *	repair_compiler.c conditions that ask for the compiler
 *	repair_edits.c  pieces of files that are read otherwise
 *	repair_text.c   what is read in front of the unit, and what is said
 */
#ifndef FRONTEND_REPAIR_PARTS_H
#define FRONTEND_REPAIR_PARTS_H

#include "frontend/repair.h"
#include "frontend/spot.h"

enum { LONGEST_NAME = 200 };

/* Each returns true if it learned something new. */
bool repair_add_name(
	struct repair *repair, struct repair_names *names, const char *name);
bool repair_add_type(struct repair *repair, const struct spot *spot,
	const char *name, bool tag);
bool repair_need_type(
	struct repair *repair, const struct spot *spot, const char *name);
bool repair_need_name(
	struct repair *repair, const struct spot *spot, const char *name);

/* In C++, constants in the call or assignment at the spot are no numbers: they
 * become variables of any type. */
bool repair_values_are_variables(
	struct repair *repair, const struct spot *spot);

bool repair_has(const struct repair_names *names, const char *name);

/* A type that every kernel header declares. */
bool repair_is_of_kernel(const char *name);

/* An identifier of a length that people write. */
bool repair_is_plain(const char *name);

/* "EVT_FOO FooStart;" declares a routine by its role if the routine is defined
 * here, or looks like it. The head of its definition shall stand there. */
bool repair_need_role(
	struct repair *repair, const struct spot *spot, const char *role);

/* "PAGED NTSTATUS F(void)" with PAGED declared nowhere: it is no type but a
 * macro, and shall stand for nothing. */
bool repair_need_word(
	struct repair *repair, const struct spot *spot, const char *name);

/* "NTSTATUS PAGED F(void)", with the spot behind PAGED. */
bool repair_need_second_word(struct repair *repair, const struct spot *spot);

/* "IN_SECTION("PAGE") NTSTATUS F(void)", with the spot at the argument. */
bool repair_need_called_word(struct repair *repair, const struct spot *spot);

/* "class PAGED Queue {", with the spot at Queue, of type "class PAGED". */
bool repair_need_class_word(
	struct repair *repair, const struct spot *spot, const char *type);

/* Whether the parse that is learned from declares it. */
bool repair_declares_type(struct repair *repair, const char *name);
bool repair_declares_macro(struct repair *repair, const char *name);

/* The stand-in behind a type that clang names, through typedefs, pointers and
 * base classes of the driver; NULL if there is none. */
struct shape *repair_shape_of(struct repair *repair, const char *type);

/* ---- repair_rewrites.c: what costs least when nothing can be declared ---- */

/* "p->X" of a record that the headers declare without X, with the spot at X:
 * a variable or a routine stands for the whole. */
bool repair_replace_member(
	struct repair *repair, const struct spot *spot, const char *field);

/* ".X = F," of such a record, with the spot in it, is left out. */
bool repair_cut_designator(struct repair *repair, const struct spot *spot);

/* "(int)a = b" and "&(int)a", with the spot at the cast or at '&': no cast. */
bool repair_cut_cast(struct repair *repair, const struct spot *spot);

/* "reinterpret_cast<T>(a)" of what could be anything: "(T)(a)". */
bool repair_plain_cast(struct repair *repair, const struct spot *spot);

/* "sizeof T", with the spot before T, a type, or at sizeof: "sizeof (T)". */
bool repair_need_brackets(struct repair *repair, const struct spot *spot);

/* "X(T);" with the spot at T, a type: a macro, which stands for nothing. */
bool repair_cut_call(struct repair *repair, const struct spot *spot);

/* "a = b" of types that do not go together, "a |= b" or "a--" of what only
 * Microsoft's compiler lets stand there, with the spot at the operator: "a, b"
 * and "a". */
bool repair_cut_assignment(struct repair *repair, const struct spot *spot);

/* "F(a, b)", with the spot at F or, for number 0, "b)" with the spot at b: the
 * argument of that number is cast to a type. */
bool repair_cast_argument(struct repair *repair, const struct spot *spot,
	int number, const char *type);

/* "PVOID a = "x";", with the spot at a, and "return "x";", at the literal, as
 * Microsoft's compiler allows: the literal is cast to a type. */
bool repair_cast_literal(
	struct repair *repair, const struct spot *spot, const char *type);

/* "T a = X(...);" of a record, with the spot at a: X is a macro that stands for
 * an initialiser. "WCHAR a[] = X;": X is a string. */
bool repair_need_initialiser(struct repair *repair, const struct spot *spot);
bool repair_need_string(struct repair *repair, const struct spot *spot);

/* "typedef struct T { void F() { P a; } } *P;", with the spot at P, in C++: for
 * Microsoft's compiler bodies come when all is declared. T and its names are
 * declared before it. */
bool repair_name_ahead(
	struct repair *repair, const struct spot *spot, const char *name);

/* "#define X L", with the spot at L, for X"a": Microsoft's compiler takes the two
 * for L"a". */
bool repair_widen_prefix(struct repair *repair, const struct spot *spot);

/* "X "." Y", with the spot behind X: X and Y are pieces of strings, as is any name
 * beside a literal up to the statement's end. */
bool repair_need_piece(struct repair *repair, const struct spot *spot);

/* "T a = { .X = 1 }", with the spot before the braces: T has an X. */
bool repair_learn_designators(
	struct repair *repair, struct shape *shape, const struct spot *spot);

/* False if there were none. */
bool repair_apply_edits(struct repair *repair);

/* The declarations that stand in. */
const char *repair_text(const struct repair *repair);

#endif
