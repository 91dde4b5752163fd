/* No vector intrinsics: see unit.c, which reads a unit again when it uses them. */
