"""The commands that need a window or paint one; named here, imported only when they are called."""

COMMANDS = {
    "open": "pullquote.ui.command_line:open_command",
    "demo": "pullquote.ui.command_line:demo_command",
    "screenshot": "pullquote.ui.command_line:screenshot_command",
}
