#!/usr/bin/env bash
# Time and memory of imports, beside sqlite3 and DuckDB, and of the portfolio page's queries.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

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
