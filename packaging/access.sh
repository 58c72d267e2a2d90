#!/bin/sh
# What the tests of a screen reader's side need: a screen, a bus, and the registry of Debian.
# Installed where this may be done; elsewhere it is said what is missing.
set -eu
if command -v Xvfb >/dev/null && command -v dbus-daemon >/dev/null &&
    [ -x /usr/libexec/at-spi-bus-launcher ] &&
    /usr/bin/python3 -c "import gi; gi.require_version('Atspi', '2.0')" 2>/dev/null; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends xvfb dbus at-spi2-core python3-gi \
        gir1.2-atspi-2.0 libxcb-cursor0 libxkbcommon-x11-0 libxcb-icccm4 libxcb-keysyms1 \
        libxcb-image0 libxcb-render-util0 libxcb-xkb1 libegl1 >/dev/null
else
    echo "Install xvfb, dbus, at-spi2-core, python3-gi and gir1.2-atspi-2.0 first." >&2
fi
