"""The rows of speakers, with what each of them says in the corpus."""

from collections import Counter
from collections.abc import Iterator

from pullquote.exchange.cells import Row, listed
from pullquote.exchange.corpus import SpeakerRecord
from pullquote.exchange.views import View


class SpeakerUses:
    """Counts quotes and documents by speaker, document by document."""

    def __init__(self) -> None:
        self._quotes: Counter[str] = Counter()
        self._documents: Counter[str] = Counter()

    def see(self, view: View) -> None:
        speakers = [view.speaker(quote) for quote in view.of_layer("quote")]
        here = Counter(speaker.uid for speaker in speakers if speaker)
        self._quotes.update(here)
        self._documents.update(here.keys())

    def rows(self, speakers: tuple[SpeakerRecord, ...]) -> Iterator[Row]:
        for speaker in speakers:
            yield {
                "speaker": speaker.uid,
                "name": speaker.name,
                "kind": speaker.kind,
                "merged_into": speaker.merged_into,
                "aliases": listed(
                    {"form": alias.form, "document": alias.document} for alias in speaker.aliases
                ),
                "represents": listed(
                    {"institution": r.institution, "document": r.document}
                    for r in speaker.represents
                ),
                "quotes": self._quotes[speaker.uid],
                "documents": self._documents[speaker.uid],
            }
