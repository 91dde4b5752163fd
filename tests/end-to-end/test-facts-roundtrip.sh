#!/usr/bin/env bash
# Facts are enough: what was written to files and read back gives the findings,
# byte for byte, that reading the sources gives. What facts and control-flow
# graphs of small sources look like is in tests/golden; BLESS=1 rewrites it.
. "$(dirname "$0")/common.sh"

cp -R "$source_directory/corpus" .
for driver in corpus/*/; do
	driver=${driver%/}
	rm -rf facts
	mkdir facts
	run any audit "$driver" --format json --format sarif:audit.sarif
	cp "$work/out" audit.json
	run any facts "$driver" -o facts
	run any check facts/*.paf --format json --format sarif:check.sarif
	cmp -s audit.json "$work/out" ||
		fail "$driver: check and audit find different things"
	cmp -s audit.sarif check.sarif ||
		fail "$driver: check and audit differ in SARIF"
	run any facts --dump "$driver"
	for unit in facts/*.paf; do
		[ -s "$unit" ] || fail "$unit is empty"
	done
	cat facts/*.paf | cmp -s - "$work/out" ||
		fail "$driver: --dump shows something else than the files"
done

# ---- the form, for people -----------------------------------------------------

golden=$source_directory/tests/golden

# golden NAME WHAT: what the last run printed is in tests/golden/NAME.
golden() {
	if [ "${BLESS-}" = 1 ]; then
		cp "$1" "$golden/$1"
	fi
	diff -u "$golden/$1" "$1" >"$work/err" ||
		fail "$2 have changed; BLESS=1 accepts them"
}

# Headers of the kit are named by where this machine has them.
cp "$golden/facts.c" "$golden"/cfg.c* .
run 0 facts --dump facts.c
grep -v '^file .* system$' "$work/out" >facts.paf
golden facts.paf 'the facts of facts.c'

for source in cfg.c cfg.cpp; do
	run 0 facts --dump=cfg "$source"
	cp "$work/out" "$source.txt"
	golden "$source.txt" "the control-flow graphs of $source"
done
run 2 facts --dump=dot cfg.c
err_has 'facts (the default) or cfg'

finish
