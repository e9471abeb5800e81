"""Defects of the programs that read long texts."""

from tests.theorems.pairs import Pair
from tests.theorems.planted_defects.defect import Defect

MAP, TREE, COLLAPSE = "map_reduce_summary", "tree_summary", "collapse_with_fan_in_k"
ROLLING, NOTES, RETRIEVAL = "rolling_summary", "growing_notes", "overlapping_retrieval"
TWO_WORDS = Pair(NOTES, {"s": 2})

WINDOWS = "[text[i : i + w] for i in range(0, len(text), w)]"
AT_ONCE = "await asyncio.gather(*(summarise(llm, window, s) for window in windows))"

DEFECTS = [
    Defect(
        MAP,
        "the last window is dropped",
        WINDOWS,
        "[text[i : i + w] for i in range(0, len(text) - w + 1, w)]",
        ("calls", "tokens_in", "tokens_out", "depth", "peak"),
    ),
    Defect(
        MAP,
        "an empty window is sent where the text ends with a window",
        WINDOWS,
        "[text[i : i + w] for i in range(0, len(text) + 1, w)]",
        ("calls", "tokens_in", "tokens_out"),
    ),
    Defect(MAP, "windows are one word short", WINDOWS, WINDOWS.replace("i + w]", "i + w - 1]"), ("tokens_in", "peak")),
    Defect(
        MAP,
        "windows share a word",
        WINDOWS,
        WINDOWS.replace("i + w]", "i + w + 1]"),
        ("tokens_in", "peak"),
    ),
    Defect(
        MAP,
        "windows are read one after the other",
        AT_ONCE,
        "[await summarise(llm, v, s) for v in windows]",
        ("depth",),
    ),
    Defect(
        MAP,
        "the limit of the summary is ignored",
        'complete(prompt, s, primitive="combine")',
        'complete(prompt, primitive="combine")',
        ("tokens_out", "peak"),
    ),
    Defect(MAP, "the last call is another primitive", 'primitive="combine"', 'primitive="summarise"', ("each_call",)),
    Defect(
        MAP,
        "the prompt stands twice in the prompt",
        'f"Combine these summaries into {s} words. Text:',
        'f"Combine these summaries into {s} words. Combine these summaries into {s} words. Text:',
        ("tokens_in", "peak"),
    ),
    Defect(
        MAP,
        "the whole text is sent to the last call too",
        "{everything}",
        "{everything} {' '.join(text)}",
        ("tokens_in",),
    ),
    Defect(
        TREE,
        "the base case comes one too early",
        "len(text) > w:",
        "len(text) > w + 1:",
        ("calls", "tokens_in", "tokens_out", "depth", "peak"),
    ),
    Defect(
        TREE,
        "the base case comes one too late",
        "len(text) > w:",
        "len(text) >= w:",
        ("calls", "tokens_in", "tokens_out", "depth"),
    ),
    Defect(
        TREE,
        "one extra call a level",
        'text = " ".join(summaries).split()',
        'text = " ".join(summaries).split()\n        await summarise(llm, text[:0], s)',
        ("calls", "tokens_in", "tokens_out", "depth"),
    ),
    Defect(
        TREE,
        "windows are read one after the other",
        AT_ONCE,
        "[await summarise(llm, v, s) for v in windows]",
        ("depth",),
    ),
    Defect(
        TREE,
        "summaries are one word longer than said",
        AT_ONCE,
        AT_ONCE.replace("window, s)", "window, s + 1)"),
        ("tokens_in", "tokens_out", "peak"),
    ),
    Defect(
        TREE,
        "the text is summarised once more at the end",
        "return (await summarise(llm, text, s)).split()",
        "return (await summarise(llm, (await summarise(llm, text, s)).split(), s)).split()",
        ("calls", "tokens_in", "tokens_out", "depth", "peak"),
    ),
    Defect(
        COLLAPSE,
        "one summary too many in a prompt",
        "[summaries[i : i + k] for i in range(0, len(summaries), k)]",
        "[summaries[i : i + k + 1] for i in range(0, len(summaries), k + 1)]",
        ("calls", "tokens_in", "tokens_out", "depth", "peak"),
    ),
    Defect(
        COLLAPSE,
        "a group of one makes no call",
        'together = " ".join',
        'if len(group) == 1:\n        return group[0]\n    together = " ".join',
        ("calls", "tokens_in", "tokens_out"),
    ),
    Defect(
        COLLAPSE,
        "one level too many",
        "return summaries[0]",
        "return await combine(llm, summaries, s)",
        ("calls", "tokens_in", "tokens_out", "depth", "peak"),
    ),
    Defect(ROLLING, "the summary so far is not sent", "Summary: {summary}", "Summary:", ("tokens_in", "peak")),
    Defect(
        ROLLING,
        "the summary so far is sent twice",
        "Summary: {summary}",
        "Summary: {summary} {summary}",
        ("tokens_in", "peak"),
    ),
    Defect(ROLLING, "all that was read is sent again", "text[i : i + w])", "text[: i + w])", ("tokens_in", "peak")),
    Defect(
        ROLLING,
        "a last call polishes",
        "return summary.split()",
        'return (await llm.complete(prompt, s, primitive="refine")).split()',
        ("calls", "tokens_in", "tokens_out", "depth"),
    ),
    Defect(
        NOTES, "only the last note is sent", "' '.join(notes)", "' '.join(notes[-1:])", ("tokens_in", "peak"), TWO_WORDS
    ),
    Defect(
        NOTES,
        "the notes are sent twice",
        "' '.join(notes)",
        "' '.join(notes + notes)",
        ("tokens_in", "peak"),
        TWO_WORDS,
    ),
    Defect(
        NOTES,
        "pages stay in the notes",
        "notes.append(note)",
        "notes.append(note + page)",
        ("tokens_in", "peak"),
        TWO_WORDS,
    ),
    Defect(
        NOTES,
        "the last page is not read",
        "range(n)",
        "range(n - 1)",
        ("calls", "tokens_in", "tokens_out", "depth", "peak"),
        TWO_WORDS,
    ),
    Defect(RETRIEVAL, "the overlap is forgotten", "start += w - overlap", "start += w", ("tokens_in",)),
    Defect(
        RETRIEVAL,
        "a window that brings nothing new is sent",
        "if start + w >= len(text)",
        "if start + overlap >= len(text)",
        ("calls", "tokens_in", "tokens_out"),
    ),
    Defect(
        RETRIEVAL,
        "each extract is answered apart",
        '    prompt = f"Answer',
        "    for text in extracts[1:]:\n"
        '        await llm.complete(f"Answer now. Question: {question} Text: {text}", 1, primitive="answer")\n'
        '    prompt = f"Answer',
        ("calls", "tokens_in", "tokens_out", "depth"),
    ),
    Defect(
        RETRIEVAL,
        "extracts are one word longer than said",
        "extract(llm, question, window, s) for",
        "extract(llm, question, window, s + 1) for",
        ("tokens_in", "tokens_out", "peak"),
    ),
]
