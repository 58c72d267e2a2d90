#!/bin/sh
# Make .venv and install Pullquote into it; install what the system lacks where that is allowed.
# Does nothing when nothing has changed since the last time. Exit code 2: something is missing that
# only the user can install; one command says how.
set -eu
cd "$(dirname "$0")/.."

venv=.venv
python=$venv/bin/python
ready=$venv/.ready
lock=packaging/lock.txt
# What Qt's widgets link to and a bare Debian lacks.
widget_libraries="libglib2.0-0 libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1"
# What a window on a real screen needs beyond that.
x11_libraries="libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"
wayland_libraries="libwayland-client0 libwayland-cursor0"

main() {
    platform=$(screen)
    if is_ready "$platform"; then return; fi
    make_environment
    say "installing Pullquote and what it needs"
    # All that is needed stands in the lock; older pip wants a hash for each extra, too.
    "$python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes \
        --requirement "$lock"
    "$python" -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
    load_widgets
    load_screen "$platform"
    printf '%s\n' "$PWD" "$platform" >"$ready"
}

say() { printf 'setup: %s\n' "$*" >&2; }

# The plug-in of Qt that will show the window; offscreen without a screen.
screen() {
    if [ -n "${DISPLAY:-}" ]; then echo xcb
    elif [ -n "${WAYLAND_DISPLAY:-}" ]; then echo wayland
    else echo offscreen; fi
}

# is_ready PLATFORM: set up here, not in a folder that was moved, and for this kind of screen.
is_ready() {
    [ -x "$python" ] && [ -f "$ready" ] &&
        [ -z "$(find pyproject.toml "$lock" packaging/setup.sh -newer "$ready")" ] &&
        grep -qxF "$PWD" "$ready" && { [ "$1" = offscreen ] || grep -qx "$1" "$ready"; }
}

make_environment() {
    found=$(find_python)
    if [ -z "$found" ]; then
        install_packages "no Python 3.11, 3.12 or 3.13 was found" python3 python3-venv
        found=$(find_python)
        [ -n "$found" ] || stop "no Python 3.11, 3.12 or 3.13 was found; install one, then start again."
    fi
    if ! "$found" -c 'import venv, ensurepip' 2>/dev/null; then
        install_packages "$found cannot make virtual environments" \
            "$("$found" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fi
    if ! suits "$python"; then
        say "making $venv with $("$found" --version)"
        rm -rf "$venv"
        "$found" -m venv "$venv"
    fi
}

suits() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; }

find_python() {
    for name in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
        if command -v "$name" >/dev/null 2>&1 && suits "$name"; then
            command -v "$name"
            return
        fi
    done
}

# install_packages WHY PACKAGE...: as root on Debian; else name the command and stop.
install_packages() {
    why=$1
    shift
    if ! command -v apt-get >/dev/null 2>&1; then
        stop "$why. Install what your system calls: $*; then start again."
    elif [ "$(id -u)" != 0 ]; then
        stop "$why. Type this, then start again:
  sudo apt-get install -y --no-install-recommends $*"
    fi
    say "$why: installing $*"
    # A list of packages that is out of date may still do, so a failure here is not the end.
    apt-get update -qq >&2 || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
        stop "the packages could not be installed: $*"
}

stop() {
    say "$*"
    exit 2
}

load_widgets() {
    if widgets_load; then return; fi
    # shellcheck disable=SC2086 # a list of package names
    install_packages "Qt's system libraries are missing" $widget_libraries
    widgets_load || stop "Qt cannot be loaded: $("$python" -c 'import PySide6.QtWidgets' 2>&1 | tail -1)"
}

widgets_load() { "$python" -c 'import PySide6.QtWidgets' 2>/dev/null; }

# load_screen PLATFORM: the libraries of its plug-in, which is loaded with the first window only.
load_screen() {
    plugin=$("$python" -c 'import PySide6; print(*PySide6.__path__)')/Qt/plugins/platforms/libq$1.so
    if [ -f "$plugin" ] && ldd "$plugin" 2>/dev/null | grep -q 'not found'; then
        if [ "$1" = wayland ]; then libraries=$wayland_libraries; else libraries=$x11_libraries; fi
        # shellcheck disable=SC2086
        install_packages "the libraries for a window on this screen are missing" $libraries
    fi
}

main
