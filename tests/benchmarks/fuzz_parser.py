"""Coverage-guided fuzzing of the claim language: bytes -> parse_document, parse_recurrence, parse_claim.

    pip install '.[fuzz,test]'; python -m tests.benchmarks.fuzz_parser --minutes 5 --dir /tmp/fuzz-parser

The corpus is theorems/*.claims, statement by statement and whole, and the public recurrences. Only LanguageError (and
its kinds) may be raised, within 5 s and 1 GiB; what is read is printed, and read again must be equal.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from contextlib import suppress
from pathlib import Path

from attrs import frozen

from tests.benchmarks.claims import load_rows, text_of
from tests.benchmarks.coverage_fuzzing import ROOT, change_bytes, run_child, session

LIMIT = 3_000


def all_texts() -> dict[str, bytes]:
    """Texts of the language, by name."""
    texts = {p.stem: p.read_text(encoding="utf-8") for p in sorted((ROOT / "theorems").glob("*.claims"))}
    for stem, text in list(texts.items()):
        blocks = re.split(r"\n(?=recurrence )", text)
        texts |= {f"{stem}-{i}": block for i, block in enumerate(blocks) if i}
    texts |= {row["id"]: f"{text_of(row)}\nclaim T in O(n)" for row in load_rows()}
    return {re.sub(r"\W", "_", name): text.encode() for name, text in texts.items() if len(text) <= LIMIT}


def oracle(data: bytes) -> str:
    """What is wrong with what the language says of these bytes, or ""."""
    from bounds.language import LanguageError, parse_claim, parse_document, parse_recurrence, print_document

    text = data.decode("utf-8", errors="replace")
    recurrence, _, claim = text.rpartition("\n")
    with suppress(LanguageError):
        parse_claim(claim.removeprefix("claim "), parse_recurrence(recurrence))
    try:
        stated = parse_document(text)
    except LanguageError:
        return ""
    again = parse_document(print_document(stated))
    return "" if again == stated else "printed, it reads differently"


@frozen
class Mutator:
    """Changes of words and statements; now and then of bytes."""

    words: tuple[str, ...]

    def __call__(self, data: bytes, max_size: int, seed: int) -> bytes:
        """Another input near this one."""
        draw = random.Random(seed)
        if draw.random() < 0.3:
            return change_bytes(data, max_size, draw)
        parts = re.findall(r"\w+|\s+|[<>=!]=|.", data.decode("utf-8", errors="replace"), re.DOTALL)
        for _ in range(draw.choice((1, 1, 2, 4))):
            at = draw.randrange(len(parts) + 1)
            until = min(len(parts), at + draw.choice((0, 1, 1, 2, 5)))
            start = draw.randrange(len(parts)) if parts else 0
            copied = parts[start : start + draw.randint(1, 12)]
            parts[at:until] = draw.choice(([draw.choice(self.words)], copied, []))
        return "".join(parts).encode("utf-8", errors="replace")[:max_size]


def _child(folder: Path, arguments: list[str]) -> None:
    import atheris  # type: ignore[import-not-found,unused-ignore]

    with atheris.instrument_imports(include=["bounds"]):
        import bounds.language  # noqa: F401
    texts = b"\n".join(all_texts().values()).decode()
    words = (*sorted(set(re.findall(r"\w+|[^\w\s]+", texts))), "9" * 50, "((((", "))))", "/0", "^(n)", "1/3", "-1")
    run_child(atheris, oracle, folder, arguments, custom_mutator=Mutator(words))


def main() -> int:
    """Fuzz for some minutes; 1 when something was found."""
    if sys.argv[1:2] == ["--child"]:
        _child(Path(sys.argv[2]), sys.argv[3:])
        return 0
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--minutes", type=float, default=5.0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--dir", type=Path, default=ROOT / "build" / "fuzz-parser")
    chosen = options.parse_args()
    return session("tests.benchmarks.fuzz_parser", chosen.dir, all_texts(), chosen.minutes, chosen.seed)


if __name__ == "__main__":
    sys.exit(main())
