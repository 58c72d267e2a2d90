"""Observed agreement on values that several annotators gave to the same thing."""

from pullquote.agreement.columns import Floats
from pullquote.agreement.measures.document_sums import (
    Renewal,
    Shape,
    ShareMeasure,
    ValuePairs,
    dense,
)


class ObservedAgreement(ShareMeasure):
    """1 - D_o of Krippendorff (2004), chapter 11: a thing that m annotators gave a value weighs
    m, each of its pairs 1 / (m - 1), so that it fits alpha where values are missing. From 0 to 1;
    NaN where nobody has anything in common. A pair of annotators alone has things of two values.
    """

    def __init__(
        self,
        part: Floats,
        whole: Floats,
        *,
        sums: Floats | None = None,
        alone: ShareMeasure | None = None,
    ) -> None:
        super().__init__(part, whole, sums=sums)
        self.alone = alone

    @classmethod
    def of(
        cls,
        shape: Shape,
        pairs: ValuePairs,
        alike: Floats,
        wholes: "ObservedAgreement | None" = None,
    ) -> "ObservedAgreement":
        """`alike`, from 0 to 1, says how far the two of each pair agree; `wholes` is another
        figure of the same pairs.
        """
        whole = dense(shape, pairs.where, pairs.weight) if wholes is None else wholes.whole
        part = dense(shape, pairs.where, alike * pairs.weight)
        if not (pairs.weight != 1.0).any():
            return cls(part, whole)
        known = wholes.alone if wholes is not None else None
        even = dense(shape, pairs.where) if known is None else known.whole
        return cls(part, whole, alone=ShareMeasure(dense(shape, pairs.where, alike), even))

    def renewed(self, renewal: Renewal, new: "ObservedAgreement") -> "ObservedAgreement":
        made = super().renewed(renewal, new)
        assert isinstance(made, ObservedAgreement)
        if self.alone is not None or new.alone is not None:
            made.alone = self.of_pairs().renewed(renewal, new.of_pairs())
        return made

    def by_pair(self) -> Floats:
        return super().by_pair() if self.alone is None else self.alone.by_pair()

    def of_pairs(self) -> ShareMeasure:
        """Each pair of values weighing 1."""
        return self.alone or ShareMeasure(self.part, self.whole)
