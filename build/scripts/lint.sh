#!/usr/bin/env bash
# Everything that reads the sources without running them.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

linter=v2.11.4

say "Lint"
need_build
modules
step "types (tsc)" npm --prefix frontend run --silent typecheck
step "style of the window (biome)" npm --prefix frontend run --silent lint
step "no addresses in the lock file" sh -c '! grep -q "\"resolved\"" frontend/package-lock.json'
step "go mod tidy" go mod tidy -diff
step "go vet" go vet ./...
step "go vet of the window" go vet -tags "$tags" . ./app/...

# SQLite is C, so the store and what stands on it compiles for another system
# only with that system's compiler: make windows does. The rest is checked here.
without_c() {
	go list -test -f '{{if .ForTest}}{{.ForTest}}{{else}}{{.ImportPath}}{{end}} {{join .Deps " "}}' ./... | awk '
		{ sub(/\.test$/, "", $1); seen[$1]; if (/go-sqlite3|headroom\/backend\/store/) stands[$1] }
		END { for (name in seen) if (!(name in stands)) print name }'
}
for system in darwin windows; do
	export GOOS=$system CGO_ENABLED=0
	# shellcheck disable=SC2046 # the names are words
	step "go vet for $system" go vet $(without_c)
	unset GOOS CGO_ENABLED
done

bash build/scripts/bindings.sh check

binary=.cache/golangci-lint-$linter
if [ ! -x "$binary" ]; then
	say "Installing golangci-lint $linter"
	if GOBIN=$PWD/.cache go install "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$linter" >"$logs/golangci-install.txt" 2>&1; then
		mv .cache/golangci-lint "$binary"
	fi
fi
if [ -x "$binary" ]; then
	step "golangci-lint" "$binary" run --allow-parallel-runners
else
	say "golangci-lint could not be installed, so only go vet has looked: see $logs/golangci-install.txt"
fi
