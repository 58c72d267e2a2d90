"""The program: a command, or the window."""

import multiprocessing


def main() -> None:
    multiprocessing.freeze_support()
    from pullquote.cli.main import command_line
    from pullquote.ui.command_table import COMMANDS

    command_line(COMMANDS).main(prog_name="pullquote")


if __name__ == "__main__":
    main()
