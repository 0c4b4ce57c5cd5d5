#!/usr/bin/env bash
# Runs every fuzz target of the module, one after the other: FUZZTIME=30s make fuzz.
# What a target finds is kept in the testdata/fuzz of its package. Then holds the
# engine against plain loops on random portfolios: WORLDS=500 make fuzz. Then
# tells notifications through random lives of a store, in which the process ends
# at every boundary of a transaction, and on a store that several processes use
# and are killed on: EPISODES=20000 PROCESSES=1m make fuzz.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

has go || fail "Go 1.26 or later is needed."
time=${FUZZTIME:-500000x}
only=${1:-Fuzz}
failed=
while IFS=: read -r file line; do
	target=$(printf '%s' "$line" | sed 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/')
	case $target in *"$only"*) ;; *) continue ;; esac
	package=./$(dirname "$file")
	log=$logs/fuzz-$(basename "$package")-$target.txt
	begun=$(date +%s)
	state=passed
	if ! go test "$package" -run='^$' -fuzz="^$target\$" -fuzztime="$time" -parallel=2 >"$log" 2>&1; then
		state=FAILED
		failed="$failed $target"
	fi
	count=$(sed -n 's/.*execs: \([0-9]*\).*/\1/p' "$log" | tail -n 1)
	printf '  %-44s %-7s %9s executions %5ss\n' "$package $target" "$state" "${count:-0}" "$(($(date +%s) - begun))"
done < <(grep -r --include='*_test.go' '^func Fuzz' backend app | sort)
case AgainstPlainLoops in *"${only#Fuzz}"*)
	log=$logs/fuzz-portfolios.txt
	begun=$(date +%s)
	state=passed
	if ! WORLDS=${WORLDS:-5000} go test ./backend/metric/engine -run='^TestAgainstPlainLoops$' -count=1 -timeout=0 -v >"$log" 2>&1; then
		state=FAILED
		failed="$failed TestAgainstPlainLoops"
	fi
	count=$(sed -n 's/.*: \([0-9]*\) questions of.*/\1/p' "$log")
	printf '  %-44s %-7s %9s questions  %5ss\n' "./backend/metric/engine TestAgainstPlainLoops" "$state" "${count:-0}" "$(($(date +%s) - begun))"
	;;
esac
case EachEpisodeIsOneItem in *"${only#Fuzz}"*)
	log=$logs/fuzz-episodes.txt
	begun=$(date +%s)
	state=passed
	if ! EPISODES=${EPISODES:-20000} PROCESSES=${PROCESSES:-1m} HEADROOM_HISTORIES=${HISTORIES:-2000} go test ./backend/store -run='^(TestEachEpisodeIsOneItem|TestProcessesOnOneStore|TestRandomHistoriesTellEachEpisodeOnce)$' -count=1 -timeout=0 -v >"$log" 2>&1; then
		state=FAILED
		failed="$failed TestEachEpisodeIsOneItem"
	fi
	count=$(sed -n 's/.*: \([0-9]*\) histories$/\1/p' "$log")
	printf '  %-44s %-7s %9s histories  %5ss\n' "./backend/store TestEachEpisodeIsOneItem" "$state" "${count:-0}" "$(($(date +%s) - begun))"
	;;
esac
[ -z "$failed" ] || fail "These targets found something; see $logs:$failed"
