"""The pictures of the README, made by the program from the sample project."""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def main(to: Path) -> None:
    from pullquote.ui import screenshots
    from pullquote.workflow import demo

    with tempfile.TemporaryDirectory() as folder:
        made = demo.build_demo(Path(folder))
        for path in screenshots.take_showcase(made.project, to):
            print(path)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
