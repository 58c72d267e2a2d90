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
        alone: tuple[Floats, Floats] | None = None,
    ) -> None:
        super().__init__(part, whole, sums=sums)
        self.alone = alone or (part, whole)

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
        even = dense(shape, pairs.where) if wholes is None else wholes.alone[1]
        return cls(part, whole, alone=(dense(shape, pairs.where, alike), even))

    def renewed(self, renewal: Renewal, new: "ObservedAgreement") -> "ObservedAgreement":
        """The same with the documents of `new` counted anew."""
        made = super().renewed(renewal, new)
        assert isinstance(made, ObservedAgreement)
        part, whole = map(renewal.spliced, self.alone, new.alone)
        made.alone = part, whole
        return made

    def by_pair(self) -> Floats:
        part, whole = (sums.sum(axis=(0, 1)) for sums in self.alone)
        return self.quotient(part, whole)
