"""`tightbound explore`: rows as they are found, what follows from them, and the adversary to play against."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

from attrs import frozen
from rich.console import Group
from rich.live import Live
from rich.spinner import Spinner

from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.table import console, printable

if TYPE_CHECKING:
    from checkers.exploration import CannotExplore, Row, Session
    from checkers.exploration.why import Game

WHO = "tightbound explore"
WIDTHS = (4, 7, 7, 7, 12, 7, 8, 8)
BELOW, SLOW = 8, 0.5
"""Lines of the terminal that are not rows; seconds after which an open bracket is shown in a pipe."""
HELP = "a call: the items it is about, such as `0 3`; `#1 0 3`: by the kind of calls 1; `undo`; `quit`"


@frozen
class Request:
    """What is asked of one setting."""

    problem: str
    primitives: tuple[str, ...] = ()
    mode: str = ""
    upto: int | None = None
    seconds: float | None = 10.0
    start: int | None = None


@contextmanager
def refusals() -> Iterator[None]:
    """What an exploration refuses, as the command line says it."""
    from checkers.exploration import CannotExplore
    from checkers.optima.search import Contradiction

    try:
        yield
    except CannotExplore as error:
        _refuse(error)
    except Contradiction as error:
        raise BadInput(WHO, need="what is proved to agree with what is found", have=str(error),
                       attempt="reporting this: it is an error of tightbound") from None  # fmt: skip
    except OSError as error:
        raise BadInput(WHO, need="a file that can be read and written", have=str(error)) from None


def _refuse(error: CannotExplore) -> NoReturn:
    raise BadInput(error.who, need=error.need, have=error.have, attempt=error.attempt) from None


def open_session(request: Request) -> Session:
    """The session that the words of the command line name.

    Raises   LanguageError; CannotExplore
    """
    from checkers.exploration import explore

    return explore(request.problem, ", ".join(request.primitives), request.mode)


def stream(session: Session, request: Request, *, is_shown: bool) -> bool:
    """Show rows while they are found; whether this was interrupted. Finished rows are kept in any case."""
    rows = session.rows(request.upto, request.seconds)
    there = console(sys.stdout)
    try:
        if is_shown and there.is_terminal:
            _live(session, rows)
        else:
            _lines(rows, sys.stdout if is_shown else None)
    except KeyboardInterrupt:
        return True
    return False


def _live(session: Session, rows: Iterable[Row]) -> None:
    """A table that grows, with something that moves below it."""
    there = console(sys.stdout)
    with Live(console=there, refresh_per_second=8, transient=True) as live:
        wait = Spinner("dots", f"{session.text}: searching; Ctrl-C keeps the rows")
        live.update(wait)
        for _ in rows:
            sheet = session.table()
            most = max(there.height - BELOW, 1)
            live.update(Group(type(sheet)(sheet.title, sheet.headings, sheet.rows[-most:]).__rich__(), wait))


def _lines(rows: Iterable[Row], file: TextIO | None) -> None:
    """A line for each finished row; brackets that are still open go to standard error."""
    from checkers.exploration.session import HEADINGS

    if file is not None:
        file.write(_line(HEADINGS) + "\n")
    last = None
    for last in rows:
        if not last.is_finished and last.seconds >= SLOW:
            sys.stderr.write(printable(str(last)) + "\n")
        elif last.is_finished and file is not None:
            file.write(printable(_line(last.texts())) + "\n")
            file.flush()
    if file is not None and last is not None and not last.is_finished:
        file.write(printable(_line(last.texts())) + "\n")


def _line(cells: tuple[str, ...]) -> str:
    return "  ".join([*(c.rjust(w) for c, w in zip(cells, WIDTHS, strict=False)), *cells[len(WIDTHS) :]]).rstrip()


@contextmanager
def waiting(text: str) -> Iterator[None]:
    """Something that moves on a terminal while a search runs that has no rows."""
    there = console(sys.stderr)
    if there.is_terminal:
        with there.status(text):
            yield
    else:
        yield


def notes(session: Session) -> str:
    """What is proved for every size, below the rows that a stream has shown."""
    return "\n".join(printable(note) for note in session.table().notes)


def read_why(text: str) -> tuple[int, Fraction | None]:
    """The size and the number of calls of `7,3`; of `7`, the size alone.

    Raises   BadInput
    """
    head, comma, tail = text.partition(",")
    try:
        n, d = int(head), Fraction(tail) if comma else None
    except (ValueError, ZeroDivisionError):
        raise BadInput(
            WHO, need="--why N or N,D: a size and a number of calls", have=text, attempt="--why 7,3"
        ) from None
    return n, d


def play(game: Game, lines: Iterable[str], say: Callable[[str], None]) -> None:
    """Ask what each line says, until the goal is known or the lines end; a line that is no call stops nothing."""
    from checkers.exploration import CannotExplore

    say(f"{game.text}: every strategy pays at least {game.need}. Ask {HELP}")
    for line in lines:
        words = line.replace(",", " ").split()
        if not words or words[0] in ("?", "help"):
            say(HELP)
            continue
        if words[0] in ("q", "quit", "exit"):
            break
        if words[0] in ("u", "undo"):
            game.undo()
            say(f"known: {game.known}; at least {game.need} more needed")
            continue
        try:
            by = int(words.pop(0)[1:]) if words[0].startswith("#") else None
            say(f"{game.ask(*map(int, words), by=by)}\n  known: {game.known}")
        except ValueError:
            say(f"not understood: {printable(line.strip())}; {HELP}")
        except CannotExplore as error:
            say(str(error))
        if game.is_over:
            say(f"the goal is known, after {game.paid} paid")
            return


def prompted(file: TextIO) -> Iterator[str]:
    """The lines of a file; a person at a terminal is asked for each."""
    while True:
        if file.isatty():
            sys.stdout.write("> ")
        sys.stdout.flush()
        line = file.readline()
        if not line:
            return
        yield line


def write_certificate(session: Session, path: Path, n: int, seconds: float | None) -> str:
    """Write a certificate, check the file again, and say what it proves."""
    with waiting(f"{session.text}, n = {n}: searching"):
        session.certificate(path, n, seconds)
        claim: dict[str, Any] = session.recheck(path)
    ends = f"cost = {claim['upper']}" if claim["lower"] == claim["upper"] else f"cost >= {claim['lower']}"
    if claim["upper"] not in (None, claim["lower"]):
        ends += f" and <= {claim['upper']}"
    return f"{session.text}, n = {n}: {ends}, rechecked; written to {path}"
