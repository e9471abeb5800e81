"""The text form of what is said: parser, printer, LaTeX.

Start at `parse_document`; every text the printer gives parses back to the equal object.
"""

from bounds.language.decomposition_printer import print_decomposition
from bounds.language.errors import LanguageError
from bounds.language.latex import claim_to_latex, to_latex
from bounds.language.parser import (
    parse_asked,
    parse_claim,
    parse_decomposition,
    parse_decompositions,
    parse_document,
    parse_expression,
    parse_judgement,
    parse_recurrence,
    parse_setting,
)
from bounds.language.printer import (
    print_claim,
    print_comparison,
    print_document,
    print_equation,
    print_expression,
    print_recurrence,
    print_setting,
)

__all__ = [
    "LanguageError",
    "claim_to_latex",
    "parse_asked",
    "parse_claim",
    "parse_decomposition",
    "parse_decompositions",
    "parse_document",
    "parse_expression",
    "parse_judgement",
    "parse_recurrence",
    "parse_setting",
    "print_claim",
    "print_comparison",
    "print_decomposition",
    "print_document",
    "print_equation",
    "print_expression",
    "print_recurrence",
    "print_setting",
    "to_latex",
]
