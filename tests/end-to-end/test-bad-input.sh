#!/usr/bin/env bash
# Whatever is given, the program says what is wrong with it and where, ends
# with the right status, and never calls clean what it has not read.
. "$(dirname "$0")/common.sh"

echo 'int good(void) { return 0; }' >good.c

# ---- not there, not readable ------------------------------------------------
run 2 none.c
err_has 'none.c: there is no such file'
out_is_empty
run 2 good.c none.c also-none
err_has 'none.c: there' 'also-none: there'
out_is_empty
run 2 ''
err_has 'an input is empty'
mkdir empty
run 2 empty
err_has 'empty: there is no source file'
echo 'VALUE' >notes.txt
run 2 notes.txt
err_has 'notes.txt: expected a source file (.c .cc .cpp .cxx), a directory'
echo >driver.vcxproj
run 2 driver.vcxproj
err_has 'driver.vcxproj:2:1: expected XML'
mkfifo pipe.c
run 2 pipe.c
err_has 'pipe.c: cannot be audited: it is not a regular file'
if [ "$(id -u)" -ne 0 ]; then
	cp good.c locked.c && chmod 0 locked.c
	run 2 locked.c
	err_has 'locked.c: cannot be audited: Permission denied'
	mkdir locked && chmod 0 locked
	run 2 locked
	err_has 'locked: cannot list the directory: Permission denied'
fi

# ---- user-mode code -----------------------------------------------------------
mkdir mixed
printf '#include <windows.h>\n#pragma code_seg("PAGE")\nint Paged(void) { return 1; }\n' >mixed/app.c
run 3 mixed
out_has 'app.c:1:1' 'PA9005' 'incomplete (no kernel-mode source)'
cp good.c mixed/driver.c
run 0 mixed
out_has '1 file, 1 function' '1 user-mode source left out' 'complete'
# code for both modes is kernel code, whichever branch is taken
printf '#ifdef KM\n#include <ntddk.h>\n#else\n#include <windows.h>\n#endif\n#pragma code_seg("PAGE")\nint Paged(void) { return 1; }\n#pragma code_seg()\n' >mixed/app.c
run 1 mixed
out_has 'PA2001' '2 files, 2 functions'
# and so is what a header says
printf '#include <windows.h>\n#include "common.h"\n#pragma code_seg("PAGE")\nint Paged(void) { return 1; }\n#pragma code_seg()\n' >mixed/app.c
printf '#if 0\n#include <wdm.h>\n#endif\n' >mixed/common.h
run 1 mixed
out_has 'PA2001'
# of another system is what includes a header that only that has
printf '#include <sys/mman.h>\n#pragma code_seg("PAGE")\nint Paged(void) { return 1; }\n#pragma code_seg()\n' >mixed/app.c
run 0 mixed
out_has '1 file, 1 function' '1 user-mode source left out' 'complete'
# a header of that name may be the driver's
mkdir -p mixed/inc/sys && printf 'int x;\n' >mixed/inc/sys/mman.h
run 1 mixed
out_has 'PA2001'
rm -r mixed

# ---- no source --------------------------------------------------------------
printf 'MZ\220\0\3\0\0\0' >binary.c
run 2 binary.c
err_has 'binary.c: cannot be audited: it is binary'
mkdir mixed && cp good.c binary.c mixed
ln -s nowhere mixed/broken.c
run 3 mixed
out_has 'mixed/binary.c' 'it is binary' 'mixed/broken.c' 'PA9001' \
	'2 sources not analysed'
run 3 sections mixed
err_has 'mixed/binary.c: not analysed'
run 3 facts --dump mixed
err_has 'mixed/binary.c: not analysed'

: >zero.c
run 0 zero.c
err_has 'zero.c: the file is empty'
out_has '0 functions'

# 50 MB, and one that is large but well.
head -c 52428800 /dev/zero | tr '\0' '\n' >huge.c
run 2 huge.c
err_has 'huge.c: cannot be audited: it is larger than 32 MB'
rm huge.c
{ head -c 20971520 /dev/zero | tr '\0' '\n'; cat good.c; } >large.c
run 0 large.c
out_has '1 file, 1 function'
rm large.c

# ---- nothing but errors -----------------------------------------------------
cat >errors.c <<'EOF'
this is no C at all
) } ( {
EOF
run 3 errors.c
out_has 'errors.c:1' 'PA9001' 'incomplete'
head -c 20000 /dev/zero | tr '\0' '{' >braces.c
run 3 braces.c
head -c 100000 /dev/zero | tr '\0' '(' >parentheses.c
run 3 parentheses.c
LC_ALL=C awk 'BEGIN { srand(1); for (i = 0; i < 20000; i++)
	printf "%c", 1 + int(rand() * 255) }' >noise.c
run 3 noise.c
printf 'int x = "unterminated;\n/* and this' >open.c
run 0 open.c --exit-zero

# A crash of the parser costs the source it happened in, and no other.
mkdir crash && cp good.c crash
echo '#pragma clang __debug parser_crash' >crash/crash.c
run 3 crash
out_has 'crash.c:1:1' 'the parser crashed' 'PA9001' '1 file, 1 function'
run 0 crash --allow-incomplete
out_has 'PA9001' 'incomplete (1 source not analysed)'
run 0 crash --exit-zero
run 2 crash none.c --allow-incomplete

# ---- includes ---------------------------------------------------------------
cat >includes.c <<'EOF'
#include "missing.h"
#include "directory.h"

int known(void) { return 1; }

int repaired(UNKNOWN_TYPE x)
{
	UNKNOWN_TYPE y = x;
	return y.field;
}

int lost(void)
{
	return 1 + ;
}
EOF
mkdir directory.h
run 3 includes.c
out_has 'includes.c:1:' "'missing.h'" 'PA9003' 'incomplete (2 of 3 bodies'
out_has 'stand-ins were read for types UNKNOWN_TYPE'
out_has "'directory.h'"
echo '#include "self.c"' >self.c
run 3 self.c

# ---- compile_commands.json --------------------------------------------------
printf '[\n  {"file": "good.c",}\n]\n' >compile_commands.json
run 2 compile_commands.json
err_has 'compile_commands.json:2:' 'expected JSON'
echo '{"file": "good.c"}' >compile_commands.json
run 2 compile_commands.json
err_has 'compile_commands.json: expected an array'
echo '[{"directory": ".", "file": "good.c"}]' >compile_commands.json
run 2 compile_commands.json
err_has 'entry 1: expected words in "arguments"'
echo '[]' >compile_commands.json
run 2 compile_commands.json
err_has 'none of the source files'
: >compile_commands.json
run 2 compile_commands.json
err_has 'compile_commands.json:'
echo '[{"directory": ".", "file": "good.c", "command": "cl @none.rsp"}]' \
	>compile_commands.json
run 3 compile_commands.json
out_has 'good.c' 'none.rsp'

# ---- flags, headers, contracts ----------------------------------------------
run 3 good.c -- --no-such-flag
out_has 'good.c' 'PA9001'
PAGEAUDIT_DDK=/nowhere/kit run 0 good.c --exit-zero
err_has '/nowhere/kit: there are no driver headers' 'PAGEAUDIT_DDK'
PAGEAUDIT_HEADERS=/nowhere/model run 0 good.c --exit-zero
err_has '/nowhere/model' 'PAGEAUDIT_HEADERS'
run 2 good.c --contracts none.sal
err_has 'none.sal'
printf 'KeFoo\n\t_IRQL_requires_max_(NO_SUCH_LEVEL)\n' >bad.sal
run 2 good.c --contracts bad.sal
err_has 'bad.sal:2:'

# ---- many ways through a driver ----------------------------------------------
# Each routine calls the next six, and the last ones lock a section: a search
# that goes every way through them once more for each would not end.
awk 'BEGIN {
	print "#include <ntddk.h>\nPVOID Handle; KTIMER Timer; KDPC Dpc;"
	print "VOID Work(PVOID p);\n#pragma alloc_text(PAGELK, Work)"
	print "VOID Work(PVOID p) { PAGED_CODE_LOCKED(); }"
	for (i = 300; i >= 0; i--) {
		printf "NTSTATUS F%d(PVOID p, int n) { NTSTATUS s = 0;\n", i
		for (k = 1; k <= 6 && i + k <= 300; k++)
			printf "if (n > %d) s = F%d(p, n);\n", k, i + k
		if (i == 300)
			print "Handle = MmLockPagableCodeSection((PVOID)Work);"
		if (i == 299)
			print "MmUnlockPagableImageSection(Handle);"
		if (i == 298)
			print "KeSetTimer(&Timer, *(PLARGE_INTEGER)p, &Dpc);"
		if (i == 297)
			print "MmPageEntireDriver((PVOID)F298);"
		print "return s; }"
	}
	print "NTSTATUS DriverEntry(PDRIVER_OBJECT d, PUNICODE_STRING r)"
	print "{ KeInitializeDpc(&Dpc, (PKDEFERRED_ROUTINE)F0, d);"
	print "return F0(d, 3); }"
}' >ways.c
command_line='timeout 60 pageaudit ways.c'
status=0
timeout 60 "$pageaudit" ways.c --exit-zero >"$work/out" 2>"$work/err" || status=$?
[ "$status" -eq 0 ] || fail "status is $status, expected 0"
out_has 'complete'

finish
