#!/bin/sh
# Judges SARIF files by two validators, SARIF Multitool (rules of SARIF itself
# and of code scanning) and the JSON schema, and checks their line hashes
# against an independent calculation. Any error or warning fails.
#
#	validate-sarif.sh [-d NPM_DIRECTORY] FILE...
#
# The validators are installed into NPM_DIRECTORY, build/npm by default, unless
# they are there already. Before the files are judged, each validator has to
# find a broken one broken: the multitool's own exit status says nothing.
#
# Needs node and npm. Exit status: 0 valid, 1 not valid, 2 could not judge.

here=$(cd "$(dirname "$0")" && pwd) || exit 2
npm_directory=$here/../../build/npm
if [ "$1" = -d ]; then
	npm_directory=$2
	shift 2
fi
if [ $# -eq 0 ]; then
	echo "usage: validate-sarif.sh [-d NPM_DIRECTORY] FILE..." >&2
	exit 2
fi

scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT

install() {
	mkdir -p "$npm_directory" || return 1
	npm_directory=$(cd "$npm_directory" && pwd)
	cmp -s "$here/package-lock.json" "$npm_directory/package-lock.json" &&
		[ -e "$npm_directory/installed" ] && return 0
	rm -f "$npm_directory/installed"
	cp "$here/package.json" "$here/package-lock.json" "$npm_directory" &&
		(cd "$npm_directory" &&
			npm ci --ignore-scripts --no-audit --no-fund >&2) &&
		touch "$npm_directory/installed"
}

# The package's install step, which was not run, only does the chmod.
find_multitool() {
	multitool=$(cd "$npm_directory" &&
		node -p 'require("@microsoft/sarif-multitool")') &&
		chmod u+x "$multitool"
}

check() {
	node "$here/validate-sarif-check.mjs" "$npm_directory" "$@"
}

# 0 if the multitool finds nothing in a file. It exits with 0 either way, so
# what counts is in its log.
multitool_accepts() {
	rm -f "$scratch/log.sarif"
	DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$multitool" validate "$1" \
		-o "$scratch/log.sarif" --log ForceOverwrite \
		--rule-kind "Sarif;Ghas" --level "Error;Warning" \
		>"$scratch/output" 2>&1
	if [ ! -s "$scratch/log.sarif" ]; then
		cat "$scratch/output" >&2
		return 1
	fi
	check --log "$scratch/log.sarif"
}

# A result without a place and of a rule that nothing is said about.
self_test() {
	cat >"$scratch/broken.sarif" <<-'EOF'
	{
		"$schema": "https://json.schemastore.org/sarif-2.1.0.json",
		"version": "2.1.0",
		"runs": [{
			"tool": { "driver": { "name": "self-test" } },
			"results": [{
				"ruleId": "X1",
				"message": { "text": "broken" }
			}]
		}]
	}
	EOF
	check --self-test || return 1
	if multitool_accepts "$scratch/broken.sarif" 2>"$scratch/found"; then
		echo "the multitool accepts a broken file" >&2
		return 1
	fi
	grep -q 'GH[0-9]' "$scratch/found"
}

if ! install || ! find_multitool || ! self_test; then
	echo "validate-sarif.sh: the validators do not work" >&2
	cat "$scratch"/found >&2 2>/dev/null
	exit 2
fi

status=0
for file; do
	if check "$file" && multitool_accepts "$file"; then
		echo "$file: valid"
	else
		echo "$file: not valid" >&2
		status=1
	fi
done
exit $status
