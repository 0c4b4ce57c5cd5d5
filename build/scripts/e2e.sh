#!/usr/bin/env bash
# Drives the real backend and the real page in Chromium (frontend/e2e). The tests find
#   HEADROOM_URL    the page
#   HEADROOM_BIN    the program, for commands
#   HEADROOM_STORE  the store that the page shows, empty at first
set -euo pipefail
. "$(dirname "$0")/lib.sh"

if ! grep -q '"e2e"' frontend/package.json; then exit 0; fi
say "End to end"
need_build
need_display
need chromium
modules
[ -f frontend/dist/index.html ] || window
program headroom-dev dev,webkit2_41

scratch=$(mktemp -d)
mkdir -m 700 "$scratch/run" "$scratch/home"
export HEADROOM_BIN=$PWD/build/bin/headroom-dev HEADROOM_STORE=$scratch/store/e2e.db
port=$(node -e "const s = require('net').createServer().listen(0, '127.0.0.1', () => { console.log(s.address().port); s.close() })")
export HEADROOM_URL=http://127.0.0.1:$port/

HOME=$scratch/home XDG_RUNTIME_DIR=$scratch/run assetdir=$PWD/frontend/dist devserver=127.0.0.1:$port loglevel=error \
	xvfb-run --auto-servernum --server-args="-screen 0 1280x900x24" \
	dbus-run-session -- sh -c 'echo $$ >"$0"; exec "$@"' "$scratch/pid" \
	"$HEADROOM_BIN" --store "$HEADROOM_STORE" --hidden >"$logs/e2e-program.txt" 2>&1 &
session=$!
stop() {
	# The session ends with the program.
	kill -TERM "$(cat "$scratch/pid")" || true
	wait "$session" || true
	rm -rf "$scratch"
}
trap stop EXIT

for _ in $(seq 100); do
	if node -e "fetch(process.env.HEADROOM_URL).then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"; then break; fi
	kill -0 "$session" 2>/dev/null || { cat "$logs/e2e-program.txt" >&2; exit 1; }
	sleep 0.1
done
# The journeys press keys as fast as the page takes them; on a machine that is
# busy with something else one may come too soon, so a failure must repeat.
if ! (step "page and program in Chromium" npm --prefix frontend run --silent e2e); then
	step "the same a second time" npm --prefix frontend run --silent e2e
fi
