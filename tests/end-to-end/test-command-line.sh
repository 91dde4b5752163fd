#!/usr/bin/env bash
# Options, commands, help and exit statuses.
. "$(dirname "$0")/common.sh"

cat >clean.c <<'EOF'
int clean(int x)
{
	return x + 1;
}
EOF
cat >defect.c <<'EOF'
#include <ntddk.h>

static KSPIN_LOCK Lock;

VOID Start(VOID);
#pragma alloc_text(PAGE, Start)

VOID Start(VOID)
{
	KIRQL irql;

	PAGED_CODE();
	KeAcquireSpinLock(&Lock, &irql);
	KeReleaseSpinLock(&Lock, irql);
}
EOF

cat >advice.c <<'EOF'
#include <ntddk.h>

VOID Load(VOID);
#pragma alloc_text(PAGE, Load)

static ULONG Add(ULONG Value)
{
	return Value + 1;
}

VOID Load(VOID)
{
	PAGED_CODE();
	Add(1);
}
EOF

# ---- help and versions ------------------------------------------------------
run 0 --help
out_has 'Usage: pageaudit' '--format' 'sections' 'Exit status'
err_is_empty
run 0 -h
out_has 'Usage: pageaudit'
for command in audit sections facts check rules explain completion; do
	run 0 "$command" --help
	out_has "Usage: pageaudit $command" '--help'
	err_is_empty
done
run 0 --version
out_has 'pageaudit 0.' 'clang version' 'model headers: ' 'driver headers: '
run 2
err_has 'Usage: pageaudit'
out_is_empty

# ---- mistakes on the command line -------------------------------------------
run 2 --fromat json clean.c
err_has "unknown option '--fromat'" "did you mean '--format'?" '--help'
out_is_empty
run 2 -Iinclude clean.c
err_has "behind '--'"
run 2 rules --fail-on note
err_has "unknown option '--fail-on' of rules"
run 2 --format yaml clean.c
err_has 'expected auto, pretty, clang, msvc, sarif or json'
run 2 --format
err_has '--format: expected its value'
run 2 --format json: clean.c
err_has 'the path of a file'
run 2 --exit-zero=yes clean.c
err_has 'takes no value'
for jobs in 0 -1 257 many 4x; do
	run 2 -j "$jobs" clean.c
	err_has 'a number of threads from 1 to 256'
done
run 2 --fail-on fatal clean.c
err_has 'note, warning or error'
run 2 --color blue clean.c
err_has 'auto, always or never'
run 2 --rules PA1999 clean.c
err_has "'PA1999' is none"
run 2 --rules paged-code-aquires-spin-lock clean.c
err_has "did you mean 'paged-code-acquires-spin-lock'?"
run 2 '--rules=-*' clean.c
err_has 'at least one rule'
run 2 --format json --format sarif clean.c
err_has 'standard output'
run 2 sectoins clean.c
err_has "sectoins: there is no such file" "did you mean 'sections'?"
run 2 check clean.c -- -DX
err_has 'no flags for clang'

# ---- statuses and levels ----------------------------------------------------
run 0 clean.c
out_has 'pageaudit: 1 file, 1 function, 0 pageable; 0 findings' 'complete'
err_is_empty
run 0 audit clean.c -j1
run 1 defect.c
out_has 'defect.c:13:' 'error:' '[PA1001]' '1 finding'
err_is_empty
run 1 clean.c defect.c --fail-on error
run 0 defect.c --exit-zero
out_has '[PA1001]'
run 1 defect.c --rules PA1001
run 0 defect.c --rules -PA1001
out_lacks 'PA1001'
run 1 defect.c '--rules=-*,+PA1*'
run 1 defect.c --rules paged-code-acquires-spin-lock

# ---- advice -----------------------------------------------------------------
run 0 advice.c
out_has '0 findings'
out_lacks 'could be pageable'
run 0 advice.c --advice
out_has "note: 'Add' could be pageable" '[PA7001]' \
	'1 routine could be pageable, about '
run 1 advice.c --advice --fail-on note
run 0 advice.c --advice --rules PA1001
out_has '[PA7001]'
run 0 advice.c --rules PA7001 --format json
out_has '"couldBePageable": 1' '"saves": '
run 0 clean.c --advice
out_has '0 routines could be pageable'
run 2 sections advice.c --advice
err_has "unknown option '--advice' of sections"

# ---- formats ----------------------------------------------------------------
run 1 defect.c --format msvc
out_has 'defect.c(13,' 'error PA1001:'
run 1 defect.c --format pretty
out_has 'KeAcquireSpinLock(&Lock, &irql);'
out_lacks $'\e['
run 1 defect.c --format pretty --color always
out_has $'\e['
NO_COLOR=1 run 1 defect.c --format pretty --color always
out_has $'\e['
VSCMD_VER=17 run 1 defect.c
out_has '(13,' 'error PA1001:'
run 1 defect.c --format sarif:out.sarif --format json:out.json --format clang
out_has '[PA1001]'
grep -q '"ruleId": *"PA1001"' out.sarif || fail 'out.sarif lacks the finding'
grep -q 'PA1001' out.json || fail 'out.json lacks the finding'
run 1 defect.c --format json
out_has 'PA1001'
err_has 'pageaudit: 1 file'
run 1 defect.c -o report.txt
out_is_empty
grep -q 'PA1001' report.txt || fail 'report.txt lacks the finding'
run 1 defect.c -j 1 --format sarif
cp "$work/out" first.sarif
run 1 defect.c -j 4 --format sarif
cmp -s "$work/out" first.sarif || fail 'two runs differ'

# ---- outputs that cannot be written -----------------------------------------
run 2 clean.c -o none/report.txt
err_has 'none/report.txt: cannot write: No such file'
run 2 clean.c -o defect.c
err_has 'defect.c: is named as an output'
if [ -e /dev/full ]; then
	run 2 clean.c -o /dev/full
	err_has '/dev/full: cannot write: No space left'
	status=0
	command_line='pageaudit --help >/dev/full'
	"$pageaudit" --help >/dev/full 2>"$work/err" || status=$?
	[ "$status" -eq 2 ] || fail "a full disk gives status $status"
	err_has 'standard output: cannot write'
fi

# ---- facts, and back --------------------------------------------------------
run 2 facts clean.c
err_has '--dump or -o'
run 0 facts --dump clean.c
out_has 'pageaudit-facts 4' 'function clean'
run 2 facts -v clean.c defect.c -o one.paf
err_has 'expected a directory'
err_lacks 'sources read' # it is known before the long work
mkdir facts
run 0 facts clean.c defect.c -o facts
run 1 check facts/*.paf
out_has 'defect.c:13:' '[PA1001]'
run 1 defect.c clean.c --format json
cp "$work/out" audit.json
run 1 check facts/*.paf --format json
cmp -s audit.json "$work/out" || fail 'check finds something else than audit'
run 2 check none.paf
err_has 'none.paf: No such file'
run 2 check clean.c
err_has "clean.c:1: expected 'pageaudit-facts"
head -n 3 facts/defect.c.paf >cut.paf
run 2 check cut.paf
err_has 'cut.paf:'
run 2 check
err_has 'nothing to read'

# ---- sections, rules, explain, completion -----------------------------------
run 0 sections defect.c
out_has 'Start' 'PAGE'
run 0 sections defect.c --format json
out_has '"PAGE"'
run 0 rules
out_has 'PA1001' 'paged-code-acquires-spin-lock'
run 0 rules --format json
out_has '"PA1001"'
run 0 rules --format markdown
out_has 'PA1001'
run 2 rules PA1001
err_has 'explain'
run 0 explain PA1001
out_has 'paged-code-acquires-spin-lock' 'Why' 'Not reported'
run 0 explain paged-code-acquires-spin-lock PA9001
out_has 'PA1001' 'PA9001'
run 0 explain KeSetEvent
out_has 'KeSetEvent' '_IRQL_'
run 2 explain PA10001
err_has "'PA10001' is no rule" "did you mean 'PA1001'?"
run 2 explain
err_has 'expected the code or name of a rule'
run 0 completion
bash -n "$work/out" || fail 'the completion script is no bash'

finish
