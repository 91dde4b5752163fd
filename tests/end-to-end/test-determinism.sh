#!/usr/bin/env bash
# The same sources give the same bytes, in every form: with any number of
# threads, again, in any order of inputs, and from another working directory of
# the same repository when paths are given in full. (There the text for people
# differs: it names files as seen from where they stand.)
. "$(dirname "$0")/common.sh"

shopt -s nullglob
tree=$work/tree
mkdir -p "$tree/.git" "$tree/a/b"
cp -R "$source_directory/corpus" "$tree"

# outputs DIRECTORY ARGUMENT…: every form of one driver.
outputs() {
	local into=$1
	shift
	rm -rf "$into"
	mkdir "$into"
	run any audit "$@" --format "sarif:$into/sarif" \
		--format "json:$into/json" --format clang
	without_time <"$work/out" >"$into/text"
	run any facts --dump "$@"
	cp "$work/out" "$into/facts"
}

# How long it took is the one thing that may differ.
without_time() {
	sed 's/; [0-9.]* s$//'
}

# outputs_are_the_same WHAT ARGUMENT…
outputs_are_the_same() {
	local form what=$1
	shift
	outputs "$work/other" "$@"
	for form in "$work/first"/*; do
		cmp -s "$form" "$work/other/${form##*/}" ||
			fail "$driver $what: ${form##*/} is not the same"
	done
}

cd "$tree" || exit 1
for driver in "$tree"/corpus/*/; do
	driver=${driver%/}
	units=()
	for unit in "$driver"/*.c "$driver"/*.cpp; do
		units=("$unit" "${units[@]}")
	done
	outputs "$work/first" "$driver" -j 1
	for form in "$work/first"/*; do
		[ -s "$form" ] || fail "$driver: ${form##*/} is empty"
	done
	outputs_are_the_same 'again' "$driver" -j 1
	outputs_are_the_same 'backwards, four at a time' "${units[@]}" -j 4
	cd a/b || exit 1
	rm "$work/first/text"
	outputs_are_the_same 'from elsewhere' "$driver"
	cd "$tree" || exit 1
done

finish
