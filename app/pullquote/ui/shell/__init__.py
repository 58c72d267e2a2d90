"""The frame of the window: bar, rail, menus, the rooms and the life of projects."""
