#!/usr/bin/env bash
# Drives the real backend and the real page in Chromium: every file of
# frontend/e2e, or those that are named (e2e.sh rules imports); `e2e.sh screens`
# keeps a picture of every screen instead. A file finds
#   HEADROOM_URL    the page
#   HEADROOM_BIN    the program, for commands
#   HEADROOM_STORE  the store that the page shows, empty at first
# and has them for itself, so that no file sees what another one did.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

say "End to end"
need_build
need_display
need chromium
modules
page
program headroom-dev dev,webkit2_41
export HEADROOM_BIN=$PWD/build/bin/headroom-dev

answers() { node -e "fetch(process.env.HEADROOM_URL).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"; }

# start runs the program on an empty store, in a home and a session of its own, until this shell ends.
start() {
	scratch=$(mktemp -d)
	mkdir -m 700 "$scratch/run" "$scratch/home"
	port=$(node -e "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close() })")
	export HEADROOM_URL=http://127.0.0.1:$port/ HEADROOM_STORE=$scratch/store/e2e.db
	HOME=$scratch/home XDG_RUNTIME_DIR=$scratch/run assetdir=$pages devserver=127.0.0.1:$port loglevel=error \
		xvfb-run --auto-servernum --server-args="-screen 0 1280x900x24" \
		dbus-run-session -- sh -c 'echo $$ >"$0"; exec "$@"' "$scratch/pid" \
		"$HEADROOM_BIN" --store "$HEADROOM_STORE" --hidden >"$logs/e2e-program.txt" 2>&1 &
	session=$!
	trap stop EXIT
	for _ in $(seq 600); do
		if answers; then return; fi
		kill -0 "$session" 2>/dev/null || break
		sleep 0.1
	done
	cat "$logs/e2e-program.txt" >&2
	fail "The program does not answer."
}

stop() {
	# The session ends with the program.
	kill -TERM "$(cat "$scratch/pid" 2>/dev/null || echo "$session")" || true
	wait "$session" || true
	rm -rf "$scratch"
}

# journey NAME [LANGUAGE] runs one file, in a shell of its own, which ends with the step when that fails.
journey() (
	pages=$PWD/frontend/dist
	if [ "$1" = pseudo ]; then
		pages=$PWD/build/bin/pseudo
		step "page in no language" sh -c "cd frontend && HEADROOM_PSEUDO=1 npx --no-install vite build --outDir '$pages' --emptyOutDir"
	fi
	start
	if [ "$1" = screens ]; then step "screens in ${2:-en}" env HEADROOM_LANGUAGE="${2:-en}" node frontend/e2e/screens.mjs; exit; fi
	step "$1" node --test --test-reporter=spec "frontend/e2e/$1.test.mjs"
)

if [ "$*" = screens ]; then
	for language in en de; do journey screens "$language"; done
	exit
fi
if [ $# = 0 ]; then
	for file in frontend/e2e/*.test.mjs; do set -- "$@" "$(basename "$file" .test.mjs)"; done
fi
repeated=
for name; do
	journey "$name" && continue
	# A machine that is busy with something else can break the promise of a
	# journey to answer soon; what is wrong with the program fails again.
	repeated="$repeated $name"
	journey "$name"
done
if [ -n "$repeated" ]; then say "  failed once, passed on a fresh store:$repeated"; fi
