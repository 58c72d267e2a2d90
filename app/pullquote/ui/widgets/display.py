"""What the display can do."""

import ctypes
import os
from functools import cache

from PySide6.QtGui import QGuiApplication


@cache
def has_compositor() -> bool:
    """Whether windows may be see-through: without a compositor what is clear is painted black.

    Only X11 can be without one; there it owns a selection of the screen.
    """
    if QGuiApplication.platformName() != "xcb":
        return True
    try:
        library = ctypes.CDLL("libX11.so.6")
    except OSError:
        return True
    library.XOpenDisplay.restype = ctypes.c_void_p
    library.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
    library.XInternAtom.restype = ctypes.c_ulong
    library.XGetSelectionOwner.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
    library.XGetSelectionOwner.restype = ctypes.c_ulong
    library.XDefaultScreen.argtypes = library.XCloseDisplay.argtypes = [ctypes.c_void_p]
    display = library.XOpenDisplay(os.environ.get("DISPLAY", "").encode())
    if not display:
        return True
    screen = library.XDefaultScreen(display)
    atom = library.XInternAtom(display, f"_NET_WM_CM_S{screen}".encode(), 0)
    owner = library.XGetSelectionOwner(display, atom)
    library.XCloseDisplay(display)
    return bool(owner)
