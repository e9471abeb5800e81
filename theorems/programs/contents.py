"""What the programs work on: documents and items whose order is known, drawn from a seed."""

from __future__ import annotations

from random import Random


def document(n: int, seed: int) -> list[str]:
    """A text of n different words; greater words matter more."""
    return [f"w{v:05}" for v in Random(seed).sample(range(100_000), n)]  # noqa: S311, chance and no secret


def facts(n: int, seed: int) -> tuple[list[str], str, str]:
    """A text of n words of which one is a fact, a question about it, and the answer."""
    text = document(n, seed)
    place = Random(f"{seed}/{n}").randrange(n)  # noqa: S311, chance and no secret
    answer, text[place] = text[place], f"secret={text[place]}"
    return text, "secret", answer


def worst_for_merging(n: int, seed: int) -> list[str]:
    """Items on which every merge of merge sort compares until one item is left."""
    return _unmerged(sorted(document(n, seed), reverse=True))


def _unmerged(items: list[str]) -> list[str]:
    return items if len(items) < 2 else _unmerged(items[1::2]) + _unmerged(items[0::2])


def trail(n: int, seed: int) -> tuple[str, dict[str, str]]:
    """Where to begin, and what is found where: n places one after the other, then `end`."""
    places = document(n, seed)
    return places[0], dict(zip(places, [*places[1:], "end"], strict=True))
