"""What the two coverage-guided fuzzers share: a child process with atheris, limits for each input, findings as files.

A target calls `run_child` in its own process, and `session` in the process that a person starts. A finding does not
stop the fuzzing: its input is written to the folder once for each kind, and the session says so at its end.
"""

from __future__ import annotations

import hashlib
import random
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.benchmarks.claims import say

INPUT_SECONDS = 5.0
INPUT_BYTES = 1 << 30
ROOT = Path(__file__).resolve().parents[2]


class Overtime(BaseException):
    """An input took too long; no `except Exception` of what is being fuzzed catches it."""


@contextmanager
def overtime(seconds: float) -> Iterator[None]:
    """Raise Overtime in the block after so many seconds (main thread of a Unix process)."""

    def stop(signum: int, frame: object) -> None:
        raise Overtime(f"{seconds:g} s were over")

    previous = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


def record(folder: Path, kind: str, data: bytes) -> None:
    """Keep the shortest input of a kind of finding: `kind.input`, beside `kind.txt` with the count."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", kind)[:80].strip("-") + "-" + hashlib.sha256(kind.encode()).hexdigest()[:6]
    kept, counter = folder / f"{name}.input", folder / f"{name}.txt"
    seen = int(counter.read_text(encoding="utf-8").split()[0]) if counter.exists() else 0
    counter.write_text(f"{seen + 1} {kind}\n", encoding="utf-8")
    if not kept.exists() or len(data) < kept.stat().st_size:
        kept.write_bytes(data)


def try_input(oracle: Callable[[bytes], str], folder: Path, data: bytes) -> None:
    """Give one input to the oracle, which says "" or what is wrong; anything that it raises is wrong too."""
    try:
        with overtime(INPUT_SECONDS):
            wrong = oracle(data)
    except Overtime:
        wrong = f"slow: over {INPUT_SECONDS:g} s"
    except Exception as crash:  # noqa: BLE001 - whatever comes is a finding
        wrong = f"crash: {_place(crash)}"
    if wrong:
        record(folder, wrong, data)


def _place(crash: BaseException) -> str:
    """The type of an exception and the deepest line of the project it came from."""
    place, at = "", crash.__traceback__
    while at is not None:
        code = at.tb_frame.f_code
        if str(ROOT) in code.co_filename:
            place = f"{Path(code.co_filename).name}:{code.co_name}"
        at = at.tb_next
    return f"{type(crash).__name__} in {place}"


def change_bytes(data: bytes, max_size: int, draw: random.Random) -> bytes:
    """Some bytes flipped, dropped or repeated (atheris.Mutate of atheris 3.0 ends the process)."""
    out = bytearray(data)
    for _ in range(draw.choice((1, 1, 2, 5))):
        at = draw.randrange(len(out) + 1)
        end = min(len(out), at + draw.choice((0, 1, 1, 4, 40)))
        fresh = bytes(draw.choice(b'0123456789()[]{}",:;=<>+-*/^ \nTn\x00\xff') for _ in range(draw.choice((0, 1, 3))))
        out[at:end] = draw.choice((fresh, bytes(out[at:end]) * 2))
    return bytes(out[:max_size])


def run_child(atheris: Any, oracle: Callable[[bytes], str], folder: Path, arguments: list[str], **more: Any) -> None:
    """Fuzz until the time of libFuzzer's arguments is over; does not return."""
    resource.setrlimit(resource.RLIMIT_AS, (4 * INPUT_BYTES, 4 * INPUT_BYTES))  # libFuzzer watches what is resident
    atheris.Setup([sys.argv[0], *arguments], lambda data: try_input(oracle, folder, data), **more)
    atheris.Fuzz()


def session(module: str, folder: Path, corpus: dict[str, bytes], minutes: float, seed: int) -> int:
    """Fuzz in a child process for so many minutes; print executions, coverage, findings; 1 when there are findings."""
    seeds, found = folder / "corpus", folder / "findings"
    for place in (seeds, found):
        place.mkdir(parents=True, exist_ok=True)
    for stale in found.iterdir():  # what an earlier session found, perhaps in other code
        stale.unlink()
    for name, data in corpus.items():
        (seeds / name).write_bytes(data)
    longest = max(map(len, corpus.values()), default=4096)
    command = [
        sys.executable, "-m", module, "--child", str(found), str(seeds), f"-max_total_time={round(60 * minutes)}",
        "-timeout=0", f"-rss_limit_mb={INPUT_BYTES >> 20}", f"-max_len={longest + 4096}", f"-seed={seed}",
        "-print_final_stats=1", f"-artifact_prefix={found}/libfuzzer-",
    ]  # fmt: skip
    began = time.monotonic()
    with (folder / "log.txt").open("wb") as log:
        finished = subprocess.run(command, cwd=ROOT, stdout=log, stderr=log, check=False)
    text = (folder / "log.txt").read_text(encoding="utf-8", errors="replace")
    ran = re.findall(r"number_of_executed_units: (\d+)", text) or re.findall(r"^#(\d+)", text, re.MULTILINE)
    covered = re.findall(r"cov: (\d+) ft: (\d+) corp: (\d+)", text) or [("0", "0", "0")]
    first, last = covered[0], covered[-1]
    say(f"{module}: {(ran or ['0'])[-1]} inputs in {time.monotonic() - began:.0f} s, exit {finished.returncode}")
    say(f"edges {first[0]} -> {last[0]}, features {first[1]} -> {last[1]}, corpus {first[2]} -> {last[2]}")
    kinds = sorted(found.glob("*.txt"))
    for kind in kinds:
        say(f"finding: {kind.read_text(encoding='utf-8').strip()}  ({kind.with_suffix('.input')})")
    stray = [p for p in found.glob("libfuzzer-*") if p.is_file()]
    for path in stray:
        say(f"finding: libFuzzer stopped (see log.txt): {path}")
    if finished.returncode and not stray:
        say(f"the fuzzer ended with {finished.returncode}: {text.strip().splitlines()[-1:]}")
    return int(bool(kinds or stray or finished.returncode))
