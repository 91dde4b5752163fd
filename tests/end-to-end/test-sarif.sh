#!/usr/bin/env bash
# The SARIF of every driver of the corpus, and of what a run can end with
# besides findings, passes both validators.
. "$(dirname "$0")/common.sh"

mkdir "$work/tree" "$work/sarif"
cp -R "$source_directory/corpus" "$work/tree"
cd "$work/tree" || exit 1

for driver in corpus/*/; do
	driver=${driver%/}
	run any "$driver" --advice --format "sarif:$work/sarif/${driver##*/}.sarif"
done

# Lost bodies and sources are notifications; names are escaped in URIs.
mkdir 'odd names'
printf '#include "none.h"\nvoid lost(NONE x) { x.y(); }\n' \
	>'odd names/100% ü.c'
printf 'MZ\220\0' >'odd names/binary.c'
run 3 'odd names' --format "sarif:$work/sarif/incomplete.sarif"

command_line='validate-sarif.sh'
sh "$source_directory/tests/end-to-end/validate-sarif.sh" \
	-d "$source_directory/build/npm" "$work"/sarif/*.sarif \
	>"$work/out" 2>"$work/err" || fail "status is $?"
cat "$work/out"
count=$(find "$work/sarif" -name '*.sarif' | wc -l)
[ "$(grep -c ': valid$' "$work/out")" -eq "$count" ] ||
	fail "expected $count valid files"

finish
