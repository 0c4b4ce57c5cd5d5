#!/usr/bin/env bash
# Tests of the real window on an unseen display (app/desktest).
set -euo pipefail
. "$(dirname "$0")/lib.sh"

say "Real window"
need_build
need_display
modules
page
program headroom "$tags"
step "drag source" sh -c 'gcc -O1 -w -o build/bin/dragsource app/desktest/drag/source.c $(pkg-config --cflags --libs gtk+-3.0)'
step "page that tries to break out" go build -tags "$tags" -o build/bin/probe ./app/desktest/probe
step "the same page without the policy" go build -tags "$tags,nopolicy" -o build/bin/probe-open ./app/desktest/probe
export HEADROOM_DESKTOP=$PWD/build/bin
step "window, drop, lock, notification, policy" go test -count=1 ./app/desktest
