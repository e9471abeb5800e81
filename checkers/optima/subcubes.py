"""Functions of a string, by reading: what is known is the table of values over the unread positions.

Positions on which the table does not depend are dropped. Two subcubes with the same table are the same state.
For graph properties see `Graphs`: subcubes up to renaming of the vertices.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations, product

from bounds.problem import Primitive, Reading, StringProblem
from checkers.optima.canonical import items
from checkers.optima.refusal import OutOfReach
from checkers.optima.search import Move, in_units

WHO = "optima/subcubes"
IMPOSSIBLE = 255
"""In a table: no such string can occur. Values are numbered from 0."""


class Subcubes:
    """The game of reading a string; see `search`. A state is a table, the first position counting most."""

    def __init__(self, problem: StringProblem, primitives: Sequence[Primitive]) -> None:
        self.symbols = problem.symbols
        self.unit, prices = in_units(tuple(primitives))
        self.reads = [
            (width, price)
            for p, price in zip(primitives, prices, strict=True)
            for width in [reading_width(p)]
            if not (p.exactly and width > problem.n)
        ]
        names: dict[object, int] = {}
        numbered = [names.setdefault(value, len(names)) for value in problem.value]
        if len(names) >= IMPOSSIBLE:
            raise OutOfReach(WHO, need=f"fewer than {IMPOSSIBLE} values", have=len(names), attempt="by_instances")
        possible = problem.possible or (True,) * len(numbered)
        self.table = bytes(v if p else IMPOSSIBLE for v, p in zip(numbered, possible, strict=True))
        self._states: dict[bytes, bytes] = {}

    def start(self) -> bytes:
        """Nothing is read."""
        return self.state(self.table)

    def state(self, table: bytes) -> bytes:
        """The table without the positions it does not depend on; b"" when one value is left."""
        found = self._states.get(table)
        if found is None:
            found = self._states[table] = self._reduced(table)
        return found

    def _reduced(self, table: bytes) -> bytes:
        if len(set(table) - {IMPOSSIBLE}) <= 1:
            return b""
        stride = 1
        while stride < len(table):
            faces = [self._face(table, stride, symbol) for symbol in range(self.symbols)]
            if all(face == faces[0] for face in faces):
                table = faces[0]
            else:
                stride *= self.symbols
        return table

    def _face(self, table: bytes, stride: int, symbol: int) -> bytes:
        """The table with the symbol at the position of this stride."""
        step = stride * self.symbols
        return b"".join(table[i : i + stride] for i in range(symbol * stride, len(table), step))

    def is_solved(self, state: bytes) -> bool:
        """Whether one value is left."""
        return not state

    def least(self, state: bytes) -> int:
        """A strategy tells all values apart; its cost in bits is at least the degree of each value's indicator."""
        values = len(set(state) - {IMPOSSIBLE})
        calls, ends = 0, 1
        most = max((w for w, _ in self.reads), default=1)
        while ends < values:
            calls, ends = calls + 1, ends * self.symbols**most
        if self.symbols == 2 and IMPOSSIBLE not in state:
            calls = max(calls, -(-self._degree(state) // most))
        return calls * min((p for _, p in self.reads), default=1)

    def weight(self, state: bytes) -> int:
        """How long the table is."""
        return len(state)

    def moves(self, state: bytes) -> Iterator[Move[bytes] | None]:
        """Reading as many of the positions that matter as a call may."""
        strides = [self.symbols**i for i in range(self._positions(state))]
        for width, price in self.reads:
            for chosen in combinations(strides, min(width, len(strides))):
                after = {self.state(face) for face in self._faces(state, chosen) if set(face) != {IMPOSSIBLE}}
                yield None if after == {state} else Move(price, chosen, tuple(sorted(after, key=len, reverse=True)))

    def _faces(self, table: bytes, strides: tuple[int, ...]) -> Iterator[bytes]:
        if not strides:
            yield table
            return
        for symbol in range(self.symbols):  # the longest stride first: shorter ones keep their meaning
            yield from self._faces(self._face(table, strides[-1], symbol), strides[:-1])

    def _positions(self, table: bytes) -> int:
        count, length = 0, 1
        while length < len(table):
            count, length = count + 1, length * self.symbols
        return count

    def _degree(self, table: bytes) -> int:
        """The largest degree over GF(2) of a value's indicator: no strategy of less depth has it."""
        n, most = self._positions(table), 0
        everywhere = int.from_bytes(b"\1" * len(table), "little")
        for value in set(table):
            form = int.from_bytes(bytes(v == value for v in table), "little")
            for i in range(n):
                without = int.from_bytes((b"\1" * (1 << i) + b"\0" * (1 << i)) * (1 << n - i - 1), "little")
                form ^= (form & without) << 8 * (1 << i)
                form &= everywhere
            terms = form.to_bytes(len(table), "little")
            most = max(most, max((i.bit_count() for i, term in enumerate(terms) if term), default=0))
        return most


class Graphs:
    """The game of asking for edges when the value is the same for isomorphic graphs; see `search`.

    A state is the present and the absent edges, in canonical form under renaming of the vertices.

    Needs    a table of 2^(v(v-1)/2) values by the edges in order, invariant under renaming: this is checked
    """

    def __init__(self, problem: StringProblem, primitive: Primitive) -> None:
        vertices = 1
        while vertices * (vertices - 1) // 2 < problem.n:
            vertices += 1
        if reading_width(primitive) != 1 or problem.symbols != 2 or problem.possible or not 2 <= vertices <= 7:
            raise OutOfReach(WHO, need="read 1 of the edges of a graph of 2 to 7 vertices", have=primitive)
        if vertices * (vertices - 1) // 2 != problem.n:
            raise OutOfReach(WHO, need="v(v-1)/2 positions", have=problem.n)
        self.unit, self.vertices, self.n = primitive.price, vertices, problem.n
        self.edges = list(combinations(range(vertices), 2))
        self.number = {edge: i for i, edge in enumerate(self.edges)}
        self.value = _by_masks(problem)
        self._require_invariance()
        self.full = (1 << self.n) - 1
        self.is_monotone = self._is_monotone()
        self._constant: dict[tuple[int, int], bool] = {}
        self._forms: dict[tuple[int, int], tuple[int, int]] = {}

    def _require_invariance(self) -> None:
        for v in range(self.vertices - 1):
            swap = {v: v + 1, v + 1: v}
            places = [self._edge(swap.get(a, a), swap.get(b, b)) for a, b in self.edges]
            for mask, value in enumerate(self.value):
                if self.value[sum(1 << places[i] for i in items(mask))] != value:
                    raise OutOfReach(WHO, need="a property of graphs up to isomorphism", have=f"edges {mask:b}")

    def _is_monotone(self) -> bool:
        ordered = {self.value[0]: 0, self.value[-1]: 1}
        if len(ordered) < 2 or set(self.value) != set(ordered):
            return False
        return all(
            ordered[self.value[mask]] <= ordered[self.value[mask | 1 << i]]
            for mask in range(1 << self.n)
            for i in range(self.n)
        )

    def start(self) -> tuple[int, int]:
        """No edge was asked for."""
        return (0, 0)

    def is_solved(self, state: tuple[int, int]) -> bool:
        """Whether every graph that fits has one value."""
        if state not in self._constant:
            present, absent = state
            free = self.full & ~present & ~absent
            if self.is_monotone:
                self._constant[state] = self.value[present] == self.value[present | free]
            else:
                self._constant[state] = self._is_constant(present, free)
        return self._constant[state]

    def _is_constant(self, present: int, free: int) -> bool:
        more = free
        while more:
            if self.value[present | more] != self.value[present]:
                return False
            more = (more - 1) & free
        return True

    def least(self, state: tuple[int, int]) -> int:
        """One call."""
        return 1

    def sure(self) -> int:
        """Asking for every edge is enough."""
        return self.n

    def weight(self, state: tuple[int, int]) -> int:
        """0 when solved."""
        return int(not self.is_solved(state))

    def moves(self, state: tuple[int, int]) -> Iterator[Move[tuple[int, int]] | None]:
        """Each edge not asked for yet."""
        present, absent = state
        for i in items(self.full & ~present & ~absent):
            after = (self.form(present | 1 << i, absent), self.form(present, absent | 1 << i))
            yield Move(1, self.edges[i], after)

    def form(self, present: int, absent: int) -> tuple[int, int]:
        """The canonical form."""
        key = (present, absent)
        if key not in self._forms:
            self._forms[key] = self._form(present, absent)
        return self._forms[key]

    def _form(self, present: int, absent: int) -> tuple[int, int]:
        matrix = [[0] * self.vertices for _ in range(self.vertices)]
        for i, (a, b) in enumerate(self.edges):
            matrix[a][b] = matrix[b][a] = (present >> i & 1) + 2 * (absent >> i & 1)
        colours: list[object] = [tuple(sorted(row)) for row in matrix]
        for _ in range(2):
            seen = {c: i for i, c in enumerate(sorted(set(map(repr, colours))))}
            numbers = [seen[repr(c)] for c in colours]
            colours = [
                (numbers[v], tuple(sorted((matrix[v][u], numbers[u]) for u in range(self.vertices) if u != v)))
                for v in range(self.vertices)
            ]
        cells: dict[str, list[int]] = {}
        for v, colour in enumerate(colours):
            cells.setdefault(repr(colour), []).append(v)
        ordered = [cells[c] for c in sorted(cells)]
        best: tuple[int, int] | None = None
        for parts in product(*(permutations(cell) for cell in ordered)):
            place = {v: i for i, v in enumerate(v for part in parts for v in part)}
            where = [self._edge(place[a], place[b]) for a, b in self.edges]
            found = (sum(1 << where[i] for i in items(present)), sum(1 << where[i] for i in items(absent)))
            best = found if best is None or found < best else best
        return best or (0, 0)

    def _edge(self, a: int, b: int) -> int:
        return self.number[min(a, b), max(a, b)]


def reading_width(primitive: Primitive) -> int:
    """How many positions a call reads; OutOfReach when it does not read, or may be wrong."""
    if not isinstance(primitive.asks, Reading) or primitive.asks.w < 1:
        raise OutOfReach(WHO, need="read w >= 1 positions", have=primitive.asks, attempt="by_instances")
    if primitive.noise or primitive.lies or primitive.price <= 0:
        raise OutOfReach(WHO, need="answers that are right, a price above 0", have=primitive, attempt="by_instances")
    return primitive.asks.w


def _by_masks(problem: StringProblem) -> list[object]:
    """The values by the bitmask of the positions that are 1."""
    values: list[object] = [None] * (1 << problem.n)
    for string, value in zip(product((0, 1), repeat=problem.n), problem.value, strict=True):
        values[sum(bit << i for i, bit in enumerate(string))] = value
    return values
