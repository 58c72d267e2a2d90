"""What frames every room: the bar above, the rail at the left, the strip of keys below."""

from pullquote.ui.shell.arrangement import Arrangement, arrange
from pullquote.ui.shell.drawer import Drawer
from pullquote.ui.shell.key_strip import KeyStrip
from pullquote.ui.shell.rail import Rail, Room
from pullquote.ui.shell.top_bar import TopBar

__all__ = ["Arrangement", "Drawer", "KeyStrip", "Rail", "Room", "TopBar", "arrange"]
