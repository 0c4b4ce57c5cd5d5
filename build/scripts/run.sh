#!/bin/sh
# Opens the window on a demo portfolio that has a profile of its own. Where there
# is no display, the window opens on an unseen one and a picture of it is written.
set -eu
. "$(dirname "$0")/lib.sh"

sh build/scripts/build.sh
program=build/bin/headroom$(go env GOEXE)
store=${XDG_CACHE_HOME:-$HOME/.cache}/headroom/headroom-demo.db

# The demo is told relative to its day, so yesterday's is made anew.
today='process.exit(fs.existsSync(process.argv[1]) && fs.statSync(process.argv[1]).mtime.toDateString() === new Date().toDateString() ? 0 : 1)'
if ! node -e "$today" "$store"; then
	rm -f "$store" "$store-wal" "$store-shm"
	step "demo portfolio" "$program" --store "$store" demo
fi

if [ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
	say "Opening Headroom on the demo portfolio in $store"
	exec "$program" --store "$store"
fi
say "There is no display: Headroom runs on an unseen one."
need_display
exec bash build/scripts/picture.sh "$program" "$store" build/bin/run.png
