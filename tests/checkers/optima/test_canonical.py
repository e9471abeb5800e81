"""A canonical form is the same for two posets exactly when one is a renaming of the other."""

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers.optima.canonical import Forms, closure, components, covers, downs, dual, put_below, restrict
from tests.checkers.optima.cases import known_pairs


def renamed(ups, names):
    """The poset with item i called names[i]."""
    return restrict(ups, [names.index(i) for i in range(len(ups))])


def all_posets(n):
    """Every poset of n items, whatever they are called."""
    seen = {(0,) * n}
    queue = list(seen)
    for ups in queue:
        for low, high in permutations(range(n), 2):
            if not (ups[low] >> high | ups[high] >> low) & 1:
                grown = list(ups)
                put_below(grown, low, high)
                if tuple(grown) not in seen:
                    seen.add(tuple(grown))
                    queue.append(tuple(grown))
    return seen


@pytest.mark.parametrize(("n", "named", "forms"), [(1, 1, 1), (2, 3, 2), (3, 19, 5), (4, 219, 16), (5, 4231, 63)])
def test_there_are_as_many_forms_as_unlabelled_posets(n, named, forms):
    posets = all_posets(n)
    assert (len(posets), len({Forms().canonical(ups)[0] for ups in posets})) == (named, forms)


@given(st.data())
def test_renaming_the_items_leaves_the_form_and_the_order_says_which_item_is_where(data):
    n = data.draw(st.integers(1, 8))
    ups = closure(n, data.draw(known_pairs(n)))
    names = data.draw(st.permutations(range(n)))
    form, order = Forms().canonical(ups)
    other, where = Forms().canonical(renamed(ups, names))
    assert form == other
    assert restrict(ups, order) == form
    assert restrict(renamed(ups, names), where) == form


def test_the_inverse_of_a_canonical_order_is_seen_to_be_no_canonical_order():
    """The mistake that a library's documentation once invited."""
    wrong = 0
    for ups in all_posets(4):
        form, order = Forms().canonical(ups)
        wrong += restrict(ups, [order.index(i) for i in range(4)]) != form
    assert wrong > 20


@given(st.data())
def test_graphs_have_forms_too(data):
    n = data.draw(st.integers(2, 6))
    edges = data.draw(st.lists(st.sampled_from(list(combinations(range(n), 2))), max_size=8))
    graph = [0] * n
    for a, b in edges:
        graph[a] |= 1 << b
        graph[b] |= 1 << a
    names = data.draw(st.permutations(range(n)))
    assert Forms().canonical(tuple(graph))[0] == Forms().canonical(renamed(tuple(graph), names))[0]


def test_two_graphs_with_the_same_degrees_differ():
    hexagon = tuple(1 << (i + 1) % 6 | 1 << (i - 1) % 6 for i in range(6))
    triangles = tuple(sum(1 << j for j in range(i // 3 * 3, i // 3 * 3 + 3) if j != i) for i in range(6))
    assert Forms().canonical(hexagon)[0] != Forms().canonical(triangles)[0]


@given(st.data())
def test_the_covers_of_a_poset_close_to_it_and_upside_down_twice_is_itself(data):
    n = data.draw(st.integers(1, 7))
    ups = closure(n, data.draw(known_pairs(n)))
    assert closure(n, covers(ups)) == ups
    assert dual(dual(ups)) == ups
    assert [m.bit_count() for m in downs(ups)] == [sum(up >> i & 1 for up in ups) for i in range(n)]
    assert sorted(i for part in components(ups) for i in part) == list(range(n))


def test_a_cycle_is_no_poset():
    with pytest.raises(ValueError, match="a poset: need no cycle, have 2 below 0"):
        closure(3, [(0, 1), (1, 2), (2, 0)])
