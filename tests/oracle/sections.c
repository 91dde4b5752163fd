/*
 * Says where a compiler really put things: for each symbol that an object file
 * defines, a line "SECTION<tab>SYMBOL". What reads the object is LLVM, so this
 * is a second opinion that shares no line with the analysis it judges.
 *
 *	oracle-sections OBJECT
 *
 * Limits: LLVM-C does not tell functions from variables, and names are the
 * linker's (C++ is decorated). Symbols that stand for a section as a whole,
 * and those that belong to none, are left out.
 */
#include <llvm-c/Core.h>
#include <llvm-c/Object.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static LLVMMemoryBufferRef read_file(const char *path)
{
	LLVMMemoryBufferRef buffer;
	char *error;

	if (!LLVMCreateMemoryBufferWithContentsOfFile(path, &buffer, &error))
		return buffer;
	fprintf(stderr, "%s: cannot read: %s\n", path, error);
	LLVMDisposeMessage(error);
	return NULL;
}

static LLVMBinaryRef open_object(const char *path, LLVMMemoryBufferRef buffer)
{
	char *error;
	LLVMBinaryRef object = LLVMCreateBinary(buffer, NULL, &error);

	if (!object) {
		fprintf(stderr, "%s: %s\n", path, error);
		LLVMDisposeMessage(error);
		return NULL;
	}
	if (LLVMBinaryGetType(object) == LLVMBinaryTypeCOFF)
		return object;
	fprintf(stderr, "%s: expected a COFF object\n", path);
	LLVMDisposeBinary(object);
	return NULL;
}

static void print_symbol(LLVMBinaryRef object, LLVMSymbolIteratorRef symbol)
{
	LLVMSectionIteratorRef section =
		LLVMObjectFileCopySectionIterator(object);
	const char *name = LLVMGetSymbolName(symbol);

	LLVMMoveToContainingSection(section, symbol);
	if (!LLVMObjectFileIsSectionIteratorAtEnd(object, section) &&
		strcmp(LLVMGetSectionName(section), name))
		printf("%s\t%s\n", LLVMGetSectionName(section), name);
	LLVMDisposeSectionIterator(section);
}

static void print_symbols(LLVMBinaryRef object)
{
	LLVMSymbolIteratorRef symbol =
		LLVMObjectFileCopySymbolIterator(object);

	while (!LLVMObjectFileIsSymbolIteratorAtEnd(object, symbol)) {
		print_symbol(object, symbol);
		LLVMMoveToNextSymbol(symbol);
	}
	LLVMDisposeSymbolIterator(symbol);
}

int main(int count, char **words)
{
	LLVMMemoryBufferRef buffer;
	LLVMBinaryRef object;

	if (count != 2) {
		fprintf(stderr, "usage: oracle-sections OBJECT\n");
		return EXIT_FAILURE;
	}
	buffer = read_file(words[1]);
	if (!buffer)
		return EXIT_FAILURE;
	object = open_object(words[1], buffer);
	if (object) {
		print_symbols(object);
		LLVMDisposeBinary(object);
	}
	LLVMDisposeMemoryBuffer(buffer);
	return object && !ferror(stdout) ? EXIT_SUCCESS : EXIT_FAILURE;
}
