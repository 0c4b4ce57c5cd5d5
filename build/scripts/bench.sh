#!/usr/bin/env bash
# Time and memory of the import and of the portfolio page's queries.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

need_tools
need gcc libc6-dev sqlite3
exec go run ./app/bench "$@"
