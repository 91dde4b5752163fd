#!/usr/bin/env bash
# Facts are enough: what was written to files and read back gives the findings,
# byte for byte, that reading the sources gives. What a small source's facts
# look like is in tests/golden; BLESS=1 rewrites it.
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
# Headers of the kit are named by where this machine has them.
cp "$golden/facts.c" .
run 0 facts --dump facts.c
grep -v '^file .* system$' "$work/out" >facts.paf
if [ "${BLESS-}" = 1 ] && [ "$failures" -eq 0 ]; then
	cp facts.paf "$golden/facts.paf"
fi
diff -u "$golden/facts.paf" facts.paf >"$work/err" ||
	fail 'the facts of tests/golden/facts.c have changed; BLESS=1 accepts them'

# Parameters of templates and lambdas are known as such, and what stands in a
# __noop is not evaluated.
cat >parameters.cpp <<'END'
struct Lock { void Take(int); };
void Say(int);
template <class T> int Get(T, int, int count) { Say(count); return count; }
int Use(Lock *lock)
{
	auto take = [lock](int, int way) { lock->Take(way); };

	__noop(Say(1));
	take(1, 2);
	return Get(lock, 3, 4);
}
END
run 0 facts --dump parameters.cpp
out_has 'call Say(p2)' 'call Lock::Take(p1)'
out_lacks 'call Say(1)'
out_lacks '__noop'

finish
