#!/usr/bin/env bash
# Makes the icons from build/appicon.svg. What it writes is committed.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

need librsvg2-bin imagemagick
rsvg-convert -w 1024 -h 1024 build/appicon.svg -o build/appicon.png
convert build/appicon.png -resize 128x128 -strip app/icon.png
convert build/appicon.png -strip -define icon:auto-resize=256,64,48,32,24,16 build/windows/icon.ico
say "Wrote build/appicon.png, app/icon.png and build/windows/icon.ico"
