#!/usr/bin/env bash
# Where the program says that functions and variables go, against where clang
# puts them: for every driver of the corpus, and for a thousand placements in C
# and as many in C++ that oracle-placements makes up. Any difference fails that
# tests/oracle/README.md does not list, and so does a listed one that is gone.
. "$(dirname "$0")/common.sh"

: "${ORACLE_SECTIONS:?the path of oracle-sections}"
: "${ORACLE_PLACEMENTS:?the path of oracle-placements}"
oracle=$source_directory/tests/oracle
seed=${SEED:-1}
undname=llvm-undname-19
command -v $undname >/dev/null || undname=$(llvm-config-19 --bindir)/llvm-undname

# clang obeys alloc_text for Microsoft's target only, which the mingw-w64
# headers were not written for.
headers=/usr/share/mingw-w64/include
flags=(--target=x86_64-pc-windows-msvc -fms-compatibility -fms-extensions
	-fms-compatibility-version=19.30 -fgnuc-version=4.2.1 -Wno-everything
	-D_AMD64_ -DAMD64 -D_WIN64 -D_KERNEL_MODE=1 -DWINNT=1 -DDBG=0
	-D_WIN32_WINNT=0x0A00 -DWINVER=0x0A00 -DNTDDI_VERSION=0x0A000010
	-DKMDF_VERSION_MAJOR=1 -DKMDF_VERSION_MINOR=33 -nostdinc
	-isystem "$(clang-19 -print-resource-dir)/include"
	-isystem "$source_directory/analyzer/frontend/headers"
	-isystem "$headers/ddk" -isystem "$headers"
	-include "$oracle/prologue.h" -include pageaudit_prologue.h
	-include "$oracle/epilogue.h")

# ---- the two opinions, as lines "FILE NAME SECTION" with tabs ---------------

# C++ names are undecorated and lose their parameters and template arguments.
readable_names() {
	local name
	while IFS=$'\t' read -r _ name; do
		case $name in
		'??_'*) continue ;; # strings, tables
		'?'*) echo "$name" ;;
		esac
	done <"$1" | "$undname" --no-access-specifier --no-return-type \
		--no-calling-convention --no-member-type --no-variable-type \
		2>/dev/null | awk '
		NR % 3 == 1 { decorated = $0 }
		NR % 3 == 2 {
			while (sub(/<[^<>]*>/, "")) {}
			sub(/\([^()]*\)[^()]*$/, "")
			print decorated "\t" $0
		}' >"$work/names"
	awk -F'\t' -v OFS='\t' -v file="$2" '
		FILENAME != ARGV[ARGC - 1] { plain[$1] = $2; next }
		$2 ~ /^\?/ && !($2 in plain) { next }
		{ print file, $2 in plain ? plain[$2] : $2, $1 }
		' "$work/names" "$1"
}

# clang does not expand a macro that is a pragma; the kit's are spelled out.
spell_out() {
	sed -e 's/^#pragma NDIS_INIT_FUNCTION(/#pragma alloc_text(INIT, /' \
		-e 's/^#pragma NDIS_PAGE\{0,1\}ABLE_FUNCTION(/#pragma alloc_text(PAGE, /' \
		"$1"
}

# clang_opinion FILE FLAG…: appends to $work/clang.
clang_opinion() {
	local file=$1 language=(-x c++ -std=c++17 -fno-exceptions)
	shift
	case $file in *.c) language=(-x c -std=gnu11) ;; esac
	command_line="clang-19 -c $file"
	if ! spell_out "$file" | clang-19 -c "${flags[@]}" "$@" \
		-I "$(dirname "$file")" "${language[@]}" - \
		-o "$work/object" >"$work/out" 2>"$work/err"; then
		fail "clang does not compile it"
		return
	fi
	command_line="oracle-sections $file"
	"$ORACLE_SECTIONS" "$work/object" >"$work/symbols" 2>"$work/err" ||
		fail "the object cannot be read"
	readable_names "$work/symbols" "$file" >>"$work/clang"
}

# Appends what `run` has left in $work/out to $work/ours.
our_opinion() {
	awk -F'  +' -v OFS='\t' '
		/^[^ ]/ { section = $1 }
		/^ / { sub(/:[0-9]+$/, "", $4); print $4, $3, section }
		' "$work/out" >>"$work/ours"
}

# ---- differences ------------------------------------------------------------

# Prints "FILE NAME OURS CLANG" for what both know and see differently, and
# "= COUNT" of what both know. A section's default name counts as no section.
compare() {
	awk -F'\t' -v OFS='\t' '
	function usual(section) {
		if (section ~ /^(\.text|\.data|\.bss|\.rdata|\(default)/)
			return "default"
		return section
	}
	FILENAME == ARGV[1] { here[$1, $2] = usual($3); any[$2] = usual($3); next }
	{
		header = $1 ~ /\.(h|hpp|inl)$/
		if (header ? !($2 in any) : !(($1, $2) in here))
			next
		both++
		theirs = header ? any[$2] : here[$1, $2]
		if (usual($3) != theirs)
			print $1, $2, usual($3), theirs
	}
	END { print "=", both + 0 }' "$1" "$2"
}

# The rows of the table of known differences: name, ours, clang's.
# shellcheck disable=SC2016 # back quotes of the table, not of the shell
sed -n 's/^| `\([^`]*\)` | `\([^`]*\)` | `\([^`]*\)` |.*/\1\t\2\t\3/p' \
	"$oracle/README.md" >"$work/known"
command_line="reading $oracle/README.md"
[ -s "$work/known" ] || fail "there are no known differences"

# is_known FILE:NAME OURS CLANG: whether a row covers a difference. Rows that
# were needed are noted.
is_known() {
	local name ours theirs
	while IFS=$'\t' read -r name ours theirs; do
		# shellcheck disable=SC2053 # the row's words are patterns
		if [[ $1 == $name && $2 == $ours && $3 == $theirs ]]; then
			printf '%s\t%s\t%s\n' "$name" "$ours" "$theirs" \
				>>"$work/needed"
			return 0
		fi
	done <"$work/known"
	return 1
}

# judge LEAST: compares $work/clang and $work/ours; both must know LEAST names.
judge() {
	local file name ours theirs both=0
	while IFS=$'\t' read -r file name ours theirs; do
		if [ "$file" = = ]; then
			both=$name
		elif ! is_known "$file:$name" "$ours" "$theirs"; then
			fail "$file: $name is in $ours, for clang in $theirs"
		fi
	done < <(compare "$work/clang" "$work/ours")
	echo "$command_line: both know $both"
	[ "$both" -ge "$1" ] || fail "both know $both, expected $1 at least"
}

: >"$work/needed"

# ---- the corpus --------------------------------------------------------------

cd "$source_directory" || exit 1
for driver in corpus/*/; do
	: >"$work/clang"
	: >"$work/ours"
	for file in "$driver"*.c "$driver"*.cpp; do
		[ -e "$file" ] && clang_opinion "$file"
	done
	run 0 sections "${driver%/}"
	our_opinion
	judge 1
done

# ---- made up -----------------------------------------------------------------

cd "$work/cwd" || exit 1
: >"$work/clang"
: >"$work/ours"
"$ORACLE_PLACEMENTS" c "$seed" 1000 >stress.c
"$ORACLE_PLACEMENTS" c++ "$seed" 1000 >stress.cpp
clang_opinion stress.c -I"$oracle"
clang_opinion stress.cpp -I"$oracle"
run 0 sections stress.c stress.cpp -- -I"$oracle"
our_opinion
judge 2400

command_line="reading $oracle/README.md"
if [ "$seed" -eq 1 ] && ! sort -u "$work/needed" |
	cmp -s - <(sort -u "$work/known"); then
	fail "these known differences are gone: $(sort -u "$work/needed" |
		comm -13 - <(sort -u "$work/known") | tr '\n' ' ')"
fi

finish
