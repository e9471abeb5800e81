"""Where the `tightbound` command starts.

`tightbound check` re-checks a certificate and must start at once and trust little, so it goes straight to the kernel:
standard library only, no solver, no table printer. Everything else goes to `checkers.interfaces.command_line`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["check"] and not {"--help", "-h"} & set(words):
        from checkers.kernel.__main__ import main as check

        return check(words[1:])
    from checkers.interfaces.command_line import run

    return run(words)


if __name__ == "__main__":
    sys.exit(main())
