"""Posets as bitmasks, and a canonical form: the same for two posets exactly when one is a renaming of the other.

A poset of m items is a tuple of m bitmasks, the items above each, transitively closed; an undirected graph, the
neighbours of each, is put into canonical form just so. Its parts that are not related
are put into canonical form alone and sorted. Within a part, items are coloured by what is below and above them until
no colour splits any more; where a colour is shared, each of its items is singled out in turn, and the least form wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Poset = tuple[int, ...]


def items(mask: int) -> list[int]:
    """The items of a bitmask, in order."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def downs(ups: Poset) -> list[int]:
    """The items below each."""
    below = [0] * len(ups)
    for low, mask in enumerate(ups):
        for high in items(mask):
            below[high] |= 1 << low
    return below


def put_below(ups: list[int], low: int, high: int) -> None:
    """Add low < high, and what follows; high < low must not hold."""
    if not ups[low] >> high & 1:
        add = ups[high] | 1 << high
        for item, mask in enumerate(ups):
            if item == low or mask >> low & 1:
                ups[item] |= add


def closure(n: int, pairs: Iterable[tuple[int, int]]) -> Poset:
    """The least poset of n items with each pair (a, b): a below b."""
    ups = [0] * n
    for low, high in pairs:
        if low == high or ups[high] >> low & 1:
            raise ValueError(f"a poset: need no cycle, have {low} below {high} and not")
        put_below(ups, low, high)
    return tuple(ups)


def covers(ups: Poset) -> list[tuple[int, int]]:
    """The pairs of which the others follow."""
    below = downs(ups)
    return [(low, high) for low, mask in enumerate(ups) for high in items(mask) if not mask & below[high]]


def restrict(ups: Poset, kept: list[int]) -> Poset:
    """The poset on some items only, renamed to their places in the list."""
    place = {item: i for i, item in enumerate(kept)}
    mask = sum(1 << item for item in kept)
    return tuple(sum(1 << place[high] for high in items(ups[item] & mask)) for item in kept)


def dual(ups: Poset) -> Poset:
    """The poset upside down."""
    return tuple(downs(ups))


def components(ups: Poset) -> list[list[int]]:
    """The items of each part that is not related to the others."""
    below = downs(ups)
    left = (1 << len(ups)) - 1
    parts = []
    while left:
        part = grown = left & -left
        while grown:
            reached = 0
            for item in items(grown):
                reached |= ups[item] | below[item]
            grown = reached & ~part
            part |= reached
        parts.append(items(part))
        left &= ~part
    return parts


class Forms:
    """Canonical forms, remembered for each part that was seen."""

    def __init__(self) -> None:
        self._parts: dict[Poset, tuple[Poset, list[int]]] = {}

    def canonical(self, ups: Poset) -> tuple[Poset, list[int]]:
        """The canonical form, and which item stands at each of its places."""
        parts = []
        for part in components(ups):
            local = restrict(ups, part) if len(part) < len(ups) else ups
            form, order = self._part(local)
            parts.append((len(form), form, [part[i] for i in order]))
        parts.sort(key=lambda p: p[:2])
        placed: list[int] = []
        order = []
        for _, form, where in parts:
            shift = len(order)
            placed.extend(mask << shift for mask in form)
            order.extend(where)
        return tuple(placed), order

    def _part(self, ups: Poset) -> tuple[Poset, list[int]]:
        if ups not in self._parts:
            below = downs(ups)
            colours = [mask.bit_count() * len(ups) + ups[i].bit_count() for i, mask in enumerate(below)]
            self._parts[ups] = _least(ups, below, _refined(ups, below, colours))
        return self._parts[ups]


def _refined(ups: Poset, below: list[int], colours: list[int]) -> list[int]:
    """Split the colours by how many of each colour are above and below, until that splits none."""
    width = len(ups).bit_length()
    count = 0
    while True:
        names = {c: i for i, c in enumerate(sorted(set(colours)))}
        colours = [names[c] for c in colours]
        if len(names) == count or len(names) == len(ups):
            return colours
        count = len(names)
        unit = [1 << width * c for c in colours]
        span = width * count
        colours = [
            (colours[i] << 2 * span)
            | (sum(unit[j] for j in items(ups[i])) << span)
            | sum(unit[j] for j in items(below[i]))
            for i in range(len(ups))
        ]


def _least(ups: Poset, below: list[int], colours: list[int]) -> tuple[Poset, list[int]]:
    cells: dict[int, list[int]] = {}
    for item, colour in enumerate(colours):
        cells.setdefault(colour, []).append(item)
    shared = min((c for c, cell in cells.items() if len(cell) > 1), default=None)
    if shared is None:
        order = [cells[c][0] for c in sorted(cells)]
        return restrict(ups, order), order
    best: tuple[Poset, list[int]] | None = None
    tried: list[int] = []
    for item in cells[shared]:
        if any(_are_twins(ups, item, other) and _are_twins(below, item, other) for other in tried):
            continue
        tried.append(item)
        single = [2 * c + (i != item) for i, c in enumerate(colours)]
        found = _least(ups, below, _refined(ups, below, single))
        if best is None or found[0] < best[0]:
            best = found
    if best is None:
        raise AssertionError("a shared colour has an item")
    return best


def _are_twins(masks: Sequence[int], i: int, j: int) -> bool:
    """Whether exchanging two items changes nothing."""
    return masks[i] & ~(1 << j) == masks[j] & ~(1 << i) and (masks[i] >> j & 1) == (masks[j] >> i & 1)
