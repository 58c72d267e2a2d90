#!/bin/sh
# Make .venv and install Pullquote into it; install what the system lacks where that is allowed.
# Exit code 2: something is missing that only the user can install; one command says how.
set -eu
cd "$(dirname "$0")/.."

venv=.venv
lock=packaging/lock.txt
# What Qt's widgets link to and a bare Debian lacks; xcb's helpers are for a real screen.
qt_libraries="libglib2.0-0 libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1"
screen_libraries="libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxkbcommon-x11-0"

say() { printf 'setup: %s\n' "$*"; }

is_debian() { command -v apt-get >/dev/null 2>&1; }

# install_packages WHY PACKAGE...: as root on Debian; else name the command and stop.
install_packages() {
    why=$1
    shift
    if is_debian && [ "$(id -u)" = 0 ]; then
        say "$why: installing $*"
        apt-get update -qq >/dev/null
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
    elif is_debian; then
        say "$why. Type this, then start again:"
        printf '  sudo apt-get install -y --no-install-recommends %s\n' "$*"
        exit 2
    else
        say "$why. Install what your system calls: $*; then start again."
        exit 2
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

python=$(find_python)
if [ -z "$python" ]; then
    install_packages "no Python 3.11, 3.12 or 3.13 found" python3 python3-venv
    python=$(find_python)
    [ -n "$python" ] || { say "no Python 3.11, 3.12 or 3.13 found; install one and start again."; exit 2; }
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    install_packages "this Python cannot make virtual environments" \
        "$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
fi

if [ ! -x "$venv/bin/python" ] || ! suits "$venv/bin/python"; then
    say "making $venv with $("$python" --version)"
    rm -rf "$venv"
    "$python" -m venv "$venv"
fi
say "installing Pullquote and what it needs"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check \
    --constraint "$lock" --editable '.[readers,plots,dev]'

widgets_load() {
    QT_QPA_PLATFORM=offscreen "$venv/bin/python" -c 'import PySide6.QtWidgets' 2>/dev/null
}
if ! widgets_load; then
    # shellcheck disable=SC2086 # a list of package names
    install_packages "Qt's system libraries are missing" $qt_libraries
    widgets_load || { say "Qt cannot be loaded: $("$venv/bin/python" -c 'import PySide6.QtWidgets' 2>&1 | tail -1)"; exit 2; }
fi
xcb=$("$venv/bin/python" -c 'import PySide6, pathlib
print(pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms/libqxcb.so")')
if [ -n "${DISPLAY:-}" ] && [ -f "$xcb" ] && ldd "$xcb" 2>/dev/null | grep -q 'not found'; then
    # shellcheck disable=SC2086
    install_packages "the libraries for a window on this screen are missing" $screen_libraries
fi
touch "$venv/.ready"
