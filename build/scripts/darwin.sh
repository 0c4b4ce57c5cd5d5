#!/usr/bin/env bash
# Builds build/bin/Headroom.app and a disk image on macOS, for both processors.
# It signs with the identity in SIGN, and without one only for this machine.
# Not yet tried on a Mac.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

[ "$(uname -s)" = Darwin ] || fail "The macOS program is built on macOS."
say "macOS"
need_build
modules
window

for arch in arm64 amd64; do
	step "program for $arch" env CGO_ENABLED=1 GOARCH=$arch CGO_LDFLAGS="-framework UniformTypeIdentifiers -mmacosx-version-min=12.0" \
		CGO_CFLAGS="-mmacosx-version-min=12.0" \
		go build -tags desktop,production -trimpath -ldflags "-s -w" -o "build/bin/headroom-$arch" .
done
bundle=build/bin/Headroom.app
rm -rf "$bundle"
mkdir -p "$bundle/Contents/MacOS" "$bundle/Contents/Resources"
lipo -create -output "$bundle/Contents/MacOS/headroom" build/bin/headroom-arm64 build/bin/headroom-amd64
cp build/darwin/Info.plist "$bundle/Contents/"
icons=build/bin/icon.iconset
mkdir -p "$icons"
for size in 16 32 128 256 512; do
	sips -z $size $size build/appicon.png --out "$icons/icon_${size}x$size.png" >/dev/null
	sips -z $((2 * size)) $((2 * size)) build/appicon.png --out "$icons/icon_${size}x$size@2x.png" >/dev/null
done
iconutil -c icns -o "$bundle/Contents/Resources/icon.icns" "$icons"
step "sign" codesign --force --options runtime --entitlements build/darwin/entitlements.plist \
	${SIGN:+--timestamp} --sign "${SIGN:--}" "$bundle"
step "program answers" "$bundle/Contents/MacOS/headroom" version
step "disk image" hdiutil create -volname Headroom -srcfolder "$bundle" -ov -format UDZO build/bin/headroom.dmg
