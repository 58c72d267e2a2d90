"""alpha_U and u-alpha by their definitions, pair of units by pair of units.

`units` has for each annotator the (start, end, label) on one continuum of `size`.
"""


def alpha_u(units, size):
    """Krippendorff (1995), eqs 5 to 9."""
    labels = {label for marks in units for *_, label in marks}
    parts = [_of_label([[m for m in marks if m[2] == x] for marks in units], size) for x in labels]
    expected = sum(each for _, each in parts)
    return 1 - sum(each for each, _ in parts) / expected if expected else None


def _of_label(units, size):
    m, observed, gaps = len(units), 0.0, []
    for one in range(m):
        for other in range(m):
            for start, end, _ in units[one] if one != other else ():
                met = [(s, e) for s, e, _ in units[other] if s < end and start < e]
                observed += sum((start - s) ** 2 + (end - e) ** 2 for s, e in met) / 2
                observed += 0 if met else (end - start) ** 2
    for marks in units:
        edges = [0, *(edge for start, end, _ in sorted(marks) for edge in (start, end)), size]
        gaps += [right - left for left, right in zip(edges[::2], edges[1::2], strict=True)]
    sizes = [end - start for marks in units for start, end, _ in marks]
    expected = sum(
        (len(sizes) - 1) / 3 * (2 * n**3 - 3 * n**2 + n)
        + n**2 * sum(gap - n + 1 for gap in gaps if gap >= n)
        for n in sizes
    )
    ways = m * size * (m * size - 1) - sum(n * (n - 1) for n in sizes)
    return 2 * observed / (m * (m - 1) * size**2), 2 / size * expected / ways


def u_alpha(units, size):
    """Krippendorff, Mathet, Bouvry & Widlöcher (2016): gaps are units of the value None."""
    filled = [_with_gaps(marks, size) for marks in units]
    return _from_lengths(filled, lambda length, label: length**2 if label else length)


def cu_alpha(units, size):
    """Only labels, of each unit what another annotator covers too."""
    covered = []
    for number, marks in enumerate(units):
        others = {at for n, x in enumerate(units) if n != number for s, e, _ in x
                  for at in range(s, e)}  # fmt: skip
        covered.append([(s, e, label, len(others & set(range(s, e)))) for s, e, label in marks])
    return _from_lengths(
        [[(s, e, label) for s, e, label, _ in marks] for marks in covered],
        None,
        [(label, both**2) for marks in covered for *_, label, both in marks],
    )


def _with_gaps(marks, size):
    edges = [0, *(edge for start, end, _ in sorted(marks) for edge in (start, end)), size]
    gaps = [(a, b, None) for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
    return [*marks, *gaps]


def _from_lengths(units, square, squares=None):
    shared = {}
    for one, marks in enumerate(units):
        for other, theirs in enumerate(units):
            for start, end, label in marks if one != other else ():
                for s, e, known in theirs:
                    both = max(0, min(end, e) - max(start, s)) / (len(units) - 1)
                    shared[label, known] = shared.get((label, known), 0) + both
    if squares is None:
        squares = [(label, square(end - start, label)) for x in units for start, end, label in x]
    total = sum(shared.values())
    values = {label for pair in shared for label in pair}
    margin = {x: sum(shared.get((x, y), 0) for y in values) for x in values}
    own = {x: sum(square for label, square in squares if label == x) for x in values}
    less = total - sum(own.values()) / total if total else 0
    if less <= 0:
        return None
    differ = sum(n for (a, b), n in shared.items() if a != b)
    expected = sum(margin[a] * margin[b] for a in values for b in values if a != b) / less
    return 1 - differ / expected if expected > 1e-9 else None
