/*
 * What is supplied for names that nothing declares. Each unit is a text that is
 * read as a driver's source, with no kit at hand.
 */
#define _DEFAULT_SOURCE
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/platform/platform.h"
#include "frontend/frontend.h"
#include "project/project.h"

Suite *repair_suite(void);

static struct arena arena;
static struct facts facts;
static char *directory;
static const char *source;

static void set_up(void)
{
	arena_init(&arena);
	directory = platform_make_temporary_directory(&arena);
	ck_assert_ptr_nonnull(directory);
}

static void tear_down(void)
{
	facts_release(&facts);
	remove(source);
	remove(directory);
	arena_release(&arena);
}

static void read_with(const char *flag, const char *name, const char *text)
{
	struct project_options options = {
		.flags = &flag, .flag_count = flag != NULL,
		.kit = "/usr/share/mingw-w64/include",
		.headers = SOURCE_DIR "/analyzer/frontend/headers" };
	struct project project = { 0 };
	FILE *file;

	source = arena_printf(&arena, "%s/%s", directory, name);
	file = fopen(source, "wb");
	ck_assert_ptr_nonnull(file);
	ck_assert(fputs(text, file) >= 0);
	ck_assert_int_eq(fclose(file), 0);
	project_read(&arena, &source, 1, &options, &project);
	ck_assert_uint_eq(project.units.list.count, 1);
	facts_init(&facts, source);
	frontend_read(&project.units.list.items[0], &facts);
}

static void read_unit(const char *name, const char *text)
{
	read_with(NULL, name, text);
}

static const struct function *function_called(const char *name)
{
	for (uint32_t i = 0; i < facts.functions.count; i++)
		if (!strcmp(facts.functions.items[i].name, name))
			return &facts.functions.items[i];
	ck_abort_msg("there is no function '%s'", name);
	return NULL;
}

static void expect_whole(const char *name)
{
	const struct function *function = function_called(name);

	ck_assert_ptr_nonnull(function->body);
	ck_assert_msg(!function->body->lost_statements, "%s lost: %s", name,
		function->body->lost_reason);
}

static const struct notice *repair_notice(void)
{
	for (uint32_t i = 0; i < facts.notices.count; i++)
		if (strstr(facts.notices.items[i].message, "stand-ins were read for ") ||
			strstr(facts.notices.items[i].message,
				"was read otherwise"))
			return &facts.notices.items[i];
	return NULL;
}

static const char *const whole[][2] = {
	{ "type.c", "int F(void *p) { NEW_T *x = p; return x->Head.Next->N; }" },
	{ "value.c", "int F(int x) { NEW_T y; y.Kind = x; return y.Kind; }" },
	{ "local.c", "int F(int x) {\n\tNEW_T status; /* status (x) */\n"
		     "\tstatus = x; return status; }" },
	{ "behind.c", "typedef struct { NEW_T *n; } *P; "
		      "int F(P o) { return o->n->A.B + o->n->C; }" },
	{ "arrow.c", "typedef struct {\n\tNEW_T n;\n} *P;\n"
		     "int F(P o) { return o->n->A.B; }" },
	{ "typedef.c", "typedef NEW_T MINE; struct S { MINE m; }; "
		       "int F(struct S *s) { return s->m.A; }" },
	{ "pointed-to.c", "void F(NEW_T *t, NEW_P p, int x) "
			  "{ *t->Values = x; *p = x; }" },
	{ "elements.c", "int F(NEW_T p, NEW_T q) { p[1] = 3; p = q; "
			"return p[0]; }" },
	{ "cast.c", "int F(void *p) { return ((NEW_T *)p) != 0; }" },
	{ "size.c", "int F(void) { return (int)sizeof(NEW_T); }" },
	{ "count.c", "#define N(x) ((int)(long)(x))\nint F(void *p) "
		     "{ N(p)--; N(p) = 3; N(p) |= 1; N(p) <<= 2; "
		     "return ++N(p) == 0; }" },
	{ "case.c", "int F(int x) { switch (x) { case NEW_A: return 1; "
		    "case NEW_B: return 2; } return NEW_A | NEW_B; }" },
	{ "tag.c", "int F(struct new_s *p) { return p->A[1].B; }" },
	{ "guid.c", "void G(const void *); void F(void) { G(&GUID_NEW); }" },
	{ "role.c", "EVT_NEW F;\n\nstatic void *Table[] = { F };\n"
		    "int F(NEW_T *p)\n/* says */\n{ return p->A; }" },
	{ "pointed.c", "int F(PNEW_T p) { *p = 1; return *p & 2; }" },
	{ "pointed_cast.c", "int F(void *p) { PNEW_T x = (PNEW_T)p; "
			    "return x[1].A + ((PNEW_T)p)[2].B; }" },
	{ "sizeof.cpp", "struct S { int a; }; int G(int); "
			"int F(NEW_T t) { return G(sizeof S) + t.A; }" },
	{ "sizeof_argument.cpp", "#define G(x, y) ((x) + (int)(y))\n"
		"struct S { int a; }; int F(NEW_T t) "
		"{ return G(t.A, sizeof S) + G(sizeof(S), sizeof t.A); }" },
	{ "ahead.cpp", "typedef struct T { int a; static T *New()\n"
		"{ P p = 0; N *n = (P)p; if (n) { n->a = sizeof(N); } return p; }\n"
		"} N, *P;\nint F(P p) { return p->a; }" },
	{ "prefix.c", "#define PREF L\n#define NAME PREF\"a\"\n"
		"int G(const unsigned short *); int F(int x) "
		"{ return G(x ? NAME : PREF\"b\"); }" },
	{ "pieces.c", "#define P(...) G(\": \" __VA_ARGS__)\n"
		"void G(const char *text, ...); void F(void) "
		"{ P(\"%s (%s)\", NEW_A \".\" NEW_B \".\" NEW_C, NEW_A); }" },
	{ "reinterpret.cpp", "int G(int *); int F(int x) { "
			     "return G(reinterpret_cast<int *>(New(x))); }" },
	{ "member.cpp", "struct S {\n\tPNEW_CALLBACK Call;\n};\n"
			"int F(struct S *s) { return s->Call && s->Call(1); }" },
	{ "offset.c", "#include <stddef.h>\nint F(void) "
		      "{ return (int)offsetof(NEW_T, A.B); }" },
	{ "kernel.c", "#include \"lost.h\"\nNTSTATUS F(PDEVICE_OBJECT d, "
		      "NEW_T *n) { KIRQL i; KeRaiseIrql(DISPATCH_LEVEL, &i); "
		      "return n->A.B + d->Type; }" },
	{ "kernel.cpp", "BOOLEAN F(PIRP irp) { return irp->Flags && "
			"NT_SUCCESS(irp->IoStatus.Status); }" },
	{ "field.c", "struct S { int a; }; int F(struct S *s) { int x = 0; "
		     "x = s->a;\n\ts->b = x; if (!(x = (*s).c)) x = s->d.e[2]; "
		     "return x + s->g(x, &x); }" },
	{ "designator.c", "struct S { int a; void *p; }; int G(void); "
			  "int F(void) { struct S s = { .a = 1, .b = G(), "
			  ".p = 0 };\nreturn s.a; }" },
	{ "designators.c", "int F(void *p) { NEW_T t = { .A = 1, .B = { "
			   ".C = 2 } };\nreturn t.B.C; }" },
	{ "lvalue.c", "int G(int *p); int F(unsigned x, unsigned *y) { "
		      "(int)x = 1; return G(&(int)y[2]); }" },
	{ "assign.c", "struct S { int a[3]; }; int F(struct S *s) { NEW_T t; "
		      "t.Key = *s; return t.A; }" },
	{ "initialiser.c", "struct S { int a[3]; }; int F(void) { "
			   "struct S s = NEW_S(1); return s.a[0]; }" },
	{ "string.c", "int F(void) { unsigned short s[] = NEW_A; "
		      "return s[0]; }" },
	{ "pasted.c", "int G(const void *);\n#define EVENT(x) &Event##x\n"
		      "int F(void) { return G(EVENT(Start)); }" },
	{ "said.c", "int F(int x) { x++; // says\n\t/* so; */\n\tNEW_T a; "
		    "a.B = x; return a.B; }" },
	{ "nothing.c", "typedef int N; int F(void) { NEW_A(N); return 1; }" },
	{ "type.cpp", "int F(void *p) { NEW_T *x = (NEW_T *)p; "
		      "NEW_H h = nullptr; return x->A.B && New(h); }" },
	{ "typedef.cpp", "typedef NEW_T MINE; struct S { MINE m; }; "
			 "int F(S *s) { return s->m.A; }" },
	{ "derived.cpp", "struct S : NEW_T { int F(); }; "
			 "int S::F() { return 1; } "
			 "int F(S *s) { return s->A.B; }" },
	{ "reference.cpp", "void G(int &); int F(NEW_T t) { G(t.A); "
			   "return t.A; }" },
	{ "ambiguous.cpp", "int F(NEW_T t, int x) { return x ? t.A : 0; }" },
	{ "switch.cpp", "int F(NEW_T t) { switch (t) { case 1: return 1; } "
			"return 0; }" },
	{ "elements.cpp", "int F(NEW_T p) { NEW_T q = 0; p[1].A = 2; "
			  "return q == p; }" },
	{ "reinterpret.cpp", "int F(char *p) { NEW_T t = "
			     "reinterpret_cast<NEW_T>(p); return t->A; }" },
	{ "constant.cpp", "struct G { int a; }; void H(const G &); "
			  "int F() { G g; g = NEW_G; H(NEW_H); return 1; }" },
	{ "member.cpp", "struct S {\n\tint a;\n\tNEW_T m;\n\tS(int x);\n};\n"
			"S::S(int x) : a(x), m(x) { a = x; }\n"
			"int F(S *s) { return s->m.A; }" },
	{ "argument.cpp", "enum E { A }; void G(int, E *, E); int F(int *p) { "
			  "NEW_T t; G(1, p, 2); return t.A; }" },
	{ "parameter.cpp", "void G(int *); void G(char); void H(int *); "
			   "int F(NEW_T t) { H(&t.A); return t.B; }" },
	{ "any.cpp", "int F(NEW_T t, NEW_U u) { NEW_T a = u.B; t = u; "
		     "const NEW_U b = t.A; return a == t; }" },
	{ "result.cpp", "int F() { NEW_T t = New(); t = Other(t); "
			"return t.A; }" },
	{ "global.cpp", "int F(int x) { ::New(x); ::NEW_T *t = 0; "
			"return t->A; }" },
	{ "literal.cpp", "void *F(int x) { struct { void *a; } s = { \"a\" }; "
			 "void *p = L\"b\"; return x ? p : s.a; }" },
	{ "returned.cpp", "void *F(int x) { if (x) return \"a\"; "
			  "return __FILE__; }" },
	{ "base.cpp", "struct S : New { int F(); }; int S::F() { return 1; } "
		      "int F() { S s; return s.F(); }" },
};

START_TEST(names_that_nothing_declares_cost_nothing)
{
	read_unit(whole[_i][0], whole[_i][1]);
	expect_whole("F");
	ck_assert_ptr_nonnull(repair_notice());
}
END_TEST

/* Each with the word that makes the placement of F unknown; NULL: none. */
static const char *const words[][3] = {
	{ "before.c", "PAGED int F(void) { return 1; }", "PAGED" },
	{ "static.c", "static PAGED int F(void) { return 1; }", "PAGED" },
	{ "lines.c", "PAGED\n/* says */ NEW_T *\nF(int x)\n{ return 0; }",
		"PAGED" },
	{ "sal.c", "PAGED _IRQL_requires_(0) int F(void) { return 1; }",
		"PAGED" },
	{ "behind.c", "int PAGED F(void) { return 1; }", "PAGED" },
	{ "called.c", "PLACE(\"PAGE\") int F(void) { return 1; }", "PLACE" },
	{ "only-declared.c", "PAGED int F(void); int F(void) { return 1; }",
		"PAGED" },
	{ "type.c", "NEW_T F(void) { return 1; }", NULL },
	{ "convention.c", "NEW_T __stdcall F(void) { return 1; }", NULL },
	{ "macro.c", "#define FAST\nNEW_T FAST F(void) { return 1; }", NULL },
	{ "pointer.c", "NEW_T *F(void) { return 0; }", NULL },
	{ "before.cpp", "PAGED int F(void) { return 1; }", "PAGED" },
	{ "method.cpp", "struct S { int F(); }; int PAGED S::F() "
			"{ return 1; } int F() { return 1; }", NULL },
};

START_TEST(a_word_that_nothing_declares_costs_no_routine)
{
	const struct function *function;

	read_unit(words[_i][0], words[_i][1]);
	expect_whole("F");
	function = function_called("F");
	if (words[_i][2])
		ck_assert_str_eq(function->unknown_word, words[_i][2]);
	else
		ck_assert_ptr_null(function->unknown_word);
}
END_TEST

START_TEST(a_word_on_a_class_is_about_its_members)
{
	read_unit("class.cpp", "class PAGED Queue { int F(); };\n"
			       "int Queue::F() { return 1; }");
	expect_whole("Queue::F");
	ck_assert_str_eq(function_called("Queue::F")->unknown_word, "PAGED");
	ck_assert_ptr_nonnull(
		strstr(repair_notice()->message, "empty now PAGED"));
}
END_TEST

START_TEST(linkage_is_that_of_the_words_of_the_kit)
{
	read_unit("linkage.cpp", "EXTERN_C_START\nint F(void);\n"
				 "EXTERN_C_END\nint F(void) { return 1; }");
	expect_whole("F");
	ck_assert(function_called("F")->c_linkage);
	ck_assert_ptr_null(repair_notice());
}
END_TEST

START_TEST(a_unit_that_needs_nothing_is_left_alone)
{
	read_unit("good.c", "int F(void) { return 1; }");
	expect_whole("F");
	ck_assert_ptr_null(repair_notice());
}
END_TEST

/* Microsoft's compiler warns of the one, and never compiles the other. */
START_TEST(what_costs_no_statement_is_no_loss)
{
	read_unit("differs.c", "int F(void *p);\nint F(void **p)\n"
			       "{ typedef char c_assert[-1]; return p != 0; }");
	expect_whole("F");
	ck_assert_ptr_null(repair_notice());
}
END_TEST

/* No more than the open headers' ways, and nothing that would have to be said. */
START_TEST(the_kernel_headers_are_those_of_the_kit)
{
	read_unit("kit.cpp",
		"#include <ntddk.h>\n"
		"static void G(__in PMDL m, __out PVOID *p)\n"
		"{ *p = MmGetSystemAddressForMdlSafe(m, "
		"NormalPagePriority | 0x40000000); }\n"
		"void F(PMDL m) { PVOID p; UNICODE_STRING n = "
		"RTL_CONSTANT_STRING(L\"N\"); OBJECT_ATTRIBUTES a = "
		"RTL_CONSTANT_OBJECT_ATTRIBUTES(&n, 0); G(m, &p); }");
	expect_whole("F");
	expect_whole("G");
	ck_assert_ptr_null(repair_notice());
}
END_TEST

/* A process is a PKPROCESS, and a constant string is one of constant text. */
START_TEST(open_headers_allow_what_a_kit_allows)
{
	read_unit("kit.cpp",
		"extern \"C\" {\n#include <ntifs.h>\n}\n"
		"const wchar_t N[] = L\"x\";\nvoid F() {\n"
		"UNICODE_STRING a = RTL_CONSTANT_STRING(N);\n"
		"ANSI_STRING b = RTL_CONSTANT_STRING(\"x\");\n"
		"KAPC_STATE s;\n"
		"KeStackAttachProcess(PsGetCurrentProcess(), &s);\n"
		"KeSetPriorityThread(PsGetCurrentThread(), a.Length + "
		"b.Length);\nPsGetThreadId(KeGetCurrentThread()); }");
	expect_whole("F");
	ck_assert_ptr_null(repair_notice());
}
END_TEST

/* What a driver may use of it: types, moving, placing, limits. */
START_TEST(the_standard_library_needs_no_compiler_of_microsofts)
{
	read_unit("standard.cpp",
		"#include <ntddk.h>\n#include <cstdint>\n#include <cstring>\n"
		"#include <cstdarg>\n#include <initializer_list>\n"
		"#include <new>\n#include <utility>\n#include <limits>\n"
		"struct S { int x; S(int y) : x(y) {} "
		"S(S &&o) : x(std::exchange(o.x, 0)) {} };\n"
		"template <class T, class = std::enable_if_t<"
		"std::is_integral_v<T>>> T Twice(T t) { return t + t; }\n"
		"template <class... T> int Sum(T &&...t) "
		"{ return (std::forward<T>(t) + ...); }\n"
		"int List(std::initializer_list<int> l) "
		"{ int n = 0; for (int i : l) n += i; return n; }\n"
		"template <std::size_t... I> int "
		"Count(std::index_sequence<I...>) { return (int(I) + ...); }\n"
		"void operator delete(void *p, std::align_val_t) noexcept "
		"{ ExFreePool(p); }\n"
		"static_assert(std::numeric_limits<std::uint32_t>::max() == "
		"0xffffffff && std::numeric_limits<int>::min() == "
		"-2147483647 - 1 && std::is_same_v<std::decay_t<int &>, int>);"
		"\nint F(char *p) { alignas(S) unsigned char r[sizeof(S)];\n"
		"S *a = new (r) S(3); S b(std::move(*a));\n"
		"auto q = std::make_pair(1, 2); std::memset(p, 0, 4);\n"
		"std::swap(q.first, q.second); return Twice(b.x) + Sum(1, 2) + "
		"List({ 1, 2 }) + Count(std::make_index_sequence<3>{}); }");
	expect_whole("F");
	expect_whole("List");
	ck_assert_ptr_null(repair_notice());
	ck_assert_uint_eq(facts.notices.count, 0);
}
END_TEST

/* Where a header is lost that would have read the kernel's before the kit's. */
START_TEST(the_kit_itself_gets_the_kernel_first)
{
	read_unit("late.c",
		"#include <wdmsec.h>\n#include <ntddk.h>\n"
		"BOOLEAN F(PIRP p) { return p->Flags && "
		"NT_SUCCESS(p->IoStatus.Status); }");
	expect_whole("F");
	ck_assert_ptr_nonnull(repair_notice());
	ck_assert_str_eq(repair_notice()->place.file, facts.unit);
	ck_assert_uint_eq(repair_notice()->place.line, 1);
	ck_assert_ptr_nonnull(strstr(repair_notice()->message, "ntddk.h"));
}
END_TEST

/* Each return destroys all that is there: 250 objects and returns are 31,375
 * destructors, 400 are 80,200. */
static const struct function *function_with_guards(int guards)
{
	char text[64 * 1024] = "int c(); struct G { G(); ~G(); }; void F() {";
	size_t length = strlen(text);

	for (int i = 0; i < guards; i++)
		length += (size_t)snprintf(text + length,
			sizeof(text) - length, "G g%d; if (c()) return;", i);
	snprintf(text + length, sizeof(text) - length, "}");
	read_unit("guards.cpp", text);
	return function_called("F");
}

START_TEST(a_body_has_an_end)
{
	const struct function *function;

	ck_assert_uint_eq(
		function_with_guards(250)->body->lost_statements, 0);
	function = function_with_guards(400);
	ck_assert_uint_gt(function->body->lost_statements, 0);
	ck_assert_uint_lt(function->body->events.count, 52 * 1000);
	ck_assert_ptr_nonnull(strstr(function->body->lost_reason, "50,000"));
}
END_TEST

START_TEST(what_nobody_can_repair_stays_lost)
{
	read_unit("bad.c", "int F(void) { return ] 1; }");
	ck_assert_uint_gt(function_called("F")->body->lost_statements, 0);
}
END_TEST

START_TEST(what_is_supplied_is_named)
{
	read_unit("named.c", "int F(NEW_T t) { return t.A == NEW_A; }");
	ck_assert_ptr_nonnull(repair_notice());
	ck_assert_ptr_nonnull(strstr(repair_notice()->message,
		"types NEW_T; constants NEW_A"));
	ck_assert_uint_eq(repair_notice()->place.line, 1);
}
END_TEST

START_TEST(an_unknown_constant_is_an_unknown_value)
{
	const struct body *body;
	bool called = false;

	read_unit("unknown.c", "void G(int, int); void F(void) "
			       "{ G(NEW_A | 1, 2); }");
	body = function_called("F")->body;
	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event->kind != EVENT_CALL)
			continue;
		called = true;
		ck_assert_int_eq(event->arguments.items[0].kind,
			OPERAND_UNKNOWN);
		ck_assert_int_eq(event->arguments.items[1].kind,
			OPERAND_CONSTANT);
	}
	ck_assert(called);
}
END_TEST

/* What stands in for a record is called after it, and holds what is put there. */
static const char *const records[][2] = {
	{ "record.c", "int G(void); void F(void) { NEW_T t; t.A = G; }" },
	{ "pointer.c", "int G(void); void F(NEW_T *t) { t->A = G; }" },
	{ "record.cpp", "int G(); void F() { NEW_T t; t.A = G; }" },
	{ "pointer.cpp", "int G(); void F(NEW_T *t) { t->A = &G; }" },
};

START_TEST(a_record_is_known_by_its_name)
{
	const struct body *body;
	bool assigned = false;

	read_unit(records[_i][0], records[_i][1]);
	expect_whole("F");
	body = function_called("F")->body;
	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];
		const struct path *path = &body->paths.items[event->path];

		if (event->kind != EVENT_ASSIGN || !path->field)
			continue;
		assigned = true;
		ck_assert_str_eq(path->record, "pageaudit_of_NEW_T");
		ck_assert_str_eq(path->field, "A");
		ck_assert_int_eq(event->value.kind, OPERAND_FUNCTION);
	}
	ck_assert(assigned);
}
END_TEST

START_TEST(a_routine_takes_anything_in_every_year)
{
	read_with("-std=gnu23", "new.c",
		"int F(int x) { return New(x, NEW_A) + Other(&x); }");
	expect_whole("F");
}
END_TEST

START_TEST(a_specialization_needs_no_word)
{
	read_unit("special.cpp", "template <class T> struct S { T F(T); };\n"
				 "int S<int>::F(int x) { return x; }\n");
	for (uint32_t i = 0; i < facts.functions.count; i++)
		if (facts.functions.items[i].body)
			ck_assert(!facts.functions.items[i]
					.body->lost_statements);
}
END_TEST

START_TEST(a_role_is_known_by_its_name)
{
	read_unit("role.c", "EVT_NEW F;\nint F(void) { return 1; }\n");
	ck_assert_uint_eq(function_called("F")->role_types.count, 1);
	ck_assert_str_eq(function_called("F")->role_types.items[0], "EVT_NEW");
	ck_assert_uint_eq(function_called("F")->place.line, 2);
}
END_TEST

START_TEST(a_role_is_that_of_each_name_behind_it)
{
	read_unit("roles.c", "EVT_NEW F,\n\tG;\nint F(void) { return 1; }\n"
			     "int G(int x) { return x; }\n");
	ck_assert_uint_eq(function_called("F")->role_types.count, 1);
	ck_assert_uint_eq(function_called("G")->role_types.count, 1);
	ck_assert_uint_eq(function_called("G")->place.line, 4);
}
END_TEST

START_TEST(a_routine_of_the_unit_is_known_before_it_is_defined)
{
	const struct body *body;
	bool assigned = false;

	read_unit("ahead.c",
		"void Load(struct driver *d) { d->Unload = Stop; }\n"
		"void Stop(struct driver *d) { Forget(d); }\n");
	expect_whole("Load");
	expect_whole("Stop");
	body = function_called("Load")->body;
	for (uint32_t i = 0; i < body->events.count; i++) {
		const struct event *event = &body->events.items[i];

		if (event->kind != EVENT_ASSIGN)
			continue;
		ck_assert_int_eq(event->value.kind, OPERAND_FUNCTION);
		assigned = true;
	}
	ck_assert(assigned);
}
END_TEST

START_TEST(an_attribute_in_an_odd_place_costs_nothing)
{
	read_unit("odd.cpp",
		"struct list {\n"
		"\tinline [[nodiscard]] list *begin() { return first(); }\n"
		"\tinline [[nodiscard]] bool empty() { return !first(); }\n"
		"\tlist *first();\n"
		"};\n");
	expect_whole("list::begin");
	expect_whole("list::empty");
}
END_TEST

Suite *repair_suite(void)
{
	Suite *suite = suite_create("repair");
	TCase *tcase = tcase_create("repair");

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 60); /* headers, on a busy machine */
	tcase_add_loop_test(tcase, names_that_nothing_declares_cost_nothing, 0,
		(int)(sizeof(whole) / sizeof(*whole)));
	tcase_add_loop_test(tcase,
		a_word_that_nothing_declares_costs_no_routine, 0,
		(int)(sizeof(words) / sizeof(*words)));
	tcase_add_test(tcase, a_word_on_a_class_is_about_its_members);
	tcase_add_test(tcase, linkage_is_that_of_the_words_of_the_kit);
	tcase_add_test(tcase, a_unit_that_needs_nothing_is_left_alone);
	tcase_add_test(tcase, what_costs_no_statement_is_no_loss);
	tcase_add_test(tcase, an_attribute_in_an_odd_place_costs_nothing);
	tcase_add_test(tcase, the_kernel_headers_are_those_of_the_kit);
	tcase_add_test(tcase, the_kit_itself_gets_the_kernel_first);
	tcase_add_test(tcase, open_headers_allow_what_a_kit_allows);
	tcase_add_test(
		tcase, the_standard_library_needs_no_compiler_of_microsofts);
	tcase_add_test(tcase, a_body_has_an_end);
	tcase_add_test(tcase, what_nobody_can_repair_stays_lost);
	tcase_add_test(tcase, what_is_supplied_is_named);
	tcase_add_test(tcase, an_unknown_constant_is_an_unknown_value);
	tcase_add_loop_test(tcase, a_record_is_known_by_its_name, 0,
		sizeof(records) / sizeof(*records));
	tcase_add_test(tcase, a_routine_takes_anything_in_every_year);
	tcase_add_test(tcase, a_specialization_needs_no_word);
	tcase_add_test(tcase, a_role_is_known_by_its_name);
	tcase_add_test(tcase, a_role_is_that_of_each_name_behind_it);
	tcase_add_test(tcase,
		a_routine_of_the_unit_is_known_before_it_is_defined);
	suite_add_tcase(suite, tcase);
	return suite;
}
