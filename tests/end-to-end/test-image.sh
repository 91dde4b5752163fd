#!/usr/bin/env bash
# --image: sizes and sections as a compiler made them. The objects are made here,
# of sources that need no header; without a clang that makes objects for Windows
# there is nothing to test.
. "$(dirname "$0")/common.sh"

compile() {
	clang-19 --target=x86_64-pc-windows-msvc -Os -w -c "$1" -o "$2"
}

echo 'int x;' >probe.c
if ! compile probe.c probe.obj 2>/dev/null; then
	echo "no objects for Windows here: nothing tested"
	exit 0
fi

# ---- less than a page of code ------------------------------------------------

cat >small.c <<'EOC'
int Small(int x);
int Resident(int x);
#pragma alloc_text(PAGE, Small)

int Small(int x)
{
	return Resident(x) + 1;
}

int Resident(int x)
{
	return x * 2;
}
EOC
compile small.c small.obj
small=(--rules PA3011 small.c)

run 0 "${small[@]}"
out_lacks PA3011
run 1 "${small[@]}" --fail-on note --image small.obj
out_has "small.c:3:" "'PAGE' holds " ' bytes of code, less than a page'
err_has '2 of 2 routines are there'

# The same by facts that were read before.
run 0 facts small.c -o small.paf
run 1 check small.paf --rules PA3011 --fail-on note --image small.obj
out_has "'PAGE' holds "

# A page of it is enough.
{
	echo 'int Large(volatile int *x);'
	echo '#pragma alloc_text(PAGE, Large)'
	echo 'int Large(volatile int *x)'
	echo '{'
	for ((i = 0; i < 1000; i++)); do echo "	*x = $i;"; done
	echo '	return 0;'
	echo '}'
} >large.c
compile large.c large.obj
run 0 large.c --rules PA3011 --fail-on note --image large.obj
err_has '1 of 1 routines'

# What was not compiled may be as large as it likes.
sed 's/Small/Second/; s/Resident/Other/' small.c >second.c
run 0 "${small[@]}" large.c --fail-on note --image small.obj
err_has '2 of 3 routines'

# Data beside the code counts with it.
cat >both.c <<'EOC'
int Small(int x);
#pragma alloc_text(PAGER, Small)
#pragma data_seg("PAGER")
int Table[1024] = { 1 };
#pragma data_seg()

int Small(int x)
{
	return Table[x];
}
EOC
compile both.c both.obj
run 0 both.c --rules PA3011 --fail-on note --image both.obj
sed 's/1024/16/' both.c >few.c
compile few.c few.obj
run 1 few.c --rules PA3011 --fail-on note --image few.obj
out_has "'PAGER' holds " 'bytes of code and data'

# A linked driver says how large its sections are, if nothing else: this one has
# 100 bytes of PAGE.
{
	printf 'MZ'
	head -c 58 /dev/zero
	printf '\100\0\0\0PE\0\0\144\206\1\0'
	head -c 16 /dev/zero
	printf 'PAGE\0\0\0\0\144\0\0\0'
	head -c 24 /dev/zero
	printf '\40\0\0\140'
} >small.sys
run 1 "${small[@]}" --fail-on note --image small.sys
out_has "'PAGE' holds 100 bytes of code, less than a page"
err_has 'there are sections, but no names of routines'

# ---- where it really is ------------------------------------------------------

# clang reads no macro that is a pragma; Microsoft's compiler does.
cat >else.c <<'EOC'
#define PAGED_TEXT code_seg("PAGE")
#pragma PAGED_TEXT
int Paged(int x)
{
	return x + 1;
}
#pragma code_seg()

#pragma code_seg("PAGE")
int Agreed(int x)
{
	return x + 2;
}
#pragma code_seg()
EOC
compile else.c else.obj
run 0 sections else.c --image else.obj
[ "$(grep -c 'compiled into' "$work/out")" -eq 1 ] || fail "expected one"
out_has 'PAGE  pageable, 2 functions, 0 variables, ' ' bytes of code'
grep -q 'Paged .*; compiled into .text$' "$work/out" || fail "not Paged"
run 0 sections else.c --image else.obj --format json
out_has '"compiled_into": ".text"' '"bytes": ' '"code_bytes": '

# LLVM reads the same sections out of it.
"${ORACLE_SECTIONS:?the path of oracle-sections}" else.obj >"$work/out"
out_has "$(printf '.text\tPaged')" "$(printf 'PAGE\tAgreed')"

# ---- C++, and names that several have ---------------------------------------

cat >queue.cpp <<'EOC'
struct Queue {
	int Push(int x);
	int Pop(int x);
	int Pop(long x);
};
int Queue::Push(int x) { return x + 1; }
int Queue::Pop(int x) { return x + 2; }
int Queue::Pop(long x) { return x + 3; }
EOC
compile queue.cpp queue.obj
run 0 sections queue.cpp --image queue.obj --format json
err_has '1 of 3 routines'
grep -v long queue.cpp >queue-of-ints.cpp
run 0 sections queue-of-ints.cpp --image queue.obj
err_has '1 of 2 routines'

printf 'static int Same(void) { volatile int a[9] = { 1 }; return a[1]; }\nint One(void) { return Same(); }\n' \
	>one.c
printf 'static int Same(void) { return 2; }\nint Two(void) { return Same(); }\n' \
	>two.c
for name in one two; do
	clang-19 --target=i386-pc-windows-msvc -O0 -c $name.c -o $name.obj
done
run 0 sections one.c two.c --image one.obj --image two.obj
err_has '4 of 4 routines'
# Of a static that only one of the sources read has, too.
run 0 sections two.c --image one.obj --image two.obj --format json
[ "$(grep -c '"bytes"' "$work/out")" -eq 2 ] || fail "expected two sizes"
mv "$work/out" "$work/both"
run 0 sections two.c --image two.obj --format json
cmp -s "$work/out" "$work/both" || fail "the static of the other source is taken"
if command -v llvm-lib-19 >/dev/null; then
	llvm-lib-19 /out:both.lib one.obj two.obj
	run 0 sections one.c two.c --image both.lib
	err_has '4 of 4 routines'
fi

# ---- what is none ------------------------------------------------------------

clang-19 -c small.c -w -o elf.o
head -c 200 small.obj >short.obj
: >empty.obj
for wrong in 'elf.o ELF' 'short.obj ends' 'empty.obj empty' \
	'small.c machine' 'absent.obj No'; do
	run 2 small.c --image "${wrong% *}"
	err_has "${wrong% *}: " "${wrong#* }"
	err_lacks 'routines are there'
done
run any small.c --image large.obj
err_has 'nothing in these files is of this driver'
run 2 small.c --image
err_has '--image: expected its value'

# Two drivers have a DriverEntry each.
for name in a b; do
	mkdir $name
	cp small.c $name
	sed 's/src.a.c/small.c/' "$source_directory/tests/projects/minimal.vcxproj" \
		>$name/$name.vcxproj
done
run 2 a b --image small.obj
err_has 'expected one driver'

finish
