#!/usr/bin/env bash
# Everything: lint, the tests of the window, of the program, of both together,
# and of the real window. On a fresh Debian it installs what it needs.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

begun=$(date +%s)
need_build
need systemd # systemd-analyze reads the units that app/agent writes
modules
bash build/scripts/lint.sh
say "Test"
step "window (vitest)" npm --prefix frontend run --silent test
window
if ! go test -timeout 30m ./... >"$logs/go-test.txt" 2>&1; then
	grep -v '^ok \|no test files' "$logs/go-test.txt" >&2 || true
	fail "go test failed"
fi
say "  go test ./..."
tail -n 15 "$logs/go-test.txt"
bash build/scripts/e2e.sh
bash build/scripts/desktop.sh
say "All tests passed in $(($(date +%s) - begun)) s"
