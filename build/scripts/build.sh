#!/bin/sh
# Builds build/bin/headroom for this machine.
set -eu
. "$(dirname "$0")/lib.sh"

say "Building Headroom"
need_build
modules
window
program "headroom$(go env GOEXE)" "$tags"
