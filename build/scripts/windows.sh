#!/usr/bin/env bash
# Builds for Windows on Linux: the window program, its console twin and the
# installer; then installs, uses and uninstalls them under Wine.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

say "Windows"
need_tools
need gcc-mingw-w64-x86-64 nsis wine wine64 xvfb xauth
modules
page

version=$(sed -n 's/.*"productVersion": "\([0-9.]*\)".*/\1/p' wails.json)
resource=rsrc_windows_amd64.syso # the linker takes it from the folder of the main package
trap 'rm -f "$resource"' EXIT
step "icon, manifest, version $version" x86_64-w64-mingw32-windres \
	-D "VERSION=${version//./,},0" -D "VERSION_TEXT=\\\"$version\\\"" -O coff -o "$resource" build/windows/headroom.rc

# Where the WebView2 runtime is missing, the window program opens Microsoft's page and fetches nothing itself.
export GOOS=windows GOARCH=amd64 CGO_ENABLED=1 CC=x86_64-w64-mingw32-gcc
wintags=desktop,production,wv2runtime.browser
step "headroom.exe" go build -tags "$wintags" -trimpath -ldflags "-s -w -H windowsgui" -o build/bin/headroom.exe .
step "headroom-cli.exe" go build -tags "$wintags" -trimpath -ldflags "-s -w" -o build/bin/headroom-cli.exe .
step "go vet" go vet -tags "$wintags" ./...
unset GOOS GOARCH CGO_ENABLED CC

step "installer" makensis -V2 -NOCD "-DVERSION=$version" "-DPROGRAMS=$PWD/build/bin" build/windows/installer/headroom.nsi
xvfb-run --auto-servernum bash build/scripts/wine.sh
