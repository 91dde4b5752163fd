#!/usr/bin/env bash
# What may be named as an input, and what each stands for.
. "$(dirname "$0")/common.sh"

mkdir -p driver/sub driver/.hidden driver/out include
cat >driver/a.c <<'EOF'
int a(void) { return 1; }
EOF
cat >driver/sub/b.cpp <<'EOF'
class B { public: int get(); };
int B::get() { return 2; }
EOF
echo 'syntax error here' >driver/.hidden/x.c
echo 'syntax error here' >driver/out/x.c
touch driver/out/CMakeCache.txt

run 0 driver
out_has '2 files, 2 functions'
run 0 driver/a.c driver ./driver/../driver/a.c 'driver\a.c'
out_has '2 files, 2 functions'
run 0 'driver\sub\b.cpp'
out_has '1 file, 1 function'

# A directory that contains itself is walked once.
ln -s .. driver/sub/up
run 0 driver
out_has '2 files, 2 functions'

# ---- flags behind "--" ------------------------------------------------------
echo 'int from_header(void) { return VALUE; }' >include/h.h
printf '#include "h.h"\n' >uses.c
run 0 uses.c -- -Iinclude -DVALUE=3
out_has '2 files, 1 function'
run 0 uses.c -- --target=i686-pc-windows-msvc -Iinclude -DVALUE=3
out_has '2 files, 1 function'

# A header of the driver is one however the #include spells it.
printf '#include "H.H"\n' >spelled.c
run 0 spelled.c -- -Iinclude -DVALUE=3
out_has '2 files, 1 function'
printf '#include "include\\H.h"\n' >spelled.c
run 0 spelled.c -- -DVALUE=3
out_has '2 files, 1 function'

# The parser reads no UTF-16; it is given UTF-8, and places stay the same.
printf '#include "wide.h"\nint narrow(void) { return wide(); }\n' |
	iconv -t UTF-16LE | sed '1s/^/\xff\xfe/' >wide.c
printf 'int wide(void) { return UNKNOWN ] ; }\n' |
	iconv -t UTF-16BE | sed '1s/^/\xfe\xff/' >wide.h
run 3 wide.c --format clang
out_has '2 files, 2 functions' 'wide.h:1:' 'the body of '"'wide'"

# ---- a kit ------------------------------------------------------------------
mkdir -p kit/Include/10.0.1.0/km kit/Include/10.0.1.0/shared
echo 'int from_kit(int);' >kit/Include/10.0.1.0/km/wdm.h
echo '#define FROM_SHARED 1' >kit/Include/10.0.1.0/shared/Shared.h
printf '#include <WDM.h>\n#include <shared.h>\n%s\n' \
	'int kit(void) { return from_kit(FROM_SHARED); }' >kit.c
run 0 kit.c --wdk kit
out_has '1 file, 1 function' 'complete'
run 0 facts --dump kit.c --wdk kit/Include
out_has 'kit/Include/10.0.1.0/km/wdm.h'
# One that is spelled otherwise comes before the model header of that spelling.
echo '#define FROM_FILTERS 2' >kit/Include/10.0.1.0/km/FltKernel.h
printf '#include <wdm.h>\n#include <fltkernel.h>\n%s\n' \
	'int kit(void) { return from_kit(FROM_FILTERS); }' >kit.c
run 0 kit.c --wdk kit
out_has '1 file, 1 function' 'complete'
PAGEAUDIT_WDK=kit run 0 kit.c
out_has '1 file, 1 function' 'complete'
run 2 kit.c --wdk driver
err_has 'driver'

# ---- compile_commands.json --------------------------------------------------
mkdir db
cat >db/compile_commands.json <<EOF
[
	{ "directory": "$PWD", "file": "uses.c",
	  "command": "cl.exe /nologo /c /Iinclude /DVALUE=\\"1\\" /Fox.obj uses.c" },
	{ "directory": "$PWD", "file": "driver/a.c",
	  "arguments": ["cc", "-c", "-O2", "-o", "a.o", "driver/a.c"] }
]
EOF
run 0 db/compile_commands.json
out_has '3 files, 2 functions'
run 0 facts --dump db/compile_commands.json
out_has 'unit "driver/a.c" parsed' 'unit "uses.c" parsed' '"include/h.h"'

cat >db/gone.json <<EOF
[
	{ "directory": "$PWD", "file": "driver/a.c", "command": "cc -c a.c" },
	{ "directory": "$PWD", "file": "driver/gone.c", "command": "cc -c x" }
]
EOF
run 3 db/gone.json
out_has 'driver/gone.c' 'PA9001' 'there is no such file' 'incomplete'

finish
