"""python -m checkers.kernel CLAIM.json CERT.json: 0 proved, 1 refuted, 2 rejected, 3 outside the kernel's language."""

from __future__ import annotations

import sys
from pathlib import Path

from checkers.kernel import OutsideLanguage, Rejected, check
from checkers.kernel.decode import load


def main(argv: list[str]) -> int:
    """Check one certificate file against one claim file, and say so."""
    if len(argv) != 2:
        print("usage: python -m checkers.kernel CLAIM.json CERT.json", file=sys.stderr)
        return 2
    try:
        claim, certificate = (load(Path(path).read_text(encoding="utf-8")) for path in argv)
        verdict = check(claim, certificate)
    except OutsideLanguage as e:
        print(e, file=sys.stderr)
        return 3
    except (Rejected, OSError, UnicodeDecodeError) as e:
        print(e, file=sys.stderr)
        return 2
    print(verdict)
    return 0 if verdict == "proved" else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
