#!/usr/bin/env bash
# The same sources give the same bytes, in every form: with any number of
# threads, again, in any order of inputs, and from another working directory.
. "$(dirname "$0")/common.sh"

corpus=$source_directory/corpus
shopt -s nullglob

# Every form of one driver, into a directory: outputs DIRECTORY STATUS INPUT…
outputs() {
	local into=$1
	shift
	mkdir -p "$into"
	run any audit "$@" --format "sarif:$into/sarif" \
		--format "json:$into/json" --format clang
	without_time <"$work/out" >"$into/text"
	run any sections "$@" --format json
	cp "$work/out" "$into/sections"
	run any facts --dump "$@"
	cp "$work/out" "$into/facts"
}

# How long it took is the one thing that may differ.
without_time() {
	sed 's/; [0-9.]* s$//'
}

same() {
	local form
	for form in "$work/first"/*; do
		cmp -s "$form" "$1/${form##*/}" ||
			fail "$2: ${form##*/} is not the same"
	done
}

for driver in "$corpus"/*/; do
	driver=${driver%/}
	rm -rf "$work/first" "$work/other"
	outputs "$work/first" "$driver" -j 1
	for form in "$work/first"/*; do
		[ -s "$form" ] || fail "$driver: ${form##*/} is empty"
	done

	outputs "$work/other" "$driver" -j 4
	same "$work/other" "$driver with four threads"
	outputs "$work/other" "$driver" -j 4
	same "$work/other" "$driver again"

	# The units by name, last one first.
	units=()
	for unit in "$driver"/*.c "$driver"/*.cpp; do
		units=("$unit" "${units[@]}")
	done
	outputs "$work/other" "${units[@]}"
	same "$work/other" "$driver backwards"

	mkdir -p "$work/elsewhere/deep"
	cd "$work/elsewhere/deep" || exit 1
	outputs "$work/other" "$driver"
	same "$work/other" "$driver from another directory"
	cd "$work/cwd" || exit 1
done

finish
