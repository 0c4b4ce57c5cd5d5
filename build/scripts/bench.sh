#!/usr/bin/env bash
# Time and memory of imports, beside sqlite3 and DuckDB, and of the portfolio page's queries.
# bench.sh -window STORE [PART …] measures the window on a copy of a store, as an earlier run with -dir left one.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

if [ "${1:-}" = -window ]; then
	[ -f "${2:-}" ] || fail "Say which store: bench.sh -window DIR/10000000/portfolio.db, after bench.sh -dir DIR."
	need_build
	need_display
	need chromium
	modules
	window
	program headroom-dev dev,webkit2_41
	scratch=$(mktemp -d)
	trap 'rm -rf "$scratch"' EXIT
	mkdir -m 700 "$scratch/run" "$scratch/home" "$scratch/store"
	cp "$2" "$scratch/store/window.db"
	export HEADROOM_BIN=$PWD/build/bin/headroom-dev HEADROOM_STORE=$scratch/store/window.db
	HOME=$scratch/home XDG_RUNTIME_DIR=$scratch/run assetdir=$PWD/frontend/dist \
		xvfb-run --auto-servernum --server-args="-screen 0 1440x900x24" dbus-run-session -- node frontend/e2e/window.mjs "${@:3}"
	grep -rhE 'has loaded|is drawn' "$scratch/store" || true
	exit
fi

need_tools
need gcc libc6-dev sqlite3
peer=.cache/bench-duckdb
mkdir -p "$peer"
cp -p app/bench/duckdb/package.json app/bench/duckdb/package-lock.json app/bench/duckdb/copy.mjs app/bench/duckdb/ask.mjs "$peer"
duckdb=
if [ "$peer/node_modules/.package-lock.json" -nt "$peer/package-lock.json" ] || npm --prefix "$peer" ci --no-audit --no-fund --loglevel=error; then
	duckdb=$peer
else
	say "DuckDB could not be installed; it is left out."
fi
exec go run ./app/bench -duckdb "$duckdb" "$@"
