/*
 * What types hold by value. The kernel's objects are known by the names that
 * system headers give them, and canonical types have lost those: KSPIN_LOCK is
 * an integer by then. So a type is taken apart name by name, down to the first
 * one that a system header declares. What that one is made of is the kit's
 * affair; what a record of the driver is made of becomes facts.records.
 */
#include <string.h>

#include "frontend/reading.h"

enum { MAX_HOPS = 32 };

static bool is_system(CXCursor declaration)
{
	return clang_Location_isInSystemHeader(
		       clang_getCursorLocation(declaration)) != 0;
}

static CXType without_arrays(CXType type)
{
	for (int i = 0; i < MAX_HOPS; i++) {
		if (type.kind == CXType_Elaborated)
			type = clang_Type_getNamedType(type);
		else if (type.kind == CXType_ConstantArray ||
			type.kind == CXType_IncompleteArray)
			type = clang_getArrayElementType(type);
		else
			break;
	}
	return type;
}

struct members {
	struct reading *reading;
	uint32_t record; /* facts.records */
};

/* "T x[];" and "T x[0];" */
static bool has_no_size(CXType type)
{
	for (int i = 0; i < MAX_HOPS && type.kind == CXType_Elaborated; i++)
		type = clang_Type_getNamedType(type);
	return type.kind == CXType_IncompleteArray ||
		(type.kind == CXType_ConstantArray && !clang_getArraySize(type));
}

static void add_member(struct members *members, const char *name,
	const char *object, bool behind)
{
	struct facts *facts = members->reading->facts;

	if (object)
		*vec_add(&facts->arena,
			&facts->records.items[members->record].members) =
			(struct member){ name, object, behind };
}

static enum CXVisitorResult take_field(CXCursor field, CXClientData data)
{
	struct members *members = data;
	CXType type = clang_getCursorType(field);
	const char *object = held_by(members->reading, type);

	add_member(members,
		take_string(members->reading, clang_getCursorSpelling(field)),
		object, has_no_size(type));
	return CXVisit_Continue;
}

static enum CXChildVisitResult take_base(
	CXCursor child, CXCursor parent, CXClientData data)
{
	struct members *members = data;

	(void)parent;
	if (clang_getCursorKind(child) == CXCursor_CXXBaseSpecifier)
		add_member(members, intern(&members->reading->facts->names, ""),
			held_by(members->reading, clang_getCursorType(child)),
			false);
	return CXChildVisit_Continue;
}

/* A record that is being read, because it contains itself in an array or a
 * template, holds nothing more. */
static const char *record_of(struct reading *reading, CXType type)
{
	struct facts *facts = reading->facts;
	const char *name = take_type(reading, clang_getCanonicalType(type));
	uint32_t known = map_get(&reading->record_by_name, name);
	struct members members = { reading, facts->records.count };

	if (known != MAP_NONE)
		return name;
	map_set(&reading->scratch, &reading->record_by_name, name,
		members.record);
	vec_add(&facts->arena, &facts->records)->name = name;
	clang_visitChildren(
		clang_getTypeDeclaration(type), take_base, &members);
	clang_Type_visitFields(type, take_field, &members);
	return name;
}

/* "struct _KEVENT" is KEVENT. */
static const char *without_tag(struct reading *reading, const char *name)
{
	const char *blank = strrchr(name, ' ');

	name = blank ? blank + 1 : name;
	while (*name == '_')
		name++;
	return intern(&reading->facts->names, name);
}

const char *held_by(struct reading *reading, CXType type)
{
	CXCursor declaration;

	for (int i = 0; i < MAX_HOPS; i++) {
		type = without_arrays(type);
		declaration = clang_getTypeDeclaration(type);
		if (type.kind == CXType_Typedef) {
			if (is_system(declaration))
				return take_string(reading,
					clang_getCursorSpelling(declaration));
			type = clang_getTypedefDeclUnderlyingType(declaration);
			continue;
		}
		if (type.kind == CXType_Unexposed) /* made from a template */
			type = clang_getCanonicalType(type);
		if (type.kind != CXType_Record)
			return NULL;
		if (is_system(declaration))
			return without_tag(
				reading, take_type(reading, type));
		return record_of(reading, type);
	}
	return NULL;
}

static bool is_pointer_to_plain(CXType type)
{
	type = clang_getCanonicalType(type);
	return type.kind == CXType_Pointer &&
		clang_getPointeeType(type).kind != CXType_Record;
}

/* A system header's PKSPIN_LOCK points to a KSPIN_LOCK, however it is
 * declared. */
const char *held_behind(struct reading *reading, CXType type)
{
	for (int i = 0; i < MAX_HOPS; i++) {
		CXCursor declaration;
		const char *name;

		type = without_arrays(type);
		if (type.kind == CXType_Pointer)
			return held_by(reading, clang_getPointeeType(type));
		if (type.kind != CXType_Typedef)
			return NULL;
		declaration = clang_getTypeDeclaration(type);
		name = take_string(
			reading, clang_getCursorSpelling(declaration));
		if (is_system(declaration) && name[0] == 'P' &&
			is_pointer_to_plain(type))
			return intern(&reading->facts->names, name + 1);
		type = clang_getTypedefDeclUnderlyingType(declaration);
	}
	return NULL;
}
