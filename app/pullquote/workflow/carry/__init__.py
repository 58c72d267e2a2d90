"""Labels are carried to the copies of their words: offered, then written."""

from pullquote.workflow.carry.offers import (
    PAGE,
    CarryOff,
    CarryOffer,
    CarryOffers,
    carry_offers,
    place_offer,
    take_over_offers,
    unlabelled_copies,
)
from pullquote.workflow.carry.operation import (
    CarryChanged,
    CarryReport,
    carry,
    carry_everything,
    remove_copies,
    take_back_untouched,
    untouched_labels,
)

__all__ = [
    "PAGE",
    "CarryChanged",
    "CarryOff",
    "CarryOffer",
    "CarryOffers",
    "CarryReport",
    "carry",
    "carry_everything",
    "carry_offers",
    "place_offer",
    "remove_copies",
    "take_back_untouched",
    "take_over_offers",
    "unlabelled_copies",
    "untouched_labels",
]
