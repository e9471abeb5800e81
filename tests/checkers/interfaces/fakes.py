"""Tasks for workers that do what a line tells them: answer, sleep, raise, die. Imported by name in worker processes."""

import os
import signal
import sys
import time
from pathlib import Path

from attrs import evolve

from bounds.claim import Claim
from checkers.interfaces.rows import Request, answer_row, to_line
from checkers.verdict import Blocked, ProvedBound, Verdict

HERE = "tests.checkers.interfaces.fakes"
DECIDE_LINE = f"{HERE}:decide_line"
DECIDE_CLAIM = f"{HERE}:decide_claim"
NO_BOUNDS = f"{HERE}:no_bounds"
ONE_BOUND = f"{HERE}:one_bound"
BUSY_MARK = "TIGHTBOUND_FAKE_BUSY_MARK"
"""Variable with a file that is made when a decision that never ends begins."""


def heed_interrupts() -> None:
    """For a child process: take SIGINT as in the foreground; what a shell starts in the background ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


OBEY = f"{HERE}:obey"
MISSING = f"{HERE}:no_such_function"


def obey(order: str) -> str:
    """Carry out one order and answer with it."""
    match order.split():
        case ["sleep", seconds]:
            time.sleep(float(seconds))
        case ["spin"]:
            while True:
                pass
        case ["raise", text]:
            raise ValueError(text)
        case ["kill"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["exit"]:
            os._exit(3)
        case ["recurse"]:
            obey_forever()
        case ["eat"]:
            bytearray(64 << 30)
        case ["print"]:
            print("noise from a solver")
            sys.stdout.flush()
    return order


def obey_forever() -> None:
    """Recursion without end."""
    obey_forever()


def decide_line(item: tuple[Request, float]) -> tuple[str, bytes]:
    """Obey the text of a request, then call it proved."""
    request, _ = item
    obey(request.text)
    return "proved", to_line(answer_row(request, Verdict(None, "proved", ("kernel",), "fake")))  # type: ignore[arg-type]


def decide_claim(item: tuple[Claim, float]) -> Verdict:
    """O is proved, Omega refuted, o unknown, and Theta never answers."""
    claim, _ = item
    match claim.relation:
        case "Theta":
            Path(os.environ.get(BUSY_MARK, os.devnull)).touch()
            time.sleep(600)
        case "Omega":
            return Verdict(claim, "refuted", ("kernel",), "counterexample", "n = 3: T(3) = 5 > 4", {"rule": "fake"})
        case "o":
            return Verdict(claim, "unknown", blocked=(Blocked("dominance", "the step fails", "a larger bound"),))
    return Verdict(claim, "proved", ("kernel",), "dominance", certificate={"rule": "fake"}, seconds=0.0125)


def no_bounds(item: tuple[Claim, float]) -> tuple[ProvedBound, ...]:
    """Nothing is proved near any claim."""
    return ()


def one_bound(item: tuple[Claim, float]) -> tuple[ProvedBound, ...]:
    """Where `o` is unknown, O is proved; never for Theta."""
    claim, _ = item
    if claim.relation == "Theta":
        raise ValueError("no bounds for this one")
    return (ProvedBound(evolve(claim, relation="O"), ("kernel",), "dominance", {"rule": "fake"}),)
