# What the scripts share. Source it from a POSIX shell; it ends in the root of the repository.

cd "$(dirname "$0")/../.."

logs=build/bin/log
tags=desktop,production,webkit2_41
mkdir -p "$logs"

say() { printf '%s\n' "$*"; }

fail() {
	printf '%s\n' "$*" >&2
	exit 1
}

# step NAME COMMAND... runs a command quietly. Its output is kept in a file and shown when it fails.
step() {
	name=$1
	shift
	log=$logs/$(printf '%s' "$name" | tr -c 'A-Za-z0-9' '-').txt
	begun=$(date +%s)
	if "$@" >"$log" 2>&1; then
		printf '  %-46s %4ss\n' "$name" "$(($(date +%s) - begun))"
		return
	fi
	printf '  %-46s failed\n' "$name" >&2
	cat "$log" >&2
	exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# need PACKAGE... installs what Debian and its relatives lack; elsewhere it says what to install.
need() {
	[ "$(uname -s)" = Linux ] || return 0
	missing=
	if has dpkg-query && has apt-get; then
		for package; do
			state=$(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null || true)
			case $state in ii*) ;; *) missing="$missing $package" ;; esac
		done
		[ -n "$missing" ] || return 0
		if [ "$(id -u)" != 0 ] && ! has sudo; then
			fail "Please install, as root:$missing"
		fi
		say "Installing$missing"
		log=$logs/apt.txt
		# shellcheck disable=SC2086 # the names are words
		if ! { as_root apt-get update && as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
			tail -n 30 "$log" >&2
			fail "The packages could not be installed:$missing"
		fi
		return
	fi
	say "This is not Debian. If the build fails, install what your system calls these packages: $*"
}

# need_tools checks for the two things nobody can install for the person.
need_tools() {
	has go || fail "Go 1.26 or later is needed."
	has node && has npm || fail "Node 20 or later with npm is needed."
}

# The libraries of the window and a C compiler.
need_build() {
	need_tools
	need pkg-config gcc libc6-dev libgtk-3-dev libwebkit2gtk-4.1-dev
	has "${CC:-gcc}" || has cc || fail "A C compiler is needed: the Xcode command line tools on macOS, w64devkit on Windows."
}

# A display that nobody sees, to run the window on, with letters for Japanese names.
need_display() {
	need xvfb xauth dbus openbox xdotool wmctrl imagemagick fonts-dejavu-core fonts-ipafont-gothic
}

# modules brings the front end's packages if the lock file is newer than what is there.
modules() {
	if [ frontend/node_modules/.package-lock.json -nt frontend/package-lock.json ]; then return; fi
	step "npm ci" npm --prefix frontend ci --no-audit --no-fund --loglevel=error
}

# window builds frontend/dist. Types are for make lint.
window() { step "window (vite build)" sh -c "cd frontend && npx --no-install vite build"; }

# page builds frontend/dist where there is none, or an older one than what it is made of.
page() {
	local from="frontend/src frontend/wailsjs frontend/index.html frontend/package-lock.json frontend/vite.config.ts"
	# shellcheck disable=SC2086 # the words are paths
	if [ ! -f frontend/dist/index.html ] || [ -n "$(find $from -newer frontend/dist/index.html -print -quit)" ]; then
		window
	fi
}

# program NAME TAGS builds the program for this machine.
program() {
	step "program ($1)" go build -tags "$2" -trimpath -ldflags "-s -w" -o "build/bin/$1" .
}
