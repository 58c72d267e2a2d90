"""What a key did, for the window to show."""

from dataclasses import dataclass
from typing import Literal

Ask = Literal["", "speaker", "date"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`ask` names the field to go to now; `said` says why nothing was done."""

    done: bool
    ask: Ask = ""
    said: str = ""


NOTHING = Outcome(done=False)
