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
	# Services start with the machine: the Task Scheduler runs after the next start.
	wineserver -k || true
	wineserver -w
	wineboot
}
step "Wine" prefix
step "install silently" wine build/bin/headroom-amd64-installer.exe /S
folder=$(find "$WINEPREFIX/drive_c/users" -type d -path '*/Programs/Headroom')
cli=$folder/headroom-cli.exe
for file in headroom.exe headroom-cli.exe uninstall.exe; do
	[ -s "$folder/$file" ] || fail "The installer did not bring $file."
done

# run ARGUMENTS... runs a command with --json and keeps what it prints in out.json.
run() {
	if ! (cd "$scratch" && wine "$cli" --store shop.db --json "$@" >out.json 2>err.txt </dev/null); then
		cat "$scratch/out.json" "$scratch/err.txt" >&2
		fail "$* failed under Wine"
	fi
}

# expect NAME CONDITION checks what the last command has printed: CONDITION is JavaScript on "out".
expect() {
	if ! CONDITION=$2 node -e '
		const out = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"))
		if (!eval(process.env.CONDITION)) { console.error(JSON.stringify(out, null, 1)); process.exit(1) }' "$scratch/out.json"; then
		fail "$1 under Wine: not $2"
	fi
	say "  headroom-cli.exe $1"
}

echo '{"metrics":["licenses_sold","deployment_rate"],"by":["account"],"limit":5}' >"$scratch/query.json"
echo '{"name":"Ends within a year","template":"ends_within","days":365,"watch":"all"}' >"$scratch/rule.json"

run version
expect version '/^\d/.test(out.program) && /^3\./.test(out.sqlite) && out.schema > 0'
run demo --accounts 12 --months 4 --files demo
expect demo 'out.imports.length > 0 && out.imports.every(i => i.state === "committed" && i.rows === i.added + i.changed + i.unchanged + i.skipped + i.rejected)'
run digest
cp "$scratch/out.json" "$scratch/before.json"
seats=$(cd "$scratch" && ls demo/*seats*.csv)
run import "$seats"
expect "import of what is there" 'out.imports.length === 1 && out.imports[0].rows > 0 && out.imports[0].added === 0 && out.imports[0].changed === 0'
run digest
cmp -s "$scratch/out.json" "$scratch/before.json" || fail "Importing the same file again changed the facts under Wine."
run ask query.json
expect ask 'out.rows.length === 5 && out.rows.every(r => r[1] > 0 && r[2] > 0)'
run rule add rule.json
run check --deliver=inbox
expect check 'out.transitions.length > 0 && out.transitions.every(t => t.to === "firing")'
run inbox
expect inbox 'out.items.length > 0 && out.items.every(i => i.title && i.body)'
run check --background
expect "check --background" 'out.leased === true && Array.isArray(out.transitions)'

# The system's scheduler and the Run key. Wine keeps a task but does not tell of
# it, so its own file of the task is looked for.
run agent install --every 30
task=$(find "$WINEPREFIX/drive_c/windows/system32/tasks" -name 'Check-*')
[ -n "$task" ] && grep -q 'every 30 minutes' "$task" || fail "The Task Scheduler of Wine has no task."
run set start_at_login yes
wine reg query 'HKCU\Software\Microsoft\Windows\CurrentVersion\Run' </dev/null | grep -q -- 'headroom.exe" --store .* --hidden' || fail "The Run key lacks the program."
run set start_at_login no
if wine reg query 'HKCU\Software\Microsoft\Windows\CurrentVersion\Run' </dev/null | grep -q -- --hidden; then
	fail "The Run key still has the program."
fi
run agent remove
[ ! -e "$task" ] || fail "The Task Scheduler of Wine still has the task."
say "  headroom-cli.exe agent, start at login"

run backup copy.db
run verify
expect verify 'out.ok === true'

# The window program answers commands as its twin does.
run version
cp "$scratch/out.json" "$scratch/twin.json"
(cd "$scratch" && wine "$folder/headroom.exe" --json version >out.json </dev/null)
cmp -s "$scratch/out.json" "$scratch/twin.json" || fail "headroom.exe and headroom-cli.exe differ under Wine."

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
