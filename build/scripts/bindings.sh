#!/usr/bin/env bash
# bindings.sh [check]: writes frontend/wailsjs, what the window may call, from the
# bound structs; with check it fails if what is committed differs.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/frontend"
cp wails.json "$scratch"
step "generator of the window's calls" go build -tags bindings -o "$scratch/generate" .
(cd "$scratch" && ./generate >/dev/null)

if [ "${1:-}" = check ]; then
	step "frontend/wailsjs is current (make bindings)" diff -r "$scratch/frontend/wailsjs" frontend/wailsjs
	exit
fi
rm -rf frontend/wailsjs
cp -R "$scratch/frontend/wailsjs" frontend/wailsjs
say "Wrote frontend/wailsjs"
