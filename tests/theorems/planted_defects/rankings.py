"""Defects of the programs that rank."""

from tests.theorems.planted_defects.defect import Defect

KNOCKOUT, MERGE, TOP, WINDOW = "knockout_tournament", "merge_sort", "sliding_top_three", "sliding_window_ranking"
SETWISE, ALL = "setwise_tournament", "all_pairs"

HALVES = "await asyncio.gather(ranked(llm, items[:middle]), ranked(llm, items[middle:]))"
ODD = """pairs = list(zip(left[0::2], left[1::2], strict=False))
        odd = left[-1:] if len(left) % 2 else []"""
PAIRS_AT_ONCE = "await asyncio.gather(*(better(llm, a, b) for a, b in pairs))"
ASKED = 'answer = await llm.complete(prompt, 1, primitive="compare")'

DEFECTS = [
    Defect(
        KNOCKOUT,
        "an odd one out is compared with itself",
        ODD,
        ODD.replace("left[1::2]", "[*left[1::2], *left[-1:]]").replace("left[-1:] if len(left) % 2 else []", "[]"),
        ("calls", "tokens_in", "tokens_out"),
    ),
    Defect(
        KNOCKOUT,
        "pairs are compared one after the other",
        PAIRS_AT_ONCE,
        "[await better(llm, a, b) for a, b in pairs]",
        ("depth",),
    ),
    Defect(
        KNOCKOUT,
        "every pair is compared in both orders",
        "return a if",
        'await llm.complete(f"Compare the two items. A: {b} B: {a}", 1, primitive="compare")\n    return a if',
        ("calls", "tokens_in", "tokens_out", "depth"),
    ),
    Defect(
        KNOCKOUT,
        "the champion is confirmed",
        "return left[0]",
        "return await better(llm, left[0], left[0])",
        ("calls", "tokens_in", "tokens_out", "depth", "peak"),
    ),
    Defect(
        KNOCKOUT, "the answer may be long", 'B: {b}", 1, primitive', 'B: {b}", None, primitive', ("tokens_out", "peak")
    ),
    Defect(
        MERGE,
        "halves are sorted one after the other",
        HALVES,
        "await ranked(llm, items[:middle]), await ranked(llm, items[middle:])",
        ("depth",),
    ),
    Defect(
        MERGE,
        "two items are taken as sorted",
        "if len(items) <= 1:",
        "if len(items) <= 2:",
        ("calls", "tokens_in", "tokens_out", "depth", "peak"),
    ),
    Defect(
        MERGE,
        "every comparison is made twice",
        ASKED,
        f"{ASKED}\n        {ASKED}",
        ("calls", "tokens_in", "tokens_out", "depth"),
    ),
    Defect(
        MERGE,
        "the first item is split off",
        "middle = len(items) // 2",
        "middle = 1",
        ("calls", "tokens_in", "tokens_out", "depth"),
    ),
    Defect(
        MERGE,
        "the prompt stands twice in the prompt",
        'f"Compare the two items. A',
        'f"Compare the two items. Compare the two items. A',
        ("tokens_in", "peak"),
    ),
    Defect(
        TOP,
        "passes run to the front",
        "range(len(items) - 1, front, -1)",
        "range(len(items) - 1, 0, -1)",
        ("calls", "tokens_in", "tokens_out", "depth"),
    ),
    Defect(TOP, "one pass short", "range(k)", "range(k - 1)", ("calls", "tokens_in", "tokens_out", "depth")),
    Defect(
        TOP,
        "the last pair of a pass is left out",
        "range(len(items) - 1, front, -1)",
        "range(len(items) - 1, front + 1, -1)",
        ("calls", "tokens_in", "tokens_out", "depth"),
    ),
    Defect(WINDOW, "the overlap is forgotten", "end -= step", "end -= w", ("tokens_in", "tokens_out")),
    Defect(
        WINDOW,
        "a window more at the front",
        "if start == 0:",
        "if end <= step:",
        ("calls", "tokens_in", "tokens_out", "depth"),
    ),
    Defect(
        WINDOW,
        "the limit of the answer is ignored",
        'complete(prompt, len(window), primitive="rank")',
        'complete(prompt, primitive="rank")',
        ("tokens_out", "peak"),
    ),
    Defect(
        WINDOW,
        "the whole list is sent with each window",
        "{' '.join(window)}",
        "{' '.join(window)} {' '.join(items[end:])}",
        ("tokens_in",),
    ),
    Defect(
        SETWISE,
        "groups are one item short",
        "[left[i : i + c] for i in range(0, len(left), c)]",
        "[left[i : i + c - 1] for i in range(0, len(left), c - 1)]",
        ("calls", "tokens_in", "tokens_out", "depth", "peak"),
    ),
    Defect(
        SETWISE,
        "groups are asked one after the other",
        "await asyncio.gather(*(pick(llm, group) for group in groups))",
        "[await pick(llm, group) for group in groups]",
        ("depth",),
    ),
    Defect(SETWISE, "another primitive", 'primitive="pick"', 'primitive="rank"', ("each_call",)),
    Defect(
        ALL,
        "every pair in one order only",
        "better(llm, a, b) for a, b in permutations(items, 2)",
        "better(llm, a, b) for a, b in permutations(items, 2) if a < b",
        ("calls", "tokens_in", "tokens_out"),
    ),
    Defect(
        ALL,
        "pairs are compared one after the other",
        "await asyncio.gather(*(better(llm, a, b) for a, b in permutations(items, 2)))",
        "[await better(llm, a, b) for a, b in permutations(items, 2)]",
        ("depth",),
    ),
    Defect(
        ALL,
        "items are compared with themselves",
        "permutations(items, 2)",
        "[(a, b) for a in items for b in items]",
        ("calls", "tokens_in", "tokens_out", "depth", "peak"),
    ),
]
