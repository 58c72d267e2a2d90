#!/bin/sh
# What the tests of a screen reader's side need: a screen, a bus, the registry of Debian, and what
# Qt asks for on X11. Installed where this may be done; elsewhere it is said what is missing.
set -eu
cd "$(dirname "$0")/.."
packages="xvfb dbus at-spi2-core python3-gi gir1.2-atspi-2.0 libgl1 libegl1 libglib2.0-0 libdbus-1-3
    libfontconfig1 libx11-xcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1
    libxcb-randr0 libxcb-render-util0 libxcb-render0 libxcb-shape0 libxcb-shm0 libxcb-sync1
    libxcb-xfixes0 libxcb-xkb1 libxkbcommon0 libxkbcommon-x11-0"

is_there() {
    plugin=$(.venv/bin/python -c 'import PySide6; print(*PySide6.__path__)')/Qt/plugins/platforms/libqxcb.so
    command -v Xvfb >/dev/null && command -v dbus-daemon >/dev/null &&
        [ -x /usr/libexec/at-spi-bus-launcher ] &&
        /usr/bin/python3 -c "import gi; gi.require_version('Atspi', '2.0')" 2>/dev/null &&
        ! ldd "$plugin" | grep -q 'not found'
}

if is_there; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    # A list of packages that is out of date may still do.
    apt-get update -qq || true
    # shellcheck disable=SC2086 # a list of package names
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
else
    echo "access: install these, then start again:" $packages >&2
fi
