/*
 * Section pragmas, section attributes and macro uses, in every spelling that
 * drivers have. A case is a source with '@' where something is asked; the '@'s
 * are taken out before it is parsed. What is asked, and the answer:
 *
 *	code, data, bss, rodata	the segment's section at each '@', "-" for none
 *	alloc			the section that alloc_text gives to F
 *	attribute		the section attribute of the whole source, or of
 *				what is between two '@'s
 *	directives		all directives, one after the other
 *	uses			at each '@' "MACRO(arguments)", "-" for none;
 *				'!' behind it if it ends in PAGED_CODE
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "frontend/reading.h"

enum { MARKS = 8 };

struct spelling {
	const char *title, *source;
	const char *a, *b;	 /* a.h and b.h */
	const char *arguments[3]; /* for the compiler */
	bool cxx;
	const char *code, *data, *bss, *rodata;
	const char *alloc, *attribute, *directives, *uses;
};

#define REGION                                                                 \
	"#define BEGIN __pragma(code_seg(push)) __pragma(code_seg(\"PAGE\"))\n" \
	"#define END __pragma(code_seg(pop))\n"

static const struct spelling spellings[] = {
	/* ---- alloc_text ------------------------------------------------ */
	{ .title = "alloc_text, plain",
		.source = "void F(void);\n#pragma alloc_text(PAGE, F)\n",
		.alloc = "PAGE", .directives = "alloc PAGE F @2:1-2:28" },
	{ .title = "alloc_text, blanks and a comment behind",
		.source = "  #  pragma\talloc_text ( PAGE ,F ) // mine\n",
		.alloc = "PAGE", .directives = "alloc PAGE F @1:3-1:35" },
	{ .title = "alloc_text, comments between",
		.source = "#/**/pragma/* a */alloc_text/* b */(/**/PAGE,F\n"
			  "#pragma alloc_text(PAGE,/* over\nlines */F)\n",
		.alloc = "PAGE", .directives = "alloc PAGE F @2:1-3:11" },
	{ .title = "alloc_text, quoted",
		.source = "#pragma alloc_text(\"PAGEX\", \"E\", F)\n",
		.alloc = "PAGEX", .directives = "alloc PAGEX E F" },
	{ .title = "alloc_text, a list over spliced lines",
		.source = "#pragma alloc_text(INIT, E, \\\n  F, \\  \n G)\n",
		.alloc = "INIT", .directives = "alloc INIT E F G @1:1-3:4" },
	{ .title = "alloc_text, CRLF and splices inside words",
		.source = "int a;\r\n#prag\\\r\nma alloc_\\\r\ntext(PA\\\r\n"
			  "GE, F)\r\nint b;\r\n",
		.alloc = "PAGE", .directives = "alloc PAGE F @2:1-5:7" },
	{ .title = "alloc_text, section and names by macros",
		.source = "#define SECT PAGEFOO\n#define EXP(n) Foo##n\n"
			  "#define NAME F\n"
			  "#pragma alloc_text(SECT, EXP(Start), NAME)\n",
		.alloc = "PAGEFOO", .directives = "alloc PAGEFOO FooStart F" },
	{ .title = "alloc_text, a name by -D",
		.source = "#pragma alloc_text(SECT, PRE(x))\n",
		.arguments = { "-DSECT=PAGED", "-DPRE(y)=F" },
		.alloc = "PAGED", .directives = "alloc PAGED F" },
	{ .title = "alloc_text, -D and its value apart, -U",
		.source = "#pragma alloc_text(SECT, F)\n",
		.arguments = { "-D", "SECT=PAGE1", "-USECT" },
		.alloc = "SECT" },
	{ .title = "alloc_text, a macro that makes no sense there",
		.source = "#define F ((void)0)\n#pragma alloc_text(PAGE, F)\n",
		.alloc = "PAGE" },
	{ .title = "alloc_text, a function-like macro without arguments",
		.source = "#define F(x) Other\n#pragma alloc_text(PAGE, F)\n",
		.alloc = "PAGE" },
	{ .title = "alloc_text, a macro of the same name",
		.source = "#define F F\n#pragma alloc_text(PAGE, F)\n",
		.alloc = "PAGE" },
	{ .title = "alloc_text, twice: the last one wins",
		.source = "#pragma alloc_text(PAGE, F)\n"
			  "#pragma alloc_text(INIT, F)\n",
		.alloc = "INIT" },
	{ .title = "alloc_text, guarded and defined",
		.source = "#define ALLOC_PRAGMA 1\n#ifdef ALLOC_PRAGMA\n"
			  "#pragma alloc_text(PAGE, F)\n#endif\n",
		.alloc = "PAGE" },
	{ .title = "alloc_text, guarded by -D",
		.source = "#if defined(ALLOC_PRAGMA)\n"
			  "#pragma alloc_text(PAGE, F)\n#endif\n",
		.arguments = { "-DALLOC_PRAGMA" }, .alloc = "PAGE" },
	{ .title = "alloc_text, guarded and not defined",
		.source = "#ifdef ALLOC_PRAGMA\n#pragma alloc_text(PAGE, F)\n"
			  "#endif\n",
		.alloc = "-", .directives = "" },
	{ .title = "alloc_text, in the other branch",
		.source = "#if 0\n#pragma alloc_text(INIT, F)\n#elif 1\n"
			  "#pragma alloc_text(PAGE, F)\n#else\n"
			  "#pragma alloc_text(PAGEX, F)\n#endif\n",
		.alloc = "PAGE", .directives = "alloc PAGE F" },
	{ .title = "alloc_text, commented out",
		.source = "// ! #pragma alloc_text(PAGE, F)\n"
			  "/*\n#pragma alloc_text(PAGE, F)\n*/\n"
			  "// spliced \\\n#pragma alloc_text(PAGE, F)\n",
		.alloc = "-", .directives = "" },
	{ .title = "alloc_text, in a string",
		.source = "const char *s = \"\\\n#pragma alloc_text(PAGE, F)\";"
			  "\nconst char *t = \"\\\"#pragma alloc_text(A,F)\";\n",
		.alloc = "-", .directives = "" },
	{ .title = "alloc_text, in a raw string", .cxx = true,
		.source = "const char *s = R\"x(\n#pragma alloc_text(PAGE, F)\n"
			  ")\" )x\"; /* ' */\n#pragma alloc_text(INIT, E)\n",
		.alloc = "-", .directives = "alloc INIT E" },
	{ .title = "R is a word like any other in C",
		.source = "#define R 0\n"
			  "int a = R; char *s = \"(\";\n"
			  "#pragma alloc_text(PAGE, F)\n",
		.alloc = "PAGE" },
	{ .title = "a digit separator opens no literal", .cxx = true,
		.source = "int a = 1'000;\n#pragma alloc_text(PAGE, F)\n",
		.alloc = "PAGE" },
	{ .title = "an apostrophe in skipped text",
		.source = "#if 0\nthis isn't C\n#endif\n"
			  "#pragma alloc_text(PAGE, F)\n",
		.alloc = "PAGE" },
	{ .title = "byte order mark",
		.source = "\xEF\xBB\xBF#pragma alloc_text(PAGE, F)\n",
		.alloc = "PAGE", .directives = "alloc PAGE F @1:1-1:28" },
	{ .title = "Latin-1 bytes",
		.source = "/* \xE4\xF6 */ char *s = \"\xFC\\\xE4\";\n"
			  "#pragma alloc_text(PAGE, F) // \xDF\n",
		.alloc = "PAGE" },
	{ .title = "no line end at the end",
		.source = "#pragma alloc_text(PAGE, F)", .alloc = "PAGE" },
	{ .title = "alloc_text, malformed",
		.source = "#pragma alloc_text(PAGE, F\n"
			  "#pragma alloc_text PAGE, F\n"
			  "#pragma alloc_text()\n#pragma alloc_text(PAGE)\n"
			  "#pragma alloc_text(PAGE, 1)\n#pragma\n#\n",
		.alloc = "-", .directives = "" },
	{ .title = "alloc_text in a header",
		.source = "#include \"a.h\"\n",
		.a = "#pragma alloc_text(PAGE, F)\n", .alloc = "PAGE",
		.directives = "alloc PAGE F header" },

	/* ---- macros that are pragmas ----------------------------------- */
	{ .title = "NDIS_PAGEABLE_FUNCTION, no header",
		.source = "#pragma NDIS_PAGEABLE_FUNCTION(F)\n",
		.alloc = "PAGE",
		.directives = "alloc PAGE F by NDIS_PAGEABLE_FUNCTION" },
	{ .title = "NDIS_PAGABLE_FUNCTION, the header says page",
		.source = "#include <sys.h>\n#pragma NDIS_PAGABLE_FUNCTION(F)\n",
		.alloc = "PAGE" },
	{ .title = "NDIS_INIT_FUNCTION",
		.source = "#pragma NDIS_INIT_FUNCTION( F )\n",
		.alloc = "INIT" },
	{ .title = "NDIS_INIT_FUNCTION, the driver's own",
		.source = "#define NDIS_INIT_FUNCTION(f) alloc_text(MINE, f)\n"
			  "#pragma NDIS_INIT_FUNCTION(F)\n",
		.alloc = "MINE" },
	{ .title = "a macro is the pragma",
		.source = "#define X_PAGED code_seg(\"PAGE\")\n"
			  "#define X_END code_seg()\n"
			  "@#pragma X_PAGED\n@\n#pragma X_END\n@",
		.code = "- PAGE -",
		.directives = "code set PAGE by X_PAGED; code set by X_END" },
	{ .title = "a macro with parameters is the pragma",
		.source = "#define SEG(k, s) k##_seg(#s)\n"
			  "#define P(s) SEG(code, s)\n#pragma P(PAGE)\n@",
		.code = "PAGE", .directives = "code set PAGE open by P" },
	{ .title = "a macro that is the pragma, undefined since",
		.source = "#define X code_seg(\"PAGE\")\n#pragma X\n#undef X\n@"
			  "#pragma code_seg()\n#pragma X\n@",
		.code = "PAGE -" },
	{ .title = "a macro that is the pragma, defined only later",
		.source = "#pragma X\n@\n#define X code_seg(\"PAGE\")\n",
		.code = "-", .directives = "" },
	{ .title = "a macro that is the pragma, defined anew",
		.source = "#define X code_seg(\"PAGE1\")\n#pragma X\n@"
			  "#undef X\n#define X code_seg(\"PAGE2\")\n"
			  "#pragma X\n@",
		.code = "PAGE1 PAGE2" },
	{ .title = "pragmas that are not ours",
		.source = "#define X once\n#pragma once\n#pragma X\n"
			  "#pragma pack(push, 1)\n#pragma warning(disable: 1)\n"
			  "#pragma section\n#pragma code_segment(\"X\")\n",
		.directives = "" },

	/* ---- segments --------------------------------------------------- */
	{ .title = "set and reset",
		.source = "@#pragma code_seg(\"PAGE\")\n@int a;\n"
			  "#pragma code_seg()\n@",
		.code = "- PAGE -", .data = "- - -" },
	{ .title = "reset with a blank, and by name",
		.source = "#pragma code_seg(\"PAGE\")\n#pragma code_seg( )\n@"
			  "#pragma code_seg(\".text\")\n@",
		.code = "- .text" },
	{ .title = "an empty name is none",
		.source = "#pragma code_seg(\"PAGE\")\n#pragma code_seg(\"\")\n@",
		.code = "-" },
	{ .title = "a class is dropped",
		.source = "#pragma code_seg(\"PAGEX\", \"CODE\")\n@"
			  "#pragma code_seg(push, l, \"PAGEY\", \"CODE\")\n@",
		.code = "PAGEX PAGEY" },
	{ .title = "glued strings",
		.source = "#define S \"GE\"\n#pragma code_seg(\"PA\" S)\n@",
		.code = "PAGE" },
	{ .title = "push, reset, pop",
		.source = "#pragma code_seg(\"PAGE\")\n"
			  "#pragma code_seg(push)\n@"
			  "#pragma code_seg()\n@#pragma code_seg(pop)\n@",
		.code = "PAGE - PAGE" },
	{ .title = "push with a name, pop",
		.source = "#pragma code_seg(push, \"PAGE\")\n@"
			  "#pragma code_seg( pop )\n@",
		.code = "PAGE -",
		.directives = "code push PAGE; code pop" },
	{ .title = "labels: pop goes down to its own",
		.source = "#pragma code_seg(push, a, \"P1\")\n"
			  "#pragma code_seg(push, b, \"P2\")\n"
			  "#pragma code_seg(push, \"P3\")\n@"
			  "#pragma code_seg(pop, b)\n@"
			  "#pragma code_seg(pop, zzz)\n@"
			  "#pragma code_seg(pop, a, \"P4\")\n@"
			  "#pragma code_seg(pop)\n@",
		.code = "P3 P1 P1 P4 P4",
		.directives = "code push a P1; code push b P2; code push P3; "
			      "code pop b; code pop zzz; code pop a P4 open; "
			      "code pop" },
	{ .title = "pop of an empty stack",
		.source = "#pragma code_seg(\"PAGE\")\n"
			  "#pragma code_seg(pop)\n@",
		.code = "PAGE" },
	{ .title = "a push that is left open",
		.source = "#pragma code_seg(push, \"PAGE\")\n"
			  "#pragma data_seg(push, \"D\")\n"
			  "#pragma data_seg(pop)\n@",
		.code = "PAGE",
		.directives = "code push PAGE open; data push D; data pop" },
	{ .title = "four segments of their own",
		.source = "#pragma code_seg(push, \"C\")\n"
			  "#pragma data_seg(\"PAGEDATA\")\n"
			  "#pragma bss_seg(\"B\")\n#pragma const_seg(\"R\")\n@"
			  "#pragma data_seg()\n#pragma code_seg(pop)\n@",
		.code = "C -", .data = "PAGEDATA -", .bss = "B B",
		.rodata = "R R" },
	{ .title = "#pragma section",
		.source = "#pragma section(\"FOO\",nopage)\n"
			  "#pragma section(\"BAR\", read, write)\n"
			  "#pragma section(\"BAZ\")\n@",
		.data = "-",
		.directives = "section FOO [nopage]; "
			      "section BAR [read, write]; section BAZ" },
	{ .title = "pragmas in a class body", .cxx = true,
		.source = "class Queue {\n#pragma code_seg(push, \"PAGE\")\n"
			  "@void Push() {}\n#pragma code_seg(pop)\n"
			  "@void Pop() {}\n};\n",
		.code = "PAGE -" },
	{ .title = "segments, malformed",
		.source = "#pragma code_seg \"PAGE\"\n#pragma code_seg(\"PAGE\"\n"
			  "#pragma code_seg(PAGE)\n#pragma code_seg(L\"PAGE\")\n"
			  "#pragma code_seg(push push)\n@",
		.code = "-", .directives = "" },

	/* ---- pragmas in macros and in the text --------------------------- */
	{ .title = "region macros",
		.source = REGION "@BEGIN;\n@int a;\nEND;\n@",
		.code = "- PAGE -",
		.directives = "code push by BEGIN @3:1-3:6; "
			      "code set PAGE by BEGIN; code pop by END" },
	{ .title = "a region macro that only pushes",
		.source = "#define BEGIN __pragma(code_seg(push)) "
			  "// __pragma(code_seg(\"PAGE\"))\nBEGIN\n@",
		.code = "-", .directives = "code push open by BEGIN" },
	{ .title = "a region macro is only asked for",
		.source = REGION "#ifdef BEGIN\nint a;\n#endif\n"
			  "#if defined(BEGIN) && 1\nint b;\n#endif\n@",
		.code = "-", .directives = "" },
	{ .title = "a region macro in skipped text, a comment, a string",
		.source = REGION "#if 0\nBEGIN\n#endif\n// BEGIN\n"
			  "char *s = \"BEGIN\";\n@",
		.code = "-", .directives = "" },
	{ .title = "a region macro within macros, with arguments",
		.source = "#define SEG(k, s) __pragma(k(s))\n"
			  "#define ALL(s) SEG(code_seg, #s) SEG(data_seg, "
			  "\"D\" #s)\nALL(PAGE);\n@",
		.code = "PAGE", .data = "DPAGE",
		.directives = "code set PAGE open by ALL; "
			"data set DPAGE open by ALL" },
	{ .title = "a file-level macro, from the middle of a file",
		.source = "#define FILE_PAGED __pragma(code_seg(\"PAGE\")) "
			  "__pragma(data_seg(\"PAGEDATA\")) \\\n"
			  "__pragma(bss_seg(\"PAGEBSS\")) "
			  "__pragma(const_seg(\"PAGECONST\"))\n"
			  "@int a;\nFILE_PAGED;\n@",
		.code = "- PAGE", .data = "- PAGEDATA", .bss = "- PAGEBSS",
		.rodata = "- PAGECONST" },
	{ .title = "_Pragma in a macro",
		.source = "#define DO(x) _Pragma(#x)\n"
			  "#define BEGIN DO(code_seg(\"PAGE\"))\nBEGIN\n@"
			  "DO(code_seg())\n@",
		.code = "PAGE -" },
	{ .title = "__pragma and _Pragma in the text",
		.source = "__pragma(code_seg(\"PAGE\"))\n@"
			  "_Pragma(\"code_seg(\\\"PAGEX\\\")\")\n@"
			  "#define X code_seg()\n__pragma ( X ) @",
		.code = "PAGE PAGEX -",
		.directives = "code set PAGE @1:1-1:27; code set PAGEX; "
			      "code set by X" },
	{ .title = "__pragma in the arguments of a macro",
		.source = "#define ID(x) x\n#define IN __pragma(code_seg("
			  "\"PAGE\"))\nID(__pragma(code_seg(\"P1\")))\n@"
			  "ID(ID(IN))\n@",
		.code = "P1 PAGE",
		.directives = "code set P1 by ID; code set PAGE open by ID" },
	{ .title = "__pragma in an argument that goes nowhere",
		.source = "#define DROP(x)\nDROP(__pragma(code_seg(\"P1\")))\n@",
		.code = "-", .directives = "" },
	{ .title = "a macro round a whole function",
		.source = "#define MAKE(f) __pragma(code_seg(push, \"PAGE\")) "
			  "void f(void) {} __pragma(code_seg(pop))\n"
			  "@int a;\n@MAKE(F)\n@",
		.code = "- PAGE -" },
	{ .title = "a name from a variadic macro",
		.source = "#define L(s, ...) __pragma(alloc_text(s, __VA_ARGS__"
			  "))\n#define M(a, b...) L(PAGE, a, ##b)\n"
			  "L(INIT, E, G)\nM(F)\n",
		.alloc = "PAGE",
		.directives = "alloc INIT E G by L; alloc PAGE F by M" },
	{ .title = "a macro that goes round in circles",
		.source = "#define A B\n#define B __pragma(code_seg(\"PAGE\")) "
			  "int A\nA;\n@",
		.code = "PAGE" },

	/* ---- includes ---------------------------------------------------- */
	{ .title = "state flows in and out",
		.source = "#pragma code_seg(\"P1\")\n#include \"a.h\"\n@int b;\n",
		.a = "int a;\n#pragma data_seg(\"D\")\n#pragma code_seg(\"P2\")\n",
		.code = "P2", .data = "D" },
	{ .title = "push in one header, pop in the other",
		.source = "@\n#include \"a.h\"\n@int f;\n#include \"b.h\"\n@",
		.a = "#pragma code_seg(push, \"PAGE\")\n",
		.b = "#pragma code_seg(pop)\n", .code = "- PAGE -",
		.directives = "code push PAGE header; code pop header" },
	{ .title = "headers entered again and again",
		.source = "#include \"a.h\"\n@int f;\n#include \"b.h\"\n@"
			  "#include \"a.h\"\n@#include \"b.h\"\n@",
		.a = "#pragma code_seg(push, \"PAGE\")\n",
		.b = "#pragma code_seg(pop)\n", .code = "PAGE - PAGE -",
		.directives = "code push PAGE header; code pop header" },
	{ .title = "a header with two faces",
		.source = "#define ON\n#include \"a.h\"\n@#undef ON\n"
			  "#include \"a.h\"\n@#define ON\n#include \"a.h\"\n@",
		.a = "#ifdef ON\n#pragma code_seg(\"PAGE\")\n#else\n"
		     "#pragma code_seg()\n#endif\n",
		.code = "PAGE - PAGE" },
	{ .title = "a header with two faces, the other order",
		.source = "#include \"a.h\"\n@#define ON\n#include \"a.h\"\n@"
			  "#undef ON\n#include \"a.h\"\n@",
		.a = "#ifdef ON\n#pragma code_seg(\"PAGE\")\n#else\n"
		     "#pragma code_seg()\n#endif\n",
		.code = "- PAGE -" },
	{ .title = "nested includes, with guards",
		.source = "#include \"a.h\"\n@#include \"b.h\"\n@",
		.a = "#pragma once\n#include \"b.h\"\n"
		     "#pragma code_seg(push, \"PA\")\n",
		.b = "#ifndef B\n#define B\n#include \"a.h\"\n"
		     "#pragma code_seg(\"PB\")\n#endif\n",
		.code = "PA PA",
		.directives = "code set PB open header; code push PA open header" },
	{ .title = "a guard that does not keep the header out",
		.source = "#include \"a.h\"\n@#include \"a.h\"\n@",
		.a = "int x;\n#ifndef A\n#define A\n"
		     "#pragma code_seg(push, \"PAGE\")\n#endif\n",
		.code = "PAGE PAGE",
		.directives = "code push PAGE open header" },
	{ .title = "-include comes first",
		.source = "@\n#pragma code_seg()\n@",
		.arguments = { "-include", "/src/a.h" },
		.a = "#pragma code_seg(\"PAGE\")\n", .code = "PAGE -" },
	{ .title = "macros of a header",
		.source = "#include \"a.h\"\nBEGIN\n@END\n@", .a = REGION,
		.code = "PAGE -" },
	{ .title = "macros of a system header, its pragmas not",
		.source = "#include <sys.h>\n@SYS_BEGIN\n@",
		.code = "- SYS" },
	{ .title = "what a system header includes is the system's",
		.source = "#include <through.h>\n@",
		.a = "#pragma code_seg(\"PAGE\")\n", .code = "-",
		.directives = "" },

	/* ---- attributes -------------------------------------------------- */
	{ .title = "__declspec(code_seg)",
		.source = "@__declspec(code_seg(\"PAGE\")) void @F(void);",
		.attribute = "PAGE",
		.directives = "attribute code PAGE @1:1-1:29" },
	{ .title = "__declspec with several words",
		.source = "__declspec(noinline code_seg(\"PAGE\")) void F(void);"
			  "_declspec(noinline, code_seg(\"INIT\")) void F(void);",
		.attribute = "INIT",
		.directives = "attribute code PAGE; attribute code INIT" },
	{ .title = "__declspec(allocate)",
		.source = "__declspec ( allocate ( \"FOO\" ) ) int F;",
		.attribute = "FOO", .directives = "attribute data FOO" },
	{ .title = "__attribute__((section))",
		.source = "__attribute__((noinline, section(\"INIT\"))) void F();"
			  "void G() __attribute((__section__(\"G\" \"1\")));",
		.attribute = "G1",
		.directives = "attribute code INIT; attribute code G1" },
	{ .title = "[[gnu::section]]", .cxx = true,
		.source = "[[gnu::section(\"A\")]] int a;"
			  "[[using gnu: unused, section(\"B\")]] int b;"
			  "int c[1] = {0}; int d = c[c[0]];",
		.attribute = "B",
		.directives = "attribute code A; attribute code B" },
	{ .title = "attributes by macros", .cxx = true,
		.source = "#define PAGED_CODE_SEG __declspec(code_seg(\"PAGE\"))"
			  "\n#define PAGED PAGED_CODE_SEG /* SAL */\n"
			  "@PAGED auto @f() -> int;\n",
		.attribute = "PAGE",
		.directives = "attribute code PAGE by PAGED @3:1-3:6" },
	{ .title = "only the word, only the name by macros",
		.source = "#define SEG \"PAGE\"\n#define WORD code_seg(SEG)\n"
			  "@__declspec(WORD)@ void F(void);\n",
		.attribute = "PAGE",
		.directives = "attribute code PAGE by WORD @3:1-3:17" },
	{ .title = "the macro is empty",
		.source = "#ifdef _KERNEL_MODE\n#define PAGED "
			  "__declspec(code_seg(\"PAGE\"))\n#else\n#define PAGED\n"
			  "#endif\n@PAGED @void F(void);\n",
		.attribute = "-", .directives = "" },
	{ .title = "stringised, glued, from -D",
		.source = "#define STR(x) #x\n#define XSTR(x) STR(x)\n"
			  "#define AT(n) __declspec(allocate(\".x$\" #n))\n"
			  "#define CS_INIT __declspec(code_seg(XSTR(SECT)))\n"
			  "AT(FOO) int a; CS_INIT void F(void);\n",
		.arguments = { "-DSECT=INIT2" }, .attribute = "INIT2",
		.directives = "attribute data .x$FOO by AT; "
			      "attribute code INIT2 by CS_INIT" },
	{ .title = "a -D with the whole attribute",
		.source = "PAGED void F(void);\n",
		.arguments = { "-DPAGED=__declspec(code_seg(\"PAGE\"))" },
		.attribute = "PAGE" },
	{ .title = "an attribute in skipped text and in a comment",
		.source = "#if 0\n__declspec(code_seg(\"P1\"))\n#endif\n"
			  "/* __declspec(code_seg(\"P2\")) */ void F(void);\n",
		.attribute = "-", .directives = "" },
	{ .title = "an attribute between directives",
		.source = "@#define A 1\n#if A\n__declspec(code_seg(\"PAGE\"))\n"
			  "#else\n__declspec(code_seg(\"INIT\"))\n#endif\n"
			  "void @F(void);\n",
		.attribute = "PAGE" },
	{ .title = "the macro is defined within the range",
		.source = "@#define PAGED __declspec(code_seg(\"PAGE\"))\n"
			  "PAGED void @F(void);\n",
		.attribute = "PAGE" },
	{ .title = "a whole function by a macro",
		.source = "#define MAKE(f) __declspec(code_seg(\"PAGE\")) "
			  "void f(void) {}\n@MA@KE(F)\n",
		.attribute = "PAGE" },
	{ .title = "a class", .cxx = true,
		.source = "#define PAGED __declspec(code_seg(\"PAGE\"))\n"
			  "@class PAGED Queue @{};\n",
		.attribute = "PAGE" },
	{ .title = "words that are no attributes",
		.source = "int section(const char *s);\n"
			  "int allocate(const char *s);\n"
			  "int F(void) { return section(\"A\") + "
			  "allocate(\"B\"); }\n"
			  "__declspec(align(16)) int a;\n",
		.attribute = "-", .directives = "" },

	/* ---- macro uses -------------------------------------------------- */
	{ .title = "uses and their arguments",
		.source = "#define A(x) x\n#define B 1\n"
			  "int a = @A( B  +\n @B /* c */ + (2, 3) ), b = @B;\n@",
		.uses = "A(B + B + (2, 3)) A(B + B + (2, 3)) B() -" },
	{ .title = "PAGED_CODE",
		.source = "#define PAGED_CODE() \nvoid F(void) { @PAGED_CODE (); "
			  "@}\n",
		.uses = "PAGED_CODE()! -" },
	{ .title = "PAGED_CODE by way of other macros",
		.source = "#define ASSERT(x) ((void)(x))\n"
			  "#define PAGED_CODE() ASSERT(1)\n"
			  "#define PASSIVE() PAGED_CODE() ASSERT(2)\n"
			  "#define BOTH(a) PASSIVE() a\n#define ID(x) x\n"
			  "#define DROP(x)\n"
			  "void F(void) { @BOTH(1); @ASSERT(0); "
			  "@ID(PAGED_CODE()); @DROP(PAGED_CODE()); }\n",
		.uses = "BOTH(1)! ASSERT(0) ID(PAGED_CODE())! "
			"DROP(PAGED_CODE())" },
	{ .title = "PAGED_CODE that nobody defines",
		.source = "#define OWN_PAGED() PAGED_CODE()\n"
			  "void F(void) { @PAGED_CODE(); @OWN_PAGED(); }\n",
		.uses = "- OWN_PAGED()!" },
	{ .title = "PAGED_CODE of a system header, and redefined",
		.source = "#include <sys.h>\nvoid F(void) { @SYS_PAGED(); "
			  "@PAGED_CODE(); }\n#undef PAGED_CODE\n"
			  "#define PAGED_CODE() X\n"
			  "#define Y() PAGED_CODE()\nvoid G(void) { @Y(); }\n",
		.uses = "SYS_PAGED()! PAGED_CODE()! Y()!" },
	{ .title = "what a nested macro meant at the use",
		.source = "#define IN PAGED_CODE()\n#define OUT IN\n"
			  "void F(void) { @OUT; }\n#undef IN\n#define IN 1\n"
			  "void G(void) { @OUT; }\n",
		.uses = "OUT()! OUT()" },
};
enum { SPELLINGS = sizeof(spellings) / sizeof(*spellings) };

/* ---- reading a source as unit.c would --------------------------------- */

static struct facts facts;
static struct reading reading;
static CXIndex clang;
static unsigned marks[MARKS];
static unsigned mark_count;
static double seconds; /* that reading took, without parsing */

static const char sys_h[] =
	"#define NDIS_PAGABLE_FUNCTION(f) alloc_text(page, f)\n"
	"#define SYS_BEGIN __pragma(code_seg(\"SYS\"))\n"
	"#define PAGED_CODE() ((void)0)\n#define SYS_PAGED() PAGED_CODE()\n"
	"#pragma code_seg(\"NO\")\n#pragma code_seg()\n";
static const char through_h[] = "int s;\n#include \"/src/a.h\"\n";

static struct CXUnsavedFile unsaved(const char *name, const char *text)
{
	return (struct CXUnsavedFile){
		name, text ? text : "", text ? strlen(text) : 0 };
}

/* Takes the '@'s out of a source. */
static char *take_marks(const char *source)
{
	char *text = arena_strdup(&facts.arena, source), *out = text;

	mark_count = 0;
	for (; *source; source++) {
		if (*source != '@')
			*out++ = *source;
		else if (mark_count < MARKS)
			marks[mark_count++] = (unsigned)(out - text);
	}
	*out = '\0';
	return text;
}

static void collect_arguments(const struct spelling *spelling)
{
	static const char *arguments[16];
	int count = 0;

	arguments[count++] = "-xc";
	if (spelling->cxx)
		arguments[count - 1] = "-xc++";
	arguments[count++] = spelling->cxx ? "-std=c++17" : "-std=gnu11";
	arguments[count++] = "--target=x86_64-w64-windows-gnu";
	arguments[count++] = "-fms-extensions";
	arguments[count++] = "-fdeclspec";
	arguments[count++] = "-ferror-limit=0";
	arguments[count++] = "-Wno-everything";
	arguments[count++] = "-isystem";
	arguments[count++] = "/sys";
	for (int i = 0; i < 3 && spelling->arguments[i]; i++)
		arguments[count++] = spelling->arguments[i];
	reading.arguments = arguments;
	reading.argument_count = count;
}

static void read_source(const struct spelling *spelling)
{
	const char *path = spelling->cxx ? "/src/unit.cpp" : "/src/unit.c";
	struct CXUnsavedFile files[5];
	clock_t start;

	facts_init(&facts, path);
	facts.cxx = spelling->cxx;
	memset(&reading, 0, sizeof(reading));
	reading.facts = &facts;
	arena_init(&reading.scratch);
	files[0] = unsaved(path, take_marks(spelling->source));
	files[1] = unsaved("/src/a.h", spelling->a);
	files[2] = unsaved("/src/b.h", spelling->b);
	files[3] = unsaved("/sys/sys.h", sys_h);
	files[4] = unsaved("/sys/through.h", through_h);
	collect_arguments(spelling);
	clang = clang_createIndex(1, 0);
	ck_assert_int_eq(clang_parseTranslationUnit2(clang, path,
				 reading.arguments, reading.argument_count,
				 files, 5,
				 CXTranslationUnit_DetailedPreprocessingRecord |
					 CXTranslationUnit_KeepGoing,
				 &reading.tu),
		CXError_Success);
	start = clock();
	preprocess_read(&reading);
	directives_read(&reading);
	seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
}

static void forget_source(void)
{
	clang_disposeTranslationUnit(reading.tu);
	clang_disposeIndex(clang);
	arena_release(&reading.scratch);
	facts_release(&facts);
}

/* ---- answers as text ---------------------------------------------------- */

static const char *title;

static void same_text(const char *text, const char *expected)
{
	ck_assert_msg(!strcmp(text, expected), "%s: got '%s', expected '%s'",
		title, text, expected);
}

static const char *const segment_names[] = { "code", "data", "bss", "const" };
static const char *const action_names[] = { "set", "push", "pop" };

static void say(char *out, const char *prefix, const char *text)
{
	if (!text)
		return;
	strcat(out, prefix);
	strcat(out, text);
}

static void say_directive(char *out, const struct directive *directive,
	bool with_place)
{
	switch (directive->kind) {
	case DIRECTIVE_ALLOC_TEXT:
		strcat(out, "alloc");
		break;
	case DIRECTIVE_SEGMENT:
		say(out, "", segment_names[directive->segment]);
		say(out, " ", action_names[directive->action]);
		break;
	case DIRECTIVE_SECTION:
		strcat(out, "section");
		break;
	case DIRECTIVE_LINKER:
		strcat(out, "linker");
		break;
	case DIRECTIVE_ATTRIBUTE:
		say(out, "attribute ", segment_names[directive->segment]);
		break;
	}
	say(out, " ", directive->label);
	say(out, " ", directive->section);
	say(out, " [", directive->attributes);
	if (directive->attributes)
		strcat(out, "]");
	for (uint32_t i = 0; i < directive->names.count; i++)
		say(out, " ", directive->names.items[i].name);
	if (directive->left_open)
		strcat(out, " open");
	if (directive->in_header)
		strcat(out, " header");
	say(out, " by ", directive->macro);
	if (with_place)
		sprintf(out + strlen(out), " @%u:%u-%u:%u",
			directive->place.line, directive->place.column,
			directive->place.end_line,
			directive->place.end_column);
}

/* Places are said where the expectation has them. */
static void check_directives(const char *expected)
{
	char text[8192] = "";
	const char *rest = expected;

	for (uint32_t i = 0; i < facts.directives.count; i++) {
		const char *end = strchr(rest, ';');
		const char *at = strchr(rest, '@');

		if (i)
			strcat(text, "; ");
		say_directive(text, &facts.directives.items[i],
			at && (!end || at < end));
		rest = end ? end + 1 : "";
	}
	same_text(text, expected);
}

static void check_segment(enum segment segment, const char *expected)
{
	char text[256] = "";

	if (!expected)
		return;
	for (unsigned i = 0; i < mark_count; i++) {
		uint32_t directive;
		const char *section = segment_at(
			&reading, segment, 0, marks[i], &directive);

		say(text, i ? " " : "", section ? section : "-");
		ck_assert(section ? directive != NONE : directive == NONE);
	}
	same_text(text, expected);
}

static void check_alloc(const char *expected)
{
	uint32_t directive;
	const char *section = alloc_text_of(
		&reading, intern(&facts.names, "F"), &directive);

	same_text(section ? section : "-", expected);
	ck_assert(section ? directive != NONE : directive == NONE);
}

static void check_attribute(const char *expected)
{
	unsigned size = (unsigned)reading.files.items[0].size;
	unsigned from = mark_count == 2 ? marks[0] : 0;
	unsigned to = mark_count == 2 ? marks[1] : size;
	uint32_t directive, again, count;
	const char *section;

	section = attribute_section(&reading, 0, from, to, NULL, &directive);
	same_text(section ? section : "-", expected);
	count = facts.directives.count;
	ck_assert_ptr_eq(
		attribute_section(&reading, 0, from, to, NULL, &again),
		section);
	ck_assert_uint_eq(again, directive);
	ck_assert_uint_eq(facts.directives.count, count);
}

static void check_uses(const char *expected)
{
	char text[1024] = "";

	for (unsigned i = 0; i < mark_count; i++) {
		const struct macro_use *use =
			macro_use_at(&reading, 0, marks[i]);

		say(text, i ? " " : "", use ? use->name : "-");
		if (!use)
			continue;
		say(text, "(", macro_use_arguments(&reading, use));
		strcat(text, ")");
		if (macro_use_reaches(&reading, use, "PAGED_CODE"))
			strcat(text, "!");
	}
	same_text(text, expected);
}

START_TEST(spelling_is_understood)
{
	const struct spelling *spelling = &spellings[_i];

	title = spelling->title;
	read_source(spelling);
	check_segment(SEGMENT_CODE, spelling->code);
	check_segment(SEGMENT_DATA, spelling->data);
	check_segment(SEGMENT_BSS, spelling->bss);
	check_segment(SEGMENT_CONST, spelling->rodata);
	if (spelling->alloc)
		check_alloc(spelling->alloc);
	if (spelling->attribute)
		check_attribute(spelling->attribute);
	if (spelling->directives)
		check_directives(spelling->directives);
	if (spelling->uses)
		check_uses(spelling->uses);
	forget_source();
}
END_TEST

/* ---- what a table does not show ------------------------------------------ */

START_TEST(long_list_is_read_whole)
{
	struct spelling spelling = { 0 };
	char *source = calloc(1, 458 * 16 + 64);

	title = "458 names";
	strcpy(source, "#pragma alloc_text(PAGE");
	for (int i = 0; i < 457; i++)
		sprintf(source + strlen(source), ", \\\nName%d", i);
	strcat(source, ", F)\n");
	spelling.source = source;
	read_source(&spelling);
	ck_assert_uint_eq(facts.directives.items[0].names.count, 458);
	check_alloc("PAGE");
	forget_source();
	free(source);
}
END_TEST

START_TEST(headers_have_a_state_of_their_own)
{
	static const struct spelling spelling = {
		.source = "#pragma code_seg(\"P1\")\n#include \"a.h\"\n",
		.a = "int a;\n#pragma code_seg(\"P2\")\nint b;\n" };
	uint32_t directive;

	read_source(&spelling);
	ck_assert_uint_eq(reading.files.count, 2);
	ck_assert_str_eq(reading.files.items[1].path, "/src/a.h");
	ck_assert_str_eq(
		segment_at(&reading, SEGMENT_CODE, 1, 4, &directive), "P1");
	ck_assert_uint_eq(directive, 0);
	ck_assert_str_eq(
		segment_at(&reading, SEGMENT_CODE, 1, 36, &directive), "P2");
	ck_assert_uint_eq(directive, 1);
	forget_source();
}
END_TEST

/* What the second reading of a header sees counts where the first skipped. */
START_TEST(second_reading_of_a_header_counts_where_the_first_skipped)
{
	static const struct spelling spelling = {
		.source = "#include \"a.h\"\n#define ON\n"
			  "#pragma code_seg(\"PAGE\")\n#include \"a.h\"\n",
		.a = "int a(void);\n#ifdef ON\nvoid F(void) {}\n#endif\n" };
	uint32_t directive;

	read_source(&spelling);
	ck_assert_ptr_null(
		segment_at(&reading, SEGMENT_CODE, 1, 0, &directive));
	ck_assert_str_eq(
		segment_at(&reading, SEGMENT_CODE, 1, 30, &directive), "PAGE");
	forget_source();
}
END_TEST

START_TEST(directives_in_functions_are_marked)
{
	static const struct spelling spelling = {
		.source = "#pragma code_seg(\"A\")\nvoid F(void) @{\n"
			  "#pragma code_seg(\"B\")\n"
			  "static __declspec(allocate(\"S\")) int s; }\n@"
			  "#pragma code_seg(\"C\")\n"
			  "__declspec(allocate(\"T\")) int t;\n" };
	static const bool expected[] = { false, true, false, true, false };
	uint32_t directive;
	unsigned size;

	read_source(&spelling);
	size = (unsigned)reading.files.items[0].size;
	directives_mark_function(&reading, 0, marks[0], marks[1]);
	attribute_section(&reading, 0, marks[0], marks[1], NULL, &directive);
	attribute_section(&reading, 0, marks[1], size, NULL, &directive);
	ck_assert_uint_eq(facts.directives.count, 5);
	for (int i = 0; i < 5; i++)
		ck_assert_int_eq(
			facts.directives.items[i].in_function, expected[i]);
	forget_source();
}
END_TEST

START_TEST(files_say_who_owns_them)
{
	static const struct spelling spelling = {
		.source = "#include <sys.h>\n#include \"a.h\"\n", .a = "int a;" };

	read_source(&spelling);
	ck_assert_uint_eq(facts.files.count, 3);
	ck_assert(!facts.files.items[0].system);
	ck_assert(facts.files.items[1].system);
	ck_assert_str_eq(facts.files.items[1].path, "/sys/sys.h");
	ck_assert(!facts.files.items[2].system);
	ck_assert_uint_eq(reading.files.items[1].index, 2);
	forget_source();
}
END_TEST

/* 17,500 directives in a megabyte take 35 ms. The bound is far above, for slow
 * and sanitised builds, and far below what a square would take. */
START_TEST(large_file_takes_linear_time)
{
	enum { COUNT = 5000, LINE = 200 };
	char *source = calloc(COUNT, LINE + 64), *end = source;
	struct spelling spelling = { .source = source };

	end += sprintf(end, "%s", REGION);
	for (int i = 0; i < COUNT; i++)
		end += sprintf(end,
			"%s\n#pragma alloc_text(PAGE, F%d)\n"
			"int a%d = %*d; /* %*s */\n",
			i % 2 ? "END" : "BEGIN", i, i, 60, i, 60, "x");
	read_source(&spelling);
	ck_assert_uint_eq(facts.directives.count, COUNT + COUNT * 3 / 2);
	ck_assert_msg(seconds < 1.0, "%f s", seconds);
	forget_source();
	free(source);
}
END_TEST

Suite *directives_suite(void)
{
	Suite *suite = suite_create("directives");
	TCase *table = tcase_create("spellings");
	TCase *rest = tcase_create("rest");

	tcase_add_loop_test(table, spelling_is_understood, 0, SPELLINGS);
	suite_add_tcase(suite, table);
	tcase_add_test(rest, long_list_is_read_whole);
	tcase_add_test(rest, headers_have_a_state_of_their_own);
	tcase_add_test(
		rest, second_reading_of_a_header_counts_where_the_first_skipped);
	tcase_add_test(rest, directives_in_functions_are_marked);
	tcase_add_test(rest, files_say_who_owns_them);
	tcase_add_test(rest, large_file_takes_linear_time);
	suite_add_tcase(suite, rest);
	return suite;
}
