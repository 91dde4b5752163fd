/*
 * Writes a C or C++ source with many placements in one file: every spelling
 * that puts a function or a variable into a section, mixed at random, so that
 * each meets the state that others have left. The same seed gives the same
 * bytes on every machine.
 *
 *	oracle-placements c|c++ SEED COUNT
 *
 * A spelling is a text with '@' where names are wanted:
 *
 *	@f @g @h	new names, made of the spelling's title
 *	@s @t		a section for code, another one
 *	@d @b @c	a section for data, for zeros, for constants
 *	@l		a label for push and pop
 *	@~		what follows comes a few spellings later
 *
 * Spellings on which compilers are known to differ name sections of their own
 * (PAGEMAC and so on), so that the list of known differences can be exact.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { C = 1, CXX = 2, BOTH = C | CXX };

struct spelling {
	const char *title;
	int languages, weight;
	const char *text;
};

#define BODY "(void) { Calls++; }\n"
#define PLAIN "void @f" BODY

/* Round a definition for which the state must not matter. */
#define DEFAULT_REGION "#pragma code_seg(push)\n#pragma code_seg()\n"
#define NAMED DEFAULT_REGION "API "
#define BACK "#pragma code_seg(pop)\n"

static const struct spelling spellings[] = {
	/* ---- nothing of its own: the state decides --------------------- */
	{ "plain", BOTH, 6, PLAIN },
	{ "static", BOTH, 2,
		"static void @f" BODY "void @g(void) { @f(); }\n" },
	{ "forward", BOTH, 2, "void @f(void);\n@~" PLAIN },
	{ "macro_function", BOTH, 1, "FUNCTION(@f)\n" },
	{ "no_inline", BOTH, 1, "__declspec(noinline) " PLAIN },
	{ "inline", BOTH, 1,
		"static __inline void @f" BODY "void @g(void) { @f(); }\n" },
	{ "force_inline", BOTH, 1,
		"static __forceinline void @f" BODY
		"void (*@g)(void) = @f;\n" },

	/* ---- alloc_text ------------------------------------------------ */
	{ "alloc", BOTH, 4,
		"API void @f(void);\n#pragma alloc_text(@s, @f)\n@~"
		NAMED PLAIN BACK },
	{ "alloc_list", BOTH, 3,
		"API void @f(void);\nAPI int @g(int);\nAPI void @h(void);\n"
		"#pragma alloc_text(@s, @f, \\\n\t@g,@h)\n@~"
		NAMED PLAIN "API int @g(int x) { return x; }\n" BACK "@~"
		NAMED "void @h" BODY BACK },
	{ "alloc_quoted", BOTH, 1,
		"API void @f(void);\n#pragma alloc_text(\"@s\", @f)\n"
		NAMED PLAIN BACK },
	{ "alloc_blanks", BOTH, 1,
		"API void @f(void);\n  #  pragma\talloc_text ( @s ,@f ) // x\n"
		NAMED PLAIN BACK },
	{ "alloc_comments", BOTH, 1,
		"API void @f(void);\n"
		"#/**/pragma/* a */alloc_text/* b */(/**/@s,@f)\n"
		NAMED PLAIN BACK },
	{ "alloc_guarded", BOTH, 2,
		"API void @f(void);\n#ifdef ALLOC_PRAGMA\n"
		"#pragma alloc_text(@s, @f)\n#endif\n@~" NAMED PLAIN BACK },
	{ "alloc_branches", BOTH, 1,
		"API void @f(void);\n#ifndef ALLOC_PRAGMA\n"
		"#pragma alloc_text(@s, @f)\n#elif defined(OTHER)\n#else\n"
		"#pragma alloc_text(@t, @f)\n#endif\n" NAMED PLAIN BACK },
	{ "alloc_skipped", BOTH, 1,
		"API void @f(void);\n#if 0\n#pragma alloc_text(@s, @f)\n"
		"#endif\nAPI " PLAIN },
	{ "alloc_commented", BOTH, 1,
		"API void @f(void);\n// #pragma alloc_text(@s, @f)\n"
		"/*\n#pragma alloc_text(@s, @f)\n*/\nAPI " PLAIN },
	{ "alloc_twice", BOTH, 1,
		"API void @f(void);\n#pragma alloc_text(@s, @f)\n"
		"#pragma alloc_text(@t, @f)\n" NAMED PLAIN BACK },
	{ "alloc_static", C, 2,
		"static void @f(void);\n#pragma alloc_text(@s, @f)\n"
		"void @g(void) { @f(); }\n@~"
		DEFAULT_REGION "static " PLAIN BACK },
	{ "alloc_role", BOTH, 1,
		"API ROLE @f;\n#pragma alloc_text(@s, @f)\n@~"
		NAMED PLAIN BACK },
	{ "alloc_inline_pragma", BOTH, 1,
		"API void @f(void);\n__pragma(alloc_text(@s, @f))\n"
		NAMED PLAIN BACK },
	{ "alloc_operator", BOTH, 1,
		"API void @f(void);\n_Pragma(\"alloc_text(@s, @f)\")\n"
		NAMED PLAIN BACK },
	{ "alloc_block", CXX, 1,
		"extern \"C\" {\nvoid @f(void);\n#pragma alloc_text(@s, @f)\n"
		"}\n@~" DEFAULT_REGION "void @f" BODY BACK },
	{ "alloc_macro_section", BOTH, 1,
		"API void @f(void);\n#define SECTION_@f @s\n"
		"#pragma alloc_text(SECTION_@f, @f)\n" NAMED PLAIN BACK },
	{ "alloc_macro_name", BOTH, 1,
		"API void @f(void);\n#define NAME_@f(x) @f\n"
		"#pragma alloc_text(@s, NAME_@f(1))\n" NAMED PLAIN BACK },
	{ "alloc_in_region", BOTH, 1,
		"API void @f(void);\n#pragma alloc_text(PAGEOWN, @f)\n"
		"#pragma code_seg(push, \"PAGEREG\")\nAPI " PLAIN
		"#pragma code_seg(pop)\n" },
	{ "alloc_late", BOTH, 1,
		NAMED PLAIN BACK "#pragma alloc_text(PAGELATE, @f)\n" },
	{ "alloc_pragma_macro", BOTH, 1,
		"API void @f(void);\n#pragma OWN_PAGEABLE(@f)\n"
		NAMED PLAIN BACK },

	/* ---- code_seg -------------------------------------------------- */
	{ "set", BOTH, 4, "#pragma code_seg(\"@s\")\n" PLAIN },
	{ "set_text", BOTH, 1, "#pragma code_seg(\".text\")\n" PLAIN },
	{ "reset", BOTH, 2, "#pragma code_seg()\n" PLAIN },
	{ "reset_blank", BOTH, 1, "#pragma code_seg( )  /* back */\n" PLAIN },
	{ "push", BOTH, 3, "#pragma code_seg(push)\n" PLAIN },
	{ "push_set", BOTH, 3,
		"#pragma code_seg(push)\n#pragma code_seg(\"@s\")\n" PLAIN },
	{ "push_section", BOTH, 3, "#pragma code_seg(push, \"@s\")\n" PLAIN },
	{ "push_label", BOTH, 2, "#pragma code_seg(push, @l)\n" PLAIN },
	{ "push_both", BOTH, 3,
		"#pragma code_seg( push ,@l , \"@s\" )\n" PLAIN },
	{ "pop", BOTH, 8, "#pragma code_seg(pop)\n" PLAIN },
	{ "pop_label", BOTH, 4, "#pragma code_seg(pop, @l)\n" PLAIN },
	{ "pop_section", BOTH, 1, "#pragma code_seg(pop, \"@s\")\n" PLAIN },
	{ "pop_both", BOTH, 1, "#pragma code_seg(pop, @l, \"@s\")\n" PLAIN },
	{ "spliced", BOTH, 1,
		"#pragma code_\\\nseg(\\\n\"PAGE\" \\\n\"AB\")\n" PLAIN },
	{ "inside_body", BOTH, 1,
		"void @f(void)\n{\n#pragma code_seg(\"@s\")\n\tCalls++;\n}\n"
		"void @g" BODY },
	{ "inline_pragma", BOTH, 1, "__pragma(code_seg(\"@s\"))\n" PLAIN },
	{ "operator", BOTH, 1, "_Pragma(\"code_seg(\\\"@s\\\")\")\n" PLAIN },
	{ "region", BOTH, 3,
		"REGION_BEGIN\n" PLAIN "REGION_END\nvoid @g" BODY },
	{ "region_semicolon", BOTH, 1,
		"REGION_BEGIN;\n" PLAIN "REGION_END;\nvoid @g" BODY },
	{ "region_half", BOTH, 1,
		"REGION_HALF\n" PLAIN "REGION_END\nvoid @g" BODY },
	{ "region_of", BOTH, 2,
		"REGION_OF(@s)\n" PLAIN "REGION_END\nvoid @g" BODY },
	{ "region_same_line", BOTH, 1,
		"REGION_BEGIN void @f(void) { Calls++; } REGION_END "
		"void @g" BODY },
	{ "header", BOTH, 2,
		"#include \"open.h\"\n" PLAIN "#include \"close.h\"\n"
		"void @g" BODY },
	{ "pragma_macro", BOTH, 1,
		"#define PRAGMA_@f code_seg(\"PAGEMAC\")\n"
		DEFAULT_REGION "#pragma PRAGMA_@f\n" PLAIN BACK },
	{ "class_string", BOTH, 1,
		DEFAULT_REGION "#pragma code_seg(\"PAGECLS\", \"CODE\")\n"
		PLAIN BACK },

	/* ---- attributes ------------------------------------------------ */
	{ "attribute", BOTH, 3, "__declspec(code_seg(\"@s\")) " PLAIN },
	{ "attribute_declared", BOTH, 3,
		"__declspec(code_seg(\"@s\")) void @f(void);\n@~" PLAIN },
	{ "attribute_middle", BOTH, 1,
		"void __declspec(code_seg(\"@s\")) @f" BODY },
	{ "attribute_static", BOTH, 1,
		"static __declspec(code_seg(\"@s\")) " PLAIN
		"void @g(void) { @f(); }\n" },
	{ "attribute_joined", BOTH, 1,
		"__declspec(noinline code_seg(\"@s\")) " PLAIN },
	{ "attribute_macro", BOTH, 2, "CODE_IN(\"@s\") " PLAIN },
	{ "attribute_word", BOTH, 2, "PAGED_ATTRIBUTE " PLAIN },
	{ "attribute_nothing", BOTH, 1, "NO_ATTRIBUTE " PLAIN },
	{ "attribute_gnu", BOTH, 1,
		DEFAULT_REGION "__attribute__((section(\"PAGEGNU\"))) " PLAIN
		BACK },
	{ "attribute_gnu_in_region", BOTH, 1,
		"#pragma code_seg(push, \"PAGEREG\")\n"
		"__attribute__((section(\"PAGEGNU\"))) " PLAIN
		"#pragma code_seg(pop)\n" },
	{ "attribute_role", BOTH, 1,
		"__declspec(code_seg(\"@s\")) ROLE @f;\n@~" PLAIN },
	{ "attribute_and_alloc", BOTH, 1,
		"API __declspec(code_seg(\"@s\")) void @f(void);\n"
		"#pragma alloc_text(@t, @f)\n@~API " PLAIN },
	{ "attribute_function", BOTH, 1, "PAGED_FUNCTION(@f) { Calls++; }\n" },

	/* ---- C++ ------------------------------------------------------- */
	{ "namespace", CXX, 1, "namespace N_@f {\nvoid @f" BODY "}\n" },
	{ "method", CXX, 3,
		"struct @f {\n\t@f(void);\n\t~@f(void);\n\tvoid @g(void);\n"
		"\tstatic void @h(void);\n};\n@~@f::@f" BODY
		"@f::~@f" BODY "void @f::@g" BODY "@~void @f::@h" BODY },
	{ "operators", CXX, 1,
		"struct @f {\n\tint operator+(int x);\n};\n"
		"int @f::operator+(int x) { return x; }\n" },
	{ "virtual", CXX, 1,
		"struct @f {\n\tvirtual void @g(void);\n};\n"
		"void @f::@g" BODY },
	{ "method_attribute", CXX, 2,
		"struct @f {\n\t__declspec(code_seg(\"@s\")) void @g(void);\n"
		"\tvoid @h(void);\n};\n@~void @f::@g" BODY
		"void @f::@h" BODY },
	{ "class_attribute", CXX, 2,
		"struct __declspec(code_seg(\"@s\")) @f {\n\t@f(void);\n"
		"\tvoid @g(void);\n\tstatic void @h(void);\n};\n@~"
		"@f::@f" BODY "void @f::@g" BODY "@~void @f::@h" BODY },
	{ "class_macro", CXX, 1,
		"class PAGED_ATTRIBUTE @f {\npublic:\n\tvoid @g(void);\n};\n"
		"void @f::@g" BODY },
	{ "class_inside", CXX, 1,
		"struct CODE_IN(\"@s\") @f {\n\tvoid @g" BODY "};\n"
		"void @h(void) { @f x; x.@g(); }\n" },
	{ "in_class", CXX, 1,
		"struct @f {\n\tvoid @g" BODY "};\n"
		"void @h(void) { @f x; x.@g(); }\n" },
	{ "class_pragma", CXX, 1,
		"struct @f {\n#pragma code_seg(push, \"@s\")\n"
		"\tvoid @g(void);\n#pragma code_seg(pop)\n"
		"\tvoid @h(void);\n};\nvoid @f::@g" BODY
		"void @f::@h" BODY },
	{ "template", CXX, 1,
		"template <class T> T @f(T x) { return x; }\n"
		"int @g(void) { return @f(1); }\n" },
	{ "template_attribute", CXX, 1,
		"template <class T> CODE_IN(\"@s\") T @f(T x) { return x; }\n"
		"int @g(void) { return @f(1); }\n" },

	/* ---- variables ------------------------------------------------- */
	{ "data", BOTH, 2, "int @f = 1;\n" },
	{ "data_set", BOTH, 2, "#pragma data_seg(\"@d\")\nint @f = 1;\n" },
	{ "data_reset", BOTH, 1, "#pragma data_seg()\nint @f = 1;\n" },
	{ "data_push", BOTH, 1,
		"#pragma data_seg(push, @l, \"@d\")\nint @f[3] = { 1 };\n" },
	{ "data_pop", BOTH, 1,
		"#pragma data_seg(pop)\nconst char *@f = \"x\";\n" },
	{ "data_zero", BOTH, 1, "int @f = 0;\n" },
	{ "data_static", BOTH, 1,
		"static int @f = 1;\nint @g(void) { return @f++; }\n" },
	{ "data_function", BOTH, 1, "void (*@f)(void) = First;\n" },
	{ "zeros", CXX, 2, "int @f;\n" },
	{ "zeros_set", CXX, 2, "#pragma bss_seg(\"@b\")\nint @f;\n" },
	{ "zeros_reset", CXX, 1, "#pragma bss_seg()\nint @f;\n" },
	{ "zeros_push", CXX, 1,
		"#pragma bss_seg(push, \"@b\")\nint @f[9];\n" },
	{ "zeros_pop", CXX, 1, "#pragma bss_seg(pop)\nstruct any @f;\n" },
	{ "tentative", C, 1,
		"#pragma bss_seg(\"PAGEBSS\")\nint @f;\n#pragma bss_seg()\n" },
	{ "constant", BOTH, 1, "extern const int @f;\nconst int @f = 1;\n" },
	{ "constant_set", BOTH, 2,
		"#pragma const_seg(\"@c\")\n"
		"extern const int @f;\nconst int @f = 1;\n" },
	{ "constant_reset", BOTH, 1,
		"#pragma const_seg()\n"
		"extern const int @f;\nconst int @f = 1;\n" },
	{ "constant_table", BOTH, 1,
		"#pragma const_seg(push, \"@c\")\n"
		"extern const struct any @f[2];\n"
		"const struct any @f[2] = { { 1 }, { 2 } };\n"
		"#pragma const_seg(pop)\n" },
	{ "constant_pointer", BOTH, 1,
		"extern int *const @f;\nint *const @f = &Calls;\n" },
	{ "all_kinds", BOTH, 1,
		"ALL_PAGED\n" PLAIN "int @g = 1;\nextern const int @h;\n"
		"const int @h = 1;\n" },
	{ "computed", CXX, 1,
		"#pragma data_seg(push, \"PAGEDYN\")\n"
		"#pragma bss_seg(push, \"ZERODYN\")\n"
		"int @f = Value();\n#pragma bss_seg(pop)\n"
		"#pragma data_seg(pop)\n" },
	{ "allocate", BOTH, 2,
		"#pragma section(\"PAGEALC\", read, write)\n"
		"__declspec(allocate(\"PAGEALC\")) int @f = 1;\n"
		"__declspec(allocate(\"PAGEALC\")) int @g;\n" },
	{ "data_gnu", BOTH, 1,
		"__attribute__((section(\"PAGEGNUD\"))) int @f = 1;\n" },
};
enum { SPELLING_COUNT = sizeof(spellings) / sizeof(*spellings) };

static const char *const code_sections[] = { "PAGE", "PAGESER", "PAGE$a",
	"PAGEAB", "PAGESRP0", "INIT", "NONPAGED", "PAGEABLE", "init" };
static const char *const data_sections[] = { "PAGEDATA", "INITDATA", "PAGE$d" };
static const char *const zero_sections[] = { "PAGEZERO", "ZERO$a" };
static const char *const constant_sections[] = { "PAGECON", "PAGECON$z" };
static const char *const labels[] = { "outer", "inner", "other" };
#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

static const char prologue[] =
	"#ifdef __cplusplus\n#define API extern \"C\"\n"
	"#else\n#define API\n#endif\n"
	"#define ALLOC_PRAGMA 1\n"
	"#define OWN_PAGEABLE(f) alloc_text(PAGE, f)\n"
	"#define FUNCTION(name) void name(void) { Calls++; }\n"
	"#define REGION_BEGIN __pragma(code_seg(push)) "
	"__pragma(code_seg(\"PAGERGN\"))\n"
	"#define REGION_HALF __pragma(code_seg(push)) "
	"/* __pragma(code_seg(\"PAGERGN\")) */\n"
	"#define REGION_OF(s) __pragma(code_seg(push, #s))\n"
	"#define REGION_END __pragma(code_seg(pop))\n"
	"#define CODE_IN(s) __declspec(code_seg(s))\n"
	"#define PAGED_ATTRIBUTE CODE_IN(\"PAGEATT\")\n"
	"#define NO_ATTRIBUTE\n"
	"#define PAGED_FUNCTION(name) PAGED_ATTRIBUTE void name(void)\n"
	"#define ALL_PAGED __pragma(code_seg(\"PAGE\")) "
	"__pragma(data_seg(\"PAGEDATA\")) __pragma(bss_seg(\"PAGEZERO\")) "
	"__pragma(const_seg(\"PAGECON\"))\n"
	"typedef void ROLE(void);\n"
	"struct any { int value; };\n"
	"static int Calls;\n"
	"int Value(void);\nvoid First(void);\n\n";

enum { LATER = 32 };

struct generator {
	bool cxx;
	uint64_t random;
	unsigned spelling; /* number of the current one */
	struct {
		const char *title, *text; /* text: NULL if free */
		const char *sections[2];  /* @s and @t */
		unsigned spelling, due;
	} later[LATER];
};

/* Below `limit`; the upper bits of a linear congruence. */
static unsigned draw(struct generator *generator, size_t limit)
{
	generator->random = generator->random * 6364136223846793005u +
		1442695040888963407u;
	return (unsigned)((generator->random >> 33) % limit);
}

static const struct spelling *draw_spelling(struct generator *generator)
{
	int language = generator->cxx ? CXX : C;
	unsigned total = 0, at;

	for (int i = 0; i < SPELLING_COUNT; i++)
		if (spellings[i].languages & language)
			total += (unsigned)spellings[i].weight;
	at = draw(generator, total);
	for (int i = 0;; i++) {
		if (!(spellings[i].languages & language))
			continue;
		if (at < (unsigned)spellings[i].weight)
			return &spellings[i];
		at -= (unsigned)spellings[i].weight;
	}
}

#define ONE_OF(generator, array) (array)[draw(generator, COUNT_OF(array))]

static void postpone(struct generator *generator, const char *title,
	const char *text, const char *const *sections, unsigned spelling)
{
	unsigned at = 0;

	while (at < LATER && generator->later[at].text)
		at++;
	if (at == LATER) {
		fprintf(stderr, "too much is put off\n");
		exit(EXIT_FAILURE);
	}
	generator->later[at].title = title;
	generator->later[at].text = text;
	generator->later[at].sections[0] = sections[0];
	generator->later[at].sections[1] = sections[1];
	generator->later[at].spelling = spelling;
	generator->later[at].due =
		generator->spelling + 1 + draw(generator, 8);
}

/* Writes a text up to its end or to what comes later. */
static void write_text(struct generator *generator, const char *title,
	const char *text, const char *const *sections, unsigned spelling)
{
	for (; *text; text++) {
		if (*text != '@') {
			putchar(*text);
			continue;
		}
		switch (*++text) {
		case '~':
			postpone(generator, title, text + 1, sections,
				spelling);
			return;
		case 's':
		case 't':
			fputs(sections[*text - 's'], stdout);
			break;
		case 'd':
			fputs(ONE_OF(generator, data_sections), stdout);
			break;
		case 'b':
			fputs(ONE_OF(generator, zero_sections), stdout);
			break;
		case 'c':
			fputs(ONE_OF(generator, constant_sections), stdout);
			break;
		case 'l':
			fputs(ONE_OF(generator, labels), stdout);
			break;
		default:
			printf("%s_%u%c", title, spelling, *text);
		}
	}
}

/* What has been put off and is due by now; all of it at the end. */
static void write_due(struct generator *generator, bool all)
{
	for (unsigned i = 0; i < LATER; i++) {
		const char *text = generator->later[i].text;

		if (!text || (!all && generator->later[i].due >
					generator->spelling))
			continue;
		generator->later[i].text = NULL;
		write_text(generator, generator->later[i].title, text,
			generator->later[i].sections,
			generator->later[i].spelling);
	}
}

static void write_spelling(struct generator *generator)
{
	const struct spelling *spelling = draw_spelling(generator);
	const char *sections[2];

	generator->spelling++;
	sections[0] = ONE_OF(generator, code_sections);
	sections[1] = ONE_OF(generator, code_sections);
	write_text(generator, spelling->title, spelling->text, sections,
		generator->spelling);
	write_due(generator, false);
}

int main(int count, char **words)
{
	struct generator generator = { 0 };
	unsigned long wanted;

	if (count != 4) {
		fprintf(stderr, "usage: oracle-placements c|c++ SEED COUNT\n");
		return EXIT_FAILURE;
	}
	generator.cxx = !strcmp(words[1], "c++");
	generator.random = strtoull(words[2], NULL, 10);
	wanted = strtoul(words[3], NULL, 10);
	printf("/* oracle-placements %s %s %s */\n%s", words[1], words[2],
		words[3], prologue);
	while (generator.spelling < wanted)
		write_spelling(&generator);
	write_due(&generator, true);
	write_due(&generator, true); /* what the first has put off again */
	printf("#pragma bss_seg()\n"); /* clang settles C variables here */
	return ferror(stdout) ? EXIT_FAILURE : EXIT_SUCCESS;
}
