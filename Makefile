# Every target works from a fresh clone: what is missing is installed (Debian) or named.

.PHONY: run build test lint e2e screens desktop bench fuzz windows bindings icon clean

run: ; @sh build/scripts/run.sh
build: ; @sh build/scripts/build.sh
test: ; @bash build/scripts/test.sh
lint: ; @bash build/scripts/lint.sh
e2e: ; @bash build/scripts/e2e.sh
screens: ; @bash build/scripts/e2e.sh screens
desktop: ; @bash build/scripts/desktop.sh
bench: ; @bash build/scripts/bench.sh
fuzz: ; @bash build/scripts/fuzz.sh
windows: ; @bash build/scripts/windows.sh
bindings: ; @bash build/scripts/bindings.sh
icon: ; @bash build/scripts/icon.sh
clean: ; @rm -rf build/bin .cache
