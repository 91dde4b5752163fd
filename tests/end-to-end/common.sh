# shellcheck shell=bash
# What the end-to-end tests share. Each is run as
#
#	bash test-NAME.sh PATH/pageaudit SOURCE-DIRECTORY
#
# and starts with `. common.sh`. It works in a fresh directory, calls `run` and
# looks at what came out; `finish` ends it.
set -u

pageaudit=$1
source_directory=$2
export source_directory

# The surroundings decide about formats and colours; tests decide themselves.
unset VSCMD_VER MSBuildExtensionsPath NO_COLOR PAGEAUDIT_DDK PAGEAUDIT_HEADERS

work=$(mktemp -d)
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
mkdir "$work/cwd" && cd "$work/cwd" || exit 1

failures=0
command_line=

fail() {
	failures=$((failures + 1))
	printf 'FAIL: %s\n  after: %s\n' "$*" "$command_line"
	sed 's/^/  stdout: /' "$work/out" | head -n 20
	sed 's/^/  stderr: /' "$work/err" | head -n 20
}

# run STATUS ARGUMENT…: the program must end with STATUS; `any` is any status
# of an audit that was carried out.
run() {
	local expected=$1 status=0
	shift
	command_line="pageaudit $*"
	"$pageaudit" "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
	case $expected/$status in
	any/[013]) ;;
	"$status/$status") ;;
	*) fail "status is $status, expected $expected" ;;
	esac
}

# Each argument is a text that must be there.
out_has() {
	local text
	for text in "$@"; do
		grep -qF -e "$text" "$work/out" ||
			fail "standard output lacks '$text'"
	done
}

err_has() {
	local text
	for text in "$@"; do
		grep -qF -e "$text" "$work/err" ||
			fail "standard error lacks '$text'"
	done
}

out_lacks() {
	if grep -qF -e "$1" "$work/out"; then
		fail "standard output has '$1'"
	fi
}

err_lacks() {
	if grep -qF -e "$1" "$work/err"; then
		fail "standard error has '$1'"
	fi
}

out_is_empty() {
	if [ -s "$work/out" ]; then
		fail "standard output is not empty"
	fi
}

err_is_empty() {
	if [ -s "$work/err" ]; then
		fail "standard error is not empty"
	fi
}

finish() {
	if [ "$failures" -ne 0 ]; then
		printf '%d checks failed\n' "$failures"
		exit 1
	fi
	echo ok
	exit 0
}
