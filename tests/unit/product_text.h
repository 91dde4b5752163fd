/*
 * A product as text, for what a test wants of a project:
 *
 *	name lamp x64-Release
 *	library
 *	unit src/a.c -DX -Iinc os=0x06010000 kmdf=1.9
 *	excluded src/b.c
 *	reference all.vcxproj
 *	links bell
 *	link /MERGE:_PAGE=.text
 *	note the condition … counts as false
 *	problem sources.x:3: there is no !ENDIF to this !IF
 *
 * A unit's line ends with what is set of struct build_settings. What every
 * driver gets is left out, and so is the place of a note.
 */
#ifndef UNIT_PRODUCT_TEXT_H
#define UNIT_PRODUCT_TEXT_H

#include "project/product.h"

char *product_text(struct arena *arena, const struct product *product);

#endif
