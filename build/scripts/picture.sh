#!/usr/bin/env bash
# picture.sh PROGRAM STORE FILE: opens the window on an unseen display, writes a
# picture of it when it has stopped changing, and closes it.
set -euo pipefail

if [ "${4:-}" != inside ]; then
	# The session's own messages go to a file; what is meant for the person comes by descriptor 3.
	exec 3>&1
	exec dbus-run-session -- xvfb-run --auto-servernum --server-args="-screen 0 1440x900x24" \
		"$0" "$1" "$2" "$3" inside >build/bin/log/picture.txt 2>&1
fi
program=$1 store=$2 picture=$3
scratch=$(mktemp -d)
log=${store%.*}.log

openbox >"$scratch/openbox.txt" 2>&1 &
manager=$!
touch "$log"
begun=$(wc -l <"$log")
"$program" --store "$store" >"$scratch/window.txt" 2>&1 &
window=$!
trap 'kill "$window" "$manager" 2>/dev/null || true; wait "$window" 2>/dev/null || true; rm -rf "$scratch"' EXIT

loaded() { tail -n "+$((begun + 1))" "$log" 2>/dev/null | grep -q "the window has loaded"; }
for _ in $(seq 150); do
	loaded && break
	kill -0 "$window" 2>/dev/null || { cat "$scratch/window.txt" >&3; exit 1; }
	sleep 0.2
done
loaded || { echo "The window did not load within 30 seconds." >&3; exit 1; }

# Drawn is when two pictures a second apart are the same and show more than one plain page.
before=
for _ in $(seq 20); do
	sleep 1
	import -window root "$scratch/shot.png"
	now=$(identify -format '%#' "$scratch/shot.png")
	if [ "$now" = "$before" ] && [ "$(identify -format '%k' "$scratch/shot.png")" -gt 16 ]; then break; fi
	before=$now
done
mkdir -p "$(dirname "$picture")"
mv "$scratch/shot.png" "$picture"
echo "The window drew itself: see $picture" >&3
