"""The pages of the manual: which there are, which is about what is in sight, where words stand."""

from collections.abc import Sequence
from typing import NamedTuple

from pullquote.assets import RESOURCES

HELP = RESOURCES / "help"
ORDER = (
    "start", "annotate", "suggestions", "plugins", "duplicates", "clusters", "people", "agreement",
    "adjudicate", "timeline", "progress", "guidelines", "speakers", "import", "export", "recovery",
    "command-line",
)  # fmt: skip
"""The pages as they are listed; each is a Markdown file whose first line is its title."""
ROOM_PAGES = {
    "": "start",
    "annotate": "annotate",
    "clusters": "clusters",
    "agreement": "agreement",
    "adjudicate": "adjudicate",
    "timeline": "timeline",
    "speakers": "speakers",
    "progress": "progress",
}
"""The page of each room by its id, "" where no project is open."""
DIALOG_PAGES = {
    "AboutDialog": "start", "BackupsDialog": "recovery", "CollectDialog": "people",
    "ComparisonDialog": "adjudicate", "ErrorDialog": "recovery", "ExportDialog": "export",
    "FeedbackDialog": "people", "FiguresDialog": "agreement", "GoBackDialog": "recovery",
    "GuidelinesDialog": "guidelines", "HandOutDialog": "people", "ImportReportDialog": "import",
    "KeySheet": "annotate", "MappingDialog": "import", "OfferDialog": "recovery",
    "PlanDialog": "people", "Prompt": "annotate", "PropertiesDialog": "import",
    "ProposalsDialog": "speakers", "PublishedDialog": "speakers", "SettingsDialog": "recovery",
}  # fmt: skip
"""The page of each kind of dialog, by the name of its class."""


class HelpPage(NamedTuple):
    """`text` is Markdown and begins with the title."""

    id: str
    title: str
    text: str


def read_pages() -> list[HelpPage]:
    return [help_page(name, (HELP / f"{name}.md").read_text(encoding="utf-8")) for name in ORDER]


def help_page(name: str, text: str) -> HelpPage:
    """A page of a text whose first line is its title."""
    return HelpPage(name, text.partition("\n")[0].lstrip("# "), text)


def find_pages(pages: Sequence[HelpPage], words: str) -> list[HelpPage]:
    """Those that hold each word, the ones with all of them in their titles first."""
    wanted = words.casefold().split()
    found = [page for page in pages if all(word in page.text.casefold() for word in wanted)]
    return sorted(found, key=lambda page: not all(w in page.title.casefold() for w in wanted))
