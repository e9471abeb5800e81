"""How large a text may be. Each limit is met with a LanguageError that names it, never with a hang."""

MAX_TEXT = 1_000_000
"""Characters in a text."""

MAX_DEPTH = 200
"""Brackets inside brackets, and the depth of an expression."""

MAX_NODES = 200_000
"""Names, numbers and signs in a text."""

MAX_DIGITS = 1_000
"""Digits of one number."""

MAX_EXPONENT = 10_000
"""Absolute value of a constant exponent: `n^(9^9^9)` is refused, `2^n` and `n^2.5` are not."""

MAX_RECURRENCES = 1_000
"""Recurrences in a text."""
