#!/usr/bin/env bash
# Installs, uses and uninstalls the Windows build under Wine. It needs a display.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

scratch=$(mktemp -d)
export HOME=$scratch WINEPREFIX=$scratch/prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml="
trap 'wineserver -k 2>/dev/null || true; wineserver -w 2>/dev/null || true; rm -rf "$scratch"' EXIT

prefix() {
	wineboot --init
	x86_64-w64-mingw32-gcc -shared -O2 -o "$WINEPREFIX/drive_c/windows/system32/bcryptprimitives.dll" build/windows/wine/prng.c -ladvapi32
	wine winecfg -v win10
}
step "Wine" prefix
step "install silently" wine build/bin/headroom-amd64-installer.exe /S
folder=$(find "$WINEPREFIX/drive_c/users" -type d -path '*/Programs/Headroom')
cli=$folder/headroom-cli.exe
for file in headroom.exe headroom-cli.exe uninstall.exe; do
	[ -s "$folder/$file" ] || fail "The installer did not bring $file."
done

# expect NAME CONDITION ARGUMENTS... runs a command with --json and checks what it
# prints: CONDITION is JavaScript on "out".
expect() {
	local name=$1 condition=$2
	shift 2
	if ! (cd "$scratch" && wine "$cli" --store shop.db --json "$@" >out.json 2>err.txt </dev/null); then
		cat "$scratch/out.json" "$scratch/err.txt" >&2
		fail "$name failed under Wine"
	fi
	if ! CONDITION=$condition node -e '
		const out = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))
		if (!eval(process.env.CONDITION)) { console.error(JSON.stringify(out, null, 1)); process.exit(1) }' "$scratch/out.json"; then
		fail "$name under Wine: not $condition"
	fi
	say "  headroom-cli.exe $name"
}

# known says whether the program has a command yet.
known() { wine "$cli" "$1" --help >/dev/null 2>&1; }

echo '{"metrics":["licenses_sold","deployment_rate"],"by":["account"],"limit":5}' >"$scratch/query.json"
expect version 'typeof (out.version ?? out.program) === "string"' version
if known demo; then
	expect demo 'out.imports.length > 0 && out.imports.every(i => i.state === "committed")' demo --accounts 12 --months 4 --files demo
	expect "import (the same files again)" 'out.imports.length > 0 && out.imports.every(i => i.state === "duplicate")' import demo
	expect ask 'out.rows.length === 5 && out.rows.every(r => r[1] > 0)' ask query.json
	expect check 'Array.isArray(out.transitions)' check --deliver=inbox
	expect verify 'out.ok === true' verify
fi

# A failing command says so by its status, from the window program too.
for program in headroom.exe headroom-cli.exe; do
	status=0
	wine "$folder/$program" version --no-such-flag >/dev/null 2>&1 || status=$?
	[ "$status" != 0 ] || fail "$program took a flag that does not exist"
done

step "uninstall silently" wine "$folder/uninstall.exe" /S
# The uninstaller goes on as a copy of itself.
for _ in $(seq 50); do
	[ -e "$folder" ] || break
	sleep 0.2
done
[ ! -e "$folder" ] || fail "The uninstaller left $(ls "$folder")"
