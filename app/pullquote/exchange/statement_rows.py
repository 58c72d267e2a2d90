"""The rows of quotes and claims: who said what, and of which day."""

from collections import defaultdict
from collections.abc import Iterator

from pullquote.exchange.cells import Row, calendar_cells, granularity_cell, words_only
from pullquote.exchange.corpus import AnnotationRecord, SpeakerRecord
from pullquote.exchange.label_rows import copy_cells
from pullquote.exchange.views import View


def quote_rows(view: View) -> Iterator[Row]:
    """One row a quote, with its first date: that of the utterance, if it has several."""
    utterances = _utterances(view)
    for quote in view.of_layer("quote"):
        utterance, part = utterances[quote.uid]
        outer = view.outer(quote)
        yield {
            **_document_cells("quote", quote, view),
            "annotator": quote.annotator,
            "start": quote.start,
            "end": quote.end,
            "text": view.words(quote),
            "words_only": words_only(view.words(quote)),
            "kind": quote.attribute("kind"),
            "status": quote.attribute("status"),
            "utterance": utterance,
            "part": part,
            "inside": outer.uid if outer else None,
            **_speaker_cells(view.speaker(quote), kind=True),
            **_mention_cells(view, quote),
            **_cue_cells(view, quote),
            **_date_cells(view, quote),
            "origin": quote.origin,
            **copy_cells(view.repeat(quote)),
        }


def claim_rows(view: View) -> Iterator[Row]:
    """One row for each date of a claim, one for a claim without any."""
    for claim in view.of_layer("claim"):
        dates = _dates(view, claim)
        outer = view.outer(claim)
        for role, date in dates or [("", None)]:
            yield {
                **_document_cells("claim", claim, view),
                "annotator": claim.annotator,
                "start": claim.start,
                "end": claim.end,
                "text": view.words(claim),
                "certainty": claim.attribute("certainty"),
                "nominal": claim.attribute("nominal"),
                "checkworthy": claim.attribute("checkworthy"),
                "quote": outer.uid if outer else None,
                **_speaker_cells(view.speaker(claim)),
                **_claim_date_cells(view, role, date),
                "origin": claim.origin,
                **copy_cells(view.repeat(claim)),
            }


def _dates(view: View, claim: AnnotationRecord) -> list[tuple[str, AnnotationRecord | None]]:
    return [(tie.role, view.labels[tie.tail]) for tie in view.ties(claim, "dated_by")]


def _document_cells(name: str, label: AnnotationRecord, view: View) -> Row:
    document = view.document
    return {
        name: label.uid,
        "document": document.uid,
        "external_id": document.external_id,
        "source": document.source,
        "published": document.published.value,
    }


def _speaker_cells(speaker: SpeakerRecord | None, *, kind: bool = False) -> Row:
    cells: Row = {
        "speaker": speaker.uid if speaker else None,
        "speaker_name": speaker.name if speaker else None,
    }
    return {**cells, "speaker_kind": speaker.kind if speaker else None} if kind else cells


def _mention_cells(view: View, quote: AnnotationRecord) -> Row:
    mention = view.attributed(quote, "said_by")
    return {
        "mention": view.words(mention) if mention else None,
        "mention_start": mention.start if mention else None,
        "mention_end": mention.end if mention else None,
        "mention_form": mention.attribute("form") if mention else None,
    }


def _cue_cells(view: View, quote: AnnotationRecord) -> Row:
    cue = view.attributed(quote, "cued_by")
    return {
        "cue": view.words(cue) if cue else None,
        "cue_start": cue.start if cue else None,
        "cue_end": cue.end if cue else None,
    }


def _date_cells(view: View, quote: AnnotationRecord) -> Row:
    ties = view.ties(quote, "dated_by")
    value = view.labels[ties[0].tail].attribute("value") if ties else ""
    return {
        "date_value": value,
        **calendar_cells(value, "date_"),
        "date_role": ties[0].role if ties else None,
    }


def _claim_date_cells(view: View, role: str, date: AnnotationRecord | None) -> Row:
    value = date.attribute("value") if date else ""
    days = calendar_cells(value)
    return {
        "date": date.uid if date else None,
        "expression": view.words(date) if date else None,
        "date_start": date.start if date else None,
        "date_end": date.end if date else None,
        "role": role,
        "value": value,
        **days,
        "granularity": granularity_cell(value),
        "mod": date.attribute("mod") if date else None,
        "anchor": date.attribute("anchor") if date else None,
        "anchor_value": _anchor_value(view, date) if date else None,
        "resolved": days["first_day"] is not None if date else None,
    }


def _anchor_value(view: View, date: AnnotationRecord) -> str | None:
    """The value that a relative date counts from."""
    if date.attribute("anchor") == "publication":
        return view.document.published.value
    anchor = view.tail(date, "anchored_on")
    return anchor.attribute("value") if anchor else None


def _utterances(view: View) -> dict[str, tuple[str, int]]:
    """The utterance of each quote (the id of its first quote), and its place there, from 1."""
    members: dict[str, list[str]] = defaultdict(list)
    for quote in view.of_layer("quote"):
        members[view.parts(quote)[-1].uid].append(quote.uid)
    return {
        uid: (utterance, part)
        for utterance, uids in members.items()
        for part, uid in enumerate(uids, 1)
    }
